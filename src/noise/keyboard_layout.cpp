#include "keyboard_layout.hpp"

#include <cassert>
#include <cmath>
#include <cstdlib>

#include "data_texts.hpp"
#include "synthgen/base/number_text.hpp"

namespace synthgen {

std::size_t layout_of_locale(std::string_view locale) {
  constexpr std::string_view kLocales[] = {"en_US", "es_ES", "de_DE", "fr_FR", "en_GB"};
  for (std::size_t i = 0; i < std::size(kLocales); ++i) {
    if (locale == kLocales[i]) return i;
  }
  return 0;
}

KeyboardLayout::KeyboardLayout(std::string_view name) {
  DataLines lines(data_text("layout_" + std::string(name)));
  std::vector<std::string_view> fields;
  while (lines.next(fields)) {
    Key key;
    key.y = parse_number(fields[0]).value();
    key.x = parse_number(fields[1]).value();
    for (std::size_t i = 2; i < fields.size(); ++i) {
      std::string_view characters = fields[i];
      key.codes = {};
      if (characters != "dead") {
        for (std::size_t level = 0; level < 2 && !characters.empty(); ++level) {
          const Character character = first_character(characters);
          key.codes[level] = character.code;
          characters.remove_prefix(character.bytes);
        }
        keys_.push_back(key);
      }
      key.x += 1;
    }
  }
  for (const Key& key : keys_) {
    for (std::size_t level = 0; level < 2; ++level) {
      if (key.codes[level] == 0 || key.codes[level] >= by_code_.size()) continue;
      Range& range = by_code_[key.codes[level]];
      range.begin = static_cast<std::uint16_t>(neighbours_.size());
      double sum = 0;
      std::vector<double> ends;
      for (const Key& other : keys_) {
        const double dx = other.x - key.x;
        const double dy = other.y - key.y;
        const double distance = std::sqrt(dx * dx + dy * dy);
        if (distance == 0 || distance > kNeighbourDistance || other.codes[level] == 0) continue;
        sum += 1 / distance;
        ends.push_back(sum);
        neighbours_.push_back({other.codes[level], 0});
      }
      range.size = static_cast<std::uint16_t>(ends.size());
      for (std::size_t i = 0; i < ends.size(); ++i) {
        neighbours_[range.begin + i].end =
            i + 1 == ends.size() ? 0xFFFF'FFFF : static_cast<std::uint32_t>(ends[i] / sum * 0x1p32);
      }
    }
  }
}

std::span<const KeyboardLayout::Neighbour> KeyboardLayout::neighbours(std::uint32_t code) const {
  if (code >= by_code_.size()) return {};
  const Range range = by_code_[code];
  return {neighbours_.data() + range.begin, range.size};
}

bool KeyboardFaults::damage(std::string_view text, NoiseDraws& draws, FaultScratch& scratch, std::string& out) const {
  scratch.units.read(text);
  const TextUnits& units = scratch.units;
  const auto place = draw_place(
      first_place(position_, units.size()), units.size(), position_, draws,
      [&](std::size_t unit) { return units.starts_word(unit); },
      [&](std::size_t unit) { return !layout_.neighbours(units.code(unit)).empty(); });
  if (!place.has_value()) return false;
  const std::span<const KeyboardLayout::Neighbour> neighbours = layout_.neighbours(units.code(*place));
  const std::uint32_t drawn = draws.bits32();
  std::size_t struck = 0;
  while (struck + 1 < neighbours.size() && drawn >= neighbours[struck].end) ++struck;
  const bool inserted = draws.chance(kInserted);
  const bool before = inserted && (draws.bits32() >> 31) != 0;
  char bytes[4];
  const std::size_t size = put_character(neighbours[struck].code, bytes);
  out.append(text, 0, units.begin(*place));
  if (inserted && !before) out += units[*place];
  out.append(bytes, size);
  if (before) out += units[*place];
  out.append(text, units.begin(*place + 1));
  return true;
}

}  // namespace synthgen
