// Values of a column found by a cell that holds one, and what is told of a value that the column never has.
//
// Threads: immutable once filled. Determinism: equality alone decides; nothing is walked in the order of a hash.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "synthgen/noise/noise.hpp"

namespace synthgen {

/// Numbers given to values of one type, which is not uuid.
class ValueIndex {
 public:
  static constexpr std::int32_t kNone = -1;

  /// False, and nothing is kept, where the value has a number already. REQUIRES: the cell is not null.
  bool insert(const Column& column, std::size_t row, std::int32_t number);
  /// The number of a cell's value, kNone where it has none.
  std::int32_t find(const Column& column, std::size_t row) const;
  /// The same of a cell that is being damaged: kNone where it is null, or a text in a column of another type.
  std::int32_t find(const DamagedColumn& column, std::size_t place) const;

 private:
  struct BytesHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view bytes) const { return std::hash<std::string_view>{}(bytes); }
  };

  std::int32_t look_up(std::string_view bytes) const;

  std::unordered_map<std::string, std::int32_t, BytesHash, std::equal_to<>> numbers_;
};

/// Every value that the clean column can have, null left out, where that is known: its domain, or true and false.
std::shared_ptr<const Column> known_values(const NoiseColumn& column);

/// Tells values of a parameter that the clean column never has: warnings SG2432, one each for the first three.
class ValueCheck {
 public:
  /// key     the parameter: "matrix"
  /// remedy  what to do where a value is meant all the same
  ValueCheck(const NoiseColumn& column, NoiseContext& context, std::string_view key, std::string_view remedy);

  /// text   the value as it is written at `place`
  /// value  of the column's type, one row
  void look_at(std::string_view text, const Place& place, const Column& value);
  /// Tells how many more there are. To be called once, at the end.
  void finish();

 private:
  const NoiseColumn& column_;
  NoiseContext& context_;
  const std::string_view key_;
  const std::string_view remedy_;
  const std::shared_ptr<const Column> known_;
  ValueIndex values_;  // known, or looked at already
  std::vector<std::string> texts_;
  std::size_t unknown_ = 0;
  Place place_;  // of the first that is not told
};

}  // namespace synthgen
