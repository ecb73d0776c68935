#include "company_job.hpp"

#include "company_facts.hpp"
#include "locale_lists.hpp"

namespace synthgen {
namespace {

/// The share of titles that every industry has, where the industry has some of its own.
constexpr double kShareOfGeneral = 0.4;

class Job final : public Provider {
 public:
  Job(const ProviderContext& context, ColumnIndex industry)
      : key_(context.entity_stream("company.job_title/64")), industry_(industry) {
    const JoinedTable jobs(context.row_locales(), "job_titles");
    const JoinedTable industries(context.row_locales(), "industries");
    for (std::size_t p = 0; p < industries.parts().size(); ++p) {
      const JoinedTable::Part& of = industries.parts()[p];
      for (std::size_t row = 0; row < of.table->rows(); ++row) {
        lists_.push_back(list_of(jobs.parts()[p], of.table->text(row, "industry")));
      }
    }
  }

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    std::uint64_t bits[kBatchRows];
    draw_bits64(key_, rows, evaluate.attempt(), 0, bits);
    const Column& industries = evaluate.column(industry_);
    out.reset({TypeKind::integer, 0}, rows.count);
    auto* jobs = out.data<std::int64_t>();
    for (std::size_t i = 0; i < rows.count; ++i) {
      jobs[i] = lists_[static_cast<std::size_t>(industries.data<std::int64_t>()[i])](bits[i]);
    }
    out.intersect_validity(industries);
  }

 private:
  static ChosenRows list_of(const JoinedTable::Part& part, std::string_view industry) {
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

  const StreamKey key_;
  const ColumnIndex industry_;
  std::vector<ChosenRows> lists_;  // of the joined job titles, by row of the joined industries
};

}  // namespace

const FactKind& job_fact() {
  static const FactKind* const kFacts[] = {&industry_fact()};
  static const FactKind kFact = {
      .name = "company.job",
      .what = "job in a company, by its place in the lists of the locales",
      .facts = kFacts,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        Result<FactColumn> industry = context.fact(industry_fact());
        if (!industry.ok()) return industry.diagnostics();
        MadeProvider made;
        made.type = {TypeKind::integer, 0};
        made.provider = std::make_unique<const Job>(context, industry->column);
        return made;
      },
  };
  return kFact;
}

}  // namespace synthgen
