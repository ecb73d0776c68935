#include "synthgen/engine/ordered_run.hpp"

#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <new>
#include <system_error>
#include <thread>
#include <vector>

namespace synthgen {

Diagnostic interrupted() { return make_error("SG5010", "interrupted; nothing was written under a final name"); }

Diagnostic out_of_memory() {
  return make_error("SG5011", "memory ran out", {}, "use fewer --threads, or narrower tables");
}

namespace {

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
    const Producers producers(*this);
    if (producers.none()) return run_alone(run_);
    return deliver_blocks();
  }

 private:
  /// The threads, told to end and waited for whichever way the caller leaves.
  class Producers {
   public:
    explicit Producers(Ring& ring) : ring_(ring) {
      threads_.reserve(ring.run_.threads);
      try {
        for (unsigned i = 0; i < ring.run_.threads; ++i) threads_.emplace_back([&ring] { ring.produce_blocks(); });
      } catch (const std::system_error&) {
        // The system grants no more threads: the blocks are the same with those that there are.
      } catch (const std::bad_alloc&) {
        // No room for one more; if there is none for the blocks either, those who run will tell.
      }
    }
    Producers(const Producers&) = delete;
    Producers& operator=(const Producers&) = delete;
    ~Producers() {
      {
        const std::lock_guard lock(ring_.mutex_);
        ring_.ended_ = true;
      }
      ring_.freed_.notify_all();
      for (std::thread& thread : threads_) thread.join();
    }
    bool none() const { return threads_.empty(); }

   private:
    Ring& ring_;
    std::vector<std::thread> threads_;
  };

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
          freed_.wait(lock, [this] {
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
        finished_.notify_one();
      }
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (failure_ == nullptr) failure_ = std::current_exception();
      finished_.notify_one();
    }
  }

  Status deliver_blocks() {
    for (std::int64_t block = 0; block < run_.blocks; ++block) {
      {
        std::unique_lock lock(mutex_);
        // A signal only sets the flag, so the wait looks at it now and then.
        while (!finished_.wait_for(lock, std::chrono::milliseconds(100),
                                   [&] { return place(block).ready || failure_ != nullptr || stopped(run_); })) {
        }
        if (failure_ != nullptr) std::rethrow_exception(failure_);
        if (stopped(run_)) return interrupted();
      }
      if (Status status = run_.deliver(block, *place(block).slot); !status.ok()) return status;
      {
        const std::lock_guard lock(mutex_);
        place(block).ready = false;
        ++delivered_;
      }
      freed_.notify_one();
    }
    return Done{};
  }

  const OrderedRun& run_;
  std::mutex mutex_;
  std::condition_variable finished_;  // a block is ready, or a producer failed: the deliverer waits here
  std::condition_variable freed_;     // a slot is free, or all is over: producers wait here
  std::vector<Place> places_;
  std::int64_t next_ = 0;       // next block to produce
  std::int64_t delivered_ = 0;  // blocks delivered
  bool ended_ = false;
  std::exception_ptr failure_;  // of the first producer that threw
};

}  // namespace

Status run_in_order(const OrderedRun& run) {
  try {
    return run.threads <= 1 && !run.delivery_waits ? run_alone(run) : Ring(run).deliver_all();
  } catch (const std::bad_alloc&) {
    return out_of_memory();
  }
}

}  // namespace synthgen
