#include "child_totals.hpp"

#include <limits>
#include <vector>

#include "support/catch.hpp"

using namespace synthgen;

namespace {

constexpr Type kInteger{TypeKind::integer, 0};
constexpr Type kNumber{TypeKind::number, 0};

template <class T>
Column column_of(Type type, const std::vector<T>& values) {
  Column column;
  column.reset(type, values.size());
  for (std::size_t i = 0; i < values.size(); ++i) column.data<T>()[i] = values[i];
  return column;
}

/// The totals of three cells, of which the last is given no child. The cell 3 is that of children that do not count.
template <class T>
std::unique_ptr<ChildTotals> totals_of(ChildFunction function, Type type, const std::vector<std::int64_t>& cells,
                                       const std::vector<T>& values) {
  std::unique_ptr<ChildTotals> totals = make_child_totals(function, type);
  totals->reset(3);
  const Column column = column_of(type, values);
  totals->add(cells, &column);
  return totals;
}

const std::vector<std::int64_t> kAll = {0, 1, 2};
constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();

}  // namespace

TEST_CASE("sums of integers are exact beyond 64 bits on their way, and null where they end there") {
  const auto totals = totals_of<std::int64_t>(ChildFunction::sum, kInteger, {0, 0, 1, 0, 1, 3, 3},
                                              {kMost, kMost, kLeast, -kMost, -1, kMost, kMost});
  Column out;
  CHECK(totals->write(kAll, out) == 1);
  CHECK(out.data<std::int64_t>()[0] == kMost);
  CHECK(out.is_null(1));
  CHECK(out.is_null(2));
}

TEST_CASE("a sum of decimals keeps their digits and ends at 18 of them") {
  const auto totals = totals_of<std::int64_t>(ChildFunction::sum, Type::decimal(2), {0, 1, 1, 0},
                                              {150, 999'999'999'999'999'999, 1, -20});
  Column out;
  CHECK(totals->write(kAll, out) == 1);
  CHECK(out.type() == Type::decimal(2));
  CHECK(out.data<std::int64_t>()[0] == 130);
  CHECK(out.is_null(1));
}

TEST_CASE("a sum of nothing is null, and one of zeros is 0") {
  const auto totals = totals_of<std::int64_t>(ChildFunction::sum, kInteger, {0, 0, 1, 1}, {0, 0, 5, -5});
  Column out;
  CHECK(totals->write(kAll, out) == 0);
  CHECK(out.is_valid(0));
  CHECK(out.data<std::int64_t>()[0] == 0);
  CHECK(out.is_valid(1));
  CHECK(out.is_null(2));
}

TEST_CASE("averages of integers and decimals are those of the exact sums") {
  Column out;
  totals_of<std::int64_t>(ChildFunction::avg, kInteger, {0, 0, 1, 1, 1}, {kMost, kMost, 1, 2, 2})->write(kAll, out);
  CHECK(out.data<double>()[0] == static_cast<double>(kMost));
  CHECK(out.data<double>()[1] == 5.0 / 3.0);
  CHECK(out.is_null(2));
  totals_of<std::int64_t>(ChildFunction::avg, Type::decimal(2), {0, 0}, {110, 121})->write(kAll, out);
  CHECK(out.data<double>()[0] == 231.0 / 200.0);
}

TEST_CASE("numbers are added in the order in which they come") {
  Column out;
  totals_of<double>(ChildFunction::sum, kNumber, {0, 0, 0, 1, 1, 1}, {1e16, 1, -1e16, 1e16, -1e16, 1})
      ->write(kAll, out);
  CHECK(out.data<double>()[0] == 0);
  CHECK(out.data<double>()[1] == 1);
  CHECK(out.is_null(2));
  const double huge = std::numeric_limits<double>::max();
  for (const ChildFunction function : {ChildFunction::sum, ChildFunction::avg}) {
    const auto totals = totals_of<double>(function, kNumber, {0, 0, 0, 0, 1}, {huge, huge, -huge, -huge, 4});
    CHECK(totals->write(kAll, out) == 1);
    CHECK(out.is_null(0));
    CHECK(out.data<double>()[1] == 4);
  }
}

TEST_CASE("the least and the greatest integers are found, also those of 64 bits") {
  const std::vector<std::int64_t> cells = {0, 0, 1, 3};
  const std::vector<std::int64_t> values = {kLeast, 7, kMost, kLeast};
  Column out;
  totals_of(ChildFunction::min, kInteger, cells, values)->write(kAll, out);
  CHECK(out.is_valid(0));
  CHECK(out.data<std::int64_t>()[0] == kLeast);
  CHECK(out.data<std::int64_t>()[1] == kMost);
  CHECK(out.is_null(2));
  totals_of(ChildFunction::max, kInteger, cells, values)->write(kAll, out);
  CHECK(out.data<std::int64_t>()[0] == 7);
  totals_of<std::int64_t>(ChildFunction::max, kInteger, {0, 0}, {kLeast, kLeast})->write(kAll, out);
  CHECK(out.is_valid(0));
  CHECK(out.data<std::int64_t>()[0] == kLeast);
}

TEST_CASE("dates, numbers and texts have a least and a greatest one") {
  Column out;
  totals_of<std::int32_t>(ChildFunction::min, {TypeKind::date, 0}, {0, 0, 1}, {20'000, -3, 5})->write(kAll, out);
  CHECK(out.type().kind == TypeKind::date);
  CHECK(out.data<std::int32_t>()[0] == -3);
  CHECK(out.is_null(2));
  totals_of<double>(ChildFunction::max, kNumber, {1, 1}, {-2.5, -0.5})->write(kAll, out);
  CHECK(out.is_null(0));
  CHECK(out.data<double>()[1] == -0.5);

  Column texts;
  texts.reset({TypeKind::string, 0}, 4);
  texts.begin_texts();
  for (const char* text : {"b", "", "z", "a"}) texts.append_text(text);
  const std::vector<std::int64_t> cells = {0, 0, 3, 1};
  for (const bool greatest : {false, true}) {
    const auto totals = make_child_totals(greatest ? ChildFunction::max : ChildFunction::min, {TypeKind::string, 0});
    totals->reset(3);
    totals->add(cells, &texts);
    totals->write(kAll, out);
    CHECK(out.text(0) == (greatest ? "b" : ""));
    CHECK(out.is_valid(0));
    CHECK(out.text(1) == "a");
    CHECK(out.is_null(2));
  }
}

TEST_CASE("what aggregates give follows from what they take") {
  CHECK(aggregate_type(ChildFunction::count, {TypeKind::uuid, 0}) == kInteger);
  CHECK(aggregate_type(ChildFunction::sum, Type::decimal(3)) == Type::decimal(3));
  CHECK(aggregate_type(ChildFunction::avg, kInteger) == kNumber);
  CHECK(aggregate_type(ChildFunction::min, {TypeKind::timestamp, 3}) == Type{TypeKind::timestamp, 3});
  CHECK(aggregate_type(ChildFunction::sum, {TypeKind::boolean, 0}) == std::nullopt);
  CHECK(aggregate_type(ChildFunction::avg, {TypeKind::date, 0}) == std::nullopt);
  CHECK(aggregate_type(ChildFunction::max, {TypeKind::boolean, 0}) == std::nullopt);
  CHECK(aggregate_type(ChildFunction::max, {TypeKind::uuid, 0}) == std::nullopt);
}
