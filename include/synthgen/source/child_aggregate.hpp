// What the rows of another table that belong to a row add up to: count, sum, avg, min, max.
//
// Threads: as source.hpp; what is kept for all rows is computed by the first thread that asks.
// Determinism: integers and decimals exactly, doubles in the order of the children's rows.
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "synthgen/base/family_index.hpp"
#include "synthgen/source/source.hpp"

namespace synthgen {

enum class ChildFunction : std::uint8_t { count, sum, avg, min, max };

/// By its name in expressions; nothing where it is none of them.
std::optional<ChildFunction> child_function(std::string_view name);

struct ChildAggregate {
  ChildFunction function = ChildFunction::count;
  TableIndex child = 0;
  std::optional<ColumnIndex> value;  ///< of the child: what is added up; of a count nothing, where all rows count
  std::optional<ColumnIndex> where;  ///< of the child: a boolean; only rows in which it is true count
  Type value_type;
};

/// The type of the result: integer for a count, number for an average, else that of the values. Nothing where the
/// function does not take such values: sums and averages take numbers, least and greatest what has an order.
std::optional<Type> aggregate_type(ChildFunction function, Type values);

/// The aggregates of one table over the families of its rows in another one: what several of them read is computed
/// once.
struct FamilyAggregates {
  struct Member {
    ColumnIndex column = 0;  ///< internal, of the row's table
    ChildAggregate aggregate;
  };
  std::vector<Member> members;
};

/// What an Evaluate may be besides: columns of the same rows that are wanted too can be filled together.
class FilledTogether {
 public:
  virtual ~FilledTogether() = default;
  /// Another column of the rows at hand, to be filled now, after which it counts as filled; null where it is filled
  /// already, or nobody has asked for it.
  virtual Column* also(ColumnIndex column) = 0;
  /// Evaluate::warn() of that column.
  virtual void warn_also(ColumnIndex column, CellWarning warning, std::uint64_t cells) = 0;
};

/// Over the families of the rows: their children are evaluated with them, in batches.
///
/// together  that this aggregate is, or will be, a member of
std::unique_ptr<const Source> make_family_aggregate(const ChildAggregate& aggregate,
                                                    std::shared_ptr<const FamilyIndex> families,
                                                    std::shared_ptr<const FamilyAggregates> together);

/// By a foreign key: all children are read once, on first use, into a cell for each parent. The children of a row may
/// stand anywhere.
///
/// pick  of the child: the parent's row; a null belongs to none
std::unique_ptr<const Source> make_keyed_aggregate(const ChildAggregate& aggregate, ColumnIndex pick,
                                                   std::int64_t parent_rows);
/// What make_keyed_aggregate() keeps for the whole run; of texts, about.
std::uint64_t keyed_aggregate_bytes(const ChildAggregate& aggregate, std::int64_t parent_rows);

}  // namespace synthgen
