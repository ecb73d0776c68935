// Cells of other tables by the keys that lead to them, for rules that read `customer_id.limit`.
//
// Memory: the keys of a parent, and the columns that are read, whole.
// Threads: one at a time.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "key_index.hpp"
#include "verified_rows.hpp"

namespace synthgen {

/// A table whose rows are found by a key.
struct ParentCells {
  explicit ParentCells(FingerprintSet::Rows rows) : index(rows) {}
  KeyIndex index;
  std::map<std::size_t, Column> columns;  ///< whole, in the order of the scan
};

/// A path through foreign keys, resolved: which columns lead on, and where they lead.
struct ParentPath {
  struct Hop {
    std::vector<std::size_t> columns;  ///< the foreign key: of the table itself, then of each parent
    const ParentCells* parent = nullptr;
  };
  std::vector<Hop> hops;
  std::size_t column = 0;  ///< of the last parent
  Type type;
};

class Parents {
 public:
  explicit Parents(const std::vector<LoggedTable>& tables) : tables_(tables) {}

  const std::vector<LoggedTable>& tables() const { return tables_; }

  /// The path as columns, with all that it reads loaded. Nothing, and `why`, where it cannot be followed. Errors of
  /// TableScan.
  Result<std::optional<ParentPath>> resolve(const VerifiedTable& table, const std::vector<std::string>& path,
                                            std::string& why);
  /// The cells at the end of the path for rows of the table, whose foreign key is `keys`: as many columns as it has.
  static void follow(const ParentPath& path, std::span<const Column* const> keys, Column& out);

 private:
  using Columns = std::vector<std::size_t>;
  /// The parent by the key, with the columns.
  Result<const ParentCells*> load(const LoggedTable& parent, const Columns& key, const Columns& columns,
                                  std::string& why);

  const std::vector<LoggedTable>& tables_;
  std::map<std::pair<const VerifiedTable*, Columns>, std::unique_ptr<ParentCells>> loaded_;
};

/// The columns of one reference: those with the same "as", or the one that it is by itself.
std::vector<std::string> reference_columns(const SchemaTable& table, const SchemaColumn& column);

/// The table and the key column that a foreign key refers to. Nothing, and `why`, where they are not in the output.
struct Referred {
  const LoggedTable* table = nullptr;
  std::size_t column = 0;
};
std::optional<Referred> referred_key(const std::vector<LoggedTable>& tables, const VerifiedTable& table,
                                     std::string_view foreign_key, std::string& why);

}  // namespace synthgen
