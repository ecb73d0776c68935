// Loops over integers of 64 bits: the vector instructions that every processor has neither compare nor multiply them.
//
// Threads: pure functions. Determinism: integer arithmetic only; SIMD equals scalar.
#pragma once

#include <cstddef>
#include <cstdint>

namespace synthgen {

struct IntegerRows {
  const std::int64_t* values = nullptr;
  bool same = false;        ///< the first value stands for all rows
  std::int64_t factor = 1;  ///< what each value is multiplied by
};

// All of these REQUIRE that products with the factors, and results, fit 64 bits.

/// 1 where a < b, else 0; `negated`: the other way round.
void less_rows(std::size_t n, const IntegerRows& a, const IntegerRows& b, bool negated, std::uint8_t* out);
/// 1 where a = b, else 0; `negated`: the other way round.
void equal_rows(std::size_t n, const IntegerRows& a, const IntegerRows& b, bool negated, std::uint8_t* out);
void add_rows(std::size_t n, const IntegerRows& a, const IntegerRows& b, std::int64_t* out);
void multiply_rows(std::size_t n, const IntegerRows& a, const IntegerRows& b, std::int64_t* out);

/// All bits that a value has or, where it is negative, that −x − 1 has.
std::uint64_t bits_of_sizes(std::size_t n, const std::int64_t* values);

}  // namespace synthgen
