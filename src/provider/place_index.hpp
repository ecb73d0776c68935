// Places by what is known of them: the rows of the tables of cities that a state, a city and a postal code leave.
//
// Threads: immutable once made.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "joined_table.hpp"
#include "weighted_index.hpp"

namespace synthgen {

enum class PlaceKey : unsigned char { state, city, postal_code };

class PlaceIndex {
 public:
  static constexpr std::int32_t kAny = 0;      ///< not known: no place is left out
  static constexpr std::int32_t kNobody = -1;  ///< no place has that name

  explicit PlaceIndex(const RowLocales& row_locales);

  /// The number of a name of a state (name, code, or the nation of one) or of a city; kNobody where there is none.
  /// REQUIRES: key is no postal code.
  std::int32_t name(std::string_view text, PlaceKey key) const;
  bool has(std::string_view text, PlaceKey key) const;
  /// A place of the locale that has both, by population; −1 where there is none.
  std::int64_t pick(std::size_t locale, std::int32_t state, std::int32_t city, std::uint64_t bits) const;
  /// The place whose postal codes include this one, if it has both; else −1.
  std::int64_t of_postal_code(std::size_t locale, std::int32_t state, std::int32_t city, std::string_view text) const;

  /// All names of a key, in the order of the tables.
  std::vector<std::string> names(PlaceKey key) const;
  /// A postal code and the city that has it.
  std::string example_postal_code() const;

 private:
  static constexpr std::size_t kStateNames = 3;
  struct Place {
    std::array<std::int32_t, kStateNames> states{};
    std::int32_t city = 0;
  };
  struct Range {  // of postal codes that are numbers
    std::uint32_t from = 0;
    std::uint32_t to = 0;
    std::uint32_t place = 0;
  };
  struct Group {
    std::vector<std::uint32_t> places;
    WeightedIndex index;
  };
  using Names = std::unordered_map<std::string_view, std::int32_t>;  // of constant data

  static std::uint64_t group_key(std::size_t locale, std::int32_t state, std::int32_t city) {
    return (static_cast<std::uint64_t>(locale) << 48) | (static_cast<std::uint64_t>(state) << 24) |
           static_cast<std::uint64_t>(city);
  }
  void add_codes(const JoinedTable::Part& part);

  JoinedTable table_;
  std::vector<Place> places_;
  Names states_;
  Names cities_;
  std::unordered_map<std::uint64_t, Group> groups_;
  std::array<std::vector<Range>, kMostLocales> ranges_;  // ascending
  std::array<Names, kMostLocales> outward_;              // of the United Kingdom: "M1" → place
};

/// The first half of a British postcode: "M1" of "M1 4AB", "M14AB" and "M1".
std::string_view outward_code(std::string_view postcode);

}  // namespace synthgen
