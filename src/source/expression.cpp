// A column computed from the row and from the rows that its foreign keys point to.
#include <fmt/format.h>

#include "context_program.hpp"
#include "synthgen/source/expression_spec.hpp"
#include "synthgen/source/source.hpp"

namespace synthgen {
namespace {

class Computed final : public Source {
 public:
  explicit Computed(std::shared_ptr<const Program> program) : program_(std::move(program)) {}

  void fill(Evaluate& evaluate, Column& out) const override { program_->run(evaluate, out); }

 private:
  const std::shared_ptr<const Program> program_;
};

class ExpressionSpec final : public SourceSpec {
 public:
  ExpressionSpec(Expression expression, std::optional<Type> wanted)
      : expression_(std::move(expression)), wanted_(wanted) {}

  std::vector<const Expression*> expressions() const override { return {&expression_}; }

  bool drawn() const override { return expression_.draws(); }
  std::string unscored() const override { return "is computed from other values"; }

  Result<MadeSource> make(const SourceContext& context) const override {
    const std::optional<Type> wanted = context.declaration().wanted();
    if (wanted_.has_value() && wanted.value_or(*wanted_) != *wanted_) {
      return make_error("SG2109",
                        fmt::format("this source gives the type {}, not {}", type_text(*wanted_), type_text(*wanted)),
                        context.declaration().type_place, "leave \"type\" and \"decimals\" out");
    }
    const bool any_decimal = wanted.has_value() && wanted->decimals < 0;
    Result<std::shared_ptr<const Program>> program = compile_in(
        context, expression_, "", any_decimal ? std::nullopt : wanted, context.declaration().precision.value_or(0));
    if (!program.ok()) return program.diagnostics();
    if (any_decimal && (*program)->type().kind != TypeKind::decimal) {
      return make_error("SG2111",
                        fmt::format("the expression is of type {}, so a decimal column needs \"decimals\"",
                                    type_text((*program)->type())),
                        context.declaration().type_place, "add \"decimals\": 2, for example");
    }
    MadeSource made;
    made.type = (*program)->type();
    made.dictionary = (*program)->dictionary();
    made.source = std::make_unique<Computed>(*program);
    if ((*program)->constant() == nullptr) {
      made.inputs = (*program)->inputs();
      made.distinct = made.type.kind == TypeKind::number;
    }
    return made;
  }

 private:
  const Expression expression_;
  const std::optional<Type> wanted_;
};

std::unique_ptr<SourceSpec> parse_expression(const json::Value& value, ColumnReader& reader) {
  reader.set_owner("an expression", "");
  if (!value.is(json::Kind::string)) {
    reader.diagnostics().add(make_error("SG2003",
                                        fmt::format("an expression is a text, not {}", json::kind_name(value.kind)),
                                        value.place, "put it in quotes; for a fixed value use \"constant\""));
    return nullptr;
  }
  std::optional<Expression> parsed = parse_expression_text(value, reader.diagnostics());
  return parsed.has_value() ? make_expression_spec(std::move(*parsed)) : nullptr;
}

}  // namespace

std::unique_ptr<SourceSpec> make_expression_spec(Expression expression, std::optional<Type> wanted) {
  return std::make_unique<ExpressionSpec>(std::move(expression), wanted);
}

std::unique_ptr<const Source> make_computed(std::shared_ptr<const Program> program) {
  return std::make_unique<Computed>(std::move(program));
}

const SourceKind& expression_source() {
  static const SourceKind kKind = {
      .record = {.name = "expression",
                 .summary = "Computed from other columns of the row, and from the rows that foreign keys point to.",
                 .source = "docs: schema language, Expressions",
                 .example = R"j({"expression": "round(2.5 * 3, 1)"})j"},
      .bounds_hint = "an expression is never truncated: write clip(..., low, high)",
      .value_schema = R"({"$ref": "#/$defs/expression"})",
      .parse = &parse_expression,
  };
  return kKind;
}

}  // namespace synthgen
