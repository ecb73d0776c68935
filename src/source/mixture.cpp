// Several sources, of which each row takes one by chance.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "branch_context.hpp"
#include "choice_sources.hpp"
#include "context_program.hpp"
#include "mixture_quantile.hpp"
#include "synthgen/base/near_names.hpp"
#include "synthgen/base/number_text.hpp"
#include "synthgen/source/source.hpp"

namespace synthgen {
namespace {

constexpr const char* kExample =
    R"(for example [{"weight": 0.8, "constant": 0}, {"weight": 0.2, "distribution": "exponential", "mean": 50}])";
constexpr const char* kWeightHint = "give relative sizes from 0 on: they need not add up to 1";

class Mixture final : public Source {
 public:
  /// pick  integers: the number of the branch, or null
  Mixture(std::unique_ptr<const Source> pick, BranchMerge merge) : pick_(std::move(pick)), merge_(std::move(merge)) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const std::size_t n = evaluate.rows().count;
    std::array<std::int32_t, kBatchRows> taken;
    {
      const ColumnPool::Lease picked = evaluate.pool().take();
      pick_->fill(evaluate, *picked);
      const auto* numbers = picked->data<std::int64_t>();
      for (std::size_t i = 0; i < n; ++i) taken[i] = static_cast<std::int32_t>(numbers[i]);
      if (!picked->all_valid()) {
        for (std::size_t i = 0; i < n; ++i) taken[i] = picked->is_valid(i) ? taken[i] : -1;
      }
    }
    merge_.fill(evaluate, {taken.data(), n}, out);
  }

 private:
  const std::unique_ptr<const Source> pick_;
  const BranchMerge merge_;
};

/// As part of a correlation: the value follows from the score alone.
class ScoredMixture final : public Source {
 public:
  ScoredMixture(MixtureQuantile quantile, ColumnIndex score) : quantile_(std::move(quantile)), score_(score) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const Column& scores = evaluate.column(score_);
    quantile_.values(evaluate.rows().count, scores.data<double>(), out);
  }

 private:
  const MixtureQuantile quantile_;
  const ColumnIndex score_;
};

class MixtureSpec final : public SourceSpec {
 public:
  MixtureSpec(std::vector<Branch> branches, std::vector<ParameterValue> weights, const json::Value& json)
      : branches_(std::move(branches)), weights_(std::move(weights)), json_(json) {}

  std::vector<const Expression*> expressions() const override {
    std::vector<const Expression*> all;
    for (const Branch& branch : branches_) {
      const std::vector<const Expression*> own = expressions_of(branch.spec.get(), branch.declaration);
      all.insert(all.end(), own.begin(), own.end());
    }
    for (const ParameterValue& weight : weights_) {
      if (!weight.literal()) all.push_back(&*weight.expression);
    }
    return all;
  }

  std::vector<PathUse> paths() const override {
    std::vector<PathUse> all;
    for (const Branch& branch : branches_) {
      const std::vector<PathUse> own = branch.spec->paths();
      all.insert(all.end(), own.begin(), own.end());
    }
    return all;
  }

  std::string unscored() const override {
    for (const Branch& branch : branches_) {
      if (branch.null) return "has a branch of null (the column's \"missing\" serves for that)";
      if (branch.declaration.missing.has_value()) return "has a branch with \"missing\" (the column may have it)";
      std::string why = branch.spec->unscored();
      if (!why.empty()) return "has a branch that " + why;
    }
    for (const Expression* expression : expressions()) {
      if (expression->varies()) return "has a branch or a weight that differs from row to row";
    }
    return {};
  }

  Result<MadeSource> make(const SourceContext& context) const override {
    Diagnostics diagnostics;
    if (context.declaration().unique) {
      diagnostics.add(make_error("SG2144", "a mixture cannot be unique", context.declaration().unique_place,
                                 "what differs between its branches may be a column of its own, unique by itself"));
    }
    std::vector<Operand> weights = make_weights(context, diagnostics);
    Result<MadeBranches> branches = make_all(context);
    if (!branches.ok()) diagnostics.add(branches.diagnostics());
    if (diagnostics.has_errors()) return diagnostics;
    const Type of_nulls = context.declaration().wanted().value_or(Type{TypeKind::string, 0});
    BranchMerge merge(std::move(branches->sources), branches->type.value_or(of_nulls));
    MadeSource made;
    made.type = merge.type();
    made.dictionary = merge.dictionary();
    made.precision = merge.precision();
    made.memory_bytes = merge.memory_bytes();
    merge.tell_suffix(made);
    made.domain = merge.domain();
    if (context.score().has_value()) {
      if (std::optional<Diagnostic> fault = not_ordered(merge, weights, context); fault.has_value()) return *fault;
      ScoreEvaluate evaluate(*context.score());
      std::vector<MixturePart> parts;
      for (std::size_t b = 0; b < weights.size(); ++b) {
        const double weight = *weights[b].fixed_number();
        if (weight > 0) parts.push_back({&merge.branches()[b], weight});
      }
      MixtureQuantile quantile(made.type, parts, evaluate);
      if (!quantile.complete()) {
        return make_error("SG2310",
                          fmt::format("column \"{}\" cannot be correlated: the branches of its mixture have too many "
                                      "kinks and jumps to be counted as one law",
                                      context.declaration().name),
                          json_.place,
                          "a calendar of many years by the hour is such a branch: leave it, or the column, out");
      }
      made.inputs = {*context.score()};
      made.memory_bytes = quantile.memory_bytes();
      made.dictionary = nullptr;
      made.source = std::make_unique<ScoredMixture>(std::move(quantile), *context.score());
      return made;
    }
    made.inputs = merge.inputs();
    for (const Operand& weight : weights) {
      for (const ColumnIndex input : weight.inputs()) {
        const bool known = std::find(made.inputs.begin(), made.inputs.end(), input) != made.inputs.end();
        if (!known) made.inputs.push_back(input);
      }
    }
    made.source = std::make_unique<Mixture>(make_pick(std::move(weights), context), std::move(merge));
    return made;
  }

 private:
  Result<MadeBranches> make_all(const SourceContext& context) const {
    std::vector<const Branch*> list;
    for (const Branch& branch : branches_) list.push_back(&branch);
    return make_branches(list, context);
  }

  /// Nothing after diagnostics were added.
  std::optional<Operand> weight_operand(std::size_t branch, const SourceContext& context,
                                        Diagnostics& diagnostics) const {
    const ParameterValue& weight = weights_[branch];
    const Type number{TypeKind::number, 0};
    if (weight.literal()) {
      Result<Column> one = literal_column(weight, number);
      if (one.ok()) return Operand(std::move(*one));
      diagnostics.add(one.diagnostics());
      return std::nullopt;
    }
    Result<std::shared_ptr<const Program>> program =
        compile_in(context, *weight.expression, fmt::format("weight {} ", branch + 1), number);
    if (program.ok()) return Operand(std::move(*program));
    diagnostics.add(program.diagnostics());
    return std::nullopt;
  }

  /// One for each branch where there are no errors: SG2124, and those of expressions.
  std::vector<Operand> make_weights(const SourceContext& context, Diagnostics& diagnostics) const {
    std::vector<Operand> weights;
    double total = 0;
    bool all_known = true;
    for (std::size_t b = 0; b < weights_.size(); ++b) {
      std::optional<Operand> weight = weight_operand(b, context, diagnostics);
      all_known = all_known && weight.has_value() && weight->constant();
      if (!weight.has_value()) continue;
      weights.push_back(std::move(*weight));
      if (!weights.back().constant()) continue;
      const std::optional<double> number = weights.back().fixed_number();
      if (number.has_value() && *number >= 0) {
        total += *number;
        continue;
      }
      all_known = false;
      diagnostics.add(make_error("SG2124",
                                 weights_[b].literal()
                                     ? fmt::format("a weight is a number from 0 on, not {}", weights_[b].json->text)
                                     : std::string("this weight is below 0 or null"),
                                 weights_[b].json->place, kWeightHint));
    }
    if (all_known && !(total > 0 && total <= kGreatestTotal)) {
      diagnostics.add(make_error("SG2124",
                                 total > 0 ? "the weights of a mixture add up to more than 1e300"
                                           : "the weights of a mixture add up to 0, so no branch can be taken",
                                 json_.place, kWeightHint));
    }
    return weights;
  }

  /// Why its values do not follow from one score in one way for all rows, where they do not.
  std::optional<Diagnostic> not_ordered(const BranchMerge& merge, const std::vector<Operand>& weights,
                                        const SourceContext& context) const {
    const auto fault = [&](std::string_view why, const Place& place, const char* hint) {
      return make_error("SG2310",
                        fmt::format("column \"{}\" cannot be correlated: {}", context.declaration().name, why), place,
                        hint);
    };
    const TypeKind kind = merge.type().kind;
    if (kind == TypeKind::string || kind == TypeKind::uuid) {
      return fault("the branches of its mixture give texts, which have no order in common", json_.place,
                   "correlate a hidden column of numbers, and compute the text from it");
    }
    constexpr const char* kFixedHint = "give numbers or expressions of constants, or leave the column out of the group";
    for (std::size_t b = 0; b < branches_.size(); ++b) {
      if (!weights[b].constant()) {
        return fault("this weight of its mixture differs from row to row", weights_[b].json->place, kFixedHint);
      }
      const std::vector<ColumnIndex>& inputs = merge.branches()[b].inputs;
      const bool fixed =
          std::all_of(inputs.begin(), inputs.end(), [&](ColumnIndex input) { return input == *context.score(); });
      if (!fixed) {
        return fault("this branch of its mixture differs from row to row", branches_[b].declaration.json->place,
                     kFixedHint);
      }
    }
    return std::nullopt;
  }

  /// The branch's number for each row: a choice of them by a stream of its own.
  std::unique_ptr<const Source> make_pick(std::vector<Operand> weights, const SourceContext& context) const {
    Values numbers;
    numbers.type = {TypeKind::integer, 0};
    numbers.column.reset(numbers.type, weights.size());
    for (std::size_t b = 0; b < weights.size(); ++b) {
      numbers.column.data<std::int64_t>()[b] = static_cast<std::int64_t>(b);
    }
    DrawKeys keys;
    keys.bits32 = context.stream("branch/32");
    std::vector<double> known;
    for (const Operand& weight : weights) {
      if (!weight.constant()) return make_row_weighted_choice(std::move(numbers), std::move(weights), keys);
      known.push_back(*weight.fixed_number());
    }
    return make_weighted_choice(std::move(numbers), known, keys);
  }

  static constexpr double kGreatestTotal = 1e300;

  const std::vector<Branch> branches_;
  const std::vector<ParameterValue> weights_;  // one for each branch
  const json::Value& json_;
};

/// The branch's weight; nothing after diagnostics were added.
std::optional<ParameterValue> read_weight(const json::Value& branch, Diagnostics& diagnostics) {
  const json::Value* weight = branch.get("weight");
  if (weight == nullptr) {
    const std::vector<std::string> wanted = {"weight"};
    for (const json::Member& member : branch.members) {
      const bool meant = member.name == "share" || member.name == "p" || member.name == "probability";
      if (!meant && did_you_mean(member.name, wanted).empty()) continue;
      diagnostics.add(make_error("SG2123", "a branch of a mixture lacks \"weight\"", member.name_place,
                                 fmt::format("write \"weight\" in place of \"{}\"", member.name)));
      return std::nullopt;
    }
    diagnostics.add(make_error("SG2123", "a branch of a mixture lacks \"weight\"", branch.place,
                               "its relative size, a number from 0 on: they need not add up to 1"));
    return std::nullopt;
  }
  std::optional<ParameterValue> parsed = parse_parameter(*weight, diagnostics);
  if (!parsed.has_value()) return std::nullopt;
  if (parsed->literal() && !weight->is(json::Kind::number)) {
    diagnostics.add(make_error("SG2124", fmt::format("a weight is a number, not {}", json::kind_name(weight->kind)),
                               weight->place,
                               weight->is(json::Kind::string) && parse_number(weight->text).has_value()
                                   ? fmt::format("a number stands without quotes: {}", weight->text)
                                   : "give a relative size such as 0.2, or an expression such as \"=if(vip, 5, 1)\""));
    return std::nullopt;
  }
  return parsed;
}

/// Tells bounds of the whole once, and forgets them, so that no branch takes them for its own.
void refuse_bounds(ColumnReader& reader) {
  ColumnDeclaration& declaration = reader.declaration();
  for (std::optional<ParameterValue>* bound : {&declaration.min, &declaration.max}) {
    if (!bound->has_value()) continue;
    reader.diagnostics().add(
        make_error("SG2108", "a mixture takes no \"min\" and \"max\"", (*bound)->json->place,
                   "give them to its branches: a branch's weight is then its share of the values within the bounds"));
    break;
  }
  declaration.min.reset();
  declaration.max.reset();
}

std::unique_ptr<SourceSpec> parse_mixture(const json::Value& value, ColumnReader& reader) {
  constexpr std::string_view kOwn[] = {"weight"};
  reader.set_owner("a mixture", "missing, and the keys of every column");
  for (const char* key : {"weights", "probabilities"}) {
    if (reader.column().get(key) == nullptr) continue;  // and not taken: it is no near name for another
    reader.take(key);
    reader.diagnostics().add(make_error("SG2104", fmt::format("unknown parameter \"{}\" of a mixture", key),
                                        reader.column().find(key)->name_place,
                                        "each branch holds its own: {\"weight\": 0.2, ...}"));
  }
  refuse_bounds(reader);
  if (!value.is(json::Kind::array)) {
    reader.diagnostics().add(make_error(
        "SG2003", fmt::format("a mixture is a list, not {}", json::kind_name(value.kind)), value.place, kExample));
    return nullptr;
  }
  if (value.items.empty()) {
    reader.diagnostics().add(make_error("SG2123", "the mixture has no branches", value.place, kExample));
    return nullptr;
  }
  std::vector<Branch> branches;
  std::vector<ParameterValue> weights;
  bool good = true;
  for (const json::Value& item : value.items) {
    if (!item.is(json::Kind::object)) {
      reader.diagnostics().add(make_error(
          "SG2123",
          fmt::format("a branch of a mixture is an object with its \"weight\", not {}", json::kind_name(item.kind)),
          item.place,
          item.is(json::Kind::array) ? std::string(kExample)
                                     : std::string("a constant is written {\"weight\": 1, \"constant\": ...}")));
      good = false;
      continue;
    }
    std::optional<ParameterValue> weight = read_weight(item, reader.diagnostics());
    // Without a weight another key was meant to be it, and would be told once more as unknown.
    if (!weight.has_value()) {
      good = false;
      if (item.get("weight") == nullptr) continue;
    }
    std::optional<Branch> branch = read_branch(item, kOwn, reader);
    good = good && branch.has_value();
    if (!good) continue;
    branches.push_back(std::move(*branch));
    weights.push_back(std::move(*weight));
  }
  if (!good) return nullptr;
  return std::make_unique<MixtureSpec>(std::move(branches), std::move(weights), value);
}

}  // namespace

const SourceKind& mixture_source() {
  static const SourceKind kKind = {
      .record =
          {.name = "mixture",
           .summary = "Several sources, of which each row takes one by chance, in proportion to their weights.",
           .source = "composition: a branch by its weight, then a value of that branch",
           .example =
               R"j({"mixture": [{"weight": 0.8, "constant": 0}, {"weight": 0.2, "distribution": "exponential", "mean": 50}], "decimals": 2})j"},
      .bounds_hint = "give them to its branches",
      .value_schema = R"j({"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/mixture_branch"}})j",
      .parse = &parse_mixture,
  };
  return kKind;
}

}  // namespace synthgen
