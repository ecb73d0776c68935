// An internal column of a condition, a rate or a value beside it: where it cannot be computed no cell is lost, and the
// warning says so.
#pragma once

#include <memory>

#include "synthgen/expression/expression.hpp"
#include "synthgen/source/condition_evaluate.hpp"
#include "synthgen/source/source.hpp"

namespace synthgen {

class ConditionSource final : public Source {
 public:
  explicit ConditionSource(std::shared_ptr<const Program> program) : program_(std::move(program)) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    ConditionEvaluate condition(evaluate);
    program_->run(condition, out);
  }

 private:
  const std::shared_ptr<const Program> program_;
};

}  // namespace synthgen
