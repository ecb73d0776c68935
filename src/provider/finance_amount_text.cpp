// Amounts of money as text.
#include <fmt/format.h>

#include "by_locale.hpp"
#include "money_form.hpp"
#include "serial_draw.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {
namespace {

class AmountText final : public Provider {
 public:
  /// least, draw  in cents
  AmountText(const RowLocales& row_locales, std::uint64_t least, SerialDraw draw)
      : least_(least),
        draw_(std::move(draw)),
        forms_(row_locales, [](std::size_t locale) { return MoneyForm(locales()[locale]); }) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    std::uint64_t cents[kBatchRows];
    draw_.fill(evaluate, cents);
    const auto forms = forms_.of(evaluate);
    out.reset({TypeKind::string, 0}, rows.count);
    out.begin_texts();
    for (std::size_t i = 0; i < rows.count; ++i) {
      if (forms.is_null(i)) {
        out.append_null();
        continue;
      }
      TextPieces pieces(out, MoneyForm::kRoom);
      forms[i].write(least_ + cents[i], pieces);
      pieces.commit();
    }
  }

 private:
  const std::uint64_t least_;
  const SerialDraw draw_;
  const ByLocale<MoneyForm> forms_;
};

Result<MadeProvider> make(const ProviderContext& context) {
  const std::int64_t least = context.integer("least");
  const std::int64_t most = context.integer("most");
  if (least > most) {
    return make_error("SG2106", fmt::format("\"least\" is {}, above \"most\", which is {}", least, most),
                      context.place(), "the two are whole units of the currency");
  }
  const auto count = static_cast<std::uint64_t>(most - least) * 100 + 1;
  Result<SerialDraw> draw = SerialDraw::of(context, SerialOwner::column, "value", count, R"(let "most" be larger)");
  if (!draw.ok()) return draw.diagnostics();
  MadeProvider made;
  made.unique = context.unique();
  made.provider = std::make_unique<const AmountText>(context.row_locales(), static_cast<std::uint64_t>(least) * 100,
                                                     std::move(*draw));
  return made;
}

}  // namespace

const ProviderKind& finance_amount_text_provider() {
  static constexpr Name kTopics[] = {"currency"};
  static constexpr std::int64_t kMost = 1'000'000'000'000;
  static constexpr ProviderOption kOptions[] = {
      {.name = "least",
       .meaning = "The least amount, in whole units of the currency.",
       .form = OptionForm::integer,
       .greatest = kMost,
       .fallback = 1},
      {.name = "most",
       .meaning = "The greatest amount, in whole units of the currency.",
       .form = OptionForm::integer,
       .greatest = kMost,
       .fallback = 1000},
  };
  static const ProviderKind kKind = {
      .record = {.name = "finance.amount_text",
                 .summary = "An amount of money as the country writes it: 1.234,56 € or $1,234.56; every cent alike.",
                 .source = "data/<locale>/currency.txt",
                 .example = R"({"provider": "finance.amount_text", "least": 5, "most": 2000})"},
      .localized = true,
      .topics = kTopics,
      .options = kOptions,
      .no_suffix = kFormOfItsOwn,
      .make = &make,
  };
  return kKind;
}

}  // namespace synthgen
