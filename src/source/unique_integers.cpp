#include "unique_integers.hpp"

#include <fmt/format.h>

#include <cmath>

#include "synthgen/base/number_text.hpp"
#include "synthgen/base/permutation.hpp"

namespace synthgen {
namespace {

class UniqueIntegers final : public Source {
 public:
  UniqueIntegers(std::int64_t least, Permutation order) : least_(least), order_(std::move(order)) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    out.reset({TypeKind::integer, 0}, rows.count);
    auto* values = out.data<std::int64_t>();
    order_.map(rows, values);
    // Unsigned: a place may be beyond the way from the least value to zero.
    for (std::size_t i = 0; i < rows.count; ++i) {
      values[i] = static_cast<std::int64_t>(static_cast<std::uint64_t>(values[i]) + static_cast<std::uint64_t>(least_));
    }
  }

 private:
  const std::int64_t least_;
  const Permutation order_;
};

class UniqueDays final : public Source {
 public:
  UniqueDays(std::int64_t least, Permutation order) : least_(least), order_(std::move(order)) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    out.reset({TypeKind::date, 0}, rows.count);
    std::int64_t places[kBatchRows];
    order_.map(rows, places);
    auto* days = out.data<std::int32_t>();
    for (std::size_t i = 0; i < rows.count; ++i) days[i] = static_cast<std::int32_t>(places[i] + least_);
  }

 private:
  const std::int64_t least_;
  const Permutation order_;
};

enum class Side : std::uint8_t { low, high };

/// The bound as a whole number: the low one up, the high one down. A bound beyond 64 bits is their end.
std::int64_t whole_bound(const Column& bound, Side side) {
  switch (bound.type().kind) {
    case TypeKind::date:
      return bound.data<std::int32_t>()[0];
    case TypeKind::number: {
      const double number = bound.data<double>()[0];
      const double whole = side == Side::low ? std::ceil(number) : std::floor(number);
      if (whole < -0x1p63) return INT64_MIN;
      if (whole >= 0x1p63) return INT64_MAX;
      return static_cast<std::int64_t>(whole);
    }
    default:
      break;
  }
  std::int64_t whole = bound.data<std::int64_t>()[0];
  if (bound.type().kind != TypeKind::decimal) return whole;
  std::int64_t unit = 1;
  for (int d = 0; d < bound.type().decimals; ++d) unit *= 10;
  const std::int64_t rest = whole % unit;
  whole /= unit;
  if (side == Side::low && rest > 0) ++whole;
  if (side == Side::high && rest < 0) --whole;
  return whole;
}

}  // namespace

Result<MadeSource> make_unique_integers(Type type, const Operand& min, const Operand& max,
                                        const SourceContext& context) {
  const ColumnDeclaration& declaration = context.declaration();
  for (const auto& [operand, given] : {std::pair{&min, &declaration.min}, std::pair{&max, &declaration.max}}) {
    if (operand->constant() && operand->constant_row().is_valid(0)) continue;
    return make_error("SG2144", "unique values are taken from one interval, and this bound differs by row",
                      given->has_value() ? (*given)->json->place : declaration.unique_place,
                      "give a fixed bound, or leave \"unique\" out");
  }
  const std::int64_t least = whole_bound(min.constant_row(), Side::low);
  const std::int64_t greatest = whole_bound(max.constant_row(), Side::high);
  // 0 where it is 2^64.
  const std::uint64_t count = static_cast<std::uint64_t>(greatest) - static_cast<std::uint64_t>(least) + 1;
  if (count == 0 || count > Permutation::kLargest) {
    return make_error("SG2149", "unique values are taken from at most 2^62 numbers", declaration.unique_place,
                      "bring \"min\" and \"max\" nearer to each other; 0 and 4e18, for example, are near enough");
  }
  if (count < static_cast<std::uint64_t>(context.table_rows())) {
    return make_error("SG2143",
                      fmt::format("{} rows cannot have unique values out of {}", grouped_text(context.table_rows()),
                                  grouped_text(static_cast<std::int64_t>(count))),
                      declaration.unique_place, "move \"min\" and \"max\" apart, or give the table fewer rows");
  }
  MadeSource made;
  made.type = type;
  made.distinct = true;
  made.unique = true;
  made.own_rows_only = true;
  Permutation order(context.stream("permutation/64"), count);
  if (type.kind == TypeKind::date) {
    made.source = std::make_unique<UniqueDays>(least, std::move(order));
  } else {
    made.source = std::make_unique<UniqueIntegers>(least, std::move(order));
  }
  return made;
}

}  // namespace synthgen
