#include "domain_name.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "synthgen/base/ascii.hpp"

namespace synthgen {
namespace {

constexpr std::size_t kLongestLabel = 63;  // RFC 1035, section 2.3.4

bool may_stand(char c) {
  const char lower = lower_case(c);
  return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

enum class DomainFault : unsigned char { none, too_long, empty_label, long_label, hyphen, character };

struct FoundFault {
  DomainFault fault = DomainFault::none;
  std::string_view label = {};
  char character = 0;
};

FoundFault find_fault(std::string_view domain) {
  if (domain.size() > kLongestDomainName) return {DomainFault::too_long};
  std::size_t begin = 0;
  while (true) {
    const std::size_t end = std::min(domain.find('.', begin), domain.size());
    const std::string_view label = domain.substr(begin, end - begin);
    if (label.empty()) return {DomainFault::empty_label};
    if (label.size() > kLongestLabel) return {DomainFault::long_label, label};
    if (label.front() == '-' || label.back() == '-') return {DomainFault::hyphen, label};
    const auto* const other = std::find_if_not(label.begin(), label.end(), may_stand);
    if (other != label.end()) return {DomainFault::character, label, *other};
    if (end == domain.size()) return {};
    begin = end + 1;
  }
}

}  // namespace

std::string fault_of_domain(std::string_view domain) {
  const FoundFault found = find_fault(domain);
  switch (found.fault) {
    case DomainFault::none:
      return {};
    case DomainFault::too_long:
      return fmt::format("it has {} bytes, and a domain name at most {}", domain.size(), kLongestDomainName);
    case DomainFault::empty_label:
      return "between two dots, and at either end, stand letters or digits";
    case DomainFault::long_label:
      return fmt::format("\"{}\" has {} bytes, and at most {} may stand between two dots", found.label,
                         found.label.size(), kLongestLabel);
    case DomainFault::hyphen:
      return fmt::format("\"{}\" begins or ends with a hyphen", found.label);
    case DomainFault::character:
      break;
  }
  if (found.character == '@') return "it is what stands behind the @";
  if (domain.find("://") != std::string_view::npos) return "it is what stands behind https://, without a path";
  return static_cast<unsigned char>(found.character) >= 0x80
             ? "it consists of ASCII letters, digits, hyphens and dots: write the form that begins with xn--"
             : "it consists of letters, digits, hyphens and dots";
}

bool is_domain(std::string_view domain) { return find_fault(domain).fault == DomainFault::none; }

}  // namespace synthgen
