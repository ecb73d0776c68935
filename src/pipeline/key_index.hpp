// The keys of a table, to look others up in them: by their numbers where they count evenly, else by fingerprints.
//
// Memory: nothing for keys that count evenly; else 16 bytes a key, and twice that where rows are asked for.
// Threads: one at a time while it is filled.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "synthgen/column/column.hpp"

namespace synthgen {

/// 64 bits of a value that is not null; equal for equal values of one type. Two different ones have the same with
/// probability 2^-64.
std::uint64_t fingerprint(const Column& column, std::size_t row);

/// The same of several cells together, none of them null; of one cell its own.
std::uint64_t fingerprint(std::span<const Column* const> columns, std::size_t row);

/// Part of `parts` to which a fingerprint belongs, so that keys beyond memory are looked at part by part.
inline std::uint64_t part_of_fingerprint(std::uint64_t print, std::uint64_t parts) { return (print >> 40) % parts; }

/// A set of fingerprints: open addressing, at most half full.
class FingerprintSet {
 public:
  enum class Rows : std::uint8_t { forgotten, kept };
  explicit FingerprintSet(Rows rows = Rows::forgotten) : keeps_rows_(rows == Rows::kept) {}

  void clear();
  /// False where it was there already; the row that was there first is kept.
  bool insert(std::uint64_t print, std::int64_t row = 0);
  /// The row, or 0 where rows are forgotten; nothing where it is not there.
  std::optional<std::int64_t> find(std::uint64_t print) const;
  std::size_t size() const { return size_; }

 private:
  std::size_t slot_of(std::uint64_t print) const;
  void grow();

  bool keeps_rows_;
  std::size_t size_ = 0;
  std::vector<std::uint64_t> prints_;  // 0: free
  std::vector<std::int64_t> rows_;
};

class KeyIndex {
 public:
  explicit KeyIndex(FingerprintSet::Rows rows) : set_(rows) {}

  /// Only keys of one part are kept, where they do not count evenly.
  void begin(std::uint64_t part, std::uint64_t parts);
  /// The keys of the next rows. Nulls are passed over.
  void add(const Column& keys);
  /// The same of keys of several columns, one at least; those of which one is null are passed over.
  void add(std::span<const Column* const> keys);
  /// The row of the key, which is not null. REQUIRES: it belongs to the part; see holds_part().
  std::optional<std::int64_t> find(const Column& column, std::size_t row) const;
  /// Whether the key can be looked up in this pass.
  bool holds_part(const Column& column, std::size_t row) const {
    return even_ || parts_ == 1 || part_of_fingerprint(fingerprint(column, row), parts_) == part_;
  }
  std::optional<std::int64_t> find(std::span<const Column* const> columns, std::size_t row) const;
  bool holds_part(std::span<const Column* const> columns, std::size_t row) const {
    if (columns.size() == 1) return holds_part(*columns.front(), row);
    return parts_ == 1 || part_of_fingerprint(fingerprint(columns, row), parts_) == part_;
  }
  bool even() const { return even_; }
  std::int64_t rows() const { return count_; }

 private:
  void keep(std::uint64_t print, std::int64_t row);

  std::uint64_t part_ = 0;
  std::uint64_t parts_ = 1;
  bool even_ = true;  // key k of row r is first + r·step
  std::int64_t count_ = 0;
  std::int64_t first_ = 0;
  std::int64_t step_ = 0;
  FingerprintSet set_;
};

}  // namespace synthgen
