#include "terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>

namespace synthgen::app {

Paint paint_for(int descriptor) {
  const char* refused = std::getenv("NO_COLOR");
  const char* kind = std::getenv("TERM");
  if (isatty(descriptor) == 0 || (refused != nullptr && *refused != '\0')) return Paint::plain;
  // A terminal without a name is taken for one that knows nothing.
  return kind == nullptr || std::string_view(kind) == "dumb" ? Paint::plain : Paint::coloured;
}

std::size_t terminal_columns(int descriptor) {
  constexpr std::size_t kUsual = 80;
  if (isatty(descriptor) == 0) return 0;
  winsize size{};
  return ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : kUsual;
}

}  // namespace synthgen::app
