#include "arrow_export.hpp"

#include <array>
#include <string>
#include <string_view>

namespace synthgen {
namespace {

/// What the pointers of an exported schema point to.
struct SchemaParts {
  std::string format;
  std::string name;
  std::string metadata;
  std::vector<ArrowSchema> children;
  std::vector<ArrowSchema*> child_pointers;
  ArrowSchema dictionary{};
};

/// What the pointers of an exported array point to.
struct ArrayParts {
  std::array<const void*, 3> buffers{};
  std::vector<ArrowArray> children;
  std::vector<ArrowArray*> child_pointers;
  ArrowArray dictionary{};
};

/// A consumer may have moved a child away, which leaves its release empty; the others are released with their parent.
template <class Parts, class Struct>
void release_parts(Struct* released) {
  auto* parts = static_cast<Parts*>(released->private_data);
  for (Struct& child : parts->children) {
    if (child.release != nullptr) child.release(&child);
  }
  if (parts->dictionary.release != nullptr) parts->dictionary.release(&parts->dictionary);
  delete parts;
  released->release = nullptr;
}

/// Key and value pairs, as the interface lays them out: counts and lengths as native 32-bit integers.
std::string metadata_of(std::string_view key, std::string_view value, std::string_view key2, std::string_view value2) {
  std::string bytes;
  const auto number = [&](std::size_t n) {
    const auto word = static_cast<std::int32_t>(n);
    bytes.append(reinterpret_cast<const char*>(&word), sizeof word);
  };
  number(2);
  for (const std::string_view text : {key, value, key2, value2}) {
    number(text.size());
    bytes += text;
  }
  return bytes;
}

std::string format_of(const WriterColumn& column) {
  switch (column.type.kind) {
    case TypeKind::integer:
      return "l";
    case TypeKind::number:
      return "g";
    case TypeKind::decimal:
      return is_narrow_decimal(column) ? "d:9," + std::to_string(column.type.decimals) + ",32"
                                       : "d:18," + std::to_string(column.type.decimals) + ",64";
    case TypeKind::string:
      return column.dictionary != nullptr ? "i" : "u";
    case TypeKind::boolean:
      return "b";
    case TypeKind::date:
      return "tdD";
    case TypeKind::timestamp:
      return "tsu:UTC";
    case TypeKind::datetime:
      return "tsu:";
    case TypeKind::time:
      return "ttu";
    case TypeKind::uuid:
      return "w:16";
  }
  return "n";
}

/// Fills a struct and its parts; children and dictionary may be added to the parts afterwards by finish_schema.
SchemaParts* begin_schema(ArrowSchema* out, std::string format, std::string name) {
  auto* parts = new SchemaParts;
  parts->format = std::move(format);
  parts->name = std::move(name);
  *out = ArrowSchema{};
  out->private_data = parts;
  out->release = release_parts<SchemaParts, ArrowSchema>;
  return parts;
}

void finish_schema(ArrowSchema* out) {
  auto* parts = static_cast<SchemaParts*>(out->private_data);
  out->format = parts->format.c_str();
  out->name = parts->name.c_str();
  out->metadata = parts->metadata.empty() ? nullptr : parts->metadata.data();
  for (ArrowSchema& child : parts->children) parts->child_pointers.push_back(&child);
  out->n_children = static_cast<std::int64_t>(parts->children.size());
  out->children = parts->child_pointers.data();
  out->dictionary = parts->dictionary.release != nullptr ? &parts->dictionary : nullptr;
}

void export_column_schema(const WriterColumn& column, ArrowSchema* out) {
  SchemaParts* parts = begin_schema(out, format_of(column), column.name);
  out->flags = ARROW_FLAG_NULLABLE;
  if (column.type.kind == TypeKind::uuid) {
    parts->metadata = metadata_of("ARROW:extension:name", "arrow.uuid", "ARROW:extension:metadata", "");
  }
  if (column.dictionary != nullptr) {
    begin_schema(&parts->dictionary, "u", "");
    finish_schema(&parts->dictionary);
  }
  finish_schema(out);
}

ArrayParts* begin_array(ArrowArray* out, std::size_t rows, std::int64_t buffers) {
  auto* parts = new ArrayParts;
  *out = ArrowArray{};
  out->length = static_cast<std::int64_t>(rows);
  out->n_buffers = buffers;
  out->private_data = parts;
  out->release = release_parts<ArrayParts, ArrowArray>;
  return parts;
}

void finish_array(ArrowArray* out) {
  auto* parts = static_cast<ArrayParts*>(out->private_data);
  out->buffers = parts->buffers.data();
  out->null_count = parts->buffers[0] != nullptr ? -1 : 0;  // -1: the consumer counts
  for (ArrowArray& child : parts->children) parts->child_pointers.push_back(&child);
  out->n_children = static_cast<std::int64_t>(parts->children.size());
  out->children = parts->child_pointers.data();
  out->dictionary = parts->dictionary.release != nullptr ? &parts->dictionary : nullptr;
}

void export_column(const GroupColumn& column, ArrowArray* out) {
  ArrayParts* parts = begin_array(out, column.rows(), column.plain_texts() ? 3 : 2);
  parts->buffers = {column.validity(), column.values(), column.plain_texts() ? column.texts() : nullptr};
  if (const Dictionary* dictionary = column.dictionary(); dictionary != nullptr) {
    ArrayParts* words = begin_array(&parts->dictionary, dictionary->size(), 3);
    words->buffers = {nullptr, dictionary->offsets().data(), dictionary->bytes()};
    finish_array(&parts->dictionary);
  }
  finish_array(out);
}

}  // namespace

void export_schema(const WriterTable& table, ArrowSchema* out) {
  SchemaParts* parts = begin_schema(out, "+s", "");
  parts->children.resize(table.columns.size());
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    export_column_schema(table.columns[i], &parts->children[i]);
  }
  finish_schema(out);
}

void export_rows(const RowGroup& group, ArrowArray* out) {
  ArrayParts* parts = begin_array(out, group.rows(), 1);
  parts->children.resize(group.columns().size());
  for (std::size_t i = 0; i < group.columns().size(); ++i) {
    export_column(group.columns()[i], &parts->children[i]);
  }
  finish_array(out);
}

}  // namespace synthgen
