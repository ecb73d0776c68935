// Plain loops, which the compiler makes vectors of for each target.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "integer_rows_simd.cpp"
#include <hwy/foreach_target.h>
// This line keeps the two apart, since the first defines what the second reads.
#include <hwy/highway.h>

#include "synthgen/base/integer_rows.hpp"

HWY_BEFORE_NAMESPACE();
namespace synthgen {
namespace HWY_NAMESPACE {

// Not lambdas: those would not be compiled for the target.
struct Less {
  std::uint8_t flip;
  HWY_INLINE std::uint8_t operator()(std::int64_t x, std::int64_t y) const { return (x < y ? 1 : 0) ^ flip; }
};
struct Equal {
  std::uint8_t flip;
  HWY_INLINE std::uint8_t operator()(std::int64_t x, std::int64_t y) const { return (x == y ? 1 : 0) ^ flip; }
};
struct Sum {
  HWY_INLINE std::int64_t operator()(std::int64_t x, std::int64_t y) const { return x + y; }
};
struct Product {
  HWY_INLINE std::int64_t operator()(std::int64_t x, std::int64_t y) const { return x * y; }
};
template <class F>
struct Scaled {
  std::int64_t p;
  std::int64_t q;
  F f;
  HWY_INLINE auto operator()(std::int64_t x, std::int64_t y) const { return f(p * x, q * y); }
};

template <class Out, class F>
HWY_INLINE void map_shape(std::size_t n, const IntegerRows& a, const IntegerRows& b, Out* HWY_RESTRICT out, F f) {
  const std::int64_t* HWY_RESTRICT x = a.values;
  const std::int64_t* HWY_RESTRICT y = b.values;
  if (n == 0) return;
  if (a.same && b.same) {
    const Out value = f(x[0], y[0]);
    for (std::size_t i = 0; i < n; ++i) out[i] = value;
  } else if (a.same) {
    const std::int64_t first = x[0];
    for (std::size_t i = 0; i < n; ++i) out[i] = f(first, y[i]);
  } else if (b.same) {
    const std::int64_t second = y[0];
    for (std::size_t i = 0; i < n; ++i) out[i] = f(x[i], second);
  } else {
    for (std::size_t i = 0; i < n; ++i) out[i] = f(x[i], y[i]);
  }
}

template <class Out, class F>
HWY_INLINE void map_scaled(std::size_t n, const IntegerRows& a, const IntegerRows& b, Out* out, F f) {
  if (a.factor == 1 && b.factor == 1) {
    map_shape(n, a, b, out, f);
  } else {
    map_shape(n, a, b, out, Scaled<F>{a.factor, b.factor, f});
  }
}

void less_kernel(std::size_t n, const IntegerRows& a, const IntegerRows& b, bool negated, std::uint8_t* out) {
  map_scaled(n, a, b, out, Less{static_cast<std::uint8_t>(negated ? 1 : 0)});
}
void equal_kernel(std::size_t n, const IntegerRows& a, const IntegerRows& b, bool negated, std::uint8_t* out) {
  map_scaled(n, a, b, out, Equal{static_cast<std::uint8_t>(negated ? 1 : 0)});
}
void add_kernel(std::size_t n, const IntegerRows& a, const IntegerRows& b, std::int64_t* out) {
  map_scaled(n, a, b, out, Sum());
}
void multiply_kernel(std::size_t n, const IntegerRows& a, const IntegerRows& b, std::int64_t* out) {
  map_scaled(n, a, b, out, Product());
}
std::uint64_t bits_kernel(std::size_t n, const std::int64_t* values) {
  std::uint64_t any = 0;
  for (std::size_t i = 0; i < n; ++i) any |= static_cast<std::uint64_t>(values[i] ^ (values[i] >> 63));
  return any;
}

}  // namespace HWY_NAMESPACE
}  // namespace synthgen
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace synthgen {

HWY_EXPORT(less_kernel);
HWY_EXPORT(equal_kernel);
HWY_EXPORT(add_kernel);
HWY_EXPORT(multiply_kernel);
HWY_EXPORT(bits_kernel);

void less_rows(std::size_t n, const IntegerRows& a, const IntegerRows& b, bool negated, std::uint8_t* out) {
  HWY_DYNAMIC_DISPATCH(less_kernel)(n, a, b, negated, out);
}
void equal_rows(std::size_t n, const IntegerRows& a, const IntegerRows& b, bool negated, std::uint8_t* out) {
  HWY_DYNAMIC_DISPATCH(equal_kernel)(n, a, b, negated, out);
}
void add_rows(std::size_t n, const IntegerRows& a, const IntegerRows& b, std::int64_t* out) {
  HWY_DYNAMIC_DISPATCH(add_kernel)(n, a, b, out);
}
void multiply_rows(std::size_t n, const IntegerRows& a, const IntegerRows& b, std::int64_t* out) {
  HWY_DYNAMIC_DISPATCH(multiply_kernel)(n, a, b, out);
}
std::uint64_t bits_of_sizes(std::size_t n, const std::int64_t* values) {
  return HWY_DYNAMIC_DISPATCH(bits_kernel)(n, values);
}

}  // namespace synthgen
#endif
