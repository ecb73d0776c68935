#include "synthgen/source/parameter_value.hpp"

#include <algorithm>
#include <cstring>
#include <vector>

namespace synthgen {
namespace {

const std::vector<ColumnIndex> kNoInputs;

/// Repeats a column's only row `count` times into `out`.
void repeat_row(const Column& one, std::size_t count, Column& out) {
  static constexpr std::int64_t kZeros[kBatchRows] = {};
  out.gather(one, {kZeros, count});
}

}  // namespace

std::optional<ParameterValue> parse_parameter(const json::Value& value, Diagnostics& diagnostics) {
  ParameterValue parameter;
  parameter.json = &value;
  if (!value.is(json::Kind::string)) return parameter;
  if (value.text.starts_with("==")) {
    parameter.text = value.text.substr(1);
  } else if (value.text.starts_with('=')) {
    Result<Expression> parsed =
        Expression::parse(std::string_view(value.text).substr(1), value.origin().without_prefix(1));
    if (!parsed.ok()) {
      diagnostics.add(parsed.diagnostics());
      return std::nullopt;
    }
    parameter.expression = *parsed;
  } else {
    parameter.text = value.text;
  }
  return parameter;
}

std::optional<Expression> parse_expression_text(const json::Value& text, Diagnostics& diagnostics) {
  if (text.text.starts_with('=')) {
    diagnostics.add(make_error("SG3006", "an expression does not begin with \"=\" here", text.origin().place(0, 1),
                               "remove the \"=\": this key is always an expression; parameters need it"));
    return std::nullopt;
  }
  Result<Expression> parsed = Expression::parse(text.text, text.origin());
  if (parsed.ok()) return std::move(*parsed);
  diagnostics.add(parsed.diagnostics());
  return std::nullopt;
}

Operand::Operand(Column constant) : one_(std::move(constant)) {
  assert(one_.rows() == 1);
  repeat_row(one_, kBatchRows, broadcast_);
}

Operand::Operand(std::shared_ptr<const Program> program) : program_(std::move(program)) {
  if (const Column* one = program_->constant(); one != nullptr) {
    static constexpr std::int64_t kZero = 0;
    one_.gather(*one, {&kZero, 1});
    repeat_row(one_, kBatchRows, broadcast_);
    program_.reset();
  }
}

Type Operand::type() const { return program_ != nullptr ? program_->type() : one_.type(); }

std::optional<double> Operand::fixed_number() const {
  if (program_ != nullptr || one_.is_null(0) || !is_numeric(one_.type().kind)) return std::nullopt;
  Column number;
  convert(one_, {TypeKind::number, 0}, number);
  return number.data<double>()[0];
}

const Column& Operand::values(Evaluate& evaluate, Column& scratch) const {
  if (program_ != nullptr) {
    program_->run(evaluate, scratch);
    return scratch;
  }
  const std::size_t n = evaluate.rows().count;
  if (n == kBatchRows) return broadcast_;
  repeat_row(one_, n, scratch);
  return scratch;
}

const std::vector<ColumnIndex>& Operand::inputs() const { return program_ != nullptr ? program_->inputs() : kNoInputs; }

}  // namespace synthgen
