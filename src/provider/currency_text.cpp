#include "currency_text.hpp"

#include "joined_table.hpp"
#include "listed.hpp"

namespace synthgen {
namespace {

class AnyCurrency final : public Provider {
 public:
  AnyCurrency(EntityBits draw, std::optional<ColumnIndex> locale, const std::vector<std::string>& texts)
      : draw_(draw), locale_(locale), texts_(texts) {}

  const CodedTexts& texts() const { return texts_; }

  void fill(Evaluate& evaluate, Column& out) const override {
    const std::uint64_t* bits = draw_.of(evaluate);
    out.reset(texts_.dictionary(), evaluate.rows().count);
    auto* codes = out.data<std::int32_t>();
    for (std::size_t i = 0; i < evaluate.rows().count; ++i) {
      codes[i] = texts_.codes()[bounded(bits[i], texts_.codes().size())];
    }
    // A row without a locale has no value of any provider that takes one.
    if (locale_.has_value()) out.intersect_validity(evaluate.column(*locale_));
  }

 private:
  const EntityBits draw_;
  const std::optional<ColumnIndex> locale_;
  const CodedTexts texts_;
};

}  // namespace

Result<MadeProvider> make_currency_text(const ProviderContext& context, std::string_view column, bool any) {
  if (!any) return make_listed(context, "currency", column, "");
  const DataTable& table = need_data("any_locale", "currencies");
  std::vector<std::string> texts;
  for (std::size_t row = 0; row < table.rows(); ++row) texts.emplace_back(table.text(row, column));
  auto provider = std::make_unique<const AnyCurrency>(context.entity_draw("finance.currency/64"),
                                                      context.row_locales().column, texts);
  return provider->texts().coded(std::move(provider));
}

}  // namespace synthgen
