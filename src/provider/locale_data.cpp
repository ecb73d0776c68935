#include "locale_data.hpp"

namespace synthgen {

bool DataTable::has(std::string_view name) const {
  for (const char* known : names_) {
    if (name == known) return true;
  }
  return false;
}

std::size_t DataTable::column(std::string_view name) const {
  for (std::size_t c = 0; c < names_.size(); ++c) {
    if (name == names_[c]) return c;
  }
  assert(false && "the table has no such column");
  return 0;
}

std::span<const double> DataTable::numbers(std::string_view name) const {
  const double* numbers = numbers_[column(name)];
  assert(numbers != nullptr);
  return {numbers, rows_};
}

const DataTable* find_data(std::string_view locale, std::string_view topic) {
  for (const DataTable& table : data_tables()) {
    if (table.locale() == locale && table.topic() == topic) return &table;
  }
  return nullptr;
}

const DataTable& need_data(std::string_view locale, std::string_view topic) {
  const DataTable* table = find_data(locale, topic);
  assert(table != nullptr);
  return *table;
}

}  // namespace synthgen
