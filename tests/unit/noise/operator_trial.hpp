// One operator over cells that a test gives, every row hit: what the schema and the plan do
// around it, in small. Parameters are literals or {"constant": …} here; other sources are tried through whole schemas.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "support/catch.hpp"
#include "synthgen/column/text_value.hpp"
#include "synthgen/json/document.hpp"
#include "synthgen/noise/noise.hpp"

namespace synthgen {

/// A column of any type from texts as files have them; nullptr is null.
inline Column cells_of(Type type, const std::vector<const char*>& values) {
  Column column;
  column.reset(type, values.size());
  for (std::size_t row = 0; row < values.size(); ++row) {
    if (type.kind == TypeKind::string) {
      values[row] == nullptr ? column.append_null() : column.append_text(values[row]);
    } else if (values[row] == nullptr) {
      column.set_null(row);
    } else {
      const bool read = parse_value(values[row], column, row);
      REQUIRE(read);
    }
  }
  return column;
}

class OperatorTrial final : public NoiseContext {
 public:
  struct Listed {
    const Column* clean = nullptr;
    std::string format = {};
    std::shared_ptr<const Column> domain = nullptr;
  };

  /// json  the operator as in a schema: R"({"operator": "case", "to": "upper"})"
  OperatorTrial(const char* json, const std::vector<Listed>& listed, std::string locale = "en_US")
      : locale_(std::move(locale)) {
    auto parsed = json::parse_document("operator.json", json);
    REQUIRE(parsed.ok());
    document_ = std::make_unique<json::Document>(std::move(*parsed));
    for (const Listed& one : listed) {
      NoiseColumn& column = columns_.emplace_back();
      column.name = "c" + std::to_string(columns_.size() - 1);
      column.type = one.clean->type();
      column.format = one.format;
      column.domain = one.domain;
      clean_.push_back(one.clean);
    }
    const json::Value& object = document_->root;
    kind_ = find_noise(object.get("operator")->text);
    REQUIRE(kind_ != nullptr);
    ColumnReader outer(object, declaration_, diagnostics_);
    outer.set_nested([](const json::Value& value, std::span<const std::string_view>, ColumnDeclaration& declaration,
                        const ColumnReader& around) {
      ColumnReader reader(value, declaration, around);
      return find_source("constant")->parse(constant_of(value), reader);
    });
    NoiseReader reader(object, object.get("operator")->text, outer);
    spec_ = kind_->parse(reader);
    reader.check_all_taken();
    if (spec_ == nullptr || diagnostics_.has_errors()) return;
    Result<MadeNoise> made = spec_->make(*this);
    if (!made.ok()) {
      diagnostics_.add(made.diagnostics());
      return;
    }
    made_ = std::move(*made);
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      const bool leaves = c < made_.leaves_type.size() && made_.leaves_type[c];
      damaged_.push_back(std::make_unique<DamagedColumn>(CellText(columns_[c].type, columns_[c].format),
                                                         leaves ? WrittenForm::text : WrittenForm::typed));
      damaged_.back()->begin(*clean_[c]);
    }
  }

  const Diagnostics& diagnostics() const { return diagnostics_; }
  const MadeNoise& made() const { return made_; }

  /// Applies it to all rows, which are those from `first_row` on of their table; returns the hits that changed
  /// something. REQUIRES: no errors.
  std::uint64_t run(StreamKey key = {1, 2}, std::int64_t first_row = 0) {
    REQUIRE_FALSE(diagnostics_.has_errors());
    const std::size_t rows = clean_.front()->rows();
    std::vector<std::uint16_t> places;
    std::vector<std::int64_t> numbers;
    for (std::size_t row = 0; row < rows; ++row) {
      places.push_back(static_cast<std::uint16_t>(row));
      numbers.push_back(first_row + static_cast<std::int64_t>(row));
    }
    std::vector<DamagedColumn*> columns;
    for (std::size_t c = 0; c < damaged_.size(); ++c) {
      damaged_[c]->begin(*clean_[c]);
      damaged_[c]->begin_operation(0, static_cast<std::uint16_t>(c));
      columns.push_back(damaged_[c].get());
    }
    std::vector<Column> values(parameters_.size());
    std::vector<const Column*> given;
    for (std::size_t p = 0; p < parameters_.size(); ++p) {
      const std::vector<std::int64_t> first(rows, 0);
      values[p].gather(parameters_[p], first);
      given.push_back(&values[p]);
    }
    return made_.operation->apply(NoiseBatch(places, numbers, columns, given, key));
  }
  const Column& written(std::size_t column = 0) { return damaged_[column]->finish(); }
  const DamagedColumn& damaged(std::size_t column = 0) const { return *damaged_[column]; }
  /// The cell as a file has it after run(); "null" where it is null.
  std::string cell(std::size_t row, std::size_t column = 0) const {
    if (damaged_[column]->is_null(row)) return "null";
    std::string text;
    damaged_[column]->append_text(row, text);
    return text;
  }

  std::span<const NoiseColumn> columns() const override { return columns_; }
  const std::string& locale() const override { return locale_; }
  Result<Parameter> add_parameter(const NoiseParameter& parameter, std::optional<Type> wanted) override {
    ParameterValue value;
    value.json = &constant_of(*parameter.json);
    value.text = value.json->text;
    Result<Column> literal = literal_column(value, wanted);
    if (!literal.ok()) return literal.diagnostics();
    parameters_.push_back(std::move(*literal));
    return Parameter{parameters_.size() - 1, parameters_.back().type()};
  }
  const Column& sample(std::size_t column) override { return *clean_[column]; }
  void warn(Diagnostic diagnostic) override { diagnostics_.add(std::move(diagnostic)); }

 private:
  /// The literal of a parameter, which may stand within an object beside keys of the operator.
  static const json::Value& constant_of(const json::Value& value) {
    return value.is(json::Kind::object) ? *value.get("constant") : value;
  }

  std::string locale_;
  std::unique_ptr<json::Document> document_;
  ColumnDeclaration declaration_;
  Diagnostics diagnostics_;
  const NoiseKind* kind_ = nullptr;
  std::vector<NoiseColumn> columns_;
  std::vector<const Column*> clean_;
  std::unique_ptr<NoiseSpec> spec_;
  MadeNoise made_;
  std::vector<std::unique_ptr<DamagedColumn>> damaged_;
  std::vector<Column> parameters_;
};

}  // namespace synthgen
