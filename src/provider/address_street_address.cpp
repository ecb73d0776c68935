// The first line of an address.
#include "address_facts.hpp"
#include "address_line.hpp"

namespace synthgen {

const ProviderKind& address_street_address_provider() {
  static const FactKind* const kFacts[] = {&place_fact()};
  static constexpr Name kKeys[] = {"address.postal_code"};
  static const ProviderKind kKind = {
      .record = {.name = "address.street_address",
                 .summary = "Street and house number, as written in the country.",
                 .source = "data/<locale>/address_lines.txt names the rules of the posts",
                 .example = R"({"provider": "address.street_address"})"},
      .localized = true,
      .topics = address_line_topics(),
      .options = address_line_options(),
      .keys = kKeys,
      .facts = kFacts,
      .make = [](const ProviderContext& context) { return make_address_line(context, "street_address"); },
  };
  return kKind;
}

}  // namespace synthgen
