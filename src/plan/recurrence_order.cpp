#include "recurrence_order.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace synthgen {

RecurrenceOrder::RecurrenceOrder(const Schema& schema, const std::vector<TableColumns>& columns,
                                 std::vector<Node> order, std::function<std::vector<ColumnRead>(Node)> reads,
                                 Diagnostics& diagnostics)
    : schema_(schema),
      columns_(columns),
      order_(std::move(order)),
      reads_(std::move(reads)),
      diagnostics_(diagnostics) {
  for (const TableColumns& table : columns) known_.emplace_back(table.size());
  for (std::size_t i = 0; i < order_.size(); ++i) {
    known(order_[i]).place = i;
    known(order_[i]).listed = true;
  }
}

DependencyOrder RecurrenceOrder::find() {
  for (const Node node : order_) {
    if (known(node).number == 0) visit(node);
  }
  return std::move(result_);
}

/// Strongly connected columns (Tarjan 1972), with a stack of our own: chains of 10,000 columns are allowed. Groups come
/// out after those that they read.
void RecurrenceOrder::visit(Node start) {
  struct Step {
    Node node;
    std::size_t next = 0;
  };
  std::vector<Step> stack;
  const auto enter = [&](Node node) {
    Known& at = known(node);
    at.number = at.lowest = ++visited_;
    at.open = true;
    open_.push_back(node);
    for (const ColumnRead& read : reads_(node)) {
      if (known(read.node).listed) at.reads.push_back(read);
    }
    stack.push_back({node});
  };
  enter(start);
  while (!stack.empty()) {
    Known& at = known(stack.back().node);
    if (stack.back().next < at.reads.size()) {
      const Node read = at.reads[stack.back().next++].node;
      if (known(read).number == 0) {
        enter(read);
      } else if (known(read).open) {
        at.lowest = std::min(at.lowest, known(read).number);
      }
      continue;
    }
    const Node done = stack.back().node;
    stack.pop_back();
    if (!stack.empty()) {
      Known& reader = known(stack.back().node);
      reader.lowest = std::min(reader.lowest, at.lowest);
    }
    if (at.lowest == at.number) finish_group(done);
  }
}

void RecurrenceOrder::finish_group(Node last) {
  ++groups_;
  std::vector<Node> group;
  do {
    group.push_back(open_.back());
    known(open_.back()).open = false;
    known(open_.back()).group = groups_;
    open_.pop_back();
  } while (!(group.back() == last));
  std::sort(group.begin(), group.end(), [&](Node a, Node b) { return known(a).place < known(b).place; });
  const bool repeating = repeats(group);
  if (repeating && !accept(group)) return;
  result_.columns.insert(result_.columns.end(), group.begin(), group.end());
  if (repeating) result_.recurrences.push_back(std::move(group));
}

bool RecurrenceOrder::repeats(const std::vector<Node>& group) {
  if (group.size() > 1) return true;
  const std::vector<ColumnRead>& reads = known(group.front()).reads;
  return std::any_of(reads.begin(), reads.end(), [&](const ColumnRead& read) { return read.node == group.front(); });
}

bool RecurrenceOrder::accept(const std::vector<Node>& group) {
  for (const Node node : group) {
    for (const ColumnRead& read : known(node).reads) {
      if (known(read.node).group != groups_) continue;
      if (read.via != Via::other_rows && read.node.table == node.table) continue;
      tell(read, node, groups_);
      return false;
    }
  }
  return true;
}

std::string RecurrenceOrder::name(Node node) const {
  return fmt::format("{}.{}", schema_.tables[node.table]->name, columns_[node.table][node.column].declaration.name);
}

/// The shortest walk from what is read back to the reader, by breadth.
void RecurrenceOrder::tell(const ColumnRead& read, Node from, std::size_t group) {
  struct Step {
    Node node;
    std::size_t before;
  };
  std::vector<Step> steps = {{read.node, 0}};
  std::size_t at = 0;
  while (!(steps[at].node == from)) {
    for (const ColumnRead& next : known(steps[at].node).reads) {
      const bool seen = std::any_of(steps.begin(), steps.end(), [&](const Step& s) { return s.node == next.node; });
      if (known(next.node).group == group && !seen) steps.push_back({next.node, at});
    }
    ++at;
  }
  std::vector<std::string> walk;
  for (; at != 0; at = steps[at].before) walk.push_back(name(steps[at].node));
  walk.push_back(name(read.node));
  walk.push_back(name(from));
  std::reverse(walk.begin(), walk.end());
  constexpr std::size_t kMostShown = 20;
  if (walk.size() > kMostShown) {
    const std::size_t left = walk.size() - kMostShown;
    walk.erase(walk.end() - 1 - static_cast<std::ptrdiff_t>(left), walk.end() - 1);
    walk.insert(walk.end() - 1, fmt::format("({} more)", left));
  }
  diagnostics_.add(make_error(
      "SG2206", fmt::format("columns read each other in a circle: {}", fmt::join(walk, " -> ")),
      columns_[from.table][from.column].declaration.name_place,
      "a circle may only be closed by previous(), within one table: rows are filled from the first of a family on, so "
      "that next(), first() and other tables have nothing to read yet"));
}

}  // namespace synthgen
