// Implications as other languages and textbooks write them: "if a then b", "a implies b", "a => b", "a -> b". A rule
// says them by its keys "if" and "then".
//
// Threads: pure functions.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "lexer.hpp"

namespace synthgen::expression {

/// SG3005 at the first implication, with the rule that says it; nothing where there is none.
///
/// tokens  of the text, the last of kind `end`
/// origin  its pointer tells whether the text stands in a rule already
std::optional<Diagnostic> implication_fault(std::string_view text, std::span<const Token> tokens,
                                            const TextOrigin& origin);

}  // namespace synthgen::expression
