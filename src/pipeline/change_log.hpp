// The log of what noise and violations changed in a table, in memory.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "verified_output.hpp"

namespace synthgen {

/// What is taken back of the cells of the data.
enum class Undo : std::uint8_t {
  none,
  noise,  ///< the rows as they were drawn, those that break a rule on purpose included
  all,    ///< also the violations
};

class ChangeLog {
 public:
  struct Edit {
    std::int64_t row = 0;
    std::size_t begin = 0;  ///< of the text, see text()
    std::size_t bytes = 0;
    bool null = false;
  };

  /// Errors, without place: SG5014, SG5015, SG5016.
  static Result<ChangeLog> read(const VerifiedOutput& output, const VerifiedTable& table);

  std::uint64_t lines() const { return lines_; }
  /// What cells of a column held before: one edit for each cell, in the order of rows.
  std::span<const Edit> edits(std::size_t column, Undo undo) const;
  std::string_view text(const Edit& edit) const { return std::string_view(texts_).substr(edit.begin, edit.bytes); }
  /// The rows that break a rule on purpose, ascending, each once.
  std::span<const std::int64_t> violations(const std::string& rule) const;
  /// Rows were added or dropped, so that a row's number in the data says nothing of the table before noise.
  bool rows_moved() const { return rows_moved_; }

 private:
  std::string texts_;
  std::map<std::size_t, std::vector<Edit>> noise_;
  std::map<std::size_t, std::vector<Edit>> all_;
  std::map<std::string, std::vector<std::int64_t>> violations_;
  std::uint64_t lines_ = 0;
  bool rows_moved_ = false;
};

}  // namespace synthgen
