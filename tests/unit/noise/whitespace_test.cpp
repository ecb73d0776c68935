// The operator `whitespace`.
#include "text_trial.hpp"

namespace synthgen {
namespace {

TEST_CASE("whitespace adds one blank at an end, in one case of five two") {
  CHECK(lie_as(outcomes(R"({"operator": "whitespace", "kind": "leading"})", "ñu"), {{" ñu", 0.8}, {"  ñu", 0.2}}));
  CHECK(lie_as(outcomes(R"({"operator": "whitespace", "kind": "trailing"})", "ñu"), {{"ñu ", 0.8}, {"ñu  ", 0.2}}));
}

TEST_CASE("whitespace damages each place between two words as often") {
  const char* text = "Ana  de la O";
  const double third = 1.0 / 3;
  CHECK(lie_as(outcomes(R"({"operator": "whitespace", "kind": "double"})", text),
               {{"Ana   de la O", third}, {"Ana  de  la O", third}, {"Ana  de la  O", third}}));
  CHECK(lie_as(outcomes(R"({"operator": "whitespace", "kind": "missing"})", text),
               {{"Anade la O", third}, {"Ana  dela O", third}, {"Ana  de laO", third}}));
  CHECK(lie_as(outcomes(R"({"operator": "whitespace", "kind": "tab"})", text),
               {{"Ana\t de la O", third}, {"Ana  de\tla O", third}, {"Ana  de la\tO", third}}));
  CHECK(lie_as(outcomes(R"({"operator": "whitespace", "kind": "nbsp"})", text),
               {{"Ana\u00A0 de la O", third}, {"Ana  de\u00A0la O", third}, {"Ana  de la\u00A0O", third}}));
}

TEST_CASE("whitespace of any kind draws among those that the text allows") {
  CHECK(lie_as(outcomes(R"({"operator": "whitespace"})", "x"), {{" x", 0.4}, {"  x", 0.1}, {"x ", 0.4}, {"x  ", 0.1}}));
  const double sixth = 1.0 / 6;
  CHECK(lie_as(outcomes(R"({"operator": "whitespace", "kind": "any"})", "Ñ é"), {{" Ñ é", 0.8 * sixth},
                                                                                 {"  Ñ é", 0.2 * sixth},
                                                                                 {"Ñ é ", 0.8 * sixth},
                                                                                 {"Ñ é  ", 0.2 * sixth},
                                                                                 {"Ñ  é", sixth},
                                                                                 {"Ñé", sixth},
                                                                                 {"Ñ\té", sixth},
                                                                                 {"Ñ\u00A0é", sixth}}));
}

TEST_CASE("A blank that is a tab already is another one's turn") {
  CHECK(lie_as(outcomes(R"({"operator": "whitespace", "kind": "tab"})", "a\tb c"), {{"a\tb\tc", 1}}));
  CHECK(once(R"({"operator": "whitespace", "kind": "tab"})", "a\tb") == "(unchanged)");
}

TEST_CASE("whitespace leaves empty texts, and between words those of one word") {
  CHECK(once(R"({"operator": "whitespace"})", "") == "(unchanged)");
  CHECK(once(R"({"operator": "whitespace", "kind": "double"})", " word ") == "(unchanged)");
  CHECK(once(R"({"operator": "whitespace", "kind": "missing"})", "x") == "(unchanged)");
}

TEST_CASE("whitespace takes its kinds and no other") {
  CHECK(faults_of(R"({"operator": "whitespace", "kind": "spaces"})") == std::vector<std::string>{"SG2103"});
}

}  // namespace
}  // namespace synthgen
