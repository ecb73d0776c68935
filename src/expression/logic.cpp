// and, or, not, with SQL's three values, 64 rows to a word.
#include "logic.hpp"

#include <algorithm>

#include "arithmetic.hpp"

namespace synthgen::expression {
namespace {

/// `or` is `and` with true and false exchanged, so one loop serves both: a row is settled by its first false (for
/// `or`: true), and has the other value only when all parts have it.
class LogicStep final : public Step {
 public:
  LogicStep(bool is_or, std::vector<StepPtr> parts)
      : Step({TypeKind::boolean}), is_or_(is_or), parts_(std::move(parts)) {}

  void fill(Run& run, Column& out) const override {
    Mask open;     // not settled by any part so far
    Mask all;      // all parts so far have the value that does not settle
    Mask settled;  // some part settles
    bool any_open = true;
    for (std::size_t w = 0; w < run.words(); ++w) {
      open[w] = run.active_word(w);
      all[w] = ~std::uint64_t{0};
      settled[w] = 0;
    }
    for (const StepPtr& part : parts_) {
      if (!any_open) break;
      Run inner{run.evaluate, run.lost, run.rows, open.data(), run.bindings};
      const Operand value(*part, inner);
      any_open = false;
      for (std::size_t w = 0; w < run.words(); ++w) {
        const std::uint64_t valid = value.valid_word(w);
        const std::uint64_t is_true = true_word(value, w);
        const std::uint64_t is_false = valid & ~is_true;
        settled[w] |= (is_or_ ? is_true : is_false) & open[w];
        all[w] &= is_or_ ? is_false : is_true;
        open[w] &= ~settled[w];
        any_open = any_open || open[w] != 0;
      }
    }
    out.reset(type(), run.rows);
    bool all_known = true;
    for (std::size_t w = 0; w < run.words(); ++w) {
      all[w] &= ~settled[w];
      unpack_word(is_or_ ? settled[w] : all[w], out.data<std::uint8_t>() + 64 * w);
      all_known = all_known && ((settled[w] | all[w]) & run.row_bits(w)) == run.row_bits(w);
    }
    if (all_known) return;
    std::uint64_t* validity = out.need_validity();
    for (std::size_t w = 0; w < run.words(); ++w) validity[w] = settled[w] | all[w];
  }

 private:
  bool is_or_;
  std::vector<StepPtr> parts_;
};

class NotStep final : public Step {
 public:
  explicit NotStep(StepPtr step) : Step({TypeKind::boolean}), step_(std::move(step)) {}

  void fill(Run& run, Column& out) const override {
    const Operand value(*step_, run);
    out.reset(type(), run.rows);
    take_nulls(run, value, out);
    map_rows<std::uint8_t>(run.rows, value, out.data<std::uint8_t>(),
                           [](std::uint8_t x) { return static_cast<std::uint8_t>(x ^ 1); });
  }

 private:
  StepPtr step_;
};

}  // namespace

StepPtr make_logic(bool is_or, std::vector<StepPtr> parts) {
  if (parts.size() == 1) return parts.front();
  const bool changes = std::any_of(parts.begin(), parts.end(), [](const StepPtr& part) { return varies(part); });
  return fold(std::make_shared<LogicStep>(is_or, std::move(parts)), changes);
}

StepPtr make_not(StepPtr step) {
  const bool changes = varies(step);
  return fold(std::make_shared<NotStep>(std::move(step)), changes);
}

}  // namespace synthgen::expression
