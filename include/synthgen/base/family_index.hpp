// Which rows of a table belong to which row of its parent: families lie one after the other, in the order of the
// parents, so that a child's row leads to its parent and back by sums over numbers of children.
//
// Threads: immutable once made. Determinism: integer arithmetic only.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "synthgen/base/stream.hpp"

namespace synthgen {

class FamilyIndex {
 public:
  /// The parent of a row (from 0) and its place in the family (from 0).
  struct Place {
    std::int64_t parent = 0;
    std::int64_t number = 0;
  };

  /// Every parent has `each` children. REQUIRES: parents · each fits 63 bits.
  static FamilyIndex uniform(std::int64_t parents, std::int64_t each);

  FamilyIndex() = default;

  /// Appends parents with so many children each. REQUIRES: none is negative, all below 2³², their sum fits 63 bits.
  void add(std::span<const std::int64_t> sizes);
  /// No parent follows; frees what was held ahead.
  void finish();

  std::int64_t parents() const { return parents_; }
  /// Of the child's table.
  std::int64_t rows() const { return rows_; }
  /// Children of the largest family.
  std::int64_t largest() const { return largest_; }
  /// Parents without children.
  std::int64_t childless() const { return childless_; }
  std::int64_t size(std::int64_t parent) const;
  /// The first row of a family; that of the parent behind the last is rows().
  std::int64_t begin(std::int64_t parent) const;
  /// REQUIRES: 0 ≤ row < rows().
  Place find(std::int64_t row) const;
  /// The parents of rows, and their places in the families, `rows.count` each; either may be null. REQUIRES: as find(),
  /// but rows beyond the last have the last parent's family.
  void locate(RowSet rows, std::int64_t* parents, std::int64_t* numbers) const;
  std::uint64_t memory_bytes() const;

 private:
  static constexpr std::int64_t kStride = 64;

  template <class Size>
  Place find_among(const std::vector<Size>& sizes, std::int64_t row) const;
  template <class Size>
  void locate_range(const std::vector<Size>& sizes, RowSet rows, std::int64_t* parents, std::int64_t* numbers) const;
  template <class Size>
  void append(std::vector<Size>& to, std::span<const std::int64_t> sizes);
  void widen(std::int64_t largest);

  std::int64_t parents_ = 0;
  std::int64_t rows_ = 0;
  std::int64_t largest_ = 0;
  std::int64_t childless_ = 0;
  std::int64_t each_ = -1;  ///< of uniform families; then nothing below is filled
  /// Children of each parent, in the one list whose width holds the largest.
  std::vector<std::uint8_t> bytes_;
  std::vector<std::uint16_t> halves_;
  std::vector<std::uint32_t> words_;
  int width_ = 1;
  std::vector<std::int64_t> begins_;  ///< first row of the family of every kStride-th parent
};

}  // namespace synthgen
