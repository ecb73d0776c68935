// The operator `digit`, and the digit faults that `typo` makes in numbers, dates and times.
#include <algorithm>
#include <set>

#include "digit_errors.hpp"
#include "synthgen/base/number_text.hpp"
#include "text_trial.hpp"

namespace synthgen {
namespace {

constexpr Type kInteger{TypeKind::integer, 0};
constexpr Type kNumber{TypeKind::number, 0};

/// What the operator makes of a value, in `batches` × 1,000 rows; "(unchanged)" where it leaves it. Whatever comes out
/// is written as the type writes it, which OperatorTrial::cell() asserts, and differs.
std::map<std::string, std::uint64_t> values_of(const char* json, Type type, const char* value, int batches = 20,
                                               const char* format = "") {
  const Column clean = cells_of(type, std::vector<const char*>(1000, value));
  OperatorTrial trial(json, {{&clean, format}});
  const std::string written = [&] {
    std::string text;
    CellText(type, format).append(clean, 0, text);
    return text;
  }();
  std::map<std::string, std::uint64_t> counts;
  for (int batch = 0; batch < batches; ++batch) {
    const std::uint64_t changed = trial.run({11, 7}, batch * 1000);
    std::uint64_t different = 0;
    for (std::size_t row = 0; row < 1000; ++row) {
      const std::string made = trial.cell(row);
      different += made == written ? 0 : 1;
      ++counts[made == written ? "(unchanged)" : made];
    }
    REQUIRE(changed == different);
    REQUIRE(trial.written().type() == type);
  }
  return counts;
}

TEST_CASE("digit exchanges, drops, doubles or replaces") {
  CHECK(lie_as(values_of(R"({"operator": "digit", "kind": "transpose"})", kInteger, "1123"),
               {{"1213", .5}, {"1132", .5}}));
  CHECK(lie_as(values_of(R"({"operator": "digit", "kind": "drop"})", kInteger, "1023"),
               {{"23", .25}, {"123", .25}, {"103", .25}, {"102", .25}}));
  CHECK(lie_as(values_of(R"({"operator": "digit", "kind": "double"})", kInteger, "12"), {{"112", .5}, {"122", .5}}));
  std::map<std::string, double> replaced;
  for (char c = '0'; c <= '9'; ++c) {
    if (c != '4') replaced[std::string("-") + c] = 1 / 8.;
  }
  replaced.erase("-0");  // the sign would be lost
  CHECK(lie_as(values_of(R"({"operator": "digit", "kind": "replace"})", kInteger, "-4"), replaced));
}

TEST_CASE("digit of kind any has the shares that are told") {
  // Neighbours differ, so that the length and the digits that differ tell the kind; one replacement of 108 makes the
  // first digit 0, and the number shorter.
  const char* value = "123456789012";
  std::vector<std::uint64_t> counts(4);
  for (const auto& [made, count] : values_of(R"({"operator": "digit"})", kInteger, value, 100)) {
    if (made.size() == 11) {
      counts[2] += count;
    } else if (made.size() == 13) {
      counts[3] += count;
    } else {
      std::size_t differing = 0;
      for (std::size_t i = 0; i < 12; ++i) differing += made[i] == value[i] ? 0 : 1;
      REQUIRE((differing == 1 || differing == 2));
      counts[differing - 1] += count;
    }
  }
  CHECK(test::chi_square(counts, {.76 * 107 / 108, .12, .06 + .76 / 108, .06}) < test::chi_square_limit(3));
}

TEST_CASE("Values that no fault of the kind can change are passed over") {
  CHECK(lie_as(values_of(R"({"operator": "digit", "kind": "transpose"})", kInteger, "777", 1), {{"(unchanged)", 1}}));
  CHECK(lie_as(values_of(R"({"operator": "digit", "kind": "drop"})", kInteger, "7", 1), {{"(unchanged)", 1}}));
  CHECK(lie_as(values_of(R"({"operator": "digit", "kind": "drop"})", kInteger, "-7", 1), {{"(unchanged)", 1}}));
  CHECK(lie_as(values_of(R"({"operator": "digit", "kind": "double"})", kInteger, "0", 1), {{"(unchanged)", 1}}));
  const Column nulls = cells_of(kInteger, {nullptr});
  OperatorTrial trial(R"({"operator": "digit"})", {{&nulls}});
  CHECK(trial.run() == 0);
}

TEST_CASE("Integers and decimals stay within their digits") {
  for (const char* json : {R"({"operator": "digit"})", R"({"operator": "typo"})",
                           R"({"operator": "typo", "kind": "keyboard"})", R"({"operator": "typo", "per_cell": 3})"}) {
    INFO(json);
    for (const char* value : {"9223372036854775807", "-9223372036854775807", "1000000000000000000"}) {
      const auto made = values_of(json, kInteger, value, 5);
      CHECK(made.count("(unchanged)") == 0);
      for (const auto& [text, count] : made) {
        CHECK(parse_integer(text).has_value());
        CHECK(text.starts_with('-') == (value[0] == '-'));
      }
    }
    for (const auto& [text, count] : values_of(json, Type::decimal(2), "-9999999999999999.99", 5)) {
      const auto read = parse_decimal(text);
      REQUIRE(read.has_value());
      CHECK(read->decimals == 2);
      CHECK(read->value > -1'000'000'000'000'000'000);
      CHECK(read->value < 0);
    }
  }
  CHECK(lie_as(values_of(R"({"operator": "digit", "kind": "drop"})", Type::decimal(2), "12.50"),
               {{"2.50", 1 / 3.}, {"1.50", 1 / 3.}, {"12.00", 1 / 3.}}));
  CHECK(lie_as(values_of(R"({"operator": "digit", "kind": "transpose"})", Type::decimal(2), "12.50"),
               {{"21.50", .5}, {"12.05", .5}}));
}

TEST_CASE("Numbers are edited in their shortest form, and read back exactly") {
  CHECK(lie_as(values_of(R"({"operator": "digit", "kind": "transpose"})", kNumber, "0.125"),
               {{"0.215", .5}, {"0.152", .5}}));
  CHECK(lie_as(values_of(R"({"operator": "digit", "kind": "drop"})", kNumber, "1.5e-07"),
               {{"5e-08", .5}, {"1e-07", .5}}));
  CHECK(lie_as(values_of(R"({"operator": "digit", "kind": "drop"})", kNumber, "12.0"), {{"2.0", .5}, {"1.0", .5}}));
  for (const char* value : {"0.1", "-2.5", "1e+22", "123456789.123", "5e-324", "1.7976931348623157e+308"}) {
    INFO(value);
    for (const auto& [text, count] : values_of(R"({"operator": "typo"})", kNumber, value)) {
      CHECK(parse_number(text == "(unchanged)" ? value : text).has_value());
      CHECK((text == "(unchanged)" || text.starts_with('-') == (value[0] == '-')));
    }
  }
  CHECK(read_number_digits("007.50") == 7.5);
  CHECK(read_number_digits("-0.0") == std::nullopt);
  CHECK(read_number_digits("12345678901234567890.5") == std::nullopt);
}

TEST_CASE("Of texts only digits are touched") {
  for (const char* kind : {"any", "transpose", "drop", "double", "replace"}) {
    const std::string json = std::string(R"({"operator": "digit", "kind": ")") + kind + "\"}";
    for (const auto& [made, count] : outcomes(json.c_str(), "+34 600-12é")) {
      std::string signs;
      for (const char c : made) {
        if (c < '0' || c > '9') signs += c;
      }
      CHECK(signs == "+ -é");
    }
  }
  CHECK(once(R"({"operator": "digit"})", "none") == "(unchanged)");
  CHECK(lie_as(outcomes(R"({"operator": "digit", "kind": "transpose"})", "1-2 34"), {{"1-2 43", 1}}));
  CHECK(once(R"({"operator": "digit", "kind": "drop"})", "5") == "(unchanged)");
}

TEST_CASE("A typo in a number is a wrong digit with the shares of edits, or a key beside") {
  std::vector<std::uint64_t> lengths(3);
  for (const auto& [made, count] : values_of(R"({"operator": "typo"})", kInteger, "123456789", 100)) {
    lengths[made.size() - 8] += count;
  }
  // An inserted digit that leads the number is never 0, which would change nothing: such a draw is repeated.
  CHECK(test::chi_square(lengths, {.17, .72, .11}) < 4 * test::chi_square_limit(2));
  const auto keys = values_of(R"({"operator": "typo", "kind": "keyboard"})", kInteger, "5", 100);
  CHECK(lie_as(keys, {{"4", .45}, {"6", .45}, {"45", .025}, {"54", .025}, {"65", .025}, {"56", .025}}));
  // The first digit of a number is hit a quarter as often.
  CHECK(lie_as(values_of(R"({"operator": "typo", "shares": {"delete": 1}})", kInteger, "123", 100),
               {{"23", .25 / 2.25}, {"13", 1 / 2.25}, {"12", 1 / 2.25}}));
  CHECK(lie_as(values_of(R"({"operator": "typo", "shares": {"delete": 1}, "position": "end"})", kInteger, "123", 1),
               {{"12", 1}}));
}

TEST_CASE("A typo in a date leaves one of the calendar, in a time one of the day") {
  const Type date{TypeKind::date, 0};
  const Type timestamp{TypeKind::timestamp, 3};
  const Type datetime{TypeKind::datetime, 0};
  const Type time{TypeKind::time, 0};
  for (const char* json : {R"({"operator": "typo"})", R"({"operator": "typo", "kind": "keyboard"})",
                           R"({"operator": "typo", "per_cell": 2})"}) {
    INFO(json);
    for (const auto& [made, count] : values_of(json, date, "2024-02-29")) {
      CHECK(made.size() == 10);
      CHECK(made.substr(0, 4) != "0000");
      Column read;
      read.reset(date, 1);
      CHECK(parse_value(made, read, 0));
    }
    CHECK(values_of(json, date, "2024-02-29").count("(unchanged)") == 0);
    for (const auto& [made, count] : values_of(json, timestamp, "2024-02-29T23:59:59.120Z")) CHECK(made.size() == 24);
    for (const auto& [made, count] : values_of(json, datetime, "0001-01-01T00:00:00")) CHECK(made.size() == 19);
    for (const auto& [made, count] : values_of(json, time, "23:59:59")) CHECK(made.size() == 8);
    CHECK(values_of(json, date, "9999-12-31").count("(unchanged)") == 0);
    CHECK(values_of(json, date, "0001-01-01").count("(unchanged)") == 0);
  }
  // 1924 and 2024 are written alike in two digits: such a change is none.
  for (const auto& [made, count] : values_of(R"({"operator": "typo"})", date, "2024-02-29", 20, "%d/%m/%y")) {
    CHECK(made != "29/02/24");
    CHECK(made != "(unchanged)");
  }
}

TEST_CASE("Where an operator before has left a text, its digits are damaged") {
  const Column clean = cells_of(kInteger, {"12"});
  DamagedColumn damaged(CellText(kInteger), WrittenForm::text);
  damaged.begin(clean);
  damaged.begin_operation(0, 0);
  REQUIRE(damaged.set_text(0, "12 kg"));
  damaged.begin_operation(1, 0);
  DigitShares drop{};
  drop[static_cast<std::size_t>(DigitFault::drop)] = 1;
  const DigitDamage damage(DigitErrors(drop, FaultPosition::end, FirstDigit::alike), kInteger, "");
  NoiseDraws draws({1, 2}, 0);
  std::string before;
  std::string after;
  CHECK_FALSE(damage.damage(damaged, 0, 1, draws, before, after));  // no digit in the last third
  const DigitDamage anywhere(DigitErrors(drop, FaultPosition::any, FirstDigit::alike), kInteger, "");
  CHECK(anywhere.damage(damaged, 0, 1, draws, before, after));
  CHECK(damaged.text(0).size() == 4);
}

TEST_CASE("digit checks its kind") {
  using Codes = std::vector<std::string>;
  CHECK(faults_of(R"({"operator": "digit", "kind": "swap"})") == Codes{"SG2103"});
  CHECK(faults_of(R"({"operator": "digit", "kind": 3})") == Codes{"SG2003"});
  CHECK(faults_of(R"({"operator": "digit", "per_cell": 2})") == Codes{"SG2404"});
}

}  // namespace
}  // namespace synthgen
