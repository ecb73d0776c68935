// The data of the locales: tables of texts that are part of the program, split into cells when it was built (see
// embed/embed_data.cpp). A table is the file data/<locale>/<topic>.txt; what no locale owns stands in data/any_locale.
//
// Threads: constant data.
#pragma once

#include <cassert>
#include <cstdint>
#include <span>
#include <string_view>

namespace synthgen {

class DataTable {
 public:
  constexpr DataTable(std::string_view locale, std::string_view topic, std::span<const char* const> names,
                      std::uint32_t rows, const char* bytes, const std::uint32_t* offsets, const double* const* numbers)
      : locale_(locale),
        topic_(topic),
        names_(names),
        rows_(rows),
        bytes_(bytes),
        offsets_(offsets),
        numbers_(numbers) {}

  std::string_view locale() const { return locale_; }
  std::string_view topic() const { return topic_; }
  std::uint32_t rows() const { return rows_; }
  bool has(std::string_view name) const;
  /// The place of a column. REQUIRES: there is one of that name.
  std::size_t column(std::string_view name) const;
  std::string_view text(std::size_t row, std::size_t column) const {
    assert(row < rows_);
    const std::uint32_t* at = offsets_ + column * rows_ + row;
    return {bytes_ + at[0], at[1] - at[0]};
  }
  std::string_view text(std::size_t row, std::string_view name) const { return text(row, column(name)); }
  /// The numbers of a column called weight, population, latitude or longitude.
  std::span<const double> numbers(std::string_view name) const;
  std::uint64_t bytes() const;

 private:
  std::string_view locale_;
  std::string_view topic_;
  std::span<const char* const> names_;
  std::uint32_t rows_;
  const char* bytes_;
  const std::uint32_t* offsets_;  // of the cells, column after column, and the end of the last
  const double* const* numbers_;  // by column; null where it holds texts only
};

/// All of them; made at build time.
std::span<const DataTable> data_tables();
/// Null where the locale has no such table.
const DataTable* find_data(std::string_view locale, std::string_view topic);
/// REQUIRES: there is one.
const DataTable& need_data(std::string_view locale, std::string_view topic);

}  // namespace synthgen
