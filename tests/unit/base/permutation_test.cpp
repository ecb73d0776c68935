// Keyed permutations: each is one, and over many keys (or within one, where it is long) none is favoured. Limits are
// those that a right program exceeds for one seed in a million.
#include "synthgen/base/permutation.hpp"

#include <algorithm>
#include <tuple>
#include <vector>

#include "every_target.hpp"
#include "support/catch.hpp"
#include "support/chi_square.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

StreamKey key_of(std::size_t number) { return {0x5EED0000 + static_cast<std::uint32_t>(number), 0xC0FFEE}; }

std::vector<std::int64_t> all_of(const Permutation& permutation) {
  std::vector<std::int64_t> places(permutation.size());
  permutation.map(RowSet::range(0, places.size()), places.data());
  return places;
}

bool is_permutation_of_its_places(std::vector<std::int64_t> places) {
  std::sort(places.begin(), places.end());
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (places[i] != static_cast<std::int64_t>(i)) return false;
  }
  return true;
}

/// Shares of `count` classes alike.
std::vector<double> alike(std::size_t count) { return std::vector<double>(count, 1.0 / static_cast<double>(count)); }

/// Place against value, both in `classes` classes of equal size, over `keys` permutations of `size`. With N keys the
/// statistic · (size − 1)/size has the chi-square law with (classes − 1)² degrees, as both margins are fixed.
double place_by_value(std::size_t size, std::size_t classes, std::size_t keys) {
  std::vector<std::uint64_t> counts(classes * classes, 0);
  for (std::size_t k = 0; k < keys; ++k) {
    const std::vector<std::int64_t> places = all_of(Permutation(key_of(k), size));
    for (std::size_t i = 0; i < size; ++i) {
      ++counts[i * classes / size * classes + static_cast<std::size_t>(places[i]) * classes / size];
    }
  }
  const double n = static_cast<double>(size);
  return chi_square(counts, alike(classes * classes)) * (n - 1) / n;
}

/// π(i + step) − π(i) modulo `size`, one pair of each key, in `classes` classes: 1 … size − 1 are alike.
std::vector<std::uint64_t> differences(std::size_t size, std::size_t step, std::size_t classes, std::size_t keys) {
  std::vector<std::uint64_t> counts(classes, 0);
  for (std::size_t k = 0; k < keys; ++k) {
    const auto first = static_cast<std::int64_t>(k % (size - step));
    std::int64_t pair[2] = {first, first + static_cast<std::int64_t>(step)};
    Permutation(key_of(k), size).map(pair, 2, pair);
    const std::size_t difference =
        (static_cast<std::size_t>(pair[1]) + size - static_cast<std::size_t>(pair[0])) % size;
    ++counts[(difference - 1) * classes / (size - 1)];
  }
  return counts;
}

}  // namespace

TEST_CASE("a keyed permutation takes each place once, at every size") {
  for (std::size_t size = 0; size <= 300; ++size) {
    REQUIRE(is_permutation_of_its_places(all_of(Permutation(key_of(size), size))));
  }
  for (const std::size_t size : {4095, 4096, 4097, 4098, 4160, 4161, 4225, 4226, 5000, 65'536, 1'000'000}) {
    INFO("size " << size);
    for (std::size_t k = 0; k < 3; ++k) CHECK(is_permutation_of_its_places(all_of(Permutation(key_of(k), size))));
  }
}

TEST_CASE("a permutation answers for any rows alike: ranges, lists, in place") {
  for (const std::size_t size : {100, 5000}) {
    const Permutation permutation(key_of(7), size);
    const std::vector<std::int64_t> all = all_of(permutation);
    std::vector<std::int64_t> rows = {99, 0, 42, 42, 7};
    std::vector<std::int64_t> mapped(rows.size());
    permutation.map(RowSet::of(rows), mapped.data());
    for (std::size_t i = 0; i < rows.size(); ++i) CHECK(mapped[i] == all[static_cast<std::size_t>(rows[i])]);
    std::vector<std::int64_t> range(20);
    permutation.map(RowSet::range(31, range.size()), range.data());
    CHECK(std::equal(range.begin(), range.end(), all.begin() + 31));
    permutation.map(rows.data(), rows.size(), rows.data());
    CHECK(rows == mapped);
  }
}

TEST_CASE("the largest permutations stay within their size, and no two places meet") {
  for (const std::uint64_t size :
       {Permutation::kLargest, Permutation::kLargest - 1, (std::uint64_t{1} << 61) + 12345}) {
    const Permutation permutation(key_of(1), size);
    std::vector<std::int64_t> places;
    for (std::int64_t i = 0; i < 5000; ++i) {
      places.push_back(i);
      places.push_back(static_cast<std::int64_t>(size) - 1 - i);
    }
    std::vector<std::uint64_t> tenths(10, 0);
    permutation.map(places.data(), places.size(), places.data());
    for (const std::int64_t place : places) {
      REQUIRE(place >= 0);
      REQUIRE(static_cast<std::uint64_t>(place) < size);
      ++tenths[std::min<std::size_t>(9, static_cast<std::uint64_t>(place) / (size / 10))];
    }
    std::sort(places.begin(), places.end());
    CHECK(std::adjacent_find(places.begin(), places.end()) == places.end());
    CHECK(chi_square(tenths, alike(10)) < chi_square_limit(9));
  }
}

TEST_CASE("all orders of three and of five are equally likely") {
  for (const auto& [size, orders, keys] : {std::tuple{std::size_t{3}, std::size_t{6}, std::size_t{600'000}},
                                           std::tuple{std::size_t{5}, std::size_t{120}, std::size_t{600'000}}}) {
    std::vector<std::uint64_t> counts(orders, 0);
    for (std::size_t k = 0; k < keys; ++k) {
      const std::vector<std::int64_t> places = all_of(Permutation(key_of(k), size));
      // The number of the order: its inversions in mixed radix (Lehmer's code).
      std::size_t number = 0;
      for (std::size_t i = 0; i < size; ++i) {
        const auto below = std::count_if(places.begin() + static_cast<std::ptrdiff_t>(i), places.end(),
                                         [&](std::int64_t place) { return place < places[i]; });
        number = number * (size - i) + static_cast<std::size_t>(below);
      }
      ++counts.at(number);
    }
    const double statistic = chi_square(counts, alike(orders));
    INFO("size " << size << ": chi-square " << statistic << ", limit " << chi_square_limit(orders - 1));
    CHECK(statistic < chi_square_limit(orders - 1));
    if (orders != 6) continue;
    // 2% of the keys of one order that went to another would be seen.
    std::vector<std::uint64_t> moved = counts;
    moved[0] -= keys / 6 / 50;
    moved[1] += keys / 6 / 50;
    CHECK(chi_square(moved, alike(orders)) > chi_square_limit(orders - 1));
  }
}

TEST_CASE("no place favours a value, over many keys") {
  struct Case {
    std::size_t size, classes, keys;
  };
  for (const Case& one : {Case{3, 3, 100'000}, Case{10, 10, 100'000}, Case{32, 32, 40'000}, Case{128, 128, 20'000},
                          Case{4096, 64, 400}, Case{5000, 50, 2'000}, Case{5000, 1000, 2'000}}) {
    const double statistic = place_by_value(one.size, one.classes, one.keys);
    const double limit = chi_square_limit((one.classes - 1) * (one.classes - 1));
    INFO("size " << one.size << ", " << one.classes << " classes: chi-square " << statistic << ", limit " << limit);
    CHECK(statistic < limit);
  }
}

TEST_CASE("no difference of neighbours is favoured, over many keys") {
  struct Case {
    std::size_t size, step, classes, keys;
  };
  // 71 is the left half of 5,000, so that neighbours at a distance of 71 share one half of the network.
  for (const Case& one : {Case{3, 1, 2, 200'000}, Case{10, 1, 9, 200'000}, Case{32, 1, 31, 200'000},
                          Case{128, 1, 127, 100'000}, Case{5000, 1, 4999, 500'000}, Case{5000, 71, 4999, 500'000},
                          Case{5000, 142, 4999, 500'000}, Case{5000, 2, 4999, 500'000}}) {
    const double statistic = chi_square(differences(one.size, one.step, one.classes, one.keys), alike(one.classes));
    const double limit = chi_square_limit(one.classes - 1);
    INFO("size " << one.size << ", step " << one.step << ": chi-square " << statistic << ", limit " << limit);
    CHECK(statistic < limit);
  }
}

TEST_CASE("within one long permutation neighbours follow each other without a pattern") {
  constexpr std::size_t kSize = 1'000'000;
  constexpr std::size_t kClasses = 20;
  const std::vector<std::int64_t> places = all_of(Permutation(key_of(99), kSize));
  for (const std::size_t step : {1, 2, 1000, 4000}) {
    std::vector<std::uint64_t> counts(kClasses * kClasses, 0);
    for (std::size_t i = 0; i + step < kSize; ++i) {
      ++counts[static_cast<std::size_t>(places[i]) * kClasses / kSize * kClasses +
               static_cast<std::size_t>(places[i + step]) * kClasses / kSize];
    }
    const double statistic = chi_square(counts, alike(kClasses * kClasses));
    INFO("step " << step << ": chi-square " << statistic);
    CHECK(statistic < chi_square_limit((kClasses - 1) * (kClasses - 1)));
  }
}

TEST_CASE("a permutation has the same places on every target, whatever is asked with it") {
  for (const std::uint64_t size : {std::uint64_t{4097}, std::uint64_t{90'000}, std::uint64_t{9'000'000'000'000'000},
                                   (std::uint64_t{1} << 61) + 12345, Permutation::kLargest}) {
    INFO("size " << size);
    std::vector<std::int64_t> places;
    for (std::uint64_t i = 0; i < 1000; ++i) places.push_back(static_cast<std::int64_t>(i * (size / 1000) + i % 4));
    // One by one, which fills no vector.
    const Permutation permutation(key_of(5), size);
    std::vector<std::int64_t> one_by_one = places;
    for (std::int64_t& place : one_by_one) permutation.map(&place, 1, &place);
    on_every_target([&] {
      std::vector<std::int64_t> mapped(places.size());
      Permutation(key_of(5), size).map(places.data(), places.size(), mapped.data());
      CHECK(mapped == one_by_one);
    });
  }
  // Fixed for good: schemas are generated anew with the same values.
  std::int64_t first[3] = {0, 1, 89'999};
  Permutation(key_of(5), 90'000).map(first, 3, first);
  CHECK((first[0] == 26719 && first[1] == 13974 && first[2] == 71935));
}
