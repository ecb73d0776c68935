// Numbers of payment cards.
#include "card_networks.hpp"
#include "check_digits.hpp"
#include "digits.hpp"
#include "serial_draw.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {
namespace {

class CreditCard final : public Provider {
 public:
  CreditCard(SerialDraw draw, CardNetworkDraw networks, std::vector<CardNumbers> numbers, bool grouped)
      : draw_(std::move(draw)), networks_(std::move(networks)), numbers_(std::move(numbers)), grouped_(grouped) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    std::uint8_t networks[kBatchRows];
    std::uint64_t bits[kBatchRows];
    networks_.draw(evaluate, networks);
    draw_.fill_bits(evaluate, bits);
    out.reset({TypeKind::string, 0}, rows.count);
    out.begin_texts();
    for (std::size_t i = 0; i < rows.count; ++i) {
      const CardNumbers& numbers = numbers_[networks[i]];
      const std::uint64_t serial = draw_.serial(bits[i], numbers.count());
      const std::size_t size = numbers.digits();
      char* to = out.text_room(64);
      write_digits(numbers[serial], size - 1, to);
      to[size - 1] = luhn_digit(to, size - 1);
      out.commit_text(grouped_ ? group(to, size) : size);
    }
  }

 private:
  /// As cards show them: in fours; numbers of 14 and 15 digits as 4-6-4 and 4-6-5.
  static std::size_t group(char* text, std::size_t size) {
    char digits[32];
    std::memcpy(digits, text, size);
    char* to = text;
    for (std::size_t i = 0; i < size; ++i) {
      if (size == 16 ? i > 0 && i % 4 == 0 : i == 4 || i == 10) *to++ = ' ';
      *to++ = digits[i];
    }
    return static_cast<std::size_t>(to - text);
  }

  const SerialDraw draw_;
  const CardNetworkDraw networks_;
  const std::vector<CardNumbers> numbers_;  // by network
  const bool grouped_;
};

constexpr Name kAgreed[] = {"realistic", "unique"};

Result<MadeProvider> make(const ProviderContext& context) {
  CardNetworkDraw networks(context);
  std::vector<CardNumbers> numbers;
  const std::size_t all = card_network_names().size();
  for (std::size_t network = 0; network < all; ++network) {
    numbers.emplace_back(network, context.flag("realistic") ? CardRanges::real : CardRanges::test);
  }
  std::uint64_t fewest = Permutation::kLargest;
  for (const std::size_t network : networks.networks()) fewest = std::min(fewest, numbers[network].count());
  Result<SerialDraw> draw = SerialDraw::of_entity_draw(
      context, "finance.card", kAgreed, fewest,
      context.flag("realistic") ? "ask for fewer rows" : R"("realistic": true has more numbers)");
  if (!draw.ok()) return draw.diagnostics();
  MadeProvider made;
  made.unique = context.unique();
  made.provider = std::make_unique<const CreditCard>(std::move(*draw), std::move(networks), std::move(numbers),
                                                     context.flag("grouped"));
  return made;
}

}  // namespace

const ProviderKind& finance_credit_card_provider() {
  static const ProviderOption kOptions[] = {
      card_network_option(),
      {.name = "realistic", .meaning = "All numbers of a network in place of those in the ranges of test numbers."},
      {.name = "grouped", .meaning = "With spaces, as on the card."},
  };
  static const ProviderKind kKind = {
      .record = {.name = "finance.credit_card",
                 .summary = "A card number with the right length, beginning and check digit for the entity's network.",
                 .source = "ISO/IEC 7812-1; data/any_locale/card_networks.txt",
                 .example = R"({"provider": "finance.credit_card"})"},
      .options = kOptions,
      .entity_draws = true,
      .no_suffix = kUniqueStaysValid,
      .make = &make,
  };
  return kKind;
}

}  // namespace synthgen
