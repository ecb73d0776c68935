// Keys looked up by their numbers or by fingerprints.
#include "key_index.hpp"

#include <map>
#include <string>

#include "support/catch.hpp"

using namespace synthgen;

namespace {

Column integers(const std::vector<std::int64_t>& values) {
  Column column;
  column.reset({TypeKind::integer, 0}, values.size());
  for (std::size_t i = 0; i < values.size(); ++i) column.data<std::int64_t>()[i] = values[i];
  return column;
}

Column texts(const std::vector<std::string>& values) {
  Column column;
  column.reset({TypeKind::string, 0}, values.size());
  for (const std::string& value : values) column.append_text(value);
  return column;
}

/// Rows of `keys` by an index that has got them in pieces of `piece`.
void check_rows(const std::vector<std::int64_t>& keys, std::size_t piece, bool even) {
  KeyIndex index(FingerprintSet::Rows::kept);
  index.begin(0, 1);
  for (std::size_t at = 0; at < keys.size(); at += piece) {
    index.add(integers({keys.begin() + static_cast<std::ptrdiff_t>(at),
                        keys.begin() + static_cast<std::ptrdiff_t>(std::min(keys.size(), at + piece))}));
  }
  CHECK(index.even() == even);
  CHECK(index.rows() == static_cast<std::int64_t>(keys.size()));
  const Column column = integers(keys);
  for (std::size_t row = 0; row < keys.size(); ++row) {
    CHECK(index.find(column, row) == static_cast<std::int64_t>(row));
  }
  const Column others = integers({keys.front() - 1, keys.back() + 1, 1'000'000'007, INT64_MIN, INT64_MAX});
  for (std::size_t i = 0; i < others.rows(); ++i) CHECK(!index.find(others, i).has_value());
}

}  // namespace

TEST_CASE("keys that count evenly need no memory, and others are found all the same") {
  std::vector<std::int64_t> even;
  for (std::int64_t i = 0; i < 5000; ++i) even.push_back(-70 + 7 * i);
  check_rows(even, 1024, true);
  check_rows({5}, 1024, true);
  std::vector<std::int64_t> broken = even;
  std::swap(broken[3000], broken[3001]);
  check_rows(broken, 1024, false);
  check_rows(broken, 1, false);
  check_rows({9, 5, 7}, 1024, false);
}

TEST_CASE("keys at the ends of 64 bits do not overflow") {
  KeyIndex index(FingerprintSet::Rows::kept);
  index.begin(0, 1);
  index.add(integers({INT64_MIN, -1, INT64_MAX - 1}));
  const Column keys = integers({INT64_MIN, -1, INT64_MAX - 1, INT64_MAX, 0});
  for (std::size_t row = 0; row < 3; ++row) CHECK(index.find(keys, row) == static_cast<std::int64_t>(row));
  CHECK(!index.find(keys, 3).has_value());
  CHECK(!index.find(keys, 4).has_value());
}

TEST_CASE("texts and nulls as keys") {
  KeyIndex index(FingerprintSet::Rows::kept);
  index.begin(0, 1);
  Column keys = texts({"", "a", "ab", std::string("a\0", 2), "the same text for longer than eight bytes"});
  index.add(keys);
  for (std::size_t row = 0; row < keys.rows(); ++row) CHECK(index.find(keys, row) == static_cast<std::int64_t>(row));
  CHECK(!index.find(texts({"b"}), 0).has_value());

  KeyIndex with_null(FingerprintSet::Rows::kept);
  with_null.begin(0, 1);
  Column some = integers({1, 2, 3});
  some.set_null(1);
  with_null.add(some);
  CHECK(with_null.rows() == 3);
  CHECK(with_null.find(integers({3}), 0) == 2);
  CHECK(!with_null.find(integers({2}), 0).has_value());
}

TEST_CASE("parts together hold every key once") {
  std::vector<std::int64_t> keys;
  for (std::int64_t i = 0; i < 3000; ++i) keys.push_back((i * 7919) % 100'003);
  const Column column = integers(keys);
  std::map<std::size_t, int> found;
  for (std::uint64_t part = 0; part < 3; ++part) {
    KeyIndex index(FingerprintSet::Rows::forgotten);
    index.begin(part, 3);
    index.add(column);
    for (std::size_t row = 0; row < keys.size(); ++row) {
      if (index.holds_part(column, row) && index.find(column, row).has_value()) ++found[row];
    }
  }
  CHECK(found.size() == keys.size());
  for (const auto& [row, times] : found) CHECK(times == 1);
}

TEST_CASE("a set of fingerprints knows what it has met") {
  FingerprintSet set(FingerprintSet::Rows::kept);
  CHECK(!set.find(0).has_value());
  for (std::uint64_t i = 0; i < 10'000; ++i) CHECK(set.insert(i * 0x9E3779B97F4A7C15U, static_cast<std::int64_t>(i)));
  CHECK(set.size() == 10'000);
  CHECK(!set.insert(0x9E3779B97F4A7C15U, 5));
  CHECK(set.find(0x9E3779B97F4A7C15U) == 1);
  CHECK(!set.find(12345).has_value());
}

TEST_CASE("keys of several columns are found by all of them together, and not where one is null") {
  const Column orders = integers({1, 1, 2, 2, 3});
  Column lines = integers({1, 2, 1, 2, 1});
  lines.set_null(3);
  const Column names = texts({"a", "b", "a", "b", "a"});
  const Column* const keys[] = {&orders, &lines, &names};
  KeyIndex index(FingerprintSet::Rows::kept);
  index.begin(0, 1);
  index.add(keys);
  CHECK(index.rows() == 5);
  for (const std::size_t row : {0, 1, 2, 4}) CHECK(index.find(keys, row) == static_cast<std::int64_t>(row));
  const Column* const turned[] = {&lines, &orders, &names};
  CHECK_FALSE(index.find(turned, 1).has_value());
  const Column* const fewer[] = {&orders, &lines};
  CHECK_FALSE(index.find(fewer, 0).has_value());
  CHECK_FALSE(index.find(keys, 3).has_value());
}
