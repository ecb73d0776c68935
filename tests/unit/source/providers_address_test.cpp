// Providers of addresses through plans: what they agree on, what they follow, what they refuse.
#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "support/catch.hpp"
#include "support/plans.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

constexpr std::size_t kRows = 3000;

std::string addresses(const std::string& columns, const std::string& bound = "", const std::string& locale = "es_ES") {
  return R"j({"synthgen": 1, "locale": ")j" + locale + R"j(", "tables": {"t": {"rows": 3000, "entities": {)j" + bound +
         R"j(}, "columns": {)j" + columns + "}}}}";
}

std::string address_of(const std::string& keys) { return R"j("address": {)j" + keys + "}"; }

const std::string kParts =
    R"j("street": {"provider": "address.street"}, "number": {"provider": "address.street_number"},
  "flat": {"provider": "address.secondary"}, "code": {"provider": "address.postal_code"},
  "city": {"provider": "address.city"}, "state": {"provider": "address.state"},
  "state_code": {"provider": "address.state_code"}, "country": {"provider": "address.country"},
  "country_code": {"provider": "address.country_code"}, "line": {"provider": "address.street_address"},
  "full": {"provider": "address.full"}, "with_flat": {"provider": "address.full", "secondary": true})j";

}  // namespace

TEST_CASE("a whole address is put together from the parts of its entity, in the order of the country") {
  PlanReader reader(addresses(R"j("lang": {"choice": ["es_ES", "de_DE", "en_US", "en_GB"]}, )j" + kParts,
                              address_of(R"j("locale": "=lang")j")));
  std::map<std::string, Cells> of;
  for (const char* name : {"lang", "street", "number", "flat", "code", "city", "state_code", "country_code", "line",
                           "full", "with_flat"}) {
    of[name] = reader.cells(name, kRows);
  }
  std::set<std::string> countries;
  for (std::size_t i = 0; i < kRows; ++i) {
    const auto at = [&](const char* name) { return *of[name][i]; };
    const std::string lang = at("lang");
    std::string line = at("number") + " " + at("street");
    std::string with_flat;
    std::string place;
    if (lang == "es_ES") {
      line = at("street") + ", " + at("number");
      place = ", " + at("code") + " " + at("city");
      with_flat = line + ", " + at("flat");
    } else if (lang == "de_DE") {
      line = at("street") + " " + at("number");
      place = ", " + at("code") + " " + at("city");
      with_flat = line + ", " + at("flat");
    } else if (lang == "en_US") {
      place = ", " + at("city") + ", " + at("state_code") + " " + at("code");
      with_flat = line + ", " + at("flat");
    } else {
      place = ", " + at("city") + ", " + at("code");
      with_flat = at("flat") + ", " + line;
    }
    REQUIRE(at("line") == line);
    if (lang == "es_ES") {  // the province may follow
      REQUIRE(at("full").starts_with(line + place));
      REQUIRE(at("with_flat").starts_with(with_flat + place));
    } else {
      REQUIRE(at("full") == line + place);
      REQUIRE(at("with_flat") == with_flat + place);
    }
    REQUIRE(at("country_code") == lang.substr(3));
    countries.insert(at("country_code"));
  }
  CHECK(countries.size() == 4);
}

TEST_CASE("where there is no country there is no address, and a country that is none is counted") {
  PlanReader reader(addresses(R"j("land": {"choice": ["ES", "Deutschland"], "missing": 0.1},
      "nowhere": {"template": "{land}x"}, "other": {"provider": "address.full", "entity": "other"}, )j" +
                                  kParts,
                              address_of(R"j("country": "=land")j") + R"j(, "other": {"country": "=nowhere"})j"));
  const Cells where = reader.cells("land", kRows);
  for (const char* name : {"street", "number", "flat", "code", "city", "state", "state_code", "country", "country_code",
                           "line", "full", "with_flat"}) {
    INFO(name);
    const Cells cells = reader.cells(name, kRows);
    for (std::size_t i = 0; i < kRows; ++i) REQUIRE(cells[i].has_value() == where[i].has_value());
  }
  CHECK(reader.cells("country", kRows) == where);
  const Cells other = reader.cells("other", kRows);
  CHECK(std::none_of(other.begin(), other.end(), [](const auto& cell) { return cell.has_value(); }));
}

TEST_CASE("a bound city decides state and postal code, and one name in several states is drawn by population") {
  PlanReader reader(addresses(R"j("town": {"choice": ["Springfield", "Portland", "Houston"]}, )j" + kParts,
                              address_of(R"j("city": "=town")j"), "en_US"));
  const Cells town = reader.cells("town", kRows);
  const Cells city = reader.cells("city", kRows);
  const Cells state = reader.cells("state", kRows);
  const Cells full = reader.cells("full", kRows);
  std::map<std::string, std::map<std::string, int>> states;
  for (std::size_t i = 0; i < kRows; ++i) {
    REQUIRE(city[i] == town[i]);
    REQUIRE(full[i]->find(", " + *town[i] + ", ") != std::string::npos);
    ++states[*town[i]][*state[i]];
  }
  CHECK(states["Houston"].size() == 1);
  CHECK(states["Houston"].contains("Texas"));
  // Oregon's Portland has nine times as many people as Maine's.
  CHECK(states["Portland"]["Oregon"] > 4 * states["Portland"]["Maine"]);
  CHECK(states["Portland"]["Maine"] > 0);
  CHECK(states["Springfield"].size() == 3);
}

TEST_CASE("a state is bound by name, by code or by nation, and others of the entity are in it") {
  PlanReader us(
      addresses(R"j("land": {"choice": ["TX", "Oregon"]}, )j" + kParts, address_of(R"j("state": "=land")j"), "en_US"));
  const Cells where = us.cells("land", kRows);
  const Cells code = us.cells("state_code", kRows);
  const Cells state = us.cells("state", kRows);
  for (std::size_t i = 0; i < kRows; ++i) {
    REQUIRE(*code[i] == (*where[i] == "TX" ? "TX" : "OR"));
    REQUIRE(state[i] == where[i]);
  }
  PlanReader gb(addresses(kParts, address_of(R"j("state": "Wales")j"), "en_GB"));
  for (const auto& cell : gb.cells("state_code", kRows)) REQUIRE(*cell == "TLL");
  PlanReader england(addresses(kParts, address_of(R"j("state": "England")j"), "en_GB"));
  std::set<std::string> regions;
  for (const auto& cell : england.cells("state_code", kRows)) regions.insert(*cell);
  CHECK(regions.size() == 9);
  CHECK_FALSE(regions.contains("TLL"));
  CHECK_FALSE(regions.contains("TLM"));
}

TEST_CASE("a bound postal code finds its city, in every form, and stands in the address as it is") {
  const auto city_of = [](const std::string& locale, const std::string& code) {
    PlanReader reader(addresses(kParts, address_of(R"j("postal_code": ")j" + code + "\""), locale));
    const Cells full = reader.cells("full", 3);
    CHECK(full[0]->find(code) != std::string::npos);
    CHECK(*reader.cells("code", 3)[2] == code);
    return *reader.cells("city", 3)[1];
  };
  CHECK(city_of("es_ES", "28013") == "Madrid");
  CHECK(city_of("es_ES", "08001") == "Barcelona");
  CHECK(city_of("de_DE", "80331") == "München");
  CHECK(city_of("en_US", "60614") == "Chicago");
  CHECK(city_of("en_US", "60614-1234") == "Chicago");
  CHECK(city_of("en_GB", "M1 4AB") == "Manchester");
  CHECK(city_of("en_GB", "M14AB") == "Manchester");
  CHECK(city_of("en_GB", "SW1A 1AA") == "London");
}

TEST_CASE("what no place has is refused where it is known, and gives null where it is known by row only") {
  const auto codes = [](const std::string& columns, const std::string& keys) {
    return codes_of(try_plan(addresses(columns + kParts, address_of(keys))));
  };
  using Codes = std::vector<std::string>;
  CHECK(codes("", R"j("city": "Sevila")j") == Codes{"SG2765"});
  CHECK(codes("", R"j("city": "Berlin")j") == Codes{"SG2765"});
  CHECK(codes("", R"j("city": "Berlin", "country": "DE")j").empty());
  CHECK(codes(R"j("x": {"choice": ["Madrid", "Sevila"]}, )j", R"j("city": "=x")j") == Codes{"SG2765"});
  CHECK(codes("", R"j("postal_code": "99999")j") == Codes{"SG2765"});
  CHECK(codes("", R"j("postal_code": "2801")j") == Codes{"SG2765"});
  CHECK(codes("", R"j("state": "Galicia", "city": "Madrid")j") == Codes{"SG2766"});
  CHECK(codes("", R"j("state": "MD", "city": "Madrid", "postal_code": "28013")j").empty());
  CHECK(codes("", R"j("city": "Sevilla", "postal_code": "28013")j") == Codes{"SG2766"});
  CHECK(codes(R"j("x": {"sequence": 1}, )j", R"j("city": "=x")j") == Codes{"SG2724"});

  PlanReader reader(
      addresses(R"j("x": {"choice": ["Galicia", "Cataluña"]}, "y": {"choice": ["Vigo", "Reus"]}, )j" + kParts,
                address_of(R"j("state": "=x", "city": "=y")j")));
  const Cells state = reader.cells("x", kRows);
  const Cells city = reader.cells("y", kRows);
  const Cells full = reader.cells("full", kRows);
  for (std::size_t i = 0; i < kRows; ++i) {
    REQUIRE(full[i].has_value() == ((*state[i] == "Galicia") == (*city[i] == "Vigo")));
  }
  CHECK(reader.cells("state", kRows) == state);
}

TEST_CASE("an entity of its own has an address of its own, and further columns change no others") {
  PlanReader one(addresses(R"j("full": {"provider": "address.full"})j"));
  PlanReader two(addresses(R"j("ship": {"provider": "address.full", "entity": "ship"}, )j" + kParts));
  CHECK(one.cells("full", kRows) == two.cells("full", kRows));
  const Cells full = two.cells("full", kRows);
  const Cells ship = two.cells("ship", kRows);
  std::size_t equal = 0;
  for (std::size_t i = 0; i < kRows; ++i) equal += full[i] == ship[i] ? 1 : 0;
  CHECK(equal < 3);
}

TEST_CASE("time zones follow the city where a state has two, and the islands theirs") {
  const auto zone_of = [](const std::string& locale, const std::string& keys) {
    PlanReader reader(addresses(R"j("zone": {"provider": "address.timezone"})j", address_of(keys), locale));
    return *reader.cells("zone", 1)[0];
  };
  CHECK(zone_of("es_ES", R"j("city": "Madrid")j") == "Europe/Madrid");
  CHECK(zone_of("es_ES", R"j("city": "Arrecife")j") == "Atlantic/Canary");
  CHECK(zone_of("es_ES", R"j("city": "Melilla")j") == "Africa/Ceuta");
  CHECK(zone_of("en_US", R"j("city": "El Paso")j") == "America/Denver");
  CHECK(zone_of("en_US", R"j("city": "Houston")j") == "America/Chicago");
  CHECK(zone_of("en_GB", R"j("city": "Belfast")j") == "Europe/London");
  CHECK(zone_of("de_DE", R"j("city": "Berlin")j") == "Europe/Berlin");
}
