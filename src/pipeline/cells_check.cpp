#include "cells_check.hpp"

#include <fmt/format.h>

#include <map>
#include <numeric>

#include "synthgen/base/number_text.hpp"
#include "synthgen/reader/typed_column.hpp"

namespace synthgen {
namespace {

std::vector<std::size_t> all_columns(const VerifiedTable& table) {
  std::vector<std::size_t> columns(table.columns.size());
  std::iota(columns.begin(), columns.end(), std::size_t{0});
  return columns;
}

std::string counted(std::uint64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", grouped_text(static_cast<std::int64_t>(count)), count == 1 ? one : many);
}

class CellsCheck final : public RowCheck {
 public:
  CellsCheck(const VerifiedTable& described, FileTree tree)
      : RowCheck(described.name,
                 tree == FileTree::clean ? "clean/ columns, types, rows and nulls" : "columns, types, rows and nulls",
                 {tree, Undo::none}, all_columns(described)),
        described_(described),
        nulls_(described.columns.size()),
        faulty_(described.columns.size()) {}

  Result<bool> begin_pass() override { return passes_++ == 0; }

  void add(const VerifiedRows& rows, std::size_t count) override {
    examined_ += count;
    counted_[&rows.file()] += count;
    for (const ScanFault& fault : rows.faults()) {
      faulty_[fault.column] = true;
      tell(verify_code::kCells, [&] {
        const VerifiedColumn& column = described_.columns[fault.column];
        return fmt::format("{}: column \"{}\" holds {}, which is no {}", rows.place(fault.row), column.name,
                           shown_value(fault.text), type_text(column.type_in(this->rows().tree)));
      });
    }
    for (std::size_t c = 0; c < nulls_.size(); ++c) nulls_[c] += rows.column(c).null_count();
  }

  bool meets_fault() override { return stopped_ = true; }

  void finish(VerifyReport& report) override {
    if (stopped_) {
      RowCheck::finish(report);
      ++report.checks.back().found;
      return;
    }
    const FileTree tree = rows().tree;
    for (const VerifiedFile& file : described_.files) {
      if (file.tree != tree) continue;
      const std::uint64_t found = counted_[&file];
      if (found == file.rows) continue;
      tell(verify_code::kRows, [&] {
        return fmt::format("\"{}\" has {}, and the manifest says {}", file.path, counted(found, "row", "rows"),
                           grouped_text(static_cast<std::int64_t>(file.rows)));
      });
    }
    for (std::size_t c = 0; c < nulls_.size(); ++c) {
      const VerifiedColumn& column = described_.columns[c];
      if (faulty_[c] || nulls_[c] == column.nulls_in(tree)) continue;
      tell(verify_code::kRows, [&] {
        return fmt::format("{}: column \"{}\" has {}, and the manifest says {}", table(), column.name,
                           counted(nulls_[c], "null", "nulls"),
                           grouped_text(static_cast<std::int64_t>(column.nulls_in(tree))));
      });
    }
    RowCheck::finish(report);
  }

 private:
  const VerifiedTable& described_;
  int passes_ = 0;
  bool stopped_ = false;
  std::map<const VerifiedFile*, std::uint64_t> counted_;
  std::vector<std::uint64_t> nulls_;
  std::vector<bool> faulty_;  // by column: some cell counts as null because it is none of the type
};

}  // namespace

std::unique_ptr<RowCheck> make_cells_check(const VerifiedTable& table, FileTree tree) {
  return std::make_unique<CellsCheck>(table, tree);
}

}  // namespace synthgen
