// One of several sources by row: the first condition that holds, or the one that a column's value names.
#include <fmt/format.h>

#include <algorithm>

#include "case_sources.hpp"
#include "context_program.hpp"
#include "path_text.hpp"
#include "synthgen/base/civil_time.hpp"
#include "synthgen/base/near_names.hpp"
#include "synthgen/base/number_text.hpp"
#include "synthgen/source/source.hpp"

namespace synthgen {
namespace {

constexpr const char* kNoMatchHint = "add a last case without \"if\"; {\"constant\": null} where null is meant";

/// What both forms share.
class CasesSpec : public SourceSpec {
 public:
  std::vector<const Expression*> expressions() const override {
    std::vector<const Expression*> all;
    for (const Branch& branch : branches_) {
      const std::vector<const Expression*> own = expressions_of(branch.spec.get(), branch.declaration);
      all.insert(all.end(), own.begin(), own.end());
    }
    return all;
  }

  bool drawn() const override {
    return std::any_of(branches_.begin(), branches_.end(), [](const Branch& branch) {
      return branch.declaration.missing.has_value() || (branch.spec != nullptr && branch.spec->drawn());
    });
  }

  std::string unscored() const override {
    for (const Branch& branch : branches_) {
      if (branch.spec == nullptr) continue;
      std::string why = branch.spec->unscored();
      if (!why.empty()) return "has a case that " + why;
    }
    return {};
  }

  std::vector<PathUse> paths() const override {
    std::vector<PathUse> all;
    for (const Branch& branch : branches_) {
      if (branch.spec == nullptr) continue;
      const std::vector<PathUse> own = branch.spec->paths();
      all.insert(all.end(), own.begin(), own.end());
    }
    return all;
  }

 protected:
  explicit CasesSpec(std::vector<Branch> branches) : branches_(std::move(branches)) {}

  Result<BranchMerge> merge(const SourceContext& context) const {
    std::vector<const Branch*> list;
    for (const Branch& branch : branches_) list.push_back(&branch);
    Result<MadeBranches> made = make_branches(list, context);
    if (!made.ok()) return made.diagnostics();
    if (context.score().has_value() && made->type.has_value() && made->type->kind == TypeKind::string) {
      return make_error("SG2310",
                        fmt::format("column \"{}\" cannot be correlated: its cases give texts, which have no order in "
                                    "common",
                                    context.declaration().name),
                        context.declaration().name_place,
                        "correlate a hidden column of numbers, and let the cases be an expression of it");
    }
    const Type of_nulls = context.declaration().wanted().value_or(Type{TypeKind::string, 0});
    return BranchMerge(std::move(made->sources), made->type.value_or(of_nulls));
  }

  static void describe(const BranchMerge& merge, MadeSource& made) {
    made.type = merge.type();
    made.dictionary = merge.dictionary();
    made.precision = merge.precision();
    made.memory_bytes = merge.memory_bytes();
    merge.tell_suffix(made);
    for (const ColumnIndex input : merge.inputs()) add_input(input, made);
  }

  static void add_input(ColumnIndex input, MadeSource& made) {
    if (std::find(made.inputs.begin(), made.inputs.end(), input) == made.inputs.end()) made.inputs.push_back(input);
  }

  const std::vector<Branch> branches_;
};

/// [{"if": …, …source…}, …, {…source…}]
class ConditionCases final : public CasesSpec {
 public:
  ConditionCases(std::vector<Expression> conditions, std::vector<Branch> branches, const json::Value& json)
      : CasesSpec(std::move(branches)), conditions_(std::move(conditions)), json_(json) {}

  std::vector<const Expression*> expressions() const override {
    std::vector<const Expression*> all = CasesSpec::expressions();
    for (const Expression& condition : conditions_) all.push_back(&condition);
    return all;
  }

  Result<MadeSource> make(const SourceContext& context) const override {
    Diagnostics diagnostics;
    std::vector<Operand> conditions;
    MadeSource made;
    for (std::size_t k = 0; k < conditions_.size(); ++k) {
      Result<std::shared_ptr<const Program>> program =
          compile_in(context, conditions_[k], fmt::format("if {} ", k + 1), Type{TypeKind::boolean, 0});
      if (!program.ok()) {
        diagnostics.add(program.diagnostics());
        continue;
      }
      for (const ColumnIndex input : (*program)->inputs()) add_input(input, made);
      conditions.emplace_back(std::move(*program));
    }
    Result<BranchMerge> merged = merge(context);
    if (!merged.ok()) diagnostics.add(merged.diagnostics());
    if (diagnostics.has_errors()) return diagnostics;
    const bool has_else = branches_.size() > conditions_.size();
    if (!has_else) {
      context.warn(
          make_warning("SG2122", "rows that meet none of these conditions are null", json_.place, kNoMatchHint));
    }
    describe(*merged, made);
    made.source = make_cases_by_condition(std::move(conditions), has_else, std::move(*merged));
    return made;
  }

 private:
  const std::vector<Expression> conditions_;
  const json::Value& json_;
};

/// {"ES": …, "FR": …} of a column
class ValueCases final : public CasesSpec {
 public:
  ValueCases(std::vector<json::Value> keys, std::vector<Branch> branches, bool has_else, PathUse of,
             const json::Value& json)
      : CasesSpec(std::move(branches)), keys_(std::move(keys)), has_else_(has_else), of_(std::move(of)), json_(json) {}

  std::vector<PathUse> paths() const override {
    std::vector<PathUse> all = CasesSpec::paths();
    all.push_back(of_);
    return all;
  }

  Result<MadeSource> make(const SourceContext& context) const override {
    const Result<std::optional<Scope::Entry>> found = context.scope().find(of_.path);
    if (!found.ok()) {
      Diagnostics placed;
      for (Diagnostic diagnostic : found.diagnostics()) {
        if (!diagnostic.place.has_value()) diagnostic.place = of_.place;
        placed.add(std::move(diagnostic));
      }
      return placed;
    }
    if (!found->has_value()) {
      const std::string near = did_you_mean(of_.path.back(), context.scope().names_near(of_.path));
      return make_error("SG3101", fmt::format("unknown column \"{}\"", of_.path.back()), of_.place,
                        near.empty() ? "\"of\" names the column whose value chooses the case" : near);
    }
    const Scope::Entry& entry = **found;
    Diagnostics diagnostics;
    BranchOfValue branches;
    for (std::size_t k = 0; k < keys_.size(); ++k) {
      ParameterValue key;
      key.json = &keys_[k];
      key.text = keys_[k].text;
      const Result<Column> value = literal_column(key, entry.type);
      if (!value.ok()) {
        diagnostics.add(value.diagnostics());
      } else if (!branches.emplace(cell_bytes(*value, 0), static_cast<std::int32_t>(k)).second) {
        diagnostics.add(make_error("SG2120", fmt::format("the value {} has a case already", keys_[k].text),
                                   keys_[k].place, "keep one of them"));
      }
    }
    check_domain(context.column(entry.column), branches, context, diagnostics);
    Result<BranchMerge> merged = merge(context);
    if (!merged.ok()) diagnostics.add(merged.diagnostics());
    if (diagnostics.has_errors()) return diagnostics;
    MadeSource made;
    made.inputs = {entry.column};
    describe(*merged, made);
    made.source = make_cases_by_value(entry.column, entry.dictionary, std::move(branches),
                                      has_else_ ? static_cast<std::int32_t>(keys_.size()) : -1, std::move(*merged));
    return made;
  }

 private:
  /// Where all values are known, each has its case and each case its value.
  void check_domain(const MadeSource& of, const BranchOfValue& branches, const SourceContext& context,
                    Diagnostics& diagnostics) const {
    const std::string column = fmt::format("{}", fmt::join(of_.path, "."));
    const bool boolean = of.type.kind == TypeKind::boolean;
    if (of.domain == nullptr && !boolean) {
      if (!has_else_) {
        context.warn(make_warning("SG2122",
                                  fmt::format("rows in which \"{}\" has none of these values are null", column),
                                  json_.place, "add \"else\"; null where null is meant"));
      }
      return;
    }
    std::vector<std::string> known;
    std::vector<std::string> texts;
    Column both;
    both.reset({TypeKind::boolean, 0}, 2);
    both.data<std::uint8_t>()[0] = 1;
    both.data<std::uint8_t>()[1] = 0;
    const Column& domain = boolean ? both : *of.domain;
    for (std::size_t i = 0; i < domain.rows(); ++i) {
      known.push_back(cell_bytes(domain, i));
      if (domain.type().kind == TypeKind::string) texts.push_back(known.back());
      if (has_else_ || branches.contains(known.back())) continue;
      diagnostics.add(make_error("SG2122",
                                 fmt::format("the value {} of \"{}\" has no case", value_text(domain, i), column),
                                 json_.place, "add it, or \"else\""));
    }
    for (const auto& [bytes, branch] : branches) {
      if (std::find(known.begin(), known.end(), bytes) != known.end()) continue;
      const json::Value& key = keys_[static_cast<std::size_t>(branch)];
      diagnostics.add(make_error("SG2122", fmt::format("\"{}\" never has the value {}", column, key.text), key.place,
                                 did_you_mean(key.text, texts)));
    }
  }

  static std::string value_text(const Column& column, std::size_t row) {
    switch (column.type().kind) {
      case TypeKind::string:
        return fmt::format("\"{}\"", column.text(row));
      case TypeKind::boolean:
        return column.data<std::uint8_t>()[row] != 0 ? "true" : "false";
      case TypeKind::integer:
        return std::to_string(column.data<std::int64_t>()[row]);
      case TypeKind::number:
        return shortest_text(column.data<double>()[row]);
      case TypeKind::decimal:
        return decimal_text(column.data<std::int64_t>()[row], column.type().decimals);
      case TypeKind::date:
        return date_text(column.data<std::int32_t>()[row]);
      case TypeKind::timestamp:
        return timestamp_text(column.data<std::int64_t>()[row], column.type().decimals);
      case TypeKind::datetime:
        return datetime_text(column.data<std::int64_t>()[row], column.type().decimals);
      case TypeKind::time:
        return time_text(column.data<std::int64_t>()[row], column.type().decimals);
      case TypeKind::uuid:
        break;
    }
    return fmt::format("in place {}", row + 1);
  }

  const std::vector<json::Value> keys_;
  const bool has_else_;
  const PathUse of_;
  const json::Value& json_;
};

constexpr const char* kExample =
    R"(for example [{"if": "age < 18", "constant": 0}, {"distribution": "normal", "mean": 9, "sd": 2}])";

std::unique_ptr<SourceSpec> parse_conditions(const json::Value& list, ColumnReader& reader) {
  constexpr std::string_view kOwn[] = {"if"};
  std::vector<Expression> conditions;
  std::vector<Branch> branches;
  bool good = true;
  for (std::size_t k = 0; k < list.items.size(); ++k) {
    const json::Value& item = list.items[k];
    const json::Value* condition = item.get("if");
    if (condition == nullptr) {
      if (k + 1 < list.items.size()) {
        reader.diagnostics().add(make_error("SG2120", "only the last case may leave \"if\" out", item.place,
                                            item.get("when") != nullptr
                                                ? R"(write {"if": "age < 18", "constant": 0} for when and then)"
                                                : "it catches every row, so those after it are never reached"));
        good = false;
      }
    } else if (!condition->is(json::Kind::string)) {
      reader.diagnostics().add(
          make_error("SG2003", fmt::format("\"if\" is a condition in a text, not {}", json::kind_name(condition->kind)),
                     condition->place, "for example \"if\": \"age < 18\""));
      good = false;
    } else if (std::optional<Expression> parsed = parse_expression_text(*condition, reader.diagnostics());
               parsed.has_value()) {
      conditions.push_back(std::move(*parsed));
    } else {
      good = false;
    }
    std::optional<Branch> branch = read_branch(item, kOwn, reader);
    if (branch.has_value()) branches.push_back(std::move(*branch));
    good = good && branch.has_value();
  }
  if (!good) return nullptr;
  return std::make_unique<ConditionCases>(std::move(conditions), std::move(branches), list);
}

std::unique_ptr<SourceSpec> parse_values(const json::Value& object, const json::Value* of, const json::Value* otherwise,
                                         ColumnReader& reader) {
  bool good = true;
  if (of == nullptr || !of->is(json::Kind::string) || of->text.empty()) {
    reader.diagnostics().add(make_error(
        "SG2120", of == nullptr ? "cases by value lack \"of\"" : "\"of\" is the name of a column",
        of == nullptr ? object.place : of->place, "name the column whose value chooses: \"of\": \"country\""));
    good = false;
  }
  std::vector<json::Value> keys;
  std::vector<Branch> branches;
  for (const json::Member& member : object.members) {
    json::Value key;
    key.kind = json::Kind::string;
    key.text = member.name;
    key.place = member.name_place;
    keys.push_back(std::move(key));
    std::optional<Branch> branch = read_branch(member.value, {}, reader);
    if (branch.has_value()) branches.push_back(std::move(*branch));
    good = good && branch.has_value();
  }
  if (otherwise != nullptr) {
    std::optional<Branch> branch = read_branch(*otherwise, {}, reader);
    if (branch.has_value()) branches.push_back(std::move(*branch));
    good = good && branch.has_value();
  }
  if (!good) return nullptr;
  return std::make_unique<ValueCases>(std::move(keys), std::move(branches), otherwise != nullptr,
                                      PathUse{split_path(of->text), of->place}, object);
}

std::unique_ptr<SourceSpec> parse_cases(const json::Value& value, ColumnReader& reader) {
  reader.set_owner("cases", "of, else");
  const json::Value* of = reader.take("of");
  const json::Value* otherwise = reader.take("else");
  const bool by_value = value.is(json::Kind::object);
  if (!by_value && !value.is(json::Kind::array)) {
    reader.diagnostics().add(
        make_error("SG2003", fmt::format("cases are a list or an object, not {}", json::kind_name(value.kind)),
                   value.place, kExample));
    return nullptr;
  }
  if (value.items.empty() && value.members.empty()) {
    reader.diagnostics().add(make_error("SG2120", "there are no cases", value.place, kExample));
    return nullptr;
  }
  if (by_value) return parse_values(value, of, otherwise, reader);
  for (const char* key : {"of", "else"}) {
    if (reader.column().get(key) == nullptr) continue;
    reader.diagnostics().add(make_error("SG2120", fmt::format("\"{}\" belongs to cases by value", key),
                                        reader.column().find(key)->name_place,
                                        "in a list the last case catches the rest: leave its \"if\" out"));
    return nullptr;
  }
  return parse_conditions(value, reader);
}

constexpr KeyRecord kKeys[] = {
    {"of", "The column, or a path to one, whose value chooses the case; of the object form.",
     R"j({"type": "string", "minLength": 1})j"},
    {"else", "The source of rows whose value has no case; of the object form.",
     R"j({"anyOf": [{"$ref": "#/$defs/branch"}, {"$ref": "#/$defs/literal"}]})j"},
};

}  // namespace

const SourceKind& cases_source() {
  static const SourceKind kKind = {
      .record =
          {.name = "cases",
           .summary = "Another source by row: the first condition that holds, or the one for a column's value.",
           .source = "SQL's case, with sources for values",
           .example =
               R"j({"cases": [{"if": "row_number() <= 10", "constant": 0}, {"distribution": "normal", "mean": 9, "sd": 2}], "decimals": 0})j"},
      .takes_bounds = true,
      .keys = kKeys,
      .value_schema = R"j({"anyOf": [
        {"type": "array", "minItems": 1, "items": {"anyOf": [{"$ref": "#/$defs/branch"}, {"$ref": "#/$defs/literal"}]}},
        {"type": "object", "minProperties": 1,
         "additionalProperties": {"anyOf": [{"$ref": "#/$defs/branch"}, {"$ref": "#/$defs/literal"}]}}]})j",
      .parse = &parse_cases,
  };
  return kKind;
}

}  // namespace synthgen
