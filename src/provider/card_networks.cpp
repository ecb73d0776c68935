#include "card_networks.hpp"

#include <algorithm>
#include <cassert>
#include <charconv>

#include "digits.hpp"
#include "locale_data.hpp"

namespace synthgen {
namespace {

const DataTable& table() { return need_data("any_locale", "card_networks"); }

std::uint64_t number_of(std::string_view digits) {
  std::uint64_t number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

std::size_t small_number(std::size_t network, std::string_view column) {
  return static_cast<std::size_t>(number_of(table().text(network, column)));
}

}  // namespace

CardNumbers::CardNumbers(std::size_t network, CardRanges ranges) : digits_(small_number(network, "length")) {
  std::string_view text = table().text(network, ranges == CardRanges::real ? "real" : "test");
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view range = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::string_view low = range.substr(0, range.find('-'));
    const std::string_view high = range.substr(range.find('-') + 1);
    const std::uint64_t each = power_of_ten(digits_ - 1 - low.size());
    ranges_.push_back({number_of(low) * each, (number_of(high) - number_of(low) + 1) * each});
    count_ += ranges_.back().count;
  }
}

namespace {
constexpr Name kAgreed[] = {"network"};
}  // namespace

CardNetworkDraw::CardNetworkDraw(const ProviderContext& context)
    : draw_(context.entity_draw("finance.card_network/64", kAgreed)) {
  const std::string_view wanted = context.word("network");
  std::vector<double> weights;
  for (std::size_t row = 0; row < table().rows(); ++row) {
    if (wanted != "any" && table().text(row, "network") != wanted) continue;
    networks_.push_back(row);
    weights.push_back(table().numbers("weight")[row]);
  }
  assert(!networks_.empty());
  index_ = WeightedIndex(weights);
}

void CardNetworkDraw::draw(Evaluate& evaluate, std::uint8_t* networks) const {
  const RowSet rows = evaluate.rows();
  if (networks_.size() == 1) {
    std::fill(networks, networks + rows.count, static_cast<std::uint8_t>(networks_.front()));
    return;
  }
  const std::uint64_t* bits = draw_.of(evaluate);
  for (std::size_t i = 0; i < rows.count; ++i) networks[i] = static_cast<std::uint8_t>(networks_[index_(bits[i])]);
}

std::vector<std::string> card_network_names() {
  std::vector<std::string> names;
  for (std::size_t row = 0; row < table().rows(); ++row) names.emplace_back(table().text(row, "name"));
  return names;
}

std::size_t cvv_digits(std::size_t network) { return small_number(network, "cvv"); }

const ProviderOption& card_network_option() {
  static constexpr Name kWords[] = {"any", "visa", "mastercard", "amex", "discover", "diners", "jcb", "unionpay"};
  static constexpr ProviderOption kOption = {
      .name = "network",
      .meaning = "Whose cards; any draws them by their shares. Say the same in all columns of a card.",
      .form = OptionForm::word,
      .words = kWords};
  return kOption;
}

}  // namespace synthgen
