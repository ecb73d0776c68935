// Reads the members of one JSON object by name and reports those that nobody asked for.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "synthgen/json/document.hpp"
#include "synthgen/kind/not_yet.hpp"
#include "synthgen/reader/table_files.hpp"
#include "synthgen/source/source.hpp"

namespace synthgen {

class ObjectReader {
 public:
  /// what  "the document", "a table": for messages
  ObjectReader(const json::Value& object, std::string what, NotYet not_yet, Diagnostics& diagnostics)
      : object_(object), what_(std::move(what)), not_yet_(not_yet), diagnostics_(diagnostics) {}

  const json::Value* take(std::string_view name);
  /// The member, of that kind; SG2003 where it is of another one.
  const json::Value* take(std::string_view name, json::Kind kind, std::string_view example);
  /// The same, and SG2002 where it is absent.
  const json::Value* need(std::string_view name, json::Kind kind, std::string_view example);
  std::string text(std::string_view name);
  void check_all_taken();

 private:
  std::string rules_hint(const json::Member& member) const;

  const json::Value& object_;
  const std::string what_;
  const NotYet not_yet_;
  Diagnostics& diagnostics_;
  std::set<std::string, std::less<>> known_;
};

/// Reads one column; always returns it, with spec null where it is faulty.
/// name  the member's, or one that `repeat` makes of it
/// files  those that the schema reads
/// entities  those of the table; null where it has none
std::unique_ptr<struct SchemaColumn> read_column(const json::Member& member, const std::string& name, TableFiles& files,
                                                 Entities* entities, Diagnostics& diagnostics);
/// Type, decimals, precision, format, bounds and the like, into the reader's declaration. False where one is faulty
/// that the values of the column depend on.
bool read_column_modifiers(class ColumnReader& reader);
/// Reads sources within other objects than columns: see NestedSourceReader.
NestedSourceReader nested_source_reader();

}  // namespace synthgen
