// The commands and their flags: what each takes, in which form, and its help.
#pragma once

#include <CLI/CLI.hpp>

#include "options.hpp"

namespace synthgen::app {

/// Adds every command to `app`; what is parsed goes to `options`, which must outlive it.
void add_commands(CLI::App& app, Options& options);

}  // namespace synthgen::app
