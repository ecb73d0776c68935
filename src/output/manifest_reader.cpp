// Reads a whole manifest back, as strictly as it is written: a key that nobody knows is not passed over, for what it
// says would be lost where manifests are joined.
#include <algorithm>
#include <charconv>
#include <limits>
#include <set>

#include "synthgen/base/checksum.hpp"
#include "synthgen/json/document.hpp"
#include "synthgen/json/writer.hpp"
#include "synthgen/output/destination.hpp"
#include "synthgen/output/file_name.hpp"
#include "synthgen/output/manifest.hpp"

namespace synthgen {
namespace {

using json::Kind;
using json::Value;

std::string quoted(std::string_view text) {
  json::Writer writer;
  writer.string(text);
  std::string token = writer.take();
  token.pop_back();  // the line feed
  return token;
}

/// A scalar, or a list or object of scalars, as the manifest's writer lays it out on a line.
std::string token_of(const Value& value) {
  switch (value.kind) {
    case Kind::null:
      return "null";
    case Kind::boolean:
      return value.boolean ? "true" : "false";
    case Kind::number:
      return value.text;
    case Kind::string:
      return quoted(value.text);
    case Kind::array: {
      std::string text = "[";
      for (const Value& item : value.items) text += (text.size() > 1 ? ", " : "") + token_of(item);
      return text + "]";
    }
    case Kind::object: {
      std::string text = "{";
      for (const json::Member& member : value.members) {
        text += (text.size() > 1 ? ", " : "") + quoted(member.name) + ": " + token_of(member.value);
      }
      return text + "}";
    }
  }
  return {};
}

/// What is wrong, of which the first is told.
class Fault {
 public:
  void set(const std::string& text) {
    if (text_.empty()) text_ = text;
  }
  bool is_set() const { return !text_.empty(); }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

/// The members of an object, each to be taken once.
class Fields {
 public:
  Fields(const Value& value, std::string where, Fault& fault) : value_(value), where_(std::move(where)), fault_(fault) {
    if (!value.is(Kind::object)) fault_.set(where_ + " is no object");
  }
  ~Fields() {
    for (const json::Member& member : value_.members) {
      if (!taken_.contains(member.name)) fault_.set(where_ + " has an unknown key \"" + member.name + "\"");
    }
  }
  Fields(const Fields&) = delete;
  Fields& operator=(const Fields&) = delete;

  const Value* find(std::string_view key) {
    taken_.emplace(key);
    return value_.get(key);
  }
  /// A value of that kind; an empty one where it is missing, which is a fault.
  const Value& need(std::string_view key, Kind kind) {
    static const Value kNone;
    const Value* value = find(key);
    if (value != nullptr && value->is(kind)) return *value;
    wrong(key);
    return kNone;
  }
  const std::string& text(std::string_view key) { return need(key, Kind::string).text; }
  std::string text_if(std::string_view key) { return value_.get(key) != nullptr ? text(key) : (find(key), ""); }
  std::uint64_t count(std::string_view key) {
    const Value* value = find(key);
    const std::optional<std::uint64_t> count = value != nullptr ? value->as_uint64() : std::nullopt;
    if (!count.has_value()) wrong(key);
    return count.value_or(0);
  }
  std::optional<std::uint64_t> count_if(std::string_view key) {
    if (find(key) == nullptr) return std::nullopt;
    return count(key);
  }
  std::optional<double> number_if(std::string_view key) {
    const Value* value = find(key);
    if (value == nullptr) return std::nullopt;
    if (!value->is(Kind::number)) wrong(key);
    return value->number;
  }
  std::string token_if(std::string_view key) {
    const Value* value = find(key);
    return value != nullptr ? token_of(*value) : "";
  }
  const std::vector<Value>& list_if(std::string_view key) {
    static const std::vector<Value> kNone;
    const Value* value = find(key);
    if (value == nullptr) return kNone;
    if (!value->is(Kind::array)) wrong(key);
    return value->items;
  }
  std::vector<std::string> texts(std::string_view key) {
    std::vector<std::string> texts;
    for (const Value& item : need(key, Kind::array).items) {
      if (!item.is(Kind::string)) wrong(key);
      texts.push_back(item.text);
    }
    return texts;
  }
  void wrong(std::string_view key) { fault_.set(where_ + " lacks a usable \"" + std::string(key) + "\""); }

 private:
  const Value& value_;
  const std::string where_;
  Fault& fault_;
  std::set<std::string, std::less<>> taken_;
};

std::optional<std::uint64_t> parse_crc64(std::string_view text) {
  std::uint64_t crc = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), crc, 16);
  if (error != std::errc() || end != text.data() + text.size() || crc64_hex(crc) != text) return std::nullopt;
  return crc;
}

/// Numbers that are none are null in JSON.
double number_of(const Value& value) {
  return value.is(Kind::number) ? value.number : std::numeric_limits<double>::quiet_NaN();
}

class ManifestReader {
 public:
  explicit ManifestReader(Fault& fault) : fault_(fault) {}

  Manifest read(const Value& root) {
    Manifest manifest;
    Fields fields(root, "it", fault_);
    manifest.synthgen = fields.text("synthgen");
    manifest.stream = static_cast<int>(fields.count("stream"));
    {
      Fields schema(fields.need("schema", Kind::object), "\"schema\"", fault_);
      manifest.schema_file = schema.text("file");
      manifest.schema_sha256 = schema.text("sha256");
      manifest.schema_text = schema.text("text");
    }
    manifest.seed = fields.token_if("seed");
    for (const json::Member& member : fields.need("arguments", Kind::object).members) {
      manifest.arguments.emplace_back(member.name, token_of(member.value));
    }
    for (const Value& value : fields.list_if("files_read")) {
      Fields file(value, "\"files_read\"", fault_);
      manifest.files_read.push_back({file.text("path"), file.count("bytes"), file.text("crc64")});
    }
    manifest.plan = fields.text_if("plan");
    manifest.shards = static_cast<unsigned>(fields.count_if("shards").value_or(0));
    manifest.reference_time = fields.text_if("reference_time");
    for (const json::Member& member : fields.need("libraries", Kind::object).members) {
      manifest.libraries.emplace_back(member.name, member.value.text);
    }
    for (const json::Member& member : fields.need("tables", Kind::object).members) {
      manifest.tables.push_back(read_table(member.name, member.value));
    }
    for (const Value& value : fields.need("warnings", Kind::array).items) {
      Fields warning(value, "\"warnings\"", fault_);
      manifest.warnings.push_back(
          {warning.text("code"), warning.text("message"), warning.count("count"), warning.count_if("place")});
    }
    const auto any = [&](auto has) { return std::any_of(manifest.tables.begin(), manifest.tables.end(), has); };
    if (any([](const ManifestTable& table) { return table.clean.has_value(); })) manifest.trees.emplace_back("clean");
    if (any([](const ManifestTable& table) { return table.changes.has_value(); })) {
      manifest.trees.emplace_back("changes");
    }
    return manifest;
  }

 private:
  ManifestTable read_table(const std::string& name, const Value& value) {
    where_ = "table \"" + name + "\"";
    ManifestTable table;
    table.name = name;
    Fields fields(value, where_, fault_);
    table.rows = fields.count("rows");
    table.clean_rows = fields.count_if("clean_rows");
    table.files = read_files(fields);
    table.columns = read_columns(fields);
    for (const Value& group : fields.list_if("correlations")) table.correlations.push_back(read_correlation(group));
    if (const Value* rules = fields.find("rules"); rules != nullptr) {
      for (const json::Member& member : rules->members) table.rules.push_back(read_rule(member));
      table.restarted_rows = fields.count("restarted_rows");
    }
    for (const Value& value_of : fields.list_if("noise")) table.noise.push_back(read_noise(value_of));
    if (const Value* clean = fields.find("clean"); clean != nullptr) {
      Fields twin(*clean, where_ + ", clean", fault_);
      table.clean = ManifestTwin{read_files(twin), read_columns(twin)};
    }
    if (const Value* changes = fields.find("changes"); changes != nullptr) {
      Fields log(*changes, where_ + ", changes", fault_);
      table.changes = ManifestLog{read_files(log), log.count("rows")};
    }
    return table;
  }

  std::vector<ManifestFile> read_files(Fields& fields) {
    std::vector<ManifestFile> files;
    for (const Value& value : fields.need("files", Kind::array).items) {
      Fields entry(value, where_ + ", a file", fault_);
      ManifestFile& file = files.emplace_back();
      file.path = entry.text("path");
      if (!check_file_name(file.path).ok()) entry.wrong("path");
      file.format = entry.text("format");
      file.rows = entry.count("rows");
      file.bytes = entry.count("bytes");
      const std::optional<std::uint64_t> crc = parse_crc64(entry.text("crc64"));
      if (!crc.has_value()) entry.wrong("crc64");
      file.crc64 = crc.value_or(0);
      file.sha256 = entry.text_if("sha256");
      file.first_row = entry.count_if("first_row");
    }
    return files;
  }

  std::vector<ManifestColumn> read_columns(Fields& fields) {
    std::vector<ManifestColumn> columns;
    for (const json::Member& member : fields.need("columns", Kind::object).members) {
      Fields entry(member.value, where_ + ", column \"" + member.name + "\"", fault_);
      ManifestColumn& column = columns.emplace_back();
      column.name = member.name;
      column.type = entry.text("type");
      column.clean_type = entry.text_if("clean_type");
      column.description = entry.text_if("description");
      column.source = entry.text("source");
      column.nulls = entry.count("nulls");
      column.min = entry.token_if("min");
      column.max = entry.token_if("max");
      column.mean = entry.token_if("mean");
      column.sd = entry.token_if("sd");
      for (const Value& pair : entry.list_if("top")) {
        if (pair.items.size() != 2 || !pair.items[0].is(Kind::string) || !pair.items[1].as_uint64()) {
          entry.wrong("top");
          break;
        }
        column.top.emplace_back(pair.items[0].text, *pair.items[1].as_uint64());
      }
      column.distinct_estimate = entry.count_if("distinct_estimate");
      if (const Value* declared = entry.find("declared"); declared != nullptr) {
        Fields moments(*declared, where_ + ", declared", fault_);
        column.declared = {moments.number_if("mean"), moments.number_if("sd")};
      }
      if (const Value* parts = entry.find("parts"); parts != nullptr) column.parts = read_parts(*parts);
    }
    return columns;
  }

  ManifestParts read_parts(const Value& value) {
    Fields entry(value, where_ + ", \"parts\"", fault_);
    ManifestParts parts;
    parts.sum = entry.text_if("sum");
    for (const Value& group : entry.list_if("groups")) {
      const std::vector<Value>& items = group.items;
      if (items.size() != 7 || !items[0].as_uint64() || !items[1].as_uint64() || !items[2].as_uint64()) {
        entry.wrong("groups");
        break;
      }
      parts.groups.push_back({*items[0].as_uint64(), *items[1].as_uint64(), *items[2].as_uint64(), number_of(items[3]),
                              number_of(items[4]), number_of(items[5]), number_of(items[6])});
    }
    for (const Value& count : entry.list_if("counts")) {
      const std::vector<Value>& items = count.items;
      if (items.size() != 3 || !items[0].as_uint64() || !items[1].is(Kind::string) || !items[2].as_uint64()) {
        entry.wrong("counts");
        break;
      }
      parts.counts.push_back({*items[0].as_uint64(), items[1].text, *items[2].as_uint64()});
    }
    parts.distinct = entry.text_if("distinct");
    return parts;
  }

  static std::vector<double> read_matrix(Fields& entry, std::string_view key, std::size_t columns) {
    std::vector<double> numbers;
    const std::vector<Value>& rows = entry.list_if(key);
    for (const Value& row : rows) {
      if (row.items.size() != columns) entry.wrong(key);
      for (const Value& number : row.items) numbers.push_back(number_of(number));
    }
    if (!rows.empty() && rows.size() != columns) entry.wrong(key);
    return numbers;
  }

  ManifestCorrelation read_correlation(const Value& value) {
    Fields entry(value, where_ + ", \"correlations\"", fault_);
    ManifestCorrelation group;
    group.name = entry.text_if("name");
    group.columns = entry.texts("columns");
    group.measure = entry.text("measure");
    group.copula = entry.text("copula");
    group.df = entry.number_if("df");
    group.given_parameters = !entry.text_if("given").empty();
    group.repaired = entry.find("repaired") != nullptr;
    const std::size_t n = group.columns.size();
    group.declared = read_matrix(entry, "declared", n);
    group.latent = read_matrix(entry, "latent", n);
    group.expected = read_matrix(entry, "expected", n);
    if (group.declared.empty() || group.latent.empty() || group.expected.empty()) entry.wrong("declared");
    group.overall = read_matrix(entry, "overall", n);
    group.realised = read_matrix(entry, "realised", n);
    group.sample_rows = entry.count_if("sample_rows").value_or(0);
    return group;
  }

  ManifestRule read_rule(const json::Member& member) {
    Fields entry(member.value, where_ + ", rule \"" + member.name + "\"", fault_);
    ManifestRule rule;
    rule.name = member.name;
    rule.how = entry.text("how");
    rule.redrawn = entry.count("redrawn");
    rule.broken = entry.count_if("broken");
    rule.violations_planned = entry.count_if("violations_planned");
    rule.violations = entry.count_if("violations").value_or(0);
    return rule;
  }

  ManifestNoise read_noise(const Value& value) {
    Fields entry(value, where_ + ", \"noise\"", fault_);
    ManifestNoise noise;
    noise.label = entry.text("operator");
    noise.columns = entry.texts("columns");
    noise.planned = entry.count("planned");
    noise.changed = entry.count("changed");
    if (entry.count("skipped") != noise.planned - noise.changed) entry.wrong("skipped");
    return noise;
  }

  Fault& fault_;
  std::string where_;
};

}  // namespace

Result<Manifest> parse_manifest(const std::string& name, std::string_view text) {
  const auto refuse = [&](const std::string& reason) {
    return make_error(output_code::kBadManifest, "the manifest \"" + name + "\" is unusable: " + reason, {},
                      "it is damaged, or of another program: generate that output again");
  };
  const Result<json::Document> document = json::parse_document(name, std::string(text));
  if (!document.ok()) return refuse("it is not JSON: " + document.diagnostics()[0].message);
  Fault fault;
  Manifest manifest = ManifestReader(fault).read(document->root);
  if (fault.is_set()) return refuse(fault.text());
  if (hex(sha256(manifest.schema_text)) != manifest.schema_sha256) {
    return refuse("its copy of the schema is not that of its checksum");
  }
  return manifest;
}

}  // namespace synthgen
