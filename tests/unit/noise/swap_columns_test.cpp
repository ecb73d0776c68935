// The operator `swap_columns`, and the exchange of two cells that it is made of.
#include "operator_trial.hpp"

namespace synthgen {
namespace {

constexpr Type kText{TypeKind::string, 0};
constexpr Type kInteger{TypeKind::integer, 0};
constexpr Type kNumber{TypeKind::number, 0};
constexpr Type kUuid{TypeKind::uuid, 0};

TEST_CASE("swap_columns exchanges two texts, and a text with null") {
  const Column first = cells_of(kText, {"Ana", "Ben", nullptr});
  const Column last = cells_of(kText, {"Ruiz", nullptr, "Stone"});
  OperatorTrial trial(R"({"operator": "swap_columns"})", {{&first}, {&last}});
  CHECK(trial.run() == 3);
  CHECK(trial.cell(0, 0) == "Ruiz");
  CHECK(trial.cell(0, 1) == "Ana");
  CHECK(trial.cell(1, 0) == "null");
  CHECK(trial.cell(1, 1) == "Ben");
  CHECK(trial.cell(2, 0) == "Stone");
  CHECK(trial.cell(2, 1) == "null");
  CHECK(trial.damaged(0).edits().size() == 3);
  CHECK(trial.damaged(1).edits().size() == 3);
}

TEST_CASE("swap_columns passes over equal values and over two nulls") {
  const Column first = cells_of(kText, {"Kim", nullptr, ""});
  const Column last = cells_of(kText, {"Kim", nullptr, ""});
  OperatorTrial trial(R"({"operator": "swap_columns"})", {{&first}, {&last}});
  CHECK(trial.run() == 0);
  CHECK(trial.damaged(0).edits().empty());
}

TEST_CASE("swap_columns keeps the type where both have the same, and writes texts where they differ") {
  const Column age = cells_of(kInteger, {"41", "7"});
  const Column visits = cells_of(kInteger, {"3", "7"});
  OperatorTrial same(R"({"operator": "swap_columns"})", {{&age}, {&visits}});
  CHECK(same.made().leaves_type.empty());
  CHECK(same.run() == 1);
  CHECK(same.written(0).type() == kInteger);
  CHECK(same.written(0).data<std::int64_t>()[0] == 3);
  CHECK(same.written(1).data<std::int64_t>()[0] == 41);

  const Column weight = cells_of(kNumber, {"70.5", "7"});
  OperatorTrial numbers(R"({"operator": "swap_columns"})", {{&age}, {&weight}});
  CHECK(numbers.made().leaves_type == std::vector<bool>{true, true});
  CHECK(numbers.run() == 2);
  CHECK(numbers.written(0).type() == kText);
  CHECK(numbers.cell(0, 0) == "70.5");
  CHECK(numbers.cell(0, 1) == "41");
  CHECK(numbers.cell(1, 0) == "7.0");

  // "7" for 7 and 7 for "7" leave the file as it is.
  const Column code = cells_of(kText, {"x", "7"});
  OperatorTrial mixed(R"({"operator": "swap_columns"})", {{&code}, {&age}});
  CHECK(mixed.made().leaves_type == std::vector<bool>{false, true});
  CHECK(mixed.run() == 1);
  CHECK(mixed.cell(0, 0) == "41");
  CHECK(mixed.cell(0, 1) == "x");
}

TEST_CASE("swap_columns exchanges UUIDs") {
  const Column left = cells_of(kUuid, {"123e4567-e89b-42d3-a456-426614174000"});
  const Column right = cells_of(kUuid, {"00000000-0000-4000-8000-000000000001"});
  OperatorTrial trial(R"({"operator": "swap_columns"})", {{&left}, {&right}});
  CHECK(trial.run() == 1);
  CHECK(trial.cell(0, 0) == "00000000-0000-4000-8000-000000000001");
  CHECK(trial.cell(0, 1) == "123e4567-e89b-42d3-a456-426614174000");
  CHECK(trial.written(0).type() == kUuid);
}

/// Two columns of one row that operators damage one after the other.
struct Pair {
  Pair(Type left_type, const Column& left_cell, Type right_type, const Column& right_cell,
       WrittenForm left_form = WrittenForm::typed, WrittenForm right_form = WrittenForm::typed)
      : left(CellText(left_type), left_form), right(CellText(right_type), right_form) {
    left.begin(left_cell);
    right.begin(right_cell);
    next();
  }
  void next() {
    left.begin_operation(operation, 0);
    right.begin_operation(operation++, 1);
  }
  DamagedColumn left;
  DamagedColumn right;
  std::uint16_t operation = 0;
};

TEST_CASE("A second swap, which would mend both, changes neither") {
  const Column first = cells_of(kText, {"Ana"});
  const Column last = cells_of(kText, {"Ruiz"});
  Pair pair(kText, first, kText, last);
  CHECK(DamagedColumn::swap(0, pair.left, pair.right));
  pair.next();
  CHECK_FALSE(DamagedColumn::swap(0, pair.left, pair.right));
  CHECK(pair.left.text(0) == "Ruiz");
  CHECK(pair.right.text(0) == "Ana");
  CHECK(pair.left.edits().size() == 1);
}

TEST_CASE("A swap that would mend one of the two changes neither") {
  const Column first = cells_of(kText, {"Ana"});
  const Column last = cells_of(kText, {"Ruiz"});
  Pair pair(kText, first, kText, last);
  CHECK(pair.left.set_text(0, "Anna"));
  CHECK(pair.right.set_text(0, "Ana"));  // would go back where it belongs
  pair.next();
  CHECK_FALSE(DamagedColumn::swap(0, pair.left, pair.right));
  CHECK(pair.left.text(0) == "Anna");
  CHECK(pair.right.text(0) == "Ana");
  CHECK(pair.right.edits().size() == 1);
}

TEST_CASE("A text does not come into a column that keeps its type by a swap of equal types") {
  const Column age = cells_of(kInteger, {"41"});
  const Column visits = cells_of(kInteger, {"3"});
  Pair pair(kInteger, age, kInteger, visits, WrittenForm::text, WrittenForm::typed);
  CHECK(pair.left.set_text(0, "n/a"));
  pair.next();
  CHECK_FALSE(DamagedColumn::swap(0, pair.left, pair.right));
  CHECK(pair.left.text(0) == "n/a");
  CHECK(pair.right.word(0) == 3);
}

TEST_CASE("A text that is written as the damaged number before it is no change") {
  const Column age = cells_of(kInteger, {"41"});
  const Column code = cells_of(kText, {"b"});
  Pair pair(kInteger, age, kText, code, WrittenForm::text);
  CHECK(pair.left.set_word(0, 14));
  CHECK(pair.right.set_text(0, "14"));
  pair.next();
  CHECK_FALSE(pair.left.set_text(0, "14"));
  CHECK_FALSE(DamagedColumn::swap(0, pair.left, pair.right));
  CHECK(pair.left.set_text(0, "14 years"));
  pair.next();
  CHECK(pair.left.set_word(0, 15));
  CHECK_FALSE(pair.left.set_text(0, "15"));
}

}  // namespace
}  // namespace synthgen
