// A job title: one of the company's industry or of every one, in the form of the person's gender.
#include <string>

#include "company_job.hpp"
#include "joined_table.hpp"
#include "person_facts.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {
namespace {

std::vector<std::string> titles_of(const JoinedTable& table) {
  std::vector<std::string> titles;
  for (const std::string_view column : {"title", "title_female"}) {
    for (std::size_t row = 0; row < table.rows(); ++row) {
      const bool has = table.part_of(row).table->has(column);
      titles.emplace_back(table.text(row, has ? column : "title"));
    }
  }
  return titles;
}

class JobTitle final : public Provider {
 public:
  JobTitle(const ProviderContext& context, ColumnIndex job, ColumnIndex gender)
      : job_(job), gender_(gender), table_(context.row_locales(), "job_titles"), titles_(titles_of(table_)) {}

  const CodedTexts& titles() const { return titles_; }

  void fill(Evaluate& evaluate, Column& out) const override {
    const Column& jobs = evaluate.column(job_);
    const Column& genders = evaluate.column(gender_);
    out.reset(titles_.dictionary(), jobs.rows());
    auto* codes = out.data<std::int32_t>();
    for (std::size_t i = 0; i < jobs.rows(); ++i) {
      const bool female = genders.data<std::int64_t>()[i] == static_cast<std::int64_t>(Gender::female);
      codes[i] = titles_.codes()[static_cast<std::size_t>(jobs.data<std::int64_t>()[i]) + (female ? table_.rows() : 0)];
    }
    out.intersect_validity(jobs);
    out.intersect_validity(genders);
  }

 private:
  const ColumnIndex job_;
  const ColumnIndex gender_;
  const JoinedTable table_;
  const CodedTexts titles_;  // as they are, then the female forms
};

Result<MadeProvider> make(const ProviderContext& context) {
  Result<FactColumn> job = context.fact(job_fact());
  if (!job.ok()) return job.diagnostics();
  Result<FactColumn> gender = context.fact(gender_fact());
  if (!gender.ok()) return gender.diagnostics();
  auto provider = std::make_unique<const JobTitle>(context, job->column, gender->column);
  return provider->titles().coded(std::move(provider));
}

}  // namespace

const ProviderKind& company_job_title_provider() {
  static const FactKind* const kFacts[] = {&job_fact(), &gender_fact()};
  static constexpr Name kTopics[] = {"industries", "job_titles"};
  static const ProviderKind kKind = {
      .record = {.name = "company.job_title",
                 .summary = "A job title that the industry of the company has, in the form of the person's gender.",
                 .source = "data/<locale>/job_titles.txt",
                 .example = R"({"provider": "company.job_title"})"},
      .localized = true,
      .topics = kTopics,
      .facts = kFacts,
      .make = &make,
  };
  return kKind;
}

}  // namespace synthgen
