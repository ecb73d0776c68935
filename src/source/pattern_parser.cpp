#include "pattern_parser.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "pattern_class.hpp"
#include "synthgen/base/number_text.hpp"

namespace synthgen {
namespace {

using Kind = PatternNode::Kind;

/// By recursive descent; groups are counted, so the stack is bounded.
class PatternParser {
 public:
  PatternParser(std::string_view text, PatternFault& fault) : text_(text), fault_(fault) {}

  std::optional<PatternNode> parse() {
    if (text_.size() > kLongestPattern) {
      return refuse(0, text_.size(),
                    fmt::format("a pattern has at most {} bytes, and this one has {}", grouped(kLongestPattern),
                                grouped(text_.size())),
                    R"(make parts of it columns of their own, "hidden", and join them by "template")", "SG2732");
    }
    std::optional<PatternNode> whole = alternatives();
    if (whole.has_value() && at_ < text_.size()) {
      return refuse(at_, at_ + 1, "this parenthesis closes nothing", R"(write \\) for the character itself)");
    }
    return whole;
  }

 private:
  template <class Number>
  static std::string grouped(Number number) {
    return grouped_text(static_cast<std::int64_t>(number));
  }

  std::nullopt_t refuse(std::size_t begin, std::size_t end, std::string message, std::string hint,
                        const char* code = "SG2730") {
    fault_ = {code, begin, end - begin, std::move(message), std::move(hint)};
    return std::nullopt;
  }

  bool ended() const { return at_ >= text_.size(); }
  /// The byte `ahead` of the next one; NUL behind the end.
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  std::optional<PatternNode> alternatives() {
    PatternNode node;
    node.kind = Kind::alternatives;
    while (true) {
      std::optional<PatternNode> part = sequence();
      if (!part.has_value()) return std::nullopt;
      node.longest = std::max(node.longest, part->longest);
      node.parts.push_back(std::move(*part));
      if (ended() || peek() != '|') break;
      ++at_;
    }
    if (node.parts.size() > 1) return node;
    return std::optional<PatternNode>(std::move(node.parts.front()));
  }

  /// Up to the next bar, closing parenthesis or end of the text.
  std::optional<PatternNode> sequence() {
    PatternNode node;
    const std::size_t begin = at_;
    if (depth_ == 0 && peek() == '^') ++at_;
    while (!ended() && peek() != '|' && peek() != ')') {
      if (peek() == '$' && depth_ == 0 && (at_ + 1 == text_.size() || peek(1) == '|')) {
        ++at_;
        break;
      }
      const std::size_t part_at = at_;
      std::optional<PatternNode> part = atom();
      if (!part.has_value()) return std::nullopt;
      part = repeated(std::move(*part), part_at);
      if (!part.has_value()) return std::nullopt;
      node.longest += part->longest;
      if (node.longest > kLongestPatternText) return too_long(begin, node.longest);
      node.parts.push_back(std::move(*part));
    }
    if (node.parts.size() == 1) return std::optional<PatternNode>(std::move(node.parts.front()));
    return node;
  }

  std::nullopt_t too_long(std::size_t begin, std::size_t bytes) {
    return refuse(begin, at_,
                  fmt::format("a text of a pattern has at most {} bytes, and this may make {}",
                              grouped(kLongestPatternText), grouped(bytes)),
                  "lower the counts", "SG2732");
  }

  std::optional<PatternNode> atom() {
    const std::size_t begin = at_;
    std::optional<CharacterSet> characters;
    switch (peek()) {
      case '(':
        return group();
      case '[':
        characters = read_class(text_, at_, fault_);
        break;
      case '\\':
        characters = read_escape(text_, at_, fault_);
        break;
      case '.':
        ++at_;
        characters = CharacterSet::printable_ascii();
        break;
      case '*':
      case '+':
      case '?':
      case '{':
        return refuse(begin, begin + 1, fmt::format("nothing stands before this {} that it could repeat", peek()),
                      fmt::format(R"(write \\{} for the character itself)", peek()));
      case ']':
      case '}':
        return refuse(begin, begin + 1, fmt::format("this {} closes nothing", peek() == ']' ? "bracket" : "brace"),
                      fmt::format(R"(write \\{} for the character itself)", peek()));
      case '^':
      case '$':
        return refuse(
            begin, begin + 1,
            fmt::format("{} stands only at the {} of a pattern, where it changes nothing", peek(),
                        peek() == '^' ? "beginning" : "end"),
            fmt::format(R"(leave it out, for a pattern is the whole text; \\{} is the character itself)", peek()),
            "SG2731");
      default:
        characters = read_plain_character(text_, at_, fault_);
        break;
    }
    if (!characters.has_value()) return std::nullopt;
    PatternNode node;
    node.kind = Kind::characters;
    node.longest = utf8_bytes(characters->ranges().back().last);
    node.characters = std::move(*characters);
    return node;
  }

  std::optional<PatternNode> group() {
    const std::size_t open = at_++;
    if (peek() == '?') {
      if (peek(1) != ':') return refuse_group(open);
      at_ += 2;
    }
    if (++depth_ > kDeepestPattern) {
      return refuse(
          open, open + 1,
          fmt::format("groups stand at most {} deep in each other, and this one is number {}", kDeepestPattern, depth_),
          R"(make parts of it columns of their own, "hidden", and join them by "template")", "SG2732");
    }
    std::optional<PatternNode> inside = alternatives();
    if (!inside.has_value()) return std::nullopt;
    if (ended()) {
      return refuse(open, text_.size(), "this group is not closed", R"(write ), or \\( for the character itself)");
    }
    ++at_;
    --depth_;
    return inside;
  }

  /// "(?" and not "(?:".
  std::nullopt_t refuse_group(std::size_t open) {
    constexpr const char* kCode = "SG2731";
    const std::string_view rest = text_.substr(open + 2);
    const auto begins = [&](std::string_view with) { return rest.starts_with(with); };
    const std::size_t end = std::min(text_.size(), open + 3);
    if (begins("=") || begins("!") || begins("<=") || begins("<!")) {
      return refuse(open, rest[0] == '<' ? end + 1 : end, "a pattern makes texts, and cannot look ahead or behind",
                    "say what may stand there: by a class such as [^0], or by alternatives", kCode);
    }
    if (begins("P=") || begins("P>") || begins("&") || begins("R")) {
      return refuse(open, end, "a group cannot be named again in a pattern",
                    R"(give each part a column of its own, "hidden", and join them by "template")", kCode);
    }
    if (begins("P<") || begins("<") || begins("'")) {
      const std::size_t close = text_.find_first_of(">'", open + 4);
      return refuse(open, close == std::string_view::npos ? end : close + 1, "groups of a pattern have no names",
                    "write the group as ( )", kCode);
    }
    if (begins(">") || begins("|")) {
      return refuse(open, end, "such groups belong to searches, and a pattern makes texts", "write it as (?: )", kCode);
    }
    if (begins("#"))
      return refuse(open, end, "comments are not part of a pattern", R"(put it into "description")", kCode);
    const std::size_t flags = rest.find_first_not_of("aiLmsuxU-");
    if (flags != 0 && flags != std::string_view::npos && (rest[flags] == ')' || rest[flags] == ':')) {
      return refuse(open, open + 3 + flags, "flags are not part of a pattern",
                    "write out what is meant, such as [Aa] for either case", kCode);
    }
    return refuse(open, end, "no such group is part of a pattern", "there are ( ) and (?: )", kCode);
  }

  /// The part with the count that follows it, if any does.
  std::optional<PatternNode> repeated(PatternNode part, std::size_t part_at) {
    const std::size_t begin = at_;
    std::uint32_t least = 0;
    std::uint32_t most = 0;
    switch (peek()) {
      case '?':
        most = 1;
        ++at_;
        break;
      case '*':
        most = kOpenRepeats;
        ++at_;
        break;
      case '+':
        least = 1;
        most = kOpenRepeats;
        ++at_;
        break;
      case '{':
        if (!count(least, most)) return std::nullopt;
        break;
      default:
        return part;
    }
    if (!ended() && !refuse_second_count(begin)) return std::nullopt;
    PatternNode node;
    node.kind = Kind::repeat;
    node.least = least;
    node.most = most;
    node.longest = part.longest * most;  // each factor is at most 10,000 or so
    if (node.longest > kLongestPatternText) return too_long(part_at, node.longest);
    node.parts.push_back(std::move(part));
    return node;
  }

  /// False with a fault where a quantifier follows the one from `begin` to here.
  bool refuse_second_count(std::size_t begin) {
    const char next = peek();
    if (next == '?' || next == '+') {
      refuse(begin, at_ + 1,
             next == '?' ? "lazy counts belong to searches, and a pattern makes texts"
                         : "possessive counts belong to searches, and a pattern makes texts",
             fmt::format("leave the {} out; to repeat what is repeated already, put it into a group", next), "SG2731");
      return false;
    }
    if (next == '*' || next == '{') {
      refuse(begin, at_ + 1, "what is repeated here is repeated already",
             "put it into a group to repeat that: (?:a{2}){3}");
      return false;
    }
    return true;
  }

  /// {3}, {2,5} or {2,}.
  bool count(std::uint32_t& least, std::uint32_t& most) {
    const std::size_t open = at_++;
    const std::optional<std::uint64_t> low = whole_number();
    std::optional<std::uint64_t> high = low;
    bool good = low.has_value();
    if (peek() == ',') {
      ++at_;
      if (peek() == '}' && good) {
        high = *low + kOpenRepeats;
      } else {
        high = whole_number();
        good = good && high.has_value();
      }
    }
    if (!good || peek() != '}') {
      const bool without_low = !low.has_value() && high.has_value() && peek() == '}';
      refuse(open, std::min(at_ + 1, text_.size()), "this brace begins no count",
             without_low ? fmt::format("write {{0,{}}}", *high)
                         : std::string(R"(counts are {3}, {2,5} and {2,}; \\{ is the character itself)"));
      return false;
    }
    ++at_;
    if (*high < *low) {
      refuse(open, at_, fmt::format("this count ends at {} and begins at {}", grouped(*high), grouped(*low)),
             fmt::format("write {{{},{}}}", *high, *low));
      return false;
    }
    if (*high > kGreatestPatternCount) {
      refuse(open, at_,
             fmt::format("a count is at most {}, and this reaches {}", grouped(kGreatestPatternCount), grouped(*high)),
             "lower the counts", "SG2732");
      return false;
    }
    least = static_cast<std::uint32_t>(*low);
    most = static_cast<std::uint32_t>(*high);
    return true;
  }

  /// Of many digits, a number far beyond the limit.
  std::optional<std::uint64_t> whole_number() {
    constexpr std::uint64_t kMost = 1'000'000'000'000'000;
    const std::size_t begin = at_;
    std::uint64_t number = 0;
    while (peek() >= '0' && peek() <= '9')
      number = std::min(kMost, number * 10 + static_cast<std::uint64_t>(text_[at_++] - '0'));
    return at_ == begin ? std::nullopt : std::optional(number);
  }

  const std::string_view text_;
  PatternFault& fault_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
};

}  // namespace

std::optional<PatternNode> parse_pattern(std::string_view text, PatternFault& fault) {
  return PatternParser(text, fault).parse();
}

}  // namespace synthgen
