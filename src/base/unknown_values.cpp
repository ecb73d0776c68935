// Values that a list lacks, for one message that names the first few of them.
#include "synthgen/base/unknown_values.hpp"

#include <algorithm>

#include "synthgen/base/near_names.hpp"

namespace synthgen {
namespace {

/// Nobody reads more of them in one line.
constexpr std::size_t kMostShown = 3;

std::string quoted(std::string_view text) { return '"' + std::string(text) + '"'; }

}  // namespace

void UnknownValues::add(std::string_view value) {
  if (std::find(values_.begin(), values_.end(), value) == values_.end()) values_.emplace_back(value);
}

std::string UnknownValues::shown() const {
  // A fourth is shown in place of "1 more".
  const std::size_t shown = values_.size() <= kMostShown + 1 ? values_.size() : kMostShown;
  std::string text;
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) text += i + 1 == values_.size() ? " or " : ", ";
    text += quoted(values_[i]);
  }
  if (shown < values_.size()) text += " or " + std::to_string(values_.size() - shown) + " more";
  return text;
}

std::string UnknownValues::did_you_mean(std::span<const std::string> known) const {
  if (values_.size() == 1) return synthgen::did_you_mean(values_.front(), known);
  std::string text;
  for (std::size_t i = 0; i < std::min(values_.size(), kMostShown + 1); ++i) {
    const std::vector<std::string> near = near_names(values_[i], known);
    if (near.empty()) continue;
    text += (text.empty() ? "did you mean " : ", ") + quoted(near.front()) + " for " + quoted(values_[i]);
  }
  return text.empty() ? text : text + '?';
}

}  // namespace synthgen
