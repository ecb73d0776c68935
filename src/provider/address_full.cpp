// A whole address on one line.
#include "address_facts.hpp"
#include "address_line.hpp"

namespace synthgen {

const ProviderKind& address_full_provider() {
  static const FactKind* const kFacts[] = {&place_fact()};
  static constexpr Name kKeys[] = {"address.postal_code"};
  static const ProviderKind kKind = {
      .record = {.name = "address.full",
                 .summary = "A whole address on one line, with commas where an envelope has a new one.",
                 .source = "data/<locale>/address_lines.txt names the rules of the posts",
                 .example = R"({"provider": "address.full"})"},
      .localized = true,
      .topics = address_line_topics(),
      .options = address_line_options(),
      .keys = kKeys,
      .facts = kFacts,
      .make = [](const ProviderContext& context) { return make_address_line(context, "full"); },
  };
  return kKind;
}

}  // namespace synthgen
