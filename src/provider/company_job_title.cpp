// A job title: one of the company's industry or of every one, in the form of the person's gender.
#include <algorithm>
#include <string>

#include "company_facts.hpp"
#include "joined_table.hpp"
#include "person_facts.hpp"
#include "synthgen/provider/provider.hpp"
#include "weighted_index.hpp"

namespace synthgen {
namespace {

/// The share of titles that every industry has, where the industry has some of its own.
constexpr double kShareOfGeneral = 0.4;

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
  JobTitle(const ProviderContext& context, ColumnIndex industry, ColumnIndex gender)
      : key_(context.entity_stream("company.job_title/64")),
        industry_(industry),
        gender_(gender),
        table_(context.row_locales(), "job_titles"),
        titles_(titles_of(table_)) {
    const JoinedTable industries(context.row_locales(), "industries");
    lists_.resize(industries.rows());
    for (std::size_t p = 0; p < industries.parts().size(); ++p) {
      const JoinedTable::Part& of = industries.parts()[p];
      for (std::size_t row = 0; row < of.table->rows(); ++row) {
        lists_[of.base + row] = list_of(table_.parts()[p], of.table->text(row, "industry"));
      }
    }
  }

  const CodedTexts& titles() const { return titles_; }

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    std::uint64_t bits[kBatchRows];
    draw_bits64(key_, rows, evaluate.attempt(), 0, bits);
    const Column& industries = evaluate.column(industry_);
    const Column& genders = evaluate.column(gender_);
    out.reset(titles_.dictionary(), rows.count);
    auto* codes = out.data<std::int32_t>();
    for (std::size_t i = 0; i < rows.count; ++i) {
      const List& list = lists_[static_cast<std::size_t>(industries.data<std::int64_t>()[i])];
      const bool female = genders.data<std::int64_t>()[i] == static_cast<std::int64_t>(Gender::female);
      codes[i] = titles_.codes()[list.rows[list.index(bits[i])] + (female ? table_.rows() : 0)];
    }
    out.intersect_validity(industries);
    out.intersect_validity(genders);
  }

 private:
  struct List {
    WeightedIndex index;
    std::vector<std::size_t> rows;  // of the joined table
  };

  static List list_of(const JoinedTable::Part& part, std::string_view industry) {
    const std::span<const double> all = part.table->numbers("weight");
    double own = 0;
    double general = 0;
    for (std::size_t row = 0; row < part.table->rows(); ++row) {
      const std::string_view of = part.table->text(row, "industry");
      if (of == industry) own += all[row];
      if (of == "*") general += all[row];
    }
    const double scale = own > 0 ? own * kShareOfGeneral / (1 - kShareOfGeneral) / general : 1.0;
    List list;
    std::vector<double> weights;
    for (std::size_t row = 0; row < part.table->rows(); ++row) {
      const std::string_view of = part.table->text(row, "industry");
      if (of != industry && of != "*") continue;
      list.rows.push_back(part.base + row);
      weights.push_back(of == "*" ? all[row] * scale : all[row]);
    }
    list.index = WeightedIndex(weights);
    return list;
  }

  const StreamKey key_;
  const ColumnIndex industry_;
  const ColumnIndex gender_;
  const JoinedTable table_;
  const CodedTexts titles_;  // as they are, then the female forms
  std::vector<List> lists_;  // by row of the joined industries
};

Result<MadeProvider> make(const ProviderContext& context) {
  Result<FactColumn> industry = context.fact(industry_fact());
  if (!industry.ok()) return industry.diagnostics();
  Result<FactColumn> gender = context.fact(gender_fact());
  if (!gender.ok()) return gender.diagnostics();
  auto provider = std::make_unique<const JobTitle>(context, industry->column, gender->column);
  return provider->titles().coded(std::move(provider));
}

}  // namespace

const ProviderKind& company_job_title_provider() {
  static const FactKind* const kFacts[] = {&industry_fact(), &gender_fact()};
  static constexpr Name kTopics[] = {"industries", "job_titles"};
  static const ProviderKind kKind = {
      .record = {.name = "company.job_title",
                 .summary = "A job title that the industry of the company has, in the form of the person's gender.",
                 .source = "data/<locale>/job_titles.txt",
                 .example = R"({"provider": "company.job_title"})"},
      .localized = true,
      .topics = kTopics,
      .facts = kFacts,
      .entity_draws = true,
      .make = &make,
  };
  return kKind;
}

}  // namespace synthgen
