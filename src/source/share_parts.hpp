// Exact shares of a total: whole units in proportion to weights, that add up to it.
//
// Weights become non-negative whole numbers w₁ … wₙ with running sums W₁ … Wₙ = W; the part k is c_k − c_{k−1} with
// c_k = round(|T|·W_k/W), half up, and the sign of T. So the parts add up to T whatever the rounding, none has the
// other sign, and each is within one unit of its ideal share.
//
// Threads: pure. Determinism: integers of 128 bits; a double becomes whole by a power of two.
#pragma once

#include <cstdint>
#include <span>

#include "synthgen/column/column.hpp"
#include "synthgen/source/family_source.hpp"

namespace synthgen {

/// Running sums of whole weights stay below 2^kShareBits.
inline constexpr int kShareBits = 62;

/// round(total·running/whole), half up. REQUIRES: running ≤ whole, 0 < whole < 2^kShareBits.
std::uint64_t share_up_to(std::uint64_t total, std::uint64_t running, std::uint64_t whole);

/// The exponent e by which weights up to `greatest` become whole numbers below 2^bits: round(weight·2^e).
/// REQUIRES: greatest is finite and above 0.
int share_exponent(double greatest, int bits);
/// round(weight·2^exponent), half up; 0 of a weight that is negative or no finite number.
std::uint64_t whole_weight(double weight, int exponent);

/// Row `row` of a column of integers, decimals or numbers as a double; 0 where it is null.
double weight_at(const Column& weights, std::size_t row);

/// Parts of a total among the rows of each family.
///
/// total    column of the parent's cell: an integer or a decimal, the same in all rows of a family but for nulls, which
///          take no part and stay null
/// weights  column of relative sizes; without it all are the same
/// decimals digits by which the parts have more than the total
MadeSource make_family_shares(ColumnIndex total, std::optional<ColumnIndex> weights, Type type, int decimals);

/// Of columns that share a row's total: the exponent of a row's weights, so that their running sum stays below
/// 2^kShareBits; null where none is above 0.
MadeSource make_share_exponent(std::vector<ColumnIndex> weights);
/// The running sum of whole weights up to one column, from that of the column before it. Where there are no weights,
/// the column's place.
///
/// before  of the column before; nothing for the first
/// place   from 1
MadeSource make_running_weight(ColumnIndex exponent, ColumnIndex weight, std::optional<ColumnIndex> before,
                               std::int64_t place);
/// One column's part. `decimals` as above.
MadeSource make_row_share(ColumnIndex total, std::optional<ColumnIndex> before, ColumnIndex running, ColumnIndex whole,
                          Type type, int decimals);

}  // namespace synthgen
