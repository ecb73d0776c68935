// Shares of totals: exact sums, no part of the other sign, each within one unit of its ideal.
#include <cmath>
#include <numeric>
#include <vector>

#include "share_parts.hpp"
#include "support/catch.hpp"
#include "support/plans.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

/// Families and two columns of theirs, given.
class GivenFamilies final : public FamilyRows {
 public:
  explicit GivenFamilies(std::vector<std::size_t> begins) { begins_ = std::move(begins); }
  RowSet row_numbers() const override { return RowSet::range(0, rows()); }
  const Column& column(ColumnIndex index) override { return columns[index]; }
  ColumnPool& pool() const override { return pool_; }
  void warn(std::size_t, CellWarning warning) override { ++warned[static_cast<std::size_t>(warning)]; }

  Column columns[2];
  std::size_t warned[kCellWarnings] = {};

 private:
  mutable ColumnPool pool_;
};

std::uint64_t bits_of(std::uint64_t number) {
  std::uint64_t bits = 0;
  draw_bits64({0x5EED, 0x5A4E}, RowSet::range(static_cast<std::int64_t>(number), 1), 0, 0, &bits);
  return bits;
}

std::vector<std::int64_t> parts_of(std::int64_t total, const std::vector<double>& weights, int decimals = 0) {
  GivenFamilies families({0, weights.size()});
  families.columns[0].reset({TypeKind::integer, 0}, weights.size());
  families.columns[1].reset({TypeKind::number, 0}, weights.size());
  for (std::size_t i = 0; i < weights.size(); ++i) {
    families.columns[0].data<std::int64_t>()[i] = total;
    families.columns[1].data<double>()[i] = weights[i];
  }
  const Type type = decimals == 0 ? Type{TypeKind::integer, 0} : Type::decimal(decimals);
  const MadeSource made = make_family_shares(0, 1, type, decimals);
  Column out;
  static_cast<const FamilySource&>(*made.source).fill_families(families, out);
  CHECK(out.all_valid());
  return {out.data<std::int64_t>(), out.data<std::int64_t>() + weights.size()};
}

using Parts = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("the parts of 10,000 families add up to totals of up to 18 digits, and none has the other sign") {
  // Families of 0 to 15 rows; totals of every length and either sign; weights of all sizes, some 0, negative or null.
  std::vector<std::size_t> begins = {0};
  std::vector<std::int64_t> totals;
  std::uint64_t draw = 0;
  for (std::size_t f = 0; f < 10'000; ++f) {
    begins.push_back(begins.back() + bits_of(draw++) % 16);
    std::int64_t total = 999'999'999'999'999'999;
    for (std::uint64_t cut = bits_of(draw++) % 19; cut > 0; --cut) total /= 10;
    totals.push_back(f % 3 == 0 ? total
                                : static_cast<std::int64_t>(bits_of(draw++) % static_cast<std::uint64_t>(total + 1)));
    if (f % 4 == 0) totals.back() = -totals.back();
  }
  for (const Type weight_type : {Type{TypeKind::number, 0}, Type{TypeKind::integer, 0}, Type::decimal(18)}) {
    GivenFamilies families(begins);
    const std::size_t rows = begins.back();
    families.columns[0].reset(Type::decimal(2), rows);
    families.columns[1].reset(weight_type, rows);
    for (std::size_t f = 0; f < totals.size(); ++f) {
      for (std::size_t i = begins[f]; i < begins[f + 1]; ++i) {
        families.columns[0].data<std::int64_t>()[i] = totals[f];
        const std::uint64_t bits = bits_of(draw++);
        const std::int64_t whole = static_cast<std::int64_t>(bits) >> (bits % 64);
        if (weight_type.kind == TypeKind::number) {
          families.columns[1].data<double>()[i] =
              bits % 7 == 0 ? 0 : std::ldexp(static_cast<double>(whole), static_cast<int>(bits % 400) - 200);
        } else {
          families.columns[1].data<std::int64_t>()[i] = bits % 7 == 0 ? 0 : whole;
        }
        if (bits % 11 == 0) families.columns[1].set_null(i);
      }
    }
    const MadeSource made = make_family_shares(0, 1, Type::decimal(2), 0);
    Column out;
    static_cast<const FamilySource&>(*made.source).fill_families(families, out);
    REQUIRE(out.all_valid());
    const auto* parts = out.data<std::int64_t>();
    for (std::size_t f = 0; f < totals.size(); ++f) {
      if (begins[f] == begins[f + 1]) continue;
      std::int64_t sum = 0;
      double weight_sum = 0;
      const auto weight = [&](std::size_t i) { return std::max(0.0, weight_at(families.columns[1], i)); };
      for (std::size_t i = begins[f]; i < begins[f + 1]; ++i) {
        sum += parts[i];
        weight_sum += weight(i);
        REQUIRE((totals[f] < 0 ? parts[i] <= 0 : parts[i] >= 0));
      }
      REQUIRE(sum == totals[f]);
      // Of greater totals the ideal itself is not known in doubles.
      if (std::llabs(totals[f]) >> 40 != 0) continue;
      for (std::size_t i = begins[f]; i < begins[f + 1]; ++i) {
        const double share =
            weight_sum > 0 ? weight(i) / weight_sum : 1.0 / static_cast<double>(begins[f + 1] - begins[f]);
        REQUIRE(std::fabs(static_cast<double>(parts[i]) - share * static_cast<double>(totals[f])) < 1.01);
      }
    }
  }
}

TEST_CASE("shares of small totals are those that a hand would give") {
  CHECK(parts_of(6, {1, 2, 3}) == Parts{1, 2, 3});
  CHECK(parts_of(100, {1, 1, 1}) == Parts{33, 34, 33});
  CHECK(parts_of(-100, {1, 1, 1}) == Parts{-33, -34, -33});
  CHECK(parts_of(5, {0, 0}) == Parts{3, 2});
  CHECK(parts_of(5, {-1, 2, NAN, INFINITY}) == Parts{0, 5, 0, 0});
  CHECK(parts_of(0, {1, 2}) == Parts{0, 0});
  CHECK(parts_of(1, {1}, 2) == Parts{100});
  CHECK(parts_of(10, {1e-308, 3e-308}) == Parts{3, 7});
  CHECK(parts_of(8, {5e-324, 5e-324}) == Parts{4, 4});
  CHECK(parts_of(7, {1e300, 1e308}) == Parts{0, 7});
  CHECK(parts_of(1'000'000'000'000, {1, 3}) == Parts{250'000'000'000, 750'000'000'000});
}

TEST_CASE("a null total gives nulls, and one with too many digits for the parts is counted") {
  GivenFamilies families({0, 2, 2, 5});
  families.columns[0].reset({TypeKind::integer, 0}, 5);
  for (std::size_t i = 0; i < 5; ++i)
    families.columns[0].data<std::int64_t>()[i] = i < 2 ? 10 : 1'000'000'000'000'000'00;
  families.columns[0].set_null(0);
  families.columns[0].set_null(1);
  const MadeSource made = make_family_shares(0, std::nullopt, Type::decimal(2), 2);
  Column out;
  static_cast<const FamilySource&>(*made.source).fill_families(families, out);
  CHECK(out.null_count() == 5);
  CHECK(families.warned[static_cast<std::size_t>(CellWarning::overflow)] == 3);
}

TEST_CASE("columns of a row share its total, whatever their weights are") {
  PlanReader reader(table_schema(3000, R"j(
    "n": {"distribution": "integer", "min": -1000, "max": 100000, "missing": 0.1},
    "a": {"share_of": {"total": "n", "as": "mix"}, "weights": "=n % 3", "decimals": 2},
    "b": {"share_of": {"total": "n", "as": "mix"}, "weights": {"distribution": "exponential", "mean": 1, "missing": 0.3}, "decimals": 2},
    "c": {"share_of": {"total": "n", "as": "mix"}, "weights": 0.5, "decimals": 2},
    "p": {"share_of": {"total": 1, "as": "all of one"}},
    "q": {"share_of": {"total": 1, "as": "all of one"}, "weights": 3}
  )j"));
  const Cells nulls = reader.cells("n", 3000);
  const Cells null_parts = reader.cells("b", 3000);
  const auto n = reader.values<std::int64_t>("n", 3000);
  const auto a = reader.values<std::int64_t>("a", 3000);
  const auto b = reader.values<std::int64_t>("b", 3000);
  const auto c = reader.values<std::int64_t>("c", 3000);
  const auto p = reader.values<std::int64_t>("p", 3000);
  const auto q = reader.values<std::int64_t>("q", 3000);
  for (std::size_t i = 0; i < n.size(); ++i) {
    REQUIRE(nulls[i].has_value() == null_parts[i].has_value());
    REQUIRE(p[i] + q[i] == 1);
    REQUIRE(q[i] == 1);
    if (!nulls[i].has_value()) continue;
    REQUIRE(a[i] + b[i] + c[i] == 100 * n[i]);
    REQUIRE((n[i] < 0 ? a[i] <= 0 && b[i] <= 0 && c[i] <= 0 : a[i] >= 0 && b[i] >= 0 && c[i] >= 0));
    if (n[i] % 3 <= 0) REQUIRE(a[i] == 0);
  }
}
