// What is known of the terminal, if there is one.
#pragma once

#include <cstddef>

#include "synthgen/base/terminal_text.hpp"

namespace synthgen::app {

/// Colours for what goes to a descriptor: only where it is a terminal that knows them, and never with NO_COLOR
/// (https://no-color.org: set, and not to nothing).
Paint paint_for(int descriptor);

/// Columns of the terminal; 0 where the descriptor is none, so that nothing is cut.
std::size_t terminal_columns(int descriptor);

}  // namespace synthgen::app
