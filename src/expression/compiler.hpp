// Tree → typed steps: looks names up, decides types, and says what does not fit.
//
// Threads: one compiler per expression and thread.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "step.hpp"
#include "syntax.hpp"
#include "synthgen/expression/expression.hpp"
#include "time_unit.hpp"

namespace synthgen::expression {

/// A part of the expression with its type.
struct Typed {
  StepPtr step;  ///< null where an error was told, or (of an optional argument) where there is none
  const ExpressionNode* node = nullptr;
  bool bare_null = false;          ///< the literal null, which takes the type of its company
  TimeUnit unit = TimeUnit::none;  ///< of a duration: `step` is the number of units

  explicit operator bool() const { return step != nullptr; }
  Type type() const { return step->type(); }
  bool is_text_literal() const { return node != nullptr && node->kind == NodeKind::text; }
  bool constant() const { return step->constant() != nullptr; }
};

/// "decimal(2)", or "null" for the bare literal.
inline std::string type_name_of(const Typed& value) { return value.bare_null ? "null" : type_text(value.type()); }
/// Types as which a text literal may be read.
inline bool is_time_or_uuid(Type type) { return is_time(type.kind) || type.kind == TypeKind::uuid; }

class Compiler {
 public:
  Compiler(const Expression& expression, const Scope& scope, const StreamMaker& streams, const CompileOptions& options)
      : expression_(expression), scope_(scope), streams_(streams), options_(options) {}

  Result<std::shared_ptr<const Program>> compile();

  // For the functions, each of which compiles its own calls.

  const CompileOptions& options() const { return options_; }
  const Scope& scope() const { return scope_; }
  /// Tells an error under the whole node.
  void error(std::string code, std::string message, const ExpressionNode& node, std::string hint = {});
  /// The type that all the values can take: numbers the wider, date beside timestamp a timestamp, text literals
  /// beside dates, timestamps and uuids theirs; `wanted` decides where there are only text literals. Nothing where
  /// the values differ, which the caller tells; a null alone gives an integer.
  std::optional<Type> common_type(std::span<const Typed> values) const;
  /// The value as that type; null (told) where a text literal cannot be read as it. REQUIRES: common_type allows it.
  StepPtr coerce(const Typed& value, Type to);
  /// The condition of an if; null (told: SG3203) where it is not boolean.
  StepPtr condition(const Typed& value);
  /// Common type and values of branches; empty (told: SG3204) where they differ.
  std::vector<StepPtr> branches(std::span<const Typed> values, std::string_view what);
  /// Tells SG3202 unless the value is of a numeric type (a bare null becomes an integer).
  bool need_numeric(const Typed& value, std::string_view function);
  /// The value where it is a text (or the null literal); null (told: SG3202) otherwise.
  StepPtr need_text(const Typed& value, std::string_view function);
  /// The value where it is an integer (or the null literal); null (told: SG3202) otherwise.
  StepPtr need_integer(const Typed& value, std::string_view function);
  /// The text of a literal, or of a constant of texts; nothing (told: SG3202) where it varies. A null gives a null.
  std::optional<StepPtr> need_constant_text(const Typed& value, std::string_view function, std::string_view what);
  /// Two values side by side in a comparison, unified; false (told) where they cannot be compared.
  bool compare_ready(Operator op, Typed& a, Typed& b, const ExpressionNode& node);

 private:
  /// Any part but a duration, which is told (SG3210) to have no value of its own.
  Typed compile_node(const ExpressionNode& node);
  Typed compile_part(const ExpressionNode& node);
  Typed compile_path(const ExpressionNode& node);
  Typed compile_constant(const NamedConstant& constant, const ExpressionNode& node);
  Typed compile_negation(const ExpressionNode& node);
  Typed compile_logic(const ExpressionNode& node);
  Typed compile_join(const ExpressionNode& node);
  Typed compile_arithmetic(const ExpressionNode& node);
  /// + or − of which one side is a duration.
  Typed compile_shift(const ExpressionNode& node, const Typed& a, const Typed& b);
  Typed compile_comparison(const ExpressionNode& node);
  Typed compile_between(const ExpressionNode& node);
  Typed compile_in(const ExpressionNode& node);
  Typed compile_match(const ExpressionNode& node);
  Typed compile_case(const ExpressionNode& node);
  Typed compile_call(const ExpressionNode& node);
  Typed compile_draw(const ExpressionNode& node);
  Typed compile_over_rows(const ExpressionNode& node, const struct FunctionRecord& function);
  /// False (told: SG2636) where a name is a table in a call over children and a column of this row in the rest.
  bool names_apart(const RowsCall& call);
  Typed read_column(const Scope::Entry& entry, const ExpressionNode& node);
  void unknown_function(const ExpressionNode& node);
  std::vector<Typed> compile_children(const ExpressionNode& node, bool& good);
  StepPtr finish(const Typed& root);
  /// Notes the nodes whose value may be the value of the whole, so that text literals there are read as what is wanted.
  void mark_results(const ExpressionNode& node);
  /// Tells an error under the node's operator or name.
  void error_at_mark(std::string code, std::string message, const ExpressionNode& node, std::string hint = {});

  const Expression& expression_;
  const Scope& scope_;
  const StreamMaker& streams_;
  const CompileOptions& options_;
  Diagnostics diagnostics_;
  std::vector<ColumnIndex> inputs_;
  std::vector<const ExpressionNode*> results_;
  std::vector<NodePtr> literals_;  // what constants stand for
};

}  // namespace synthgen::expression
