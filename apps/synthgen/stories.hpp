// Schemas to start from, which `init` prints. CMake embeds stories/*.json; start.json is the first.
#pragma once

#include <span>
#include <string_view>

namespace synthgen::app {

struct Story {
  std::string_view name;
  std::string_view text;
  /// What the comment at the head of the schema says.
  std::string_view summary() const;
};

/// In the order of their names, but `start` first.
std::span<const Story> stories();

}  // namespace synthgen::app
