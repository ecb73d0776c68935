// What fills a text up to a length, shared by lpad and rpad.
//
// Threads: pure.
#pragma once

#include "text_function.hpp"
#include "utf8.hpp"

namespace synthgen::expression {

/// Appends `count` characters, by repeating `with` and cutting the last repetition. REQUIRES: `with` is not empty.
inline void fill_up(TextOut& out, std::string_view with, std::int64_t count) {
  const std::int64_t each = count_characters(with);
  // Without a character of its own, such a text (which is no UTF-8) can fill nothing.
  if (each == 0) return;
  for (; count >= each && !out.full(); count -= each) out.append(with);
  if (count < each) out.append(with.substr(0, bytes_of_characters(with, count)));
}

}  // namespace synthgen::expression
