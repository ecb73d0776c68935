// A regular expression with what stands in place of its matches, for the function regexp_replace and
// for whoever else replaces in texts.
//
// Threads: immutable once compiled. Determinism: RE2's, which has no locale and takes time linear in the text.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace synthgen {

/// What is wrong with a pattern or a replacement, in words for a diagnostic.
struct RegularExpressionFault {
  std::string message;
  std::string hint;
  std::size_t begin = 0;   ///< byte of the text that is wrong
  std::size_t length = 0;  ///< 0: all of it
};

class RegularExpression {
 public:
  /// \0, the whole match, to \9.
  static constexpr std::size_t kMostGroups = 10;
  using Groups = std::array<std::string_view, kMostGroups>;

  /// pattern  in RE2's syntax, over UTF-8
  /// Nothing, and `fault` filled, where RE2 refuses it.
  static std::optional<RegularExpression> compile(std::string_view pattern, RegularExpressionFault& fault);

  /// What stands in place of a match, read once: \0 to \9 are groups, \\ is a backslash.
  class Replacement {
   public:
    /// The groups that it uses, the whole match included; at least 1.
    std::size_t groups() const { return groups_; }
    /// Hands its pieces to `append(std::string_view)`, in order. REQUIRES: the groups of a match.
    template <class Append>
    void write(const Groups& groups, const Append& append) const;

   private:
    friend class RegularExpression;
    std::string text_;
    std::size_t groups_ = 1;
  };
  /// Nothing, and `fault` filled, where it names a group that the pattern lacks, or a \ stands alone.
  std::optional<Replacement> read_replacement(std::string_view with, RegularExpressionFault& fault) const;

  /// Hands the text with every match replaced to `append(std::string_view)`, piece by piece: from left to right, an
  /// empty match just behind another one being none. Returns how many matches there were.
  template <class Append>
  std::size_t replace(std::string_view text, const Replacement& with, const Append& append) const;
  /// The same, appended to a text.
  std::size_t replace(std::string_view text, const Replacement& with, std::string& out) const {
    return replace(text, with, [&out](std::string_view piece) { out += piece; });
  }

 private:
  struct Compiled;
  /// The first match from byte `from` on; `count` of its groups, one outside the match being empty.
  bool find(std::string_view text, std::size_t from, std::size_t count, Groups& groups) const;
  /// Bytes of the character that begins at `at`, at least 1.
  static std::size_t step(std::string_view text, std::size_t at);

  std::shared_ptr<const Compiled> compiled_;
};

template <class Append>
void RegularExpression::Replacement::write(const Groups& groups, const Append& append) const {
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text_.size(); ++i) {
    if (text_[i] != '\\') continue;
    append(std::string_view(text_).substr(begin, i - begin));
    // It was looked over when it was read: a digit or another \ follows.
    ++i;
    begin = text_[i] == '\\' ? i : i + 1;
    if (text_[i] != '\\') append(groups[static_cast<std::size_t>(text_[i] - '0')]);
  }
  append(std::string_view(text_).substr(begin));
}

template <class Append>
std::size_t RegularExpression::replace(std::string_view text, const Replacement& with, const Append& append) const {
  Groups groups;
  std::size_t matches = 0;
  std::size_t at = 0;  // what lies before is written
  std::size_t last_end = std::string_view::npos;
  while (at <= text.size() && find(text, at, with.groups(), groups)) {
    const auto begin = static_cast<std::size_t>(groups[0].data() - text.data());
    const std::size_t end = begin + groups[0].size();
    append(text.substr(at, begin - at));
    if (begin == end && begin == last_end) {
      // As in RE2, an empty match at the end of the last match is none.
      if (begin == text.size()) return matches;
      at = begin + step(text, begin);
      append(text.substr(begin, at - begin));
      continue;
    }
    with.write(groups, append);
    ++matches;
    at = end;
    last_end = end;
  }
  if (at < text.size()) append(text.substr(at));
  return matches;
}

}  // namespace synthgen
