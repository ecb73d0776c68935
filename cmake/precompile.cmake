# synthgen_precompile(TARGET OWNER [header…])
#
# Headers that most sources of a target begin with are read once, and not by each of them. OWNER is the target whose
# precompiled headers TARGET takes over, with the same flags; where it is TARGET itself, they are made of the headers
# named. No source may count on it: a build with ccache, which keeps whole objects and wants to know their headers, and
# one with clang-tidy read each file with its own includes alone.
set(precompile_default ON)
if(CMAKE_CXX_COMPILER_LAUNCHER OR CMAKE_CXX_CLANG_TIDY)
  set(precompile_default OFF)
endif()
option(SYNTHGEN_PRECOMPILE "Read common headers once; off by default with a compiler launcher" ${precompile_default})

function(synthgen_precompile target owner)
  if(NOT SYNTHGEN_PRECOMPILE)
    return()
  endif()
  if(target STREQUAL owner)
    target_precompile_headers(${target} PRIVATE ${ARGN})
  else()
    target_precompile_headers(${target} REUSE_FROM ${owner})
  endif()
endfunction()

# The standard library's headers, for all rooms. Their owner has no definitions, which others would have to repeat.
set(SYNTHGEN_STANDARD_HEADERS <algorithm> <array> <bit> <cassert> <cmath> <cstddef> <cstdint> <cstring> <functional>
    <limits> <map> <memory> <optional> <set> <span> <string> <string_view> <utility> <variant> <vector>)
if(SYNTHGEN_PRECOMPILE)
  file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/precompiled.cpp CONTENT "// Only its precompiled headers are used.\n")
  add_library(synthgen_precompiled OBJECT ${PROJECT_BINARY_DIR}/precompiled.cpp)
  set_target_properties(synthgen_precompiled PROPERTIES POSITION_INDEPENDENT_CODE ON)
  target_link_libraries(synthgen_precompiled PRIVATE synthgen_options)
  synthgen_precompile(synthgen_precompiled synthgen_precompiled ${SYNTHGEN_STANDARD_HEADERS})
endif()
