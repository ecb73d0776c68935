// The manual of `describe` and `list`: a page of every name that a schema can use.
#pragma once

#include <string>
#include <vector>

namespace synthgen::app {

/// A line of a page: what it is called, and what is said of it.
struct ManualEntry {
  std::string name;
  std::string text;
};

/// Entries under a heading.
struct ManualSection {
  std::string title;
  std::vector<ManualEntry> entries;
};

struct ManualPage {
  std::string topic;  ///< "distribution"
  std::string group;  ///< within the topic, in `list`: "text"; empty where the topic has none
  std::string name;
  std::string summary;
  std::vector<ManualSection> sections;
  std::string example;  ///< a column, or an operator of noise, as JSON; empty where a page has none
  std::string example_title = "example";
  std::string source;  ///< of the method, or what the page says of it; empty where there is none
  std::string source_title = "method";
  bool is_function = false;  ///< a distribution that expressions may draw from
};

/// Pages in the order of `list`: sources, distributions, types, functions, noise, providers, locales, writers, and
/// last the keys, which `list` leaves out.
std::vector<ManualPage> manual_pages();

struct ManualTopic {
  std::string plural;    ///< as `list` has it: "distributions"
  std::string singular;  ///< as `describe` has it: "distribution"
  std::string page;      ///< ManualPage::topic
};

/// In the order of `list`.
std::vector<ManualTopic> manual_topics();

}  // namespace synthgen::app
