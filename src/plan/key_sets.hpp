// Keys of several columns: by what construction they differ in every row, and which references are drawn for that.
//
// Threads: one, while a plan is made.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "synthgen/schema/schema.hpp"

namespace synthgen {

/// References and columns of a list of values that are drawn together so that no combination comes twice: in the table,
/// or in each family.
struct DrawnSet {
  std::size_t table = 0;
  UniqueSet declared;
  bool within_family = false;
  /// One by itself that is drawn by ranks or weights, or taken in turn.
  PickKind pick = PickKind::uniform;
  struct Member {
    std::size_t column = 0;                  ///< one of the columns of the reference
    std::optional<std::size_t> parent = {};  ///< the table; nothing where it is no reference
    std::int64_t values = 0;                 ///< of one that is no reference: how many it can have
    std::optional<std::int64_t> least = {};  ///< of whole numbers
  };
  std::vector<Member> members;

  // Filled when the first of them is made.
  std::optional<Result<ColumnIndex>> place;
};

/// A column's part in such a set.
struct DrawnMember {
  std::shared_ptr<DrawnSet> set;
  std::size_t member = 0;
};
using DrawnMembers = std::map<std::pair<std::size_t, std::size_t>, DrawnMember>;  ///< by table and column

/// How each primary key of several columns and each list of `unique` is met: by a column that is unique, by the row's
/// owner and what differs within its family, by the owners of a cross join, or by references, whole numbers and choices
/// drawn without repetition.
/// Errors SG2671 (none of these), SG2673 (two lists want the same reference drawn in two ways).
DrawnMembers judge_key_sets(const Schema& schema, Diagnostics& diagnostics);

/// Whether a reference takes the row's owner: of a cross join, or the parent that the rows are per.
bool is_owner(const Schema& schema, std::size_t table, std::size_t column);
/// Whether no reference of an earlier column, of another one than this, is to the same table.
bool first_key_to_parent(const Schema& schema, std::size_t table, std::size_t column);

/// Whether columns of a table differ together in every row and are never null, as far as its declaration tells: one is
/// unique, or they hold its primary key or a list of `unique`.
bool hold_a_key(const SchemaTable& table, const std::vector<std::string>& columns);

/// What columns with one "as" refer to together.
struct SharedReference {
  std::vector<std::string> columns;  ///< of the table that the given column refers to
  bool first = true;                 ///< the given one is the first of those with its "as"
  bool several_tables = false;       ///< others refer to another table, which is a fault
};
SharedReference referenced_together(const Schema& schema, std::size_t table, std::size_t column);

}  // namespace synthgen
