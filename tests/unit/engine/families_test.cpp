// Functions over families, and columns that follow from themselves through the row before, against plain loops.
#include <cmath>
#include <cstring>

#include "support/catch.hpp"
#include "support/plans.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

PlanOptions counting() {
  PlanOptions options;
  options.evaluate_rows = &evaluate_rows;
  return options;
}

/// A parent with `parents` rows and a table `t` of families whose sizes are drawn from `sizes`.
std::string schema_of(std::int64_t parents, const std::string& sizes, const std::string& columns,
                      const std::string& further = "") {
  return R"j({"synthgen": 1, "seed": 3, "tables": {
    "t": {"rows": {"per": "p", )j" +
         sizes + R"j(}, "columns": {"p": {"references": "p"}, "n": {"expression": "child_number()"},
           "of": {"expression": "child_count()"}, )j" +
         columns + "}" + further + R"j(},
    "p": {"rows": )j" +
         std::to_string(parents) + R"j(, "primary_key": "id", "columns": {"id": {"sequence": 1},
           "start": {"distribution": "integer", "min": -50, "max": 50, "missing": 0.1},
           "word": {"choice": ["red", "green", "blue"]}}}}})j";
}

const char* const kSizes = R"j("distribution": "geometric", "p": 0.2, "max": 40)j";

class Families {
 public:
  explicit Families(const std::string& schema) : reader_(plan_of(schema, counting())) {
    rows_ = reader_.plan().tables[0].rows;
    numbers_ = integers("n");
  }

  std::size_t rows() const { return static_cast<std::size_t>(rows_); }
  PlanReader& reader() { return reader_; }
  Cells cells(const std::string& name) { return reader_.cells(name, rows()); }
  std::vector<std::optional<std::int64_t>> integers_or_null(const std::string& name) {
    std::vector<std::optional<std::int64_t>> values;
    for (const std::optional<std::string>& cell : cells(name)) {
      values.emplace_back();
      if (!cell.has_value()) continue;
      values.back() = 0;
      std::memcpy(&*values.back(), cell->data(), sizeof(std::int64_t));
    }
    return values;
  }
  std::vector<std::int64_t> integers(const std::string& name) { return reader_.values<std::int64_t>(name, rows()); }
  bool first(std::size_t row) const { return numbers_[row] == 1; }
  bool last(std::size_t row) const { return row + 1 == rows() || first(row + 1); }

 private:
  PlanReader reader_;
  std::int64_t rows_ = 0;
  std::vector<std::int64_t> numbers_;
};

/// All kinds of values: with and without a dictionary, of each width, with nulls and without.
const char* const kKinds = R"j(
  "i": {"distribution": "integer", "min": -9, "max": 9, "missing": 0.2},
  "d": {"distribution": "uniform", "min": 0, "max": 5, "decimals": 2},
  "x": {"distribution": "normal", "mean": 0, "sd": 1, "missing": 0.1},
  "b": {"distribution": "bernoulli", "p": 0.5, "missing": 0.3},
  "day": {"distribution": "uniform", "type": "date", "min": "2024-01-01", "max": "2024-12-31"},
  "at": {"distribution": "uniform", "type": "timestamp", "min": "2024-01-01", "max": "2024-12-31"},
  "key": {"provider": "id.uuid4", "missing": 0.1},
  "coded": {"choice": ["one", "two", "three"], "missing": 0.1},
  "plain": {"expression": "'row ' || n || ' of ' || p.word", "missing": 0.1})j";

}  // namespace

TEST_CASE("previous, next and first hand over cells of other rows of the family, of any type") {
  std::string columns = kKinds;
  const std::vector<std::string> names = {"i", "d", "x", "b", "day", "at", "key", "coded", "plain"};
  for (const std::string& name : names) {
    columns += R"j(, "previous_)j" + name + R"j(": {"expression": "previous()j" + name + R"j()"})j";
    columns += R"j(, "next_)j" + name + R"j(": {"expression": "next()j" + name + R"j()"})j";
    columns += R"j(, "first_)j" + name + R"j(": {"expression": "first()j" + name + R"j()"})j";
    // The default is the row's own value, so that null stays null where the row before has one.
    columns += R"j(, "or_)j" + name + R"j(": {"expression": "previous()j" + name + ", " + name + R"j()"})j";
    columns += R"j(, "last_)j" + name + R"j(": {"expression": "next()j" + name + ", " + name + R"j()"})j";
  }
  Families families(schema_of(700, kSizes, columns));
  REQUIRE(families.rows() > 2'500);
  for (const std::string& name : names) {
    INFO(name);
    const Cells own = families.cells(name);
    const Cells before = families.cells("previous_" + name);
    const Cells after = families.cells("next_" + name);
    const Cells first = families.cells("first_" + name);
    const Cells or_own = families.cells("or_" + name);
    const Cells last = families.cells("last_" + name);
    std::size_t begin = 0;
    for (std::size_t i = 0; i < families.rows(); ++i) {
      if (families.first(i)) begin = i;
      REQUIRE(before[i] == (families.first(i) ? std::nullopt : own[i - 1]));
      REQUIRE(after[i] == (families.last(i) ? std::nullopt : own[i + 1]));
      REQUIRE(first[i] == own[begin]);
      REQUIRE(or_own[i] == (families.first(i) ? own[i] : own[i - 1]));
      INFO(i << " of " << families.rows());
      REQUIRE(last[i] == (families.last(i) ? own[i] : own[i + 1]));
    }
  }
}

TEST_CASE("a default of another type widens what is read") {
  Families families(schema_of(300, kSizes, std::string(kKinds) + R"j(,
    "wide": {"expression": "previous(i, 0.25)"},
    "real": {"expression": "previous(d, 1e300)"},
    "word": {"expression": "previous(coded, p.word)"},
    "day_or": {"expression": "next(day, '9999-12-31')"},
    "midnight": {"expression": "previous(day, timestamp '2020-01-01T00:00:00Z')"},
    "same": {"expression": "previous(i, null)"})j"));
  const auto type = [&](const char* name) {
    return families.reader().plan().tables[0].columns[families.reader().column(0, name)].made.type;
  };
  CHECK(type("wide") == Type::decimal(2));
  CHECK(type("real") == Type{TypeKind::number, 0});
  CHECK(type("word").kind == TypeKind::string);
  CHECK(type("day_or").kind == TypeKind::date);
  CHECK(type("midnight").kind == TypeKind::timestamp);
  CHECK(type("same").kind == TypeKind::integer);
  const auto own = families.integers_or_null("i");
  const auto wide = families.integers_or_null("wide");
  const Cells coded = families.cells("coded");
  const Cells word = families.cells("word");
  for (std::size_t i = 0; i < families.rows(); ++i) {
    if (families.first(i)) {
      REQUIRE(wide[i] == 25);
      REQUIRE((word[i] == "red" || word[i] == "green" || word[i] == "blue"));
    } else {
      REQUIRE(wide[i] == (own[i - 1].has_value() ? std::optional(*own[i - 1] * 100) : std::nullopt));
      REQUIRE(word[i] == coded[i - 1]);
    }
  }
}

TEST_CASE("a running sum adds what is not null, exactly, and begins anew in each family") {
  Families families(schema_of(500, kSizes, std::string(kKinds) + R"j(,
    "sum_i": {"expression": "running_sum(i)"},
    "sum_d": {"expression": "running_sum(d - 2.5)"},
    "sum_x": {"expression": "running_sum(x)"},
    "before": {"expression": "previous(running_sum(i), 0)"},
    "huge": {"expression": "if(n = 3, -4000000000000000000, 4000000000000000000)"},
    "sum_huge": {"expression": "running_sum(huge)"})j"));
  const auto i_values = families.integers_or_null("i");
  const auto sums = families.integers_or_null("sum_i");
  const auto before = families.integers_or_null("before");
  const std::vector<std::int64_t> d_values = families.integers("d");
  const std::vector<std::int64_t> d_sums = families.integers("sum_d");
  const auto huge = families.integers_or_null("sum_huge");
  const std::vector<double> x_values = families.reader().values<double>("x", families.rows());
  const std::vector<double> x_sums = families.reader().values<double>("sum_x", families.rows());
  const Cells x_cells = families.cells("x");
  const Cells x_sum_cells = families.cells("sum_x");
  std::optional<std::int64_t> sum;
  std::int64_t d_sum = 0;
  double x_sum = 0;
  bool any = false;
  __int128 huge_sum = 0;
  std::size_t held_again = 0;  // after a sum that no 64 bits hold
  const std::vector<std::int64_t> numbers = families.integers("n");
  for (std::size_t i = 0; i < families.rows(); ++i) {
    const std::optional<std::int64_t> last = sum;
    if (families.first(i)) {
      sum.reset();
      d_sum = 0;
      x_sum = 0;
      any = false;
      huge_sum = 0;
    }
    if (i_values[i].has_value()) sum = sum.value_or(0) + *i_values[i];
    d_sum += d_values[i] - 250;
    if (x_cells[i].has_value()) x_sum += x_values[i];
    any = any || x_cells[i].has_value();
    const std::int64_t number = numbers[i];
    huge_sum += number == 3 ? -4'000'000'000'000'000'000 : 4'000'000'000'000'000'000;
    REQUIRE(sums[i] == sum);
    REQUIRE(before[i] == (families.first(i) ? std::optional<std::int64_t>(0) : last));
    REQUIRE(d_sums[i] == d_sum);
    REQUIRE(x_sum_cells[i].has_value() == any);
    if (any) REQUIRE(x_sums[i] == x_sum);  // in the order of the rows, so to the last bit
    const bool fits = huge_sum <= INT64_MAX;
    REQUIRE(huge[i].has_value() == fits);
    if (fits) REQUIRE(*huge[i] == static_cast<std::int64_t>(huge_sum));
    held_again += fits && number >= 4 ? 1 : 0;
  }
  CHECK(held_again > 10);
}

TEST_CASE("a balance follows from itself row by row, and what is drawn by it keeps its bounds") {
  Families families(schema_of(900, kSizes, R"j(
    "out": {"distribution": "bernoulli", "p": 0.6},
    "amount": {"cases": [{"if": "out", "distribution": "integer", "min": 0, "max": "=previous(balance, 100)"},
                         {"distribution": "integer", "min": 1, "max": 30}]},
    "balance": {"expression": "previous(balance, 100) + if(out, -amount, amount)"},
    "factor": {"expression": "1 + previous(factor, 0) * 2"},
    "used": {"expression": "running_sum(room)", "type": "integer"},
    "room": {"distribution": "integer", "min": 1, "max": "=5 + coalesce(previous(used), 0)"},
    "word": {"expression": "left(previous(word, p.word) || n, 12)"},
    "mood": {"cases": {"good": {"choice": {"good": 3, "bad": 1}}, "bad": {"choice": {"good": 1, "bad": 3}}},
             "of": "mood_before", "else": null},
    "mood_before": {"expression": "previous(mood, 'good')"},
    "later": {"expression": "previous(balance) + next(balance)"})j"));
  CHECK(families.reader().plan().tables[0].recurrences.size() == 5);
  const std::vector<std::int64_t> amounts = families.integers("amount");
  const std::vector<std::int64_t> balances = families.integers("balance");
  const std::vector<std::int64_t> factors = families.integers("factor");
  const std::vector<std::int64_t> rooms = families.integers("room");
  const std::vector<std::int64_t> used = families.integers("used");
  const std::vector<std::int64_t> numbers = families.integers("n");
  const std::vector<std::uint8_t> outs = families.reader().values<std::uint8_t>("out", families.rows());
  const Cells words = families.cells("word");
  const Cells moods = families.cells("mood");
  const Cells moods_before = families.cells("mood_before");
  const auto later = families.integers_or_null("later");
  std::size_t emptied = 0;
  for (std::size_t i = 0; i < families.rows(); ++i) {
    const std::int64_t before = families.first(i) ? 100 : balances[i - 1];
    REQUIRE(balances[i] == before + (outs[i] != 0 ? -amounts[i] : amounts[i]));
    REQUIRE(balances[i] >= 0);
    emptied += outs[i] != 0 && amounts[i] > before / 2 ? 1 : 0;
    REQUIRE(factors[i] == 1 + 2 * (families.first(i) ? 0 : factors[i - 1]));
    REQUIRE(used[i] == rooms[i] + (families.first(i) ? 0 : used[i - 1]));
    REQUIRE(rooms[i] <= 5 + (families.first(i) ? 0 : used[i - 1]));
    if (!families.first(i)) {
      REQUIRE(words[i] == (*words[i - 1] + std::to_string(numbers[i])).substr(0, 12));
      REQUIRE(moods_before[i] == moods[i - 1]);
    } else {
      REQUIRE(moods_before[i] == "good");
    }
    const bool inside = !families.first(i) && !families.last(i);
    REQUIRE(later[i] == (inside ? std::optional(balances[i - 1] + balances[i + 1]) : std::nullopt));
  }
  CHECK(emptied > 100);  // draws do reach the upper half of what is there
}

TEST_CASE("cells of families are the same by ranges, by lists and cut anywhere") {
  const std::shared_ptr<const Plan> plan =
      plan_of(text_of_file(SYNTHGEN_SOURCE_FOLDER "/tests/golden/families/schema.json"), counting());
  PlanReader reader(plan);
  PlanReader other(plan);
  for (std::size_t t = 0; t < plan->tables.size(); ++t) {
    const PlannedTable& table = plan->tables[t];
    const auto at = static_cast<TableIndex>(t);
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      if (table.columns[c].source_name == "test of a rule") continue;
      const auto column = static_cast<ColumnIndex>(c);
      INFO(table.name << "." << table.columns[c].name);
      const Cells whole = reader.cells(at, column, RowSet::range(0, static_cast<std::size_t>(table.rows)));
      std::vector<std::int64_t> list = {table.rows - 1, 0, 0};
      std::vector<std::uint64_t> bits(600);
      draw_bits64({1, static_cast<std::uint32_t>(c)}, RowSet::range(0, bits.size()), 0, 0, bits.data());
      for (const std::uint64_t x : bits) {
        list.push_back(static_cast<std::int64_t>(bounded(x, static_cast<std::uint64_t>(table.rows))));
      }
      const Cells listed = other.cells(at, column, RowSet::of(list), 97);
      for (std::size_t i = 0; i < list.size(); ++i) REQUIRE(listed[i] == whole[static_cast<std::size_t>(list[i])]);
      const std::int64_t first = table.rows / 3;
      const Cells part = other.cells(at, column, RowSet::range(first, static_cast<std::size_t>(table.rows / 4)), 61);
      for (std::size_t i = 0; i < part.size(); ++i) REQUIRE(part[i] == whole[static_cast<std::size_t>(first) + i]);
    }
  }
}

TEST_CASE("a family longer than a window is filled as one") {
  const std::string columns = R"j(
    "amount": {"distribution": "integer", "min": "=-least(9, previous(balance, 50))", "max": 9},
    "balance": {"expression": "previous(balance, 50) + amount"},
    "sum": {"expression": "running_sum(amount)"})j";
  Families families(schema_of(2, R"j("constant": 50000)j", columns));
  REQUIRE(families.rows() == 100'000);
  const std::vector<std::int64_t> amounts = families.integers("amount");
  const std::vector<std::int64_t> balances = families.integers("balance");
  const std::vector<std::int64_t> sums = families.integers("sum");
  std::int64_t balance = 0;
  for (std::size_t i = 0; i < families.rows(); ++i) {
    if (i % 50'000 == 0) balance = 50;
    balance += amounts[i];
    REQUIRE(balances[i] == balance);
    REQUIRE(sums[i] == balance - 50);
    REQUIRE(balance >= 0);
  }
}

TEST_CASE("warnings of what families read are counted once for each row, however rows are cut") {
  const std::string schema = schema_of(200, kSizes, R"j(
    "x": {"distribution": "integer", "min": 0, "max": 3},
    "hidden": {"expression": "10 / x", "hidden": true},
    "before": {"expression": "previous(hidden)"},
    "ratio": {"expression": "10 / x + previous(ratio, 0.0e0)", "type": "number"},
    "sum": {"expression": "running_sum(if(x = 1, 9000000000000000000, 0))"})j");
  const std::shared_ptr<const Plan> plan = plan_of(schema, counting());
  const PlannedTable& table = plan->tables[0];
  std::vector<std::uint64_t> wanted;
  for (const std::size_t batch : {std::size_t{1}, std::size_t{17}, kBatchRows}) {
    KeptColumns kept(*plan);
    Evaluator evaluator(*plan, kept);
    PlanReader::for_each_batch(RowSet::range(0, static_cast<std::size_t>(table.rows)), batch,
                               [&](RowSet rows) { evaluator.fill(0, table.generation, rows, table.rows); });
    std::vector<std::uint64_t> counts;
    for (const CellWarningCounts& one : evaluator.warnings(0)) {
      for (const std::uint64_t count : one) counts.push_back(count);
    }
    if (wanted.empty()) wanted = counts;
    CHECK(counts == wanted);
  }
  PlanReader reader(plan);
  const Cells x = reader.cells("x", static_cast<std::size_t>(table.rows));
  std::uint64_t zeros = 0;
  for (const std::optional<std::string>& cell : x) zeros += cell == std::string(8, '\0') ? 1 : 0;
  const auto count = [&](const char* name, CellWarning warning) {
    return wanted[reader.column(0, name) * kCellWarnings + static_cast<std::size_t>(warning)];
  };
  CHECK(zeros > 100);
  CHECK(count("hidden", CellWarning::division_by_zero) == zeros);
  CHECK(count("ratio", CellWarning::division_by_zero) == zeros);
  CHECK(count("running_sum(if(x = 1, 9000000000000000000, 0))", CellWarning::overflow) > 10);
}

TEST_CASE("a rule reads functions of columns that no rule changes, and refuses those of its own") {
  const std::string columns = R"j(
    "a": {"distribution": "integer", "min": 0, "max": 9},
    "b": {"distribution": "integer", "min": 0, "max": 20},
    "c": {"distribution": "integer", "min": 0, "max": 20})j";
  Families families(schema_of(400, kSizes, columns, R"j(, "rules": [
    {"check": "b >= previous(a, 0)"}, {"check": "c >= previous(b, 0) - 5"}])j"));
  const std::vector<std::int64_t> a = families.integers("a");
  const std::vector<std::int64_t> b = families.integers("b");
  const std::vector<std::int64_t> c = families.integers("c");
  std::size_t at_least = 0;
  for (std::size_t i = 0; i < families.rows(); ++i) {
    REQUIRE(b[i] >= (families.first(i) ? 0 : a[i - 1]));
    REQUIRE(c[i] >= (families.first(i) ? 0 : b[i - 1]) - 5);
    at_least += c[i] >= b[i] ? 1 : 0;
  }
  CHECK(at_least < families.rows());
  for (const char* rule : {"b >= previous(b, 0)", "c >= b + previous(b, 0) - 20", "a < 3 or b > running_sum(b) - b"}) {
    INFO(rule);
    const MadePlan made = try_plan(
        schema_of(40, kSizes, columns, R"j(, "rules": [{"check": ")j" + std::string(rule) + R"j("}])j"), counting());
    CHECK(codes_of(made) == std::vector<std::string>{"SG2522"});
  }
}
