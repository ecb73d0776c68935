// The words for a broken JSON text. Between two tokens the grammar has few states, so the place where the
// parser stopped and the state there tell what was expected; the byte that stands there tells what was met.
#include "syntax_error.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <string_view>

#include "bare_word.hpp"
#include "synthgen/json/utf8.hpp"

namespace synthgen::json {
namespace {

/// Expect, refined by the comma or colon that was read after the last token.
enum class Wanted : std::uint8_t {
  document,
  first_member,
  member,  ///< after a comma
  colon,
  member_value,
  next_member,
  first_item,
  item,  ///< after a comma
  next_item,
  end_of_text,
};

bool takes_value(Wanted wanted) {
  return wanted == Wanted::document || wanted == Wanted::member_value || wanted == Wanted::first_item ||
         wanted == Wanted::item;
}
bool takes_name(Wanted wanted) { return wanted == Wanted::first_member || wanted == Wanted::member; }
bool takes_comma(Wanted wanted) { return wanted == Wanted::next_member || wanted == Wanted::next_item; }

std::string code_point(char32_t character) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "U+%04X", static_cast<unsigned>(character));
  return text.data();
}

/// Spaces and marks that an editor does not show, most of them pasted from web pages or word processors.
bool is_invisible(char32_t c) {
  return c < 0x20 || c == 0x7F || (c >= 0x80 && c <= 0xA0) || c == 0xAD || (c >= 0x2000 && c <= 0x200F) ||
         (c >= 0x2028 && c <= 0x202F) || (c >= 0x205F && c <= 0x2064) || c == 0x3000 || c == 0xFEFF;
}

bool is_curly_quote(char32_t c) {
  return (c >= 0x2018 && c <= 0x201F) || c == 0xAB || c == 0xBB || c == 0x2039 || c == 0x203A;
}

class Explainer {
 public:
  Explainer(const SourceText& source, const Progress& progress)
      : source_(source), text_(source.text()), progress_(progress) {
    advance();
  }

  Diagnostic explain() const {
    if (at_ >= text_.size()) return end_of_text();
    switch (text_[at_]) {
      case '/':
        return slash();
      case '#':
        return met("\"#\"", 1, "a comment begins with // or stands between /* and */");
      case '\'':
      case '`':
        return other_quote();
      case '}':
      case ']':
        return closing();
      case ',':
        return comma();
      case ':':
        return colon();
      case '=':
        return equals_sign();
      case ';':
        return met("\";\"", 1, takes_comma(wanted_) ? "values are separated by commas" : "");
      case '"':
        return string();
      case '{':
      case '[':
        return opening();
      default:
        break;
    }
    const Span run = bare_run(text_, at_);
    return run.end > run.begin ? bare(run) : character();
  }

 private:
  /// Reads the comma or colon that the grammar allows, as the parser did, and stops at the first byte at fault.
  void advance() {
    at_ = skip_space(text_, progress_.last.end);
    const char c = at_ < text_.size() ? text_[at_] : '\0';
    switch (progress_.expect) {
      case Expect::document:
        wanted_ = Wanted::document;
        return;
      case Expect::first_member:
        wanted_ = Wanted::first_member;
        return;
      case Expect::first_item:
        wanted_ = Wanted::first_item;
        return;
      case Expect::end_of_text:
        wanted_ = Wanted::end_of_text;
        return;
      case Expect::colon:
        separator(c == ':', Wanted::colon, Wanted::member_value);
        return;
      case Expect::next_member:
        separator(c == ',', Wanted::next_member, Wanted::member);
        return;
      case Expect::next_item:
        separator(c == ',', Wanted::next_item, Wanted::item);
        return;
    }
  }

  void separator(bool present, Wanted before, Wanted after) {
    wanted_ = present ? after : before;
    if (!present) return;
    separator_ = at_;
    at_ = skip_space(text_, at_ + 1);
  }

  std::string wanted_words() const {
    switch (wanted_) {
      case Wanted::document:
      case Wanted::member_value:
      case Wanted::item:
        return "a value";
      case Wanted::first_member:
        return "a name in double quotes or \"}\"";
      case Wanted::member:
        return "a name in double quotes";
      case Wanted::colon:
        return "\":\" after the name " + in_quotes(progress_.name);
      case Wanted::next_member:
        return "\",\" or \"}\"";
      case Wanted::first_item:
        return "a value or \"]\"";
      case Wanted::next_item:
        return "\",\" or \"]\"";
      case Wanted::end_of_text:
        return "the end of the text";
    }
    return "a value";
  }

  Diagnostic error(std::string message, std::size_t begin, std::size_t length, std::string hint) const {
    return make_error("SG1001", std::move(message), Place{begin, length, progress_.pointer}, std::move(hint));
  }

  /// The usual form: what was expected and what stands there.
  Diagnostic met(const std::string& what, std::size_t length, std::string hint) const {
    return error("expected " + wanted_words() + ", but met " + what, at_, length, std::move(hint));
  }

  /// What to do where only a separator is missing before something good; empty where that is not so.
  std::string missing_separator() const {
    if (takes_comma(wanted_)) return "put a comma after the value before it";
    if (wanted_ == Wanted::colon) return "a name and its value are separated by a colon";
    if (wanted_ == Wanted::end_of_text) {
      return "a document is one value; it ended at " + line_and_column(source_, progress_.last.begin);
    }
    return "";
  }

  std::string not_closed() const {
    if (!progress_.open) return "";
    return "the " + in_quotes(text_.substr(*progress_.open, 1)) + " of " + line_and_column(source_, *progress_.open) +
           " is not closed";
  }

  Diagnostic end_of_text() const {
    // The caret stands behind the last thing that was written, not on an empty last line.
    const std::size_t end = separator_ ? *separator_ + 1 : progress_.last.end;
    return error("the text ends where " + wanted_words() + " was expected", end, 1, not_closed());
  }

  Diagnostic slash() const {
    if (text_.substr(at_, 2) == "/*") return error("a comment is not closed", at_, 2, "close it with */");
    return met("\"/\"", 1, "a comment begins with // or stands between /* and */");
  }

  Diagnostic other_quote() const {
    const char quote = text_[at_];
    const std::size_t line_end = std::min(text_.find('\n', at_), text_.size());
    const std::size_t close = text_.find(quote, at_ + 1);
    const std::string name = quote == '\'' ? "single quotes" : "backquotes";
    if (close == std::string_view::npos || close > line_end) {
      return met(in_quotes(text_.substr(at_, 1)), 1, "texts and names stand in double quotes");
    }
    return error(takes_name(wanted_) ? "a name stands in " + name : "a text stands in " + name, at_, close + 1 - at_,
                 "JSON wants double quotes: " + in_quotes(text_.substr(at_ + 1, close - at_ - 1)));
  }

  Diagnostic closing() const {
    const std::string bracket = in_quotes(text_.substr(at_, 1));
    const bool fits = progress_.open && text_[*progress_.open] == (text_[at_] == '}' ? '{' : '[');
    if (wanted_ == Wanted::end_of_text || !progress_.open) {
      return error(bracket + " closes nothing", at_, 1,
                   wanted_ == Wanted::end_of_text
                       ? "take it away, or look for a bracket that closes too early before it"
                       : "take it away");
    }
    if (wanted_ == Wanted::member_value) {
      return error("the name " + in_quotes(progress_.name) + " has no value", at_, 1,
                   "write a value before the " + bracket + ", or take the name away");
    }
    if (fits && (wanted_ == Wanted::member || wanted_ == Wanted::item)) {
      return error("a comma stands before " + bracket, *separator_, 1, "take the comma away");
    }
    if (!fits) return met(bracket, 1, not_closed());
    return met(bracket, 1, missing_separator());
  }

  Diagnostic comma() const {
    if (wanted_ == Wanted::member_value) {
      return error("the name " + in_quotes(progress_.name) + " has no value", at_, 1,
                   "write a value before the comma, or take the name away");
    }
    if (wanted_ == Wanted::member || wanted_ == Wanted::item) {
      return met("a second \",\"", 1, "take one of the commas away");
    }
    if (wanted_ == Wanted::first_member || wanted_ == Wanted::first_item) {
      return met("\",\"", 1, "take the comma away");
    }
    return met("\",\"", 1, missing_separator());
  }

  Diagnostic colon() const {
    if (wanted_ == Wanted::next_item) {
      return met("\":\"", 1, "names with values stand between { and }, a list has values alone");
    }
    return met("\":\"", 1, wanted_ == Wanted::member_value ? "one colon is enough" : "");
  }

  Diagnostic equals_sign() const {
    if (wanted_ == Wanted::colon) return met("\"=\"", 1, missing_separator());
    return met("\"=\"", 1, takes_value(wanted_) ? "an expression is written as a text, in double quotes: \"=…\"" : "");
  }

  Diagnostic opening() const { return met(in_quotes(text_.substr(at_, 1)), 1, missing_separator()); }

  Diagnostic string() const {
    if (takes_value(wanted_) || takes_name(wanted_)) return broken_string();
    std::size_t end = at_ + 1;
    while (end < text_.size() && text_[end] != '"' && text_[end] != '\n') end += text_[end] == '\\' ? 2 : 1;
    end = std::min(end, text_.size());
    return met("the text " + in_quotes(text_.substr(at_ + 1, end - at_ - 1)), std::min(end + 1, text_.size()) - at_,
               missing_separator());
  }

  /// Finds the fault inside the string that begins here.
  Diagnostic broken_string() const {
    std::size_t i = at_ + 1;
    while (i < text_.size() && text_[i] != '"') {
      const auto byte = static_cast<unsigned char>(text_[i]);
      if (byte == '\n' || byte == '\r') {
        return error("a text is not closed on its line", at_, i - at_,
                     "close it with a double quote; a line break inside a text is written \\n");
      }
      if (byte == '\t') return error("a tab stands inside a text", i, 1, "write \\t");
      if (byte < 0x20) {
        std::array<char, 16> escape{};
        std::snprintf(escape.data(), escape.size(), "\\u%04x", static_cast<unsigned>(byte));
        return error("the control character " + code_point(byte) + " stands inside a text", i, 1,
                     std::string("take it away, or write ") + escape.data());
      }
      if (byte != '\\') {
        ++i;
        continue;
      }
      const std::size_t length = escape_length(i);
      if (length == 0) return broken_escape(i);
      i += length;
    }
    if (i >= text_.size()) return error("a text is not closed", at_, 1, "close it with a double quote");
    return met("a text", i + 1 - at_, "");
  }

  /// The 16-bit unit of the \u escape at i, or nothing where it is none.
  std::optional<unsigned> unit(std::size_t i) const {
    if (text_.substr(i, 2) != "\\u" || text_.size() - i < 6) return std::nullopt;
    unsigned value = 0;
    const char* begin = text_.data() + i + 2;
    const auto [stop, fault] = std::from_chars(begin, begin + 4, value, 16);
    if (fault != std::errc() || stop != begin + 4) return std::nullopt;
    return value;
  }

  /// Bytes of the escape at i, 0 where it is faulty.
  std::size_t escape_length(std::size_t i) const {
    if (i + 1 >= text_.size()) return 1;
    if (text_[i + 1] != 'u') return std::string_view("\"\\/bfnrt").find(text_[i + 1]) != std::string_view::npos ? 2 : 0;
    const std::optional<unsigned> first = unit(i);
    if (!first) return 0;
    if (*first < 0xD800 || *first > 0xDFFF) return 6;
    const std::optional<unsigned> second = unit(i + 6);
    return *first <= 0xDBFF && second && *second >= 0xDC00 && *second <= 0xDFFF ? 12 : 0;
  }

  Diagnostic broken_escape(std::size_t i) const {
    if (text_[i + 1] == 'u') {
      if (unit(i)) {
        return error(std::string(text_.substr(i, 6)) + " is half of a surrogate pair", i, 6,
                     "write both halves, high before low, or the character itself");
      }
      return error("\\u wants four hexadecimal digits", i, 2, "for example \\u00e9 for é");
    }
    const std::size_t length = std::max<std::size_t>(1, utf8_length(text_, i + 1));
    if (static_cast<unsigned char>(text_[i + 1]) < 0x20) {
      return error("a backslash stands before a line break or control character", i, 1,
                   "a backslash is written \\\\, a line break \\n");
    }
    const std::string escape(text_.substr(i, 1 + length));
    std::string hint = "a backslash is written \\\\, so write \\" + escape;
    if (text_[i + 1] == '\'') hint = "a single quote needs no backslash";
    return error(escape + " is not an escape of JSON", i, 1 + length, std::move(hint));
  }

  /// Letters and digits without quotes.
  Diagnostic bare(Span run) const {
    // 0x1F and 2024-01-01 begin with a number that the parser took; the reader sees one word.
    const Span last = progress_.last;
    const bool glued = last.end == at_ && last.end > last.begin && is_bare_token(text_[last.begin]);
    if (glued) run.begin = last.begin;
    const std::string_view word = text_.substr(run.begin, run.end - run.begin);
    if (takes_value(wanted_) || glued) {
      const Place place{run.begin, run.end - run.begin, glued ? progress_.last_pointer : progress_.next_pointer};
      // A number that is well formed was refused for its size.
      if (!glued && is_json_number(word)) return number_out_of_range(word, place);
      return make_error("SG1001", cut(word) + " is not a JSON value", place, bare_word_hint(word));
    }
    if (takes_name(wanted_)) {
      return error("the name " + cut(word) + " is not in double quotes", run.begin, word.size(),
                   "write " + in_quotes(word));
    }
    if (last.end == at_ && last.end > last.begin && text_[last.begin] == '"') {
      return met(cut(word), word.size(),
                 "look where the text before it should end; a double quote inside a text is written \\\"");
    }
    return met(cut(word), word.size(), missing_separator());
  }

  Diagnostic character() const {
    const std::size_t length = utf8_length(text_, at_);
    const char32_t c = utf8_character(text_, at_);
    const std::string_view bytes = text_.substr(at_, length);
    if (is_curly_quote(c)) {
      return met(in_quotes(bytes), length, "JSON wants the straight double quote, \", not typographic ones");
    }
    if (is_invisible(c))
      return met("the invisible character " + code_point(c), length, "take it away, or write a plain space");
    return met(in_quotes(bytes), length, takes_value(wanted_) ? "texts stand in double quotes" : "");
  }

  static std::string cut(std::string_view word) {
    std::string text = in_quotes(word);
    return text.substr(1, text.size() - 2);
  }

  const SourceText& source_;
  std::string_view text_;
  const Progress& progress_;
  std::size_t at_ = 0;
  Wanted wanted_ = Wanted::document;
  std::optional<std::size_t> separator_;
};

}  // namespace

Diagnostic explain_syntax(const SourceText& source, const Progress& progress) {
  return Explainer(source, progress).explain();
}

std::string in_quotes(std::string_view text) {
  constexpr std::size_t kMostCharacters = 40;
  std::string out = "\"";
  std::size_t characters = 0;
  for (std::size_t at = 0; at < text.size(); ++characters) {
    if (characters == kMostCharacters) {
      out += "…";
      break;
    }
    const std::size_t length = std::max<std::size_t>(1, utf8_length(text, at));
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte == '\n') {
      out += "\\n";
    } else if (byte == '\t') {
      out += "\\t";
    } else if (byte < 0x20 || byte == 0x7F) {
      out += code_point(byte);
    } else {
      out += text.substr(at, length);
    }
    at += length;
  }
  out.push_back('"');
  return out;
}

std::string line_and_column(const SourceText& source, std::size_t offset) {
  const SourceText::Position position = source.position(offset);
  return "line " + std::to_string(position.line) + ", column " + std::to_string(position.column);
}

Diagnostic number_out_of_range(std::string_view digits, Place place) {
  const std::string shown = in_quotes(digits);
  return make_error("SG1005", "the number " + shown.substr(1, shown.size() - 2) + " is out of range", std::move(place),
                    "numbers reach up to 1.7976931348623157e308, and down to 4.9e-324 beside 0");
}

}  // namespace synthgen::json
