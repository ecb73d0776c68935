// Foreign keys: the key of a parent row that is picked by its number.
#include <fmt/format.h>

#include "pick_spec.hpp"
#include "synthgen/source/source.hpp"

namespace synthgen {
namespace {

class ReferenceSpec final : public SourceSpec {
 public:
  ReferenceSpec(ReferenceText text, PickSpec pick) : text_(std::move(text)), pick_(std::move(pick)) {}

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
    Result<MadeSource> pick = make_pick(pick_, *target, context);
    if (pick.ok()) pick = add_missing(std::move(*pick), context);
    if (!pick.ok()) return pick.diagnostics();
    const ColumnIndex row = context.add_column("row of " + declaration.name, "picks a parent's row", std::move(*pick));
    MadeSource made = make_parent_cell(target->table, target->key, row, target->type, target->dictionary);
    made.domain = target->domain;
    made.pick = row;
    made.unique = declaration.unique;
    return made;
  }

 private:
  const ReferenceText text_;
  const PickSpec pick_;
};

std::unique_ptr<SourceSpec> parse_references(const json::Value& value, ColumnReader& reader) {
  reader.set_owner("a reference", "pick, unique, missing");
  std::optional<PickSpec> pick = read_pick(reader);
  if (!value.is(json::Kind::string) || value.text.empty()) {
    reader.diagnostics().add(make_error("SG2003", "a reference names a table, or a table's key column", value.place,
                                        R"(for example "references": "customers.customer_id")"));
    return nullptr;
  }
  if (!pick.has_value()) return nullptr;
  ReferenceText text;
  const std::size_t dot = value.text.find('.');
  text.table = value.text.substr(0, dot);
  if (dot != std::string::npos) text.column = value.text.substr(dot + 1);
  text.json = &value;
  text.weight = pick->weight;
  text.weight_place = pick->weight_place;
  return std::make_unique<ReferenceSpec>(std::move(text), std::move(*pick));
}

constexpr KeyRecord kKeys[] = {
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
