#include "moment_draw.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "context_program.hpp"
#include "list_parameter.hpp"
#include "synthgen/base/civil_time.hpp"
#include "synthgen/distribution/sampler.hpp"

namespace synthgen {
namespace {

class MomentDraw final : public Source {
 public:
  MomentDraw(std::unique_ptr<const Sampler> sampler, Operand min, Operand max)
      : sampler_(std::move(sampler)), min_(std::move(min)), max_(std::move(max)) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const ColumnPool::Lease low = evaluate.pool().take();
    const ColumnPool::Lease high = evaluate.pool().take();
    sampler_->draw(evaluate, {}, &min_.values(evaluate, *low), &max_.values(evaluate, *high), out);
  }

 private:
  const std::unique_ptr<const Sampler> sampler_;
  const Operand min_;
  const Operand max_;
};

/// A bound before the column's type is known.
struct Bound {
  const ParameterValue* value = nullptr;
  std::string role;  // of its draws
  /// The type that it has by itself: a date, a timestamp or a datetime; nothing where it has another, or may be either.
  std::optional<Type> natural;
};

class MomentReader {
 public:
  explicit MomentReader(const SourceContext& context) : context_(context) {}

  Diagnostics& diagnostics() { return diagnostics_; }

  /// Nothing after diagnostics were added.
  std::optional<Bound> read(const ParameterValue& value, std::string_view name) {
    Bound bound{&value, fmt::format("{} ", name), std::nullopt};
    if (value.literal()) {
      if (!value.json->is(json::Kind::string)) {
        const bool null = value.json->is(json::Kind::null);
        diagnostics_.add(make_error(
            "SG2109", fmt::format("\"{}\" is a date or a time, not {}", name, json::kind_name(value.json->kind)),
            value.json->place,
            null ? "every row lies between two bounds: give a date" : R"(give a date such as "2024-02-29")"));
        return std::nullopt;
      }
      if (parse_date(value.text).has_value()) bound.natural = Type{TypeKind::date, 0};
      if (!bound.natural.has_value() && parse_timestamp(value.text).has_value()) {
        // The form tells, as that of a sequence's start does: without a zone it is a time on a wall clock.
        bound.natural = Type{parse_datetime(value.text).has_value() ? TypeKind::datetime : TypeKind::timestamp, 0};
      }
      return bound;
    }
    std::optional<Operand> operand = program(bound, std::nullopt);
    if (!operand.has_value()) return std::nullopt;
    if (const std::optional<std::int32_t> day = constant_day(*operand); day.has_value()) {
      bound.natural = Type{TypeKind::date, 0};
    } else if (is_time(operand->type().kind)) {
      bound.natural = operand->type();
    }
    return bound;
  }

  /// A date stays one, so that the sampler knows that it means a whole day.
  std::optional<Operand> operand(const Bound& bound, Type type) {
    const bool day = bound.natural.has_value() && bound.natural->kind == TypeKind::date;
    const Type wanted = day ? *bound.natural : type;
    if (!bound.value->literal()) return program(bound, wanted);
    Result<Column> literal = literal_column(*bound.value, wanted);
    if (literal.ok()) return Operand(std::move(*literal));
    diagnostics_.add(literal.diagnostics());
    return std::nullopt;
  }

 private:
  /// A constant text that is a date, such as one of the schema's constants.
  static std::optional<std::int32_t> constant_day(const Operand& operand) {
    if (!operand.constant() || operand.type().kind != TypeKind::string) return std::nullopt;
    const Column& row = operand.constant_row();
    return row.is_null(0) ? std::nullopt : parse_date(row.text(0));
  }

  std::optional<Operand> program(const Bound& bound, std::optional<Type> wanted) {
    Result<std::shared_ptr<const Program>> made = compile_in(context_, *bound.value->expression, bound.role, wanted);
    if (made.ok()) return Operand(*made);
    diagnostics_.add(made.diagnostics());
    return std::nullopt;
  }

  const SourceContext& context_;
  Diagnostics diagnostics_;
};

/// A constant bound as the least or the greatest value of the column that it admits, in memory.
std::optional<std::int64_t> constant_bound(const Operand& operand, Type type, bool greatest) {
  if (!operand.constant() || operand.constant_row().is_null(0)) return std::nullopt;
  const Column& row = operand.constant_row();
  if (row.type().kind != TypeKind::date) return row.data<std::int64_t>()[0];
  const std::int64_t day = row.data<std::int32_t>()[0];
  if (type.kind == TypeKind::date) return day;
  return greatest ? (day + 1) * kMicrosPerDay - step_micros(type) : day * kMicrosPerDay;
}

}  // namespace

Result<MadeSource> make_moment_draw(const DistributionKind& kind, std::size_t parameterisation,
                                    const std::vector<std::optional<ParameterValue>>& parameters,
                                    const std::optional<ParameterValue>& origin, const SourceContext& context) {
  const ColumnDeclaration& declaration = context.declaration();
  MomentReader reader(context);
  Diagnostics& diagnostics = reader.diagnostics();
  if (origin.has_value()) {
    diagnostics.add(make_error(
        "SG2153", fmt::format("distribution \"{}\" lies between its bounds and takes no \"origin\"", kind.record.name),
        origin->json->place, "give \"min\" and \"max\" as dates or times"));
  }
  std::optional<std::vector<std::vector<double>>> lists = read_lists(kind, parameterisation, parameters, diagnostics);
  const Parameterisation& names = kind.parameterisations[parameterisation];
  const ParameterValue* hours = nullptr;
  for (std::size_t p = 0; p < names.size(); ++p) {
    if (names[p].measure == Measure::clock && parameters[p].has_value()) hours = &*parameters[p];
  }
  const std::optional<Bound> bounds[2] = {reader.read(*declaration.min, "min"), reader.read(*declaration.max, "max")};

  Type type{TypeKind::date, 0};
  if (const std::optional<Type> wanted = declaration.wanted(); wanted.has_value()) {
    type = *wanted;
    if (type.kind != TypeKind::date && !is_moment(type.kind)) {
      diagnostics.add(make_error("SG2109",
                                 fmt::format("distribution \"{}\" does not give {}", kind.record.name,
                                             type.decimals < 0 ? std::string(type_name(type.kind)) : type_text(type)),
                                 declaration.type_place,
                                 "it gives dates and times with their day: date, timestamp or datetime"));
      return diagnostics;
    }
  } else {
    for (const std::optional<Bound>& bound : bounds) {
      if (!bound.has_value() || !bound->natural.has_value() || !is_moment(bound->natural->kind)) continue;
      if (type.kind == TypeKind::timestamp) continue;  // one with a zone decides for both
      type = {bound->natural->kind, declaration.precision.value_or(bound->natural->decimals)};
    }
    if (hours != nullptr && type.kind == TypeKind::date)
      type = {TypeKind::timestamp, declaration.precision.value_or(0)};
  }
  if (hours != nullptr && type.kind == TypeKind::date) {
    diagnostics.add(make_error("SG2153", "\"hours\" have no meaning for a column of dates", hours->json->place,
                               "\"type\": \"timestamp\" or \"datetime\" gives times of day"));
  }
  std::optional<Operand> operands[2];
  for (std::size_t which = 0; which < 2; ++which) {
    if (bounds[which].has_value()) operands[which] = reader.operand(*bounds[which], type);
  }
  if (diagnostics.has_errors()) return diagnostics;

  const std::optional<std::int64_t> low = constant_bound(*operands[0], type, false);
  const std::optional<std::int64_t> high = constant_bound(*operands[1], type, true);
  if (low.has_value() && high.has_value() && !kind.any_between(*lists, type, *low, *high)) {
    if (*low > *high) {
      return make_error("SG2116", "no value lies between \"min\" and \"max\"", declaration.max->json->place,
                        "\"min\" is above \"max\": exchange them");
    }
    return make_error("SG2116", "nothing between \"min\" and \"max\" has a weight above 0",
                      declaration.max->json->place, "move a bound, or give a weight to what lies between them");
  }
  MadeSource made;
  made.type = type;
  made.distinct = is_moment(type.kind);
  for (const std::optional<Operand>& operand : operands) {
    made.inputs.insert(made.inputs.end(), operand->inputs().begin(), operand->inputs().end());
  }
  SamplerSpec spec;
  spec.kind = &kind;
  spec.parameterisation = parameterisation;
  spec.type = type;
  spec.lists = std::move(*lists);
  spec.has_min = true;
  spec.has_max = true;
  const DrawKeys keys = value_draws(context);
  if (keys.score.has_value()) made.inputs.push_back(*keys.score);
  made.source =
      std::make_unique<MomentDraw>(Sampler::make(spec, keys), std::move(*operands[0]), std::move(*operands[1]));
  return made;
}

}  // namespace synthgen
