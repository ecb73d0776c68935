// Arithmetic of operators on cells that are numbers: exact in decimal digits where both sides
// have few, rounded to the column's type, and refused where the result does not fit it.
//
// Threads: pure. Determinism: integer arithmetic, and of doubles + − × ÷ and elementary.hpp.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "synthgen/noise/noise.hpp"

namespace synthgen {

/// A cell as the nearest double. REQUIRES: a value of an integer, decimal or number column.
double cell_number(const DamagedColumn& column, std::size_t place);

enum class Scaling : std::uint8_t { multiply, divide };

// Each sets a cell that is a value, and returns false, without a change, where the result does not fit the type, is the
// value itself, or would mend it. Halves round away from zero. A number is taken by the digits in which it is written,
// so that 0.07 × 100 is 7.

/// Multiplies or divides by a factor, in decimal digits; REQUIRES: 0 < factor, finite. The quotient of numbers is that
/// of doubles where the factor is no power of ten.
bool scale_cell(DamagedColumn& column, std::size_t place, double factor, Scaling scaling);
/// Adds an amount, which is rounded to the type first.
bool add_to_cell(DamagedColumn& column, std::size_t place, double amount);
/// Rounds to the nearest multiple of a step; where the type lacks the multiple's digits, to the nearest that it has.
/// REQUIRES: 0 < step, finite.
bool round_cell(DamagedColumn& column, std::size_t place, double step);
/// The value with its sign flipped.
bool negate_cell(DamagedColumn& column, std::size_t place);

/// The distance of two neighbours of the type: 0.01 for decimal(2); 0 for numbers, which lie closer than matters.
double type_step(const Type& type);
/// Whether each value of the type is a multiple of a step, such as an integer of 0.5.
bool all_are_multiples(const Type& type, double step);

/// A row of a parameter that gives numbers; NaN where it is null or not finite.
double parameter_number(const Column& parameter, std::size_t row);
/// What a parameter that is a number must be, where it is literal.
struct NumberRule {
  std::string_view key;
  std::string_view example;  ///< a member, as "\"factor\": 10"
  /// A number that changes nothing, such as a factor of 1.
  std::optional<double> useless = std::nullopt;
  /// What messages call it where it stands in a list; empty: by its key.
  std::string_view subject = {};
};
/// A parameter greater than 0, as a number or a source; nothing where it is absent or faulty (SG2003, SG2106).
std::optional<NoiseParameter> positive_parameter(NoiseReader& reader, const NumberRule& rule);
/// Whether a literal number is greater than 0 and not useless; SG2106 otherwise.
bool check_positive(NoiseReader& reader, const json::Value& number, const NumberRule& rule);

/// How the values of a column lie.
struct SampleSpread {
  std::size_t values = 0;  ///< not null
  double sd = 0;           ///< with n − 1; 0 for fewer than two values
};
SampleSpread sample_spread(const Column& sample);

}  // namespace synthgen
