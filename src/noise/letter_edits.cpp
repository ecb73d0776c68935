#include "letter_edits.hpp"

#include <algorithm>

namespace synthgen {
namespace {

void append_code(std::uint32_t code, std::string& out) {
  char bytes[4];
  out.append(bytes, put_character(code, bytes));
}

}  // namespace

LetterEdits::LetterEdits(const std::array<double, 4>& shares, FaultPosition position, std::string_view locale)
    : position_(position), shares_(shares) {
  double total = 0;
  for (const double share : shares) total += share;
  double sum = 0;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    sum += shares[i];
    ends_[i] = static_cast<std::uint64_t>(sum / total * 0x1p32);
  }
  // Rounding must not leave the last draws to an edit without a share.
  for (std::size_t i = shares.size(); i-- > 0;) {
    ends_[i] = std::uint64_t{1} << 32;
    if (shares[i] > 0) break;
  }
  const auto letters = [this](LetterClass of) -> std::vector<std::uint32_t>& {
    return letters_[static_cast<std::size_t>(of)];
  };
  for (std::uint32_t c = 'a'; c <= 'z'; ++c) letters(LetterClass::lower).push_back(c);
  for (std::uint32_t c = 'A'; c <= 'Z'; ++c) letters(LetterClass::upper).push_back(c);
  for (std::uint32_t c = '0'; c <= '9'; ++c) letters(LetterClass::digit).push_back(c);
  const bool german = locale.starts_with("de");
  const std::u32string_view further = german ? U"äöü" : locale.starts_with("es") ? U"ñ" : U"";
  for (const char32_t c : further) {
    letters(LetterClass::lower).push_back(c);
    letters(LetterClass::upper).push_back(upper_of(c));
  }
  if (german) letters(LetterClass::lower).push_back(U'ß');
}

bool LetterEdits::damage(std::string_view text, NoiseDraws& draws, FaultScratch& scratch, std::string& out) const {
  if (text.empty()) return false;
  scratch.units.read(text);
  const std::uint32_t drawn = draws.bits32();
  // Without a branch: one kind or the other is as good as a coin, and the switch guesses wrong often enough.
  const auto first =
      static_cast<std::size_t>((drawn >= ends_[0] ? 1 : 0) + (drawn >= ends_[1] ? 1 : 0) + (drawn >= ends_[2] ? 1 : 0));
  if (edit(static_cast<LetterEdit>(first), scratch.units, draws, out)) return true;
  // What the text cannot suffer leaves its share to the others.
  std::array<double, 4> left = shares_;
  for (std::size_t failed = first;;) {
    left[failed] = 0;
    double total = 0;
    for (const double share : left) total += share;
    if (total <= 0) return false;
    double rest = draws.uniform() * total;
    std::size_t last = 0;
    for (std::size_t i = 0; i < left.size(); ++i) {
      if (left[i] <= 0) continue;
      last = i;
      rest -= left[i];
      if (rest < 0) break;
    }
    if (edit(static_cast<LetterEdit>(last), scratch.units, draws, out)) return true;
    failed = last;
  }
}

bool LetterEdits::edit(LetterEdit edit, const TextUnits& units, NoiseDraws& draws, std::string& out) const {
  switch (edit) {
    case LetterEdit::substitute:
      return substitute(units, draws, out);
    case LetterEdit::remove:
      return remove(units, draws, out);
    case LetterEdit::insert:
      return insert(units, draws, out);
    case LetterEdit::transpose:
      return transpose(units, draws, out);
  }
  return false;
}

std::uint32_t LetterEdits::draw_letter(LetterClass of, std::uint32_t except, NoiseDraws& draws) const {
  const std::vector<std::uint32_t>& letters = letters_[static_cast<std::size_t>(of)];
  // Those of ASCII lead a list, in order.
  std::size_t own = except - letters.front();
  if (except >= 0x80)
    own = static_cast<std::size_t>(std::find(letters.begin(), letters.end(), except) - letters.begin());
  if (own >= letters.size()) return letters[draws.below(letters.size())];
  const std::uint32_t drawn = draws.below(letters.size() - 1);
  return letters[drawn + (drawn >= own ? 1 : 0)];
}

bool LetterEdits::substitute(const TextUnits& units, NoiseDraws& draws, std::string& out) const {
  const auto place = draw_place(
      first_place(position_, units.size()), units.size(), position_, draws,
      [&](std::size_t unit) { return units.starts_word(unit); },
      [&](std::size_t unit) { return letter_class(units.code(unit)) != LetterClass::none; });
  if (!place.has_value()) return false;
  const std::uint32_t code = units.code(*place);
  const std::uint32_t letter = draw_letter(letter_class(code), code, draws);
  const std::size_t begin = units.begin(*place);
  const std::size_t end = units.begin(*place + 1);
  if (end - begin == 1 && letter < 0x80) {
    out += units.text();
    out[out.size() - units.text().size() + begin] = static_cast<char>(letter);
    return true;
  }
  out.append(units.text(), 0, begin);
  append_code(letter, out);
  out.append(units.text(), end);
  return true;
}

bool LetterEdits::remove(const TextUnits& units, NoiseDraws& draws, std::string& out) const {
  if (units.size() < 2) return false;
  const auto place = draw_place(
      first_place(position_, units.size()), units.size(), position_, draws,
      [&](std::size_t unit) { return units.starts_word(unit); }, [](std::size_t) { return true; });
  if (!place.has_value()) return false;
  out.append(units.text(), 0, units.begin(*place));
  out.append(units.text(), units.begin(*place + 1));
  return true;
}

bool LetterEdits::insert(const TextUnits& units, NoiseDraws& draws, std::string& out) const {
  // Places are before each unit, and behind the last. A mark that leads the text without a letter is not struck twice:
  // it would remain one unit, and double its length with every fault.
  const bool bare = is_combining(units.code(0));
  const auto place = draw_place(
      first_place(position_, units.size()), units.size() + 1, position_, draws,
      [&](std::size_t unit) { return units.starts_word(unit); },
      [&](std::size_t unit) { return !bare || (unit != 0 && units.size() != 1); });
  if (!place.has_value()) return false;
  out.append(units.text(), 0, units.begin(*place));
  LetterClass of = *place < units.size() ? letter_class(units.code(*place)) : LetterClass::none;
  if (of == LetterClass::none && *place > 0) of = letter_class(units.code(*place - 1));
  if (of == LetterClass::none) {
    // Beside signs, and letters whose script has none here, the key is struck twice.
    out += units[std::min(*place, units.size() - 1)];
  } else {
    append_code(draw_letter(of, kNoCharacter, draws), out);
  }
  out.append(units.text(), units.begin(*place));
  return true;
}

bool LetterEdits::transpose(const TextUnits& units, NoiseDraws& draws, std::string& out) const {
  const auto place = draw_place(
      first_place(position_, units.size()), units.size() - 1, position_, draws,
      [&](std::size_t unit) { return units.starts_word(unit) || units.starts_word(unit + 1); },
      [&](std::size_t unit) { return units[unit] != units[unit + 1]; });
  if (!place.has_value()) return false;
  const std::size_t start = out.size();
  out += units.text();
  const auto at = [&](std::size_t unit) {
    return out.begin() + static_cast<std::ptrdiff_t>(start + units.begin(unit));
  };
  std::rotate(at(*place), at(*place + 1), at(*place + 2));
  return true;
}

}  // namespace synthgen
