// Internal columns behind a foreign key: the parent's row number, and cells of the parent.
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

MadeSource make_pick(StreamKey key, std::int64_t parent_rows, bool same_table) {
  MadeSource made;
  made.type = {TypeKind::integer, 0};
  if (same_table) {
    made.source = std::make_unique<EarlierPick>(key);
  } else {
    made.source = std::make_unique<UniformPick>(key, parent_rows);
  }
  return made;
}

MadeSource make_parent_cell(TableIndex table, ColumnIndex column, ColumnIndex pick, Type type,
                            const Dictionary* dictionary) {
  MadeSource made;
  made.type = type;
  made.source = std::make_unique<ParentCell>(table, column, pick);
  made.inputs = {pick};
  made.dictionary = dictionary;
  return made;
}

}  // namespace synthgen
