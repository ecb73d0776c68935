// Finds the columns that follow from themselves through the row before, and lays them side by side.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "dependency_order.hpp"

namespace synthgen {

/// Which cell of a column another one reads.
enum class Via : std::uint8_t {
  same_row,    ///< that of its own row, or with it those before it in the family
  row_before,  ///< only those of rows before it in the family
  other_rows,  ///< any other
};

struct ColumnRead {
  Node node;
  Via via = Via::same_row;
};

class RecurrenceOrder {
 public:
  /// order  columns, each after those that it reads other than in the row before
  /// reads  of a column
  RecurrenceOrder(const Schema& schema, const std::vector<TableColumns>& columns, std::vector<Node> order,
                  std::function<std::vector<ColumnRead>(Node)> reads, Diagnostics& diagnostics);

  /// Errors SG2206: circles that are closed by more than `previous`. Their columns are left out.
  DependencyOrder find();

 private:
  struct Known {
    std::vector<ColumnRead> reads;  ///< within the order
    std::size_t place = 0;          ///< in the order
    std::size_t number = 0;         ///< from 1 in the order of the visit; 0: not yet
    std::size_t lowest = 0;
    std::size_t group = 0;
    bool open = false;
    bool listed = false;
  };

  Known& known(Node node) { return known_[node.table][node.column]; }
  void visit(Node start);
  void finish_group(Node last);
  bool repeats(const std::vector<Node>& group);
  /// Whether the group is one of a single table that only the row before closes; otherwise tells why not.
  bool accept(const std::vector<Node>& group);
  void tell(const ColumnRead& read, Node from, std::size_t group);
  std::string name(Node node) const;

  const Schema& schema_;
  const std::vector<TableColumns>& columns_;
  const std::vector<Node> order_;
  const std::function<std::vector<ColumnRead>(Node)> reads_;
  Diagnostics& diagnostics_;
  std::vector<std::vector<Known>> known_;
  std::vector<Node> open_;
  std::size_t visited_ = 0;
  std::size_t groups_ = 0;
  DependencyOrder result_;
};

}  // namespace synthgen
