#include "few_faults.hpp"

#include <fmt/format.h>

#include <utility>

namespace synthgen {
namespace {

constexpr std::size_t kMostTold = 5;

}  // namespace

bool FewFaults::full() const { return first_.size() == kMostTold; }

void FewFaults::add(Diagnostic diagnostic) {
  if (full()) {
    count();
  } else {
    first_.push_back(std::move(diagnostic));
  }
}

void FewFaults::tell(Diagnostics& diagnostics) {
  if (more_ > 0) {
    std::string& hint = first_.back().hint;
    hint += fmt::format("{}and {} more like this one", hint.empty() ? "" : "; ", more_);
  }
  for (Diagnostic& diagnostic : first_) diagnostics.add(std::move(diagnostic));
  first_.clear();
  more_ = 0;
}

}  // namespace synthgen
