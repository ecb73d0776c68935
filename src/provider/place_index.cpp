#include "place_index.hpp"

#include <algorithm>
#include <charconv>

namespace synthgen {
namespace {

constexpr std::size_t kInwardSize = 3;
constexpr std::size_t kLongestOutward = 4;
constexpr std::size_t kDigits = 5;

/// The five digits that a postal code is or, a ZIP+4, begins with.
std::optional<std::uint32_t> number_of(std::string_view text) {
  const bool extended = text.size() == kDigits + 5 && text[kDigits] == '-';
  if (text.size() != kDigits && !extended) return std::nullopt;
  std::uint32_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + kDigits, number);
  if (fault != std::errc() || end != text.data() + kDigits) return std::nullopt;
  return number;
}

}  // namespace

std::string_view outward_code(std::string_view postcode) {
  const std::size_t space = postcode.find(' ');
  if (space != std::string_view::npos) return postcode.substr(0, space);
  return postcode.size() <= kLongestOutward ? postcode : postcode.substr(0, postcode.size() - kInwardSize);
}

PlaceIndex::PlaceIndex(const RowLocales& row_locales) : table_(row_locales, "cities") {
  places_.resize(table_.rows());
  const auto add = [](Names& names, std::string_view text) {
    return names.emplace(text, static_cast<std::int32_t>(names.size() + 1)).first->second;
  };
  for (const JoinedTable::Part& part : table_.parts()) {
    const DataTable& table = *part.table;
    for (std::size_t row = 0; row < table.rows(); ++row) {
      Place& place = places_[part.base + row];
      place.states = {add(states_, table.text(row, "state")), add(states_, table.text(row, "state_code")), 0};
      if (table.has("nation")) place.states[2] = add(states_, table.text(row, "nation"));
      place.city = add(cities_, table.text(row, "city"));
      std::array<std::int32_t, kStateNames + 1> states = {place.states[0], place.states[1], place.states[2], kAny};
      std::sort(states.begin(), states.end());
      const auto end = std::unique(states.begin(), states.end());  // Scotland is a nation and its own state
      for (auto state = states.begin(); state != end; ++state) {
        for (const std::int32_t city : {kAny, place.city}) {
          groups_[group_key(part.locale, *state, city)].places.push_back(static_cast<std::uint32_t>(part.base + row));
        }
      }
    }
    add_codes(part);
  }
  for (auto& [key, group] : groups_) {
    std::vector<double> weights;
    for (const std::uint32_t place : group.places) {
      const JoinedTable::Part& part = table_.part_of(place);
      weights.push_back(part.table->numbers("population")[place - part.base]);
    }
    group.index = WeightedIndex(weights);
  }
}

void PlaceIndex::add_codes(const JoinedTable::Part& part) {
  for (std::size_t row = 0; row < part.table->rows(); ++row) {
    const std::string_view from = part.table->text(row, "postal_from");
    const std::string_view to = part.table->text(row, "postal_to");
    const auto place = static_cast<std::uint32_t>(part.base + row);
    if (!to.empty()) {
      ranges_[part.locale].push_back({*number_of(from), *number_of(to), place});
      continue;
    }
    for (std::size_t at = 0; at < from.size();) {
      const std::size_t end = std::min(from.find(',', at), from.size());
      outward_[part.locale].emplace(from.substr(at, end - at), static_cast<std::int32_t>(place));
      at = end + 1;
    }
  }
  std::sort(ranges_[part.locale].begin(), ranges_[part.locale].end(),
            [](const Range& a, const Range& b) { return a.from < b.from; });
}

std::int32_t PlaceIndex::name(std::string_view text, PlaceKey key) const {
  const Names& names = key == PlaceKey::state ? states_ : cities_;
  const auto found = names.find(text);
  return found == names.end() ? kNobody : found->second;
}

bool PlaceIndex::has(std::string_view text, PlaceKey key) const {
  if (key != PlaceKey::postal_code) return name(text, key) != kNobody;
  return std::any_of(table_.parts().begin(), table_.parts().end(),
                     [&](const JoinedTable::Part& part) { return of_postal_code(part.locale, kAny, kAny, text) >= 0; });
}

std::int64_t PlaceIndex::pick(std::size_t locale, std::int32_t state, std::int32_t city, std::uint64_t bits) const {
  if (state == kNobody || city == kNobody) return -1;
  const auto found = groups_.find(group_key(locale, state, city));
  if (found == groups_.end()) return -1;
  return found->second.places[found->second.index(bits)];
}

std::int64_t PlaceIndex::of_postal_code(std::size_t locale, std::int32_t state, std::int32_t city,
                                        std::string_view text) const {
  std::int64_t place = -1;
  if (!outward_[locale].empty()) {
    const auto found = outward_[locale].find(outward_code(text));
    if (found != outward_[locale].end()) place = found->second;
  } else if (const std::optional<std::uint32_t> number = number_of(text); number.has_value()) {
    const std::vector<Range>& ranges = ranges_[locale];
    const auto after = std::upper_bound(ranges.begin(), ranges.end(), *number,
                                        [](std::uint32_t code, const Range& range) { return code < range.from; });
    if (after != ranges.begin() && *number <= std::prev(after)->to) place = std::prev(after)->place;
  }
  if (place < 0) return -1;
  const Place& found = places_[static_cast<std::size_t>(place)];
  const bool fits =
      (state == kAny || std::find(found.states.begin(), found.states.end(), state) != found.states.end()) &&
      (city == kAny || city == found.city);
  return fits ? place : -1;
}

std::vector<std::string> PlaceIndex::names(PlaceKey key) const {
  std::vector<std::string> names;
  const auto add = [&](std::string_view text) { names.emplace_back(text); };
  for (const JoinedTable::Part& part : table_.parts()) {
    for (std::size_t row = 0; row < part.table->rows(); ++row) {
      add(part.table->text(row, key == PlaceKey::state ? "state" : "city"));
      if (key == PlaceKey::state && part.table->has("nation")) add(part.table->text(row, "nation"));
    }
  }
  std::vector<std::string> once;
  std::unordered_map<std::string_view, bool> seen;
  for (const std::string& name : names) {
    if (seen.emplace(name, true).second) once.push_back(name);
  }
  return once;
}

std::string PlaceIndex::example_postal_code() const {
  const JoinedTable::Part& part = table_.parts().front();
  const std::string_view from = part.table->text(0, "postal_from");
  std::string example(from.substr(0, from.find(',')));
  return example + " is of " + std::string(part.table->text(0, "city"));
}

}  // namespace synthgen
