// Reads `pick`, judges it against the parent, and makes the source of row numbers.
#include "pick_spec.hpp"

#include <fmt/format.h>

#include "inner_context.hpp"
#include "pick_sources.hpp"
#include "synthgen/base/near_names.hpp"
#include "synthgen/base/number_text.hpp"
#include "synthgen/distribution/distribution.hpp"
#include "where_pick.hpp"

namespace synthgen {
namespace {

constexpr const char* kAccepted =
    R"(there are "uniform", "cycle", "owner", {"distribution": "zipf", "exponent": 1.1} and {"weight": "column"})";
/// What running sums and their guide table may hold: row numbers of 32 bits.
constexpr std::int64_t kMostWeighted = std::int64_t{1} << 31;

/// A value that follows from the parent's rows, where the schema has the pick.
json::Value row_count(std::int64_t rows, const Place& place) {
  json::Value value;
  value.kind = json::Kind::number;
  value.number = static_cast<double>(rows);
  value.text = std::to_string(rows);
  value.place = place;
  return value;
}

bool is_zipf(const json::Value& pick) { return pick.get("distribution")->text == "zipf"; }

/// Reads the distribution of the object `pick`, for ranks 1 … rows. Nothing after diagnostics were added.
std::optional<RankSpec> read_ranks(const json::Value& pick, std::int64_t rows, const ColumnDeclaration& column,
                                   Diagnostics& diagnostics) {
  RankSpec ranks;
  ranks.json = &pick;
  ranks.completed = std::make_unique<json::Value>(pick);
  if (is_zipf(pick)) ranks.completed->members.push_back({"n", pick.place, row_count(rows, pick.place)});
  ranks.declaration = std::make_unique<ColumnDeclaration>();
  ranks.declaration->name = column.name;
  ranks.declaration->json = ranks.completed.get();
  ranks.declaration->type = TypeKind::integer;
  ranks.declaration->type_place = pick.place;
  ranks.declaration->constants = column.constants;
  const std::size_t errors = diagnostics.error_count();
  ColumnReader reader(*ranks.completed, *ranks.declaration, diagnostics);
  ranks.spec = find_source("distribution")->parse(*reader.take("distribution"), reader);
  reader.check_all_taken();
  if (ranks.spec == nullptr || diagnostics.error_count() > errors) return std::nullopt;
  return ranks;
}

/// What a distribution of ranks must not be. False after diagnostics were added.
bool check_ranks(const json::Value& pick, Diagnostics& diagnostics) {
  const json::Value& name = *pick.get("distribution");
  const DistributionKind* kind = name.is(json::Kind::string) ? find_distribution(name.text) : nullptr;
  if (kind == nullptr) return true;  // told where it is read
  if (kind->outcome == Outcome::boolean || kind->outcome == Outcome::time) {
    diagnostics.add(make_error("SG2145", fmt::format("distribution \"{}\" gives no ranks to pick by", name.text),
                               name.place, R"(for example "pick": {"distribution": "zipf", "exponent": 1.1})"));
    return false;
  }
  if (kind->bounds_are_parameters) {
    diagnostics.add(make_error("SG2145", fmt::format("distribution \"{}\" gives no ranks to pick by", name.text),
                               name.place, R"(every parent alike is "pick": "uniform")"));
    return false;
  }
  if (!is_zipf(pick)) return true;
  if (const json::Member* n = pick.find("n"); n != nullptr) {
    diagnostics.add(make_error("SG2145", "\"n\" of a pick by zipf is the number of rows of the parent", n->name_place,
                               "leave it out"));
    return false;
  }
  if (pick.get("exponent") == nullptr) {
    diagnostics.add(make_error("SG2105", "a pick by zipf lacks \"exponent\"", pick.place,
                               R"(for example "pick": {"distribution": "zipf", "exponent": 1.1})"));
    return false;
  }
  return true;
}

std::optional<PickSpec> read_pick_name(const json::Value& pick, Diagnostics& diagnostics) {
  PickSpec spec;
  spec.place = pick.place;
  if (pick.text == "uniform") {
    spec.kind = PickKind::uniform;
  } else if (pick.text == "cycle") {
    spec.kind = PickKind::cycle;
  } else if (pick.text == "owner") {
    spec.kind = PickKind::owner;
  } else {
    std::string hint = did_you_mean(pick.text, std::vector<std::string>{"uniform", "cycle", "owner"});
    if (find_distribution(pick.text) != nullptr) {
      hint = fmt::format(R"(write "pick": {{"distribution": "{}", …}} with its parameters)", pick.text);
    }
    diagnostics.add(make_error("SG2103", fmt::format("unknown pick \"{}\"", pick.text), pick.place,
                               hint.empty() ? kAccepted : hint));
    return std::nullopt;
  }
  return spec;
}

std::optional<PickSpec> read_weight(const json::Value& pick, Diagnostics& diagnostics) {
  PickSpec spec;
  spec.place = pick.place;
  spec.kind = PickKind::weight;
  const json::Value& weight = *pick.get("weight");
  if (!weight.is(json::Kind::string) || weight.text.empty()) {
    diagnostics.add(
        make_error("SG2003",
                   fmt::format("\"weight\" names a column of the parent, and is a text, not {}",
                               weight.is(json::Kind::string) ? "an empty one" : json::kind_name(weight.kind)),
                   weight.place, R"(for example "pick": {"weight": "popularity"})"));
    return std::nullopt;
  }
  if (weight.text.starts_with('=')) {
    diagnostics.add(make_error("SG2115", "\"weight\" names a column of the parent, and is no expression", weight.place,
                               "compute it in a column of the parent, which may be hidden, and name that one"));
    return std::nullopt;
  }
  spec.weight = weight.text;
  spec.weight_place = weight.place;
  bool good = true;
  for (const json::Member& member : pick.members) {
    if (member.name == "weight") continue;
    diagnostics.add(make_error("SG2104", fmt::format("unknown key \"{}\" of a pick by weight", member.name),
                               member.name_place, "accepted: weight"));
    good = false;
  }
  if (!good) return std::nullopt;
  return spec;
}

/// The surroundings of a distribution of ranks: the reference's, but its own declaration and streams.
class RankContext final : public InnerContext {
 public:
  using InnerContext::InnerContext;
  /// "pick/64" in place of "value/64"; "pick exponent call 1/64".
  StreamKey stream(std::string_view purpose) const override {
    constexpr std::string_view kValue = "value";
    const bool value = purpose.starts_with(kValue);
    return outer_stream((value ? "pick" : "pick ") + std::string(value ? purpose.substr(kValue.size()) : purpose));
  }
};

/// Picks, and what they read and hold.
struct DrawnPicks {
  MadeSource plain;
  std::unique_ptr<const PickSource> picks;
};

Result<DrawnPicks> make_ranked(const PickSpec& spec, const ReferenceTarget& target, const SourceContext& context) {
  // Read again, now that the parent's rows are known; what is wrong with it was told the first time.
  Diagnostics told;
  const json::Value one = row_count(1, spec.place);
  const json::Value last = row_count(target.rows, spec.place);
  std::optional<RankSpec> ranks = read_ranks(*spec.ranks.json, target.rows, context.declaration(), told);
  if (!ranks.has_value()) return told;
  if (!is_zipf(*spec.ranks.json)) {
    ranks->declaration->min = ParameterValue{&one, {}, {}};
    ranks->declaration->max = ParameterValue{&last, {}, {}};
  }
  Result<MadeSource> drawn = ranks->spec->make(RankContext(context, *ranks->declaration));
  if (!drawn.ok()) return drawn.diagnostics();
  Permutation popularity(context.stream("permutation/64"), static_cast<std::uint64_t>(target.rows));
  DrawnPicks made;
  made.plain.inputs = drawn->inputs;
  made.plain.memory_bytes = popularity.memory_bytes();
  made.picks = make_ranked_pick(std::move(drawn->source), std::move(popularity));
  return made;
}

Result<DrawnPicks> make_weighted(const PickSpec& spec, const ReferenceTarget& target, const SourceContext& context) {
  if (!is_numeric(target.weight_type.kind)) {
    return make_error("SG2148",
                      fmt::format("\"{}.{}\" is of type {}, and a weight is a number", target.table_name, spec.weight,
                                  type_text(target.weight_type)),
                      spec.weight_place, "name a column of integers, decimals or numbers");
  }
  if (target.rows > kMostWeighted) {
    return make_error("SG2149",
                      fmt::format("table \"{}\" has {} rows, and a pick by weight keeps a number for each in memory",
                                  target.table_name, grouped_text(target.rows)),
                      spec.place, fmt::format("at most {}; a pick by zipf keeps none", grouped_text(kMostWeighted)));
  }
  DrawnPicks made;
  made.plain.memory_bytes = weighted_pick_bytes(target.rows);
  made.picks = make_weighted_pick(context.stream("pick/64"), target.table, target.weight, target.rows);
  return made;
}

MadeSource owner_pick(const ReferenceTarget& target) {
  MadeSource made;
  if (target.family != nullptr) {
    made.to_owner = true;
    made.source = make_family_pick(target.family);
    made.ascending = true;
    made.own_rows_only = true;
  } else {
    made.source = make_modular_pick(target.owner_step, target.rows);
  }
  return made;
}

Result<MadeSource> make_unique_pick(const PickSpec& spec, PickKind kind, const ReferenceTarget& target,
                                    const SourceContext& context) {
  const ColumnDeclaration& declaration = context.declaration();
  if (target.same_table) {
    return make_error("SG2146", "a reference to an earlier row of its own table cannot be unique",
                      declaration.unique_place, "leave \"unique\" out");
  }
  if (kind != PickKind::uniform && kind != PickKind::owner) {
    return make_error("SG2144", "a unique reference takes each parent once at most, so there is nothing to pick by",
                      spec.place, "leave \"pick\" or \"unique\" out");
  }
  if (context.table_rows() > target.rows) {
    return make_error(
        "SG2143",
        fmt::format("{} rows cannot refer one-to-one to the {} rows of table \"{}\"",
                    grouped_text(context.table_rows()), grouped_text(target.rows), target.table_name),
        declaration.unique_place,
        fmt::format("give \"{}\" more rows, this table fewer, or leave \"unique\" out", target.table_name));
  }
  if (kind == PickKind::owner && target.family != nullptr && target.family->largest() > 1) {
    return make_error("SG2143",
                      fmt::format("a row of table \"{}\" has up to {} rows here, which cannot refer to it one-to-one",
                                  target.table_name, grouped_text(target.family->largest())),
                      declaration.unique_place, "leave \"unique\" out, or draw at most one row per parent: \"max\": 1");
  }
  MadeSource made;
  if (kind == PickKind::owner) {
    made = owner_pick(target);
    return made;
  }
  Permutation order(context.stream("permutation/64"), static_cast<std::uint64_t>(target.rows));
  made.memory_bytes = order.memory_bytes();
  made.own_rows_only = true;
  made.source = make_permuted_pick(std::move(order));
  return made;
}

/// Which pick is meant, where none is given.
Result<PickKind> chosen_kind(const PickSpec& spec, const ReferenceTarget& target, const SourceContext& context) {
  if (spec.kind == PickKind::owner && target.owner_step == 0 && target.family == nullptr) {
    return make_error(
        "SG2147", fmt::format("no row of table \"{}\" owns rows of this table", target.table_name), spec.place,
        fmt::format(R"(it does where there are rows per parent: "rows": {{"per": "{}", …}})", target.table_name));
  }
  if (spec.kind != PickKind::by_default) return spec.kind;
  if (target.owner_step == 0 && target.family == nullptr) return PickKind::uniform;
  if (target.first_to_owner) return PickKind::owner;
  return make_error(
      "SG2147",
      fmt::format("this is a further key to table \"{}\" {}, so its pick must be stated", target.table_name,
                  target.family != nullptr ? "that the rows are per" : "of the cross join"),
      context.declaration().name_place,
      R"(add "pick": "uniform" for any row of that table, or "pick": "owner" for the row's own)");
}

}  // namespace

std::optional<PickSpec> read_pick(ColumnReader& reference) {
  const json::Value* pick = reference.take("pick");
  if (pick == nullptr) return PickSpec();
  Diagnostics& diagnostics = reference.diagnostics();
  if (pick->is(json::Kind::string)) return read_pick_name(*pick, diagnostics);
  if (!pick->is(json::Kind::object)) {
    diagnostics.add(make_error("SG2003",
                               fmt::format("\"pick\" is a text or an object, not {}", json::kind_name(pick->kind)),
                               pick->place, kAccepted));
    return std::nullopt;
  }
  const bool by_weight = pick->get("weight") != nullptr;
  if (by_weight && pick->get("distribution") != nullptr) {
    diagnostics.add(make_error("SG2107", "a pick is by \"distribution\" or by \"weight\", not by both", pick->place,
                               "remove one of them"));
    return std::nullopt;
  }
  if (by_weight) return read_weight(*pick, diagnostics);
  if (pick->get("distribution") == nullptr) {
    for (const json::Member& member : pick->members) {
      std::string hint = did_you_mean(member.name, std::vector<std::string>{"distribution", "weight"});
      if (find_distribution(member.name) != nullptr) {
        hint = fmt::format(R"(write {{"distribution": "{}", …}} with its parameters)", member.name);
      }
      diagnostics.add(make_error("SG2104", fmt::format("unknown key \"{}\" of a pick", member.name), member.name_place,
                                 hint.empty() ? "accepted: distribution with its parameters, or weight" : hint));
      return std::nullopt;
    }
    diagnostics.add(make_error("SG2105", "a pick lacks \"distribution\" or \"weight\"", pick->place, kAccepted));
    return std::nullopt;
  }
  PickSpec spec;
  spec.kind = PickKind::distribution;
  spec.place = pick->place;
  if (!check_ranks(*pick, diagnostics)) return std::nullopt;
  std::optional<RankSpec> ranks = read_ranks(*pick, 1, reference.declaration(), diagnostics);
  if (!ranks.has_value()) return std::nullopt;
  spec.ranks = std::move(*ranks);
  return spec;
}

Result<MadeSource> make_pick(const PickSpec& spec, const ReferenceTarget& target, const SourceContext& context) {
  const Result<PickKind> kind = chosen_kind(spec, target, context);
  if (!kind.ok()) return kind.diagnostics();
  if (target.same_table && *kind != PickKind::uniform) {
    return make_error("SG2146", "a reference to its own table picks every earlier row alike", spec.place,
                      "leave \"pick\" out; other picks are for other tables");
  }
  if (target.where != nullptr && target.rows > 0) return make_where_pick(spec, *kind, target, context);
  if (context.declaration().unique) {
    Result<MadeSource> unique = make_unique_pick(spec, *kind, target, context);
    if (unique.ok()) unique->type = {TypeKind::integer, 0};
    return unique;
  }
  if (target.distinct.has_value() && target.distinct->place.has_value()) {
    return make_place_pick(*target.distinct, target.rows);
  }
  MadeSource made;
  if (target.rows > 0) {
    if (*kind == PickKind::distribution || *kind == PickKind::weight) {
      Result<DrawnPicks> drawn =
          *kind == PickKind::weight ? make_weighted(spec, target, context) : make_ranked(spec, target, context);
      if (!drawn.ok()) return drawn.diagnostics();
      if (target.distinct.has_value()) {
        return make_redrawn_picks(std::move(drawn->picks), std::move(drawn->plain), context);
      }
      made = std::move(drawn->plain);
      made.source = std::move(drawn->picks);
    } else if (*kind == PickKind::cycle) {
      made.source = make_modular_pick(1, target.rows);
    } else if (*kind == PickKind::owner) {
      made = owner_pick(target);
    }
  } else if (*kind == PickKind::owner && target.family != nullptr) {
    made = owner_pick(target);
  }
  made.type = {TypeKind::integer, 0};
  if (made.source == nullptr) {
    // Rows beyond the last would refer to rows beyond the last.
    made.own_rows_only = target.same_table;
    made.source = target.same_table ? make_earlier_pick(context.stream("pick/64"))
                                    : make_uniform_pick(context.stream("pick/64"), target.rows);
  }
  return made;
}

}  // namespace synthgen
