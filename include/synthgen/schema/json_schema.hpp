// The language as a JSON Schema (draft 2020-12), for editors and other validators: `synthgen schema`.
//
// Threads: pure.
#pragma once

#include <string>

namespace synthgen {

/// Made from the records of all kinds and keys.hpp, so that what is built is in it and nothing else. It judges
/// structure: names of keys, their presence together, forms and ranges of literal values. What depends on other parts
/// of a schema (names of columns and tables, expressions, types) is left to `check`.
std::string json_schema();

}  // namespace synthgen
