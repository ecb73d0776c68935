// What other tools, and people, call our noise operators and their keys.
//
// Threads: constant data.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace synthgen {

/// A word that is none of ours, and what to write for it.
struct NoiseHabit {
  std::string_view word;
  std::string_view ours;         ///< the operator or key
  std::string_view beside = {};  ///< what goes with it: "with \"kind\": \"ocr\""
};

/// The hint for an operator's name that there is not: `it is called "typo" here, with "kind": "ocr"`. Empty where the
/// word is no habit that we know.
std::string noise_habit(std::string_view name);
/// What a key of an operator is called here; empty likewise.
std::string_view noise_key_habit(std::string_view key);

/// The tables behind them, for tests.
std::span<const NoiseHabit> noise_habits();
std::span<const NoiseHabit> noise_key_habits();

}  // namespace synthgen
