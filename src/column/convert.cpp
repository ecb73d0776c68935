// Conversions between numeric types, exact where both sides are scaled integers.
#include <algorithm>
#include <cstring>
#include <vector>

#include "synthgen/base/civil_time.hpp"
#include "synthgen/base/elementary.hpp"
#include "synthgen/base/powers_of_ten.hpp"
#include "synthgen/column/column.hpp"

namespace synthgen {
namespace {

int scale_of(Type type) { return type.kind == TypeKind::decimal ? type.decimals : 0; }

void copy_column(const Column& from, Column& out) {
  if (from.dictionary() != nullptr) {
    out.reset(*from.dictionary(), from.rows());
    std::memcpy(out.data<std::byte>(), from.data<std::byte>(), from.rows() * sizeof(std::int32_t));
  } else {
    out.reset(from.type(), from.rows());
    if (from.type().kind == TypeKind::string) {
      for (std::size_t i = 0; i < from.rows(); ++i) out.append_text(from.text(i));
    } else {
      std::memcpy(out.data<std::byte>(), from.data<std::byte>(), from.rows() * value_bytes(from.type().kind));
    }
  }
  out.intersect_validity(from);
}

/// Scaled integers to more digits: exact, or null beyond 64 bits.
std::size_t scale_up(const Column& from, std::int64_t factor, Column& out) {
  std::size_t lost = 0;
  const std::int64_t* in = from.data<std::int64_t>();
  std::int64_t* values = out.data<std::int64_t>();
  for (std::size_t i = 0; i < from.rows(); ++i) {
    if (__builtin_mul_overflow(in[i], factor, &values[i])) {
      values[i] = 0;
      if (from.is_valid(i)) {
        out.set_null(i);
        ++lost;
      }
    }
  }
  return lost;
}

/// Scaled integers to fewer digits: half away from zero.
void scale_down(const Column& from, std::int64_t divisor, Column& out) {
  const std::int64_t* in = from.data<std::int64_t>();
  std::int64_t* values = out.data<std::int64_t>();
  for (std::size_t i = 0; i < from.rows(); ++i) {
    const std::int64_t quotient = in[i] / divisor;
    const std::int64_t rest = in[i] % divisor;
    const std::int64_t magnitude = rest < 0 ? -rest : rest;
    const bool up = magnitude >= divisor - magnitude;
    values[i] = quotient + (up ? (in[i] < 0 ? -1 : 1) : 0);
  }
}

std::size_t from_double(const Column& from, int decimals, Column& out) {
  // Pieces of a batch, so that the flags stay on the stack.
  std::uint8_t fits[kBatchRows];
  std::size_t lost = 0;
  for (std::size_t first = 0; first < from.rows(); first += kBatchRows) {
    const std::size_t n = std::min(kBatchRows, from.rows() - first);
    std::memset(fits, 1, n);
    elementary::round_to_scale(n, from.data<double>() + first, decimals, out.data<std::int64_t>() + first, fits);
    if (std::memchr(fits, 0, n) == nullptr) continue;
    for (std::size_t i = 0; i < n; ++i) {
      if (fits[i] != 0) continue;
      out.data<std::int64_t>()[first + i] = 0;
      if (from.is_valid(first + i)) {
        out.set_null(first + i);
        ++lost;
      }
    }
  }
  return lost;
}

/// Times to more or fewer digits of their seconds: what a clock with fewer digits shows, never a later moment.
void change_precision(const Column& from, Column& out) {
  const std::int64_t* in = from.data<std::int64_t>();
  std::int64_t* values = out.data<std::int64_t>();
  if (out.type().decimals >= from.type().decimals) {
    std::memcpy(values, in, from.rows() * sizeof(std::int64_t));
    return;
  }
  const std::int64_t step = step_micros(out.type());
  for (std::size_t i = 0; i < from.rows(); ++i) {
    const std::int64_t rest = in[i] % step;
    // Unsigned, since null rows hold any value.
    values[i] = static_cast<std::int64_t>(static_cast<std::uint64_t>(in[i]) -
                                          static_cast<std::uint64_t>(rest < 0 ? rest + step : rest));
  }
}

/// A decimal has at most 18 digits, as Parquet's decimal(18, d) has; more is null.
std::size_t drop_long_decimals(Column& out) {
  constexpr std::int64_t kMost = 999'999'999'999'999'999;
  std::int64_t* values = out.data<std::int64_t>();
  bool any = false;
  for (std::size_t i = 0; i < out.rows(); ++i) any |= values[i] > kMost || values[i] < -kMost;
  if (!any) return 0;
  std::size_t lost = 0;
  for (std::size_t i = 0; i < out.rows(); ++i) {
    if (values[i] >= -kMost && values[i] <= kMost) continue;
    values[i] = 0;
    if (out.is_null(i)) continue;
    out.set_null(i);
    ++lost;
  }
  return lost;
}

/// Numeric to an integer or a decimal of another scale.
std::size_t to_scaled(const Column& from, Column& out) {
  if (from.type().kind == TypeKind::number) return from_double(from, scale_of(out.type()), out);
  const int steps = scale_of(out.type()) - scale_of(from.type());
  if (steps > 0) return scale_up(from, kPowersOfTen[static_cast<std::size_t>(steps)], out);
  if (steps < 0) {
    scale_down(from, kPowersOfTen[static_cast<std::size_t>(-steps)], out);
  } else {
    std::memcpy(out.data<std::byte>(), from.data<std::byte>(), from.rows() * sizeof(std::int64_t));
  }
  return 0;
}

}  // namespace

std::size_t convert(const Column& from, Type to, Column& out) {
  const Type type = from.type();
  if (type == to) {
    copy_column(from, out);
    return 0;
  }
  const std::size_t n = from.rows();
  out.reset(to, n);
  out.intersect_validity(from);
  if ((is_micros(type.kind) && type.kind == to.kind) || (is_moment(type.kind) && is_moment(to.kind))) {
    change_precision(from, out);
    return 0;
  }
  if (type.kind == TypeKind::date && is_moment(to.kind)) {
    for (std::size_t i = 0; i < n; ++i) {
      // Unsigned, since null rows hold any day, those beyond 64 bits of microseconds too.
      out.data<std::int64_t>()[i] =
          static_cast<std::int64_t>(static_cast<std::uint64_t>(std::int64_t{from.data<std::int32_t>()[i]}) *
                                    static_cast<std::uint64_t>(kMicrosPerDay));
    }
    return 0;
  }
  assert(is_numeric(type.kind) && is_numeric(to.kind));
  if (to.kind == TypeKind::number) {
    const int decimals = scale_of(type);
    const std::int64_t* in = from.data<std::int64_t>();
    double* values = out.data<double>();
    if (decimals == 0) {
      for (std::size_t i = 0; i < n; ++i) values[i] = static_cast<double>(in[i]);
    } else {
      for (std::size_t i = 0; i < n; ++i) values[i] = elementary::from_scaled(in[i], decimals);
    }
    return 0;
  }
  const std::size_t lost = to_scaled(from, out);
  return to.kind == TypeKind::decimal ? lost + drop_long_decimals(out) : lost;
}

}  // namespace synthgen
