#include "key_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "synthgen/column/cell_text.hpp"

namespace synthgen {
namespace {

/// A manifest that is damaged may claim any number of rows: then parts are larger, and passes still few.
constexpr std::uint64_t kMostParts = 1024;
std::uint64_t parts_for(std::uint64_t rows) { return std::min(rows / kKeysAtOnce + 1, kMostParts); }

/// Keys that are compared with one another because their fingerprints are equal: beyond them nobody reads on.
constexpr std::size_t kMostSuspects = std::size_t{1} << 20;

std::vector<bool> only(const VerifiedTable& table, const std::vector<std::size_t>& columns) {
  std::vector<bool> wanted(table.columns.size());
  for (const std::size_t column : columns) wanted[column] = true;
  return wanted;
}

/// order_id, or [order_id, line]
std::string names_of(const VerifiedTable& table, const std::vector<std::size_t>& columns) {
  if (columns.size() == 1) return table.columns[columns.front()].name;
  std::string names;
  for (const std::size_t column : columns) names += (names.empty() ? "" : ", ") + table.columns[column].name;
  return fmt::format("[{}]", names);
}

/// "order_id", or [order_id, line]: as the subject of a message
std::string subject_of(const VerifiedTable& table, const std::vector<std::size_t>& columns) {
  const std::string names = names_of(table, columns);
  return columns.size() == 1 ? fmt::format("\"{}\"", names) : names;
}

/// The cells of a key in the rows of a batch.
class KeyCells {
 public:
  KeyCells(const VerifiedRows& rows, const std::vector<std::size_t>& columns) {
    for (const std::size_t column : columns) cells_.push_back(&rows.column(column));
  }
  std::span<const Column* const> columns() const { return cells_; }
  const Column& operator[](std::size_t k) const { return *cells_[k]; }
  std::size_t size() const { return cells_.size(); }
  /// One of them is null.
  bool is_null(std::size_t i) const {
    return std::any_of(cells_.begin(), cells_.end(), [&](const Column* column) { return column->is_null(i); });
  }
  std::string shown(std::size_t i) const {
    std::string text;
    for (const Column* column : cells_) text += (text.empty() ? "" : ", ") + shown_cell(*column, i);
    return cells_.size() == 1 ? text : fmt::format("[{}]", text);
  }
  /// The whole of them as a text that no other values have.
  std::string exact(std::size_t i) const {
    std::string text;
    for (const Column* column : cells_) {
      const std::string cell =
          column->type().kind == TypeKind::string ? std::string(column->text(i)) : shown_cell(*column, i);
      text += cells_.size() == 1 ? cell : fmt::format("{}:{}", cell.size(), cell);
    }
    return text;
  }

 private:
  std::vector<const Column*> cells_;
};

/// Ascending keys are unique without being remembered. Others go through a set of fingerprints; where two are equal,
/// one more pass compares the keys themselves.
class KeyCheck final : public RowCheck {
 public:
  KeyCheck(const VerifiedTable& table, std::string what, RowsOf rows, const std::vector<std::size_t>& columns,
           KeyNulls nulls)
      : RowCheck(table.name, std::move(what), rows, columns),
        subject_(subject_of(table, columns)),
        nulls_(nulls),
        parts_(parts_for(table.rows)) {
    for (const std::size_t column : columns) names_.push_back(table.columns[column].name);
  }

  Result<bool> begin_pass() override {
    switch (pass_) {
      case Pass::none:
        pass_ = Pass::order;
        return true;
      case Pass::order:
        if (ascending_) return false;
        pass_ = Pass::set;
        if (!remembers_) return true;
        [[fallthrough]];
      case Pass::set:
        set_.clear();
        if (++part_ < parts_) return true;
        if (suspects_.size() == 0) return false;
        pass_ = Pass::comparison;
        return true;
      case Pass::comparison:
        break;
    }
    return false;
  }

  void add(const VerifiedRows& rows, std::size_t count) override {
    const KeyCells keys(rows, columns());
    if (pass_ == Pass::order) {
      look_at_order(rows, keys, count);
    } else if (pass_ == Pass::set) {
      for (std::size_t i = 0; i < count; ++i) remember(keys, i);
    } else {
      for (std::size_t i = 0; i < count; ++i) compare(rows, keys, i);
    }
  }

 private:
  enum class Pass : std::uint8_t { none, order, set, comparison };

  void look_at_order(const VerifiedRows& rows, const KeyCells& keys, std::size_t count) {
    bool ordered = true;
    for (std::size_t k = 0; k < keys.size(); ++k) {
      const TypeKind kind = keys[k].type().kind;
      ordered = ordered && kind != TypeKind::string && kind != TypeKind::uuid && kind != TypeKind::number;
      if (nulls_ != KeyNulls::refused || keys[k].all_valid()) continue;
      for (std::size_t i = 0; i < count; ++i) {
        if (keys[k].is_valid(i)) continue;
        tell(verify_code::kKey, [&] { return fmt::format("{}: the key \"{}\" is null", rows.place(i), names_[k]); });
      }
    }
    for (std::size_t i = 0; i < count; ++i) {
      if (ascending_ && !keys.is_null(i)) {
        ascending_ = ordered && rises(keys, i);
        // Where the first rows show it, this pass can do the work of the next one.
        if (!ascending_ && examined_ == 0) {
          remembers_ = true;
          for (std::size_t before = 0; before < i; ++before) remember(keys, before);
        }
      }
      if (remembers_) remember(keys, i);
    }
    examined_ += count;
  }

  /// Whether the key is beyond the last one, which it then is: of several columns the first that differs tells.
  bool rises(const KeyCells& keys, std::size_t i) {
    bool beyond = last_.empty();
    bool equal = !beyond;
    last_.resize(keys.size());
    for (std::size_t k = 0; k < keys.size(); ++k) {
      const std::int64_t word = cell_word(keys[k], i);
      if (equal && word != last_[k]) {
        equal = false;
        beyond = word > last_[k];
      }
      last_[k] = word;
    }
    return beyond;
  }

  void remember(const KeyCells& keys, std::size_t i) {
    if (keys.is_null(i)) return;
    const std::uint64_t print = fingerprint(keys.columns(), i);
    if (parts_ > 1 && part_of_fingerprint(print, parts_) != part_) return;
    if (!set_.insert(print) && suspects_.size() < kMostSuspects) suspects_.insert(print);
  }

  void compare(const VerifiedRows& rows, const KeyCells& keys, std::size_t i) {
    if (keys.is_null(i) || !suspects_.find(fingerprint(keys.columns(), i)).has_value()) return;
    const auto [first, fresh] = seen_.emplace(keys.exact(i), "");
    if (fresh) {
      first->second = rows.place(i);
      return;
    }
    tell(verify_code::kKey,
         [&] { return fmt::format("{}: {} is {}, as in {}", rows.place(i), subject_, keys.shown(i), first->second); });
  }

  const std::string subject_;
  std::vector<std::string> names_;
  const KeyNulls nulls_;
  const std::uint64_t parts_;
  Pass pass_ = Pass::none;
  std::uint64_t part_ = 0;
  bool ascending_ = true;
  bool remembers_ = false;
  std::vector<std::int64_t> last_;  // the key before, a word for each column
  FingerprintSet set_;
  FingerprintSet suspects_;
  std::map<std::string, std::string> seen_;  // keys of suspects, and where they stand first
};

class ReferenceCheck final : public RowCheck {
 public:
  ReferenceCheck(const VerifiedTable& table, RowsOf rows, const std::vector<std::size_t>& columns,
                 const ReferredKey& key)
      : RowCheck(table.name,
                 fmt::format("{} refers to {}.{}", names_of(table, columns), key.table.table->name,
                             names_of(*key.table.table, key.columns)),
                 rows, columns),
        subject_(subject_of(table, columns)),
        key_names_(names_of(*key.table.table, key.columns)),
        key_(key),
        parts_(parts_for(key.table.table->rows)),
        index_(FingerprintSet::Rows::forgotten) {}

  Result<bool> begin_pass() override {
    if (pass_ > 0 && (pass_ >= parts_ || index_.even())) return false;
    index_.begin(pass_++, parts_);
    VerifiedRows rows(key_.table, key_.rows, only(*key_.table.table, key_.columns));
    for (;;) {
      const Result<std::size_t> count = rows.next();
      if (!count.ok()) return count.diagnostics();
      if (*count == 0) return true;
      index_.add(KeyCells(rows, key_.columns).columns());
    }
  }

  void add(const VerifiedRows& rows, std::size_t count) override {
    const KeyCells keys(rows, columns());
    if (pass_ == 1) examined_ += count;
    for (std::size_t i = 0; i < count; ++i) {
      if (keys.is_null(i) || !index_.holds_part(keys.columns(), i)) continue;
      if (index_.find(keys.columns(), i).has_value()) continue;
      tell(verify_code::kReference, [&] {
        return fmt::format("{}: {} is {}, and no row of {} has that {}", rows.place(i), subject_, keys.shown(i),
                           key_.table.table->name, key_names_);
      });
    }
  }

 private:
  const std::string subject_;
  const std::string key_names_;
  const ReferredKey key_;
  const std::uint64_t parts_;
  std::uint64_t pass_ = 0;
  KeyIndex index_;
};

}  // namespace

std::unique_ptr<RowCheck> make_key_check(const VerifiedTable& table, std::string what, RowsOf rows,
                                         std::vector<std::size_t> columns, KeyNulls nulls) {
  return std::make_unique<KeyCheck>(table, std::move(what), rows, columns, nulls);
}

std::unique_ptr<RowCheck> make_reference_check(const VerifiedTable& table, RowsOf rows,
                                               std::vector<std::size_t> columns, const ReferredKey& key) {
  return std::make_unique<ReferenceCheck>(table, rows, columns, key);
}

}  // namespace synthgen
