#include "share_weights.hpp"

#include <fmt/format.h>

#include "inner_context.hpp"
#include "synthgen/source/expression_spec.hpp"

namespace synthgen {
namespace {

constexpr const char* kExample = R"(for example "weights": {"distribution": "exponential", "mean": 1})";

/// The relative sizes as a column of their own.
class WeightContext final : public InnerContext {
 public:
  using InnerContext::InnerContext;
  StreamKey stream(std::string_view purpose) const override { return outer_stream("weights " + std::string(purpose)); }
};

}  // namespace

std::vector<const Expression*> ShareWeights::expressions() const {
  return spec != nullptr ? expressions_of(spec.get(), declaration) : std::vector<const Expression*>();
}

std::vector<PathUse> ShareWeights::paths() const { return spec != nullptr ? spec->paths() : std::vector<PathUse>(); }

Result<ColumnIndex> ShareWeights::make(const SourceContext& context) const {
  const WeightContext inner(context, declaration);
  Result<MadeSource> made = spec->make(inner);
  if (made.ok()) made = add_missing(std::move(*made), inner);
  if (!made.ok()) return made.diagnostics();
  if (!is_numeric(made->type.kind)) {
    return make_error("SG2704", fmt::format("weights are numbers, and these are of type {}", type_text(made->type)),
                      declaration.json->place, kExample);
  }
  return context.add_column("weights of " + context.declaration().name, "relative sizes", std::move(*made));
}

bool read_weights(ColumnReader& reader, ShareWeights& weights) {
  const json::Value* value = reader.take("weights");
  if (value == nullptr) return true;
  weights.declaration.name = reader.declaration().name;
  weights.declaration.json = value;
  weights.declaration.name_place = value->place;
  weights.declaration.type_place = value->place;
  weights.declaration.constants = reader.declaration().constants;
  Diagnostics& diagnostics = reader.diagnostics();
  if (value->is(json::Kind::string) && value->text.starts_with('=') && !value->text.starts_with("==")) {
    std::optional<ParameterValue> parsed = parse_parameter(*value, diagnostics);
    if (!parsed.has_value()) return false;
    weights.spec = make_expression_spec(std::move(*parsed->expression));
    return true;
  }
  const std::size_t errors = diagnostics.error_count();
  weights.spec = reader.read_source(*value, {}, weights.declaration);
  if (weights.spec != nullptr && weights.spec->reference() != nullptr) {
    diagnostics.add(
        make_error("SG2704", "weights are drawn or computed, and a foreign key is neither", value->place, kExample));
  }
  return weights.spec != nullptr && diagnostics.error_count() == errors;
}

}  // namespace synthgen
