// A Range in words, as diagnostics and `describe` say it.
#include "synthgen/kind/record.hpp"

#include <cmath>
#include <cstdint>

#include "synthgen/base/number_text.hpp"

namespace synthgen {
namespace {

/// Whole numbers without the ".0" of the shortest form, which would read as a demand for a fraction.
std::string bound_text(double bound) {
  if (std::trunc(bound) == bound && std::fabs(bound) < 0x1p53) return std::to_string(static_cast<std::int64_t>(bound));
  return shortest_text(bound);
}

}  // namespace

std::string Range::text() const {
  const bool from = low != -std::numeric_limits<double>::infinity();
  const bool to = high != std::numeric_limits<double>::infinity();
  const std::string noun = integral ? "an integer " : "";
  // "at least 0" stands by itself; after a noun English wants "of at least 0".
  const std::string of = integral ? "an integer of " : "";
  if (!from && !to) return integral ? "any integer" : "any number";
  if (from && !to) return low_open ? noun + "greater than " + bound_text(low) : of + "at least " + bound_text(low);
  if (!from) return high_open ? noun + "less than " + bound_text(high) : of + "at most " + bound_text(high);
  if (low == high && !low_open && !high_open) return "exactly " + bound_text(low);
  if (!low_open && !high_open) return noun + "between " + bound_text(low) + " and " + bound_text(high);
  return (low_open ? noun + "greater than " : of + "at least ") + bound_text(low) + " and " +
         (high_open ? "less than " : "at most ") + bound_text(high);
}

}  // namespace synthgen
