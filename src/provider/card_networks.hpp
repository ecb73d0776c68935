// Networks of payment cards: whose cards begin with what, and how they are drawn for the entity of a row.
//
// Threads: immutable once made.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "synthgen/provider/provider.hpp"
#include "weighted_index.hpp"

namespace synthgen {

enum class CardRanges : unsigned char {
  test,  ///< of the test numbers that card processors publish
  real,  ///< all numbers of the network
};

/// Card numbers without their check digit, as ranges of numbers.
class CardNumbers {
 public:
  /// network  row of data/any_locale/card_networks.txt
  CardNumbers(std::size_t network, CardRanges ranges);

  std::uint64_t count() const { return count_; }
  std::size_t digits() const { return digits_; }  ///< with the check digit
  /// The number of a serial below count().
  std::uint64_t operator[](std::uint64_t serial) const {
    std::size_t r = 0;
    while (serial >= ranges_[r].count) serial -= ranges_[r++].count;
    return ranges_[r].first + serial;
  }

 private:
  struct Range {
    std::uint64_t first = 0;
    std::uint64_t count = 0;
  };
  std::vector<Range> ranges_;
  std::uint64_t count_ = 0;
  std::size_t digits_ = 0;
};

/// The network of the card of each row's entity: one of the option `network`, else drawn by weight.
class CardNetworkDraw {
 public:
  explicit CardNetworkDraw(const ProviderContext& context);

  /// Rows of the table of networks.
  void draw(Evaluate& evaluate, std::uint8_t* networks) const;
  /// Those that it may draw, ascending.
  const std::vector<std::size_t>& networks() const { return networks_; }

 private:
  EntityBits draw_;
  std::vector<std::size_t> networks_;
  WeightedIndex index_;
};

std::vector<std::string> card_network_names();
/// Digits of the card verification value.
std::size_t cvv_digits(std::size_t network);

/// The option `network` of all providers of a card.
const ProviderOption& card_network_option();

}  // namespace synthgen
