#include "table_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "synthgen/base/near_names.hpp"

namespace synthgen {
namespace {

/// Fractions round half up. Nothing where they are more than a table can have.
std::optional<std::int64_t> plain_rows(const SchemaTable& table, const PlanOptions& options) {
  const auto given = options.rows.find(table.name);
  if (given != options.rows.end()) return given->second;
  if (options.scale == 1 || !table.scaled) return table.rows;
  const double scaled = std::floor(static_cast<double>(table.rows) * options.scale + 0.5);
  if (scaled > static_cast<double>(kMostRows)) return std::nullopt;
  return static_cast<std::int64_t>(scaled);
}

class RowCounter {
 public:
  RowCounter(const Schema& schema, const PlanOptions& options, Diagnostics& diagnostics)
      : schema_(schema), options_(options), diagnostics_(diagnostics), rows_(schema.tables.size()) {}

  std::vector<std::int64_t> run() {
    std::vector<std::int64_t> result;
    for (std::size_t t = 0; t < schema_.tables.size(); ++t) result.push_back(rows_of(t));
    return result;
  }

 private:
  std::int64_t rows_of(std::size_t index) {
    if (rows_[index].has_value()) return *rows_[index];
    const SchemaTable& table = *schema_.tables[index];
    if (table.per.empty()) {
      const std::optional<std::int64_t> rows = plain_rows(table, options_);
      if (!rows.has_value()) {
        diagnostics_.add(
            make_error("SG2007", fmt::format("--scale: table \"{}\" would have more rows than a table can", table.name),
                       table.rows_place, fmt::format("at most {}", kMostRows)));
      }
      rows_[index] = rows.value_or(1);
      return *rows_[index];
    }
    if (options_.rows.contains(table.name)) {
      diagnostics_.add(make_error(
          "SG6006",
          fmt::format("--rows {}: its rows follow from those of {}", table.name, fmt::join(table.per, " and ")), {},
          fmt::format("give --rows {}=N instead", table.per.front())));
    }
    // Until it is counted, so that a circle ends; and the value that stays where a fault was told.
    rows_[index] = 1;
    open_.push_back(index);
    std::int64_t product = 1;
    for (std::size_t p = 0; p < table.per.size(); ++p) {
      const std::optional<std::size_t> parent = parent_of(table, p);
      if (!parent.has_value()) continue;
      if (std::find(open_.begin(), open_.end(), *parent) != open_.end()) {
        diagnostics_.add(make_error("SG2208", fmt::format("the rows of table \"{}\" follow from its own", table.name),
                                    table.per_places[p], "a cross join combines tables that do not depend on it"));
        continue;
      }
      if (__builtin_mul_overflow(product, rows_of(*parent), &product) || product > kMostRows) {
        diagnostics_.add(make_error("SG2007", fmt::format("this cross join would have more rows than a table can"),
                                    table.rows_place, fmt::format("at most {}", kMostRows)));
        product = 1;
        break;
      }
    }
    open_.pop_back();
    rows_[index] = product;
    return product;
  }

  std::optional<std::size_t> parent_of(const SchemaTable& table, std::size_t p) {
    const std::optional<std::size_t> parent = schema_.table_index(table.per[p]);
    if (parent.has_value()) return parent;
    std::vector<std::string> names;
    for (const auto& other : schema_.tables) {
      if (other->name != table.name) names.push_back(other->name);
    }
    const std::string near = did_you_mean(table.per[p], names);
    diagnostics_.add(make_error("SG2201", fmt::format("there is no table \"{}\"", table.per[p]), table.per_places[p],
                                near.empty() ? fmt::format("there are {}", fmt::join(names, ", ")) : near));
    return std::nullopt;
  }

  const Schema& schema_;
  const PlanOptions& options_;
  Diagnostics& diagnostics_;
  std::vector<std::optional<std::int64_t>> rows_;
  std::vector<std::size_t> open_;
};

}  // namespace

std::vector<std::int64_t> table_rows(const Schema& schema, const PlanOptions& options, Diagnostics& diagnostics) {
  return RowCounter(schema, options, diagnostics).run();
}

}  // namespace synthgen
