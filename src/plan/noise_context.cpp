#include "noise_context.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "row_spread.hpp"

namespace synthgen {

const Column& NoiseSamples::of(std::size_t table, ColumnIndex column) {
  Column& sample = samples_[{table, column}];
  const PlannedTable& planned = plan_.tables[table];
  const std::int64_t count = std::min(planned.rows, kNoiseSampleRows);
  if (sample.rows() != 0 || count == 0 || !evaluate_) return sample;
  const std::vector<std::int64_t> rows = spread_rows(planned.rows, count);
  const ColumnIndex wanted[] = {column};
  evaluate_(plan_, static_cast<TableIndex>(table), wanted, RowSet::of(rows),
            [&](std::span<const Column* const> columns) { sample.append(*columns.front()); });
  return sample;
}

Result<ReferenceTarget> NoiseSourceContext::reference() const {
  return make_error("SG2407", "a reference cannot be a parameter of noise", declaration_.name_place,
                    "make it a hidden column of the table, and read that in an expression");
}

Result<NoiseContext::Parameter> PlannedNoiseContext::add_parameter(const NoiseParameter& parameter,
                                                                   std::optional<Type> wanted) {
  if (parameter.spec->reference() != nullptr) {
    return make_error("SG2407", fmt::format("\"{}\" cannot be a reference", parameter.declaration.name),
                      parameter.json->place, "make it a hidden column of the table, and read that in an expression");
  }
  ColumnDeclaration declaration = parameter.declaration;
  if (wanted.has_value()) {
    declaration.type = wanted->kind;
    if (wanted->kind == TypeKind::decimal) declaration.decimals = wanted->decimals;
    if (is_micros(wanted->kind)) declaration.precision = wanted->decimals;
  }
  NoiseStreams streams = streams_;
  streams.purpose += declaration.name + " ";
  const NoiseSourceContext context(draft_, table_, declaration, std::move(streams));
  Result<MadeSource> made = parameter.spec->make(context);
  if (made.ok()) made = add_missing(std::move(*made), context);
  if (!made.ok()) return made.diagnostics();
  if (wanted.has_value() && made->type != *wanted) {
    return make_error("SG2109",
                      fmt::format("\"{}\" is of type {}, and {} is wanted", declaration.name, type_text(made->type),
                                  type_text(*wanted)),
                      parameter.json->place, "give a value of that type");
  }
  const Type type = made->type;
  parameters_.push_back(draft_.add_internal(table_, fmt::format("{} of {}", declaration.name, label_),
                                            "parameter of noise", std::move(*made)));
  return Parameter{parameters_.size() - 1, type};
}

}  // namespace synthgen
