#include "synthgen/engine/ordered_run.hpp"

#include <condition_variable>
#include <mutex>
#include <new>
#include <thread>
#include <vector>

namespace synthgen {
namespace {

Diagnostic interrupted() { return make_error("SG5010", "interrupted; nothing was written under a final name"); }

Diagnostic out_of_memory() {
  return make_error("SG5011", "memory ran out", {}, "use fewer --threads, or narrower tables");
}

bool stopped(const OrderedRun& run) { return run.stop != nullptr && run.stop->load(std::memory_order_relaxed); }

Status run_alone(const OrderedRun& run) {
  const std::unique_ptr<BlockProducer> producer = run.make_producer();
  const std::unique_ptr<BlockSlot> slot = run.make_slot();
  for (std::int64_t block = 0; block < run.blocks; ++block) {
    if (stopped(run)) return interrupted();
    producer->produce(block, *slot);
    if (Status status = run.deliver(block, *slot); !status.ok()) return status;
  }
  return Done{};
}

/// A ring of slots: producers take the next block as soon as its slot is free, the caller delivers in order.
class Ring {
 public:
  explicit Ring(const OrderedRun& run) : run_(run) {
    // Two each: one being filled, one waiting for its turn.
    for (unsigned i = 0; i < 2 * run.threads; ++i) places_.push_back({run.make_slot(), false});
  }

  Status deliver_all() {
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < run_.threads; ++i) threads.emplace_back([this] { produce_blocks(); });
    Status status = deliver_blocks();
    {
      const std::lock_guard lock(mutex_);
      ended_ = true;
    }
    changed_.notify_all();
    for (std::thread& thread : threads) thread.join();
    return status;
  }

 private:
  struct Place {
    std::unique_ptr<BlockSlot> slot;
    bool ready;
  };

  Place& place(std::int64_t block) { return places_[static_cast<std::size_t>(block) % places_.size()]; }

  void produce_blocks() {
    try {
      const std::unique_ptr<BlockProducer> producer = run_.make_producer();
      while (true) {
        std::int64_t block = 0;
        {
          std::unique_lock lock(mutex_);
          changed_.wait(lock, [this] {
            return ended_ || next_ == run_.blocks || next_ < delivered_ + static_cast<std::int64_t>(places_.size());
          });
          if (ended_ || next_ == run_.blocks) return;
          block = next_++;
        }
        producer->produce(block, *place(block).slot);
        {
          const std::lock_guard lock(mutex_);
          place(block).ready = true;
        }
        changed_.notify_all();
      }
    } catch (const std::bad_alloc&) {
      const std::lock_guard lock(mutex_);
      out_of_memory_ = true;
      changed_.notify_all();
    }
  }

  Status deliver_blocks() {
    for (std::int64_t block = 0; block < run_.blocks; ++block) {
      {
        std::unique_lock lock(mutex_);
        // A signal only sets the flag, so the wait looks at it now and then.
        while (!changed_.wait_for(lock, std::chrono::milliseconds(100),
                                  [&] { return place(block).ready || out_of_memory_ || stopped(run_); })) {
        }
        if (out_of_memory_) return out_of_memory();
        if (stopped(run_)) return interrupted();
      }
      if (Status status = run_.deliver(block, *place(block).slot); !status.ok()) return status;
      {
        const std::lock_guard lock(mutex_);
        place(block).ready = false;
        ++delivered_;
      }
      changed_.notify_all();
    }
    return Done{};
  }

  const OrderedRun& run_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Place> places_;
  std::int64_t next_ = 0;       // next block to produce
  std::int64_t delivered_ = 0;  // blocks delivered
  bool ended_ = false;
  bool out_of_memory_ = false;
};

}  // namespace

Status run_in_order(const OrderedRun& run) {
  try {
    return run.threads <= 1 ? run_alone(run) : Ring(run).deliver_all();
  } catch (const std::bad_alloc&) {
    return out_of_memory();
  }
}

}  // namespace synthgen
