# synthgen_room(NAME SOURCES file… [KIND] [USES target…])
#
# One room of the house as the static library synthgen_NAME. With KIND, the members'
# sources are read from builtin.def: a line KIND(lognormal) stands for lognormal.cpp, so
# that a new member is one file and one line.
function(synthgen_room name)
  cmake_parse_arguments(ROOM "KIND" "" "SOURCES;USES;PRIVATE_USES" ${ARGN})
  if(ROOM_KIND)
    synthgen_read_members(members ${CMAKE_CURRENT_SOURCE_DIR}/builtin.def)
    list(APPEND ROOM_SOURCES ${members})
  endif()
  add_library(synthgen_${name} STATIC ${ROOM_SOURCES})
  target_link_libraries(synthgen_${name} PUBLIC ${ROOM_USES} PRIVATE synthgen_options ${ROOM_PRIVATE_USES})
  target_include_directories(synthgen_${name} PUBLIC ${PROJECT_SOURCE_DIR}/include PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
  set_target_properties(synthgen_${name} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  synthgen_precompile(synthgen_${name} synthgen_precompiled)
  # Kernels for several processors are compiled with flags that change within the file.
  set(kernels ${ROOM_SOURCES})
  list(FILTER kernels INCLUDE REGEX "_simd\\.cpp$")
  if(kernels)
    set_source_files_properties(${kernels} PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
  endif()
endfunction()

# Members of a builtin.def, as file names relative to its folder.
function(synthgen_read_members out def)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${def})
  file(STRINGS ${def} lines REGEX "^KIND\\(")
  set(files)
  foreach(line IN LISTS lines)
    string(REGEX REPLACE "^KIND\\(([a-z0-9_]+).*" "\\1" member "${line}")
    list(APPEND files ${member}.cpp)
  endforeach()
  set(${out} ${files} PARENT_SCOPE)
endfunction()

# synthgen_unit_tests(ROOM file… [USES target…]): the program unit_ROOM and its ctest entry.
function(synthgen_unit_tests room)
  cmake_parse_arguments(UNIT "" "" "USES" ${ARGN})
  add_executable(unit_${room} ${UNIT_UNPARSED_ARGUMENTS})
  target_link_libraries(unit_${room} PRIVATE synthgen_${room} synthgen_test_support synthgen_options ${UNIT_USES})
  # The rooms that are tested are optimised; the tests themselves only take twice as long to compile if they are.
  target_compile_options(unit_${room} PRIVATE $<$<CONFIG:Release>:-O0>)
  synthgen_precompile(unit_${room} unit_base ${SYNTHGEN_STANDARD_HEADERS} ${PROJECT_SOURCE_DIR}/tests/support/catch.hpp)
  add_test(NAME unit_${room} COMMAND unit_${room})
endfunction()
