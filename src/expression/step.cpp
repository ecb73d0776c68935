// Constants, columns, shared values and conversions: the leaves of a compiled expression.
#include "step.hpp"

#include <algorithm>
#include <cstring>

namespace synthgen::expression {
namespace {

/// One row, no columns: what constants are folded in.
class FoldEvaluate final : public Evaluate {
 public:
  FoldEvaluate() {
    rows_ = RowSet::range(0, 1);
    pool_ = &own_pool_;
  }
  const Column& column(ColumnIndex) override {
    assert(false && "a constant reads no column");
    return nothing_;
  }
  void cells(TableIndex, ColumnIndex, const Column&, Column&) override { assert(false && "a constant reads no cell"); }
  void scan(TableIndex, ColumnIndex, const std::function<void(const Column&)>&) override {
    assert(false && "a constant reads no column");
  }

 private:
  ColumnPool own_pool_;
  Column nothing_;
};

class ConstantStep final : public Step {
 public:
  ConstantStep(Type type, Column value, std::array<std::uint64_t, kCellWarnings> warnings)
      : Step(type), value_(std::move(value)), warnings_(warnings) {}

  void fill(Run& run, Column& out) const override {
    warn_constant(run);
    repeat(value_, run.rows, out);
  }
  const Column* constant() const override { return &value_; }
  void warn_constant(Run& run) const override {
    for (std::size_t i = 0; i < kCellWarnings; ++i) {
      if (warnings_[i] == 0) continue;
      for (std::size_t w = 0; w < run.words(); ++w) {
        run.lost.add_word(static_cast<CellWarning>(i), w, run.active_word(w));
      }
    }
  }

 private:
  Column value_;
  std::array<std::uint64_t, kCellWarnings> warnings_;
};

class ColumnStep final : public Step {
 public:
  ColumnStep(Type type, ColumnIndex index, const Dictionary* dictionary)
      : Step(type), index_(index), dictionary_(dictionary) {}

  void fill(Run& run, Column& out) const override { convert(*borrow(run), type(), out); }
  const Column* borrow(Run& run) const override {
    const Column& column = run.evaluate.column(index_);
    assert(column.rows() == run.rows);
    assert(dictionary_ == nullptr || column.dictionary() == dictionary_);
    return &column;
  }
  const Dictionary* dictionary() const override { return dictionary_; }

 private:
  ColumnIndex index_;
  const Dictionary* dictionary_;
};

class SharedValueStep final : public Step {
 public:
  SharedValueStep(Type type, const void* owner, const Dictionary* dictionary)
      : Step(type), owner_(owner), dictionary_(dictionary) {}

  void fill(Run& run, Column& out) const override { convert(*borrow(run), type(), out); }
  const Column* borrow(Run& run) const override {
    const Binding* binding = run.bindings;
    while (binding->owner != owner_) binding = binding->next;
    return binding->column;
  }
  const Dictionary* dictionary() const override { return dictionary_; }

 private:
  const void* owner_;
  const Dictionary* dictionary_;
};

class LetStep final : public Step {
 public:
  LetStep(StepPtr value, StepPtr body, std::shared_ptr<const char> owner)
      : Step(body->type()), value_(std::move(value)), body_(std::move(body)), owner_(std::move(owner)) {}

  void fill(Run& run, Column& out) const override {
    const Operand value(*value_, run);
    const Binding binding{owner_.get(), &value.column(), run.bindings};
    Run inner{run.evaluate, run.lost, run.rows, run.active, &binding};
    fill_copy(*body_, inner, out);
  }
  const Dictionary* dictionary() const override { return body_->dictionary(); }

 private:
  StepPtr value_;
  StepPtr body_;
  std::shared_ptr<const char> owner_;
};

class ConvertStep final : public Step {
 public:
  ConvertStep(StepPtr from, Type to) : Step(to), from_(std::move(from)) {}

  void fill(Run& run, Column& out) const override {
    const Operand from(*from_, run);
    assert(!from.scalar() || run.rows == 1);
    if (convert(from.column(), type(), out) != 0) {
      // Only rows that are asked for count.
      for (std::size_t w = 0; w < run.words(); ++w) {
        run.lost.add_word(CellWarning::overflow, w, from.valid_word(w) & ~out.validity()[w] & run.active_word(w));
      }
    }
    if (type().kind == TypeKind::decimal) null_beyond_decimal(run, out);
  }

 private:
  StepPtr from_;
};

template <class T>
void repeat_value(const Column& value, std::size_t rows, Column& out) {
  std::fill_n(out.data<T>(), rows, value.data<T>()[0]);
}

StepPtr constant_of(Column value, Type type) {
  return std::make_shared<ConstantStep>(type, std::move(value), std::array<std::uint64_t, kCellWarnings>{});
}

}  // namespace

void LostRows::tell(Evaluate& evaluate, const Column& value) const {
  if (any_ == 0 || value.all_valid()) return;
  for (std::size_t reason = 0; reason < kCellWarnings; ++reason) {
    std::uint64_t cells = 0;
    for (std::size_t w = 0; w < (value.rows() + 63) / 64; ++w) {
      cells += static_cast<std::uint64_t>(std::popcount(rows_[reason][w] & ~value.validity()[w]));
    }
    evaluate.warn(static_cast<CellWarning>(reason), cells);
  }
}

void null_not_finite(Run& run, Column& out) {
  // Adding one to an exponent of all ones carries into the sign bit: a test that vectorises on any machine.
  constexpr std::uint64_t kExponent = 0x7FF0'0000'0000'0000;
  const double* values = out.data<double>();
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < run.rows; ++i) {
    seen |= (std::bit_cast<std::uint64_t>(values[i]) & kExponent) + (std::uint64_t{1} << 52);
  }
  if ((seen >> 63) == 0) return;
  null_where(run, out, CellWarning::overflow,
             [&](std::size_t i) { return (std::bit_cast<std::uint64_t>(values[i]) & kExponent) == kExponent; });
}

void null_beyond_decimal(Run& run, Column& out) {
  const std::int64_t* values = out.data<std::int64_t>();
  constexpr auto kMost = static_cast<std::uint64_t>(kMostDecimal);
  std::uint64_t over = 0;
  for (std::size_t i = 0; i < run.rows; ++i) {
    // One of the two has its sign bit set where the value lies outside, for both sums stay below 2^64.
    const std::uint64_t raised = static_cast<std::uint64_t>(values[i]) + kMost;
    over |= raised | (2 * kMost - raised);
  }
  if ((over >> 63) == 0) return;
  null_where(run, out, CellWarning::overflow,
             [&](std::size_t i) { return values[i] > kMostDecimal || values[i] < -kMostDecimal; });
}

std::uint64_t true_word(const Operand& condition, std::size_t w) {
  const std::uint8_t* bytes = condition.data<std::uint8_t>();
  const std::uint64_t bits = condition.scalar() ? (bytes[0] != 0 ? ~std::uint64_t{0} : 0) : pack_word(bytes + 64 * w);
  return bits & condition.valid_word(w);
}

void repeat(const Column& value, std::size_t rows, Column& out) {
  const Type type = value.type();
  out.reset(type, rows);
  if (type.kind == TypeKind::string) {
    out.begin_texts();
    const bool null = value.is_null(0);
    const std::string_view text = null ? std::string_view() : value.text(0);
    for (std::size_t i = 0; i < rows; ++i) {
      if (null) {
        out.append_null();
      } else {
        out.append_text(text);
      }
    }
    return;
  }
  switch (value_bytes(type.kind)) {
    case 1:
      repeat_value<std::uint8_t>(value, rows, out);
      break;
    case 4:
      repeat_value<std::int32_t>(value, rows, out);
      break;
    case 8:
      repeat_value<std::int64_t>(value, rows, out);
      break;
    default:
      for (std::size_t i = 0; i < rows; ++i)
        std::memcpy(out.data<std::uint8_t>() + 16 * i, value.data<std::uint8_t>(), 16);
  }
  if (value.is_null(0)) {
    std::uint64_t* words = out.need_validity();
    for (std::size_t w = 0; w < (rows + 63) / 64; ++w) words[w] = 0;
  }
}

void fill_copy(const Step& step, Run& run, Column& out) {
  if (const Column* column = step.borrow(run)) {
    convert(*column, step.type(), out);
  } else {
    step.fill(run, out);
  }
}

StepPtr make_constant(Type type, const Column& value) {
  Column copy;
  if (type.kind == TypeKind::string) {
    copy.reset(type, 1);
    copy.begin_texts();
    if (value.is_null(0)) {
      copy.append_null();
    } else {
      copy.append_text(value.text(0));
    }
  } else {
    repeat(value, 1, copy);
  }
  return constant_of(std::move(copy), type);
}

StepPtr make_integer(Type type, std::int64_t value) {
  Column column;
  column.reset(type, 1);
  switch (value_bytes(type.kind)) {
    case 1:
      column.data<std::uint8_t>()[0] = static_cast<std::uint8_t>(value);
      break;
    case 4:
      column.data<std::int32_t>()[0] = static_cast<std::int32_t>(value);
      break;
    default:
      column.data<std::int64_t>()[0] = value;
  }
  return constant_of(std::move(column), type);
}

StepPtr make_number(double value) {
  const Type type{TypeKind::number};
  Column column;
  column.reset(type, 1);
  column.data<double>()[0] = value;
  return constant_of(std::move(column), type);
}

StepPtr make_text(std::string_view text) {
  const Type type{TypeKind::string};
  Column column;
  column.reset(type, 1);
  column.begin_texts();
  column.append_text(text);
  return constant_of(std::move(column), type);
}

StepPtr make_uuid(const std::uint8_t* bytes) {
  const Type type{TypeKind::uuid};
  Column column;
  column.reset(type, 1);
  std::memcpy(column.data<std::uint8_t>(), bytes, 16);
  return constant_of(std::move(column), type);
}

StepPtr make_null(Type type) {
  Column column;
  column.reset(type, 1);
  if (type.kind == TypeKind::string) {
    column.begin_texts();
    column.append_null();
  } else {
    std::memset(column.data<std::uint8_t>(), 0, 16);
    column.set_null(0);
  }
  return constant_of(std::move(column), type);
}

StepPtr make_column(Type type, ColumnIndex index, const Dictionary* dictionary) {
  return std::make_shared<ColumnStep>(type, index, dictionary);
}

StepPtr fold(StepPtr step, bool varies) {
  if (varies || step->constant() != nullptr) return step;
  FoldEvaluate evaluate;
  LostRows lost;
  Run run{evaluate, lost, 1};
  Column value;
  step->fill(run, value);
  lost.tell(evaluate, value);
  Column copy;
  if (step->type().kind == TypeKind::string) {
    copy.reset(step->type(), 1);
    copy.begin_texts();
    if (value.is_null(0)) {
      copy.append_null();
    } else {
      copy.append_text(value.text(0));
    }
  } else {
    repeat(value, 1, copy);
  }
  return std::make_shared<ConstantStep>(step->type(), std::move(copy), evaluate.warnings());
}

StepPtr share_value(const StepPtr& value, const std::function<StepPtr(const StepPtr&)>& body) {
  // What exists already can be used twice as it is.
  if (value->constant() != nullptr || dynamic_cast<const ColumnStep*>(value.get()) != nullptr ||
      dynamic_cast<const SharedValueStep*>(value.get()) != nullptr) {
    return body(value);
  }
  auto owner = std::make_shared<const char>('\0');
  StepPtr inside = body(std::make_shared<SharedValueStep>(value->type(), owner.get(), value->dictionary()));
  if (inside == nullptr) return nullptr;
  return std::make_shared<LetStep>(value, std::move(inside), std::move(owner));
}

StepPtr make_conversion(StepPtr step, Type to) {
  if (step->type() == to) return step;
  const bool varies = step->constant() == nullptr;
  return fold(std::make_shared<ConvertStep>(std::move(step), to), varies);
}

}  // namespace synthgen::expression
