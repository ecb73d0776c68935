// Comparisons.
#include "comparison.hpp"

#include <cstring>

#include "arithmetic.hpp"

namespace synthgen::expression {
namespace {

/// The relation for a three-way result.
bool holds(Operator op, int order) {
  switch (op) {
    case Operator::equal:
      return order == 0;
    case Operator::not_equal:
      return order != 0;
    case Operator::less:
      return order < 0;
    case Operator::less_equal:
      return order <= 0;
    case Operator::greater:
      return order > 0;
    default:
      return order >= 0;
  }
}

/// The operator with its sides exchanged.
Operator mirrored(Operator op) {
  switch (op) {
    case Operator::less:
      return Operator::greater;
    case Operator::less_equal:
      return Operator::greater_equal;
    case Operator::greater:
      return Operator::less;
    case Operator::greater_equal:
      return Operator::less_equal;
    default:
      return op;
  }
}

class ComparisonStep : public Step {
 public:
  ComparisonStep(Operator op, StepPtr a, StepPtr b)
      : Step({TypeKind::boolean}), op_(op), a_(std::move(a)), b_(std::move(b)) {}

  void fill(Run& run, Column& out) const final {
    const Operand a(*a_, run);
    const Operand b(*b_, run);
    out.reset(type(), run.rows);
    take_nulls(run, a, out);
    take_nulls(run, b, out);
    compute(run, a, b, out.data<std::uint8_t>());
  }

 protected:
  virtual void compute(Run& run, const Operand& a, const Operand& b, std::uint8_t* out) const = 0;
  Operator op() const { return op_; }

 private:
  Operator op_;
  StepPtr a_;
  StepPtr b_;
};

/// Integers of 64 bits, whose products with the factors fit.
void compare_integers(std::size_t n, Operator op, const IntegerRows& a, const IntegerRows& b, std::uint8_t* out) {
  switch (op) {
    case Operator::equal:
      return equal_rows(n, a, b, false, out);
    case Operator::not_equal:
      return equal_rows(n, a, b, true, out);
    case Operator::less:
      return less_rows(n, a, b, false, out);
    case Operator::less_equal:
      return less_rows(n, b, a, true, out);
    case Operator::greater:
      return less_rows(n, b, a, false, out);
    default:
      return less_rows(n, a, b, true, out);
  }
}

/// Values of one machine type.
template <class T>
class PlainComparisonStep final : public ComparisonStep {
 public:
  using ComparisonStep::ComparisonStep;

 protected:
  void compute(Run& run, const Operand& a, const Operand& b, std::uint8_t* out) const override {
    if constexpr (std::is_same_v<T, std::int64_t>) {
      compare_integers(run.rows, op(), integer_rows(a), integer_rows(b), out);
      return;
    }
    const auto go = [&](auto relation) { map_rows<T, T>(run.rows, a, b, out, relation); };
    switch (op()) {
      case Operator::equal:
        return go([](T x, T y) { return static_cast<std::uint8_t>(x == y); });
      case Operator::not_equal:
        return go([](T x, T y) { return static_cast<std::uint8_t>(x != y); });
      case Operator::less:
        return go([](T x, T y) { return static_cast<std::uint8_t>(x < y); });
      case Operator::less_equal:
        return go([](T x, T y) { return static_cast<std::uint8_t>(x <= y); });
      case Operator::greater:
        return go([](T x, T y) { return static_cast<std::uint8_t>(x > y); });
      default:
        return go([](T x, T y) { return static_cast<std::uint8_t>(x >= y); });
    }
  }
};

/// Scaled integers of different scales.
class ScaledComparisonStep final : public ComparisonStep {
 public:
  ScaledComparisonStep(Operator op, StepPtr a, StepPtr b, std::int64_t factor_a, std::int64_t factor_b)
      : ComparisonStep(op, std::move(a), std::move(b)), factor_a_(factor_a), factor_b_(factor_b) {}

 protected:
  void compute(Run& run, const Operand& a, const Operand& b, std::uint8_t* out) const override {
    // As long as all products fit, 64 bits do, and a vector unit can.
    if (digits_of(run.rows, a) + static_cast<int>(std::bit_width(static_cast<std::uint64_t>(factor_a_))) < 63 &&
        digits_of(run.rows, b) + static_cast<int>(std::bit_width(static_cast<std::uint64_t>(factor_b_))) < 63) {
      compare_integers(run.rows, op(), integer_rows(a, factor_a_), integer_rows(b, factor_b_), out);
      return;
    }
    __extension__ using Wide = __int128;
    const Wide p = factor_a_;
    const Wide q = factor_b_;
    const Operator relation = op();
    map_rows<std::int64_t, std::int64_t>(run.rows, a, b, out, [=](std::int64_t x, std::int64_t y) {
      const Wide left = p * x;
      const Wide right = q * y;
      return static_cast<std::uint8_t>(holds(relation, (left > right) - (left < right)));
    });
  }

 private:
  std::int64_t factor_a_;
  std::int64_t factor_b_;
};

/// An integer on the left, a number on the right. Rounding to a double keeps order, so only equal doubles need a
/// second look, in integers.
class MixedComparisonStep final : public ComparisonStep {
 public:
  using ComparisonStep::ComparisonStep;

 protected:
  void compute(Run& run, const Operand& a, const Operand& b, std::uint8_t* out) const override {
    const Operator relation = op();
    map_rows<std::int64_t, double>(run.rows, a, b, out, [relation](std::int64_t x, double y) {
      const auto rounded = static_cast<double>(x);
      int order = (rounded > y) - (rounded < y);
      if (order == 0 && rounded == y) {
        if (y >= 0x1p63) {
          order = -1;
        } else {
          const auto exact = static_cast<std::int64_t>(y);
          order = (x > exact) - (x < exact);
        }
      }
      return static_cast<std::uint8_t>(holds(relation, order));
    });
  }
};

class TextComparisonStep final : public ComparisonStep {
 public:
  using ComparisonStep::ComparisonStep;

 protected:
  void compute(Run& run, const Operand& a, const Operand& b, std::uint8_t* out) const override {
    const bool equality = op() == Operator::equal || op() == Operator::not_equal;
    if (equality && a.column().dictionary() != nullptr && a.column().dictionary() == b.column().dictionary()) {
      const Operator relation = op();  // The texts of a dictionary differ, so their codes stand for them.
      map_rows<std::int32_t, std::int32_t>(run.rows, a, b, out, [relation](std::int32_t x, std::int32_t y) {
        return static_cast<std::uint8_t>((x == y) == (relation == Operator::equal));
      });
      return;
    }
    for (std::size_t i = 0; i < run.rows; ++i) {
      out[i] = compare_texts(op(), a.column().text(a.at(i)), b.column().text(b.at(i))) ? 1 : 0;
    }
  }
};

class UuidComparisonStep final : public ComparisonStep {
 public:
  using ComparisonStep::ComparisonStep;

 protected:
  void compute(Run& run, const Operand& a, const Operand& b, std::uint8_t* out) const override {
    for (std::size_t i = 0; i < run.rows; ++i) {
      const int order = std::memcmp(a.data<std::uint8_t>() + 16 * a.at(i), b.data<std::uint8_t>() + 16 * b.at(i), 16);
      out[i] = holds(op(), order) ? 1 : 0;
    }
  }
};

class TextTestStep final : public Step {
 public:
  TextTestStep(StepPtr text, std::shared_ptr<const TextPredicate> predicate)
      : Step({TypeKind::boolean}), text_(std::move(text)), predicate_(std::move(predicate)) {
    if (const Dictionary* dictionary = text_->dictionary()) {
      answers_.resize(dictionary->size());
      for (std::size_t i = 0; i < answers_.size(); ++i) answers_[i] = predicate_->test((*dictionary)[i]) ? 1 : 0;
    }
  }

  void fill(Run& run, Column& out) const override {
    const Operand text(*text_, run);
    out.reset(type(), run.rows);
    take_nulls(run, text, out);
    std::uint8_t* values = out.data<std::uint8_t>();
    if (text_->dictionary() != nullptr && text.column().dictionary() == text_->dictionary()) {
      const std::uint8_t* answers = answers_.data();
      map_rows<std::int32_t>(run.rows, text, values,
                             [answers](std::int32_t code) { return answers[static_cast<std::size_t>(code)]; });
      return;
    }
    for (std::size_t i = 0; i < run.rows; ++i) {
      values[i] = !text.is_null(i) && predicate_->test(text.column().text(text.at(i))) ? 1 : 0;
    }
  }

 private:
  StepPtr text_;
  std::shared_ptr<const TextPredicate> predicate_;
  std::vector<std::uint8_t> answers_;
};

class ComparesWith final : public TextPredicate {
 public:
  ComparesWith(Operator op, std::string_view other) : op_(op), other_(other) {}
  bool test(std::string_view text) const override { return compare_texts(op_, text, other_); }

 private:
  Operator op_;
  std::string other_;
};

class NullTestStep final : public Step {
 public:
  NullTestStep(StepPtr step, bool negated) : Step({TypeKind::boolean}), step_(std::move(step)), negated_(negated) {}

  void fill(Run& run, Column& out) const override {
    const Operand value(*step_, run);
    out.reset(type(), run.rows);
    for (std::size_t w = 0; w < run.words(); ++w) {
      const std::uint64_t valid = value.valid_word(w);
      unpack_word(negated_ ? valid : ~valid, out.data<std::uint8_t>() + 64 * w);
    }
  }

 private:
  StepPtr step_;
  bool negated_;
};

StepPtr make_unfolded(Operator op, StepPtr a, StepPtr b) {
  const Type x = a->type();
  const Type y = b->type();
  if (x.kind == TypeKind::number || y.kind == TypeKind::number) {
    if (y.kind == TypeKind::integer)
      return std::make_shared<MixedComparisonStep>(mirrored(op), std::move(b), std::move(a));
    if (x.kind == TypeKind::integer) return std::make_shared<MixedComparisonStep>(op, std::move(a), std::move(b));
    return std::make_shared<PlainComparisonStep<double>>(op, make_conversion(std::move(a), {TypeKind::number}),
                                                         make_conversion(std::move(b), {TypeKind::number}));
  }
  if (is_numeric(x.kind)) {
    if (x.decimals == y.decimals)
      return std::make_shared<PlainComparisonStep<std::int64_t>>(op, std::move(a), std::move(b));
    const int scale = std::max(x.decimals, y.decimals);
    return std::make_shared<ScaledComparisonStep>(op, std::move(a), std::move(b),
                                                  kPowersOfTen[static_cast<std::size_t>(scale - x.decimals)],
                                                  kPowersOfTen[static_cast<std::size_t>(scale - y.decimals)]);
  }
  assert(x.kind == y.kind);
  switch (x.kind) {
    case TypeKind::boolean:
      return std::make_shared<PlainComparisonStep<std::uint8_t>>(op, std::move(a), std::move(b));
    case TypeKind::date:
      return std::make_shared<PlainComparisonStep<std::int32_t>>(op, std::move(a), std::move(b));
    case TypeKind::timestamp:
    case TypeKind::datetime:
    case TypeKind::time:
      return std::make_shared<PlainComparisonStep<std::int64_t>>(op, std::move(a), std::move(b));
    case TypeKind::uuid:
      return std::make_shared<UuidComparisonStep>(op, std::move(a), std::move(b));
    default:
      break;
  }
  if (b->constant() != nullptr && b->constant()->is_valid(0)) {
    return make_text_test(std::move(a), std::make_shared<ComparesWith>(op, b->constant()->text(0)));
  }
  if (a->constant() != nullptr && a->constant()->is_valid(0)) {
    return make_text_test(std::move(b), std::make_shared<ComparesWith>(mirrored(op), a->constant()->text(0)));
  }
  return std::make_shared<TextComparisonStep>(op, std::move(a), std::move(b));
}

}  // namespace

bool compare_texts(Operator op, std::string_view a, std::string_view b) { return holds(op, a.compare(b)); }

StepPtr make_comparison(Operator op, StepPtr a, StepPtr b) {
  const bool changes = varies(a, b);
  return fold(make_unfolded(op, std::move(a), std::move(b)), changes);
}

StepPtr make_text_test(StepPtr text, std::shared_ptr<const TextPredicate> predicate) {
  const bool changes = varies(text);
  return fold(std::make_shared<TextTestStep>(std::move(text), std::move(predicate)), changes);
}

StepPtr make_null_test(StepPtr step, bool negated) {
  const bool changes = varies(step);
  return fold(std::make_shared<NullTestStep>(std::move(step), negated), changes);
}

}  // namespace synthgen::expression
