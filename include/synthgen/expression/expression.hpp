// Expressions: text → typed tree → a program that runs over batches.
//
// Threads: Expression and Program are immutable; any thread may run a Program.
// Determinism: no libm, no contraction; draws by the streams that `StreamMaker` gives.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "synthgen/base/family_index.hpp"
#include "synthgen/base/result.hpp"
#include "synthgen/base/stream.hpp"
#include "synthgen/column/evaluate.hpp"

namespace synthgen {

/// A column name, or a path through foreign keys: {"order_id", "customer_id", "segment"}.
using Path = std::vector<std::string>;

/// What a path begins with that is written `this.x`: the row that looks for rows of another table, where names of their
/// own are that table's. No column has an empty name.
inline constexpr std::string_view kThisRow;
inline bool of_this_row(const Path& path) { return path.front() == kThisRow; }

struct PathUse {
  Path path;
  Place place;
};

struct ExpressionNode;  // private to the room
struct RowsCall;

/// The rows that a function looks at beside the one that it is called for.
enum class RowsOver : std::uint8_t {
  none,
  family,    ///< those of the row's family: previous, running_sum
  children,  ///< those of another table that belong to the row: count, sum
};

/// A parsed expression: syntax is right, names and types are not yet checked.
class Expression {
 public:
  /// Parses; errors SG30xx, placed by `origin`, several at once where the parser can go on.
  /// Depth at most 200, length at most 64 KiB.
  static Result<Expression> parse(std::string_view text, const TextOrigin& origin);

  /// Every path that it reads in its own row, once each, in order of appearance. What its calls() read is not among
  /// them.
  const std::vector<PathUse>& paths() const;
  /// Its calls of functions over other rows, in order of appearance; those within their arguments are the arguments'.
  const std::vector<RowsCall>& calls() const;
  /// As it is written; of a part (part_of) its own slice of the whole.
  const std::string& text() const;
  /// Where text() stands.
  Place place() const;
  /// True where it has no path, no draw, no row_number() and the like: one value for all rows.
  bool constant() const;
  /// True where it has a draw, row_number() or a function over other rows: a value of its own in each row, whatever it
  /// reads.
  bool varies() const;
  /// True where it has a draw.
  bool draws() const;
  /// The path that it is, and nothing else; null where it is more.
  const Path* as_path() const;
  const ExpressionNode& root() const { return *root_; }
  /// Places offsets of its nodes, which count from the beginning of the whole also in a part.
  const TextOrigin& origin() const;

 private:
  friend Expression part_of(const Expression& whole, const std::shared_ptr<const ExpressionNode>& node);

  struct Shared;
  friend void describe(Expression& whole, Shared& shared);
  std::shared_ptr<const Shared> shared_;
  std::shared_ptr<const ExpressionNode> root_;
};

/// A call of a function over other rows: its value is a column of its own, which the plan makes.
struct RowsCall {
  RowsOver over = RowsOver::none;
  std::string function;               ///< "previous", "sum"
  std::vector<Expression> arguments;  ///< by position; those of an aggregate are of the children
  std::optional<Expression> where;    ///< of an aggregate: which children count
  std::string via;                    ///< of an aggregate: the foreign key of the children that leads to the row
  std::string text;                   ///< the whole call as it is written
  Place place;                        ///< of the function's name
  const ExpressionNode* node = nullptr;
};

/// A name that stands for a literal: one of the schema's constants, or the index of a repeated column.
struct NamedConstant {
  enum class Kind : std::uint8_t { null, boolean, number, text };
  std::string name;
  Kind kind = Kind::null;
  bool boolean = false;
  std::string text;  ///< of a text; of a number, as it is written
};

/// Purpose (ARCHITECTURE.md: "call 1/64", "call 1/32", "call 1 tie/64"; call sites count from 1 in text order) → key.
using StreamMaker = std::function<StreamKey(std::string_view purpose)>;

struct CompileOptions {
  /// Converted to where it fits (numbers among themselves, date to timestamp or datetime, times to the precision; a
  /// text literal to date, time, uuid); error SG3xxx where it does not.
  std::optional<Type> wanted;
  /// Where `wanted` is empty: the digits that the seconds of a time are cut to.
  std::optional<int> time_digits;
  /// What call-site purposes begin with, so that several expressions of one column (mean, sd, min) differ: "" or "mean
  /// ".
  std::string role;
  std::int64_t reference_micros = 0;  ///< what now() means
  std::string locale = "en_US";       ///< whose rules ascii() and slug() follow
};

/// What names mean where an expression stands.
class Scope {
 public:
  struct Entry {
    Type type;
    ColumnIndex column = 0;                  ///< index to ask Evaluate for
    const Dictionary* dictionary = nullptr;  ///< where it is known to be dictionary-coded
  };
  virtual ~Scope() = default;
  /// Nothing where there is no such column; a Diagnostic (without place) where the path is wrong in a way of its own.
  virtual Result<std::optional<Entry>> find(const Path& path) const = 0;
  /// The constant of that name, which then acts as the literal that it stands for; null where there is none.
  virtual const NamedConstant* constant(std::string_view /*name*/) const { return nullptr; }
  /// How the rows of the table lie in families; null where they are not per parent.
  virtual std::shared_ptr<const FamilyIndex> families() const { return nullptr; }
  /// A call of a function over other rows as a column of its own, to be made with the streams and options of the
  /// expression that it stands in; Diagnostics where it cannot be one, some of them without place.
  virtual Result<Entry> over_rows(const RowsCall& call, const StreamMaker& streams,
                                  const CompileOptions& options) const;
  /// Names for "did you mean" of the last part of `path`.
  virtual std::vector<std::string> names_near(const Path& path) const = 0;
};

class Program {
 public:
  virtual ~Program() = default;
  virtual Type type() const = 0;
  /// Columns it reads.
  virtual const std::vector<ColumnIndex>& inputs() const = 0;
  /// Fills `out` for evaluate.rows(). Total: what cannot be computed is null, and counted.
  virtual void run(Evaluate& evaluate, Column& out) const = 0;
  /// Set where the value is the same in all rows: a column of one row.
  virtual const Column* constant() const = 0;
  /// Set where the result is always coded in one dictionary, owned by the program.
  virtual const Dictionary* dictionary() const = 0;
};

/// Errors SG31xx (names) and SG32xx (types), placed inside the string.
Result<std::shared_ptr<const Program>> compile(const Expression& expression, const Scope& scope,
                                               const StreamMaker& streams, const CompileOptions& options);

/// Names of all functions, for `list functions`: those of builtin.def, then the distributions.
std::vector<std::string> function_names();

}  // namespace synthgen
