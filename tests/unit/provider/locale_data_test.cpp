#include "locale_data.hpp"

#include <algorithm>
#include <set>
#include <string>

#include "support/catch.hpp"
#include "synthgen/provider/provider.hpp"

using namespace synthgen;

TEST_CASE("every locale has as many names and cities as it takes, and each of them once") {
  for (const Locale& locale : locales()) {
    INFO(locale.name);
    for (const auto& [topic, least] : {std::pair{"given_female", 300U}, {"given_male", 300U}, {"family", 500U}}) {
      const DataTable& table = need_data(locale.name, topic);
      CHECK(table.rows() >= least);
      std::set<std::string_view> names;
      for (std::size_t row = 0; row < table.rows(); ++row) {
        CHECK_FALSE(table.text(row, "name").empty());
        CHECK(names.insert(table.text(row, "name")).second);
        CHECK(table.numbers("weight")[row] > 0);
      }
    }
    const DataTable& cities = need_data(locale.name, "cities");
    CHECK(cities.rows() >= 200);
    const DataTable& states = need_data(locale.name, "states");
    std::set<std::pair<std::string_view, std::string_view>> known;
    for (std::size_t row = 0; row < states.rows(); ++row) {
      known.insert({states.text(row, "state"), states.text(row, "state_code")});
    }
    for (std::size_t row = 0; row < cities.rows(); ++row) {
      INFO(cities.text(row, "city"));
      CHECK(known.contains({cities.text(row, "state"), cities.text(row, "state_code")}));
      CHECK_FALSE(cities.text(row, "postal_from").empty());
      CHECK_FALSE(cities.text(row, "phone_prefix").empty());
      CHECK(cities.numbers("population")[row] > 0);
    }
  }
}

TEST_CASE("a cell of a table is the cell of its file, and a number of it its text") {
  const DataTable& names = need_data("es_ES", "family");
  CHECK(names.text(0, "name") == "García");
  CHECK(std::to_string(static_cast<long>(names.numbers("weight")[0])) == names.text(0, "weight"));
  CHECK(find_data("es_ES", "no_such_topic") == nullptr);
  CHECK(find_data("fr_FR", "family") == nullptr);
  CHECK_FALSE(names.has("gender"));
}

TEST_CASE("there are a hundred providers or more, and no locale has fewer than a hundred") {
  std::set<std::string_view> names;
  for (const ProviderKind* kind : provider_kinds()) {
    CHECK(names.insert(kind->record.name).second);
    CHECK(find_provider(kind->record.name) == kind);
    CHECK_FALSE(locales_of(*kind).empty());
  }
  CHECK(names.size() >= 100);
  for (std::size_t locale = 0; locale < locales().size(); ++locale) {
    INFO(locales()[locale].name);
    std::size_t has = 0;
    for (const ProviderKind* kind : provider_kinds()) {
      const std::vector<std::size_t> numbers = locales_of(*kind);
      has += !kind->localized || std::find(numbers.begin(), numbers.end(), locale) != numbers.end() ? 1 : 0;
    }
    CHECK(has >= 100);
  }
}

TEST_CASE("every locale has the core names of the language") {
  for (const char* name : {"person.first_name",
                           "person.last_name",
                           "person.full_name",
                           "person.gender",
                           "person.birth_date",
                           "person.national_id",
                           "person.title",
                           "person.username",
                           "person.email",
                           "person.phone",
                           "address.street",
                           "address.street_number",
                           "address.city",
                           "address.state",
                           "address.state_code",
                           "address.postal_code",
                           "address.country",
                           "address.country_code",
                           "address.latitude",
                           "address.longitude",
                           "address.full",
                           "company.name",
                           "company.legal_form",
                           "company.domain",
                           "company.tax_id",
                           "company.email",
                           "company.industry",
                           "company.job_title",
                           "company.department",
                           "internet.domain",
                           "internet.url",
                           "internet.ipv4",
                           "internet.ipv6",
                           "internet.mac",
                           "internet.user_agent",
                           "internet.password_hash",
                           "finance.iban",
                           "finance.swift",
                           "finance.credit_card",
                           "finance.credit_card_network",
                           "finance.currency",
                           "finance.amount_text",
                           "finance.account_number",
                           "commerce.product",
                           "commerce.category",
                           "commerce.ean13",
                           "commerce.sku",
                           "commerce.price_text",
                           "commerce.color",
                           "health.icd10",
                           "health.icd10_name",
                           "health.blood_type",
                           "health.medication",
                           "health.lab_test",
                           "vehicle.vin",
                           "vehicle.plate",
                           "vehicle.make",
                           "vehicle.model",
                           "id.uuid4",
                           "id.uuid7",
                           "id.ulid",
                           "id.isbn13",
                           "id.imei",
                           "id.nanoid",
                           "text.word",
                           "text.sentence",
                           "text.paragraph",
                           "file.name",
                           "file.path",
                           "file.mime",
                           "file.extension",
                           "education.university",
                           "education.degree"}) {
    INFO(name);
    const ProviderKind* kind = find_provider(name);
    REQUIRE(kind != nullptr);
    // The United States have no IBAN: there it wants a country.
    if (kind->localized && kind->everywhere_with.empty()) CHECK(locales_of(*kind).size() == locales().size());
  }
}
