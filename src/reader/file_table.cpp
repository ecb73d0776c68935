#include "synthgen/reader/file_table.hpp"

namespace synthgen {

std::uint64_t LoadedColumn::memory_bytes() const {
  std::uint64_t bytes = cells.memory_bytes();
  if (dictionary != nullptr) {
    bytes += dictionary->offsets().size_bytes() + static_cast<std::uint64_t>(dictionary->offsets().back());
  }
  return bytes;
}

void FileTable::set_columns(std::vector<FileColumn> columns) {
  columns_ = std::move(columns);
  wanted_.resize(columns_.size());
}

std::optional<std::size_t> FileTable::find(std::string_view column) const {
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (columns_[i].name == column) return i;
  }
  return std::nullopt;
}

void FileTable::want(std::size_t column) {
  const std::lock_guard lock(mutex_);
  ++wanted_[column].waiting;
}

void FileTable::release(std::size_t column) {
  const std::lock_guard lock(mutex_);
  Wanted& wanted = wanted_[column];
  if (wanted.waiting > 0) --wanted.waiting;
  if (wanted.waiting == 0) wanted.loaded.reset();
}

Result<std::int64_t> FileTable::rows() {
  {
    const std::lock_guard lock(mutex_);
    if (rows_.has_value()) return *rows_;
  }
  // Any column of a type that can be read tells; where there is none, nothing can be asked of the file either.
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (!columns_[i].type.has_value()) continue;
    want(i);
    Result<std::shared_ptr<const LoadedColumn>> column = read(i);
    if (!column.ok()) return column.diagnostics();
    break;
  }
  return rows_.value_or(0);
}

Result<std::shared_ptr<const LoadedColumn>> FileTable::read(std::size_t column) {
  const std::lock_guard lock(mutex_);
  if (faulty_) return std::shared_ptr<const LoadedColumn>();
  Wanted& asked = wanted_[column];
  if (asked.loaded == nullptr) {
    std::vector<std::size_t> columns;
    for (std::size_t i = 0; i < wanted_.size(); ++i) {
      const Wanted& wanted = wanted_[i];
      // The first time, everything that will be asked for; afterwards, what has been let go and is asked for again.
      if (wanted.loaded != nullptr || (i != column && wanted.waiting == 0)) continue;
      columns.push_back(i);
    }
    Result<std::vector<std::shared_ptr<const LoadedColumn>>> loaded = load(columns);
    if (!loaded.ok()) {
      faulty_ = true;
      return loaded.diagnostics();
    }
    for (std::size_t i = 0; i < columns.size(); ++i) wanted_[columns[i]].loaded = std::move((*loaded)[i]);
  }
  std::shared_ptr<const LoadedColumn> result = asked.loaded;
  rows_ = static_cast<std::int64_t>(result->cells.rows());
  if (asked.waiting > 0) --asked.waiting;
  if (asked.waiting == 0) asked.loaded.reset();
  return result;
}

}  // namespace synthgen
