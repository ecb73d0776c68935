#include <limits>

#include "support/catch.hpp"
#include "support/plans.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {
using Numbers = std::vector<std::int64_t>;
}

TEST_CASE("a sequence counts from its start by its step") {
  CHECK(PlanReader(table_schema(4, R"("k": {"sequence": 7})")).values<std::int64_t>("k", 4) == Numbers{7, 8, 9, 10});
  CHECK(PlanReader(table_schema(4, R"("k": {"sequence": {"start": 5, "step": -3}})")).values<std::int64_t>("k", 4) ==
        Numbers{5, 2, -1, -4});
  CHECK(PlanReader(table_schema(3, R"("k": {"sequence": {"step": 10}})")).values<std::int64_t>("k", 3) ==
        Numbers{1, 11, 21});
}

TEST_CASE("a sequence may use the whole of 64 bits and not one number more") {
  const std::string start =
      R"("k": {"sequence": )" + std::to_string(std::numeric_limits<std::int64_t>::max() - 2) + "}";
  CHECK(PlanReader(table_schema(3, start)).values<std::int64_t>("k", 3).back() ==
        std::numeric_limits<std::int64_t>::max());
  CHECK(codes_of(try_plan(table_schema(4, start))) == std::vector<std::string>{"SG2106"});
  const std::string wide = R"("k": {"sequence": {"start": -9223372036854775808, "step": 9223372036854775807}})";
  CHECK(PlanReader(table_schema(3, wide)).values<std::int64_t>("k", 3).back() ==
        std::numeric_limits<std::int64_t>::max() - 1);
  CHECK(codes_of(try_plan(table_schema(4, wide))) == std::vector<std::string>{"SG2106"});
}

TEST_CASE("a sequence without a step is no key") {
  CHECK(codes_of(try_plan(R"({"synthgen": 1, "tables": {"t": {"rows": 3, "primary_key": "k",
    "columns": {"k": {"sequence": {"start": 1, "step": 0}}}}}})")) == std::vector<std::string>{"SG2207"});
}
