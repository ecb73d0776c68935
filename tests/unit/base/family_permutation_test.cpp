// Permutations of families: within each family every place comes once at most, and over many families none is favoured.
// Limits are those that a right program exceeds for one seed in a million.
#include "synthgen/base/family_permutation.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "support/catch.hpp"
#include "support/chi_square.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

constexpr StreamKey kShuffle = {0x5EED0001, 0xC0FFEE};
constexpr StreamKey kNetwork = {0x5EED0002, 0xC0FFEE};

FamilyPermutation permutation_of(std::size_t size) { return {kShuffle, kNetwork, size}; }

std::vector<std::int64_t> places_of(const FamilyPermutation& order, const FamilyIndex& families) {
  std::vector<std::int64_t> places(static_cast<std::size_t>(families.rows()));
  order.map(families, RowSet::range(0, places.size()), places.data());
  return places;
}

/// Shares of `count` classes alike.
std::vector<double> alike(std::size_t count) { return std::vector<double>(count, 1.0 / static_cast<double>(count)); }

/// How often each set of `taken` out of `size` places was that of a family, over `families` families.
std::vector<std::uint64_t> subsets(std::size_t size, std::size_t taken, std::int64_t families) {
  const FamilyIndex index = FamilyIndex::uniform(families, static_cast<std::int64_t>(taken));
  const std::vector<std::int64_t> places = places_of(permutation_of(size), index);
  // All of them in one order, by the rule that leads from one to the next.
  std::map<std::vector<std::int64_t>, std::size_t> numbers;
  std::vector<std::int64_t> set(taken);
  for (std::size_t i = 0; i < taken; ++i) set[i] = static_cast<std::int64_t>(i);
  for (bool more = true; more;) {
    numbers.emplace(set, numbers.size());
    more = false;
    for (std::size_t i = taken; i-- > 0 && !more;) {
      if (set[i] >= static_cast<std::int64_t>(size - taken + i)) continue;
      ++set[i];
      for (std::size_t j = i + 1; j < taken; ++j) set[j] = set[j - 1] + 1;
      more = true;
    }
  }
  std::vector<std::uint64_t> counts(numbers.size(), 0);
  for (std::int64_t f = 0; f < families; ++f) {
    const auto first = places.begin() + f * static_cast<std::int64_t>(taken);
    std::vector<std::int64_t> of_family(first, first + static_cast<std::int64_t>(taken));
    std::sort(of_family.begin(), of_family.end());
    ++counts[numbers.at(of_family)];
  }
  return counts;
}

}  // namespace

TEST_CASE("the rows of a family have different places, whatever the sizes") {
  for (const std::size_t size : {1, 2, 3, 5, 20, 63, 64, 65, 66, 81, 82, 200, 4097, 70'000}) {
    INFO("size " << size);
    FamilyIndex families;
    std::vector<std::int64_t> sizes;
    const std::size_t most = std::min<std::size_t>(size, 500);
    for (std::size_t f = 0; f < 60; ++f) sizes.push_back(static_cast<std::int64_t>(f * 7 % (most + 1)));
    sizes.push_back(static_cast<std::int64_t>(size));
    families.add(sizes);
    families.finish();
    const std::vector<std::int64_t> places = places_of(permutation_of(size), families);
    for (std::int64_t f = 0; f < families.parents(); ++f) {
      std::set<std::int64_t> seen;
      for (std::int64_t row = families.begin(f); row < families.begin(f + 1); ++row) {
        const std::int64_t place = places[static_cast<std::size_t>(row)];
        REQUIRE(place >= 0);
        REQUIRE(place < static_cast<std::int64_t>(size));
        REQUIRE(seen.insert(place).second);
      }
    }
  }
}

TEST_CASE("a place depends on its row alone, not on the rows that are asked for with it") {
  for (const std::size_t size : {40, 5000}) {
    FamilyIndex families;
    families.add(std::vector<std::int64_t>{3, 0, 40, 1, 17, 0, 0, 25, 40});
    families.finish();
    const FamilyPermutation order = permutation_of(size);
    const std::vector<std::int64_t> all = places_of(order, families);
    for (std::int64_t row = 0; row < families.rows(); ++row) {
      std::int64_t place = -1;
      order.map(families, RowSet::range(row, 1), &place);
      REQUIRE(place == all[static_cast<std::size_t>(row)]);
    }
    const std::vector<std::int64_t> list = {50, 4, 4, 41, 3, 120, 90, 60, 61, 2, 42};
    std::vector<std::int64_t> places(list.size());
    order.map(families, RowSet::of(list), places.data());
    for (std::size_t i = 0; i < list.size(); ++i) CHECK(places[i] == all[static_cast<std::size_t>(list[i])]);
    for (std::size_t first = 0; first < all.size(); first += 7) {
      std::vector<std::int64_t> range(std::min<std::size_t>(40, all.size() - first));
      order.map(families, RowSet::range(static_cast<std::int64_t>(first), range.size()), range.data());
      REQUIRE(std::equal(range.begin(), range.end(), all.begin() + static_cast<std::ptrdiff_t>(first)));
    }
  }
}

TEST_CASE("every set of places is as frequent as any other, also in small worlds") {
  // Of 3, 5 and 20 places all sets; of 200 all pairs, which is where a network of few rounds would show.
  for (const auto& [size, taken] : {std::pair<std::size_t, std::size_t>{3, 2},
                                    {3, 1},
                                    {5, 2},
                                    {5, 3},
                                    {20, 2},
                                    {20, 3},
                                    {64, 2},
                                    {65, 2},
                                    {200, 2}}) {
    INFO("sets of " << taken << " out of " << size);
    const std::vector<std::uint64_t> counts = subsets(size, taken, 400'000);
    CHECK(chi_square(counts, alike(counts.size())) < chi_square_limit(counts.size() - 1));
  }
}

TEST_CASE("every child has every place alike, and the first two children every pair of places in both orders") {
  for (const std::size_t size : {3, 20, 200, 1000}) {
    constexpr std::int64_t kFamilies = 400'000;
    const FamilyIndex families = FamilyIndex::uniform(kFamilies, 3);
    const std::vector<std::int64_t> places = places_of(permutation_of(size), families);
    std::vector<std::uint64_t> differences(size - 1, 0);
    std::vector<std::vector<std::uint64_t>> of_child(3, std::vector<std::uint64_t>(size, 0));
    for (std::size_t f = 0; f < kFamilies; ++f) {
      for (std::size_t k = 0; k < 3; ++k) ++of_child[k][static_cast<std::size_t>(places[3 * f + k])];
      const auto n = static_cast<std::int64_t>(size);
      ++differences[static_cast<std::size_t>((places[3 * f + 1] - places[3 * f] + n) % n) - 1];
    }
    INFO("size " << size);
    for (const std::vector<std::uint64_t>& counts : of_child) {
      CHECK(chi_square(counts, alike(size)) < chi_square_limit(size - 1));
    }
    CHECK(chi_square(differences, alike(size - 1)) < chi_square_limit(size - 2));
  }
}

TEST_CASE("families that follow each other have nothing to do with each other") {
  for (const std::size_t size : {10, 100}) {
    constexpr std::int64_t kFamilies = 500'000;
    const std::vector<std::int64_t> places = places_of(permutation_of(size), FamilyIndex::uniform(kFamilies, 1));
    std::vector<std::uint64_t> pairs(size * size, 0);
    for (std::size_t f = 0; f + 1 < places.size(); f += 2) {
      ++pairs[static_cast<std::size_t>(places[f]) * size + static_cast<std::size_t>(places[f + 1])];
    }
    CHECK(chi_square(pairs, alike(size * size)) < chi_square_limit(size * size - 1));
  }
}
