// The name of a machine.
#include "web_names.hpp"

namespace synthgen {
namespace {

/// What the machine does, its number, and a domain.
struct WriteHostname {
  static constexpr std::uint64_t kUsual = 40;  // machines of a kind
  static constexpr std::uint64_t kMost = 9999;
  WebWords words = {};
  Dictionary roles = any_locale_texts("host_roles", "role");

  static std::uint64_t numbers(std::uint64_t rows) { return rows <= 1'000'000 ? kUsual : kMost; }
  std::uint64_t count(std::uint64_t rows) const { return words.pairs() * roles.size() * numbers(rows); }
  std::size_t room() const { return words.room() + roles.longest() + 6; }
  void operator()(std::uint64_t serial, std::string_view top_level, TextPieces& pieces) const {
    const std::uint64_t pair = serial % words.pairs();
    serial /= words.pairs();
    pieces.add_wide(roles[serial % roles.size()]);
    const std::uint64_t number = serial / roles.size() + 1;
    pieces.add('-');
    pieces.add_digits(number, number < 100 ? 2 : number < 1000 ? 3 : 4);
    pieces.add('.');
    words.add_pair(pair, pieces);
    pieces.add(top_level);
  }
};

}  // namespace

const ProviderKind& internet_hostname_provider() {
  static const ProviderKind kKind =
      web_kind<WriteHostname>({.name = "internet.hostname",
                               .summary = "The full name of a machine, such as db-04.amberlake.example.",
                               .source = "RFC 1123, section 2.1, and RFC 2606; data/any_locale/host_roles.txt",
                               .example = R"({"provider": "internet.hostname"})"});
  return kKind;
}

}  // namespace synthgen
