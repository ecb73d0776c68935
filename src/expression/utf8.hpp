// Characters of UTF-8 texts, for functions: base/characters.hpp under the names of this room.
//
// Threads: pure.
#pragma once

#include "synthgen/base/characters.hpp"
