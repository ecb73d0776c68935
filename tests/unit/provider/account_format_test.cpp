// Account numbers against the definition of ISO 13616, and the pieces that write them.
#include "account_format.hpp"

#include <random>
#include <set>
#include <string>
#include <vector>

#include "card_networks.hpp"
#include "digits.hpp"
#include "locale_data.hpp"
#include "plate_patterns.hpp"
#include "support/catch.hpp"

using namespace synthgen;

namespace {

/// The remainder of an IBAN's number by 97, digit by digit: 1 where it is right.
unsigned remainder_of(const std::string& iban) {
  const std::string turned = iban.substr(4) + iban.substr(0, 4);
  unsigned remainder = 0;
  for (const char c : turned) {
    const unsigned value = c >= 'A' ? static_cast<unsigned>(c - 'A') + 10 : static_cast<unsigned>(c - '0');
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder;
}

std::string text_of(const AccountFormat& format, std::uint32_t bank, std::uint64_t serial) {
  char text[AccountFormat::kRoom];
  format.write(bank, serial, text);
  return {text, format.size()};
}

}  // namespace

TEST_CASE("IBANs of every country, bank and end of the serials have the remainder 1 and differ") {
  for (const std::string& country : countries_with_iban()) {
    INFO(country);
    const std::unique_ptr<const AccountFormat> format = AccountFormat::of(country, BankCodes::reserved);
    REQUIRE(format != nullptr);
    CHECK(format->serials() >= 891'000);
    CHECK(format->serials() % format->accounts() == 0);
    std::set<std::string> seen;
    std::size_t made = 0;
    for (std::uint32_t bank = 0; bank < format->banks().banks.size(); ++bank) {
      for (std::uint64_t i = 0; i < 200; ++i) {
        for (const std::uint64_t serial : {i, format->serials() - 1 - i, 1'000 + format->serials() / 211 * i}) {
          const std::string text = text_of(*format, bank, serial);
          REQUIRE(text.starts_with(country));
          REQUIRE(remainder_of(text) == 1);
          seen.insert(text);
          ++made;
        }
      }
    }
    CHECK(seen.size() == made);
  }
}

TEST_CASE("known IBANs come out of their bank and account") {
  // The examples that the registry gives for Spain and Germany have these banks and accounts.
  const auto spain = AccountFormat::of("ES", BankCodes::real);
  std::uint32_t bank = 0;
  while (spain->banks().banks[bank].code != "2100") ++bank;
  CHECK(text_of(*spain, bank, 418'0200051332) == "ES9121000418450200051332");
  const auto states = AccountFormat::of("US", BankCodes::real);
  // The routing number that JPMorgan Chase publishes for New York.
  CHECK(text_of(*states, 0, 7).substr(AccountFormat::kPrefix) == "0210000210000000007");
}

TEST_CASE("account numbers written together are those written one by one") {
  std::mt19937_64 bits(3);
  for (const std::string& country : countries_with_iban()) {
    const auto format = AccountFormat::of(country, BankCodes::reserved);
    for (const std::size_t rows : {std::size_t{1}, std::size_t{7}, AccountFormat::kTogether}) {
      std::vector<std::uint32_t> banks;
      std::vector<std::uint64_t> serials;
      std::string one_by_one;
      for (std::size_t i = 0; i < rows; ++i) {
        banks.push_back(static_cast<std::uint32_t>(bits() % format->banks().banks.size()));
        serials.push_back(bits() % format->serials());
        one_by_one += text_of(*format, banks.back(), serials.back());
      }
      std::string together(one_by_one.size() + AccountFormat::kRoom, '#');
      format->write(banks.data(), serials.data(), rows, together.data());
      together.resize(one_by_one.size());
      INFO(country << ", " << rows);
      REQUIRE(together == one_by_one);
      for (const char c : together) REQUIRE(((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')));
    }
  }
}

TEST_CASE("a country without bank accounts of its own has no format, and only four have real banks") {
  CHECK(AccountFormat::of("CA", BankCodes::reserved) == nullptr);
  CHECK_FALSE(has_iban("US"));
  CHECK(has_iban("XK"));
  for (const std::string& country : countries_with_iban()) {
    CHECK(has_real_banks(country) == (country == "ES" || country == "DE" || country == "GB"));
  }
}

TEST_CASE("digits are written with leading zeros, up to 24 of them") {
  const std::uint64_t number = 1'234'567'890'123'456'789U;
  char text[64];
  for (std::size_t digits = 1; digits <= 24; ++digits) {
    write_digits(number, digits, text);
    const std::string whole = "000001234567890123456789";
    CHECK(std::string(text, digits) == whole.substr(24 - digits));
  }
  CHECK(read_eight_digits("90210347") == 90'210'347);
  CHECK(weighted_eight<1, 2, 4, 8, 5, 10, 9, 7>("1234", "5678") == 1 + 4 + 12 + 32 + 25 + 60 + 63 + 56);
  CHECK(weighted_eight<9, 7, 3, 1, 9, 7, 3, 1>("9999", "9999") == 360);
  write_digits(0, 9, text);
  CHECK(std::string(text, 9) == "000000000");
}

TEST_CASE("card numbers go through their ranges without gap or overlap") {
  const std::vector<std::string> names = card_network_names();
  for (std::size_t network = 0; network < names.size(); ++network) {
    for (const CardRanges kind : {CardRanges::test, CardRanges::real}) {
      INFO(names[network]);
      const CardNumbers numbers(network, kind);
      REQUIRE(numbers.count() > 10'000'000);
      CHECK(std::to_string(numbers[0]).size() == numbers.digits() - 1);
      CHECK(std::to_string(numbers[numbers.count() - 1]).size() == numbers.digits() - 1);
      CHECK(numbers[1] == numbers[0] + 1);
    }
  }
  CHECK(CardNumbers(1, CardRanges::test)[0] == 555'555'000'000'000);
}

TEST_CASE("plates of a small pattern are all of it, each once, and follow the year where they tell it") {
  const DataTable& table = need_data("en_GB", "plates");
  const PlatePatterns plates(table);
  char text[64];
  const std::size_t size = plates.write(0, 2024, text);
  CHECK(std::string(text, size) == "AA24 AAA");
  std::set<std::string> seen;
  constexpr std::uint64_t kSome = 100'000;
  for (std::uint64_t i = 0; i < kSome; ++i) {
    const std::uint64_t number = plates.count() / kSome * i;
    for (const std::int64_t year : {2003, 2024}) seen.insert(std::string(text, plates.write(number, year, text)));
  }
  CHECK(seen.size() == 2 * kSome);
}
