// Tells of rules that contradict each other or the values of their columns.
#include "rule_contradictions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "row_columns.hpp"
#include "rule_tests.hpp"
#include "synthgen/column/cell_text.hpp"
#include "synthgen/rule/contradiction.hpp"

namespace synthgen {
namespace {

/// Rules that are named, and values of a list that are written out.
constexpr std::size_t kMostNamed = 6;
constexpr std::size_t kMostValues = 5;

std::string name_of(const RuleDeclaration& rule) { return rule.named ? fmt::format("\"{}\"", rule.name) : rule.name; }

/// "a", "a and b", "a, b and c".
std::string joined(const std::vector<std::string>& items) {
  std::string text;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) text += i + 1 == items.size() ? " and " : ", ";
    text += items[i];
  }
  return text;
}

std::string cell_text(const Column& column, std::size_t row) {
  if (column.type().kind == TypeKind::string) return fmt::format("\"{}\"", column.text(row));
  std::string text;
  CellText(column.type()).append(column, row, text);
  return text;
}

std::string end_text(Type type, double end) {
  std::string text;
  const CellText writer(type);
  if (type.kind != TypeKind::number) {
    writer.append_word(static_cast<std::int64_t>(end), text);
    return text;
  }
  writer.append_number(end, text);
  // The end of a distribution has many digits, of which few help.
  constexpr std::size_t kShort = 8;
  return text.size() <= kShort ? text : fmt::format("{:.6g}", end);
}

/// What a column can be, as far as it takes part: "\"age\" is at most 100"; empty where nothing is known.
std::string values_text(const std::string& name, const RowColumn& column, const Contradiction::Bounds& bounds) {
  const RowDomain& domain = column.domain;
  if (column.values != nullptr && !domain.others) {
    std::vector<std::string> texts;
    for (std::size_t v = 0; v < std::min(domain.values, kMostValues); ++v)
      texts.push_back(cell_text(*column.values, v));
    if (domain.values == 1) return fmt::format("\"{}\" is always {}", name, texts[0]);
    if (domain.values > kMostValues) {
      return fmt::format("\"{}\" is one of {} and {} more", name, fmt::join(texts, ", "), domain.values - kMostValues);
    }
    const std::string last = texts.back();
    texts.pop_back();
    return fmt::format("\"{}\" is {} or {}", name, fmt::join(texts, ", "), last);
  }
  // Whole numbers beyond it are not exact here.
  constexpr double kExact = 9e15;
  const auto known = [&](double end) {
    return column.type.kind == TypeKind::number ? std::isfinite(end) : std::fabs(end) < kExact;
  };
  const bool low = bounds.low && known(domain.low);
  const bool high = bounds.high && known(domain.high);
  if (low && high && domain.low == domain.high) {
    return fmt::format("\"{}\" is always {}", name, end_text(column.type, domain.low));
  }
  if (low && high && !column.drawn_low && !column.drawn_high) {
    return fmt::format("\"{}\" is between {} and {}", name, end_text(column.type, domain.low),
                       end_text(column.type, domain.high));
  }
  const bool time = is_time(column.type.kind);
  std::vector<std::string> ends;
  if (low) {
    const char* word = column.drawn_low ? (time ? "drawn no earlier than" : "drawn no lower than")
                                        : (time ? "not before" : "at least");
    ends.push_back(fmt::format("{} {}", word, end_text(column.type, domain.low)));
  }
  if (high) {
    const char* word =
        column.drawn_high ? (time ? "drawn no later than" : "drawn no higher than") : (time ? "not after" : "at most");
    ends.push_back(fmt::format("{} {}", word, end_text(column.type, domain.high)));
  }
  if (!ends.empty()) return fmt::format("\"{}\" is {}", name, joined(ends));
  return {};
}

/// Whether a condition is false only where none of what it reads is null; no where that is not plain to see.
bool needs_values(const Condition& condition) {
  const auto plain = [](const Expression& side) { return side.as_path() != nullptr || side.constant(); };
  if (condition.kind == Condition::Kind::comparison) return plain(*condition.left) && plain(*condition.right);
  return condition.kind == Condition::Kind::any &&
         std::all_of(condition.parts.begin(), condition.parts.end(), needs_values);
}

/// What is certainly not null in a row in which a condition is false.
std::vector<Path> known_where_false(const Expression& condition) {
  std::vector<Path> known;
  if (!needs_values(take_apart(condition))) return known;
  for (const PathUse& use : condition.paths()) known.push_back(use.path);
  return known;
}

/// A column in a row that breaks a rule on purpose: what is computed need not be what its expression says.
std::optional<RowColumn> violated_column(Draft& draft, std::size_t table, const Path& path,
                                         const std::vector<Path>& known) {
  std::optional<RowColumn> column = row_column(draft, table, path);
  if (!column.has_value()) return column;
  if (column->computed != nullptr) {
    column->computed = nullptr;
    if (!column->domain.by_type) {
      column->values = nullptr;
      const std::int64_t step = column->domain.step;
      column->domain = RowDomain();
      column->domain.step = step;
    }
  }
  if (std::find(known.begin(), known.end(), path) != known.end()) column->domain.nullable = false;
  return column;
}

RowFormula negated(RowFormula formula) {
  RowFormula result;
  result.kind = RowFormula::Kind::negation;
  result.parts.push_back(std::move(formula));
  return result;
}

class TableCheck {
 public:
  TableCheck(Draft& draft, std::size_t table) : draft_(draft), table_(table), scope_(draft, table, none_) {}

  void run() {
    CompileOptions options;
    options.reference_micros = draft_.schema.reference_micros;
    options.locale = draft_.schema.locale;
    RowSystemMaker maker(
        scope_,
        [this](const Path& path) {
          std::optional<RowColumn> column = row_column(draft_, table_, path);
          if (column.has_value()) columns_.try_emplace(column->column, std::pair(path, *column));
          return column;
        },
        options);
    for (const auto& rule : draft_.schema.tables[table_]->rules) {
      if (rule->enforcement != Enforcement::condition) continue;
      maker.add(*rule);
      rules_.push_back(rule.get());
    }
    if (rules_.empty()) return;
    const std::vector<Contradiction> found = find_contradictions(maker.make());
    for (const Contradiction& contradiction : found) tell(contradiction, reasons(contradiction, maker));
    if (!found.empty()) return;
    const RuleTests tests(draft_, table_);
    for (std::size_t r = 0; r < rules_.size(); ++r) {
      // Where no column is there to break it by, that is told instead.
      if (rules_[r]->violate.has_value() && !tests.breakable(*rules_[r]->check).empty()) check_violation(r, options);
    }
  }

 private:
  /// Whether a row can break a rule on purpose, and keep the others.
  void check_violation(std::size_t violated, const CompileOptions& options) {
    const RuleDeclaration& rule = *rules_[violated];
    const std::vector<Path> known = known_where_false(*rule.check);
    std::map<ColumnIndex, std::pair<Path, RowColumn>> columns;
    std::swap(columns, columns_);
    RowSystemMaker maker(
        scope_,
        [&](const Path& path) {
          std::optional<RowColumn> column = violated_column(draft_, table_, path, known);
          if (column.has_value()) columns_.try_emplace(column->column, std::pair(path, *column));
          return column;
        },
        options);
    for (const RuleDeclaration* other : rules_) maker.add(*other);
    RuleDeclaration check;
    check.check = rule.check;
    maker.add(check);
    RuleDeclaration applies;
    applies.check = rule.condition.has_value() ? rule.condition : rule.check;
    if (rule.condition.has_value()) maker.add(applies);
    RowSystem system = maker.make();
    system.rules[violated] = RowFormula();  // anything will do
    system.rules[rules_.size()] = negated(std::move(system.rules[rules_.size()]));
    for (const Contradiction& contradiction : find_contradictions(system)) {
      std::vector<std::string> others;
      for (const std::size_t other : contradiction.rules) {
        if (other >= rules_.size() || other == violated) continue;
        others.push_back((others.empty() && rules_[other]->named ? "rule " : "") + name_of(*rules_[other]));
      }
      const std::string why = reasons(contradiction, maker);
      draft_.diagnostics.add(make_error(
          "SG2542",
          fmt::format("no row can break {}{}{}{}", (rule.named ? "rule " : "") + name_of(rule),
                      others.empty() ? "" : fmt::format(" and keep {}", joined(others)), why.empty() ? "" : ": ", why),
          rule.violate_place, "remove \"violate\", or change the rule, or the values that its columns can have"));
      break;
    }
    std::swap(columns, columns_);
  }

  /// The columns' part in it.
  std::string reasons(const Contradiction& contradiction, const RowSystemMaker& maker) const {
    std::vector<std::string> reasons;
    for (const Contradiction::Bounds& bounds : contradiction.bounds) {
      const auto& [path, described] = columns_.at(maker.column(bounds.column));
      std::string text = values_text(fmt::format("{}", fmt::join(path, ".")), described, bounds);
      if (!text.empty()) reasons.push_back(std::move(text));
    }
    for (const std::size_t column : contradiction.never_null) {
      const auto& [path, described] = columns_.at(maker.column(column));
      reasons.push_back(fmt::format("\"{}\" is never null", fmt::join(path, ".")));
    }
    if (reasons.size() > kMostNamed) {
      const std::size_t more = reasons.size() - kMostNamed;
      reasons.resize(kMostNamed);
      reasons.push_back(fmt::format("{} more columns have bounds of their own", more));
    }
    return fmt::format("{}", fmt::join(reasons, "; "));
  }

  void tell(const Contradiction& contradiction, const std::string& reasons) {
    const std::size_t count = contradiction.rules.size();
    bool named = true;
    for (const std::size_t rule : contradiction.rules) named = named && rules_[rule]->named;
    std::vector<std::string> names;
    for (const std::size_t rule : contradiction.rules) {
      if (names.size() == kMostNamed && count > kMostNamed + 1) {
        names.push_back(fmt::format("{} more", count - kMostNamed));
        break;
      }
      names.push_back((rules_[rule]->named && (!named || count == 1) ? "rule " : "") + name_of(*rules_[rule]));
    }
    for (std::size_t i = 0; i < count; ++i) {
      const RuleDeclaration& rule = *rules_[contradiction.rules[i]];
      const Expression& shown = rule.condition.has_value() ? *rule.condition : *rule.check;
      std::string message;
      std::string hint;
      if (count == 1) {
        message = fmt::format("no row can satisfy {}{}", names[0], reasons.empty() ? "" : ": " + reasons);
        hint = !reasons.empty()        ? "change the rule, or the values that the column can have"
               : shown.paths().empty() ? "it is false whatever the row is: change it or remove it"
                                       : "no values of its columns' types meet it: change it or remove it";
      } else {
        message = fmt::format("no row can satisfy {}{} together ({} of {})", named ? "rules " : "", joined(names),
                              i + 1, count);
        if (i == 0) {
          hint = fmt::format("{}change or remove one of them, or let it be counted only, with \"enforce\": \"report\"",
                             reasons.empty() ? "" : reasons + "; ");
        }
      }
      draft_.diagnostics.add(make_error("SG4001", std::move(message), shown.place(), std::move(hint)));
    }
  }

  Draft& draft_;
  const std::size_t table_;
  const std::vector<NamedConstant> none_;
  const TableScope scope_;
  std::vector<const RuleDeclaration*> rules_;
  std::map<ColumnIndex, std::pair<Path, RowColumn>> columns_;
};

}  // namespace

void check_contradictions(Draft& draft) {
  for (std::size_t table = 0; table < draft.schema.tables.size(); ++table) {
    // A table without rows breaks no rule.
    if (draft.plan.tables[table].rows > 0) TableCheck(draft, table).run();
  }
}

bool leaves_no_room(Draft& draft, std::size_t table, const RuleDeclaration& violated, const RuleDeclaration& other,
                    const Expression& condition, bool truth) {
  CompileOptions options;
  options.reference_micros = draft.schema.reference_micros;
  options.locale = draft.schema.locale;
  std::vector<Path> known = known_where_false(*violated.check);
  // A comparison is true as well of values alone.
  const std::vector<Path> compared = known_where_false(condition);
  known.insert(known.end(), compared.begin(), compared.end());
  const std::vector<NamedConstant> none;
  const TableScope scope(draft, table, none);
  RowSystemMaker maker(
      scope, [&](const Path& path) { return violated_column(draft, table, path, known); }, options);
  RuleDeclaration broken;
  broken.check = violated.check;
  RuleDeclaration given;
  given.check = condition;
  RuleDeclaration applies;
  applies.check = violated.condition;
  maker.add(broken);
  maker.add(given);
  maker.add(other);
  if (violated.condition.has_value()) maker.add(applies);
  RowSystem system = maker.make();
  system.rules[0] = negated(std::move(system.rules[0]));
  if (!truth) system.rules[1] = negated(std::move(system.rules[1]));
  return !find_contradictions(system).empty();
}

}  // namespace synthgen
