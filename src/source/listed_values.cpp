#include "synthgen/source/listed_values.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace synthgen {
namespace {

/// Columns of more different values have no domain that anybody would list.
constexpr std::size_t kLargestDomain = 10'000;

class Listed final : public Source {
 public:
  explicit Listed(std::shared_ptr<const LoadedColumn> loaded) : loaded_(std::move(loaded)) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    std::int64_t numbers[kBatchRows];
    for (std::size_t i = 0; i < rows.count; ++i) numbers[i] = rows[i];
    out.gather(loaded_->cells, {numbers, rows.count});
  }

 private:
  const std::shared_ptr<const LoadedColumn> loaded_;
};

/// The bytes of a cell, which tell equal values apart from others.
std::string_view bytes_of(const Column& column, std::size_t row) {
  if (column.type().kind == TypeKind::string) return column.text(row);
  const std::size_t width = value_bytes(column.type().kind);
  return {column.data<char>() + row * width, width};
}

/// Whether no value occurs twice and none is null.
bool all_differ(const Column& column) {
  if (!column.all_valid()) return false;
  std::unordered_set<std::string_view> seen;
  for (std::size_t row = 0; row < column.rows(); ++row) {
    if (!seen.insert(bytes_of(column, row)).second) return false;
  }
  return true;
}

/// The first row of each different value; nothing where there are too many to list.
std::optional<std::vector<std::int64_t>> first_rows(const Column& column) {
  std::unordered_set<std::string_view> seen;
  std::vector<std::int64_t> rows;
  for (std::size_t row = 0; row < column.rows(); ++row) {
    if (column.is_null(row) || !seen.insert(bytes_of(column, row)).second) continue;
    if (rows.size() == kLargestDomain) return std::nullopt;
    rows.push_back(static_cast<std::int64_t>(row));
  }
  return rows;
}

class ListedSpec final : public SourceSpec {
 public:
  explicit ListedSpec(std::shared_ptr<const LoadedColumn> loaded) : loaded_(std::move(loaded)) {
    const Column& cells = loaded_->cells;
    unique_ = all_differ(cells);
    ascending_ = unique_ && rises();
    const std::optional<std::vector<std::int64_t>> different = first_rows(cells);
    if (!different.has_value()) return;
    auto domain = std::make_shared<Column>();
    domain->gather(cells, *different);
    domain_ = std::move(domain);
  }

  bool unique() const override { return unique_; }
  const Column& cells() const { return loaded_->cells; }

  bool drawn() const override { return false; }
  std::string unscored() const override { return "has the rows of \"data\" for its values"; }

  Result<MadeSource> make(const SourceContext&) const override {
    MadeSource made;
    made.type = loaded_->cells.type();
    made.dictionary = loaded_->cells.dictionary();
    made.source = std::make_unique<Listed>(loaded_);
    made.own_rows_only = true;
    made.unique = unique_;
    made.distinct = unique_;
    made.ascending = ascending_;
    // The domain's codes are of a dictionary that lives as long as the column.
    if (domain_ != nullptr) made.domain = {std::make_shared<const Kept>(Kept{loaded_, domain_}), domain_.get()};
    made.memory_bytes = loaded_->memory_bytes();
    return made;
  }

 private:
  struct Kept {
    std::shared_ptr<const LoadedColumn> loaded;
    std::shared_ptr<const Column> domain;
  };

  /// Whether integers grow from row to row.
  bool rises() const {
    const Column& cells = loaded_->cells;
    if (cells.type().kind != TypeKind::integer) return false;
    const auto* values = cells.data<std::int64_t>();
    return std::is_sorted(values, values + cells.rows());
  }

  const std::shared_ptr<const LoadedColumn> loaded_;
  std::shared_ptr<const Column> domain_;
  bool unique_ = false;
  bool ascending_ = false;
};

}  // namespace

std::unique_ptr<SourceSpec> make_listed_values(std::shared_ptr<const LoadedColumn> cells) {
  return std::make_unique<ListedSpec>(std::move(cells));
}

std::optional<AlikeRows> alike_rows(std::span<const SourceSpec* const> columns, ListedNulls nulls) {
  std::vector<const Column*> cells;
  for (const SourceSpec* spec : columns) cells.push_back(&static_cast<const ListedSpec*>(spec)->cells());
  std::unordered_map<std::string, std::int64_t> seen;
  for (std::size_t row = 0; row < cells.front()->rows(); ++row) {
    std::string key;
    bool null = false;
    for (const Column* column : cells) {
      null = null || column->is_null(row);
      if (null) break;
      const std::string_view bytes = bytes_of(*column, row);
      key += std::to_string(bytes.size());
      key += ':';
      key += bytes;
    }
    const auto number = static_cast<std::int64_t>(row);
    if (null && nulls == ListedNulls::refused) return AlikeRows{number, number};
    if (null) continue;
    const auto [first, fresh] = seen.emplace(std::move(key), number);
    if (!fresh) return AlikeRows{first->second, number};
  }
  return std::nullopt;
}

const SourceKind& data_source() {
  static const SourceKind kKind = {
      .record = {.name = "data",
                 .summary = "Rows that are given, in the schema or in a file.",
                 .source = "the rows as they are",
                 .example = ""},
  };
  return kKind;
}

}  // namespace synthgen
