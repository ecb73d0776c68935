// CSV by RFC 4180, as every reader takes it: a header row of names, line feeds, commas,
// quotes only where they are needed.
//
// The empty field is the null and "" the empty string. Readers differ in whether they keep the two apart: DuckDB does
// with allow_quoted_nulls = false; pandas takes both for missing, or, with keep_default_na=False, both for empty
// strings. In a table of one column a null row is an empty line, which RFC 4180 counts as a row and pandas skips unless
// it is called with skip_blank_lines=False.
#include <cassert>
#include <string>

#include "csv_block_encoder.hpp"
#include "csv_quote.hpp"
#include "synthgen/writer/writer.hpp"

namespace synthgen {
namespace {

using csv::CsvOptions;

class CsvFileEncoder final : public FileEncoder {
 public:
  CsvFileEncoder(std::string header, ByteSink& sink) : header_(std::move(header)), sink_(sink) {}

  Status begin() override {
    if (header_.empty()) return Done{};
    return sink_.write(header_);
  }
  Status write(const EncodedBlock& block) override { return sink_.write(block.bytes.view()); }
  Status finish() override { return Done{}; }

 private:
  std::string header_;
  ByteSink& sink_;
};

std::string make_header(const WriterTable& table, const CsvOptions& options) {
  std::string header;
  for (std::size_t k = 0; k < table.columns.size(); ++k) {
    const std::string& name = table.columns[k].name;
    const std::size_t bytes = csv::field_bytes(name, options);
    if (bytes == name.size()) {
      header += name;
    } else {
      const std::size_t at = header.size();
      header.resize(at + bytes);
      csv::write_quoted(name, options.quote, header.data() + at);
    }
    header += csv::separator_after(k, table.columns.size(), options);
  }
  return header;
}

/// REQUIRES: a pattern that TimeFormat reads, or nothing.
std::shared_ptr<const TimeFormat> read_pattern(const std::string& text) {
  if (text.empty()) return nullptr;
  TimeFormat::Fault fault;
  std::optional<TimeFormat> pattern = TimeFormat::parse(text, fault);
  assert(pattern.has_value() && "the schema is read by the same parser");
  return std::make_shared<const TimeFormat>(std::move(*pattern));
}

/// Bytes of a typical field without its separator, where only the type is known.
double typical_bytes(const WriterColumn& column) {
  if (!column.format.empty()) return static_cast<double>(read_pattern(column.format)->most_bytes());
  switch (column.type.kind) {
    case TypeKind::integer:
      return 7;
    case TypeKind::number:
      return 17;  // most doubles need all their digits
    case TypeKind::decimal:
      return 5 + column.type.decimals;
    case TypeKind::boolean:
      return 4.5;
    case TypeKind::date:
      return csv::kDateBytes - 1;
    case TypeKind::timestamp:
    case TypeKind::datetime:
    case TypeKind::time:
      return (column.type.kind == TypeKind::timestamp  ? 20
              : column.type.kind == TypeKind::datetime ? 19
                                                       : 8) +
             (column.type.decimals > 0 ? column.type.decimals + 1 : 0);
    case TypeKind::uuid:
      return csv::kUuidBytes - 1;
    case TypeKind::string:
      break;
  }
  const Dictionary* words = column.dictionary;
  if (words == nullptr || words->size() == 0) return 12;
  return static_cast<double>(words->offsets().back()) / static_cast<double>(words->size());
}

class CsvWriter final : public Writer {
 public:
  CsvWriter(const WriterTable& table, const CsvOptions& options) : table_(table), options_(options) {
    const std::size_t columns = table.columns.size();
    for (std::size_t k = 0; k < columns; ++k) {
      const Dictionary* dictionary = table.columns[k].dictionary;
      words_.push_back(dictionary == nullptr ? nullptr
                                             : std::make_shared<const csv::WordTable>(
                                                   *dictionary, csv::separator_after(k, columns, options), options));
      patterns_.push_back(read_pattern(table.columns[k].format));
    }
  }

  std::unique_ptr<BlockEncoder> make_block_encoder() const override {
    return std::make_unique<csv::CsvBlockEncoder>(table_, words_, patterns_, options_);
  }

  std::unique_ptr<FileEncoder> make_file_encoder(ByteSink& sink) const override {
    const bool named = options_.header && table_.head == TableHead::written;
    return std::make_unique<CsvFileEncoder>(named ? make_header(table_, options_) : std::string(), sink);
  }

  double estimate_row_bytes() const override {
    double bytes = 0;
    for (const WriterColumn& column : table_.columns) bytes += typical_bytes(column) + 1;
    return bytes;
  }

 private:
  WriterTable table_;
  CsvOptions options_;
  csv::TableWords words_;
  csv::TablePatterns patterns_;
};

}  // namespace

const WriterKind& csv_writer() {
  static const WriterKind kKind = {
      .record =
          {
              .name = "csv",
              .summary = "Text that every tool reads: a header row, commas, quotes only where needed.",
              .source = "RFC 4180, with line feeds as line ends.",
              .example = R"({"format": "csv"})",
          },
      .extension = ".csv",
      .uses_formats = true,
      .make = [](const WriterTable& table) -> Result<std::unique_ptr<Writer>> {
        return std::unique_ptr<Writer>(std::make_unique<CsvWriter>(table, CsvOptions{}));
      },
  };
  return kKind;
}

}  // namespace synthgen
