// Internal columns behind a foreign key: the parent's row number, and cells of the parent.
#include "pick_sources.hpp"
#include "synthgen/source/source.hpp"

namespace synthgen {
namespace {

class UniformPick final : public Source {
 public:
  UniformPick(StreamKey key, std::int64_t parent_rows) : key_(key), parent_rows_(parent_rows) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    out.reset({TypeKind::integer, 0}, rows.count);
    auto* picks = out.data<std::uint64_t>();
    draw_bits64(key_, rows, evaluate.attempt(), 0, picks);
    if (parent_rows_ == 0) {  // only an empty child may refer to an empty parent
      for (std::size_t i = 0; i < rows.count; ++i) {
        picks[i] = 0;
        out.set_null(i);
      }
      return;
    }
    for (std::size_t i = 0; i < rows.count; ++i) picks[i] = bounded(picks[i], static_cast<std::uint64_t>(parent_rows_));
  }

 private:
  const StreamKey key_;
  const std::int64_t parent_rows_;
};

/// Within one table: row r refers to a row before it, so that hierarchies have no cycles; row 0 to none.
class EarlierPick final : public Source {
 public:
  explicit EarlierPick(StreamKey key) : key_(key) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    out.reset({TypeKind::integer, 0}, rows.count);
    auto* picks = out.data<std::uint64_t>();
    draw_bits64(key_, rows, evaluate.attempt(), 0, picks);
    for (std::size_t i = 0; i < rows.count; ++i) {
      if (rows[i] == 0) {
        picks[i] = 0;  // null cells of a pick hold a row number all the same
        out.set_null(i);
      } else {
        picks[i] = bounded(picks[i], static_cast<std::uint64_t>(rows[i]));
      }
    }
  }

 private:
  const StreamKey key_;
};

/// Row r refers to r / step modulo the parents.
class ModularPick final : public Source {
 public:
  ModularPick(std::int64_t step, std::int64_t parent_rows) : step_(step), parent_rows_(parent_rows) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    out.reset({TypeKind::integer, 0}, rows.count);
    auto* picks = out.data<std::int64_t>();
    if (!rows.contiguous()) {
      for (std::size_t i = 0; i < rows.count; ++i) picks[i] = rows.list[i] / step_ % parent_rows_;
      return;
    }
    std::int64_t parent = rows.first / step_ % parent_rows_;
    std::int64_t within = rows.first % step_;
    for (std::size_t i = 0; i < rows.count; ++i) {
      picks[i] = parent;
      if (++within < step_) continue;
      within = 0;
      if (++parent == parent_rows_) parent = 0;
    }
  }

 private:
  const std::int64_t step_;
  const std::int64_t parent_rows_;
};

class FamilyPick final : public Source {
 public:
  explicit FamilyPick(std::shared_ptr<const FamilyIndex> families) : families_(std::move(families)) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    out.reset({TypeKind::integer, 0}, rows.count);
    families_->locate(rows, out.data<std::int64_t>(), nullptr);
  }

 private:
  const std::shared_ptr<const FamilyIndex> families_;
};

class PermutedPick final : public Source {
 public:
  explicit PermutedPick(Permutation order) : order_(std::move(order)) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    out.reset({TypeKind::integer, 0}, evaluate.rows().count);
    order_.map(evaluate.rows(), out.data<std::int64_t>());
  }

 private:
  const Permutation order_;
};

class RankedPick final : public PickSource {
 public:
  RankedPick(std::unique_ptr<const Source> ranks, Permutation popularity)
      : ranks_(std::move(ranks)), popularity_(std::move(popularity)) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    ranks_->fill(evaluate, out);
    const std::size_t n = evaluate.rows().count;
    auto* picks = out.data<std::int64_t>();
    for (std::size_t i = 0; i < n; ++i) picks[i] = out.is_valid(i) ? picks[i] - 1 : 0;
    popularity_.map(picks, n, picks);
  }

  std::int64_t next_choice(Evaluate& /*evaluate*/, std::int64_t& cursor) const override {
    if (cursor >= static_cast<std::int64_t>(popularity_.size())) return -1;
    std::int64_t parent = 0;
    popularity_.map(&cursor, 1, &parent);
    ++cursor;
    return parent;
  }

 private:
  const std::unique_ptr<const Source> ranks_;
  const Permutation popularity_;
};

class ParentCell final : public Source {
 public:
  ParentCell(TableIndex table, ColumnIndex column, ColumnIndex pick) : table_(table), column_(column), pick_(pick) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    evaluate.cells(table_, column_, evaluate.column(pick_), out);
  }

 private:
  const TableIndex table_;
  const ColumnIndex column_;
  const ColumnIndex pick_;
};

}  // namespace

std::unique_ptr<const Source> make_uniform_pick(StreamKey key, std::int64_t parent_rows) {
  return std::make_unique<UniformPick>(key, parent_rows);
}

std::unique_ptr<const Source> make_earlier_pick(StreamKey key) { return std::make_unique<EarlierPick>(key); }

std::unique_ptr<const Source> make_modular_pick(std::int64_t step, std::int64_t parent_rows) {
  return std::make_unique<ModularPick>(step, parent_rows);
}

std::unique_ptr<const Source> make_family_pick(std::shared_ptr<const FamilyIndex> families) {
  return std::make_unique<FamilyPick>(std::move(families));
}

std::unique_ptr<const Source> make_permuted_pick(Permutation order) {
  return std::make_unique<PermutedPick>(std::move(order));
}

std::unique_ptr<const PickSource> make_ranked_pick(std::unique_ptr<const Source> ranks, Permutation popularity) {
  return std::make_unique<RankedPick>(std::move(ranks), std::move(popularity));
}

MadeSource make_parent_cell(TableIndex table, ColumnIndex column, ColumnIndex pick, Type type,
                            const Dictionary* dictionary) {
  MadeSource made;
  made.type = type;
  made.source = std::make_unique<ParentCell>(table, column, pick);
  made.inputs = {pick};
  made.dictionary = dictionary;
  made.cell = CellOrigin{table, column};
  return made;
}

}  // namespace synthgen
