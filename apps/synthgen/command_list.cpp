#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "commands.hpp"
#include "exit_code.hpp"
#include "manual.hpp"

namespace synthgen::app {

namespace {

struct Listed {
  std::string group;
  ManualEntry entry;
};

std::vector<Listed> listed_of(const std::vector<ManualPage>& pages, const ManualTopic& topic) {
  std::vector<Listed> listed;
  for (const ManualPage& page : pages) {
    if (page.topic == topic.page) listed.push_back({page.group, {page.name, page.summary}});
  }
  if (topic.page == "function") {
    for (const ManualPage& page : pages) {
      if (page.is_function) listed.push_back({"", {page.name, "A draw from that distribution."}});
    }
  }
  return listed;
}

}  // namespace

int run_list(const Options& options) {
  const std::vector<ManualPage> pages = manual_pages();
  for (const ManualTopic& topic : manual_topics()) {
    if (!options.topic.empty() && options.topic != topic.plural) continue;
    const std::vector<Listed> listed = listed_of(pages, topic);
    std::size_t width = 0;
    for (const Listed& one : listed) width = std::max(width, one.entry.name.size());
    const bool grouped = !listed.empty() && !listed.front().group.empty();
    if (options.topic.empty() && !grouped) fmt::print("{}\n", topic.plural);
    std::string group;
    for (const Listed& one : listed) {
      if (one.group != group) {
        group = one.group;
        fmt::print("{}: {}\n", topic.plural, group);
      }
      fmt::print("  {:<{}}  {}\n", one.entry.name, width, one.entry.text);
    }
  }
  return static_cast<int>(ExitCode::done);
}

}  // namespace synthgen::app
