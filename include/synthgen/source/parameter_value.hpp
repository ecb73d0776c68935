// A parameter as the schema gives it: a literal, or an expression where its text begins with "=".
//
// Threads: immutable once parsed. The JSON value must outlive it.
#pragma once

#include <optional>
#include <string>

#include "synthgen/expression/expression.hpp"
#include "synthgen/json/document.hpp"

namespace synthgen {

struct ParameterValue {
  const json::Value* json = nullptr;
  std::optional<Expression> expression;
  std::string text;  ///< of a literal text, "==x" already read as "=x"

  bool literal() const { return !expression.has_value(); }
};

/// Errors of the expression are added to `diagnostics`, and nothing is returned.
std::optional<ParameterValue> parse_parameter(const json::Value& value, Diagnostics& diagnostics);

/// The text of a key that is always an expression: `expression`, `if`, `check`, `where`. SG3006 where it begins with
/// "=", and errors of the expression, are added to `diagnostics`, and nothing is returned. REQUIRES: a text.
std::optional<Expression> parse_expression_text(const json::Value& text, Diagnostics& diagnostics);

/// A literal as a column of one row of the wanted type; of its natural type where `wanted` is empty (a whole
/// number is an integer, another a number, a text a string). Errors SG2010 and SG2109, placed.
Result<Column> literal_column(const ParameterValue& value, std::optional<Type> wanted);

/// A parameter ready for batches: a constant or a program.
class Operand {
 public:
  /// REQUIRES: one row.
  explicit Operand(Column constant);
  explicit Operand(std::shared_ptr<const Program> program);

  Type type() const;
  bool constant() const { return program_ == nullptr; }
  /// The value of a numeric constant; nothing where it is null or not constant.
  std::optional<double> fixed_number() const;
  const Column& constant_row() const { return one_; }
  /// Values for evaluate.rows(). The reference is to `scratch`, or to a column kept here.
  const Column& values(Evaluate& evaluate, Column& scratch) const;
  const std::vector<ColumnIndex>& inputs() const;

 private:
  std::shared_ptr<const Program> program_;
  Column one_;        // the constant, one row
  Column broadcast_;  // the constant, a whole batch of it
};

}  // namespace synthgen
