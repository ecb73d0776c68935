// Comparisons, and tests of texts against something that is known beforehand.
//
// Threads: pure. Determinism: integers and decimals are compared exactly, an integer with a number exactly too; a
// decimal beside a number is the number that it is written as (so `price = 0.1` holds for the number 0.1). Texts are
// compared by their bytes, which for UTF-8 is the order of code points.
#pragma once

#include <string_view>

#include "step.hpp"
#include "syntax.hpp"

namespace synthgen::expression {

/// REQUIRES: both numeric, or of one type; for booleans and uuids only = and != where `op` comes from a user.
StepPtr make_comparison(Operator op, StepPtr a, StepPtr b);

/// Says yes or no to a text.
class TextPredicate {
 public:
  virtual ~TextPredicate() = default;
  virtual bool test(std::string_view text) const = 0;
};
/// Null where the text is. For a dictionary-coded text each entry is tested once, now, and rows look the answer up.
StepPtr make_text_test(StepPtr text, std::shared_ptr<const TextPredicate> predicate);

/// Whether the value is null, or is not: never null itself.
StepPtr make_null_test(StepPtr step, bool negated);

/// True where the two texts stand in the relation.
bool compare_texts(Operator op, std::string_view a, std::string_view b);

}  // namespace synthgen::expression
