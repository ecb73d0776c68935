#include "synthgen/provider/locale.hpp"

#include <algorithm>
#include <array>

namespace synthgen {
namespace {

// Codes: ISO 3166-1. Names: as in Unicode CLDR.
constexpr std::string_view kUnitedStates[] = {
    "US", "USA", "United States", "United States of America", "Estados Unidos", "Vereinigte Staaten"};
constexpr std::string_view kUnitedKingdom[] = {
    "GB", "GBR", "UK", "United Kingdom", "Reino Unido", "Vereinigtes Königreich"};
constexpr std::string_view kSpain[] = {"ES", "ESP", "Spain", "España", "Spanien"};
constexpr std::string_view kGermany[] = {"DE", "DEU", "Germany", "Alemania", "Deutschland"};

constexpr std::array kLocales = {
    Locale{"en_US", "en", "US", kUnitedStates, "United States", "English of the United States"},
    Locale{"en_GB", "en", "GB", kUnitedKingdom, "United Kingdom", "English of the United Kingdom"},
    Locale{"es_ES", "es", "ES", kSpain, "España", "Spanish of Spain"},
    Locale{"de_DE", "de", "DE", kGermany, "Deutschland", "German of Germany"},
};

}  // namespace

std::span<const Locale> locales() { return kLocales; }

std::optional<std::size_t> find_locale(std::string_view name) {
  for (std::size_t i = 0; i < kLocales.size(); ++i) {
    if (kLocales[i].name == name) return i;
  }
  return std::nullopt;
}

std::optional<std::size_t> locale_of_country(std::string_view country) {
  for (std::size_t i = 0; i < kLocales.size(); ++i) {
    const auto names = kLocales[i].country_names;
    if (std::find(names.begin(), names.end(), country) != names.end()) return i;
  }
  return std::nullopt;
}

}  // namespace synthgen
