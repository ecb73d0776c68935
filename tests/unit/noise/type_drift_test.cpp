// The operator `type_drift`, and numbers in words.
#include "number_words.hpp"
#include "operator_trial.hpp"

namespace synthgen {
namespace {

constexpr Type kInteger{TypeKind::integer, 0};
constexpr Type kNumber{TypeKind::number, 0};
constexpr Type kBoolean{TypeKind::boolean, 0};
using Cells = std::vector<std::string>;

std::string words(std::uint64_t number, WordLanguage language) {
  std::string out;
  append_number_words(number, language, out);
  return out;
}

std::string plain_words(const char* plain, WordLanguage language) {
  std::string out;
  return append_plain_number_words(plain, language, out) ? out : "none";
}

Cells damaged(Type type, const char* json, const std::vector<const char*>& values, std::uint64_t changed,
              const char* locale = "en_US") {
  const Column clean = cells_of(type, values);
  OperatorTrial trial(json, {{&clean}}, locale);
  CHECK(trial.made().leaves_type == std::vector<bool>{true});
  CHECK(trial.run() == changed);
  CHECK(trial.written().type().kind == TypeKind::string);
  Cells cells;
  for (std::size_t row = 0; row < values.size(); ++row) cells.push_back(trial.cell(row));
  return cells;
}

TEST_CASE("Numbers in American and British English") {
  const auto us = [](std::uint64_t number) { return words(number, WordLanguage::american); };
  const auto gb = [](std::uint64_t number) { return words(number, WordLanguage::british); };
  CHECK(us(0) == "zero");
  CHECK(us(1) == "one");
  CHECK(us(13) == "thirteen");
  CHECK(us(20) == "twenty");
  CHECK(us(21) == "twenty-one");
  CHECK(us(40) == "forty");
  CHECK(us(99) == "ninety-nine");
  CHECK(us(100) == "one hundred");
  CHECK(us(101) == "one hundred one");
  CHECK(us(1000) == "one thousand");
  CHECK(us(1001) == "one thousand one");
  CHECK(us(21'000) == "twenty-one thousand");
  CHECK(us(1'000'000) == "one million");
  CHECK(us(1'234'567) == "one million two hundred thirty-four thousand five hundred sixty-seven");
  CHECK(us(1'000'000'000'000'000) == "one quadrillion");
  CHECK(gb(101) == "one hundred and one");
  CHECK(gb(1001) == "one thousand and one");
  CHECK(gb(1100) == "one thousand one hundred");
  CHECK(gb(1'234'567) == "one million two hundred and thirty-four thousand five hundred and sixty-seven");
  CHECK(gb(2'000'017) == "two million and seventeen");
}

TEST_CASE("Numbers in Spanish") {
  const auto es = [](std::uint64_t number) { return words(number, WordLanguage::spanish); };
  CHECK(es(0) == "cero");
  CHECK(es(1) == "uno");
  CHECK(es(16) == "dieciséis");
  CHECK(es(21) == "veintiuno");
  CHECK(es(22) == "veintidós");
  CHECK(es(26) == "veintiséis");
  CHECK(es(30) == "treinta");
  CHECK(es(31) == "treinta y uno");
  CHECK(es(100) == "cien");
  CHECK(es(101) == "ciento uno");
  CHECK(es(121) == "ciento veintiuno");
  CHECK(es(500) == "quinientos");
  CHECK(es(777) == "setecientos setenta y siete");
  CHECK(es(1000) == "mil");
  CHECK(es(1001) == "mil uno");
  CHECK(es(2000) == "dos mil");
  CHECK(es(21'000) == "veintiún mil");
  CHECK(es(31'000) == "treinta y un mil");
  CHECK(es(100'000) == "cien mil");
  CHECK(es(101'000) == "ciento un mil");
  CHECK(es(1'000'000) == "un millón");
  CHECK(es(1'000'001) == "un millón uno");
  CHECK(es(1'234'567) == "un millón doscientos treinta y cuatro mil quinientos sesenta y siete");
  CHECK(es(21'000'000) == "veintiún millones");
  CHECK(es(1'000'000'000) == "mil millones");
  CHECK(es(1'000'000'000'000) == "un billón");
  CHECK(es(1'000'000'000'000'000) == "mil billones");
}

TEST_CASE("Numbers in German") {
  const auto de = [](std::uint64_t number) { return words(number, WordLanguage::german); };
  CHECK(de(0) == "null");
  CHECK(de(1) == "eins");
  CHECK(de(12) == "zwölf");
  CHECK(de(16) == "sechzehn");
  CHECK(de(17) == "siebzehn");
  CHECK(de(21) == "einundzwanzig");
  CHECK(de(30) == "dreißig");
  CHECK(de(66) == "sechsundsechzig");
  CHECK(de(100) == "einhundert");
  CHECK(de(101) == "einhunderteins");
  CHECK(de(1000) == "eintausend");
  CHECK(de(1001) == "eintausendeins");
  CHECK(de(21'000) == "einundzwanzigtausend");
  CHECK(de(101'000) == "einhunderteintausend");
  CHECK(de(1'000'000) == "eine Million");
  CHECK(de(2'000'001) == "zwei Millionen eins");
  CHECK(de(1'234'567) == "eine Million zweihundertvierunddreißigtausendfünfhundertsiebenundsechzig");
  CHECK(de(1'000'000'000) == "eine Milliarde");
  CHECK(de(21'000'000'000'000) == "einundzwanzig Billionen");
  CHECK(de(1'000'000'000'000'000) == "eine Billiarde");
}

TEST_CASE("Written numbers in words: minus, decimals digit by digit, no exponents") {
  CHECK(plain_words("-1234567", WordLanguage::american) ==
        "minus one million two hundred thirty-four thousand five hundred sixty-seven");
  CHECK(plain_words("-21", WordLanguage::spanish) == "menos veintiuno");
  CHECK(plain_words("-21", WordLanguage::german) == "minus einundzwanzig");
  CHECK(plain_words("12.50", WordLanguage::american) == "twelve point five zero");
  CHECK(plain_words("0.01", WordLanguage::spanish) == "cero coma cero uno");
  CHECK(plain_words("1.1", WordLanguage::german) == "eins Komma eins");
  CHECK(plain_words("12.00", WordLanguage::british) == "twelve");
  CHECK(plain_words("-9223372036854775808", WordLanguage::american) ==
        "minus nine quintillion two hundred twenty-three quadrillion three hundred seventy-two trillion thirty-six "
        "billion eight hundred fifty-four million seven hundred seventy-five thousand eight hundred eight");
  CHECK(plain_words("1e+16", WordLanguage::american) == "none");
  CHECK(plain_words("1.5e-07", WordLanguage::american) == "none");
}

TEST_CASE("type_drift writes numbers and booleans in the words of the locale") {
  CHECK(damaged(kInteger, R"({"operator": "type_drift"})", {"12", "-1", nullptr}, 2) ==
        Cells{"twelve", "minus one", "null"});
  CHECK(damaged(kInteger, R"({"operator": "type_drift", "kind": "words"})", {"101"}, 1, "en_GB") ==
        Cells{"one hundred and one"});
  CHECK(damaged(kNumber, R"({"operator": "type_drift", "kind": "words"})", {"5.0", "2.5", "1e300"}, 2, "de_DE") ==
        Cells{"fünf", "zwei Komma fünf", "1e+300"});
  CHECK(damaged(kBoolean, R"({"operator": "type_drift"})", {"true", "false", nullptr}, 2) ==
        Cells{"yes", "no", "null"});
  CHECK(damaged(kBoolean, R"({"operator": "type_drift"})", {"true", "false"}, 2, "es_ES") == Cells{"sí", "no"});
  CHECK(damaged(kBoolean, R"({"operator": "type_drift"})", {"true", "false"}, 2, "de_DE") == Cells{"ja", "nein"});
}

TEST_CASE("type_drift puts a unit behind a number, apart where it begins with a letter") {
  CHECK(damaged(kInteger, R"({"operator": "type_drift", "kind": "unit_suffix", "text": "kg"})", {"12", "-3"}, 2) ==
        Cells{"12 kg", "-3 kg"});
  CHECK(damaged(Type::decimal(1), R"({"operator": "type_drift", "kind": "unit_suffix", "text": "%"})", {"12.5"}, 1) ==
        Cells{"12.5%"});
  CHECK(damaged(kInteger, R"({"operator": "type_drift", "kind": "unit_suffix", "text": "µg"})", {"12"}, 1) ==
        Cells{"12 µg"});
  CHECK(damaged(kInteger, R"({"operator": "type_drift", "kind": "unit_suffix", "text": "°C"})", {"12"}, 1) ==
        Cells{"12°C"});
}

TEST_CASE("type_drift sets off thousands as the locale does, or as it is told") {
  CHECK(damaged(Type::decimal(2), R"({"operator": "type_drift", "kind": "thousands_separator"})",
                {"1234.50", "999.99", "-1000000.00"}, 2) == Cells{"1,234.50", "999.99", "-1,000,000.00"});
  CHECK(damaged(Type::decimal(2), R"({"operator": "type_drift", "kind": "thousands_separator"})", {"1234.50", "12.50"},
                1, "es_ES") == Cells{"1.234,50", "12.50"});
  CHECK(damaged(Type::decimal(2), R"({"operator": "type_drift", "kind": "thousands_separator", "text": "'"})",
                {"1234.50"}, 1, "de_DE") == Cells{"1'234.50"});
}

TEST_CASE("type_drift adds a currency where the locale has it") {
  CHECK(damaged(Type::decimal(2), R"({"operator": "type_drift", "kind": "currency"})", {"12.50", "-5.00"}, 2) ==
        Cells{"$12.50", "-$5.00"});
  CHECK(damaged(Type::decimal(2), R"({"operator": "type_drift", "kind": "currency"})", {"12.50"}, 1, "en_GB") ==
        Cells{"£12.50"});
  CHECK(damaged(Type::decimal(2), R"({"operator": "type_drift", "kind": "currency"})", {"12.50", "-5.00"}, 2,
                "de_DE") == Cells{"12.50 €", "-5.00 €"});
  CHECK(damaged(kInteger, R"({"operator": "type_drift", "kind": "currency", "text": "USD"})", {"12", "-5"}, 2) ==
        Cells{"USD 12", "-USD 5"});
}

TEST_CASE("Units of a list come as often as one another") {
  const Column clean = cells_of(kInteger, std::vector<const char*>(1000, "12"));
  OperatorTrial trial(R"({"operator": "type_drift", "kind": "unit_suffix", "text": ["kg", "kilos"]})", {{&clean}});
  CHECK(trial.run() == 1000);
  int kilos = 0;
  for (std::size_t row = 0; row < 1000; ++row) kilos += trial.cell(row) == "12 kilos" ? 1 : 0;
  // Four standard errors of a share of 1/2 in 1,000 draws: 63.
  CHECK(std::abs(kilos - 500) < 63);
}

TEST_CASE("type_drift tells what is wrong with its parameters") {
  const auto code = [](Type type, const char* json, const char* value) {
    const Column clean = cells_of(type, {value});
    OperatorTrial trial(json, {{&clean}});
    return trial.diagnostics().size() == 1 ? trial.diagnostics()[0].code : "no single finding";
  };
  CHECK(code(kInteger, R"({"operator": "type_drift", "kind": "unit_suffix"})", "5") == "SG2002");
  CHECK(code(kInteger, R"({"operator": "type_drift", "kind": "unit_suffix", "text": ""})", "5") == "SG2002");
  CHECK(code(kInteger, R"({"operator": "type_drift", "kind": "unit_suffix", "text": 5})", "5") == "SG2003");
  CHECK(code(kInteger, R"({"operator": "type_drift", "kind": "roman"})", "5") == "SG2103");
  CHECK(code(kInteger, R"({"operator": "type_drift", "text": "kg"})", "5") == "SG2410");
  CHECK(code(kBoolean, R"({"operator": "type_drift", "kind": "currency"})", "true") == "SG2422");
  // 1234 with 5 as its separator would be the number 15234.
  CHECK(code(kInteger, R"({"operator": "type_drift", "kind": "thousands_separator", "text": [",", "5"]})", "1") ==
        "SG2423");
  CHECK(code(kInteger, R"({"operator": "type_drift", "kind": "currency", "text": "US$1"})", "1") == "SG2423");
  CHECK(code(kInteger, R"({"operator": "type_drift", "kind": "unit_suffix", "text": "10-packs"})", "1") == "SG2423");
  const Column twelve = cells_of(kInteger, {"12"});
  OperatorTrial packs(R"({"operator": "type_drift", "kind": "unit_suffix", "text": " 10-packs"})", {{&twelve}});
  CHECK(packs.run() == 1);
  CHECK(packs.cell(0) == "12 10-packs");
}

}  // namespace
}  // namespace synthgen
