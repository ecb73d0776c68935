// JSON text, written value by value.
#include "synthgen/json/writer.hpp"

#include <cassert>
#include <charconv>
#include <cmath>

#include "synthgen/base/number_text.hpp"
#include "synthgen/json/utf8.hpp"

namespace synthgen::json {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

void append_control(std::string& out, unsigned char byte) {
  switch (byte) {
    case '\b':
      out += "\\b";
      return;
    case '\f':
      out += "\\f";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      break;
  }
  constexpr char kHex[] = "0123456789abcdef";
  out += "\\u00";
  out.push_back(kHex[byte >> 4]);
  out.push_back(kHex[byte & 15]);
}

/// Each byte that begins no well-formed sequence becomes one U+FFFD.
void append_quoted(std::string& out, std::string_view text) {
  out.push_back('"');
  std::size_t at = 0;
  while (at < text.size()) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const std::size_t length = utf8_length(text, at);
    if (length == 0) {
      out += kReplacement;
      ++at;
      continue;
    }
    if (byte < 0x20) {
      append_control(out, byte);
    } else {
      if (byte == '"' || byte == '\\') out.push_back('\\');
      out += text.substr(at, length);
    }
    at += length;
  }
  out.push_back('"');
}

template <class Integer>
std::string integer_text(Integer value) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  return {digits, end};
}

}  // namespace

void Writer::line_break() {
  out_.push_back('\n');
  out_.append(2 * levels_.size(), ' ');
}

void Writer::before_value() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (levels_.empty()) {
    assert(out_.empty());  // a text holds one value
    return;
  }
  Level& level = levels_.back();
  assert(level.array);  // a member of an object begins with its key
  if (!level.empty) out_.push_back(',');
  if (level.layout == Layout::block) {
    line_break();
  } else if (!level.empty) {
    out_.push_back(' ');
  }
  level.empty = false;
}

void Writer::begin(char bracket, Layout layout) {
  before_value();
  // What stands inside one line cannot break it.
  if (!levels_.empty() && levels_.back().layout == Layout::line) layout = Layout::line;
  out_.push_back(bracket);
  levels_.push_back({bracket == '[', layout, true});
}

void Writer::end(char bracket) {
  assert(!levels_.empty() && levels_.back().array == (bracket == ']') && !after_key_);
  const Level level = levels_.back();
  levels_.pop_back();
  if (!level.empty && level.layout == Layout::block) line_break();
  out_.push_back(bracket);
}

void Writer::begin_object(Layout layout) { begin('{', layout); }
void Writer::end_object() { end('}'); }
void Writer::begin_array(Layout layout) { begin('[', layout); }
void Writer::end_array() { end(']'); }

void Writer::key(std::string_view name) {
  assert(!levels_.empty() && !levels_.back().array && !after_key_);
  Level& level = levels_.back();
  if (!level.empty) out_.push_back(',');
  if (level.layout == Layout::block) {
    line_break();
  } else if (!level.empty) {
    out_.push_back(' ');
  }
  level.empty = false;
  append_quoted(out_, name);
  out_ += ": ";
  after_key_ = true;
}

void Writer::string(std::string_view text) {
  before_value();
  append_quoted(out_, text);
}

void Writer::integer(std::int64_t value) { raw(integer_text(value)); }
void Writer::unsigned_integer(std::uint64_t value) { raw(integer_text(value)); }

void Writer::number(double value) {
  if (!std::isfinite(value)) {
    null();
    return;
  }
  raw(shortest_text(value));
}

void Writer::boolean(bool value) { raw(value ? "true" : "false"); }
void Writer::null() { raw("null"); }

void Writer::raw(std::string_view token) {
  before_value();
  out_ += token;
}

std::string Writer::take() {
  assert(levels_.empty() && !after_key_ && !out_.empty());
  out_.push_back('\n');
  std::string text = std::move(out_);
  out_.clear();
  return text;
}

}  // namespace synthgen::json
