// Which rows belong to which parent, against lists that say it of each row.
#include "synthgen/base/family_index.hpp"

#include <numeric>
#include <string>
#include <vector>

#include "support/catch.hpp"

using namespace synthgen;

namespace {

/// Draws below a bound, always the same.
class Draws {
 public:
  explicit Draws(std::uint32_t number) : key_{number, 77} {}
  std::int64_t below(std::uint64_t bound) {
    std::uint64_t bits = 0;
    draw_bits64(key_, RowSet::range(next_++, 1), 0, 0, &bits);
    return static_cast<std::int64_t>(bounded(bits, bound));
  }

 private:
  const StreamKey key_;
  std::int64_t next_ = 0;
};

FamilyIndex index_of(const std::vector<std::int64_t>& sizes, std::size_t piece) {
  FamilyIndex index;
  for (std::size_t begin = 0; begin < sizes.size(); begin += piece) {
    index.add(std::span(sizes).subspan(begin, std::min(piece, sizes.size() - begin)));
  }
  index.finish();
  return index;
}

/// The rows of a few parents told one by one.
struct Told {
  std::vector<std::int64_t> parents;
  std::vector<std::int64_t> numbers;
};

Told told(const std::vector<std::int64_t>& sizes) {
  Told rows;
  for (std::size_t parent = 0; parent < sizes.size(); ++parent) {
    for (std::int64_t number = 0; number < sizes[parent]; ++number) {
      rows.parents.push_back(static_cast<std::int64_t>(parent));
      rows.numbers.push_back(number);
    }
  }
  return rows;
}

void check_against_lists(const FamilyIndex& index, const std::vector<std::int64_t>& sizes, const std::string& name) {
  INFO(name);
  const Told rows = told(sizes);
  const auto n = static_cast<std::int64_t>(rows.parents.size());
  REQUIRE(index.rows() == n);
  REQUIRE(index.parents() == std::ssize(sizes));
  CHECK(index.largest() == (sizes.empty() ? 0 : *std::max_element(sizes.begin(), sizes.end())));
  CHECK(index.childless() == std::count(sizes.begin(), sizes.end(), 0));
  std::int64_t begin = 0;
  for (std::size_t parent = 0; parent < sizes.size(); ++parent) {
    REQUIRE(index.size(static_cast<std::int64_t>(parent)) == sizes[parent]);
    REQUIRE(index.begin(static_cast<std::int64_t>(parent)) == begin);
    begin += sizes[parent];
  }
  CHECK(index.begin(std::ssize(sizes)) == n);
  if (n == 0) return;

  Draws draws(5);
  std::vector<std::int64_t> list = {0, n - 1, n - 1, n / 2, 0};
  for (int i = 0; i < 500; ++i) list.push_back(draws.below(static_cast<std::uint64_t>(n)));
  std::vector<std::int64_t> parents(list.size());
  std::vector<std::int64_t> numbers(list.size());
  index.locate(RowSet::of(list), parents.data(), numbers.data());
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto row = static_cast<std::size_t>(list[i]);
    const FamilyIndex::Place place = index.find(list[i]);
    REQUIRE(place.parent == rows.parents[row]);
    REQUIRE(place.number == rows.numbers[row]);
    REQUIRE(parents[i] == place.parent);
    REQUIRE(numbers[i] == place.number);
  }
  for (int i = 0; i < 100; ++i) {
    const std::int64_t first = i == 0 ? 0 : draws.below(static_cast<std::uint64_t>(n));
    const auto count = static_cast<std::size_t>(i == 0 ? n : 1 + draws.below(static_cast<std::uint64_t>(n - first)));
    parents.assign(count, -1);
    numbers.assign(count, -1);
    index.locate(RowSet::range(first, count), parents.data(), i % 2 == 0 ? numbers.data() : nullptr);
    if (i % 3 == 0) index.locate(RowSet::range(first, count), nullptr, numbers.data());
    for (std::size_t k = 0; k < count; ++k) {
      const std::size_t row = static_cast<std::size_t>(first) + k;
      REQUIRE(parents[k] == rows.parents[row]);
      REQUIRE(numbers[k] == (i % 2 == 0 || i % 3 == 0 ? rows.numbers[row] : -1));
    }
  }
}

}  // namespace

TEST_CASE("families of equal size are found by division") {
  check_against_lists(FamilyIndex::uniform(13, 5), std::vector<std::int64_t>(13, 5), "13 of 5");
  check_against_lists(FamilyIndex::uniform(200, 1), std::vector<std::int64_t>(200, 1), "200 of 1");
  check_against_lists(FamilyIndex::uniform(7, 0), std::vector<std::int64_t>(7, 0), "none has children");
  check_against_lists(FamilyIndex::uniform(0, 4), {}, "no parents");
  const FamilyIndex large = FamilyIndex::uniform(1'000'000'000, 1'000'000);
  CHECK(large.find(999'999'999'999'999).parent == 999'999'999);
  CHECK(large.memory_bytes() == 0);
}

TEST_CASE("families of any size are found by sums, whatever the width of their numbers") {
  Draws draws(1);
  for (const std::int64_t greatest : {std::int64_t{3}, std::int64_t{255}, std::int64_t{256}, std::int64_t{70'000}}) {
    for (const std::size_t parents : {1, 63, 64, 65, 300}) {
      std::vector<std::int64_t> sizes(parents);
      for (std::int64_t& size : sizes) size = draws.below(4);
      sizes[parents / 2] = greatest;
      for (const std::size_t piece : {std::size_t{1}, std::size_t{64}, std::size_t{1'024}}) {
        check_against_lists(index_of(sizes, piece), sizes,
                            std::to_string(parents) + " parents, largest " + std::to_string(greatest) + ", pieces of " +
                                std::to_string(piece));
      }
    }
  }
}

TEST_CASE("numbers of children keep their values when a wider one comes late") {
  std::vector<std::int64_t> sizes(500, 2);
  sizes[100] = 1'000;
  sizes[300] = 100'000;
  check_against_lists(index_of(sizes, 50), sizes, "one byte, two, four");
  std::vector<std::int64_t> jump(200, 1);
  jump.back() = 66'000;
  check_against_lists(index_of(jump, 10), jump, "one byte, then four");
}

TEST_CASE("parents without children stand anywhere, also many in a row") {
  for (const std::size_t run : {1, 63, 64, 65, 130, 400}) {
    std::vector<std::int64_t> sizes(run, 0);
    check_against_lists(index_of(sizes, 64), sizes, "only childless ones");
    sizes.push_back(3);
    check_against_lists(index_of(sizes, 64), sizes, "at the beginning");
    sizes.insert(sizes.end(), run, 0);
    sizes.push_back(2);
    check_against_lists(index_of(sizes, 64), sizes, "in the middle");
    sizes.insert(sizes.end(), run, 0);
    check_against_lists(index_of(sizes, 64), sizes, "at both ends");
  }
  FamilyIndex nobody;
  nobody.finish();
  check_against_lists(nobody, {}, "nobody");
}

TEST_CASE("a row beyond the last counts to the last family") {
  const std::vector<std::int64_t> sizes = {2, 0, 3, 0};
  const FamilyIndex index = index_of(sizes, 4);
  std::int64_t parents[4];
  std::int64_t numbers[4];
  index.locate(RowSet::range(3, 4), parents, numbers);
  CHECK(std::vector<std::int64_t>(parents, parents + 4) == std::vector<std::int64_t>{2, 2, 2, 2});
  CHECK(std::vector<std::int64_t>(numbers, numbers + 4) == std::vector<std::int64_t>{1, 2, 2, 2});
}
