// "x{i}": one declaration that stands for many columns.
#pragma once

#include <optional>
#include <string>

#include "synthgen/schema/schema.hpp"

namespace synthgen {

/// Whether the member has `repeat`, or braces that ask for it.
bool is_repeated(const json::Member& column);

/// How often; nothing after diagnostics were added (SG2014).
std::optional<std::int64_t> read_repeat(const json::Member& column, const Schema& schema, Diagnostics& diagnostics);

/// The name of the k-th column, from 1: "x{i}" is "x1".
std::string repeated_name(const std::string& name, std::int64_t k);

/// Names that a list of columns in the schema means: "x1..x20" is twenty of them. A text that is no range is itself.
/// Errors SG2014 where a range runs backwards or its ends differ in more than their number.
std::vector<std::string> expand_column_range(const json::Value& text, Diagnostics& diagnostics);

}  // namespace synthgen
