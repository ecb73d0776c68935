#include "dependency_order.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace synthgen {
namespace {

enum class Mark : std::uint8_t { unseen, open, done };

/// The columns that a path names, hop by hop; it ends early where a name is wrong (told elsewhere).
void add_path(const Schema& schema, std::size_t table, const Path& path, std::vector<Node>& nodes) {
  for (std::size_t hop = 0; hop < path.size(); ++hop) {
    const std::optional<std::size_t> column = schema.tables[table]->index_of(path[hop]);
    if (!column.has_value()) return;
    nodes.push_back({table, *column});
    const SchemaColumn& found = *schema.tables[table]->columns[*column];
    if (hop + 1 == path.size() || found.spec == nullptr || found.spec->reference() == nullptr) return;
    const ReferencedKey key = referenced_key(schema, *found.spec->reference());
    if (!key.table.has_value()) return;
    table = *key.table;
  }
}

std::vector<Node> reads_of(const Schema& schema, Node node) {
  std::vector<Node> nodes;
  const SchemaColumn& column = *schema.tables[node.table]->columns[node.column];
  for (const Expression* expression : expressions_of(column.spec.get(), column.declaration)) {
    for (const PathUse& use : expression->paths()) add_path(schema, node.table, use.path, nodes);
  }
  if (column.spec != nullptr) {
    for (const PathUse& use : column.spec->paths()) add_path(schema, node.table, use.path, nodes);
  }
  if (column.spec != nullptr && column.spec->reference() != nullptr) {
    const ReferencedKey key = referenced_key(schema, *column.spec->reference());
    if (key.table.has_value() && key.column.has_value()) nodes.push_back({*key.table, *key.column});
    const std::string& weight = column.spec->reference()->weight;
    if (key.table.has_value() && !weight.empty()) {
      const std::optional<std::size_t> found = schema.tables[*key.table]->index_of(weight);
      if (found.has_value()) nodes.push_back({*key.table, *found});
    }
  }
  return nodes;
}

class Walk {
 public:
  Walk(const Schema& schema, Diagnostics& diagnostics) : schema_(schema), diagnostics_(diagnostics) {
    for (const auto& table : schema.tables) marks_.emplace_back(table->columns.size(), Mark::unseen);
  }

  std::vector<Node> run() {
    for (std::size_t t = 0; t < schema_.tables.size(); ++t) {
      for (std::size_t c = 0; c < schema_.tables[t]->columns.size(); ++c) {
        if (mark({t, c}) == Mark::unseen) visit({t, c});
      }
    }
    return std::move(order_);
  }

 private:
  struct Frame {
    Node node;
    std::vector<Node> reads;
    std::size_t next = 0;
    bool cyclic = false;
  };

  Mark& mark(Node node) { return marks_[node.table][node.column]; }

  /// Depth first with a stack of our own: chains of 10,000 columns are allowed.
  void visit(Node start) {
    stack_.clear();
    open(start);
    while (!stack_.empty()) {
      Frame& frame = stack_.back();
      if (frame.next == frame.reads.size()) {
        mark(frame.node) = Mark::done;
        // Columns of a circle cannot be made; those that only read one are, so that their own faults are told.
        if (!frame.cyclic) order_.push_back(frame.node);
        stack_.pop_back();
        continue;
      }
      const Node read = frame.reads[frame.next++];
      switch (mark(read)) {
        case Mark::unseen:
          open(read);
          break;
        case Mark::open:
          report(read);
          break;
        case Mark::done:
          break;
      }
    }
  }

  void open(Node node) {
    mark(node) = Mark::open;
    stack_.push_back({node, reads_of(schema_, node), 0, false});
  }

  std::string name(Node node) const {
    return fmt::format("{}.{}", schema_.tables[node.table]->name,
                       schema_.tables[node.table]->columns[node.column]->declaration.name);
  }

  /// Tells the circle that the stack closes by reading `again`, and marks its columns.
  void report(Node again) {
    std::string walk;
    std::size_t length = 0;
    bool inside = false;
    for (Frame& frame : stack_) {
      inside = inside || frame.node == again;
      if (!inside) continue;
      frame.cyclic = true;
      if (++length <= kMostShown) walk += name(frame.node) + " -> ";
    }
    if (length > kMostShown) walk += fmt::format("({} more) -> ", length - kMostShown);
    walk += name(again);
    const SchemaColumn& column = *schema_.tables[again.table]->columns[again.column];
    const bool key = column.spec != nullptr && column.spec->reference() != nullptr;
    std::string hint = "let one of them be drawn, and compute the others from it";
    if (length == 1) {
      hint = key ? "refer to a key: a sequence, or provider id.uuid4"
                 : "a column is computed from others; the value of another row is not to be had here";
    }
    diagnostics_.add(make_error(
        "SG2206",
        length == 1 ? fmt::format("column \"{}\" {} itself", column.declaration.name, key ? "refers to" : "reads")
                    : fmt::format("columns read each other in a circle: {}", walk),
        column.declaration.name_place, hint));
  }

  static constexpr std::size_t kMostShown = 20;  ///< columns of one circle

  const Schema& schema_;
  Diagnostics& diagnostics_;
  std::vector<std::vector<Mark>> marks_;
  std::vector<Frame> stack_;
  std::vector<Node> order_;
};

}  // namespace

ReferenceText split_reference(const Schema& schema, const ReferenceText& reference) {
  // A table's name may hold points, so the longest one that exists is taken.
  const std::string& whole = reference.json->text;
  for (std::size_t end = whole.size(); end != std::string::npos && end > 0; end = whole.rfind('.', end - 1)) {
    if (!schema.table_index(std::string_view(whole).substr(0, end)).has_value()) continue;
    return {whole.substr(0, end), end < whole.size() ? whole.substr(end + 1) : std::string(), reference.json};
  }
  return reference;
}

ReferencedKey referenced_key(const Schema& schema, const ReferenceText& given) {
  const ReferenceText reference = split_reference(schema, given);
  ReferencedKey key;
  key.table = schema.table_index(reference.table);
  if (!key.table.has_value()) return key;
  const SchemaTable& parent = *schema.tables[*key.table];
  if (!reference.column.empty()) {
    key.column = parent.index_of(reference.column);
  } else if (parent.primary_key.has_value()) {
    key.column = parent.index_of(*parent.primary_key);
  }
  return key;
}

std::vector<Node> dependency_order(const Schema& schema, Diagnostics& diagnostics) {
  return Walk(schema, diagnostics).run();
}

}  // namespace synthgen
