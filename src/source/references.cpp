// Foreign keys: the key of a parent row that is picked by its number.
#include <fmt/format.h>

#include "synthgen/kind/not_yet.hpp"
#include "synthgen/source/source.hpp"

namespace synthgen {
namespace {

class ReferenceSpec final : public SourceSpec {
 public:
  explicit ReferenceSpec(ReferenceText text) : text_(std::move(text)) {}

  const ReferenceText* reference() const override { return &text_; }

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
    return make_parent_cell(target->table, target->key, target->pick, target->type, target->dictionary);
  }

 private:
  const ReferenceText text_;
};

std::unique_ptr<SourceSpec> parse_references(const json::Value& value, ColumnReader& reader) {
  reader.set_owner("a reference", "pick, missing");
  if (!value.is(json::Kind::string) || value.text.empty()) {
    reader.diagnostics().add(make_error("SG2003", "a reference names a table, or a table's key column", value.place,
                                        R"(for example "references": "customers.customer_id")"));
    return nullptr;
  }
  if (const json::Value* pick = reader.take("pick"); pick != nullptr) {
    if (!pick->is(json::Kind::string) || pick->text != "uniform") {
      const bool later = !pick->is(json::Kind::string) || is_not_yet(NotYet::source_key, "pick." + pick->text);
      reader.diagnostics().add(later ? make_error("SG2005", "this way to pick a parent is not supported yet",
                                                  pick->place, "only \"uniform\", the default, so far")
                                     : make_error("SG2104", fmt::format("unknown pick \"{}\"", pick->text), pick->place,
                                                  "accepted: uniform"));
      return nullptr;
    }
  }
  ReferenceText text;
  const std::size_t dot = value.text.find('.');
  text.table = value.text.substr(0, dot);
  if (dot != std::string::npos) text.column = value.text.substr(dot + 1);
  text.json = &value;
  return std::make_unique<ReferenceSpec>(std::move(text));
}

}  // namespace

const SourceKind& references_source() {
  static const SourceKind kKind = {
      .record = {.name = "references",
                 .summary = "A foreign key: the key of a row of another table, or of an earlier row of its own.",
                 .source = "uniform pick of a parent row by 64-bit multiply-shift",
                 .example = R"({"references": "customers.customer_id"})"},
      .bounds_hint = "every key of the parent can be picked",
      .parse = &parse_references,
  };
  return kKind;
}

}  // namespace synthgen
