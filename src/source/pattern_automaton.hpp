// The distinct texts of a pattern, counted and numbered: the deterministic automaton of its finite language, by the
// subset construction (Rabin and Scott, "Finite automata and their decision problems", IBM Journal 3(2), 1959), in
// which each text has one path, however many ways the expression has to make it. Ranks run over the paths.
//
// Threads: immutable once made. Determinism: integers, and doubles that are only added, multiplied and divided.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "character_set.hpp"
#include "pattern_parser.hpp"
#include "pattern_program.hpp"

namespace synthgen {

class PatternAutomaton {
 public:
  __extension__ using Count = unsigned __int128;

  /// Counts stop here; those below are exact.
  static constexpr Count kMostCounted = Count{1} << 104;
  /// Ranks that a permutation can give.
  static constexpr Count kRanks = Count{1} << 62;
  static constexpr std::size_t kMostStates = 50'000;

  /// Nothing after `fault` was set: SG2733 (more than kMostStates), over the whole of a text of `length` bytes.
  static std::optional<PatternAutomaton> make(const PatternNode& pattern, std::size_t length, PatternFault& fault);

  /// Distinct texts, at most kMostCounted.
  Count count() const { return states_[0].count; }
  std::size_t states() const { return states_.size(); }
  std::size_t memory_bytes() const;

  /// Writes the text of a rank and returns its end; its longest text + 4 bytes may be written.
  /// REQUIRES: rank < count() ≤ kRanks.
  char* write(std::uint64_t rank, char* at) const { return write_small(0, rank, at); }
  /// The same where there are more texts: different ranks give different texts, which lie all over the language by the
  /// draws of the row. Proof: texts that are equal have one path, so the ranks were used at one state of it, and there
  /// different ranks give different texts whatever is drawn.
  /// REQUIRES: rank < kRanks < count().
  char* write_spread(std::uint64_t rank, PatternWords& words, std::size_t row, char* at) const;

 private:
  friend class PatternCounter;
  struct Edge {
    std::uint64_t before = 0;      ///< texts of its state by earlier edges and the empty text; where the state is small
    std::uint64_t each = 0;        ///< texts behind each of its characters; where the state is small
    std::uint64_t reciprocal = 0;  ///< floor((2^64 − 1) / each)
    std::uint32_t target = 0;
    std::uint32_t table = 0;  ///< its characters
  };
  /// How the characters of an edge are drawn from a state that has kMostCounted texts or more.
  struct Draw {
    std::uint64_t last = 0;  ///< greatest draw that takes this edge
    std::uint64_t from = 0;  ///< least one
    std::uint64_t step = 0;  ///< draws for each character; 0 where there is one
    std::uint32_t edge = 0;
  };
  struct State {
    Count count = 0;
    std::uint32_t first_edge = 0;
    std::uint32_t edges = 0;
    std::uint32_t first_draw = 0;
    std::uint32_t draws = 0;
    bool accepts = false;
  };

  char* write_small(std::uint32_t state, std::uint64_t rank, char* at) const;
  char* write_large(std::uint32_t state, Count rank, char* at) const;

  std::vector<State> states_;  ///< the first one begins
  std::vector<Edge> edges_;
  std::vector<Draw> draws_;
  std::vector<CharacterTable> tables_;
};

}  // namespace synthgen
