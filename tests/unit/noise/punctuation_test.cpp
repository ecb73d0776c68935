// The operator `punctuation`.
#include "synthgen/base/characters.hpp"
#include "text_trial.hpp"

namespace synthgen {
namespace {

TEST_CASE("punctuation drops every mark as often") {
  CHECK(lie_as(outcomes(R"({"operator": "punctuation", "kind": "drop"})", "¿Qué, no?"),
               {{"Qué, no?", 1.0 / 3}, {"¿Qué no?", 1.0 / 3}, {"¿Qué, no", 1.0 / 3}}));
}

TEST_CASE("punctuation adds marks behind words as often as English has them") {
  const double half = 0.5 / 1424;
  CHECK(lie_as(outcomes(R"({"operator": "punctuation", "kind": "add"})", "sí ñu", 50), {{"sí. ñu", 653 * half},
                                                                                        {"sí, ñu", 616 * half},
                                                                                        {"sí? ñu", 56 * half},
                                                                                        {"sí: ñu", 34 * half},
                                                                                        {"sí! ñu", 33 * half},
                                                                                        {"sí; ñu", 32 * half},
                                                                                        {"sí ñu.", 653 * half},
                                                                                        {"sí ñu,", 616 * half},
                                                                                        {"sí ñu?", 56 * half},
                                                                                        {"sí ñu:", 34 * half},
                                                                                        {"sí ñu!", 33 * half},
                                                                                        {"sí ñu;", 32 * half}}));
}

TEST_CASE("punctuation replaces a mark by one that it is mixed up with") {
  CHECK(lie_as(outcomes(R"({"operator": "punctuation", "kind": "replace"})", "9-é"),
               {{"9–é", 1.0 / 3}, {"9_é", 1.0 / 3}, {"9.é", 1.0 / 3}}));
  CHECK(lie_as(outcomes(R"({"operator": "punctuation", "kind": "replace"})", "’"),
               {{"'", 1.0 / 3}, {"`", 1.0 / 3}, {"´", 1.0 / 3}}));
}

TEST_CASE("punctuation of any kind draws among those that the text allows") {
  const auto added = outcomes(R"({"operator": "punctuation"})", "ñ");
  CHECK(added.size() == 6);
  std::uint64_t counts[3] = {};  // shorter, as long, longer
  for (const auto& [made, count] : outcomes(R"({"operator": "punctuation"})", "a/b")) {
    const std::int64_t characters = count_characters(made);
    counts[characters < 3 ? 0 : characters == 3 ? 1 : 2] += count;
  }
  CHECK(test::chi_square({counts[0], counts[1], counts[2]}, {1.0 / 3, 1.0 / 3, 1.0 / 3}) < test::chi_square_limit(2));
}

TEST_CASE("punctuation leaves texts without marks or words, and empties none") {
  CHECK(once(R"({"operator": "punctuation", "kind": "drop"})", "abc") == "(unchanged)");
  CHECK(once(R"({"operator": "punctuation", "kind": "drop"})", ".") == "(unchanged)");
  CHECK(once(R"({"operator": "punctuation", "kind": "replace"})", "€ 5") == "(unchanged)");
  CHECK(once(R"({"operator": "punctuation", "kind": "add"})", "  ") == "(unchanged)");
  CHECK(once(R"({"operator": "punctuation"})", "") == "(unchanged)");
  CHECK(faults_of(R"({"operator": "punctuation", "kind": "remove"})") == std::vector<std::string>{"SG2103"});
}

}  // namespace
}  // namespace synthgen
