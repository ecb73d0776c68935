// Rows of a CSV or Parquet file, drawn alike or by weight; columns that share "as" read the same row.
#include <fmt/format.h>

#include <algorithm>

#include "file_filter.hpp"
#include "file_pick.hpp"
#include "synthgen/base/near_names.hpp"
#include "synthgen/base/number_text.hpp"
#include "synthgen/source/file_columns.hpp"
#include "synthgen/source/source.hpp"

namespace synthgen {
namespace {

constexpr const char* kRowOfFile = "picks a row of a file";

class Sampled final : public Source {
 public:
  Sampled(std::shared_ptr<const LoadedColumn> column, ColumnIndex pick) : column_(std::move(column)), pick_(pick) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const Column& picks = evaluate.column(pick_);
    if (column_->cells.rows() == 0) {  // of a table without rows, or of one that reads one
      out.reset(column_->cells.type(), picks.rows());
      for (std::size_t i = 0; i < picks.rows(); ++i) append_nothing(i, out);
      return;
    }
    out.gather(column_->cells, {picks.data<std::int64_t>(), picks.rows()});
    out.intersect_validity(picks);
  }

 private:
  static void append_nothing(std::size_t row, Column& out) {
    if (out.type().kind == TypeKind::string && out.dictionary() == nullptr) {
      out.append_null();
    } else {
      out.set_null(row);
    }
  }

  const std::shared_ptr<const LoadedColumn> column_;
  const ColumnIndex pick_;
};

/// The keys of a sample as read.
struct SampleText {
  const json::Value* json = nullptr;
  std::shared_ptr<FileTable> table;
  const json::Value* file = nullptr;
  std::size_t column = 0;
  std::optional<std::size_t> weight;
  const json::Value* weight_json = nullptr;
  const json::Value* as = nullptr;
  const json::Value* where_json = nullptr;
  std::optional<Expression> where;
  std::vector<std::size_t> where_columns;
  std::string delimiter;
};

class SampleSpec final : public SourceSpec {
 public:
  explicit SampleSpec(SampleText text) : text_(std::move(text)) {}

  std::string unscored() const override { return "takes its values from a file"; }

  Result<MadeSource> make(const SourceContext& context) const override {
    if (context.declaration().unique) {
      return make_error("SG2144", "a sample cannot be unique: each row of the file may be drawn again",
                        context.declaration().unique_place,
                        R"(a table with "data": {"file": ...} has each row of the file once)");
    }
    Result<std::shared_ptr<const LoadedColumn>> column =
        read_file_column(*text_.table, text_.column, context.declaration(), text_.json->place);
    if (text_.table->faulty() && column.ok()) return make_error(kFollowUp, "the file is faulty");
    if (text_.table->faulty()) return column.diagnostics();
    Result<ColumnIndex> pick = find_pick(context);
    if (!column.ok() || !pick.ok()) {
      Diagnostics diagnostics = column.diagnostics();
      diagnostics.add(pick.diagnostics());
      return diagnostics;
    }
    MadeSource made;
    made.type = (*column)->cells.type();
    made.dictionary = (*column)->cells.dictionary();
    made.inputs = {*pick};
    made.memory_bytes = (*column)->memory_bytes();
    made.source = std::make_unique<Sampled>(std::move(*column), *pick);
    return made;
  }

 private:
  /// What columns that share a row agree on, and where this one says it.
  std::vector<SharedRow::Fact> facts(const SourceContext& context) const {
    const auto said = [&](std::string_view key, const json::Value* value) {
      return SharedRow::Fact{std::string(key), value != nullptr ? value->text : std::string(),
                             value != nullptr ? value->place : text_.json->place};
    };
    SharedRow::Fact where = said("where", text_.where_json);
    // One text, but another condition in each of the columns that "repeat" makes.
    for (const NamedConstant& constant : context.declaration().constants) {
      if (reads(constant.name)) where.value += fmt::format(" with {} = {}", constant.name, constant.text);
    }
    return {said("file", text_.file), SharedRow::Fact{"delimiter", text_.delimiter, text_.json->place},
            said("weight", text_.weight_json), std::move(where)};
  }

  /// Whether "where" has this name, and no column of the file does.
  bool reads(std::string_view name) const {
    if (!text_.where.has_value() || text_.table->find(name).has_value()) return false;
    const std::vector<PathUse> uses = text_.where->paths();
    return std::any_of(uses.begin(), uses.end(),
                       [&](const PathUse& use) { return use.path.size() == 1 && use.path[0] == name; });
  }

  /// The internal column of row numbers: this column's own, or that of all columns with the same "as".
  Result<ColumnIndex> find_pick(const SourceContext& context) const {
    if (text_.as == nullptr) {
      Result<MadeSource> made = make_pick(context.stream("pick/64"), context);
      if (!made.ok()) return made.diagnostics();
      return context.add_column("file row of " + context.declaration().name, kRowOfFile, std::move(*made));
    }
    SharedRow& shared = context.shared_row("sample " + text_.as->text);
    if (shared.first_column.empty()) {
      shared.first_column = context.declaration().name;
      shared.facts = facts(context);
      Result<MadeSource> made = make_pick(context.shared_stream(text_.as->text, "shared pick/64"), context);
      if (!made.ok()) return made.diagnostics();
      shared.pick = context.add_column("file row of " + text_.as->text, kRowOfFile, std::move(*made));
      return *shared.pick;
    }
    release_waiting();
    if (std::optional<Diagnostic> fault = differs(shared, context); fault.has_value()) return *fault;
    if (!shared.pick.has_value()) return make_error(kFollowUp, "the row that it shares could not be made");
    return *shared.pick;
  }

  std::optional<Diagnostic> differs(const SharedRow& shared, const SourceContext& context) const {
    const std::vector<SharedRow::Fact> mine = facts(context);
    for (std::size_t i = 0; i < mine.size(); ++i) {
      const std::string& theirs = shared.facts[i].value;
      if (mine[i].value == theirs) continue;
      const auto shown = [](const std::string& value) { return value.empty() ? "none" : fmt::format("\"{}\"", value); };
      return make_error(
          "SG2133",
          fmt::format("\"as\": \"{}\" is one row, and its {} is {} here and {} in column \"{}\"", text_.as->text,
                      mine[i].key, shown(mine[i].value), shown(theirs), shared.first_column),
          mine[i].place,
          "columns with the same \"as\" have the same file, weight and where; other rows need another name");
    }
    return std::nullopt;
  }

  /// Another column with the same "as" has read what both of them need.
  void release_waiting() const {
    if (text_.weight.has_value()) text_.table->release(*text_.weight);
    for (const std::size_t column : text_.where_columns) text_.table->release(column);
  }

  Result<MadeSource> make_pick(StreamKey key, const SourceContext& context) const {
    FileRows rows;
    if (text_.where.has_value()) {
      Result<std::vector<std::uint32_t>> chosen = filter(context);
      if (!chosen.ok()) return chosen.diagnostics();
      rows.rows = std::move(*chosen);
    }
    Result<std::int64_t> count = text_.table->rows();
    if (!count.ok()) return placed(count.diagnostics(), text_.json->place);
    rows.file_rows = *count;
    const bool needed = context.table_rows() > 0;
    if (rows.count() == 0 && needed) {
      if (text_.where.has_value() && rows.file_rows > 0) {
        return make_error("SG2132", fmt::format("no row of \"{}\" passes \"where\"", text_.table->name()),
                          text_.where_json->place, "names are the file's columns; texts are compared letter by letter");
      }
      return make_error("SG2132", fmt::format("the file \"{}\" has no rows to draw from", text_.table->name()),
                        text_.json->place, "give it rows below its header, or this table none");
    }
    if (text_.weight.has_value()) {
      Result<FileRows> weighted = weigh(rows, needed);
      if (!weighted.ok()) return weighted.diagnostics();
      rows = std::move(*weighted);
    }
    return make_file_pick(key, std::move(rows));
  }

  Result<std::vector<std::uint32_t>> filter(const SourceContext& context) const {
    std::vector<FilterColumn> columns;
    for (const std::size_t column : text_.where_columns) {
      Result<std::shared_ptr<const LoadedColumn>> loaded =
          read_file_column(*text_.table, column, ColumnDeclaration(), text_.where_json->place);
      if (!loaded.ok()) return loaded.diagnostics();
      columns.push_back({text_.table->columns()[column].name, by_content(*loaded)});
    }
    const Result<std::int64_t> rows = text_.table->rows();
    if (!rows.ok()) return placed(rows.diagnostics(), text_.json->place);
    return filter_rows(*text_.where, *text_.table, columns, static_cast<std::size_t>(*rows), context.scope(),
                       context.reference_micros());
  }

  Result<FileRows> weigh(const FileRows& rows, bool needed) const {
    const FileTable& table = *text_.table;
    const std::string& name = table.columns()[*text_.weight].name;
    const auto fault = [&](std::int64_t row, const std::string& value, const std::string& what) {
      return make_error("SG2132",
                        fmt::format("\"{}\", {}: {} in the weight column \"{}\" is {}", table.name(),
                                    table.row_place(row), value, name, what),
                        text_.weight_json->place, "weights are numbers from 0 on; an empty one counts as 0");
    };
    Result<std::shared_ptr<const LoadedColumn>> loaded =
        read_file_column(*text_.table, *text_.weight, ColumnDeclaration(), text_.weight_json->place);
    if (!loaded.ok()) return loaded.diagnostics();
    const std::shared_ptr<const LoadedColumn> weights = by_content(*loaded);
    const Column& cells = weights->cells;
    if (!is_numeric(cells.type().kind)) {
      if (cells.null_count() == cells.rows() && !needed) return rows;
      for (std::size_t row = 0; row < cells.rows() && (*loaded)->cells.type().kind == TypeKind::string; ++row) {
        const std::string text((*loaded)->cells.text(row));
        if ((*loaded)->cells.is_null(row) || parse_number(text).has_value()) continue;
        return fault(static_cast<std::int64_t>(row), shown_value(text), "no number");
      }
      return make_error("SG2132", fmt::format("the weight column \"{}\" of \"{}\" has no numbers", name, table.name()),
                        text_.weight_json->place, "weights are numbers from 0 on");
    }
    for (std::size_t row = 0; row < cells.rows(); ++row) {
      if (cells.is_null(row)) continue;
      const bool number = cells.type().kind == TypeKind::number;
      if (number ? cells.data<double>()[row] >= 0 : cells.data<std::int64_t>()[row] >= 0) continue;
      return fault(static_cast<std::int64_t>(row),
                   number ? shortest_text(cells.data<double>()[row])
                          : decimal_text(cells.data<std::int64_t>()[row], cells.type().decimals),
                   "below 0");
    }
    std::optional<FileRows> weighted = weighted_rows(cells, rows.rows);
    if (weighted.has_value()) return std::move(*weighted);
    if (!needed) return rows;
    return make_error("SG2132",
                      fmt::format("the weights in column \"{}\" of \"{}\" add up to 0 or to more than a double holds",
                                  name, table.name()),
                      text_.weight_json->place,
                      text_.where.has_value() ? "of the rows that pass \"where\", one at least has a weight above 0"
                                              : "one row at least has a weight above 0");
  }

  const SampleText text_;
};

constexpr std::string_view kExample = R"(for example "sample": {"file": "cities.csv", "column": "city"})";
constexpr std::string_view kMembers[] = {"as", "column", "delimiter", "file", "weight", "where"};

/// The text of a member; null where it is absent or faulty, which is then told.
const json::Value* text_member(const json::Value& value, std::string_view key, Diagnostics& diagnostics, bool& good) {
  const json::Value* member = value.get(key);
  if (member == nullptr) return nullptr;
  if (member->is(json::Kind::string) && !member->text.empty()) return member;
  diagnostics.add(make_error("SG2003",
                             member->is(json::Kind::string) ? fmt::format("\"{}\" of a sample is empty", key)
                                                            : fmt::format("\"{}\" of a sample is a text, not {}", key,
                                                                          json::kind_name(member->kind)),
                             member->place, std::string(kExample)));
  good = false;
  return nullptr;
}

bool check_members(const json::Value& value, ColumnReader& reader) {
  bool good = true;
  for (const std::string_view key : kMembers) {
    if (reader.take(key) == nullptr) continue;
    reader.diagnostics().add(make_error("SG2104", fmt::format("\"{}\" stands in \"sample\", not beside it", key),
                                        reader.column().find(key)->name_place, std::string(kExample)));
    good = false;
  }
  for (const json::Member& member : value.members) {
    if (std::find(std::begin(kMembers), std::end(kMembers), member.name) != std::end(kMembers)) continue;
    const std::vector<std::string> names(std::begin(kMembers), std::end(kMembers));
    const std::string near = did_you_mean(member.name, names);
    reader.diagnostics().add(
        make_error("SG2104", fmt::format("unknown key \"{}\" of a sample", member.name), member.name_place,
                   fmt::format("{}{}accepted: {}", near, near.empty() ? "" : " ", fmt::join(names, ", "))));
    good = false;
  }
  return good;
}

std::unique_ptr<SourceSpec> parse_sample(const json::Value& value, ColumnReader& reader) {
  reader.set_owner("a sample", "");
  Diagnostics& diagnostics = reader.diagnostics();
  if (!value.is(json::Kind::object)) {
    diagnostics.add(make_error("SG2003", fmt::format("a sample is an object, not {}", json::kind_name(value.kind)),
                               value.place, std::string(kExample)));
    reader.take_all();
    return nullptr;
  }
  bool good = check_members(value, reader);
  SampleText text;
  text.json = &value;
  text.file = text_member(value, "file", diagnostics, good);
  const json::Value* column = text_member(value, "column", diagnostics, good);
  text.weight_json = text_member(value, "weight", diagnostics, good);
  text.as = text_member(value, "as", diagnostics, good);
  text.where_json = text_member(value, "where", diagnostics, good);
  if (text.where_json != nullptr) {
    text.where = parse_expression_text(*text.where_json, diagnostics);
    good = good && text.where.has_value();
  }
  if (value.get("file") == nullptr) {
    diagnostics.add(make_error("SG2105", "a sample lacks \"file\"", value.place, std::string(kExample)));
    return nullptr;
  }
  std::optional<char> delimiter;
  if (const json::Value* given = value.get("delimiter"); given != nullptr) {
    delimiter = read_delimiter(*given, diagnostics);
    good = good && delimiter.has_value();
    text.delimiter = given->text;
  }
  if (text.file == nullptr || (!delimiter.has_value() && value.get("delimiter") != nullptr)) return nullptr;
  text.table = open_table_file(*text.file, delimiter, reader.files(), diagnostics);
  if (text.table == nullptr) return nullptr;
  const auto find = [&](const std::string& name, const Place& place) -> std::optional<std::size_t> {
    const std::optional<std::size_t> found = find_file_column(*text.table, name, place, diagnostics);
    good = good && found.has_value();
    return found;
  };
  if (column != nullptr) {
    text.column = find(column->text, column->place).value_or(0);
  } else if (value.get("column") == nullptr) {
    const std::string& name = reader.declaration().name;
    if (!text.table->find(name).has_value()) {
      diagnostics.add(make_error(
          "SG2105",
          fmt::format("this sample lacks \"column\", and \"{}\" has none called \"{}\"", text.table->name(), name),
          value.place, fmt::format("add \"column\": {}", listed_columns(*text.table))));
      good = false;
    }
    if (text.table->find(name).has_value()) text.column = find(name, value.place).value_or(0);
  }
  if (text.weight_json != nullptr) text.weight = find(text.weight_json->text, text.weight_json->place);
  if (!good) return nullptr;
  text.table->want(text.column);
  if (text.weight.has_value()) text.table->want(*text.weight);
  if (text.where.has_value()) {
    for (const PathUse& use : text.where->paths()) {
      // What is no column is told when the names are looked up.
      const std::optional<std::size_t> read = use.path.size() == 1 ? text.table->find(use.path[0]) : std::nullopt;
      if (!read.has_value()) continue;
      text.where_columns.push_back(*read);
      text.table->want(*read);
    }
  }
  return std::make_unique<SampleSpec>(std::move(text));
}

}  // namespace

const SourceKind& sample_source() {
  static const SourceKind kKind = {
      .record = {.name = "sample",
                 .summary = "A row of a CSV or Parquet file: cities by population, products of a catalogue.",
                 .source = "inversion of the running sums of the weights through a guide table (Chen and Asau 1974)",
                 .example = R"({"sample": {"file": "cities.csv", "column": "city", "weight": "population"}})"},
      .bounds_hint = R"(choose rows of the file: "where": "population > 1000")",
      .value_schema =
          R"({"type":"object","required":["file"],"additionalProperties":false,"properties":{)"
          R"("file":{"type":"string","minLength":1,"description":"A CSV or Parquet file, relative to the schema's folder."},)"
          R"("column":{"type":"string","minLength":1,"description":"Of the file; without it, the one named like this column."},)"
          R"("weight":{"type":"string","minLength":1,"description":"Column of the file with relative weights, numbers from 0 on."},)"
          R"("as":{"type":"string","minLength":1,"description":"Columns of the table that share it read the same row."},)"
          R"("where":{"type":"string","minLength":1,"description":"Condition on the file's columns that a row must meet."},)"
          R"("delimiter":{"type":"string","minLength":1,"maxLength":1,"description":"Of a CSV; a comma without it."}}})",
      .parse = &parse_sample,
  };
  return kKind;
}

}  // namespace synthgen
