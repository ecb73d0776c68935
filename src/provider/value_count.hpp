// What is said where a provider has fewer values than the table has rows, and all are to differ.
#pragma once

#include <cstdint>
#include <string>

#include "synthgen/provider/provider.hpp"

namespace synthgen {

/// SG2143, with both numbers, at `unique`.
Diagnostic too_few_values(const ProviderContext& context, std::uint64_t values, std::string hint);

/// For its hint: how many there are with "realistic": true.
std::string realistic_has(std::uint64_t values);

}  // namespace synthgen
