// Where the plugin is looked for, and what is said where it is not there.
#include "synthgen/arrow/arrow_library.hpp"

#include <cstdlib>

#include "support/catch.hpp"

using synthgen::arrow_library_path;
using synthgen::load_arrow_library;

TEST_CASE("the plugin is looked for beside the program, or where the environment says") {
  unsetenv("SYNTHGEN_PLUGIN_DIR");
  CHECK(arrow_library_path().find("/../lib/synthgen/libsynthgen_arrow.so") != std::string::npos);
  setenv("SYNTHGEN_PLUGIN_DIR", "/nonexistent/plugins", 1);
  CHECK(arrow_library_path() == "/nonexistent/plugins/libsynthgen_arrow.so");
  const auto plugin = load_arrow_library("Parquet");
  REQUIRE(!plugin.ok());
  CHECK(plugin.diagnostics()[0].code == "SG5101");
  CHECK(plugin.diagnostics()[0].hint.find("/nonexistent/plugins/libsynthgen_arrow.so") != std::string::npos);
  unsetenv("SYNTHGEN_PLUGIN_DIR");
}
