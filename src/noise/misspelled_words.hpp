// Words that many people misspell, and how.
//
// Lists are data/misspelling_*.txt; an entry is a word and its common misspellings, all in lower case, in ascending
// order of the words' bytes.
//
// Threads: immutable.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fault_scratch.hpp"
#include "synthgen/noise/noise_draws.hpp"

namespace synthgen {

class MisspelledWords {
 public:
  /// data  name of the data file
  explicit MisspelledWords(std::string_view data);

  /// Appends the text with one of its listed words misspelled, in the case that it had, to `out`; false where it has
  /// none.
  bool damage(std::string_view text, NoiseDraws& draws, FaultScratch& scratch, std::string& out) const;

 private:
  struct Entry {
    std::string_view word;
    std::vector<std::string_view> misspellings;
  };
  std::vector<Entry> entries_;
};

}  // namespace synthgen
