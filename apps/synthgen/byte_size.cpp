#include "byte_size.hpp"

#include <charconv>
#include <string_view>

namespace synthgen::app {

std::optional<std::uint64_t> parse_byte_size(const std::string& text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  if (error != std::errc() || !(number > 0)) return std::nullopt;
  std::string unit(end, text.data() + text.size());
  for (char& c : unit) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  constexpr std::string_view kPrefixes = "kmgt";
  double factor = 1;
  if (const std::size_t prefix = unit.empty() ? std::string_view::npos : kPrefixes.find(unit[0]);
      prefix != std::string_view::npos) {
    const bool binary = unit.size() > 1 && unit[1] == 'i';
    if (binary && unit != std::string{unit[0], 'i', 'b'} && unit != std::string{unit[0], 'i'}) return std::nullopt;
    for (std::size_t k = 0; k <= prefix; ++k) factor *= binary ? 1024 : 1000;
    unit.erase(0, binary ? 2 : 1);
  }
  if (!unit.empty() && unit != "b") return std::nullopt;
  const double bytes = number * factor;
  if (!(bytes >= 1 && bytes < 9e18)) return std::nullopt;
  return static_cast<std::uint64_t>(bytes);
}

}  // namespace synthgen::app
