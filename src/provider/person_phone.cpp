// A telephone number of a person.
#include "phone_numbers.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

const ProviderKind& person_phone_provider() {
  static const FactKind* const kFacts[] = {&phone_city_fact(), &phone_digits_fact(PhoneKind::landline)};
  static constexpr Name kTopics[] = {"cities", "phones"};
  static const ProviderKind kKind = {
      .record =
          {.name = "person.phone",
           .summary =
               "A telephone number with the prefix of the city, by default one that nobody has: 555-01xx in en_US, "
               "drama numbers in en_GB and de_DE (in cities without any: 01632, and 0 behind the prefix), and 940 in "
               "es_ES, "
               "which no province has, as Spain keeps no such range.",
           .source = "data/<locale>/phones.txt: NANPA, Ofcom, Bundesnetzagentur, CNMC",
           .example = R"({"provider": "person.phone", "form": "international"})"},
      .localized = true,
      .topics = kTopics,
      .options = phone_options(),
      .facts = kFacts,
      .no_suffix = kFormOfItsOwn,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_phone(context, PhoneKind::landline);
      },
  };
  return kKind;
}

}  // namespace synthgen
