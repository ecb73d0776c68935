// Rounding to integers in one direction.
#include "whole.hpp"

#include <cmath>

#include "arithmetic.hpp"

namespace synthgen::expression {
namespace {

class WholeStep final : public Step {
 public:
  WholeStep(StepPtr x, Direction direction) : Step({TypeKind::integer}), x_(std::move(x)), direction_(direction) {}

  void fill(Run& run, Column& out) const override {
    const Operand x(*x_, run);
    out.reset(type(), run.rows);
    take_nulls(run, x, out);
    const Direction direction = direction_;
    if (x_->type().kind == TypeKind::decimal) {
      const std::int64_t power = kPowersOfTen[static_cast<std::size_t>(x_->type().decimals)];
      map_rows<std::int64_t>(run.rows, x, out.data<std::int64_t>(), [power, direction](std::int64_t value) {
        const std::int64_t rest = value % power;
        const std::int64_t whole = value / power;
        if (direction == Direction::up && rest > 0) return whole + 1;
        if (direction == Direction::down && rest < 0) return whole - 1;
        return whole;
      });
      return;
    }
    bool over = false;
    const auto whole = [direction](double value) {
      return direction == Direction::up     ? std::ceil(value)
             : direction == Direction::down ? std::floor(value)
                                            : std::trunc(value);
    };
    map_rows<double>(run.rows, x, out.data<std::int64_t>(), [&over, whole](double value) {
      const double rounded = whole(value);
      const bool fits = rounded >= -0x1p63 && rounded < 0x1p63;
      over |= !fits;
      return fits ? static_cast<std::int64_t>(rounded) : std::int64_t{0};
    });
    if (!over) return;
    null_where(run, out, CellWarning::overflow, [&](std::size_t i) {
      const double value = x.data<double>()[x.at(i)];
      return !(value >= -0x1p63 && value < 0x1p63);
    });
  }

 private:
  StepPtr x_;
  Direction direction_;
};

}  // namespace

StepPtr make_whole(StepPtr x, Direction direction) {
  if (x->type().kind == TypeKind::integer) return x;
  const bool changes = varies(x);
  return fold(std::make_shared<WholeStep>(std::move(x), direction), changes);
}

}  // namespace synthgen::expression
