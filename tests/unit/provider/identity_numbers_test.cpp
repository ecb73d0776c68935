#include "identity_numbers.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "support/catch.hpp"

using namespace synthgen;

namespace {

template <class Number>
std::string text_of(bool realistic, std::uint64_t serial) {
  Column column;
  column.reset({TypeKind::string, 0}, 1);
  column.begin_texts();
  TextPieces pieces(column, Number::kRoom);
  Number::write(realistic, serial, pieces);
  pieces.commit();
  return std::string(column.text(0));
}

template <class Number>
std::vector<std::string> ends_of(bool realistic) {
  return {text_of<Number>(realistic, 0), text_of<Number>(realistic, Number::count(realistic) - 1)};
}

/// Serials all over the range, its ends among them.
template <class Number>
std::vector<std::uint64_t> serials(bool realistic) {
  std::vector<std::uint64_t> all;
  const std::uint64_t count = Number::count(realistic);
  const std::uint64_t step = count / 20'011 + 1;
  for (std::uint64_t serial = 0; serial < count; serial += step) all.push_back(serial);
  for (std::uint64_t serial = count - 500; serial < count; ++serial) all.push_back(serial);
  for (std::uint64_t serial = 0; serial < 500; ++serial) all.push_back(serial);
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

template <class Number>
void check_apart() {
  for (const bool realistic : {false, true}) {
    std::set<std::string> texts;
    const std::vector<std::uint64_t> all = serials<Number>(realistic);
    for (const std::uint64_t serial : all) {
      const std::string text = text_of<Number>(realistic, serial);
      REQUIRE(text.size() <= Number::kRoom);
      texts.insert(text);
    }
    CHECK(texts.size() == all.size());
  }
}

int digit(char c) { return c - '0'; }

}  // namespace

TEST_CASE("different serial numbers give different numbers of every country") {
  check_apart<Dni>();
  check_apart<Nie>();
  check_apart<Ssn>();
  check_apart<Nino>();
  check_apart<NhsNumber>();
  check_apart<SteuerId>();
  check_apart<UsPassport>();
  check_apart<GbPassport>();
  check_apart<EsPassport>();
  check_apart<DePassport>();
}

TEST_CASE("numbers begin and end with their ranges") {
  using Ends = std::vector<std::string>;
  CHECK(ends_of<Dni>(false) == Ends{"90000000B", "99999999R"});  // 99999999R: the number of Spain's test certificates
  CHECK(ends_of<Dni>(true) == Ends{"00100000L", "79999999L"});
  CHECK(ends_of<Nie>(false).front().starts_with("Z9000000"));
  CHECK(ends_of<Nie>(true).back().starts_with("Z1999999"));
  CHECK(ends_of<Ssn>(false) == Ends{"666-01-0001", "999-49-9999"});
  CHECK(ends_of<Ssn>(true) == Ends{"001-01-0001", "899-99-9999"});
  CHECK(ends_of<Nino>(false) == Ends{"QQ000000A", "QQ999999D"});
  CHECK(ends_of<Nino>(true) == Ends{"AA000000A", "ZY999999D"});
  CHECK(text_of<Ssn>(true, std::uint64_t{665} * 99 * 9999) == "667-01-0001");
  CHECK(text_of<Ssn>(false, std::uint64_t{49} * 9999) == "900-01-0001");
}

TEST_CASE("the letter of a DNI is that of published examples") {
  CHECK(Dni::letter(12345678) == 'Z');
  CHECK(Dni::letter(1234567) == 'L');  // X1234567L
  CHECK(Dni::letter(0) == 'T');
}

TEST_CASE("an NHS number has a sum that 11 divides") {
  for (const bool realistic : {false, true}) {
    for (const std::uint64_t serial : serials<NhsNumber>(realistic)) {
      const std::string text = text_of<NhsNumber>(realistic, serial);
      REQUIRE(text.size() == 10);
      int sum = 0;
      for (int i = 0; i < 10; ++i) sum += (10 - i) * digit(text[static_cast<std::size_t>(i)]);
      REQUIRE(sum % 11 == 0);
      REQUIRE(text.starts_with("999") != realistic);
    }
  }
}

TEST_CASE("a Steuer-ID has one digit twice, and a check digit of ISO 7064") {
  for (const bool realistic : {false, true}) {
    for (const std::uint64_t serial : serials<SteuerId>(realistic)) {
      const std::string text = text_of<SteuerId>(realistic, serial);
      REQUIRE(text.size() == 11);
      REQUIRE((text.front() == '0') != realistic);
      int twice = 0;
      for (const char d : std::string_view("0123456789")) {
        const auto n = std::count(text.begin(), text.begin() + 10, d);
        REQUIRE(n <= 2);
        twice += n == 2 ? 1 : 0;
      }
      REQUIRE(twice == 1);
      int check = 5;  // the other form of the method: 1 is what a right number ends with
      for (const char c : text) check = ((check == 0 ? 10 : check) * 2 % 11 + digit(c)) % 10;
      REQUIRE(check == 1);
    }
  }
  // Around the serial at which another digit than the first begins to be the one that occurs twice.
  std::set<std::string> texts;
  for (std::uint64_t serial = SteuerId::kFirstTwice - 5000; serial < SteuerId::kFirstTwice + 5000; ++serial) {
    texts.insert(text_of<SteuerId>(false, serial));
  }
  CHECK(texts.size() == 10'000);
}

TEST_CASE("realistic National Insurance numbers have no prefix that is never used") {
  std::set<std::string> seen;
  for (const NinoPrefix& prefix : kNinoPrefixes) {
    const std::string text{prefix.first, prefix.second};
    CHECK(text.find_first_of("DFIQUV") == std::string::npos);
    CHECK(prefix.second != 'O');
    for (const char* never : {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}) CHECK(text != never);
    seen.insert(text);
  }
  CHECK(seen.size() == 373);
}
