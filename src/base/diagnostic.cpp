// Findings, and where in a text they are. How they look is in diagnostic_text.cpp.
#include "synthgen/base/diagnostic.hpp"

#include <algorithm>

namespace synthgen {
namespace {

Diagnostic make(Severity severity, std::string&& code, std::string&& message, std::optional<Place>&& place,
                std::string&& hint) {
  return {severity, std::move(code), std::move(message), std::move(place), std::move(hint)};
}

bool same(const Diagnostic& a, const Diagnostic& b) {
  const bool same_place = a.place.has_value() == b.place.has_value() &&
                          (!a.place || (a.place->offset == b.place->offset && a.place->length == b.place->length &&
                                        a.place->pointer == b.place->pointer));
  return same_place && a.severity == b.severity && a.code == b.code && a.message == b.message && a.hint == b.hint;
}

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

}  // namespace

Diagnostic make_error(std::string code, std::string message, std::optional<Place> place, std::string hint) {
  return make(Severity::error, std::move(code), std::move(message), std::move(place), std::move(hint));
}

Diagnostic make_warning(std::string code, std::string message, std::optional<Place> place, std::string hint) {
  return make(Severity::warning, std::move(code), std::move(message), std::move(place), std::move(hint));
}

bool Diagnostics::has_errors() const { return error_count() > 0; }

std::size_t Diagnostics::error_count() const {
  return static_cast<std::size_t>(std::count_if(
      items_.begin(), items_.end(), [](const Diagnostic& item) { return item.severity == Severity::error; }));
}

void Diagnostics::sort() {
  const auto order = [](const Diagnostic& item) { return item.place ? item.place->offset : SIZE_MAX; };
  std::stable_sort(items_.begin(), items_.end(),
                   [&](const Diagnostic& a, const Diagnostic& b) { return order(a) < order(b); });
  std::vector<Diagnostic> kept;
  kept.reserve(items_.size());
  for (Diagnostic& item : items_) {
    bool repeated = false;
    // Repeats share their offset, so only the tail of what is kept can hold one.
    for (auto other = kept.rbegin(); !repeated && other != kept.rend() && order(*other) == order(item); ++other) {
      repeated = same(*other, item);
    }
    if (!repeated) kept.push_back(std::move(item));
  }
  items_ = std::move(kept);
}

SourceText::SourceText(std::string name, std::string text) : name_(std::move(name)), text_(std::move(text)) {
  line_starts_.push_back(0);
  for (std::size_t i = 0; i < text_.size(); ++i) {
    if (text_[i] == '\n') line_starts_.push_back(i + 1);
  }
}

std::size_t SourceText::line_start(std::size_t offset) const {
  const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), std::min(offset, text_.size()));
  return after == line_starts_.begin() ? 0 : *(after - 1);
}

std::string_view SourceText::line_at(std::size_t offset) const {
  const std::size_t start = line_start(offset);
  std::size_t end = std::min(text_.find('\n', start), text_.size());
  if (end > start && text_[end - 1] == '\r') --end;
  return std::string_view(text_).substr(start, end - start);
}

SourceText::Position SourceText::position(std::size_t offset) const {
  offset = std::min(offset, text_.size());
  const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  Position position;
  position.line = std::max<std::size_t>(1, static_cast<std::size_t>(after - line_starts_.begin()));
  std::size_t start = line_start(offset);
  // A byte order mark is no character of the first line.
  if (start == 0 && text_.starts_with("\xEF\xBB\xBF")) start = std::min<std::size_t>(3, offset);
  for (std::size_t i = start; i < offset; ++i) {
    // A character counts once its last byte is behind us.
    const bool ends_here = i + 1 >= text_.size() || !is_continuation(text_[i + 1]);
    if (ends_here) ++position.column;
  }
  return position;
}

Place TextOrigin::place(std::size_t begin, std::size_t length) const {
  if (offsets_.empty()) return {begin, std::max<std::size_t>(1, length), pointer_};
  const std::size_t last = offsets_.size() - 1;  // the closing quote
  begin = std::min(begin, last);
  const std::size_t end = begin + std::min(length, last - begin);
  return {offsets_[begin], std::max<std::size_t>(1, offsets_[end] - offsets_[begin]), pointer_};
}

TextOrigin TextOrigin::without_prefix(std::size_t count) const {
  if (offsets_.empty()) return *this;
  const std::size_t taken = std::min(count, offsets_.size() - 1);
  return {pointer_, {offsets_.begin() + static_cast<std::ptrdiff_t>(taken), offsets_.end()}};
}

}  // namespace synthgen
