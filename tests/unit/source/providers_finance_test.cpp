// Accounts, cards and vehicles: what the providers of a row agree on, by entity and by country.
#include <set>
#include <string>

#include "support/catch.hpp"
#include "support/plans.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

constexpr std::size_t kRows = 3000;

std::string by_country(const std::string& columns) {
  return R"j({"synthgen": 1, "tables": {"t": {"rows": 3000, "entities": {"address": {"country": "=land"}},
    "columns": {"land": {"choice": ["ES", "GB", "DE", "US"], "missing": 0.1}, )j" +
         columns + "}}}}";
}

}  // namespace

TEST_CASE("an account's IBAN, BIC and number agree, and another entity has another account") {
  PlanReader reader(table_schema(3000, R"j("iban": {"provider": "finance.iban", "locale": "es_ES"},
    "again": {"provider": "finance.iban", "locale": "es_ES"},
    "account": {"provider": "finance.account_number", "locale": "es_ES"},
    "payee": {"provider": "finance.iban", "locale": "es_ES", "entity": "payee"})j"));
  const Cells iban = reader.cells("iban", kRows);
  const Cells account = reader.cells("account", kRows);
  const Cells payee = reader.cells("payee", kRows);
  CHECK(iban == reader.cells("again", kRows));
  for (std::size_t i = 0; i < kRows; ++i) {
    REQUIRE(iban[i]->substr(4) == *account[i]);
    REQUIRE(*iban[i] != *payee[i]);
  }
}

TEST_CASE("accounts follow the country of the row's address; without a country, or without IBANs, there is none") {
  PlanReader reader(by_country(R"j("iban": {"provider": "finance.iban", "unique": true},
    "bic": {"provider": "finance.swift"}, "plate": {"provider": "vehicle.plate"}, "vin": {"provider": "vehicle.vin"},
    "isbn": {"provider": "id.isbn13"}, "amount": {"provider": "finance.amount_text"})j"));
  const Cells land = reader.cells("land", kRows);
  const Cells iban = reader.cells("iban", kRows);
  const Cells bic = reader.cells("bic", kRows);
  for (std::size_t i = 0; i < kRows; ++i) {
    REQUIRE(iban[i].has_value() == (land[i].has_value() && *land[i] != "US"));
    REQUIRE(bic[i].has_value() == land[i].has_value());
    if (iban[i].has_value()) REQUIRE(iban[i]->substr(0, 2) == *land[i]);
    if (bic[i].has_value()) REQUIRE(bic[i]->substr(4, 2) == *land[i]);
  }
  for (const char* column : {"plate", "vin", "isbn", "amount"}) {
    const Cells cells = reader.cells(column, kRows);
    for (std::size_t i = 0; i < kRows; ++i)
      REQUIRE((column == std::string("isbn") || cells[i].has_value() == land[i].has_value()));
  }
}

TEST_CASE("unique accounts are told apart by their number alone, so that both columns are unique and agree") {
  PlanReader reader(table_schema(20'000, R"j("iban": {"provider": "finance.iban", "country": "NO", "unique": true},
    "uk": {"provider": "finance.iban", "locale": "en_GB", "unique": true, "entity": "uk"},
    "number": {"provider": "finance.account_number", "locale": "en_GB", "unique": true, "entity": "uk"})j"));
  const Cells norway = reader.cells("iban", 20'000);
  const Cells uk = reader.cells("uk", 20'000);
  const Cells number = reader.cells("number", 20'000);
  CHECK(std::set<std::optional<std::string>>(norway.begin(), norway.end()).size() == 20'000);
  CHECK(std::set<std::optional<std::string>>(number.begin(), number.end()).size() == 20'000);
  for (std::size_t i = 0; i < 20'000; ++i) REQUIRE(uk[i]->substr(14) == *number[i]);
}

TEST_CASE("a country without IBANs needs another, and a unique column as many numbers as rows") {
  CHECK(codes_of(try_plan(table_schema(10, R"("x": {"provider": "finance.iban"})"))) ==
        std::vector<std::string>{"SG2723"});
  CHECK(
      codes_of(try_plan(table_schema(891'000, R"("x": {"provider": "finance.iban", "country": "NO", "unique": true})")))
          .empty());
  CHECK(codes_of(
            try_plan(table_schema(891'001, R"("x": {"provider": "finance.iban", "country": "NO", "unique": true})"))) ==
        std::vector<std::string>{"SG2143"});
  CHECK(codes_of(
            try_plan(table_schema(10, R"("x": {"provider": "finance.iban", "country": "FR", "realistic": true})"))) ==
        std::vector<std::string>{"SG2775"});
}

TEST_CASE("a row's draws of version 7 UUIDs, ULIDs and ObjectIds lie before the reference time, never before 1970") {
  PlanReader reader(R"({"synthgen": 1, "reference_time": "1970-01-02T00:00:00Z", "tables": {"t": {"rows": 3000,
    "columns": {"u": {"provider": "id.uuid7", "days": 36500}, "o": {"provider": "id.objectid", "days": 1}}}}})");
  for (const auto& cell : reader.cells("u", kRows)) REQUIRE(cell->substr(0, 2) == std::string(2, '\0'));
  for (const auto& cell : reader.cells("o", kRows)) REQUIRE(std::stoul(cell->substr(0, 8), nullptr, 16) < 86'400);
}
