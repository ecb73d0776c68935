#include "year_spans.hpp"

#include <algorithm>
#include <cassert>
#include <charconv>

namespace synthgen {
namespace {

/// take(piece) for each piece between single spaces.
template <class Take>
void split_at_spaces(std::string_view text, const Take& take) {
  while (!text.empty()) {
    const std::string_view piece = text.substr(0, text.find(' '));
    take(piece);
    text.remove_prefix(std::min(text.size(), piece.size() + 1));
  }
}

std::int64_t year_of(std::string_view text, std::int64_t open) {
  if (text.empty()) return open;
  std::int64_t year = 0;
  std::from_chars(text.data(), text.data() + text.size(), year);
  return year;
}

}  // namespace

YearSpans::YearSpans(std::string_view text) {
  split_at_spaces(text, [&](std::string_view piece) {
    const std::size_t dash = piece.find('-');
    assert(dash != std::string_view::npos && "a span of years has a dash");
    const Span open;
    spans_.push_back({year_of(piece.substr(0, dash), open.first), year_of(piece.substr(dash + 1), open.last)});
  });
  if (spans_.empty()) spans_.push_back({});
}

std::int64_t YearSpans::distance(std::int64_t year) const {
  std::int64_t nearest = std::numeric_limits<std::int64_t>::max();
  for (const Span& span : spans_) {
    const std::int64_t away = year < span.first ? span.first - year : year > span.last ? year - span.last : 0;
    nearest = std::min(nearest, away);
  }
  return nearest;
}

std::vector<WordOfYears> words_of_years(std::string_view text) {
  std::vector<WordOfYears> words;
  split_at_spaces(text, [&](std::string_view piece) {
    const std::size_t colon = std::min(piece.find(':'), piece.size());
    words.push_back({piece.substr(0, colon), YearSpans(piece.substr(std::min(piece.size(), colon + 1)))});
  });
  return words;
}

}  // namespace synthgen
