// A line on standard error that tells rows, speed and time left.
#pragma once

#include <chrono>
#include <string>

#include "synthgen/pipeline/generate.hpp"

namespace synthgen::app {

class ProgressLine {
 public:
  explicit ProgressLine(bool shown) : shown_(shown) {}
  ~ProgressLine() { clear(); }
  void update(const Progress& progress);
  void clear();

 private:
  const bool shown_;
  bool drawn_ = false;
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point last_ = start_;
};

}  // namespace synthgen::app
