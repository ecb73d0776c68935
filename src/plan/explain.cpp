// The plan in words, for `synthgen plan`.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

#include "synthgen/base/number_text.hpp"
#include "synthgen/base/terminal_text.hpp"
#include "synthgen/plan/memory_estimate.hpp"
#include "synthgen/plan/plan.hpp"

namespace synthgen {
namespace {

/// About how many bytes the table is as text.
double csv_bytes(const PlannedTable& table) {
  const Result<std::unique_ptr<Writer>> writer = find_writer("csv")->make(writer_table(table));
  return writer.ok() ? (*writer)->estimate_row_bytes() * static_cast<double>(table.rows) : 0;
}

/// Names of columns that one reads, as far as a line holds them.
constexpr std::size_t kMostReads = 12;

/// Of internal columns that conditions are made of.
constexpr std::string_view kTestName = "test of a rule";

bool is_test(const PlannedTable& table, ColumnIndex index) {
  const bool of_violation = std::any_of(
      table.violations.begin(), table.violations.end(),
      [&](const PlannedViolation& violation) { return violation.hits == index || violation.rate == index; });
  if (of_violation || table.columns[index].source_name == kTestName) return true;
  return std::any_of(table.rules.begin(), table.rules.end(), [&](const PlannedRule& rule) {
    return std::any_of(rule.parts.begin(), rule.parts.end(),
                       [&](const PlannedRule::Part& part) { return part.check == index || part.condition == index; });
  });
}

/// Children of the smallest family; nothing where there are so many that looking at each would take a while.
std::optional<std::int64_t> smallest_family(const FamilyIndex& families) {
  constexpr std::int64_t kMostLookedAt = 1 << 22;
  if (families.childless() > 0) return 0;
  if (families.parents() > kMostLookedAt) return std::nullopt;
  std::int64_t smallest = families.largest();
  for (std::int64_t parent = 0; parent < families.parents(); ++parent) {
    smallest = std::min(smallest, families.size(parent));
  }
  return smallest;
}

/// "0 to 14 for each of 1,000 customers (41 without), "; empty where rows are not per parent.
std::string family_text(const Plan& plan, const PlannedTable& table) {
  if (!table.family.has_value()) return {};
  const FamilyIndex& families = *table.family->index;
  const std::optional<std::int64_t> smallest = smallest_family(families);
  std::string sizes = grouped_text(families.largest());
  if (!smallest.has_value()) {
    sizes = "up to " + sizes;
  } else if (*smallest < families.largest()) {
    sizes = grouped_text(*smallest) + " to " + sizes;
  }
  const std::string without =
      families.childless() > 0 ? fmt::format(" ({} without)", grouped_text(families.childless())) : "";
  return fmt::format("{} for each of {} {}{}, ", sizes, grouped_text(families.parents()),
                     plan.tables[table.family->parent].name, without);
}

/// How many rows each row has in other tables, which is known before the first row is written.
void explain_families(const Plan& plan, TableIndex parent, std::string& text) {
  const PlannedTable& table = plan.tables[parent];
  for (const PlannedTable& child : plan.tables) {
    if (!child.family.has_value() || child.family->parent != parent) continue;
    const PlannedColumn& size = table.columns[child.family->size];
    std::string reads;
    for (const ColumnIndex input : size.made.inputs) {
      reads += fmt::format("{}{}", reads.empty() ? "" : ", ", table.columns[input].name);
    }
    // A number that is written down takes no memory, as nothing was counted.
    const bool counted = child.family->index->memory_bytes() > 0;
    fmt::format_to(std::back_inserter(text), "       {}  {}{}{}\n", size.name, size.source_name,
                   reads.empty() ? "" : fmt::format("  (reads {})", reads),
                   counted ? fmt::format("  counted for all {} {} before the first row", grouped_text(table.rows),
                                         table.rows == 1 ? "row" : "rows")
                           : "");
  }
}

void explain_table(const Plan& plan, TableIndex index, std::string& text) {
  const PlannedTable& table = plan.tables[index];
  auto out = std::back_inserter(text);
  fmt::format_to(out, "table {}: {} rows, {}{}{}\n", table.name, grouped_text(table.rows), family_text(plan, table),
                 table.shuffle != nullptr ? "shuffled, " : "",
                 table.written ? fmt::format("about {} as CSV", size_text(csv_bytes(table))) : "not written");
  std::size_t width = 0;
  std::vector<ColumnIndex> listed;
  // What rules test is told with the rules.
  std::copy_if(table.generation.begin(), table.generation.end(), std::back_inserter(listed),
               [&](ColumnIndex c) { return !is_test(table, c); });
  for (const ColumnIndex c : listed) width = std::max(width, table.columns[c].name.size());
  std::size_t place = 0;
  for (const ColumnIndex c : listed) {
    const PlannedColumn& column = table.columns[c];
    std::string reads;
    std::vector<ColumnIndex> told;
    for (const ColumnIndex input : column.made.inputs) {
      if (std::find(told.begin(), told.end(), input) != told.end()) continue;
      told.push_back(input);
      if (told.size() > kMostReads) continue;
      reads += fmt::format("{}{}", reads.empty() ? "" : ", ", table.columns[input].name);
    }
    if (told.size() > kMostReads) reads += fmt::format(" and {} more", told.size() - kMostReads);
    fmt::format_to(out, "  {:>3}  {:<{}}  {:<12}  {}{}{}\n", ++place, column.name, width, type_text(column.made.type),
                   column.source_name,
                   reads.empty() ? ""
                                 : fmt::format("  (reads {}{})", reads,
                                               column.recurrence.has_value() ? "; row by row along each family" : ""),
                   column.hidden ? "  hidden" : "");
  }
  explain_families(plan, index, text);
}

/// Columns that a line holds.
constexpr std::size_t kMostKept = 8;

void explain_memory(const Plan& plan, unsigned threads, std::string& text) {
  MemoryUse use;
  use.threads = threads;
  use.row_groups = plan.schema->output.format == "parquet";
  const MemoryEstimate estimate = estimate_memory(plan, use);
  auto out = std::back_inserter(text);
  fmt::format_to(out, "\nmemory  about {:.0f} MB with {} {}", static_cast<double>(estimate.bytes) / 1e6, threads,
                 threads == 1 ? "thread" : "threads");
  fmt::format_to(out, ": {}\n", memory_parts_text(estimate, 6));
  if (estimate.kept.empty()) return;
  text += "kept    ";
  for (std::size_t k = 0; k < std::min(kMostKept, estimate.kept.size()); ++k) {
    const PlannedTable& table = plan.tables[estimate.kept[k].table];
    fmt::format_to(out, "{}{}.{}", k == 0 ? "" : ", ", table.name, table.columns[estimate.kept[k].column].name);
  }
  if (estimate.kept.size() > kMostKept) fmt::format_to(out, " and {} more", estimate.kept.size() - kMostKept);
  text += ", since other rows read them\n";
}

std::string correlation_text(double value) {
  if (value != value) return "none";
  const std::string text = fmt::format("{:.4f}", value);
  return text == "-0.0000" ? "0.0000" : text;
}

void explain_correlation(const PlannedTable& table, const PlannedCorrelation& group, std::string& text) {
  auto out = std::back_inserter(text);
  // 4 rather than 4.0.
  const std::string copula = group.family == CopulaFamily::gaussian
                                 ? std::string("Gaussian copula")
                                 : fmt::format("Student's t copula with df {:g}", group.df);
  fmt::format_to(out, "  correlations{}, {}, {}{}{}{}\n", group.name.empty() ? "" : " " + group.name,
                 name_of(group.measure), copula, group.repaired ? ", repaired to the nearest that is possible" : "",
                 group.given_parameters ? ", given the parameters of each row" : "",
                 group.piloted ? ", solved on a sample of rows, since what is missing depends on the values" : "");
  const std::size_t d = group.columns.size();
  std::size_t width = 0;
  const auto pair_name = [&](std::size_t i, std::size_t j) {
    return fmt::format("{} and {}", table.columns[group.columns[i]].name, table.columns[group.columns[j]].name);
  };
  const auto shown = [&](std::size_t i, std::size_t j) {
    return group.declared.at(i, j) != 0 || group.latent.at(i, j) != 0;
  };
  for (std::size_t i = 0; i < d; ++i) {
    for (std::size_t j = i + 1; j < d; ++j) {
      if (shown(i, j)) width = std::max(width, pair_name(i, j).size());
    }
  }
  std::size_t independent = 0;
  for (std::size_t i = 0; i < d; ++i) {
    for (std::size_t j = i + 1; j < d; ++j) {
      if (!shown(i, j)) {
        ++independent;
        continue;
      }
      fmt::format_to(out, "       {:<{}}  declared {:>7}  latent {:>7}  expected {:>7}{}\n", pair_name(i, j), width,
                     correlation_text(group.declared.at(i, j)), correlation_text(group.latent.at(i, j)),
                     correlation_text(group.expected.at(i, j)),
                     group.overall.n == 0 ? "" : fmt::format("  overall about {:>5.2f}", group.overall.at(i, j)));
    }
  }
  if (independent > 0) {
    fmt::format_to(out, "       {} {} without correlation\n", grouped_text(static_cast<std::int64_t>(independent)),
                   independent == 1 ? "pair" : "pairs");
  }
}

/// How often rows meet a rule before anything is drawn again, and what that costs.
///
/// rows   of the table
/// alone  nothing is drawn again with its targets: else the draws are as many as all their rules need
std::string acceptance_text(const PlannedRule& rule, std::int64_t rows, bool alone) {
  if (!(rule.acceptance >= 0)) return {};
  const std::string share =
      rule.acceptance == 0
          ? fmt::format("holds in none of {} rows at first", grouped_text(std::min(rows, kSampledRows)))
          : fmt::format("holds in {:.1f}% of rows at first", 100 * rule.acceptance);
  const bool attempts = std::any_of(rule.parts.begin(), rule.parts.end(),
                                    [](const PlannedRule::Part& part) { return part.method == RuleMethod::attempts; });
  if (!attempts || !alone || rule.acceptance >= 1) return share;
  if (rule.acceptance == 0) return share + ", so many draws for each";
  return fmt::format("{}, about {:.1f} draws for each other row", share, 1 / rule.acceptance);
}

/// Rows that break a rule on purpose, and by which column; empty where there are none.
std::string violation_text(const PlannedTable& table, std::size_t rule) {
  for (const PlannedViolation& violation : table.violations) {
    if (violation.rule != rule) continue;
    const std::string& column = table.columns[violation.target.column].name;
    if (violation.rate.has_value()) return fmt::format("rows break it on purpose by {}, a share by row", column);
    const std::int64_t rows =
        violation.exact ? violation.rows : std::llround(violation.share * static_cast<double>(table.rows));
    return fmt::format("{} {} {} {} it on purpose, by {}", violation.exact ? "exactly" : "about", grouped_text(rows),
                       rows == 1 ? "row" : "rows", rows == 1 ? "breaks" : "break", column);
  }
  return {};
}

/// The columns that the targets of a rule are drawn again with, as they are made of the same draws, in the order of the
/// table: "together with user, name"; empty where there are none.
std::string together_text(const PlannedTable& table, const PlannedRule& rule) {
  std::vector<ColumnIndex> own;
  for (const PlannedRule::Part& part : rule.parts) {
    if (part.target.has_value()) own.push_back(table.targets[*part.target].column);
  }
  const auto has = [](const std::vector<ColumnIndex>& columns, ColumnIndex column) {
    return std::find(columns.begin(), columns.end(), column) != columns.end();
  };
  std::vector<ColumnIndex> others;
  for (const PlannedTarget& last : table.targets) {
    if (std::none_of(own.begin(), own.end(), [&](ColumnIndex column) { return has(last.together, column); })) continue;
    for (const PlannedTarget& target : table.targets) {
      const bool new_one = !has(own, target.column) && !has(others, target.column);
      if (new_one && has(last.together, target.column)) others.push_back(target.column);
    }
  }
  std::sort(others.begin(), others.end());
  std::string names;
  for (const ColumnIndex column : others) {
    names += fmt::format("{}{}", names.empty() ? " together with " : ", ", table.columns[column].name);
  }
  return names;
}

void explain_rules(const PlannedTable& table, std::string& text) {
  if (table.rules.empty()) return;
  text += "  rules; columns that no rule changes keep their distributions\n";
  std::vector<std::array<std::string, 4>> lines;
  for (std::size_t r = 0; r < table.rules.size(); ++r) {
    const PlannedRule& rule = table.rules[r];
    std::string name;
    append_visible(name, rule.name, "\\n");
    std::string changed;
    for (const PlannedRule::Part& part : rule.parts) {
      if (!part.target.has_value()) continue;
      const std::string& column = table.columns[table.targets[*part.target].column].name;
      if ((", " + changed + ",").find(", " + column + ",") != std::string::npos) continue;
      changed += fmt::format("{}{}", changed.empty() ? "" : ", ", column);
    }
    const std::string how = rule.enforcement == Enforcement::verify   ? "verified"
                            : rule.enforcement == Enforcement::report ? "reported"
                                                                      : methods_text(rule);
    const std::string together = together_text(table, rule);
    lines.push_back({name, how, acceptance_text(rule, table.rows, together.empty()),
                     changed.empty() ? "" : "changes " + changed + together});
  }
  std::array<std::size_t, 4> widths{};
  for (const auto& line : lines) {
    for (std::size_t k = 0; k + 1 < line.size(); ++k) widths[k] = std::max(widths[k], columns_of(line[k]));
  }
  for (std::size_t n = 0; n < lines.size(); ++n) {
    std::string shown = fmt::format("  {:>3}", n + 1);
    for (std::size_t k = 0; k < lines[n].size(); ++k) {
      shown += "  " + lines[n][k];
      if (k + 1 < lines[n].size()) shown.append(widths[k] - columns_of(lines[n][k]), ' ');
    }
    shown.erase(shown.find_last_not_of(' ') + 1);
    text += shown + '\n';
    if (const std::string violation = violation_text(table, n); !violation.empty())
      text += "       " + violation + '\n';
  }
}

/// Names of columns that one operator damages, as far as a line holds them.
constexpr std::size_t kMostDamaged = 4;

std::string damaged_text(const PlannedTable& table, const PlannedNoise& noise) {
  std::string text;
  for (std::size_t k = 0; k < std::min(noise.listed, kMostDamaged); ++k) {
    text += fmt::format("{}{}", text.empty() ? "" : ", ", table.columns[noise.columns[k]].name);
  }
  if (noise.listed > kMostDamaged) text += fmt::format(" and {} more", noise.listed - kMostDamaged);
  std::string further;
  for (std::size_t k = noise.listed; k < noise.columns.size(); ++k) {
    further += fmt::format("{}{}", further.empty() ? "" : ", ", table.columns[noise.columns[k]].name);
  }
  return further.empty() ? text : fmt::format("{} (with {})", text, further);
}

std::string rate_text(const PlannedNoise& noise) {
  const bool conditional = noise.condition_column.has_value();
  if (noise.rate_column.has_value()) return conditional ? "rate by row, on a condition" : "rate by row";
  if (conditional && noise.rate == 1) return "where its condition holds";
  std::string rate = shortest_text(noise.rate);
  if (rate.ends_with(".0")) rate.resize(rate.size() - 2);
  return fmt::format("rate {}{}", rate, conditional ? ", on a condition" : "");
}

/// On what it depends whether a cell is hit, in the words of the literature on missing data (Rubin 1976).
std::string_view mechanism_text(const PlannedTable& table, const PlannedNoise& noise) {
  if (noise.depends_on_itself) return "by the value itself (MNAR)";
  for (const std::optional<ColumnIndex>& column : {noise.rate_column, noise.condition_column}) {
    if (column.has_value() && !table.columns[*column].made.inputs.empty()) return "by other columns (MAR)";
  }
  return "at random (MCAR)";
}

/// How much is hit; empty where that differs by row.
std::string hits_text(const PlannedTable& table, const PlannedNoise& noise) {
  const bool cells = noise.kind->unit == NoiseUnit::cells;
  if (noise.exact && !noise.parts.empty()) {
    const std::int64_t rows = noise.parts.front().exact_hits;
    return fmt::format("exactly {} {}{}", grouped_text(rows), rows == 1 ? "row" : "rows",
                       cells && noise.listed > 1 ? " of each column" : "");
  }
  if (noise.rate_column.has_value() || noise.condition_column.has_value()) return {};
  const double hits = noise.rate * static_cast<double>(table.rows) * (cells ? static_cast<double>(noise.listed) : 1);
  // Rows times columns may be more than 63 bits hold.
  const auto whole = static_cast<std::int64_t>(std::min(hits + 0.5, 9e18));
  return fmt::format("about {} {}{}", grouped_text(whole), cells ? "cell" : "row", whole == 1 ? "" : "s");
}

void explain_noise(const PlannedTable& table, std::string& text) {
  if (table.noise.empty()) return;
  auto out = std::back_inserter(text);
  text += "  noise in the order in which it is applied; cells that are null stay so\n";
  std::vector<std::array<std::string, 4>> lines;
  for (const PlannedNoise& noise : table.noise) {
    const std::string_view kind = noise.kind->record.name;
    std::string label;
    append_visible(label, noise.label, "\\n");
    lines.push_back({label == kind ? label : fmt::format("{} ({})", label, kind), rate_text(noise),
                     std::string(mechanism_text(table, noise)), hits_text(table, noise)});
  }
  std::array<std::size_t, 4> widths{};
  for (const auto& line : lines) {
    for (std::size_t k = 0; k < line.size(); ++k) widths[k] = std::max(widths[k], columns_of(line[k]));
  }
  for (std::size_t n = 0; n < lines.size(); ++n) {
    std::string shown = fmt::format("  {:>3}", n + 1);
    for (std::size_t k = 0; k < lines[n].size(); ++k) {
      shown += "  " + lines[n][k];
      shown.append(widths[k] - columns_of(lines[n][k]), ' ');
    }
    text += shown + "  " + damaged_text(table, table.noise[n]) + '\n';
  }
  std::string texts;
  for (const ColumnIndex c : table.output) {
    const PlannedColumn& column = table.columns[c];
    if (column.written_form == WrittenForm::text) texts += fmt::format("{}{}", texts.empty() ? "" : ", ", column.name);
  }
  if (!texts.empty())
    fmt::format_to(out, "       written as texts, since some of their cells leave the type: {}\n", texts);
}

}  // namespace

std::string explain(const Plan& plan, unsigned threads) {
  std::string text =
      fmt::format("schema {}, seed {}, stream version {}\n", plan.schema->name, plan.seed, kStreamVersion);
  text += "columns stand in the order in which they are generated\n";
  for (std::size_t t = 0; t < plan.tables.size(); ++t) {
    const PlannedTable& table = plan.tables[t];
    text += '\n';
    explain_table(plan, static_cast<TableIndex>(t), text);
    for (const PlannedCorrelation& group : table.correlations) explain_correlation(table, group, text);
    explain_rules(table, text);
    explain_noise(table, text);
  }
  explain_memory(plan, threads, text);
  return text;
}

}  // namespace synthgen
