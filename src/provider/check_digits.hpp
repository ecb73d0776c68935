// Check digits of numbers: what the last characters are that make a number valid, from the characters before them.
//
// All take digits as characters, '0' to '9'. Threads: pure.
#pragma once

#include <cstddef>
#include <cstdint>

namespace synthgen {

/// The sum of ISO/IEC 7812-1, annex B (Luhn's formula): from the last digit on, every second one is doubled, and the
/// digits of the products are added. The number ends with the digit of luhn_digit().
inline unsigned luhn_sum(const char* digits, std::size_t count) {
  unsigned sum = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const auto digit = static_cast<unsigned>(digits[count - 1 - i] - '0');
    sum += i % 2 == 1 ? digit : digit < 5 ? 2 * digit : 2 * digit - 9;
  }
  return sum;
}

/// The digit that makes Luhn's sum a multiple of ten: of payment cards, of IMEI, of the Spanish NIF of companies.
inline char luhn_digit(const char* digits, std::size_t count) {
  return static_cast<char>('0' + (10 - luhn_sum(digits, count) % 10) % 10);
}

/// The digit of GS1: weights 3 and 1 in turn from the last digit on (GS1 General Specifications, 7.9): of EAN-8, EAN-13
/// and ISBN-13.
inline char gs1_digit(const char* digits, std::size_t count) {
  unsigned of_three = 0;
  unsigned of_one = 0;
  std::size_t left = count;
  for (; left >= 2; left -= 2) {
    of_three += static_cast<unsigned>(digits[left - 1] - '0');
    of_one += static_cast<unsigned>(digits[left - 2] - '0');
  }
  if (left == 1) of_three += static_cast<unsigned>(digits[0] - '0');
  return static_cast<char>('0' + (10 - (3 * of_three + of_one) % 10) % 10);
}

/// The character that makes a sum a multiple of eleven in which the last digit weighs 2, the one before it 3, and so
/// on: X stands for ten. Of ISBN-10 (ISO 2108) and ISSN (ISO 3297).
inline char mod11_character(const char* digits, std::size_t count) {
  unsigned sum = 0;
  for (std::size_t i = 0; i < count; ++i) {
    sum += static_cast<unsigned>(digits[count - 1 - i] - '0') * static_cast<unsigned>(i + 2);
  }
  const unsigned check = (11 - sum % 11) % 11;
  return check == 10 ? 'X' : static_cast<char>('0' + check);
}

/// The digit of the hybrid system MOD 11,10 of ISO/IEC 7064: of the German USt-IdNr and Steuer-ID.
inline char mod11_10_digit(const char* digits, std::size_t count) {
  unsigned product = 10;
  for (std::size_t i = 0; i < count; ++i) {
    const unsigned sum = (product + static_cast<unsigned>(digits[i] - '0')) % 10;
    product = (sum == 0 ? 10 : sum) * 2 % 11;
  }
  return static_cast<char>('0' + (11 - product) % 10);
}

/// The two digits of the pure system MOD 97-10 of ISO/IEC 7064, 2 to 98, as a number: of LEI (ISO 17442), and of IBAN
/// where its country stands behind the account. Capital letters count as the two digits 10 to 35.
inline std::uint32_t mod97_10_digits(const char* characters, std::size_t count) {
  std::uint64_t remainder = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const char c = characters[i];
    remainder = c >= 'A' ? remainder * 100 + static_cast<std::uint64_t>(c - 'A' + 10)
                         : remainder * 10 + static_cast<std::uint64_t>(c - '0');
    // A division takes longer than all of this: as seldom as the width allows.
    if (remainder >= 100'000'000'000'000'000) remainder %= 97;
  }
  return static_cast<std::uint32_t>(98 - remainder % 97 * 100 % 97);
}

}  // namespace synthgen
