// The plan: tables and columns in an order in which each can be computed, with their
// streams and sources. Immutable, and able to explain itself.
//
// Threads: immutable once made. Determinism: a function of schema and options.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "synthgen/base/permutation.hpp"
#include "synthgen/base/result.hpp"
#include "synthgen/plan/planned_correlation.hpp"
#include "synthgen/plan/planned_noise.hpp"
#include "synthgen/plan/planned_rule.hpp"
#include "synthgen/schema/schema.hpp"
#include "synthgen/source/source.hpp"
#include "synthgen/writer/writer.hpp"

namespace synthgen {

struct Plan;

/// Hands `take` the cells of columns of a table at any rows, however many, in batches, in the order of the rows: the
/// evaluator of the engine, which stands above the plan.
using RowEvaluation = std::function<void(const Plan& plan, TableIndex table, std::span<const ColumnIndex> columns,
                                         RowSet rows, const std::function<void(std::span<const Column* const>)>& take)>;

struct PlanOptions {
  /// For correlations of columns whose parameters differ by row. REQUIRED where there are such.
  RowEvaluation evaluate_rows = {};
  std::optional<std::uint64_t> seed = {};
  std::map<std::string, std::int64_t> rows = {};  ///< --rows TABLE=N
  double scale = 1;                               ///< --scale, of tables without --rows
  std::vector<std::string> tables = {};           ///< --table: those to write; empty means all
};

/// PlannedColumn::source_name of the cells of parents that a path reads.
inline constexpr const char* kParentCell = "cell of a parent";

struct PlannedColumn {
  std::string name;
  std::string description;
  std::string format;       ///< see WriterColumn
  std::string source_name;  ///< "distribution normal"; for the manifest, and of internal columns for `plan`
  bool hidden = false;
  bool internal = false;   ///< made by the plan: a pick, or a cell of a parent
  std::uint32_t hops = 0;  ///< parents that are read one within the other to compute it
  MadeSource made;
  std::optional<std::uint32_t> component = {};    ///< of PlannedTable::components
  std::optional<std::uint32_t> target = {};       ///< of PlannedTable::targets
  std::optional<std::uint32_t> recurrence = {};   ///< of PlannedTable::recurrences
  bool damaged = false;                           ///< a violation or the table's noise may change it
  WrittenForm written_form = WrittenForm::typed;  ///< of the column in the dirty file

  /// The type of the column in the dirty file.
  Type written_type() const { return written_form == WrittenForm::text ? Type{TypeKind::string, 0} : made.type; }
};

/// The rows of a table as families of its parent's rows.
struct PlannedFamily {
  TableIndex parent = 0;
  ColumnIndex size = 0;  ///< internal column of the parent: children, or with `total` in proportion
  std::shared_ptr<const FamilyIndex> index;
};

/// Columns that follow from each other through the row before, and are filled row by row along each family.
struct PlannedRecurrence {
  /// Internal ones included, each after those of the same row that it reads. All are by_family; those whose sources are
  /// no StepwiseSource are filled as columns of any row are.
  std::vector<ColumnIndex> columns;
};

struct PlannedTable {
  std::string name;
  std::string description;
  std::int64_t rows = 0;
  std::optional<PlannedFamily> family = {};  ///< where its rows are per parent
  bool written = true;
  std::vector<PlannedColumn> columns;   ///< the schema's, in its order, then internal ones
  std::vector<ColumnIndex> output;      ///< columns that are written, in output order
  std::vector<ColumnIndex> order;       ///< all columns, each after those that it reads
  std::vector<ColumnIndex> generation;  ///< those of `order` that a written batch needs, its rates of noise included
  std::vector<PlannedCorrelation> correlations;
  std::vector<PlannedRule> rules;      ///< in the order of the schema
  std::vector<PlannedTarget> targets;  ///< columns that rules condition, in the order in which they are filled
  std::vector<PlannedComponent> components;
  std::vector<PlannedRecurrence> recurrences;  ///< only where its rows are per parent
  double restarted_share = 0;                  ///< of rows, about: their first columns leave the others no value
  std::vector<PlannedViolation> violations;    ///< in the order of their rules; applied before all noise
  std::vector<PlannedNoise> noise;             ///< in the order in which the operators are applied
  std::shared_ptr<const Permutation> shuffle;  ///< row at each place; null: each row at its own

  /// The columns that the wanted ones follow from, themselves included, in order.
  std::vector<ColumnIndex> closure(const std::vector<ColumnIndex>& wanted) const;
  /// The columns to fill for the wanted ones, in order: what a column of whole families reads is not among them, for it
  /// is filled over other rows.
  std::vector<ColumnIndex> fill_order(const std::vector<ColumnIndex>& wanted) const;

  /// Whether its files differ from the clean table.
  bool damaged() const { return !violations.empty() || !noise.empty(); }

  /// The rows that are written at `count` places from `first` on. `list` keeps them where the table is shuffled.
  RowSet rows_at(std::int64_t first, std::size_t count, std::vector<std::int64_t>& list) const;

 private:
  std::vector<ColumnIndex> follow(const std::vector<ColumnIndex>& wanted, bool into_families) const;
};

struct Plan {
  std::shared_ptr<const Schema> schema;
  std::uint64_t seed = 0;
  std::vector<PlannedTable> tables;  ///< in the schema's order
};

struct MadePlan {
  std::shared_ptr<const Plan> plan;  ///< null where there are errors
  Diagnostics diagnostics;           ///< those of the schema included; warnings also where there is a plan
};

/// Orders, types and binds. Errors SG22xx, and those of sources and expressions; faulty columns of
/// the schema are passed over, so that all other faults are told in the same run.
/// Wrong options (an unknown table) are the caller's to check, by name.
MadePlan make_plan(const ReadSchema& schema, const PlanOptions& options);

/// Before or after noise.
enum class Cleanness : std::uint8_t { clean, dirty };
/// The written columns of a table, as a writer wants to know them.
WriterTable writer_table(const PlannedTable& table, Cleanness cleanness = Cleanness::dirty);

/// `synthgen plan`: order of tables and columns, rows, bytes.
///   threads  that a run would have: for its memory
std::string explain(const Plan& plan, unsigned threads = 1);

/// What a run holds in memory at its peak, about: files that it reads, the sums of weights, what is kept of other
/// tables, blocks and batches of its threads, the program itself.
std::uint64_t estimated_memory_bytes(const Plan& plan, unsigned threads);

}  // namespace synthgen
