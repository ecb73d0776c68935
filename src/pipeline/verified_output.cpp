#include "verified_output.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "synthgen/base/checksum.hpp"
#include "synthgen/json/document.hpp"
#include "synthgen/output/file_name.hpp"
#include "synthgen/output/folder_contents.hpp"
#include "synthgen/pipeline/verify.hpp"

namespace synthgen {
namespace {

constexpr std::string_view kManifestName = "manifest.json";
constexpr std::string_view kManifestEnding = ".manifest.json";

Diagnostic unusable(const std::string& manifest, const std::string& reason) {
  return make_error(verify_code::kNoManifest, fmt::format("the manifest \"{}\" is unusable: {}", manifest, reason), {},
                    "it is damaged, or of another program: generate the output again");
}

std::optional<std::string> read_text(const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) return std::nullopt;
  std::string text;
  char piece[1 << 16];
  std::size_t count = 0;
  while ((count = std::fread(piece, 1, sizeof piece, file)) > 0) text.append(piece, count);
  const bool good = std::ferror(file) == 0;
  std::fclose(file);
  return good ? std::optional(std::move(text)) : std::nullopt;
}

/// The shard that has written "orders/shard-0001-of-0003.part-00001.csv".
std::optional<Shard> shard_of_file(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  return parse_shard_name(name.substr(0, name.find('.')));
}

/// One manifest, taken into the output; what is wrong with it, or empty.
class ManifestReader {
 public:
  explicit ManifestReader(VerifiedOutput& output) : output_(output) {}

  std::string read(const json::Value& root) {
    root_ = &root;
    std::string wrong = read_schema_text();
    if (!wrong.empty()) return wrong;
    const json::Value* arguments = root.get("arguments");
    const json::Value* shard = arguments != nullptr ? arguments->get("shard") : nullptr;
    if (shard != nullptr && shard->is(json::Kind::string)) shard_ = parse_shard(shard->text);
    merged_ = root.get("shards") != nullptr;
    const json::Value* tables = root.get("tables");
    if (tables == nullptr || !tables->is(json::Kind::object)) return "it has no \"tables\"";
    for (const json::Member& member : tables->members) {
      wrong = read_table(member.name, member.value);
      if (!wrong.empty()) return fmt::format("table \"{}\": {}", member.name, wrong);
    }
    return {};
  }

  const std::optional<Shard>& shard() const { return shard_; }

 private:
  std::string read_schema_text() {
    const json::Value* schema = root_->get("schema");
    const json::Value* text = schema != nullptr ? schema->get("text") : nullptr;
    const json::Value* sum = schema != nullptr ? schema->get("sha256") : nullptr;
    const json::Value* file = schema != nullptr ? schema->get("file") : nullptr;
    if (text == nullptr || !text->is(json::Kind::string) || sum == nullptr || file == nullptr) {
      return "it keeps no schema";
    }
    if (hex(sha256(text->text)) != sum->text) return "its copy of the schema is not that of its checksum";
    if (output_.source != nullptr) {
      return output_.source->text() == text->text ? "" : "its schema is another than that of the shard before it";
    }
    output_.source = std::make_shared<SourceText>(file->text, text->text);
    Result<json::Document> document = json::parse_document(output_.source);
    if (!document.ok()) return "its copy of the schema is not JSON";
    ReadOptions options;
    if (const json::Value* arguments = root_->get("arguments"); arguments != nullptr) {
      const json::Value* set = arguments->get("set");
      for (const json::Member& member : set != nullptr ? set->members : std::vector<json::Member>()) {
        const json::Value& value = member.value;
        options.constants.emplace(member.name, value.is(json::Kind::boolean) ? (value.boolean ? "true" : "false")
                                               : value.is(json::Kind::null)  ? "null"
                                                                             : value.text);
      }
    }
    // Files that the schema reads may be elsewhere by now; what its rows must obey stands in the schema itself.
    output_.schema = read_schema(std::make_shared<json::Document>(std::move(*document)), options).schema;
    return output_.schema != nullptr ? "" : "its copy of the schema cannot be read";
  }

  std::string read_table(const std::string& name, const json::Value& value) {
    auto found = std::find_if(output_.tables.begin(), output_.tables.end(),
                              [&](const VerifiedTable& table) { return table.name == name; });
    const bool fresh = found == output_.tables.end();
    if (fresh) {
      found = output_.tables.emplace(output_.tables.end());
      found->name = name;
      if (const std::optional<std::size_t> index = output_.schema->table_index(name); index.has_value()) {
        found->schema = output_.schema->tables[*index].get();
      }
    }
    VerifiedTable& table = *found;
    const json::Value* rows = value.get("rows");
    if (rows == nullptr || !rows->as_uint64().has_value()) return "it has no \"rows\"";
    table.rows += *rows->as_uint64();
    std::string wrong = read_columns(value, FileTree::data, fresh, table);
    if (wrong.empty()) wrong = read_files(value, FileTree::data, table);
    const json::Value* clean = value.get("clean");
    if (wrong.empty() && clean != nullptr) {
      table.has_clean = true;
      wrong = read_columns(*clean, FileTree::clean, fresh, table);
      if (wrong.empty()) wrong = read_files(*clean, FileTree::clean, table);
    }
    const json::Value* changes = value.get("changes");
    if (wrong.empty() && changes != nullptr) {
      table.has_changes = true;
      wrong = read_files(*changes, FileTree::changes, table);
    }
    read_noise(value, table);
    return wrong;
  }

  std::string read_columns(const json::Value& value, FileTree tree, bool fresh, VerifiedTable& table) const {
    const json::Value* columns = value.get("columns");
    if (columns == nullptr || !columns->is(json::Kind::object)) return "it has no \"columns\"";
    for (std::size_t c = 0; c < columns->members.size(); ++c) {
      const json::Member& member = columns->members[c];
      const json::Value* text = member.value.get("type");
      const std::optional<Type> type = text != nullptr ? parse_type(text->text) : std::nullopt;
      const json::Value* nulls = member.value.get("nulls");
      const json::Value* before = member.value.get("clean_type");
      const std::optional<Type> clean = before != nullptr ? parse_type(before->text) : type;
      if (!type.has_value() || !clean.has_value() || nulls == nullptr || !nulls->as_uint64().has_value()) {
        return fmt::format("column \"{}\" lacks its type or its number of nulls", member.name);
      }
      if (fresh && tree == FileTree::data) {
        VerifiedColumn& column = table.columns.emplace_back();
        column.name = member.name;
        column.type = *type;
        column.clean = *clean;
        const SchemaColumn* declared = table.schema != nullptr ? table.schema->find(member.name) : nullptr;
        if (declared != nullptr && declared->declaration.format != nullptr) {
          column.format = declared->declaration.format->text;
        }
      }
      if (c >= table.columns.size() || table.columns[c].name != member.name) {
        return fmt::format("column \"{}\" is not in all of its lists of columns", member.name);
      }
      (tree == FileTree::clean ? table.columns[c].clean_nulls : table.columns[c].nulls) += *nulls->as_uint64();
    }
    return columns->members.size() == table.columns.size() ? "" : "its lists of columns differ";
  }

  std::string read_files(const json::Value& value, FileTree tree, VerifiedTable& table) const {
    const json::Value* files = value.get("files");
    if (files == nullptr || !files->is(json::Kind::array)) return "it lists no files";
    for (const json::Value& entry : files->items) {
      VerifiedFile& file = table.files.emplace_back();
      file.tree = tree;
      const json::Value* path = entry.get("path");
      const json::Value* format = entry.get("format");
      const json::Value* rows = entry.get("rows");
      const json::Value* bytes = entry.get("bytes");
      const json::Value* crc = entry.get("crc64");
      if (path == nullptr || !check_file_name(path->text).ok()) return "a file has no usable \"path\"";
      file.path = path->text;
      if (format == nullptr || rows == nullptr || bytes == nullptr || crc == nullptr ||
          !rows->as_uint64().has_value() || !bytes->as_uint64().has_value()) {
        return fmt::format("the file \"{}\" lacks its format, rows, bytes or checksum", file.path);
      }
      file.format = format->text;
      file.rows = *rows->as_uint64();
      file.bytes = *bytes->as_uint64();
      file.crc64 = crc->text;
      if (const json::Value* sum = entry.get("sha256"); sum != nullptr) file.sha256 = sum->text;
      if (const json::Value* first = entry.get("first_row"); first != nullptr) {
        file.first_row = first->as_int64().value_or(0);
      }
      const std::optional<Shard> shard = merged_ ? shard_of_file(file.path) : shard_;
      file.head = !shard.has_value() || shard->number == 1;
    }
    return {};
  }

  static void read_noise(const json::Value& value, VerifiedTable& table) {
    if (const json::Value* noise = value.get("noise"); noise != nullptr) {
      for (const json::Value& entry : noise->items) {
        const json::Value* columns = entry.get("columns");
        for (const json::Value& name : columns != nullptr ? columns->items : std::vector<json::Value>()) {
          if (const std::optional<std::size_t> c = table.index_of(name.text); c.has_value()) {
            table.columns[*c].damaged = true;
          }
        }
      }
    }
    if (const json::Value* rules = value.get("rules"); rules != nullptr) {
      for (const json::Member& rule : rules->members) {
        for (const auto& [key, counts] :
             {std::pair{"violations", &table.violations}, std::pair{"broken", &table.broken}}) {
          const json::Value* count = rule.value.get(key);
          if (count != nullptr && count->as_uint64().has_value()) (*counts)[rule.name] += *count->as_uint64();
        }
      }
    }
  }

  VerifiedOutput& output_;
  const json::Value* root_ = nullptr;
  std::optional<Shard> shard_;
  bool merged_ = false;  // its files are those of shards
};

/// Which manifests there are, as paths.
Result<std::vector<std::string>> find_manifests(const std::string& path, VerifiedOutput& output) {
  if (path.empty() || path == "-") {
    return make_error(verify_code::kNoPath, "a folder or a file is checked, not standard input", {},
                      "give the folder that `generate` has written, or a file that has its manifest beside it");
  }
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) {
    return make_error(verify_code::kNoManifest, fmt::format("cannot read \"{}\": {}", path, std::strerror(errno)), {},
                      "give the folder that `generate` has written, or a file that has its manifest beside it");
  }
  if (!S_ISDIR(info.st_mode)) {
    const std::size_t slash = path.rfind('/');
    output.folder = slash == std::string::npos ? "" : path.substr(0, slash + 1);
    std::string manifest = path.ends_with(kManifestEnding) ? path : path + std::string(kManifestEnding);
    if (path.ends_with("/" + std::string(kManifestName)) || path == kManifestName) {
      return find_manifests(output.folder.empty() ? "." : output.folder, output);
    }
    if (::stat(manifest.c_str(), &info) == 0) return std::vector<std::string>{std::move(manifest)};
    return make_error(verify_code::kNoManifest, fmt::format("there is no manifest \"{}\"", manifest), {},
                      "`generate -o FILE` writes it beside the file; of a folder give the folder");
  }
  output.in_folder = true;
  output.folder = path.ends_with('/') ? path : path + "/";
  Result<FolderContents> contents = look_into_folder(path);
  if (!contents.ok()) return contents.diagnostics();
  std::vector<std::string> manifests;
  for (const std::string& name : contents->manifests) manifests.push_back(output.folder + name);
  output.strangers = std::move(contents->strangers);
  output.more_strangers = contents->more_strangers;
  if (!manifests.empty()) return manifests;
  const bool there = ::stat((output.folder + std::string(kManifestName)).c_str(), &info) == 0;
  if (there) return unusable(output.folder + std::string(kManifestName), "it is no manifest of this program");
  return make_error(verify_code::kNoManifest, fmt::format("the folder \"{}\" has no manifest", path), {},
                    "it is written last, so its run has not ended well; or it is another folder");
}

/// "shards 2, 3 of 4 are missing", or empty.
std::string absent_shards(const std::vector<Shard>& shards) {
  if (shards.empty()) return {};
  std::vector<std::string> absent;
  constexpr std::size_t kMostNamed = 5;
  std::size_t count = 0;
  for (unsigned number = 1; number <= shards.front().count; ++number) {
    const bool there = std::any_of(shards.begin(), shards.end(), [&](const Shard& s) { return s.number == number; });
    if (!there && ++count <= kMostNamed) absent.push_back(std::to_string(number));
  }
  if (count == 0) return {};
  return fmt::format("{} {}{} of {} {} missing", count == 1 ? "shard" : "shards", fmt::join(absent, ", "),
                     count > kMostNamed ? ", …" : "", shards.front().count, count == 1 ? "is" : "are");
}

}  // namespace

std::optional<Type> parse_type(std::string_view text) {
  const std::size_t bracket = text.find('(');
  const std::optional<TypeKind> kind = type_from_name(text.substr(0, bracket));
  if (!kind.has_value()) return std::nullopt;
  Type type{*kind, 0};
  if (bracket == std::string_view::npos) return type;
  for (const char c : text.substr(bracket + 1)) {
    if (c == ')') return type;
    if (c < '0' || c > '9' || type.decimals > 18) break;
    type.decimals = type.decimals * 10 + (c - '0');
  }
  return std::nullopt;
}

std::optional<std::size_t> VerifiedTable::index_of(std::string_view column) const {
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (columns[c].name == column) return c;
  }
  return std::nullopt;
}

const VerifiedTable* VerifiedOutput::find(std::string_view table) const {
  for (const VerifiedTable& candidate : tables) {
    if (candidate.name == table) return &candidate;
  }
  return nullptr;
}

Result<VerifiedOutput> read_output(const std::string& path) {
  VerifiedOutput output;
  const Result<std::vector<std::string>> manifests = find_manifests(path, output);
  if (!manifests.ok()) return manifests.diagnostics();
  std::vector<Shard> shards;
  for (const std::string& manifest : *manifests) {
    std::optional<std::string> text = read_text(manifest);
    if (!text.has_value()) return unusable(manifest, std::strerror(errno));
    const Result<json::Document> document = json::parse_document(manifest, std::move(*text));
    if (!document.ok()) return unusable(manifest, "it is not JSON: " + document.diagnostics()[0].message);
    ManifestReader reader(output);
    const std::string wrong = reader.read(document->root);
    if (!wrong.empty()) return unusable(manifest, wrong);
    if (reader.shard().has_value()) shards.push_back(*reader.shard());
  }
  output.absent_shards = absent_shards(shards);
  for (VerifiedTable& table : output.tables) {
    std::stable_sort(table.files.begin(), table.files.end(), [](const VerifiedFile& a, const VerifiedFile& b) {
      return a.tree != b.tree ? a.tree < b.tree : a.first_row < b.first_row;
    });
  }
  return output;
}

}  // namespace synthgen
