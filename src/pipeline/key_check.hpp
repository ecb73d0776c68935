// Whether keys are there and unique, and whether references lead to one.
#pragma once

#include <memory>
#include <string>

#include "key_index.hpp"
#include "row_check.hpp"

namespace synthgen {

/// Keys that are held in memory at once; of more, one part after the other in a pass of its own.
inline constexpr std::uint64_t kKeysAtOnce = std::uint64_t{1} << 25;

/// Whether null is a finding too.
enum class KeyNulls : std::uint8_t { refused, allowed };

/// Of several columns their values together; rows where one is null count as different, where nulls are allowed.
/// what     "primary key id"
/// columns  one at least
std::unique_ptr<RowCheck> make_key_check(const VerifiedTable& table, std::string what, RowsOf rows,
                                         std::vector<std::size_t> columns, KeyNulls nulls);

/// The key that a foreign key refers to.
struct ReferredKey {
  LoggedTable table;
  std::vector<std::size_t> columns;  ///< in the order of those of the foreign key
  RowsOf rows;
};

/// Nulls refer to nothing and are well.
/// columns  one at least; of a reference of several columns all of them
std::unique_ptr<RowCheck> make_reference_check(const VerifiedTable& table, RowsOf rows,
                                               std::vector<std::size_t> columns, const ReferredKey& key);

}  // namespace synthgen
