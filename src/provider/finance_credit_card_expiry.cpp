// Dates on which payment cards expire.
#include <fmt/format.h>

#include "joined_table.hpp"
#include "synthgen/base/civil_time.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {
namespace {

constexpr std::int64_t kMonths = 60;

/// The months after that of the reference time, in order.
std::vector<std::string> months_after(std::int64_t micros) {
  const CivilDate now = civil_from_days(split_micros(micros).days);
  std::vector<std::string> texts;
  for (std::int64_t m = 1; m <= kMonths; ++m) {
    const std::int64_t month = now.month - 1 + m;
    texts.push_back(fmt::format("{:02}/{:02}", month % 12 + 1, (now.year + month / 12) % 100));
  }
  return texts;
}

class CardExpiry final : public Provider {
 public:
  explicit CardExpiry(const ProviderContext& context)
      : bits_(context.entity_draw("finance.card_expiry/64")), texts_(months_after(context.reference_micros())) {}

  const CodedTexts& texts() const { return texts_; }

  void fill(Evaluate& evaluate, Column& out) const override {
    const std::uint64_t* bits = bits_.of(evaluate);
    out.reset(texts_.dictionary(), evaluate.rows().count);
    auto* codes = out.data<std::int32_t>();
    for (std::size_t i = 0; i < evaluate.rows().count; ++i) {
      codes[i] = static_cast<std::int32_t>(bounded(bits[i], kMonths));
    }
  }

 private:
  const EntityBits bits_;
  const CodedTexts texts_;
};

}  // namespace

const ProviderKind& finance_credit_card_expiry_provider() {
  static const ProviderKind kKind = {
      .record = {.name = "finance.credit_card_expiry",
                 .summary = "When the entity's card expires: MM/YY, within five years after the reference time.",
                 .source = "drawn, every month alike",
                 .example = R"({"provider": "finance.credit_card_expiry"})"},
      .entity_draws = true,
      .no_suffix = kFormOfItsOwn,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        auto provider = std::make_unique<const CardExpiry>(context);
        return provider->texts().coded(std::move(provider));
      },
  };
  return kKind;
}

}  // namespace synthgen
