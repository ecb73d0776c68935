// Writes the manifest, and reads back the one thing that later runs need of it: which files it lists.
#include "synthgen/output/manifest.hpp"

#include "synthgen/base/checksum.hpp"
#include "synthgen/json/document.hpp"
#include "synthgen/json/writer.hpp"
#include "synthgen/output/destination.hpp"

namespace synthgen {
namespace {

using json::Layout;

void write_text(json::Writer& out, std::string_view key, std::string_view text) {
  out.key(key);
  out.string(text);
}

void write_token(json::Writer& out, std::string_view key, std::string_view token) {
  if (token.empty()) return;
  out.key(key);
  out.raw(token);
}

void write_count(json::Writer& out, std::string_view key, std::uint64_t count) {
  out.key(key);
  out.unsigned_integer(count);
}

void write_file(json::Writer& out, const ManifestFile& file) {
  out.begin_object(Layout::line);
  write_text(out, "path", file.path);
  write_text(out, "format", file.format);
  write_count(out, "rows", file.rows);
  write_count(out, "bytes", file.bytes);
  write_text(out, "crc64", crc64_hex(file.crc64));
  if (!file.sha256.empty()) write_text(out, "sha256", file.sha256);
  if (file.first_row) write_count(out, "first_row", *file.first_row);
  out.end_object();
}

void write_parts(json::Writer& out, const ManifestParts& parts) {
  out.key("parts");
  out.begin_object(Layout::line);
  if (!parts.sum.empty()) write_text(out, "sum", parts.sum);  // a text: it may pass 64 bits
  if (!parts.groups.empty()) {
    out.key("groups");
    out.begin_array(Layout::line);
    for (const ManifestParts::Group& group : parts.groups) {
      out.begin_array(Layout::line);
      out.unsigned_integer(group.first_unit);
      out.unsigned_integer(group.units);
      out.unsigned_integer(group.values);
      out.number(group.sum);
      out.number(group.correction);
      out.number(group.mean);
      out.number(group.squares);
      out.end_array();
    }
    out.end_array();
  }
  if (!parts.counts.empty()) {
    out.key("counts");
    out.begin_array(Layout::line);
    for (const ManifestParts::Count& count : parts.counts) {
      out.begin_array(Layout::line);
      out.unsigned_integer(count.code);
      out.string(count.text);
      out.unsigned_integer(count.count);
      out.end_array();
    }
    out.end_array();
  }
  if (!parts.distinct.empty()) write_text(out, "distinct", parts.distinct);
  out.end_object();
}

void write_column(json::Writer& out, const ManifestColumn& column) {
  out.key(column.name);
  out.begin_object(Layout::line);
  write_text(out, "type", column.type);
  if (!column.clean_type.empty()) write_text(out, "clean_type", column.clean_type);
  if (!column.description.empty()) write_text(out, "description", column.description);
  write_text(out, "source", column.source);
  write_count(out, "nulls", column.nulls);
  write_token(out, "min", column.min);
  write_token(out, "max", column.max);
  write_token(out, "mean", column.mean);
  write_token(out, "sd", column.sd);
  if (!column.top.empty()) {
    out.key("top");
    out.begin_array(Layout::line);
    for (const auto& [text, count] : column.top) {
      out.begin_array(Layout::line);
      out.string(text);
      out.unsigned_integer(count);
      out.end_array();
    }
    out.end_array();
  }
  if (column.distinct_estimate) write_count(out, "distinct_estimate", *column.distinct_estimate);
  if (column.declared.mean || column.declared.sd) {
    out.key("declared");
    out.begin_object(Layout::line);
    if (column.declared.mean) {
      out.key("mean");
      out.number(*column.declared.mean);
    }
    if (column.declared.sd) {
      out.key("sd");
      out.number(*column.declared.sd);
    }
    out.end_object();
  }
  if (column.parts) write_parts(out, *column.parts);
  out.end_object();
}

/// A row of it on a line.
void write_matrix(json::Writer& out, std::string_view key, const std::vector<double>& entries, std::size_t columns) {
  out.key(key);
  out.begin_array();
  for (std::size_t row = 0; row < columns; ++row) {
    out.begin_array(Layout::line);
    for (std::size_t column = 0; column < columns; ++column) out.number(entries[row * columns + column]);
    out.end_array();
  }
  out.end_array();
}

void write_correlation(json::Writer& out, const ManifestCorrelation& group) {
  out.begin_object();
  if (!group.name.empty()) write_text(out, "name", group.name);
  out.key("columns");
  out.begin_array(Layout::line);
  for (const std::string& column : group.columns) out.string(column);
  out.end_array();
  write_text(out, "measure", group.measure);
  write_text(out, "copula", group.copula);
  if (group.df) {
    out.key("df");
    out.number(*group.df);
  }
  if (group.given_parameters) write_text(out, "given", "parameters");
  write_matrix(out, "declared", group.declared, group.columns.size());
  if (group.repaired) write_token(out, "repaired", "true");
  write_matrix(out, "latent", group.latent, group.columns.size());
  write_matrix(out, "expected", group.expected, group.columns.size());
  if (!group.overall.empty()) write_matrix(out, "overall", group.overall, group.columns.size());
  if (!group.realised.empty()) {
    write_matrix(out, "realised", group.realised, group.columns.size());
    write_count(out, "sample_rows", group.sample_rows);
  }
  out.end_object();
}

void write_files(json::Writer& out, const std::vector<ManifestFile>& files) {
  out.key("files");
  out.begin_array();
  for (const ManifestFile& file : files) write_file(out, file);
  out.end_array();
}

void write_columns(json::Writer& out, const std::vector<ManifestColumn>& columns) {
  out.key("columns");
  out.begin_object();
  for (const ManifestColumn& column : columns) write_column(out, column);
  out.end_object();
}

void write_noise(json::Writer& out, const ManifestNoise& noise) {
  out.begin_object(Layout::line);
  write_text(out, "operator", noise.label);
  out.key("columns");
  out.begin_array(Layout::line);
  for (const std::string& column : noise.columns) out.string(column);
  out.end_array();
  write_count(out, "planned", noise.planned);
  write_count(out, "changed", noise.changed);
  write_count(out, "skipped", noise.planned - noise.changed);
  out.end_object();
}

void write_rules(json::Writer& out, const ManifestTable& table) {
  if (table.rules.empty()) return;
  out.key("rules");
  out.begin_object();
  for (const ManifestRule& rule : table.rules) {
    out.key(rule.name);
    out.begin_object(Layout::line);
    write_text(out, "how", rule.how);
    write_count(out, "redrawn", rule.redrawn);
    if (rule.broken) write_count(out, "broken", *rule.broken);
    if (rule.violations_planned) {
      write_count(out, "violations_planned", *rule.violations_planned);
      write_count(out, "violations", rule.violations);
    }
    out.end_object();
  }
  out.end_object();
  write_count(out, "restarted_rows", table.restarted_rows);
}

void write_table(json::Writer& out, const ManifestTable& table) {
  out.key(table.name);
  out.begin_object();
  write_count(out, "rows", table.rows);
  if (table.clean_rows) write_count(out, "clean_rows", *table.clean_rows);
  write_files(out, table.files);
  write_columns(out, table.columns);
  if (!table.correlations.empty()) {
    out.key("correlations");
    out.begin_array();
    for (const ManifestCorrelation& group : table.correlations) write_correlation(out, group);
    out.end_array();
  }
  write_rules(out, table);
  if (!table.noise.empty()) {
    out.key("noise");
    out.begin_array();
    for (const ManifestNoise& noise : table.noise) write_noise(out, noise);
    out.end_array();
  }
  if (table.clean) {
    out.key("clean");
    out.begin_object();
    write_files(out, table.clean->files);
    write_columns(out, table.clean->columns);
    out.end_object();
  }
  if (table.changes) {
    out.key("changes");
    out.begin_object();
    write_files(out, table.changes->files);
    write_count(out, "rows", table.changes->rows);
    out.end_object();
  }
  out.end_object();
}

/// Adds the paths of the files that an object lists; false where it lists none.
bool add_paths(const json::Value& object, std::vector<std::string>& paths) {
  const json::Value* files = object.get("files");
  if (files == nullptr || !files->is(json::Kind::array)) return false;
  for (const json::Value& file : files->items) {
    const json::Value* path = file.get("path");
    if (path == nullptr || !path->is(json::Kind::string)) return false;
    paths.push_back(path->text);
  }
  return true;
}

/// Of a manifest as we write it, without a tree of all its values: each of a thousand shards looks at the manifests of
/// the others. Nothing where the text looks otherwise.
std::optional<ManifestOutline> quick_outline(std::string_view text) {
  // Quotes within texts are escaped, so these stand for themselves only.
  constexpr std::string_view kHead = "{\n  \"synthgen\": \"";
  constexpr std::string_view kTables = "\n  \"tables\": {\n";
  constexpr std::string_view kPlan = "\n  \"plan\": \"";
  constexpr std::string_view kFile = "{\"path\": \"";
  constexpr std::string_view kFormat = "\", \"format\": \"";
  const std::size_t tables = text.find(kTables);
  if (!text.starts_with(kHead) || !text.ends_with("\n}\n") || tables == std::string_view::npos) return std::nullopt;
  const std::string_view head = text.substr(0, tables);
  ManifestOutline outline;
  outline.merged = head.find("\n  \"shards\": ") != std::string_view::npos;
  if (const std::size_t plan = head.find(kPlan); plan != std::string_view::npos) {
    const std::size_t begin = plan + kPlan.size();
    outline.plan = head.substr(begin, head.find('"', begin) - begin);
  }
  for (std::size_t at = text.find(kFile, tables); at != std::string_view::npos; at = text.find(kFile, at)) {
    at += kFile.size();
    const std::string_view path = text.substr(at, text.find('"', at) - at);
    if (path.find('\\') != std::string_view::npos) return std::nullopt;
    if (text.substr(at + path.size(), kFormat.size()) != kFormat) return std::nullopt;
    outline.files.emplace_back(path);
  }
  return outline;
}

Diagnostic no_manifest() { return make_error(output_code::kNotOurs, "the manifest does not list files by table"); }

}  // namespace

std::string plan_identity(const Manifest& manifest, unsigned shard_count) {
  // As JSON, whose quotes keep neighbours apart.
  json::Writer out;
  out.begin_array(Layout::line);
  out.string(manifest.synthgen);
  out.integer(manifest.stream);
  out.string(manifest.schema_sha256);
  out.string(manifest.seed);
  for (const auto& [name, token] : manifest.arguments) {
    if (name == "shard") continue;
    out.string(name);
    out.string(token);
  }
  for (const ManifestInput& file : manifest.files_read) {
    out.string(file.path);
    out.string(file.crc64);
  }
  out.unsigned_integer(shard_count);
  for (const std::string& tree : manifest.trees) out.string(tree);
  out.end_array();
  return hex(sha256(out.take()));
}

std::string manifest_text(const Manifest& manifest) {
  json::Writer out;
  out.begin_object();
  write_text(out, "synthgen", manifest.synthgen);
  out.key("stream");
  out.integer(manifest.stream);
  out.key("schema");
  out.begin_object();
  write_text(out, "file", manifest.schema_file);
  write_text(out, "sha256", manifest.schema_sha256);
  write_text(out, "text", manifest.schema_text);
  out.end_object();
  write_token(out, "seed", manifest.seed);
  out.key("arguments");
  out.begin_object(Layout::line);
  for (const auto& [name, token] : manifest.arguments) {
    out.key(name);
    out.raw(token);
  }
  out.end_object();
  if (!manifest.files_read.empty()) {
    out.key("files_read");
    out.begin_array();
    for (const ManifestInput& file : manifest.files_read) {
      out.begin_object(Layout::line);
      write_text(out, "path", file.path);
      write_count(out, "bytes", file.bytes);
      write_text(out, "crc64", file.crc64);
      out.end_object();
    }
    out.end_array();
  }
  if (!manifest.plan.empty()) write_text(out, "plan", manifest.plan);
  if (manifest.shards > 0) write_count(out, "shards", manifest.shards);
  if (!manifest.reference_time.empty()) write_text(out, "reference_time", manifest.reference_time);
  out.key("libraries");
  out.begin_object(Layout::line);
  for (const auto& [name, version] : manifest.libraries) write_text(out, name, version);
  out.end_object();
  out.key("tables");
  out.begin_object();
  for (const ManifestTable& table : manifest.tables) write_table(out, table);
  out.end_object();
  out.key("warnings");
  out.begin_array();
  for (const ManifestWarning& warning : manifest.warnings) {
    out.begin_object(Layout::line);
    write_text(out, "code", warning.code);
    write_text(out, "message", warning.message);
    write_count(out, "count", warning.count);
    if (warning.place) write_count(out, "place", *warning.place);
    out.end_object();
  }
  out.end_array();
  out.end_object();
  return out.take();
}

Result<ManifestOutline> parse_manifest_outline(std::string_view text) {
  if (std::optional<ManifestOutline> quick = quick_outline(text); quick.has_value()) return std::move(*quick);
  Result<json::Document> document = json::parse_document("manifest.json", std::string(text));
  if (!document) return document.diagnostics();
  const json::Value* tables = document->root.get("tables");
  if (tables == nullptr || !tables->is(json::Kind::object)) return no_manifest();
  ManifestOutline outline;
  const json::Value* plan = document->root.get("plan");
  if (plan != nullptr && plan->is(json::Kind::string)) outline.plan = plan->text;
  outline.merged = document->root.get("shards") != nullptr;
  for (const json::Member& table : tables->members) {
    if (!add_paths(table.value, outline.files)) return no_manifest();
    for (const char* tree : {"clean", "changes"}) {
      const json::Value* written = table.value.get(tree);
      if (written != nullptr && !add_paths(*written, outline.files)) return no_manifest();
    }
  }
  return outline;
}

}  // namespace synthgen
