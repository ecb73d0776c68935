// What encoding to CSV costs: batches of the ten types of the table `mixed` are filled
// once and encoded again and again, each column by itself and all together.
//
// usage: bench_csv_encode [rows per measurement, default 20000000]
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "synthgen/base/civil_time.hpp"
#include "synthgen/base/simd.hpp"
#include "synthgen/writer/writer.hpp"

namespace {

using namespace synthgen;

constexpr std::size_t kBatches = 8;           // different data, so that branches are not learnt by heart
constexpr std::size_t kBlockRows = 8 * 1024;  // a block of about a megabyte

std::string random_word(std::mt19937_64& bits, std::size_t shortest, std::size_t longest) {
  std::string word(shortest + bits() % (longest - shortest + 1), ' ');
  for (char& c : word) c = static_cast<char>('a' + bits() % 26);
  return word;
}

/// One column of the table: its type, and how a batch of it is filled.
struct Case {
  const char* name;
  Type type;
  const Dictionary* dictionary;
  void (*fill)(std::mt19937_64& bits, std::int64_t first_row, Column& column);
};

template <class T, class F>
void fill_with(Column& column, F value) {
  T* values = column.data<T>();
  for (std::size_t i = 0; i < column.rows(); ++i) values[i] = static_cast<T>(value(i));
}

std::vector<Case> mixed(const Dictionary& categories) {
  using Bits = std::mt19937_64;
  return {
      {"id (sequence)",
       {TypeKind::integer},
       nullptr,
       [](Bits&, std::int64_t first, Column& c) {
         fill_with<std::int64_t>(c, [&](std::size_t i) { return first + static_cast<std::int64_t>(i) + 1; });
       }},
      {"uuid",
       {TypeKind::uuid},
       nullptr,
       [](Bits& bits, std::int64_t, Column& c) {
         for (std::size_t k = 0; k < 2 * c.rows(); ++k) c.data<std::uint64_t>()[k] = bits();
       }},
      {"amount (normal, 2 decimals)", Type::decimal(2), nullptr,
       [](Bits& bits, std::int64_t, Column& c) {
         std::normal_distribution<double> normal(10000, 1500);
         fill_with<std::int64_t>(c, [&](std::size_t) { return normal(bits); });
       }},
      {"income (lognormal, 4 decimals)", Type::decimal(4), nullptr,
       [](Bits& bits, std::int64_t, Column& c) {
         std::lognormal_distribution<double> lognormal(10, 1);
         fill_with<std::int64_t>(c, [&](std::size_t) { return lognormal(bits) * 10000; });
       }},
      {"category (50 words)",
       {TypeKind::string},
       &categories,
       [](Bits& bits, std::int64_t, Column& c) {
         fill_with<std::int32_t>(c, [&](std::size_t) { return std::min(bits() % 50, bits() % 50); });
       }},
      {"day (ten years)",
       {TypeKind::date},
       nullptr,
       [](Bits& bits, std::int64_t, Column& c) {
         fill_with<std::int32_t>(c, [&](std::size_t) { return 16436 + bits() % 3653; });
       }},
      {"ts (a year of seconds)",
       {TypeKind::timestamp},
       nullptr,
       [](Bits& bits, std::int64_t, Column& c) {
         fill_with<std::int64_t>(c, [&](std::size_t) {
           return (1'700'000'000 + static_cast<std::int64_t>(bits() % 31'536'000)) * kMicrosPerSecond;
         });
       }},
      {"active (boolean)",
       {TypeKind::boolean},
       nullptr,
       [](Bits& bits, std::int64_t, Column& c) {
         fill_with<std::uint8_t>(c, [&](std::size_t) { return bits() % 10 < 3 ? 1 : 0; });
       }},
      {"customer_id (to a million)",
       {TypeKind::integer},
       nullptr,
       [](Bits& bits, std::int64_t, Column& c) {
         fill_with<std::int64_t>(c, [&](std::size_t) { return 1 + bits() % 1'000'000; });
       }},
      {"name (plain text)",
       {TypeKind::string},
       nullptr,
       [](Bits& bits, std::int64_t, Column& c) {
         c.begin_texts();
         for (std::size_t i = 0; i < c.rows(); ++i) {
           c.append_text(random_word(bits, 3, 8) + " " + random_word(bits, 4, 9));
         }
       }},
  };
}

/// A column as noise leaves it, beside the one of the table.
Case damaged(const Dictionary& categories) {
  using Bits = std::mt19937_64;
  return {"category, a damaged text in 50", {TypeKind::string}, &categories, [](Bits& bits, std::int64_t, Column& c) {
            fill_with<std::int32_t>(c, [&](std::size_t row) -> std::int32_t {
              const auto code = static_cast<std::size_t>(std::min(bits() % 50, bits() % 50));
              if (bits() % 50 != 0) return static_cast<std::int32_t>(code);
              std::string damaged((*c.dictionary())[code]);
              damaged.insert(damaged.size() / 2, 1, 'x');
              return c.set_extra_text(row, damaged);
            });
          }};
}

struct Figures {
  double ns_per_row = 0;
  double bytes_per_row = 0;
};

Figures measure(const std::vector<Case>& cases, std::size_t rows_wanted) {
  std::mt19937_64 bits(7);
  WriterTable table{"mixed", {}};
  for (const Case& c : cases) table.columns.push_back({c.name, c.type, c.dictionary});
  std::vector<std::vector<std::unique_ptr<Column>>> columns(kBatches);
  std::vector<std::vector<const Column*>> pointers(kBatches);
  for (std::size_t b = 0; b < kBatches; ++b) {
    for (const Case& c : cases) {
      auto column = std::make_unique<Column>();
      if (c.dictionary != nullptr) {
        column->reset(*c.dictionary, kBatchRows);
      } else {
        column->reset(c.type, kBatchRows);
      }
      c.fill(bits, 5'000'000 + static_cast<std::int64_t>(b * kBatchRows), *column);
      pointers[b].push_back(column.get());
      columns[b].push_back(std::move(column));
    }
  }
  auto writer = find_writer("csv")->make(table);
  auto encoder = writer.value()->make_block_encoder();
  EncodedBlock block;
  const auto encode_block = [&] {
    block.rows = 0;
    block.bytes.clear();
    for (std::size_t b = 0; b < kBlockRows / kBatchRows; ++b) {
      encoder->append({0, kBatchRows, pointers[b % kBatches]}, block);
    }
  };
  encode_block();
  // The best of many short rounds: whatever else the machine does only adds, and leaves gaps.
  constexpr std::size_t kRoundBlocks = 8;
  const std::size_t rounds = std::max<std::size_t>(rows_wanted / kBlockRows / kRoundBlocks, 1);
  double best = 1e300;
  for (std::size_t round = 0; round < rounds; ++round) {
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t k = 0; k < kRoundBlocks; ++k) encode_block();
    const std::chrono::duration<double, std::nano> spent = std::chrono::steady_clock::now() - start;
    best = std::min(best, spent.count());
  }
  return {best / static_cast<double>(kRoundBlocks * kBlockRows),
          static_cast<double>(block.bytes.size()) / static_cast<double>(kBlockRows)};
}

void print(const char* name, const Figures& figures) {
  std::printf("%-32s %7.2f ns/row %8.1f bytes/row %8.0f MB/s\n", name, figures.ns_per_row, figures.bytes_per_row,
              figures.bytes_per_row / figures.ns_per_row * 1000);
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t rows = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 20'000'000;
  std::mt19937_64 bits(1);
  std::vector<std::string> words;
  for (int k = 0; k < 50; ++k) words.push_back(random_word(bits, 4, 11));
  const Dictionary categories(std::move(words));
  const std::vector<Case> cases = mixed(categories);
  std::printf("SIMD target: %s\n", std::string(simd_target_in_use()).c_str());
  for (const Case& c : cases) print(c.name, measure({c}, rows));
  print("all ten", measure(cases, rows));
  print(damaged(categories).name, measure({damaged(categories)}, rows));
}
