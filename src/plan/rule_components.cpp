#include "rule_components.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "shared_draws.hpp"

namespace synthgen {
namespace {

/// Sets of columns, joined pair by pair.
class Union {
 public:
  explicit Union(std::size_t n) : parent_(n) { std::iota(parent_.begin(), parent_.end(), std::size_t{0}); }
  std::size_t find(std::size_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }
  void join(std::size_t a, std::size_t b) { parent_[find(a)] = find(b); }

 private:
  std::vector<std::size_t> parent_;
};

class Components {
 public:
  Components(Draft& draft, std::size_t table, std::vector<PlannedTarget> targets)
      : draft_(draft),
        table_(table),
        plan_(draft.plan.tables[table]),
        schema_(*draft.schema.tables[table]),
        order_(draft.order[table]),
        targets_(std::move(targets)),
        reads_(plan_.columns.size()),
        groups_(plan_.columns.size()),
        member_(plan_.columns.size(), false) {}

  std::optional<Diagnostic> build(const std::vector<std::vector<std::size_t>>& joined) {
    find_reads();
    join(joined);
    close_paths();
    const std::optional<std::vector<ColumnIndex>> order = sort();
    if (!order.has_value()) return circle();
    plan_.order = *order;
    write();
    return std::nullopt;
  }

 private:
  /// What must be filled before each column: its inputs, and what a target's redraw decides or needs.
  void find_reads() {
    for (std::size_t c = 0; c < plan_.columns.size(); ++c) {
      // What a column of whole families reads is filled over other rows, apart from these.
      if (!plan_.columns[c].made.by_family) reads_[c] = plan_.columns[c].made.inputs;
    }
    std::stable_sort(targets_.begin(), targets_.end(), [&](const PlannedTarget& a, const PlannedTarget& b) {
      return place_in_order(a.column) < place_in_order(b.column);
    });
    shared_ = find_shared_draws(draft_, table_, targets_);
    for (std::size_t t = 0; t < targets_.size(); ++t) {
      for (const std::size_t mate : shared_[t].mates) reads_[targets_[t].column].push_back(targets_[mate].column);
    }
    for (PlannedTarget& target : targets_) find_reads_of(target);
    for (std::size_t t = 0; t < targets_.size(); ++t) {
      if (!shared_[t].mates.empty()) close_shared(t);
    }
    for (std::size_t t = 0; t < targets_.size(); ++t) {
      PlannedTarget& target = targets_[t];
      std::vector<ColumnIndex>& before = reads_[target.column];
      before.insert(before.end(), target.reads.begin(), target.reads.end());
      // What its redraw changes beside it is read after it.
      const std::vector<bool> changed = changed_with(t);
      for (std::size_t c = 0; c < plan_.columns.size(); ++c) {
        if (c == target.column || c == target.value || changed[c] || plan_.columns[c].made.by_family) continue;
        const std::vector<ColumnIndex>& inputs = plan_.columns[c].made.inputs;
        if (std::any_of(inputs.begin(), inputs.end(), [&](ColumnIndex input) { return changed[input]; })) {
          reads_[c].push_back(target.column);
        }
      }
    }
  }

  std::size_t place_in_order(ColumnIndex column) const {
    return static_cast<std::size_t>(std::find(order_.begin(), order_.end(), column) - order_.begin());
  }

  /// What the redraw of a target changes, but for itself and what follows from it.
  std::vector<bool> changed_with(std::size_t t) const {
    if (!shared_[t].mates.empty()) return shared_[t].changed;
    std::vector<bool> changed(plan_.columns.size(), false);
    const PlannedTarget& target = targets_[t];
    for (const std::vector<ColumnIndex>* list : {&target.own, &target.chain}) {
      for (const ColumnIndex index : *list) changed[index] = true;
    }
    if (target.innovation.has_value()) changed[*target.innovation] = true;
    return changed;
  }

  /// Tests are filled with their target: what they read and what does not follow it comes before.
  void find_reads_of(PlannedTarget& target) {
    target.reads.clear();
    std::vector<ColumnIndex> own = target.own;
    own.insert(own.end(), target.chain.begin(), target.chain.end());
    if (target.innovation.has_value()) own.push_back(*target.innovation);
    std::vector<ColumnIndex> with = target.dependents;
    with.insert(with.end(), target.tests.begin(), target.tests.end());
    for (const ColumnIndex index : with) {
      for (const ColumnIndex input : plan_.columns[index].made.inputs) {
        if (input != target.column && std::find(with.begin(), with.end(), input) == with.end() &&
            std::find(own.begin(), own.end(), input) == own.end()) {
          target.reads.push_back(input);
        }
      }
    }
    // What its redraw computes reads columns of whole families as well, which are filled for the rows before it.
    for (const ColumnIndex index : computed_by(target)) {
      for (const ColumnIndex input : plan_.columns[index].made.inputs) {
        if (plan_.columns[input].made.by_family) target.reads.push_back(input);
      }
      if (plan_.columns[index].made.by_family) target.reads.push_back(index);
    }
    for (const PlannedTarget::PartAt& at : target.parts) {
      const PlannedRule::Part& part = plan_.rules[at.rule].parts[at.part];
      for (const ColumnIndex index : {part.check, part.condition.value_or(part.check)}) {
        if (std::find(with.begin(), with.end(), index) == with.end()) target.reads.push_back(index);
      }
    }
  }

  /// What is drawn anew together with a target that shares draws with earlier ones: all that these are made of, and
  /// what follows from that and leads to one of them. It is filled before the target, and is none of what follows from
  /// it.
  void close_shared(std::size_t t) {
    PlannedTarget& target = targets_[t];
    std::vector<bool>& changed = shared_[t].changed;
    for (bool more = true; more;) {
      more = false;
      std::erase_if(target.dependents, [&](ColumnIndex index) { return changed[index]; });
      find_reads_of(target);
      const std::vector<bool> leads = leads_to(t);
      const std::vector<bool> follows = follows_from(changed, target.column);
      for (std::size_t c = 0; c < plan_.columns.size(); ++c) {
        if (changed[c] || !leads[c] || !follows[c] || c == target.column) continue;
        changed[c] = true;
        more = true;
        for (std::size_t mate = 0; mate < t; ++mate) {
          if (targets_[mate].column == c) mark_drawn(draft_, table_, targets_[mate], changed);
        }
      }
    }
  }

  /// Columns that are filled before the target or one of those that it shares draws with.
  std::vector<bool> leads_to(std::size_t t) const {
    std::vector<bool> leads(plan_.columns.size(), false);
    std::vector<ColumnIndex> open = targets_[t].reads;
    open.push_back(targets_[t].column);
    while (!open.empty()) {
      const ColumnIndex index = open.back();
      open.pop_back();
      if (leads[index]) continue;
      leads[index] = true;
      open.insert(open.end(), reads_[index].begin(), reads_[index].end());
      for (const PlannedTarget& other : targets_) {
        if (other.column == index) open.insert(open.end(), other.reads.begin(), other.reads.end());
      }
    }
    return leads;
  }

  /// Columns that read some others, or what follows from them, but not by way of one.
  std::vector<bool> follows_from(const std::vector<bool>& some, ColumnIndex past) const {
    std::vector<bool> follows = some;
    for (const ColumnIndex index : order_) {
      if (index == past || follows[index] || plan_.columns[index].made.by_family) continue;
      const std::vector<ColumnIndex>& inputs = plan_.columns[index].made.inputs;
      follows[index] = std::any_of(inputs.begin(), inputs.end(), [&](ColumnIndex input) { return follows[input]; });
    }
    return follows;
  }

  /// Internal columns that the redraw of a target fills beside its tests.
  static std::vector<ColumnIndex> computed_by(const PlannedTarget& target) {
    std::vector<ColumnIndex> columns = target.fixed;
    columns.push_back(target.value);
    for (const std::optional<ColumnIndex>& one : {target.unrounded, target.null_rate}) {
      if (one.has_value()) columns.push_back(*one);
    }
    for (const RuleAtom& atom : target.atoms) {
      columns.insert(columns.end(), atom.columns.begin(), atom.columns.end());
      columns.insert(columns.end(), {atom.left, atom.right});
    }
    for (const PlannedTarget::Pin& pin : target.pins) columns.push_back(pin.column);
    return columns;
  }

  void add(std::size_t column) { member_[column] = true; }

  /// A drawn column and the internal ones that it is made of.
  void add_drawn(std::size_t column) {
    add(column);
    for (const ColumnIndex own : draft_.own_internals(table_, static_cast<ColumnIndex>(column))) {
      add(own);
      groups_.join(own, column);
    }
  }

  void join(const std::vector<std::vector<std::size_t>>& joined) {
    for (const std::vector<std::size_t>& columns : joined) {
      for (const std::size_t column : columns) {
        add_drawn(column);
        groups_.join(column, columns.front());
      }
    }
    for (const PlannedTarget& target : targets_) {
      for (const std::vector<ColumnIndex>* list : {&target.dependents, &target.tests}) {
        for (const ColumnIndex index : *list) {
          add(index);
          groups_.join(index, target.column);
        }
      }
    }
    for (std::size_t t = 0; t < targets_.size(); ++t) {
      for (std::size_t c = 0; c < shared_[t].changed.size(); ++c) {
        if (!shared_[t].changed[c]) continue;
        add(c);
        groups_.join(c, targets_[t].column);
      }
    }
    // Members of a copula are drawn anew together.
    for (const CorrelationGroup& group : schema_.correlations) {
      const bool any =
          std::any_of(group.columns.begin(), group.columns.end(), [&](std::size_t column) { return member_[column]; });
      if (!any) continue;
      for (const std::size_t column : group.columns) {
        add_drawn(column);
        groups_.join(column, group.columns.front());
      }
    }
  }

  /// What follows from a member and leads to another is drawn anew with them.
  void close_paths() {
    const std::size_t n = plan_.columns.size();
    for (bool changed = true; changed;) {
      changed = false;
      // By component, for its members alone: which columns follow from it, and which lead to it.
      std::vector<std::size_t> roots;
      for (std::size_t c = 0; c < n; ++c) {
        if (member_[c] && std::find(roots.begin(), roots.end(), groups_.find(c)) == roots.end()) {
          roots.push_back(groups_.find(c));
        }
      }
      for (const std::size_t root : roots) {
        std::vector<bool> after(n, false);
        std::vector<bool> before(n, false);
        // `order_` has each column after its inputs; reads_ may go beyond that, so both go on until nothing changes.
        spread(root, after, before);
        for (std::size_t c = 0; c < n; ++c) {
          if (!after[c] || !before[c] || (member_[c] && groups_.find(c) == groups_.find(root))) continue;
          member_[c] = true;
          groups_.join(c, root);
          changed = true;
        }
      }
    }
  }

  void spread(std::size_t root, std::vector<bool>& after, std::vector<bool>& before) {
    const std::size_t n = plan_.columns.size();
    const auto inside = [&](std::size_t c) { return member_[c] && groups_.find(c) == groups_.find(root); };
    std::vector<std::vector<std::size_t>> readers(n);
    for (std::size_t c = 0; c < n; ++c) {
      for (const ColumnIndex input : reads_[c]) readers[input].push_back(c);
    }
    std::vector<std::size_t> open;
    for (std::size_t c = 0; c < n; ++c) {
      if (inside(c)) open.push_back(c);
    }
    std::vector<std::size_t> back = open;
    while (!open.empty()) {
      const std::size_t c = open.back();
      open.pop_back();
      for (const std::size_t reader : readers[c]) {
        if (after[reader]) continue;
        after[reader] = true;
        open.push_back(reader);
      }
    }
    while (!back.empty()) {
      const std::size_t c = back.back();
      back.pop_back();
      for (const ColumnIndex input : reads_[c]) {
        if (before[input]) continue;
        before[input] = true;
        back.push_back(input);
      }
    }
  }

  /// Each column after what it reads, the members of a component one after the other, otherwise as before. Nothing
  /// where there is a circle.
  std::optional<std::vector<ColumnIndex>> sort() {
    // A component is one node, by its root; each other column a node of its own.
    const std::size_t n = plan_.columns.size();
    const auto node = [&](std::size_t c) { return member_[c] ? groups_.find(c) : c; };
    std::vector<std::vector<std::size_t>> members(n);
    for (const ColumnIndex c : order_) members[node(c)].push_back(c);
    std::vector<std::uint8_t> mark(n, 0);  // 1 open, 2 done
    std::vector<ColumnIndex> result;
    struct Step {
      std::size_t node;
      std::vector<std::size_t> reads;
      std::size_t next;
    };
    for (const ColumnIndex start : order_) {
      if (mark[node(start)] != 0) continue;
      std::vector<Step> stack;
      const auto open = [&](std::size_t one) {
        mark[one] = 1;
        Step step{one, {}, 0};
        for (const std::size_t c : members[one]) {
          for (const ColumnIndex input : reads_[c]) {
            if (node(input) != one) step.reads.push_back(node(input));
          }
        }
        stack.push_back(std::move(step));
      };
      open(node(start));
      while (!stack.empty()) {
        Step& step = stack.back();
        if (step.next < step.reads.size()) {
          const std::size_t read = step.reads[step.next++];
          if (mark[read] == 1) return std::nullopt;
          if (mark[read] == 0) open(read);
          continue;
        }
        const std::size_t done = step.node;
        stack.pop_back();
        mark[done] = 2;
        if (members[done].size() == 1) {
          result.push_back(static_cast<ColumnIndex>(members[done].front()));
        } else if (!sort_members(members[done], result)) {
          return std::nullopt;
        }
      }
    }
    return result;
  }

  /// The columns of one component: repeatedly the first whose reads within it are done.
  bool sort_members(const std::vector<std::size_t>& members, std::vector<ColumnIndex>& result) {
    std::vector<bool> inside(plan_.columns.size(), false);
    for (const std::size_t c : members) inside[c] = true;
    std::vector<std::uint8_t> mark(plan_.columns.size(), 0);
    for (const std::size_t start : members) {
      std::vector<std::pair<std::size_t, std::size_t>> stack;
      if (mark[start] == 0) {
        mark[start] = 1;
        stack.emplace_back(start, 0);
      }
      while (!stack.empty()) {
        auto& [c, next] = stack.back();
        if (next < reads_[c].size()) {
          const std::size_t read = reads_[c][next++];
          if (!inside[read] || mark[read] == 2) continue;
          if (mark[read] == 1) return false;
          mark[read] = 1;
          stack.emplace_back(read, 0);
          continue;
        }
        mark[c] = 2;
        result.push_back(static_cast<ColumnIndex>(c));
        stack.pop_back();
      }
    }
    return true;
  }

  void write() {
    std::vector<std::optional<std::uint32_t>> number(plan_.columns.size());
    for (const ColumnIndex c : plan_.order) {
      if (!member_[c]) continue;
      std::optional<std::uint32_t>& own = number[groups_.find(c)];
      if (!own.has_value()) {
        own = static_cast<std::uint32_t>(plan_.components.size());
        plan_.components.emplace_back();
      }
      plan_.columns[c].component = own;
      plan_.components[*own].columns.push_back(c);
    }
    for (std::size_t t = 0; t < targets_.size(); ++t) write_together(t);
    for (const ColumnIndex c : plan_.order) {
      for (PlannedTarget& target : targets_) {
        if (target.column != c) continue;
        const std::size_t place = plan_.targets.size();
        plan_.columns[c].target = static_cast<std::uint32_t>(place);
        plan_.components[*plan_.columns[c].component].targets.push_back(place);
        for (const PlannedTarget::PartAt& at : target.parts) plan_.rules[at.rule].parts[at.part].target = place;
        plan_.targets.push_back(std::move(target));
        break;
      }
    }
  }

  void write_together(std::size_t t) {
    PlannedTarget& target = targets_[t];
    if (shared_[t].mates.empty()) return;
    std::vector<bool> with = shared_[t].changed;
    with[target.column] = true;
    for (const std::vector<ColumnIndex>* list : {&target.dependents, &target.tests}) {
      for (const ColumnIndex index : *list) with[index] = true;
    }
    for (const ColumnIndex index : plan_.order) {
      if (!with[index]) continue;
      target.together.push_back(index);
      if (index != target.column && index < schema_.columns.size() &&
          schema_.columns[index]->declaration.missing.has_value()) {
        target.kept_nulls.push_back(index);
      }
    }
  }

  Diagnostic circle() const {
    const PlannedRule& rule = plan_.rules[targets_.front().parts.front().rule];
    return make_error(
        "SG2521",
        fmt::format("no order fits the rules of table \"{}\": a column that cannot be drawn again follows "
                    "from one that a rule changes",
                    plan_.name),
        rule.place,
        "values that are unique, or have exact shares, cannot depend on columns that a rule changes "
        "together with them");
  }

  Draft& draft_;
  const std::size_t table_;
  PlannedTable& plan_;
  const SchemaTable& schema_;
  const std::vector<ColumnIndex>& order_;
  std::vector<PlannedTarget> targets_;
  std::vector<SharedDraws> shared_;  // by target
  std::vector<std::vector<ColumnIndex>> reads_;
  Union groups_;
  std::vector<bool> member_;
};

}  // namespace

std::optional<Diagnostic> add_components(Draft& draft, std::size_t table, std::vector<PlannedTarget> targets,
                                         const std::vector<std::vector<std::size_t>>& joined) {
  if (targets.empty()) return std::nullopt;
  return Components(draft, table, std::move(targets)).build(joined);
}

}  // namespace synthgen
