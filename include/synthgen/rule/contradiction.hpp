// Rules that no row can satisfy together, found before the first row, and the fewest of
// them that it takes.
//
// Threads: pure. Determinism: a function of the system alone; work is bounded by counts, never by time.
#pragma once

#include <cstddef>
#include <vector>

#include "synthgen/rule/row_system.hpp"

namespace synthgen {

struct Contradiction {
  std::vector<std::size_t> rules;  ///< ascending; without any one of them, rows are possible or nothing is known
  /// Columns whose values take part, ascending; with lower or higher ones, rows would be possible.
  struct Bounds {
    std::size_t column = 0;
    bool low = false;  ///< both of a list
    bool high = false;
    friend bool operator==(const Bounds&, const Bounds&) = default;
  };
  std::vector<Bounds> bounds;
  std::vector<std::size_t> never_null;  ///< ascending: columns tested for null that take part by never being so
};

/// Sets of rules of which it is certain that no row satisfies them; no rule is in two of them.
/// What is decided: any number of intervals, lists of values, null tests, and conditions between them, by splitting
/// cases; sums over several columns as far as intervals and linear elimination go (fractions within whole numbers are
/// not searched for). A contradiction that needs more than that, or more than the bounded work, is not found.
/// Two things do not count as a way out: arithmetic that leaves 64 bits or the calendar, which makes a comparison
/// null, and doubles nearer to 0 than 1e-290, whose products have fewer digits.
/// Source: deletion filter for minimal sets (Chinneck and Dravnieks 1991); case splits with unit propagation after
/// Davis, Logemann and Loveland 1962.
std::vector<Contradiction> find_contradictions(const RowSystem& system);

}  // namespace synthgen
