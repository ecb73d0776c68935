#include "synthgen/base/device_name.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "synthgen/base/ascii.hpp"

namespace synthgen {

bool is_device_name(std::string_view file_name) {
  const std::string stem = lower_case(file_name.substr(0, file_name.find('.')));
  constexpr std::array<std::string_view, 4> kDevices = {"con", "prn", "aux", "nul"};
  if (std::find(kDevices.begin(), kDevices.end(), stem) != kDevices.end()) return true;
  return stem.size() == 4 && (stem.starts_with("com") || stem.starts_with("lpt")) && stem[3] >= '1' && stem[3] <= '9';
}

}  // namespace synthgen
