#include "legal_form_text.hpp"

#include <algorithm>

#include "synthgen/base/ascii.hpp"

namespace synthgen {
namespace {

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool skipped(char c) { return c == '.' || c == ' '; }

/// Letters with a dot behind each.
bool is_initials(std::string_view form) {
  if (form.size() < 4 || form.size() % 2 != 0) return false;
  for (std::size_t i = 0; i < form.size(); i += 2) {
    if (!is_upper(form[i]) || form[i + 1] != '.') return false;
  }
  return true;
}

/// "Sal": a capital and small letters.
bool is_word(std::string_view text) {
  return is_upper(text.front()) && std::all_of(text.begin() + 1, text.end(), is_lower);
}

}  // namespace

std::size_t legal_form_bytes(std::string_view name, std::string_view form) {
  std::size_t at = name.size();
  std::size_t of = form.size();
  while (true) {
    while (of > 0 && skipped(form[of - 1])) --of;
    if (of == 0) break;
    while (at > 0 && skipped(name[at - 1])) --at;
    if (at == 0 || lower_case(name[at - 1]) != lower_case(form[of - 1])) return 0;
    --at;
    --of;
  }
  // The whole last word or words, with a name before them.
  if (at < 2 || (name[at - 1] != ' ' && name[at - 1] != ',')) return 0;
  const std::string_view found = name.substr(at);
  return is_initials(form) && is_word(found) ? 0 : found.size();
}

}  // namespace synthgen
