// The records of all functions.
#include <algorithm>

#include "function.hpp"
#include "table.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

/// Rows of families with children: every name is a column of numbers, and so is what a function over other rows gives.
class Relations final : public Table {
 public:
  Result<std::optional<Entry>> find(const Path&) const override { return std::optional(kColumn); }
  std::shared_ptr<const FamilyIndex> families() const override {
    return std::make_shared<const FamilyIndex>(FamilyIndex::uniform(1, 1));
  }
  Result<Entry> over_rows(const RowsCall&, const StreamMaker&, const CompileOptions&) const override { return kColumn; }

 private:
  static constexpr Entry kColumn{{TypeKind::integer, 0}, 0, nullptr};
};

}  // namespace

TEST_CASE("every function is documented, and its example compiles") {
  const Relations table;
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
