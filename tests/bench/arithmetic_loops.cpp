// Plain arithmetic on one thread and on several: what this machine gains by a further core
// right now. The speed goals for two cores are stated relative to it.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

namespace {

/// A chain of multiplications and additions that no compiler can shorten; the result keeps it alive.
std::uint64_t churn(std::uint64_t steps) {
  std::uint64_t x = steps;
  for (std::uint64_t i = 0; i < steps; ++i) x = x * 6364136223846793005ULL + 1442695040888963407ULL;
  return x;
}

double seconds_on(unsigned threads, std::uint64_t steps) {
  std::vector<std::uint64_t> results(threads * 8);  // one cache line each
  const auto start = std::chrono::steady_clock::now();
  std::vector<std::thread> running;
  for (unsigned t = 0; t < threads; ++t)
    running.emplace_back([&results, t, steps] { results[t * 8] = churn(steps + t); });
  for (std::thread& thread : running) thread.join();
  std::uint64_t sum = 0;
  for (const std::uint64_t result : results) sum += result;
  if (sum == 1) std::puts("");  // never, but the compiler cannot know
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

/// arithmetic_loops THREADS: prints how many times as much work THREADS do in the time of one.
int main(int argc, char** argv) {
  const unsigned threads = argc > 1 ? static_cast<unsigned>(std::atoi(argv[1])) : 2;
  constexpr std::uint64_t kSteps = 400'000'000;
  const double one = seconds_on(1, kSteps);
  const double many = seconds_on(threads, kSteps);
  std::printf("%.4f\n", threads * one / many);
}
