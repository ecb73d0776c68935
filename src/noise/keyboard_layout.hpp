// Keyboards: which keys lie beside which, and faults of fingers that strike one of them.
//
// Layouts are data/layout_*.txt; an entry is a row of keys: its place from above in rows, the place of its first key
// from the left in keys, and the keys, each by the characters that it gives alone and with shift. "dead" is a key that
// gives none by itself. What is typed with a third key held is not on the layout.
//
// Threads: immutable.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fault_place.hpp"
#include "fault_scratch.hpp"

namespace synthgen {

inline constexpr std::array<std::string_view, 5> kLayouts = {"us", "es", "de", "fr", "gb"};
/// Of a locale; "us" where none is known for it.
std::size_t layout_of_locale(std::string_view locale);

/// Keys whose middles are at most so far apart, in widths of a key, are neighbours: beside, and diagonal over the
/// stagger of the rows (own choice: the next ones lie at 1.6 and more).
inline constexpr double kNeighbourDistance = 1.5;

class KeyboardLayout {
 public:
  /// name  one of kLayouts
  explicit KeyboardLayout(std::string_view name);

  struct Key {
    double x = 0;
    double y = 0;
    std::array<std::uint32_t, 2> codes{};  ///< alone, with shift; 0: none
  };
  const std::vector<Key>& keys() const { return keys_; }

  struct Neighbour {
    std::uint32_t code = 0;
    std::uint32_t end = 0;  ///< weights added up, the last one 2³² − 1; a weight is 1 / distance
  };
  /// Of a character, those that are typed with shift where it is; empty where it is not on the layout.
  std::span<const Neighbour> neighbours(std::uint32_t code) const;

 private:
  std::vector<Key> keys_;
  std::vector<Neighbour> neighbours_;
  struct Range {
    std::uint16_t begin = 0;
    std::uint16_t size = 0;
  };
  std::array<Range, 0x180> by_code_{};
};

class KeyboardFaults {
 public:
  /// 10% of the faults strike the neighbour beside the intended key, 90% in its place (the language's own choice).
  static constexpr double kInserted = 0.1;

  KeyboardFaults(std::string_view layout, FaultPosition position) : layout_(layout), position_(position) {}
  /// Appends the text with one fault to `out`; false where no character of it is on the layout.
  bool damage(std::string_view text, NoiseDraws& draws, FaultScratch& scratch, std::string& out) const;

 private:
  KeyboardLayout layout_;
  FaultPosition position_;
};

}  // namespace synthgen
