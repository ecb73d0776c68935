// Judges the parameters and bounds of a distribution, and makes the source that draws from it.
#include "distribution_spec.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "context_program.hpp"
#include "empty_interval.hpp"
#include "list_parameter.hpp"
#include "moment_draw.hpp"
#include "synthgen/base/civil_time.hpp"
#include "synthgen/base/number_text.hpp"
#include "synthgen/distribution/sampler.hpp"
#include "time_draw.hpp"
#include "unique_integers.hpp"

namespace synthgen {
namespace {

/// 3 rather than 3.0.
std::string plain_text(double number) {
  std::string text = shortest_text(number);
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text;
}

class DistributedSource final : public Source {
 public:
  DistributedSource(std::unique_ptr<const Sampler> sampler, std::vector<std::optional<Operand>> parameters,
                    std::optional<Operand> min, std::optional<Operand> max)
      : sampler_(std::move(sampler)), parameters_(std::move(parameters)), min_(std::move(min)), max_(std::move(max)) {
    fixed_ = !min_.has_value() && !max_.has_value() &&
             std::none_of(parameters_.begin(), parameters_.end(), [](const auto& one) { return one.has_value(); });
  }

  void fill(Evaluate& evaluate, Column& out) const override {
    const Column* columns[kMost] = {};
    if (fixed_) {
      sampler_->draw(evaluate, {columns, parameters_.size()}, nullptr, nullptr, out);
      return;
    }
    // A handful at most, so the leases fit a small fixed array.
    const ColumnPool::Lease scratch[kMost] = {evaluate.pool().take(), evaluate.pool().take(), evaluate.pool().take(),
                                              evaluate.pool().take(), evaluate.pool().take(), evaluate.pool().take()};
    for (std::size_t p = 0; p < parameters_.size(); ++p) {
      if (parameters_[p].has_value()) columns[p] = &parameters_[p]->values(evaluate, *scratch[p]);
    }
    const Column* min = min_.has_value() ? &min_->values(evaluate, *scratch[kMost - 2]) : nullptr;
    const Column* max = max_.has_value() ? &max_->values(evaluate, *scratch[kMost - 1]) : nullptr;
    sampler_->draw(evaluate, {columns, parameters_.size()}, min, max, out);
  }

  static constexpr std::size_t kMost = 6;  ///< four parameters and two bounds

 private:
  const std::unique_ptr<const Sampler> sampler_;
  const std::vector<std::optional<Operand>> parameters_;  ///< empty where the sampler knows the number
  const std::optional<Operand> min_;
  const std::optional<Operand> max_;
  bool fixed_ = false;  ///< nothing of these is to be computed, which few rows, drawn anew, would notice
};

class DistributionSpec final : public SourceSpec {
 public:
  DistributionSpec(const DistributionKind& kind, std::size_t parameterisation,
                   std::vector<std::optional<ParameterValue>> parameters, std::optional<ParameterValue> origin)
      : kind_(kind),
        parameterisation_(parameterisation),
        parameters_(std::move(parameters)),
        origin_(std::move(origin)) {}

  std::vector<const Expression*> expressions() const override {
    std::vector<const Expression*> all;
    for (const std::optional<ParameterValue>& parameter : parameters_) {
      if (parameter.has_value() && !parameter->literal()) all.push_back(&*parameter->expression);
    }
    if (origin_.has_value() && !origin_->literal()) all.push_back(&*origin_->expression);
    return all;
  }

  std::string unscored() const override { return {}; }

  Result<MadeSource> make(const SourceContext& context) const override {
    if (kind_.outcome == Outcome::time) {
      return make_moment_draw(kind_, parameterisation_, parameters_, origin_, context);
    }
    Result<Type> type = cell_type(context.declaration());
    Diagnostics diagnostics;
    if (!type.ok()) {
      diagnostics = type.diagnostics();
      // Parameters of a column of times are times, too; of any other column they are judged all the same.
      const std::optional<TypeKind> given = context.declaration().type;
      if (given.has_value() && is_time(*given)) return diagnostics;
    }
    if (type.ok() && is_time(type->kind) && !kind_.bounds_are_parameters) {
      return make_time_draw(kind_, parameterisation_, *type, parameters_, origin_, context);
    }
    if (origin_.has_value()) {
      diagnostics.add(make_error(
          "SG2153",
          kind_.bounds_are_parameters
              ? fmt::format("distribution \"{}\" lies between its bounds and takes no \"origin\"", kind_.record.name)
              : std::string("\"origin\" is for columns of dates and times"),
          origin_->json->place,
          kind_.bounds_are_parameters ? "give \"min\" and \"max\" as dates or times"
                                      : "remove it, or add \"type\": \"date\" or \"timestamp\""));
    }

    SamplerSpec spec;
    spec.kind = &kind_;
    spec.parameterisation = parameterisation_;
    MadeSource made;
    std::vector<std::optional<Operand>> operands;
    const Parameterisation& names = kind_.parameterisations[parameterisation_];
    if (kind_.takes_lists()) {
      std::optional<std::vector<std::vector<double>>> lists =
          read_lists(kind_, parameterisation_, parameters_, diagnostics);
      if (lists.has_value()) spec.lists = std::move(*lists);
    }
    for (std::size_t p = 0; p < parameters_.size(); ++p) {
      operands.emplace_back();
      if (kind_.takes_lists()) continue;
      spec.fixed.emplace_back();
      if (kind_.bounds_are_parameters) continue;  // they come as min and max
      if (!parameters_[p].has_value()) {
        spec.fixed.back() = names[p].fallback;
        continue;
      }
      std::optional<Operand> operand = number_operand(*parameters_[p], names[p], context, diagnostics);
      if (!operand.has_value()) continue;
      if (operand->constant()) {
        spec.fixed.back() = operand->fixed_number();
        if (!spec.fixed.back().has_value() || !in_range(*spec.fixed.back(), names[p])) {
          diagnostics.add(out_of_range(*parameters_[p], spec.fixed.back(), names[p]));
        }
      } else {
        made.inputs.insert(made.inputs.end(), operand->inputs().begin(), operand->inputs().end());
        operands.back() = std::move(operand);
      }
    }
    check_together(spec.fixed, diagnostics);
    if (!type.ok()) return diagnostics;
    spec.type = *type;
    made.type = *type;
    check_bound_values(context.declaration(), *type, diagnostics);
    if (diagnostics.has_errors()) return diagnostics;
    std::optional<Operand> min = bound(context.declaration().min, "min ", *type, context, diagnostics);
    std::optional<Operand> max = bound(context.declaration().max, "max ", *type, context, diagnostics);
    check_interval(min, max, *type, context, diagnostics);
    if (diagnostics.has_errors()) return diagnostics;
    const bool alike = kind_.bounds_are_parameters && (type->kind == TypeKind::integer || type->kind == TypeKind::date);
    if (context.declaration().unique && alike && min.has_value() && max.has_value()) {
      return make_unique_integers(*type, *min, *max, context);
    }
    spec.has_min = min.has_value();
    spec.has_max = max.has_value();
    for (const std::optional<Operand>* operand : {&min, &max}) {
      if (!operand->has_value()) continue;
      const std::vector<ColumnIndex>& inputs = (*operand)->inputs();
      made.inputs.insert(made.inputs.end(), inputs.begin(), inputs.end());
    }
    const DrawKeys keys = value_draws(context);
    if (keys.score.has_value()) made.inputs.push_back(*keys.score);
    if (type->kind == TypeKind::decimal && fits_nine_digits(min, type->decimals) &&
        fits_nine_digits(max, type->decimals)) {
      made.precision = 9;
    }
    made.distinct = (type->kind == TypeKind::number || is_moment(type->kind)) && !kind_.has_atoms;
    const bool same_in_all_rows =
        std::none_of(operands.begin(), operands.end(), [](const auto& operand) { return operand.has_value(); }) &&
        (!min.has_value() || min->constant()) && (!max.has_value() || max->constant());
    made.source = std::make_unique<DistributedSource>(Sampler::make(spec, keys), std::move(operands), std::move(min),
                                                      std::move(max));
    if (same_in_all_rows && (spec.has_min || spec.has_max)) {
      if (std::optional<Diagnostic> fault = empty_interval_fault(*made.source, kind_, context); fault.has_value()) {
        return *fault;
      }
    }
    return made;
  }

 private:
  /// Whether numbers that are each within their range go together, where all are known.
  void check_together(const std::vector<std::optional<double>>& fixed, Diagnostics& diagnostics) const {
    if (kind_.contradiction == nullptr || diagnostics.has_errors()) return;
    std::vector<double> numbers;
    for (const std::optional<double>& number : fixed) {
      if (!number.has_value()) return;
      numbers.push_back(*number);
    }
    const std::string why = kind_.contradiction(parameterisation_, numbers);
    if (why.empty()) return;
    const Parameterisation& names = kind_.parameterisations[parameterisation_];
    std::string given;
    std::optional<Place> place;
    for (std::size_t p = 0; p < names.size(); ++p) {
      given += fmt::format("{}{} {}", given.empty() ? "" : ", ", names[p].name, plain_text(numbers[p]));
      if (parameters_[p].has_value()) place = parameters_[p]->json->place;
    }
    diagnostics.add(make_error("SG2160", fmt::format("the parameters of \"{}\" do not fit: {}", kind_.record.name, why),
                               place, fmt::format("given are {}", given)));
  }

  static bool in_range(double value, const Parameter& parameter) {
    return parameter.range.contains(value) && value - value == 0;
  }

  /// Whether every value up to a fixed bound has at most nine digits, so that Parquet may store 32 bits.
  static bool fits_nine_digits(const std::optional<Operand>& bound, int decimals) {
    if (!bound.has_value() || !bound->fixed_number().has_value()) return false;
    double scaled = std::fabs(*bound->fixed_number());
    for (int d = 0; d < decimals; ++d) scaled *= 10;
    return scaled <= 999'999'999.0;
  }

  static std::string parameter_hint(const Parameter& parameter) {
    return fmt::format("\"{}\": {}", parameter.name, parameter.meaning);
  }

  static Diagnostic out_of_range(const ParameterValue& given, std::optional<double> number,
                                 const Parameter& parameter) {
    const std::string value = given.literal()      ? given.json->text
                              : number.has_value() ? plain_text(*number)
                                                   : std::string("null");
    return make_error(
        "SG2106", fmt::format("parameter \"{}\" is {}, and must be {}", parameter.name, value, parameter.range.text()),
        given.json->place, parameter_hint(parameter));
  }

  /// Bounds that cannot be one, whatever the type: each is told once.
  void check_bound_values(const ColumnDeclaration& declaration, Type type, Diagnostics& diagnostics) const {
    const bool time = is_time(type.kind);
    bool dates_told = false;
    for (const auto& [name, given] : {std::pair{"min", &declaration.min}, std::pair{"max", &declaration.max}}) {
      if (!given->has_value()) continue;
      const json::Value& value = *(*given)->json;
      if (kind_.outcome == Outcome::boolean) {
        diagnostics.add(make_error("SG2108",
                                   fmt::format("distribution \"{}\" takes no \"min\" and \"max\"", kind_.record.name),
                                   value.place, "it is true or false already; \"p\" says how often it is true"));
        return;
      }
      if (!(*given)->literal()) continue;
      if (value.is(json::Kind::null)) {
        diagnostics.add(make_error("SG2109", fmt::format("\"{}\" is null", name), value.place,
                                   "give a bound, or leave the key out where there is none"));
        continue;
      }
      if (time || value.is(json::Kind::number)) continue;
      const std::string met(json::kind_name(value.kind));
      const std::string& text = (*given)->text;
      if (value.is(json::Kind::string) && !declaration.type.has_value() && parse_timestamp(text).has_value()) {
        if (!dates_told) {
          const char* wanted = parse_date(text).has_value() ? "date" : "timestamp";
          diagnostics.add(make_error("SG2109",
                                     fmt::format("\"{}\" is a {}, and the column is one of numbers", name, wanted),
                                     value.place, fmt::format("add \"type\": \"{}\"", wanted)));
        }
        dates_told = true;  // both bounds are dates for one reason
        continue;
      }
      diagnostics.add(make_error("SG2109", fmt::format("\"{}\" is a number, not {}", name, met), value.place,
                                 value.is(json::Kind::string)
                                     ? number_text_hint(text)
                                     : std::string("give a number, or an expression that begins with \"=\"")));
    }
  }

  /// For a text that stands where a number is wanted.
  static std::string number_text_hint(const std::string& text) {
    if (parse_number(text).has_value()) return fmt::format("a number stands without quotes: {}", text);
    if (text.empty() || text.size() > 60) return "an expression begins with \"=\"; a number stands without quotes";
    const bool braced = text.size() > 2 && text.front() == '{' && text.back() == '}';
    return fmt::format("a number stands without quotes, and an expression begins with \"=\": \"={}\"",
                       braced ? text.substr(1, text.size() - 2) : text);
  }

  bool gives_times() const { return kind_.outcome == Outcome::continuous; }

  Result<Type> cell_type(const ColumnDeclaration& declaration) const {
    const bool whole = kind_.outcome == Outcome::discrete || kind_.outcome == Outcome::lattice;
    const Type natural{kind_.outcome == Outcome::boolean ? TypeKind::boolean
                       : whole                           ? TypeKind::integer
                                                         : TypeKind::number,
                       0};
    const std::optional<Type> wanted = declaration.wanted();
    if (!wanted.has_value()) return natural;
    if (wanted->decimals < 0) {
      return make_error("SG2111", "a decimal column needs \"decimals\"", declaration.type_place,
                        "add \"decimals\": 2, for example; it says how many digits are written");
    }
    const TypeKind kind = wanted->kind;
    const bool time = is_time(kind);
    bool fits = false;
    std::string hint;
    if (kind_.outcome == Outcome::boolean) {
      fits = kind == TypeKind::boolean || kind == TypeKind::integer;
      hint = "it is boolean; \"type\": \"integer\" gives 0 and 1";
    } else if (time) {
      fits = gives_times();
      hint = "dates and times are drawn by \"uniform\", \"normal\" and other continuous distributions";
    } else {
      fits = is_numeric(kind);
      hint = "it gives numbers: integer, number, or decimal by \"decimals\"";
    }
    if (fits) return *wanted;
    return make_error("SG2109",
                      fmt::format("distribution \"{}\" does not give {}", kind_.record.name, type_text(*wanted)),
                      declaration.type_place, hint);
  }

  std::optional<Operand> number_operand(const ParameterValue& value, const Parameter& parameter,
                                        const SourceContext& context, Diagnostics& diagnostics) const {
    if (value.literal()) {
      if (!value.json->is(json::Kind::number)) {
        diagnostics.add(make_error(
            "SG2109",
            fmt::format("parameter \"{}\" is a number, not {}", parameter.name, json::kind_name(value.json->kind)),
            value.json->place,
            value.json->is(json::Kind::string) ? number_text_hint(value.text) : parameter_hint(parameter)));
        return std::nullopt;
      }
      Result<Column> number = literal_column(value, Type{TypeKind::number, 0});
      if (number.ok()) return Operand(std::move(*number));
      diagnostics.add(number.diagnostics());
      return std::nullopt;
    }
    return program_operand(*value.expression, std::string(parameter.name) + " ", Type{TypeKind::number, 0}, context,
                           diagnostics);
  }

  static std::optional<Operand> program_operand(const Expression& expression, std::string role,
                                                std::optional<Type> wanted, const SourceContext& context,
                                                Diagnostics& diagnostics) {
    Result<std::shared_ptr<const Program>> program = compile_in(context, expression, std::move(role), wanted);
    if (program.ok()) return Operand(*program);
    diagnostics.add(program.diagnostics());
    return std::nullopt;
  }

  /// A bound in a type that the sampler compares exactly: the cells' own for times, the bound's own for numbers.
  static std::optional<Operand> bound(const std::optional<ParameterValue>& value, std::string_view role, Type type,
                                      const SourceContext& context, Diagnostics& diagnostics) {
    if (!value.has_value()) return std::nullopt;
    const bool time = is_time(type.kind);
    std::optional<Type> wanted;
    if (time) wanted = type;
    if (type.kind == TypeKind::number) wanted = type;
    if (!value->literal()) {
      std::optional<Operand> operand =
          program_operand(*value->expression, std::string(role), wanted, context, diagnostics);
      if (operand.has_value() && !time && !is_numeric(operand->type().kind)) {
        diagnostics.add(
            make_error("SG2109", fmt::format("a bound of this column is a number, not {}", type_text(operand->type())),
                       value->json->place, "bounds have the column's type"));
        return std::nullopt;
      }
      return operand;
    }
    if (!time) {
      // 0.1 is meant exactly, and its double is not: keep the digits as written.
      const std::optional<Scaled> exact = parse_decimal(value->json->text);
      if (type.kind != TypeKind::number && exact.has_value()) wanted = Type::decimal(exact->decimals);
      if (wanted.has_value() && wanted->kind == TypeKind::decimal && wanted->decimals == 0) {
        wanted = Type{TypeKind::integer, 0};
      }
    }
    Result<Column> literal = literal_column(*value, wanted);
    if (literal.ok()) return Operand(std::move(*literal));
    diagnostics.add(literal.diagnostics());
    return std::nullopt;
  }

  void check_interval(const std::optional<Operand>& min, const std::optional<Operand>& max, Type type,
                      const SourceContext& context, Diagnostics& diagnostics) const {
    if (!min.has_value() || !max.has_value() || !min->constant() || !max->constant()) return;
    if (min->constant_row().is_null(0) || max->constant_row().is_null(0)) return;
    double low = 0;
    double high = 0;
    bool half_open = kind_.record.name == "uniform" && type.kind != TypeKind::integer;
    if (type.kind == TypeKind::date) {
      low = min->constant_row().data<std::int32_t>()[0];
      high = max->constant_row().data<std::int32_t>()[0];
      half_open = false;
    } else if (is_micros(type.kind)) {
      low = static_cast<double>(min->constant_row().data<std::int64_t>()[0]);
      high = static_cast<double>(max->constant_row().data<std::int64_t>()[0]);
    } else {
      low = min->fixed_number().value_or(0);
      high = max->fixed_number().value_or(0);
    }
    if (type.kind == TypeKind::integer && low <= high && std::ceil(low) > std::floor(high)) {
      diagnostics.add(make_error("SG2116", "no whole number lies between \"min\" and \"max\"",
                                 context.declaration().max->json->place,
                                 "the column is one of integers: move a bound, or give it \"decimals\""));
      return;
    }
    if (low < high || (low == high && !half_open)) return;
    diagnostics.add(make_error("SG2116", "no value lies between \"min\" and \"max\"",
                               context.declaration().max->json->place,
                               low > high ? "\"min\" is above \"max\": exchange them"
                                          : "\"max\" itself is not drawn here: make it larger than \"min\""));
  }

  const DistributionKind& kind_;
  const std::size_t parameterisation_;
  const std::vector<std::optional<ParameterValue>> parameters_;
  const std::optional<ParameterValue> origin_;
};

}  // namespace

std::unique_ptr<SourceSpec> make_distribution_spec(const DistributionKind& kind, std::size_t parameterisation,
                                                   std::vector<std::optional<ParameterValue>> parameters,
                                                   std::optional<ParameterValue> origin) {
  return std::make_unique<DistributionSpec>(kind, parameterisation, std::move(parameters), std::move(origin));
}

}  // namespace synthgen
