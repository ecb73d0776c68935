// Tables for parameters that come by row and yet are few: those of a category, or one
// shape with a scale of its own in every row. What a table reads is bit for bit what
// a row computes without one, so that which rows find a table changes no value.
//
// Threads: any may ask at once; the cache grows under atomics and is never emptied.
#pragma once

#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace synthgen {

/// Tables: made from two numbers, a and b.
template <class Tables>
class TableCache {
 public:
  TableCache() = default;
  TableCache(const TableCache&) = delete;
  TableCache& operator=(const TableCache&) = delete;
  ~TableCache() {
    for (Slot& slot : slots_) delete slot.tables.load(std::memory_order_acquire);
  }

  /// The tables of these numbers, or null where they were not asked for often enough to be worth making, or the
  /// slots of theirs are taken by others.
  const Tables* find(double a, double b) const {
    const std::uint64_t key_a = std::bit_cast<std::uint64_t>(a);
    const std::uint64_t key_b = std::bit_cast<std::uint64_t>(b);
    // Round numbers have bits at their upper end alone, so that these are mixed down, and a product's upper bits serve.
    std::uint64_t mixed = (key_a * 0x9e3779b97f4a7c15ULL) ^ (key_b * 0xc2b2ae3d27d4eb4fULL);
    mixed = (mixed ^ (mixed >> 32)) * 0xd6e8feb86659fd93ULL;
    for (std::size_t i = 0; i < kNeighbours; ++i) {
      Slot& slot = slots_[((mixed >> 40) + i) & (kSlots - 1)];
      const std::uint32_t owner = slot.owner.load(std::memory_order_acquire);
      if (owner == kFree) {
        std::uint32_t expected = kFree;
        if (!slot.owner.compare_exchange_strong(expected, kClaimed, std::memory_order_acquire)) return nullptr;
        slot.a = key_a;
        slot.b = key_b;
        slot.owner.store(kOwned, std::memory_order_release);
        return nullptr;
      }
      if (owner != kOwned) return nullptr;
      if (slot.a == key_a && slot.b == key_b) return tables_of(slot, a, b);
    }
    return nullptr;
  }

 private:
  static constexpr std::size_t kSlots = 256;
  /// Slots that one pair of numbers may take, so that few pairs rarely keep each other out.
  static constexpr std::size_t kNeighbours = 4;
  /// Tables cost about as much as so many rows without.
  static constexpr std::uint32_t kWorthwhile = 1000;
  static constexpr std::uint32_t kFree = 0;
  static constexpr std::uint32_t kClaimed = 1;
  static constexpr std::uint32_t kOwned = 2;

  struct Slot {
    std::atomic<std::uint32_t> owner{kFree};
    std::atomic<std::uint32_t> asked{0};
    std::uint64_t a = 0;
    std::uint64_t b = 0;
    std::atomic<const Tables*> tables{nullptr};
  };

  static const Tables* tables_of(Slot& slot, double a, double b) {
    if (const Tables* tables = slot.tables.load(std::memory_order_acquire); tables != nullptr) return tables;
    // Exactly one thread counts to the last.
    if (slot.asked.fetch_add(1, std::memory_order_relaxed) + 1 != kWorthwhile) return nullptr;
    const Tables* made = new Tables(a, b);
    slot.tables.store(made, std::memory_order_release);
    return made;
  }

  mutable std::array<Slot, kSlots> slots_;
};

}  // namespace synthgen
