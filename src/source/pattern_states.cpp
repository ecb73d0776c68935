#include "pattern_states.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace synthgen {
namespace {

using Kind = PatternNode::Kind;

/// Where a text can be within the pattern, counted repeats written out: a character that comes next and the position
/// behind it, or several positions at once, or the end.
struct Position {
  static constexpr std::uint32_t kNone = UINT32_MAX;
  std::uint32_t characters = kNone;  ///< number of the set; none: the position stands for others
  std::uint32_t next = kNone;
  std::vector<std::uint32_t> others = {};
};

/// Built from the end of the pattern to its beginning, so that each position knows what follows it.
class Positions {
 public:
  static constexpr std::uint32_t kEnd = 0;

  explicit Positions(std::size_t most) : most_(most) { positions_.push_back({}); }

  /// Where the pattern begins if `next` follows it; kNone where there are too many.
  std::uint32_t add(const PatternNode& node, std::uint32_t next) {
    if (next == Position::kNone || positions_.size() > most_) return Position::kNone;
    if (node.longest == 0) return next;
    switch (node.kind) {
      case Kind::characters:
        return put({number_of(node.characters), next});
      case Kind::sequence:
        for (auto part = node.parts.rbegin(); part != node.parts.rend(); ++part) next = add(*part, next);
        return next;
      case Kind::alternatives: {
        Position any;
        for (const PatternNode& part : node.parts) {
          any.others.push_back(add(part, next));
          if (any.others.back() == Position::kNone) return Position::kNone;
        }
        return put(std::move(any));
      }
      case Kind::repeat:
        return add_repeat(node, next);
    }
    return Position::kNone;
  }

  const Position& operator[](std::uint32_t position) const { return positions_[position]; }
  std::size_t size() const { return positions_.size(); }
  const std::vector<CharacterSet>& sets() const { return sets_; }

 private:
  std::uint32_t add_repeat(const PatternNode& node, std::uint32_t next) {
    const PatternNode* body = &node.parts.front();
    std::uint32_t least = node.least;
    if (body->kind == Kind::repeat && body->least == 0 && body->most == 1) {
      // (x?){2,5} has the texts of x{0,5}, in far fewer positions at once.
      body = &body->parts.front();
      least = 0;
    }
    // x{2,4} is xx(x(x)?)?: what is left out is left out to the end.
    const std::uint32_t behind = next;
    for (std::uint32_t i = least; i < node.most && next != Position::kNone; ++i) {
      const std::uint32_t once = add(*body, next);
      if (once == Position::kNone) return once;
      next = put({Position::kNone, Position::kNone, {once, behind}});
    }
    for (std::uint32_t i = 0; i < least && next != Position::kNone; ++i) next = add(*body, next);
    return next;
  }

  std::uint32_t put(Position position) {
    positions_.push_back(std::move(position));
    return static_cast<std::uint32_t>(positions_.size() - 1);
  }

  std::uint32_t number_of(const CharacterSet& set) {
    const auto [entry, fresh] = numbers_.try_emplace(set, static_cast<std::uint32_t>(sets_.size()));
    if (fresh) sets_.push_back(set);
    return entry->second;
  }

  const std::size_t most_;
  std::vector<Position> positions_;
  std::vector<CharacterSet> sets_;
  std::map<CharacterSet, std::uint32_t> numbers_;
};

class SubsetConstruction {
 public:
  SubsetConstruction(const Positions& positions, std::size_t most)
      : positions_(positions), most_(most), seen_(positions.size(), 0) {}

  std::optional<PatternStates> make(std::uint32_t begin) {
    state_of({begin});
    for (std::uint32_t s = 0; s < result_.states.size(); ++s) {
      if (result_.states.size() > most_ || work_ > kMostWork) return std::nullopt;
      add_edges(s);
    }
    if (work_ > kMostWork) return std::nullopt;
    return std::move(result_);
  }

 private:
  using Set = std::vector<std::uint32_t>;
  /// Some seconds at most.
  static constexpr std::size_t kMostWork = 20'000'000;

  /// The state of all positions with a character that these stand for.
  std::uint32_t state_of(const Set& begin) {
    ++round_;
    Set set;
    bool accepts = false;
    std::vector<std::uint32_t> open = begin;
    while (!open.empty()) {
      const std::uint32_t at = open.back();
      open.pop_back();
      ++work_;
      if (std::exchange(seen_[at], round_) == round_) continue;
      const Position& position = positions_[at];
      if (at == Positions::kEnd) {
        accepts = true;
      } else if (position.characters != Position::kNone) {
        set.push_back(at);
      } else {
        open.insert(open.end(), position.others.begin(), position.others.end());
      }
    }
    std::sort(set.begin(), set.end());
    if (accepts) set.push_back(Positions::kEnd);  // only ever last, which tells it from others
    const auto [entry, fresh] = numbers_.try_emplace(set, static_cast<std::uint32_t>(result_.states.size()));
    if (fresh) {
      result_.states.push_back({{}, accepts});
      if (accepts) set.pop_back();
      sets_.push_back(std::move(set));
    }
    return entry->second;
  }

  void add_edges(std::uint32_t state) {
    // A copy: states are added below.
    const Set set = std::move(sets_[state]);
    sets_[state].clear();
    if (set.empty()) return;
    std::vector<std::pair<std::uint32_t, Set>> by_characters;  // sets of characters, and what follows them
    {
      std::vector<std::pair<std::uint32_t, std::uint32_t>> all;
      for (const std::uint32_t at : set) all.emplace_back(positions_[at].characters, positions_[at].next);
      std::sort(all.begin(), all.end());
      for (const auto& [characters, next] : all) {
        if (by_characters.empty() || by_characters.back().first != characters)
          by_characters.push_back({characters, {}});
        by_characters.back().second.push_back(next);
      }
    }
    work_ += set.size();
    std::vector<PatternStates::Edge> edges;
    if (by_characters.size() == 1) {
      const std::uint32_t target = state_of(by_characters[0].second);
      edges.push_back({positions_.sets()[by_characters[0].first], target});
    } else {
      edges = divided(by_characters);
    }
    result_.states[state].edges = std::move(edges);
  }

  /// Sets that overlap are cut where one of them begins or ends.
  std::vector<PatternStates::Edge> divided(const std::vector<std::pair<std::uint32_t, Set>>& by_characters) {
    struct Cut {
      char32_t at;
      std::size_t set;
      bool begins;
    };
    std::vector<Cut> cuts;
    for (std::size_t i = 0; i < by_characters.size(); ++i) {
      for (const CharacterRange range : positions_.sets()[by_characters[i].first].ranges()) {
        cuts.push_back({range.first, i, true});
        cuts.push_back({range.last + 1, i, false});
      }
    }
    std::sort(cuts.begin(), cuts.end(), [](const Cut& a, const Cut& b) { return a.at < b.at; });
    std::vector<PatternStates::Edge> edges;
    std::map<std::uint32_t, std::size_t> edge_to;             // by target
    std::map<std::vector<std::size_t>, std::uint32_t> known;  // targets by the sets that hold a character
    std::vector<std::size_t> open;                            // ascending
    for (std::size_t c = 0; c < cuts.size();) {
      const char32_t from = cuts[c].at;
      for (; c < cuts.size() && cuts[c].at == from; ++c) {
        const auto place = std::lower_bound(open.begin(), open.end(), cuts[c].set);
        if (cuts[c].begins) {
          open.insert(place, cuts[c].set);
        } else {
          open.erase(place);
        }
      }
      work_ += 1 + open.size();
      if (open.empty() || work_ > kMostWork) continue;
      const char32_t last = cuts[c].at - 1;
      auto [entry, fresh] = known.try_emplace(open, 0);
      if (fresh) {
        Set next;
        for (const std::size_t i : open) {
          next.insert(next.end(), by_characters[i].second.begin(), by_characters[i].second.end());
        }
        entry->second = state_of(next);
      }
      const auto [edge, first] = edge_to.try_emplace(entry->second, edges.size());
      if (first) edges.push_back({{}, entry->second});
      edges[edge->second].characters.add(from, last);
    }
    return edges;
  }

  const Positions& positions_;
  const std::size_t most_;
  std::vector<std::uint32_t> seen_;  // the round in which a position was met
  std::uint32_t round_ = 0;
  std::size_t work_ = 0;
  std::vector<Set> sets_;  // of each state, until its edges are made
  std::map<Set, std::uint32_t> numbers_;
  PatternStates result_;
};

}  // namespace

std::optional<PatternStates> PatternStates::make(const PatternNode& pattern, std::size_t most) {
  // A state has a position of its own or several; positions that stand for others come in between.
  Positions positions(4 * most);
  const std::uint32_t begin = positions.add(pattern, Positions::kEnd);
  if (begin == Position::kNone || positions.size() > 4 * most) return std::nullopt;
  return SubsetConstruction(positions, most).make(begin);
}

}  // namespace synthgen
