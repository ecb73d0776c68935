// The table of providers, from builtin.def.
#include <algorithm>
#include <array>

#include "locale_data.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

#define KIND(name) const ProviderKind& name##_provider();
#include "builtin.def"
#undef KIND

namespace {

void add_once(std::vector<Name>& names, Name name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

template <class Kind>
void add_keys(const Kind& kind, std::vector<Name>& keys) {
  for (const Name key : kind.keys) add_once(keys, key);
  for (const FactKind* fact : kind.facts) add_keys(*fact, keys);
}

template <class Kind>
void add_domains(Name name, const Kind& kind, std::vector<Name>& domains) {
  add_once(domains, domain_of(name));
  for (const FactKind* fact : kind.facts) add_domains(fact->name, *fact, domains);
}

constexpr std::array<Name, 5> kPersonKeys = {"gender", "birth_date", "first_name", "last_name", "locale"};
constexpr std::array<Name, 5> kAddressKeys = {"country", "state", "city", "postal_code", "locale"};
constexpr std::array<Name, 4> kCompanyKeys = {"name", "domain", "industry", "locale"};
constexpr std::array<Name, 12> kAllKeys = {"gender", "birth_date", "first_name",  "last_name", "country",  "state",
                                           "city",   "name",       "postal_code", "domain",    "industry", "locale"};

}  // namespace

std::span<const ProviderKind* const> provider_kinds() {
  static const std::array kKinds = {
#define KIND(name) &name##_provider(),
#include "builtin.def"
#undef KIND
  };
  return kKinds;
}

const ProviderKind* find_provider(std::string_view name) {
  for (const ProviderKind* kind : provider_kinds()) {
    if (kind->record.name == name) return kind;
  }
  return nullptr;
}

std::string_view domain_of(std::string_view name) { return name.substr(0, name.find('.')); }

std::vector<std::size_t> locales_of(const ProviderKind& kind) {
  std::vector<std::size_t> numbers;
  for (std::size_t i = 0; i < locales().size(); ++i) {
    const std::string_view locale = locales()[i].name;
    const bool listed = kind.only.empty() || std::find(kind.only.begin(), kind.only.end(), locale) != kind.only.end();
    const bool has_data = std::all_of(kind.topics.begin(), kind.topics.end(),
                                      [&](Name topic) { return find_data(locale, topic) != nullptr; });
    if (listed && has_data) numbers.push_back(i);
  }
  return numbers;
}

std::vector<Name> keys_of(const ProviderKind& kind) {
  std::vector<Name> keys;
  add_keys(kind, keys);
  return keys;
}

std::vector<Name> domains_of(const ProviderKind& kind) {
  std::vector<Name> domains;
  add_domains(kind.record.name, kind, domains);
  return domains;
}

std::span<const Name> entity_keys(std::string_view domain) {
  if (domain == "person") return kPersonKeys;
  if (domain == "address") return kAddressKeys;
  if (domain == "company") return kCompanyKeys;
  return kAllKeys;
}

}  // namespace synthgen
