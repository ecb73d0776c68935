#include "progress.hpp"

#include <fmt/format.h>

#include <cstdio>

#include "synthgen/base/number_text.hpp"

namespace synthgen::app {

void ProgressLine::update(const Progress& progress) {
  if (!shown_) return;
  const auto now = std::chrono::steady_clock::now();
  if (now - last_ < std::chrono::milliseconds(100)) return;
  last_ = now;
  const double seconds = std::chrono::duration<double>(now - start_).count();
  const double share =
      progress.total_rows > 0 ? static_cast<double>(progress.rows) / static_cast<double>(progress.total_rows) : 1;
  const double left = share > 0 ? seconds * (1 - share) / share : 0;
  const std::string line = fmt::format("\r\033[K{} of {} rows ({:.0f}%), {}/s, {:.0f} s left",
                                       grouped_text(progress.rows), grouped_text(progress.total_rows), share * 100,
                                       size_text(static_cast<double>(progress.bytes) / seconds), left);
  std::fwrite(line.data(), 1, line.size(), stderr);
  std::fflush(stderr);
  drawn_ = true;
}

void ProgressLine::clear() {
  if (!drawn_) return;
  std::fputs("\r\033[K", stderr);
  std::fflush(stderr);
  drawn_ = false;
}

}  // namespace synthgen::app
