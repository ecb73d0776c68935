// Values that a list lacks, for one message that names the first few of them.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace synthgen {

class UnknownValues {
 public:
  /// A value that was added before counts once.
  void add(std::string_view value);
  bool empty() const { return values_.empty(); }
  const std::vector<std::string>& all() const { return values_; }
  /// `"a"`, `"a" or "b"`, `"a", "b", "c" or 4 more`.
  std::string shown() const;
  /// `did you mean "x"?`; of several values `did you mean "x" for "a", "y" for "b"?`, of the first few alone. Empty
  /// where nothing is near any of them.
  std::string did_you_mean(std::span<const std::string> known) const;

 private:
  std::vector<std::string> values_;
};

}  // namespace synthgen
