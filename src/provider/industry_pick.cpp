#include "industry_pick.hpp"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "company_facts.hpp"

namespace synthgen {
namespace {

class PickByIndustry final : public Provider {
 public:
  /// lists  by row of the joined industries
  PickByIndustry(StreamKey key, ColumnIndex industry, std::vector<ChosenRows> lists)
      : key_(key), industry_(industry), lists_(std::move(lists)) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    std::uint64_t bits[kBatchRows];
    draw_bits64(key_, rows, evaluate.attempt(), 0, bits);
    const Column& industries = evaluate.column(industry_);
    out.reset({TypeKind::integer, 0}, rows.count);
    auto* picks = out.data<std::int64_t>();
    for (std::size_t i = 0; i < rows.count; ++i) {
      picks[i] = lists_[static_cast<std::size_t>(industries.data<std::int64_t>()[i])](bits[i]);
    }
    out.intersect_validity(industries);
  }

 private:
  const StreamKey key_;
  const ColumnIndex industry_;
  const std::vector<ChosenRows> lists_;
};

}  // namespace

Result<MadeProvider> make_pick_by_industry(const ProviderContext& context, std::string_view topic,
                                           std::string_view purpose,
                                           ChosenRows (*list_of)(const JoinedTable::Part& part,
                                                                 std::string_view industry)) {
  Result<FactColumn> industry = context.fact(industry_fact());
  if (!industry.ok()) return industry.diagnostics();
  const JoinedTable table(context.row_locales(), topic);
  const JoinedTable industries(context.row_locales(), "industries");
  std::vector<ChosenRows> lists;
  for (std::size_t p = 0; p < industries.parts().size(); ++p) {
    const DataTable& of = *industries.parts()[p].table;
    for (std::size_t row = 0; row < of.rows(); ++row) {
      lists.push_back(list_of(table.parts()[p], of.text(row, "industry")));
    }
  }
  MadeProvider made;
  made.type = {TypeKind::integer, 0};
  made.provider = std::make_unique<const PickByIndustry>(context.entity_stream(fmt::format("{}/64", purpose)),
                                                         industry->column, std::move(lists));
  return made;
}

}  // namespace synthgen
