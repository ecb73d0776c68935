// Exact choices: each value in as many rows as its share says, or is nearest to it, laid over the rows at random.
//
// Every row has a place of its own, by a keyed permutation, and every value a range of places; so the value of a row
// is found without counting the rows before it.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "synthgen/source/source.hpp"

namespace synthgen {

/// The page of the key `exact`.
inline constexpr Text kExactMeaning =
    "true: every value in as many rows as its share says (largest remainder); {\"within\": column}: so within each "
    "value of another exact choice";
inline constexpr Text kExactSchema =
    R"({"oneOf":[{"type":"boolean"},{"type":"object","required":["within"],"additionalProperties":false,)"
    R"("properties":{"within":{"$ref":"#/$defs/name"}}}]})";

/// What the key `exact` of a column says.
struct ExactKey {
  Place place;
  std::optional<std::string> within;  ///< a column of the same table
  Place within_place;

  /// The column that it reads.
  std::vector<PathUse> paths() const;
};

/// Reads `exact` into `exact`, which stays empty where it is absent or false. False after diagnostics were added.
bool read_exact(ColumnReader& reader, std::optional<ExactKey>& exact);

/// Relative sizes as whole numbers: exactly in proportion to the decimals as written, where 18 digits hold them all;
/// else to 2^-60 of their sum.
/// texts  numbers from 0 on, one of them above 0
std::vector<std::uint64_t> whole_weights(std::span<const std::string> texts);

/// Counts that add up to `rows`: each share rounded down, then one more in the order of the remainders, the largest
/// first and of equal ones the first (Hamilton's method). REQUIRES: one weight above 0, their sum below 2^63.
std::vector<std::int64_t> largest_remainder(std::int64_t rows, std::span<const std::uint64_t> weights);

/// Adds the column of places. Errors SG2141 (`missing` beside `exact`), SG2142 (nothing exact to be within).
Result<std::shared_ptr<const ExactShares>> lay_exact_shares(const ExactKey& exact,
                                                            std::span<const std::uint64_t> weights,
                                                            const SourceContext& context);

/// The number of the value in listed order for each place.
void values_of_places(std::span<const std::int64_t> ends, const std::int64_t* places, std::size_t n,
                      std::int32_t* values);

}  // namespace synthgen
