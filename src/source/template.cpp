// Texts put together from columns: "{first_name|lower}.{last_name}@{domain}". A template is written as an expression
// whose every byte knows its place in the template, so faults are shown where the user wrote them.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "path_text.hpp"
#include "synthgen/base/near_names.hpp"
#include "synthgen/base/number_text.hpp"
#include "synthgen/source/expression_spec.hpp"
#include "synthgen/source/source.hpp"

namespace synthgen {
namespace {

/// A filter, and how it is written as a call around the text so far.
struct Filter {
  std::string_view name;
  std::size_t arguments = 0;
};
constexpr Filter kFilters[] = {{"lower", 0}, {"upper", 0},  {"title", 0}, {"ascii", 0}, {"slug", 0},
                               {"trim", 0},  {"substr", 2}, {"pad", 2},   {"date", 1}};

/// Text of an expression, each byte with the byte of the template that it came from.
struct Written {
  std::string text;
  std::vector<std::size_t> from;

  void add(std::string_view piece, std::size_t at) {
    text += piece;
    from.insert(from.end(), piece.size(), at);
  }
  /// A piece of the template itself.
  void add_own(std::string_view piece, std::size_t at) {
    text += piece;
    for (std::size_t i = 0; i < piece.size(); ++i) from.push_back(at + i);
  }
  void add(const Written& other) {
    text += other.text;
    from.insert(from.end(), other.from.begin(), other.from.end());
  }
};

class TemplateReader {
 public:
  TemplateReader(const json::Value& value, Diagnostics& diagnostics)
      : text_(value.text), value_(value), diagnostics_(diagnostics) {}

  /// The expression; nothing after diagnostics were added.
  std::optional<Written> read() {
    Written whole;
    std::string literal;
    std::size_t literal_at = 0;
    const auto end_literal = [&] {
      if (literal.empty()) return;
      if (!whole.text.empty()) whole.add(" || ", literal_at);
      whole.add(quoted(literal), literal_at);
      literal.clear();
    };
    // A single part would keep its own type, and a template is a text.
    whole.add("''", 0);
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if ((c == '{' || c == '}') && at_ + 1 < text_.size() && text_[at_ + 1] == c) {
        if (literal.empty()) literal_at = at_;
        literal.push_back(c);
        at_ += 2;
      } else if (c == '}') {
        fault(at_, 1, "this brace closes nothing", "write }} for the character itself");
        return std::nullopt;
      } else if (c == '{') {
        end_literal();
        std::optional<Written> part = read_part();
        if (!part.has_value()) return std::nullopt;
        whole.add(" || ", at_ - 1);
        whole.add(*part);
      } else {
        if (literal.empty()) literal_at = at_;
        literal.push_back(c);
        ++at_;
      }
    }
    end_literal();
    return whole;
  }

  bool has_parts() const { return parts_ > 0; }

 private:
  static std::string quoted(std::string_view text) {
    std::string result = "'";
    for (const char c : text) result += c == '\'' ? std::string("''") : std::string(1, c);
    return result + "'";
  }

  void fault(std::size_t begin, std::size_t length, std::string message, std::string hint) {
    diagnostics_.add(make_error("SG2121", std::move(message), value_.origin().place(begin, length), std::move(hint)));
  }

  /// From the opening brace to behind the closing one.
  std::optional<Written> read_part() {
    const std::size_t open = at_++;
    ++parts_;
    const std::size_t begin = text_.find_first_not_of(' ', at_);
    const std::size_t name_end = find_name_end(begin);
    // A format in a date's parentheses may hold no brace.
    const std::size_t end = text_.find('}', name_end);
    if (end == std::string::npos) {
      fault(open, text_.size() - open, "this brace is not closed", "write }, or {{ for the character itself");
      return std::nullopt;
    }
    std::size_t last = name_end;
    while (last > begin && text_[last - 1] == ' ') --last;
    if (begin >= name_end) {
      fault(open, end + 1 - open, "no column stands between these braces", "name one: {first_name}");
      return std::nullopt;
    }
    Written part;
    const std::string_view name = std::string_view(text_).substr(begin, last - begin);
    if (name.front() != '`' && name.ends_with(')')) {
      fault(begin, last - begin, "a template holds columns, not calls of functions",
            "filters follow a bar: {first_name|lower}; anything else is an \"expression\"");
      return std::nullopt;
    }
    for (const PathStep& step : path_steps(name)) {
      const std::size_t at = begin + step.begin;
      if (step.begin > 0) part.add(".", at - 1);
      if (step.quoted) {
        part.add_own(name.substr(step.begin, step.size), at);
        continue;
      }
      // Between backticks, so that any name is one; the mark of a fault stays under the name.
      part.add("`", at);
      for (std::size_t i = 0; i < step.size; ++i) part.add(step.name[i] == '`' ? "``" : step.name.substr(i, 1), at + i);
      part.add("`", at + (step.size == 0 ? 0 : step.size - 1));
    }
    at_ = name_end;
    while (at_ < end) {
      ++at_;  // the bar
      if (!read_filter(end, part)) return std::nullopt;
    }
    at_ = end + 1;
    return part;
  }

  /// The bar or brace behind the names that begin at `at`.
  std::size_t find_name_end(std::size_t at) const {
    while (at < text_.size()) {
      at = text_.find_first_of(".|}", end_of_name(text_, at, ".|}"));
      if (at == std::string::npos || text_[at] != '.') return at;
      ++at;
    }
    return std::string::npos;
  }

  bool read_filter(std::size_t end, Written& part) {
    while (at_ < end && text_[at_] == ' ') ++at_;
    const std::size_t begin = at_;
    while (at_ < end && text_[at_] != '|' && text_[at_] != '(' && text_[at_] != ' ') ++at_;
    const std::string name = text_.substr(begin, at_ - begin);
    std::vector<std::string> arguments;
    while (at_ < end && text_[at_] == ' ') ++at_;
    if (at_ < end && text_[at_] == '(') {
      const std::size_t close = text_.find(')', at_);
      if (close == std::string::npos || close > end) {
        fault(at_, end - at_, "this parenthesis is not closed", "for example {name|substr(1,3)}");
        return false;
      }
      const std::string inside = text_.substr(at_ + 1, close - at_ - 1);
      // A format is one argument, whatever stands in it.
      split_arguments(inside, name == "date" ? 1 : 2, arguments);
      at_ = close + 1;
    }
    while (at_ < end && text_[at_] == ' ') ++at_;
    if (at_ < end && text_[at_] != '|') {
      fault(at_, 1, "a filter ends with | or }", "for example {name|lower|ascii}");
      return false;
    }
    const auto* filter =
        std::find_if(std::begin(kFilters), std::end(kFilters), [&](const Filter& known) { return known.name == name; });
    std::vector<std::string> names;
    for (const Filter& known : kFilters) names.emplace_back(known.name);
    if (filter == std::end(kFilters)) {
      const std::string near = did_you_mean(name, names);
      fault(begin, std::max<std::size_t>(1, name.size()),
            name.empty() ? std::string("a filter is missing here") : fmt::format("unknown filter \"{}\"", name),
            near.empty() ? fmt::format("there are {}", fmt::join(names, ", ")) : near);
      return false;
    }
    if (arguments.size() != filter->arguments) {
      constexpr const char* kForms = "they are written substr(from,length), pad(length,character), date(format)";
      fault(begin, at_ - begin,
            fmt::format("the filter \"{}\" takes {}, not {}", name,
                        filter->arguments == 0 ? "no arguments" : std::to_string(filter->arguments) + " arguments",
                        arguments.size()),
            kForms);
      return false;
    }
    return wrap(name, arguments, begin, part);
  }

  static void split_arguments(const std::string& inside, std::size_t most, std::vector<std::string>& arguments) {
    std::size_t from = 0;
    while (arguments.size() + 1 < most) {
      const std::size_t comma = inside.find(',', from);
      if (comma == std::string::npos) break;
      arguments.push_back(inside.substr(from, comma - from));
      from = comma + 1;
    }
    arguments.push_back(inside.substr(from));
  }

  /// Puts the call of the filter around `part`.
  bool wrap(const std::string& name, const std::vector<std::string>& arguments, std::size_t at, Written& part) {
    const auto whole_number = [&](const std::string& text) {
      const std::size_t begin = text.find_first_not_of(' ');
      const std::size_t last = text.find_last_not_of(' ');
      return begin == std::string::npos ? std::nullopt : parse_integer(text.substr(begin, last + 1 - begin));
    };
    Written call;
    if (name == "date") {
      call.add("format_date(", at);
      call.add(part);
      call.add(", " + quoted(arguments[0]) + ")", at);
    } else if (name == "substr") {
      const std::optional<std::int64_t> from = whole_number(arguments[0]);
      const std::optional<std::int64_t> length = whole_number(arguments[1]);
      if (!from.has_value() || !length.has_value() || *from < 1 || *length < 0) {
        fault(at, name.size(), "substr takes two whole numbers: from, counted from 1, and length",
              "for example {name|substr(1,3)}");
        return false;
      }
      call.add("substr(to_text(", at);
      call.add(part);
      call.add(fmt::format("), {}, {})", *from, *length), at);
    } else if (name == "pad") {
      const std::optional<std::int64_t> length = whole_number(arguments[0]);
      const std::string character = one_character(arguments[1]);
      if (!length.has_value() || *length < 0 || *length > 1000 || character.empty()) {
        fault(at, name.size(), "pad takes a length up to 1000 and a character", "for example {number|pad(6,0)}");
        return false;
      }
      // Longer texts stay as they are: a padded number must not lose digits.
      call.add("if(length(to_text(", at);
      call.add(part);
      call.add(fmt::format(")) >= {}, to_text(", *length), at);
      call.add(part);
      call.add("), lpad(to_text(", at);
      call.add(part);
      call.add(fmt::format("), {}, {}))", *length, quoted(character)), at);
    } else {
      call.add(name + "(to_text(", at);
      call.add(part);
      call.add("))", at);
    }
    // Padding names the text three times, so that a few in a row would be endless.
    constexpr std::size_t kLongest = 64 * 1024;
    if (call.text.size() > kLongest) {
      fault(at, name.size(), "too many filters that pad stand in a row", "pad part of it in a hidden column");
      return false;
    }
    part = std::move(call);
    return true;
  }

  /// The one character between the blanks of an argument, which may be a blank itself; nothing where there are more.
  static std::string one_character(const std::string& argument) {
    const std::size_t begin = argument.find_first_not_of(' ');
    if (begin == std::string::npos) return argument.substr(0, 1);
    const std::string text = argument.substr(begin, argument.find_last_not_of(' ') + 1 - begin);
    const auto starts = std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; });
    return starts == 1 ? text : std::string();
  }

  const std::string& text_;
  const json::Value& value_;
  Diagnostics& diagnostics_;
  std::size_t at_ = 0;
  std::size_t parts_ = 0;
};

std::unique_ptr<SourceSpec> parse_template(const json::Value& value, ColumnReader& reader) {
  reader.set_owner("a template", "");
  if (!value.is(json::Kind::string)) {
    reader.diagnostics().add(make_error("SG2003",
                                        fmt::format("a template is a text, not {}", json::kind_name(value.kind)),
                                        value.place, R"(for example "template": "{first_name|lower}@example.com")"));
    return nullptr;
  }
  TemplateReader written_by(value, reader.diagnostics());
  const std::optional<Written> written = written_by.read();
  if (!written.has_value()) return nullptr;
  if (!written_by.has_parts()) {
    reader.diagnostics().add(make_error("SG2121", "a template without a column is the same in every row", value.place,
                                        value.text.find("{{") != std::string::npos
                                            ? "{{ is the brace itself; a column stands between single ones: {city}"
                                            : "name columns between braces, or use \"constant\""));
    return nullptr;
  }
  std::vector<std::size_t> offsets;
  for (const std::size_t at : written->from) offsets.push_back(value.origin().place(at, 1).offset);
  offsets.push_back(value.origin().place(value.text.size(), 1).offset);
  Result<Expression> parsed = Expression::parse(written->text, TextOrigin(value.place.pointer, std::move(offsets)));
  if (!parsed.ok()) {
    reader.diagnostics().add(parsed.diagnostics());
    return nullptr;
  }
  return make_expression_spec(std::move(*parsed), Type{TypeKind::string, 0});
}

}  // namespace

const SourceKind& template_source() {
  static const SourceKind kKind = {
      .record = {.name = "template",
                 .summary = "A text put together from columns: e-mail addresses, codes, sentences.",
                 .source = "columns and paths between braces; filters lower, upper, title, ascii, slug, trim, "
                           "substr(from,length), pad(length,character), date(format)",
                 .example = R"j({"template": "No. {id|pad(6,0)}"})j"},
      .bounds_hint = "a text has no bounds",
      .value_schema = R"j({"type": "string", "minLength": 1})j",
      .parse = &parse_template,
  };
  return kKind;
}

}  // namespace synthgen
