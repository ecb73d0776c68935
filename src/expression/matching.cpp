// like and matches. Both take time linear in the text for a given pattern (like: the product of the two lengths).
#include "matching.hpp"

#include <re2/re2.h>

#include "arithmetic.hpp"
#include "branch.hpp"
#include "comparison.hpp"

namespace synthgen::expression {
namespace {

/// Bytes of the character that begins the text; bytes that are no UTF-8 count one by one.
std::size_t character_bytes(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t wanted = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
  std::size_t length = 1;
  while (length < wanted && length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) ++length;
  return length;
}

class LikePredicate final : public TextPredicate {
 public:
  explicit LikePredicate(std::string_view pattern) : pattern_(pattern) {}
  bool test(std::string_view text) const override { return is_like(text, pattern_); }

 private:
  std::string pattern_;
};

class MatchPredicate final : public TextPredicate {
 public:
  explicit MatchPredicate(std::string_view pattern)
      : pattern_(re2::StringPiece(pattern.data(), pattern.size()), RE2::Quiet) {}
  bool test(std::string_view text) const override {
    return RE2::FullMatch(re2::StringPiece(text.data(), text.size()), pattern_);
  }
  std::string fault() const { return pattern_.ok() ? std::string() : pattern_.error(); }

 private:
  RE2 pattern_;
};

/// A pattern for each row.
class LikeStep final : public Step {
 public:
  LikeStep(StepPtr text, StepPtr pattern)
      : Step({TypeKind::boolean}), text_(std::move(text)), pattern_(std::move(pattern)) {}

  void fill(Run& run, Column& out) const override {
    const Operand text(*text_, run);
    const Operand pattern(*pattern_, run);
    out.reset(type(), run.rows);
    take_nulls(run, text, out);
    take_nulls(run, pattern, out);
    for (std::size_t i = 0; i < run.rows; ++i) {
      out.data<std::uint8_t>()[i] =
          is_like(text.column().text(text.at(i)), pattern.column().text(pattern.at(i))) ? 1 : 0;
    }
  }

 private:
  StepPtr text_;
  StepPtr pattern_;
};

}  // namespace

bool is_like(std::string_view text, std::string_view pattern) {
  // On a mismatch only the last % needs another try: an earlier one could match no more than it did.
  std::size_t at = 0;
  std::size_t in_pattern = 0;
  std::size_t retry_pattern = std::string_view::npos;
  std::size_t retry_text = 0;
  while (at < text.size()) {
    if (in_pattern < pattern.size() && pattern[in_pattern] == '%') {
      retry_pattern = ++in_pattern;
      retry_text = at;
      continue;
    }
    if (in_pattern < pattern.size() && pattern[in_pattern] == '_') {
      ++in_pattern;
      at += character_bytes(text.substr(at));
      continue;
    }
    if (in_pattern < pattern.size()) {
      const bool escaped = pattern[in_pattern] == '\\' && in_pattern + 1 < pattern.size();
      if (pattern[in_pattern + (escaped ? 1 : 0)] == text[at]) {
        in_pattern += escaped ? 2 : 1;
        ++at;
        continue;
      }
    }
    if (retry_pattern == std::string_view::npos) return false;
    retry_text += character_bytes(text.substr(retry_text));
    at = retry_text;
    in_pattern = retry_pattern;
  }
  while (in_pattern < pattern.size() && pattern[in_pattern] == '%') ++in_pattern;
  return in_pattern == pattern.size();
}

StepPtr make_like(StepPtr text, StepPtr pattern) {
  if (const auto known = constant_text(*pattern))
    return make_text_test(std::move(text), std::make_shared<LikePredicate>(*known));
  const bool changes = varies(text, pattern);
  return fold(std::make_shared<LikeStep>(std::move(text), std::move(pattern)), changes);
}

StepPtr make_matches(StepPtr text, std::string_view pattern, std::string& fault) {
  auto predicate = std::make_shared<MatchPredicate>(pattern);
  fault = predicate->fault();
  if (!fault.empty()) return nullptr;
  return make_text_test(std::move(text), std::move(predicate));
}

}  // namespace synthgen::expression
