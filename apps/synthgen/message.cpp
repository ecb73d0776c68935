#include "message.hpp"

#include <cstdio>

namespace synthgen::app {

void print_message(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stderr); }

}  // namespace synthgen::app
