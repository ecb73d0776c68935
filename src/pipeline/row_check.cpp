#include "row_check.hpp"

#include <fmt/format.h>

#include "synthgen/base/number_text.hpp"
#include "synthgen/column/cell_text.hpp"
#include "synthgen/reader/typed_column.hpp"

namespace synthgen {

void RowCheck::finish(VerifyReport& report) {
  if (found_ > kToldFindings) {
    const std::uint64_t more = found_ - kToldFindings;
    told_.add(make_error(
        code_, fmt::format("{}, {}: {} more {} not shown", table_, what_, grouped_text(static_cast<std::int64_t>(more)),
                           more == 1 ? "finding is" : "findings are")));
  }
  report.findings.add(told_);
  // Where the data itself has too much noise, and no log to undo it.
  if (rows_.tree == FileTree::clean && !what_.starts_with("clean/")) {
    note_ = fmt::format("read from clean/{}{}", note_.empty() ? "" : "; ", note_);
  }
  report.checks.push_back({table_, what_, examined_, found_, note_});
}

void RowCheck::give_up(VerifyReport& report, std::string why) const {
  report.checks.push_back({table_, what_, std::nullopt, 0, std::move(why)});
}

std::string shown_cell(const Column& column, std::size_t row) {
  if (column.is_null(row)) return "null";
  if (column.type().kind == TypeKind::string) return shown_value(column.text(row));
  char text[kCellTextBytes];
  return {text, put_cell_text(column, row, text)};
}

}  // namespace synthgen
