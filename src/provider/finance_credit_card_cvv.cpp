// Card verification values.
#include "card_networks.hpp"
#include "synthgen/provider/provider.hpp"
#include "text_pieces.hpp"

namespace synthgen {
namespace {

class CardVerification final : public Provider {
 public:
  explicit CardVerification(const ProviderContext& context)
      : bits_(context.entity_draw("finance.card_cvv/64")), draw_(context) {
    const std::size_t networks = card_network_names().size();
    for (std::size_t network = 0; network < networks; ++network) digits_.push_back(cvv_digits(network));
  }

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    std::uint8_t networks[kBatchRows];
    draw_.draw(evaluate, networks);
    const std::uint64_t* bits = bits_.of(evaluate);
    out.reset({TypeKind::string, 0}, rows.count);
    out.begin_texts();
    for (std::size_t i = 0; i < rows.count; ++i) {
      TextPieces pieces(out, 8);
      const std::size_t digits = digits_[networks[i]];
      pieces.add_digits(bounded(bits[i], digits == 4 ? 10'000 : 1'000), static_cast<int>(digits));
      pieces.commit();
    }
  }

 private:
  const EntityBits bits_;
  const CardNetworkDraw draw_;
  std::vector<std::size_t> digits_;  // by network
};

}  // namespace

const ProviderKind& finance_credit_card_cvv_provider() {
  static const ProviderOption kOptions[] = {card_network_option()};
  static const ProviderKind kKind = {
      .record = {.name = "finance.credit_card_cvv",
                 .summary = "The verification value of the entity's card: three digits, four of American Express.",
                 .source = "drawn; data/any_locale/card_networks.txt",
                 .example = R"({"provider": "finance.credit_card_cvv"})"},
      .options = kOptions,
      .entity_draws = true,
      .no_suffix = kFormOfItsOwn,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        MadeProvider made;
        made.provider = std::make_unique<const CardVerification>(context);
        return made;
      },
  };
  return kKind;
}

}  // namespace synthgen
