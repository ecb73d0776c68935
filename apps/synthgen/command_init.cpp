#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "commands.hpp"
#include "exit_code.hpp"
#include "schema_file.hpp"
#include "stories.hpp"
#include "synthgen/base/near_names.hpp"

namespace synthgen::app {

std::string_view Story::summary() const {
  constexpr std::string_view kComment = "// ";
  const std::string_view line = text.substr(0, text.find('\n'));
  return line.starts_with(kComment) ? line.substr(kComment.size()) : line;
}

int run_init(const Options& options) {
  if (options.list_stories) {
    std::size_t width = 0;
    for (const Story& story : stories()) width = std::max(width, story.name.size());
    for (const Story& story : stories()) fmt::print("  {:<{}}  {}\n", story.name, width, story.summary());
    return static_cast<int>(ExitCode::done);
  }
  std::vector<std::string> names;
  for (const Story& story : stories()) {
    names.emplace_back(story.name);
    if (options.topic.empty() || options.topic == story.name) {
      fmt::print("{}", story.text);
      return static_cast<int>(ExitCode::done);
    }
  }
  const std::string near = did_you_mean(options.topic, names);
  const Diagnostics wrong(make_error("SG6021", fmt::format("there is no story \"{}\"", options.topic), {},
                                     near.empty() ? fmt::format("there are {}", fmt::join(names, ", ")) : near));
  print_diagnostics(wrong, nullptr);
  return exit_code_of(wrong);
}

}  // namespace synthgen::app
