#include "synthgen/engine/ordered_run.hpp"

#include <atomic>
#include <chrono>
#include <mutex>
#include <new>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

#include "support/catch.hpp"
#include "synthgen/base/stream.hpp"

using namespace synthgen;

namespace {

struct NumberSlot final : BlockSlot {
  std::int64_t block = -1;
};

/// Writes the block's number into its slot after a delay that differs by block, so that blocks finish out of order.
class DelayedProducer final : public BlockProducer {
 public:
  explicit DelayedProducer(std::function<void(std::int64_t)> before) : before_(std::move(before)) {}
  void produce(std::int64_t block, BlockSlot& slot) override {
    if (before_) before_(block);
    static_cast<NumberSlot&>(slot).block = block;
  }

 private:
  std::function<void(std::int64_t)> before_;
};

void random_delay(std::int64_t block) {
  std::uint64_t bits = 0;
  draw_bits64({5, 5}, RowSet::range(block, 1), 0, 0, &bits);
  std::this_thread::sleep_for(std::chrono::microseconds(bits % 400));
}

OrderedRun run_of(std::int64_t blocks, unsigned threads, std::function<void(std::int64_t)> before,
                  std::vector<std::int64_t>& delivered) {
  OrderedRun run;
  run.blocks = blocks;
  run.threads = threads;
  run.make_producer = [before] { return std::make_unique<DelayedProducer>(before); };
  run.make_slot = [] { return std::make_unique<NumberSlot>(); };
  run.deliver = [&delivered](std::int64_t block, BlockSlot& slot) -> Status {
    // What stands in the slot is this block's, not that of one which has the same place in the ring.
    if (static_cast<NumberSlot&>(slot).block != block) return make_error("TEST", "another block's slot");
    delivered.push_back(block);
    return Done{};
  };
  return run;
}

std::string code_of(const Status& status) { return status.ok() ? "" : status.diagnostics()[0].code; }

constexpr unsigned kThreads[] = {1, 2, 7};

}  // namespace

TEST_CASE("blocks are delivered once each and in order, however long each takes") {
  for (const unsigned threads : kThreads) {
    for (const std::int64_t blocks : {0, 1, 2, 13, 14, 15, 500}) {
      INFO(threads << " threads, " << blocks << " blocks");
      std::vector<std::int64_t> delivered;
      const Status status = run_in_order(run_of(blocks, threads, random_delay, delivered));
      CHECK(code_of(status).empty());
      REQUIRE(delivered.size() == static_cast<std::size_t>(blocks));
      bool ordered = true;
      for (std::size_t i = 0; i < delivered.size(); ++i)
        ordered = ordered && delivered[i] == static_cast<std::int64_t>(i);
      CHECK(ordered);
    }
  }
}

TEST_CASE("delivery happens on the calling thread, and a slow one holds producers back") {
  std::vector<std::int64_t> delivered;
  std::atomic<std::int64_t> produced{0};
  std::atomic<std::int64_t> taken{0};
  std::atomic<std::int64_t> furthest{0};
  OrderedRun run = run_of(
      60, 3,
      [&](std::int64_t block) {
        const std::int64_t ahead = block - taken.load();
        std::int64_t known = furthest.load();
        while (ahead > known && !furthest.compare_exchange_weak(known, ahead)) {
        }
        ++produced;
      },
      delivered);
  const std::thread::id caller = std::this_thread::get_id();
  bool same = true;
  run.deliver = [&](std::int64_t, BlockSlot&) -> Status {
    same = same && std::this_thread::get_id() == caller;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    ++taken;
    return Done{};
  };
  CHECK(code_of(run_in_order(run)).empty());
  CHECK(same);
  CHECK(produced == 60);
  CHECK(furthest <= 6);  // two slots for each of three threads: memory does not grow with the number of blocks
}

TEST_CASE("an error of delivery ends the run with that error") {
  for (const unsigned threads : kThreads) {
    INFO(threads);
    std::vector<std::int64_t> delivered;
    OrderedRun run = run_of(100'000, threads, nullptr, delivered);
    run.deliver = [&](std::int64_t block, BlockSlot&) -> Status {
      if (block == 20) return make_error("SG5002", "the disk is full");
      delivered.push_back(block);
      return Done{};
    };
    CHECK(code_of(run_in_order(run)) == "SG5002");
    CHECK(delivered.size() == 20);
  }
}

TEST_CASE("the stop flag ends the run soon, also while a block is waited for") {
  for (const unsigned threads : kThreads) {
    INFO(threads);
    std::vector<std::int64_t> delivered;
    std::atomic<bool> stop{false};
    OrderedRun run = run_of(
        1'000'000, threads,
        [&](std::int64_t block) {
          if (block == 30) stop = true;
          std::this_thread::sleep_for(std::chrono::microseconds(200));
        },
        delivered);
    run.stop = &stop;
    const auto begin = std::chrono::steady_clock::now();
    CHECK(code_of(run_in_order(run)) == "SG5010");
    CHECK(delivered.size() <= 31 + 2 * threads);
    // A million blocks would take minutes; the wait looks at the flag ten times a second.
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(10));
  }
}

TEST_CASE("memory that runs out in a producer is told, and nothing after it is delivered") {
  for (const unsigned threads : kThreads) {
    INFO(threads);
    std::vector<std::int64_t> delivered;
    const OrderedRun run = run_of(
        1000, threads,
        [](std::int64_t block) {
          random_delay(block);
          if (block == 40) throw std::bad_alloc();
        },
        delivered);
    CHECK(code_of(run_in_order(run)) == "SG5011");
    CHECK(delivered.size() <= 40);
  }
}

TEST_CASE("memory that runs out anywhere else is told too") {
  for (const unsigned threads : kThreads) {
    INFO(threads);
    std::vector<std::int64_t> delivered;
    OrderedRun slots = run_of(100, threads, nullptr, delivered);
    slots.make_slot = []() -> std::unique_ptr<BlockSlot> { throw std::bad_alloc(); };
    CHECK(code_of(run_in_order(slots)) == "SG5011");

    OrderedRun producers = run_of(100, threads, nullptr, delivered);
    producers.make_producer = []() -> std::unique_ptr<BlockProducer> { throw std::bad_alloc(); };
    CHECK(code_of(run_in_order(producers)) == "SG5011");

    OrderedRun deliveries = run_of(100, threads, random_delay, delivered);
    deliveries.deliver = [](std::int64_t block, BlockSlot&) -> Status {
      if (block == 5) throw std::bad_alloc();
      return Done{};
    };
    CHECK(code_of(run_in_order(deliveries)) == "SG5011");
    CHECK(delivered.empty());
  }
}

TEST_CASE("any other exception of a producer reaches the caller, whose last catch tells of it") {
  for (const unsigned threads : kThreads) {
    INFO(threads);
    std::vector<std::int64_t> delivered;
    const OrderedRun run = run_of(
        100, threads,
        [](std::int64_t block) {
          if (block == 9) throw std::runtime_error("a fault of ours");
        },
        delivered);
    CHECK_THROWS_AS(run_in_order(run), std::runtime_error);
    CHECK(delivered.size() <= 9);
  }
}

TEST_CASE("slots are recycled, two for a thread") {
  std::vector<std::int64_t> delivered;
  std::atomic<int> slots{0};
  OrderedRun run = run_of(300, 4, nullptr, delivered);
  run.make_slot = [&] {
    ++slots;
    return std::make_unique<NumberSlot>();
  };
  CHECK(code_of(run_in_order(run)).empty());
  CHECK(slots == 8);
}
