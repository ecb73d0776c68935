// Picks by `where`: an index of the parent's rows, made on first use; the rows of a family need none.
#include "where_pick.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "match_index.hpp"
#include "synthgen/base/number_text.hpp"
#include "synthgen/source/run_lookups.hpp"

namespace synthgen {
namespace {

/// Rows of the parent that an index can number.
constexpr std::int64_t kMostIndexed = std::int64_t{1} << 31;

/// Rows in which some condition on the row itself does not hold.
void apply_conditions(const std::vector<ColumnIndex>& conditions, Evaluate& evaluate, bool* good) {
  const std::size_t n = evaluate.rows().count;
  for (const ColumnIndex index : conditions) {
    const Column& condition = evaluate.column(index);
    for (std::size_t i = 0; i < n; ++i) {
      good[i] = good[i] && condition.is_valid(i) && condition.data<std::uint8_t>()[i] != 0;
    }
  }
}

/// Every row of one family alike.
class FamilyMemberPick final : public Source {
 public:
  FamilyMemberPick(StreamKey key, std::shared_ptr<const ReferenceWhere> where) : key_(key), where_(std::move(where)) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    out.reset({TypeKind::integer, 0}, rows.count);
    auto* picks = out.data<std::int64_t>();
    bool good[kBatchRows];
    std::fill_n(good, rows.count, true);
    apply_conditions(where_->conditions, evaluate, good);
    const ReferenceWhere::Family& family = *where_->family;
    const Column* owners = family.owner.has_value() ? &evaluate.column(*family.owner) : nullptr;
    std::uint64_t bits[kBatchRows];
    draw_bits64(key_, rows, evaluate.attempt(), 0, bits);
    for (std::size_t i = 0; i < rows.count; ++i) {
      picks[i] = kUnmatchedPick;
      if (!good[i] || (owners != nullptr && owners->is_null(i))) continue;
      const std::int64_t owner = owners != nullptr ? owners->data<std::int64_t>()[i] : rows[i];
      if (owner >= family.index->parents()) continue;
      const auto size = static_cast<std::uint64_t>(family.index->size(owner));
      if (size > 0) picks[i] = family.index->begin(owner) + static_cast<std::int64_t>(bounded(bits[i], size));
    }
  }

 private:
  const StreamKey key_;
  const std::shared_ptr<const ReferenceWhere> where_;
};

enum class IndexedPick : std::uint8_t { uniform, weighted, in_turn, earlier };

class IndexPick final : public Source {
 public:
  IndexPick(IndexedPick pick, StreamKey key, TableIndex table, std::vector<ColumnIndex> columns, MatchLayout layout,
            std::shared_ptr<const ReferenceWhere> where)
      : pick_(pick),
        key_(key),
        parent_table_(table),
        columns_(std::move(columns)),
        layout_(std::move(layout)),
        where_(std::move(where)) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    // Apart from what follows, whose batches would stand on the stack while indexes within indexes are made.
    pick_rows(run_lookup<MatchIndex>(evaluate, *this, [&](Evaluate& run) { return read(run); }), evaluate, out);
  }

 private:
  [[gnu::noinline]] void pick_rows(const MatchIndex& index, Evaluate& evaluate, Column& out) const {
    const std::size_t n = evaluate.rows().count;
    out.reset({TypeKind::integer, 0}, n);
    auto* picks = out.data<std::int64_t>();
    if (index.faulty()) {
      std::fill_n(picks, n, 0);
      for (std::size_t i = 0; i < n; ++i) out.set_null(i);
      evaluate.warn(CellWarning::invalid_parameter, n);
      return;
    }
    MatchIndex::Range ranges[kBatchRows];
    find(index, evaluate, ranges);
    choose(index, evaluate, ranges, picks);
  }

  std::unique_ptr<MatchIndex> read(Evaluate& evaluate) const {
    auto index = std::make_unique<MatchIndex>(layout_);
    evaluate.scan_columns(parent_table_, columns_, [&](std::span<const Column* const> cells) { index->add(cells); });
    index->finish();
    return index;
  }

  void find(const MatchIndex& index, Evaluate& evaluate, MatchIndex::Range* ranges) const {
    const std::size_t n = evaluate.rows().count;
    bool good[kBatchRows];
    std::fill_n(good, n, true);
    apply_conditions(where_->conditions, evaluate, good);
    const ColumnPool::Lease words = evaluate.pool().take();
    words->reset({TypeKind::integer, 0}, n * std::max<std::size_t>(1, index.width()));
    const Column* keys[kMostKeys];
    const std::size_t count = where_->equalities.size();
    for (std::size_t k = 0; k < count; ++k) keys[k] = &evaluate.column(where_->equalities[k].own);
    index.read_keys({keys, count}, n, words->data<std::uint64_t>(), good);
    std::int64_t from[kBatchRows];
    std::int64_t to[kBatchRows];
    const MatchIndex::Limit low = read_limit(evaluate, where_->from, from, good);
    const MatchIndex::Limit high = read_limit(evaluate, where_->to, to, good);
    index.find(words->data<std::uint64_t>(), good, n, low, high, ranges);
  }

  static MatchIndex::Limit read_limit(Evaluate& evaluate, const std::optional<ReferenceWhere::Bound>& bound,
                                      std::int64_t* values, bool* good) {
    if (!bound.has_value()) return {};
    const Column& column = evaluate.column(bound->own);
    order_values(column, values);
    if (!column.all_valid()) {
      for (std::size_t i = 0; i < column.rows(); ++i) good[i] = good[i] && column.is_valid(i);
    }
    return {values, bound->closed};
  }

  void choose(const MatchIndex& index, Evaluate& evaluate, MatchIndex::Range* ranges, std::int64_t* picks) const {
    const RowSet rows = evaluate.rows();
    std::uint64_t bits[kBatchRows];
    if (pick_ != IndexedPick::in_turn) draw_bits64(key_, rows, evaluate.attempt(), 0, bits);
    for (std::size_t i = 0; i < rows.count; ++i) {
      MatchIndex::Range& range = ranges[i];
      if (pick_ == IndexedPick::earlier && range.count > 0) index.keep_earlier(range, rows[i]);
      if (range.count == 0) {
        picks[i] = kUnmatchedPick;
        continue;
      }
      const auto count = static_cast<std::uint64_t>(range.count);
      switch (pick_) {
        case IndexedPick::weighted:
          picks[i] = index.weighted_row(range, uniform_from_bits(bits[i]));
          break;
        case IndexedPick::in_turn:
          picks[i] = index.row(range, static_cast<std::uint64_t>(rows[i]) % count);
          break;
        default:
          picks[i] = index.row(range, bounded(bits[i], count));
      }
    }
  }

 public:
  static constexpr std::size_t kMostKeys = 16;

 private:
  const IndexedPick pick_;
  const StreamKey key_;
  const TableIndex parent_table_;
  const std::vector<ColumnIndex> columns_;
  const MatchLayout layout_;
  const std::shared_ptr<const ReferenceWhere> where_;
};

class SettledPick final : public Source {
 public:
  SettledPick(std::unique_ptr<const Source> picks, Unmatched unmatched)
      : picks_(std::move(picks)), unmatched_(unmatched) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    picks_->fill(evaluate, out);
    auto* picks = out.data<std::int64_t>();
    std::uint64_t lost = 0;
    for (std::size_t i = 0; i < out.rows(); ++i) {
      if (picks[i] != kUnmatchedPick) continue;
      lost += out.is_valid(i) ? 1 : 0;
      out.set_null(i);
      picks[i] = 0;  // null cells of a pick hold a row number all the same
    }
    if (lost > 0 && unmatched_ == Unmatched::counted) evaluate.warn(CellWarning::no_match, lost);
  }

 private:
  const std::unique_ptr<const Source> picks_;
  const Unmatched unmatched_;
};

MatchLayout layout_of(const ReferenceWhere& where, bool weighted) {
  MatchLayout layout;
  layout.filters = where.filters.size();
  for (const ReferenceWhere::Equality& equality : where.equalities) layout.keys.push_back(equality.type);
  if (where.equalities.size() == 1) layout.key_rows = where.equalities.front().rows;
  layout.from = where.from.has_value();
  layout.from_open_at_null = layout.from && where.from->open_at_null;
  // A null that leaves both ends open lies below one and above the other.
  layout.same_value = layout.from && where.to.has_value() && where.from->parent == where.to->parent &&
                      !where.from->open_at_null && !where.to->open_at_null;
  layout.to = where.to.has_value() && !layout.same_value;
  layout.to_open_at_null = layout.to && where.to->open_at_null;
  layout.weight = weighted;
  return layout;
}

std::vector<ColumnIndex> columns_of(const ReferenceWhere& where, const MatchLayout& layout,
                                    const ReferenceTarget& target) {
  std::vector<ColumnIndex> columns = where.filters;
  for (const ReferenceWhere::Equality& equality : where.equalities) columns.push_back(equality.parent);
  if (layout.from) columns.push_back(where.from->parent);
  if (layout.to) columns.push_back(where.to->parent);
  if (layout.weight) columns.push_back(target.weight);
  return columns;
}

/// What is read of the row, each column once.
std::vector<ColumnIndex> own_columns(const ReferenceWhere& where) {
  std::vector<ColumnIndex> columns = where.conditions;
  for (const ReferenceWhere::Equality& equality : where.equalities) columns.push_back(equality.own);
  if (where.from.has_value()) columns.push_back(where.from->own);
  if (where.to.has_value()) columns.push_back(where.to->own);
  if (where.family.has_value() && where.family->owner.has_value()) columns.push_back(*where.family->owner);
  std::sort(columns.begin(), columns.end());
  columns.erase(std::unique(columns.begin(), columns.end()), columns.end());
  return columns;
}

/// What picks this pick cannot be among the matches.
std::optional<Diagnostic> refused(const PickSpec& spec, PickKind kind, const ReferenceTarget& target,
                                  const SourceContext& context) {
  if (context.declaration().unique) {
    return make_error("SG2652", "a reference with \"where\" cannot be unique", context.declaration().unique_place,
                      "leave \"unique\" or \"where\" out; one row per parent, each with its own, are rows per parent: "
                      R"("rows": {"per": …} of one row)");
  }
  if (target.distinct.has_value()) {
    return make_error(
        "SG2652", "a reference with \"where\" cannot be drawn so that a key of several columns differs",
        context.declaration().name_place,
        "leave \"where\" out, or the key: combinations are drawn among all rows of the table referred to");
  }
  if (kind == PickKind::owner) {
    return make_error("SG2653", "a row's own parent is decided, so \"where\" has nothing to choose",
                      spec.kind == PickKind::by_default ? context.declaration().name_place : spec.place,
                      R"(leave "where" out; or add "pick": "uniform", which takes any parent that meets it)");
  }
  if (kind == PickKind::distribution) {
    return make_error("SG2653",
                      "a pick by ranks is among all rows of the parent, and \"where\" leaves other ones in each row",
                      spec.place, R"(add a column of weights to the parent, and pick by it: "pick": {"weight": "…"})");
  }
  if (kind == PickKind::cycle && !target.where->constant()) {
    return make_error("SG2653", "a pick in turn needs the same parents for every row, and this \"where\" reads the row",
                      spec.place, R"(leave "pick" out, or give it a weight: "pick": {"weight": "…"})");
  }
  return std::nullopt;
}

}  // namespace

Result<MadeSource> make_where_pick(const PickSpec& spec, PickKind kind, const ReferenceTarget& target,
                                   const SourceContext& context) {
  const ReferenceWhere& where = *target.where;
  if (const std::optional<Diagnostic> fault = refused(spec, kind, target, context); fault.has_value()) return *fault;
  MadeSource made;
  made.type = {TypeKind::integer, 0};
  made.own_rows_only = target.same_table;
  made.inputs = own_columns(where);
  const StreamKey key = context.stream("pick/64");
  if (where.family.has_value() && kind == PickKind::uniform) {
    const bool whole = where.filters.empty() && !where.from.has_value() && !where.to.has_value();
    if (whole) {
      made.source = std::make_unique<FamilyMemberPick>(key, target.where);
    } else {
      made.source = make_family_search(key, target);
    }
    if (made.source != nullptr) return made;
  }
  if (target.rows > kMostIndexed) {
    return make_error("SG2149",
                      fmt::format("table \"{}\" has {} rows, and \"where\" keeps a number for each in memory",
                                  target.table_name, grouped_text(target.rows)),
                      context.declaration().name_place,
                      fmt::format("at most {}; without \"where\" a reference keeps none", grouped_text(kMostIndexed)));
  }
  const MatchLayout layout = layout_of(where, kind == PickKind::weight);
  made.memory_bytes = MatchIndex::most_bytes(layout, target.rows);
  IndexedPick pick = IndexedPick::uniform;
  if (target.same_table) pick = IndexedPick::earlier;
  if (kind == PickKind::weight) pick = IndexedPick::weighted;
  if (kind == PickKind::cycle) pick = IndexedPick::in_turn;
  made.source =
      std::make_unique<IndexPick>(pick, key, target.table, columns_of(where, layout, target), layout, target.where);
  return made;
}

MadeSource settle_matches(MadeSource picks, Unmatched unmatched) {
  picks.source = std::make_unique<SettledPick>(std::move(picks.source), unmatched);
  return picks;
}

}  // namespace synthgen
