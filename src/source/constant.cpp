// The same value in every row.
#include <fmt/format.h>

#include "synthgen/source/source.hpp"

namespace synthgen {
namespace {

class Constant final : public Source {
 public:
  Constant(Column value, std::unique_ptr<Dictionary> dictionary)
      : dictionary_(std::move(dictionary)), value_(std::move(value)) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    static constexpr std::int64_t kZeros[kBatchRows] = {};
    out.gather(value_, {kZeros, evaluate.rows().count});
  }

 private:
  const std::unique_ptr<Dictionary> dictionary_;
  const Column value_;
};

class ConstantSpec final : public SourceSpec {
 public:
  explicit ConstantSpec(ParameterValue value) : value_(std::move(value)) {}

  bool drawn() const override { return false; }
  std::string unscored() const override { return {}; }

  Result<MadeSource> make(const SourceContext& context) const override {
    std::optional<Type> wanted = context.declaration().wanted();
    if (wanted.has_value() && wanted->decimals < 0) {
      return make_error("SG2111", "a decimal constant needs \"decimals\"", context.declaration().type_place,
                        "add \"decimals\": 2, for example");
    }
    Result<Column> value = literal_column(value_, wanted);
    if (!value.ok()) return value.diagnostics();
    MadeSource made;
    made.type = value->type();
    auto domain = std::make_shared<Column>();
    constexpr std::int64_t kFirst[] = {0};
    domain->gather(*value, {kFirst, value->is_null(0) ? std::size_t{0} : std::size_t{1}});
    made.domain = std::move(domain);
    std::unique_ptr<Dictionary> dictionary;
    if (made.type.kind == TypeKind::string) {
      // One word, coded: writers encode it once.
      dictionary = std::make_unique<Dictionary>(std::vector<std::string>{std::string(value->text(0))});
      const bool null = value->is_null(0);
      value->reset(*dictionary, 1);
      value->data<std::int32_t>()[0] = 0;
      if (null) value->set_null(0);
      made.dictionary = dictionary.get();
    }
    made.source = std::make_unique<Constant>(std::move(*value), std::move(dictionary));
    return made;
  }

 private:
  const ParameterValue value_;
};

std::unique_ptr<SourceSpec> parse_constant(const json::Value& value, ColumnReader& reader) {
  reader.set_owner("a constant", "");
  if (value.is(json::Kind::array) || value.is(json::Kind::object)) {
    reader.diagnostics().add(
        make_error("SG2003", fmt::format("a constant is one value, not {}", json::kind_name(value.kind)), value.place,
                   "give a number, a text, true, false or null; for several values use \"choice\""));
    return nullptr;
  }
  if (value.is(json::Kind::string) && value.text.starts_with('=') && !value.text.starts_with("==")) {
    reader.diagnostics().add(make_error("SG2115", "a constant is a literal, and this text begins like an expression",
                                        value.place,
                                        "use \"expression\" to compute it, or double the = to mean the text itself"));
    return nullptr;
  }
  std::optional<ParameterValue> parsed = parse_parameter(value, reader.diagnostics());
  if (!parsed.has_value()) return nullptr;
  return std::make_unique<ConstantSpec>(std::move(*parsed));
}

}  // namespace

const SourceKind& constant_source() {
  static const SourceKind kKind = {
      .record = {.name = "constant",
                 .summary = "One value in every row: a version, a currency, a flag.",
                 .source = "the schema's own value",
                 .example = R"({"constant": "EUR"})"},
      .bounds_hint = "a constant has one value already",
      .value_schema = R"({"$ref": "#/$defs/literal"})",
      .parse = &parse_constant,
  };
  return kKind;
}

}  // namespace synthgen
