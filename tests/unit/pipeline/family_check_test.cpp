// What the schema says of the number of rows that a parent has.
#include "family_check.hpp"

#include "support/catch.hpp"
#include "synthgen/json/document.hpp"
#include "synthgen/schema/schema.hpp"

namespace synthgen {
namespace {

ChildrenBounds bounds_of(const std::string& rows) {
  const std::string text = R"({"synthgen": 1, "tables": {"p": {"rows": 2, "columns": {"id": {"sequence": 1}}},
    "t": {"rows": {"per": "p", )" +
                           rows + R"(}, "columns": {"id": {"sequence": 1}}}}})";
  Result<json::Document> document = json::parse_document("s.json", text);
  REQUIRE(document.ok());
  const ReadSchema read = read_schema(std::make_shared<json::Document>(std::move(*document)));
  INFO(rows << (read.diagnostics.has_errors() ? read.diagnostics[0].message : ""));
  REQUIRE_FALSE(read.diagnostics.has_errors());
  return children_bounds(*read.schema->tables[1]);
}

void check(const std::string& rows, std::int64_t min, std::optional<std::int64_t> max) {
  const ChildrenBounds bounds = bounds_of(rows);
  INFO(rows);
  CHECK(bounds.min == min);
  CHECK(bounds.max == max);
}

TEST_CASE("literals of rows bound the rows of a parent") {
  check(R"("constant": 3)", 3, 3);
  check(R"("distribution": "poisson", "mean": 3)", 0, std::nullopt);
  check(R"("distribution": "poisson", "mean": 3, "min": 1, "max": 9)", 1, 9);
  check(R"("distribution": "integer", "min": 2, "max": 5)", 2, 5);
  check(R"("distribution": "geometric", "p": 0.5)", 1, std::nullopt);
  check(R"("distribution": "geometric", "p": 0.5, "max": 4)", 1, 4);
  check(R"("distribution": "binomial", "n": 6, "p": 0.5)", 0, 6);
  check(R"("distribution": "zipf", "exponent": 1.1, "n": 8)", 1, 8);
  check(R"("choice": [4, 2, 7])", 2, 7);
  check(R"("choice": [{"value": 1, "weight": 2}, {"value": 5, "weight": 1}])", 1, 5);
  check(R"("distribution": "poisson", "mean": 3, "max": "=2 + 3")", 0, std::nullopt);
  check(R"("expression": "3")", 0, std::nullopt);
}

TEST_CASE("a null counts as none, and a total says nothing of one parent") {
  check(R"("choice": [4, 2, 7], "missing": 0.5)", 0, 7);
  const ChildrenBounds bounds = bounds_of(R"("constant": 3, "total": 50)");
  CHECK(bounds.total == 50);
  CHECK(bounds.min == 0);
  CHECK_FALSE(bounds.max.has_value());
}

}  // namespace
}  // namespace synthgen
