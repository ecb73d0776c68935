// Serial numbers of rows: drawn for each, or, with `unique`, numbers that no two rows share.
//
// Threads: immutable once made.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "synthgen/base/permutation.hpp"
#include "synthgen/base/stream.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

/// Whose draws they are.
enum class SerialOwner : unsigned char {
  column,  ///< of a stream of the column's own
  entity,  ///< of a stream that the columns of the entity share
};

/// Numbers that no two rows share, where the column asks for it: a permutation of the rows' numbers.
class UniqueSerials {
 public:
  /// Nothing unless context.unique().
  ///
  /// purpose  of the stream, without the width: "value" has the permutation "value permutation/64"
  /// count    how many numbers there are, at most Permutation::kLargest
  /// hint     what to do where there are too few
  /// Errors SG2143 (more rows than numbers).
  static Result<UniqueSerials> of(const ProviderContext& context, SerialOwner owner, std::string_view purpose,
                                  std::uint64_t count, std::string hint = "ask for fewer rows");

  explicit operator bool() const { return places_.has_value(); }
  /// One below `count` for each row. REQUIRES: there are some.
  void fill(RowSet rows, std::uint64_t* serials) const;

 private:
  std::optional<Permutation> places_;
};

/// A number below `count` for each row.
class SerialDraw {
 public:
  /// Of the stream "<purpose>/64", or with `unique` of "<purpose> permutation/64". See UniqueSerials::of().
  static Result<SerialDraw> of(const ProviderContext& context, SerialOwner owner, std::string_view purpose,
                               std::uint64_t count, std::string hint = "ask for fewer rows");
  /// Of a draw that columns of the entity share: ProviderContext::entity_draw("<purpose>/64", agreed).
  static Result<SerialDraw> of_entity_draw(const ProviderContext& context, std::string_view purpose,
                                           std::span<const Name> agreed, std::uint64_t count,
                                           std::string hint = "ask for fewer rows");

  bool unique() const { return static_cast<bool>(unique_); }
  std::uint64_t count() const { return count_; }
  /// The numbers of a batch.
  void fill(Evaluate& evaluate, std::uint64_t* serials) const;

  /// Where rows have counts of their own, of which `count` is the least: what serial() turns into numbers.
  void fill_bits(Evaluate& evaluate, std::uint64_t* bits) const;
  /// count  of the row, at least that of the draw
  std::uint64_t serial(std::uint64_t bits, std::uint64_t count) const { return unique() ? bits : bounded(bits, count); }

 private:
  SerialDraw(UniqueSerials unique, std::uint64_t count) : unique_(std::move(unique)), count_(count) {}

  UniqueSerials unique_;
  std::uint64_t count_;
  StreamKey key_;
  std::optional<EntityBits> shared_;
};

}  // namespace synthgen
