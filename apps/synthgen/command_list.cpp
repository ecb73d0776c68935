#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "commands.hpp"
#include "exit_code.hpp"
#include "manual.hpp"

namespace synthgen::app {

int run_list(const Options& options) {
  const std::vector<ManualPage> pages = manual_pages();
  for (const std::string& topic : manual_topics()) {
    if (!options.topic.empty() && options.topic != topic) continue;
    if (options.topic.empty()) fmt::print("{}\n", topic);
    std::vector<ManualEntry> entries;
    std::vector<ManualEntry> draws;
    for (const ManualPage& page : pages) {
      if (page.topic + "s" == topic) entries.push_back({page.name, page.summary});
      if (topic == "functions" && page.is_function) draws.push_back({page.name, "A draw from that distribution."});
    }
    entries.insert(entries.end(), draws.begin(), draws.end());
    std::size_t width = 0;
    for (const ManualEntry& entry : entries) width = std::max(width, entry.name.size());
    for (const ManualEntry& entry : entries) fmt::print("  {:<{}}  {}\n", entry.name, width, entry.text);
  }
  return static_cast<int>(ExitCode::done);
}

}  // namespace synthgen::app
