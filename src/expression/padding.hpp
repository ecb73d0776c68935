// Texts filled up to a length: what lpad and rpad share.
//
// Threads: pure.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <tuple>

#include "text_function.hpp"
#include "utf8.hpp"

namespace synthgen::expression {

enum class PaddedSide : std::uint8_t { left, right };

/// Appends `count` characters, by repeating `with` and cutting the last repetition. REQUIRES: `with` is not empty.
inline void fill_up(TextOut& out, std::string_view with, std::int64_t count) {
  const std::int64_t each = count_characters(with);
  // Without a character of its own, such a text (which is no UTF-8) can fill nothing.
  if (each == 0) return;
  for (; count >= each && !out.full(); count -= each) out.append(with);
  if (count < each) out.append(with.substr(0, bytes_of_characters(with, count)));
}

/// A text filled up with another to a number of characters, or cut at its end.
template <PaddedSide kSide>
struct Padding {
  using Arguments = std::tuple<std::string_view, std::int64_t, std::string_view>;
  using Result = std::string_view;
  CellResult operator()(TextOut& out, std::string_view text, std::int64_t count, std::string_view with) const {
    const std::int64_t has = count_characters(text);
    if (count <= has || with.empty()) {
      out.append(text.substr(0, bytes_of_characters(text, count)));
      return CellResult::value;
    }
    if (kSide == PaddedSide::left) fill_up(out, with, count - has);
    out.append(text);
    if (kSide == PaddedSide::right) fill_up(out, with, count - has);
    return CellResult::value;
  }
};

template <PaddedSide kSide>
StepPtr compile_padding(Compiler& compiler, std::span<const Typed> arguments, std::string_view function) {
  const Typed all[] = {arguments[0], arguments[1], given_or(arguments[2], make_text(" "))};
  return compile_text_function(compiler, all, function, Padding<kSide>());
}

}  // namespace synthgen::expression
