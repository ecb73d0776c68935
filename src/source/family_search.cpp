// Picks among the rows of one family that meet conditions: the families at hand are read, so that nothing is kept of
// parents of any size. The matches stand in the order of MatchIndex, which gives the same picks.
#include <algorithm>
#include <limits>

#include "match_index.hpp"
#include "where_pick.hpp"

namespace synthgen {
namespace {

class FamilySearch final : public Source {
 public:
  FamilySearch(StreamKey key, TableIndex table, std::vector<ColumnIndex> columns,
               std::shared_ptr<const ReferenceWhere> where)
      : key_(key), parent_table_(table), columns_(std::move(columns)), where_(std::move(where)) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    out.reset({TypeKind::integer, 0}, rows.count);
    auto* picks = out.data<std::int64_t>();
    std::int64_t owners[kBatchRows];
    find_owners(evaluate, owners);
    Bounds bounds;
    read_bound(evaluate, where_->from, bounds.from, owners);
    read_bound(evaluate, where_->to, bounds.to, owners);
    Families families = read_families(evaluate, owners);
    std::uint64_t bits[kBatchRows];
    draw_bits64(key_, rows, evaluate.attempt(), 0, bits);
    for (std::size_t i = 0; i < rows.count; ++i) {
      picks[i] = kUnmatchedPick;
      if (owners[i] < 0) continue;
      const auto at =
          std::lower_bound(families.owners.begin(), families.owners.end(), owners[i]) - families.owners.begin();
      const Member* begin = families.members.data() + families.begins[static_cast<std::size_t>(at)];
      const Member* end = families.members.data() + families.begins[static_cast<std::size_t>(at) + 1];
      const auto matches = [&](const Member& member) { return meets(member, bounds, i); };
      const auto count = static_cast<std::uint64_t>(std::count_if(begin, end, matches));
      if (count == 0) continue;
      std::uint64_t skip = bounded(bits[i], count);
      picks[i] = std::find_if(begin, end, [&](const Member& member) { return matches(member) && skip-- == 0; })->row;
    }
  }

 private:
  struct Member {
    std::int64_t from = 0;
    std::int64_t to = 0;
    std::int64_t row = 0;
  };
  /// Those of the batch's rows, each once.
  struct Families {
    std::vector<std::int64_t> owners;  ///< ascending
    std::vector<std::size_t> begins;   ///< among `members`, and their end
    std::vector<Member> members;
  };
  struct Bounds {
    std::int64_t from[kBatchRows];
    std::int64_t to[kBatchRows];
  };

  /// −1 where a row has none, or a condition on the row does not hold.
  void find_owners(Evaluate& evaluate, std::int64_t* owners) const {
    const RowSet rows = evaluate.rows();
    const ReferenceWhere::Family& family = *where_->family;
    const Column* column = family.owner.has_value() ? &evaluate.column(*family.owner) : nullptr;
    for (std::size_t i = 0; i < rows.count; ++i) {
      owners[i] = column != nullptr ? column->data<std::int64_t>()[i] : rows[i];
      const bool none = column != nullptr && column->is_null(i);
      if (none || owners[i] >= family.index->parents()) owners[i] = -1;
    }
    for (const ColumnIndex index : where_->conditions) {
      const Column& condition = evaluate.column(index);
      for (std::size_t i = 0; i < rows.count; ++i) {
        if (condition.is_null(i) || condition.data<std::uint8_t>()[i] == 0) owners[i] = -1;
      }
    }
  }

  static void read_bound(Evaluate& evaluate, const std::optional<ReferenceWhere::Bound>& bound, std::int64_t* values,
                         std::int64_t* owners) {
    if (!bound.has_value()) return;
    const Column& column = evaluate.column(bound->own);
    order_values(column, values);
    for (std::size_t i = 0; i < column.rows(); ++i) {
      if (column.is_null(i)) owners[i] = -1;
    }
  }

  bool meets(const Member& member, const Bounds& bounds, std::size_t i) const {
    const auto at_most = [](bool closed, std::int64_t a, std::int64_t b) { return closed ? a <= b : a < b; };
    return (!where_->from.has_value() || at_most(where_->from->closed, member.from, bounds.from[i])) &&
           (!where_->to.has_value() || at_most(where_->to->closed, bounds.to[i], member.to));
  }

  Families read_families(Evaluate& evaluate, const std::int64_t* owners) const {
    const FamilyIndex& index = *where_->family->index;
    Families families;
    families.owners.assign(owners, owners + evaluate.rows().count);
    std::sort(families.owners.begin(), families.owners.end());
    families.owners.erase(std::unique(families.owners.begin(), families.owners.end()), families.owners.end());
    if (!families.owners.empty() && families.owners.front() < 0) families.owners.erase(families.owners.begin());
    std::vector<std::int64_t> wanted;
    std::vector<std::size_t> ends;
    for (const std::int64_t owner : families.owners) {
      const std::int64_t begin = index.begin(owner);
      for (std::int64_t row = begin; row < begin + index.size(owner); ++row) wanted.push_back(row);
      ends.push_back(wanted.size());
    }
    families.begins.push_back(0);
    std::size_t family = 0;
    const auto end_families = [&](std::size_t done) {
      for (; family < ends.size() && ends[family] <= done; ++family) families.begins.push_back(families.members.size());
    };
    end_families(0);
    for (std::size_t begin = 0; begin < wanted.size(); begin += kBatchRows) {
      const std::size_t n = std::min(kBatchRows, wanted.size() - begin);
      const Column* cells[kMostColumns];
      evaluate.read(parent_table_, columns_, RowSet::of({wanted.data() + begin, n}), {cells, columns_.size()});
      Bounds values;
      bool good[kBatchRows];
      judge({cells, columns_.size()}, n, values, good);
      for (std::size_t i = 0; i < n; ++i) {
        if (good[i]) families.members.push_back({values.from[i], values.to[i], wanted[begin + i]});
        end_families(begin + i + 1);
      }
    }
    const auto before = [](const Member& a, const Member& b) {
      if (a.from != b.from) return a.from < b.from;
      return a.to != b.to ? a.to < b.to : a.row < b.row;
    };
    for (std::size_t f = 0; f + 1 < families.begins.size(); ++f) {
      const auto first = families.members.begin() + static_cast<std::ptrdiff_t>(families.begins[f]);
      const auto last = families.members.begin() + static_cast<std::ptrdiff_t>(families.begins[f + 1]);
      if (!std::is_sorted(first, last, before)) std::sort(first, last, before);
    }
    return families;
  }

  /// Rows of the parent: whether their own conditions hold, and where their interval lies.
  void judge(std::span<const Column* const> cells, std::size_t n, Bounds& values, bool* good) const {
    std::fill_n(good, n, true);
    std::fill_n(values.from, n, 0);
    std::fill_n(values.to, n, 0);
    std::size_t next = 0;
    for (; next < where_->filters.size(); ++next) {
      for (std::size_t i = 0; i < n; ++i) {
        good[i] = good[i] && cells[next]->is_valid(i) && cells[next]->data<std::uint8_t>()[i] != 0;
      }
    }
    const auto read = [&](const std::optional<ReferenceWhere::Bound>& bound, std::int64_t open, std::int64_t* to) {
      if (!bound.has_value()) return;
      const Column& column = *cells[next++];
      order_values(column, to);
      for (std::size_t i = 0; i < n; ++i) {
        if (column.is_valid(i)) continue;
        to[i] = open;
        good[i] = good[i] && bound->open_at_null;
      }
    };
    read(where_->from, std::numeric_limits<std::int64_t>::min(), values.from);
    read(where_->to, std::numeric_limits<std::int64_t>::max(), values.to);
  }

  static constexpr std::size_t kMostColumns = 64;

 public:
  static bool can(std::size_t columns) { return columns <= kMostColumns; }

 private:
  const StreamKey key_;
  const TableIndex parent_table_;
  const std::vector<ColumnIndex> columns_;
  const std::shared_ptr<const ReferenceWhere> where_;
};

/// An index of a smaller parent is small, and faster than reading.
constexpr std::int64_t kIndexed = std::int64_t{1} << 20;
/// Reading a larger family for each row takes longer than making an index, at any size of the parent.
constexpr std::int64_t kLargestRead = 256;

}  // namespace

std::unique_ptr<const Source> make_family_search(StreamKey key, const ReferenceTarget& target) {
  const ReferenceWhere& where = *target.where;
  if (!where.family.has_value() || target.rows <= kIndexed || where.family->index->largest() > kLargestRead) {
    return nullptr;
  }
  std::vector<ColumnIndex> columns = where.filters;
  if (where.from.has_value()) columns.push_back(where.from->parent);
  if (where.to.has_value()) columns.push_back(where.to->parent);
  if (!FamilySearch::can(columns.size())) return nullptr;
  return std::make_unique<FamilySearch>(key, target.table, std::move(columns), target.where);
}

}  // namespace synthgen
