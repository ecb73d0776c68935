// The reference range of a laboratory test.
#include <algorithm>
#include <string>

#include "health_facts.hpp"
#include "listed.hpp"

namespace synthgen {
namespace {

/// With an en dash, and the decimal sign of the language.
std::vector<std::string> ranges_of(const JoinedTable& tests) {
  std::vector<std::string> ranges;
  for (std::size_t row = 0; row < tests.rows(); ++row) {
    std::string range = std::string(tests.text(row, "low")) + "–" + std::string(tests.text(row, "high"));
    const std::string_view language = locales()[tests.part_of(row).locale].language;
    if (language == "es" || language == "de") std::replace(range.begin(), range.end(), '.', ',');
    ranges.push_back(std::move(range));
  }
  return ranges;
}

}  // namespace

const ProviderKind& health_lab_range_provider() {
  static const FactKind* const kFacts[] = {&lab_test_fact()};
  static constexpr Name kTopics[] = {"lab_tests"};
  static const ProviderKind kKind = {
      .record = {.name = "health.lab_range",
                 .summary = "The reference range of the laboratory test, as a report writes it: 13.5–17.5.",
                 .source = "data/<locale>/lab_tests.txt; not for clinical use",
                 .example = R"({"provider": "health.lab_range"})"},
      .localized = true,
      .topics = kTopics,
      .facts = kFacts,
      .no_suffix = kFormOfItsOwn,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        Result<FactColumn> test = context.fact(lab_test_fact());
        if (!test.ok()) return test.diagnostics();
        return make_text_by_number(test->column, ranges_of(JoinedTable(context.row_locales(), "lab_tests")));
      },
  };
  return kKind;
}

}  // namespace synthgen
