// The index behind `where`, asked directly and compared with a search through all rows.
#include "match_index.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "support/catch.hpp"

using namespace synthgen;

namespace {

Column integers(const std::vector<std::int64_t>& values, const std::vector<std::size_t>& nulls = {}) {
  Column column;
  column.reset({TypeKind::integer, 0}, values.size());
  std::copy(values.begin(), values.end(), column.data<std::int64_t>());
  for (const std::size_t row : nulls) column.set_null(row);
  return column;
}

Column texts(const std::vector<std::string>& values) {
  Column column;
  column.reset({TypeKind::string, 0}, values.size());
  column.begin_texts();
  for (const std::string& value : values) column.append_text(value);
  return column;
}

Column booleans(const std::vector<int>& values) {
  Column column;
  column.reset({TypeKind::boolean, 0}, values.size());
  for (std::size_t i = 0; i < values.size(); ++i) column.data<std::uint8_t>()[i] = values[i] != 0 ? 1 : 0;
  return column;
}

/// Rows found for one row's keys and bounds, in the order of the matches.
std::vector<std::int64_t> matches(const MatchIndex& index, const std::vector<const Column*>& keys,
                                  const std::int64_t* from, bool from_closed, const std::int64_t* to, bool to_closed) {
  std::vector<std::uint64_t> words(std::max<std::size_t>(1, index.width()));
  bool good = true;
  index.read_keys(keys, 1, words.data(), &good);
  MatchIndex::Range range;
  index.find(words.data(), &good, 1, {from, from_closed}, {to, to_closed}, &range);
  std::vector<std::int64_t> rows;
  for (std::int64_t k = 0; k < range.count; ++k) rows.push_back(index.row(range, static_cast<std::uint64_t>(k)));
  return rows;
}

MatchLayout layout_of_value() {
  MatchLayout layout;
  layout.from = layout.same_value = true;
  return layout;
}

MatchLayout layout_of_weight() {
  MatchLayout layout;
  layout.weight = true;
  return layout;
}

/// Small numbers that repeat, without a stream: any will do.
std::int64_t number(std::uint64_t i, std::uint64_t limit) {
  return static_cast<std::int64_t>((i * 0x9E3779B97F4A7C15U >> 33) % limit);
}

}  // namespace

TEST_CASE("rows with equal texts are found in row order, and a text that no row has finds none") {
  MatchIndex index({.keys = {Type{TypeKind::string, 0}}});
  const Column cells = texts({"a", "bb", "a", "", "a long text of many words", "bb", "a"});
  const Column* one[] = {&cells};
  index.add(one);
  index.finish();
  const auto found = [&](const std::string& text) {
    const Column wanted = texts({text});
    return matches(index, {&wanted}, nullptr, false, nullptr, false);
  };
  CHECK(found("a") == std::vector<std::int64_t>{0, 2, 6});
  CHECK(found("bb") == std::vector<std::int64_t>{1, 5});
  CHECK(found("") == std::vector<std::int64_t>{3});
  CHECK(found("a long text of many words") == std::vector<std::int64_t>{4});
  CHECK(found("a long text of many word").empty());
  CHECK(found("c").empty());
}

TEST_CASE("a null key matches nothing, on either side, and rows that do not pass the filter are not there") {
  MatchIndex index({.filters = 1, .keys = {Type{TypeKind::integer, 0}, Type{TypeKind::integer, 0}}});
  const Column filter = booleans({1, 1, 0, 1});
  const Column a = integers({7, 7, 7, 7}, {3});
  const Column b = integers({1, 2, 1, 1});
  const Column* cells[] = {&filter, &a, &b};
  index.add(cells);
  index.finish();
  const Column seven = integers({7});
  const Column first = integers({1});
  const Column none = integers({7}, {0});
  CHECK(matches(index, {&seven, &first}, nullptr, false, nullptr, false) == std::vector<std::int64_t>{0});
  CHECK(matches(index, {&none, &first}, nullptr, false, nullptr, false).empty());
  CHECK(matches(index, {&first, &seven}, nullptr, false, nullptr, false).empty());
}

TEST_CASE("intervals that touch, overlap, lie within each other or are open are searched like all rows are") {
  constexpr std::size_t kRows = 3'000;
  for (const std::int64_t longest : {2, 40, 900}) {
    for (const bool closed : {false, true}) {
      MatchIndex index({.keys = {Type{TypeKind::integer, 0}}, .from = true, .to = true, .to_open_at_null = true});
      std::vector<std::int64_t> keys(kRows);
      std::vector<std::int64_t> from(kRows);
      std::vector<std::int64_t> to(kRows);
      std::vector<bool> open(kRows);
      for (std::size_t i = 0; i < kRows; ++i) {
        keys[i] = number(3 * i, 7);
        from[i] = number(3 * i + 1, 1'000);
        to[i] = from[i] + 1 + number(3 * i + 2, static_cast<std::uint64_t>(longest));
        open[i] = longest == 900 && i % 50 == 0;
      }
      for (std::size_t begin = 0; begin < kRows; begin += kBatchRows) {
        const std::size_t end = std::min(kRows, begin + kBatchRows);
        const auto part = [&](const std::vector<std::int64_t>& values) {
          return integers(
              {values.begin() + static_cast<std::ptrdiff_t>(begin), values.begin() + static_cast<std::ptrdiff_t>(end)});
        };
        const Column key = part(keys);
        const Column low = part(from);
        Column high = part(to);
        for (std::size_t i = begin; i < end; ++i) {
          if (open[i]) high.set_null(i - begin);
        }
        const Column* cells[] = {&key, &low, &high};
        index.add(cells);
      }
      index.finish();
      bool all_found = true;
      std::size_t met = 0;
      for (std::int64_t key = 0; key < 8; ++key) {
        for (std::int64_t day = -1; day < 1'950; day += 13) {
          std::vector<std::int64_t> wanted;
          for (std::size_t i = 0; i < kRows; ++i) {
            const bool begun = closed ? from[i] <= day : from[i] < day;
            const bool lasts = open[i] || (closed ? to[i] >= day : to[i] > day);
            if (keys[i] == key && begun && lasts) wanted.push_back(static_cast<std::int64_t>(i));
          }
          met += wanted.size();
          const Column wanted_key = integers({key});
          std::vector<std::int64_t> found = matches(index, {&wanted_key}, &day, closed, &day, closed);
          // Matches stand in the order of their intervals.
          all_found = all_found && std::is_sorted(found.begin(), found.end(), [&](std::int64_t a, std::int64_t b) {
                        return from[static_cast<std::size_t>(a)] < from[static_cast<std::size_t>(b)];
                      });
          std::sort(found.begin(), found.end());
          all_found = all_found && found == wanted;
        }
      }
      CHECK(all_found);
      CHECK(met > 50);
    }
  }
}

TEST_CASE("one value between two bounds of the row is found, at the ends as they are closed") {
  MatchIndex index(layout_of_value());
  const Column values = integers({30, 10, 20, 20, 40});
  const Column* cells[] = {&values};
  index.add(cells);
  index.finish();
  const std::int64_t low = 20;
  const std::int64_t high = 30;
  CHECK(matches(index, {}, &high, true, &low, true) == std::vector<std::int64_t>{2, 3, 0});
  CHECK(matches(index, {}, &high, false, &low, true) == std::vector<std::int64_t>{2, 3});
  CHECK(matches(index, {}, &high, true, &low, false) == std::vector<std::int64_t>{0});
  CHECK(matches(index, {}, &low, false, &high, false).empty());
}

TEST_CASE("numbers and dates keep their order as whole numbers, below zero too") {
  Column doubles;
  doubles.reset({TypeKind::number, 0}, 7);
  const double values[] = {-1e300, -2.5, -1e-300, -0.0, 0.0, 1e-300, 7};
  std::copy(std::begin(values), std::end(values), doubles.data<double>());
  std::int64_t ordered[7];
  order_values(doubles, ordered);
  CHECK(std::is_sorted(std::begin(ordered), std::end(ordered)));
  CHECK(ordered[3] == ordered[4]);
  CHECK(ordered[2] < ordered[3]);
  CHECK(ordered[4] < ordered[5]);
}

TEST_CASE("shares of weights fall on rows in proportion, rows without a weight on none") {
  MatchIndex index({.keys = {Type{TypeKind::integer, 0}}, .weight = true});
  const Column key = integers({1, 2, 1, 1, 1, 2});
  const Column weight = integers({3, 0, 0, 1, 4, 0}, {2});
  const Column* cells[] = {&key, &weight};
  index.add(cells);
  index.finish();
  REQUIRE_FALSE(index.faulty());
  const std::uint64_t words[] = {1, 2};
  const bool good[] = {true, true};
  MatchIndex::Range ranges[2];
  index.find(words, good, 2, {}, {}, ranges);
  std::map<std::int64_t, int> counts;
  for (int k = 0; k < 800; ++k) ++counts[index.weighted_row(ranges[0], (k + 0.5) / 800)];
  CHECK(counts == std::map<std::int64_t, int>{{0, 300}, {3, 100}, {4, 400}});
  CHECK(index.weighted_row(ranges[1], 0.5) == -1);
}

TEST_CASE("a negative weight makes the index faulty") {
  MatchIndex index(layout_of_weight());
  const Column weight = integers({3, -1});
  const Column* cells[] = {&weight};
  index.add(cells);
  index.finish();
  CHECK(index.faulty());
}

TEST_CASE("only earlier rows of a group are kept where that is asked for") {
  MatchIndex index({.keys = {Type{TypeKind::integer, 0}}});
  const Column key = integers({5, 6, 5, 5});
  const Column* cells[] = {&key};
  index.add(cells);
  index.finish();
  const std::uint64_t words[] = {5};
  const bool good[] = {true};
  for (const auto& [row, count] : std::map<std::int64_t, std::int64_t>{{0, 0}, {1, 1}, {2, 1}, {3, 2}, {9, 3}}) {
    MatchIndex::Range range;
    index.find(words, good, 1, {}, {}, &range);
    index.keep_earlier(range, row);
    CHECK(range.count == count);
  }
}

TEST_CASE("row numbers of a table as keys need no search, and one beyond its rows finds nothing") {
  MatchIndex index({.keys = {Type{TypeKind::integer, 0}}, .key_rows = 4});
  const Column key = integers({3, 0, 3, 1}, {3});
  const Column* cells[] = {&key};
  index.add(cells);
  index.finish();
  const Column three = integers({3});
  const Column one = integers({1});
  const Column beyond = integers({4});
  CHECK(matches(index, {&three}, nullptr, false, nullptr, false) == std::vector<std::int64_t>{0, 2});
  CHECK(matches(index, {&one}, nullptr, false, nullptr, false).empty());
  CHECK(matches(index, {&beyond}, nullptr, false, nullptr, false).empty());
  CHECK(index.memory_bytes() <=
        MatchIndex::most_bytes({.keys = {Type{TypeKind::integer, 0}}, .key_rows = 4}, 4) + 1'024);
}
