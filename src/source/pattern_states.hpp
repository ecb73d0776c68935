// The subset construction over a pattern: its positions, and the states and edges of the deterministic automaton.
//
// Threads: a plain value once made.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "character_set.hpp"
#include "pattern_parser.hpp"

namespace synthgen {

struct PatternStates {
  struct Edge {
    CharacterSet characters;
    std::uint32_t target = 0;
  };
  struct State {
    std::vector<Edge> edges;  ///< disjoint, by their least characters
    bool accepts = false;
  };
  std::vector<State> states;  ///< the first one begins

  /// Nothing where there would be more than `most`, or the work of finding them is out of all proportion.
  static std::optional<PatternStates> make(const PatternNode& pattern, std::size_t most);
};

}  // namespace synthgen
