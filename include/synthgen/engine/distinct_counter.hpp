// How many different values a column has, about: one byte for each of 16,384 shares of
// the values' hashes, whatever the number of rows.
//
// Threads: add() from any number of them at once. Determinism: a register keeps the
// greatest rank that it met, so neither order, blocks nor threads reach the result.
// Method: HyperLogLog (Flajolet, Fusy, Gandouet and Meunier, "HyperLogLog: the analysis of
// a near-optimal cardinality estimation algorithm", 2007), with 64-bit hashes and the
// estimator of Ertl ("New cardinality estimation algorithms for HyperLogLog sketches",
// 2017), which is right for few values as well and needs no table of corrections.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "synthgen/column/column.hpp"

namespace synthgen {

/// Standard error of an estimate as a share of it, 1.04/√16384; less for fewer values than registers.
inline constexpr double kDistinctError = 0.008125;

class DistinctCounter {
 public:
  static constexpr std::size_t kRegisters = 16'384;

  DistinctCounter();

  /// Takes the cells that are not null. Texts count by their bytes, whether a dictionary holds them or not; 0 and −0
  /// are the same.
  void add(const Column& column);
  /// Different values among those taken, about; 0 where there were none.
  double estimate() const;
  /// The registers as a text of kRegisters characters, each a rank from 0 to 51 as one of 0–9, A–Z, a–p. The greater
  /// of two at each place gives the registers of both.
  std::string registers() const;
  /// Takes what the counter took whose registers these are. False, and nothing taken, where they are no registers.
  bool add_registers(std::string_view registers);

 private:
  void take(std::uint64_t hash);

  std::unique_ptr<std::atomic<std::uint8_t>[]> ranks_;
};

}  // namespace synthgen
