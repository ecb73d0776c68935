#include "time_sequence.hpp"

#include <fmt/format.h>

#include "synthgen/base/civil_time.hpp"
#include "synthgen/base/duration.hpp"
#include "synthgen/base/near_names.hpp"

namespace synthgen {
namespace {

__extension__ using Wide = __int128;

/// What is counted: days for dates, microseconds for other times.
struct TimeSteps {
  Type type;
  std::int64_t start = 0;
  std::int64_t months = 0;  // of a step; one of the two is 0
  std::int64_t fixed = 0;   // of a step, in days or microseconds

  std::int64_t units_of_day() const { return type.kind == TypeKind::date ? 1 : kMicrosPerDay; }
  std::int64_t first() const { return type.kind == TypeKind::time ? 0 : kFirstDay * units_of_day(); }
  std::int64_t last() const {
    return type.kind == TypeKind::time ? kMicrosPerDay - 1 : (kLastDay + std::int64_t{1}) * units_of_day() - 1;
  }

  /// The value of a row, counted from the start so that months do not wear the day down; nothing beyond the calendar.
  std::optional<std::int64_t> at(std::int64_t row) const {
    if (months != 0) {
      const std::int64_t unit = units_of_day();
      const DayAndTime from = unit == 1 ? DayAndTime{static_cast<std::int32_t>(start), 0} : split_micros(start);
      std::int64_t moved = 0;
      if (__builtin_mul_overflow(months, row, &moved)) return std::nullopt;
      const std::optional<std::int32_t> days = add_months(from.days, moved);
      if (!days.has_value()) return std::nullopt;
      return *days * unit + from.micros;
    }
    const Wide value = Wide{start} + Wide{fixed} * row;
    if (type.kind == TypeKind::time) {
      // A clock goes round at midnight.
      const auto of_day = static_cast<std::int64_t>(value % kMicrosPerDay);
      return of_day < 0 ? of_day + kMicrosPerDay : of_day;
    }
    if (value < first() || value > last()) return std::nullopt;
    return static_cast<std::int64_t>(value);
  }
};

class TimeSequence final : public Source {
 public:
  explicit TimeSequence(const TimeSteps& steps) : steps_(steps) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    out.reset(steps_.type, rows.count);
    for (std::size_t i = 0; i < rows.count; ++i) {
      // Every row of the table was found to be within the calendar.
      const std::int64_t value = steps_.at(rows.contiguous() ? rows.first + static_cast<std::int64_t>(i) : rows.list[i])
                                     .value_or(steps_.start);
      if (steps_.type.kind == TypeKind::date) {
        out.data<std::int32_t>()[i] = static_cast<std::int32_t>(value);
      } else {
        out.data<std::int64_t>()[i] = value;
      }
    }
  }

 private:
  const TimeSteps steps_;
};

class TimeSequenceSpec final : public SourceSpec {
 public:
  TimeSequenceSpec(const json::Value& start, const json::Value* step, TypeKind kind, const Duration& duration)
      : start_(start), step_(step), kind_(kind), duration_(duration) {}

  bool unique() const override { return moves() && kind_ != TypeKind::time; }

  bool drawn() const override { return false; }
  std::string unscored() const override { return "counts the rows"; }

  Result<MadeSource> make(const SourceContext& context) const override {
    const ColumnDeclaration& declaration = context.declaration();
    const Type wanted =
        declaration.wanted().value_or(Type{kind_, kind_ == TypeKind::date ? 0 : declaration.precision.value_or(0)});
    if (wanted.kind != kind_) {
      return make_error("SG2109", fmt::format("a sequence of dates or times does not give {}", type_text(wanted)),
                        declaration.type_place, "it gives date, timestamp, datetime or time");
    }
    ParameterValue given;
    given.json = &start_;
    given.text = start_.text;
    const Result<Column> start = literal_column(given, wanted);
    if (!start.ok()) return start.diagnostics();
    TimeSteps steps;
    steps.type = wanted;
    steps.months = duration_.months;
    steps.start = kind_ == TypeKind::date ? start->data<std::int32_t>()[0] : start->data<std::int64_t>()[0];
    const Place step_place = step_ != nullptr ? step_->place : start_.place;
    if (kind_ == TypeKind::time && duration_.months != 0) {
      return make_error("SG2150", "months and years do not move a time of day", step_place,
                        "step by hours, minutes or seconds");
    }
    if (kind_ == TypeKind::date && duration_.micros % kMicrosPerDay != 0) {
      return make_error("SG2150", "a date is stepped by whole days", step_place,
                        "for shorter steps give the column \"type\": \"timestamp\", or \"datetime\"");
    }
    if (kind_ != TypeKind::date && duration_.micros % step_micros(wanted) != 0) {
      return make_error("SG2150", "the step has more fraction digits than the column shows", step_place,
                        duration_.micros % 1'000 == 0 ? "add \"precision\": 3" : "add \"precision\": 6");
    }
    steps.fixed = kind_ == TypeKind::date ? duration_.micros / kMicrosPerDay : duration_.micros;
    const std::int64_t rows = context.table_rows();
    if (rows > 0 && !steps.at(rows - 1).has_value()) {
      return make_error("SG2106",
                        fmt::format("the sequence leaves the calendar, the years 1 to 9999, within {} rows", rows),
                        step_place, "take a shorter step");
    }
    MadeSource made;
    made.type = wanted;
    made.source = std::make_unique<TimeSequence>(steps);
    const bool round = kind_ == TypeKind::time;
    made.ascending = moves() && !round;
    made.distinct = moves() && !round;
    // A clock's sequence repeats once it has gone round; so far no value came twice.
    made.unique = moves() && (!round || within_a_day(steps, rows));
    return made;
  }

 private:
  bool moves() const { return !(duration_ == Duration{}); }
  static bool within_a_day(const TimeSteps& steps, std::int64_t rows) {
    const Wide way = Wide{steps.fixed} * (rows > 0 ? rows - 1 : 0);
    return way < kMicrosPerDay && way > -Wide{kMicrosPerDay};
  }

  const json::Value& start_;
  const json::Value* const step_;
  const TypeKind kind_;
  const Duration duration_;
};

/// The kind of time that a text has the form of.
std::optional<TypeKind> kind_of_text(const std::string& text) {
  if (parse_date(text).has_value()) return TypeKind::date;
  if (parse_datetime(text).has_value()) return TypeKind::datetime;
  if (parse_timestamp(text).has_value()) return TypeKind::timestamp;
  if (parse_time(text).has_value()) return TypeKind::time;
  return std::nullopt;
}

}  // namespace

bool is_time_sequence(const json::Value& value, const ColumnDeclaration& declaration) {
  const json::Value* start = value.is(json::Kind::object) ? value.get("start") : &value;
  const json::Value* step = value.is(json::Kind::object) ? value.get("step") : nullptr;
  if (start != nullptr && start->is(json::Kind::string)) {
    return !start->text.starts_with('=') &&
           (kind_of_text(start->text).has_value() || (declaration.type.has_value() && is_time(*declaration.type)) ||
            (step != nullptr && step->is(json::Kind::string)));
  }
  if (start == nullptr && step != nullptr && step->is(json::Kind::string) && !step->text.starts_with('=')) return true;
  return declaration.type.has_value() && is_time(*declaration.type);
}

std::unique_ptr<SourceSpec> parse_time_sequence(const json::Value& value, ColumnReader& reader) {
  Diagnostics& diagnostics = reader.diagnostics();
  const bool object = value.is(json::Kind::object);
  const json::Value* start = object ? value.get("start") : &value;
  const json::Value* step = object ? value.get("step") : nullptr;
  constexpr const char* kExample = R"(for example "sequence": {"start": "2024-01-01", "step": "1 day"})";
  bool good = true;
  if (object) {
    for (const json::Member& member : value.members) {
      if (member.name == "start" || member.name == "step") continue;
      const std::vector<std::string> names = {"start", "step"};
      const std::string near = did_you_mean(member.name, names);
      diagnostics.add(make_error("SG2104", fmt::format("unknown key \"{}\" of a sequence", member.name),
                                 member.name_place,
                                 fmt::format("{}{}accepted: start, step", near, near.empty() ? "" : " ")));
      good = false;
    }
  }
  if (start == nullptr) {
    diagnostics.add(make_error("SG2105", "a sequence of dates or times lacks \"start\"", value.place, kExample));
    return nullptr;
  }
  // A declared type that is no time is told when the source is made.
  const TypeKind declared = reader.declaration().type.value_or(TypeKind::integer);
  TypeKind kind = is_time(declared) ? declared : TypeKind::date;
  if (!start->is(json::Kind::string)) {
    diagnostics.add(
        make_error("SG2003",
                   fmt::format("the start of a sequence of type {} is a text, not {}", type_name(kind),
                               start->is(json::Kind::number) ? start->text : std::string(json::kind_name(start->kind))),
                   start->place, kExample));
    good = false;
  } else if (!is_time(declared)) {
    const std::optional<TypeKind> read = kind_of_text(start->text);
    kind = read.value_or(kind);
    if (!read.has_value()) {
      diagnostics.add(make_error("SG2010", fmt::format("\"{}\" is not a date or a time", start->text), start->place,
                                 "write it as \"2024-02-29\", \"2024-02-29T10:00:00Z\", \"2024-02-29T10:00:00\" or "
                                 "\"10:00\""));
      good = false;
    }
  }
  Duration duration{0, kMicrosPerDay};
  if (step == nullptr) {
    if (kind == TypeKind::time) {
      diagnostics.add(make_error("SG2105", "a sequence of times of day lacks \"step\"", value.place,
                                 R"(for example "sequence": {"start": "08:00", "step": "30 minutes"})"));
      good = false;
    }
  } else if (!step->is(json::Kind::string)) {
    const bool number = step->is(json::Kind::number);
    diagnostics.add(make_error(
        "SG2150",
        fmt::format("the step of a sequence of dates or times is a duration, not {}",
                    number ? step->text : std::string(json::kind_name(step->kind))),
        step->place,
        number && step->as_int64().has_value()
            ? fmt::format("write \"{} {}\", if days are meant", step->text, step->text == "1" ? "day" : "days")
            : std::string("write it as \"1 day\", \"1 month\" or \"30 minutes\"")));
    good = false;
  } else {
    DurationFault fault;
    const std::optional<Duration> read = parse_duration(step->text, fault);
    if (!read.has_value()) {
      diagnostics.add(make_error("SG2150", fault.message, step->place, fault.hint));
      good = false;
    }
    duration = read.value_or(duration);
  }
  if (!good) return nullptr;
  return std::make_unique<TimeSequenceSpec>(*start, step, kind, duration);
}

}  // namespace synthgen
