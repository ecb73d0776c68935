// libsynthgen_arrow.so: Parquet by Arrow's own writer, behind the C door of abi.hpp.
// The only file of the project that includes Arrow; loaded when a format needs it.
//
// Threads: a handle belongs to one thread at a time. Determinism: the bytes depend on the
// rows, the row groups as they come, the columns' options and the version of Arrow.
#include <arrow/c/bridge.h>
#include <arrow/chunked_array.h>
#include <arrow/config.h>
#include <arrow/extension/uuid.h>
#include <arrow/extension_type.h>
#include <arrow/io/interfaces.h>
#include <arrow/memory_pool.h>
#include <arrow/record_batch.h>
#include <arrow/status.h>
#include <arrow/type.h>
#include <arrow/util/config.h>
#include <parquet/arrow/writer.h>
#include <parquet/file_writer.h>
#include <parquet/properties.h>

#include <exception>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "abi.hpp"

namespace {

/// Bytes per data page: readers skip and decode page by page, and each column holds one while it is written.
constexpr std::int64_t kPageBytes = 1 << 20;
/// Pages end at this many rows at the latest, whatever their bytes.
constexpr std::int64_t kPageRows = 1 << 20;
/// A dictionary beyond this has stopped paying: Arrow goes on without it.
constexpr std::int64_t kDictionaryBytes = 1 << 20;

/// Arrow's view of the program's write callback.
class CallbackStream final : public arrow::io::OutputStream {
 public:
  CallbackStream(decltype(SynthgenArrowFile::write) write, void* context) : write_(write), context_(context) {}

  arrow::Status Write(const void* data, std::int64_t nbytes) override {
    // Arrow writes a footer when a file is freed without having been closed; nobody asked for it.
    if (abandoned_) return arrow::Status::OK();
    if (write_(context_, data, nbytes) != 0) return arrow::Status::IOError("the bytes could not be written");
    position_bytes_ += nbytes;
    return arrow::Status::OK();
  }
  using arrow::io::OutputStream::Write;
  arrow::Result<std::int64_t> Tell() const override { return position_bytes_; }
  arrow::Status Close() override {
    closed_ = true;
    return arrow::Status::OK();
  }
  bool closed() const override { return closed_; }
  void abandon() { abandoned_ = true; }

 private:
  decltype(SynthgenArrowFile::write) write_;
  void* context_;
  std::int64_t position_bytes_ = 0;
  bool closed_ = false;
  bool abandoned_ = false;
};

class ParquetFile {
 public:
  ~ParquetFile() {
    if (stream_ != nullptr) stream_->abandon();
  }

  arrow::Status open(const SynthgenArrowFile& file) {
    ARROW_ASSIGN_OR_RAISE(schema_, arrow::ImportSchema(file.schema));
    stream_ = std::make_shared<CallbackStream>(file.write, file.context);
    parquet::WriterProperties::Builder properties;
    properties.memory_pool(arrow::system_memory_pool())
        ->version(parquet::ParquetVersion::PARQUET_2_6)
        ->created_by(CREATED_BY_VERSION)
        ->data_pagesize(kPageBytes)
        ->max_rows_per_page(kPageRows)
        ->dictionary_pagesize_limit(kDictionaryBytes)
        ->enable_store_decimal_as_integer()
        ->enable_page_checksum();
    for (int i = 0; i < schema_->num_fields(); ++i) {
      ARROW_RETURN_NOT_OK(apply_options(file.columns[i], schema_->field(i)->name(), properties));
    }
    // No ARROW:schema: every reader sees the plain Parquet types.
    const auto arrow_properties = parquet::ArrowWriterProperties::Builder().build();
    return parquet::arrow::FileWriter::Open(*schema_, arrow::system_memory_pool(), stream_, properties.build(),
                                            arrow_properties)
        .Value(&writer_);
  }

  arrow::Status write_row_group(ArrowArray* rows) {
    ARROW_ASSIGN_OR_RAISE(const auto batch, arrow::ImportRecordBatch(rows, schema_));
    // Column by column, so that the encoded form of one column at a time is held, not that of the row group.
    ARROW_RETURN_NOT_OK(writer_->NewRowGroup());
    for (int i = 0; i < batch->num_columns(); ++i) {
      ARROW_RETURN_NOT_OK(writer_->WriteColumnChunk(std::make_shared<arrow::ChunkedArray>(batch->column(i))));
    }
    return arrow::Status::OK();
  }

  arrow::Status close() { return writer_->Close(); }

  /// Runs a step; its failure, exceptions included, becomes error().
  template <class Step>
  std::int32_t attempt(Step step) noexcept {
    try {
      const arrow::Status status = step();
      if (status.ok()) return 0;
      error_ = status.message();
    } catch (const std::exception& e) {
      error_ = e.what();
    } catch (...) {
      error_ = "unknown failure inside Arrow";
    }
    for (char& c : error_) {
      if (c == '\n') c = ' ';
    }
    return 1;
  }

  const char* error() const { return error_.c_str(); }
  std::int32_t opened = 0;

 private:
  static arrow::Status apply_options(const SynthgenArrowColumn& column, const std::string& name,
                                     parquet::WriterProperties::Builder& properties) {
    if (column.encoding == kSynthgenDictionary) {
      properties.enable_dictionary(name);
    } else {
      properties.disable_dictionary(name);
      properties.encoding(
          name, column.encoding == kSynthgenDelta ? parquet::Encoding::DELTA_BINARY_PACKED : parquet::Encoding::PLAIN);
    }
    switch (column.codec) {
      case kSynthgenUncompressed:
        properties.compression(name, parquet::Compression::UNCOMPRESSED);
        break;
      case kSynthgenSnappy:
        properties.compression(name, parquet::Compression::SNAPPY);
        break;
      case kSynthgenLz4:
        properties.compression(name, parquet::Compression::LZ4);
        break;
      case kSynthgenZstd:
        properties.compression(name, parquet::Compression::ZSTD);
        properties.compression_level(name, column.level);
        break;
      default:
        return arrow::Status::Invalid("unknown codec number ", column.codec);
    }
    return arrow::Status::OK();
  }

  std::shared_ptr<CallbackStream> stream_;
  std::shared_ptr<arrow::Schema> schema_;
  std::unique_ptr<parquet::arrow::FileWriter> writer_;  // after stream_: it still writes when it goes
  std::string error_;
};

/// The uuid type is among Arrow's own extensions, but not every build registers it.
void register_uuid() {
  static std::once_flag once;
  std::call_once(once, [] {
    const auto type = std::make_shared<arrow::extension::UuidType>();
    if (arrow::GetExtensionType(type->extension_name()) == nullptr) {
      // Another thread may have been faster: then it is registered, which is all we want.
      arrow::Status ignored = arrow::RegisterExtensionType(type);
      (void)ignored;
    }
  });
}

ParquetFile& as_file(void* handle) { return *static_cast<ParquetFile*>(handle); }

void* open_parquet(const SynthgenArrowFile* file) {
  auto* handle = new ParquetFile;
  handle->opened = handle->attempt([&] {
    register_uuid();
    return handle->open(*file);
  });
  return handle;
}

std::int32_t opened(void* handle) { return as_file(handle).opened; }

std::int32_t write_row_group(void* handle, ArrowArray* rows) {
  return as_file(handle).attempt([&] { return as_file(handle).write_row_group(rows); });
}

std::int32_t close_file(void* handle) {
  return as_file(handle).attempt([&] { return as_file(handle).close(); });
}

const char* error_text(void* handle) { return as_file(handle).error(); }

void free_file(void* handle) { delete static_cast<ParquetFile*>(handle); }

constexpr SynthgenArrowPlugin kPlugin = {kSynthgenArrowAbi, ARROW_VERSION_STRING, open_parquet, opened,
                                         write_row_group,   close_file,           error_text,   free_file};

}  // namespace

extern "C" __attribute__((visibility("default"))) const SynthgenArrowPlugin* synthgen_arrow_plugin() {
  return &kPlugin;
}
