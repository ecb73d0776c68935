// Days with whole-numbered weights: what lies before a day, and which day lies at a place of that sum.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "synthgen/base/civil_time.hpp"
#include "synthgen/base/elementary.hpp"

namespace synthgen {

/// Weights as whole numbers of one unit, exact where their decimal forms share one of at most nine digits; else the
/// greatest becomes `most` and the others are rounded, those above 0 to at least 1.
inline bool exact_weights(std::span<const double> weights, std::uint64_t most, std::span<std::uint64_t> whole) {
  for (int decimals = 0; decimals <= 9; ++decimals) {
    bool exact = true;
    for (std::size_t i = 0; exact && i < weights.size(); ++i) {
      std::int64_t scaled = 0;
      exact = elementary::round_to_scale(weights[i], decimals, scaled) &&
              elementary::from_scaled(scaled, decimals) == weights[i] && static_cast<std::uint64_t>(scaled) <= most;
      whole[i] = static_cast<std::uint64_t>(scaled);
    }
    if (exact) return true;
  }
  return false;
}

/// A share of the greatest weight, from 0 to 1, in units of which the greatest has `most`.
inline std::uint64_t rounded_weight(double share, bool positive, std::uint64_t most) {
  const auto rounded = static_cast<std::uint64_t>(std::floor(share * static_cast<double>(most) + 0.5));
  return positive ? std::max<std::uint64_t>(rounded, 1) : 0;
}

/// A day weighs the product of its month's and its weekday's weights, and nothing where it is excluded. Sums are
/// 64-bit integers, so differences of them are exact for any two days of the years 1 … 9999. The calendar repeats
/// after 400 years, weekdays included: kept are the sums before its 4,800 months and, for each month of the year and
/// weekday of its first, those before its days; excluded days, in a sorted list, are taken off.
class DayWeights {
 public:
  /// Of the heaviest day: 3,652,059 such days stay below 2^62.
  static constexpr std::uint64_t kMost = std::uint64_t{1} << 40;

  /// months    12 weights from 0 on, January first; weekdays  7, Monday first; of each one above 0
  /// excluded  days since 1970-01-01, in any order
  DayWeights(std::span<const double> months, std::span<const double> weekdays, std::span<const double> excluded) {
    std::array<std::array<std::uint64_t, 7>, 12> weights{};
    std::array<std::uint64_t, 12> whole_months{};
    std::array<std::uint64_t, 7> whole_weekdays{};
    constexpr std::uint64_t kMostOfTwo = std::uint64_t{1} << 20;
    const bool exact = exact_weights(months, kMostOfTwo, whole_months) &&  // their products then fit as well
                       exact_weights(weekdays, kMostOfTwo, whole_weekdays);
    const double top_month = *std::max_element(months.begin(), months.end());
    const double top_weekday = *std::max_element(weekdays.begin(), weekdays.end());
    for (std::size_t m = 0; m < 12; ++m) {
      for (std::size_t d = 0; d < 7; ++d) {
        weights[m][d] = exact ? whole_months[m] * whole_weekdays[d]
                              : rounded_weight(months[m] / top_month * (weekdays[d] / top_weekday),
                                               months[m] > 0 && weekdays[d] > 0, kMost);
      }
    }
    for (std::size_t m = 0; m < 12; ++m) {
      for (std::size_t first = 0; first < 7; ++first) {
        std::uint64_t sum = 0;
        for (std::size_t day = 0; day < kDaySlots; ++day) {
          before_day_[m][first][day] = sum;
          sum += weights[m][(first + day) % 7];
        }
      }
    }
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < kMonths; ++i) {
      const int year = 1 + static_cast<int>(i / 12);
      const int month = 1 + static_cast<int>(i % 12);
      const std::int32_t first = days_from_civil({year, month, 1});
      const std::int32_t next = days_from_civil({month == 12 ? year + 1 : year, month == 12 ? 1 : month + 1, 1});
      months_[i] = {sum, first - kFirstDay, static_cast<std::uint16_t>(i % 12),
                    static_cast<std::uint16_t>(weekday_of(first) - 1)};
      sum += before_day_[i % 12][months_[i].first_weekday][static_cast<std::size_t>(next - first)];
    }
    cycle_ = sum;
    months_[kMonths] = {sum, kCycleDays, 0, 0};
    while (cycle_ >> shift_ >= kGuides) ++shift_;
    std::size_t month = 0;
    for (std::size_t g = 0; g < kGuides; ++g) {
      const std::uint64_t from = static_cast<std::uint64_t>(g) << shift_;
      while (month + 1 < kMonths && months_[month + 1].before <= from) ++month;
      guide_[g] = static_cast<std::uint16_t>(month);
    }
    for (const double day : excluded) excluded_.push_back({static_cast<std::int32_t>(day), 0, 0});
    std::sort(excluded_.begin(), excluded_.end(), [](const Excluded& a, const Excluded& b) { return a.day < b.day; });
    std::uint64_t taken = 0;
    for (Excluded& one : excluded_) {
      one.before = calendar_before(one.day) - taken;
      taken += calendar_before(one.day + 1) - calendar_before(one.day);
      one.taken = taken;
    }
  }

  /// The weights of all days from 0001-01-01 until before this one, which may be the day after the last.
  std::uint64_t before(std::int32_t day) const {
    std::uint64_t sum = calendar_before(day);
    if (!excluded_.empty()) {
      const auto after = std::lower_bound(excluded_.begin(), excluded_.end(), day,
                                          [](const Excluded& one, std::int32_t wanted) { return one.day < wanted; });
      if (after != excluded_.begin()) sum -= (after - 1)->taken;
    }
    return sum;
  }

  /// The weight of a day, where the sum before it is known.
  std::uint64_t weight(std::int32_t day, std::uint64_t before_it) const { return before(day + 1) - before_it; }

  struct Found {
    std::int32_t day;
    std::uint64_t before;  ///< what before(day) gives
    std::uint64_t weight;
  };

  /// The day d with before(d) <= place < before(d + 1).
  ///
  /// from  a place at or before it, anywhere: where the search for its 400 years begins
  Found at(std::uint64_t place, std::uint64_t from) const {
    std::uint64_t taken = 0;
    if (!excluded_.empty()) {
      const auto after =
          std::upper_bound(excluded_.begin(), excluded_.end(), place,
                           [](std::uint64_t wanted, const Excluded& one) { return wanted < one.before; });
      if (after != excluded_.begin()) taken = (after - 1)->taken;
    }
    std::uint64_t within = place + taken;
    std::int32_t day = kFirstDay;
    std::uint64_t cycles = 0;
    if (from >= cycle_) {
      const std::uint64_t skipped = from / cycle_;
      cycles = skipped * cycle_;
      day += static_cast<std::int32_t>(skipped) * kCycleDays;
    }
    while (within - cycles >= cycle_) {
      cycles += cycle_;
      day += kCycleDays;
    }
    within -= cycles;
    std::size_t i = guide_[within >> shift_];
    while (months_[i + 1].before <= within) ++i;
    const Month& month = months_[i];
    const std::array<std::uint64_t, kDaySlots>& days = before_day_[month.number][month.first_weekday];
    const std::uint64_t rest = within - month.before;
    std::size_t slot = 0;
    for (const std::size_t step : {16, 8, 4, 2, 1}) slot += days[slot + step] <= rest ? step : 0;
    return {day + month.first + static_cast<std::int32_t>(slot), place - (rest - days[slot]),
            days[slot + 1] - days[slot]};
  }

 private:
  static constexpr std::size_t kMonths = 4800;
  static constexpr std::int32_t kCycleDays = 146'097;
  static constexpr std::size_t kDaySlots = 33;  // 31 days, and beyond them for searches in powers of two
  static constexpr std::size_t kGuides = 8192;

  struct Month {
    std::uint64_t before;  // of its 400 years
    std::int32_t first;    // its first day, from the first of the 400 years
    std::uint16_t number;  // January 0
    std::uint16_t first_weekday;
  };
  struct Excluded {
    std::int32_t day;
    std::uint64_t before;  // this day
    std::uint64_t taken;   // by it and all excluded ones before
  };

  /// As before(), with nothing excluded.
  std::uint64_t calendar_before(std::int32_t day) const {
    const CivilDate date = civil_from_days(day);
    const auto year = static_cast<std::size_t>(date.year - 1);
    const Month& month = months_[year % 400 * 12 + static_cast<std::size_t>(date.month - 1)];
    return year / 400 * cycle_ + month.before +
           before_day_[month.number][month.first_weekday][static_cast<std::size_t>(date.day - 1)];
  }

  std::array<std::array<std::array<std::uint64_t, kDaySlots>, 7>, 12> before_day_{};
  std::array<Month, kMonths + 1> months_{};
  std::array<std::uint16_t, kGuides> guide_{};
  std::uint64_t cycle_ = 0;
  int shift_ = 0;
  std::vector<Excluded> excluded_;
};

}  // namespace synthgen
