// A provider of a column as the schema asks for it, before it is made: its options, its entity and its locale.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "synthgen/provider/provider.hpp"
#include "synthgen/source/entities.hpp"
#include "synthgen/source/source.hpp"

namespace synthgen {

/// What decides the locale of a domain in a row.
struct LocaleChoice {
  enum class By : unsigned char {
    number,   ///< the same in all rows
    locale,   ///< a text of a column or expression: "es_ES"
    country,  ///< the same of a country: "ES", "Spain"
  };
  By by = By::number;
  std::size_t number = 0;
  const ParameterValue* value = nullptr;  ///< by locale or country
  std::string name = {};                  ///< of the internal column of numbers, and what columns agree on
  Place place = {};
};

struct ProviderText {
  const ProviderKind* kind = nullptr;
  const json::Value* json = nullptr;                       ///< of "provider"
  std::string group = {};                                  ///< the entity's name; empty for the one by default
  std::shared_ptr<const ParameterValue> locale = nullptr;  ///< of the key `locale`; null where it is absent
  std::map<std::string, std::string> words = {};           ///< options of the forms word and text
  std::map<std::string, std::int64_t> numbers = {};        ///< options of the forms flag and integer
  std::vector<std::string> given = {};                     ///< options that the schema has
  /// Bindings of the entity that it reads, by their whole key: "person.gender".
  std::vector<std::pair<std::string, const EntityBinding*>> bindings = {};
  /// By domain; those that the document's locale decides are not among them.
  std::map<std::string, LocaleChoice, std::less<>> locales = {};

  const EntityBinding* binding(std::string_view key) const {
    for (const auto& [name, found] : bindings) {
      if (name == key) return found;
    }
    return nullptr;
  }
};

/// The provider of the column of this context. Errors SG2109, SG2144, SG2721–SG2724.
Result<MadeSource> make_provider(const ProviderText& text, const SourceContext& context);

}  // namespace synthgen
