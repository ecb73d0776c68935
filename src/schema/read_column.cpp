// One column of the schema: modifiers, then the one source.
#include <fmt/format.h>

#include <algorithm>

#include "object_reader.hpp"
#include "synthgen/base/near_names.hpp"
#include "synthgen/base/time_format.hpp"
#include "synthgen/distribution/distribution.hpp"
#include "synthgen/schema/schema.hpp"
#include "synthgen/source/unique_suffix.hpp"

namespace synthgen {
namespace {

/// What other tools call our types.
constexpr std::pair<std::string_view, std::string_view> kTypeHabits[] = {
    {"int", "integer"},   {"int32", "integer"}, {"int64", "integer"},   {"bigint", "integer"}, {"long", "integer"},
    {"float", "number"},  {"double", "number"}, {"float64", "number"},  {"real", "number"},    {"numeric", "decimal"},
    {"money", "decimal"}, {"str", "string"},    {"text", "string"},     {"varchar", "string"}, {"char", "string"},
    {"bool", "boolean"},  {"guid", "uuid"},     {"category", "string"}, {"object", "string"},
};

std::string type_hint(const std::string& given, const std::vector<std::string>& names, bool later) {
  if (later) return fmt::format("there are {} so far", fmt::join(names, ", "));
  std::string hint = did_you_mean(given, names);
  for (const auto& [habit, ours] : kTypeHabits) {
    if (given == habit) hint = fmt::format("it is called \"{}\" here;", ours);
  }
  return fmt::format("{}{}there are {}", hint, hint.empty() ? "" : " ", fmt::join(names, ", "));
}

/// False where the type is faulty, so that nothing can be said about values of the column.
bool read_type(ColumnReader& reader) {
  ColumnDeclaration& declaration = reader.declaration();
  Diagnostics& diagnostics = reader.diagnostics();
  declaration.type_place = reader.column().place;
  const json::Value* type = reader.take("type");
  const json::Value* decimals = reader.take("decimals");
  bool good = true;
  if (type != nullptr) {
    declaration.type_place = type->place;
    std::vector<std::string> names;
    for (int k = 0; k <= static_cast<int>(TypeKind::uuid); ++k) {
      names.emplace_back(type_name(static_cast<TypeKind>(k)));
    }
    if (type->is(json::Kind::string)) declaration.type = type_from_name(type->text);
    if (!type->is(json::Kind::string)) {
      diagnostics.add(make_error("SG2003", fmt::format("\"type\" is a text, not {}", json::kind_name(type->kind)),
                                 type->place, fmt::format("there are {}", fmt::join(names, ", "))));
      good = false;
    } else if (!declaration.type.has_value()) {
      const bool later = is_not_yet(NotYet::type, type->text);
      diagnostics.add(make_error(later ? "SG2005" : "SG2110",
                                 later ? fmt::format("type \"{}\" is not supported yet", type->text)
                                       : fmt::format("unknown type \"{}\"", type->text),
                                 type->place, type_hint(type->text, names, later)));
      good = false;
    }
  }
  if (decimals == nullptr) return good;
  const std::optional<std::int64_t> digits = decimals->as_int64();
  if (!digits.has_value() || *digits < 0 || *digits > 18) {
    const std::string met =
        decimals->is(json::Kind::number) ? decimals->text : std::string(json::kind_name(decimals->kind));
    diagnostics.add(make_error("SG2007", fmt::format("\"decimals\" is a whole number from 0 to 18, not {}", met),
                               decimals->place, "2 for amounts of money, 0 for whole numbers"));
    return false;
  }
  declaration.decimals = static_cast<int>(*digits);
  if (!good) return false;
  const bool fits = !declaration.type.has_value() || declaration.type == TypeKind::decimal ||
                    (declaration.type == TypeKind::integer && *digits == 0);
  if (!fits) {
    diagnostics.add(make_error("SG2111",
                               fmt::format("\"decimals\" does not go with the type {}", type_name(*declaration.type)),
                               decimals->place,
                               declaration.type == TypeKind::number
                                   ? "remove \"type\": a column with decimals is a decimal, exact to its last digit"
                                   : "remove one of the two"));
    return false;
  }
  // With an explicit type the message about a mismatch points at the type, which says more.
  if (!declaration.type.has_value()) declaration.type_place = decimals->place;
  return true;
}

/// Precision and format. False where one is faulty.
bool read_time_modifiers(ColumnReader& reader) {
  ColumnDeclaration& declaration = reader.declaration();
  Diagnostics& diagnostics = reader.diagnostics();
  bool good = true;
  if (const json::Value* precision = reader.take("precision"); precision != nullptr) {
    const std::optional<std::int64_t> digits = precision->as_int64();
    if (digits.has_value() && (*digits == 0 || *digits == 3 || *digits == 6)) {
      declaration.precision = static_cast<int>(*digits);
      declaration.precision_place = precision->place;
    } else {
      const std::string met =
          precision->is(json::Kind::number) ? precision->text : std::string(json::kind_name(precision->kind));
      diagnostics.add(make_error("SG2151", fmt::format("\"precision\" is 0, 3 or 6, not {}", met), precision->place,
                                 digits.has_value() && *digits > 6
                                     ? "times are kept in microseconds: 6 is the most there is"
                                     : "the digits of a time's seconds: 0 none, 3 milliseconds, 6 microseconds; those "
                                       "of a number are \"decimals\""));
      good = false;
    }
  }
  if (const json::Value* format = reader.take("format"); format != nullptr) {
    if (!format->is(json::Kind::string)) {
      diagnostics.add(make_error("SG2003", fmt::format("\"format\" is a text, not {}", json::kind_name(format->kind)),
                                 format->place, R"(for example "format": "%d/%m/%Y")"));
      return false;
    }
    TimeFormat::Fault fault;
    if (!TimeFormat::parse(format->text, fault).has_value()) {
      diagnostics.add(
          make_error("SG2152", fault.message, format->origin().place(fault.begin, fault.length), fault.hint));
      return false;
    }
    declaration.format = format;
  }
  return good;
}

/// `min`, `max` and `missing`, which a branch of a source may have too. False where one is faulty.
bool read_bounds(ColumnReader& reader) {
  ColumnDeclaration& declaration = reader.declaration();
  Diagnostics& diagnostics = reader.diagnostics();
  bool good = true;
  for (const auto& [key, slot] : {std::pair{"min", &declaration.min}, std::pair{"max", &declaration.max},
                                  std::pair{"missing", &declaration.missing}}) {
    const json::Value* value = reader.take(key);
    if (value == nullptr) continue;
    *slot = parse_parameter(*value, diagnostics);
    good = good && slot->has_value();
  }
  if (declaration.missing.has_value() && declaration.missing->literal()) {
    const json::Value& value = *declaration.missing->json;
    if (!value.is(json::Kind::number) || !(value.number >= 0 && value.number <= 1)) {
      const std::string met = value.is(json::Kind::number) ? value.text : std::string(json::kind_name(value.kind));
      diagnostics.add(make_error("SG2106", fmt::format("\"missing\" is a probability from 0 to 1, not {}", met),
                                 value.place, "for example 0.05, or a condition such as \"=age < 18\""));
      declaration.missing.reset();
    }
  }
  return good;
}

/// False where it is faulty.
bool read_order(const json::Value& value, ColumnReader& reader) {
  ColumnDeclaration& declaration = reader.declaration();
  declaration.order_place = value.place;
  if (value.is(json::Kind::boolean)) {
    declaration.order = value.boolean ? ValueOrder::ascending : ValueOrder::none;
    return true;
  }
  constexpr const char* kAccepted = R"(accepted: true, "strict", "descending")";
  if (!value.is(json::Kind::string)) {
    reader.diagnostics().add(
        make_error("SG2003", fmt::format("\"ordered\" is true, false or a text, not {}", json::kind_name(value.kind)),
                   value.place, kAccepted));
    return false;
  }
  if (value.text == "strict") {
    declaration.order = ValueOrder::strict;
  } else if (value.text == "descending") {
    declaration.order = ValueOrder::descending;
  } else {
    const std::string near = did_you_mean(value.text, std::vector<std::string>{"strict", "descending"});
    std::string hint = near.empty() ? kAccepted : near;
    if (value.text == "ascending" || value.text == "asc") hint = "ascending is \"ordered\": true";
    if (value.text == "desc") hint = "write \"ordered\": \"descending\"";
    reader.diagnostics().add(
        make_error("SG2103", fmt::format("\"ordered\" cannot be \"{}\"", value.text), value.place, std::move(hint)));
    return false;
  }
  return true;
}

/// False where a modifier is faulty that the values of the column depend on.
bool read_modifiers(ColumnReader& reader) {
  ColumnDeclaration& declaration = reader.declaration();
  Diagnostics& diagnostics = reader.diagnostics();
  bool good = read_type(reader);
  good = read_time_modifiers(reader) && good;
  good = read_bounds(reader) && good;
  if (const json::Value* unique = reader.take("unique"); unique != nullptr) {
    declaration.unique_place = unique->place;
    declaration.unique = unique->is(json::Kind::boolean) && unique->boolean;
    declaration.unique_suffix = unique->is(json::Kind::string) && unique->text == "suffix";
    if (!unique->is(json::Kind::boolean) && !declaration.unique_suffix) {
      const std::string near = unique->is(json::Kind::string)
                                   ? did_you_mean(unique->text, std::vector<std::string>{"suffix"})
                                   : std::string();
      diagnostics.add(make_error(
          "SG2003",
          fmt::format("\"unique\" is true, false or \"suffix\", not {}",
                      unique->is(json::Kind::string) ? fmt::format("\"{}\"", unique->text)
                                                     : std::string(json::kind_name(unique->kind))),
          unique->place,
          near.empty() ? "true makes every value of the column differ; \"suffix\" puts a number to each text" : near));
      good = false;
    }
  }
  if (const json::Value* order = reader.take("ordered"); order != nullptr) good = read_order(*order, reader) && good;
  if (const json::Value* hidden = reader.take("hidden"); hidden != nullptr) {
    if (!hidden->is(json::Kind::boolean)) {
      diagnostics.add(make_error(
          "SG2003", fmt::format("\"hidden\" is true or false, not {}", json::kind_name(hidden->kind)), hidden->place,
          hidden->is(json::Kind::string) ? "without quotes; true keeps the column out of the file"
                                         : "true keeps the column out of the file"));
    }
    declaration.hidden = hidden->boolean;
  }
  if (const json::Value* text = reader.take("description"); text != nullptr) {
    if (!text->is(json::Kind::string)) {
      diagnostics.add(make_error("SG2003",
                                 fmt::format("\"description\" is a text, not {}", json::kind_name(text->kind)),
                                 text->place, "put it in quotes"));
    } else {
      declaration.description = text->text;
    }
  }
  return good;
}

std::vector<std::string> source_names() {
  std::vector<std::string> names;
  for (const SourceKind* kind : source_kinds()) names.emplace_back(kind->record.name);
  return names;
}

/// What other tools call our sources, and what to write here.
constexpr std::pair<std::string_view, std::string_view> kSourceHabits[] = {
    {"value", R"("constant": 5)"},
    {"default", R"("constant": 5)"},
    {"values", R"("choice": ["a", "b"])"},
    {"enum", R"("choice": ["a", "b"])"},
    {"options", R"("choice": ["a", "b"])"},
    {"categories", R"("choice": ["a", "b"])"},
    {"formula", R"("expression": "price * quantity")"},
    {"expr", R"("expression": "price * quantity")"},
    {"faker", R"("choice": ["Ana", "Ben"], or "sample" a file of names: providers of names are not built yet)"},
    {"foreign_key", R"("references": "customers.customer_id")"},
    {"ref", R"("references": "customers.customer_id")"},
    {"autoincrement", R"("sequence": 1)"},
    {"auto_increment", R"("sequence": 1)"},
    {"serial", R"("sequence": 1)"},
    {"regex", R"("template": "AB-{id|pad(6,0)}": the source "pattern" is not built yet)"},
    {"then", R"(the case's own source in its place, such as "constant": "yes")"},
    {"else", R"(the last case without "if", as a source such as {"constant": "no"})"},
    {"start", R"("sequence": {"start": 1, "step": 1})"},
};

/// SG2101, at the key that was meant to be the source where there is one.
Diagnostic no_source(const ColumnReader& reader, std::string_view column_name) {
  const std::vector<std::string> names = source_names();
  const std::string message = fmt::format("column \"{}\" has no source", column_name);
  for (const json::Member& member : reader.column().members) {
    std::string hint = did_you_mean(member.name, names);
    for (const auto& [habit, ours] : kSourceHabits) {
      if (member.name == habit) hint = fmt::format("write {}", ours);
    }
    if (find_distribution(member.name) != nullptr || is_not_yet(NotYet::distribution, member.name)) {
      hint = fmt::format("write \"distribution\": \"{}\", and its parameters beside it", member.name);
    }
    if (member.name == "check") {
      hint = R"(conditions between columns are rules of the table: "rules": [{"check": "closed >= opened"}])";
    }
    if (hint.empty()) continue;
    return make_error("SG2101", fmt::format("{}, and \"{}\" is none", message, member.name), member.name_place, hint);
  }
  const json::Value* type = reader.column().get("type");
  if (type != nullptr && type->is(json::Kind::string) && type->text == "uuid") {
    return make_error("SG2101", message, reader.column().place, R"(add "provider": "id.uuid4")");
  }
  return make_error("SG2101", message, reader.column().place, fmt::format("give one of {}", fmt::join(names, ", ")));
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
          member.name_place,
          found->name == "references" && member.name == "distribution"
              ? R"(popularity goes into the pick: "pick": {"distribution": "zipf", "exponent": 1.1})"
              : "keep one of them"));
      reader.take_all();
      return nullptr;
    }
    found = &member;
  }
  if (found == nullptr) {
    reader.diagnostics().add(no_source(reader, reader.declaration().name));
    // Without a source, whose parameters the other keys are cannot be known.
    reader.take_all();
    return nullptr;
  }
  if (find_source(found->name) == nullptr) {
    reader.take_all();
    reader.diagnostics().add(make_error("SG2005", fmt::format("source \"{}\" is not supported yet", found->name),
                                        found->name_place,
                                        fmt::format("there are {} so far", fmt::join(source_names(), ", "))));
    return nullptr;
  }
  return found;
}

/// Tells bounds that the source does not take, once, and forgets them, so that their values are not judged as well.
void refuse_bounds(const SourceKind& kind, ColumnDeclaration& declaration, Diagnostics& diagnostics) {
  if (kind.takes_bounds) return;
  for (const std::optional<ParameterValue>* bound : {&declaration.min, &declaration.max}) {
    if (!bound->has_value()) continue;
    diagnostics.add(make_error("SG2108", fmt::format("source \"{}\" takes no \"min\" and \"max\"", kind.record.name),
                               (*bound)->json->place, std::string(kind.bounds_hint)));
    break;
  }
  declaration.min.reset();
  declaration.max.reset();
}

/// See NestedSourceReader.
std::unique_ptr<SourceSpec> read_nested(const json::Value& value, std::span<const std::string_view> own_keys,
                                        ColumnDeclaration& declaration, const ColumnReader& outer) {
  ColumnReader reader(value, declaration, outer);
  std::unique_ptr<SourceSpec> spec;
  if (!value.is(json::Kind::object)) {
    const SourceKind& constant = *find_source("constant");
    spec = constant.parse(value, reader);
    refuse_bounds(constant, declaration, reader.diagnostics());
    return spec;
  }
  for (const std::string_view key : own_keys) reader.take(key);
  const bool good = read_bounds(reader);
  if (const json::Member* source = find_source_member(reader); source != nullptr) {
    const SourceKind& kind = *find_source(source->name);
    if (source->name == "share_of") {
      reader.diagnostics().add(make_error("SG2120", "a share is a whole column: its parts add up with those of others",
                                          source->name_place,
                                          "make it a hidden column of its own, and name that in an expression"));
      reader.take_all();
      return nullptr;
    }
    spec = kind.parse(source->value, reader);
    refuse_bounds(kind, declaration, reader.diagnostics());
  }
  reader.check_all_taken();
  return good ? std::move(spec) : nullptr;
}

/// "unique": "suffix".
void put_suffix(SchemaColumn& column, Diagnostics& diagnostics) {
  const ColumnDeclaration& declaration = column.declaration;
  if (column.spec->reference() != nullptr) {
    diagnostics.add(make_error(
        "SG2750",
        fmt::format("\"{}\" is a foreign key: with a number put to it, it would be no key of the parent any more",
                    declaration.name),
        declaration.unique_place, "\"unique\": true refers to no parent twice"));
    column.spec.reset();
  } else if (column.kind->record.name == "share_of") {
    diagnostics.add(make_error(
        "SG2750",
        fmt::format("\"suffix\" puts a number to each text, and \"{}\" is a share of a total", declaration.name),
        declaration.unique_place, "leave \"unique\" out: equal parts are equal"));
    column.spec.reset();
  } else {
    column.spec = with_unique_suffix(std::move(column.spec));
  }
}

/// What to write for a column that is no object: the value itself may tell which source is meant.
std::string column_hint(const json::Value& value) {
  constexpr std::size_t kLongest = 40;
  if (value.is(json::Kind::string) && value.text.size() <= kLongest &&
      value.text.find_first_of("\"\\\n\t") == std::string::npos) {
    if (value.text.size() > 1 && value.text[0] == '=') {
      return fmt::format(R"(write {{"expression": "{}"}})", value.text.substr(1));
    }
    return fmt::format(R"(write {{"constant": "{}"}}, or another source)", value.text);
  }
  return R"(for example {"sequence": 1}, or {"constant": 5})";
}

}  // namespace

bool read_column_modifiers(ColumnReader& reader) { return read_modifiers(reader); }

NestedSourceReader nested_source_reader() { return &read_nested; }

std::unique_ptr<SchemaColumn> read_column(const json::Member& member, const std::string& name, TableFiles& files,
                                          Entities* entities, Diagnostics& diagnostics) {
  auto column = std::make_unique<SchemaColumn>();
  ColumnDeclaration& declaration = column->declaration;
  declaration.name = name;
  declaration.name_place = member.name_place;
  declaration.json = &member.value;
  if (member.name.empty()) {
    diagnostics.add(make_error("SG2008", "a column's name is empty", member.name_place, "give it a name"));
  }
  if (!member.value.is(json::Kind::object)) {
    diagnostics.add(make_error("SG2003",
                               fmt::format("a column is an object, not {}", json::kind_name(member.value.kind)),
                               member.value.place, column_hint(member.value)));
    return column;
  }
  ColumnReader reader(member.value, declaration, diagnostics, &files);
  reader.set_nested(&read_nested);
  reader.set_entities(entities);
  reader.take("repeat");  // read with the name
  const bool good = read_modifiers(reader);
  const json::Member* source = find_source_member(reader);
  if (source != nullptr) {
    column->kind = find_source(source->name);
    column->spec = column->kind->parse(source->value, reader);
    refuse_bounds(*column->kind, declaration, diagnostics);
  }
  reader.check_all_taken();
  if (declaration.unique_suffix && column->spec != nullptr) put_suffix(*column, diagnostics);
  // With a faulty modifier, what the plan would say of the column's values is noise.
  if (!good) column->spec.reset();
  return column;
}

}  // namespace synthgen
