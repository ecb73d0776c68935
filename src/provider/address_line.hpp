// Whole lines of an address, as written in its country.
//
// Threads: immutable once made.
#pragma once

#include <string_view>

#include "synthgen/provider/provider.hpp"

namespace synthgen {

/// A line of the table `address_lines`, with the flat where the option `secondary` is set.
/// REQUIRES: the kind has the fact place_fact(), the key "address.postal_code" and the flag `secondary`.
///
/// line  "full"
/// Errors of place_fact().
Result<MadeProvider> make_address_line(const ProviderContext& context, std::string_view line);

/// The tables that a locale needs for it.
std::span<const Name> address_line_topics();
/// The flag `secondary`.
std::span<const ProviderOption> address_line_options();

}  // namespace synthgen
