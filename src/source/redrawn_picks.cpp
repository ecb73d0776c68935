// Picks by ranks or weights without repetition within the family: rows whose parent is taken draw again, all of a
// family together, until they differ. That is drawing from the parents that are left, with their own shares.
#include <algorithm>
#include <vector>

#include "family_attempt.hpp"
#include "pick_sources.hpp"

namespace synthgen {
namespace {

/// The parents that a family has taken: open addressing, at most half full.
class Taken {
 public:
  void begin(std::size_t rows) {
    std::size_t slots = 8;
    while (slots < 2 * rows) slots *= 2;
    slots_.assign(slots, -1);
  }
  /// False where it is taken already.
  bool take(std::int64_t parent) {
    const std::size_t mask = slots_.size() - 1;
    // Fibonacci hashing (Knuth, TAOCP 3, 6.4): neighbours are popular together.
    std::size_t slot =
        static_cast<std::size_t>((static_cast<std::uint64_t>(parent) * 0x9E3779B97F4A7C15U) >> 32) & mask;
    for (; slots_[slot] >= 0; slot = (slot + 1) & mask) {
      if (slots_[slot] == parent) return false;
    }
    slots_[slot] = parent;
    return true;
  }

 private:
  std::vector<std::int64_t> slots_;
};

class RedrawnPicks final : public FamilySource {
 public:
  RedrawnPicks(ColumnIndex first, std::shared_ptr<const PickSource> picks) : first_(first), picks_(std::move(picks)) {}

  void fill_families(FamilyRows& families, Column& out) const override {
    const Column& first = families.column(first_);
    std::vector<std::int64_t> all(families.rows());
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::int64_t>(i);
    out.gather(first, all);
    auto* picks = out.data<std::int64_t>();
    Open open;
    std::vector<Taken> taken;  // of the families that have open rows
    Taken once;
    for (std::size_t f = 0; f + 1 < families.begins().size(); ++f) {
      const std::size_t before = open.places.size();
      once.begin(families.begins()[f + 1] - families.begins()[f]);
      for (std::size_t i = families.begins()[f]; i < families.begins()[f + 1]; ++i) {
        if (out.is_null(i) || once.take(picks[i])) continue;
        open.places.push_back(static_cast<std::int64_t>(i));
        open.families.push_back(taken.size());
      }
      if (open.places.size() > before) taken.push_back(std::move(once));
    }
    for (std::uint32_t attempt = 1; attempt <= kMostAttempts && !open.places.empty(); ++attempt) {
      redraw(families, attempt, taken, open, picks);
    }
    std::int64_t cursor = 0;
    FamilyAttempt evaluate(families, {}, 0);
    for (std::size_t k = 0; k < open.places.size(); ++k) {
      const auto place = static_cast<std::size_t>(open.places[k]);
      if (k == 0 || open.families[k] != open.families[k - 1]) cursor = 0;
      std::int64_t parent = -1;
      do parent = picks_->next_choice(evaluate, cursor);
      while (parent >= 0 && !taken[open.families[k]].take(parent));
      picks[place] = std::max<std::int64_t>(0, parent);
      if (parent >= 0) continue;
      out.set_null(place);
      families.warn(place, CellWarning::invalid_parameter);
    }
  }

 private:
  /// What nobody has taken after so many draws is about a thousandth of all shares or less.
  static constexpr std::uint32_t kMostAttempts = 1024;

  /// Rows without a parent of their own, in order, and their families among those that have such.
  struct Open {
    std::vector<std::int64_t> places;
    std::vector<std::size_t> families;
  };

  void redraw(FamilyRows& families, std::uint32_t attempt, std::vector<Taken>& taken, Open& open,
              std::int64_t* picks) const {
    const ColumnPool::Lease drawn = families.pool().take();
    std::size_t left = 0;
    for (std::size_t begin = 0; begin < open.places.size(); begin += kBatchRows) {
      const std::size_t n = std::min(kBatchRows, open.places.size() - begin);
      const std::vector<std::int64_t> places(open.places.begin() + static_cast<std::ptrdiff_t>(begin),
                                             open.places.begin() + static_cast<std::ptrdiff_t>(begin + n));
      FamilyAttempt evaluate(families, places, attempt);
      picks_->fill(evaluate, *drawn);
      for (std::size_t i = 0; i < n; ++i) {
        const std::int64_t parent = drawn->data<std::int64_t>()[i];
        const std::size_t family = open.families[begin + i];
        if (drawn->is_valid(i) && taken[family].take(parent)) {
          picks[places[i]] = parent;
          continue;
        }
        open.places[left] = places[i];
        open.families[left++] = family;
      }
    }
    open.places.resize(left);
    open.families.resize(left);
  }

  const ColumnIndex first_;
  const std::shared_ptr<const PickSource> picks_;
};

/// The plain picks, which others draw from as well.
class SharedPicks final : public Source {
 public:
  explicit SharedPicks(std::shared_ptr<const PickSource> picks) : picks_(std::move(picks)) {}
  void fill(Evaluate& evaluate, Column& out) const override { picks_->fill(evaluate, out); }

 private:
  const std::shared_ptr<const PickSource> picks_;
};

}  // namespace

MadeSource make_redrawn_picks(std::shared_ptr<const PickSource> picks, MadeSource plain, const SourceContext& context) {
  const std::vector<ColumnIndex> inputs = plain.inputs;
  plain.type = {TypeKind::integer, 0};
  plain.source = std::make_unique<SharedPicks>(picks);
  const ColumnIndex first = context.add_column("first draw of " + context.declaration().name,
                                               "picks a parent's row, maybe twice in a family", std::move(plain));
  MadeSource made;
  made.type = {TypeKind::integer, 0};
  made.by_family = true;
  made.own_rows_only = true;
  made.inputs = inputs;
  made.inputs.push_back(first);
  made.source = std::make_unique<RedrawnPicks>(first, std::move(picks));
  return made;
}

}  // namespace synthgen
