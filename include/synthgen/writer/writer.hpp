// Writers: batches → bytes of a file. The heavy part runs on any thread, block by
// block; the light part runs in order, on one.
//
// Threads: Writer is immutable; a BlockEncoder belongs to one thread; a FileEncoder to the ordered writer.
// Determinism: the bytes of a file depend on the rows only, not on how they were cut into blocks.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "synthgen/base/result.hpp"
#include "synthgen/column/column.hpp"
#include "synthgen/kind/record.hpp"

namespace synthgen {

struct WriterColumn {
  std::string name;
  Type type;
  const Dictionary* dictionary = nullptr;  ///< where every batch is coded in it
  bool extra_texts = false;                ///< batches may hold texts that the dictionary lacks
  bool ascending = false;                  ///< a sequence: delta encodings pay
  bool distinct = false;                   ///< mostly different values: dictionaries do not pay
  std::string format = {};                 ///< of a date or a time as text: a TimeFormat; empty: ISO 8601
  int precision = 18;  ///< of a decimal: digits that its declared bounds need; ≤ 9 takes half the bytes
};

/// Whether a text format begins a file with the columns' names. Left out in all shards of a table but the first, so
/// that the shards joined are the whole; formats whose every file is complete take no notice.
enum class TableHead : std::uint8_t { written, left_out };

struct WriterTable {
  std::string name;
  std::vector<WriterColumn> columns;
  TableHead head = TableHead::written;
};

/// A growing run of bytes that keeps its storage.
class ByteBuffer {
 public:
  ByteBuffer() = default;
  ByteBuffer(ByteBuffer&&) noexcept = default;
  ByteBuffer& operator=(ByteBuffer&&) noexcept = default;
  void clear() { size_ = 0; }
  std::size_t size() const { return size_; }
  const char* data() const { return bytes_.get(); }
  std::string_view view() const { return {bytes_.get(), size_}; }
  /// At least `bytes` writable bytes at the end.
  char* room(std::size_t bytes) {
    if (size_ + bytes > capacity_) grow(bytes);
    return bytes_.get() + size_;
  }
  void commit(std::size_t bytes) { size_ += bytes; }
  void append(std::string_view text);

 private:
  void grow(std::size_t bytes);
  struct Free {
    void operator()(char* p) const;
  };
  std::unique_ptr<char, Free> bytes_;  ///< aligned to 4096 bytes, for direct I/O
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

/// What a block became: text ready to write, or whole columns for a writer that encodes in order.
class EncodedBlock {
 public:
  virtual ~EncodedBlock() = default;
  std::int64_t first_row = 0;
  std::size_t rows = 0;
  ByteBuffer bytes;
  std::vector<Column> columns;  ///< used by writers whose encoding is in order
};

class BlockEncoder {
 public:
  virtual ~BlockEncoder() = default;
  /// Adds a batch to the block; batches of a block come in order. Counts block.rows (from 0) and takes
  /// block.first_row from the first one. Dictionaries of the batch must outlive the encoder.
  virtual void append(const Batch& batch, EncodedBlock& block) = 0;
};

/// Where the bytes of a file go. Errors carry the path and errno's words.
class ByteSink {
 public:
  virtual ~ByteSink() = default;
  virtual Status write(std::string_view bytes) = 0;
};

class FileEncoder {
 public:
  virtual ~FileEncoder() = default;
  virtual Status begin() = 0;                           ///< header
  virtual Status write(const EncodedBlock& block) = 0;  ///< blocks come in row order
  virtual Status finish() = 0;                          ///< footer
};

class Writer {
 public:
  virtual ~Writer() = default;
  virtual std::unique_ptr<BlockEncoder> make_block_encoder() const = 0;
  virtual std::unique_ptr<FileEncoder> make_file_encoder(ByteSink& sink) const = 0;
  /// Bytes that a row takes in the file, about; for estimates.
  virtual double estimate_row_bytes() const = 0;
  /// Name and version of libraries that the bytes depend on.
  virtual std::vector<std::pair<std::string, std::string>> libraries() const { return {}; }
};

struct WriterKind {
  Record record;
  std::string_view extension;  ///< ".csv"
  bool uses_formats = false;   ///< dates and times are written by WriterColumn::format
  /// Nothing, or the diagnostic that says which build option is missing.
  Result<std::unique_ptr<Writer>> (*make)(const WriterTable& table);
};

std::span<const WriterKind* const> writer_kinds();
const WriterKind* find_writer(std::string_view name);

}  // namespace synthgen
