#include "family_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "synthgen/base/number_text.hpp"

namespace synthgen {
namespace {

/// So many children one row may have: their number is kept in 32 bits.
constexpr std::int64_t kMostChildren = 0xFFFF'FFFF;

/// Parents whose children are counted: a byte each.
constexpr std::int64_t kMostCounted = std::int64_t{1} << 33;

class FamilyCount {
 public:
  FamilyCount(const Plan& plan, const SchemaTable& table, TableIndex parent, ColumnIndex size,
              const RowEvaluation& evaluate, Diagnostics& diagnostics)
      : plan_(plan), table_(table), parent_(parent), size_(size), evaluate_(evaluate), diagnostics_(diagnostics) {}

  Result<std::shared_ptr<const FamilyIndex>> run() {
    if (parent().rows > kMostCounted) {
      return make_error("SG2602",
                        fmt::format("table \"{}\" has {} rows, and their numbers of rows in \"{}\" are kept in memory",
                                    parent().name, grouped_text(parent().rows), table_.name),
                        table_.rows_place,
                        fmt::format("at most {}; the same number for each, as \"constant\": 3, keeps none",
                                    grouped_text(kMostCounted)));
    }
    if (table_.family->total.has_value()) {
      each_batch([&](const std::int64_t* sizes, std::size_t n) {
        for (std::size_t i = 0; i < n; ++i) sum_ += static_cast<unsigned __int128>(sizes[i]);
      });
      if (!fault_.has_value() && sum_ == 0 && *table_.family->total > 0) {
        fault_ = make_error("SG4021",
                            fmt::format("table \"{}\" has a total of {} rows, and no row of \"{}\" has a size above 0",
                                        table_.name, grouped_text(*table_.family->total), parent().name),
                            table_.family->total_place, "the sizes are relative: some must be above 0");
      }
    }
    auto families = std::make_shared<FamilyIndex>();
    if (!fault_.has_value()) {
      each_batch([&](const std::int64_t* sizes, std::size_t n) { add(sizes, n, *families); });
    }
    if (fault_.has_value()) return *fault_;
    tell_nulls();
    families->finish();
    return std::shared_ptr<const FamilyIndex>(std::move(families));
  }

 private:
  const PlannedTable& parent() const { return plan_.tables[parent_]; }

  /// Sizes in the order of the parents, none negative; a null counts as 0.
  template <class Take>
  void each_batch(Take take) {
    std::int64_t row = 0;
    nulls_ = 0;
    const ColumnIndex wanted[] = {size_};
    evaluate_(plan_, parent_, wanted, RowSet::range(0, static_cast<std::size_t>(parent().rows)),
              [&](std::span<const Column* const> cells) {
                const Column& column = *cells.front();
                const std::size_t n = column.rows();
                const auto* values = column.data<std::int64_t>();
                std::int64_t sizes[kBatchRows];
                for (std::size_t i = 0; i < n; ++i) {
                  sizes[i] = column.is_valid(i) ? values[i] : 0;
                  nulls_ += column.is_null(i) ? 1 : 0;
                  if (sizes[i] < 0) refuse_negative(row + static_cast<std::int64_t>(i), sizes[i]);
                }
                if (!fault_.has_value()) take(sizes, n);
                row += static_cast<std::int64_t>(n);
              });
  }

  /// A size that cannot be computed is no size that somebody asked for.
  void tell_nulls() {
    if (nulls_ == 0 || table_.family->size.declaration.missing.has_value()) return;
    diagnostics_.add(make_warning(
        "SG2601",
        fmt::format("in {} row{} of table \"{}\" the number of rows of \"{}\" is null, and counts as 0",
                    grouped_text(nulls_), nulls_ == 1 ? "" : "s", parent().name, table_.name),
        table_.rows_place,
        "a parameter out of its range or a division by zero gives null; where 0 is meant, say so: coalesce(..., 0)"));
  }

  void refuse_negative(std::int64_t row, std::int64_t size) {
    if (fault_.has_value()) return;
    fault_ = make_error("SG4020",
                        fmt::format("row {} of table \"{}\" would have {} rows in table \"{}\"", grouped_text(row + 1),
                                    parent().name, size, table_.name),
                        table_.rows_place,
                        R"(add "min": 0 to a drawn number, which is then drawn given that; wrap a computed one: )"
                        "greatest(0, ...)");
  }

  void add(const std::int64_t* sizes, std::size_t n, FamilyIndex& families) {
    std::int64_t children[kBatchRows];
    if (!table_.family->total.has_value()) {
      std::copy_n(sizes, n, children);
    } else {
      // Systematic rounding: every prefix is within one of its share.
      for (std::size_t i = 0; i < n; ++i) {
        running_ += static_cast<unsigned __int128>(sizes[i]);
        const std::int64_t end = share(running_);
        children[i] = end - given_;
        given_ = end;
      }
    }
    std::int64_t rows = families.rows();
    for (std::size_t i = 0; i < n && !fault_.has_value(); ++i) {
      if (children[i] <= kMostChildren && (rows += children[i]) <= kMostRows) continue;
      fault_ = make_error(
          "SG2007",
          fmt::format("table \"{}\" would have more rows than a table can, or a parent more than its", table_.name),
          table_.rows_place,
          fmt::format("at most {} rows, and {} of one parent", grouped_text(kMostRows), grouped_text(kMostChildren)));
    }
    if (!fault_.has_value()) families.add({children, n});
  }

  /// total · running / sum, rounded half up. A total has at most 50 bits, so sums cut to 64 bits leave room for it.
  std::int64_t share(unsigned __int128 running) const {
    if (sum_ == 0) return 0;
    unsigned __int128 part = running;
    unsigned __int128 whole = sum_;
    while (whole >> 64 != 0) {
      part >>= 1;
      whole >>= 1;
    }
    const auto total = static_cast<unsigned __int128>(*table_.family->total);
    return static_cast<std::int64_t>((2 * total * part + whole) / (2 * whole));
  }

  const Plan& plan_;
  const SchemaTable& table_;
  const TableIndex parent_;
  const ColumnIndex size_;
  const RowEvaluation& evaluate_;
  Diagnostics& diagnostics_;
  std::optional<Diagnostic> fault_;
  std::int64_t nulls_ = 0;
  unsigned __int128 sum_ = 0;
  unsigned __int128 running_ = 0;
  std::int64_t given_ = 0;
};

}  // namespace

Result<std::shared_ptr<const FamilyIndex>> count_families(const Plan& plan, const SchemaTable& table, TableIndex parent,
                                                          ColumnIndex size, const RowEvaluation& evaluate,
                                                          Diagnostics& diagnostics) {
  return FamilyCount(plan, table, parent, size, evaluate, diagnostics).run();
}

namespace {

/// What each rule reads by which rows of the table are drawn.
std::vector<std::vector<Node>> rule_reads(const Schema& schema, const std::vector<TableColumns>& columns,
                                          std::size_t table) {
  std::vector<std::vector<Node>> rules;
  for (const auto& rule : schema.tables[table]->rules) {
    if (rule->enforcement != Enforcement::condition) continue;
    std::vector<Node>& reads = rules.emplace_back();
    for (const std::optional<Expression>* part : {&rule->condition, &rule->check, &rule->otherwise}) {
      if (part->has_value()) add_reads(schema, columns, table, **part, reads);
    }
    // What is computed stands for what it is computed from.
    for (std::size_t i = 0; i < reads.size(); ++i) {
      if (reads[i].table != table) continue;
      const SchemaColumn& column = columns[table][reads[i].column];
      if (column.spec == nullptr || column.spec->drawn()) continue;
      for (const Node& node : reads_of(schema, columns, reads[i])) {
        if (std::find(reads.begin(), reads.end(), node) == reads.end()) reads.push_back(node);
      }
    }
  }
  return rules;
}

}  // namespace

bool add_size_closure(const Schema& schema, const std::vector<TableColumns>& columns,
                      const std::vector<bool>& known_rows, std::size_t child, ColumnMask& mask) {
  const std::size_t parent = *schema.table_index(schema.tables[child]->family->parent);
  ColumnMask added = mask;
  std::map<std::size_t, std::vector<std::vector<Node>>> rules;  // by table
  std::vector<Node> open = {{parent, columns[parent].size_of(child)}};
  while (!open.empty()) {
    const Node node = open.back();
    open.pop_back();
    if (!known_rows[node.table]) return false;
    std::vector<bool>& table = added[node.table];
    if (table.empty()) table.assign(columns[node.table].size(), false);
    if (table[node.column]) continue;
    table[node.column] = true;
    const std::vector<Node> reads = reads_of(schema, columns, node);
    open.insert(open.end(), reads.begin(), reads.end());
    for (const CorrelationGroup& group : schema.tables[node.table]->correlations) {
      if (std::find(group.columns.begin(), group.columns.end(), node.column) == group.columns.end()) continue;
      for (const std::size_t member : group.columns) open.push_back({node.table, member});
    }
    // A rule decides all the columns that it reads together.
    const auto [known, fresh] = rules.try_emplace(node.table);
    if (fresh) known->second = rule_reads(schema, columns, node.table);
    for (const std::vector<Node>& rule : known->second) {
      if (std::find(rule.begin(), rule.end(), node) != rule.end()) open.insert(open.end(), rule.begin(), rule.end());
    }
  }
  mask = std::move(added);
  return true;
}

}  // namespace synthgen
