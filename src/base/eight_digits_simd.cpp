// Eight digits of many numbers, a number in each 64-bit lane: the steps of eight_digits() on halves and quarters of it.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "eight_digits_simd.cpp"
#include <hwy/foreach_target.h>
// This line keeps the two apart, since the first defines what the second reads.
#include <hwy/highway.h>

#include "synthgen/base/eight_digits.hpp"

HWY_BEFORE_NAMESPACE();
namespace synthgen {
namespace HWY_NAMESPACE {

#if HWY_TARGET == HWY_SCALAR || HWY_TARGET == HWY_EMU128 || HWY_HAVE_SCALABLE

void digits_of_each(const std::uint64_t* numbers, std::size_t count, std::uint64_t* characters) {
  for (std::size_t i = 0; i < count; ++i) characters[i] = eight_digits(static_cast<std::uint32_t>(numbers[i]));
}

#else

namespace hn = hwy::HWY_NAMESPACE;

void digits_of_each(const std::uint64_t* numbers, std::size_t count, std::uint64_t* characters) {
  const hn::ScalableTag<std::uint64_t> d64;
  const hn::Repartition<std::uint32_t, decltype(d64)> d32;
  const hn::Repartition<std::uint16_t, decltype(d64)> d16;
  const std::size_t lanes = hn::Lanes(d64);
  const auto times = [&](auto v, std::uint32_t factor)
                         HWY_ATTR { return hn::MulEven(hn::BitCast(d32, v), hn::Set(d32, factor)); };
  std::size_t i = 0;
  for (; i + lanes <= count; i += lanes) {
    const auto number = hn::LoadU(d64, numbers + i);
    // A product with 2^45 / 10^4, rounded up, is the quotient for every number of 32 bits.
    const auto thousands = hn::ShiftRight<45>(times(number, 3'518'437'209U));
    const auto rest = hn::Sub(number, times(thousands, 10'000));
    const auto halves = hn::BitCast(d32, hn::Or(thousands, hn::ShiftLeft<32>(rest)));
    const auto hundreds = hn::ShiftRight<20>(hn::Mul(halves, hn::Set(d32, 10'486U)));
    const auto below = hn::Sub(halves, hn::Mul(hundreds, hn::Set(d32, 100U)));
    const auto pairs = hn::BitCast(d16, hn::Or(hundreds, hn::ShiftLeft<16>(below)));
    const auto tens = hn::ShiftRight<10>(hn::Mul(pairs, hn::Set(d16, 103)));
    const auto ones = hn::Sub(pairs, hn::Mul(tens, hn::Set(d16, 10)));
    const auto digits = hn::Add(hn::Or(tens, hn::ShiftLeft<8>(ones)), hn::Set(d16, 0x3030));
    hn::StoreU(hn::BitCast(d64, digits), d64, characters + i);
  }
  for (; i < count; ++i) characters[i] = eight_digits(static_cast<std::uint32_t>(numbers[i]));
}

#endif

}  // namespace HWY_NAMESPACE
}  // namespace synthgen
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace synthgen {

HWY_EXPORT(digits_of_each);

void eight_digits_of_each(const std::uint64_t* numbers, std::size_t count, std::uint64_t* characters) {
  HWY_DYNAMIC_DISPATCH(digits_of_each)(numbers, count, characters);
}

}  // namespace synthgen
#endif
