#include <fmt/format.h>

#include <algorithm>

#include "synthgen/base/near_names.hpp"
#include "synthgen/kind/not_yet.hpp"
#include "synthgen/source/source.hpp"

namespace synthgen {
namespace {

/// What other tools call keys of a column, and what to write here.
constexpr std::pair<std::string_view, const char*> kHabits[] = {
    {"primary_key", "it is a key of the table: \"primary_key\": \"customer_id\""},
    {"nullable", "write \"missing\": 0.05, the share of nulls"},
    {"null", "write \"missing\": 0.05, the share of nulls"},
    {"null_rate", "write \"missing\": 0.05, the share of nulls"},
    {"null_probability", "write \"missing\": 0.05, the share of nulls"},
    {"minimum", "write \"min\""},
    {"maximum", "write \"max\""},
    {"digits", "write \"decimals\": 2"},
    {"round", "write \"decimals\": 2"},
    {"comment", "write \"description\", or a comment behind //"},
    {"stddev", "write \"sd\""},
    {"check", "conditions between columns are rules of the table: \"rules\": [{\"check\": \"closed >= opened\"}]"},
    {"constraint", "conditions between columns are rules of the table: \"rules\": [{\"check\": \"closed >= opened\"}]"},
    {"rules", "it is a key of the table: \"rules\": [{\"check\": \"closed >= opened\"}]"},
    {"violate",
     "it is a key of a rule of the table: \"rules\": [{\"check\": \"closed >= opened\", \"violate\": 0.01}]"},
    {"within", "write \"exact\": {\"within\": \"class\"}"},
    {"bins", "write \"edges\""},
    {"shuffle", "it is a key of the table"},
};

/// Modifiers that a source within a source does not have.
constexpr std::string_view kOfWhole[] = {"type",    "decimals", "precision",   "format", "unique",
                                         "ordered", "hidden",   "description", "repeat"};

}  // namespace

std::vector<ShareMember> SourceContext::share_members(const std::string&) const { return {}; }

const std::string& SourceSpec::share_group() const {
  static const std::string kNone;
  return kNone;
}

DrawKeys value_draws(const SourceContext& context) {
  return {context.stream("value/64"), context.stream("value/32"), context.stream("value tie/64"), context.score()};
}

std::optional<Type> ColumnDeclaration::wanted() const {
  if (decimals.has_value()) {
    if (*decimals == 0) return Type{TypeKind::integer, 0};
    return Type::decimal(*decimals);
  }
  if (!type.has_value()) return std::nullopt;
  if (is_micros(*type)) return Type{*type, precision.value_or(0)};
  return Type{*type, *type == TypeKind::decimal ? -1 : 0};
}

std::vector<const Expression*> expressions_of(const SourceSpec* spec, const ColumnDeclaration& declaration) {
  std::vector<const Expression*> all;
  if (spec != nullptr) all = spec->expressions();
  for (const std::optional<ParameterValue>* modifier : {&declaration.min, &declaration.max, &declaration.missing}) {
    if (modifier->has_value() && !(*modifier)->literal()) all.push_back(&*(*modifier)->expression);
  }
  return all;
}

const json::Value* ColumnReader::take(std::string_view key) {
  known_.emplace(key);
  return column_.get(key);
}

void ColumnReader::take_all() {
  for (const json::Member& member : column_.members) known_.emplace(member.name);
}

void ColumnReader::check_all_taken() {
  for (const json::Member& member : column_.members) {
    if (known_.count(member.name) != 0) continue;
    if (is_not_yet(NotYet::column_key, member.name) || is_not_yet(NotYet::source_key, member.name)) {
      diagnostics_.add(make_error("SG2005", fmt::format("\"{}\" is not supported yet", member.name), member.name_place,
                                  "remove it; the changelog tells when it arrives"));
      continue;
    }
    if (within_ && std::find(std::begin(kOfWhole), std::end(kOfWhole), member.name) != std::end(kOfWhole)) {
      diagnostics_.add(make_error("SG2104",
                                  fmt::format("\"{}\" stands at the column, not in one of its sources", member.name),
                                  member.name_place, "it counts for all of them: move it to the column's own keys"));
      continue;
    }
    const std::vector<std::string> names(known_.begin(), known_.end());
    std::string hint = did_you_mean(member.name, names);
    for (const auto& [habit, ours] : kHabits) {
      if (member.name == habit) hint = ours;
    }
    if (owner_ == "a reference" && member.name == "weight") hint = "write \"pick\": {\"weight\": \"popularity\"}";
    if (hint.empty() || hint.back() == '?') {
      const std::string_view every = within_ ? "accepted here: one source with its parameters, min, max, missing"
                                             : "accepted in every column: type, decimals, missing, hidden, description";
      if (!accepted_.empty()) {
        hint += fmt::format("{}accepted: {}", hint.empty() ? "" : " ", accepted_);
      } else if (hint.empty()) {
        hint = every;
      }
    }
    diagnostics_.add(make_error("SG2104",
                                owner_.empty() ? fmt::format("unknown key \"{}\" of a column", member.name)
                                               : fmt::format("unknown parameter \"{}\" of {}", member.name, owner_),
                                member.name_place, hint));
  }
}

}  // namespace synthgen
