#include "group_columns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "synthgen/base/near_names.hpp"

namespace synthgen {

std::optional<std::size_t> GroupColumns::find(const std::string& name, const Place& place, const std::string& range) {
  const std::optional<std::size_t> index = table_.index_of(name);
  if (!index.has_value()) {
    any_unknown_ = true;
    if (!table_.columns_unknown) add_unknown(name, place, range);
    return std::nullopt;
  }
  if (at_.try_emplace(*index, named_.size()).second) named_.push_back({*index, place});
  return index;
}

void GroupColumns::add_unknown(const std::string& name, const Place& place, const std::string& range) {
  if (unknown_.full()) {
    unknown_.count();
    return;
  }
  std::string hint;
  if (range.empty()) {
    std::vector<std::string> names;
    for (const auto& column : table_.columns) names.push_back(column->declaration.name);
    hint = did_you_mean(name, names);
    if (hint.empty()) {
      hint = name.find("..") == std::string::npos ? "name columns of this table"
                                                  : "a range of columns stands in \"columns\" only";
    }
  } else {
    hint = fmt::format("\"{}\" lists it; a range ends with the last of the repeated columns", range);
  }
  unknown_.add(make_error("SG2300", fmt::format("there is no column \"{}\" to correlate", name), place, hint));
}

std::string GroupColumns::quoted(std::size_t index) const {
  return fmt::format("\"{}\"", table_.columns[index]->declaration.name);
}

std::vector<std::size_t> GroupColumns::sort_into(CorrelationGroup& group) const {
  std::vector<std::size_t> order(named_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return named_[a].index < named_[b].index; });
  for (const std::size_t k : order) {
    group.columns.push_back(named_[k].index);
    group.places.push_back(named_[k].place);
  }
  group.declared = SquareMatrix::identity(order.size());
  group.value_places.resize(order.size() * order.size());
  return order;
}

}  // namespace synthgen
