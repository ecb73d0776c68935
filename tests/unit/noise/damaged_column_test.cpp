// Edits over clean cells, what they tell of before and after, and the columns that they make.
#include "synthgen/noise/damaged_column.hpp"

#include "support/catch.hpp"

namespace synthgen {
namespace {

Column texts(const std::vector<const char*>& values) {
  Column column;
  column.reset(Type{TypeKind::string, 0}, values.size());
  for (const char* value : values) value == nullptr ? column.append_null() : column.append_text(value);
  return column;
}

std::string cell(const Column& column, std::size_t row) {
  return column.is_null(row) ? "null" : std::string(column.text(row));
}

std::vector<std::string> log_of(const DamagedColumn& column) {
  std::vector<std::string> lines;
  for (const DamagedColumn::Edit& edit : column.edits()) {
    std::string before;
    std::string after;
    if (!column.append_before(edit, before)) before = "null";
    if (!column.append_after(edit, after)) after = "null";
    lines.push_back(std::to_string(edit.place) + ":" + std::to_string(edit.operation) + ":" + before + ">" + after);
  }
  return lines;
}

TEST_CASE("A text without a dictionary is changed twice, emptied, and filled where it was null") {
  const Column clean = texts({"ana", "ben", nullptr, "dora", ""});
  DamagedColumn damaged(CellText(Type{TypeKind::string, 0}), WrittenForm::typed);
  damaged.begin(clean);
  damaged.begin_operation(0, 0);
  CHECK(damaged.set_text(0, "anna"));
  CHECK(damaged.set_null(3));
  damaged.begin_operation(1, 0);
  CHECK(damaged.set_text(0, "anns"));
  CHECK(damaged.set_text(2, "?"));
  const Column& dirty = damaged.finish();
  CHECK(cell(dirty, 0) == "anns");
  CHECK(cell(dirty, 1) == "ben");
  CHECK(cell(dirty, 2) == "?");
  CHECK(cell(dirty, 3) == "null");
  CHECK(cell(dirty, 4).empty());
  CHECK(log_of(damaged) == std::vector<std::string>{"0:0:ana>anna", "3:0:dora>null", "0:1:anna>anns", "2:1:null>?"});
}

TEST_CASE("A change that leaves a cell as it is, or mends what was damaged, is refused") {
  const Column clean = texts({"ana", nullptr});
  DamagedColumn damaged(CellText(Type{TypeKind::string, 0}), WrittenForm::typed);
  damaged.begin(clean);
  damaged.begin_operation(0, 0);
  CHECK_FALSE(damaged.set_text(0, "ana"));
  CHECK_FALSE(damaged.set_null(1));
  CHECK(damaged.set_text(0, "ANA"));
  CHECK(damaged.set_text(1, "x"));
  damaged.begin_operation(1, 0);
  CHECK_FALSE(damaged.set_text(0, "ANA"));
  CHECK_FALSE(damaged.set_text(0, "ana"));
  CHECK_FALSE(damaged.set_null(1));
  CHECK(damaged.edits().size() == 2);
}

TEST_CASE("Texts that a dictionary lacks follow its own, and the others keep their codes") {
  const Dictionary dictionary({"red", "green"});
  Column clean;
  clean.reset(dictionary, 4);
  for (std::size_t i = 0; i < 4; ++i) clean.data<std::int32_t>()[i] = static_cast<std::int32_t>(i % 2);
  clean.set_null(1);
  DamagedColumn damaged(CellText(Type{TypeKind::string, 0}), WrittenForm::typed);
  damaged.begin(clean);
  CHECK(&damaged.finish() == &clean);
  damaged.begin(clean);
  damaged.begin_operation(0, 0);
  CHECK(damaged.set_text(0, "rde"));
  CHECK(damaged.set_text(1, "filled"));
  CHECK(damaged.set_null(2));
  const Column& dirty = damaged.finish();
  REQUIRE(dirty.dictionary() == &dictionary);
  CHECK(dirty.extra_texts() == 2);
  CHECK(cell(dirty, 0) == "rde");
  CHECK(cell(dirty, 1) == "filled");
  CHECK(cell(dirty, 2) == "null");
  CHECK(cell(dirty, 3) == "green");
}

TEST_CASE("A number column whose cells may leave the type is written as texts in the output's form") {
  Column clean;
  clean.reset(Type::decimal(2), 4);
  const std::int64_t values[] = {1250, -5, 0, 99};
  for (std::size_t i = 0; i < 4; ++i) clean.data<std::int64_t>()[i] = values[i];
  clean.set_null(3);
  DamagedColumn damaged(CellText(Type::decimal(2)), WrittenForm::text);
  damaged.begin(clean);
  damaged.begin_operation(0, 0);
  CHECK_FALSE(damaged.set_text(0, "12.50"));
  CHECK(damaged.set_text(0, "12.50 kg"));
  CHECK(damaged.set_word(1, -50));
  CHECK_FALSE(damaged.is_value(0));
  CHECK(damaged.is_text(0));
  const Column& dirty = damaged.finish();
  REQUIRE(dirty.type().kind == TypeKind::string);
  CHECK(cell(dirty, 0) == "12.50 kg");
  CHECK(cell(dirty, 1) == "-0.50");
  CHECK(cell(dirty, 2) == "0.00");
  CHECK(cell(dirty, 3) == "null");
  CHECK(log_of(damaged) == std::vector<std::string>{"0:0:12.50>12.50 kg", "1:0:-0.05>-0.50"});
}

TEST_CASE("Values of a type are changed in place, and dates are told in their own format") {
  Column clean;
  clean.reset(Type{TypeKind::date, 0}, 2);
  clean.data<std::int32_t>()[0] = 0;
  clean.data<std::int32_t>()[1] = 31;
  DamagedColumn damaged(CellText(Type{TypeKind::date, 0}, "%d/%m/%Y"), WrittenForm::typed);
  damaged.begin(clean);
  damaged.begin_operation(3, 0);
  CHECK(damaged.set_word(1, 59));
  const Column& dirty = damaged.finish();
  CHECK(dirty.data<std::int32_t>()[0] == 0);
  CHECK(dirty.data<std::int32_t>()[1] == 59);
  CHECK(log_of(damaged) == std::vector<std::string>{"1:3:01/02/1970>01/03/1970"});
}

TEST_CASE("Two columns swap a cell, by value where their types agree and by text where they do not") {
  const Column words = texts({"ana"});
  Column numbers;
  numbers.reset(Type{TypeKind::integer, 0}, 1);
  numbers.data<std::int64_t>()[0] = 7;
  DamagedColumn left(CellText(Type{TypeKind::string, 0}), WrittenForm::typed);
  DamagedColumn right(CellText(Type{TypeKind::integer, 0}), WrittenForm::text);
  left.begin(words);
  right.begin(numbers);
  left.begin_operation(0, 0);
  right.begin_operation(0, 1);
  const std::string kept(left.text(0));
  CHECK(left.set_as(0, right));
  CHECK(right.set_text(0, kept));
  CHECK(cell(left.finish(), 0) == "7");
  CHECK(cell(right.finish(), 0) == "ana");
}

}  // namespace
}  // namespace synthgen
