// The columns that a correlation group names.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "few_faults.hpp"
#include "synthgen/schema/schema.hpp"

namespace synthgen {

struct NamedColumn {
  std::size_t index = 0;  ///< of the table
  Place place;            ///< where it is named first
};

/// Looks up names and keeps the columns in the order of their naming.
class GroupColumns {
 public:
  explicit GroupColumns(const SchemaTable& table) : table_(table) {}

  /// The column of that name, which is kept. Where there is none, this is a fault (SG2300), but not one that is told if
  /// some columns of the table could not be read.
  ///
  /// range  the text that stands for the name and others, "x1..x20"; empty where it stands for itself
  std::optional<std::size_t> find(const std::string& name, const Place& place, const std::string& range = {});
  /// Each once.
  const std::vector<NamedColumn>& named() const { return named_; }
  /// REQUIRES: find() has given this column.
  const Place& first_place(std::size_t index) const { return named_[at_.at(index)].place; }
  std::string quoted(std::size_t index) const;
  /// Whether a name was not found, told or not.
  bool any_unknown() const { return any_unknown_; }
  /// Tells the names that were not found.
  void tell(Diagnostics& diagnostics) { unknown_.tell(diagnostics); }
  /// Fills the group's columns, ascending, with their places, and makes its matrices of this size: the identity, with
  /// places of nothing. Gives for each of its columns the place in named().
  std::vector<std::size_t> sort_into(CorrelationGroup& group) const;

 private:
  void add_unknown(const std::string& name, const Place& place, const std::string& range);

  const SchemaTable& table_;
  std::vector<NamedColumn> named_;
  std::map<std::size_t, std::size_t> at_;  ///< column of the table to its place in named_
  FewFaults unknown_;
  bool any_unknown_ = false;
};

}  // namespace synthgen
