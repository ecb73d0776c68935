// A column that an expression fills: sources that are expressions in another form end here.
#pragma once

#include <memory>

#include "synthgen/source/source.hpp"

namespace synthgen {

/// wanted  the type that the values must take, where the source decides it and not the column
std::unique_ptr<SourceSpec> make_expression_spec(Expression expression, std::optional<Type> wanted = std::nullopt);

/// What a compiled expression gives.
std::unique_ptr<const Source> make_computed(std::shared_ptr<const Program> program);

}  // namespace synthgen
