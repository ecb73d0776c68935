// Calendar: days by the weights of their months and weekdays, hours by theirs. Visits,
// orders, calls: whatever follows a working week, with its holidays left out.
#include <algorithm>
#include <array>
#include <cassert>
#include <limits>
#include <memory>
#include <string>
#include <string_view>

#include "bound_inputs.hpp"
#include "calendar_days.hpp"
#include "cell_inputs.hpp"
#include "grid.hpp"
#include "synthgen/base/civil_time.hpp"
#include "synthgen/distribution/distribution.hpp"
#include "synthgen/distribution/sampler.hpp"

namespace synthgen {
namespace {

constexpr std::size_t kMonths = 2;  // places of the lists among the parameters
constexpr std::size_t kWeekdays = 3;
constexpr std::size_t kHours = 4;
constexpr std::size_t kExclude = 5;

using Wide = unsigned __int128;

/// floor(x·n / 2^64): 0 … n − 1, monotone in x.
Wide bounded_wide(std::uint64_t x, Wide n) {
  const auto high = static_cast<std::uint64_t>(n >> 64);
  const auto low = static_cast<std::uint64_t>(n);
  return static_cast<Wide>(x) * high + ((static_cast<Wide>(x) * low) >> 64);
}

/// The weights of a list that may be absent, when all count alike.
std::vector<double> weights_or_alike(const std::vector<double>& given, std::size_t count) {
  return given.empty() ? std::vector<double>(count, 1.0) : given;
}

/// floor(n / divisor), where it is below 2^62 and the divisor at most 2^40. By floating point and then exactly: the
/// estimate is off by 2^12 at most, what it is off by is less than 2^53 and so known to within 1.
std::uint64_t divided(Wide n, std::uint64_t divisor, double inverse) {
  const double high = static_cast<double>(static_cast<std::int64_t>(n >> 64));
  const double low = static_cast<double>(static_cast<std::int64_t>(static_cast<std::uint64_t>(n) >> 1));
  auto quotient = static_cast<std::int64_t>((high * 0x1p64 + low * 2) * inverse);
  // In 64 bits, wrapping around: the rest is small.
  const auto rest =
      static_cast<std::int64_t>(static_cast<std::uint64_t>(n) - static_cast<std::uint64_t>(quotient) * divisor);
  quotient += static_cast<std::int64_t>(static_cast<double>(rest) * inverse);
  const auto left =
      static_cast<std::int64_t>(static_cast<std::uint64_t>(n) - static_cast<std::uint64_t>(quotient) * divisor);
  if (left < 0) return static_cast<std::uint64_t>(quotient - 1);
  return static_cast<std::uint64_t>(quotient + (left >= static_cast<std::int64_t>(divisor) ? 1 : 0));
}

/// Every step of the clock with its weight: that of the day times that of the hour. In whole numbers, so that what
/// lies between two steps is known exactly: of a day at most 2^62, and of all years below 2^125.
class CalendarLaw {
 public:
  /// steps_an_hour  of the grid of times; 0 for dates
  CalendarLaw(ParameterLists lists, std::int64_t steps_an_hour)
      : days_(weights_or_alike(lists[kMonths], 12), weights_or_alike(lists[kWeekdays], 7), lists[kExclude]),
        steps_an_hour_(static_cast<std::uint64_t>(steps_an_hour)) {
    constexpr std::uint64_t kMost = std::uint64_t{1} << 26;
    const std::vector<double> hours = weights_or_alike(lists[kHours], 24);
    if (!exact_weights(hours, kMost, hours_)) {
      const double top = *std::max_element(hours.begin(), hours.end());
      for (std::size_t h = 0; h < 24; ++h) hours_[h] = rounded_weight(hours[h] / top, hours[h] > 0, kMost);
    }
    // Beyond the last hour every search stops.
    before_hour_.fill(~std::uint64_t{0});
    std::uint64_t sum = 0;
    for (std::size_t h = 0; h < 24; ++h) {
      before_hour_[h] = sum;
      inverse_hours_[h] = 1.0 / static_cast<double>(hours_[h]);
      sum += hours_[h] * steps_an_hour_;
    }
    day_ = sum;
  }

  const DayWeights& days() const { return days_; }

  struct Place {
    Wide before;         ///< the weight of all steps before a step
    std::uint64_t days;  ///< among them of whole days, as days() counts
    bool at_midnight;    ///< these are all
  };

  /// step  counted from 1970
  Place before(std::int64_t step) const {
    const auto steps_a_day = static_cast<std::int64_t>(24 * steps_an_hour_);
    const std::int64_t day = step / steps_a_day - (step % steps_a_day < 0 ? 1 : 0);
    const auto rest = static_cast<std::uint64_t>(step - day * steps_a_day);
    const std::uint64_t before_it = days_.before(static_cast<std::int32_t>(day));
    const Wide whole = static_cast<Wide>(before_it) * day_;
    if (rest == 0) return {whole, before_it, true};
    const std::uint64_t hour = rest / steps_an_hour_;
    const std::uint64_t in_day = before_hour_[hour] + hours_[hour] * (rest - hour * steps_an_hour_);
    const std::uint64_t weight = days_.weight(static_cast<std::int32_t>(day), before_it);
    return {whole + static_cast<Wide>(weight) * in_day, before_it, false};
  }

  /// The step s with before(s).before <= place < before(s + 1).before.
  ///
  /// among_days  that of the place
  /// from        a place among days() at or before it
  std::int64_t at(Wide place, std::uint64_t among_days, std::uint64_t from) const {
    const DayWeights::Found day = days_.at(among_days, from);
    const Wide in_day = place - static_cast<Wide>(day.before) * day_;
    const std::uint64_t in_hours = divided(in_day, day.weight, 1.0 / static_cast<double>(day.weight));
    std::size_t hour = 0;
    for (const std::size_t step : {16, 8, 4, 2, 1}) hour += before_hour_[hour + step] <= in_hours ? step : 0;
    const std::uint64_t in_hour = in_hours - before_hour_[hour];
    const std::uint64_t step = divided(in_hour, hours_[hour], inverse_hours_[hour]);
    return (std::int64_t{day.day} * 24 + static_cast<std::int64_t>(hour)) * static_cast<std::int64_t>(steps_an_hour_) +
           static_cast<std::int64_t>(step);
  }

  /// floor(place / weight of all hours of a day): the same place among days().
  std::uint64_t among_days(Wide place) const { return static_cast<std::uint64_t>(place / day_); }

 private:
  DayWeights days_;
  std::uint64_t steps_an_hour_;
  std::uint64_t day_ = 0;  // weight of all hours, in steps; times the day's own it is the day's
  std::array<std::uint64_t, 24> hours_{};
  std::array<double, 24> inverse_hours_{};
  std::array<std::uint64_t, 32> before_hour_{};
};

constexpr std::int64_t kMicrosPerHour = kMicrosPerDay / 24;

class CalendarSampler final : public Sampler {
 public:
  CalendarSampler(const SamplerSpec& spec, const DrawKeys& keys)
      : draws_(keys),
        type_(spec.type),
        step_(type_.kind == TypeKind::date ? kMicrosPerDay : step_micros(type_)),
        grid_(type_.kind == TypeKind::date ? Grid::days() : Grid::times(type_.kind, step_)),
        first_(type_.kind == TypeKind::date ? kFirstDay : kFirstDay * (kMicrosPerDay / step_)),
        last_(type_.kind == TypeKind::date ? kLastDay : (kLastDay + std::int64_t{1}) * (kMicrosPerDay / step_) - 1),
        law_(spec.lists, type_.kind == TypeKind::date ? 0 : kMicrosPerHour / step_) {
    assert(type_.kind == TypeKind::date || is_moment(type_.kind));
    for (std::size_t which = 0; which < 2; ++which) {
      std::int64_t k = 0;
      const std::optional<double> bound = fixed_bound(spec, which);
      if (bound.has_value() && !grid_.place(*bound, kEdges[which], k)) fixed_state_[which] = CellState::empty;
      std::fill_n(fixed_[which], kChunkRows, k);
    }
  }

  void draw(Evaluate& evaluate, std::span<const Column* const> parameters, const Column* min, const Column* max,
            Column& out) const override {
    const RowSet rows = evaluate.rows();
    out.reset(type_, rows.count);
    const Column* columns[2] = {bound_column(min, parameters, 0), bound_column(max, parameters, 1)};
    for (std::size_t begin = 0; begin < rows.count; begin += kChunkRows) {
      const std::size_t n = std::min(kChunkRows, rows.count - begin);
      CellStates states(n);
      std::int64_t given[2][kChunkRows];
      const std::int64_t* bounds[2] = {fixed_[0], fixed_[1]};
      for (std::size_t which = 0; which < 2; ++which) {
        if (columns[which] != nullptr) {
          read_bound(*columns[which], which, begin, given[which], states);
          bounds[which] = given[which];
        } else if (fixed_state_[which] != CellState::good) {
          for (std::size_t i = 0; i < n; ++i) states.spoil(i, fixed_state_[which]);
        }
      }
      for (std::size_t i = 0; i < n; ++i) {
        if (bounds[0][i] > bounds[1][i]) states.spoil(i, CellState::empty);
        if (bounds[0][i] < first_ || bounds[1][i] > last_) states.spoil(i, CellState::overflow);
      }
      std::uint64_t bits[kChunkRows];
      draws_.bits64(evaluate, begin, n, bits);
      if (type_.kind == TypeKind::date) {
        draw_days(bits, bounds, out.data<std::int32_t>() + begin, states);
      } else {
        draw_times(bits, bounds, out.data<std::int64_t>() + begin, states);
      }
      states.apply(evaluate, begin, out);
    }
  }

 private:
  static constexpr Edge kEdges[2] = {Edge::least, Edge::greatest};
  static constexpr std::int64_t kNoBound = std::numeric_limits<std::int64_t>::min();  // beyond the calendar

  void read_bound(const Column& column, std::size_t which, std::size_t begin, std::int64_t* k,
                  CellStates& states) const {
    grid_.place(column, begin, kEdges[which], k, states);
    if (which == 0 || column.type().kind != TypeKind::date || type_.kind == TypeKind::date) return;
    // The greatest of a day is its end.
    for (std::size_t i = 0; i < states.rows(); ++i) k[i] += kMicrosPerDay / step_ - 1;
  }

  void draw_days(const std::uint64_t* bits, const std::int64_t* const* bounds, std::int32_t* out,
                 CellStates& states) const {
    const DayWeights& days = law_.days();
    // Bounds are often the same for many rows on end: the sums before them are remembered.
    std::int64_t low = kNoBound;
    std::int64_t high = kNoBound;
    std::uint64_t before = 0;
    std::uint64_t end = 0;
    for (std::size_t i = 0; i < states.rows(); ++i) {
      out[i] = 0;
      if (!states.good(i)) continue;
      if (bounds[0][i] != low) before = days.before(static_cast<std::int32_t>(low = bounds[0][i]));
      if (bounds[1][i] != high) end = days.before(static_cast<std::int32_t>(high = bounds[1][i]) + 1);
      if (before == end) {
        states.spoil(i, CellState::empty);
      } else {
        out[i] = days.at(before + bounded(bits[i], end - before), before).day;
      }
    }
  }

  void draw_times(const std::uint64_t* bits, const std::int64_t* const* bounds, std::int64_t* out,
                  CellStates& states) const {
    std::int64_t low = kNoBound;
    std::int64_t high = kNoBound;
    CalendarLaw::Place first{};
    CalendarLaw::Place end{};
    for (std::size_t i = 0; i < states.rows(); ++i) {
      out[i] = 0;
      if (!states.good(i)) continue;
      if (bounds[0][i] != low) first = law_.before(low = bounds[0][i]);
      if (bounds[1][i] != high) end = law_.before((high = bounds[1][i]) + 1);
      if (first.before == end.before) {
        states.spoil(i, CellState::empty);
        continue;
      }
      const Wide place = first.before + bounded_wide(bits[i], end.before - first.before);
      // The same in both ways; where bounds cut no day it needs no division.
      const std::uint64_t among = first.at_midnight && end.at_midnight
                                      ? first.days + bounded(bits[i], end.days - first.days)
                                      : law_.among_days(place);
      out[i] = law_.at(place, among, first.days) * step_;
    }
  }

  CellDraws draws_;
  Type type_;
  std::int64_t step_;
  Grid grid_;
  std::int64_t first_;  // of the calendar, in steps
  std::int64_t last_;
  CalendarLaw law_;
  CellState fixed_state_[2] = {CellState::good, CellState::good};
  std::int64_t fixed_[2][kChunkRows] = {};
};

std::unique_ptr<const Sampler> make_sampler(const SamplerSpec& spec, const DrawKeys& keys) {
  return std::make_unique<CalendarSampler>(spec, keys);
}

bool any_between(ParameterLists lists, Type type, std::int64_t low, std::int64_t high) {
  if (low > high) return false;
  if (type.kind == TypeKind::date) {
    const auto law = std::make_unique<const CalendarLaw>(lists, 0);
    return law->days().before(static_cast<std::int32_t>(high) + 1) > law->days().before(static_cast<std::int32_t>(low));
  }
  const std::int64_t step = step_micros(type);
  const auto law = std::make_unique<const CalendarLaw>(lists, kMicrosPerHour / step);
  // Division towards zero is exact here: times are whole steps.
  return law->before(high / step + 1).before > law->before(low / step).before;
}

constexpr Parameter kParameters[] = {
    {"min", Range::any(), "first day, or moment, included; unit of the column", std::nullopt, ParameterForm::time},
    {"max", Range::any(), "last one, included, a date to its end; unit as min", std::nullopt, ParameterForm::time},
    {"months", Range::not_negative(), "12 weights of days, January first, no unit; they need not add up to 1", 1,
     ParameterForm::list},
    {"weekdays", Range::not_negative(), "7 weights of days, Monday first, no unit", 1, ParameterForm::list},
    {"hours", Range::not_negative(), "24 weights, of timestamps and datetimes only, midnight first, no unit", 1,
     ParameterForm::list, Measure::clock},
    {"exclude", Range::any(), "days that never come, as dates, no unit", 0, ParameterForm::dates},
};
constexpr Parameterisation kParameterisations[] = {kParameters};

std::optional<ListFault> list_fault(std::size_t /*which*/, ParameterLists lists) {
  struct Wanted {
    std::size_t parameter;
    std::size_t count;
    const char* one;
    const char* first;
  };
  constexpr Wanted kWanted[] = {
      {kMonths, 12, "month", "January"}, {kWeekdays, 7, "weekday", "Monday"}, {kHours, 24, "hour", "midnight to one"}};
  for (const Wanted& wanted : kWanted) {
    const std::vector<double>& list = lists[wanted.parameter];
    if (list.empty()) continue;
    const std::string name = "\"" + std::string(kParameters[wanted.parameter].name) + "\"";
    if (list.size() != wanted.count) {
      return ListFault{wanted.parameter, std::nullopt,
                       name + " has " + std::to_string(list.size()) + (list.size() == 1 ? " number" : " numbers") +
                           ", and needs " + std::to_string(wanted.count),
                       std::string("give one weight for each ") + wanted.one + ", " + wanted.first + " first"};
    }
    if (std::all_of(list.begin(), list.end(), [](double weight) { return weight == 0; })) {
      return ListFault{wanted.parameter, std::nullopt, "all " + name + " are 0",
                       std::string("at least one ") + wanted.one + " needs a weight above 0"};
    }
  }
  const std::vector<double>& excluded = lists[kExclude];
  for (std::size_t i = 1; i < excluded.size(); ++i) {
    if (std::find(excluded.begin(), excluded.begin() + static_cast<std::ptrdiff_t>(i), excluded[i]) ==
        excluded.begin() + static_cast<std::ptrdiff_t>(i)) {
      continue;
    }
    return ListFault{kExclude, i, date_text(static_cast<std::int32_t>(excluded[i])) + " is excluded twice",
                     "remove one of them"};
  }
  return std::nullopt;
}

}  // namespace

namespace distributions {

const DistributionKind& calendar() {
  static const DistributionKind kind = {
      .record = {.name = "calendar",
                 .summary =
                     "Dates and times that follow a working week: by month, weekday and hour, holidays left out.",
                 .source = "Inversion in whole numbers; the Gregorian calendar repeats after 400 years.",
                 .example = R"({"distribution": "calendar", "min": "2024-01-01", "max": "2024-12-31", )"
                            R"("weekdays": [5, 5, 5, 5, 6, 2, 0], "exclude": ["2024-12-25"]})"},
      .outcome = Outcome::time,
      .bounds_are_parameters = true,
      .parameterisations = kParameterisations,
      .canonical_count = 0,
      .list_fault = &list_fault,
      .make_sampler = &make_sampler,
      .any_between = &any_between,
  };
  return kind;
}

}  // namespace distributions
}  // namespace synthgen
