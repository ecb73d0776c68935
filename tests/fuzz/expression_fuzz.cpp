// Fuzzes expressions: any text is refused with reasons, or is a program that gives each row of a table with every type
// and with nulls a value of its type, the same one in whatever company the row is evaluated. Conditions are taken apart
// too: three-valued logic over the parts gives what the whole gives.
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "column_promise.hpp"
#include "diagnostics_promise.hpp"
#include "support/fixed_evaluate.hpp"
#include "synthgen/expression/condition.hpp"
#include "synthgen/expression/expression.hpp"

namespace {

using namespace synthgen;
using fuzz::require;

// Two words of validity, the second not full.
constexpr std::size_t kRows = 70;

constexpr std::string_view kTexts[] = {"",     "a",     "München",           "2024-02-29", "-17.250", "A-0042",
                                       "true", " b c ", "\xf0\x9f\x98\x80x", "%_",         "zz",      "1e400"};

/// Values of a column that lie at the ends of its type as well as in its middle.
std::int64_t whole(std::size_t row, std::int64_t least, std::int64_t most) {
  switch (row % 7) {
    case 0:
      return least;
    case 1:
      return most;
    case 2:
      return least < 0 ? -1 : least + 1;
    case 3:
      return 0 < least ? least : 0;
    default:
      return static_cast<std::int64_t>(row) * 37 % 1000;
  }
}

double number(std::size_t row) {
  constexpr double kValues[] = {0.0, -0.0, 1.0, -2.5, 1e308, -1e-308, 0.1};
  return row % 3 == 0 ? static_cast<double>(row) / 8 : kValues[row % 7];
}

struct Named {
  const char* name;
  Type type;
};

/// Every type, under names of one letter so that random texts meet them: small n counts, large i and d overflow.
std::vector<Named> named_columns() {
  return {{"n", {TypeKind::integer}},  {"i", {TypeKind::integer}}, {"d", Type::decimal(2)},
          {"e", Type::decimal(18)},    {"x", {TypeKind::number}},  {"s", {TypeKind::string}},
          {"c", {TypeKind::string}},   {"b", {TypeKind::boolean}}, {"t", {TypeKind::timestamp}},
          {"w", {TypeKind::datetime}}, {"h", {TypeKind::time}},    {"u", {TypeKind::uuid}},
          {"day", {TypeKind::date}}};
}

class FixedScope final : public Scope {
 public:
  FixedScope() : columns_(named_columns()), dictionary_({"red", "green", "", "blau"}) {}

  Result<std::optional<Entry>> find(const Path& path) const override {
    for (std::size_t i = 0; i < columns_.size() && path.size() == 1; ++i) {
      if (path[0] != columns_[i].name) continue;
      const bool coded = path[0] == "c";
      return std::optional<Entry>(Entry{columns_[i].type, static_cast<ColumnIndex>(i), coded ? &dictionary_ : nullptr});
    }
    return std::optional<Entry>();
  }
  std::vector<std::string> names_near(const Path&) const override {
    std::vector<std::string> names;
    for (const Named& column : columns_) names.emplace_back(column.name);
    return names;
  }

  /// The columns at these rows, for `evaluate`.
  void fill(FixedEvaluate& evaluate) const {
    const RowSet rows = evaluate.rows();
    for (const Named& named : columns_) {
      Column column;
      if (std::string_view(named.name) == "c") {
        column.reset(dictionary_, rows.count);
      } else {
        column.reset(named.type, rows.count);
        if (named.type.kind == TypeKind::string) column.begin_texts();
      }
      for (std::size_t i = 0; i < rows.count; ++i) put(column, named, i, static_cast<std::size_t>(rows[i]));
      evaluate.add(std::move(column));
    }
  }

 private:
  /// Row `row` of the table, at place `i`. Every fifth cell is null, at another row in each column.
  void put(Column& column, const Named& named, std::size_t i, std::size_t row) const {
    const bool null = (row + static_cast<unsigned char>(named.name[0])) % 5 == 0;
    constexpr std::int64_t kDecimalMost = 999'999'999'999'999'999;
    constexpr std::int64_t kDayMicros = 86'400'000'000;
    switch (named.type.kind) {
      case TypeKind::integer:
        column.data<std::int64_t>()[i] =
            named.name[0] == 'n' ? static_cast<std::int64_t>(row % 12) : whole(row, INT64_MIN, INT64_MAX);
        break;
      case TypeKind::decimal:
        column.data<std::int64_t>()[i] = whole(row, -kDecimalMost, kDecimalMost);
        break;
      case TypeKind::number:
        column.data<double>()[i] = number(row);
        break;
      case TypeKind::boolean:
        column.data<std::uint8_t>()[i] = static_cast<std::uint8_t>(row & 1);
        break;
      case TypeKind::date:  // years 1 … 9999
        column.data<std::int32_t>()[i] = static_cast<std::int32_t>(whole(row, -719'162, 2'932'896));
        break;
      case TypeKind::timestamp:
      case TypeKind::datetime:
        column.data<std::int64_t>()[i] = whole(row, -719'162 * kDayMicros, 2'932'897 * kDayMicros - 1);
        break;
      case TypeKind::time:
        column.data<std::int64_t>()[i] = whole(row, 0, kDayMicros - 1);
        break;
      case TypeKind::uuid:
        std::memset(column.data<std::uint8_t>() + 16 * i, static_cast<int>(row), 16);
        break;
      case TypeKind::string:
        if (column.dictionary() != nullptr) {
          column.data<std::int32_t>()[i] = static_cast<std::int32_t>(row % dictionary_.size());
          break;
        }
        if (null) {
          column.append_null();
        } else {
          column.append_text(kTexts[row % std::size(kTexts)]);
        }
        return;
    }
    if (null) column.set_null(i);
  }

  std::vector<Named> columns_;
  Dictionary dictionary_;
};

const FixedScope& scope() {
  static const FixedScope kMade;
  return kMade;
}

void run(const Program& program) {
  FixedEvaluate all(RowSet::range(0, kRows));
  scope().fill(all);
  Column whole_batch;
  program.run(all, whole_batch);
  fuzz::require_good(whole_batch, program.type(), kRows);
  if (program.constant() != nullptr) fuzz::require_good(*program.constant(), program.type(), 1);

  // Backwards and with a repeat, as parents are read.
  constexpr std::array<std::int64_t, 5> kSome = {69, 64, 7, 7, 0};
  FixedEvaluate some(RowSet::of(kSome));
  scope().fill(some);
  Column part;
  program.run(some, part);
  fuzz::require_good(part, program.type(), kSome.size());
  for (std::size_t i = 0; i < kSome.size(); ++i) {
    require(fuzz::same_cell(part, i, whole_batch, static_cast<std::size_t>(kSome[i])),
            "a cell depends on its own row alone");
    if (program.constant() != nullptr) {
      require(fuzz::same_cell(part, i, *program.constant(), 0), "a constant is the same everywhere");
    }
  }
}

StreamKey key_of(std::string_view purpose) { return make_stream_key(7, "t", "c", purpose); }

CompileOptions options_for(std::optional<Type> wanted) {
  CompileOptions options;
  options.wanted = wanted;
  options.reference_micros = 1'704'067'200'000'000;
  return options;
}

/// 0 false, 1 true, 2 null.
using Truth = std::vector<int>;

Truth truth_of(const Program& program, bool null_test) {
  FixedEvaluate all(RowSet::range(0, kRows));
  scope().fill(all);
  Column out;
  program.run(all, out);
  Truth truth(kRows);
  for (std::size_t i = 0; i < kRows; ++i) {
    truth[i] = null_test ? (out.is_null(i) ? 1 : 0) : out.is_null(i) ? 2 : out.data<std::uint8_t>()[i];
  }
  return truth;
}

Truth truth_of(const Expression& condition) {
  const auto program = compile(condition, scope(), key_of, options_for(Type{TypeKind::boolean}));
  require(program.ok(), "a part of a condition compiles as one");
  return truth_of(**program, false);
}

void require_parts(const Condition& condition) {
  const Truth whole = truth_of(condition.whole);
  if (condition.kind == Condition::Kind::null_test) {
    const auto program = compile(*condition.left, scope(), key_of, options_for(std::nullopt));
    require(program.ok(), "what is tested for null compiles");
    require(truth_of(**program, true) == whole, "a null test tests what is on its left");
  }
  if (condition.parts.empty()) return;
  const bool any = condition.kind == Condition::Kind::any;
  Truth joined(kRows, any ? 0 : 1);
  for (const Condition& part : condition.parts) {
    const Truth next = truth_of(part.whole);
    for (std::size_t i = 0; i < kRows; ++i) {
      const int settles = any ? 1 : 0;
      if (condition.kind == Condition::Kind::negation) {
        joined[i] = next[i] == 2 ? 2 : 1 - next[i];
      } else if (joined[i] == settles || next[i] == settles) {
        joined[i] = settles;
      } else if (next[i] == 2) {
        joined[i] = 2;
      }
    }
    require_parts(part);
  }
  require(joined == whole, "three-valued logic over the parts gives the whole");
}

Trend flipped(Trend trend) {
  return trend == Trend::rising ? Trend::falling : trend == Trend::falling ? Trend::rising : trend;
}

void require_trends(const Condition& condition) {
  for (const Condition& part : condition.parts) require_trends(part);
  if (condition.kind != Condition::Kind::comparison) return;
  const PathTrend paths = [](const Path& path) { return static_cast<Trend>(path.back().size() % 5); };
  for (const Scope* known : {static_cast<const Scope*>(nullptr), static_cast<const Scope*>(&scope())}) {
    const Trend forth = trend_of_difference(*condition.left, *condition.right, paths, known);
    const Trend back = trend_of_difference(*condition.right, *condition.left, paths, known);
    require(forth == flipped(back), "a difference the other way round has the opposite trend");
  }
}

/// Of any expression, whether it is a condition or not.
void take_all_apart(const Expression& expression) {
  for (const Expression& part : split_conjunction(expression)) {
    require(expression.text().find(part.text()) != std::string::npos, "a part is a piece of the whole");
  }
  require_trends(take_apart(expression));
  const PathTrend steady = [](const Path&) { return Trend::constant; };
  require(trend_of(expression, steady) == Trend::constant, "what reads nothing that changes is constant");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const Result<Expression> expression = Expression::parse(text, TextOrigin());
  if (!expression.ok()) {
    require(expression.diagnostics().has_errors(), "a refusal has a reason");
    fuzz::require_good(expression.diagnostics(), size, nullptr);
    return 0;
  }
  take_all_apart(*expression);
  std::vector<std::optional<Type>> wanted = {std::nullopt, Type::decimal(2)};
  for (const TypeKind kind : {TypeKind::integer, TypeKind::number, TypeKind::string, TypeKind::boolean, TypeKind::date,
                              TypeKind::timestamp, TypeKind::datetime, TypeKind::time, TypeKind::uuid}) {
    wanted.emplace_back(Type{kind});
  }
  for (const std::optional<Type>& type : wanted) {
    const auto program = compile(*expression, scope(), key_of, options_for(type));
    if (program.ok()) {
      require(!type || (*program)->type() == *type, "the wanted type is given");
      run(**program);
      // Each part is compiled anew, which a long list of long values makes slow.
      constexpr std::size_t kLongest = 2'000;
      if (type == Type{TypeKind::boolean} && size <= kLongest) require_parts(take_apart(*expression));
    } else {
      require(program.diagnostics().has_errors(), "a refusal has a reason");
      fuzz::require_good(program.diagnostics(), size, nullptr);
    }
  }
  return 0;
}
