// The keys of the language that are not built yet, from not_yet.def: later issues delete lines there.
//
// Threads: constant data.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace synthgen {

/// Where in the language a name stands.
enum class NotYet : std::uint8_t {
  document_key,
  table_key,
  rows_key,         ///< of the object that `rows` may be
  correlation_key,  ///< of a group of `correlations`
  rule_key,         ///< of one of `rules`
  column_key,       ///< a modifier
  source,           ///< a source key, one of which each column has
  source_key,       ///< a sibling that belongs to the source
  type,
  distribution,  ///< also as a function of an expression
  noise,         ///< an operator of a table's `noise`
  noise_key,     ///< of any such operator
  provider,
  function,
  operation,  ///< a word of expressions that is no function: like, matches, where
  output_key,
  csv_key,
  parquet_key,
  format,
};

/// Whether the language has that name at that place, but not yet this program.
bool is_not_yet(NotYet place, std::string_view name);
/// The names of that place, sorted.
std::vector<std::string_view> not_yet_names(NotYet place);

}  // namespace synthgen
