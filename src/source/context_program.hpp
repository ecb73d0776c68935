// Expressions of a column's keys, compiled where the column stands.
#pragma once

#include <memory>
#include <string>

#include "synthgen/source/source.hpp"

namespace synthgen {

/// time_digits  see CompileOptions
/// role  what the purposes of its draws begin with: "mean ", "if 1 "; see CompileOptions
Result<std::shared_ptr<const Program>> compile_in(const SourceContext& context, const Expression& expression,
                                                  std::string role, std::optional<Type> wanted = std::nullopt,
                                                  int time_digits = 0);

}  // namespace synthgen
