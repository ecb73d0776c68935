#include "company_job.hpp"

#include "company_facts.hpp"
#include "industry_pick.hpp"

namespace synthgen {
namespace {

/// The share of titles that every industry has, where the industry has some of its own.
constexpr double kShareOfGeneral = 0.4;

ChosenRows list_of(const JoinedTable::Part& part, std::string_view industry) {
  const std::span<const double> all = part.table->numbers("weight");
  double own = 0;
  double general = 0;
  for (std::size_t row = 0; row < part.table->rows(); ++row) {
    const std::string_view of = part.table->text(row, "industry");
    if (of == industry) own += all[row];
    if (of == "*") general += all[row];
  }
  const double scale = own > 0 ? own * kShareOfGeneral / (1 - kShareOfGeneral) / general : 1.0;
  return ChosenRows(part, [&](std::size_t row) -> std::optional<double> {
    const std::string_view of = part.table->text(row, "industry");
    if (of == "*") return all[row] * scale;
    if (of == industry) return all[row];
    return std::nullopt;
  });
}

}  // namespace

const FactKind& job_fact() {
  static const FactKind* const kFacts[] = {&industry_fact()};
  static const FactKind kFact = {
      .name = "company.job",
      .what = "job in a company, by its place in the lists of the locales",
      .facts = kFacts,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_pick_by_industry(context, "job_titles", "company.job_title", &list_of);
      },
  };
  return kFact;
}

}  // namespace synthgen
