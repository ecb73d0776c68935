// One function per command; each returns the exit code.
#pragma once

#include "options.hpp"

namespace synthgen::app {

int run_generate(const Options& options);
int run_check(const Options& options);
int run_plan(const Options& options);
int run_preview(const Options& options);
int run_verify(const Options& options);
int run_merge(const Options& options);
int run_list(const Options& options);
int run_describe(const Options& options);
int run_init(const Options& options);
int run_language_schema(const Options& options);

}  // namespace synthgen::app
