// The locales that providers speak.
//
// Threads: constant data.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace synthgen {

struct Locale {
  std::string_view name;      ///< "es_ES"
  std::string_view language;  ///< "es"
  std::string_view country;   ///< ISO 3166-1 alpha-2: "ES"
  /// What a schema may call the country: the codes of ISO 3166-1, and its names in the languages of the locales.
  std::span<const std::string_view> country_names;
  std::string_view country_name;  ///< in its own language
  std::string_view described;     ///< "Spanish of Spain"
};

/// All of them. A locale's number is its place here; en_US is number 0.
std::span<const Locale> locales();
std::optional<std::size_t> find_locale(std::string_view name);
/// The locale of a country, by any of its names.
std::optional<std::size_t> locale_of_country(std::string_view country);

}  // namespace synthgen
