// Tokens → tree, by recursive descent, one function per level of precedence.
//
// Threads: pure.
#pragma once

#include <string_view>

#include "lexer.hpp"
#include "syntax.hpp"

namespace synthgen::expression {

inline constexpr int kDeepest = 200;
inline constexpr std::size_t kLongestBytes = 64 * 1024;

/// The tree, or null where `diagnostics` has gained errors that leave none.
NodePtr parse_expression(std::string_view text, const TextOrigin& origin, Diagnostics& diagnostics);

}  // namespace synthgen::expression
