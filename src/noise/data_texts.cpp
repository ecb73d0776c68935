#include "data_texts.hpp"

#include <algorithm>
#include <cassert>

namespace synthgen {

std::string_view data_text(std::string_view name) {
  const std::span<const DataText> texts = data_texts();
  const auto found = std::find_if(texts.begin(), texts.end(), [&](const DataText& text) { return text.name == name; });
  assert(found != texts.end());
  return found->text;
}

bool DataLines::next(std::vector<std::string_view>& fields) {
  while (!rest_.empty()) {
    const std::size_t end = std::min(rest_.find('\n'), rest_.size());
    std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    if (line.starts_with('#')) continue;
    fields.clear();
    while (!line.empty()) {
      const std::size_t stop = std::min(line.find(' '), line.size());
      if (stop > 0) fields.push_back(line.substr(0, stop));
      line.remove_prefix(std::min(stop + 1, line.size()));
    }
    if (!fields.empty()) return true;
  }
  return false;
}

}  // namespace synthgen
