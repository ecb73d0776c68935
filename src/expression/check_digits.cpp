// Check digits of payloads.
#include "check_digits.hpp"

namespace synthgen::expression {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

bool only_digits(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), &is_digit); }

/// The remainder modulo 97 of the number that `text` continues, letters being 10 to 35; -1 where it holds anything
/// else.
int remainder_97(std::string_view text, int rest) {
  for (const char c : text) {
    if (is_digit(c)) {
      rest = (rest * 10 + (c - '0')) % 97;
    } else if (is_capital(c)) {
      rest = (rest * 100 + (c - 'A' + 10)) % 97;
    } else {
      return -1;
    }
  }
  return rest;
}

/// Two digits that make the whole number 1 modulo 97.
CellResult append_complement(int remainder, TextOut& out) {
  if (remainder < 0) return CellResult::domain;
  const int digits = 98 - remainder * 100 % 97;
  out.append(static_cast<char>('0' + digits / 10));
  out.append(static_cast<char>('0' + digits % 10));
  return CellResult::value;
}

}  // namespace

CellResult append_luhn_digit(std::string_view payload, TextOut& out) {
  if (!only_digits(payload)) return CellResult::domain;
  int sum = 0;
  bool doubled = true;  // the digit beside the check digit is
  for (auto digit = payload.rbegin(); digit != payload.rend(); ++digit) {
    const int value = (*digit - '0') * (doubled ? 2 : 1);
    sum = (sum + value / 10 + value % 10) % 10;
    doubled = !doubled;
  }
  out.append(static_cast<char>('0' + (10 - sum) % 10));
  return CellResult::value;
}

CellResult append_mod_11_character(std::string_view payload, TextOut& out) {
  if (!only_digits(payload)) return CellResult::domain;
  int sum = 0;
  int weight = 2;
  for (auto digit = payload.rbegin(); digit != payload.rend(); ++digit) {
    sum = (sum + (*digit - '0') * weight) % 11;
    weight = weight == 10 ? 2 : weight + 1;
  }
  const int check = (11 - sum) % 11;
  out.append(check == 10 ? 'X' : static_cast<char>('0' + check));
  return CellResult::value;
}

CellResult append_mod_97_digits(std::string_view payload, TextOut& out) {
  return payload.empty() ? CellResult::domain : append_complement(remainder_97(payload, 0), out);
}

CellResult append_iban_digits(std::string_view country_and_account, TextOut& out) {
  if (country_and_account.size() < 3) return CellResult::domain;
  const std::string_view country = country_and_account.substr(0, 2);
  if (!is_capital(country[0]) || !is_capital(country[1])) return CellResult::domain;
  const int rest = remainder_97(country_and_account.substr(2), 0);
  return append_complement(rest < 0 ? rest : remainder_97(country, rest), out);
}

}  // namespace synthgen::expression
