// The modifier `missing`: cells that are null by structure, known to rules and expressions.
#include <fmt/format.h>

#include "context_program.hpp"
#include "synthgen/base/number_text.hpp"
#include "synthgen/source/condition_evaluate.hpp"
#include "synthgen/source/source.hpp"

namespace synthgen {
namespace {

void apply_hits(const std::uint8_t* hits, std::size_t n, Column& out) {
  for (std::size_t i = 0; i < n; ++i) {
    if (hits[i] != 0) out.set_null(i);
  }
}

class FixedMissing final : public Source {
 public:
  FixedMissing(std::unique_ptr<const Source> inner, double probability, StreamKey key16, StreamKey key64)
      : inner_(std::move(inner)), rate_(probability), key16_(key16), key64_(key64) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    inner_->fill(evaluate, out);
    if (evaluate.without_missing()) return;
    std::uint8_t hits[kBatchRows];
    const RowSet rows = evaluate.rows();
    draw_hits16(key16_, key64_, rate_, rows, evaluate.attempt(), hits);
    apply_hits(hits, rows.count, out);
  }

 private:
  const std::unique_ptr<const Source> inner_;
  const Rate rate_;
  const StreamKey key16_;
  const StreamKey key64_;
};

/// A probability or a condition that differs by row. A null one counts as 0.
class RowMissing final : public Source {
 public:
  RowMissing(std::unique_ptr<const Source> inner, Operand probability, StreamKey key16, StreamKey key64)
      : inner_(std::move(inner)), probability_(std::move(probability)), key16_(key16), key64_(key64) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    inner_->fill(evaluate, out);
    if (evaluate.without_missing()) return;
    const RowSet rows = evaluate.rows();
    const ColumnPool::Lease scratch = evaluate.pool().take();
    ConditionEvaluate condition(evaluate);
    const Column& values = probability_.values(condition, *scratch);
    std::uint8_t hits[kBatchRows];
    if (values.type().kind == TypeKind::boolean) {
      for (std::size_t i = 0; i < rows.count; ++i)
        hits[i] = values.data<std::uint8_t>()[i] & (values.is_valid(i) ? 1 : 0);
    } else {
      double rates[kBatchRows];
      for (std::size_t i = 0; i < rows.count; ++i) rates[i] = values.is_valid(i) ? values.data<double>()[i] : 0;
      draw_hits16(key16_, key64_, rates, rows, evaluate.attempt(), hits);
    }
    apply_hits(hits, rows.count, out);
  }

 private:
  const std::unique_ptr<const Source> inner_;
  const Operand probability_;
  const StreamKey key16_;
  const StreamKey key64_;
};

}  // namespace

Result<MadeSource> add_missing(MadeSource made, const SourceContext& context) {
  const std::optional<ParameterValue>& missing = context.declaration().missing;
  if (!missing.has_value()) return made;
  const StreamKey key16 = context.stream("null/16");
  const StreamKey key64 = context.stream("null tie/64");
  made.unique = false;
  if (missing->literal()) {
    // The schema room has checked that it is a number between 0 and 1.
    made.source = std::make_unique<FixedMissing>(std::move(made.source), missing->json->number, key16, key64);
    return made;
  }
  constexpr const char* kRole = "missing ";
  Result<std::shared_ptr<const Program>> program = compile_in(context, *missing->expression, kRole);
  if (!program.ok()) return program.diagnostics();
  if ((*program)->type().kind != TypeKind::boolean) {
    if (!is_numeric((*program)->type().kind)) {
      return make_error(
          "SG2109", fmt::format("\"missing\" is a probability or a condition, not a {}", type_text((*program)->type())),
          missing->json->place, "give a number from 0 to 1, or a condition such as \"=age < 18\"");
    }
    program = compile_in(context, *missing->expression, kRole, Type{TypeKind::number, 0});
    if (!program.ok()) return program.diagnostics();
  }
  Operand operand(*program);
  if (const std::optional<double> fixed = operand.fixed_number(); fixed.has_value() && !(*fixed >= 0 && *fixed <= 1)) {
    return make_error("SG2106", fmt::format("\"missing\" is a probability from 0 to 1, not {}", shortest_text(*fixed)),
                      missing->json->place, "for example 0.05, or a condition such as \"=age < 18\"");
  }
  made.inputs.insert(made.inputs.end(), operand.inputs().begin(), operand.inputs().end());
  made.source = std::make_unique<RowMissing>(std::move(made.source), std::move(operand), key16, key64);
  return made;
}

}  // namespace synthgen
