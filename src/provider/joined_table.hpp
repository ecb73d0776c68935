// The tables of one topic in all locales that a column's rows may have, as one table: the rows of the first locale,
// then those of the next.
//
// Threads: immutable once made.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "locale_data.hpp"
#include "synthgen/column/column.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

inline constexpr std::size_t kMostLocales = 16;

class JoinedTable {
 public:
  /// REQUIRES: every one of the locales has the table.
  JoinedTable(const RowLocales& locales, std::string_view topic);

  std::size_t rows() const { return rows_; }
  struct Part {
    std::size_t locale = 0;  ///< number of the locale
    const DataTable* table = nullptr;
    std::size_t base = 0;  ///< place of its first row in the whole
  };
  const std::vector<Part>& parts() const { return parts_; }
  const Part& part_of(std::size_t row) const;
  std::string_view text(std::size_t row, std::string_view column) const;

 private:
  std::vector<Part> parts_;
  std::size_t rows_ = 0;
};

/// Texts of which some are equal, as a dictionary in which each occurs once, in order of appearance.
class CodedTexts {
 public:
  explicit CodedTexts(const std::vector<std::string>& texts);
  /// A column of a joined table, row by row.
  CodedTexts(const JoinedTable& table, std::string_view column);

  const Dictionary& dictionary() const { return *dictionary_; }
  /// By place in the list of texts.
  const std::vector<std::int32_t>& codes() const { return codes_; }
  std::string_view text(std::size_t place) const { return (*dictionary_)[static_cast<std::size_t>(codes_[place])]; }
  /// Each text once.
  std::shared_ptr<const Column> domain() const { return domain_of_dictionary(*dictionary_); }
  /// A provider that keeps these texts, and every batch of which is coded in them.
  MadeProvider coded(std::unique_ptr<const Provider> provider) const;

 private:
  std::unique_ptr<const Dictionary> dictionary_;
  std::vector<std::int32_t> codes_;
};

}  // namespace synthgen
