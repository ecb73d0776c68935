// The operator `shift`: a date that is a day, a month or a year off.
#include <fmt/format.h>

#include <cmath>

#include "damaged_values.hpp"
#include "date_cells.hpp"
#include "number_cells.hpp"
#include "synthgen/base/duration.hpp"
#include "synthgen/base/elementary.hpp"

namespace synthgen {
namespace {

constexpr const char* kExample = R"("by": ["1 day", "-1 day", "1 year"])";
constexpr const char* kSourceExample = R"("by": {"distribution": "normal", "mean": 0, "sd": 3, "unit": "days"})";
constexpr std::string_view kOwnKeys[] = {"unit"};

/// The least that a value of the type can move, in microseconds.
std::int64_t step_of(const Type& type) { return type.kind == TypeKind::date ? kMicrosPerDay : step_micros(type); }

/// Moves a cell by a duration, a whole number of the type's steps; false where the result is no day of the calendar.
bool move_cell(DamagedColumn& column, std::size_t place, const Duration& by) {
  DayAndTime moment = cell_moment(column, place);
  if (by.months != 0) {
    const std::optional<std::int32_t> days = add_months(moment.days, by.months);
    return days.has_value() && set_moment(column, place, {*days, moment.micros});
  }
  std::int64_t micros = 0;
  if (__builtin_add_overflow(moment_word({TypeKind::timestamp, 6}, moment), by.micros, &micros) ||
      micros < kFirstDay * kMicrosPerDay || micros >= (kLastDay + 1) * kMicrosPerDay) {
    return false;
  }
  return set_moment(column, place, split_micros(micros));
}

/// By durations that the schema lists, each as often.
class ShiftOperator final : public NoiseOperator {
 public:
  explicit ShiftOperator(std::vector<Duration> durations) : durations_(std::move(durations)) {}

  std::uint64_t apply(const NoiseBatch& batch) const override {
    return damage_values(batch, [&](std::size_t hit, std::size_t place, DamagedColumn& column) {
      // A year after 9999 there is none, a year before there is.
      return try_from_drawn(batch, hit, durations_.size(),
                            [&](std::size_t way) { return move_cell(column, place, durations_[way]); });
    });
  }

 private:
  const std::vector<Duration> durations_;
};

/// By a number of units that the row gives.
class ShiftBySource final : public NoiseOperator {
 public:
  ShiftBySource(std::size_t count, Duration unit, std::int64_t step) : count_(count), unit_(unit), step_(step) {}

  std::uint64_t apply(const NoiseBatch& batch) const override {
    return damage_values(batch, [&](std::size_t hit, std::size_t place, DamagedColumn& column) {
      const std::optional<Duration> by = duration(parameter_number(batch.parameter(count_), hit));
      return by.has_value() && move_cell(column, place, *by);
    });
  }

 private:
  /// To the nearest whole month, or step of the type; nothing where that is none or beyond 64 bits.
  std::optional<Duration> duration(double count) const {
    const bool months = unit_.months != 0;
    const double units =
        months ? static_cast<double>(unit_.months) : static_cast<double>(unit_.micros) / static_cast<double>(step_);
    std::int64_t whole = 0;
    if (!elementary::round_to_scale(count * units, 0, whole) || whole == 0) return std::nullopt;
    if (months) return Duration{whole, 0};
    if (__builtin_mul_overflow(whole, step_, &whole)) return std::nullopt;
    return Duration{0, whole};
  }

  const std::size_t count_;
  const Duration unit_;
  const std::int64_t step_;
};

/// A duration with the place that it is written at.
struct Written {
  Duration duration;
  const json::Value* json = nullptr;
};

/// Whether values of the type can move by it. A date has no hours; times with fewer digits than a duration has lack its
/// end, but numbers of a unit are rounded.
Status check_fits(const NoiseColumn& column, const Written& by, bool is_unit) {
  const bool date = column.type.kind == TypeKind::date;
  if (by.duration.micros % step_of(column.type) == 0 || (is_unit && !date)) return Done{};
  if (date) {
    return make_error(
        "SG2150",
        fmt::format("\"{}\" is no whole number of days, and column \"{}\" is a date", by.json->text, column.name),
        by.json->place, "dates move by days, weeks, months and years");
  }
  const std::string seconds =
      column.type.decimals == 0 ? "are whole" : fmt::format("have {} digits", column.type.decimals);
  return make_error(
      "SG2150",
      fmt::format("\"{}\" is finer than the seconds of column \"{}\", which {}", by.json->text, column.name, seconds),
      by.json->place, "give the column a \"precision\", or round the duration");
}

class ShiftSpec final : public NoiseSpec {
 public:
  explicit ShiftSpec(std::vector<Written> durations) : durations_(std::move(durations)) {}
  ShiftSpec(NoiseParameter count, Written unit) : durations_{unit}, count_(std::move(count)) {}

  Result<MadeNoise> make(NoiseContext& context) const override {
    const NoiseColumn& column = context.columns().front();
    Diagnostics faults;
    std::vector<Duration> durations;
    for (const Written& written : durations_) {
      if (const Status fits = check_fits(column, written, count_.has_value()); !fits.ok()) {
        faults.add(fits.diagnostics());
      }
      durations.push_back(written.duration);
    }
    if (faults.has_errors()) return faults;
    if (!count_.has_value()) return MadeNoise{std::make_unique<ShiftOperator>(std::move(durations))};
    const auto slot = context.add_parameter(*count_, Type{TypeKind::number, 0});
    if (!slot.ok()) return slot.diagnostics();
    return MadeNoise{std::make_unique<ShiftBySource>(slot->slot, durations.front(), step_of(column.type))};
  }

 private:
  const std::vector<Written> durations_;
  const std::optional<NoiseParameter> count_;
};

std::vector<Written> read_durations(NoiseReader& reader) {
  std::vector<Written> durations;
  for (const NoiseReader::Text& text : reader.texts("by", kExample)) {
    if (text.text.starts_with('=')) {
      reader.fault("SG2150", "an expression gives a number, and \"by\" needs its unit", text.json->place,
                   R"(write {"expression": "…", "unit": "days"}, without the =)");
      continue;
    }
    DurationFault fault;
    const std::optional<Duration> duration = parse_duration(text.text, fault);
    if (!duration.has_value()) {
      reader.fault("SG2150", std::move(fault.message), text.json->place, std::move(fault.hint));
    } else if (*duration == Duration{}) {
      reader.fault("SG2150", fmt::format("\"{}\" moves nothing", text.text), text.json->place,
                   fmt::format("for example {}", kExample));
    } else {
      durations.push_back({*duration, text.json});
    }
  }
  return durations;
}

/// The unit of an object with a source; nothing after a fault.
std::optional<Written> read_unit(NoiseReader& reader, const json::Value& object) {
  const json::Value* unit = object.get("unit");
  if (unit == nullptr) {
    reader.fault("SG2002", "\"by\" lacks the \"unit\" of its numbers", object.place,
                 fmt::format("for example {}", kSourceExample));
    return std::nullopt;
  }
  if (!unit->is(json::Kind::string)) {
    reader.fault("SG2003", fmt::format("\"unit\" is a text, not {}", json::kind_name(unit->kind)), unit->place,
                 R"(for example "unit": "days")");
    return std::nullopt;
  }
  DurationFault fault;
  const std::optional<Duration> one = parse_duration("1 " + unit->text, fault);
  if (!one.has_value()) {
    reader.fault("SG2150", fmt::format("\"{}\" is no unit of durations", unit->text), unit->place,
                 "there are microseconds, milliseconds, seconds, minutes, hours, days, weeks, months, years");
    return std::nullopt;
  }
  return Written{*one, unit};
}

std::unique_ptr<NoiseSpec> parse(NoiseReader& reader) {
  const json::Value* by = reader.take("by");
  if (by == nullptr) {
    reader.fault("SG2002", "operator \"shift\" lacks \"by\"", reader.object().place,
                 fmt::format("for example {}", kExample));
    return nullptr;
  }
  if (by->is(json::Kind::string) || by->is(json::Kind::array)) {
    std::vector<Written> durations = read_durations(reader);
    if (reader.faulty()) return nullptr;
    return std::make_unique<ShiftSpec>(std::move(durations));
  }
  if (!by->is(json::Kind::object)) {
    reader.fault("SG2003",
                 fmt::format("\"by\" is a duration, a list of durations or a source with a unit, not {}",
                             json::kind_name(by->kind)),
                 by->place,
                 by->is(json::Kind::number) ? fmt::format("with its unit: \"by\": \"{} days\"", by->text)
                                            : fmt::format("for example {}", kExample));
    return nullptr;
  }
  std::optional<NoiseParameter> count = reader.parameter(*by, "by", kOwnKeys);
  const std::optional<Written> unit = read_unit(reader, *by);
  if (reader.faulty()) return nullptr;
  return std::make_unique<ShiftSpec>(std::move(*count), *unit);
}

constexpr KeyRecord kKeys[] = {
    {"by",
     "How far: a duration such as \"1 year\" or \"-1 day\", a list of durations, each as often, or a source of numbers "
     "with their unit, {\"distribution\": …, \"unit\": \"days\"}. Months and years keep the day, or take the month's "
     "last. Required.",
     R"j({"anyOf": [{"type": "string"}, {"type": "array", "minItems": 1, "items": {"type": "string"}},
                    {"$ref": "#/$defs/source", "required": ["unit"], "unevaluatedProperties": false, "properties": {"unit": {"enum": [
                      "microsecond", "microseconds", "millisecond", "milliseconds", "second", "seconds", "minute",
                      "minutes", "hour", "hours", "day", "days", "week", "weeks", "month", "months", "year",
                      "years"]}}}]})j"},
};

}  // namespace

const NoiseKind& shift_noise() {
  static const NoiseKind kKind = {
      .record = {.name = "shift",
                 .summary = "A date that is some days, months or years off.",
                 .source =
                     "Telescoping: events told as later or earlier than they were (Neter and Waksberg, \"A study of "
                     "response errors in expenditures data from household interviews\", Journal of the American "
                     "Statistical Association, 1964).",
                 .example = R"j({"operator": "shift", "columns": ["joined"], "rate": 0.01,
                                 "by": ["1 year", "-1 year", "1 day"]})j"},
      .family = "date",
      .types = TypeSet::dates(),
      .types_hint = kOnlyDates,
      .keys = kKeys,
      .key_rules = R"j("required": ["by"])j",
      .parse = &parse,
  };
  return kKind;
}

}  // namespace synthgen
