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

#include "synthgen/base/family_index.hpp"
#include "synthgen/column/cell_draws.hpp"
#include "synthgen/expression/expression.hpp"
#include "synthgen/json/document.hpp"
#include "synthgen/kind/record.hpp"
#include "synthgen/provider/suffix_place.hpp"
#include "synthgen/reader/table_files.hpp"
#include "synthgen/source/parameter_value.hpp"

namespace synthgen {

/// A column being filled, batch after batch.
class Source {
 public:
  virtual ~Source() = default;
  /// Fills `out` (reset by this call) for evaluate.rows(), at most kBatchRows rows.
  virtual void fill(Evaluate& evaluate, Column& out) const = 0;
};

/// How an exact choice lies over the rows: each row has a place of its own, and each value a range of places.
struct ExactShares {
  ColumnIndex place = 0;           ///< internal column: the row's place, 0 … rows − 1
  std::vector<std::int64_t> ends;  ///< one past the last place of each value, in listed order
};

/// A column of another table, whose cells a foreign key reads.
struct CellOrigin {
  TableIndex table = 0;
  ColumnIndex column = 0;
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
  /// It has cells for the rows of its table only, as places of a permutation have, and none at rows beyond the last.
  bool own_rows_only = false;
  bool by_family = false;  ///< its cells follow from other rows of their family: `source` is a FamilySource
  /// Every value that it can give, one row each and null left out, where that is known: a list, true and false.
  std::shared_ptr<const Column> domain = nullptr;
  std::shared_ptr<const ExactShares> exact = nullptr;  ///< of exact choices
  std::optional<ColumnIndex> pick = {};                ///< of references: internal column of parent row numbers
  bool match_required = false;           ///< of references with `where`: a row that finds no parent ends the run
  bool to_owner = false;                 ///< of picks: the parent in whose family the row is
  std::optional<CellOrigin> cell = {};   ///< of cells of a parent's row: whose
  std::uint64_t memory_bytes = 0;        ///< held in memory for the whole run: files, prefix sums
  bool null_with_inputs = false;         ///< it is null where one of its inputs is
  bool follows = false;                  ///< of providers: nothing is drawn for it, all of it follows from its inputs
  const Expression* bound_by = nullptr;  ///< of a column that computes what an entity is bound to; the schema has it
  SuffixPlace suffix_place = SuffixPlace::by_text;
  Text no_suffix = {};  ///< what to do in place of "unique": "suffix", where a number would make the texts wrong
};

/// The modifier `ordered`: how the values of a family, or of a whole table, follow each other.
enum class ValueOrder : std::uint8_t {
  none,
  ascending,
  strict,  ///< ascending, and no two of a family are equal
  descending,
};

/// The part of a column's declaration that all sources share.
struct ColumnDeclaration {
  std::string name;
  const json::Value* json = nullptr;
  Place name_place;
  std::optional<TypeKind> type;
  std::optional<int> decimals;
  Place type_place;                     ///< of `type` or `decimals`, else of the column
  std::optional<int> precision;         ///< fraction digits of a time: 0, 3 or 6
  const json::Value* format = nullptr;  ///< a text that TimeFormat can read
  Place precision_place;
  std::optional<ParameterValue> min;
  std::optional<ParameterValue> max;
  std::optional<ParameterValue> missing;
  Place unique_place;          ///< where `unique` is true
  bool unique = false;         ///< every value differs, by construction: the source sees to it, or cannot be made
  bool unique_suffix = false;  ///< every value differs by a number that is put to it; not together with `unique`
  Place order_place;           ///< of `ordered`
  ValueOrder order = ValueOrder::none;
  /// Names that mean a constant in this column's expressions only: the index of a repeated column.
  std::vector<NamedConstant> constants;
  bool hidden = false;
  std::string description;

  /// The type that `type`, `decimals` and `precision` ask for. A decimal without `decimals` has −1, a time without
  /// `precision` whole seconds.
  std::optional<Type> wanted() const;
};

/// Picks of parents that do not repeat, for a key of several columns asks that of them.
struct DistinctPick {
  /// Internal column: the row's place among all combinations of the key's drawn references, no two alike in the table
  /// or, of a key with the row's owner, in the family. The parent's row is place / step % rows. Nothing where the pick
  /// is drawn by ranks or weights: then the rows of a family are drawn until they differ.
  std::optional<ColumnIndex> place = std::nullopt;
  std::int64_t step = 1;
  std::int64_t places = 0;  ///< how many combinations there are
};

struct ReferenceWhere;
class Entities;

/// A foreign key's parent, as the plan knows it.
struct ReferenceTarget {
  TableIndex table = 0;
  std::string table_name;
  ColumnIndex key = 0;  ///< in the parent
  Type type;
  const Dictionary* dictionary = nullptr;
  std::shared_ptr<const Column> domain = nullptr;  ///< see MadeSource
  std::int64_t rows = 0;                           ///< of the parent
  bool same_table = false;                         ///< the parent is this table
  /// In a cross join with the parent, row r belongs to the parent's row r / owner_step % rows; elsewhere 0.
  std::int64_t owner_step = 0;
  /// Where the rows of the table are families of the parent's; else null.
  std::shared_ptr<const FamilyIndex> family = nullptr;
  bool first_to_owner = false;  ///< no key of an earlier column refers to the same table of the cross join or parent
  ColumnIndex weight = 0;       ///< in the parent: the column that ReferenceText::weight names
  Type weight_type;
  std::shared_ptr<const ReferenceWhere> where = nullptr;  ///< which parents a row may refer to; null: any
  std::optional<DistinctPick> distinct = std::nullopt;
};

/// The code of a finding that only says "something else is faulty", which has been told: never shown.
inline constexpr const char* kFollowUp = "follow-up";

/// What columns of one table have in common that share a row of something outside it, by a name of theirs ("as").
struct SharedRow {
  /// What they must agree on.
  struct Fact {
    std::string key;
    std::string value;
    Place place;
  };
  std::string first_column;         ///< empty until a column has set the rest
  std::optional<ColumnIndex> pick;  ///< internal column of row numbers; nothing where it could not be made
  std::vector<Fact> facts;
};

class SourceContext;
class SourceSpec;

/// One of the columns that share a total, each to be made with a context of its own.
struct ShareMember {
  const SourceSpec* spec = nullptr;
  std::unique_ptr<const SourceContext> context;
};

/// What a spec needs to become a source.
class SourceContext {
 public:
  virtual ~SourceContext() = default;
  virtual const ColumnDeclaration& declaration() const = 0;
  virtual const Scope& scope() const = 0;
  virtual StreamKey stream(std::string_view purpose) const = 0;
  /// The internal column of standard normal scores by which the value is drawn in place of the streams "value…", where
  /// a correlation says so.
  virtual std::optional<ColumnIndex> score() const { return std::nullopt; }
  /// A stream of this table that several columns share, by a name of theirs in place of the column's.
  virtual StreamKey shared_stream(std::string_view owner, std::string_view purpose) const = 0;
  /// By the sort of thing that is shared and its name; the first column that asks fills it.
  virtual SharedRow& shared_row(const std::string& name) const = 0;
  /// The columns of this table whose specs have that share_group(), in the order of the schema, this one included.
  virtual std::vector<ShareMember> share_members(const std::string& /*group*/) const;
  virtual std::int64_t table_rows() const = 0;
  virtual std::int64_t reference_micros() const = 0;
  virtual const std::string& locale() const = 0;
  /// A column of this table, made already. REQUIRES: an index that scope() gave for one of the spec's names.
  virtual const MadeSource& column(ColumnIndex index) const = 0;
  /// Adds an internal column to this table, filled where it is read.
  /// what  what it holds, for `plan`: "picks a parent's row"
  virtual ColumnIndex add_column(std::string name, std::string what, MadeSource made) const = 0;
  /// REQUIRES: the spec has a reference().
  virtual Result<ReferenceTarget> reference() const = 0;
  virtual void warn(Diagnostic diagnostic) const = 0;
};

/// How a reference picks the parent's row.
enum class PickKind : std::uint8_t { by_default, uniform, cycle, owner, distribution, weight };

/// "customers.customer_id" or "customers".
struct ReferenceText {
  std::string table;
  std::string column;  ///< empty: the primary key
  const json::Value* json = nullptr;
  std::string weight = {};  ///< column of the table by which it is picked; empty where it is not
  Place weight_place = {};
  const Expression* where = nullptr;  ///< which of the table's rows a row may refer to; null: any
  PickKind pick = PickKind::by_default;
  std::string as = {};  ///< what columns share that are one reference; empty where it is one by itself
  Place as_place = {};
};

class SourceSpec {
 public:
  virtual ~SourceSpec() = default;
  /// Expressions among the source's own keys (modifiers are the caller's).
  virtual std::vector<const Expression*> expressions() const { return {}; }
  /// Columns, or paths to them, that it reads by name beside its expressions.
  virtual std::vector<PathUse> paths() const { return {}; }
  virtual const ReferenceText* reference() const { return nullptr; }
  /// The name by which columns of a row share a total; empty where it shares none. Each of them reads what all read.
  virtual const std::string& share_group() const;
  /// True where each row has a value of its own by construction, known before types are.
  virtual bool unique() const { return false; }
  /// False where the row's number and the columns that it reads decide its value: it is counted, listed or computed.
  virtual bool drawn() const { return true; }
  /// Why its value cannot be drawn by a score (see SourceContext::score), as the rest of a sentence that begins with
  /// its column: "is computed, not drawn"; empty where it can. Then the value is a non-decreasing function of the score
  /// in each row, in the order in which the kind counts its values.
  virtual std::string unscored() const { return "is not drawn by itself"; }
  /// Types, ranges and names are checked here; several faults are reported at once.
  virtual Result<MadeSource> make(const SourceContext& context) const = 0;
};

/// How the value of a column is drawn: by its score, or by its streams of the purpose "value".
DrawKeys value_draws(const SourceContext& context);

class ColumnReader;

/// Every expression of a column or a case: its source's, and its modifiers'. `spec` may be null.
std::vector<const Expression*> expressions_of(const SourceSpec* spec, const ColumnDeclaration& declaration);

/// Reads the one source of an object within a column, such as a case: modifiers `min`, `max` and `missing` into the
/// declaration, the source's own keys, and errors for all others but `own_keys`. A scalar is a constant. Null after
/// diagnostics were added. The schema room gives it, so that sources can nest.
using NestedSourceReader = std::unique_ptr<SourceSpec> (*)(const json::Value& value,
                                                           std::span<const std::string_view> own_keys,
                                                           ColumnDeclaration& declaration, const ColumnReader& outer);

/// Reads the keys of one column and remembers which were read, so that none is ignored.
class ColumnReader {
 public:
  /// An object within a column.
  ColumnReader(const json::Value& value, ColumnDeclaration& declaration, const ColumnReader& outer)
      : column_(value),
        declaration_(declaration),
        diagnostics_(outer.diagnostics_),
        files_(outer.files_),
        nested_(outer.nested_),
        entities_(outer.entities_),
        within_(true) {}
  /// files  those that the schema reads; none for columns that cannot read one
  ColumnReader(const json::Value& column, ColumnDeclaration& declaration, Diagnostics& diagnostics,
               TableFiles* files = nullptr)
      : column_(column), declaration_(declaration), diagnostics_(diagnostics), files_(files) {}

  void set_nested(NestedSourceReader nested) { nested_ = nested; }
  void set_entities(Entities* entities) { entities_ = entities; }
  /// Those of the table; null where it has none.
  Entities* entities() const { return entities_; }
  std::unique_ptr<SourceSpec> read_source(const json::Value& value, std::span<const std::string_view> own_keys,
                                          ColumnDeclaration& declaration) const {
    assert(nested_ != nullptr);
    return nested_(value, own_keys, declaration, *this);
  }

  const json::Value& column() const { return column_; }
  ColumnDeclaration& declaration() { return declaration_; }
  Diagnostics& diagnostics() const { return diagnostics_; }
  /// REQUIRES: there are some.
  TableFiles& files() const {
    assert(files_ != nullptr);
    return *files_;
  }

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
  TableFiles* const files_;
  std::set<std::string, std::less<>> known_;
  std::string owner_;
  std::string accepted_;
  NestedSourceReader nested_ = nullptr;
  Entities* entities_ = nullptr;
  bool within_ = false;  // of an object within a column
};

struct SourceKind {
  Record record;                         ///< its name is the key
  bool takes_bounds = false;             ///< `min` and `max`
  Text bounds_hint = {};                 ///< what to do instead, where it takes none
  std::span<const KeyRecord> keys = {};  ///< siblings of the source key, its parameters; of a distribution: none here
  Text value_schema = {};                ///< JSON Schema of the source key's value, as JSON text
  /// Null after diagnostics were added. `value` is that of the source key.
  std::unique_ptr<SourceSpec> (*parse)(const json::Value& value, ColumnReader& reader) = nullptr;
};

/// All of them, in the order of builtin.def.
std::span<const SourceKind* const> source_kinds();
const SourceKind* find_source(std::string_view name);

/// Makes cells null by `missing`: a probability or a condition, one value a row.
Result<MadeSource> add_missing(MadeSource made, const SourceContext& context);

/// Cells of a column of another table, at the rows of the pick column.
MadeSource make_parent_cell(TableIndex table, ColumnIndex column, ColumnIndex pick, Type type,
                            const Dictionary* dictionary);

}  // namespace synthgen
