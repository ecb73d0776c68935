// Statistics of parts joined: to the last digit those of the whole.
#include "synthgen/engine/joined_statistics.hpp"

#include <cstring>
#include <functional>
#include <random>

#include "support/catch.hpp"
#include "synthgen/engine/distinct_counter.hpp"

namespace synthgen {
namespace {

constexpr std::size_t kUnit = kStatisticsUnitRows;

/// Fills rows first … first + n − 1 of a column.
using Fill = std::function<void(Column& column, std::size_t first, std::size_t n)>;

ColumnStatistics statistics_of(const Type& type, const Fill& fill, std::size_t first, std::size_t end) {
  ColumnStatistics statistics(type);
  for (std::size_t row = first; row < end; row += 3000) {
    const std::size_t n = std::min<std::size_t>(3000, end - row);
    PartialStatistics part;
    part.begin(type, row);
    for (std::size_t at = 0; at < n; at += kBatchRows) {
      Column column;
      fill(column, row + at, std::min(kBatchRows, n - at));
      part.accumulate(column);
    }
    statistics.merge(part);
  }
  return statistics;
}

std::string_view bare(const std::string& token) {
  return token.starts_with('"') ? std::string_view(token).substr(1, token.size() - 2) : token;
}

void check_same(const ColumnSummary& found, const ColumnSummary& wanted) {
  CHECK(found.rows == wanted.rows);
  CHECK(found.nulls == wanted.nulls);
  CHECK(found.min == wanted.min);
  CHECK(found.max == wanted.max);
  CHECK(found.mean == wanted.mean);
  CHECK(found.sd == wanted.sd);
  CHECK(found.top == wanted.top);
  CHECK(found.distinct == wanted.distinct);
  CHECK(found.most_distinct == wanted.most_distinct);
}

/// All ways of cutting that shards have.
void check_joined(const Type& type, const Fill& fill, std::size_t rows) {
  const ColumnSummary wanted = statistics_of(type, fill, 0, rows).summary();
  const std::size_t units = (rows + kUnit - 1) / kUnit;
  for (const std::size_t shards : {1U, 2U, 3U, 7U, 40U}) {
    JoinedStatistics joined(type);
    std::size_t first = 0;
    for (std::size_t shard = 1; shard <= shards; ++shard) {
      const std::size_t end = std::min(rows, (units * shard + shards - 1) / shards * kUnit);
      const ColumnStatistics part = statistics_of(type, fill, first, end);
      const ColumnSummary summary = part.summary();
      REQUIRE(joined.add(end - first, summary.nulls, bare(summary.min), bare(summary.max), part.parts()));
      first = end;
    }
    INFO(type_text(type) << " in " << shards << " shards");
    check_same(joined.summary(), wanted);
  }
}

/// A number that depends on the row alone.
std::uint64_t word_at(std::size_t row) {
  std::mt19937_64 random(row);
  return random();
}

template <class Value>
Fill values_at(Type type, Value value, std::size_t null_every) {
  return [=](Column& column, std::size_t first, std::size_t n) {
    column.reset(type, n);
    for (std::size_t i = 0; i < n; ++i) {
      const auto cell = value(first + i);
      std::memcpy(column.data<std::remove_const_t<decltype(cell)>>() + i, &cell, sizeof cell);
      if (null_every > 0 && (first + i) % null_every == 0) column.set_null(i);
    }
  };
}

TEST_CASE("numbers, integers, decimals and times of shards join to those of the whole", "[engine]") {
  const auto number = [](std::size_t row) {
    return static_cast<double>(word_at(row) >> 12) * 0x1p-40 - 1000.0 / static_cast<double>(row + 1);
  };
  const auto large = [](std::size_t row) { return static_cast<std::int64_t>(word_at(row)); };
  const auto small = [](std::size_t row) { return static_cast<std::int64_t>(word_at(row) % 1000) - 500; };
  const auto day = [](std::size_t row) { return static_cast<std::int32_t>(word_at(row) % 4000); };
  const auto micros = [](std::size_t row) { return static_cast<std::int64_t>(word_at(row) % 1'000'000) * 1'000'000; };
  for (const std::size_t rows : {std::size_t{1}, kUnit, 5 * kUnit + 77, 33 * kUnit}) {
    for (const std::size_t null_every : {std::size_t{0}, std::size_t{1}, std::size_t{7}}) {
      check_joined({TypeKind::number, 0}, values_at({TypeKind::number, 0}, number, null_every), rows);
      check_joined({TypeKind::integer, 0}, values_at({TypeKind::integer, 0}, large, null_every), rows);
      check_joined(Type::decimal(2), values_at(Type::decimal(2), small, null_every), rows);
      check_joined({TypeKind::date, 0}, values_at({TypeKind::date, 0}, day, null_every), rows);
      check_joined({TypeKind::timestamp, 0}, values_at({TypeKind::timestamp, 0}, micros, null_every), rows);
      check_joined(
          {TypeKind::time, 0},
          values_at(
              {TypeKind::time, 0},
              [](std::size_t row) { return static_cast<std::int64_t>(word_at(row) % 86'400) * 1'000'000; }, null_every),
          rows);
    }
  }
}

TEST_CASE("booleans and texts of lists join to those of the whole", "[engine]") {
  for (const std::size_t rows : {std::size_t{9}, 5 * kUnit + 77}) {
    for (const unsigned share : {0U, 1U, 3U}) {
      check_joined(
          {TypeKind::boolean, 0},
          values_at(
              {TypeKind::boolean, 0},
              [=](std::size_t row) { return static_cast<std::uint8_t>(share > 0 && word_at(row) % share == 0); }, 5),
          rows);
    }
    const Dictionary words({"new", "open", "paid", "a,b", "é", "6", "7", "8", "9", "10", "11", "twelve"});
    check_joined(
        {TypeKind::string, 0},
        [&](Column& column, std::size_t first, std::size_t n) {
          column.reset(words, n);
          for (std::size_t i = 0; i < n; ++i) {
            column.data<std::int32_t>()[i] = static_cast<std::int32_t>(word_at(first + i) % 100 % words.size());
            if ((first + i) % 11 == 0) column.set_null(i);
          }
        },
        rows);
    // One shard alone has a text beyond the list: then nobody knows them all.
    check_joined(
        {TypeKind::string, 0},
        [&](Column& column, std::size_t first, std::size_t n) {
          column.reset(words, n);
          for (std::size_t i = 0; i < n; ++i)
            column.data<std::int32_t>()[i] = static_cast<std::int32_t>((first + i) % 3);
          if (first == 0) column.set_extra_text(5, "opne");
        },
        rows);
  }
}

TEST_CASE("parts that contradict each other are refused", "[engine]") {
  const Type integer{TypeKind::integer, 0};
  StatisticsParts parts;
  parts.sum = "10";
  parts.groups = {{0, 1, {4, 10, 0, 2.5, 5}}};
  CHECK(JoinedStatistics(integer).add(4, 0, "1", "4", parts));
  CHECK_FALSE(JoinedStatistics(integer).add(4, 5, "1", "4", parts));
  CHECK_FALSE(JoinedStatistics(integer).add(4, 0, "", "4", parts));
  CHECK_FALSE(JoinedStatistics(integer).add(4, 4, "1", "4", parts));
  CHECK_FALSE(JoinedStatistics(integer).add(4, 0, "1.5", "4", parts));
  CHECK_FALSE(JoinedStatistics({TypeKind::date, 0}).add(4, 0, "2024-02-30", "2024-03-01", StatisticsParts()));
  CHECK_FALSE(JoinedStatistics(Type::decimal(2)).add(4, 0, "1.5", "4.00", parts));
  for (const char* sum : {"-", "1e3", "10.0", "1000000000000000000000000000000000000000"}) {
    StatisticsParts faulty = parts;
    faulty.sum = sum;
    INFO(sum);
    CHECK_FALSE(JoinedStatistics(integer).add(4, 0, "1", "4", faulty));
  }
  for (const auto& [first, units] : {std::pair<std::uint64_t, std::uint64_t>{1, 1}, {0, 3}, {0, 0}}) {
    StatisticsParts faulty = parts;
    faulty.groups[0].first_unit = first;
    faulty.groups[0].units = units;
    CHECK_FALSE(JoinedStatistics(integer).add(4, 0, "1", "4", faulty));
  }
  StatisticsParts texts;
  texts.counts = {{0, "a", 4}};
  JoinedStatistics words({TypeKind::string, 0});
  CHECK(words.add(4, 0, "", "", texts));
  texts.counts[0].text = "b";
  CHECK_FALSE(words.add(4, 0, "", "", texts));
}

TEST_CASE("registers of shards joined are those of one counter", "[engine]") {
  DistinctCounter whole;
  DistinctCounter joined;
  for (std::size_t shard = 0; shard < 3; ++shard) {
    DistinctCounter part;
    Column column;
    values_at(
        {TypeKind::integer, 0}, [](std::size_t row) { return static_cast<std::int64_t>(word_at(row) % 1500); }, 0)(
        column, shard * kBatchRows, kBatchRows);
    whole.add(column);
    part.add(column);
    CHECK(joined.add_registers(part.registers()));
  }
  CHECK(joined.registers() == whole.registers());
  CHECK(joined.estimate() == whole.estimate());
  CHECK_FALSE(joined.add_registers("123"));
  CHECK_FALSE(joined.add_registers(std::string(DistinctCounter::kRegisters, '~')));
  CHECK(joined.registers() == whole.registers());
}

}  // namespace
}  // namespace synthgen
