#include "plate_patterns.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "synthgen/base/stream.hpp"

namespace synthgen {
namespace {

/// Pairs of letters that are not issued in Germany.
constexpr std::array<std::string_view, 6> kNotIssued = {"HJ", "KZ", "NS", "SA", "SS", "SD"};

}  // namespace

PlatePatterns::PlatePatterns(const DataTable& table) : index_(table.numbers("weight")) {
  for (std::size_t row = 0; row < table.rows(); ++row) {
    patterns_.push_back(compile(table.text(row, "pattern"), table.text(row, "letters")));
    count_ += patterns_.back().count;
  }
}

PlatePatterns::Pattern PlatePatterns::compile(std::string_view text, std::string_view letters) {
  Pattern pattern;
  for (const char c : text) {
    Piece piece;
    piece.form = Form::listed;
    if (c == 'a') {
      piece.texts = letters;
    } else if (c == 'b') {
      piece.texts = "ABCDEFGHJKLMNOPRSTUVWXY";
    } else if (c == '9') {
      piece.texts = "0123456789";
    } else if (c == '1') {
      piece.texts = "123456789";
    } else if (c == 'p') {
      piece.width = 2;
      for (const char first : letters) {
        for (const char second : letters) {
          const char pair[] = {first, second};
          if (std::find(kNotIssued.begin(), kNotIssued.end(), std::string_view(pair, 2)) == kNotIssued.end()) {
            piece.texts.append(pair, 2);
          }
        }
      }
    } else if (c == 'y') {
      piece.form = Form::year;
      piece.width = 2;
      piece.radix = 2;
    } else {
      piece.form = Form::literal;
      piece.texts = c;
    }
    if (piece.form == Form::listed) piece.radix = static_cast<std::uint32_t>(piece.texts.size()) / piece.width;
    if (piece.form == Form::literal && !pattern.pieces.empty() && pattern.pieces.back().form == Form::literal) {
      pattern.pieces.back().texts += c;
      ++pattern.pieces.back().width;
      continue;
    }
    pattern.count *= piece.radix;
    pattern.pieces.push_back(std::move(piece));
  }
  return pattern;
}

std::size_t PlatePatterns::write(const Pattern& pattern, std::uint64_t number, std::int64_t year, char* to) {
  char* const begin = to;
  for (const Piece& piece : pattern.pieces) {
    if (piece.form == Form::year) {
      // From March on the year's two digits, from September on 50 more: since September 2001, when 51 was the first.
      const auto digits = static_cast<std::uint64_t>(std::max<std::int64_t>(year, 2002) % 50) + number % 2 * 50;
      *to++ = static_cast<char>('0' + digits / 10);
      *to++ = static_cast<char>('0' + digits % 10);
      number /= 2;
      continue;
    }
    const std::uint64_t place = piece.radix == 1 ? 0 : number % piece.radix;
    std::memcpy(to, piece.texts.data() + place * piece.width, piece.width);
    to += piece.width;
    number /= piece.radix;
  }
  return static_cast<std::size_t>(to - begin);
}

std::size_t PlatePatterns::draw(std::uint64_t bits, std::uint64_t more, std::int64_t year, char* to) const {
  const Pattern& pattern = patterns_[index_(bits)];
  return write(pattern, bounded(more, pattern.count), year, to);
}

std::size_t PlatePatterns::write(std::uint64_t number, std::int64_t year, char* to) const {
  std::size_t p = 0;
  while (number >= patterns_[p].count) number -= patterns_[p++].count;
  return write(patterns_[p], number, year, to);
}

}  // namespace synthgen
