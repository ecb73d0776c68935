// Optimal string alignment distance: insertions, deletions, substitutions and swaps of
// neighbours cost one each (Boytsov, "Indexing methods for approximate dictionary
// searching", 2011, section 2.2).
#include "synthgen/base/near_names.hpp"

#include <algorithm>
#include <cstddef>

#include "synthgen/base/ascii.hpp"

namespace synthgen {
namespace {

// Names longer than this are cut for the search, so that hostile ones cost nothing.
constexpr std::size_t kLongestName = 100;

std::string folded(std::string_view name) { return lower_case(name.substr(0, kLongestName)); }

// Three rows of the dynamic program are alive: the current one and the two before it.
std::size_t distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({change, last[j] + 1, row[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

}  // namespace

std::vector<std::string> near_names(std::string_view name, std::span<const std::string> candidates) {
  struct Found {
    std::size_t distance;
    const std::string* name;
  };
  constexpr std::size_t kMost = 3;
  const std::string wanted = folded(name);
  std::vector<Found> found;
  for (const std::string& candidate : candidates) {
    const std::string other = folded(candidate);
    // A third of the longer name; one slip is forgiven in names of two letters, too.
    const std::size_t longer = std::max(wanted.size(), other.size());
    const std::size_t limit = longer == 2 ? 1 : longer / 3;
    const std::size_t shorter = std::min(wanted.size(), other.size());
    if (longer - shorter > limit) continue;
    const std::size_t apart = distance(wanted, other);
    if (apart <= limit && shorter > 0) found.push_back({apart, &candidate});
  }
  std::stable_sort(found.begin(), found.end(), [](const Found& a, const Found& b) { return a.distance < b.distance; });
  std::vector<std::string> names;
  for (const Found& near : found) {
    if (names.size() == kMost) break;
    if (std::find(names.begin(), names.end(), *near.name) == names.end()) names.push_back(*near.name);
  }
  return names;
}

std::string did_you_mean(std::string_view name, std::span<const std::string> candidates) {
  const std::vector<std::string> names = near_names(name, candidates);
  if (names.empty()) return {};
  std::string out = "did you mean ";
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) out += i + 1 == names.size() ? " or " : ", ";
    out += '"';
    out += names[i];
    out += '"';
  }
  out += '?';
  return out;
}

}  // namespace synthgen
