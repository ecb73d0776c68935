#include "csv_reference.hpp"
#include "support/catch.hpp"

using namespace synthgen;
using csv_reference::encoded;
using csv_reference::first_difference;
using csv_reference::rows_text;

namespace {

Column texts(const std::vector<std::string>& values) {
  Column column;
  column.reset({TypeKind::string}, values.size());
  column.begin_texts();
  for (const std::string& value : values) column.append_text(value);
  return column;
}

std::string one_text(const std::string& value) {
  const Column column = texts({value});
  return encoded({&column}, 1);
}

class Kept final : public ByteSink {
 public:
  Status write(std::string_view bytes) override {
    kept += bytes;
    return Done{};
  }
  std::string kept;
};

std::string header_of(const std::vector<std::string>& names) {
  WriterTable table{"t", {}};
  for (const std::string& name : names) table.columns.push_back({name, {TypeKind::integer}});
  auto writer = find_writer("csv")->make(table);
  Kept sink;
  auto encoder = writer.value()->make_file_encoder(sink);
  REQUIRE(encoder->begin().ok());
  REQUIRE(encoder->finish().ok());
  return sink.kept;
}

}  // namespace

TEST_CASE("csv: a text is quoted only where a reader needs it") {
  CHECK(one_text("plain") == "plain\n");
  CHECK(one_text("two words") == "two words\n");
  CHECK(one_text(" edges ") == " edges \n");
  CHECK(one_text("it's; a 'tab'\t") == "it's; a 'tab'\t\n");
  CHECK(one_text("naïve 漢字 🙂") == "naïve 漢字 🙂\n");
  CHECK(one_text("") == "\"\"\n");
  CHECK(one_text("a,b") == "\"a,b\"\n");
  CHECK(one_text("say \"hi\"") == "\"say \"\"hi\"\"\"\n");
  CHECK(one_text("\"") == "\"\"\"\"\n");
  CHECK(one_text("line\nbreak") == "\"line\nbreak\"\n");
  CHECK(one_text("carriage\rreturn") == "\"carriage\rreturn\"\n");
}

TEST_CASE("csv: a special character is seen wherever it stands") {
  for (std::size_t size = 1; size <= 200; ++size) {
    for (std::size_t at = 0; at < size; ++at) {
      for (char special : {',', '"', '\r', '\n'}) {
        std::string text(size, 'x');
        text[at] = special;
        if (one_text(text) != csv_reference::quoted(text) + "\n") FAIL("size " << size << ", at " << at);
      }
    }
  }
}

TEST_CASE("csv: long texts, plain and quoted, among short ones") {
  std::string ten_kilobytes(10'000, 'k');
  std::string quotes(10'000, '"');
  std::string megabyte(1 << 20, 'm');
  std::string megabyte_quoted = megabyte;
  for (std::size_t k = 0; k < megabyte_quoted.size(); k += 1000) megabyte_quoted[k] = '"';
  const Column column = texts({"a", ten_kilobytes, "", "b", quotes, megabyte, "c", megabyte_quoted, "", "d"});
  const Column other = texts({"", "1", "22", megabyte, "x,y", "", "z", "\n", ten_kilobytes, "end"});
  CHECK(first_difference(encoded({&column, &other}, 1024), rows_text({&column, &other})) == "");
  CHECK(first_difference(encoded({&column, &other}, 3), rows_text({&column, &other})) == "");
}

TEST_CASE("csv: texts of every length up to 100 bytes, in first and last place") {
  std::vector<std::string> values;
  for (std::size_t size = 0; size <= 100; ++size) values.push_back(std::string(size, 'x'));
  const Column column = texts(values);
  CHECK(first_difference(encoded({&column}, 1024), rows_text({&column})) == "");
  CHECK(first_difference(encoded({&column, &column}, 1024), rows_text({&column, &column})) == "");
}

TEST_CASE("csv: words of a dictionary come out as the same texts do, whether the writer knew the dictionary or not") {
  for (std::size_t longest : {10U, 15U, 16U, 31U, 32U, 500U}) {
    std::vector<std::string> words = {"", "x", "a,b", "\"", std::string(longest, 'w')};
    const Dictionary dictionary(words);
    Column coded;
    coded.reset(dictionary, 1000);
    for (std::size_t i = 0; i < 1000; ++i) {
      coded.data<std::int32_t>()[i] = static_cast<std::int32_t>(i * 7 % words.size());
      if (i % 11 == 0) coded.set_null(i);
    }
    const std::string expected = rows_text({&coded, &coded});
    CHECK(first_difference(encoded({&coded, &coded}, 0), expected) == "");

    WriterTable table = csv_reference::table_of({&coded, &coded});
    for (WriterColumn& column : table.columns) column.dictionary = &dictionary;
    auto writer = find_writer("csv")->make(table);
    EncodedBlock block;
    const csv_reference::Columns columns = {&coded, &coded};
    writer.value()->make_block_encoder()->append({0, 1000, columns}, block);
    CHECK(first_difference(block.bytes.view(), expected) == "");
  }
}

TEST_CASE("csv: texts that the dictionary lacks come out among its words as plain texts do") {
  // By words and extra texts: both in narrow slots, both in wide ones, extra ones too long for a slot, words too long
  // for one, words too many to be copied.
  const auto many = [](std::size_t count, std::size_t bytes) {
    std::vector<std::string> words;
    for (std::size_t k = 0; k < count; ++k) {
      words.push_back(std::to_string(k));
      words.back().resize(std::max(bytes, words.back().size()), 'w');
    }
    return words;
  };
  const std::vector<std::vector<std::string>> vocabularies = {{"red", "", "a,b", "\""},
                                                              {"x"},
                                                              many(3, 12),
                                                              many(3, 13),
                                                              many(5, 31),
                                                              many(5, 32),
                                                              many(3000, 8),
                                                              many(70, 300)};
  const std::vector<std::vector<std::string>> damages = {
      {"read", "", "a,,b", "\"\"", "grün"},
      {"", std::string(15, 'e'), std::string(16, 'e'), std::string(30, 'e'), std::string(31, 'e')},
      {std::string(32, 'l'), "", std::string(100'000, 'l'), std::string(5000, '"'), "two\nlines"}};
  for (std::size_t v = 0; v < vocabularies.size(); ++v) {
    const std::vector<std::string>& words = vocabularies[v];
    const Dictionary dictionary(words);
    for (std::size_t d = 0; d < damages.size(); ++d) {
      for (const bool nulls : {false, true}) {
        INFO("vocabulary " << v << ", damage " << d << (nulls ? ", with nulls" : ""));
        std::vector<Column> coded(4);
        csv_reference::Columns columns;
        // One encoder sees clean batches too, and the same dictionary with other extra texts.
        WriterTable table{"t", {}};
        for (const char* name : {"a", "b", "c"}) {
          table.columns.push_back({name, {TypeKind::string}, &dictionary, true});
        }
        auto writer = find_writer("csv")->make(table);
        auto encoder = writer.value()->make_block_encoder();
        EncodedBlock block;
        std::string expected;
        for (std::size_t b = 0; b < coded.size(); ++b) {
          const std::size_t rows = b == 3 ? 700 : 1000;
          Column& column = coded[b];
          column.reset(dictionary, rows);
          for (std::size_t i = 0; i < rows; ++i) {
            std::int32_t& code = column.data<std::int32_t>()[i];
            code = static_cast<std::int32_t>(i * 7 % words.size());
            // Whole runs of 256 rows stay clean in the last batch; none in the first.
            if (b != 1 && (b == 3 ? i / 256 == 1 : true) && (i * 13 + b) % 29 == 0) {
              column.set_extra_text(i, damages[d][(i + b) % damages[d].size()]);
            }
            // What lies under a null is no text.
            if (nulls && i % 11 == 0) {
              code = 1'000'000;
              column.set_null(i);
            }
          }
          columns = {&column, &column, &column};
          encoder->append({0, rows, columns}, block);
          expected += rows_text(columns);
        }
        CHECK(first_difference(block.bytes.view(), expected) == "");
      }
    }
  }
}

TEST_CASE("csv: an encoder takes batches with other dictionaries, and without one") {
  const Dictionary first({"red", "green"});
  const Dictionary second({"a word that is longer than any slot of thirty-two bytes", "x,y"});
  Column coded_first;
  coded_first.reset(first, 4);
  Column coded_second;
  coded_second.reset(second, 4);
  for (std::int32_t i = 0; i < 4; ++i) {
    coded_first.data<std::int32_t>()[i] = i % 2;
    coded_second.data<std::int32_t>()[i] = i % 2;
  }
  const Column plain = texts({"p", "", "q,r", "s"});
  auto writer = find_writer("csv")->make(csv_reference::table_of({&plain}));
  auto encoder = writer.value()->make_block_encoder();
  EncodedBlock block;
  std::string expected;
  for (const Column* column : csv_reference::Columns{&coded_first, &coded_second, &plain, &coded_first}) {
    const csv_reference::Columns columns = {column};
    encoder->append({0, 4, columns}, block);
    expected += rows_text(columns);
  }
  CHECK(block.bytes.view() == expected);
}

TEST_CASE("csv: the header holds the names, quoted like texts") {
  CHECK(header_of({"id", "amount"}) == "id,amount\n");
  CHECK(header_of({"a,b", "say \"x\"", "two words", "zwei\nZeilen", "größe"}) ==
        "\"a,b\",\"say \"\"x\"\"\",two words,\"zwei\nZeilen\",größe\n");
  CHECK(header_of({"alone"}) == "alone\n");
}

TEST_CASE("csv: the file is the header and the blocks in order") {
  const Column column = texts({"x", "y,z"});
  const csv_reference::Columns columns = {&column};
  auto writer = find_writer("csv")->make(csv_reference::table_of(columns));
  auto blocks = writer.value()->make_block_encoder();
  Kept sink;
  auto file = writer.value()->make_file_encoder(sink);
  REQUIRE(file->begin().ok());
  for (int k = 0; k < 2; ++k) {
    EncodedBlock block;
    blocks->append({0, 2, columns}, block);
    REQUIRE(file->write(block).ok());
  }
  REQUIRE(file->finish().ok());
  CHECK(sink.kept == "c0\nx\n\"y,z\"\nx\n\"y,z\"\n");
}

TEST_CASE("csv: dates and times are written by their column's format, quoted where that needs it") {
  const auto written = [](Type type, const std::string& format, const std::vector<std::int64_t>& values) {
    WriterTable table{"t", {{"a", type}, {"n", {TypeKind::integer}}}};
    table.columns[0].format = format;
    Column column;
    column.reset(type, values.size());
    Column numbers;
    numbers.reset({TypeKind::integer}, values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (type.kind == TypeKind::date) {
        column.data<std::int32_t>()[i] = static_cast<std::int32_t>(values[i]);
      } else {
        column.data<std::int64_t>()[i] = values[i];
      }
      numbers.data<std::int64_t>()[i] = 7;
      if (i % 3 == 2) column.set_null(i);
    }
    auto writer = find_writer("csv")->make(table);
    auto encoder = writer.value()->make_block_encoder();
    const Column* columns[] = {&column, &numbers};
    EncodedBlock block;
    encoder->append({0, values.size(), columns}, block);
    return std::string(block.bytes.view());
  };
  const std::int64_t day = 19'782;  // 2024-02-29, a Thursday
  CHECK(written({TypeKind::date}, "%d/%m/%Y", {day, day + 1, day}) == "29/02/2024,7\n01/03/2024,7\n,7\n");
  CHECK(written({TypeKind::date}, "%A, %-d \"%b\"", {day}) == "\"Thursday, 29 \"\"Feb\"\"\",7\n");
  CHECK(written({TypeKind::timestamp}, "%H:%M:%S.%f", {-1, 0}) == "23:59:59.999999,7\n00:00:00.000000,7\n");
  CHECK(written({TypeKind::datetime}, "%d.%m.%y %I%p", {day * 86'400'000'000 + 50'400'000'000}) == "29.02.24 02PM,7\n");
  CHECK(written({TypeKind::time}, "%R", {30'600'000'000}) == "08:30,7\n");
  // A run's rows are formatted together, and a batch has several runs.
  std::string expected;
  for (int i = 0; i < 1000; ++i) expected += (i % 3 == 2 ? "" : "08:30") + std::string(",7\n");
  CHECK(written({TypeKind::time}, "%R", std::vector<std::int64_t>(1000, 30'600'000'000)) == expected);
}

TEST_CASE("csv: the estimate is near the truth for fields of known size") {
  WriterTable table{"t", {{"u", {TypeKind::uuid}}, {"d", {TypeKind::date}}, {"t", {TypeKind::timestamp}}}};
  auto writer = find_writer("csv")->make(table);
  CHECK(writer.value()->estimate_row_bytes() == Approx(37 + 11 + 21));
}

TEST_CASE("csv: the writer stands in the list with its record") {
  const WriterKind* kind = find_writer("csv");
  REQUIRE(kind != nullptr);
  CHECK(kind->extension == ".csv");
  CHECK_FALSE(kind->record.summary.empty());
  CHECK_FALSE(kind->record.source.empty());
  CHECK_FALSE(kind->record.example.empty());
  CHECK(find_writer("cvs") == nullptr);
}
