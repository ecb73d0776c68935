// The first few of many faults of one kind.
#pragma once

#include <cstddef>
#include <vector>

#include "synthgen/base/diagnostic.hpp"

namespace synthgen {

/// Of a matrix of hundreds of columns nobody reads thousands of faults: five are told, and the last of them says how
/// many more there are.
class FewFaults {
 public:
  void add(Diagnostic diagnostic);
  /// Whether a further one would only be counted.
  bool full() const;
  /// REQUIRES: full(). One that need not be made: a line that it names takes time to look up.
  void count() { ++more_; }
  /// Hands them over, and is empty then. They are sorted by place later, so they must have been added in that order.
  void tell(Diagnostics& diagnostics);

 private:
  std::vector<Diagnostic> first_;
  std::size_t more_ = 0;
};

}  // namespace synthgen
