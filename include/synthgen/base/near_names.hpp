// "Did you mean …": the names of a list that a misspelt one resembles.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace synthgen {

/// Names within a third of the length in optimal string alignment distance (Damerau-Levenshtein with
/// adjacent transpositions, case ignored), nearest first, ties in the given order; at most three.
std::vector<std::string> near_names(std::string_view name, std::span<const std::string> candidates);
/// `did you mean "a"?` or `did you mean "a" or "b"?`; empty where nothing is near.
std::string did_you_mean(std::string_view name, std::span<const std::string> candidates);

}  // namespace synthgen
