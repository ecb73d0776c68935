// Bits of the numeric functions, frozen: a change of compiler, flags or code that moves a
// single last bit shows here, and means a new stream version once 0.1.0 is out.
#include "numeric_inputs.hpp"
#include "support/catch.hpp"
#include "synthgen/base/elementary.hpp"
#include "synthgen/base/normal.hpp"
#include "synthgen/base/number_text.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

/// FNV-1a over eight bytes at a time; all NaNs count as one.
class Hash {
 public:
  void take(std::uint64_t word) {
    for (int i = 0; i < 8; ++i) {
      state_ = (state_ ^ (word & 0xff)) * 0x100000001b3ULL;
      word >>= 8;
    }
  }
  void take(double value) {
    take(value != value ? std::uint64_t{0x7ff8000000000000U} : std::bit_cast<std::uint64_t>(value));
  }
  std::uint64_t value() const { return state_; }

 private:
  std::uint64_t state_ = 0xcbf29ce484222325ULL;
};

/// The hash of function(bits) called 500 times; inputs come from exact operations only.
template <typename Function>
std::uint64_t hash_of(Function function) {
  Bits bits(2026);
  Hash hash;
  for (int i = 0; i < 500; ++i) hash.take(function(bits));
  return hash.value();
}

/// Positive, with an exponent from `low` to `high`.
double sized(Bits& bits, int low, int high) {
  const int exponent = low + static_cast<int>(bits.next() % static_cast<std::uint64_t>(high - low + 1));
  return std::ldexp(1.0 + bits.uniform(), exponent);
}

}  // namespace

TEST_CASE("the bits of elementary functions are those of stream version 1") {
  CHECK(hash_of([](Bits& b) { return elementary::exp(b.between(-746, 710)); }) == 0x7b2fdf990d65a542ULL);
  CHECK(hash_of([](Bits& b) { return elementary::expm1(b.between(-3, 3)); }) == 0x232796ff0334be1bULL);
  CHECK(hash_of([](Bits& b) { return elementary::log(sized(b, -1074, 1023)); }) == 0xc20ab2c3a5a82d72ULL);
  CHECK(hash_of([](Bits& b) { return elementary::log1p(b.between(-0.99, 9)); }) == 0x53edf33b3f080e49ULL);
  CHECK(hash_of([](Bits& b) { return elementary::log10(sized(b, -300, 300)); }) == 0x323e0c56ada8b5f8ULL);
  CHECK(hash_of([](Bits& b) { return elementary::sin(sized(b, -20, 1023)); }) == 0x6da9c1dc46c637a7ULL);
  CHECK(hash_of([](Bits& b) { return elementary::cos(b.between(-20, 20)); }) == 0x8ed681378ef879e2ULL);
  // Where a function takes two drawn inputs they are named, because C++ leaves the order of arguments open.
  CHECK(hash_of([](Bits& b) {
          const double base = sized(b, -20, 20);
          return elementary::pow(base, b.between(-30, 30));
        }) == 0xdc4fb1abd227bbabULL);
  CHECK(hash_of([](Bits& b) {
          const double base = sized(b, -20, 20);
          return elementary::pow(base, std::floor(b.between(-30, 30)));
        }) == 0xf6203c0a1182fa2aULL);
  CHECK(hash_of([](Bits& b) {
          const double y = b.between(-1, 1);
          return elementary::atan2(y, b.between(-1, 1));
        }) == 0x9d4b046765a8d3a3ULL);
}

TEST_CASE("the bits of special functions are those of stream version 1") {
  CHECK(hash_of([](Bits& b) { return elementary::erfc(b.between(-6, 27)); }) == 0x5037687cd1b6f626ULL);
  CHECK(hash_of([](Bits& b) { return elementary::log_gamma(sized(b, -60, 60)); }) == 0x1952b03fb9a5c42fULL);
  CHECK(hash_of([](Bits& b) {
          const double a = sized(b, -10, 3);
          return elementary::gamma_p(a, sized(b, -10, 5));
        }) == 0x58342f160042f265ULL);
  CHECK(hash_of([](Bits& b) {
          const double a = sized(b, 5, 30);
          return elementary::gamma_q(a, a * b.between(0.7, 1.3));
        }) == 0xc55ee3c563216a1cULL);
}

TEST_CASE("the bits of scores are those of stream version 1") {
  CHECK(hash_of([](Bits& b) {
          const double above = sized(b, -60, -2);
          return normal_score(1 - above, above);
        }) == 0x5f834d764f1f53a3ULL);
  CHECK(hash_of([](Bits& b) {
          const double u = b.uniform() + 0x1p-54;
          return normal_score(u, 1 - u);
        }) == 0x545b18f817ddd5abULL);
  CHECK(hash_of([](Bits& b) {
          const double u = b.uniform() + 0x1p-54;
          return exponential_score(u, 1 - u);
        }) == 0xc083d1fe6a636801ULL);
  CHECK(hash_of([](Bits& b) { return normal_share_above(b.between(-8, 37)); }) == 0x6e987f75d5eca2e0ULL);
}

TEST_CASE("rounded values and texts are those of stream version 1") {
  CHECK(hash_of([](Bits& b) {
          std::int64_t scaled = 0;
          const double x = b.between(-1e6, 1e6);
          elementary::round_to_scale(x, static_cast<int>(b.next() % 10), scaled);
          return static_cast<std::uint64_t>(scaled);
        }) == 0xf75842cca2559f31ULL);
  CHECK(hash_of([](Bits& b) {
          Hash text;
          for (const char c : shortest_text(std::bit_cast<double>(b.next()))) text.take(static_cast<std::uint64_t>(c));
          return text.value();
        }) == 0xb8f50c914d57a2b7ULL);
}
