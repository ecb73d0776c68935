// File names that mean a device on Windows: a folder that holds one cannot be copied there.
//
// Threads: pure.
#pragma once

#include <string_view>

namespace synthgen {

/// True for con, prn, aux, nul, com1 … com9 and lpt1 … lpt9, in any case and with any extension.
bool is_device_name(std::string_view file_name);

}  // namespace synthgen
