// What is checked row by row, several checks in one pass over a table.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "synthgen/pipeline/verify.hpp"
#include "verified_rows.hpp"

namespace synthgen {

class RowCheck {
 public:
  virtual ~RowCheck() = default;

  const RowsOf& rows() const { return rows_; }
  /// Those that it reads.
  const std::vector<std::size_t>& columns() const { return columns_; }
  /// Before each pass; false where it wants no more of them. Errors, without place: what another table's files have.
  virtual Result<bool> begin_pass() = 0;
  virtual void add(const VerifiedRows& rows, std::size_t count) = 0;
  /// Its files have a fault of form, which is told already. Whether it goes on with what it has seen.
  virtual bool meets_fault() { return false; }
  /// After the last pass: what only shows now, and the line of the report.
  virtual void finish(VerifyReport& report);
  /// It cannot be checked, and why.
  void give_up(VerifyReport& report, std::string why) const;

 protected:
  /// what     as in the report: "primary key id"
  /// columns  of the table, that it reads
  RowCheck(std::string table, std::string what, RowsOf rows, std::vector<std::size_t> columns)
      : table_(std::move(table)), what_(std::move(what)), rows_(rows), columns_(std::move(columns)) {}

  /// Counts a finding; the first are told one by one.
  void tell(const char* code, const auto& message, std::string hint = {}) {
    code_ = code;
    if (++found_ <= kToldFindings) told_.add(make_error(code, message(), {}, std::move(hint)));
  }
  const std::string& table() const { return table_; }

  std::uint64_t examined_ = 0;
  std::uint64_t found_ = 0;
  std::string note_;
  Diagnostics told_;

 private:
  const std::string table_;
  const std::string what_;
  const RowsOf rows_;
  const std::vector<std::size_t> columns_;
  const char* code_ = "";
};

/// A cell as a message shows it: null, 12.50, "a text".
std::string shown_cell(const Column& column, std::size_t row);

}  // namespace synthgen
