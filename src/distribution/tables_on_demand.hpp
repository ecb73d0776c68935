// Tables of parameters that are the same in every row, made when enough cells were asked for: a schema of hundreds of
// columns is checked, or previewed, without making any. What a table reads is bit for bit what a row computes without
// one, so that when it is made changes no value.
//
// Threads: any may ask at once; one makes the tables, and others that want them wait for it.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>

namespace synthgen {

/// Tables: made from two numbers, a and b.
template <class Tables>
class TablesOnDemand {
 public:
  TablesOnDemand(double a, double b) : a_(a), b_(b) {}

  /// The tables for n more cells, or null where these and those before are too few to be worth them.
  const Tables* find(std::size_t n) const {
    if (ready_.load(std::memory_order_acquire)) return &*tables_;
    if (asked_.fetch_add(n, std::memory_order_relaxed) + n < kWorthwhile) return nullptr;
    std::call_once(once_, [this] {
      tables_.emplace(a_, b_);
      ready_.store(true, std::memory_order_release);
    });
    return &*tables_;
  }

 private:
  /// Tables have some 1,500 knots, and a cell without them needs two.
  static constexpr std::uint64_t kWorthwhile = 700;

  const double a_;
  const double b_;
  mutable std::atomic<bool> ready_{false};
  mutable std::atomic<std::uint64_t> asked_{0};
  mutable std::once_flag once_;
  mutable std::optional<Tables> tables_;
};

}  // namespace synthgen
