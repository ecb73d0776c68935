// Speed of the random streams on one core, for each SIMD target: the figures that
// performance.md speaks of. Prints values per second; asserts nothing.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <vector>

#include "synthgen/base/simd.hpp"
#include "synthgen/base/stream.hpp"

using namespace synthgen;

namespace {

constexpr std::size_t kBatchRows = 1024;

// Millions of values a second: the best of several runs, since other work can only slow one down.
template <class Draw>
double speed(Draw draw) {
  constexpr int kRuns = 7;
  constexpr int kBatches = 4000;
  double best = 0;
  for (int run = 0; run < kRuns; ++run) {
    const auto start = std::chrono::steady_clock::now();
    for (int batch = 0; batch < kBatches; ++batch) draw(static_cast<std::int64_t>(batch) * kBatchRows);
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    best = std::max(best, kBatches * kBatchRows / taken.count() / 1e6);
  }
  return best;
}

}  // namespace

int main() {
  const StreamKey key = make_stream_key(1, "table", "column", "value/64");
  const StreamKey tie_key = make_stream_key(1, "table", "column", "tie/64");
  std::vector<double> doubles(kBatchRows);
  std::vector<std::uint64_t> words64(kBatchRows);
  std::vector<std::uint32_t> words32(4 * kBatchRows);
  std::vector<std::uint16_t> words16(kBatchRows);
  std::vector<std::uint8_t> hits(kBatchRows);
  std::vector<double> rates(kBatchRows);
  std::vector<std::int64_t> rows(kBatchRows);
  for (std::size_t i = 0; i < kBatchRows; ++i) {
    rates[i] = static_cast<double>(i) / kBatchRows;
    rows[i] = static_cast<std::int64_t>(i * 7919 % 1'000'003);
  }
  const RowSet list = RowSet::of(rows);
  const Rate rate(0.02);

  std::printf("%-8s %9s %9s %9s %9s %9s %9s %9s %9s %9s %9s   (million a second)\n", "target", "uniform", "bits64",
              "bits32", "bits16", "blocks", "hits16", "rates16", "rates32", "uni list", "32 list");
  for (const std::string_view target : simd_targets()) {
    limit_simd_targets(target);
    std::printf("%-8s", target.data());
    const auto print = [](double figure) { std::printf(" %9.0f", figure); };
    const auto range = [](std::int64_t first) { return RowSet::range(first, kBatchRows); };
    print(speed([&](std::int64_t first) { draw_uniform(key, range(first), 0, 0, doubles.data()); }));
    print(speed([&](std::int64_t first) { draw_bits64(key, range(first), 0, 0, words64.data()); }));
    print(speed([&](std::int64_t first) { draw_bits32(key, range(first), 0, 0, words32.data()); }));
    print(speed([&](std::int64_t first) { draw_bits16(key, range(first), 0, 0, words16.data()); }));
    print(speed([&](std::int64_t first) { draw_blocks(key, range(first), 0, 0, words32.data()); }));
    print(speed([&](std::int64_t first) { draw_hits16(key, tie_key, rate, range(first), 0, hits.data()); }));
    print(speed([&](std::int64_t first) { draw_hits16(key, tie_key, rates.data(), range(first), 0, hits.data()); }));
    print(speed([&](std::int64_t first) { draw_hits32(key, tie_key, rates.data(), range(first), 0, hits.data()); }));
    print(speed(
        [&](std::int64_t first) { draw_uniform(key, list, static_cast<std::uint32_t>(first), 0, doubles.data()); }));
    print(speed(
        [&](std::int64_t first) { draw_bits32(key, list, static_cast<std::uint32_t>(first), 0, words32.data()); }));
    std::printf("\n");
  }
  return 0;
}
