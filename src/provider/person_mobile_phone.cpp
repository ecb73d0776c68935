// A number of a mobile telephone of a person.
#include "phone_numbers.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

const ProviderKind& person_mobile_phone_provider() {
  static const FactKind* const kFacts[] = {&phone_city_fact(), &phone_digits_fact(PhoneKind::mobile)};
  static constexpr Name kTopics[] = {"cities", "phones"};
  static const ProviderKind kKind = {
      .record = {.name = "person.mobile_phone",
                 .summary =
                     "A number of a mobile telephone, by default one that nobody has: 555-01xx in en_US, drama numbers "
                     "in en_GB and de_DE, and 75 in es_ES, which no operator has, as Spain keeps no such range.",
                 .source = "data/<locale>/phones.txt: NANPA, Ofcom, Bundesnetzagentur, CNMC",
                 .example = R"({"provider": "person.mobile_phone", "form": "international"})"},
      .localized = true,
      .topics = kTopics,
      .options = phone_options(),
      .facts = kFacts,
      .no_suffix = kFormOfItsOwn,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_phone(context, PhoneKind::mobile);
      },
  };
  return kKind;
}

}  // namespace synthgen
