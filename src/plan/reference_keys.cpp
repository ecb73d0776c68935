// What a reference has to do with keys: whether it leads to one, and whether a key of its own table keeps its picks
// apart.
#include <fmt/format.h>

#include <algorithm>

#include "binding.hpp"
#include "synthgen/base/number_text.hpp"
#include "synthgen/source/place_sources.hpp"

namespace synthgen {
namespace {

/// Rows of a family whose picks by ranks or weights are kept apart.
constexpr std::int64_t kLongestRedrawn = 65'536;

}  // namespace

Status ColumnContext::check_key(const ReferenceText& reference, std::size_t table, std::size_t key) const {
  const SchemaTable& parent = *draft_.schema.tables[table];
  const SchemaColumn& target = *parent.columns[key];
  const std::string& name = target.declaration.name;
  if (target.spec == nullptr) return Done{};  // told already
  if (!reference.as.empty()) {
    const SharedReference together = referenced_together(draft_.schema, table_, column_);
    const std::vector<std::string>& names = together.columns;
    // Where they refer to several tables, that is told when the row is shared.
    if (together.several_tables || hold_a_key(parent, names)) return Done{};
    if (!together.first) return make_error(kFollowUp, "told at the first of the columns");
    std::string keys;
    if (!parent.primary_key.empty()) {
      keys = fmt::format("its primary key is {}", fmt::join(parent.primary_key, ", "));
    } else {
      keys = "it has no primary key";
    }
    return make_error(
        "SG2675",
        fmt::format("\"as\": \"{}\" refers to {} of table \"{}\", which is no key of it: {}", reference.as,
                    fmt::join(names, ", "), parent.name, keys),
        reference.as_place,
        "columns with the same \"as\" refer to all columns of the parent's primary key, or of a list in its "
        "\"unique\"");
  }
  if (hold_a_key(parent, {name})) return Done{};
  const bool part = std::find(parent.primary_key.begin(), parent.primary_key.end(), name) != parent.primary_key.end();
  return make_error(
      "SG2203", fmt::format("\"{}.{}\" is not a key: its values may repeat or be null", parent.name, name),
      reference.json->place,
      part ? fmt::format("it is a part of the key [{}]: refer to each of them in a column of its own, all with one "
                         "\"as\"",
                         fmt::join(parent.primary_key, ", "))
           : std::string(
                 "refer to a sequence, to provider id.uuid4, or to a column with \"unique\": true; other columns "
                 "of the parent are read by a path"));
}

Result<ColumnIndex> ColumnContext::place_of(const DrawnSet& set, std::int64_t combinations) const {
  const SchemaTable& table = *draft_.schema.tables[table_];
  // One member by itself has streams of its own or of its "as"; several share those of all their names.
  std::string owner;
  std::vector<std::string> names;
  bool shared = false;
  for (const DrawnSet::Member& member : set.members) {
    const SchemaColumn& column = *table.columns[member.column];
    const ReferenceText* reference = column.spec->reference();
    shared = reference != nullptr && !reference->as.empty();
    names.push_back(shared ? reference->as : column.declaration.name);
    owner += set.members.size() == 1 ? names.back() : fmt::format("{}:{}", names.back().size(), names.back());
  }
  const std::string prefix = shared && set.members.size() == 1 ? "shared " : "";
  const auto key = [&](const char* purpose) {
    return make_stream_key(draft_.plan.seed, table.name, owner, prefix + purpose);
  };
  const auto places = static_cast<std::uint64_t>(combinations);
  MadeSource made =
      set.within_family
          ? make_family_places(draft_.plan.tables[table_].family->index,
                               FamilyPermutation(key("family permutation/64"), key("family permutation/128"), places))
          : make_table_places(Permutation(key("permutation/64"), places));
  return draft_.add_internal(table_, fmt::format("place of {}", fmt::join(names, ", ")),
                             set.within_family ? "no two alike in a family" : "no two alike", std::move(made));
}

Result<std::optional<DistinctPick>> ColumnContext::distinct_pick() const {
  const auto found = draft_.drawn.find({table_, column_});
  if (found == draft_.drawn.end()) return std::optional<DistinctPick>();
  DrawnSet& set = *found->second.set;
  const SchemaTable& table = *draft_.schema.tables[table_];
  DistinctPick distinct;
  std::int64_t combinations = 1;
  std::vector<std::string> counts;
  for (std::size_t m = 0; m < set.members.size(); ++m) {
    const DrawnSet::Member& member = set.members[m];
    if (member.parent.has_value() && !draft_.known_rows[*member.parent]) {
      return make_error(kFollowUp, "how many rows the table has is not known");
    }
    if (m == found->second.member) distinct.step = combinations;
    const std::int64_t rows = member.parent.has_value() ? draft_.plan.tables[*member.parent].rows : member.values;
    counts.push_back(fmt::format("{} of \"{}\"", grouped_text(rows),
                                 member.parent.has_value() ? draft_.schema.tables[*member.parent]->name
                                                           : table.columns[member.column]->declaration.name));
    if (__builtin_mul_overflow(combinations, rows, &combinations) ||
        combinations > static_cast<std::int64_t>(Permutation::kLargest)) {
      return make_error("SG2672", "there are more than 2^62 combinations to draw from", set.declared.place,
                        fmt::format("the rows that are combined are {}", fmt::join(counts, ", ")));
    }
  }
  if (combinations == 0) return std::optional<DistinctPick>();  // told where the table has rows
  distinct.places = combinations;
  const std::string differ = set.declared.columns.size() == 1
                                 ? fmt::format("\"{}\"", set.declared.columns[0])
                                 : fmt::format("[{}]", fmt::join(set.declared.columns, ", "));
  std::string what = fmt::format("combinations: {}", fmt::join(counts, " times "));
  if (const DrawnSet::Member& only = set.members.front(); set.members.size() == 1) {
    what = only.parent.has_value() ? fmt::format("rows of table \"{}\"", draft_.schema.tables[*only.parent]->name)
                                   : fmt::format("values of \"{}\"", table.columns[only.column]->declaration.name);
  }
  if (set.within_family) {
    const FamilyIndex& families = *draft_.plan.tables[table_].family->index;
    if (families.largest() > combinations) {
      return make_error(
          "SG2672",
          fmt::format(
              "a row of table \"{}\" has up to {} rows here, and {} differs in at most {} of them: there are {} {}",
              table.family->parent, grouped_text(families.largest()), differ, grouped_text(combinations),
              grouped_text(combinations), what),
          set.declared.place,
          fmt::format("bound the rows per parent, \"max\": {}, or give what is combined more rows or values",
                      combinations));
    }
    if (set.pick == PickKind::cycle) return std::optional<DistinctPick>();  // those in turn differ
    if (set.pick != PickKind::uniform) {
      if (families.largest() <= kLongestRedrawn) return std::optional(distinct);
      return make_error(
          "SG2672",
          fmt::format(
              "a row of table \"{}\" has up to {} rows here, and picks by ranks or weights differ in families of "
              "at most {}",
              table.family->parent, grouped_text(families.largest()), grouped_text(kLongestRedrawn)),
          set.declared.place, "leave \"pick\" out, or bound the rows per parent by \"max\"");
    }
  } else if (table_rows() > combinations) {
    return make_error("SG2672",
                      fmt::format("{} rows cannot differ in {}: there are {} {}", grouped_text(table_rows()), differ,
                                  grouped_text(combinations), what),
                      set.declared.place, "give what is combined more rows or values, or this table fewer rows");
  }
  if (!set.place.has_value()) set.place = place_of(set, combinations);
  if (!set.place->ok()) return set.place->diagnostics();
  distinct.place = **set.place;
  return std::optional(distinct);
}

Result<MadeSource> ColumnContext::keep_apart(MadeSource made) const {
  const auto found = draft_.drawn.find({table_, column_});
  if (found == draft_.drawn.end()) return made;
  const DrawnSet& set = *found->second.set;
  const DrawnSet::Member& member = set.members[found->second.member];
  if (member.parent.has_value()) return made;  // its picks are kept apart
  if (score().has_value()) {
    return make_error("SG2673",
                      fmt::format("\"{}\" cannot be drawn both for [{}] and by a correlation", declaration().name,
                                  fmt::join(set.declared.columns, ", ")),
                      set.declared.place, "leave the column out of one of the two");
  }
  Result<std::optional<DistinctPick>> distinct = distinct_pick();
  if (!distinct.ok()) return distinct.diagnostics();
  if (!distinct->has_value()) return made;
  return member.least.has_value() ? make_place_integers(std::move(made), **distinct, member.values, *member.least)
                                  : make_place_choice(std::move(made), **distinct);
}

}  // namespace synthgen
