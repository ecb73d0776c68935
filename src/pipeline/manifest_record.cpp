#include "manifest_record.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "synthgen/base/checksum.hpp"
#include "synthgen/base/civil_time.hpp"
#include "synthgen/base/number_text.hpp"
#include "synthgen/engine/realised_correlation.hpp"
#include "synthgen/json/document.hpp"
#include "synthgen/json/writer.hpp"

namespace synthgen {
namespace {

/// What was written, without the final line feed.
std::string token_of(json::Writer& writer) {
  std::string token = writer.take();
  token.pop_back();
  return token;
}

std::string json_text(std::string_view text) {
  json::Writer writer;
  writer.string(text);
  return token_of(writer);
}

std::string base_name(const std::string& path) { return path.substr(path.find_last_of('/') + 1); }

/// Moments that the schema states in so many words, where nothing else bends them.
ManifestDeclared declared_moments(const Schema& schema, const PlannedTable& table, const PlannedColumn& column) {
  ManifestDeclared declared;
  const SchemaTable& read = *schema.tables[*schema.table_index(table.name)];
  const ColumnDeclaration& declaration = read.find(column.name)->declaration;
  if (declaration.json->get("distribution") == nullptr || declaration.min.has_value() || declaration.max.has_value()) {
    return declared;
  }
  const json::Value* mean = declaration.json->get("mean");
  const json::Value* sd = declaration.json->get("sd");
  if (mean != nullptr && mean->is(json::Kind::number)) declared.mean = mean->number;
  if (sd != nullptr && sd->is(json::Kind::number)) declared.sd = sd->number;
  return declared;
}

ManifestParts parts_record(const StatisticsParts& parts) {
  ManifestParts record;
  record.sum = parts.sum;
  for (const auto& [first, units, moments] : parts.groups) {
    record.groups.push_back(
        {first, units, moments.values, moments.sum, moments.correction, moments.mean, moments.squares});
  }
  for (const auto& [code, text, count] : parts.counts) record.counts.push_back({code, text, count});
  return record;
}

/// As many as are promised: further digits say nothing.
std::vector<double> to_six_decimals(std::vector<double> values) {
  for (double& value : values) value = std::floor(value * 1e6 + 0.5) / 1e6;
  return values;
}

ManifestCorrelation correlation_record(const PlannedTable& table, const PlannedCorrelation& group) {
  ManifestCorrelation record;
  record.name = group.name;
  for (const ColumnIndex column : group.columns) record.columns.push_back(table.columns[column].name);
  record.measure = name_of(group.measure);
  record.copula = name_of(group.family);
  if (group.family == CopulaFamily::student_t) record.df = group.df;
  record.given_parameters = group.given_parameters;
  record.repaired = group.repaired;
  record.declared = group.declared.entries;
  record.latent = to_six_decimals(group.latent.entries);
  record.expected = to_six_decimals(group.expected.entries);
  record.overall = to_six_decimals(group.overall.entries);
  return record;
}

ManifestFile file_record(const TableRun& run, const TableOutput& output, const Target& target,
                         const Destination& destination) {
  const bool log = output.tree == FileTree::changes;
  ManifestFile file;
  file.path = destination.manifest_path(output.path);
  file.format = target.writer->record.name;
  file.rows = static_cast<std::uint64_t>(log ? output.rows : run.rows.rows());
  file.bytes = output.file->bytes();
  file.crc64 = output.file->crc64();
  file.first_row.reset();
  if (!log) file.first_row = static_cast<std::uint64_t>(run.rows.first);
  file.sha256 = output.file->sha256();
  return file;
}

/// The columns of a file that holds the table itself.
std::vector<ManifestColumn> column_records(const Plan& plan, const GenerateOptions& options, const PlannedTable& table,
                                           const TableOutput& output) {
  std::vector<ManifestColumn> records;
  for (std::size_t c = 0; c < table.output.size(); ++c) {
    const PlannedColumn& column = table.columns[table.output[c]];
    const ColumnSummary summary = output.statistics[c].summary();
    const Type type = output.statistics[c].type();
    ManifestColumn& entry = records.emplace_back();
    entry.name = column.name;
    entry.type = type_text(type);
    if (type != column.made.type) entry.clean_type = type_text(column.made.type);
    entry.description = column.description;
    entry.source = column.source_name;
    put_figures(summary, entry);
    const DistinctCounter* counter = output.distinct[c].get();
    if (options.statistics == StatisticsScope::full) entry.distinct_estimate = distinct_estimate(summary, counter);
    entry.declared = declared_moments(*plan.schema, table, column);
    if (options.shard.has_value()) {
      entry.parts = parts_record(output.statistics[c].parts());
      if (counter != nullptr) entry.parts->distinct = counter->registers();
    }
  }
  return records;
}

ManifestNoise noise_record(const PlannedTable& table, const PlannedNoise& noise, const NoiseCounts& counts) {
  ManifestNoise record;
  record.label = noise.label;
  for (const ColumnIndex column : noise.columns) record.columns.push_back(table.columns[column].name);
  record.planned = counts.planned;
  record.changed = counts.changed;
  return record;
}

ManifestRule rule_record(const PlannedRule& rule, std::size_t place, const RuleTally& tally) {
  ManifestRule record;
  record.name = rule.name;
  record.how = methods_text(rule);
  record.redrawn = tally.redrawn[place];
  if (rule.enforcement != Enforcement::condition) record.broken = tally.broken[place];
  return record;
}

ManifestTable table_record(const Plan& plan, const GenerateOptions& options, const Target& target, const TableRun& run,
                           const Destination& destination) {
  const PlannedTable& table = *run.planned;
  ManifestTable record;
  record.name = table.name;
  record.rows = static_cast<std::uint64_t>(run.rows.rows());
  record.files.push_back(file_record(run, run.data(), target, destination));
  record.columns = column_records(plan, options, table, run.data());
  for (const PlannedCorrelation& group : table.correlations) {
    record.correlations.push_back(correlation_record(table, group));
  }
  for (std::size_t r = 0; r < table.rules.size(); ++r) {
    record.rules.push_back(rule_record(table.rules[r], r, run.rules));
  }
  for (std::size_t v = 0; v < table.violations.size(); ++v) {
    ManifestRule& rule = record.rules[table.violations[v].rule];
    rule.violations_planned = run.violations[v].planned;
    rule.violations = run.violations[v].changed;
  }
  record.restarted_rows = run.rules.restarted;
  if (table.damaged()) record.clean_rows = record.rows;
  for (std::size_t n = 0; n < table.noise.size(); ++n) {
    record.noise.push_back(noise_record(table, table.noise[n], run.noise[n]));
  }
  if (const TableOutput* clean = run.find(FileTree::clean); clean != nullptr) {
    record.clean.emplace();
    record.clean->files.push_back(file_record(run, *clean, target, destination));
    record.clean->columns = column_records(plan, options, table, *clean);
  }
  if (const TableOutput* changes = run.find(FileTree::changes); changes != nullptr) {
    record.changes.emplace();
    record.changes->files.push_back(file_record(run, *changes, target, destination));
    record.changes->rows = static_cast<std::uint64_t>(changes->rows);
  }
  return record;
}

/// What --set has changed, as an object.
std::string changed_constants(const Schema& schema) {
  json::Writer set;
  set.begin_object(json::Layout::line);
  for (const NamedConstant& constant : schema.constants) {
    if (std::find(schema.set.begin(), schema.set.end(), constant.name) == schema.set.end()) continue;
    set.key(constant.name);
    switch (constant.kind) {
      case NamedConstant::Kind::null:
        set.raw("null");
        break;
      case NamedConstant::Kind::boolean:
        set.raw(constant.boolean ? "true" : "false");
        break;
      case NamedConstant::Kind::number:
        // With its digits, which tell the decimals; ".5" is none in JSON and stays a text.
        if (json::parse_document("", constant.text).ok()) {
          set.raw(constant.text);
          break;
        }
        [[fallthrough]];
      case NamedConstant::Kind::text:
        set.string(constant.text);
        break;
    }
  }
  set.end_object();
  return token_of(set);
}

/// Only what changes data.
std::vector<std::pair<std::string, std::string>> data_arguments(const Schema& schema, const GenerateOptions& options,
                                                                const WriterKind& kind) {
  std::vector<std::pair<std::string, std::string>> arguments;
  if (options.plan.seed.has_value()) arguments.emplace_back("seed", std::to_string(*options.plan.seed));
  if (!options.plan.rows.empty()) {
    json::Writer rows;
    rows.begin_object(json::Layout::line);
    for (const auto& [table, count] : options.plan.rows) {
      rows.key(table);
      rows.integer(count);
    }
    rows.end_object();
    arguments.emplace_back("rows", token_of(rows));
  }
  if (options.plan.scale != 1) arguments.emplace_back("scale", shortest_text(options.plan.scale));
  if (!schema.set.empty()) arguments.emplace_back("set", changed_constants(schema));
  if (!options.plan.tables.empty()) {
    json::Writer tables;
    tables.begin_array(json::Layout::line);
    for (const std::string& table : options.plan.tables) tables.string(table);
    tables.end_array();
    arguments.emplace_back("table", token_of(tables));
  }
  if (options.shard.has_value()) arguments.emplace_back("shard", json_text(options.shard->text()));
  arguments.emplace_back("format", json_text(kind.record.name));
  return arguments;
}

}  // namespace

void put_figures(const ColumnSummary& summary, ManifestColumn& column) {
  column.nulls = summary.nulls;
  column.min = summary.min;
  column.max = summary.max;
  column.mean = summary.mean;
  column.sd = summary.sd;
  column.top = summary.top;
}

std::uint64_t distinct_estimate(const ColumnSummary& summary, const DistinctCounter* counter) {
  if (counter == nullptr) return summary.distinct.value_or(summary.rows - summary.nulls);
  const double estimate = std::floor(counter->estimate() + 0.5);
  const auto most = static_cast<double>(summary.most_distinct);
  return estimate >= most ? summary.most_distinct : static_cast<std::uint64_t>(estimate);
}

Result<Manifest> manifest_head(const Plan& plan, const GenerateOptions& options, const Target& target) {
  const SourceText& source = *plan.schema->document->source;
  const Result<std::vector<FileIdentity>> files = plan.schema->files->identities();
  if (!files.ok()) return files.diagnostics();
  Manifest manifest;
  manifest.synthgen = program_version();
  manifest.stream = kStreamVersion;
  manifest.schema_file = base_name(source.name());
  manifest.schema_sha256 = hex(sha256(source.text()));
  manifest.schema_text = std::string(source.text());
  manifest.seed = std::to_string(plan.seed);
  manifest.arguments = data_arguments(*plan.schema, options, *target.writer);
  manifest.reference_time = timestamp_text(plan.schema->reference_micros);
  for (const FileIdentity& file : *files) {
    manifest.files_read.push_back({file.name, file.bytes, crc64_hex(file.crc)});
  }
  for (const FileTree tree : target.trees) {
    if (tree != FileTree::data) manifest.trees.emplace_back(folder_of(tree));
  }
  if (options.shard.has_value()) manifest.plan = plan_identity(manifest, options.shard->count);
  return manifest;
}

Status record_tables(const Plan& plan, const GenerateOptions& options, const Target& target,
                     const std::vector<TableRun>& runs, KeptColumns& kept, const Destination& destination,
                     Manifest& manifest) {
  if (!runs.empty()) manifest.libraries = runs.front().data().writer->libraries();
  for (const TableRun& run : runs) {
    ManifestTable& record = manifest.tables.emplace_back(table_record(plan, options, target, run, destination));
    if (options.statistics == StatisticsScope::basic) continue;
    for (std::size_t g = 0; g < record.correlations.size(); ++g) {
      Result<RealisedCorrelation> realised =
          realised_correlation(plan, kept, run.table, run.planned->correlations[g], options.stop);
      if (!realised.ok()) return realised.diagnostics();
      record.correlations[g].realised = std::move(realised->matrix.entries);
      record.correlations[g].sample_rows = realised->rows;
    }
  }
  return Done{};
}

}  // namespace synthgen
