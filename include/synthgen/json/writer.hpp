// Writes JSON text, in the order in which it is told, always the same bytes.
//
// Threads: one writer, one thread. Determinism: no locale; shortest forms by number_text.hpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace synthgen::json {

/// Two-space indentation; `begin_object(Layout::line)` keeps an object or list, with all
/// that is in it, on one line.
/// Strings are escaped as RFC 8259 wants; each byte that is not UTF-8 becomes U+FFFD. Doubles in shortest form; a
/// double that is not finite is written as null.
enum class Layout : std::uint8_t { block, line };

class Writer {
 public:
  void begin_object(Layout layout = Layout::block);
  void end_object();
  void begin_array(Layout layout = Layout::block);
  void end_array();
  void key(std::string_view name);
  void string(std::string_view text);
  void integer(std::int64_t value);
  void unsigned_integer(std::uint64_t value);
  void number(double value);
  void boolean(bool value);
  void null();
  /// A number or other token that is JSON already.
  void raw(std::string_view token);
  /// The text so far, with a final line feed. REQUIRES: everything begun is ended.
  std::string take();

 private:
  void begin(char bracket, Layout layout);
  void end(char bracket);
  void before_value();
  void line_break();
  struct Level {
    bool array = false;
    Layout layout = Layout::block;
    bool empty = true;
  };
  std::vector<Level> levels_;
  bool after_key_ = false;
  std::string out_;
};

}  // namespace synthgen::json
