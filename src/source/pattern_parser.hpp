// Patterns as texts: the regular expressions whose language the source "pattern" draws from.
//
// Threads: pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "character_set.hpp"

namespace synthgen {

struct PatternNode {
  enum class Kind : std::uint8_t {
    characters,    ///< one of them
    sequence,      ///< the parts one after the other; without parts the empty text
    alternatives,  ///< one of the parts
    repeat,        ///< the one part, `least` to `most` times
  };
  Kind kind = Kind::sequence;
  CharacterSet characters = {};
  std::vector<PatternNode> parts = {};
  std::uint32_t least = 0;
  std::uint32_t most = 0;
  std::size_t longest = 0;  ///< bytes of the longest text
};

/// What is wrong with a pattern, `length` bytes from byte `begin` of its text.
struct PatternFault {
  std::string code;
  std::size_t begin = 0;
  std::size_t length = 0;
  std::string message;
  std::string hint;
};

inline constexpr std::size_t kLongestPattern = 10'000;      ///< bytes of a pattern
inline constexpr std::size_t kLongestPatternText = 10'000;  ///< bytes of a text of its language
inline constexpr std::uint32_t kGreatestPatternCount = 10'000;
inline constexpr std::size_t kDeepestPattern = 100;  ///< groups within each other
/// How often `*` and `+` repeat at most, and {n,} beyond n.
inline constexpr std::uint32_t kOpenRepeats = 8;

/// The syntax is that of RE2 and Perl, as far as it means a set of texts: characters, classes, groups, alternatives
/// and greedy counts. Negated classes and the dot stay within the printable characters of ASCII.
/// Nothing after `fault` was set: SG2730 (not well-formed), SG2731 (an assertion or reference, which make no texts),
/// SG2732 (beyond one of the sizes above).
std::optional<PatternNode> parse_pattern(std::string_view text, PatternFault& fault);

}  // namespace synthgen
