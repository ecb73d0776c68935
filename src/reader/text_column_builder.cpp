#include "text_column_builder.hpp"

#include <algorithm>
#include <cstring>
#include <limits>

namespace synthgen {
namespace {

// Where the dictionary has stopped paying: it leaves the second-level cache, or half of the texts are new.
constexpr std::size_t kMostWords = std::size_t{1} << 16;
constexpr std::size_t kMostWordBytes = std::size_t{4} << 20;
constexpr std::size_t kRowsBeforeDoubt = 4096;
constexpr std::size_t kMostTextBytes = std::numeric_limits<std::int32_t>::max() - 1024;

/// Finds words only; no result depends on it.
std::uint64_t hash_of(std::string_view text) {
  constexpr std::uint64_t kFactor = 0x9E3779B97F4A7C15U;
  std::uint64_t hash = text.size() * kFactor;
  const char* at = text.data();
  std::size_t left = text.size();
  while (left > 0) {
    std::uint64_t eight = 0;
    const std::size_t taken = std::min<std::size_t>(left, 8);
    std::memcpy(&eight, at, taken);
    hash = (hash ^ eight) * kFactor;
    hash ^= hash >> 29;
    at += taken;
    left -= taken;
  }
  return hash;
}

}  // namespace

TextColumnBuilder::TextColumnBuilder() : slots_(256, 0) {}

void TextColumnBuilder::append(std::string_view text) {
  if (coded_) {
    const std::int32_t code = code_of(text);
    push(code);
    const bool half_new =
        static_cast<std::size_t>(rows_) >= kRowsBeforeDoubt && words_.size() * 2 > static_cast<std::size_t>(rows_);
    if (half_new || words_.size() > kMostWords || word_bytes_ > kMostWordBytes) spell_out();
    return;
  }
  append_plain(text);
  push(static_cast<std::int32_t>(text.size()));
}

std::int32_t TextColumnBuilder::code_of(std::string_view text) {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = hash_of(text) & mask;
  while (slots_[slot] != 0) {
    const std::int32_t code = slots_[slot] - 1;
    if (words_[static_cast<std::size_t>(code)] == text) return code;
    slot = (slot + 1) & mask;
  }
  words_.emplace_back(text);
  word_bytes_ += text.size();
  slots_[slot] = static_cast<std::int32_t>(words_.size());
  if (words_.size() * 2 > slots_.size()) grow_slots();
  return static_cast<std::int32_t>(words_.size() - 1);
}

void TextColumnBuilder::grow_slots() {
  slots_.assign(slots_.size() * 4, 0);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t code = 0; code < words_.size(); ++code) {
    std::size_t slot = hash_of(words_[code]) & mask;
    while (slots_[slot] != 0) slot = (slot + 1) & mask;
    slots_[slot] = static_cast<std::int32_t>(code) + 1;
  }
}

void TextColumnBuilder::append_plain(std::string_view text) {
  if (pieces_.empty() || pieces_.back().capacity - pieces_.back().used < text.size()) {
    TextPiece& piece = pieces_.emplace_back();
    piece.capacity = std::max(kPieceBytes, text.size());
    piece.bytes = std::make_unique_for_overwrite<char[]>(piece.capacity);
  }
  TextPiece& piece = pieces_.back();
  std::memcpy(piece.bytes.get() + piece.used, text.data(), text.size());
  piece.used += text.size();
  text_bytes_ += text.size();
}

void TextColumnBuilder::spell_out() {
  coded_ = false;
  for (std::size_t row = 0; row < static_cast<std::size_t>(rows_); ++row) {
    std::int32_t& code = entry(row);
    if (code == kNull) continue;
    const std::string& word = words_[static_cast<std::size_t>(code)];
    append_plain(word);
    code = static_cast<std::int32_t>(word.size());
  }
  words_ = {};
  slots_ = {};
}

std::shared_ptr<const LoadedColumn> TextColumnBuilder::finish() {
  if (coded_ && words_.size() * 2 > static_cast<std::size_t>(rows_)) spell_out();
  return coded_ ? finish_coded() : finish_plain();
}

std::shared_ptr<const LoadedColumn> TextColumnBuilder::finish_coded() {
  auto loaded = std::make_shared<LoadedColumn>();
  slots_ = {};
  if (words_.empty()) words_.emplace_back();  // null cells hold a valid code, too
  loaded->dictionary = std::make_unique<Dictionary>(std::move(words_));
  const auto rows = static_cast<std::size_t>(rows_);
  loaded->cells.reset(*loaded->dictionary, rows);
  auto* codes = loaded->cells.data<std::int32_t>();
  for (std::size_t row = 0; row < rows; ++row) {
    const std::int32_t code = entry(row);
    codes[row] = std::max(code, 0);
    if (code == kNull) loaded->cells.set_null(row);
    if ((row + 1) % kPieceRows == 0) entries_[row / kPieceRows].reset();
  }
  return loaded;
}

std::shared_ptr<const LoadedColumn> TextColumnBuilder::finish_plain() {
  if (text_bytes_ > kMostTextBytes) return nullptr;
  auto loaded = std::make_shared<LoadedColumn>();
  const auto rows = static_cast<std::size_t>(rows_);
  loaded->cells.reset({TypeKind::string, 0}, rows);
  loaded->cells.text_room(text_bytes_);
  std::size_t piece = 0;
  std::size_t at = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    const std::int32_t length = entry(row);
    if (length == kNull) {
      loaded->cells.append_null();
    } else {
      const auto bytes = static_cast<std::size_t>(length);
      while (bytes > 0 && at == pieces_[piece].used) {
        pieces_[piece++] = TextPiece();
        at = 0;
      }
      std::memcpy(loaded->cells.text_room(bytes), bytes > 0 ? pieces_[piece].bytes.get() + at : "", bytes);
      loaded->cells.commit_text(bytes);
      at += bytes;
    }
    if ((row + 1) % kPieceRows == 0) entries_[row / kPieceRows].reset();
  }
  return loaded;
}

}  // namespace synthgen
