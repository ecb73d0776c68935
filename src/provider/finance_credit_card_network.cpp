// Networks of payment cards, by name.
#include "card_networks.hpp"
#include "joined_table.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {
namespace {

class CardNetwork final : public Provider {
 public:
  explicit CardNetwork(const ProviderContext& context) : draw_(context), texts_(card_network_names()) {}

  const CodedTexts& texts() const { return texts_; }

  void fill(Evaluate& evaluate, Column& out) const override {
    std::uint8_t networks[kBatchRows];
    draw_.draw(evaluate, networks);
    out.reset(texts_.dictionary(), evaluate.rows().count);
    auto* codes = out.data<std::int32_t>();
    for (std::size_t i = 0; i < evaluate.rows().count; ++i) codes[i] = texts_.codes()[networks[i]];
  }

 private:
  const CardNetworkDraw draw_;
  const CodedTexts texts_;
};

}  // namespace

const ProviderKind& finance_credit_card_network_provider() {
  static const ProviderOption kOptions[] = {card_network_option()};
  static const ProviderKind kKind = {
      .record = {.name = "finance.credit_card_network",
                 .summary = "The network of the entity's card: Visa, Mastercard and others by their shares.",
                 .source = "data/any_locale/card_networks.txt",
                 .example = R"({"provider": "finance.credit_card_network"})"},
      .options = kOptions,
      .entity_draws = true,
      .no_suffix = kFormOfItsOwn,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        auto provider = std::make_unique<const CardNetwork>(context);
        return provider->texts().coded(std::move(provider));
      },
  };
  return kKind;
}

}  // namespace synthgen
