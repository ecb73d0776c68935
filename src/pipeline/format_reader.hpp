// Dates and times as values, from texts in a column's own format: what TimeFormat writes, read back.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "synthgen/base/time_format.hpp"
#include "synthgen/column/column.hpp"

namespace synthgen {

class FormatReader {
 public:
  /// Nothing where a text of that format tells less than a value of the type: "%d/%m/%y" not the century, "%H:%M" not
  /// the seconds.
  static std::optional<FormatReader> make(const std::string& pattern, const Type& type);

  /// False where the text is none that the format writes; the row is then unspecified.
  bool read(std::string_view text, Column& out, std::size_t row) const;

 private:
  struct Fields;
  bool read_directive(char directive, std::string_view& text, Fields& fields) const;

  Type type_;
  std::optional<TimeFormat> format_;
  std::string pattern_;  // composites spelled out, signs of padding left out
};

}  // namespace synthgen
