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

std::vector<bool> only(const VerifiedTable& table, std::size_t column) {
  std::vector<bool> wanted(table.columns.size());
  wanted[column] = true;
  return wanted;
}

/// Ascending keys are unique without being remembered. Others go through a set of fingerprints; where two are equal,
/// one more pass compares the keys themselves.
class KeyCheck final : public RowCheck {
 public:
  KeyCheck(const VerifiedTable& table, std::string what, RowsOf rows, std::size_t column, KeyNulls nulls)
      : RowCheck(table.name, std::move(what), rows, {column}),
        name_(table.columns[column].name),
        column_(column),
        nulls_(nulls),
        parts_(parts_for(table.rows)) {}

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
    const Column& keys = rows.column(column_);
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

  void look_at_order(const VerifiedRows& rows, const Column& keys, std::size_t count) {
    if (nulls_ == KeyNulls::refused && !keys.all_valid()) {
      for (std::size_t i = 0; i < count; ++i) {
        if (keys.is_valid(i)) continue;
        tell(verify_code::kKey, [&] { return fmt::format("{}: the key \"{}\" is null", rows.place(i), name_); });
      }
    }
    const TypeKind kind = keys.type().kind;
    const bool ordered = kind != TypeKind::string && kind != TypeKind::uuid && kind != TypeKind::number;
    for (std::size_t i = 0; i < count; ++i) {
      if (ascending_ && keys.is_valid(i)) {
        const std::int64_t word = ordered ? cell_word(keys, i) : 0;
        ascending_ = ordered && (!last_.has_value() || word > *last_);
        last_ = word;
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

  void remember(const Column& keys, std::size_t i) {
    if (keys.is_null(i)) return;
    const std::uint64_t print = fingerprint(keys, i);
    if (parts_ > 1 && part_of_fingerprint(print, parts_) != part_) return;
    if (!set_.insert(print) && suspects_.size() < kMostSuspects) suspects_.insert(print);
  }

  void compare(const VerifiedRows& rows, const Column& keys, std::size_t i) {
    if (keys.is_null(i) || !suspects_.find(fingerprint(keys, i)).has_value()) return;
    std::string key = shown_cell(keys, i);
    if (keys.type().kind == TypeKind::string) key = keys.text(i);
    const auto [first, fresh] = seen_.emplace(key, "");
    if (fresh) {
      first->second = rows.place(i);
      return;
    }
    tell(verify_code::kKey, [&] {
      return fmt::format("{}: \"{}\" is {}, as in {}", rows.place(i), name_, shown_cell(keys, i), first->second);
    });
  }

  const std::string name_;
  const std::size_t column_;
  const KeyNulls nulls_;
  const std::uint64_t parts_;
  Pass pass_ = Pass::none;
  std::uint64_t part_ = 0;
  bool ascending_ = true;
  bool remembers_ = false;
  std::optional<std::int64_t> last_;
  FingerprintSet set_;
  FingerprintSet suspects_;
  std::map<std::string, std::string> seen_;  // keys of suspects, and where they stand first
};

class ReferenceCheck final : public RowCheck {
 public:
  ReferenceCheck(const VerifiedTable& table, RowsOf rows, std::size_t column, const ReferredKey& key)
      : RowCheck(table.name,
                 fmt::format("{} refers to {}.{}", table.columns[column].name, key.table.table->name,
                             key.table.table->columns[key.column].name),
                 rows, {column}),
        name_(table.columns[column].name),
        column_(column),
        key_(key),
        parts_(parts_for(key.table.table->rows)),
        index_(FingerprintSet::Rows::forgotten) {}

  Result<bool> begin_pass() override {
    if (pass_ > 0 && (pass_ >= parts_ || index_.even())) return false;
    index_.begin(pass_++, parts_);
    VerifiedRows rows(key_.table, key_.rows, only(*key_.table.table, key_.column));
    for (;;) {
      const Result<std::size_t> count = rows.next();
      if (!count.ok()) return count.diagnostics();
      if (*count == 0) return true;
      index_.add(rows.column(key_.column));
    }
  }

  void add(const VerifiedRows& rows, std::size_t count) override {
    const Column& keys = rows.column(column_);
    if (pass_ == 1) examined_ += count;
    for (std::size_t i = 0; i < count; ++i) {
      if (keys.is_null(i) || !index_.holds_part(keys, i) || index_.find(keys, i).has_value()) continue;
      tell(verify_code::kReference, [&] {
        return fmt::format("{}: \"{}\" is {}, and no row of {} has that {}", rows.place(i), name_, shown_cell(keys, i),
                           key_.table.table->name, key_.table.table->columns[key_.column].name);
      });
    }
  }

 private:
  const std::string name_;
  const std::size_t column_;
  const ReferredKey key_;
  const std::uint64_t parts_;
  std::uint64_t pass_ = 0;
  KeyIndex index_;
};

}  // namespace

std::unique_ptr<RowCheck> make_key_check(const VerifiedTable& table, std::string what, RowsOf rows, std::size_t column,
                                         KeyNulls nulls) {
  return std::make_unique<KeyCheck>(table, std::move(what), rows, column, nulls);
}

std::unique_ptr<RowCheck> make_reference_check(const VerifiedTable& table, RowsOf rows, std::size_t column,
                                               const ReferredKey& key) {
  return std::make_unique<ReferenceCheck>(table, rows, column, key);
}

}  // namespace synthgen
