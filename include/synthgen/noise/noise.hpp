// Noise operators: what real data suffers from, done to a batch on purpose.
//
// An operator reads its keys from the schema into a NoiseSpec; bound to the columns that it
// damages the spec becomes a NoiseOperator. Which rows are hit, and that a hit is told, is
// not its business: it is handed the hits and does the damage.
//
// Threads: specs and operators are immutable once made. Determinism: a damaged cell is a
// function of the clean row, the operators before, and the draws of (operator, row).
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "synthgen/kind/record.hpp"
#include "synthgen/noise/damaged_column.hpp"
#include "synthgen/noise/noise_draws.hpp"
#include "synthgen/noise/noise_reader.hpp"

namespace synthgen {

/// A batch as one operator meets it.
class NoiseBatch {
 public:
  /// places      of the rows that are hit, in the batch, ascending
  /// rows        their numbers in the table, aligned with `places`
  /// columns     those that the operator was made for, in its order
  /// parameters  by slot of NoiseContext::add_parameter(), a row for each hit
  NoiseBatch(std::span<const std::uint16_t> places, std::span<const std::int64_t> rows,
             std::span<DamagedColumn* const> columns, std::span<const Column* const> parameters, StreamKey draws);

  std::size_t hits() const { return places_.size(); }
  std::size_t place(std::size_t hit) const { return places_[hit]; }
  NoiseDraws draws(std::size_t hit) const { return {draws_, rows_[hit], first_blocks_.data() + 4 * hit}; }
  DamagedColumn& column(std::size_t index = 0) const { return *columns_[index]; }
  std::size_t columns() const { return columns_.size(); }
  const Column& parameter(std::size_t slot) const { return *parameters_[slot]; }

 private:
  std::span<const std::uint16_t> places_;
  std::span<const std::int64_t> rows_;
  std::span<DamagedColumn* const> columns_;
  std::span<const Column* const> parameters_;
  StreamKey draws_;
  std::array<std::uint32_t, 4 * kBatchRows> first_blocks_;  ///< of the draws, those of the hits filled
};

class NoiseOperator {
 public:
  virtual ~NoiseOperator() = default;
  /// Damages what is hit and can be damaged; a hit that cannot is passed over.
  /// Returns how many hits changed something.
  virtual std::uint64_t apply(const NoiseBatch& batch) const = 0;
};

/// A column that an operator damages, as the plan knows it.
struct NoiseColumn {
  std::string name;
  Place place;  ///< where the operator names it
  Type type;
  std::string format = {};                         ///< of dates and times; see WriterColumn
  std::shared_ptr<const Column> domain = nullptr;  ///< every value that it can have, where that is known
};

struct MadeNoise {
  std::unique_ptr<const NoiseOperator> operation;
  /// Aligned with NoiseContext::columns(): some values leave the column's type. Empty: none does.
  std::vector<bool> leaves_type = {};
};

/// What a spec needs to become an operator.
class NoiseContext {
 public:
  virtual ~NoiseContext() = default;
  /// The one column of an operator on cells; all of an operator on rows, further_columns() behind the listed ones.
  virtual std::span<const NoiseColumn> columns() const = 0;
  virtual const std::string& locale() const = 0;
  /// Has a source computed for each hit; the slot for NoiseBatch::parameter(), and the type that it gives.
  ///
  /// wanted  the type that its values must take; errors where they cannot
  struct Parameter {
    std::size_t slot = 0;
    Type type;
  };
  virtual Result<Parameter> add_parameter(const NoiseParameter& parameter, std::optional<Type> wanted) = 0;
  /// Clean cells of a column at up to 16,384 rows spread evenly over the table, always the same ones: for what depends
  /// on how its values lie, such as a standard deviation. Nulls included.
  virtual const Column& sample(std::size_t column) = 0;
  virtual void warn(Diagnostic diagnostic) = 0;
};

class NoiseSpec {
 public:
  virtual ~NoiseSpec() = default;
  /// Columns that it changes beside those listed in `columns`; each is damaged like a listed one.
  struct FurtherColumn {
    std::string name;
    Place place;
  };
  virtual std::vector<FurtherColumn> further_columns() const { return {}; }
  /// Called once for each listed column by an operator on cells, once for all by one on rows. Types of columns are
  /// checked already (NoiseKind::types). Findings are placed; several at once.
  virtual Result<MadeNoise> make(NoiseContext& context) const = 0;
};

/// Types of columns, for NoiseKind::types.
class TypeSet {
 public:
  constexpr TypeSet() = default;
  constexpr TypeSet(std::initializer_list<TypeKind> kinds) {
    for (const TypeKind kind : kinds) bits_ |= 1U << static_cast<unsigned>(kind);
  }
  constexpr bool contains(TypeKind kind) const { return ((bits_ >> static_cast<unsigned>(kind)) & 1U) != 0; }
  constexpr TypeSet operator|(TypeSet other) const {
    other.bits_ |= bits_;
    return other;
  }
  static constexpr TypeSet texts() { return {TypeKind::string}; }
  static constexpr TypeSet numbers() { return {TypeKind::integer, TypeKind::number, TypeKind::decimal}; }
  static constexpr TypeSet dates() { return {TypeKind::date, TypeKind::timestamp, TypeKind::datetime}; }
  static constexpr TypeSet times() { return {TypeKind::time}; }
  static constexpr TypeSet any() {
    return texts() | numbers() | dates() | times() | TypeSet{TypeKind::boolean, TypeKind::uuid};
  }

 private:
  unsigned bits_ = 0;
};

/// Of what a rate is a share.
enum class NoiseUnit : std::uint8_t {
  cells,  ///< each listed column is hit by itself
  rows,   ///< a hit row is damaged in all listed columns together
};

struct NoiseKind {
  Record record;  ///< its example is one operator of a table's `noise`, in JSON, over the columns of
                  ///< tests/cli/noise_test.py
  Text family;    ///< "text", "missing", "number", "date", "category", "cross-column", "type": heading of the manual
  NoiseUnit unit = NoiseUnit::cells;
  TypeSet types = TypeSet::any();  ///< of the columns that it can damage
  Text types_hint = {};            ///< what to do with a column of another type
  std::size_t least_columns = 1;   ///< listed
  std::size_t most_columns = 10'000;
  std::span<const KeyRecord> keys = {};  ///< its parameters; the common keys are the schema room's
  Text key_rules = {};  ///< which of them it needs, and which exclude each other: members of a JSON Schema, for editors
  /// Null after diagnostics were added.
  std::unique_ptr<NoiseSpec> (*parse)(NoiseReader& reader) = nullptr;
};

/// All of them, in the order of builtin.def.
std::span<const NoiseKind* const> noise_kinds();
const NoiseKind* find_noise(std::string_view name);

}  // namespace synthgen
