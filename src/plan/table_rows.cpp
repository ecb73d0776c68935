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
  RowCounter(const Schema& schema, const PlanOptions& options, const Families& counted, Diagnostics& diagnostics)
      : schema_(schema), options_(options), diagnostics_(diagnostics), rows_(schema.tables.size()) {
    result_.known.assign(schema.tables.size(), true);
    result_.families = counted;
    result_.families.resize(schema.tables.size());
  }

  TableRows run() {
    for (std::size_t t = 0; t < schema_.tables.size(); ++t) result_.rows.push_back(rows_of(t));
    return std::move(result_);
  }

 private:
  std::int64_t rows_of(std::size_t index) {
    if (rows_[index].has_value()) return *rows_[index];
    const SchemaTable& table = *schema_.tables[index];
    if (table.family != nullptr) return family_rows(index);
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
    refuse_option(table, table.per);
    // Until it is counted, so that a circle ends; and the value that stays where a fault was told.
    rows_[index] = 1;
    open_.push_back(index);
    std::int64_t product = 1;
    for (std::size_t p = 0; p < table.per.size(); ++p) {
      const std::optional<std::size_t> parent = parent_of(table, table.per[p], table.per_places[p]);
      if (!parent.has_value()) continue;
      if (std::find(open_.begin(), open_.end(), *parent) != open_.end()) {
        diagnostics_.add(make_error("SG2208", fmt::format("the rows of table \"{}\" follow from its own", table.name),
                                    table.per_places[p], "a cross join combines tables that do not depend on it"));
        continue;
      }
      const std::int64_t rows = rows_of(*parent);
      if (!result_.known[*parent]) result_.known[index] = false;
      if (__builtin_mul_overflow(product, rows, &product) || product > kMostRows) {
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

  void refuse_option(const SchemaTable& table, const std::vector<std::string>& per) {
    if (!options_.rows.contains(table.name)) return;
    diagnostics_.add(make_error(
        "SG6006", fmt::format("--rows {}: its rows follow from those of {}", table.name, fmt::join(per, " and ")), {},
        fmt::format("give --rows {}=N instead", root_of(per.front()))));
  }

  /// The table of whose rows those of a chain of parents follow.
  std::string root_of(std::string name) const {
    for (std::size_t step = 0; step < schema_.tables.size(); ++step) {
      const std::optional<std::size_t> index = schema_.table_index(name);
      if (!index.has_value()) break;
      const SchemaTable& table = *schema_.tables[*index];
      if (table.family == nullptr && table.per.empty()) break;
      name = table.family != nullptr ? table.family->parent : table.per.front();
    }
    return name;
  }

  std::int64_t family_rows(std::size_t index) {
    const SchemaTable& table = *schema_.tables[index];
    const FamilyDeclaration& family = *table.family;
    refuse_option(table, {family.parent});
    std::shared_ptr<const FamilyIndex>& counted = result_.families[index];
    rows_[index] = 1;
    open_.push_back(index);
    const std::optional<std::size_t> parent = parent_of(table, family.parent, family.parent_place);
    bool known = parent.has_value();
    if (known && std::find(open_.begin(), open_.end(), *parent) != open_.end()) {
      diagnostics_.add(make_error("SG2208", fmt::format("the rows of table \"{}\" follow from its own", table.name),
                                  family.parent_place, "the rows of a parent do not depend on those of its children"));
      known = false;
    }
    if (known) {
      const std::int64_t parents = rows_of(*parent);
      known = result_.known[*parent];
      if (known && counted == nullptr) counted = uniform_families(family, parents, table);
    }
    open_.pop_back();
    if (counted == nullptr) known = false;
    if (known) rows_[index] = counted->rows();
    result_.known[index] = known;
    return *rows_[index];
  }

  /// A number of children that is written down needs no counting.
  std::shared_ptr<const FamilyIndex> uniform_families(const FamilyDeclaration& family, std::int64_t parents,
                                                      const SchemaTable& table) {
    const SchemaColumn& size = family.size;
    if (size.spec == nullptr || size.kind == nullptr || size.kind->record.name != "constant" ||
        family.total.has_value())
      return nullptr;
    const std::optional<std::int64_t> each = size.declaration.json->get("constant")->as_int64();
    if (!each.has_value() || *each < 0 || size.declaration.missing.has_value()) return nullptr;
    std::int64_t rows = 0;
    if (__builtin_mul_overflow(parents, *each, &rows) || rows > kMostRows) {
      diagnostics_.add(make_error("SG2007",
                                  fmt::format("table \"{}\" would have more rows than a table can", table.name),
                                  table.rows_place, fmt::format("at most {}", kMostRows)));
      return nullptr;
    }
    return std::make_shared<const FamilyIndex>(FamilyIndex::uniform(parents, *each));
  }

  std::optional<std::size_t> parent_of(const SchemaTable& table, const std::string& name, const Place& place) {
    const std::optional<std::size_t> parent = schema_.table_index(name);
    if (parent.has_value()) return parent;
    std::vector<std::string> names;
    for (const auto& other : schema_.tables) {
      if (other->name != table.name) names.push_back(other->name);
    }
    const std::string near = did_you_mean(name, names);
    diagnostics_.add(make_error("SG2201", fmt::format("there is no table \"{}\"", name), place,
                                near.empty() ? fmt::format("there are {}", fmt::join(names, ", ")) : near));
    return std::nullopt;
  }

  const Schema& schema_;
  const PlanOptions& options_;
  Diagnostics& diagnostics_;
  std::vector<std::optional<std::int64_t>> rows_;
  std::vector<std::size_t> open_;
  TableRows result_;
};

}  // namespace

TableRows table_rows(const Schema& schema, const PlanOptions& options, const Families& counted,
                     Diagnostics& diagnostics) {
  return RowCounter(schema, options, counted, diagnostics).run();
}

}  // namespace synthgen
