// A domain name.
#include "web_names.hpp"

namespace synthgen {
namespace {

/// Two words, and a number behind them where more rows are to differ than there are pairs.
struct WriteDomain {
  static constexpr std::uint64_t kNumbers = 1'000'000;
  WebWords words = {};

  std::uint64_t count(std::uint64_t rows) const {
    return rows <= words.pairs() ? words.pairs() : words.pairs() * kNumbers;
  }
  std::size_t room() const { return words.room() + 6; }
  void operator()(std::uint64_t serial, std::string_view top_level, TextPieces& pieces) const {
    words.add_pair(serial % words.pairs(), pieces);
    if (const std::uint64_t number = serial / words.pairs(); number > 0) {
      pieces.add(digits_of(number).view());
    }
    pieces.add(top_level);
  }

 private:
  struct Digits {
    char bytes[20];
    std::size_t size = 0;
    std::string_view view() const { return {bytes + sizeof bytes - size, size}; }
  };
  static Digits digits_of(std::uint64_t number) {
    Digits digits;
    for (; number > 0; number /= 10) {
      ++digits.size;
      digits.bytes[sizeof digits.bytes - digits.size] = static_cast<char>('0' + number % 10);
    }
    return digits;
  }
};

}  // namespace

const ProviderKind& internet_domain_provider() {
  static const ProviderKind kKind =
      web_kind<WriteDomain>({.name = "internet.domain",
                             .summary = "A domain name of two words, which nobody has: it ends in .example.",
                             .source = "RFC 2606, section 2; data/any_locale/web_words.txt",
                             .example = R"({"provider": "internet.domain"})"});
  return kKind;
}

}  // namespace synthgen
