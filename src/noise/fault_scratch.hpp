// Memory that typing faults use again from text to text, so that a hit allocates nothing.
//
// Threads: one at a time.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "text_units.hpp"

namespace synthgen {

struct FaultScratch {
  TextUnits units;
  std::string folded;  ///< the text in lower case
  std::string word;
  /// A place of the text that can be damaged.
  struct Candidate {
    std::uint32_t begin = 0;  ///< byte
    std::uint32_t size = 0;
    std::uint32_t entry = 0;  ///< what can be done there
    std::uint32_t weight = 0;
  };
  std::vector<Candidate> candidates;
};

}  // namespace synthgen
