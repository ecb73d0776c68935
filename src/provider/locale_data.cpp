#include "locale_data.hpp"

#include "synthgen/provider/data_bytes.hpp"

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

std::uint64_t DataTable::bytes() const {
  const std::size_t cells = names_.size() * rows_;
  std::uint64_t bytes = offsets_[cells] + (cells + 1) * sizeof(std::uint32_t);
  for (std::size_t c = 0; c < names_.size(); ++c) bytes += numbers_[c] != nullptr ? rows_ * sizeof(double) : 0;
  return bytes;
}

std::uint64_t data_bytes(std::string_view locale, std::string_view topic) {
  // Measured with names, addresses and companies of four locales: 8 to 16 times the table.
  constexpr std::uint64_t kTimes = 8;
  const DataTable* table = find_data(locale, topic);
  return table == nullptr ? 0 : kTimes * table->bytes();
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
