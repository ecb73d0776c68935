// A price as the country writes it.
#include "by_locale.hpp"
#include "commerce_facts.hpp"
#include "synthgen/provider/provider.hpp"
#include "text_pieces.hpp"

namespace synthgen {
namespace {

/// How money is written: Unicode CLDR, with a plain space before the sign.
struct Money {
  std::string_view before;
  std::string_view after;
  char group = ',';
  char point = '.';
};

Money money_of(std::size_t locale) {
  const std::string_view country = locales()[locale].country;
  if (country == "GB") return {"£", "", ',', '.'};
  if (country == "US") return {"$", "", ',', '.'};
  return {"", " €", '.', ','};
}

class PriceText final : public Provider {
 public:
  PriceText(const RowLocales& locales, ColumnIndex prices) : prices_(prices), money_(locales, &money_of) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const Column& prices = evaluate.column(prices_);
    const auto monies = money_.of(evaluate);
    out.reset({TypeKind::string, 0}, prices.rows());
    out.begin_texts();
    for (std::size_t i = 0; i < prices.rows(); ++i) {
      if (prices.is_null(i)) {
        out.append_null();
        continue;
      }
      const Money& money = monies[i];
      const auto price = static_cast<std::uint64_t>(prices.data<std::int64_t>()[i]);
      TextPieces text(out, kMostBytes);
      text.add(money.before);
      const std::uint64_t whole = price / 100;
      if (whole >= 1000) {
        add_number(whole / 1000, text);
        text.add(money.group);
        text.add_digits(whole % 1000, 3);
      } else {
        add_number(whole, text);
      }
      text.add(money.point);
      text.add_digits(price % 100, 2);
      text.add(money.after);
      text.commit();
    }
  }

 private:
  static constexpr std::size_t kMostBytes = 32;

  /// REQUIRES: below a thousand.
  static void add_number(std::uint64_t number, TextPieces& text) {
    text.add_digits(number, number >= 100 ? 3 : number >= 10 ? 2 : 1);
  }

  const ColumnIndex prices_;
  const ByLocale<Money> money_;
};

}  // namespace

const ProviderKind& commerce_price_text_provider() {
  static const FactKind* const kFacts[] = {&price_fact()};
  static constexpr Name kTopics[] = {"products"};
  static const ProviderKind kKind = {
      .record = {.name = "commerce.price_text",
                 .summary = "The price of the product as the country writes it: $1,299.99 or 1.299,99 €.",
                 .source = "Unicode CLDR, with a plain space",
                 .example = R"({"provider": "commerce.price_text"})"},
      .localized = true,
      .topics = kTopics,
      .facts = kFacts,
      .no_suffix = kFormOfItsOwn,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        Result<FactColumn> price = context.fact(price_fact());
        if (!price.ok()) return price.diagnostics();
        MadeProvider made;
        made.provider = std::make_unique<const PriceText>(context.row_locales(), price->column);
        return made;
      },
  };
  return kKind;
}

}  // namespace synthgen
