// Foreign keys: the key of a parent row that is picked by its number.
#include <fmt/format.h>

#include "inner_context.hpp"
#include "pick_sources.hpp"
#include "pick_spec.hpp"
#include "synthgen/source/reference_where.hpp"
#include "synthgen/source/source.hpp"
#include "where_pick.hpp"

namespace synthgen {
namespace {

/// A JSON value on one line.
std::string json_text(const json::Value& value) {
  switch (value.kind) {
    case json::Kind::string:
      return fmt::format("\"{}\"", value.text);
    case json::Kind::boolean:
      return value.boolean ? "true" : "false";
    case json::Kind::null:
      return "null";
    case json::Kind::array:
    case json::Kind::object:
      break;
    default:
      return value.text;
  }
  std::string text;
  for (const json::Value& item : value.items) text += (text.empty() ? "" : ", ") + json_text(item);
  for (const json::Member& member : value.members) {
    text += fmt::format("{}\"{}\": {}", text.empty() ? "" : ", ", member.name, json_text(member.value));
  }
  return value.kind == json::Kind::array ? fmt::format("[{}]", text) : fmt::format("{{{}}}", text);
}

/// The surroundings of the row that columns share: streams of its name.
class SharedContext final : public InnerContext {
 public:
  SharedContext(const SourceContext& outer, const std::string& as)
      : InnerContext(outer, outer.declaration()), as_(as) {}
  StreamKey stream(std::string_view purpose) const override {
    return shared_stream(as_, "shared " + std::string(purpose));
  }

 private:
  const std::string& as_;
};

class ReferenceSpec final : public SourceSpec {
 public:
  ReferenceSpec(ReferenceText text, PickSpec pick, std::optional<Expression> where)
      : text_(std::move(text)), pick_(std::move(pick)), where_(std::move(where)) {
    if (where_.has_value()) text_.where = &*where_;
  }

  std::vector<const Expression*> expressions() const override {
    return pick_.ranks.spec != nullptr ? pick_.ranks.spec->expressions() : std::vector<const Expression*>();
  }

  const ReferenceText* reference() const override { return &text_; }

  bool drawn() const override { return pick_.kind != PickKind::cycle && pick_.kind != PickKind::owner; }
  std::string unscored() const override { return "is a foreign key"; }

  Result<MadeSource> make(const SourceContext& context) const override {
    Result<ReferenceTarget> target = context.reference();
    if (!target.ok()) return target.diagnostics();
    const ColumnDeclaration& declaration = context.declaration();
    if (declaration.wanted().value_or(target->type) != target->type) {
      return make_error("SG2109",
                        fmt::format("the key it refers to is of type {}, not {}", type_text(target->type),
                                    type_text(*declaration.wanted())),
                        declaration.type_place, "leave \"type\" and \"decimals\" out: a reference has its key's type");
    }
    if (declaration.unique && !text_.as.empty()) {
      return make_error(
          "SG2674", "the columns of one reference differ together, not each by itself", declaration.unique_place,
          fmt::format("leave it out here, and list them at the table: \"unique\": [[\"{}\", …]]", declaration.name));
    }
    const Result<ColumnIndex> row =
        text_.as.empty() ? own_row(*target, declaration.name, context) : shared_row(*target, context);
    if (!row.ok()) return row.diagnostics();
    MadeSource made = make_parent_cell(target->table, target->key, *row, target->type, target->dictionary);
    made.domain = target->domain;
    made.pick = *row;
    made.unique = declaration.unique;
    made.own_rows_only = target->distinct.has_value();
    made.match_required = target->where != nullptr && !target->where->may_be_null;
    return made;
  }

 private:
  /// The internal column of the parent's rows.
  Result<ColumnIndex> own_row(const ReferenceTarget& target, const std::string& name,
                              const SourceContext& context) const {
    constexpr const char* kWhat = "picks a parent's row";
    Result<MadeSource> pick = make_pick(pick_, target, context);
    if (!pick.ok()) return pick.diagnostics();
    if (pick->by_family && context.declaration().missing.has_value()) {
      // Families are filled whole, and nulls row by row.
      const ColumnIndex whole = context.add_column("row of " + name + ", none missing", kWhat, std::move(*pick));
      pick = make_place_pick({whole, 1, target.rows}, target.rows);
    }
    pick = add_missing(std::move(*pick), context);
    if (!pick.ok()) return pick.diagnostics();
    if (target.where != nullptr) {
      pick = settle_matches(std::move(*pick), target.same_table ? Unmatched::silent : Unmatched::counted);
    }
    return context.add_column("row of " + name, kWhat, std::move(*pick));
  }

  /// That of all columns with the same "as".
  Result<ColumnIndex> shared_row(const ReferenceTarget& target, const SourceContext& context) const {
    SharedRow& shared = context.shared_row("references " + text_.as);
    std::vector<SharedRow::Fact> mine = facts(target, context);
    if (shared.first_column.empty()) {
      shared.first_column = context.declaration().name;
      shared.facts = std::move(mine);
      Result<ColumnIndex> row = own_row(target, text_.as, SharedContext(context, text_.as));
      if (!row.ok()) return row.diagnostics();
      shared.pick = *row;
      return *row;
    }
    for (std::size_t i = 0; i < mine.size(); ++i) {
      const std::string& theirs = shared.facts[i].value;
      if (mine[i].value == theirs) continue;
      const auto shown = [](const std::string& value) { return value.empty() ? "none" : value; };
      return make_error("SG2133",
                        fmt::format("\"as\": \"{}\" is one row, and its {} is {} here and {} in column \"{}\"",
                                    text_.as, mine[i].key, shown(mine[i].value), shown(theirs), shared.first_column),
                        mine[i].place,
                        "columns with the same \"as\" refer to one table and have the same pick, where and missing; "
                        "another row needs another name");
    }
    if (!shared.pick.has_value()) return make_error(kFollowUp, "the row that it shares could not be made");
    return *shared.pick;
  }

  /// What columns that share a row agree on, and where this one says it.
  std::vector<SharedRow::Fact> facts(const ReferenceTarget& target, const SourceContext& context) const {
    const ColumnDeclaration& declaration = context.declaration();
    const auto said = [&](const char* key) {
      const json::Value* value = declaration.json->get(key);
      SharedRow::Fact fact{fmt::format("\"{}\"", key), value != nullptr ? json_text(*value) : std::string(),
                           value != nullptr ? value->place : text_.as_place};
      // One text, but another meaning in each of the columns that "repeat" makes.
      for (const NamedConstant& constant : declaration.constants) {
        if (fact.value.find('=') != std::string::npos)
          fact.value += fmt::format(" with {} = {}", constant.name, constant.text);
      }
      return fact;
    };
    return {SharedRow::Fact{"table", fmt::format("\"{}\"", target.table_name), text_.json->place}, said("pick"),
            said("where"), said("missing")};
  }

  ReferenceText text_;
  const PickSpec pick_;
  const std::optional<Expression> where_;
};

/// False after diagnostics were added; nothing where the key is absent.
bool read_where(ColumnReader& reader, std::optional<Expression>& where) {
  const json::Value* condition = reader.take("where");
  if (condition == nullptr) return true;
  if (!condition->is(json::Kind::string)) {
    reader.diagnostics().add(make_error(
        "SG2003", fmt::format("\"where\" is a condition in a text, not {}", json::kind_name(condition->kind)),
        condition->place, R"(for example "where": "account_id = this.account_id")"));
    return false;
  }
  where = parse_expression_text(*condition, reader.diagnostics());
  return where.has_value();
}

std::unique_ptr<SourceSpec> parse_references(const json::Value& value, ColumnReader& reader) {
  reader.set_owner("a reference", "as, pick, where, unique, missing");
  const json::Value* as = reader.take("as");
  if (as != nullptr && (!as->is(json::Kind::string) || as->text.empty())) {
    reader.diagnostics().add(make_error("SG2003", "\"as\" is a name that the columns of one reference share", as->place,
                                        R"(for example "as": "store", in each of them)"));
    as = nullptr;
  }
  std::optional<PickSpec> pick = read_pick(reader);
  std::optional<Expression> where;
  const bool where_good = read_where(reader, where);
  if (!value.is(json::Kind::string) || value.text.empty()) {
    reader.diagnostics().add(make_error("SG2003", "a reference names a table, or a table's key column", value.place,
                                        R"(for example "references": "customers.customer_id")"));
    return nullptr;
  }
  if (!pick.has_value() || !where_good) return nullptr;
  ReferenceText text;
  const std::size_t dot = value.text.find('.');
  text.table = value.text.substr(0, dot);
  if (dot != std::string::npos) text.column = value.text.substr(dot + 1);
  text.json = &value;
  text.weight = pick->weight;
  text.weight_place = pick->weight_place;
  text.pick = pick->kind;
  if (as != nullptr) {
    text.as = as->text;
    text.as_place = as->place;
  }
  return std::make_unique<ReferenceSpec>(std::move(text), std::move(*pick), std::move(where));
}

constexpr KeyRecord kKeys[] = {
    {"as",
     "a name that the columns of one reference share, where the parent's key has several columns: one row for all",
     R"({"type":"string","minLength":1})"},
    {"where",
     "which rows of the other table a row may refer to: conditions on its columns, equalities with this row and one "
     "interval, joined by and: \"account_id = this.account_id and active\"",
     R"({"type":"string","minLength":1})"},
    {"pick",
     "which row of the parent: uniform (the default), cycle, owner (of a cross join), a distribution of ranks in a "
     "hidden order of popularity, or a column of weights",
     R"({"anyOf":[{"enum":["uniform","cycle","owner"]},{"$ref":"#/$defs/distribution"},)"
     R"({"type":"object","required":["distribution","exponent"],"additionalProperties":false,"properties":{)"
     R"("distribution":{"const":"zipf"},"exponent":{"$ref":"#/$defs/number_or_expression"}}},)"
     R"({"type":"object","required":["weight"],"additionalProperties":false,"properties":{"weight":{"$ref":"#/$defs/name"}}}]})"},
};

}  // namespace

const SourceKind& references_source() {
  static const SourceKind kKind = {
      .record = {.name = "references",
                 .summary = "A foreign key: the key of a row of another table, or of an earlier row of its own.",
                 .source = "64-bit multiply-shift; keyed permutations; inversion of running sums of weights",
                 .example = R"({"references": "customers.customer_id"})"},
      .bounds_hint = "every key of the parent can be picked",
      .keys = kKeys,
      .value_schema = R"({"$ref":"#/$defs/name"})",
      .parse = &parse_references,
  };
  return kKind;
}

}  // namespace synthgen
