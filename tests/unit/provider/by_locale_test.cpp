#include "by_locale.hpp"

#include <string>
#include <vector>

#include "locale_lists.hpp"
#include "support/catch.hpp"
#include "support/fixed_evaluate.hpp"

using namespace synthgen;

namespace {

/// Numbers of locales; null where negative, with the number 0 as those columns have it.
Column numbers_of(const std::vector<int>& numbers) {
  Column column;
  column.reset({TypeKind::integer, 0}, numbers.size());
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    column.data<std::int64_t>()[i] = numbers[i] < 0 ? 0 : numbers[i];
    if (numbers[i] < 0) column.set_null(i);
  }
  return column;
}

std::string name_of(std::size_t locale) { return std::string(locales()[locale].name); }

/// What each() hands out: "<row><name>", or "<row>-" where it is skipped.
std::string handed_out(const ByLocale<std::string>& names, Evaluate& evaluate) {
  std::string all;
  names.each(
      evaluate, [&](std::size_t row, const std::string& name) { all += std::to_string(row) + name + " "; },
      [&](std::size_t row) { all += std::to_string(row) + "- "; });
  return all;
}

}  // namespace

TEST_CASE("all rows have the value of the only locale, and none is null") {
  const ByLocale<std::string> names({{2}, std::nullopt}, &name_of);
  FixedEvaluate evaluate(RowSet::range(0, 3));
  const auto batch = names.of(evaluate);
  for (std::size_t row = 0; row < 3; ++row) {
    CHECK(batch[row] == name_of(2));
    CHECK(!batch.is_null(row));
    CHECK(batch.locales()[row] == 2);
  }
  Column out;
  out.reset({TypeKind::integer, 0}, 3);
  batch.cover(out);
  CHECK(out.is_valid(0));
  CHECK(handed_out(names, evaluate) == "0" + name_of(2) + " 1" + name_of(2) + " 2" + name_of(2) + " ");
}

TEST_CASE("each row has the value of its own locale, and a row without one is covered") {
  FixedEvaluate evaluate(RowSet::range(0, 4));
  // Number 0 is none of them, but what the row without a locale has.
  const ColumnIndex column = evaluate.add(numbers_of({3, -1, 1, 3}));
  const ByLocale<std::string> names({{1, 3}, column}, &name_of);
  CHECK(names.values() == std::vector<std::string>{name_of(1), name_of(3)});
  CHECK(names[3] == name_of(3));
  const auto batch = names.of(evaluate);
  CHECK(batch[0] == name_of(3));
  CHECK(batch[2] == name_of(1));
  CHECK(batch[3] == name_of(3));
  CHECK(batch.is_null(1));
  CHECK(!batch.is_null(2));
  CHECK(batch.locales()[2] == 1);
  CHECK(!batch[1].empty());  // any, so that a loop need not ask first
  Column out;
  out.reset({TypeKind::integer, 0}, 4);
  batch.cover(out);
  for (std::size_t row = 0; row < 4; ++row) CHECK(out.is_null(row) == (row == 1));
  CHECK(handed_out(names, evaluate) == "0" + name_of(3) + " 1- 2" + name_of(1) + " 3" + name_of(3) + " ");
}

TEST_CASE("lists of locales are parts of one whole, and keep to their weights") {
  const RowLocales two = {{0, 2}, std::nullopt};
  const JoinedTable table(two, "top_level_domains");
  const LocaleLists lists = make_locale_lists(two, table, "weight");
  for (const JoinedTable::Part& part : table.parts()) {
    const WeightedList& list = lists[part.locale];
    CHECK(list.base == part.base);
    CHECK(list.index.size() == part.table->rows());
    const WeightedIndex own(part.table->numbers("weight"));
    for (std::uint64_t k = 0; k < 1000; ++k) {
      const std::uint64_t bits = k * 0x9E37'79B9'7F4A'7C15ULL;
      REQUIRE(list(bits) == part.base + own(bits));
      REQUIRE(list(bits) < table.rows());
    }
  }
  const JoinedTable::Part& last = table.parts().back();
  const auto first_row = [](std::size_t row) { return row == 0; };
  const WeightedList some = WeightedList::of_some(last, first_row);
  const ChosenRows chosen(last, "weight", first_row);
  const ChosenRows none(last, "", [](std::size_t) { return false; });
  CHECK(none.empty());
  REQUIRE(!chosen.empty());
  for (std::uint64_t k = 0; k < 100; ++k) {
    CHECK(some(k * 0x9E37'79B9'7F4A'7C15ULL) == last.base);
    CHECK(chosen(k * 0x9E37'79B9'7F4A'7C15ULL) == static_cast<std::int64_t>(last.base));
  }
}
