// The modifier `ordered`: each family has the values that it would have without it, sorted over its rows.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/plans.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

const PlanOptions kOptions = {.evaluate_rows = &evaluate_rows};

/// A table `t` of families, behind its parents.
std::string families(const std::string& columns, const std::string& rows = R"("distribution": "poisson", "mean": 6)") {
  return R"({"synthgen": 1, "tables": {"p": {"rows": 400, "columns": {"id": {"sequence": 1}}},
    "t": {"rows": {"per": "p", )" +
         rows + R"(}, "columns": {)" + columns + "}}}}";
}

struct Read {
  explicit Read(const std::string& schema) : reader(plan_of(schema, kOptions)), table(reader.table("t")) {
    index = reader.plan().tables[table].family->index.get();
    rows = static_cast<std::size_t>(reader.plan().tables[table].rows);
  }
  Cells cells(const std::string& column, std::size_t batch = kBatchRows) {
    return reader.cells(table, reader.column(table, column), RowSet::range(0, rows), batch);
  }
  PlanReader reader;
  TableIndex table;
  const FamilyIndex* index;
  std::size_t rows;
};

template <class T>
T value_of(const std::string& bytes) {
  T value;
  std::memcpy(&value, bytes.data(), sizeof(T));
  return value;
}

/// Checks that `sorted` has in each family the values of `drawn`, in order, nulls where they were.
template <class T>
void check_sorted(Read& read, const std::string& drawn, const std::string& sorted, bool descending,
                  const Cells* of = nullptr) {
  const Cells before = of != nullptr ? *of : read.cells(drawn);
  const Cells after = read.cells(sorted);
  std::size_t moved = 0;
  for (std::int64_t parent = 0; parent < read.index->parents(); ++parent) {
    std::vector<T> one;
    std::vector<T> other;
    for (std::int64_t row = read.index->begin(parent); row < read.index->begin(parent + 1); ++row) {
      const auto i = static_cast<std::size_t>(row);
      REQUIRE(before[i].has_value() == after[i].has_value());
      if (!before[i].has_value()) continue;
      one.push_back(value_of<T>(*before[i]));
      other.push_back(value_of<T>(*after[i]));
      moved += *before[i] == *after[i] ? 0 : 1;
    }
    std::sort(one.begin(), one.end());
    if (descending) std::reverse(one.begin(), one.end());
    REQUIRE(one == other);
  }
  CHECK(moved > 100);
}

}  // namespace

TEST_CASE("a family has its draws in order, with ties and nulls where they were") {
  // The same draws without the modifier, in a schema of their own.
  const auto both = [](const std::string& column) {
    const auto with = [&](const std::string& order) { return families(R"("x": {)" + column + order + "}"); };
    return std::pair{with(""), std::pair{with(R"(, "ordered": true)"), with(R"(, "ordered": "descending")")}};
  };
  const auto check = [&]<class T>(const std::string& column, T) {
    INFO(column);
    const auto [plain, ordered] = both(column);
    Read drawn(plain);
    const Cells cells = drawn.cells("x");
    Read ascending(ordered.first);
    check_sorted<T>(ascending, "x", "x", false, &cells);
    Read descending(ordered.second);
    check_sorted<T>(descending, "x", "x", true, &cells);
  };
  check(R"("distribution": "normal", "mean": 0, "sd": 1)", double{});
  check(R"("distribution": "poisson", "mean": 2, "missing": 0.3)", std::int64_t{});
  check(R"("distribution": "lognormal", "median": 3, "sigma": 1, "decimals": 1, "missing": "=row_number() % 3 = 0")",
        std::int64_t{});
  check(R"("distribution": "uniform", "type": "date", "min": "2024-01-01", "max": "2024-01-31")", std::int32_t{});
  check(R"("distribution": "uniform", "type": "time", "min": "08:00:00", "max": "18:00:00")", std::int64_t{});
  check(R"("distribution": "bernoulli", "p": 0.4)", std::uint8_t{});
}

TEST_CASE("a choice of texts is sorted as it is listed") {
  Read drawn(families(R"("x": {"choice": ["z", "m", "a"]})"));
  Read sorted(families(R"("x": {"choice": ["z", "m", "a"], "ordered": true})"));
  const Cells before = drawn.cells("x");
  const Cells after = sorted.cells("x");
  const auto place = [](const std::optional<std::string>& text) { return std::string("zma").find(*text); };
  for (std::int64_t parent = 0; parent < sorted.index->parents(); ++parent) {
    Cells one(before.begin() + sorted.index->begin(parent), before.begin() + sorted.index->begin(parent + 1));
    const Cells other(after.begin() + sorted.index->begin(parent), after.begin() + sorted.index->begin(parent + 1));
    std::stable_sort(one.begin(), one.end(), [&](const auto& a, const auto& b) { return place(a) < place(b); });
    REQUIRE(one == other);
  }
}

TEST_CASE("texts that are no choice are sorted by their bytes") {
  const std::string source =
      R"("x": {"mixture": [{"weight": 1, "choice": ["pear", "fig"]}, {"weight": 2, "choice": ["apple", "kiwi", "fig"]}])";
  const std::string plain =
      R"("x": {"template": "{k}-{r}"ORDER}, "k": {"choice": ["b", "a"]}, "r": {"distribution": "integer", "min": 1, "max": 30})";
  for (std::string columns : {source + "ORDER}", plain}) {
    INFO(columns);
    const std::size_t at = columns.find("ORDER");
    std::string without = columns;
    without.replace(at, 5, "");
    columns.replace(at, 5, R"(, "ordered": true)");
    if (columns.find("template") != std::string::npos) {
      // A template is computed: what it is made of may be ordered, it cannot.
      CHECK(codes_of(try_plan(families(columns), kOptions)) == std::vector<std::string>{"SG2690"});
      continue;
    }
    Read drawn(families(without));
    Read sorted(families(columns));
    const Cells before = drawn.cells("x");
    const Cells after = sorted.cells("x");
    for (std::int64_t parent = 0; parent < sorted.index->parents(); ++parent) {
      Cells one(before.begin() + sorted.index->begin(parent), before.begin() + sorted.index->begin(parent + 1));
      const Cells other(after.begin() + sorted.index->begin(parent), after.begin() + sorted.index->begin(parent + 1));
      std::sort(one.begin(), one.end());
      REQUIRE(one == other);
    }
  }
}

TEST_CASE("strictly ordered families have no two equal values, and those without repeats are as they were") {
  const auto schema = [](const std::string& order) {
    return families(R"("x": {"distribution": "uniform", "type": "date", "min": "2024-01-01", "max": "2024-01-31", )" +
                        order + R"("missing": 0.1})",
                    R"("distribution": "integer", "min": 0, "max": 28)");
  };
  Read drawn(schema(""));
  Read strict(schema(R"("ordered": "strict", )"));
  const Cells before = drawn.cells("x");
  const Cells after = strict.cells("x");
  std::size_t kept = 0;
  std::size_t repaired = 0;
  for (std::int64_t parent = 0; parent < strict.index->parents(); ++parent) {
    std::vector<std::int32_t> one;
    std::vector<std::int32_t> other;
    for (std::int64_t row = strict.index->begin(parent); row < strict.index->begin(parent + 1); ++row) {
      const auto i = static_cast<std::size_t>(row);
      REQUIRE(before[i].has_value() == after[i].has_value());
      if (!before[i].has_value()) continue;
      one.push_back(value_of<std::int32_t>(*before[i]));
      other.push_back(value_of<std::int32_t>(*after[i]));
    }
    for (std::size_t i = 1; i < other.size(); ++i) REQUIRE(other[i - 1] < other[i]);
    std::sort(one.begin(), one.end());
    if (std::adjacent_find(one.begin(), one.end()) == one.end()) {
      REQUIRE(one == other);
      ++kept;
    } else {
      // What was drawn once stays.
      const std::set<std::int32_t> values(other.begin(), other.end());
      for (const std::int32_t value : one) REQUIRE(values.count(value) == 1);
      ++repaired;
    }
  }
  CHECK(kept > 50);
  CHECK(repaired > 50);
  // Batches of any size give the same.
  CHECK(strict.cells("x", 1) == after);
  CHECK(Read(schema(R"("ordered": "strict", )")).cells("x", 7) == after);
}

TEST_CASE("what strict order cannot give is refused where that is known, else null and counted") {
  const auto strict = [](const std::string& source, const std::string& rows = R"("constant": 4)") {
    return families(R"("x": {)" + source + R"(, "ordered": "strict"})", rows);
  };
  CHECK(codes_of(try_plan(strict(R"("choice": ["a", "b", "c"])"), kOptions)) == std::vector<std::string>{"SG2694"});
  CHECK(codes_of(try_plan(strict(R"("distribution": "bernoulli", "p": 0.5)"), kOptions)) ==
        std::vector<std::string>{"SG2694"});
  CHECK(codes_of(try_plan(strict(R"("distribution": "integer", "min": 1, "max": 3)"), kOptions)) ==
        std::vector<std::string>{"SG2694"});
  CHECK(codes_of(try_plan(strict(R"("distribution": "integer", "min": 1, "max": 4)"), kOptions)).empty());
  CHECK(codes_of(try_plan(strict(R"("distribution": "uniform", "min": 0, "max": 0.3, "decimals": 1)"), kOptions))
            .empty());
  CHECK(codes_of(try_plan(strict(R"("distribution": "uniform", "min": 0, "max": 0.2, "decimals": 1)"), kOptions)) ==
        std::vector<std::string>{"SG2694"});
  Read read(strict(R"("distribution": "integer", "min": 1, "max": "=3 + row_number() * 0")"));
  const Cells cells = read.cells("x");
  for (std::size_t i = 0; i < cells.size(); i += 4) {
    std::set<std::string> values;
    for (std::size_t k = i; k < i + 4; ++k) {
      if (cells[k].has_value()) values.insert(*cells[k]);
    }
    REQUIRE(values.size() == 3);
  }
}

TEST_CASE("a column of a whole table is sorted, and places do not depend on what is asked for with them") {
  const std::string schema = table_schema(30'000, R"j(
    "x": {"distribution": "normal", "mean": 5, "sd": 2, "ordered": true},
    "y": {"distribution": "poisson", "mean": 3, "ordered": "descending", "missing": 0.2},
    "z": {"choice": {"late": 1, "early": 2}, "ordered": true}
  )j");
  PlanReader reader(schema);
  const auto x = reader.values<double>("x", 30'000);
  CHECK(std::is_sorted(x.begin(), x.end()));
  double mean = 0;
  for (const double value : x) mean += value / 30'000;
  CHECK(std::fabs(mean - 5) < 5 * 2 / std::sqrt(30'000));
  const Cells y = reader.cells("y", 30'000);
  std::vector<std::int64_t> filled;
  for (const auto& cell : y) {
    if (cell.has_value()) filled.push_back(value_of<std::int64_t>(*cell));
  }
  CHECK(std::is_sorted(filled.rbegin(), filled.rend()));
  CHECK(filled.size() > 23'000);
  CHECK(filled.size() < 25'000);
  const auto z = reader.values<std::int32_t>("z", 30'000);
  CHECK(std::is_sorted(z.begin(), z.end()));
  CHECK(std::fabs(static_cast<double>(std::count(z.begin(), z.end(), 0)) - 10'000) < 5 * std::sqrt(30'000 * 2.0 / 9));
  for (const char* name : {"x", "y", "z"}) {
    const Cells all = reader.cells(name, 30'000);
    std::vector<std::int64_t> rows;
    for (std::int64_t i = 0; i < 500; ++i) rows.push_back(i * 7'919 % 30'000);
    const Cells some = reader.cells(0, reader.column(0, name), RowSet::of(rows), 33);
    for (std::size_t i = 0; i < rows.size(); ++i) REQUIRE(some[i] == all[static_cast<std::size_t>(rows[i])]);
  }
}

TEST_CASE("columns that cannot be ordered are refused") {
  const auto in_table = [](const std::string& column) { return codes_of(try_plan(table_schema(10, column))); };
  const auto in_family = [](const std::string& column) { return codes_of(try_plan(families(column), kOptions)); };
  using Codes = std::vector<std::string>;
  const std::string normal = R"("x": {"distribution": "normal", "mean": 0, "sd": 1, )";
  const std::string drawn = R"j("x": {"expression": "normal(0, 1)", )j";
  CHECK(in_table(R"("x": {"sequence": 1, "ordered": true})") == Codes{"SG2690"});
  CHECK(in_table(R"("x": {"provider": "id.uuid4", "ordered": true})") == Codes{"SG2691"});
  CHECK(in_family(R"("x": {"provider": "id.uuid4", "ordered": true})") == Codes{"SG2690"});
  CHECK(in_family(R"("x": {"references": "p.id", "ordered": true})") == Codes{"SG2690"});
  CHECK(in_table(drawn + R"("ordered": true})") == Codes{"SG2691"});
  CHECK(in_family(drawn + R"("ordered": true})").empty());
  CHECK(in_family(drawn + R"("ordered": "strict"})") == Codes{"SG2693"});
  CHECK(in_table(normal + R"("ordered": "strict"})") == Codes{"SG2693"});
  CHECK(in_table(normal + R"("ordered": false})").empty());
  CHECK(in_table(normal + R"("ordered": "up"})") == Codes{"SG2103"});
  CHECK(in_table(normal + R"("ordered": 1})") == Codes{"SG2003"});
  CHECK(in_table(R"("x": {"distribution": "integer", "min": 1, "max": 20, "unique": true, "ordered": true})") ==
        Codes{"SG2692"});
  CHECK(in_table(R"j("x": {"distribution": "normal", "mean": "=row_number()", "sd": 1, "ordered": true})j") ==
        Codes{"SG2691"});
  const std::string by_row = R"("y": {"sequence": 1}, "x": {"distribution": "normal", "mean": "=y", "sd": 1, )";
  CHECK(in_table(by_row + R"("ordered": true})") == Codes{"SG2691"});
  CHECK(in_family(by_row + R"("ordered": true})").empty());
  const std::string correlated = R"("x": {"distribution": "normal", "mean": 0, "sd": 1, "ordered": true},
    "y": {"distribution": "normal", "mean": 0, "sd": 1}}, "correlations": [{"pairs": [["x", "y", 0.5]], "measure": "spearman"}], "rules": [)";
  const auto whole = [](const std::string& inside) {
    return codes_of(try_plan(R"({"synthgen": 1, "tables": {"t": {"rows": 10, "columns": {)" + inside + "]}}}"));
  };
  CHECK(whole(correlated) == Codes{"SG2310"});
}

TEST_CASE("rules read sorted columns and change none") {
  const auto plan = [](const std::string& columns, const std::string& check) {
    return try_plan(R"({"synthgen": 1, "tables": {"p": {"rows": 300, "columns": {"id": {"sequence": 1}}},
      "t": {"rows": {"per": "p", "constant": 3}, "columns": {)" +
                        columns + R"(}, "rules": [{"check": ")" + check + R"("}]}}})",
                    kOptions);
  };
  const std::string x = R"("x": {"distribution": "normal", "mean": 0, "sd": 1, "ordered": true})";
  CHECK(codes_of(plan(x, "x > -2")) == std::vector<std::string>{"SG2521"});
  const MadePlan made = plan(x + R"(, "y": {"distribution": "normal", "mean": 0, "sd": 1})", "y > x");
  REQUIRE(made.plan != nullptr);
  PlanReader reader(made.plan);
  const TableIndex t = reader.table("t");
  const auto xs = reader.values<double>(t, reader.column(t, "x"), 900);
  const auto ys = reader.values<double>(t, reader.column(t, "y"), 900);
  for (std::size_t i = 0; i < 900; ++i) {
    REQUIRE(ys[i] > xs[i]);
    if (i % 3 > 0) REQUIRE(xs[i - 1] <= xs[i]);
  }
}
