// The writer `parquet`: what can be seen without a reader of Parquet. That the values and
// types come back is shown by tests/roundtrip with three independent readers.
#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "arrow_export.hpp"
#include "parquet_encoding.hpp"
#include "row_group.hpp"
#include "support/catch.hpp"
#include "synthgen/arrow/arrow_library.hpp"
#include "synthgen/writer/writer.hpp"

using namespace synthgen;

namespace {

class MemorySink final : public ByteSink {
 public:
  Status write(std::string_view bytes) override {
    if (bytes_left < bytes.size()) return make_error("SG5001", "out.parquet: No space left on device");
    bytes_left -= bytes.size();
    text += bytes;
    return Done{};
  }
  std::string text;
  std::size_t bytes_left = SIZE_MAX;
};

/// Points SYNTHGEN_PLUGIN_DIR somewhere else until the end of the scope.
class PluginFolder {
 public:
  explicit PluginFolder(const char* folder) { ::setenv("SYNTHGEN_PLUGIN_DIR", folder, 1); }
  ~PluginFolder() { ::unsetenv("SYNTHGEN_PLUGIN_DIR"); }
};

bool plugin_is_built() {
  if (load_arrow_library("Parquet")) return true;
  WARN("skipped: the Arrow plugin is not built (" << arrow_library_path() << ")");
  return false;
}

const Dictionary& words() {
  static const Dictionary dictionary({"red", "green", "blue", ""});
  return dictionary;
}

/// One column of each type that a file may hold.
WriterTable every_type() {
  WriterTable table;
  table.name = "every_type";
  const auto add = [&](std::string name, Type type) -> WriterColumn& {
    table.columns.push_back({});
    table.columns.back().name = std::move(name);
    table.columns.back().type = type;
    return table.columns.back();
  };
  add("id", {TypeKind::integer, 0}).ascending = true;
  add("number", {TypeKind::number, 0}).distinct = true;
  add("price", Type::decimal(2)).precision = 9;
  add("income", Type::decimal(4));
  add("colour", {TypeKind::string, 0}).dictionary = &words();
  add("text", {TypeKind::string, 0});
  add("active", {TypeKind::boolean, 0});
  add("day", {TypeKind::date, 0});
  add("at", {TypeKind::timestamp, 0});
  add("wall", {TypeKind::datetime, 3});
  add("clock", {TypeKind::time, 0});
  add("key", {TypeKind::uuid, 0}).distinct = true;
  return table;
}

/// Values that are a function of row and column alone, with nulls in every column but the first where asked for.
void fill(const WriterTable& table, std::size_t c, std::int64_t first_row, std::size_t rows, bool nulls, Column& out) {
  const WriterColumn& column = table.columns[c];
  if (column.dictionary != nullptr) {
    out.reset(*column.dictionary, rows);
  } else {
    out.reset(column.type, rows);
  }
  for (std::size_t i = 0; i < rows; ++i) {
    const std::int64_t row = first_row + static_cast<std::int64_t>(i);
    switch (column.type.kind) {
      case TypeKind::integer:
        out.data<std::int64_t>()[i] = row + 1;
        break;
      case TypeKind::number:
        out.data<double>()[i] = static_cast<double>(row) / 3;
        break;
      case TypeKind::decimal:
        out.data<std::int64_t>()[i] = row * 7919 % 999'999;
        break;
      case TypeKind::boolean:
        out.data<std::uint8_t>()[i] = row % 3 == 0;
        break;
      case TypeKind::date:
        out.data<std::int32_t>()[i] = static_cast<std::int32_t>(row % 3650);
        break;
      case TypeKind::timestamp:
        out.data<std::int64_t>()[i] = row * 1'000'000;
        break;
      case TypeKind::datetime:
        out.data<std::int64_t>()[i] = row * 86'399'123'000 - 1'000'000'000'000'000;
        break;
      case TypeKind::time:
        out.data<std::int64_t>()[i] = row * 61 % 86'400 * 1'000'000;
        break;
      case TypeKind::uuid:
        std::memcpy(out.data<char>() + 16 * i, "0123456789abcdef", 16);
        break;
      case TypeKind::string:
        if (column.dictionary != nullptr) {
          out.data<std::int32_t>()[i] = static_cast<std::int32_t>(row % 4);
        } else {
          out.append_text("text " + std::to_string(row * row));
        }
        break;
    }
    if (nulls && c > 0 && (row + static_cast<std::int64_t>(c)) % 7 == 0) out.set_null(i);
  }
}

/// Writes `rows` rows in blocks of `block_rows`, each of batches of at most `batch_rows`.
Status write_rows(const WriterTable& table, std::size_t rows, std::size_t block_rows, std::size_t batch_rows,
                  bool nulls, MemorySink& sink) {
  Result<std::unique_ptr<Writer>> writer = find_writer("parquet")->make(table);
  if (!writer) return writer.diagnostics();
  const auto blocks = (*writer)->make_block_encoder();
  const auto file = (*writer)->make_file_encoder(sink);
  if (Status begun = file->begin(); !begun) return begun;
  std::vector<Column> columns(table.columns.size());
  EncodedBlock block;  // recycled, as the engine does
  for (std::size_t row = 0; row < rows; row += block_rows) {
    block.rows = 0;
    const std::size_t end = std::min(row + block_rows, rows);
    for (std::size_t at = row; at < end; at += batch_rows) {
      Batch batch;
      batch.first_row = static_cast<std::int64_t>(at);
      batch.rows = std::min(batch_rows, end - at);
      std::vector<const Column*> pointers;
      for (std::size_t c = 0; c < columns.size(); ++c) {
        fill(table, c, batch.first_row, batch.rows, nulls, columns[c]);
        pointers.push_back(&columns[c]);
      }
      batch.columns = pointers;
      blocks->append(batch, block);
    }
    if (Status written = file->write(block); !written) return written;
  }
  return file->finish();
}

}  // namespace

TEST_CASE("a build without the Arrow plugin answers with the option that brings it and the path looked for") {
  const PluginFolder nowhere("/nonexistent/plugins");
  const auto writer = find_writer("parquet")->make(every_type());
  REQUIRE_FALSE(writer);
  REQUIRE(writer.diagnostics().size() == 1);
  const Diagnostic& told = writer.diagnostics()[0];
  CHECK(told.code == "SG5101");
  CHECK(told.message == "Parquet needs the Arrow plugin, which this build of synthgen lacks");
  CHECK(told.hint ==
        "looked for /nonexistent/plugins/libsynthgen_arrow.so; build with -DSYNTHGEN_ARROW=ON, or choose the format "
        "csv");
}

TEST_CASE("the plugin is looked for beside the program where no folder is named") {
  const std::string path = arrow_library_path();
  CHECK(path.find("/../lib/synthgen/libsynthgen_arrow.so") != std::string::npos);
  CHECK(path.front() == '/');
}

TEST_CASE("a Parquet file begins and ends with its magic and names every column") {
  if (!plugin_is_built()) return;
  MemorySink sink;
  REQUIRE(write_rows(every_type(), 5000, 1000, 1000, true, sink));
  REQUIRE(sink.text.size() > 8);
  CHECK(sink.text.substr(0, 4) == "PAR1");
  CHECK(sink.text.substr(sink.text.size() - 4) == "PAR1");
  for (const WriterColumn& column : every_type().columns) CHECK(sink.text.find(column.name) != std::string::npos);
  CHECK(sink.text.find("parquet-cpp-arrow version") != std::string::npos);
  CHECK(sink.text.find("ARROW:schema") == std::string::npos);
}

TEST_CASE("a table without rows is a file without row groups") {
  if (!plugin_is_built()) return;
  MemorySink sink;
  REQUIRE(write_rows(every_type(), 0, 1000, 1000, false, sink));
  CHECK(sink.text.substr(0, 4) == "PAR1");
  CHECK(sink.text.substr(sink.text.size() - 4) == "PAR1");
}

TEST_CASE("numbers that repeat in no pattern lie plainly in the file, in row order") {
  if (!plugin_is_built()) return;
  constexpr std::size_t kRows = 2000;
  MemorySink sink;
  REQUIRE(write_rows(every_type(), kRows, 700, 300, false, sink));
  std::vector<double> values(kRows);
  for (std::size_t i = 0; i < kRows; ++i) values[i] = static_cast<double>(i) / 3;
  const std::string_view bytes(reinterpret_cast<const char*>(values.data()), kRows * sizeof(double));
  CHECK(sink.text.find(bytes) != std::string::npos);
}

TEST_CASE("a coded column with texts beyond its dictionary is written as the same texts without one") {
  if (!plugin_is_built()) return;
  const Dictionary words({"new", "open", "closed"});
  const auto write = [&](const Dictionary* dictionary, std::size_t batch_rows) {
    WriterTable table{"t", {}};
    table.columns.push_back({"status", {TypeKind::string}, dictionary, dictionary != nullptr});
    const auto writer = find_writer("parquet")->make(table);
    REQUIRE(writer);
    const auto blocks = (*writer)->make_block_encoder();
    MemorySink sink;
    const auto file = (*writer)->make_file_encoder(sink);
    EncodedBlock block;
    for (std::size_t row = 0; row < 6000; row += batch_rows) {
      Column column;
      if (dictionary != nullptr) {
        column.reset(*dictionary, batch_rows);
      } else {
        column.reset({TypeKind::string}, batch_rows);
      }
      for (std::size_t i = 0; i < batch_rows; ++i) {
        const bool damaged = (row + i) % 37 == 0 && row >= 2000;  // the first batches are clean
        const std::string text = (row + i) % 74 == 0 ? "" : "opne " + std::to_string(row + i);
        const std::size_t code = (row + i) % 3;
        if (dictionary == nullptr) {
          column.append_text(damaged ? text : std::string(words[code]));
        } else {
          column.data<std::int32_t>()[i] = damaged ? column.set_extra_text(i, text) : static_cast<std::int32_t>(code);
        }
        if ((row + i) % 10 != 3) continue;
        if (dictionary != nullptr) column.data<std::int32_t>()[i] = 1'000'000;  // what lies under a null is no text
        column.set_null(i);
      }
      const std::vector<const Column*> columns = {&column};
      blocks->append({static_cast<std::int64_t>(row), batch_rows, columns}, block);
    }
    REQUIRE(file->write(block));
    REQUIRE(file->finish());
    return sink.text;
  };
  const std::string plain = write(nullptr, 1000);
  CHECK((write(&words, 1000) == plain));
  CHECK((write(&words, 500) == plain));
}

TEST_CASE("the bytes do not depend on how the rows were cut into blocks and batches") {
  if (!plugin_is_built()) return;
  // More than one row group of 131,072 rows, so that blocks straddle a boundary.
  constexpr std::size_t kRows = 140'000;
  for (const bool nulls : {false, true}) {
    MemorySink reference;
    REQUIRE(write_rows(every_type(), kRows, 65'536, 1024, nulls, reference));
    const std::array<std::array<std::size_t, 2>, 4> cuts = {{{1, 1}, {7, 3}, {4096, 1000}, {kRows, 1024}}};
    for (const auto& [block_rows, batch_rows] : cuts) {
      MemorySink sink;
      REQUIRE(write_rows(every_type(), kRows, block_rows, batch_rows, nulls, sink));
      INFO("blocks of " << block_rows << ", batches of " << batch_rows);
      CHECK((sink.text == reference.text));
    }
  }
}

TEST_CASE("batches coded in a dictionary of their own are written as their texts") {
  if (!plugin_is_built()) return;
  WriterTable table;
  table.columns.push_back({});
  table.columns[0].name = "colour";
  table.columns[0].type = {TypeKind::string, 0};
  table.columns[0].distinct = true;
  const auto write_batch = [&](const Column& column) {
    const auto writer = find_writer("parquet")->make(table);
    MemorySink sink;
    const auto file = (*writer)->make_file_encoder(sink);
    EncodedBlock block;
    const std::array<const Column*, 1> columns = {&column};
    (*writer)->make_block_encoder()->append({0, column.rows(), columns}, block);
    REQUIRE(file->begin());
    REQUIRE(file->write(block));
    REQUIRE(file->finish());
    return sink.text;
  };
  Column coded;
  coded.reset(words(), 3);
  for (std::int32_t i = 0; i < 3; ++i) coded.data<std::int32_t>()[i] = 2 - i;
  coded.set_null(1);
  Column spelt;
  spelt.reset({TypeKind::string, 0}, 3);
  spelt.append_text("blue");
  spelt.append_null();
  spelt.append_text("red");
  CHECK((write_batch(coded) == write_batch(spelt)));
}

TEST_CASE("a full disk keeps its own words, at whatever byte it fills up") {
  if (!plugin_is_built()) return;
  MemorySink whole;
  REQUIRE(write_rows(every_type(), 3000, 1000, 1000, false, whole));
  for (std::size_t bytes = 0; bytes < whole.text.size(); bytes += whole.text.size() / 50) {
    MemorySink sink;
    sink.bytes_left = bytes;
    const Status written = write_rows(every_type(), 3000, 1000, 1000, false, sink);
    REQUIRE_FALSE(written);
    CHECK(written.diagnostics()[0].message == "out.parquet: No space left on device");
  }
}

TEST_CASE("an encoder that is dropped before the end writes no footer") {
  if (!plugin_is_built()) return;
  const WriterTable table = every_type();
  const auto writer = find_writer("parquet")->make(table);
  MemorySink sink;
  {
    const auto file = (*writer)->make_file_encoder(sink);
    const auto blocks = (*writer)->make_block_encoder();
    REQUIRE(file->begin());
    std::vector<Column> columns(table.columns.size());
    std::vector<const Column*> pointers;
    for (std::size_t c = 0; c < columns.size(); ++c) {
      fill(table, c, 0, 140'000, false, columns[c]);
      pointers.push_back(&columns[c]);
    }
    EncodedBlock block;
    blocks->append({0, 140'000, pointers}, block);
    REQUIRE(file->write(block));
  }
  CHECK(sink.text.size() > 1'000'000);  // the first row group went out
  CHECK(sink.text.substr(sink.text.size() - 4) != "PAR1");
}

TEST_CASE("a decimal of more digits than the column declares is refused, a null one is not") {
  WriterTable table;
  table.columns.push_back({});
  table.columns[0].name = "price";
  table.columns[0].type = Type::decimal(2);
  table.columns[0].precision = 9;
  std::vector<Column> columns(1);
  columns[0].reset(Type::decimal(2), 3);
  columns[0].data<std::int64_t>()[0] = 999'999'999;
  columns[0].data<std::int64_t>()[1] = 1'000'000'000;
  columns[0].data<std::int64_t>()[2] = -999'999'999;
  RowGroup refused(table, 10);
  const auto taken = refused.take(columns, 0, 3);
  REQUIRE_FALSE(taken);
  CHECK(taken.diagnostics()[0].code == "SG5103");
  CHECK(taken.diagnostics()[0].message == "column \"price\" has a value of more than 9 digits");

  columns[0].set_null(1);
  RowGroup group(table, 10);
  REQUIRE(group.take(columns, 0, 3));
  const auto* values = static_cast<const std::int32_t*>(group.columns()[0].values());
  CHECK(values[0] == 999'999'999);
  CHECK(values[2] == -999'999'999);
}

TEST_CASE("a row group takes rows until it is full and keeps validity and booleans as bits") {
  WriterTable table;
  table.columns.resize(2);
  table.columns[0].type = {TypeKind::boolean, 0};
  table.columns[1].type = {TypeKind::string, 0};
  constexpr std::size_t kRows = 301;
  std::vector<Column> columns(2);
  columns[0].reset({TypeKind::boolean, 0}, kRows);
  columns[1].reset({TypeKind::string, 0}, kRows);
  for (std::size_t i = 0; i < kRows; ++i) {
    columns[0].data<std::uint8_t>()[i] = i % 5 == 0 || i % 3 == 0;
    columns[1].append_text(std::to_string(i));
    if (i % 4 == 1) columns[0].set_null(i);
  }
  RowGroup group(table, 200);
  // Odd pieces, so that bits are joined at every place of a word.
  std::size_t row = 0;
  for (std::size_t piece = 1; !group.full(); ++piece) {
    const auto taken = group.take(columns, row, std::min(row + piece, kRows));
    REQUIRE(taken);
    row += *taken;
  }
  CHECK(row == 200);
  CHECK(group.rows() == 200);
  const auto* booleans = static_cast<const std::uint8_t*>(group.columns()[0].values());
  const auto* valid = static_cast<const std::uint8_t*>(group.columns()[0].validity());
  REQUIRE(valid != nullptr);
  CHECK(group.columns()[1].validity() == nullptr);
  const auto* offsets = static_cast<const std::int32_t*>(group.columns()[1].values());
  for (std::size_t i = 0; i < 200; ++i) {
    INFO("row " << i);
    CHECK(((booleans[i / 8] >> (i % 8)) & 1) == (i % 5 == 0 || i % 3 == 0));
    CHECK(((valid[i / 8] >> (i % 8)) & 1) == (i % 4 != 1));
    CHECK(std::string(group.columns()[1].texts() + offsets[i], group.columns()[1].texts() + offsets[i + 1]) ==
          std::to_string(i));
  }
  group.clear();
  CHECK(group.rows() == 0);
  CHECK(group.columns()[0].validity() == nullptr);
}

TEST_CASE("the schema handed to Arrow has the types that the manual promises") {
  ArrowSchema schema;
  export_schema(every_type(), &schema);
  const std::array<const char*, 12> formats = {"l", "g",   "d:9,2,32", "d:18,4,64", "i",   "u",
                                               "b", "tdD", "tsu:UTC",  "tsu:",      "ttu", "w:16"};
  REQUIRE(schema.n_children == 12);
  CHECK(std::string(schema.format) == "+s");
  for (std::size_t c = 0; c < formats.size(); ++c) {
    CHECK(std::string(schema.children[c]->format) == formats[c]);
    CHECK(std::string(schema.children[c]->name) == every_type().columns[c].name);
    CHECK(schema.children[c]->flags == ARROW_FLAG_NULLABLE);
  }
  REQUIRE(schema.children[4]->dictionary != nullptr);
  CHECK(std::string(schema.children[4]->dictionary->format) == "u");
  schema.release(&schema);
  CHECK(schema.release == nullptr);
}

TEST_CASE("each column takes the encoding that its first values ask for, whatever lies under nulls") {
  constexpr std::size_t kRows = 4096;
  const auto choose = [&](TypeKind kind, auto value, bool garbage_nulls) {
    WriterTable table;
    table.columns.resize(1);
    table.columns[0].type = {kind, 0};
    std::vector<Column> columns(1);
    columns[0].reset({kind, 0}, kRows);
    for (std::size_t i = 0; i < kRows; ++i) {
      // A scramble of the row number: every 12-bit value once, in no order.
      const auto scrambled = static_cast<std::int64_t>(i * 2654435761U % kRows);
      const bool null = garbage_nulls && i % 2 == 1;
      if (kind == TypeKind::string) {
        columns[0].append_text(std::to_string(null ? scrambled : value(scrambled)));
      } else {
        columns[0].data<std::int64_t>()[i] = null ? scrambled * scrambled * 1'000'003 : value(scrambled);
      }
      if (null) columns[0].set_null(i);
    }
    RowGroup group(table, kRows);
    REQUIRE(group.take(columns, 0, kRows));
    return choose_encoding(table.columns[0], group.columns()[0]);
  };
  for (const bool garbage_nulls : {false, true}) {
    INFO("nulls over other values: " << garbage_nulls);
    const auto wide = [](std::int64_t x) { return x; };
    CHECK(choose(TypeKind::integer, wide, garbage_nulls).encoding == kSynthgenDelta);
    CHECK(choose(TypeKind::integer, wide, garbage_nulls).codec == kSynthgenUncompressed);
    // Sixty values next to each other: packed differences are as short as codes.
    CHECK(choose(
              TypeKind::integer, [](std::int64_t x) { return 18 + x % 60; }, garbage_nulls)
              .encoding == kSynthgenDelta);
    // Four values far apart: two bits a code against forty a difference.
    CHECK(choose(
              TypeKind::integer, [](std::int64_t x) { return x % 4 * 1'000'000'000'000; }, garbage_nulls)
              .encoding == kSynthgenDictionary);
    CHECK(choose(TypeKind::string, wide, garbage_nulls).encoding == kSynthgenPlain);
    CHECK(choose(TypeKind::string, wide, garbage_nulls).codec == kSynthgenSnappy);
    CHECK(choose(
              TypeKind::string, [](std::int64_t x) { return x % 100; }, garbage_nulls)
              .encoding == kSynthgenDictionary);
  }
}
