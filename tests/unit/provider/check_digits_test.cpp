#include "check_digits.hpp"

#include <string>
#include <string_view>

#include "hex_digits.hpp"
#include "support/catch.hpp"

using namespace synthgen;

namespace {

std::string luhn(std::string_view digits) { return {luhn_digit(digits.data(), digits.size())}; }
std::string gs1(std::string_view digits) { return {gs1_digit(digits.data(), digits.size())}; }
std::string mod11(std::string_view digits) { return {mod11_character(digits.data(), digits.size())}; }
std::string mod11_10(std::string_view digits) { return {mod11_10_digit(digits.data(), digits.size())}; }
std::uint32_t mod97_10(std::string_view text) { return mod97_10_digits(text.data(), text.size()); }

template <class Write>
std::string written(const Write& write) {
  Column column;
  column.reset({TypeKind::string, 0}, 1);
  column.begin_texts();
  TextPieces pieces(column, 16);
  write(pieces);
  pieces.commit();
  return std::string(column.text(0));
}

std::string hex(std::uint64_t number, std::size_t digits, HexCase letters = HexCase::lower) {
  return written([&](TextPieces& to) { add_hex(number, digits, to, letters); });
}

}  // namespace

// Every number is an example that its standard or its authority has published, none is of this program's making.

TEST_CASE("Luhn's digit is that of published numbers") {
  CHECK(luhn("7992739871") == "3");       // the usual example of the formula
  CHECK(luhn("49015420323751") == "8");   // IMEI of 3GPP's kind
  CHECK(luhn("411111111111111") == "1");  // test number of a payment card, 16 digits
  CHECK(luhn("37828224631000") == "5");   // of 15 digits
  CHECK(luhn("5881850") == "1");          // NIF A58818501
  CHECK(luhn("0") == "0");
  // Krankenversichertennummer A123456780: its digit is the sum's last one itself, with A as 01.
  CHECK(luhn_sum("0112345678", 10) % 10 == 0);
}

TEST_CASE("the digit of GS1 is that of published numbers") {
  CHECK(gs1("400638133393") == "1");  // EAN-13
  CHECK(gs1("7351353") == "7");       // EAN-8
  CHECK(gs1("978030640615") == "7");  // ISBN-13
}

TEST_CASE("the character of modulus 11 is that of published numbers, X among them") {
  CHECK(mod11("030640615") == "2");  // ISBN-10
  CHECK(mod11("080442957") == "X");
  CHECK(mod11("0378595") == "5");  // ISSN
  CHECK(mod11("2434561") == "X");
  CHECK(mod11("943476591") == "9");  // NHS number
}

TEST_CASE("the digit of ISO 7064, MOD 11,10, is that of published numbers") {
  CHECK(mod11_10("0794") == "5");  // the example of the standard
  CHECK(mod11_10("79462") == "3");
  CHECK(mod11_10("13669597") == "6");    // USt-IdNr DE136695976
  CHECK(mod11_10("8609574271") == "9");  // Steuer-ID
}

TEST_CASE("the digits of ISO 7064, MOD 97-10, are those of published numbers") {
  CHECK(mod97_10("794") == 44);                 // the example of the standard
  CHECK(mod97_10("213800KUD8LAJWSQ9D") == 15);  // LEI
  CHECK(mod97_10("5493001KJTIIGC8Y1R") == 12);
  CHECK(mod97_10("WEST12345698765432GB") == 82);  // IBAN GB82WEST12345698765432
  // As many letters as double the digits: no carry is lost. Each pair of digits is 35, and 100 is 3 mod 97.
  std::uint32_t remainder = 0;
  for (int i = 0; i < 40; ++i) remainder = (remainder * 3 + 35) % 97;
  CHECK(mod97_10(std::string(40, 'Z')) == 98 - remainder * 3 % 97);
}

TEST_CASE("hexadecimal digits have leading zeros, and are the last ones of the number") {
  CHECK(hex(0xDEADBEEF, 8) == "deadbeef");
  CHECK(hex(0x2A, 4) == "002a");
  CHECK(hex(0x12345, 2) == "45");
  CHECK(hex(0xFFFF'FFFF'FFFF'FFFF, 16) == "ffffffffffffffff");
  CHECK(hex(0x0123'4567'89AB'CDEF, 16) == "0123456789abcdef");
  CHECK(hex(0xFEDC'BA98'7654'3210, 15, HexCase::upper) == "EDCBA9876543210");
  CHECK(hex(0x9C, 2, HexCase::upper) == "9C");
  CHECK(written([](TextPieces& to) { add_hex_byte(0x0B, to); }) == "0b");
  CHECK(written([](TextPieces& to) { add_hex_byte(0xC5, to, HexCase::upper); }) == "C5");
}

TEST_CASE("groups of addresses have no leading zeros") {
  const auto group = [](std::uint32_t number) { return written([&](TextPieces& to) { add_hex_group(number, to); }); };
  CHECK(group(0) == "0");
  CHECK(group(0xF) == "f");
  CHECK(group(0x10) == "10");
  CHECK(group(0xDB8) == "db8");
  CHECK(group(0x2001) == "2001");
  CHECK(group(0xFFFF) == "ffff");
}
