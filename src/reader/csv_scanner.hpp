// CSV into records: RFC 4180, UTF-8, lines ending in LF or CR LF, quoted line breaks; a byte order mark is skipped.
//
// Memory: a window of the file, 1 MiB or the longest record.
// Threads: one at a time.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "input_file.hpp"

namespace synthgen {

struct CsvField {
  std::string_view raw;  ///< between its quotes, doubled quotes still doubled
  bool quoted = false;
  bool doubled = false;  ///< holds doubled quotes

  /// The text; `scratch` is used where quotes were doubled.
  std::string_view text(std::string& scratch) const;
  /// An empty field without quotes is null.
  bool null() const { return raw.empty() && !quoted; }
};

class CsvScanner {
 public:
  enum class Step : std::uint8_t { record, end, fault };

  /// name  the file in messages
  CsvScanner(InputFile file, std::string name, char delimiter);

  /// To the next record, whose fields are valid until the next call.
  Step next();
  const std::vector<CsvField>& fields() const { return fields_; }
  /// Line of the file, from 1, on which the record begins.
  std::uint64_t line() const { return record_line_; }
  /// Nothing but a line break: an empty line.
  bool empty_line() const { return fields_.size() == 1 && fields_[0].null(); }
  /// What is wrong, where next() told a fault: SG5014 or SG5015.
  const Diagnostics& diagnostics() const { return diagnostics_; }

 private:
  enum class Parse : std::uint8_t { record, more, fault };

  /// Reads more of the file behind what is there. False at its end.
  bool refill();
  /// Looks at the record at at_; `more` where it may go on beyond the window.
  Parse parse();
  /// From the opening quote of a field; moves `p` behind the closing one.
  Parse parse_quoted(const char*& p, std::uint64_t& breaks);
  Parse fault(std::uint64_t line, const std::string& what, const std::string& hint);
  void check_utf8();
  Parse told_utf8();

  InputFile file_;
  const std::string name_;
  const char delimiter_;
  std::array<bool, 256> stops_{};  // bytes at which a field without quotes ends
  std::vector<char> window_;       // what has been read, then a line feed as a sentinel
  std::size_t at_ = 0;             // where the next record begins
  std::size_t end_ = 0;
  std::size_t checked_ = 0;  // up to where the bytes are known to be UTF-8
  bool invalid_ = false;     // at checked_
  bool whole_ = false;       // the file has been read to its end
  std::uint64_t line_ = 1;   // at at_
  std::uint64_t record_line_ = 1;
  std::vector<CsvField> fields_;
  Diagnostics diagnostics_;
};

}  // namespace synthgen
