// Text forms of dates and times by a pattern, as strftime has them, in English and without a locale.
//
// Threads: immutable once parsed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace synthgen {

/// A pattern such as "%d/%m/%Y %H:%M", read once and written many times.
///
/// %Y year in four digits, %y its last two, %m month, %d day, %e day with a space for its zero, %j day of the year,
/// %H hour, %I hour of the half day, %M minute, %S second, %f microseconds, %p AM or PM, %B %b month by name, %A %a
/// weekday by name, %u weekday from Monday 1, %G %V year and week of ISO 8601, %F = %Y-%m-%d, %T = %H:%M:%S,
/// %R = %H:%M, %% a percent sign. A minus behind the % leaves out leading zeros: %-d.
class TimeFormat {
 public:
  /// What is wrong with a pattern, and where in it.
  struct Fault {
    std::size_t begin = 0;
    std::size_t length = 0;
    std::string message;
    std::string hint;
  };
  /// Nothing where the pattern is faulty, and `fault` says why.
  static std::optional<TimeFormat> parse(std::string_view pattern, Fault& fault);

  /// The first directive that needs a day, or a time of day: "%d"; empty where none does.
  const std::string& day_directive() const { return day_directive_; }
  const std::string& clock_directive() const { return clock_directive_; }

  /// What write() may write at most.
  std::size_t most_bytes() const { return most_bytes_; }
  /// Writes the text and returns its end.
  ///
  /// days    since 1970-01-01, within the years 1 … 9999
  /// micros  since that midnight, below 24 hours
  char* write(std::int32_t days, std::int64_t micros, char* out) const;

 private:
  struct Part {
    char directive = 0;  // 0: the literal text
    bool padded = true;
    std::uint16_t begin = 0;  // of the literal in literals_
    std::uint16_t length = 0;
  };
  void add_literal(std::string_view text);

  std::vector<Part> parts_;
  std::string literals_;
  std::string day_directive_;
  std::string clock_directive_;
  std::size_t most_bytes_ = 0;
};

}  // namespace synthgen
