#include "file_filter.hpp"

#include <fmt/format.h>

namespace synthgen {
namespace {

class FileScope final : public Scope {
 public:
  FileScope(const FileTable& table, const std::vector<FilterColumn>& columns, const Scope& constants)
      : table_(table), columns_(columns), constants_(constants) {}

  Result<std::optional<Entry>> find(const Path& path) const override {
    if (of_this_row(path)) {
      return make_error(
          "SG2132", "the rows of a file are chosen once, so \"where\" knows no row of the table", {},
          "make the file a table of its own, \"data\": {\"file\": …}, and refer to its rows: \"references\" "
          "takes this in \"where\"");
    }
    if (path.size() > 1) {
      return make_error("SG3110",
                        fmt::format("\"{}\" is read through \"{}\", and a file has no foreign keys", path[1], path[0]),
                        {}, "name the columns of the file as they are");
    }
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].name != path[0]) continue;
      const Column& cells = columns_[i].loaded->cells;
      return std::optional(Entry{cells.type(), static_cast<ColumnIndex>(i), cells.dictionary()});
    }
    return std::optional<Entry>();
  }

  const NamedConstant* constant(std::string_view name) const override { return constants_.constant(name); }

  std::vector<std::string> names_near(const Path&) const override {
    std::vector<std::string> names;
    for (const FileColumn& column : table_.columns()) names.push_back(column.name);
    return names;
  }

 private:
  const FileTable& table_;
  const std::vector<FilterColumn>& columns_;
  const Scope& constants_;
};

/// Batches of the file's rows.
class FileEvaluate final : public Evaluate {
 public:
  FileEvaluate(const std::vector<FilterColumn>& columns, ColumnPool& pool) : columns_(columns), batch_(columns.size()) {
    pool_ = &pool;
  }

  void begin(std::size_t first, std::size_t count) {
    rows_ = RowSet::range(static_cast<std::int64_t>(first), count);
    std::int64_t numbers[kBatchRows];
    for (std::size_t i = 0; i < count; ++i) numbers[i] = rows_[i];
    for (std::size_t c = 0; c < columns_.size(); ++c) batch_[c].gather(columns_[c].loaded->cells, {numbers, count});
  }

  const Column& column(ColumnIndex index) override { return batch_[index]; }
  void cells(TableIndex, ColumnIndex, const Column&, Column&) override { assert(false); }
  void scan(TableIndex, ColumnIndex, const std::function<void(const Column&)>&) override { assert(false); }

 private:
  const std::vector<FilterColumn>& columns_;
  std::vector<Column> batch_;
};

}  // namespace

Result<std::vector<std::uint32_t>> filter_rows(const Expression& condition, const FileTable& table,
                                               const std::vector<FilterColumn>& columns, std::size_t rows,
                                               const Scope& constants, std::int64_t reference_micros) {
  const FileScope scope(table, columns, constants);
  bool draws = false;
  const StreamMaker streams = [&](std::string_view) {
    draws = true;
    return StreamKey();
  };
  CompileOptions options;
  options.wanted = Type{TypeKind::boolean, 0};
  options.reference_micros = reference_micros;
  Result<std::shared_ptr<const Program>> program = compile(condition, scope, streams, options);
  if (!program.ok()) return program.diagnostics();
  if (draws) {
    return make_error("SG2132", "the rows of a file are chosen once, so \"where\" draws nothing",
                      condition.origin().place(0, condition.text().size()),
                      "let the rows be drawn with a \"weight\", which is a column of the file");
  }
  std::vector<std::uint32_t> chosen;
  ColumnPool pool;
  FileEvaluate evaluate(columns, pool);
  Column verdict;
  for (std::size_t first = 0; first < rows; first += kBatchRows) {
    const std::size_t count = std::min(kBatchRows, rows - first);
    evaluate.begin(first, count);
    if (const Column* one = (*program)->constant(); one != nullptr) {
      static constexpr std::int64_t kZeros[kBatchRows] = {};
      verdict.gather(*one, {kZeros, count});
    } else {
      (*program)->run(evaluate, verdict);
    }
    for (std::size_t i = 0; i < count; ++i) {
      if (verdict.is_valid(i) && verdict.data<std::uint8_t>()[i] != 0) {
        chosen.push_back(static_cast<std::uint32_t>(first + i));
      }
    }
  }
  chosen.shrink_to_fit();
  return chosen;
}

}  // namespace synthgen
