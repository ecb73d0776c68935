// What every refusal promises, whatever the input was.
#pragma once

#include <string>

#include "promise.hpp"
#include "synthgen/base/diagnostic.hpp"

namespace synthgen::fuzz {

/// Codes, messages, places in the text, and a rendering that is safe to show.
///   text_size  bytes of the text that places count in; the place of a missing end is the end
inline void require_good(const Diagnostics& diagnostics, std::size_t text_size, const SourceText* source) {
  for (const Diagnostic& diagnostic : diagnostics) {
    require(diagnostic.code.size() == 6 && diagnostic.code.starts_with("SG"), "a diagnostic has its code");
    require(!diagnostic.message.empty(), "a diagnostic has a message");
    if (!diagnostic.place) continue;
    require(diagnostic.place->offset <= text_size, "a place lies in the text");
    require(diagnostic.place->length >= 1, "a place can be underlined");
  }
  const std::string shown = render_text(diagnostics, source);
  require(diagnostics.empty() || !shown.empty(), "a reason can be shown");
  for (const char c : shown) {
    require(static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t', "a terminal sees no control characters");
  }
}

}  // namespace synthgen::fuzz
