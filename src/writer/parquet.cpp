// The writer `parquet`: columns are gathered into row groups cut by row count and handed
// to the Arrow plugin, which encodes them by Arrow's own writer.
//
// Threads: as writer.hpp says. Determinism: row groups, encodings and pages depend on the
// rows alone, so that the bytes are the same for any blocks and threads.
#include <bit>

#include "arrow_export.hpp"
#include "parquet_encoding.hpp"
#include "synthgen/arrow/arrow_library.hpp"
#include "synthgen/writer/writer.hpp"

namespace synthgen {
namespace {

/// Enough for long runs of one encoding, small enough for two in memory: about 12 MB of a ten-column table.
constexpr std::size_t kRowGroupRows = 131'072;
class ParquetBlockEncoder final : public BlockEncoder {
 public:
  explicit ParquetBlockEncoder(const WriterTable& table) : table_(&table) {}

  void append(const Batch& batch, EncodedBlock& block) override {
    const std::size_t count = table_->columns.size();
    assert(batch.columns.size() == count);
    if (block.columns.size() != count) block.columns.resize(count);
    for (std::size_t c = 0; c < count; ++c) {
      const Column& from = *batch.columns[c];
      // A block that is used again still holds its last columns.
      if (block.rows == 0) block.columns[c].reset(table_->columns[c].type, 0);
      if (from.dictionary() != table_->columns[c].dictionary) {
        block.columns[c].append(spelt_out(from));
      } else {
        block.columns[c].append(from);
      }
    }
    if (block.rows == 0) block.first_row = batch.first_row;
    block.rows += batch.rows;
  }

 private:
  /// The texts of a batch that is coded in a dictionary of its own.
  const Column& spelt_out(const Column& from) {
    texts_.reset(from.type(), from.rows());
    for (std::size_t i = 0; i < from.rows(); ++i) {
      texts_.append_text(from.is_valid(i) ? from.text(i) : std::string_view());  // a null may have any code
    }
    texts_.intersect_validity(from);
    return texts_;
  }

  const WriterTable* table_;
  Column texts_;
};

class ParquetFileEncoder final : public FileEncoder {
 public:
  ParquetFileEncoder(const WriterTable& table, const SynthgenArrowPlugin& plugin, ByteSink& sink)
      : table_(&table), plugin_(&plugin), sink_(&sink), group_(table, kRowGroupRows) {}
  ~ParquetFileEncoder() override {
    if (file_ != nullptr) plugin_->free(file_);
  }

  Status begin() override { return Done{}; }  // the encodings are chosen by the first row group

  Status write(const EncodedBlock& block) override {
    for (std::size_t row = 0; row < block.rows;) {
      Result<std::size_t> taken = group_.take(block.columns, row, block.rows);
      if (!taken) return taken.diagnostics();
      row += *taken;
      if (!group_.full()) continue;
      if (Status written = write_group(); !written) return written;
    }
    return Done{};
  }

  Status finish() override {
    if (group_.rows() > 0) {
      if (Status written = write_group(); !written) return written;
    }
    if (Status opened = open(); !opened) return opened;  // a table without rows
    return outcome(plugin_->close(file_));
  }

 private:
  static std::int32_t write_bytes(void* context, const void* bytes, std::int64_t size_bytes) {
    auto* encoder = static_cast<ParquetFileEncoder*>(context);
    Status written = encoder->sink_->write({static_cast<const char*>(bytes), static_cast<std::size_t>(size_bytes)});
    if (written) return 0;
    encoder->sink_failure_ = written.diagnostics();
    return 1;
  }

  /// A failure of the sink keeps its own words; anything else is Arrow's.
  Status outcome(std::int32_t failed) {
    if (failed == 0) return Done{};
    if (!sink_failure_.empty()) return sink_failure_;
    return make_error("SG5102", "Parquet could not be encoded: " + std::string(plugin_->error(file_)));
  }

  Status open() {
    if (file_ != nullptr) return Done{};
    std::vector<SynthgenArrowColumn> options;
    for (std::size_t c = 0; c < table_->columns.size(); ++c) {
      options.push_back(choose_encoding(table_->columns[c], group_.columns()[c]));
    }
    ArrowSchema schema;
    export_schema(*table_, &schema);
    const SynthgenArrowFile file{&schema, options.data(), write_bytes, this};
    file_ = plugin_->open_parquet(&file);
    return outcome(plugin_->opened(file_));
  }

  Status write_group() {
    if (Status opened = open(); !opened) return opened;
    ArrowArray rows;
    export_rows(group_, &rows);
    Status written = outcome(plugin_->write_row_group(file_, &rows));
    group_.clear();
    return written;
  }

  const WriterTable* table_;
  const SynthgenArrowPlugin* plugin_;
  ByteSink* sink_;
  RowGroup group_;
  void* file_ = nullptr;
  Diagnostics sink_failure_;
};

double estimate_column_bytes(const WriterColumn& column) {
  switch (column.type.kind) {
    case TypeKind::integer:
      return column.ascending ? 1 : 8;
    case TypeKind::decimal:
      return is_narrow_decimal(column) ? 4 : 8;
    case TypeKind::number:
    case TypeKind::timestamp:
    case TypeKind::datetime:
    case TypeKind::time:
      return 8;
    case TypeKind::date:
      return 4;
    case TypeKind::boolean:
      return 0.125;
    case TypeKind::uuid:
      return 16;
    case TypeKind::string:
      if (column.dictionary == nullptr) return 24;
      return static_cast<double>(std::bit_width(column.dictionary->size())) / 8;
  }
  return 8;
}

class ParquetWriter final : public Writer {
 public:
  ParquetWriter(const WriterTable& table, const SynthgenArrowPlugin& plugin) : table_(table), plugin_(&plugin) {
    // A dictionary of the file holds all of its texts; those that are told only as they come are spelt out.
    for (WriterColumn& column : table_.columns) {
      if (column.extra_texts) column.dictionary = nullptr;
    }
  }

  std::unique_ptr<BlockEncoder> make_block_encoder() const override {
    return std::make_unique<ParquetBlockEncoder>(table_);
  }
  std::unique_ptr<FileEncoder> make_file_encoder(ByteSink& sink) const override {
    return std::make_unique<ParquetFileEncoder>(table_, *plugin_, sink);
  }
  double estimate_row_bytes() const override {
    double bytes = 0;
    for (const WriterColumn& column : table_.columns) bytes += estimate_column_bytes(column);
    return bytes;
  }
  std::vector<std::pair<std::string, std::string>> libraries() const override {
    return {{"arrow", plugin_->arrow_version}};
  }

 private:
  WriterTable table_;
  const SynthgenArrowPlugin* plugin_;
};

Result<std::unique_ptr<Writer>> make(const WriterTable& table) {
  Result<const SynthgenArrowPlugin*> plugin = load_arrow_library("Parquet");
  if (!plugin) return plugin.diagnostics();
  return std::unique_ptr<Writer>(std::make_unique<ParquetWriter>(table, **plugin));
}

}  // namespace

const WriterKind& parquet_writer() {
  static const WriterKind kind = {
      .record = {.name = "parquet",
                 .summary = "Apache Parquet: typed columns in half the bytes of CSV, read by every analytics tool.",
                 .source = "Apache Parquet format 2.6 by Apache Arrow C++; row groups of 131,072 rows, page checksums, "
                           "decimals as integers.",
                 .example = R"({"format": "parquet"})"},
      .extension = ".parquet",
      .make = &make,
  };
  return kind;
}

}  // namespace synthgen
