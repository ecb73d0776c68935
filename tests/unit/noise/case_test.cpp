// The operator `case`.
#include "text_trial.hpp"

namespace synthgen {
namespace {

TEST_CASE("case swaps upper and lower case of every letter, in any script") {
  CHECK(once(R"({"operator": "case"})", "Ana Núñez-Ímaz 3b") == "aNA nÚÑEZ-íMAZ 3B");
  CHECK(once(R"({"operator": "case", "to": "swap"})", "Ωμέγα Дом") == "ωΜΈΓΑ дОМ");
}

TEST_CASE("case writes all letters in one case, or the first of each word or of the text as a capital") {
  CHECK(once(R"({"operator": "case", "to": "upper"})", "Straße, ñu") == "STRAßE, ÑU");
  CHECK(once(R"({"operator": "case", "to": "lower"})", "ÉCOLE Nº 2") == "école nº 2");
  CHECK(once(R"({"operator": "case", "to": "title"})", "calle de la paz, O'NEIL") == "Calle De La Paz, O'Neil");
  CHECK(once(R"({"operator": "case", "to": "first"})", "«élan VITAL» De Bergson") == "«Élan vital» de bergson");
  CHECK(once(R"({"operator": "case", "to": "first"})", "12 MAIN Street") == "12 Main street");
}

TEST_CASE("A letter that takes more bytes in its other case fits") {
  CHECK(once(R"({"operator": "case", "to": "upper"})", "ɐɐɐ") == "ⱯⱯⱯ");
  CHECK(once(R"({"operator": "case"})", "a") == "A");
}

TEST_CASE("case leaves texts without letters, those that are so already, empty ones and nulls") {
  CHECK(once(R"({"operator": "case"})", "+34 600-100") == "(unchanged)");
  CHECK(once(R"({"operator": "case"})", "") == "(unchanged)");
  CHECK(once(R"({"operator": "case"})", "顧客") == "(unchanged)");
  CHECK(once(R"({"operator": "case", "to": "upper"})", "ABC") == "(unchanged)");
  const Column clean = cells_of(kTextType, {nullptr, "x"});
  OperatorTrial trial(R"({"operator": "case"})", {{&clean}});
  CHECK(trial.run() == 1);
  CHECK(trial.cell(0) == "null");
}

TEST_CASE("case does not mend what was swapped before") {
  const Column clean = cells_of(kTextType, {"Ana"});
  OperatorTrial trial(R"({"operator": "case"})", {{&clean}});
  DamagedColumn damaged(CellText(kTextType), WrittenForm::typed);
  DamagedColumn* const columns[] = {&damaged};
  const std::uint16_t places[] = {0};
  const std::int64_t rows[] = {0};
  damaged.begin(clean);
  damaged.begin_operation(0, 0);
  CHECK(trial.made().operation->apply(NoiseBatch(places, rows, columns, {}, {1, 2})) == 1);
  damaged.begin_operation(1, 0);
  CHECK(trial.made().operation->apply(NoiseBatch(places, rows, columns, {}, {1, 3})) == 0);
  CHECK(damaged.text(0) == "aNA");
}

TEST_CASE("case takes its five words and no other parameter") {
  CHECK(faults_of(R"({"operator": "case", "to": "uper"})") == std::vector<std::string>{"SG2103"});
  CHECK(faults_of(R"({"operator": "case", "to": true, "kind": "swap"})") ==
        std::vector<std::string>{"SG2003", "SG2404"});
}

}  // namespace
}  // namespace synthgen
