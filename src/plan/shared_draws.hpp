// Targets of rules that are made of the same draws, such as a user name and an e-mail of one name: they are drawn again
// together.
#pragma once

#include <vector>

#include "binding.hpp"

namespace synthgen {

/// What a target has in common with those before it.
struct SharedDraws {
  /// Earlier targets that draw what it draws, or share draws with those that do; ascending. Empty where it shares none.
  std::vector<std::size_t> mates;
  /// By column of the table: what they and the target are made of, and the mates with what follows them. Empty where
  /// there are no mates.
  std::vector<bool> changed;
};

/// Marks what the redraw of a target changes: its own draws and scores, the target, and what is filled with it.
void mark_drawn(const Draft& draft, std::size_t table, const PlannedTarget& target, std::vector<bool>& changed);

/// Of each target its SharedDraws. A target that shares draws loses those among `own`, for it is never drawn again by
/// itself.
///
/// targets  in the order in which their columns were made
std::vector<SharedDraws> find_shared_draws(const Draft& draft, std::size_t table, std::vector<PlannedTarget>& targets);

}  // namespace synthgen
