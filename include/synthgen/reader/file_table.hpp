// A tabular file outside the program: its columns by name, read into memory when they are asked for.
//
// Threads: any; one read at a time. Determinism: a column depends on the file's bytes alone.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "synthgen/base/result.hpp"
#include "synthgen/column/column.hpp"

namespace synthgen {

struct FileColumn {
  std::string name;
  std::optional<Type> type;  ///< nothing where it is one that columns cannot have; of CSV, always texts
  std::string type_text;     ///< the file's own name of its type: "list<item: int64>"
};

/// All cells of one column. Texts that repeat are coded in a dictionary, which is owned here.
struct LoadedColumn {
  std::unique_ptr<const Dictionary> dictionary;
  Column cells;

  std::uint64_t memory_bytes() const;
};

class FileTable {
 public:
  enum class Kind : std::uint8_t { csv, parquet };

  virtual ~FileTable() = default;

  Kind kind() const { return kind_; }
  /// The file as the schema names it, for messages.
  const std::string& name() const { return name_; }
  const std::vector<FileColumn>& columns() const { return columns_; }
  std::optional<std::size_t> find(std::string_view column) const;
  /// Says that read() will be asked for this column once: so one pass over the file reads all that will be, and what
  /// nobody waits for any more is let go.
  void want(std::size_t column);
  /// The column, in the file's own type, whole. REQUIRES: it has one of our types.
  /// Errors, without place: SG5014 (the file cannot be read), SG5015 (a fault of its CSV, with the line), SG5016 (a
  /// fault of its Parquet, or a value beyond our types). Null where reading failed before, so that it is told once.
  Result<std::shared_ptr<const LoadedColumn>> read(std::size_t column);
  /// A read() that was announced by want() will not come.
  void release(std::size_t column);
  /// Whether reading has failed, and that has been told.
  bool faulty() const { return faulty_; }
  /// How many there are; reads what is waited for, where nothing has been read. Errors as those of read().
  Result<std::int64_t> rows();
  /// Where a row stands, for people: "line 12", "row 11" (from 1). Reads the file again.
  virtual std::string row_place(std::int64_t row) const = 0;

 protected:
  FileTable(Kind kind, std::string name) : kind_(kind), name_(std::move(name)) {}
  void set_columns(std::vector<FileColumn> columns);
  /// Reads these columns, in one pass where it can; all have the same rows.
  virtual Result<std::vector<std::shared_ptr<const LoadedColumn>>> load(const std::vector<std::size_t>& columns) = 0;

 private:
  struct Wanted {
    std::size_t waiting = 0;  ///< reads that are still to come
    std::shared_ptr<const LoadedColumn> loaded;
  };

  const Kind kind_;
  const std::string name_;
  std::vector<FileColumn> columns_;
  std::mutex mutex_;
  std::vector<Wanted> wanted_;
  std::optional<std::int64_t> rows_;
  std::atomic<bool> faulty_ = false;
};

}  // namespace synthgen
