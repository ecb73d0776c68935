// Providers of the internet through plans: unique values by construction, and what a schema may ask of them.
#include <set>
#include <string>

#include "support/catch.hpp"
#include "support/plans.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

std::string one_column(std::size_t rows, const std::string& column) {
  return R"j({"synthgen": 1, "tables": {"t": {"rows": )j" + std::to_string(rows) + R"j(, "columns": {"x": )j" + column +
         "}}}}";
}

}  // namespace

TEST_CASE("what is unique by construction repeats no value, however many rows there are") {
  struct Case {
    const char* provider;
    std::size_t rows;
  };
  // The pairs of words make 48,348 domains: 200,000 need the numbers behind them. 762 are all addresses of RFC 5737.
  for (const Case& each :
       {Case{"internet.domain", 48'000}, Case{"internet.domain", 200'000}, Case{"internet.hostname", 200'000},
        Case{"internet.url", 200'000}, Case{"internet.slug", 200'000}, Case{"internet.ipv4", 762},
        Case{"internet.ipv6", 200'000}, Case{"internet.mac", 200'000}, Case{"internet.http_method", 7},
        Case{"internet.user_agent", 50}}) {
    INFO(each.provider << " " << each.rows);
    PlanReader reader(
        one_column(each.rows, R"j({"provider": ")j" + std::string(each.provider) + R"j(", "unique": true})j"));
    const Cells cells = reader.cells("x", each.rows);
    CHECK(std::set<std::optional<std::string>>(cells.begin(), cells.end()).size() == each.rows);
  }
}

TEST_CASE("more rows than there are values are refused, and what cannot be told apart by construction") {
  const auto code = [](std::size_t rows, const std::string& column) {
    const std::vector<std::string> codes = codes_of(try_plan(one_column(rows, column)));
    return codes.empty() ? std::string() : codes.front();
  };
  CHECK(code(763, R"j({"provider": "internet.ipv4", "unique": true})j") == "SG2143");
  CHECK(code(763, R"j({"provider": "internet.ipv4", "unique": true, "realistic": true})j").empty());
  CHECK(code(8, R"j({"provider": "internet.http_method", "unique": true})j") == "SG2143");
  CHECK(code(100, R"j({"provider": "internet.port", "unique": true})j") == "SG2144");
  CHECK(code(100, R"j({"provider": "internet.password_hash", "unique": true})j").empty());
  CHECK(code(100, R"j({"provider": "internet.password_hash", "algorithm": "md5"})j") == "SG2103");
}

TEST_CASE("realistic domains follow the locale of the row, and there is none where there is no locale") {
  PlanReader reader(R"j({"synthgen": 1, "tables": {"t": {"rows": 2000, "columns": {
    "lang": {"choice": ["de_DE", "en_GB"], "missing": 0.1},
    "x": {"provider": "internet.url", "locale": "=lang", "realistic": true},
    "safe": {"provider": "internet.url"}}}}})j");
  const Cells lang = reader.cells("lang", 2000);
  const Cells url = reader.cells("x", 2000);
  const Cells safe = reader.cells("safe", 2000);
  int german = 0;
  int british = 0;
  for (std::size_t i = 0; i < 2000; ++i) {
    REQUIRE(url[i].has_value() == lang[i].has_value());
    REQUIRE(safe[i].has_value());
    REQUIRE(safe[i]->find(".example/") != std::string::npos);
    if (!url[i].has_value()) continue;
    if (url[i]->find(".de/") != std::string::npos) {
      ++german;
      REQUIRE(*lang[i] == "de_DE");
    }
    if (url[i]->find(".co.uk/") != std::string::npos) {
      ++british;
      REQUIRE(*lang[i] == "en_GB");
    }
  }
  CHECK(german > 500);
  CHECK(british > 300);
}
