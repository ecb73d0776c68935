// Messages for people, on standard error.
#pragma once

#include <string_view>

namespace synthgen::app {

/// Writes `text` to standard error. That nobody can read it (a full disk, a pipe whose reader is gone) is no fault of
/// the run, so a failure is dropped; fmt::print would throw.
void print_message(std::string_view text);

}  // namespace synthgen::app
