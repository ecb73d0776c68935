// Columns of files as the schema wants them typed.
//
// Threads: pure, but for the file that is read again to say where a fault stands.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "synthgen/reader/file_table.hpp"

namespace synthgen {

/// What a declaration asks of a file's column.
struct WantedType {
  std::optional<Type> type;   ///< nothing: as the file has it. A decimal with −1 decimals keeps the file's digits
  bool any_precision = true;  ///< of times: as many digits of the second as the file's values need
};

/// The column in the wanted type. Texts are read as values of it; numbers become other numbers (to fewer digits half
/// away from zero), dates become timestamps and datetimes. Without a wanted type the column itself.
/// Errors, without place: SG2135 (values that are none of the type, the first of them with their lines), SG2109 (a type
/// that cannot become the wanted one).
Result<std::shared_ptr<const LoadedColumn>> typed_column(const FileTable& table, std::size_t column,
                                                         const std::shared_ptr<const LoadedColumn>& loaded,
                                                         const WantedType& wanted);

/// Texts that are throughout integers, numbers, booleans (true and false), or dates become that; other columns stay as
/// they are. A number with leading zeros, such as a code, is a text. Nulls have no say; all nulls are texts.
std::shared_ptr<const LoadedColumn> by_content(const std::shared_ptr<const LoadedColumn>& loaded);

/// A field of a file as a message shows it: in quotes, on one line, its beginning where it is long.
std::string shown_value(std::string_view text);

/// Times with these digits of the second, 0, 3 or 6 (more are cut off), or with as many as their values need. Columns
/// of other types as they are.
std::shared_ptr<const LoadedColumn> with_precision(std::shared_ptr<LoadedColumn> loaded, std::optional<int> digits);

/// Texts, coded in a dictionary where they repeat; nothing is null. REQUIRES: at most 2 GiB of them.
std::shared_ptr<const LoadedColumn> text_column(std::span<const std::optional<std::string_view>> texts);

}  // namespace synthgen
