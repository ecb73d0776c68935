// The sources behind a choice: alike, weighted, weighted by row, exact, and each value once.
#pragma once

#include <memory>
#include <vector>

#include "synthgen/base/permutation.hpp"
#include "synthgen/source/source.hpp"

namespace synthgen {

/// The listed values: a column of one row each; texts also as a dictionary, whose codes are the places in the list.
struct Values {
  Type type;
  Column column;
  std::unique_ptr<Dictionary> dictionary;
  std::vector<std::int32_t> null_codes;  ///< of a dictionary: places that mean null
};

std::unique_ptr<const Source> make_plain_choice(Values values, std::size_t count, const DrawKeys& keys);
/// REQUIRES: weights not negative, one at least positive.
std::unique_ptr<const Source> make_weighted_choice(Values values, const std::vector<double>& weights,
                                                   const DrawKeys& keys);
std::unique_ptr<const Source> make_row_weighted_choice(Values values, std::vector<Operand> weights,
                                                       const DrawKeys& keys);
std::unique_ptr<const Source> make_exact_choice(Values values, std::shared_ptr<const ExactShares> shares);
/// The row's place by `order` is the value's place in the list. REQUIRES: no more rows than values.
std::unique_ptr<const Source> make_unique_choice(Values values, Permutation order);

}  // namespace synthgen
