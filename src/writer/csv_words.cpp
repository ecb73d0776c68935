#include "csv_words.hpp"

#include <algorithm>
#include <cstring>

#include "csv_quote.hpp"

namespace synthgen::csv {

WordTable::WordTable(const Dictionary& dictionary, char separator, const CsvOptions& options)
    : dictionary_(&dictionary), null_code_(static_cast<std::int32_t>(dictionary.size())) {
  const std::size_t words = dictionary.size();
  std::vector<std::size_t> sizes(words + 1);
  for (std::size_t code = 0; code < words; ++code) sizes[code] = field_bytes(dictionary[code], options) + 1;
  sizes[words] = 1;
  const std::size_t longest = *std::max_element(sizes.begin(), sizes.end());
  shortest_ = words == 0 ? 1 : *std::min_element(sizes.begin(), sizes.end() - 1);
  slot_bytes_ = longest <= 16 ? 16 : longest <= kLongestSlot ? kLongestSlot : 0;

  offsets_.reserve(words + 2);
  offsets_.push_back(0);
  for (const std::size_t size : sizes) offsets_.push_back(offsets_.back() + (slot_bytes_ != 0 ? slot_bytes_ : size));
  // Copies take 32 bytes at a time.
  bytes_.resize(offsets_.back() + kLongestSlot);
  for (std::size_t code = 0; code <= words; ++code) {
    char* out = bytes_.data() + offsets_[code];
    if (code < words) {
      const std::string_view text = dictionary[code];
      if (sizes[code] - 1 == text.size()) {
        std::memcpy(out, text.data(), text.size());
        out += text.size();
      } else {
        out = write_quoted(text, options.quote, out);
      }
    }
    *out = separator;
  }
  if (slot_bytes_ != 0) {
    offsets_.clear();
    lengths_.reserve(words + 1);
    for (const std::size_t size : sizes) lengths_.push_back(static_cast<std::uint8_t>(size));
  }
}

}  // namespace synthgen::csv
