// `where` of references, through plans: which rows are picked, and how often each.
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/chi_square.hpp"
#include "support/plans.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

constexpr std::size_t kPayments = 200'000;

/// Payments of accounts that have a number of cards each. `card` is what the reference says beside "references".
std::string shop(const std::string& card, std::int64_t accounts = 100, const std::string& sizes = R"("constant": 5)",
                 const std::string& own = R"({"references": "accounts"})") {
  return R"({"synthgen": 1, "seed": 3, "tables": {
    "payments": {"rows": )" +
         std::to_string(kPayments) + R"(, "columns": {
      "account_id": )" +
         own + R"(, "day": {"distribution": "integer", "min": 0, "max": 99},
      "card": {"references": "cards", )" +
         card + R"(}}},
    "accounts": {"rows": )" +
         std::to_string(accounts) + R"(, "columns": {"account_id": {"sequence": 0}}, "primary_key": "account_id"},
    "cards": {"rows": {"per": "accounts", )" +
         sizes + R"j(}, "primary_key": "card_id", "columns": {
      "card_id": {"sequence": 0}, "account_id": {"references": "accounts"},
      "weight": {"expression": "child_number() - 1"}, "active": {"expression": "child_number() <> 2"},
      "begins": {"expression": "20 * (child_number() - 1)"}, "ends": {"expression": "20 * child_number() + 10"}}}}})j";
}

/// Families of different sizes are counted by evaluating them.
std::shared_ptr<const Plan> counted_plan(const std::string& schema) {
  PlanOptions options;
  options.evaluate_rows = &evaluate_rows;
  return plan_of(schema, options);
}

std::vector<std::int64_t> numbers(PlanReader& reader, const std::string& column) {
  return reader.values<std::int64_t>(column, kPayments);
}

}  // namespace

TEST_CASE("a card of the account is any of its five alike, found by the family") {
  PlanReader reader(shop(R"("where": "account_id = this.account_id")"));
  const std::vector<std::int64_t> accounts = numbers(reader, "account_id");
  const std::vector<std::int64_t> cards = numbers(reader, "card");
  std::vector<std::uint64_t> counts(5, 0);
  bool own = true;
  for (std::size_t i = 0; i < kPayments; ++i) {
    own = own && cards[i] / 5 == accounts[i];
    ++counts[static_cast<std::size_t>(cards[i] % 5)];
  }
  CHECK(own);
  CHECK(chi_square(counts, std::vector<double>(5, 0.2)) < chi_square_limit(4));
  CHECK(reader.plan().tables[0].columns[reader.column(0, "row of card")].made.memory_bytes == 0);
}

TEST_CASE("an index gives the cards that the family gives, in the same rows") {
  // A second equality that always holds leaves the family no use.
  PlanReader family(shop(R"("where": "account_id = this.account_id")"));
  PlanReader index(shop(R"("where": "account_id = this.account_id and account_id + 0 = this.account_id")"));
  CHECK(index.plan().tables[0].columns[index.column(0, "row of card")].made.memory_bytes > 0);
  CHECK(numbers(family, "card") == numbers(index, "card"));
}

TEST_CASE("families that are read give the cards that an index gives, with conditions and intervals") {
  // More than 2^20 cards, so that families are read; intervals overlap by 10 of 20.
  const std::string also = " and account_id + 0 = this.account_id";
  const std::string sizes = R"("distribution": "integer", "min": 0, "max": 8)";
  for (const std::string where : {"account_id = this.account_id and active",
                                  "account_id = this.account_id and begins <= this.day and this.day < ends",
                                  "account_id = this.account_id and begins > this.day and active"}) {
    const auto card = [&](const std::string& more) {
      return R"("missing": "=false", "where": ")" + where + more + "\"";
    };
    PlanReader read(counted_plan(shop(card(""), 300'000, sizes)));
    PlanReader indexed(counted_plan(shop(card(also), 300'000, sizes)));
    CHECK(read.plan().tables[0].columns[read.column(0, "row of card")].made.memory_bytes == 0);
    CHECK(indexed.plan().tables[0].columns[indexed.column(0, "row of card")].made.memory_bytes > 0);
    const Cells cells = read.cells("card", kPayments);
    CHECK(cells == indexed.cells("card", kPayments));
    const auto nulls = std::count(cells.begin(), cells.end(), std::nullopt);
    CHECK(nulls > 10'000);
    CHECK(nulls < 190'000);
  }
}

TEST_CASE("picks do not depend on the rows that are filled with them") {
  for (const char* card :
       {R"("where": "account_id = this.account_id and active")", R"("where": "active", "pick": {"weight": "weight"})",
        R"("where": "account_id = this.account_id and begins <= this.day and this.day < ends")"}) {
    PlanReader reader(shop(card));
    const ColumnIndex column = reader.column(0, "card");
    const Cells whole = reader.cells(0, column, RowSet::range(0, 5'000));
    CHECK(whole == reader.cells(0, column, RowSet::range(0, 5'000), 7));
    std::vector<std::int64_t> backwards;
    for (std::int64_t row = 4'999; row >= 0; --row) backwards.push_back(row);
    Cells turned = reader.cells(0, column, RowSet::of(backwards));
    std::reverse(turned.begin(), turned.end());
    CHECK(whole == turned);
  }
}

TEST_CASE("weights count among the matches only") {
  // Of the five cards the third to fifth are active and have weights 2, 3, 4; the first weighs nothing.
  PlanReader reader(shop(R"("where": "account_id = this.account_id and active", "pick": {"weight": "weight"})"));
  const std::vector<std::int64_t> accounts = numbers(reader, "account_id");
  std::vector<std::uint64_t> counts(5, 0);
  bool own = true;
  const std::vector<std::int64_t> cards = numbers(reader, "card");
  for (std::size_t i = 0; i < kPayments; ++i) {
    own = own && cards[i] / 5 == accounts[i];
    ++counts[static_cast<std::size_t>(cards[i] % 5)];
  }
  CHECK(own);
  CHECK(counts[0] + counts[1] == 0);
  CHECK(chi_square(counts, {0, 0, 2.0 / 9, 3.0 / 9, 4.0 / 9}) < chi_square_limit(2));
}

TEST_CASE("a constant condition leaves the same parents to every row, alike or in turn") {
  for (const bool in_turn : {false, true}) {
    PlanReader reader(
        shop(R"("where": "not active and account_id >= 90")" + std::string(in_turn ? R"(, "pick": "cycle")" : "")));
    std::map<std::int64_t, std::uint64_t> counts;
    const std::vector<std::int64_t> cards = numbers(reader, "card");
    for (const std::int64_t card : cards) ++counts[card];
    REQUIRE(counts.size() == 10);
    std::vector<std::uint64_t> list;
    for (const auto& [card, count] : counts) {
      CHECK(card % 5 == 1);
      CHECK(card >= 450);
      list.push_back(count);
    }
    if (in_turn) {
      CHECK(list == std::vector<std::uint64_t>(10, kPayments / 10));
      CHECK(cards[0] == 451);
      CHECK(cards[1] == 456);
    } else {
      CHECK(chi_square(list, std::vector<double>(10, 0.1)) < chi_square_limit(9));
    }
  }
}

TEST_CASE("rows of overlapping intervals are alike among those of the day") {
  // Days 20 to 29 lie in two intervals, days 10 to 19 in one.
  PlanReader reader(shop(R"("where": "account_id = this.account_id and begins <= this.day and this.day < ends")"));
  const std::vector<std::int64_t> days = numbers(reader, "day");
  const std::vector<std::int64_t> cards = numbers(reader, "card");
  std::vector<std::uint64_t> counts(2, 0);
  bool in_time = true;
  for (std::size_t i = 0; i < kPayments; ++i) {
    const std::int64_t which = cards[i] % 5;
    in_time = in_time && 20 * which <= days[i] && days[i] < 20 * which + 30;
    if (days[i] / 10 == 2) ++counts[static_cast<std::size_t>(which)];
  }
  CHECK(in_time);
  CHECK(counts[0] + counts[1] > 15'000);
  CHECK(chi_square(counts, {0.5, 0.5}) < chi_square_limit(1));
}

TEST_CASE("within one table the matches are earlier rows, and the first of each group has none") {
  PlanReader reader(R"({"synthgen": 1, "tables": {"staff": {"rows": 200000, "primary_key": "id", "columns": {
    "id": {"sequence": 0}, "department": {"choice": {"a": 5, "b": 3, "c": 2}},
    "boss": {"references": "staff", "where": "department = this.department"}}}}})");
  const Cells departments = reader.cells("department", kPayments);
  const Cells bosses = reader.cells("boss", kPayments);
  const std::vector<std::int64_t> rows = numbers(reader, "boss");
  std::map<std::string, std::size_t> seen;
  bool good = true;
  // The rank of the boss among the earlier rows of the department, as a tenth of them.
  std::map<std::string, std::vector<std::size_t>> members;
  std::vector<std::uint64_t> tenths(10, 0);
  for (std::size_t i = 0; i < kPayments; ++i) {
    std::vector<std::size_t>& earlier = members[*departments[i]];
    good = good && bosses[i].has_value() == !earlier.empty();
    if (bosses[i].has_value()) {
      const auto boss = static_cast<std::size_t>(rows[i]);
      const auto at = std::lower_bound(earlier.begin(), earlier.end(), boss);
      good = good && at != earlier.end() && *at == boss;
      // Below 1,000 colleagues tenths are too coarse to be alike.
      if (earlier.size() >= 1'000) {
        ++tenths[10 * static_cast<std::size_t>(at - earlier.begin()) / earlier.size()];
      }
    }
    earlier.push_back(i);
  }
  CHECK(good);
  CHECK(chi_square(tenths, std::vector<double>(10, 0.1)) < chi_square_limit(9));
}

TEST_CASE("a row may refer to one of its own children, whose rows are per this table") {
  PlanReader reader(counted_plan(R"({"synthgen": 1, "tables": {
    "accounts": {"rows": 200000, "primary_key": "id", "columns": {"id": {"sequence": 0},
      "main": {"references": "cards", "where": "account = this.id", "missing": "=false"}}},
    "cards": {"rows": {"per": "accounts", "distribution": "integer", "min": 0, "max": 3}, "primary_key": "id",
      "columns": {"id": {"sequence": 0}, "account": {"references": "accounts"}}}}})"));
  const FamilyIndex& cards = *reader.plan().tables[1].family->index;
  const Cells cells = reader.cells("main", kPayments);
  const std::vector<std::int64_t> mains = numbers(reader, "main");
  std::vector<std::uint64_t> of_three(3, 0);
  bool own = true;
  for (std::size_t i = 0; i < kPayments; ++i) {
    const auto parent = static_cast<std::int64_t>(i);
    own = own && cells[i].has_value() == (cards.size(parent) > 0);
    if (!cells[i].has_value()) continue;
    const std::int64_t which = mains[i] - cards.begin(parent);
    own = own && which >= 0 && which < cards.size(parent);
    if (cards.size(parent) == 3 && which >= 0 && which < 3) ++of_three[static_cast<std::size_t>(which)];
  }
  CHECK(own);
  CHECK(chi_square(of_three, std::vector<double>(3, 1.0 / 3)) < chi_square_limit(2));
}

TEST_CASE("rows without a match are counted, but not those that missing makes null anyway") {
  const std::string sizes = R"("distribution": "integer", "min": 0, "max": 1)";
  const auto lost = [&](const std::string& missing) {
    PlanReader reader(
        counted_plan(shop(R"("where": "account_id = this.account_id", "missing": ")" + missing + "\"", 100, sizes)));
    const Cells cells = reader.cells("card", kPayments);
    const ColumnIndex pick = reader.column(0, "row of card");
    const std::uint64_t counted = reader.evaluator().warnings(0)[pick][static_cast<std::size_t>(CellWarning::no_match)];
    return std::pair(static_cast<std::uint64_t>(std::count(cells.begin(), cells.end(), std::nullopt)), counted);
  };
  const auto [nulls, counted] = lost("=false");
  CHECK(nulls > 50'000);
  CHECK(counted == nulls);
  const auto [all, none] = lost("=true");
  CHECK(all == kPayments);
  CHECK(none == 0);
}

TEST_CASE("keys of every type are looked up") {
  for (const char* key :
       {R"("type": "integer", "distribution": "integer", "min": -3, "max": 3)",
        R"("distribution": "uniform", "min": -1, "max": 1, "decimals": 1)", R"("choice": [0.5, -2.25, 0])",
        R"("choice": ["a", "bc", ""])", R"("distribution": "bernoulli", "p": 0.5)",
        R"("distribution": "uniform", "type": "date", "min": "2024-02-27", "max": "2024-03-02")"}) {
    CAPTURE(key);
    const std::string column = std::string(R"("k": {)") + key + "}";
    PlanReader reader(R"({"synthgen": 1, "tables": {"t": {"rows": 2000, "columns": {)" + column +
                      R"(, "p": {"references": "p", "where": "k = this.k"}, "theirs": {"expression": "p.k"}}},
      "p": {"rows": 2000, "primary_key": "id", "columns": {"id": {"sequence": 0}, )" +
                      column + "}}}}");
    CHECK(reader.cells("k", 2'000) == reader.cells("theirs", 2'000));
  }
}

TEST_CASE("types that differ are compared as expressions compare them") {
  PlanReader reader(R"({"synthgen": 1, "tables": {"t": {"rows": 3000, "columns": {
      "n": {"distribution": "integer", "min": 0, "max": 5},
      "at": {"distribution": "uniform", "type": "timestamp", "min": "2024-01-01", "max": "2024-01-06"},
      "p": {"references": "p", "where": "price = this.n and day <= this.at"},
      "good": {"expression": "p.price = n and p.day <= at"}}},
    "p": {"rows": 2000, "primary_key": "id", "columns": {"id": {"sequence": 0},
      "price": {"distribution": "uniform", "min": 0, "max": 5.5, "decimals": 2, "type": "decimal"},
      "day": {"distribution": "uniform", "type": "date", "min": "2024-01-01", "max": "2024-01-03"}}}}})");
  const Cells good = reader.cells("good", 3'000);
  std::size_t true_cells = 0;
  bool none_false = true;
  for (const auto& cell : good) {
    if (!cell.has_value()) continue;
    none_false = none_false && *cell == std::string(1, 1);
    ++true_cells;
  }
  CHECK(none_false);
  CHECK(true_cells > 1'000);
}

TEST_CASE("negative weights make every pick null") {
  PlanReader reader(R"({"synthgen": 1, "tables": {"t": {"rows": 100, "columns": {
      "p": {"references": "p", "where": "id > 1", "pick": {"weight": "w"}}}},
    "p": {"rows": 10, "primary_key": "id", "columns": {"id": {"sequence": 0}, "w": {"expression": "5 - id"}}}}})");
  const Cells cells = reader.cells("p", 100);
  CHECK(std::count(cells.begin(), cells.end(), std::nullopt) == 100);
}
