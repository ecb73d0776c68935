#include "key_sets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "dependency_order.hpp"
#include "synthgen/base/number_text.hpp"
#include "synthgen/source/listed_values.hpp"

namespace synthgen {
namespace {

const ReferenceText* reference_of(const SchemaColumn& column) {
  return column.spec != nullptr ? column.spec->reference() : nullptr;
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool includes(const std::vector<std::string>& all, const std::vector<std::string>& some) {
  return std::all_of(some.begin(), some.end(), [&](const std::string& name) { return contains(all, name); });
}

bool never_null(const SchemaTable& table, const std::vector<std::string>& columns) {
  return std::all_of(columns.begin(), columns.end(), [&](const std::string& name) {
    const SchemaColumn* column = table.find(name);
    return column != nullptr && !column->declaration.missing.has_value();
  });
}

/// The expression is this call alone.
bool is_call(const SchemaColumn& column, std::string_view call) {
  if (column.kind == nullptr || column.kind->record.name != "expression" || column.spec == nullptr) return false;
  const std::vector<const Expression*> expressions = column.spec->expressions();
  if (expressions.size() != 1) return false;
  std::string text = expressions.front()->text();
  text.erase(std::remove(text.begin(), text.end(), ' '), text.end());
  return text == call;
}

/// Differs in every row by itself.
bool unique_alone(const SchemaColumn& column) {
  const ReferenceText* reference = reference_of(column);
  if (reference != nullptr && !reference->as.empty()) return false;
  return (column.spec != nullptr && column.spec->unique()) || column.declaration.unique ||
         is_call(column, "row_number()");
}

/// A whole number that a double holds exactly.
std::optional<std::int64_t> whole(const std::optional<ParameterValue>& bound) {
  constexpr double kMost = 0x1p53;
  if (!bound.has_value() || !bound->literal() || !bound->json->is(json::Kind::number)) return std::nullopt;
  const double number = bound->json->number;
  if (!(number >= -kMost && number <= kMost) || number != std::floor(number)) return std::nullopt;
  return static_cast<std::int64_t>(number);
}

/// Whole numbers of a fixed interval, and choices without weights: how many values they have, each as probable as any
/// other, and the least of numbers. Nothing where the column is none of these.
std::optional<DrawnSet::Member> listed_values(const SchemaColumn& column, std::size_t index) {
  const ColumnDeclaration& declaration = column.declaration;
  const json::Value& json = *declaration.json;
  DrawnSet::Member member{index, {}, 0, {}};
  if (column.kind == nullptr || declaration.order != ValueOrder::none || json.get("exact") != nullptr)
    return std::nullopt;
  if (const json::Value* choice = json.get("choice"); column.kind->record.name == "choice" && choice != nullptr) {
    std::set<std::pair<json::Kind, std::string>> different;
    for (const json::Value& item : choice->items) {
      const bool scalar = item.is(json::Kind::string) || item.is(json::Kind::number);
      if (!scalar || !different.emplace(item.kind, item.text).second) return std::nullopt;
    }
    if (different.empty() || declaration.type.has_value() || declaration.decimals.has_value()) return std::nullopt;
    member.values = static_cast<std::int64_t>(different.size());
    return member;
  }
  const json::Value* distribution = json.get("distribution");
  if (column.kind->record.name != "distribution" || distribution == nullptr || distribution->text != "integer") {
    return std::nullopt;
  }
  const std::optional<std::int64_t> min = whole(declaration.min);
  const std::optional<std::int64_t> max = whole(declaration.max);
  if (!min.has_value() || !max.has_value() || *min > *max || declaration.decimals.has_value() ||
      declaration.type.value_or(TypeKind::integer) != TypeKind::integer) {
    return std::nullopt;
  }
  member.values = *max - *min + 1;
  member.least = min;
  return member;
}

std::string joined(const std::vector<std::string>& names) { return fmt::format("[{}]", fmt::join(names, ", ")); }

/// Judges the keys of one table.
class TableSets {
 public:
  TableSets(const Schema& schema, std::size_t table, DrawnMembers& drawn, Diagnostics& diagnostics)
      : schema_(schema), index_(table), table_(*schema.tables[table]), drawn_(drawn), diagnostics_(diagnostics) {}

  void judge() {
    std::vector<UniqueSet> sets = table_.unique;
    if (table_.primary_key.size() > 1 && !table_.primary_key_faulty) {
      sets.insert(sets.begin(), {table_.primary_key, table_.primary_key_place});
    }
    // A list that holds another one is met where that is.
    std::stable_sort(sets.begin(), sets.end(),
                     [](const UniqueSet& a, const UniqueSet& b) { return a.columns.size() < b.columns.size(); });
    for (const UniqueSet& set : sets) {
      const bool met = std::any_of(met_.begin(), met_.end(),
                                   [&](const UniqueSet& other) { return includes(set.columns, other.columns); });
      if (!met && judge(set)) met_.push_back(set);
    }
  }

 private:
  /// One reference among the columns of a set: its first column there, and whether what it refers to is a key.
  struct Use {
    std::size_t column = 0;
    std::string as;
    bool whole = true;
    bool owner = false;
  };

  bool judge(const UniqueSet& set) {
    bool in_family = false;
    for (const std::string& name : set.columns) {
      const SchemaColumn& column = *table_.find(name);
      if (column.spec == nullptr) return false;  // told already
      if (unique_alone(column)) return true;
      // Strictly ordered values may be null where there are too few of them, so they are no part of a primary key.
      const bool strict = column.declaration.order == ValueOrder::strict && set.columns != table_.primary_key;
      if (strict && table_.family == nullptr) return true;
      in_family = in_family || strict || is_call(column, "child_number()");
    }
    const std::vector<Use> uses = uses_of(set);
    if (owners_of_join(uses)) return true;
    const bool owned = table_.family != nullptr &&
                       std::any_of(uses.begin(), uses.end(), [](const Use& use) { return use.owner && use.whole; });
    if (owned && in_family) return true;
    const std::optional<bool> listed = judge_data(set);
    return listed.has_value() ? *listed : draw(set, uses, owned);
  }

  /// Whether the columns of `data` differ together; nothing where other columns have to.
  std::optional<bool> judge_data(const UniqueSet& set) {
    std::vector<const SourceSpec*> specs;
    for (const std::string& name : set.columns) {
      const SchemaColumn& column = *table_.find(name);
      if (column.kind == &data_source()) specs.push_back(column.spec.get());
    }
    if (specs.empty()) return std::nullopt;
    const bool primary = set.columns == table_.primary_key;
    const std::optional<AlikeRows> alike = alike_rows(specs, primary ? ListedNulls::refused : ListedNulls::allowed);
    if (!alike.has_value()) return true;
    if (specs.size() < set.columns.size()) return std::nullopt;
    diagnostics_.add(make_error(
        "SG2671",
        alike->first == alike->second
            ? fmt::format("{} has a null in row {} of the data", joined(set.columns), grouped_text(alike->first + 1))
            : fmt::format("{} is the same in rows {} and {} of the data", joined(set.columns),
                          grouped_text(alike->first + 1), grouped_text(alike->second + 1)),
        set.place, "correct the data, or list further columns"));
    return false;
  }

  std::vector<Use> uses_of(const UniqueSet& set) const {
    std::vector<Use> uses;
    for (const std::string& name : set.columns) {
      const std::size_t column = *table_.index_of(name);
      const ReferenceText* reference = reference_of(*table_.columns[column]);
      if (reference == nullptr) continue;
      const ReferencedKey key = referenced_key(schema_, *reference);
      if (!key.table.has_value()) continue;
      const bool seen = std::any_of(uses.begin(), uses.end(),
                                    [&](const Use& use) { return !use.as.empty() && use.as == reference->as; });
      if (seen) continue;
      Use& use = uses.emplace_back();
      use.column = column;
      use.as = reference->as;
      use.owner = is_owner(schema_, index_, column);
      if (use.as.empty()) continue;
      std::vector<std::string> here;
      for (const std::string& other : set.columns) {
        const ReferenceText* same = reference_of(*table_.find(other));
        if (same == nullptr || same->as != use.as) continue;
        const ReferencedKey own = referenced_key(schema_, *same);
        if (own.column.has_value()) here.push_back(schema_.tables[*key.table]->columns[*own.column]->declaration.name);
      }
      use.whole = hold_a_key(*schema_.tables[*key.table], here);
    }
    return uses;
  }

  std::size_t parent_of(const Use& use) const {
    return *referenced_key(schema_, *reference_of(*table_.columns[use.column])).table;
  }

  bool owners_of_join(const std::vector<Use>& uses) const {
    if (table_.per.empty()) return false;
    return std::all_of(table_.per.begin(), table_.per.end(), [&](const std::string& name) {
      return std::any_of(uses.begin(), uses.end(), [&](const Use& use) {
        return use.owner && use.whole && schema_.tables[parent_of(use)]->name == name;
      });
    });
  }

  PickKind pick_of(const Use& use) const {
    const SchemaColumn& column = *table_.columns[use.column];
    const PickKind pick = reference_of(column)->pick;
    return pick == PickKind::by_default ? PickKind::uniform : pick;
  }

  /// Any of its rows can be picked, and none twice.
  bool can_be_drawn(const Use& use) const {
    const SchemaColumn& column = *table_.columns[use.column];
    return use.whole && !use.owner && parent_of(use) != index_ && column.declaration.json->get("where") == nullptr;
  }

  bool draw(const UniqueSet& set, const std::vector<Use>& uses, bool owned) {
    auto drawn = std::make_shared<DrawnSet>();
    drawn->table = index_;
    drawn->declared = set;
    drawn->within_family = owned;
    std::vector<Use> others;
    for (const Use& use : uses) {
      if (!can_be_drawn(use)) continue;
      if (pick_of(use) != PickKind::uniform) {
        others.push_back(use);
      } else {
        drawn->members.push_back({use.column, parent_of(use), 0, {}});
      }
    }
    if (drawn->members.empty() && owned && others.size() == 1) {
      drawn->members.push_back({others.front().column, parent_of(others.front()), 0, {}});
      drawn->pick = pick_of(others.front());
      others.clear();
    } else {
      for (const std::string& name : set.columns) {
        const std::size_t column = *table_.index_of(name);
        const std::optional<DrawnSet::Member> values = listed_values(*table_.columns[column], column);
        if (values.has_value()) drawn->members.push_back(*values);
      }
    }
    // A part of the owners of a cross join tells less than all of them, and more than nothing.
    const bool part = !table_.per.empty() &&
                      std::any_of(uses.begin(), uses.end(), [](const Use& use) { return use.owner && use.whole; });
    if (drawn->members.empty() || !others.empty() || part) return refuse(set, uses, others, owned);
    return claim(drawn, owned);
  }

  /// Each column is drawn for one set.
  bool claim(const std::shared_ptr<DrawnSet>& drawn, bool owned) {
    for (const DrawnSet::Member& member : drawn->members) {
      const auto other = drawn_.find({index_, member.column});
      if (other == drawn_.end()) continue;
      // One that already differs in the family is enough, beside the owner.
      if (owned && other->second.set->members.size() == 1) return true;
      diagnostics_.add(make_error(
          "SG2673",
          fmt::format("\"{}\" cannot be drawn both for {} and for {}", table_.columns[member.column]->declaration.name,
                      joined(other->second.set->declared.columns), joined(drawn->declared.columns)),
          drawn->declared.place, "remove one of the two lists, or let each hold columns of its own"));
      return false;
    }
    for (std::size_t m = 0; m < drawn->members.size(); ++m) {
      const DrawnMember member{drawn, m};
      const std::size_t column = drawn->members[m].column;
      drawn_.emplace(std::pair{index_, column}, member);
      const ReferenceText* reference = reference_of(*table_.columns[column]);
      if (reference == nullptr || reference->as.empty()) continue;
      for (std::size_t c = 0; c < table_.columns.size(); ++c) {
        const ReferenceText* same = reference_of(*table_.columns[c]);
        if (same != nullptr && same->as == reference->as) drawn_.emplace(std::pair{index_, c}, member);
      }
    }
    return true;
  }

  bool refuse(const UniqueSet& set, const std::vector<Use>& uses, const std::vector<Use>& others, bool owned) {
    const std::string what =
        set.columns.size() == 1
            ? fmt::format("the values of \"{}\" cannot be made to differ in every row", set.columns[0])
            : fmt::format("{} cannot be made to differ in every row", joined(set.columns));
    diagnostics_.add(make_error("SG2671", what, set.place, advice(set, uses, others, owned)));
    return false;
  }

  std::string advice(const UniqueSet& set, const std::vector<Use>& uses, const std::vector<Use>& others,
                     bool owned) const {
    if (set.columns.size() == 1 && uses.empty()) {
      return R"(a column by itself says "unique": true, where its source can do it)";
    }
    for (const Use& use : uses) {
      const std::string& name = table_.columns[use.column]->declaration.name;
      const std::string& parent = schema_.tables[parent_of(use)]->name;
      if (!use.whole) {
        return fmt::format("list all columns of the reference \"{}\": those here are no key of \"{}\"", use.as, parent);
      }
      if (parent_of(use) == index_) return fmt::format("leave \"{}\" out: it refers to rows of its own table", name);
      if (table_.columns[use.column]->declaration.json->get("where") != nullptr) {
        return fmt::format(
            "\"{}\" has \"where\", so its rows cannot be kept apart; use a column such as "
            "{{\"expression\": \"child_number()\"}} beside the owner",
            name);
      }
    }
    if (!others.empty() && !owned) {
      return fmt::format("leave \"pick\" of \"{}\" out: references that differ together are picked alike",
                         table_.columns[others.front().column]->declaration.name);
    }
    if (!others.empty()) {
      return "one reference beside the owner may be picked by ranks, by weights or in turn; several are picked alike";
    }
    if (table_.family != nullptr && !owned) {
      return fmt::format(
          "add the key to \"{}\", which the rows are per, and what differs within the family, such as "
          "{{\"expression\": \"child_number()\"}}",
          table_.family->parent);
    }
    if (table_.family != nullptr) {
      return R"j(beside the owner, list what differs within its family: {"expression": "child_number()"}, a )j"
             R"(reference to another table, an "integer" of fixed bounds, or a choice without weights)";
    }
    if (!table_.per.empty()) {
      return fmt::format("list the keys to all tables of the cross join: {}", fmt::join(table_.per, ", "));
    }
    return R"(a list holds a column with "unique": true; or references to other tables, an "integer" of fixed bounds, )"
           "choices without weights, which are then drawn so that no combination comes twice";
  }

  const Schema& schema_;
  const std::size_t index_;
  const SchemaTable& table_;
  DrawnMembers& drawn_;
  Diagnostics& diagnostics_;
  std::vector<UniqueSet> met_;
};

}  // namespace

bool hold_a_key(const SchemaTable& table, const std::vector<std::string>& columns) {
  for (const std::string& name : columns) {
    const SchemaColumn* column = table.find(name);
    if (column == nullptr || column->spec == nullptr) continue;
    const ReferenceText* reference = reference_of(*column);
    const bool shared = reference != nullptr && !reference->as.empty();
    if (!shared && (column->spec->unique() || column->declaration.unique) && !column->declaration.missing.has_value()) {
      return true;
    }
  }
  if (!table.primary_key.empty() && includes(columns, table.primary_key)) return true;
  return std::any_of(table.unique.begin(), table.unique.end(), [&](const UniqueSet& set) {
    return includes(columns, set.columns) && never_null(table, set.columns);
  });
}

SharedReference referenced_together(const Schema& schema, std::size_t table, std::size_t column) {
  const SchemaTable& own = *schema.tables[table];
  const ReferenceText& reference = *reference_of(*own.columns[column]);
  const std::optional<std::size_t> parent = referenced_key(schema, reference).table;
  SharedReference together;
  for (std::size_t c = 0; c < own.columns.size(); ++c) {
    const ReferenceText* same = reference_of(*own.columns[c]);
    if (same == nullptr || same->as != reference.as) continue;
    together.first = together.first && c >= column;
    const ReferencedKey key = referenced_key(schema, *same);
    together.several_tables = together.several_tables || key.table != parent;
    if (key.table != parent || !key.column.has_value()) continue;
    together.columns.push_back(schema.tables[*parent]->columns[*key.column]->declaration.name);
  }
  return together;
}

bool first_key_to_parent(const Schema& schema, std::size_t table, std::size_t column) {
  const SchemaTable& own = *schema.tables[table];
  const ReferenceText& reference = *reference_of(*own.columns[column]);
  const std::optional<std::size_t> parent = referenced_key(schema, reference).table;
  for (std::size_t c = 0; c < column; ++c) {
    const ReferenceText* earlier = reference_of(*own.columns[c]);
    if (earlier == nullptr || (!reference.as.empty() && earlier->as == reference.as)) continue;
    if (referenced_key(schema, *earlier).table == parent) return false;
  }
  return true;
}

bool is_owner(const Schema& schema, std::size_t table, std::size_t column) {
  const SchemaTable& own = *schema.tables[table];
  const ReferenceText* reference = reference_of(*own.columns[column]);
  if (reference == nullptr) return false;
  const std::optional<std::size_t> parent = referenced_key(schema, *reference).table;
  if (!parent.has_value()) return false;
  const std::string& name = schema.tables[*parent]->name;
  const bool owns = own.family != nullptr ? own.family->parent == name : contains(own.per, name);
  if (!owns) return false;
  if (reference->pick != PickKind::by_default) return reference->pick == PickKind::owner;
  return first_key_to_parent(schema, table, column);
}

DrawnMembers judge_key_sets(const Schema& schema, Diagnostics& diagnostics) {
  DrawnMembers drawn;
  for (std::size_t t = 0; t < schema.tables.size(); ++t) TableSets(schema, t, drawn, diagnostics).judge();
  return drawn;
}

}  // namespace synthgen
