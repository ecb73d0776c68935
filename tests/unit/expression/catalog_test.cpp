// The records of all functions.
#include <algorithm>

#include "function.hpp"
#include "table.hpp"

using namespace synthgen;
using namespace synthgen::test;

TEST_CASE("every function is documented, and its example compiles") {
  const Table table;
  for (const expression::FunctionRecord& function : expression::function_records()) {
    const Record& record = function.record;
    INFO(record.name);
    CHECK_FALSE(record.summary.empty());
    CHECK_FALSE(record.source.empty());
    for (const auto& parameter : function.parameters) {
      CHECK_FALSE(parameter.name.empty());
      CHECK_FALSE(parameter.meaning.empty());
    }
    const std::string example(record.example);
    const std::string head = R"({"expression": ")";
    REQUIRE(example.substr(0, head.size()) == head);
    const std::string text = example.substr(head.size(), example.size() - head.size() - 2);
    CHECK(text.find(std::string(record.name) + "(") != std::string::npos);
    CHECK((compiled(text, table)->constant() != nullptr) == !function.by_row);
  }
}

TEST_CASE("functions come first in the list of names, then the distributions") {
  const std::vector<std::string> names = function_names();
  CHECK(names.front() == "if");
  CHECK(names.size() > expression::function_records().size());
  CHECK(std::find(names.begin(), names.end(), "normal") != names.end());
}
