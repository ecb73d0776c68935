// How expressions follow a column: what is told, and that values over a rising column obey it.
#include <algorithm>
#include <random>

#include "synthgen/expression/condition.hpp"
#include "table.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

Expression parsed(const std::string& text) {
  Result<Expression> expression = Expression::parse(text, TextOrigin());
  if (!expression.ok()) FAIL(text + "\n" + render_text(expression.diagnostics(), nullptr));
  return *expression;
}

const char* word(Trend trend) {
  constexpr const char* kWords[] = {"constant", "rising", "falling", "either", "other"};
  return kWords[static_cast<std::size_t>(trend)];
}

/// A Table with a constant.
class Named : public Table {
 public:
  const NamedConstant* constant(std::string_view name) const override {
    return name == "half_down" ? &half_down_ : nullptr;
  }

 private:
  NamedConstant half_down_{"half_down", NamedConstant::Kind::number, false, "-0.5"};
};

/// Columns of one row: numbers x, y, z, integers k, m, dates d, e, timestamps t, u, a time of day h, a boolean p.
Named one_row() {
  Named table;
  for (const char* name : {"x", "y", "z"}) table.add(name, kNumber, {"1"});
  for (const char* name : {"k", "m"}) table.add(name, kInteger, {"1"});
  for (const char* name : {"d", "e"}) table.add(name, kDate, {"2024-01-31"});
  for (const char* name : {"t", "u"}) table.add(name, kTimestamp, {"2024-01-31T10:00:00Z"});
  table.add("h", kTime, {"10:00:00"});
  table.add("p", kBoolean, {"true"});
  table.add("s", kString, {"a"});
  return table;
}

PathTrend only(const std::string& name) {
  return [name](const Path& path) { return path.back() == name ? Trend::rising : Trend::constant; };
}

std::string trend(const std::string& text, const std::string& name = "x") {
  static const Named kTable = one_row();
  return word(trend_of(parsed(text), only(name), &kTable));
}
std::string blind(const std::string& text, const std::string& name = "x") {
  return word(trend_of(parsed(text), only(name)));
}
std::string difference(const std::string& left, const std::string& right, const std::string& name = "x") {
  static const Named kTable = one_row();
  const Expression a = parsed(left);
  const Expression b = parsed(right);
  return word(trend_of_difference(a, b, only(name), &kTable));
}

}  // namespace

TEST_CASE("sums, products and quotients follow a column by their signs") {
  CHECK(trend("7") == "constant");
  CHECK(trend("y * z + sqrt(y)") == "constant");
  CHECK(trend("x") == "rising");
  CHECK(trend("-x") == "falling");
  CHECK(trend("y - x") == "falling");
  CHECK(trend("2 * x + y") == "rising");
  CHECK(trend("x * -(1.5)") == "falling");
  CHECK(trend("x * half_down") == "falling");
  CHECK(blind("x * half_down") == "either");
  CHECK(trend("y * x") == "either");
  CHECK(trend("x / -4") == "falling");
  CHECK(trend("x / (2 * 3 - 7)") == "falling");
  CHECK(trend("x / y") == "either");
  CHECK(trend("x // 2.5") == "rising");
  CHECK(trend("x // y") == "either");
  for (const char* text : {"y / x", "x / 0", "0 * x", "x * x", "x % 2", "x ^ 2", "2 ^ x", "y // x", "x * (x + 1)"}) {
    INFO(text);
    CHECK(trend(text) == "other");
  }
}

TEST_CASE("sums of terms that are linear in the column are linear") {
  CHECK(trend("x - 0.5 * x") == "rising");
  CHECK(trend("x - 3 * x") == "falling");
  CHECK(trend("x - y * x") == "either");
  CHECK(trend("y * x - z * x + x") == "either");
  CHECK(trend("(x - y) * 2 - x") == "rising");
  CHECK(trend("if(p, 2 * x, -x) + x") == "either");
  CHECK(trend("if(p, 2 * x, y) + x") == "rising");
  CHECK(trend("x - x") == "other");
  CHECK(trend("0.1 * x + 0.2 * x - 0.3 * x") == "other");  // what is left is rounding
  CHECK(trend("x - floor(x)") == "other");
  CHECK(trend("y * x + exp(x)") == "other");
  CHECK(difference("2 * x", "y + x") == "rising");
  CHECK(difference("x", "y") == "rising");
  CHECK(difference("y", "x") == "falling");
  CHECK(difference("x * y", "x * z") == "either");
  CHECK(difference("y", "z") == "constant");
  CHECK(difference("x", "floor(x)") == "other");
  // Days against seconds: only the direction of each is known.
  CHECK(trend("(d - e) - (d - t)", "d") == "either");
}

TEST_CASE("a path may follow the column in a way of its own") {
  const PathTrend paths = [](const Path& path) {
    if (path.back() == "down") return Trend::falling;
    if (path.back() == "way") return Trend::either;
    if (path.back() == "wild") return Trend::other;
    return path.back() == "x" ? Trend::rising : Trend::constant;
  };
  const auto told = [&](const std::string& text) { return std::string(word(trend_of(parsed(text), paths))); };
  CHECK(told("down") == "falling");
  CHECK(told("-2 * down") == "rising");
  CHECK(told("x - down") == "rising");
  CHECK(told("x + down") == "other");
  CHECK(told("way + 1") == "either");
  CHECK(told("3 * way - way") == "either");
  CHECK(told("way + x") == "other");
  CHECK(told("wild + 1") == "other");
  CHECK(told("wild * 0") == "other");
}

TEST_CASE("functions keep a trend, or nothing is known") {
  for (const char* text :
       {"floor(x)", "ceil(x)", "round(x, 2)", "trunc(x)", "exp(x)", "sign(x)", "to_number(x)", "least(x, y)",
        "greatest(x, 2 * x, y)", "clip(x, y, z)", "clip(y, x, x + 1)", "coalesce(y, x)", "coalesce(x, y)",
        "if(y > 1, x, 2 * x)", "case y when 1 then x when 2 then 3 end"}) {
    INFO(text);
    CHECK(trend(text) == "rising");
  }
  CHECK(trend("floor(y * x)") == "either");
  CHECK(trend("if(p, x, -x)") == "either");
  CHECK(trend("coalesce(x, -x)") == "either");
  CHECK(trend("round(digits: 2, x: -x)") == "falling");
  for (const char* text :
       {"abs(x)", "sqrt(x)", "ln(x)", "log10(x)", "pow(x, 2)", "sin(x)", "least(x, -x)", "least(y * x, x)",
        "greatest(y * x, z * x)", "coalesce(sqrt(x), y)", "if(x > 1, 1, 0)", "case x when 1 then 1 end", "normal(x, 1)",
        "hash(x)", "nullif(x, 3)", "x > 1", "x || 'a'"}) {
    INFO(text);
    CHECK(trend(text) == "other");
  }
  CHECK(trend("to_number(s)", "s") == "other");
  CHECK(blind("to_number(x)") == "other");
  CHECK(trend("normal(y, 1) * x") == "either");
  CHECK(trend("ln(y) + abs(z) + x") == "rising");
}

TEST_CASE("dates and times follow a column as far as the calendar allows") {
  CHECK(trend("d + 3", "d") == "rising");
  CHECK(trend("d + k", "k") == "rising");
  CHECK(trend("d - k", "k") == "falling");
  CHECK(trend("d - e", "e") == "falling");
  CHECK(trend("d + days(k)", "k") == "rising");
  CHECK(trend("t - hours(x)") == "falling");
  CHECK(trend("t + hours(2)", "t") == "rising");
  CHECK(trend("minutes(2 * k) + t", "k") == "rising");
  CHECK(trend("d + months(k)", "d") == "rising");
  CHECK(trend("t + months(k)", "k") == "rising");
  CHECK(trend("t + months(1)", "t") == "other");  // 30 January 23:00 and 31 January 01:00
  CHECK(blind("d + months(1)", "d") == "other");
  CHECK(trend("h + hours(1)", "h") == "other");
  CHECK(trend("h + seconds(x)") == "other");
  CHECK(blind("t + hours(2)", "t") == "other");
  CHECK(trend("d + h", "h") == "rising");
  CHECK(trend("add_workdays(d, k)", "k") == "rising");
  CHECK(trend("add_workdays(d, k)", "d") == "rising");
  CHECK(trend("add_workdays(t, k)", "t") == "other");
  CHECK(trend("days_between(d, t)", "t") == "rising");
  CHECK(trend("years_between(d, now())", "d") == "falling");
  CHECK(trend("date_trunc('month', t)", "t") == "rising");
  CHECK(trend("year(d) - 1", "d") == "rising");
  CHECK(trend("make_date(k, 1, 1)", "k") == "other");
  for (const char* text : {"month(d)", "day(d)", "weekday(d)", "format_date(d, '%d')"})
    CHECK(trend(text, "d") == "other");
  CHECK(difference("t", "'2024-03-01'", "t") == "rising");
}

namespace {

/// Random expressions by what they are: numbers, dates, timestamps and times of day.
class Writer {
 public:
  explicit Writer(std::uint32_t seed) : random_(seed) {}

  /// The column that is to come up more often than others.
  void prefer(const std::string& target) { target_ = target; }

  std::string any() {
    switch (below(8)) {
      case 0:
      case 1:
        return date(3);
      case 2:
      case 3:
        return moment(3);
      case 4:
        return clock(2);
      default:
        return number(3);
    }
  }

  std::string number(int depth) {
    if (depth == 0) return leaf({"x", "k", "c"}, {"x", "k", "c", "y", "z", "m", "0.5", "3", "-2"});
    const auto inner = [&] { return number(depth - 1); };
    switch (below(20)) {
      case 0:
      case 1:
      case 2:
        return "(" + inner() + " + " + inner() + ")";
      case 3:
      case 4:
        return "(" + inner() + " - " + inner() + ")";
      case 5:
      case 6:
        return "(" + inner() + " * " + pick({"0.5", "-2", "y", "z", "m", "half_down"}) + ")";
      case 7:
        return "(" + inner() + " * " + inner() + ")";
      case 8:
        return "(" + inner() + pick({" / 4", " / -0.5", " // 2", " // -1.5", " / 8", " // m", " % 3", " ^ 2"}) + ")";
      case 9:
        return "-(" + inner() + ")";
      case 10:
        return pick({"floor(", "ceil(", "trunc(", "round(", "sign(", "abs(", "to_number("}) + inner() + ")";
      case 11:
        return below(3) == 0 ? "floor(sqrt(" + inner() + "))" : "round(" + inner() + ", 1)";
      case 12:
        return pick({"least(", "greatest("}) + inner() + ", " + inner() + ")";
      case 13:
        return "clip(" + inner() + ", " + inner() + ", " + inner() + ")";
      case 14:
        return "if(" + condition() + ", " + inner() + ", " + inner() + ")";
      case 15:
        return "coalesce(" + pick({"gone", "y", "x"}) + ", " + inner() + ")";
      case 16:
        return "case when " + condition() + " then " + inner() + " else " + inner() + " end";
      case 17:
        return pick({"days_between(", "years_between("}) + date(depth - 1) + ", " +
               (below(2) == 0 ? moment(depth - 1) : date(depth - 1)) + ")";
      case 18:
        return "(" +
               (below(2) == 0 ? date(depth - 1) + " - " + date(depth - 1)
                              : moment(depth - 1) + " - " + moment(depth - 1)) +
               ")";
      default:
        return pick({"year(", "month(", "day("}) + date(depth - 1) + ")";
    }
  }

 private:
  int below(int n) { return static_cast<int>(random_() % static_cast<std::uint32_t>(n)); }
  std::string pick(std::initializer_list<const char*> words) {
    return words.begin()[below(static_cast<int>(words.size()))];
  }
  /// One of `all`, often the preferred column where it is among `targets`.
  std::string leaf(std::initializer_list<const char*> targets, std::initializer_list<const char*> all) {
    const bool fits = std::find(targets.begin(), targets.end(), target_) != targets.end();
    return fits && below(2) == 0 ? target_ : pick(all);
  }
  std::string condition() { return pick({"y > 2", "gone > 1", "z < 0", "p", "x > 0", "k = 2"}); }
  std::string whole(int depth) {
    return depth == 0 ? leaf({"k"}, {"k", "m", "2", "-1"}) : "round(" + number(depth) + ")";
  }

  std::string date(int depth) {
    if (depth == 0) return leaf({"d"}, {"d", "e", "date '2024-01-31'"});
    switch (below(8)) {
      case 0:
        return "(" + date(depth - 1) + pick({" + ", " - "}) + whole(depth - 1) + ")";
      case 1:
        return "(" + date(depth - 1) + pick({" + days(", " - days("}) + whole(depth - 1) + "))";
      case 2:
        return "(" + date(depth - 1) + pick({" + months(", " - months(", " + years("}) + whole(depth - 1) + "))";
      case 3:
        return "add_workdays(" + date(depth - 1) + ", " + whole(depth - 1) + ")";
      case 4:
        return "date_trunc(" + pick({"'month'", "'week'", "'quarter'", "'year'"}) + ", " + date(depth - 1) + ")";
      case 5:
        return pick({"least(", "greatest("}) + date(depth - 1) + ", " + date(depth - 1) + ")";
      case 6:
        return "if(" + condition() + ", " + date(depth - 1) + ", " + date(depth - 1) + ")";
      default:
        return date(0);
    }
  }
  std::string moment(int depth) {
    if (depth == 0) return leaf({"t"}, {"t", "u", "timestamp '2024-02-29T10:00:00Z'"});
    switch (below(7)) {
      case 0:
        return "(" + moment(depth - 1) + pick({" + hours(", " - minutes(", " + seconds(", " - days("}) +
               number(depth - 1) + "))";
      case 1:
        return "(" + date(depth - 1) + pick({" + hours(", " + minutes("}) + number(depth - 1) + "))";
      case 2:
        return "(" + moment(depth - 1) + pick({" + months(", " - years("}) + whole(depth - 1) + "))";
      case 3:
        return "add_workdays(" + moment(depth - 1) + ", " + whole(depth - 1) + ")";
      case 4:
        return "date_trunc(" + pick({"'month'", "'week'", "'day'", "'hour'"}) + ", " + moment(depth - 1) + ")";
      case 5:
        return "greatest(" + moment(depth - 1) + ", " + (below(2) == 0 ? date(depth - 1) : moment(depth - 1)) + ")";
      default:
        return moment(0);
    }
  }
  std::string clock(int depth) {
    if (depth == 0) return leaf({"h"}, {"h", "g"});
    switch (below(4)) {
      case 0:
        return "(" + clock(depth - 1) + pick({" + hours(", " - minutes("}) + number(depth - 1) + "))";
      case 1:
        return "date_trunc('hour', " + clock(depth - 1) + ")";
      case 2:
        return "least(" + clock(depth - 1) + ", " + clock(depth - 1) + ")";
      default:
        return "(" + date(depth - 1) + " + " + clock(depth - 1) + ")";
    }
  }

  std::mt19937 random_;
  std::string target_;
};

/// Row by row one column rises, all others stay. Numbers and factors are short binary fractions, so that sums of
/// linear terms are exact and the test needs no tolerance; roots are cut to whole numbers for the same reason.
Named rising_table(const std::string& target, std::mt19937& random) {
  constexpr std::size_t kRows = 240;
  Named table;
  const auto below = [&](std::uint32_t n) { return static_cast<std::uint32_t>(random() % n); };
  const auto add = [&](const std::string& name, Type type, const auto& cell, std::uint32_t fixed) {
    std::vector<std::string> cells;
    for (std::uint32_t i = 0; i < kRows; ++i) cells.push_back(cell(name == target ? i : fixed));
    table.add(name, type, cells);
  };
  const auto number = [](std::uint32_t i) { return shortest_text((static_cast<double>(i) - 120) / 8); };
  const auto integer = [](std::uint32_t i) { return std::to_string(static_cast<int>(i / 4) - 30); };
  const auto decimal = [](std::uint32_t i) { return decimal_text((static_cast<std::int64_t>(i) - 120) * 25, 2); };
  const std::int32_t day = parse_date("2023-11-20").value();
  const auto date = [day](std::uint32_t i) { return date_text(day + static_cast<std::int32_t>(i)); };
  const auto moment = [day](std::uint32_t i) {
    return timestamp_text(day * kMicrosPerDay + std::int64_t{i} * 23 * 3'600 * kMicrosPerSecond, 0);
  };
  const auto clock = [](std::uint32_t i) { return time_text(std::int64_t{i} * 6 * 60 * kMicrosPerSecond, 0); };
  for (const char* name : {"x", "y", "z"}) add(name, kNumber, number, below(kRows));
  for (const char* name : {"k", "m"}) add(name, kInteger, integer, below(kRows));
  add("c", Type::decimal(2), decimal, below(kRows));
  for (const char* name : {"d", "e"}) add(name, kDate, date, below(kRows));
  for (const char* name : {"t", "u"}) add(name, kTimestamp, moment, below(kRows));
  for (const char* name : {"h", "g"}) add(name, kTime, clock, below(kRows));
  table.add("p", kBoolean, std::vector<std::string>(kRows, below(2) == 0 ? "true" : "false"));
  table.add("gone", kNumber, std::vector<std::string>(kRows, "null"));
  return table;
}

double ordered(const Column& column, std::size_t row) {
  switch (column.type().kind) {
    case TypeKind::number:
      return column.data<double>()[row];
    case TypeKind::date:
      return column.data<std::int32_t>()[row];
    case TypeKind::boolean:
      return column.data<std::uint8_t>()[row];
    default:
      return static_cast<double>(column.data<std::int64_t>()[row]);
  }
}

struct Steps {
  bool up = false;
  bool down = false;
  bool some_null = false;
  bool all_null = true;
  bool overflow = false;
};

Steps steps_of(const Program& program, const Table& table) {
  TableEvaluate evaluate(table, RowSet::range(0, table.rows()));
  Column out;
  program.run(evaluate, out);
  Steps steps;
  std::optional<double> last;
  for (std::size_t i = 0; i < out.rows(); ++i) {
    if (out.is_null(i)) {
      steps.some_null = true;
      continue;
    }
    steps.all_null = false;
    const double value = ordered(out, i);
    if (last.has_value()) {
      steps.up = steps.up || value > *last;
      steps.down = steps.down || value < *last;
    }
    last = value;
  }
  steps.overflow = evaluate.warned(CellWarning::overflow) > 0;
  return steps;
}

void require_obeys(const Steps& steps, Trend trend) {
  if (trend == Trend::other) return;
  if (trend == Trend::constant || trend == Trend::falling) REQUIRE_FALSE(steps.up);
  if (trend == Trend::constant || trend == Trend::rising) REQUIRE_FALSE(steps.down);
  if (trend == Trend::either) REQUIRE_FALSE((steps.up && steps.down));
  // Null for all rows or for none, but for what no longer fits.
  REQUIRE((!steps.some_null || steps.all_null || steps.overflow));
}

constexpr const char* kTargets[] = {"x", "k", "c", "d", "t", "h"};

}  // namespace

TEST_CASE("values over a rising column obey the trend") {
  std::mt19937 random(5);
  Writer writer(77);
  std::size_t told[5] = {};
  std::size_t moved = 0;
  for (int k = 0; k < 2'400; ++k) {
    const std::string target = kTargets[k % 6];
    const Named table = rising_table(target, random);
    writer.prefer(target);
    for (int n = 0; n < 5; ++n) {
      const std::string text = writer.any();
      INFO("rising " << target << ": " << text);
      const Expression expression = parsed(text);
      const auto program = compile(expression, table, key_of, {});
      if (!program.ok()) continue;
      const Steps steps = steps_of(**program, table);
      const Trend trend = trend_of(expression, only(target), &table);
      INFO(word(trend));
      require_obeys(steps, trend);
      require_obeys(steps, trend_of(expression, only(target)));
      ++told[static_cast<std::size_t>(trend)];
      moved += trend != Trend::other && (steps.up || steps.down) ? 1 : 0;
    }
  }
  CAPTURE(told[0], told[1], told[2], told[3], told[4]);
  for (const std::size_t count : told) CHECK(count > 200);
  CHECK(moved > 1'500);
}

TEST_CASE("comparisons along a rising column obey the trend of the difference") {
  std::mt19937 random(6);
  Writer writer(78);
  std::size_t told[5] = {};
  for (int k = 0; k < 2'400; ++k) {
    const std::string target = kTargets[k % 6];
    const Named table = rising_table(target, random);
    writer.prefer(target);
    for (int n = 0; n < 5; ++n) {
      const std::string left = writer.any();
      const std::string right = writer.any();
      INFO("rising " << target << ": " << left << " beside " << right);
      const auto more = try_compile("(" + left + ") > (" + right + ")", table);
      const auto less = try_compile("(" + left + ") < (" + right + ")", table);
      if (!more.ok() || !less.ok()) continue;
      const Expression a = parsed(left);
      const Expression b = parsed(right);
      for (const Scope* scope : {static_cast<const Scope*>(&table), static_cast<const Scope*>(nullptr)}) {
        const Trend trend = trend_of_difference(a, b, only(target), scope);
        INFO(word(trend));
        // `left > right` becomes true where the difference rises, `left < right` becomes false.
        require_obeys(steps_of(**more, table), trend);
        const Steps steps = steps_of(**less, table);
        Steps mirrored = steps;
        mirrored.up = steps.down;
        mirrored.down = steps.up;
        require_obeys(mirrored, trend);
        if (scope != nullptr) ++told[static_cast<std::size_t>(trend)];
      }
    }
  }
  CAPTURE(told[0], told[1], told[2], told[3], told[4]);
  for (const std::size_t count : told) CHECK(count > 100);
}
