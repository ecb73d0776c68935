// A department of a company.
#include <string_view>

#include "company_job.hpp"
#include "listed.hpp"
#include "locale_lists.hpp"
#include "synthgen/provider/provider.hpp"
#include "text_list.hpp"

namespace synthgen {
namespace {

/// One of the departments where somebody with the job works, by its weight.
class Department final : public Provider {
 public:
  Department(const ProviderContext& context, ColumnIndex job)
      : bits_(context.entity_draw("company.department/64")),
        job_(job),
        table_(context.row_locales(), "departments"),
        texts_(table_, "department") {
    const JoinedTable jobs(context.row_locales(), "job_titles");
    for (std::size_t p = 0; p < jobs.parts().size(); ++p) {
      const JoinedTable::Part& departments = table_.parts()[p];
      for (std::size_t row = 0; row < jobs.parts()[p].table->rows(); ++row) {
        const std::string_view mine = jobs.parts()[p].table->text(row, "departments");
        by_job_.emplace_back(departments, "weight", [&](std::size_t department) {
          return is_item(mine, "; ", departments.table->text(department, "department"));
        });
        assert(!by_job_.back().empty() && "a job of no department");
      }
    }
  }

  const CodedTexts& texts() const { return texts_; }

  void fill(Evaluate& evaluate, Column& out) const override {
    const std::uint64_t* bits = bits_.of(evaluate);
    const Column& jobs = evaluate.column(job_);
    out.reset(texts_.dictionary(), jobs.rows());
    auto* codes = out.data<std::int32_t>();
    for (std::size_t i = 0; i < jobs.rows(); ++i) {
      const ChosenRows& departments = by_job_[static_cast<std::size_t>(jobs.data<std::int64_t>()[i])];
      codes[i] = texts_.codes()[static_cast<std::size_t>(departments(bits[i]))];
    }
    out.intersect_validity(jobs);
  }

 private:
  const EntityBits bits_;
  const ColumnIndex job_;
  const JoinedTable table_;
  const CodedTexts texts_;
  std::vector<ChosenRows> by_job_;  // of the joined departments, by row of the joined job titles
};

Result<MadeProvider> make(const ProviderContext& context) {
  // A list of departments: a row of it is no person with a job.
  if (context.unique()) return make_listed(context, "departments", "department", "weight");
  Result<FactColumn> job = context.fact(job_fact());
  if (!job.ok()) return job.diagnostics();
  auto provider = std::make_unique<const Department>(context, job->column);
  return provider->texts().coded(std::move(provider));
}

}  // namespace

const ProviderKind& company_department_provider() {
  static const FactKind* const kFacts[] = {&job_fact()};
  static constexpr Name kTopics[] = {"departments", "industries", "job_titles"};
  static const ProviderKind kKind = {
      .record = {.name = "company.department",
                 .summary = "A department of a company, one where somebody with the row's job title works.",
                 .source = "data/<locale>/departments.txt and job_titles.txt",
                 .example = R"({"provider": "company.department"})"},
      .localized = true,
      .topics = kTopics,
      .facts = kFacts,
      .entity_draws = true,
      .make = &make,
  };
  return kKind;
}

}  // namespace synthgen
