// Amounts of money as text.
#include <fmt/format.h>

#include <array>
#include <optional>

#include "joined_table.hpp"
#include "money_form.hpp"
#include "synthgen/base/permutation.hpp"
#include "synthgen/provider/provider.hpp"
#include "value_count.hpp"

namespace synthgen {
namespace {

class AmountText final : public Provider {
 public:
  /// least, count  in cents
  AmountText(const ProviderContext& context, std::uint64_t least, std::uint64_t count)
      : key_(context.stream("value/64")),
        least_(least),
        count_(count),
        locale_(context.row_locales().column),
        only_(context.row_locales().numbers.front()) {
    if (context.unique()) places_.emplace(context.stream("value permutation/64"), count);
    for (const std::size_t locale : context.row_locales().numbers) forms_[locale] = MoneyForm(locales()[locale]);
  }

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    std::uint64_t cents[kBatchRows];
    if (places_.has_value()) {
      std::int64_t places[kBatchRows];
      places_->map(rows, places);
      for (std::size_t i = 0; i < rows.count; ++i) cents[i] = static_cast<std::uint64_t>(places[i]);
    } else {
      draw_bits64(key_, rows, evaluate.attempt(), 0, cents);
      for (std::size_t i = 0; i < rows.count; ++i) cents[i] = bounded(cents[i], count_);
    }
    const Column* numbers = locale_.has_value() ? &evaluate.column(*locale_) : nullptr;
    out.reset({TypeKind::string, 0}, rows.count);
    out.begin_texts();
    for (std::size_t i = 0; i < rows.count; ++i) {
      if (numbers != nullptr && numbers->is_null(i)) {
        out.append_null();
        continue;
      }
      TextPieces pieces(out, MoneyForm::kRoom);
      forms_[numbers == nullptr ? only_ : static_cast<std::size_t>(numbers->data<std::int64_t>()[i])].write(
          least_ + cents[i], pieces);
      pieces.commit();
    }
  }

 private:
  const StreamKey key_;
  const std::uint64_t least_;
  const std::uint64_t count_;
  const std::optional<ColumnIndex> locale_;
  const std::size_t only_;
  std::array<MoneyForm, kMostLocales> forms_;
  std::optional<const Permutation> places_;
};

Result<MadeProvider> make(const ProviderContext& context) {
  const std::int64_t least = context.integer("least");
  const std::int64_t most = context.integer("most");
  if (least > most) {
    return make_error("SG2106", fmt::format("\"least\" is {}, above \"most\", which is {}", least, most),
                      context.place(), "the two are whole units of the currency");
  }
  const auto count = static_cast<std::uint64_t>(most - least) * 100 + 1;
  if (context.unique() && static_cast<std::uint64_t>(context.table_rows()) > count) {
    return too_few_values(context, count, "let \"most\" be larger");
  }
  MadeProvider made;
  made.unique = context.unique();
  made.provider = std::make_unique<const AmountText>(context, static_cast<std::uint64_t>(least) * 100, count);
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
      .make = &make,
  };
  return kKind;
}

}  // namespace synthgen
