// Sources: what fills a column. A source kind reads its keys from the schema into a
// SourceSpec; bound to a plan's columns and streams, the spec becomes a Source.
//
// Threads: specs and sources are immutable once made.
// Determinism: a Source is pure in (its streams, rows, attempt, the columns it reads).
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "synthgen/column/evaluate.hpp"
#include "synthgen/expression/expression.hpp"
#include "synthgen/json/document.hpp"
#include "synthgen/kind/record.hpp"
#include "synthgen/source/parameter_value.hpp"

namespace synthgen {

/// A column being filled, batch after batch.
class Source {
 public:
  virtual ~Source() = default;
  /// Fills `out` (reset by this call) for evaluate.rows(), at most kBatchRows rows.
  virtual void fill(Evaluate& evaluate, Column& out) const = 0;
};

struct MadeSource {
  Type type;
  std::unique_ptr<const Source> source;
  std::vector<ColumnIndex> inputs;         ///< columns of the same table that it reads
  const Dictionary* dictionary = nullptr;  ///< where every batch is coded in it
  bool ascending = false;                  ///< see WriterColumn
  bool distinct = false;
  int precision = 18;   ///< most digits of a decimal: 9 where its bounds are known to fit
  bool unique = false;  ///< no value occurs twice and none is null: it may be a key
};

/// The part of a column's declaration that all sources share.
struct ColumnDeclaration {
  std::string name;
  const json::Value* json = nullptr;
  Place name_place;
  std::optional<TypeKind> type;
  std::optional<int> decimals;
  Place type_place;  ///< of `type` or `decimals`, else of the column
  std::optional<ParameterValue> min;
  std::optional<ParameterValue> max;
  std::optional<ParameterValue> missing;
  bool hidden = false;
  std::string description;

  /// The type that `type` and `decimals` ask for. A decimal without `decimals` has −1.
  std::optional<Type> wanted() const;
};

/// A foreign key's parent, as the plan knows it.
struct ReferenceTarget {
  TableIndex table = 0;
  ColumnIndex key = 0;   ///< in the parent
  ColumnIndex pick = 0;  ///< in the child: internal column of parent row numbers
  Type type;
  const Dictionary* dictionary = nullptr;
};

/// What a spec needs to become a source.
class SourceContext {
 public:
  virtual ~SourceContext() = default;
  virtual const ColumnDeclaration& declaration() const = 0;
  virtual const Scope& scope() const = 0;
  virtual StreamKey stream(std::string_view purpose) const = 0;
  virtual std::int64_t table_rows() const = 0;
  virtual std::int64_t reference_micros() const = 0;
  /// REQUIRES: the spec has a reference().
  virtual Result<ReferenceTarget> reference() const = 0;
  virtual void warn(Diagnostic diagnostic) const = 0;
};

/// "customers.customer_id" or "customers".
struct ReferenceText {
  std::string table;
  std::string column;  ///< empty: the primary key
  const json::Value* json = nullptr;
};

class SourceSpec {
 public:
  virtual ~SourceSpec() = default;
  /// Expressions among the source's own keys (modifiers are the caller's).
  virtual std::vector<const Expression*> expressions() const { return {}; }
  virtual const ReferenceText* reference() const { return nullptr; }
  /// True where each row has a value of its own by construction, known before types are.
  virtual bool unique() const { return false; }
  /// Types, ranges and names are checked here; several faults are reported at once.
  virtual Result<MadeSource> make(const SourceContext& context) const = 0;
};

/// Reads the keys of one column and remembers which were read, so that none is ignored.
class ColumnReader {
 public:
  ColumnReader(const json::Value& column, ColumnDeclaration& declaration, Diagnostics& diagnostics)
      : column_(column), declaration_(declaration), diagnostics_(diagnostics) {}

  const json::Value& column() const { return column_; }
  ColumnDeclaration& declaration() { return declaration_; }
  Diagnostics& diagnostics() { return diagnostics_; }

  /// The value of a key, which counts as known from now on; null where absent.
  const json::Value* take(std::string_view key);
  /// Whose parameters the keys are, for "unknown parameter … of …".
  void set_owner(std::string owner, std::string accepted) {
    owner_ = std::move(owner);
    accepted_ = std::move(accepted);
  }
  /// All keys count as known: what they belong to is faulty, so they cannot be judged.
  void take_all();
  /// Reports every key that nobody took.
  void check_all_taken();

 private:
  const json::Value& column_;
  ColumnDeclaration& declaration_;
  Diagnostics& diagnostics_;
  std::set<std::string, std::less<>> known_;
  std::string owner_;
  std::string accepted_;
};

struct SourceKind {
  Record record;              ///< its name is the key
  bool takes_bounds = false;  ///< `min` and `max`
  Text bounds_hint = {};      ///< what to do instead, where it takes none
  /// Null after diagnostics were added. `value` is that of the source key.
  std::unique_ptr<SourceSpec> (*parse)(const json::Value& value, ColumnReader& reader) = nullptr;
};

/// All of them, in the order of builtin.def.
std::span<const SourceKind* const> source_kinds();
const SourceKind* find_source(std::string_view name);

/// Makes cells null by `missing`: a probability or a condition, one value a row.
Result<MadeSource> add_missing(MadeSource made, const SourceContext& context);

/// Row numbers of a uniformly picked parent: 0 … parent_rows − 1; earlier rows only where `same_table`.
MadeSource make_pick(StreamKey key, std::int64_t parent_rows, bool same_table);
/// Cells of a column of another table, at the rows of the pick column.
MadeSource make_parent_cell(TableIndex table, ColumnIndex column, ColumnIndex pick, Type type,
                            const Dictionary* dictionary);

}  // namespace synthgen
