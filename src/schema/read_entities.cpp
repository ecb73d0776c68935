#include "read_entities.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "synthgen/base/near_names.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {
namespace {

constexpr const char* kExample = R"(for example "entities": {"person": {"gender": "=sex"}})";

void read_binding(const json::Member& member, EntityDeclaration& entity, Diagnostics& diagnostics) {
  const std::span<const Name> keys = entity_keys(entity.name);
  if (std::find(keys.begin(), keys.end(), member.name) == keys.end()) {
    const std::vector<std::string> names(keys.begin(), keys.end());
    const std::string near = did_you_mean(member.name, names);
    diagnostics.add(make_error("SG2104", fmt::format("unknown key \"{}\" of entity \"{}\"", member.name, entity.name),
                               member.name_place,
                               near.empty() ? fmt::format("there are {}", fmt::join(names, ", ")) : near));
    return;
  }
  if (!member.value.is(json::Kind::string)) {
    diagnostics.add(make_error("SG2003",
                               fmt::format("\"{}\" of an entity is a column behind =, or a text, not {}", member.name,
                                           json::kind_name(member.value.kind)),
                               member.value.place, fmt::format("for example \"{0}\": \"={0}\"", member.name)));
    return;
  }
  std::optional<ParameterValue> value = parse_parameter(member.value, diagnostics);
  if (!value.has_value()) return;
  entity.bindings.push_back({member.name, member.name_place, std::move(*value)});
}

}  // namespace

void read_entities(ObjectReader& reader, SchemaTable& table, Diagnostics& diagnostics) {
  const json::Value* entities = reader.take("entities");
  if (entities == nullptr) return;
  table.entities = std::make_unique<Entities>();
  if (!entities->is(json::Kind::object)) {
    diagnostics.add(make_error("SG2003",
                               fmt::format("\"entities\" is an object, not {}", json::kind_name(entities->kind)),
                               entities->place, kExample));
    return;
  }
  for (const json::Member& member : entities->members) {
    EntityDeclaration& entity = table.entities->all().emplace_back();
    entity.name = member.name;
    entity.place = member.name_place;
    if (!member.value.is(json::Kind::object)) {
      diagnostics.add(make_error("SG2003",
                                 fmt::format("an entity is an object, not {}", json::kind_name(member.value.kind)),
                                 member.value.place, kExample));
      entity.used = true;  // one fault is enough
      continue;
    }
    for (const json::Member& binding : member.value.members) read_binding(binding, entity, diagnostics);
  }
}

namespace {

/// Texts that are the names of columns: whoever wrote them meant the columns.
void check_forgotten_equals(const SchemaTable& table, Diagnostics& diagnostics) {
  for (const EntityDeclaration& entity : table.entities->all()) {
    for (const EntityBinding& binding : entity.bindings) {
      if (!binding.value.literal()) continue;
      const std::string& text = binding.value.text;
      if (std::none_of(table.columns.begin(), table.columns.end(),
                       [&](const auto& column) { return column->declaration.name == text; })) {
        continue;
      }
      diagnostics.add(make_error(
          "SG2728", fmt::format("\"{}\" is a text that all rows have, and also the name of a column", text),
          binding.value.json->place, fmt::format("\"={0}\" is the column; if the text is meant: \"='{0}'\"", text)));
    }
  }
}

}  // namespace

void check_entities_used(const SchemaTable& table, Diagnostics& diagnostics) {
  if (table.entities == nullptr) return;
  check_forgotten_equals(table, diagnostics);
  // A provider that could not be read may have been the one.
  if (table.columns_unknown || std::any_of(table.columns.begin(), table.columns.end(),
                                           [](const auto& column) { return column->spec == nullptr; })) {
    return;
  }
  for (const EntityDeclaration& entity : table.entities->all()) {
    // The country of an address also decides the names of people.
    const bool read = std::any_of(entity.bindings.begin(), entity.bindings.end(),
                                  [](const EntityBinding& binding) { return binding.used; });
    if (!entity.used && !read) {
      const bool by_default = entity_keys(entity.name).size() != entity_keys("").size();
      diagnostics.add(make_error(
          "SG2720", fmt::format("no provider of table \"{}\" belongs to entity \"{}\"", table.name, entity.name),
          entity.place,
          by_default ? fmt::format("add a column such as {{\"provider\": \"{}\"}}, or remove the entity",
                                   entity.name == "person"    ? "person.first_name"
                                   : entity.name == "address" ? "address.city"
                                                              : "company.name")
                     : fmt::format("say \"entity\": \"{}\" beside a \"provider\", or remove the entity", entity.name)));
      continue;
    }
    for (const EntityBinding& binding : entity.bindings) {
      if (binding.used) continue;
      diagnostics.add(make_error("SG2720",
                                 fmt::format("no provider of table \"{}\" reads \"{}\" of entity \"{}\"", table.name,
                                             binding.key, entity.name),
                                 binding.place,
                                 binding.key == "locale"
                                     ? "the country decides the locale where it is bound; or no provider here has one: "
                                       "remove the key"
                                     : "remove the key, or add a provider that follows it"));
    }
  }
}

}  // namespace synthgen
