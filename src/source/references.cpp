// Foreign keys: the key of a parent row that is picked by its number.
#include <fmt/format.h>

#include "synthgen/base/near_names.hpp"
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

/// Whether it is one that is built; tells what is wrong otherwise.
bool check_pick(const json::Value& pick, Diagnostics& diagnostics) {
  constexpr const char* kAccepted = "only \"uniform\", the default, so far";
  if (pick.is(json::Kind::string)) {
    if (pick.text == "uniform") return true;
    if (is_not_yet(NotYet::reference_pick, pick.text)) {
      diagnostics.add(
          make_error("SG2005", fmt::format("pick \"{}\" is not supported yet", pick.text), pick.place, kAccepted));
      return false;
    }
    const std::vector<std::string> names = {"uniform"};
    const std::string near = did_you_mean(pick.text, names);
    diagnostics.add(make_error("SG2103", fmt::format("unknown pick \"{}\"", pick.text), pick.place,
                               near.empty() ? "there is uniform" : near));
    return false;
  }
  for (const json::Member& member : pick.members) {
    if (!is_not_yet(NotYet::reference_pick, member.name)) continue;
    diagnostics.add(make_error("SG2005", fmt::format("a pick by \"{}\" is not supported yet", member.name),
                               member.name_place, kAccepted));
    return false;
  }
  diagnostics.add(make_error("SG2003", fmt::format("\"pick\" is a text, not {}", json::kind_name(pick.kind)),
                             pick.place, "for example \"pick\": \"uniform\""));
  return false;
}

std::unique_ptr<SourceSpec> parse_references(const json::Value& value, ColumnReader& reader) {
  reader.set_owner("a reference", "pick, missing");
  if (!value.is(json::Kind::string) || value.text.empty()) {
    reader.diagnostics().add(make_error("SG2003", "a reference names a table, or a table's key column", value.place,
                                        R"(for example "references": "customers.customer_id")"));
    return nullptr;
  }
  if (const json::Value* pick = reader.take("pick"); pick != nullptr && !check_pick(*pick, reader.diagnostics()))
    return nullptr;
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
