#include "time_draw.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "context_program.hpp"
#include "empty_interval.hpp"
#include "list_parameter.hpp"
#include "synthgen/base/civil_time.hpp"
#include "synthgen/base/duration.hpp"
#include "synthgen/base/number_text.hpp"
#include "synthgen/distribution/sampler.hpp"

namespace synthgen {
namespace {

/// Microseconds of one step of the grid on which values are written.
std::int64_t grid_micros(Type type) { return type.kind == TypeKind::date ? kMicrosPerDay : step_micros(type); }

/// What an expression for a duration counts: days of a date column, seconds of others.
std::int64_t counted_micros(Type type) { return type.kind == TypeKind::date ? kMicrosPerDay : kMicrosPerSecond; }

/// A time of the column's type as steps of its grid, exactly: its values are multiples of them.
std::int64_t grid_value(const Column& times, std::size_t row, std::int64_t step) {
  if (times.type().kind == TypeKind::date) return times.data<std::int32_t>()[row];
  return times.data<std::int64_t>()[row] / step;
}

/// A parameter, a bound or the origin by row.
struct TimeInput {
  Operand operand;
  double factor = 1;  // of numbers: what one of them is in steps
};

class TimeDraw final : public Source {
 public:
  static constexpr std::size_t kMost = 4;  ///< parameters of any kind

  struct Inputs {
    std::array<std::optional<TimeInput>, kMost> parameters;
    std::optional<Operand> min;
    std::optional<Operand> max;
    std::optional<Operand> origin;
  };

  TimeDraw(Type type, std::size_t count, std::unique_ptr<const Sampler> sampler, Inputs inputs)
      : type_(type), count_(count), sampler_(std::move(sampler)), inputs_(std::move(inputs)) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    ColumnPool& pool = evaluate.pool();
    const ColumnPool::Lease scratch = pool.take();
    const std::array<ColumnPool::Lease, kMost> numbers = {pool.take(), pool.take(), pool.take(), pool.take()};
    const ColumnPool::Lease low = pool.take();
    const ColumnPool::Lease high = pool.take();
    const ColumnPool::Lease from = pool.take();
    const ColumnPool::Lease drawn = pool.take();
    const Column* origin = nullptr;
    if (inputs_.origin.has_value()) {
      to_grid(inputs_.origin->values(evaluate, *scratch), nullptr, *from);
      origin = &*from;
    }
    const Column* columns[kMost] = {};
    for (std::size_t p = 0; p < count_; ++p) {
      if (!inputs_.parameters[p].has_value()) continue;
      const TimeInput& input = *inputs_.parameters[p];
      to_numbers(input.operand.values(evaluate, *scratch), input.factor, *numbers[p]);
      columns[p] = &*numbers[p];
    }
    if (inputs_.min.has_value()) to_grid(inputs_.min->values(evaluate, *scratch), origin, *low);
    if (inputs_.max.has_value()) to_grid(inputs_.max->values(evaluate, *scratch), origin, *high);
    sampler_->draw(evaluate, {columns, count_}, inputs_.min.has_value() ? &*low : nullptr,
                   inputs_.max.has_value() ? &*high : nullptr, *drawn);
    write(evaluate, *drawn, origin, out);
  }

 private:
  void to_numbers(const Column& values, double factor, Column& out) const {
    if (is_numeric(values.type().kind)) {
      convert(values, {TypeKind::number, 0}, out);
      for (std::size_t i = 0; i < out.rows(); ++i) out.data<double>()[i] *= factor;
      return;
    }
    out.reset({TypeKind::number, 0}, values.rows());
    out.intersect_validity(values);
    const double step = static_cast<double>(grid_micros(type_));
    for (std::size_t i = 0; i < values.rows(); ++i) {
      out.data<double>()[i] = values.type().kind == TypeKind::date
                                  ? static_cast<double>(values.data<std::int32_t>()[i])
                                  : static_cast<double>(values.data<std::int64_t>()[i]) / step;
    }
  }

  void to_grid(const Column& values, const Column* origin, Column& out) const {
    out.reset({TypeKind::integer, 0}, values.rows());
    out.intersect_validity(values);
    if (origin != nullptr) out.intersect_validity(*origin);
    const std::int64_t step = grid_micros(type_);
    for (std::size_t i = 0; i < values.rows(); ++i) {
      // Unsigned: null rows hold any value.
      const std::int64_t from = origin != nullptr ? origin->data<std::int64_t>()[i] : 0;
      out.data<std::int64_t>()[i] = static_cast<std::int64_t>(static_cast<std::uint64_t>(grid_value(values, i, step)) -
                                                              static_cast<std::uint64_t>(from));
    }
  }

  void write(Evaluate& evaluate, const Column& drawn, const Column* origin, Column& out) const {
    const std::size_t rows = drawn.rows();
    out.reset(type_, rows);
    out.intersect_validity(drawn);
    if (origin != nullptr) out.intersect_validity(*origin);
    const std::int64_t step = type_.kind == TypeKind::date ? 1 : step_micros(type_);
    const std::int64_t a_day = type_.kind == TypeKind::date ? 1 : kMicrosPerDay;
    const bool clock = type_.kind == TypeKind::time;
    const std::int64_t first = clock ? 0 : kFirstDay * a_day / step;
    const std::int64_t last = ((clock ? 1 : kLastDay + std::int64_t{1}) * a_day - 1) / step;
    std::uint64_t lost = 0;
    for (std::size_t i = 0; i < rows; ++i) {
      std::int64_t value = drawn.data<std::int64_t>()[i];
      const std::int64_t from = origin != nullptr ? origin->data<std::int64_t>()[i] : 0;
      const bool inside = !__builtin_add_overflow(value, from, &value) && value >= first && value <= last;
      if (!inside) {
        value = 0;
        if (out.is_valid(i)) {
          out.set_null(i);
          ++lost;
        }
      }
      if (type_.kind == TypeKind::date) {
        out.data<std::int32_t>()[i] = static_cast<std::int32_t>(value);
      } else {
        out.data<std::int64_t>()[i] = value * step;
      }
    }
    if (lost != 0) evaluate.warn(CellWarning::overflow, lost);
  }

  const Type type_;
  const std::size_t count_;
  const std::unique_ptr<const Sampler> sampler_;
  const Inputs inputs_;
};

/// Reads what a draw of times is given; tells all that is wrong with it.
class TimeDrawReader {
 public:
  TimeDrawReader(Type type, const SourceContext& context) : type_(type), context_(context) {}

  Diagnostics& diagnostics() { return diagnostics_; }

  std::optional<Operand> time(const ParameterValue& value, std::string_view role) {
    if (!value.literal()) return program(*value.expression, role, type_);
    if (value.json->is(json::Kind::null)) {
      diagnostics_.add(make_error("SG2109", "a bound or an origin is not null", value.json->place,
                                  "leave the key out where there is none"));
      return std::nullopt;
    }
    Result<Column> literal = literal_column(value, type_);
    if (literal.ok()) return Operand(std::move(*literal));
    diagnostics_.add(literal.diagnostics());
    return std::nullopt;
  }

  /// A number of steps where it is a literal, numbers of days or seconds where it is an expression.
  std::optional<TimeInput> duration(const ParameterValue& value, const Parameter& parameter) {
    const double step = static_cast<double>(grid_micros(type_));
    if (!value.literal()) {
      std::optional<Operand> operand =
          program(*value.expression, std::string(parameter.name) + " ", Type{TypeKind::number, 0});
      if (!operand.has_value()) return std::nullopt;
      return TimeInput{std::move(*operand), static_cast<double>(counted_micros(type_)) / step};
    }
    if (!value.json->is(json::Kind::string)) {
      const json::Value& json = *value.json;
      const bool number = json.is(json::Kind::number);
      diagnostics_.add(make_error(
          "SG2150",
          fmt::format("parameter \"{}\" of a column of times is a duration, not {}", parameter.name,
                      number ? json.text : std::string(json::kind_name(json.kind))),
          json.place,
          number ? fmt::format("say the unit: \"{} {}\"", json.text, type_.kind == TypeKind::date ? "days" : "hours")
                 : std::string("write it as \"90 days\" or \"2 hours\"")));
      return std::nullopt;
    }
    DurationFault fault;
    std::optional<Duration> duration = parse_duration(value.text, fault);
    if (duration.has_value() && duration->months != 0) {
      fault = {"months and years differ in length, so they are no unit here", "write days: \"30 days\", \"365 days\""};
      duration.reset();
    }
    if (!duration.has_value()) {
      diagnostics_.add(make_error("SG2150", fault.message, value.json->place, fault.hint));
      return std::nullopt;
    }
    return TimeInput{constant(static_cast<double>(duration->micros) / step), 1};
  }

  std::optional<TimeInput> location(const ParameterValue& value, const Parameter& parameter) {
    if (value.literal() && !value.json->is(json::Kind::string)) {
      diagnostics_.add(make_error("SG2109",
                                  fmt::format("parameter \"{}\" of a column of type {} is of that type, not {}",
                                              parameter.name, type_text(type_), json::kind_name(value.json->kind)),
                                  value.json->place, example()));
      return std::nullopt;
    }
    std::optional<Operand> operand = time(value, std::string(parameter.name) + " ");
    if (!operand.has_value()) return std::nullopt;
    if (operand->constant() && operand->constant_row().is_valid(0)) {
      const Column& row = operand->constant_row();
      return TimeInput{constant(static_cast<double>(grid_value(row, 0, grid_micros(type_)))), 1};
    }
    return TimeInput{std::move(*operand), 1};
  }

  /// An item of a list of locations, in steps; with an origin it is a duration as well.
  std::optional<double> listed(const json::Value& item, const Parameter& parameter, bool from_origin) {
    if (!item.is(json::Kind::string) && !from_origin) {
      diagnostics_.add(make_error("SG2109",
                                  fmt::format("\"{}\" of a column of type {} holds values of that type, not {}",
                                              parameter.name, type_text(type_), json::kind_name(item.kind)),
                                  item.place, example()));
      return std::nullopt;
    }
    ParameterValue value;
    value.json = &item;
    if (item.is(json::Kind::string)) value.text = item.text;
    const std::optional<TimeInput> input = from_origin ? duration(value, parameter) : location(value, parameter);
    return input.has_value() ? input->operand.fixed_number() : std::nullopt;
  }

  std::optional<TimeInput> number(const ParameterValue& value, const Parameter& parameter) {
    if (!value.literal()) {
      std::optional<Operand> operand =
          program(*value.expression, std::string(parameter.name) + " ", Type{TypeKind::number, 0});
      return operand.has_value() ? std::optional(TimeInput{std::move(*operand), 1}) : std::nullopt;
    }
    if (!value.json->is(json::Kind::number)) {
      diagnostics_.add(make_error(
          "SG2109",
          fmt::format("parameter \"{}\" is a number, not {}", parameter.name, json::kind_name(value.json->kind)),
          value.json->place, fmt::format("\"{}\": {}", parameter.name, parameter.meaning)));
      return std::nullopt;
    }
    return TimeInput{constant(value.json->number), 1};
  }

  std::string example() const {
    return type_.kind == TypeKind::date        ? "give a date such as \"2024-02-29\""
           : type_.kind == TypeKind::timestamp ? "give a timestamp such as \"2024-02-29T10:00:00Z\""
           : type_.kind == TypeKind::datetime  ? "give a date and time such as \"2024-02-29T10:00:00\""
                                               : "give a time of day such as \"10:00\"";
  }

  static Operand constant(double number) {
    Column column;
    column.reset({TypeKind::number, 0}, 1);
    column.data<double>()[0] = number;
    return Operand(std::move(column));
  }
  static Operand constant(Type type, std::int64_t value) {
    Column column;
    column.reset(type, 1);
    column.data<std::int64_t>()[0] = value;
    return Operand(std::move(column));
  }

 private:
  std::optional<Operand> program(const Expression& expression, std::string_view role, Type wanted) {
    Result<std::shared_ptr<const Program>> made = compile_in(context_, expression, std::string(role), wanted);
    if (made.ok()) return Operand(*made);
    diagnostics_.add(made.diagnostics());
    return std::nullopt;
  }

  const Type type_;
  const SourceContext& context_;
  Diagnostics diagnostics_;
};

/// Which of the other parameterisations serves for times.
std::string measured_instead(const DistributionKind& kind) {
  for (const Parameterisation& names : kind.parameterisations) {
    if (std::any_of(names.begin(), names.end(), [](const Parameter& p) { return p.measure == Measure::unitless; })) {
      continue;
    }
    std::string text;
    for (const Parameter& parameter : names)
      text += fmt::format("{}\"{}\"", text.empty() ? "" : " and ", parameter.name);
    return "give " + text;
  }
  return "draw numbers, and add days(…) to a date in an expression";
}

}  // namespace

Result<MadeSource> make_time_draw(const DistributionKind& kind, std::size_t parameterisation, Type type,
                                  const std::vector<std::optional<ParameterValue>>& parameters,
                                  const std::optional<ParameterValue>& origin, const SourceContext& context) {
  const ColumnDeclaration& declaration = context.declaration();
  const Parameterisation& names = kind.parameterisations[parameterisation];
  assert(names.size() <= TimeDraw::kMost && parameters.size() == names.size());
  TimeDrawReader reader(type, context);
  Diagnostics& diagnostics = reader.diagnostics();
  SamplerSpec spec;
  spec.kind = &kind;
  spec.parameterisation = parameterisation;
  spec.type = {TypeKind::integer, 0};
  MadeSource made;
  made.type = type;
  TimeDraw::Inputs inputs;

  const bool located =
      std::any_of(names.begin(), names.end(), [](const Parameter& p) { return p.measure == Measure::location; });
  if (origin.has_value()) {
    inputs.origin = reader.time(*origin, "origin ");
  } else if (!located) {
    diagnostics.add(make_error(
        "SG2105", fmt::format("distribution \"{}\" of type {} lacks \"origin\"", kind.record.name, type_text(type)),
        declaration.type_place, "its values are durations: \"origin\" is the date or time that they are counted from"));
  }
  std::vector<double> fixed;
  if (kind.takes_lists()) {
    std::optional<std::vector<std::vector<double>>> lists = read_lists(
        kind, parameterisation, parameters, diagnostics, [&](const json::Value& item, const Parameter& parameter) {
          return reader.listed(item, parameter, origin.has_value());
        });
    if (lists.has_value()) spec.lists = std::move(*lists);
  }
  for (std::size_t p = 0; p < names.size(); ++p) {
    const Parameter& parameter = names[p];
    if (kind.takes_lists()) break;
    spec.fixed.emplace_back();
    if (parameter.measure == Measure::unitless) {
      diagnostics.add(make_error("SG2153", fmt::format("parameter \"{}\" has no meaning for times", parameter.name),
                                 parameters[p].has_value() ? parameters[p]->json->place : declaration.type_place,
                                 measured_instead(kind)));
      continue;
    }
    if (!parameters[p].has_value()) {
      if (parameter.measure == Measure::number) {
        spec.fixed.back() = parameter.fallback;
      } else {
        diagnostics.add(make_error("SG2105",
                                   fmt::format("distribution \"{}\" of type {} lacks \"{}\"", kind.record.name,
                                               type_text(type), parameter.name),
                                   declaration.type_place,
                                   parameter.measure == Measure::scale || origin.has_value()
                                       ? "give a duration such as \"3 days\""
                                       : reader.example()));
      }
      continue;
    }
    const ParameterValue& given = *parameters[p];
    std::optional<TimeInput> input = parameter.measure == Measure::number ? reader.number(given, parameter)
                                     : parameter.measure == Measure::scale || origin.has_value()
                                         ? reader.duration(given, parameter)
                                         : reader.location(given, parameter);
    if (!input.has_value()) continue;
    if (input->operand.constant() && is_numeric(input->operand.type().kind)) {
      const std::optional<double> number = input->operand.fixed_number();
      const double value = number.value_or(0) * input->factor;
      if (!number.has_value() || !parameter.range.contains(value)) {
        const std::string met = !given.literal() ? (number.has_value() ? shortest_text(*number) : std::string("null"))
                                : given.json->is(json::Kind::string) ? "\"" + given.text + "\""
                                                                     : given.json->text;
        diagnostics.add(make_error(
            "SG2106",
            fmt::format("parameter \"{}\" is {}, and must be {}", parameter.name, met, parameter.range.text()),
            given.json->place, fmt::format("\"{}\": {}", parameter.name, parameter.meaning)));
        continue;
      }
      spec.fixed.back() = value;
      continue;
    }
    const std::vector<ColumnIndex>& read = input->operand.inputs();
    made.inputs.insert(made.inputs.end(), read.begin(), read.end());
    inputs.parameters[p] = std::move(input);
  }
  if (!diagnostics.has_errors() && kind.contradiction != nullptr) {
    std::vector<double> numbers;
    for (const std::optional<double>& number : spec.fixed) {
      if (number.has_value()) numbers.push_back(*number);
    }
    if (numbers.size() == spec.fixed.size()) {
      if (const std::string fault = kind.contradiction(parameterisation, numbers); !fault.empty()) {
        std::string told;
        std::optional<Place> place = declaration.type_place;
        for (std::size_t p = 0; p < names.size(); ++p) {
          if (!parameters[p].has_value()) continue;
          told += fmt::format("{}{} {}", told.empty() ? "" : ", ", names[p].name, parameters[p]->json->text);
          place = parameters[p]->json->place;
        }
        diagnostics.add(make_error("SG2160",
                                   fmt::format("the parameters of \"{}\" do not fit: {}", kind.record.name, fault),
                                   place, fmt::format("given are {}", told)));
      }
    }
  }
  if (declaration.min.has_value()) inputs.min = reader.time(*declaration.min, "min ");
  if (declaration.max.has_value()) inputs.max = reader.time(*declaration.max, "max ");
  if (inputs.min.has_value() && inputs.max.has_value() && inputs.min->constant() && inputs.max->constant() &&
      grid_value(inputs.min->constant_row(), 0, grid_micros(type)) >
          grid_value(inputs.max->constant_row(), 0, grid_micros(type))) {
    diagnostics.add(make_error("SG2116", "no value lies between \"min\" and \"max\"", declaration.max->json->place,
                               "\"min\" is above \"max\": exchange them"));
  }
  if (diagnostics.has_errors()) return diagnostics;
  if (type.kind == TypeKind::time) {
    // A day has an end on both sides.
    if (!inputs.min.has_value()) inputs.min = TimeDrawReader::constant(type, 0);
    if (!inputs.max.has_value()) inputs.max = TimeDrawReader::constant(type, kMicrosPerDay - step_micros(type));
  }
  for (const std::optional<Operand>* operand : {&inputs.min, &inputs.max, &inputs.origin}) {
    if (!operand->has_value()) continue;
    const std::vector<ColumnIndex>& read = (*operand)->inputs();
    made.inputs.insert(made.inputs.end(), read.begin(), read.end());
  }
  spec.has_min = inputs.min.has_value();
  spec.has_max = inputs.max.has_value();
  const DrawKeys keys = value_draws(context);
  if (keys.score.has_value()) made.inputs.push_back(*keys.score);
  made.distinct = is_moment(type.kind) && !kind.has_atoms;
  const auto constant = [](const std::optional<Operand>& operand) {
    return !operand.has_value() || operand->constant();
  };
  const bool same_in_all_rows =
      constant(inputs.min) && constant(inputs.max) && constant(inputs.origin) &&
      std::all_of(inputs.parameters.begin(), inputs.parameters.end(), [](const std::optional<TimeInput>& input) {
        return !input.has_value() || input->operand.constant();
      });
  made.source = std::make_unique<TimeDraw>(type, names.size(), Sampler::make(spec, keys), std::move(inputs));
  if (same_in_all_rows && (spec.has_min || spec.has_max)) {
    if (std::optional<Diagnostic> fault = empty_interval_fault(*made.source, kind, context); fault.has_value()) {
      return *fault;
    }
  }
  return made;
}

}  // namespace synthgen
