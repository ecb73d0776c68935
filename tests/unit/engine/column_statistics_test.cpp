// Column statistics against sums in long double, and their independence of blocks and vector widths.
#include "synthgen/engine/column_statistics.hpp"

#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <limits>
#include <map>
#include <optional>
#include <random>

#include "support/catch.hpp"
#include "synthgen/base/number_text.hpp"
#include "synthgen/base/simd.hpp"

using namespace synthgen;

namespace {

// Rows of a test column, in the form in which the engine would hold them in one piece.
template <class T>
struct Rows {
  Type type;
  std::vector<T> values;
  std::vector<bool> valid;  // empty: all

  std::size_t size() const { return values.size(); }
  void fill(Column& column, std::size_t first, std::size_t count) const {
    column.reset(type, count);
    std::memcpy(column.data<T>(), values.data() + first, count * sizeof(T));
    for (std::size_t i = 0; i < count && !valid.empty(); ++i) {
      if (!valid[first + i]) column.set_null(i);
    }
  }
};

// The same rows in blocks of `block` rows, each fed in batches of at most `batch`, beginning at row `first` of a table.
template <class T>
ColumnSummary summary_of(const Rows<T>& rows, std::size_t block, std::size_t batch = kBatchRows,
                         std::uint64_t first = 0) {
  ColumnStatistics whole(rows.type);
  PartialStatistics part;
  Column column;
  for (std::size_t begin = 0; begin < rows.size(); begin += block) {
    const std::size_t end = std::min(begin + block, rows.size());
    part.begin(rows.type, first + begin);
    for (std::size_t at = begin; at < end; at += batch) {
      rows.fill(column, at, std::min(batch, end - at));
      part.accumulate(column);
    }
    whole.merge(part);
  }
  return whole.summary();
}

template <class T>
std::vector<T> draw(std::size_t count, double mean, double sd, std::uint64_t seed) {
  std::mt19937_64 engine(seed);
  std::normal_distribution<double> normal(mean, sd);
  std::vector<T> values(count);
  for (T& value : values) value = static_cast<T>(normal(engine));
  return values;
}

std::vector<bool> draw_validity(std::size_t count, double share, std::uint64_t seed) {
  std::mt19937_64 engine(seed);
  std::bernoulli_distribution bernoulli(share);
  std::vector<bool> valid(count);
  for (std::size_t i = 0; i < count; ++i) valid[i] = bernoulli(engine);
  return valid;
}

struct Naive {
  std::size_t nulls = 0;
  long double mean = 0;
  long double sd = 0;
};

template <class T>
Naive naive(const Rows<T>& rows, long double scale = 1) {
  Naive result;
  long double sum = 0;
  std::size_t count = 0;
  const auto is_valid = [&](std::size_t i) { return rows.valid.empty() || rows.valid[i]; };
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!is_valid(i)) {
      ++result.nulls;
      continue;
    }
    sum += static_cast<long double>(rows.values[i]) / scale;
    ++count;
  }
  result.mean = sum / static_cast<long double>(count);
  long double squares = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!is_valid(i)) continue;
    const long double distance = static_cast<long double>(rows.values[i]) / scale - result.mean;
    squares += distance * distance;
  }
  result.sd = std::sqrt(squares / static_cast<long double>(count - 1));
  return result;
}

double number(const std::string& token) {
  const std::optional<double> value = parse_number(token);
  REQUIRE(value);
  return *value;
}

// A relative bound: sums of 10^5 doubles in eight chains of 128 and a compensated total keep 14 digits.
void check_close(const std::string& token, long double expected) {
  INFO(token << " against " << static_cast<double>(expected));
  CHECK(std::abs(static_cast<long double>(number(token)) - expected) <= 1e-14L * std::abs(expected));
}

void check_equal(const ColumnSummary& a, const ColumnSummary& b) {
  CHECK(a.rows == b.rows);
  CHECK(a.nulls == b.nulls);
  CHECK(a.min == b.min);
  CHECK(a.max == b.max);
  CHECK(a.mean == b.mean);
  CHECK(a.sd == b.sd);
  CHECK(a.top == b.top);
  CHECK(a.distinct == b.distinct);
  CHECK(a.most_distinct == b.most_distinct);
}

// Block sizes the plan chooses, those the tests force, and one block for all.
constexpr std::size_t kBlocks[] = {1, 7, 256, 1000, 1024, 4096, 65'536, 1'000'000};

template <class T>
void check_block_free(const Rows<T>& rows) {
  const ColumnSummary expected = summary_of(rows, 1024);
  for (const std::size_t block : kBlocks) {
    for (const std::size_t batch : {std::size_t{1024}, std::size_t{333}}) {
      INFO("blocks of " << block << ", batches of " << batch);
      check_equal(summary_of(rows, block, batch), expected);
    }
  }
}

}  // namespace

TEST_CASE("statistics of doubles agree with long double sums", "[engine]") {
  Rows<double> rows{{TypeKind::number}, draw<double>(100'003, 100, 15, 1), {}};
  SECTION("no nulls") {}
  SECTION("a few nulls") { rows.valid = draw_validity(rows.size(), 0.98, 2); }
  SECTION("mostly nulls") { rows.valid = draw_validity(rows.size(), 0.03, 3); }
  const ColumnSummary summary = summary_of(rows, 4096);
  const Naive expected = naive(rows);
  CHECK(summary.rows == rows.size());
  CHECK(summary.nulls == expected.nulls);
  check_close(summary.mean, expected.mean);
  check_close(summary.sd, expected.sd);
}

TEST_CASE("a mean far from zero costs the deviation no digits that the values still have", "[engine]") {
  const Rows<double> rows{{TypeKind::number}, draw<double>(50'000, 1e9, 1, 4), {}};
  const ColumnSummary summary = summary_of(rows, 4096);
  const Naive expected = naive(rows);
  check_close(summary.mean, expected.mean);
  // The means of units are known to 1e9·2^-53 = 1e-7: their differences carry that into the sum of squares.
  CHECK(std::abs(number(summary.sd) - static_cast<double>(expected.sd)) < 1e-7);
}

TEST_CASE("statistics of integers and decimals agree with long double sums", "[engine]") {
  for (const double sd : {3.0, 1e4, 1e9, 1e15, 1e18}) {
    INFO("sd " << sd);
    const Rows<std::int64_t> rows{Type::decimal(2), draw<std::int64_t>(20'000, sd / 2, sd, 5), {}};
    const ColumnSummary summary = summary_of(rows, 4096);
    const Naive expected = naive(rows, 100);
    check_close(summary.mean, expected.mean);
    check_close(summary.sd, expected.sd);
    const auto [low, high] = std::minmax_element(rows.values.begin(), rows.values.end());
    CHECK(summary.min == decimal_text(*low, 2));
    CHECK(summary.max == decimal_text(*high, 2));
  }
}

TEST_CASE("sums of integers are exact where doubles would not be", "[engine]") {
  // 2^62 + small: the mean of the small parts would drown in a double's sum.
  Rows<std::int64_t> rows{{TypeKind::integer}, std::vector<std::int64_t>(4096, std::int64_t{1} << 62), {}};
  for (std::size_t i = 0; i < rows.size(); i += 2) rows.values[i] = -rows.values[i] + 6;
  CHECK(summary_of(rows, 1024).mean == "3.0");
  const Rows<std::int64_t> extremes{
      {TypeKind::integer}, {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()}, {}};
  const ColumnSummary summary = summary_of(extremes, 1024);
  CHECK(summary.min == "-9223372036854775808");
  CHECK(summary.max == "9223372036854775807");
  CHECK(summary.mean == "-0.5");
}

TEST_CASE("no digit depends on how rows are cut into blocks and batches", "[engine]") {
  const std::vector<bool> some = draw_validity(10'007, 0.9, 6);
  check_block_free(Rows<double>{{TypeKind::number}, draw<double>(10'007, 0, 1, 7), {}});
  check_block_free(Rows<double>{{TypeKind::number}, draw<double>(10'007, 1e6, 1, 8), some});
  check_block_free(Rows<double>{{TypeKind::number}, draw<double>(10'240, 1e-300, 1e-301, 9), {}});
  check_block_free(Rows<std::int64_t>{{TypeKind::integer}, draw<std::int64_t>(10'007, 0, 1e6, 10), some});
  check_block_free(Rows<std::int64_t>{Type::decimal(4), draw<std::int64_t>(10'007, 0, 1e17, 11), {}});
  check_block_free(Rows<std::int64_t>{{TypeKind::timestamp}, draw<std::int64_t>(10'007, 1.7e15, 1e13, 12), some});
  check_block_free(Rows<std::int32_t>{{TypeKind::date}, draw<std::int32_t>(10'007, 19'000, 1000, 13), some});
}

TEST_CASE("a shard that begins inside a table cuts its units where the table does", "[engine]") {
  const Rows<double> rows{{TypeKind::number}, draw<double>(5000, 0, 1, 14), {}};
  const ColumnSummary expected = summary_of(rows, 5000, kBatchRows, 300);
  for (const std::size_t block : {1, 7, 256, 724, 4096}) {
    INFO("blocks of " << block);
    check_equal(summary_of(rows, block, kBatchRows, 300), expected);
  }
}

TEST_CASE("the groups of shards, added in order, are those of the whole", "[engine]") {
  const auto statistics_of = [](const Rows<double>& rows, std::size_t begin, std::size_t end) {
    ColumnStatistics statistics(rows.type);
    PartialStatistics part;
    Column column;
    for (std::size_t at = begin; at < end; at += 5000) {
      part.begin(rows.type, at);
      rows.fill(column, at, std::min<std::size_t>(5000, end - at));
      part.accumulate(column);
      statistics.merge(part);
    }
    return statistics;
  };
  Rows<double> rows{{TypeKind::number}, draw<double>(100'000, 1e3, 7, 19), draw_validity(100'000, 0.9, 20)};
  // Units without a value must be counted all the same, wherever they lie.
  for (std::size_t row = 0; row < 100'000; ++row) {
    if (row < 1024 || (row >= 20'480 && row < 24'576) || row >= 99'328) rows.valid[row] = false;
  }
  const ColumnStatistics whole = statistics_of(rows, 0, rows.size());
  for (const std::size_t shards : {1, 2, 3, 7, 97, 200}) {
    INFO(shards << " shards");
    UnitGroups joined;
    std::size_t most = 0;
    for (std::size_t shard = 0; shard < shards; ++shard) {
      const auto cut = [&](std::size_t k) { return std::min<std::size_t>((98 * k / shards) * 1024, rows.size()); };
      if (cut(shard) == cut(shard + 1)) continue;
      const StatisticsParts parts = statistics_of(rows, cut(shard), cut(shard + 1)).parts();
      most = std::max(most, parts.groups.size());
      for (const UnitGroup& group : parts.groups) joined.add(group);
    }
    CHECK(most <= 14);  // two for each binary digit of 98 units
    const std::vector<UnitGroup> expected = whole.parts().groups;
    REQUIRE(joined.groups().size() == expected.size());
    for (std::size_t k = 0; k < expected.size(); ++k) {
      CHECK(joined.groups()[k].first_unit == expected[k].first_unit);
      CHECK(joined.groups()[k].moments == expected[k].moments);
    }
  }
}

TEST_CASE("every vector width gives the same digits", "[engine]") {
  const std::vector<bool> some = draw_validity(9'999, 0.7, 15);
  const Rows<double> numbers{{TypeKind::number}, draw<double>(9'999, 1, 1000, 16), some};
  const Rows<std::int64_t> integers{{TypeKind::integer}, draw<std::int64_t>(9'999, 0, 1e12, 17), {}};
  const Rows<std::int32_t> days{{TypeKind::date}, draw<std::int32_t>(9'999, 19'000, 1000, 18), {}};
  const ColumnSummary widest[] = {summary_of(numbers, 4096), summary_of(integers, 4096), summary_of(days, 4096)};
  for (const std::string_view target : simd_targets()) {
    INFO(target);
    REQUIRE(limit_simd_targets(target));
    check_equal(summary_of(numbers, 4096), widest[0]);
    check_equal(summary_of(integers, 4096), widest[1]);
    check_equal(summary_of(days, 4096), widest[2]);
  }
  REQUIRE(limit_simd_targets(""));
}

TEST_CASE("dates and timestamps have extremes and no mean", "[engine]") {
  const ColumnSummary days =
      summary_of(Rows<std::int32_t>{{TypeKind::date}, {19'782, 0, 11'016}, {true, false, true}}, 1024);
  CHECK(days.min == "\"2000-02-29\"");
  CHECK(days.max == "\"2024-02-29\"");
  CHECK(days.mean.empty());
  CHECK(days.nulls == 1);
  const ColumnSummary times = summary_of(
      Rows<std::int64_t>{
          {TypeKind::timestamp, 3}, {1'709'200'800'000'000, 1'709'200'800'500'000, 1'709'200'800'001'000}, {}},
      1024);
  CHECK(times.min == "\"2024-02-29T10:00:00.000Z\"");
  CHECK(times.max == "\"2024-02-29T10:00:00.500Z\"");
  CHECK(times.sd.empty());
  CHECK(summary_of(Rows<std::int64_t>{{TypeKind::datetime}, {1'709'200'800'000'000, 0}, {}}, 1024).max ==
        "\"2024-02-29T10:00:00\"");
  CHECK(summary_of(Rows<std::int64_t>{{TypeKind::time, 6}, {5, 1}, {}}, 1024).min == "\"00:00:00.000001\"");
}

TEST_CASE("booleans have their share of true", "[engine]") {
  Rows<std::uint8_t> rows{{TypeKind::boolean}, std::vector<std::uint8_t>(10'000), {}};
  for (std::size_t i = 0; i < rows.size(); ++i) rows.values[i] = i % 4 == 0;
  CHECK(summary_of(rows, 4096).mean == "0.25");
  rows.valid.assign(rows.size(), true);
  for (std::size_t i = 0; i < 5000; ++i) rows.valid[i * 2] = i % 2 == 0;  // nulls where i·2 % 4 == 2: false ones
  CHECK(summary_of(rows, 4096).mean == shortest_text(2500.0 / 7500.0));
  for (const std::size_t block : kBlocks) CHECK(summary_of(rows, block).mean == shortest_text(2500.0 / 7500.0));
}

TEST_CASE("the most frequent texts come first and ties stand in dictionary order", "[engine]") {
  for (const std::size_t size : {std::size_t{12}, std::size_t{2000}, std::size_t{70'000}}) {
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < size; ++i) texts.push_back("text " + std::to_string(i));
    const Dictionary dictionary(texts);
    std::mt19937_64 engine(19);
    // Codes 0 … 11 with few different counts, so that there are ties; every tenth row null, whose code does not count.
    std::vector<std::int32_t> codes(30'000);
    std::map<std::size_t, std::uint64_t> counts;
    for (std::size_t row = 0; row < codes.size(); ++row) {
      const std::size_t code = row % 3 == 0 ? engine() % 3 : (row / 3) % 12;
      codes[row] = static_cast<std::int32_t>(code);
      if (row % 10 != 0) ++counts[code];
    }
    std::vector<std::pair<std::string, std::uint64_t>> expected;
    for (const auto& [code, count] : counts) expected.emplace_back(texts[code], count);
    std::stable_sort(expected.begin(), expected.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    expected.resize(kTopTexts);

    for (const std::size_t block : kBlocks) {
      if (block < 256 && size > 12) continue;  // a table of counts for every row or so: slow, and nothing new
      ColumnStatistics whole({TypeKind::string});
      PartialStatistics part;
      Column column;
      for (std::size_t begin = 0; begin < codes.size(); begin += block) {
        part.begin({TypeKind::string}, begin);
        const std::size_t end = std::min(begin + block, codes.size());
        for (std::size_t at = begin; at < end; at += kBatchRows) {
          const std::size_t count = std::min(kBatchRows, end - at);
          column.reset(dictionary, count);
          std::memcpy(column.data<std::int32_t>(), codes.data() + at, count * sizeof(std::int32_t));
          for (std::size_t i = 0; i < count; ++i) {
            if ((at + i) % 10 == 0) column.set_null(i);
          }
          part.accumulate(column);
        }
        whole.merge(part);
      }
      INFO(size << " texts, blocks of " << block);
      const ColumnSummary summary = whole.summary();
      CHECK(summary.top == expected);
      CHECK(summary.nulls == 3000);
      CHECK(summary.min.empty());
    }
  }
}

TEST_CASE("a column with texts beyond its dictionary has no most frequent ones, wherever they came", "[engine]") {
  const Dictionary words({"new", "open"});
  for (int damaged = 0; damaged < 3; ++damaged) {
    ColumnStatistics whole({TypeKind::string});
    for (int block = 0; block < 3; ++block) {
      Column column;
      column.reset(words, 1024);
      for (std::size_t i = 0; i < 1024; ++i) column.data<std::int32_t>()[i] = static_cast<std::int32_t>(i % 2);
      if (block == damaged) column.set_extra_text(5, "opne");
      column.set_null(9);
      PartialStatistics part;
      part.begin({TypeKind::string}, static_cast<std::uint64_t>(1024 * block));
      part.accumulate(column);
      whole.merge(part);
    }
    const ColumnSummary summary = whole.summary();
    CHECK(summary.rows == 3072);
    CHECK(summary.nulls == 3);
    CHECK(summary.top.empty());
    CHECK_FALSE(summary.distinct.has_value());
    CHECK(whole.parts().counts.empty());
  }
}

TEST_CASE("texts without a dictionary and uuids have their nulls counted", "[engine]") {
  PartialStatistics part;
  Column column;
  column.reset({TypeKind::string}, 3);
  column.begin_texts();
  column.append_text("a");
  column.append_null();
  column.append_text("b");
  part.begin({TypeKind::string}, 0);
  part.accumulate(column);
  ColumnStatistics texts({TypeKind::string});
  texts.merge(part);
  CHECK(texts.summary().nulls == 1);
  CHECK(texts.summary().top.empty());

  column.reset({TypeKind::uuid}, 5);
  column.set_null(4);
  part.begin({TypeKind::uuid}, 0);
  part.accumulate(column);
  ColumnStatistics uuids({TypeKind::uuid});
  uuids.merge(part);
  CHECK(uuids.summary().rows == 5);
  CHECK(uuids.summary().nulls == 1);
}

TEST_CASE("columns of nulls, of one value and of none say only what they know", "[engine]") {
  const ColumnSummary none = ColumnStatistics({TypeKind::number}).summary();
  CHECK(none.rows == 0);
  CHECK(none.mean.empty());
  const ColumnSummary nulls =
      summary_of(Rows<double>{{TypeKind::number}, std::vector<double>(3000), std::vector<bool>(3000)}, 1024);
  CHECK(nulls.nulls == 3000);
  CHECK(nulls.min.empty());
  CHECK(nulls.mean.empty());
  const ColumnSummary one = summary_of(Rows<double>{{TypeKind::number}, {2.5}, {}}, 1024);
  CHECK(one.mean == "2.5");
  CHECK(one.min == "2.5");
  CHECK(one.sd.empty());
  const ColumnSummary late =
      summary_of(Rows<std::int64_t>{{TypeKind::integer}, {0, 0, 7, 9}, {false, false, true, true}}, 1);
  CHECK(late.min == "7");
  CHECK(late.max == "9");
}

TEST_CASE("there are no more values than cells, nor than steps from the least to the greatest", "[engine]") {
  const auto most_of = []<class T>(Type type, const std::vector<T>& values) {
    return summary_of(Rows<T>{type, values, {}}, 1024).most_distinct;
  };
  using Integers = std::vector<std::int64_t>;
  constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
  constexpr std::int64_t kGreatest = std::numeric_limits<std::int64_t>::max();
  CHECK(most_of({TypeKind::integer}, Integers{4, 6, 5, 4, 4}) == 3);
  CHECK(most_of({TypeKind::integer}, Integers{1, 100}) == 2);
  CHECK(most_of({TypeKind::integer}, Integers{kLeast, kGreatest, 0}) == 3);
  CHECK(most_of(Type::decimal(2), Integers{-1, 1, 0, 0}) == 3);
  CHECK(most_of({TypeKind::date}, std::vector<std::int32_t>{-1, 0, 0, 0}) == 2);
  CHECK(most_of({TypeKind::timestamp, 0}, Integers{0, 1'000'000, 0, 0}) == 2);
  CHECK(most_of({TypeKind::timestamp, 3}, Integers{0, 1'000'000, 0, 0}) == 4);
  CHECK(most_of({TypeKind::number}, std::vector<double>{1, 1, 1}) == 3);
  CHECK(most_of({TypeKind::integer}, Integers{}) == 0);

  using Flags = std::vector<std::uint8_t>;
  const auto distinct_of = [](const Flags& flags) {
    return summary_of(Rows<std::uint8_t>{{TypeKind::boolean}, flags, {}}, 2).distinct;
  };
  CHECK(distinct_of({1, 0, 1}) == 2);
  CHECK(distinct_of({1, 1, 1}) == 1);
  CHECK(distinct_of({0}) == 1);

  const Dictionary dictionary({"a", "b", "c"});
  PartialStatistics part;
  Column column;
  column.reset(dictionary, 3);
  const std::int32_t codes[] = {2, 0, 2};
  std::copy(std::begin(codes), std::end(codes), column.data<std::int32_t>());
  part.begin({TypeKind::string}, 0);
  part.accumulate(column);
  ColumnStatistics whole({TypeKind::string});
  whole.merge(part);
  CHECK(whole.summary().distinct == 2);
}

TEST_CASE("there is one zero", "[engine]") {
  for (const double first : {0.0, -0.0}) {
    const ColumnSummary summary = summary_of(Rows<double>{{TypeKind::number}, {first, -first, first}, {}}, 1024);
    CHECK(summary.min == "0.0");
    CHECK(summary.max == "0.0");
    CHECK(summary.mean == "0.0");
  }
}

// Run by name ("[.bench]"): figures for people, no threshold.
TEST_CASE("nanoseconds per value of each kind of column", "[.bench]") {
  constexpr std::size_t kBlock = 8192;
  const auto measure = [](const char* name, const auto& fill) {
    std::vector<Column> columns(kBlock / kBatchRows);
    for (Column& column : columns) fill(column);
    PartialStatistics part;
    ColumnStatistics whole(columns[0].type());
    double best = 1e9;
    for (int round = 0; round < 400; ++round) {
      const auto start = std::chrono::steady_clock::now();
      part.begin(columns[0].type(), static_cast<std::uint64_t>(round) * kBlock);
      for (const Column& column : columns) part.accumulate(column);
      whole.merge(part);
      const std::chrono::duration<double, std::nano> time = std::chrono::steady_clock::now() - start;
      best = std::min(best, time.count() / kBlock);
    }
    std::printf("%-28s %.3f ns\n", name, best);
    CHECK(whole.summary().rows == 400 * kBlock);
  };
  std::mt19937_64 engine(20);
  std::vector<std::string> texts;
  for (int i = 0; i < 50; ++i) texts.push_back(std::to_string(i));
  const Dictionary dictionary(texts);
  const auto fill_words = [&](Type type, double spread, bool nulls) {
    return [&engine, type, spread, nulls](Column& column) {
      column.reset(type, kBatchRows);
      std::normal_distribution<double> normal(0, spread);
      for (std::size_t i = 0; i < kBatchRows; ++i) {
        if (type.kind == TypeKind::number) {
          column.data<double>()[i] = normal(engine);
        } else {
          column.data<std::int64_t>()[i] = static_cast<std::int64_t>(normal(engine));
        }
        if (nulls && engine() % 50 == 0) column.set_null(i);
      }
    };
  };
  measure("number", fill_words({TypeKind::number}, 1, false));
  measure("number, 2% null", fill_words({TypeKind::number}, 1, true));
  measure("integer", fill_words({TypeKind::integer}, 1e6, false));
  measure("decimal, 2% null", fill_words(Type::decimal(2), 1e6, true));
  measure("integer beyond 2^52", fill_words({TypeKind::integer}, 1e18, false));
  measure("timestamp", fill_words({TypeKind::timestamp}, 1e13, false));
  measure("date", [&](Column& column) {
    column.reset({TypeKind::date}, kBatchRows);
    for (std::size_t i = 0; i < kBatchRows; ++i) column.data<std::int32_t>()[i] = static_cast<int>(engine() % 3650);
  });
  measure("boolean", [&](Column& column) {
    column.reset({TypeKind::boolean}, kBatchRows);
    for (std::size_t i = 0; i < kBatchRows; ++i) column.data<std::uint8_t>()[i] = engine() % 3 == 0;
  });
  measure("choice of 50", [&](Column& column) {
    column.reset(dictionary, kBatchRows);
    for (std::size_t i = 0; i < kBatchRows; ++i) {
      column.data<std::int32_t>()[i] = static_cast<int>(std::min(engine() % 50, engine() % 50));
    }
  });
  measure("uuid", [&](Column& column) { column.reset({TypeKind::uuid}, kBatchRows); });
}
