#include "number_style.hpp"

#include <algorithm>
#include <array>

namespace synthgen {
namespace {

constexpr std::size_t kGroup = 3;

/// No-break space, narrow no-break space, thin space, and the typographic apostrophe.
constexpr std::array<std::string_view, 9> kGroups = {
    ",", ".", "'", "_", " ", "\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x89", "\xE2\x80\x99"};

/// Digits before the point or the exponent, behind the sign.
std::string_view whole_digits(std::string_view plain) {
  if (!plain.empty() && plain.front() == '-') plain.remove_prefix(1);
  return plain.substr(0, std::min(plain.find_first_not_of("0123456789"), plain.size()));
}

}  // namespace

std::optional<NumberStyle> NumberStyle::parse(std::string_view example) {
  if (example.size() < 6 || example.front() != '1' || example.back() != '5') return std::nullopt;
  const std::string_view inner = example.substr(1, example.size() - 2);
  const std::size_t hundreds = inner.find("234");
  if (hundreds == std::string_view::npos) return std::nullopt;
  const std::string_view group = inner.substr(0, hundreds);
  const std::string_view mark = inner.substr(hundreds + kGroup);
  if (!group.empty() && std::find(kGroups.begin(), kGroups.end(), group) == kGroups.end()) return std::nullopt;
  if ((mark != "." && mark != ",") || group == mark) return std::nullopt;
  return NumberStyle{std::string(group), std::string(mark)};
}

bool has_thousands(std::string_view plain) { return whole_digits(plain).size() > kGroup; }

void append_styled(std::string_view plain, const NumberStyle& style, std::string& out) {
  const std::string_view whole = whole_digits(plain);
  const auto begin = static_cast<std::size_t>(whole.data() - plain.data());
  out += plain.substr(0, begin);
  // The first piece has what is left of threes.
  std::size_t end = style.group.empty() ? whole.size() : whole.size() % kGroup;
  out += whole.substr(0, end);
  while (end < whole.size()) {
    if (end != 0) out += style.group;
    out += whole.substr(end, kGroup);
    end += kGroup;
  }
  std::string_view rest = plain.substr(begin + whole.size());
  if (!rest.empty() && rest.front() == '.') {
    out += style.mark;
    rest.remove_prefix(1);
  }
  out += rest;
}

}  // namespace synthgen
