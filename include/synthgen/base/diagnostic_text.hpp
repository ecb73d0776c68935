// Diagnostics for a terminal, with colours; diagnostic.hpp has them without.
//
// Threads: pure functions.
#pragma once

#include "synthgen/base/diagnostic.hpp"
#include "synthgen/base/terminal_text.hpp"

namespace synthgen {

/// As render_text() of diagnostic.hpp. With Paint::coloured the severity and its carets are red or yellow, the message
/// bold and the word hint cyan; the text between the sequences is the same.
std::string render_text(const Diagnostic& diagnostic, const SourceText* source, Paint paint);
std::string render_text(const Diagnostics& diagnostics, const SourceText* source, Paint paint);

}  // namespace synthgen
