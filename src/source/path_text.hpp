// A column, or a path through foreign keys, as schemas name it outside of expressions: "customer_id.city". A name that
// holds a point, or whatever else ends one, stands between backticks as it does in expressions: "`a.b`".
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "synthgen/expression/expression.hpp"

namespace synthgen {

/// One name of a path, and where it stands in the text, backticks included.
struct PathStep {
  std::string name;
  std::size_t begin = 0;
  std::size_t size = 0;
  bool quoted = false;
};

/// Where the name that begins at `begin` ends: behind its closing backtick, or at the first of `ends`.
inline std::size_t end_of_name(std::string_view text, std::size_t begin, std::string_view ends) {
  if (begin < text.size() && text[begin] == '`') {
    for (std::size_t at = text.find('`', begin + 1); at != std::string_view::npos; at = text.find('`', at + 2)) {
      if (at + 1 == text.size() || text[at + 1] != '`') return at + 1;
    }
  }
  return std::min(text.find_first_of(ends, begin), text.size());
}

inline std::vector<PathStep> path_steps(std::string_view text) {
  std::vector<PathStep> steps;
  for (std::size_t begin = 0;;) {
    PathStep& step = steps.emplace_back();
    step.begin = begin;
    step.size = end_of_name(text, begin, ".") - begin;
    // Nothing but a point ends a name: `a`b is an odd one, and no quoted one.
    step.quoted = step.size > 2 && text[begin] == '`' &&
                  (begin + step.size == text.size() || text[begin + step.size] == '.') &&
                  text[begin + step.size - 1] == '`';
    const std::size_t quotes = step.quoted ? 1 : 0;
    if (!step.quoted) step.size = std::min(text.find('.', begin), text.size()) - begin;
    step.name = text.substr(begin + quotes, step.size - 2 * quotes);
    for (std::size_t at = step.name.find("``"); step.quoted && at != std::string::npos;
         at = step.name.find("``", at + 1)) {
      step.name.erase(at, 1);
    }
    begin += step.size + 1;
    if (begin > text.size()) return steps;
  }
}

inline Path split_path(std::string_view text) {
  Path path;
  for (PathStep& step : path_steps(text)) path.push_back(std::move(step.name));
  return path;
}

}  // namespace synthgen
