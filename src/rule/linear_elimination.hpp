// Whether a set of linear inequalities has a solution: Fourier and Motzkin's elimination,
// exact, in bounded work.
//
// Threads: pure.
// Source: Dines 1919; Motzkin 1936. Strict inequalities stay strict; over whole numbers they become ≤ with 1 less, and
// constants are cut to what whole sums can reach.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace synthgen {

__extension__ typedef __int128 WideInteger;

/// Σ coefficient × column + constant ≤ 0, or < 0.
struct Inequality {
  struct Term {
    std::size_t column = 0;
    WideInteger coefficient = 0;
    friend bool operator==(const Term&, const Term&) = default;
  };
  std::vector<Term> terms;  ///< ascending by column, each once
  WideInteger constant = 0;
  bool strict = false;
};

/// True only where there is certainly no solution.
///
/// whole  by column: it takes whole numbers only
/// work   counted down; at 0 nothing is known
bool has_no_solution(std::vector<Inequality> inequalities, const std::vector<bool>& whole, std::int64_t& work);

}  // namespace synthgen
