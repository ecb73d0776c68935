// Calendar: sums of day weights against a count day by day, draws against a lookup in the
// list of all values, bounds by row, what is refused.
#include <algorithm>
#include <memory>
#include <numeric>

#include "calendar_days.hpp"
#include "support/catch.hpp"
#include "support/distributions.hpp"
#include "synthgen/base/civil_time.hpp"

using namespace synthgen;

namespace {

const Type kDate{TypeKind::date, 0};
const Type kTimestamp{TypeKind::timestamp, 0};

const std::vector<double> kAlike12(12, 1.0);
const std::vector<double> kAlike7(7, 1.0);
const std::vector<double> kSeasons = {3, 0, 2, 5, 1, 1, 0.5, 0, 4, 4, 6, 9};
const std::vector<double> kWeek = {5, 5, 5, 5, 6, 2, 0};
const std::vector<double> kOffice = {0, 0, 0, 0, 0, 0, 0, 1, 4, 9, 9, 8, 3, 5, 8, 8, 6, 3, 1, 0.25, 0, 0, 0, 0};

std::int32_t day(int year, int month, int number) { return days_from_civil({year, month, number}); }
double micros(int year, int month, int number, int hour = 0, int second = 0) {
  return static_cast<double>(day(year, month, number) * kMicrosPerDay + (hour * 3600 + second) * kMicrosPerSecond);
}

/// Weights of one day and hour in whole numbers, from the declared ones times 10 and 4.
std::uint64_t weight_of(std::int32_t of, const std::vector<double>& excluded) {
  if (std::find(excluded.begin(), excluded.end(), of) != excluded.end()) return 0;
  const double month = kSeasons[static_cast<std::size_t>(civil_from_days(of).month - 1)];
  return static_cast<std::uint64_t>(10 * month * kWeek[static_cast<std::size_t>(weekday_of(of) - 1)]);
}

DrawRequest calendar_request(RowNumber min, RowNumber max, Type type, std::vector<double> excluded = {}) {
  DrawRequest request{"calendar", {{"min", std::move(min)}, {"max", std::move(max)}}, {}, {}, type};
  request.lists = {{}, {}, kSeasons, kWeek, {}, std::move(excluded)};
  if (type.kind != TypeKind::date) request.lists[4] = kOffice;
  return request;
}

/// The bits of the rows that draw_cells takes.
std::vector<std::uint64_t> bits_of(std::size_t rows) {
  std::vector<std::uint64_t> bits(rows);
  draw_bits64(make_stream_key(1, "t", "c", "value/64"), RowSet::range(0, rows), 0, 0, bits.data());
  return bits;
}

/// What the law says: the value below which the share bits/2^64 of the weights lies, by a list of all of them.
std::vector<std::int64_t> looked_up(const std::vector<std::uint64_t>& weights, std::int64_t first, std::int64_t step,
                                    std::size_t rows) {
  std::vector<std::uint64_t> ends(weights.size());
  std::partial_sum(weights.begin(), weights.end(), ends.begin());
  std::vector<std::int64_t> values;
  for (const std::uint64_t bits : bits_of(rows)) {
    const std::uint64_t place = bounded(bits, ends.back());
    values.push_back(first + step * (std::upper_bound(ends.begin(), ends.end(), place) - ends.begin()));
  }
  return values;
}

std::optional<ListFault> fault(std::vector<double> months, std::vector<double> weekdays, std::vector<double> hours,
                               std::vector<double> excluded = {}) {
  const std::vector<std::vector<double>> lists = {
      {}, {}, std::move(months), std::move(weekdays), std::move(hours), std::move(excluded)};
  return distribution_kind("calendar").list_fault(0, lists);
}

bool any_between(const std::vector<std::vector<double>>& lists, Type type, std::int64_t low, std::int64_t high) {
  return distribution_kind("calendar").any_between(lists, type, low, high);
}

}  // namespace

TEST_CASE("sums of day weights are those counted day by day, over more than 400 years and at both ends") {
  const std::vector<double> excluded = {static_cast<double>(day(2024, 12, 25)), static_cast<double>(day(1999, 1, 1)),
                                        static_cast<double>(day(2024, 12, 26)), static_cast<double>(day(2024, 2, 29)),
                                        static_cast<double>(day(2024, 2, 11)),  // a Sunday in February: nothing twice
                                        static_cast<double>(kFirstDay),         static_cast<double>(kLastDay)};
  const auto days = std::make_unique<const DayWeights>(kSeasons, kWeek, excluded);
  struct Span {
    std::int32_t first;
    std::int32_t last;
  };
  for (const Span span :
       {Span{kFirstDay, day(2, 12, 31)}, Span{day(1895, 1, 1), day(2305, 12, 31)}, Span{day(9998, 1, 1), kLastDay}}) {
    std::uint64_t before = days->before(span.first);
    const std::uint64_t start = before;
    bool equal = true;
    bool found = true;
    for (std::int32_t d = span.first; d <= span.last; ++d) {
      const std::uint64_t weight = weight_of(d, excluded);
      const std::uint64_t after = days->before(d + 1);
      equal = equal && after - before == weight;
      if (weight > 0) {
        for (const std::uint64_t place : {before, after - 1}) {
          for (const std::uint64_t from : {std::uint64_t{0}, start, place}) {
            const DayWeights::Found one = days->at(place, from);
            found = found && one.day == d && one.before == before && one.weight == weight;
          }
        }
      }
      before = after;
    }
    CHECK(equal);
    CHECK(found);
  }
}

TEST_CASE("weights are kept exactly where their decimals allow, and never lost where they are above 0") {
  std::uint64_t whole[3] = {};
  const double decimals[] = {0.1, 12.5, 0.333};
  CHECK(exact_weights(decimals, 1 << 20, whole));
  CHECK((whole[0] == 100 && whole[1] == 12'500 && whole[2] == 333));
  const double thirds[] = {1.0 / 3, 1, 2};
  CHECK(!exact_weights(thirds, 1 << 20, whole));
  const double large[] = {0.001, 1e9, 2};
  CHECK(!exact_weights(large, 1 << 20, whole));
  CHECK(rounded_weight(1e-30, true, 1 << 20) == 1);
  CHECK(rounded_weight(0, false, 1 << 20) == 0);
  CHECK(rounded_weight(1, true, 1 << 20) == 1 << 20);

  // Mondays weigh 1e-300 of Tuesdays and still have a unit; the heaviest day has 2^40.
  const std::vector<double> week = {1e-300, 1, 0, 0, 0, 0, 0};
  const auto days = std::make_unique<const DayWeights>(kAlike12, week, std::vector<double>{});
  const std::int32_t monday = day(2024, 1, 1);
  CHECK(days->before(monday + 1) - days->before(monday) == 1);
  CHECK(days->before(monday + 2) - days->before(monday + 1) == DayWeights::kMost);
  CHECK(days->before(kLastDay + 1) < std::uint64_t{1} << 62);
}

TEST_CASE("a date is the one below which the share of its uniform lies") {
  const std::vector<double> excluded = {static_cast<double>(day(2024, 12, 25)), static_cast<double>(day(2024, 3, 1))};
  const std::int32_t first = day(2023, 11, 18);
  const std::int32_t last = day(2025, 2, 3);
  std::vector<std::uint64_t> weights;
  for (std::int32_t d = first; d <= last; ++d) weights.push_back(weight_of(d, excluded));
  const DrawnCells cells = draw_cells(calendar_request(first, last, kDate, excluded), 50'000);
  CHECK(cells.nulls() == 0);
  CHECK(cells.integers == looked_up(weights, first, 1, 50'000));
}

TEST_CASE("a timestamp is the one below which the share of its uniform lies, also where bounds cut days and hours") {
  const std::vector<double> excluded = {static_cast<double>(day(2024, 3, 5))};
  for (const int fraction : {0, 3}) {
    const Type type{TypeKind::timestamp, fraction};
    const std::int64_t step = step_micros(type);
    // Seconds of three days and a bit, or milliseconds of three minutes across an hour.
    const double low = fraction == 0 ? micros(2024, 3, 4, 9, 1'800) : micros(2024, 3, 6, 9, 3'500);
    const double high = fraction == 0 ? micros(2024, 3, 7, 16, 59) : micros(2024, 3, 6, 10, 80);
    std::vector<std::uint64_t> weights;
    for (auto at = static_cast<std::int64_t>(low); at <= static_cast<std::int64_t>(high); at += step) {
      const DayAndTime split = split_micros(at);
      const double hour = kOffice[static_cast<std::size_t>(split.micros / (kMicrosPerDay / 24))];
      weights.push_back(weight_of(split.days, excluded) * static_cast<std::uint64_t>(4 * hour));
    }
    const DrawnCells cells = draw_cells(calendar_request(low, high, type, excluded), 50'000);
    CHECK(cells.nulls() == 0);
    CHECK(cells.integers == looked_up(weights, static_cast<std::int64_t>(low), step, 50'000));
  }
}

TEST_CASE("values never fall as the uniform rises") {
  const std::vector<std::uint64_t> bits = bits_of(20'000);
  std::vector<std::size_t> order(bits.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return bits[a] < bits[b]; });
  for (const DrawRequest& request :
       {calendar_request(kFirstDay, kLastDay, kDate), calendar_request(day(2024, 1, 1), day(2024, 12, 31), kDate),
        calendar_request(micros(1, 1, 1), micros(9999, 12, 31), {TypeKind::datetime, 6}),
        calendar_request(micros(2024, 3, 4), micros(2024, 3, 6), {TypeKind::timestamp, 3})}) {
    INFO(type_text(request.type) << " from " << *request.parameters[0].second.fixed);
    const DrawnCells cells = draw_cells(request, 20'000);
    CHECK(cells.nulls() == 0);
    CHECK(std::is_sorted(order.begin(), order.end(),
                         [&](std::size_t a, std::size_t b) { return cells.integers[a] < cells.integers[b]; }));
  }
}

TEST_CASE("both ends of the calendar are reached and not left") {
  DrawRequest request = calendar_request(kLastDay - 2.0, kLastDay, kDate);
  request.lists = {{}, {}, {}, {}, {}, {}};
  const DrawnCells days = draw_cells(request, 1'000);
  CHECK(*std::min_element(days.integers.begin(), days.integers.end()) == kLastDay - 2);
  CHECK(*std::max_element(days.integers.begin(), days.integers.end()) == kLastDay);
  request = calendar_request(every_row(kFirstDay, kDate), every_row(kFirstDay, kDate), {TypeKind::timestamp, 6});
  request.lists = {{}, {}, {}, {}, {}, {}};
  const DrawnCells times = draw_cells(request, 1'000);
  CHECK(times.nulls() == 0);
  CHECK(*std::min_element(times.integers.begin(), times.integers.end()) >= kFirstDay * kMicrosPerDay);
  CHECK(*std::max_element(times.integers.begin(), times.integers.end()) < (kFirstDay + 1) * kMicrosPerDay);
}

TEST_CASE("a date as the greatest bound of timestamps is its whole day, a timestamp itself") {
  const auto greatest = [](RowNumber max) {
    DrawRequest request = calendar_request(micros(2024, 3, 4, 23, 3'590), std::move(max), kTimestamp);
    request.lists = {{}, {}, {}, {}, {}, {}};
    const DrawnCells cells = draw_cells(request, 2'000);
    CHECK(cells.nulls() == 0);
    return *std::max_element(cells.integers.begin(), cells.integers.end());
  };
  const std::int64_t midnight = day(2024, 3, 5) * kMicrosPerDay;
  // Of 11 seconds, the last is missed by 2,000 draws with probability e^-190.
  CHECK(greatest(every_row(day(2024, 3, 4), kDate)) == midnight - kMicrosPerSecond);
  CHECK(greatest(every_row(static_cast<double>(midnight), kTimestamp)) == midnight);
}

TEST_CASE("bounds by row give the bits of literal ones, and each row its own law") {
  for (const Type type : {kDate, Type{TypeKind::datetime, 3}}) {
    const bool date = type == kDate;
    const double low = date ? day(2024, 1, 15) : micros(2024, 1, 15, 5);
    const double high = date ? day(2024, 9, 20) : micros(2024, 9, 20, 17);
    const DrawnCells expected = draw_cells(calendar_request(low, high, type), 3'000);
    CHECK(draw_cells(calendar_request(every_row(low, type), high, type), 3'000) == expected);
    CHECK(draw_cells(calendar_request(low, every_row(high, type), type), 3'000) == expected);
    // Other bounds in between change nothing for a row.
    const RowNumber mixed([&](std::int64_t row) { return std::optional(row % 3 == 0 ? low : low + 1e3); }, type);
    const DrawnCells between = draw_cells(calendar_request(mixed, high, type), 3'000);
    bool equal = true;
    for (std::size_t row = 0; row < 3'000; row += 3) equal = equal && between.integers[row] == expected.integers[row];
    CHECK(equal);
  }
}

TEST_CASE("an interval in which nothing has a weight gives null and is counted, a null bound is not counted") {
  // 2024-03-03 is a Sunday: nothing on it, nor in February.
  const double sunday = day(2024, 3, 3);
  const DrawnCells none = draw_cells(calendar_request(every_row(sunday, kDate), every_row(sunday, kDate), kDate), 100);
  CHECK(none.nulls() == 100);
  CHECK(none.warned(CellWarning::empty_interval) == 100);
  const DrawnCells night = draw_cells(calendar_request(every_row(micros(2024, 3, 4, 20), kTimestamp),
                                                       every_row(micros(2024, 3, 5, 6), kTimestamp), kTimestamp),
                                      100);
  CHECK(night.warned(CellWarning::empty_interval) == 100);
  const RowNumber some([](std::int64_t row) { return row % 2 == 0 ? std::optional(day(2024, 3, 1)) : std::nullopt; },
                       kDate);
  const DrawnCells half = draw_cells(calendar_request(some, day(2024, 3, 31), kDate), 100);
  CHECK(half.nulls() == 50);
  CHECK(std::accumulate(half.warnings.begin(), half.warnings.end(), std::uint64_t{0}) == 0);
  const DrawnCells crossed =
      draw_cells(calendar_request(every_row(day(2024, 3, 9), kDate), every_row(day(2024, 3, 8), kDate), kDate), 10);
  CHECK(crossed.warned(CellWarning::empty_interval) == 10);
}

TEST_CASE("lists of the wrong length, without a weight or with a date twice are told") {
  CHECK(!fault({}, {}, {}).has_value());
  CHECK(!fault(kSeasons, kWeek, kOffice, {1, 2, 3}).has_value());
  CHECK(fault(kAlike7, {}, {})->message == "\"months\" has 7 numbers, and needs 12");
  CHECK(fault({}, {1}, {})->message == "\"weekdays\" has 1 number, and needs 7");
  CHECK(fault({}, {}, kAlike12)->parameter == 4);
  CHECK(fault({}, std::vector<double>(7, 0.0), {})->message == "all \"weekdays\" are 0");
  const std::optional<ListFault> twice = fault({}, {}, {}, {19'000, 19'001, 19'000});
  REQUIRE(twice.has_value());
  CHECK(twice->item == 2u);
  CHECK(twice->message == "2022-01-08 is excluded twice");
}

TEST_CASE("whether anything lies between two bounds is known without drawing") {
  const std::vector<std::vector<double>> lists = {{},    {},      kSeasons,
                                                  kWeek, kOffice, {static_cast<double>(day(2024, 3, 4))}};
  CHECK(!any_between(lists, kDate, day(2024, 2, 1), day(2024, 2, 29)));
  CHECK(!any_between(lists, kDate, day(2024, 3, 3), day(2024, 3, 4)));
  CHECK(any_between(lists, kDate, day(2024, 3, 3), day(2024, 3, 5)));
  CHECK(!any_between(lists, kDate, day(2024, 3, 6), day(2024, 3, 5)));
  const std::int64_t evening = day(2024, 3, 5) * kMicrosPerDay + 20 * 3600 * kMicrosPerSecond;
  CHECK(!any_between(lists, kTimestamp, evening, evening + 11 * 3600 * kMicrosPerSecond - kMicrosPerSecond));
  CHECK(any_between(lists, kTimestamp, evening, evening + 11 * 3600 * kMicrosPerSecond));
  CHECK(any_between(lists, kTimestamp, kFirstDay * kMicrosPerDay, kLastDay * kMicrosPerDay));
}
