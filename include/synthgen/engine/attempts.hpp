// How often a row that breaks rules is drawn again, and how these attempts are numbered.
#pragma once

#include <cstdint>

namespace synthgen {

/// The attempt word of a cell: outer << kInnerAttemptBits | inner.
inline constexpr int kInnerAttemptBits = 20;
/// Of the inner attempts, the higher bits number those of targets that share draws: all of them are drawn anew in each,
/// and where one draws by itself that has the lower bits.
inline constexpr int kSharedAttemptShift = 11;
inline constexpr std::uint32_t kMostSharedAttempts = (1U << (kInnerAttemptBits - kSharedAttemptShift)) - 1;
/// Draws of a target within one attempt of its component.
inline constexpr std::uint32_t kMostInnerAttempts = 1024;
/// Outer attempts of a row's component.
inline constexpr std::uint32_t kMostOuterAttempts = 64;
/// The outer attempt of rows that break a rule on purpose: one more, so that they draw what no other attempt does.
inline constexpr std::uint32_t kViolationAttempt = kMostOuterAttempts + 1;

}  // namespace synthgen
