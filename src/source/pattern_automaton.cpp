#include "pattern_automaton.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <map>

#include "pattern_states.hpp"
#include "synthgen/base/number_text.hpp"

namespace synthgen {
namespace {

using Count = PatternAutomaton::Count;

/// A count of any size, to a double's precision: mantissa · 2^(512 · scale).
struct Magnitude {
  double mantissa = 0;
  int scale = 0;

  void add(Magnitude other) {
    if (other.scale > scale) std::swap(*this, other);
    // Two scales apart the lesser one is nothing.
    if (other.scale == scale) mantissa += other.mantissa;
    if (other.scale == scale - 1) mantissa += other.mantissa * 0x1p-512;
    normalise();
  }
  void multiply(double by) {
    mantissa *= by;
    normalise();
  }
  /// REQUIRES: other is not 0.
  double over(const Magnitude& other) const {
    if (scale == other.scale) return mantissa / other.mantissa;
    return scale == other.scale - 1 ? mantissa * 0x1p-512 / other.mantissa : 0;
  }

 private:
  void normalise() {
    if (mantissa < 0x1p512) return;
    mantissa *= 0x1p-512;
    ++scale;
  }
};

/// floor(rank · count / 2⁶²). REQUIRES: rank ≤ 2⁶² and count < 2¹⁰⁴.
Count spread(std::uint64_t rank, Count count) {
  constexpr unsigned kBits = 62;
  const Count high = count >> kBits;
  const Count low = count & (PatternAutomaton::kRanks - 1);
  return high * rank + ((low * rank) >> kBits);
}

double to_double(Count count) {
  return static_cast<double>(static_cast<std::uint64_t>(count >> 64)) * 0x1p64 +
         static_cast<double>(static_cast<std::uint64_t>(count));
}

}  // namespace

/// Counts the texts behind each state, targets before their sources, and lays the automaton out.
class PatternCounter {
 public:
  explicit PatternCounter(const PatternStates& states) : from_(states), magnitudes_(states.states.size()) {
    made_.states_.resize(states.states.size());
  }

  PatternAutomaton make() {
    for (const std::uint32_t state : targets_first()) lay(state);
    return std::move(made_);
  }

 private:
  /// The language is finite, so there is no circle. Without recursion, for paths are thousands of states long.
  std::vector<std::uint32_t> targets_first() const {
    const auto& states = from_.states;
    std::vector<std::uint32_t> order;
    std::vector<bool> met(states.size(), false);
    std::vector<std::pair<std::uint32_t, std::size_t>> path = {{0, 0}};
    met[0] = true;
    while (!path.empty()) {
      auto& [state, edge] = path.back();
      if (edge == states[state].edges.size()) {
        order.push_back(state);
        path.pop_back();
        continue;
      }
      const std::uint32_t target = states[state].edges[edge++].target;
      if (met[target]) continue;
      met[target] = true;
      path.emplace_back(target, 0);
    }
    return order;
  }

  std::uint32_t table_of(const CharacterSet& set) {
    const auto [entry, fresh] = tables_.try_emplace(set, static_cast<std::uint32_t>(made_.tables_.size()));
    if (fresh) made_.tables_.emplace_back(set);
    return entry->second;
  }

  void lay(std::uint32_t number) {
    const PatternStates::State& from = from_.states[number];
    PatternAutomaton::State& state = made_.states_[number];
    state.accepts = from.accepts;
    state.first_edge = static_cast<std::uint32_t>(made_.edges_.size());
    state.edges = static_cast<std::uint32_t>(from.edges.size());
    Count count = from.accepts ? 1 : 0;
    Magnitude magnitude{from.accepts ? 1.0 : 0.0};
    for (const PatternStates::Edge& edge : from.edges) {
      const Count each = made_.states_[edge.target].count;
      PatternAutomaton::Edge laid;
      laid.target = edge.target;
      laid.table = table_of(edge.characters);
      laid.before = static_cast<std::uint64_t>(count);
      laid.each = static_cast<std::uint64_t>(each);
      if (laid.each != 0) laid.reciprocal = UINT64_MAX / laid.each;
      made_.edges_.push_back(laid);
      // A set has fewer than 2²¹ characters, so nothing overflows.
      count = std::min(PatternAutomaton::kMostCounted, count + each * edge.characters.size());
      Magnitude more = magnitudes_[edge.target];
      more.multiply(edge.characters.size());
      magnitude.add(more);
    }
    state.count = count;
    magnitudes_[number] = magnitude;
    if (count == PatternAutomaton::kMostCounted) lay_draws(state, magnitude);
  }

  /// Edges in proportion to the texts behind them. Those that cannot take all ranks any more are left out: they have
  /// less than one text in a million.
  void lay_draws(PatternAutomaton::State& state, const Magnitude& whole) {
    state.first_draw = static_cast<std::uint32_t>(made_.draws_.size());
    double before = 0;
    std::uint64_t from = 0;
    for (std::uint32_t i = 0; i < state.edges; ++i) {
      const std::uint32_t e = state.first_edge + i;
      const PatternAutomaton::Edge& edge = made_.edges_[e];
      if (made_.states_[edge.target].count < PatternAutomaton::kRanks) continue;
      const std::uint32_t size = made_.tables_[edge.table].size();
      Magnitude here = magnitudes_[edge.target];
      here.multiply(size);
      before += here.over(whole);
      const double end = before * 0x1p64;
      const std::uint64_t last = end >= 0x1p64 ? UINT64_MAX : end < 1 ? 0 : static_cast<std::uint64_t>(end) - 1;
      if (last <= from || (last - from) / size == 0) continue;
      made_.draws_.push_back({last, from, size == 1 ? 0 : (last - from) / size + 1, e});
      from = last + 1;
      if (last == UINT64_MAX) break;
    }
    assert(made_.draws_.size() > state.first_draw);
    PatternAutomaton::Draw& end = made_.draws_.back();
    end.last = UINT64_MAX;
    const std::uint32_t size = made_.tables_[made_.edges_[end.edge].table].size();
    end.step = size == 1 ? 0 : (end.last - end.from) / size + 1;
    state.draws = static_cast<std::uint32_t>(made_.draws_.size()) - state.first_draw;
  }

  const PatternStates& from_;
  std::vector<Magnitude> magnitudes_;
  std::map<CharacterSet, std::uint32_t> tables_;
  PatternAutomaton made_;
};

std::optional<PatternAutomaton> PatternAutomaton::make(const PatternNode& pattern, std::size_t length,
                                                       PatternFault& fault) {
  const std::optional<PatternStates> states = PatternStates::make(pattern, kMostStates);
  if (states.has_value()) return PatternCounter(*states).make();
  fault = {"SG2733", 0, length,
           fmt::format("the distinct texts of this pattern take more than {} states to count",
                       grouped_text(static_cast<std::int64_t>(kMostStates))),
           "lower the counts, above all behind what is repeated; without \"unique\" nothing is counted"};
  return std::nullopt;
}

std::size_t PatternAutomaton::memory_bytes() const {
  std::size_t bytes = states_.size() * sizeof(State) + edges_.size() * sizeof(Edge) + draws_.size() * sizeof(Draw);
  for (const CharacterTable& table : tables_) bytes += table.memory_bytes();
  return bytes;
}

char* PatternAutomaton::write_small(std::uint32_t number, std::uint64_t rank, char* at) const {
  while (true) {
    const State& state = states_[number];
    if (rank == 0 && state.accepts) return at;
    const Edge* edge = edges_.data() + state.first_edge;
    if (state.edges > 1) {
      edge = std::upper_bound(edge, edge + state.edges, rank,
                              [](std::uint64_t r, const Edge& e) { return r < e.before; }) -
             1;
    }
    rank -= edge->before;
    // One too low at most, for ranks are below 2⁶².
    auto index = static_cast<std::uint64_t>((static_cast<unsigned __int128>(rank) * edge->reciprocal) >> 64);
    rank -= index * edge->each;
    if (rank >= edge->each) {
      rank -= edge->each;
      ++index;
    }
    at = tables_[edge->table].write(static_cast<std::uint32_t>(index), at);
    number = edge->target;
  }
}

char* PatternAutomaton::write_large(std::uint32_t number, Count rank, char* at) const {
  while (true) {
    const State& state = states_[number];
    if (state.count <= kRanks) return write_small(number, static_cast<std::uint64_t>(rank), at);
    if (state.accepts) {
      if (rank == 0) return at;
      rank -= 1;
    }
    for (std::uint32_t e = state.first_edge;; ++e) {
      const Edge& edge = edges_[e];
      const Count each = states_[edge.target].count;
      const Count all = each * tables_[edge.table].size();
      if (rank >= all) {
        rank -= all;
        continue;
      }
      // A quotient of doubles is within one of the true one, which is below 2²¹.
      auto index = static_cast<std::uint32_t>(to_double(rank) / to_double(each));
      if (each * index > rank) --index;
      rank -= each * index;
      if (rank >= each) {
        rank -= each;
        ++index;
      }
      at = tables_[edge.table].write(index, at);
      number = edge.target;
      break;
    }
  }
}

char* PatternAutomaton::write_spread(std::uint64_t rank, PatternWords& words, std::size_t row, char* at) const {
  std::uint32_t number = 0;
  std::uint32_t next = 0;
  while (states_[number].count == kMostCounted) {
    const State& state = states_[number];
    const Draw* draw = draws_.data() + state.first_draw;
    std::uint64_t index = 0;
    if (state.draws > 1) {
      const std::uint64_t word = words.word(row, next++);
      draw = std::lower_bound(draw, draw + state.draws - 1, word,
                              [](const Draw& d, std::uint64_t w) { return d.last < w; });
      if (draw->step != 0) index = (word - draw->from) / draw->step;
    } else if (draw->step != 0) {
      index = bounded(words.word(row, next++), tables_[edges_[draw->edge].table].size());
    }
    const Edge& edge = edges_[draw->edge];
    at = tables_[edge.table].write(static_cast<std::uint32_t>(index), at);
    number = edge.target;
  }
  // The ranks divide the texts from here into as many stretches, and the row draws one text of its stretch.
  const Count count = states_[number].count;
  const Count from = spread(rank, count);
  const auto stretch = static_cast<std::uint64_t>(spread(rank + 1, count) - from);
  return write_large(number, from + bounded(words.word(row, next), stretch), at);
}

}  // namespace synthgen
