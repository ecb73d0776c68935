#include "synthgen/base/near_names.hpp"

#include "support/catch.hpp"

using namespace synthgen;

namespace {
using Names = std::vector<std::string>;
}

TEST_CASE("near names: a slip of each sort is found") {
  const Names known = {"mu", "sigma", "median", "mean", "sd"};
  CHECK(near_names("sgima", known) == Names{"sigma"});   // neighbours swapped
  CHECK(near_names("sigm", known) == Names{"sigma"});    // one left out
  CHECK(near_names("sigmma", known) == Names{"sigma"});  // one too many
  CHECK(near_names("sigme", known) == Names{"sigma"});   // one wrong
  CHECK(near_names("SIGMA", known) == Names{"sigma"});   // the wrong case
  CHECK(near_names("sb", known) == Names{"sd"});         // in a short name, too
}

TEST_CASE("near names: a swap costs one, not two") {
  // Of three letters one may differ; by plain Levenshtein distance "adn" would be two away.
  CHECK(near_names("adn", Names{"and"}) == Names{"and"});
}

TEST_CASE("near names: what differs by more than a third is left out") {
  const Names known = {"lognormal", "uniform", "x"};
  CHECK(near_names("triangular", known).empty());
  CHECK(near_names("lognomel", known) == Names{"lognormal"});
  CHECK(near_names("y", known).empty());
  CHECK(near_names("", known).empty());
  CHECK(near_names("uniform", Names{}).empty());
}

TEST_CASE("near names: nearest first, ties in the given order, three at most, none twice") {
  CHECK(near_names("order", Names{"borders", "orders", "order_", "older", "orders"}) ==
        Names{"orders", "order_", "older"});
  CHECK(near_names("orders", Names{"orderz", "orders"}) == Names{"orders", "orderz"});
}

TEST_CASE("near names: a hostile name of a megabyte is answered at once") {
  const std::string name(1 << 20, 'a');
  const Names known(2000, std::string(1 << 12, 'b'));
  CHECK(near_names(name, known).empty());
}

TEST_CASE("near names: as a question") {
  CHECK(did_you_mean("sgima", Names{"mu", "sigma"}) == "did you mean \"sigma\"?");
  CHECK(did_you_mean("order", Names{"orders", "older"}) == "did you mean \"orders\" or \"older\"?");
  CHECK(did_you_mean("order", Names{"orders", "older", "border"}) ==
        "did you mean \"orders\", \"older\" or \"border\"?");
  CHECK(did_you_mean("zebra", Names{"orders"}).empty());
}
