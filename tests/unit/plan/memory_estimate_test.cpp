// What a run needs of memory, and what is kept of it.
#include "synthgen/plan/memory_estimate.hpp"

#include <algorithm>

#include "support/catch.hpp"
#include "support/plans.hpp"

namespace synthgen {
namespace {

using test::plan_of;

constexpr const char* kSchema = R"({"synthgen": 1, "tables": {
  "p": {"rows": 100000, "primary_key": "id", "columns": {
    "id": {"sequence": 1}, "a": {"distribution": "uniform", "min": 0, "max": 1}, "b": {"expression": "a + 1"},
    "c": {"expression": "b + a"}, "unread": {"expression": "c + 1"}}},
  "q": {"rows": 1000, "columns": {"id": {"sequence": 1}, "name": {"choice": ["x", "y"]}}},
  "t": {"rows": 10, "columns": {
    "p": {"references": "p"}, "c": {"expression": "p.c"}, "a": {"expression": "p.a"},
    "q": {"references": "q.id"}, "name": {"expression": "q.name"}}}}})";

std::vector<std::string> names_of(const Plan& plan, const std::vector<KeptColumn>& kept) {
  std::vector<std::string> names;
  for (const KeptColumn& column : kept) {
    names.push_back(plan.tables[column.table].name + "." + plan.tables[column.table].columns[column.column].name);
  }
  return names;
}

TEST_CASE("small columns that others read are kept, and larger ones that take others to compute") {
  const auto plan = plan_of(kSchema);
  // p.id and p.a have 800 kB and are computed at once.
  CHECK(names_of(*plan, kept_columns(*plan)) == std::vector<std::string>{"p.c", "q.id", "q.name"});
  CHECK(names_of(*plan, kept_columns(*plan, 500'000)) == std::vector<std::string>{"q.id", "q.name"});
  CHECK(names_of(*plan, kept_columns(*plan, 8'000)) == std::vector<std::string>{"q.name"});
  CHECK(kept_columns(*plan, 0).empty());
}

TEST_CASE("the parts of an estimate add up, the largest first, and grow with threads and trees") {
  const auto plan = plan_of(kSchema);
  MemoryUse use;
  const MemoryEstimate one = estimate_memory(*plan, use);
  std::uint64_t sum = 0;
  for (const MemoryPart& part : one.parts) sum += part.bytes;
  CHECK(sum == one.bytes);
  CHECK(std::is_sorted(one.parts.begin(), one.parts.end(),
                       [](const auto& a, const auto& b) { return a.bytes > b.bytes; }));
  CHECK(one.bytes == estimated_memory_bytes(*plan, 1));
  use.threads = 4;
  const MemoryEstimate four = estimate_memory(*plan, use);
  CHECK(four.bytes > one.bytes + 3'000'000);
  use.trees = 3;
  CHECK(estimate_memory(*plan, use).bytes > four.bytes);
  use.row_groups = true;
  CHECK(estimate_memory(*plan, use).bytes > four.bytes + 20'000'000);
}

TEST_CASE("a limit leaves out what is kept, and nothing else") {
  const auto plan = plan_of(kSchema);
  MemoryUse use;
  const std::uint64_t all = estimate_memory(*plan, use).bytes;
  use.most_bytes = all;
  CHECK(estimate_memory(*plan, use).bytes == all);
  CHECK(estimate_memory(*plan, use).kept.size() == 3);
  use.most_bytes = all - 1;
  CHECK(estimate_memory(*plan, use).bytes == all - 800'000);
  use.most_bytes = 1;
  CHECK(estimate_memory(*plan, use).kept.empty());
  CHECK(estimate_memory(*plan, use).bytes > 10'000'000);
}

TEST_CASE("the data of locales count at the first column of a table that has them") {
  const auto bytes = [](const std::string& columns) {
    const auto plan = plan_of(test::table_schema(1000, columns));
    std::uint64_t sum = 0;
    for (const PlannedColumn& column : plan->tables[0].columns) sum += column.made.memory_bytes;
    return sum;
  };
  const std::uint64_t name = bytes(R"j("a": {"provider": "person.full_name"})j");
  // Given names and family names of one locale, and what is made of them.
  CHECK((name > 100'000 && name < 4'000'000));
  CHECK(bytes(R"j("a": {"provider": "person.full_name"}, "b": {"provider": "person.full_name"})j") == name);
  CHECK(bytes(R"j("lang": {"choice": ["en_US", "de_DE"]}, "a": {"provider": "person.full_name", "locale": "=lang"})j") >
        name);
  CHECK(bytes(R"j("a": {"provider": "id.uuid4"})j") == 0);
}

}  // namespace
}  // namespace synthgen
