// Whether a text is a domain name.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace synthgen {

/// Bytes of the longest name that DNS has (RFC 1035, 2.3.4: 255 octets with lengths and the root).
inline constexpr std::size_t kLongestDomainName = 253;

/// What is wrong with it as RFC 1123 (2.1) has host names, as the rest of a sentence behind a colon; empty where
/// nothing is.
std::string fault_of_domain(std::string_view domain);
/// The same, without saying what: for cells.
bool is_domain(std::string_view domain);

}  // namespace synthgen
