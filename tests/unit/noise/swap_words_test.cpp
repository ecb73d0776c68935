// The operator `swap_words`.
#include "text_trial.hpp"

namespace synthgen {
namespace {

constexpr const char* kSwap = R"({"operator": "swap_words"})";

TEST_CASE("swap_words swaps every pair of neighbours as often, blanks stay where they are") {
  CHECK(lie_as(outcomes(kSwap, "José  María\tÑúñez"), {{"María  José\tÑúñez", 0.5}, {"José  Ñúñez\tMaría", 0.5}}));
}

TEST_CASE("Punctuation goes with the word that it touches") {
  CHECK(once(kSwap, "Soto, Ana") == "Ana Soto,");
  CHECK(once(kSwap, " a b ") == " b a ");
}

TEST_CASE("Two equal words are another pair's turn") {
  CHECK(lie_as(outcomes(kSwap, "no no sí"), {{"no sí no", 1}}));
  CHECK(once(kSwap, "no no") == "(unchanged)");
}

TEST_CASE("swap_words leaves texts of one word or none") {
  CHECK(once(kSwap, "José") == "(unchanged)");
  CHECK(once(kSwap, "x") == "(unchanged)");
  CHECK(once(kSwap, "") == "(unchanged)");
  CHECK(once(kSwap, "  ") == "(unchanged)");
  CHECK(faults_of(R"({"operator": "swap_words", "kind": "any"})") == std::vector<std::string>{"SG2404"});
}

}  // namespace
}  // namespace synthgen
