#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "commands.hpp"
#include "exit_code.hpp"
#include "manual.hpp"
#include "schema_file.hpp"
#include "synthgen/base/near_names.hpp"
#include "synthgen/base/terminal_text.hpp"
#include "synthgen/kind/not_yet.hpp"

namespace synthgen::app {
namespace {

constexpr std::size_t kTextColumns = 88;

/// Words of `text` in lines, each behind `indent` blanks; the first line goes on where `line` stands.
std::string wrapped(std::string line, std::string_view text, std::size_t indent) {
  std::string result;
  bool blank = line.size() <= indent;  // nothing stands on the line yet
  line.resize(std::max(line.size(), indent), ' ');
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::string_view word = text.substr(at, end - at);
    at = end + 1;
    if (!blank && columns_of(line) + 1 + columns_of(word) > kTextColumns) {
      result += line + '\n';
      line.assign(indent, ' ');
      blank = true;
    }
    if (!blank && line.back() != ' ') line += ' ';
    line += word;
    blank = false;
  }
  return result + line + '\n';
}

std::string page_text(const ManualPage& page) {
  std::string text = fmt::format("{} ({})\n", page.name, page.topic);
  text += wrapped("", page.summary, 2);
  for (const ManualSection& section : page.sections) {
    text += fmt::format("\n  {}\n", section.title);
    std::size_t width = 0;
    for (const ManualEntry& entry : section.entries) width = std::max(width, entry.name.size());
    for (const ManualEntry& entry : section.entries) {
      text += wrapped(fmt::format("    {:<{}}  ", entry.name, width), entry.text, width + 6);
    }
  }
  if (!page.example.empty()) text += fmt::format("\n  {}\n    {}\n", page.example_title, page.example);
  if (!page.source.empty()) text += fmt::format("\n  {}\n", page.source_title) + wrapped("", page.source, 4);
  return text;
}

/// Those of `list`, and the keys.
std::vector<ManualTopic> described_topics() {
  std::vector<ManualTopic> topics = manual_topics();
  topics.push_back({"keys", "key", "key"});
  return topics;
}

/// ManualPage::topic of the word that a user gave, in the singular or the plural. Empty where there is no such topic.
std::string topic_of(const std::string& word) {
  for (const ManualTopic& topic : described_topics()) {
    if (word == topic.singular || word == topic.plural) return topic.page;
  }
  return {};
}

bool belongs(const ManualPage& page, const std::string& topic) {
  return topic.empty() || page.topic == topic || (topic == "function" && page.is_function) ||
         (topic == "key" && page.topic.starts_with("key of "));
}

/// How to ask for one page alone: by its name, and by its topic where others have that name.
std::string asked(const std::vector<ManualPage>& pages, const ManualPage& wanted) {
  const auto pages_of_name =
      std::count_if(pages.begin(), pages.end(), [&](const ManualPage& page) { return page.name == wanted.name; });
  if (pages_of_name > 1) {
    for (const ManualTopic& topic : described_topics()) {
      if (topic.page == wanted.topic) return fmt::format("{} {}", topic.singular, wanted.name);
    }
  }
  return wanted.name;
}

/// Whether the language has that name under that topic (any where it is empty), but not yet this program.
bool comes_later(const std::string& topic, const std::string& name) {
  constexpr std::pair<std::string_view, NotYet> kPlaces[] = {
      {"source", NotYet::source},
      {"distribution", NotYet::distribution},
      {"function", NotYet::distribution},
      {"function", NotYet::function},
      {"type", NotYet::type},
      {"noise operator", NotYet::noise},
      {"provider", NotYet::provider},
      {"writer", NotYet::format},
      {"key", NotYet::document_key},
      {"key", NotYet::table_key},
      {"key", NotYet::rows_key},
      {"key", NotYet::column_key},
      {"key", NotYet::source_key},
      {"key", NotYet::output_key},
  };
  return std::any_of(std::begin(kPlaces), std::end(kPlaces), [&](const auto& place) {
    return (topic.empty() || topic == place.first) && is_not_yet(place.second, name);
  });
}

/// The pages that explain this name as one of their own keys or parameters, as a hint; empty where none does.
std::string where_explained(const std::vector<ManualPage>& pages, const std::string& name) {
  std::vector<std::string> found;
  std::string first;
  for (const ManualPage& page : pages) {
    if (page.topic == "function" || page.topic.starts_with("key of ")) continue;
    for (const ManualSection& section : page.sections) {
      if (std::any_of(section.entries.begin(), section.entries.end(),
                      [&](const ManualEntry& entry) { return entry.name == name; })) {
        if (found.empty()) first = asked(pages, page);
        found.push_back(page.name);
        break;
      }
    }
  }
  return found.empty() ? "" : fmt::format("it is a key of {}: synthgen describe {}", fmt::join(found, ", "), first);
}

/// The distributions that have a parameter of a name whose pages are about keys elsewhere: "rate" of noise, and of
/// exponential. Empty where there are none.
std::string also_parameter(const std::vector<ManualPage>& pages, const std::string& name) {
  std::vector<std::string> found;
  for (const ManualPage& page : pages) {
    if (page.name == name && !page.topic.starts_with("key of ")) return {};
    if (page.topic != "distribution") continue;
    const bool has = std::any_of(page.sections.begin(), page.sections.end(), [&](const ManualSection& section) {
      return section.title != "also" && std::any_of(section.entries.begin(), section.entries.end(),
                                                    [&](const ManualEntry& entry) { return entry.name == name; });
    });
    if (has) found.push_back(page.name);
  }
  return found.empty() ? "" : fmt::format("\nalso a parameter of {}\n", fmt::join(found, ", "));
}

int tell(Diagnostic diagnostic) {
  const Diagnostics diagnostics(std::move(diagnostic));
  print_diagnostics(diagnostics, nullptr);
  return exit_code_of(diagnostics);
}

}  // namespace

int run_describe(const Options& options) {
  const std::vector<ManualPage> pages = manual_pages();
  std::string topic;
  if (options.words.size() == 2) {
    topic = topic_of(options.words.front());
    if (topic.empty()) {
      std::vector<std::string> topics;
      for (const ManualTopic& known : described_topics()) topics.push_back(known.singular);
      const std::string near = did_you_mean(options.words.front(), topics);
      return tell(make_error("SG6020", fmt::format("there is no topic \"{}\"", options.words.front()), {},
                             fmt::format("{}{}there are {}", near, near.empty() ? "" : " ", fmt::join(topics, ", "))));
    }
  }
  const std::string& name = options.words.back();
  std::string text;
  std::vector<std::string> names;
  for (const ManualPage& page : pages) {
    if (!belongs(page, topic)) continue;
    names.push_back(page.name);
    if (page.name == name) text += (text.empty() ? "" : "\n") + page_text(page);
  }
  if (!text.empty()) {
    if (topic.empty()) text += also_parameter(pages, name);
    fmt::print("{}", text);
    return static_cast<int>(ExitCode::done);
  }
  const std::string what = topic.empty() ? "" : topic + " ";
  if (comes_later(topic, name)) {
    return tell(make_error("SG6020", fmt::format("{}\"{}\" is not supported yet", what, name), {},
                           "`synthgen list` tells what there is; the changelog tells when it arrives"));
  }
  std::string near = where_explained(pages, name);
  if (near.empty()) near = did_you_mean(name, names);
  return tell(make_error("SG6020", fmt::format("there is no {}\"{}\"", what, name), {},
                         near.empty() ? "`synthgen list` tells the names" : near));
}

}  // namespace synthgen::app
