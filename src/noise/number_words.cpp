// Numbers in words. English after the Chicago Manual of Style (hyphens from 21 to 99) with "and" in British use;
// Spanish after the Real Academia's "Diccionario panhispánico de dudas", entry "cardinales" (apocope before mil and
// millones, accents on 16, 22, 23, 26); German after Duden (one word below a million) and Unicode CLDR (feminine before
// Million: achthunderteine Millionen).
#include "number_words.hpp"

#include <array>

namespace synthgen {
namespace {

using Twenty = std::array<std::string_view, 20>;
using Ten = std::array<std::string_view, 10>;

constexpr Twenty kEnglish = {"zero",     "one",     "two",     "three",     "four",     "five",    "six",
                             "seven",    "eight",   "nine",    "ten",       "eleven",   "twelve",  "thirteen",
                             "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
constexpr Ten kEnglishTens = {"", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"};
constexpr std::array<std::string_view, 7> kEnglishPowers = {"",         "thousand",    "million",    "billion",
                                                            "trillion", "quadrillion", "quintillion"};

constexpr std::array<std::string_view, 30> kSpanish = {
    "cero",         "uno",         "dos",        "tres",        "cuatro",     "cinco",      "seis",      "siete",
    "ocho",         "nueve",       "diez",       "once",        "doce",       "trece",      "catorce",   "quince",
    "dieciséis",    "diecisiete",  "dieciocho",  "diecinueve",  "veinte",     "veintiuno",  "veintidós", "veintitrés",
    "veinticuatro", "veinticinco", "veintiséis", "veintisiete", "veintiocho", "veintinueve"};
constexpr Ten kSpanishTens = {"",          "",        "",        "treinta", "cuarenta",
                              "cincuenta", "sesenta", "setenta", "ochenta", "noventa"};
constexpr Ten kSpanishHundreds = {"",           "ciento",      "doscientos",  "trescientos", "cuatrocientos",
                                  "quinientos", "seiscientos", "setecientos", "ochocientos", "novecientos"};
/// Of 10^6, 10^12, 10^18: one and several.
constexpr std::array<std::array<std::string_view, 2>, 4> kSpanishPowers = {
    {{"", ""}, {"millón", "millones"}, {"billón", "billones"}, {"trillón", "trillones"}}};

constexpr Twenty kGerman = {"null",     "ein",      "zwei",     "drei",     "vier",     "fünf",    "sechs",
                            "sieben",   "acht",     "neun",     "zehn",     "elf",      "zwölf",   "dreizehn",
                            "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn"};
constexpr Ten kGermanTens = {"",        "",        "zwanzig", "dreißig", "vierzig",
                             "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"};
/// Of 10^6, 10^9 …: one and several.
constexpr std::array<std::array<std::string_view, 2>, 5> kGermanPowers = {{{"Million", "Millionen"},
                                                                           {"Milliarde", "Milliarden"},
                                                                           {"Billion", "Billionen"},
                                                                           {"Billiarde", "Billiarden"},
                                                                           {"Trillion", "Trillionen"}}};

void append_word(std::string_view word, std::string& out, std::size_t begin) {
  if (out.size() != begin) out += ' ';
  out += word;
}

/// 1 … 999.
void append_english(unsigned number, bool with_and, std::string& out) {
  if (number >= 100) {
    out += kEnglish[number / 100];
    out += " hundred";
    number %= 100;
    if (number == 0) return;
    out += with_and ? " and " : " ";
  }
  if (number < 20) {
    out += kEnglish[number];
    return;
  }
  out += kEnglishTens[number / 10];
  if (number % 10 != 0) {
    out += '-';
    out += kEnglish[number % 10];
  }
}

void append_english_number(std::uint64_t number, bool with_and, std::string& out) {
  const std::size_t begin = out.size();
  std::uint64_t power = 1'000'000'000'000'000'000;
  for (std::size_t group = 7; group-- > 0; power /= 1000) {
    const auto here = static_cast<unsigned>(number / power % 1000);
    if (here == 0) continue;
    // "one thousand and one", but "one thousand one hundred and one".
    if (with_and && group == 0 && here < 100 && out.size() != begin) append_word("and", out, begin);
    if (out.size() != begin) out += ' ';
    append_english(here, with_and, out);
    if (group != 0) append_word(kEnglishPowers[group], out, begin);
  }
}

/// 1 … 999; before a noun "uno" is "un".
void append_spanish(unsigned number, bool before_noun, std::string& out) {
  const std::size_t begin = out.size();
  if (number == 100) {
    out += "cien";
    return;
  }
  if (number > 100) out += kSpanishHundreds[number / 100];
  const unsigned rest = number % 100;
  if (rest == 0) return;
  if (before_noun && rest == 21) return append_word("veintiún", out, begin);
  if (rest < 30 && !(before_noun && rest == 1)) return append_word(kSpanish[rest], out, begin);
  if (rest >= 30) append_word(kSpanishTens[rest / 10], out, begin);
  const unsigned ones = rest % 10;
  if (ones == 0) return;
  if (rest >= 30) out += " y";
  append_word(before_noun && ones == 1 ? "un" : kSpanish[ones], out, begin);
}

/// 1 … 999,999.
void append_spanish_thousands(unsigned number, bool before_noun, std::string& out) {
  const unsigned thousands = number / 1000;
  if (thousands > 1) {
    append_spanish(thousands, true, out);
    out += ' ';
  }
  if (thousands > 0) out += "mil";
  if (number % 1000 == 0) return;
  if (thousands > 0) out += ' ';
  append_spanish(number % 1000, before_noun, out);
}

void append_spanish_number(std::uint64_t number, std::string& out) {
  const std::size_t begin = out.size();
  std::uint64_t power = 1'000'000'000'000'000'000;
  for (std::size_t group = 4; group-- > 0; power /= 1'000'000) {
    const auto here = static_cast<unsigned>(number / power % 1'000'000);
    if (here == 0) continue;
    if (out.size() != begin) out += ' ';
    append_spanish_thousands(here, group != 0, out);
    if (group != 0) append_word(kSpanishPowers[group][here == 1 ? 0 : 1], out, begin);
  }
}

/// 1 … 999, as one word; `one` is what a last 1 is.
void append_german(unsigned number, std::string_view one, std::string& out) {
  if (number >= 100) {
    out += kGerman[number / 100];
    out += "hundert";
    number %= 100;
    if (number == 0) return;
  }
  if (number == 1) {
    out += one;
    return;
  }
  if (number < 20) {
    out += kGerman[number];
    return;
  }
  if (number % 10 != 0) {
    out += kGerman[number % 10];
    out += "und";
  }
  out += kGermanTens[number / 10];
}

void append_german_number(std::uint64_t number, std::string& out) {
  const std::size_t begin = out.size();
  std::uint64_t power = 1'000'000'000'000'000'000;
  for (std::size_t group = 5; group-- > 0; power /= 1000) {
    const auto here = static_cast<unsigned>(number / power % 1000);
    if (here == 0) continue;
    if (out.size() != begin) out += ' ';
    append_german(here, "eine", out);
    append_word(kGermanPowers[group][here == 1 ? 0 : 1], out, begin);
  }
  const auto thousands = static_cast<unsigned>(number / 1000 % 1000);
  const auto rest = static_cast<unsigned>(number % 1000);
  if (thousands == 0 && rest == 0) return;
  if (out.size() != begin) out += ' ';
  if (thousands != 0) {
    append_german(thousands, "ein", out);
    out += "tausend";
  }
  if (rest != 0) append_german(rest, "eins", out);
}

std::string_view digit_word(unsigned digit, WordLanguage language) {
  switch (language) {
    case WordLanguage::spanish:
      return kSpanish[digit];
    case WordLanguage::german:
      return digit == 1 ? "eins" : kGerman[digit];
    case WordLanguage::american:
    case WordLanguage::british:
      break;
  }
  return kEnglish[digit];
}

}  // namespace

WordLanguage word_language(std::string_view locale) {
  if (locale.starts_with("es")) return WordLanguage::spanish;
  if (locale.starts_with("de")) return WordLanguage::german;
  return locale == "en_GB" ? WordLanguage::british : WordLanguage::american;
}

void append_number_words(std::uint64_t number, WordLanguage language, std::string& out) {
  if (number == 0) {
    out += digit_word(0, language);
    return;
  }
  switch (language) {
    case WordLanguage::american:
    case WordLanguage::british:
      return append_english_number(number, language == WordLanguage::british, out);
    case WordLanguage::spanish:
      return append_spanish_number(number, out);
    case WordLanguage::german:
      return append_german_number(number, out);
  }
}

bool append_plain_number_words(std::string_view plain, WordLanguage language, std::string& out) {
  const bool negative = plain.starts_with('-');
  if (negative) plain.remove_prefix(1);
  const std::size_t point = plain.find('.');
  const std::string_view whole = plain.substr(0, point);
  std::string_view decimals = point == std::string_view::npos ? std::string_view() : plain.substr(point + 1);
  // At most 2^63 by a column's type, 17 digits before an exponent: it fits.
  std::uint64_t number = 0;
  for (const char digit : whole) {
    if (digit < '0' || digit > '9') return false;
    number = number * 10 + static_cast<unsigned>(digit - '0');
  }
  if (decimals.find_first_not_of("0123456789") != std::string_view::npos) return false;
  if (decimals.find_first_not_of('0') == std::string_view::npos) decimals = {};
  const bool spanish = language == WordLanguage::spanish;
  const bool german = language == WordLanguage::german;
  if (negative) out += spanish ? "menos " : "minus ";
  append_number_words(number, language, out);
  if (decimals.empty()) return true;
  out += spanish ? " coma" : german ? " Komma" : " point";
  for (const char digit : decimals) {
    out += ' ';
    out += digit_word(static_cast<unsigned>(digit - '0'), language);
  }
  return true;
}

std::string_view truth_word(bool truth, WordLanguage language) {
  switch (language) {
    case WordLanguage::spanish:
      return truth ? "sí" : "no";
    case WordLanguage::german:
      return truth ? "ja" : "nein";
    case WordLanguage::american:
    case WordLanguage::british:
      break;
  }
  return truth ? "yes" : "no";
}

}  // namespace synthgen
