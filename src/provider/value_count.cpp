#include "value_count.hpp"

#include <fmt/format.h>

namespace synthgen {

Diagnostic too_few_values(const ProviderContext& context, std::uint64_t values, std::string hint) {
  return make_error("SG2143",
                    fmt::format("{} rows cannot all differ: there are {} values", context.table_rows(), values),
                    context.unique_place(), std::move(hint));
}

std::string realistic_has(std::uint64_t values) {
  return fmt::format("\"realistic\": true has {} values; or ask for fewer rows", values);
}

}  // namespace synthgen
