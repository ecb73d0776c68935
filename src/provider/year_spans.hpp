// Spans of years as the data files write them: "1998-2005 2013-", both ends included, an end that is absent being open.
#pragma once

#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

namespace synthgen {

class YearSpans {
 public:
  /// text  spans with a space between them; none means every year
  explicit YearSpans(std::string_view text);

  bool hold(std::int64_t year) const { return distance(year) == 0; }
  /// Years between `year` and the nearest span; 0 within one.
  std::int64_t distance(std::int64_t year) const;

 private:
  struct Span {
    std::int64_t first = 0;
    std::int64_t last = std::numeric_limits<std::int64_t>::max();
  };
  std::vector<Span> spans_;
};

/// A word of a list in a data file, of which each may have its years: "diesel hybrid:2020- electric:2014-2020".
struct WordOfYears {
  std::string_view word;
  YearSpans years;
};
std::vector<WordOfYears> words_of_years(std::string_view text);

}  // namespace synthgen
