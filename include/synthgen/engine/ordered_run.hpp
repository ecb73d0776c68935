// Blocks are produced by any thread and delivered in order by one.
//
// Threads: call from one thread; producers run on others. Determinism: the order of
// delivery is that of the block numbers, whatever the number of threads.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>

#include "synthgen/base/result.hpp"

namespace synthgen {

/// What a producer fills and the ordered side reads: recycled, so that memory stays warm.
class BlockSlot {
 public:
  virtual ~BlockSlot() = default;
};

/// Belongs to one thread.
class BlockProducer {
 public:
  virtual ~BlockProducer() = default;
  virtual void produce(std::int64_t block, BlockSlot& slot) = 0;
};

struct OrderedRun {
  std::int64_t blocks = 0;
  unsigned threads = 1;  ///< producers; with one, all is done by the calling thread
  /// Deliveries wait for a disk rather than compute: even one producer then gets a thread of its own beside them.
  bool delivery_waits = false;
  std::function<std::unique_ptr<BlockProducer>()> make_producer;
  std::function<std::unique_ptr<BlockSlot>()> make_slot;
  /// Called for block 0, 1, 2 … by the calling thread.
  std::function<Status(std::int64_t block, BlockSlot& slot)> deliver;
  const std::atomic<bool>* stop = nullptr;  ///< set from outside: end soon
};

/// Ends early with the error of `deliver`, or SG5010 where `stop` was set, or SG5011 where memory ran out.
Status run_in_order(const OrderedRun& run);

/// SG5010 and SG5011, for what else is computed in a run.
Diagnostic interrupted();
Diagnostic out_of_memory();

}  // namespace synthgen
