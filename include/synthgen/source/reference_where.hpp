// `where` of a reference once it is bound: which rows of the parent a row may refer to, in terms of columns.
//
// Threads: immutable once made.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "synthgen/base/family_index.hpp"
#include "synthgen/column/evaluate.hpp"

namespace synthgen {

/// Column indices of the parent and of the table that has the reference ("own"). All that stands here must hold, and a
/// null on either side of a comparison makes it fail.
struct ReferenceWhere {
  struct Equality {
    ColumnIndex parent = 0;
    ColumnIndex own = 0;
    Type type;              ///< of both, but for the digits of seconds
    std::int64_t rows = 0;  ///< where both are row numbers of one further table: how many it has; else 0
  };
  /// A comparison by order. REQUIRES: columns of numbers, dates or times, both of one type.
  struct Bound {
    ColumnIndex parent = 0;
    ColumnIndex own = 0;
    bool closed = false;        ///< equal values match too
    bool open_at_null = false;  ///< a null of the parent matches whatever the row has
  };
  /// The one equality leads to one family of parents: those per a row of a further table.
  struct Family {
    std::shared_ptr<const FamilyIndex> index;
    std::optional<ColumnIndex> owner;  ///< own: that row's number; nothing: it is the row itself
  };

  std::vector<ColumnIndex> filters;     ///< of the parent, boolean
  std::vector<ColumnIndex> conditions;  ///< own, boolean
  std::vector<Equality> equalities;
  std::optional<Bound> from;  ///< the parent's value is at most the row's
  std::optional<Bound> to;    ///< the parent's value is at least the row's
  std::optional<Family> family;
  /// The reference may be null (`missing`, or within one table): a row without a match then is, and is counted.
  bool may_be_null = false;

  /// What is read of the parent's rows, all of them.
  std::vector<ColumnIndex> parent_columns() const {
    std::vector<ColumnIndex> columns = filters;
    for (const Equality& equality : equalities) columns.push_back(equality.parent);
    if (from.has_value()) columns.push_back(from->parent);
    if (to.has_value()) columns.push_back(to->parent);
    return columns;
  }

  /// Whether the row has no say: every row chooses among the same parents.
  bool constant() const {
    return conditions.empty() && equalities.empty() && !from.has_value() && !to.has_value() && !family.has_value();
  }
};

}  // namespace synthgen
