// JSON text for people to read: block by block, but short objects and lists on one line.
#pragma once

#include <string>

#include "synthgen/json/document.hpp"

namespace synthgen {

/// The value as text, with a final line feed. Members keep their order, numbers their digits.
std::string indented_json(const json::Value& value);

}  // namespace synthgen
