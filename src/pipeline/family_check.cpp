#include "family_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "key_check.hpp"
#include "parent_cells.hpp"
#include "synthgen/base/number_text.hpp"

namespace synthgen {
namespace {

std::string count_text(std::uint64_t count) { return grouped_text(static_cast<std::int64_t>(count)); }

/// A literal of a parameter; nothing where it is an expression or is not there.
std::optional<double> literal(const json::Value& rows, std::string_view key) {
  const json::Value* value = rows.get(key);
  if (value == nullptr || !value->is(json::Kind::number)) return std::nullopt;
  return value->number;
}

void narrow(ChildrenBounds& bounds, std::optional<double> min, std::optional<double> max) {
  constexpr double kMost = 9e15;
  if (min.has_value() && *min > static_cast<double>(bounds.min) && *min < kMost) {
    bounds.min = static_cast<std::int64_t>(std::ceil(*min));
  }
  if (max.has_value() && std::abs(*max) < kMost) {
    const auto most = static_cast<std::int64_t>(std::floor(*max));
    bounds.max = std::min(bounds.max.value_or(most), most);
  }
}

/// What the distributions of whole numbers can give.
void narrow_by_distribution(const json::Value& rows, const std::string& name, ChildrenBounds& bounds) {
  if (name == "geometric") narrow(bounds, 1, std::nullopt);
  if (name == "zipf") narrow(bounds, 1, literal(rows, "n"));
  if (name == "binomial") narrow(bounds, std::nullopt, literal(rows, "n"));
  if (name == "bernoulli") narrow(bounds, std::nullopt, 1);
  if (name == "hypergeometric") narrow(bounds, std::nullopt, literal(rows, "draws"));
}

/// [1, 2, 3] or [{"value": 1, "weight": 2}]; other forms tell nothing.
void narrow_by_choice(const json::Value& choice, ChildrenBounds& bounds) {
  if (!choice.is(json::Kind::array) || choice.items.empty()) return;
  std::optional<double> min;
  std::optional<double> max;
  for (const json::Value& item : choice.items) {
    const json::Value* value = item.is(json::Kind::object) ? item.get("value") : &item;
    if (value == nullptr || !value->is(json::Kind::number)) return;
    min = std::min(min.value_or(value->number), value->number);
    max = std::max(max.value_or(value->number), value->number);
  }
  narrow(bounds, min, max);
}

std::string bounds_text(const ChildrenBounds& bounds) {
  if (!bounds.max.has_value()) return fmt::format("at least {}", grouped_text(bounds.min));
  if (bounds.min == *bounds.max) return fmt::format("exactly {}", grouped_text(bounds.min));
  return fmt::format("{} to {}", grouped_text(bounds.min), grouped_text(*bounds.max));
}

/// As the report calls the check.
std::string check_text(const ChildrenBounds& bounds, const std::string& parent) {
  // Where any number is well, what is left is that families lie one after the other.
  if (bounds.min == 0 && !bounds.max.has_value()) return fmt::format("in the order of {}", parent);
  return fmt::format("{} rows for each of {}", bounds_text(bounds), parent);
}

/// Whether families are written one after the other, in the order in which their parents are.
bool stands_in_order(const VerifiedTable& table, const VerifiedTable& parent) {
  return table.schema != nullptr && !table.schema->shuffle && parent.schema != nullptr && !parent.schema->shuffle;
}

/// Counts the rows of each parent; the parents' keys in parts where they are more than memory holds.
class FamilyCheck final : public RowCheck {
 public:
  FamilyCheck(const VerifiedTable& table, RowsOf rows, std::vector<std::size_t> columns, ReferredKey key,
              const ChildrenBounds& bounds)
      : RowCheck(table.name, check_text(bounds, key.table.table->name), rows, columns),
        columns_(std::move(columns)),
        key_(std::move(key)),
        bounds_(bounds),
        in_order_(stands_in_order(table, *key_.table.table)),
        parts_(std::clamp<std::uint64_t>(key_.table.table->rows / kKeysAtOnce + 1, 1, kMostParts)),
        index_(FingerprintSet::Rows::kept) {}

  Result<bool> begin_pass() override {
    if (pass_ > 0) {
      Status looked = look_at_parents();
      if (!looked.ok()) return looked.diagnostics();
      if (pass_ >= parts_ || index_.even()) return false;
    }
    index_.begin(pass_++, parts_);
    last_row_ = -1;
    counts_.clear();
    Status added =
        each_parent([&](const VerifiedRows&, std::span<const Column* const> keys, std::size_t) { index_.add(keys); });
    if (!added.ok()) return added.diagnostics();
    counts_.assign(static_cast<std::size_t>(index_.rows()), 0);
    return true;
  }

  void add(const VerifiedRows& rows, std::size_t count) override {
    std::vector<const Column*> keys;
    for (const std::size_t column : columns_) keys.push_back(&rows.column(column));
    if (pass_ == 1) examined_ += count;
    for (std::size_t i = 0; i < count; ++i) {
      const bool null = std::any_of(keys.begin(), keys.end(), [i](const Column* key) { return key->is_null(i); });
      if (null || !index_.holds_part(keys, i)) continue;
      const std::optional<std::int64_t> parent = index_.find(keys, i);
      // One that leads nowhere is told as a faulty reference.
      if (!parent.has_value() || *parent >= std::ssize(counts_)) continue;
      ++counts_[static_cast<std::size_t>(*parent)];
      if (in_order_ && *parent < last_row_) {
        tell(verify_code::kFamily, [&] {
          return fmt::format("{}: it stands behind the rows of a later row of {}", rows.place(i),
                             key_.table.table->name);
        });
      }
      last_row_ = *parent;
    }
  }

 private:
  static constexpr std::uint64_t kMostParts = 1024;

  template <class Take>
  Status each_parent(Take take) {
    std::vector<bool> wanted(key_.table.table->columns.size());
    for (const std::size_t column : key_.columns) wanted[column] = true;
    VerifiedRows rows(key_.table, key_.rows, wanted);
    for (;;) {
      const Result<std::size_t> count = rows.next();
      if (!count.ok()) return count.diagnostics();
      if (*count == 0) return Done{};
      std::vector<const Column*> keys;
      for (const std::size_t column : key_.columns) keys.push_back(&rows.column(column));
      take(rows, keys, *count);
    }
  }

  bool is_well(std::uint64_t count) const {
    return count >= static_cast<std::uint64_t>(bounds_.min) &&
           (!bounds_.max.has_value() || count <= static_cast<std::uint64_t>(std::max<std::int64_t>(*bounds_.max, 0)));
  }

  /// After a pass over the children.
  Status look_at_parents() {
    if (std::all_of(counts_.begin(), counts_.end(), [&](std::uint32_t count) { return is_well(count); })) {
      return Done{};
    }
    std::int64_t row = 0;
    return each_parent([&](const VerifiedRows& rows, std::span<const Column* const> keys, std::size_t n) {
      for (std::size_t i = 0; i < n; ++i, ++row) {
        if (!index_.holds_part(keys, i) || row >= std::ssize(counts_)) continue;
        const std::uint32_t count = counts_[static_cast<std::size_t>(row)];
        if (is_well(count)) continue;
        tell(
            verify_code::kFamily,
            [&] {
              std::string key;
              for (std::size_t k = 0; k < keys.size(); ++k) {
                key += fmt::format("{}{} {}", k == 0 ? "" : ", ", key_.table.table->columns[key_.columns[k]].name,
                                   shown_cell(*keys[k], i));
              }
              return fmt::format("{}: {} has {} {} in {}, and its \"rows\" allows {}", rows.place(i), key,
                                 count_text(count), count == 1 ? "row" : "rows", table(), bounds_text(bounds_));
            },
            "rows were added, lost or moved to another parent after it was written");
      }
    });
  }

  const std::vector<std::size_t> columns_;
  const ReferredKey key_;
  const ChildrenBounds bounds_;
  const bool in_order_;  // families lie one after the other, in the order of their parents
  const std::uint64_t parts_;
  std::uint64_t pass_ = 0;
  std::int64_t last_row_ = -1;
  KeyIndex index_;
  std::vector<std::uint32_t> counts_;  // by row of the parent
};

/// The foreign key by which a row tells whose child it is: all columns of the reference.
std::vector<std::string> owner_columns(const SchemaTable& table) {
  for (const auto& column : table.columns) {
    const ReferenceText* reference = column->spec != nullptr ? column->spec->reference() : nullptr;
    if (reference == nullptr || reference->table != table.family->parent) continue;
    if (reference->pick != PickKind::by_default && reference->pick != PickKind::owner) continue;
    return reference_columns(table, *column);
  }
  return {};
}

/// The rows of the whole table, where the schema says how many they are: by "total", or by a number for each parent.
void check_rows(const LoggedTable& logged, const std::vector<LoggedTable>& tables, const ChildrenBounds& bounds,
                VerifyReport& report) {
  const VerifiedTable& table = *logged.table;
  std::optional<std::uint64_t> wanted;
  std::string what = "total of rows";
  if (bounds.total.has_value()) {
    wanted = static_cast<std::uint64_t>(*bounds.total);
  } else if (bounds.max == bounds.min) {
    const std::string& parent = table.schema->family->parent;
    const auto found = std::find_if(tables.begin(), tables.end(),
                                    [&](const LoggedTable& other) { return other.table->name == parent; });
    std::uint64_t product = 0;
    if (found != tables.end() &&
        !__builtin_mul_overflow(found->table->rows, static_cast<std::uint64_t>(bounds.min), &product)) {
      wanted = product;
      what = fmt::format("{} times the rows of {}", grouped_text(bounds.min), parent);
    }
  }
  if (!wanted.has_value()) return;
  report.checks.push_back({table.name, what, table.rows, table.rows == *wanted ? 0U : 1U, ""});
  if (table.rows == *wanted) return;
  report.findings.add(
      make_error(verify_code::kFamily, fmt::format("{}: its files have {} rows, and by its \"rows\" they would be {}",
                                                   table.name, count_text(table.rows), count_text(*wanted))));
}

}  // namespace

ChildrenBounds children_bounds(const SchemaTable& table) {
  ChildrenBounds bounds;
  const FamilyDeclaration& family = *table.family;
  bounds.total = family.total;
  const json::Value* rows = family.size.declaration.json;
  if (rows == nullptr || family.total.has_value()) return bounds;
  if (const std::optional<double> each = literal(*rows, "constant"); each.has_value()) narrow(bounds, each, each);
  const json::Value* distribution = rows->get("distribution");
  if (distribution != nullptr && distribution->is(json::Kind::string)) {
    narrow_by_distribution(*rows, distribution->text, bounds);
  }
  if (const json::Value* choice = rows->get("choice"); choice != nullptr) narrow_by_choice(*choice, bounds);
  narrow(bounds, literal(*rows, "min"), literal(*rows, "max"));
  if (rows->get("missing") != nullptr) bounds.min = 0;  // a null counts as none
  return bounds;
}

void add_family_check(const LoggedTable& logged, const std::vector<LoggedTable>& tables,
                      std::vector<std::unique_ptr<RowCheck>>& checks, VerifyReport& report) {
  const VerifiedTable& table = *logged.table;
  if (table.schema == nullptr || table.schema->family == nullptr) return;
  const ChildrenBounds bounds = children_bounds(*table.schema);
  const std::string& absent = logged.output->absent_shards;
  if (absent.empty()) check_rows(logged, tables, bounds, report);
  std::string why = absent;
  std::vector<std::size_t> columns;
  ReferredKey referred;
  const std::vector<std::string> names = owner_columns(*table.schema);
  if (names.empty() && why.empty()) why = "no column tells the parent";
  for (const std::string& name : names) {
    if (!why.empty()) break;
    const std::optional<std::size_t> column = table.index_of(name);
    const SchemaColumn* declared = table.schema->find(name);
    if (!column.has_value()) {
      why = fmt::format("\"{}\" is hidden", name);
    } else if (declared->declaration.missing.has_value()) {
      why = fmt::format("\"{}\" may be null", name);
    } else if (const std::optional<Referred> key = referred_key(tables, table, name, why); key.has_value()) {
      columns.push_back(*column);
      referred.table = *key->table;
      referred.columns.push_back(key->column);
      if (!tells_values(table, *column) || !tells_values(*key->table->table, key->column)) {
        why = "a format tells less than the values";
      }
    }
  }
  std::optional<RowsOf> rows;
  if (why.empty()) {
    const std::optional<RowsOf> parent = rows_before_noise(referred.table, referred.columns, why);
    if (parent.has_value()) rows = rows_before_noise(logged, columns, why);
    if (rows.has_value()) referred.rows = *parent;
  }
  if (!rows.has_value()) {
    report.checks.push_back(
        {table.name, fmt::format("rows for each of {}", table.schema->family->parent), std::nullopt, 0, why});
    return;
  }
  const bool any_number = bounds.min == 0 && !bounds.max.has_value();
  if (any_number && !stands_in_order(table, *referred.table.table)) return;  // any rows are well
  checks.push_back(std::make_unique<FamilyCheck>(table, *rows, std::move(columns), std::move(referred), bounds));
}

}  // namespace synthgen
