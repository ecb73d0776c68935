// One column of the schema: modifiers, then the one source.
#include <fmt/format.h>

#include <algorithm>

#include "object_reader.hpp"
#include "synthgen/base/near_names.hpp"
#include "synthgen/schema/schema.hpp"

namespace synthgen {
namespace {

void read_type(ColumnReader& reader) {
  ColumnDeclaration& declaration = reader.declaration();
  declaration.type_place = reader.column().place;
  const json::Value* type = reader.take("type");
  const json::Value* decimals = reader.take("decimals");
  if (type != nullptr) {
    declaration.type_place = type->place;
    if (type->is(json::Kind::string)) declaration.type = type_from_name(type->text);
    if (!declaration.type.has_value()) {
      std::vector<std::string> names;
      for (int k = 0; k <= static_cast<int>(TypeKind::uuid); ++k)
        names.emplace_back(type_name(static_cast<TypeKind>(k)));
      const bool later = type->is(json::Kind::string) && is_not_yet(NotYet::type, type->text);
      const std::string near = did_you_mean(type->text, names);
      reader.diagnostics().add(make_error(
          later ? "SG2005" : "SG2110",
          later ? fmt::format("type \"{}\" is not supported yet", type->text)
                : fmt::format("unknown type \"{}\"", type->text),
          type->place, fmt::format("{}{}there are {}", near, near.empty() ? "" : " ", fmt::join(names, ", "))));
    }
  }
  if (decimals == nullptr) return;
  declaration.type_place = decimals->place;
  const std::optional<std::int64_t> digits = decimals->as_int64();
  if (!digits.has_value() || *digits < 0 || *digits > 18) {
    reader.diagnostics().add(make_error("SG2007", "\"decimals\" is a whole number from 0 to 18", decimals->place,
                                        "2 for amounts of money, 0 for whole numbers"));
    return;
  }
  declaration.decimals = static_cast<int>(*digits);
  const bool fits = !declaration.type.has_value() || declaration.type == TypeKind::decimal ||
                    (declaration.type == TypeKind::integer && *digits == 0);
  if (!fits) {
    reader.diagnostics().add(
        make_error("SG2111", fmt::format("\"decimals\" does not go with the type {}", type_name(*declaration.type)),
                   decimals->place,
                   declaration.type == TypeKind::number
                       ? "remove \"type\": a column with decimals is a decimal, exact to its last digit"
                       : "remove one of the two"));
    declaration.type.reset();
  }
}

void read_modifiers(ColumnReader& reader) {
  ColumnDeclaration& declaration = reader.declaration();
  Diagnostics& diagnostics = reader.diagnostics();
  read_type(reader);
  for (const auto& [key, slot] : {std::pair{"min", &declaration.min}, std::pair{"max", &declaration.max},
                                  std::pair{"missing", &declaration.missing}}) {
    if (const json::Value* value = reader.take(key); value != nullptr) *slot = parse_parameter(*value, diagnostics);
  }
  if (declaration.missing.has_value() && declaration.missing->literal()) {
    const json::Value& value = *declaration.missing->json;
    if (!value.is(json::Kind::number) || !(value.number >= 0 && value.number <= 1)) {
      diagnostics.add(make_error("SG2106", "\"missing\" is a probability from 0 to 1", value.place,
                                 "for example 0.05, or a condition such as \"=age < 18\""));
      declaration.missing.reset();
    }
  }
  if (const json::Value* hidden = reader.take("hidden"); hidden != nullptr) {
    if (!hidden->is(json::Kind::boolean)) {
      diagnostics.add(make_error("SG2003",
                                 fmt::format("\"hidden\" is true or false, not {}", json::kind_name(hidden->kind)),
                                 hidden->place, "true keeps the column out of the file"));
    }
    declaration.hidden = hidden->boolean;
  }
  if (const json::Value* text = reader.take("description"); text != nullptr) {
    if (!text->is(json::Kind::string)) {
      diagnostics.add(make_error("SG2003",
                                 fmt::format("\"description\" is a text, not {}", json::kind_name(text->kind)),
                                 text->place, "put it in quotes"));
    }
    declaration.description = text->text;
  }
}

std::vector<std::string> source_names() {
  std::vector<std::string> names;
  for (const SourceKind* kind : source_kinds()) names.emplace_back(kind->record.name);
  return names;
}

/// The one member that is a source; built ones and those of later issues alike.
const json::Member* find_source_member(ColumnReader& reader) {
  const json::Member* found = nullptr;
  for (const json::Member& member : reader.column().members) {
    const bool built = find_source(member.name) != nullptr;
    if (!built && !is_not_yet(NotYet::source, member.name)) continue;
    reader.take(member.name);
    if (found != nullptr) {
      reader.diagnostics().add(make_error(
          "SG2102",
          fmt::format("a column has one source, and this one has \"{}\" and \"{}\"", found->name, member.name),
          member.name_place, "keep one of them"));
      return nullptr;
    }
    found = &member;
  }
  if (found == nullptr) {
    const std::vector<std::string> names = source_names();
    std::string hint = fmt::format("give one of {}", fmt::join(names, ", "));
    for (const json::Member& member : reader.column().members) {
      const std::string near = did_you_mean(member.name, names);
      if (near.empty()) continue;
      reader.take(member.name);
      hint = fmt::format("\"{}\": {}", member.name, near);
      break;
    }
    // Without a source, whose parameters the other keys are cannot be known.
    for (const json::Member& member : reader.column().members) reader.take(member.name);
    reader.diagnostics().add(make_error("SG2101", fmt::format("column \"{}\" has no source", reader.declaration().name),
                                        reader.column().place, hint));
    return nullptr;
  }
  if (find_source(found->name) == nullptr) {
    for (const json::Member& member : reader.column().members) reader.take(member.name);
    reader.diagnostics().add(make_error("SG2005", fmt::format("source \"{}\" is not supported yet", found->name),
                                        found->name_place,
                                        fmt::format("there are {} so far", fmt::join(source_names(), ", "))));
    return nullptr;
  }
  return found;
}

}  // namespace

std::unique_ptr<SchemaColumn> read_column(const json::Member& member, Diagnostics& diagnostics) {
  auto column = std::make_unique<SchemaColumn>();
  ColumnDeclaration& declaration = column->declaration;
  declaration.name = member.name;
  declaration.name_place = member.name_place;
  declaration.json = &member.value;
  if (member.name.empty()) {
    diagnostics.add(make_error("SG2008", "a column's name is empty", member.name_place, "give it a name"));
  }
  if (!member.value.is(json::Kind::object)) {
    diagnostics.add(make_error("SG2003",
                               fmt::format("a column is an object, not {}", json::kind_name(member.value.kind)),
                               member.value.place, R"(for example {"sequence": 1}, or {"constant": 5})"));
    return column;
  }
  ColumnReader reader(member.value, declaration, diagnostics);
  read_modifiers(reader);
  const json::Member* source = find_source_member(reader);
  if (source != nullptr) {
    column->kind = find_source(source->name);
    column->spec = column->kind->parse(source->value, reader);
    if (!column->kind->takes_bounds) {
      for (const std::optional<ParameterValue>* bound : {&declaration.min, &declaration.max}) {
        if (!bound->has_value()) continue;
        diagnostics.add(make_error("SG2108",
                                   fmt::format("source \"{}\" takes no \"min\" and \"max\"", column->kind->record.name),
                                   (*bound)->json->place, std::string(column->kind->bounds_hint)));
      }
    }
  }
  reader.check_all_taken();
  return column;
}

}  // namespace synthgen
