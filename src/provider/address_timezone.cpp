// The time zone of an address.
#include <string>
#include <vector>

#include "address_facts.hpp"
#include "joined_table.hpp"
#include "listed.hpp"

namespace synthgen {
namespace {

std::string_view zone_of(const DataTable& zones, std::string_view state_code, std::string_view city) {
  std::string_view zone;
  for (std::size_t row = 0; row < zones.rows(); ++row) {
    if (zones.text(row, "state_code") != state_code) continue;
    if (zones.text(row, "city") == city) return zones.text(row, "timezone");
    if (zones.text(row, "city") == "*") zone = zones.text(row, "timezone");
  }
  assert(!zone.empty() && "a state without a time zone");
  return zone;
}

Result<MadeProvider> make(const ProviderContext& context) {
  Result<FactColumn> place = context.fact(place_fact());
  if (!place.ok()) return place.diagnostics();
  std::vector<std::string> texts;
  const JoinedTable places(context.row_locales(), "cities");
  for (const JoinedTable::Part& part : places.parts()) {
    const DataTable& zones = need_data(locales()[part.locale].name, "timezones");
    for (std::size_t row = 0; row < part.table->rows(); ++row) {
      texts.emplace_back(zone_of(zones, part.table->text(row, "state_code"), part.table->text(row, "city")));
    }
  }
  return make_text_by_number(place->column, texts);
}

}  // namespace

const ProviderKind& address_timezone_provider() {
  static const FactKind* const kFacts[] = {&place_fact()};
  static constexpr Name kTopics[] = {"cities", "timezones"};
  static const ProviderKind kKind = {
      .record = {.name = "address.timezone",
                 .summary = "The time zone of the city, as the IANA database calls it.",
                 .source = "data/<locale>/timezones.txt; IANA time zone database",
                 .example = R"({"provider": "address.timezone"})"},
      .localized = true,
      .topics = kTopics,
      .facts = kFacts,
      .no_suffix = kFormOfItsOwn,
      .make = &make,
  };
  return kKind;
}

}  // namespace synthgen
