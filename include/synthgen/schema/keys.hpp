// The keys of a schema that belong to no kind: those of the document, of tables, their correlations,
// rules and noise, of columns and of the output, and the types; with their pages in the manual.
//
// A key that not_yet.def lists is there already, so that it appears when it is built.
//
// Threads: constant data.
#pragma once

#include <span>

#include "synthgen/kind/not_yet.hpp"
#include "synthgen/kind/record.hpp"

namespace synthgen {

/// Keys of an object of the language.
struct KeyTable {
  Name object;     ///< "the document", "a table"
  NotYet not_yet;  ///< where not_yet.def keeps those that are not built
  std::span<const KeyRecord> keys;
};

const KeyTable& document_keys();
const KeyTable& table_keys();
/// Of a group of `correlations`.
const KeyTable& correlation_keys();
/// Of one of `rules`.
const KeyTable& rule_keys();
/// That any operator of `noise` may have, beside its own.
const KeyTable& noise_keys();
/// Modifiers that any column may have.
const KeyTable& column_keys();
/// `min` and `max`, of columns whose source takes bounds.
std::span<const KeyRecord> bound_keys();
const KeyTable& output_keys();

/// Document, table, correlation, rule, noise operator, column, output.
std::span<const KeyTable* const> key_tables();

/// The types of columns, in the order of TypeKind. `source` tells the form in files.
std::span<const Record> type_records();

}  // namespace synthgen
