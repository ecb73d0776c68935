#include "csv_extra_words.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>

#include "csv_kernels.hpp"
#include "csv_quote.hpp"

namespace synthgen::csv {
namespace {

/// A copy of more than this would push the batch itself out of the first caches.
constexpr std::size_t kMostSlotBytes = 64 * 1024;
constexpr std::size_t kNarrowSlot = 16;
/// A damaged word is often a little longer than the word.
constexpr std::size_t kGrowth = 4;

typedef unsigned char Bytes16 __attribute__((vector_size(16)));

/// Whether a text of at most 16 bytes needs no quotes: one comparison for each special byte, where a kernel would first
/// have to be found for this machine. 16 bytes may be read from the text's start.
bool is_plain_and_short(std::string_view text, char delimiter, char quote) {
  if (text.empty() || text.size() > sizeof(Bytes16)) return false;
  constexpr Bytes16 kPlaces = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  Bytes16 bytes;
  std::memcpy(&bytes, text.data(), sizeof bytes);
  const auto found = ((bytes == static_cast<unsigned char>(delimiter)) | (bytes == static_cast<unsigned char>(quote)) |
                      (bytes == static_cast<unsigned char>('\r')) | (bytes == static_cast<unsigned char>('\n'))) &
                     (kPlaces < static_cast<unsigned char>(text.size()));
  std::uint64_t halves[2];
  std::memcpy(halves, &found, sizeof halves);
  return (halves[0] | halves[1]) == 0;
}

}  // namespace

ExtraWords::ExtraWords(char separator, const CsvOptions& options)
    : separator_(separator),
      options_(options),
      codes_(kRunRows),
      lengths_(kRunRows + kOverrunRows),
      starts_(kRunRows),
      long_lengths_(kRunRows) {
  extras_.reserve(kRunRows);
}

void ExtraWords::copy_slots(const WordTable& words) {
  words_ = &words;
  null_code_ = words.null_code();
  slot_bytes_ = 0;
  const std::size_t from_bytes = words.slot_bytes();
  const auto fields = static_cast<std::size_t>(null_code_) + 1;
  if (from_bytes == 0) return;
  const std::size_t longest = *std::max_element(words.lengths(), words.lengths() + fields);
  const std::size_t bytes = longest + kGrowth <= kNarrowSlot ? kNarrowSlot : WordTable::kLongestSlot;
  if ((fields + kRunRows) * bytes > kMostSlotBytes) return;
  slot_bytes_ = bytes;
  slots_.assign((fields + kRunRows) * bytes, 0);
  for (std::size_t code = 0; code < fields; ++code) {
    std::memcpy(slots_.data() + code * bytes, words.slots() + code * from_bytes, from_bytes);
  }
  slot_lengths_.assign(words.lengths(), words.lengths() + fields);
  slot_lengths_.resize(fields + kRunRows);
}

void ExtraWords::find_extras(const Column& column, std::size_t first, std::size_t rows) {
  std::memcpy(codes_.data(), column.data<std::int32_t>() + first, rows * sizeof(std::int32_t));
  if (!column.all_valid()) {
    const std::uint64_t* validity = column.validity() + first / 64;
    for (std::size_t i = 0; i < rows; ++i) {
      const bool valid = ((validity[i / 64] >> (i % 64)) & 1) != 0;
      codes_[i] = valid ? codes_[i] : null_code_;
    }
  }
  extras_.clear();
  const std::vector<std::uint32_t>& places = column.extra_rows();
  auto next = static_cast<std::size_t>(std::lower_bound(places.begin(), places.end(), first) - places.begin());
  for (; next < places.size() && places[next] < first + rows; ++next) {
    if (column.is_null(places[next])) continue;
    const std::string_view text = column.extra_text(next);
    const bool plain = is_plain_and_short(text, options_.delimiter, options_.quote);
    extras_.push_back({places[next] - first, text, (plain ? text.size() : field_bytes(text, options_)) + 1});
  }
}

void ExtraWords::write_field(const Extra& extra, char* out) const {
  if (extra.bytes - 1 == extra.text.size()) {
    std::memcpy(out, extra.text.data(), extra.text.size());
  } else {
    write_quoted(extra.text, options_.quote, out);
  }
  out[extra.bytes - 1] = separator_;
}

void ExtraWords::use_slots(std::size_t rows, FieldRun& run) {
  auto code = static_cast<std::size_t>(null_code_) + 1;
  for (const Extra& extra : extras_) {
    char* const slot = slots_.data() + code * slot_bytes_;
    if (extra.bytes - 1 != extra.text.size()) {
      write_quoted(extra.text, options_.quote, slot);
    } else if (slot_bytes_ == kNarrowSlot) {
      std::memcpy(slot, extra.text.data(), kNarrowSlot);  // 32 bytes may be read, and a fixed size costs least
    } else {
      std::memcpy(slot, extra.text.data(), WordTable::kLongestSlot);
    }
    slot[extra.bytes - 1] = separator_;
    slot_lengths_[code] = static_cast<std::uint8_t>(extra.bytes);
    codes_[extra.row] = static_cast<std::int32_t>(code++);
  }
  // Bytes may alias anything, the members too, which would then be loaded again for each row.
  const std::uint8_t* const from = slot_lengths_.data();
  const std::int32_t* const codes = codes_.data();
  std::uint8_t* const lengths = lengths_.data();
  for (std::size_t i = 0; i < rows; ++i) lengths[i] = from[codes[i]];
  run.form = FieldRun::Form::words;
  run.width = static_cast<std::uint8_t>(slot_bytes_);
  run.stride = slot_bytes_;
  run.base = slots_.data();
  run.codes = codes_.data();
  run.lengths = lengths_.data();
}

void ExtraWords::use_far_fields(std::size_t rows, FieldRun& run) {
  std::size_t bytes = 0;
  for (const Extra& extra : extras_) bytes += extra.bytes;
  // Copies take 32 bytes at a time.
  far_fields_.resize(std::max(far_fields_.size(), bytes + WordTable::kLongestSlot));
  char* out = far_fields_.data();
  auto next = extras_.begin();
  for (std::size_t i = 0; i < rows; ++i) {
    if (next != extras_.end() && next->row == i) {
      write_field(*next, out);
      starts_[i] = out;
      long_lengths_[i] = static_cast<std::uint32_t>(next->bytes);
      out += next->bytes;
      ++next;
    } else if (const std::size_t slot = words_->slot_bytes(); slot != 0) {
      const auto code = static_cast<std::size_t>(codes_[i]);
      starts_[i] = words_->slots() + code * slot;
      long_lengths_[i] = words_->lengths()[code];
    } else {
      starts_[i] = words_->field(codes_[i]);
      long_lengths_[i] = static_cast<std::uint32_t>(words_->field_length(codes_[i]));
    }
  }
  run.form = FieldRun::Form::far;
  run.width = static_cast<std::uint8_t>(WordTable::kLongestSlot);
  run.starts = starts_.data();
  run.long_lengths = long_lengths_.data();
}

void ExtraWords::format(const Column& column, std::size_t first, std::size_t rows, const WordTable& words,
                        FieldRun& run) {
  assert(column.dictionary() == words.dictionary());
  if (words_ != &words) copy_slots(words);
  find_extras(column, first, rows);
  std::size_t longest = 0;
  std::size_t shortest = column.all_valid() ? words.shortest() : 1;
  for (const Extra& extra : extras_) {
    longest = std::max(longest, extra.bytes);
    shortest = std::min(shortest, extra.bytes);
  }
  run.shortest = static_cast<std::uint32_t>(shortest);
  if (longest <= slot_bytes_ && slot_bytes_ != 0) {
    use_slots(rows, run);
  } else {
    use_far_fields(rows, run);
  }
}

}  // namespace synthgen::csv
