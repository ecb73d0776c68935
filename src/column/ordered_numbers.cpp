#include "synthgen/column/ordered_numbers.hpp"

#include <cassert>
#include <limits>

namespace synthgen {
namespace {

template <class T>
void copy(const Column& column, std::size_t n, double* numbers) {
  const T* cells = column.data<T>();
  for (std::size_t i = 0; i < n; ++i) numbers[i] = static_cast<double>(cells[i]);
}

}  // namespace

void ordered_numbers(const Column& column, std::size_t n, double* numbers) {
  switch (column.type().kind) {
    case TypeKind::number:
      copy<double>(column, n, numbers);
      break;
    case TypeKind::boolean:
      copy<std::uint8_t>(column, n, numbers);
      break;
    case TypeKind::string:
      assert(column.dictionary() != nullptr);
      [[fallthrough]];
    case TypeKind::date:
      copy<std::int32_t>(column, n, numbers);
      break;
    case TypeKind::integer:
    case TypeKind::decimal:
    case TypeKind::timestamp:
    case TypeKind::datetime:
    case TypeKind::time:
      copy<std::int64_t>(column, n, numbers);
      break;
    case TypeKind::uuid:
      assert(false && "identifiers have no order");
      break;
  }
  for (std::size_t i = 0; i < n; ++i) {
    if (column.is_null(i)) numbers[i] = std::numeric_limits<double>::quiet_NaN();
  }
}

}  // namespace synthgen
