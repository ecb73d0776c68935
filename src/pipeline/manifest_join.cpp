#include "manifest_join.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "manifest_record.hpp"
#include "run_warnings.hpp"
#include "synthgen/pipeline/merge.hpp"
#include "verified_output.hpp"

namespace synthgen {
namespace {

/// Names that a warning lists, as far as a line holds them.
constexpr std::size_t kMostNamed = 5;

std::string names_text(const std::vector<std::string>& names) {
  const std::size_t named = std::min(names.size(), kMostNamed);
  return fmt::format("{}{}", fmt::join(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(named), ", "),
                     names.size() > named ? fmt::format(" and {} more", names.size() - named) : "");
}

/// As the manifest writes it, which is what shards have in common: numbers that are none are equal there.
std::string correlation_text(ManifestCorrelation group, bool with_realised) {
  if (!with_realised) {
    group.realised.clear();
    group.sample_rows = 0;
  }
  Manifest manifest;
  ManifestTable& table = manifest.tables.emplace_back();
  table.correlations.push_back(std::move(group));
  return manifest_text(manifest);
}

StatisticsParts parts_of(const ManifestParts& record) {
  StatisticsParts parts;
  parts.sum = record.sum;
  for (const ManifestParts::Group& group : record.groups) {
    parts.groups.push_back(
        {group.first_unit, group.units, {group.values, group.sum, group.correction, group.mean, group.squares}});
  }
  for (const ManifestParts::Count& count : record.counts) {
    parts.counts.push_back({static_cast<std::size_t>(count.code), count.text, count.count});
  }
  return parts;
}

/// Without the quotes of a time.
std::string_view without_quotes(std::string_view token) {
  if (token.size() >= 2 && token.front() == '"') return token.substr(1, token.size() - 2);
  return token;
}

bool same_column(const ManifestColumn& a, const ManifestColumn& b) {
  return a.name == b.name && a.type == b.type && a.clean_type == b.clean_type && a.description == b.description &&
         a.source == b.source && a.declared.mean == b.declared.mean && a.declared.sd == b.declared.sd;
}

const std::string* argument_of(const Manifest& manifest, const std::string& name) {
  for (const auto& [key, token] : manifest.arguments) {
    if (key == name) return &token;
  }
  return nullptr;
}

}  // namespace

std::string plan_difference(const Manifest& first, const std::string& first_shard, const Manifest& shard) {
  const auto differ = [&](std::string_view what, const std::string& one, const std::string& other) {
    return fmt::format("its {} is {}, and that of shard {} is {}", what, other, first_shard, one);
  };
  if (first.synthgen != shard.synthgen) return differ("version of synthgen", first.synthgen, shard.synthgen);
  if (first.stream != shard.stream) {
    return differ("stream version", std::to_string(first.stream), std::to_string(shard.stream));
  }
  if (first.schema_sha256 != shard.schema_sha256) {
    return fmt::format("its schema is another than that of shard {}", first_shard);
  }
  if (first.seed != shard.seed) return differ("seed", first.seed, shard.seed);
  for (const auto& [mine, theirs] : {std::pair{&first, &shard}, std::pair{&shard, &first}}) {
    for (const auto& [name, token] : mine->arguments) {
      const std::string* other = argument_of(*theirs, name);
      if (name == "shard" || (other != nullptr && *other == token)) continue;
      if (other != nullptr) return differ("argument --" + name, token, *other);
      return mine == &first ? fmt::format("shard {} had --{} {}, and it had none", first_shard, name, token)
                            : fmt::format("it had --{} {}, and shard {} had none", name, token, first_shard);
    }
  }
  for (std::size_t f = 0; f < std::max(first.files_read.size(), shard.files_read.size()); ++f) {
    const bool both = f < first.files_read.size() && f < shard.files_read.size();
    if (both && first.files_read[f].path == shard.files_read[f].path &&
        first.files_read[f].crc64 == shard.files_read[f].crc64) {
      continue;
    }
    const ManifestInput& file = f < shard.files_read.size() ? shard.files_read[f] : first.files_read[f];
    return fmt::format("it has read other bytes from \"{}\" than shard {}", file.path, first_shard);
  }
  if (first.trees != shard.trees) {
    return fmt::format("it has written other trees of files (--clean, --changes) than shard {}", first_shard);
  }
  return first.plan == shard.plan ? "" : fmt::format("its number of shards is another than that of {}", first_shard);
}

Status ManifestJoin::refuse(const std::string& reason) const {
  return make_error(merge_code::kContradiction, fmt::format("the manifest \"{}\" is unusable: {}", name_, reason), {},
                    fmt::format("write that shard again: --shard {}/{}", number_, count_));
}

Status ManifestJoin::add(Manifest shard, const std::string& name) {
  name_ = name;
  ++number_;
  if (plan_identity(shard, count_) != shard.plan) return refuse("its \"plan\" is not that of what it tells");
  const std::string* argument = argument_of(shard, "shard");
  if (argument == nullptr || *argument != "\"" + Shard{number_, count_}.text() + "\"") {
    return refuse("its \"arguments\" are those of another shard");
  }
  if (number_ == 1) {
    if (Status begun = begin(shard); !begun.ok()) return begun;
  }
  if (shard.reference_time != whole_.reference_time) return refuse("its \"reference_time\" is another");
  if (shard.libraries != whole_.libraries) libraries_differ_ = true;
  if (shard.tables.size() != tables_.size()) return refuse("its tables are others than those of the first shard");
  for (std::size_t t = 0; t < tables_.size(); ++t) {
    if (Status added = add_table(shard.tables[t], whole_.tables[t], tables_[t]); !added.ok()) return added;
  }
  for (ManifestWarning& warning : shard.warnings) {
    if (!warning.place.has_value()) {
      // Those of rules are told anew of the whole; others are of whole tables, and told by the first shard alone.
      if (warning.code != kFewViolations) warnings_of_tables_.push_back(std::move(warning));
      continue;
    }
    const auto at =
        std::lower_bound(warnings_.begin(), warnings_.end(), *warning.place,
                         [](const ManifestWarning& known, std::uint64_t place) { return *known.place < place; });
    if (at == warnings_.end() || at->place != warning.place) {
      warnings_.insert(at, std::move(warning));
      continue;
    }
    at->count += warning.count;
    at->message = plural_warning(warning.message);
  }
  return Done{};
}

/// The whole, so far without rows.
Status ManifestJoin::begin(Manifest& first) {
  whole_ = first;
  whole_.plan.clear();
  whole_.shards = count_;
  std::erase_if(whole_.arguments, [](const auto& argument) { return argument.first == "shard"; });
  whole_.warnings.clear();
  const auto begin_columns = [&](std::vector<ManifestColumn>& columns, std::vector<JoinedColumn>& joined) {
    for (ManifestColumn& column : columns) {
      const std::optional<Type> type = parse_type(column.type);
      if (!type.has_value()) return false;
      joined.emplace_back().statistics.emplace(*type);
      if (column.parts.has_value() && !column.parts->distinct.empty()) {
        joined.back().distinct = std::make_unique<DistinctCounter>();
      }
      column.parts.reset();
    }
    return true;
  };
  for (ManifestTable& table : whole_.tables) {
    JoinedTable& joined = tables_.emplace_back();
    table.rows = 0;
    table.restarted_rows = 0;
    table.files.clear();
    if (table.clean_rows.has_value()) table.clean_rows = 0;
    bool well = begin_columns(table.columns, joined.columns);
    if (table.clean.has_value()) {
      table.clean->files.clear();
      well = well && begin_columns(table.clean->columns, joined.clean);
    }
    if (table.changes.has_value()) table.changes = ManifestLog{};
    for (ManifestRule& rule : table.rules) {
      rule.redrawn = rule.violations = 0;
      if (rule.broken.has_value()) rule.broken = 0;
      if (rule.violations_planned.has_value()) rule.violations_planned = 0;
    }
    for (ManifestNoise& noise : table.noise) noise.planned = noise.changed = 0;
    if (!well) return refuse(fmt::format("table \"{}\" has a column without type", table.name));
  }
  return Done{};
}

Status ManifestJoin::add_table(const ManifestTable& part, ManifestTable& whole, JoinedTable& joined) {
  const auto other = [&](std::string_view what) {
    return refuse(fmt::format("{} of table \"{}\" are others than those of the first shard", what, part.name));
  };
  if (part.name != whole.name) return refuse("its tables are others than those of the first shard");
  if (part.clean.has_value() != whole.clean.has_value() || part.changes.has_value() != whole.changes.has_value() ||
      part.clean_rows.has_value() != whole.clean_rows.has_value()) {
    return other("the trees of files");
  }
  Status added = add_files(part.files, part.rows, true, whole.files);
  if (added.ok()) added = add_columns(part.columns, part.rows, whole.columns, joined.columns);
  if (added.ok() && part.clean.has_value()) {
    added = add_files(part.clean->files, part.rows, true, whole.clean->files);
    if (added.ok()) added = add_columns(part.clean->columns, part.rows, whole.clean->columns, joined.clean);
  }
  if (added.ok() && part.changes.has_value()) {
    added = add_files(part.changes->files, part.changes->rows, false, whole.changes->files);
    whole.changes->rows += part.changes->rows;
  }
  if (added.ok()) added = add_correlations(part, whole, joined);
  if (!added.ok()) return added;
  whole.rows += part.rows;
  joined.rows.push_back(part.rows);
  if (part.clean_rows.has_value()) *whole.clean_rows += *part.clean_rows;
  whole.restarted_rows += part.restarted_rows;
  if (part.rules.size() != whole.rules.size()) return other("the rules");
  for (std::size_t r = 0; r < part.rules.size(); ++r) {
    const ManifestRule& mine = part.rules[r];
    ManifestRule& rule = whole.rules[r];
    if (mine.name != rule.name || mine.how != rule.how || mine.broken.has_value() != rule.broken.has_value() ||
        mine.violations_planned.has_value() != rule.violations_planned.has_value()) {
      return other("the rules");
    }
    rule.redrawn += mine.redrawn;
    if (mine.broken.has_value()) *rule.broken += *mine.broken;
    if (mine.violations_planned.has_value()) *rule.violations_planned += *mine.violations_planned;
    rule.violations += mine.violations;
  }
  if (part.noise.size() != whole.noise.size()) return other("the operators");
  for (std::size_t n = 0; n < part.noise.size(); ++n) {
    const ManifestNoise& mine = part.noise[n];
    if (mine.label != whole.noise[n].label || mine.columns != whole.noise[n].columns) return other("the operators");
    whole.noise[n].planned += mine.planned;
    whole.noise[n].changed += mine.changed;
  }
  return Done{};
}

/// placed  they tell where in the table their rows stand
Status ManifestJoin::add_files(const std::vector<ManifestFile>& files, std::uint64_t rows, bool placed,
                               std::vector<ManifestFile>& whole) const {
  std::uint64_t listed = 0;
  for (const ManifestFile& file : files) {
    if (placed) {
      const std::uint64_t next = whole.empty() ? 0 : *whole.back().first_row + whole.back().rows;
      if (file.first_row != next) {
        return refuse(fmt::format("the rows of \"{}\" do not follow those of the file before it", file.path));
      }
    }
    listed += file.rows;
    whole.push_back(file);
  }
  if (listed != rows) return refuse("its numbers of rows contradict each other");
  return Done{};
}

Status ManifestJoin::add_columns(const std::vector<ManifestColumn>& part, std::uint64_t rows,
                                 std::vector<ManifestColumn>& whole, std::vector<JoinedColumn>& joined) const {
  if (part.size() != whole.size()) return refuse("its columns are others than those of the first shard");
  for (std::size_t c = 0; c < part.size(); ++c) {
    const ManifestColumn& column = part[c];
    if (!same_column(column, whole[c])) {
      return refuse(fmt::format("column \"{}\" is another than that of the first shard", column.name));
    }
    if (!column.parts.has_value() || !joined[c].statistics->add(rows, column.nulls, without_quotes(column.min),
                                                                without_quotes(column.max), parts_of(*column.parts))) {
      return refuse(fmt::format("the figures of column \"{}\" contradict each other", column.name));
    }
    joined[c].estimated = joined[c].estimated && column.distinct_estimate.has_value();
    joined[c].any_estimate = joined[c].any_estimate || column.distinct_estimate.has_value();
    const bool registers = !column.parts->distinct.empty();
    if (!column.distinct_estimate.has_value()) continue;
    // Where another shard was written without them, nothing is made of these.
    if (registers && joined[c].distinct == nullptr && joined[c].estimated) {
      return refuse(fmt::format("column \"{}\" has registers, and that of the first shard has none", column.name));
    }
    if (registers && joined[c].distinct != nullptr && !joined[c].distinct->add_registers(column.parts->distinct)) {
      return refuse(fmt::format("the registers of column \"{}\" are none", column.name));
    }
  }
  return Done{};
}

Status ManifestJoin::add_correlations(const ManifestTable& part, ManifestTable& whole, JoinedTable& joined) const {
  bool same = part.correlations.size() == whole.correlations.size();
  for (std::size_t g = 0; same && g < part.correlations.size(); ++g) {
    const ManifestCorrelation& mine = part.correlations[g];
    ManifestCorrelation& group = whole.correlations[g];
    const bool realised = !mine.realised.empty();
    joined.realised = joined.realised && realised;
    joined.any_realised = joined.any_realised || realised;
    if (realised && group.realised.empty()) {
      group.realised = mine.realised;
      group.sample_rows = mine.sample_rows;
    }
    same = correlation_text(mine, realised) == correlation_text(group, realised);
  }
  if (same) return Done{};
  return refuse(fmt::format("the correlations of table \"{}\" are others than those of the first shard", part.name));
}

Result<Manifest> ManifestJoin::finish(const Schema& schema) {
  for (std::size_t t = 0; t < tables_.size(); ++t) {
    ManifestTable& table = whole_.tables[t];
    JoinedTable& joined = tables_[t];
    const auto rows = static_cast<std::int64_t>(table.rows);
    for (unsigned number = 1; number <= count_; ++number) {
      const Shard shard{number, count_};
      const auto wanted = static_cast<std::uint64_t>(shard_rows(shard, rows).rows());
      if (joined.rows[number - 1] == wanted) continue;
      return make_error(merge_code::kContradiction,
                        fmt::format("of table \"{}\" shard {} has {} rows, and of {} rows {} are its own", table.name,
                                    shard.text(), joined.rows[number - 1], table.rows, wanted),
                        {}, fmt::format("write that shard again: --shard {}", shard.text()));
    }
    finish_columns(table.name, joined.columns, table.columns);
    if (table.clean.has_value()) finish_columns("clean/" + table.name, joined.clean, table.clean->columns);
    if (joined.any_realised && !joined.realised) {
      without_realised_.push_back(table.name);
      for (ManifestCorrelation& group : table.correlations) {
        group.realised.clear();
        group.sample_rows = 0;
      }
    }
  }
  finish_warnings(schema);
  constexpr const char* kHint = "write all shards with --stats full, or none";
  if (!without_estimate_.empty()) {
    left_out_.add(make_warning(merge_code::kLeftOut,
                               fmt::format("left out: \"distinct_estimate\" of {}, which only some of the shards tell",
                                           names_text(without_estimate_)),
                               {}, kHint));
  }
  if (!without_realised_.empty()) {
    left_out_.add(
        make_warning(merge_code::kLeftOut,
                     fmt::format("left out: \"realised\" correlations of {}, which only some of the shards tell",
                                 names_text(without_realised_)),
                     {}, kHint));
  }
  if (libraries_differ_) {
    whole_.libraries.clear();
    left_out_.add(make_warning(merge_code::kLeftOut,
                               "left out: \"libraries\", whose versions differ from shard to shard", {},
                               "the values are the same; bytes of compressed files follow from these versions"));
  }
  return std::move(whole_);
}

void ManifestJoin::finish_columns(const std::string& table, std::vector<JoinedColumn>& joined,
                                  std::vector<ManifestColumn>& columns) {
  for (std::size_t c = 0; c < columns.size(); ++c) {
    ManifestColumn& column = columns[c];
    const ColumnSummary summary = joined[c].statistics->summary();
    put_figures(summary, column);
    column.distinct_estimate.reset();
    if (joined[c].estimated) {
      column.distinct_estimate = distinct_estimate(summary, joined[c].distinct.get());
    } else if (joined[c].any_estimate) {
      without_estimate_.push_back(table + "." + column.name);
    }
  }
}

void ManifestJoin::finish_warnings(const Schema& schema) {
  for (ManifestWarning& warning : warnings_) warning.place.reset();
  whole_.warnings = std::move(warnings_);
  for (const ManifestTable& table : whole_.tables) {
    const std::optional<std::size_t> index = schema.table_index(table.name);
    if (!index.has_value()) continue;
    for (const auto& declared : schema.tables[*index]->rules) {
      const auto rule = std::find_if(table.rules.begin(), table.rules.end(),
                                     [&](const ManifestRule& known) { return known.name == declared->name; });
      if (rule == table.rules.end() || !rule->violations_planned.has_value()) continue;
      const std::string message = violation_message(table.name, declared->name, declared->named, declared->exact,
                                                    *rule->violations_planned, rule->violations);
      if (message.empty()) continue;
      whole_.warnings.push_back({kFewViolations, message, *rule->violations_planned - rule->violations});
    }
  }
  whole_.warnings.insert(whole_.warnings.end(), warnings_of_tables_.begin(), warnings_of_tables_.end());
}

}  // namespace synthgen
