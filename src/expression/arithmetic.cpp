// Arithmetic on numbers.
#include "arithmetic.hpp"

#include <algorithm>
#include <cmath>

#include "synthgen/base/elementary.hpp"
#include "time_arithmetic.hpp"

namespace synthgen::expression {
namespace {

__extension__ using Wide = __int128;

constexpr bool fits(Wide value, std::int64_t most) {
  return most == INT64_MAX ? value >= INT64_MIN && value <= INT64_MAX : value >= -most && value <= most;
}

/// Base of all steps with two operands.
class BinaryStep : public Step {
 public:
  BinaryStep(Type type, StepPtr a, StepPtr b) : Step(type), a_(std::move(a)), b_(std::move(b)) {}

  void fill(Run& run, Column& out) const final {
    const Operand a(*a_, run);
    const Operand b(*b_, run);
    out.reset(type(), run.rows);
    take_nulls(run, a, out);
    take_nulls(run, b, out);
    compute(run, a, b, out);
  }

 protected:
  virtual void compute(Run& run, const Operand& a, const Operand& b, Column& out) const = 0;

 private:
  StepPtr a_;
  StepPtr b_;
};

/// + − × on integers and decimals, exactly: operands are first brought to a common scale by their factors.
template <Operator kOp>
class ExactStep final : public BinaryStep {
 public:
  ExactStep(Type type, StepPtr a, StepPtr b, std::int64_t factor_a, std::int64_t factor_b)
      : BinaryStep(type, std::move(a), std::move(b)),
        factor_a_(factor_a),
        factor_b_(factor_b),
        most_(type.kind == TypeKind::decimal ? kMostDecimal : INT64_MAX) {}

 protected:
  void compute(Run& run, const Operand& a, const Operand& b, Column& out) const override {
    std::int64_t* values = out.data<std::int64_t>();
    bool bad = false;
    if (kOp != Operator::multiply && factor_a_ == 1 && factor_b_ == 1) {
      // In 64 bits, wrapping; the sign bit of `over` gathers what did not fit.
      std::uint64_t over = 0;
      constexpr auto kMost = static_cast<std::uint64_t>(kMostDecimal);
      if (most_ == INT64_MAX) {
        map_rows<std::int64_t, std::int64_t>(run.rows, a, b, values, [&over](std::int64_t x, std::int64_t y) {
          const auto p = static_cast<std::uint64_t>(x);
          const auto q = static_cast<std::uint64_t>(y);
          const std::uint64_t r = kOp == Operator::add ? p + q : p - q;
          over |= kOp == Operator::add ? (p ^ r) & (q ^ r) : (p ^ q) & (p ^ r);
          return static_cast<std::int64_t>(r);
        });
      } else {
        map_rows<std::int64_t, std::int64_t>(run.rows, a, b, values, [&over](std::int64_t x, std::int64_t y) {
          const auto p = static_cast<std::uint64_t>(x);
          const auto q = static_cast<std::uint64_t>(y);
          const std::uint64_t r = kOp == Operator::add ? p + q : p - q;
          over |= (r + kMost) | (2 * kMost - (r + kMost));
          return static_cast<std::int64_t>(r);
        });
      }
      bad = (over >> 63) != 0;
    } else if (small(run.rows, a, b)) {
      if (kOp == Operator::multiply) {
        multiply_rows(run.rows, integer_rows(a), integer_rows(b), values);
      } else {
        const std::int64_t factor = kOp == Operator::add ? factor_b_ : -factor_b_;
        add_rows(run.rows, integer_rows(a, factor_a_), integer_rows(b, factor), values);
      }
    } else {
      const std::int64_t most = most_;
      map_rows<std::int64_t, std::int64_t>(run.rows, a, b, values, [this, most, &bad](std::int64_t x, std::int64_t y) {
        const Wide r = exact(x, y);
        bad |= !fits(r, most);
        return static_cast<std::int64_t>(r);
      });
    }
    if (!bad) return;
    null_where(run, out, CellWarning::overflow, [&](std::size_t i) {
      return !fits(exact(a.data<std::int64_t>()[a.at(i)], b.data<std::int64_t>()[b.at(i)]), most_);
    });
  }

 private:
  /// Whether no result has more than 59 binary digits: fewer than any type of them may have.
  bool small(std::size_t n, const Operand& a, const Operand& b) const {
    static_assert(kMostDecimal >= std::int64_t{1} << 59);
    const int left = digits_of(n, a);
    const int right = digits_of(n, b);
    if constexpr (kOp == Operator::multiply) return left + right <= 59;
    return left + static_cast<int>(std::bit_width(static_cast<std::uint64_t>(factor_a_))) <= 58 &&
           right + static_cast<int>(std::bit_width(static_cast<std::uint64_t>(factor_b_))) <= 58;
  }

  Wide exact(std::int64_t x, std::int64_t y) const {
    if constexpr (kOp == Operator::multiply) return static_cast<Wide>(x) * y;
    const Wide p = static_cast<Wide>(x) * factor_a_;
    const Wide q = static_cast<Wide>(y) * factor_b_;
    return kOp == Operator::add ? p + q : p - q;
  }

  std::int64_t factor_a_;
  std::int64_t factor_b_;
  std::int64_t most_;
};

/// // and % on integers and decimals, exactly.
template <Operator kOp>
class ExactDivisionStep final : public BinaryStep {
 public:
  ExactDivisionStep(Type type, StepPtr a, StepPtr b, std::int64_t factor_a, std::int64_t factor_b)
      : BinaryStep(type, std::move(a), std::move(b)), factor_a_(factor_a), factor_b_(factor_b) {}

 protected:
  void compute(Run& run, const Operand& a, const Operand& b, Column& out) const override {
    std::int64_t* values = out.data<std::int64_t>();
    bool zero = false;
    bool over = false;
    const bool narrow = factor_a_ == 1 && factor_b_ == 1;
    map_rows<std::int64_t, std::int64_t>(run.rows, a, b, values, [&](std::int64_t x, std::int64_t y) -> std::int64_t {
      if (y == 0) {
        zero = true;
        return 0;
      }
      if (narrow && y != -1) {
        const std::int64_t rest = x % y;
        if constexpr (kOp == Operator::remainder) return rest;
        return x / y - ((rest != 0 && (rest < 0) != (y < 0)) ? 1 : 0);
      }
      const Wide r = exact(x, y);
      over |= !fits(r, INT64_MAX);
      return static_cast<std::int64_t>(r);
    });
    if (zero) {
      null_where(run, out, CellWarning::division_by_zero,
                 [&](std::size_t i) { return b.data<std::int64_t>()[b.at(i)] == 0; });
    }
    if (over) {
      null_where(run, out, CellWarning::overflow, [&](std::size_t i) {
        const std::int64_t y = b.data<std::int64_t>()[b.at(i)];
        return y != 0 && !fits(exact(a.data<std::int64_t>()[a.at(i)], y), INT64_MAX);
      });
    }
  }

 private:
  Wide exact(std::int64_t x, std::int64_t y) const {
    const Wide p = static_cast<Wide>(x) * factor_a_;
    const Wide q = static_cast<Wide>(y) * factor_b_;
    const Wide rest = p % q;
    if constexpr (kOp == Operator::remainder) return rest;
    return p / q - ((rest != 0 && (rest < 0) != (q < 0)) ? 1 : 0);
  }

  std::int64_t factor_a_;
  std::int64_t factor_b_;
};

/// + − × on doubles.
template <Operator kOp>
class NumberStep final : public BinaryStep {
 public:
  using BinaryStep::BinaryStep;

 protected:
  void compute(Run& run, const Operand& a, const Operand& b, Column& out) const override {
    map_rows<double, double>(run.rows, a, b, out.data<double>(), [](double x, double y) {
      return kOp == Operator::add ? x + y : kOp == Operator::subtract ? x - y : x * y;
    });
    null_not_finite(run, out);
  }
};

/// Real division.
class DivideStep final : public BinaryStep {
 public:
  using BinaryStep::BinaryStep;

 protected:
  void compute(Run& run, const Operand& a, const Operand& b, Column& out) const override {
    bool zero = false;
    map_rows<double, double>(run.rows, a, b, out.data<double>(), [&zero](double x, double y) {
      zero |= y == 0;
      return x / y;
    });
    if (zero) {
      null_where(run, out, CellWarning::division_by_zero,
                 [&](std::size_t i) { return b.data<double>()[b.at(i)] == 0; });
    }
    null_not_finite(run, out);
  }
};

/// // on doubles: the floor of the quotient, as an integer.
class NumberFloorDivideStep final : public BinaryStep {
 public:
  using BinaryStep::BinaryStep;

 protected:
  void compute(Run& run, const Operand& a, const Operand& b, Column& out) const override {
    bool zero = false;
    bool over = false;
    map_rows<double, double>(run.rows, a, b, out.data<std::int64_t>(), [&](double x, double y) -> std::int64_t {
      const double floor = std::floor(x / y);
      const bool good = floor >= -0x1p63 && floor < 0x1p63;
      zero |= y == 0;
      over |= !good;
      return good ? static_cast<std::int64_t>(floor) : 0;
    });
    if (zero) {
      null_where(run, out, CellWarning::division_by_zero,
                 [&](std::size_t i) { return b.data<double>()[b.at(i)] == 0; });
    }
    if (over) {
      null_where(run, out, CellWarning::overflow, [&](std::size_t i) {
        const double floor = std::floor(a.data<double>()[a.at(i)] / b.data<double>()[b.at(i)]);
        return !(floor >= -0x1p63 && floor < 0x1p63);
      });
    }
  }
};

class NumberRemainderStep final : public BinaryStep {
 public:
  using BinaryStep::BinaryStep;

 protected:
  void compute(Run& run, const Operand& a, const Operand& b, Column& out) const override {
    bool zero = false;
    map_rows<double, double>(run.rows, a, b, out.data<double>(), [&zero](double x, double y) {
      zero |= y == 0;
      return y == 0 ? 0.0 : exact_remainder(x, y);
    });
    if (zero) {
      null_where(run, out, CellWarning::division_by_zero,
                 [&](std::size_t i) { return b.data<double>()[b.at(i)] == 0; });
    }
  }
};

/// x ^ y. Zero to a negative power counts as a division by zero, a negative base with a broken exponent as outside
/// the domain.
class PowerStep final : public BinaryStep {
 public:
  using BinaryStep::BinaryStep;

 protected:
  void compute(Run& run, const Operand& a, const Operand& b, Column& out) const override {
    bool bad = false;
    map_rows<double, double>(run.rows, a, b, out.data<double>(), [&bad](double x, double y) {
      const double power = elementary::pow(x, y);
      bad |= !(power - power == 0);
      return power;
    });
    if (!bad) return;
    const double* values = out.data<double>();
    null_where(run, out, CellWarning::division_by_zero,
               [&](std::size_t i) { return a.data<double>()[a.at(i)] == 0 && b.data<double>()[b.at(i)] < 0; });
    null_where(run, out, CellWarning::domain, [&](std::size_t i) { return values[i] != values[i]; });
    null_not_finite(run, out);
  }
};

class NegateStep final : public Step {
 public:
  explicit NegateStep(StepPtr step) : Step(step->type()), step_(std::move(step)) {}

  void fill(Run& run, Column& out) const override {
    const Operand a(*step_, run);
    out.reset(type(), run.rows);
    take_nulls(run, a, out);
    if (type().kind == TypeKind::number) {
      map_rows<double>(run.rows, a, out.data<double>(), [](double x) { return -x; });
      return;
    }
    bool least = false;
    map_rows<std::int64_t>(run.rows, a, out.data<std::int64_t>(), [&least](std::int64_t x) {
      least |= x == INT64_MIN;
      return static_cast<std::int64_t>(0 - static_cast<std::uint64_t>(x));
    });
    if (least) {
      null_where(run, out, CellWarning::overflow,
                 [&](std::size_t i) { return a.data<std::int64_t>()[a.at(i)] == INT64_MIN; });
    }
  }

 private:
  StepPtr step_;
};

template <template <Operator> class Kind, class... Arguments>
StepPtr make_for(Operator op, Arguments&&... arguments) {
  switch (op) {
    case Operator::add:
      return std::make_shared<Kind<Operator::add>>(std::forward<Arguments>(arguments)...);
    case Operator::subtract:
      return std::make_shared<Kind<Operator::subtract>>(std::forward<Arguments>(arguments)...);
    default:
      assert(op == Operator::multiply);
      return std::make_shared<Kind<Operator::multiply>>(std::forward<Arguments>(arguments)...);
  }
}

bool is_exact(Type type) { return type.kind == TypeKind::integer || type.kind == TypeKind::decimal; }

StepPtr make_numeric(Operator op, Type type, StepPtr a, StepPtr b) {
  const bool exact = is_exact(a->type()) && is_exact(b->type());
  const int scale = std::max(a->type().decimals, b->type().decimals);
  if (exact && type.kind != TypeKind::number) {
    const std::int64_t factor_a = kPowersOfTen[static_cast<std::size_t>(scale - a->type().decimals)];
    const std::int64_t factor_b = kPowersOfTen[static_cast<std::size_t>(scale - b->type().decimals)];
    if (op == Operator::floor_divide) {
      return std::make_shared<ExactDivisionStep<Operator::floor_divide>>(type, a, b, factor_a, factor_b);
    }
    if (op == Operator::remainder) {
      return std::make_shared<ExactDivisionStep<Operator::remainder>>(type, a, b, factor_a, factor_b);
    }
    return make_for<ExactStep>(op, type, a, b, factor_a, factor_b);
  }
  a = make_conversion(std::move(a), {TypeKind::number});
  b = make_conversion(std::move(b), {TypeKind::number});
  switch (op) {
    case Operator::divide:
      return std::make_shared<DivideStep>(type, a, b);
    case Operator::floor_divide:
      return std::make_shared<NumberFloorDivideStep>(type, a, b);
    case Operator::remainder:
      return std::make_shared<NumberRemainderStep>(type, a, b);
    case Operator::power:
      return std::make_shared<PowerStep>(type, a, b);
    default:
      return make_for<NumberStep>(op, type, a, b);
  }
}

}  // namespace

std::optional<Type> arithmetic_type(Operator op, Type a, Type b) {
  if (!is_numeric(a.kind) || !is_numeric(b.kind)) return time_arithmetic_type(op, a, b);
  if (op == Operator::floor_divide) return Type{TypeKind::integer};
  if (op == Operator::divide || op == Operator::power || !is_exact(a) || !is_exact(b)) return Type{TypeKind::number};
  if (a.kind == TypeKind::integer && b.kind == TypeKind::integer) return Type{TypeKind::integer};
  const int scale = op == Operator::multiply ? a.decimals + b.decimals : std::max(a.decimals, b.decimals);
  return scale <= 18 ? Type::decimal(scale) : Type{TypeKind::number};
}

StepPtr make_arithmetic(Operator op, StepPtr a, StepPtr b) {
  const std::optional<Type> type = arithmetic_type(op, a->type(), b->type());
  assert(type.has_value());
  const bool changes = varies(a, b);
  if (!is_numeric(a->type().kind) || !is_numeric(b->type().kind)) {
    return fold(make_time_arithmetic(op, *type, std::move(a), std::move(b)), changes);
  }
  return fold(make_numeric(op, *type, std::move(a), std::move(b)), changes);
}

StepPtr make_negation(StepPtr step) {
  const bool changes = varies(step);
  return fold(std::make_shared<NegateStep>(std::move(step)), changes);
}

double exact_remainder(double x, double y) {
  constexpr std::uint64_t kHidden = std::uint64_t{1} << 52;
  const auto split = [](double value, int& exponent) {
    const std::uint64_t bits = std::bit_cast<std::uint64_t>(value) & 0x7FFF'FFFF'FFFF'FFFF;
    exponent = static_cast<int>(bits >> 52);
    if (exponent == 0) {
      exponent = 1;
      return bits;
    }
    return (bits & (kHidden - 1)) | kHidden;
  };
  int exponent_x = 0;
  int exponent_y = 0;
  std::uint64_t rest = split(x, exponent_x);
  const std::uint64_t divisor = split(y, exponent_y);
  const bool negative = std::signbit(x);
  if (exponent_x == 2047 || exponent_y == 2047 || divisor == 0) return 0;  // of null rows only
  if (exponent_x < exponent_y) return x;
  // x = rest·2^e: taken modulo the divisor, eleven binary places at a time (53 + 11 bits fit a word).
  rest %= divisor;
  for (int places = exponent_x - exponent_y; places > 0 && rest != 0;) {
    const int step = std::min(places, 11);
    rest = (rest << step) % divisor;
    places -= step;
  }
  // rest·2^(exponent_y) in units of the least subnormal; exact, for rest is below the divisor.
  double result = 0;
  if (rest != 0) {
    int exponent = exponent_y;
    while (rest < kHidden && exponent > 1) {
      rest <<= 1;
      --exponent;
    }
    const std::uint64_t bits = rest < kHidden ? rest : (rest - kHidden) | (static_cast<std::uint64_t>(exponent) << 52);
    result = std::bit_cast<double>(bits);
  }
  return negative ? -result : result;
}

}  // namespace synthgen::expression
