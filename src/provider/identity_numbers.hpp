// Numbers that countries give to people: their texts from a serial number, with the check digit where they have one.
//
// A form is a class with kRoom (bytes of the longest text), count(realistic) and write(realistic, serial, pieces), in
// which different serials below the count give different texts. Ranges that no authority gives out are the default.
//
// Threads: pure.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "text_pieces.hpp"

namespace synthgen {

/// DNI of Spain: 8 digits and a letter, number mod 23 in the order of the letters (Real Decreto 1553/2005; orden of the
/// letters: Ministerio del Interior). No range is reserved for tests; the default is 90,000,000 and above, where none
/// is known to be given out, realistic is 100,000 to 79,999,999.
struct Dni {
  static constexpr std::size_t kRoom = 9;
  static constexpr std::uint64_t count(bool realistic) { return realistic ? 79'900'000 : 10'000'000; }
  static char letter(std::uint64_t number) { return "TRWAGMYFPDXBNJZSQVHLCKE"[number % 23]; }
  static void write(bool realistic, std::uint64_t serial, TextPieces& pieces) {
    const std::uint64_t number = (realistic ? 100'000 : 90'000'000) + serial;
    pieces.add_digits(number, 8);
    pieces.add(letter(number));
  }
};

/// NIE of Spain: X, Y or Z, 7 digits, and the letter of a DNI whose first digit is 0, 1 or 2 (Orden INT/2058/2008).
/// They are given out in order: the default is the end of the last series, Z9000000 and above, realistic is X, Y and
/// the beginning of Z.
struct Nie {
  static constexpr std::size_t kRoom = 9;
  static constexpr std::uint64_t count(bool realistic) { return realistic ? 22'000'000 : 1'000'000; }
  static void write(bool realistic, std::uint64_t serial, TextPieces& pieces) {
    const std::uint64_t number = realistic ? serial : 29'000'000 + serial;
    pieces.add("XYZ"[number / 10'000'000]);
    pieces.add_digits(number % 10'000'000, 7);
    pieces.add(Dni::letter(number));
  }
};

/// Social security number of the USA: area, group and serial number; none has the area 000, 666 or 900 and above, the
/// group 00 or the serial number 0000 (Social Security Administration, randomization of 2011). The default has the
/// areas 666 and 900 to 999 with the groups 01 to 49: of 900 and above, the taxpayer numbers ITIN and ATIN have groups
/// from 50 on.
struct Ssn {
  static constexpr std::size_t kRoom = 11;
  static constexpr std::uint64_t count(bool realistic) {
    return (realistic ? 898 * 99 : 101 * 49) * std::uint64_t{9999};
  }
  static void write(bool realistic, std::uint64_t serial, TextPieces& pieces) {
    const std::uint64_t groups = realistic ? 99 : 49;
    const std::uint64_t area = serial / 9999 / groups;
    pieces.add_digits(realistic ? area + (area < 665 ? 1 : 2) : area == 0 ? 666 : 899 + area, 3);
    pieces.add('-');
    pieces.add_digits(serial / 9999 % groups + 1, 2);
    pieces.add('-');
    pieces.add_digits(serial % 9999 + 1, 4);
  }
};

/// The pairs of letters that a National Insurance number may begin with (see Nino).
struct NinoPrefix {
  char first = 0;
  char second = 0;
};
inline constexpr std::array kNinoPrefixes = [] {
  std::array<NinoPrefix, 20 * 19 - 7> prefixes{};
  std::size_t n = 0;
  for (const char first : std::string_view("ABCEGHJKLMNOPRSTWXYZ")) {
    for (const char second : std::string_view("ABCEGHJKLMNPRSTWXYZ")) {
      bool used = true;
      for (const std::string_view never : {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}) {
        used = used && (first != never[0] || second != never[1]);
      }
      if (used) prefixes[n++] = {first, second};
    }
  }
  return prefixes;
}();

/// National Insurance number of the United Kingdom: two letters, 6 digits, A to D (HMRC, NIM39110). Of the letters D,
/// F, I, Q, U and V are not used, O not as the second, and not BG, GB, KN, NK, NT, TN and ZZ. The default is QQ, which
/// HMRC writes in its examples because no number can begin with it.
struct Nino {
  static constexpr std::size_t kRoom = 9;
  static constexpr std::uint64_t count(bool realistic) {
    return (realistic ? kNinoPrefixes.size() : 1) * std::uint64_t{4'000'000};
  }
  static void write(bool realistic, std::uint64_t serial, TextPieces& pieces) {
    const NinoPrefix pair = realistic ? kNinoPrefixes[serial / 4'000'000] : NinoPrefix{'Q', 'Q'};
    pieces.add(pair.first);
    pieces.add(pair.second);
    pieces.add_digits(serial / 4 % 1'000'000, 6);
    pieces.add("ABCD"[serial % 4]);
  }
};

/// NHS number of England and Wales: 9 digits and a check digit by the weights 10 to 2 mod 11; where that is 10 there is
/// no such number (NHS Data Dictionary). The default begins with 999, which the NHS keeps for tests; realistic ones
/// begin with 400 to 499 or 600 to 707.
struct NhsNumber {
  static constexpr std::size_t kRoom = 10;
  static constexpr std::uint64_t count(bool realistic) { return (realistic ? 208 : 1) * std::uint64_t{900'000}; }
  static void write(bool realistic, std::uint64_t serial, TextPieces& pieces) {
    const std::uint64_t area = serial / 900'000;
    std::uint64_t number = realistic ? area + (area < 100 ? 400 : 500) : 999;
    number = number * 100'000 + serial / 9 % 100'000;
    // The sum of the first eight; with the ninth digit it must not be 1 mod 11, which one digit at most would make it.
    std::uint64_t sum = 0;
    std::uint64_t rest = number;
    for (std::uint64_t weight = 3; weight <= 10; ++weight) {
      sum += rest % 10 * weight;
      rest /= 10;
    }
    const std::uint64_t excluded = (12 - sum % 11) * 6 % 11;  // 2·6 = 1 mod 11
    std::uint64_t digit = serial % 9;
    if (digit >= excluded) ++digit;
    pieces.add_digits(number * 10 + digit, 9);
    pieces.add_digits((11 - (sum + 2 * digit) % 11) % 11, 1);
  }
};

/// Identification number for taxes of Germany: 10 digits, of which one occurs twice and the others once at most, and a
/// check digit by ISO/IEC 7064, mod 11,10 (§ 139b AO; Bundeszentralamt für Steuern; since 2016 a digit may also occur
/// three times, which these do not). None begins with 0 but those that the Bundeszentralamt uses for tests: the
/// default.
struct SteuerId {
  static constexpr std::size_t kRoom = 11;
  static constexpr std::uint64_t kFactorial9 = 362'880;
  /// With a given first digit: it is the one that occurs twice, or one of the nine others is, of which eight are left
  /// that may be missing.
  static constexpr std::uint64_t kFirstTwice = 9 * kFactorial9;
  static constexpr std::uint64_t kPerFirst = kFirstTwice + 72 * (kFactorial9 / 2);
  static constexpr std::uint64_t count(bool realistic) { return (realistic ? 9 : 1) * kPerFirst; }
  static void write(bool realistic, std::uint64_t serial, TextPieces& pieces);
};

// Numbers of passports, without the check digit that stands behind them in the machine-readable zone (ICAO Doc 9303).
// No range of any is kept for tests, so that there is no other mode.

/// USA: a letter and 8 digits, as in passports since 2021 (Department of State, "Next Generation" passport).
struct UsPassport {
  static constexpr std::size_t kRoom = 9;
  static constexpr std::uint64_t count(bool /*realistic*/) { return 100'000'000; }
  static void write(bool /*realistic*/, std::uint64_t serial, TextPieces& pieces) {
    pieces.add('A');
    pieces.add_digits(serial, 8);
  }
};

/// United Kingdom: 9 digits (HM Passport Office).
struct GbPassport {
  static constexpr std::size_t kRoom = 9;
  static constexpr std::uint64_t count(bool /*realistic*/) { return 900'000'000; }
  static void write(bool /*realistic*/, std::uint64_t serial, TextPieces& pieces) {
    pieces.add_digits(100'000'000 + serial, 9);
  }
};

/// Spain: three letters, of which the first is P, and 6 digits (passports since 2015).
struct EsPassport {
  static constexpr std::size_t kRoom = 9;
  static constexpr std::uint64_t count(bool /*realistic*/) { return 26 * 26 * std::uint64_t{1'000'000}; }
  static void write(bool /*realistic*/, std::uint64_t serial, TextPieces& pieces) {
    const std::uint64_t letters = serial / 1'000'000;
    pieces.add('P');
    pieces.add(static_cast<char>('A' + letters / 26));
    pieces.add(static_cast<char>('A' + letters % 26));
    pieces.add_digits(serial % 1'000'000, 6);
  }
};

/// Germany: 9 digits and letters that are neither vowels nor easily taken for another character; the first is of the
/// office that issues it (Bundesministerium des Innern, Seriennummer since 2007).
struct DePassport {
  static constexpr std::size_t kRoom = 9;
  static constexpr std::uint64_t kRest = 282'429'536'481;  // 27^8
  static constexpr std::uint64_t count(bool /*realistic*/) { return 6 * kRest; }
  static void write(bool /*realistic*/, std::uint64_t serial, TextPieces& pieces) {
    pieces.add("CFGHJK"[serial / kRest]);
    std::uint64_t rest = serial % kRest;
    for (int place = 0; place < 8; ++place) {
      pieces.add("0123456789CFGHJKLMNPRTVWXYZ"[rest % 27]);
      rest /= 27;
    }
  }
};

}  // namespace synthgen
