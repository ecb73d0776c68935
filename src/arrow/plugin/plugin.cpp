// libsynthgen_arrow.so: Parquet by Arrow's own writer and reader, behind the C door of abi.hpp.
// The only file of the project that includes Arrow; loaded when a format needs it.
//
// Threads: a handle belongs to one thread at a time. Determinism: the bytes depend on the
// rows, the row groups as they come, the columns' options and the version of Arrow.
#include <arrow/buffer.h>
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
#include <parquet/arrow/reader.h>
#include <parquet/arrow/schema.h>
#include <parquet/arrow/writer.h>
#include <parquet/file_writer.h>
#include <parquet/metadata.h>
#include <parquet/properties.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <exception>
#include <memory>
#include <mutex>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "synthgen/arrow/abi.hpp"

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

/// Keeps what went wrong in the last step.
class Attempts {
 public:
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
  std::string error_;
};

class ParquetFile : public Attempts {
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
};

/// The program's descriptor, read at any place; it is not ours to close.
class DescriptorFile final : public arrow::io::RandomAccessFile {
 public:
  explicit DescriptorFile(int descriptor) : descriptor_(descriptor) {}

  arrow::Result<std::int64_t> GetSize() override {
    struct stat status {};
    if (::fstat(descriptor_, &status) != 0) return arrow::Status::IOError(std::strerror(errno));
    return status.st_size;
  }
  arrow::Result<std::int64_t> ReadAt(std::int64_t position, std::int64_t nbytes, void* out) override {
    std::int64_t done = 0;
    while (done < nbytes) {
      const ssize_t count = ::pread(descriptor_, static_cast<char*>(out) + done,
                                    static_cast<std::size_t>(nbytes - done), position + done);
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return arrow::Status::IOError(std::strerror(errno));
      if (count == 0) break;
      done += count;
    }
    return done;
  }
  arrow::Result<std::shared_ptr<arrow::Buffer>> ReadAt(std::int64_t position, std::int64_t nbytes) override {
    ARROW_ASSIGN_OR_RAISE(auto buffer, arrow::AllocateResizableBuffer(nbytes, arrow::system_memory_pool()));
    ARROW_ASSIGN_OR_RAISE(const std::int64_t count, ReadAt(position, nbytes, buffer->mutable_data()));
    ARROW_RETURN_NOT_OK(buffer->Resize(count));
    return std::shared_ptr<arrow::Buffer>(std::move(buffer));
  }
  arrow::Result<std::int64_t> Read(std::int64_t nbytes, void* out) override {
    ARROW_ASSIGN_OR_RAISE(const std::int64_t count, ReadAt(position_, nbytes, out));
    position_ += count;
    return count;
  }
  arrow::Result<std::shared_ptr<arrow::Buffer>> Read(std::int64_t nbytes) override {
    ARROW_ASSIGN_OR_RAISE(auto buffer, ReadAt(position_, nbytes));
    position_ += buffer->size();
    return buffer;
  }
  arrow::Status Seek(std::int64_t position) override {
    position_ = position;
    return arrow::Status::OK();
  }
  arrow::Result<std::int64_t> Tell() const override { return position_; }
  arrow::Status Close() override {
    closed_ = true;
    return arrow::Status::OK();
  }
  bool closed() const override { return closed_; }

 private:
  const int descriptor_;
  std::int64_t position_ = 0;
  bool closed_ = false;
};

/// Rows of one batch that is handed over.
constexpr std::int64_t kReadRows = 1 << 16;

class ParquetReader : public Attempts {
 public:
  arrow::Status open(int descriptor) {
    parquet::ArrowReaderProperties properties;
    properties.set_batch_size(kReadRows);
    properties.set_pre_buffer(false);
    properties.set_use_threads(false);
    parquet::arrow::FileReaderBuilder builder;
    ARROW_RETURN_NOT_OK(builder.Open(std::make_shared<DescriptorFile>(descriptor)));
    builder.memory_pool(arrow::system_memory_pool())->properties(properties);
    ARROW_ASSIGN_OR_RAISE(reader_, builder.Build());
    ARROW_RETURN_NOT_OK(reader_->GetSchema(&schema_));
    for (const auto& field : schema_->fields()) types_.push_back(field->type()->ToString());
    return arrow::Status::OK();
  }

  arrow::Status schema(ArrowSchema* out) const { return arrow::ExportSchema(*schema_, out); }
  std::int64_t rows() const { return reader_->parquet_reader()->metadata()->num_rows(); }
  const char* type(std::int64_t column) const { return types_[static_cast<std::size_t>(column)].c_str(); }

  arrow::Status read_columns(const std::int64_t* columns, std::int64_t count) {
    std::vector<int> leaves;
    for (std::int64_t i = 0; i < count; ++i) {
      const auto& field = reader_->manifest().schema_fields[static_cast<std::size_t>(columns[i])];
      if (!field.is_leaf()) return arrow::Status::Invalid("a column with parts");
      leaves.push_back(field.column_index);
    }
    std::vector<int> groups(static_cast<std::size_t>(reader_->num_row_groups()));
    std::iota(groups.begin(), groups.end(), 0);
    return reader_->GetRecordBatchReader(groups, leaves).Value(&batches_);
  }

  arrow::Status read_batch(ArrowArray* rows) {
    std::shared_ptr<arrow::RecordBatch> batch;
    ARROW_RETURN_NOT_OK(batches_->ReadNext(&batch));
    rows->release = nullptr;
    return batch == nullptr ? arrow::Status::OK() : arrow::ExportRecordBatch(*batch, rows);
  }

 private:
  std::unique_ptr<parquet::arrow::FileReader> reader_;
  std::shared_ptr<arrow::Schema> schema_;
  std::vector<std::string> types_;
  std::unique_ptr<arrow::RecordBatchReader> batches_;  // after reader_, which it uses
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

ParquetReader& as_reader(void* reader) { return *static_cast<ParquetReader*>(reader); }

void* open_reader(std::int32_t descriptor) {
  auto* reader = new ParquetReader;
  reader->opened = reader->attempt([&] {
    register_uuid();
    return reader->open(descriptor);
  });
  return reader;
}

std::int32_t reader_opened(void* reader) { return as_reader(reader).opened; }

std::int64_t reader_rows(void* reader) { return as_reader(reader).rows(); }

std::int32_t reader_schema(void* reader, ArrowSchema* schema) {
  return as_reader(reader).attempt([&] { return as_reader(reader).schema(schema); });
}

const char* reader_type(void* reader, std::int64_t column) { return as_reader(reader).type(column); }

std::int32_t read_columns(void* reader, const std::int64_t* columns, std::int64_t count) {
  return as_reader(reader).attempt([&] { return as_reader(reader).read_columns(columns, count); });
}

std::int32_t read_batch(void* reader, ArrowArray* rows) {
  return as_reader(reader).attempt([&] { return as_reader(reader).read_batch(rows); });
}

const char* reader_error(void* reader) { return as_reader(reader).error(); }

void free_reader(void* reader) { delete static_cast<ParquetReader*>(reader); }

constexpr SynthgenArrowPlugin kPlugin = {
    kSynthgenArrowAbi, ARROW_VERSION_STRING, open_parquet,  opened,      write_row_group, close_file,  error_text,
    free_file,         open_reader,          reader_opened, reader_rows, reader_schema,   reader_type, read_columns,
    read_batch,        reader_error,         free_reader};

}  // namespace

extern "C" __attribute__((visibility("default"))) const SynthgenArrowPlugin* synthgen_arrow_plugin() {
  return &kPlugin;
}
