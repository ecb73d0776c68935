// Check digits of payloads, appended to `out` as text. A payload that is empty or holds other characters than it may is
// outside the domain.
//
// Threads: pure.
#pragma once

#include <string_view>

#include "text_function.hpp"

namespace synthgen::expression {

CellResult append_luhn_digit(std::string_view payload, TextOut& out);
CellResult append_mod_11_character(std::string_view payload, TextOut& out);
CellResult append_mod_97_digits(std::string_view payload, TextOut& out);
/// country  two letters, then the account number
CellResult append_iban_digits(std::string_view country_and_account, TextOut& out);

}  // namespace synthgen::expression
