// The key `entities` of a table: which columns say what about the people, places and companies of a row.
//
// Threads: filled while a schema is read; afterwards immutable.
#pragma once

#include <deque>
#include <string>
#include <string_view>

#include "synthgen/source/parameter_value.hpp"

namespace synthgen {

/// What `plan` calls an internal column of the numbers of the rows' locales, which draws nothing.
inline constexpr const char* kEntityLocale = "number of the locale of an entity";

/// One thing about an entity: "gender": "=sex".
struct EntityBinding {
  std::string key;  ///< one of entity_keys()
  Place place;      ///< of the key
  ParameterValue value;
  bool used = false;  ///< a provider of the table reads it
};

struct EntityDeclaration {
  std::string name;  ///< "person", "buyer"
  Place place;
  std::deque<EntityBinding> bindings;
  bool used = false;  ///< a provider of the table belongs to it
};

class Entities {
 public:
  std::deque<EntityDeclaration>& all() { return all_; }
  EntityDeclaration* find(std::string_view name) {
    for (EntityDeclaration& entity : all_) {
      if (entity.name == name) return &entity;
    }
    return nullptr;
  }
  /// key  "person.gender"
  /// group  the name of an entity, or empty for that which the providers of a row have in common by default: then the
  ///        binding is one of the entity called as the key's domain
  EntityBinding* find_binding(std::string_view group, std::string_view key) {
    const std::size_t dot = key.find('.');
    EntityDeclaration* entity = find(group.empty() ? key.substr(0, dot) : group);
    if (entity == nullptr) return nullptr;
    for (EntityBinding& binding : entity->bindings) {
      if (binding.key == key.substr(dot + 1)) return &binding;
    }
    return nullptr;
  }

 private:
  std::deque<EntityDeclaration> all_;  // in the order of the schema; addresses stay
};

}  // namespace synthgen
