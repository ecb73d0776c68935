#include "run_warnings.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "synthgen/base/number_text.hpp"

namespace synthgen {
namespace {

struct WarningText {
  const char* code;
  const char* reason;
  const char* hint;
};

// In the order of CellWarning.
constexpr WarningText kWarningTexts[kCellWarnings] = {
    {"SG3901", "a division by zero", "guard it: if(n <> 0, total / n, 0)"},
    {"SG3902", "a value beyond what the type holds",
     "a decimal holds 18 digits, an integer 64 bits, a number 1.8e308, a date the years 1 to 9999, a text 1 MiB"},
    {"SG3903", "a function outside its domain",
     "guard it, as in if(x >= 0, sqrt(x), 0), or keep its argument inside: greatest(x, 0)"},
    {"SG3904", "a parameter out of its range", "keep it inside, with clip(x, low, high) in the parameter's expression"},
    {"SG3905", "no value between \"min\" and \"max\"",
     "see for which rows \"min\" passes \"max\", on the grid of written values, or nothing between them has a weight"},
    {"SG3906", "", "guard what it divides by or takes the root of: if(n <> 0, total / n > 2, false)"},
    {"SG2707", "strict order, which found no further value that its family does not have",
     "give it more values: a wider range, more decimals, a finer time; or smaller families; or \"ordered\": true"},
    {"SG3907", "a \"where\" that no row of the referenced table meets",
     "give that table such rows, or say in which rows of this one nothing is meant: \"missing\": \"=…\""},
    {"SG2767",
     "values that an entity is bound to: no such place, industry, country, locale or domain name, or a name without a "
     "letter",
     "correct what its keys in \"entities\" are bound to, or bind fewer of them: the others follow"},
};

/// A column's name, and of a pick (which the user has not declared) that of the foreign key that it serves.
const std::string& shown_name(const PlannedTable& table, std::size_t column) {
  if (table.columns[column].internal) {
    for (const PlannedColumn& other : table.columns) {
      const std::vector<ColumnIndex>& inputs = other.made.inputs;
      if (!other.internal && inputs.size() == 1 && inputs.front() == column) return other.name;
    }
  }
  return table.columns[column].name;
}

bool is_rate(const PlannedTable& table, std::size_t column) {
  return std::any_of(table.noise.begin(), table.noise.end(),
                     [&](const PlannedNoise& noise) { return noise.rate_column == column; }) ||
         std::any_of(table.violations.begin(), table.violations.end(),
                     [&](const PlannedViolation& violation) { return violation.rate == column; });
}

}  // namespace

std::string plural_warning(std::string message) {
  const auto replace = [&](std::string_view old_words, std::string_view words) {
    const std::size_t at = message.rfind(old_words);
    if (at != std::string::npos) message.replace(at, old_words.size(), words);
  };
  for (const std::string_view noun : {"cell", "rate", "condition"}) {
    if (!message.starts_with(noun) || message[noun.size()] != ' ') continue;
    message.insert(noun.size(), "s");
    replace(noun == "cell" ? " is null because of " : ", and counts as ",
            noun == "cell" ? " are null because of " : ", and count as ");
  }
  return message;
}

std::string violation_message(const std::string& table, const std::string& rule, bool named, bool exact,
                              std::uint64_t planned, std::uint64_t changed) {
  // A row here and there may leave no room for it; where most do, somebody expects more than there is, and an exact
  // count is expected to be one.
  if (exact ? changed == planned : planned == 0 || 2 * changed >= planned) return {};
  const std::string broken = named ? fmt::format("rule \"{}\"", rule) : rule;
  if (planned == 1) {
    return fmt::format("the one row of table \"{}\" that was to break {} on purpose could not", table, broken);
  }
  return fmt::format("{} of the {} rows of table \"{}\" that were to break {} on purpose could",
                     changed == 0 ? "none" : "only " + grouped_text(static_cast<std::int64_t>(changed)),
                     grouped_text(static_cast<std::int64_t>(planned)), table, broken);
}

Diagnostics cell_warnings(const Schema& schema, const std::vector<TableRun>& runs,
                          std::vector<ManifestWarning>& recorded) {
  Diagnostics warnings;
  std::uint64_t columns_before = 0;
  for (const TableRun& run : runs) {
    for (std::size_t c = 0; c < run.warnings.size(); ++c) {
      for (std::size_t w = 0; w < kCellWarnings; ++w) {
        const std::uint64_t count = run.warnings[c][w];
        if (count == 0) continue;
        const std::string where = fmt::format("{}.{}", run.planned->name, shown_name(*run.planned, c));
        const bool one = count == 1;
        std::string message;
        if (static_cast<CellWarning>(w) == CellWarning::undecided) {
          const bool rate = is_rate(*run.planned, c);
          message = fmt::format("{}{} of {} could not be computed, and {} as {}", rate ? "rate" : "condition",
                                one ? "" : "s", where, one ? "counts" : "count", rate ? "0" : "not met");
        } else {
          message = fmt::format("{} of {} {} null because of {}", one ? "cell" : "cells", where, one ? "is" : "are",
                                kWarningTexts[w].reason);
        }
        const SchemaColumn* declared = schema.tables[run.table]->find(shown_name(*run.planned, c));
        std::optional<Place> place;
        if (declared != nullptr) place = declared->declaration.name_place;
        warnings.add(
            make_warning(kWarningTexts[w].code, fmt::format("{} {}", count, message), place, kWarningTexts[w].hint));
        recorded.push_back({kWarningTexts[w].code, message, count, (columns_before + c) * kCellWarnings + w});
      }
    }
    columns_before += run.warnings.size();
  }
  return warnings;
}

Diagnostics childless_warnings(const Schema& schema, const std::vector<TableRun>& runs,
                               std::vector<ManifestWarning>& recorded) {
  Diagnostics warnings;
  for (const TableRun& run : runs) {
    if (!run.planned->family.has_value() || run.rows.first != 0 || run.rows.end == 0) continue;
    const std::int64_t count = run.planned->family->index->childless();
    if (count == 0) continue;
    const SchemaTable& table = *schema.tables[run.table];
    for (const auto& column : table.columns) {
      if (column->kind == nullptr || column->kind->record.name != "share_of" || !column->spec->share_group().empty()) {
        continue;
      }
      const std::string& parent = schema.tables[run.planned->family->parent]->name;
      std::string message =
          count == 1 ? fmt::format("row of {} has no rows in {}, so that no part of its total is in {}.{}", parent,
                                   table.name, table.name, column->declaration.name)
                     : fmt::format("rows of {} have no rows in {}, so that no part of their totals is in {}.{}", parent,
                                   table.name, table.name, column->declaration.name);
      warnings.add(make_warning("SG2708", fmt::format("{} {}", count, message), column->declaration.name_place,
                                "draw at least one row per parent, \"min\": 1, where each total is to be shared"));
      recorded.push_back({"SG2708", std::move(message), static_cast<std::uint64_t>(count)});
    }
  }
  return warnings;
}

Diagnostics violation_warnings(const std::vector<TableRun>& runs, std::vector<ManifestWarning>& recorded) {
  Diagnostics warnings;
  for (const TableRun& run : runs) {
    for (std::size_t v = 0; v < run.violations.size(); ++v) {
      const auto& [planned, changed] = run.violations[v];
      const PlannedViolation& violation = run.planned->violations[v];
      const PlannedRule& rule = run.planned->rules[violation.rule];
      const std::string message =
          violation_message(run.planned->name, rule.name, rule.named, violation.exact, planned, changed);
      if (message.empty()) continue;
      warnings.add(
          make_warning(kFewViolations, message, rule.place,
                       "in the others no value of its column breaks this rule and keeps the others: widen what "
                       "the column can have, or let the rule end in another one"));
      recorded.push_back({kFewViolations, message, planned - changed});
    }
  }
  return warnings;
}

}  // namespace synthgen
