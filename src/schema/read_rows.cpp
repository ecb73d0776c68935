#include "read_rows.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "read_constants.hpp"

namespace synthgen {
namespace {

void computed_rows(const json::Value& rows, const Schema& schema, SchemaTable& table, Diagnostics& diagnostics) {
  const std::optional<double> number = number_from_constants("\"rows\"", rows, schema, diagnostics);
  if (!number.has_value()) return;
  if (*number < 0) {
    diagnostics.add(make_error("SG2013", fmt::format("\"rows\" is 0 or more, and this gives {:.0f}", *number),
                               rows.place, "wrap it: greatest(0, ...)"));
  } else if (*number > static_cast<double>(kMostRows)) {
    diagnostics.add(make_error("SG2007", fmt::format("{:.6g} rows are more than a table can have", *number), rows.place,
                               fmt::format("at most {}", kMostRows)));
  } else {
    table.rows = static_cast<std::int64_t>(*number);
  }
}

/// {"per": ["stores", "days"]}
void cross_join(const json::Value& rows, const json::Value& per, SchemaTable& table, Diagnostics& diagnostics) {
  for (const json::Member& member : rows.members) {
    if (member.name == "per") continue;
    diagnostics.add(make_error("SG2004", fmt::format("a cross join takes no \"{}\"", member.name), member.name_place,
                               "it has one row for each combination of the rows of the tables in \"per\""));
  }
  if (per.items.empty()) {
    diagnostics.add(make_error("SG2003", "\"per\" lists the tables to combine, and this list is empty", per.place,
                               R"(for example "rows": {"per": ["stores", "days"]})"));
  }
  for (const json::Value& name : per.items) {
    if (!name.is(json::Kind::string)) {
      diagnostics.add(make_error("SG2003",
                                 fmt::format("\"per\" lists names of tables, not {}", json::kind_name(name.kind)),
                                 name.place, R"(for example "rows": {"per": ["stores", "days"]})"));
      continue;
    }
    if (std::find(table.per.begin(), table.per.end(), name.text) != table.per.end()) {
      diagnostics.add(make_error("SG2208", fmt::format("table \"{}\" stands twice in this cross join", name.text),
                                 name.place, "name each table once"));
      continue;
    }
    table.per.push_back(name.text);
    table.per_places.push_back(name.place);
  }
}

/// {"per": "customers", "distribution": "poisson", "mean": 3, "max": 50}
void rows_per_parent(const json::Value& rows, const json::Value* per, const Schema& schema, SchemaTable& table,
                     Diagnostics& diagnostics) {
  constexpr std::string_view kExample =
      R"(for example "rows": {"per": "customers", "distribution": "poisson", "mean": 3})";
  if (per == nullptr) {
    diagnostics.add(make_error("SG2002", "\"rows\" as an object lacks \"per\"", rows.place,
                               fmt::format("name the parent: {}", kExample)));
    return;
  }
  if (!per->is(json::Kind::string) || per->text.empty()) {
    diagnostics.add(make_error("SG2003",
                               fmt::format("\"per\" is the name of a table, or a list of names, not {}",
                                           per->is(json::Kind::string) ? "an empty text" : json::kind_name(per->kind)),
                               per->place, std::string(kExample)));
    return;
  }
  auto family = std::make_unique<FamilyDeclaration>();
  family->parent = per->text;
  family->parent_place = per->place;
  if (const json::Value* total = rows.get("total"); total != nullptr) {
    family->total_place = total->place;
    family->total = total->as_int64();
    if (total->is(json::Kind::string) && total->text.starts_with('=')) {
      const std::optional<double> number = number_from_constants("\"total\"", *total, schema, diagnostics);
      if (!number.has_value()) return;
      if (*number >= 0 && *number <= static_cast<double>(kMostRows)) family->total = static_cast<std::int64_t>(*number);
    }
    if (!family->total.has_value() || *family->total < 0 || *family->total > kMostRows) {
      diagnostics.add(make_error("SG2003", fmt::format("\"total\" is a whole number from 0 to {}", kMostRows),
                                 total->place, "the number of rows of this table, for example \"total\": 5000"));
      return;
    }
  }
  ColumnDeclaration& declaration = family->size.declaration;
  // For messages: no column of the parent can be read by it.
  declaration.name = fmt::format("rows of {}", table.name);
  declaration.name_place = rows.place;
  declaration.type_place = rows.place;
  declaration.json = &rows;
  declaration.type = TypeKind::integer;
  declaration.hidden = true;
  ColumnDeclaration outer = declaration;
  ColumnReader reader(rows, outer, diagnostics, schema.files.get());
  reader.set_nested(nested_source_reader());
  constexpr std::string_view kOwnKeys[] = {"per", "total"};
  family->size.spec = reader.read_source(rows, kOwnKeys, declaration);
  for (const json::Member& member : rows.members) {
    if (family->size.kind == nullptr) family->size.kind = find_source(member.name);
  }
  table.family = std::move(family);
}

}  // namespace

void read_rows(ObjectReader& reader, const Schema& schema, SchemaTable& table, Diagnostics& diagnostics) {
  const json::Value* rows = reader.take("rows");
  if (rows == nullptr) {
    reader.need("rows", json::Kind::number, "\"rows\": 1000");
    return;
  }
  table.rows_place = rows->place;
  if (rows->is(json::Kind::string) && rows->text.starts_with('=')) {
    computed_rows(*rows, schema, table, diagnostics);
    return;
  }
  if (rows->is(json::Kind::object)) {
    const json::Value* per = rows->get("per");
    if (per != nullptr && per->is(json::Kind::array)) {
      cross_join(*rows, *per, table, diagnostics);
      return;
    }
    rows_per_parent(*rows, per, schema, table, diagnostics);
    return;
  }
  const std::optional<std::int64_t> number = rows->as_int64();
  if (number.has_value() && *number >= 0 && *number <= kMostRows) {
    table.rows = *number;
    return;
  }
  if (!rows->is(json::Kind::number)) {
    diagnostics.add(
        make_error("SG2003", fmt::format("\"rows\" is a number, not {}", json::kind_name(rows->kind)), rows->place,
                   rows->is(json::Kind::string)
                       ? "a number stands without quotes, for example \"rows\": 1000; an expression begins with ="
                       : "for example \"rows\": 1000"));
  } else if (rows->number > static_cast<double>(kMostRows)) {
    diagnostics.add(make_error("SG2007", fmt::format("{} rows are more than a table can have", rows->text), rows->place,
                               fmt::format("at most {}", kMostRows)));
  } else {
    diagnostics.add(make_error("SG2003", fmt::format("\"rows\" is a whole number from 0 on, not {}", rows->text),
                               rows->place, "written without point and exponent, for example \"rows\": 1000"));
  }
}

}  // namespace synthgen
