// Where in a text a typing fault falls.
//
// Threads: pure.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "synthgen/noise/noise_draws.hpp"

namespace synthgen {

/// The parameter `position`.
enum class FaultPosition : std::uint8_t {
  any,        ///< anywhere, at the first character of a word less
  not_first,  ///< never at the first character of a word
  end,        ///< in the last third of the text, rounded up (own choice)
};
inline constexpr std::array<std::string_view, 3> kFaultPositions = {"any", "not_first", "end"};

/// The first character of a word is damaged this many times less than another one. Pollock and Zamora found 3.3% of
/// 50,000 misspellings to touch it (after Kukich, "Techniques for automatically correcting words in text", 1992), where
/// words of 8.5 letters would have 11.8% by chance; 1/4 of the weight gives 3.2%.
inline constexpr std::uint32_t kFirstDivisor = 4;

/// Where the part of a text that a position allows begins.
inline std::size_t first_place(FaultPosition position, std::size_t characters) {
  return position == FaultPosition::end ? characters - (characters + 2) / 3 : 0;
}

/// Draws one of the places `begin` … `places` − 1 (the last one, where there is none): among those that `accept` takes,
/// in proportion to their weight; nothing where it takes none that the position allows.
///
/// first(place)   touches the first character of a word
/// accept(place)  can be damaged
template <class First, class Accept>
std::optional<std::size_t> draw_place(std::size_t begin, std::size_t places, FaultPosition position, NoiseDraws& draws,
                                      const First& first, const Accept& accept) {
  if (places == 0) return std::nullopt;
  begin = std::min(begin, places - 1);
  // Rejection finds a place at once in most texts; where it does not, all places are weighed.
  constexpr int kQuickDraws = 8;
  for (int i = 0; i < kQuickDraws; ++i) {
    const std::size_t place = begin + draws.below(places - begin);
    if (first(place)) {
      if (position == FaultPosition::not_first) continue;
      if (draws.bits32() >= 0xFFFF'FFFF / kFirstDivisor + 1) continue;
    }
    if (accept(place)) return place;
  }
  const auto weight = [&](std::size_t place) -> std::size_t {
    if (!accept(place)) return 0;
    if (!first(place)) return kFirstDivisor;
    return position == FaultPosition::not_first ? 0 : 1;
  };
  std::size_t total = 0;
  for (std::size_t place = begin; place < places; ++place) total += weight(place);
  if (total == 0) return std::nullopt;
  std::size_t drawn = draws.below(total);
  for (std::size_t place = begin;; ++place) {
    const std::size_t own = weight(place);
    if (drawn < own) return place;
    drawn -= own;
  }
}

}  // namespace synthgen
