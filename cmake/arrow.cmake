# Where Arrow and Parquet for C++ come from, for the plugin alone.
#
# Result: SYNTHGEN_HAVE_ARROW, and where it is true the target synthgen_parquet_sdk,
# SYNTHGEN_ARROW_IN_SYSTEM, SYNTHGEN_ARROW_VERSION, and for the SDK of the wheel
# SYNTHGEN_ARROW_SDK_DIR and SYNTHGEN_ARROW_SDK_LIBRARIES.
#
# 1. find_package(Arrow CONFIG) and find_package(Parquet CONFIG), at least kArrowLeast;
# 2. the C++ part of the pyarrow wheel that cmake/arrow.lock pins, in the folder
#    SYNTHGEN_ARROW_SDK, where ./bootstrap lays it.

# Decimals of 32 and 64 bits and the uuid type reach Parquet from here on.
set(SYNTHGEN_ARROW_LEAST_VERSION 21)

file(STRINGS ${PROJECT_SOURCE_DIR}/cmake/arrow.lock lock_line REGEX "^pyarrow==")
string(REGEX REPLACE "^pyarrow==([0-9.]+).*" "\\1" lock_version "${lock_line}")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/cmake/arrow.lock)

set(cache_dir "$ENV{XDG_CACHE_HOME}")
if(cache_dir STREQUAL "")
  set(cache_dir "$ENV{HOME}/.cache")
endif()
set(SYNTHGEN_ARROW_SDK "${cache_dir}/synthgen/arrow-${lock_version}-${CMAKE_SYSTEM_PROCESSOR}" CACHE PATH
    "Folder with include/ and lib/ of Arrow and Parquet, used where they are not installed")

# The SDK unpacked from the wheel, as imported targets. Its files are named by SONAME.
function(synthgen_use_arrow_sdk)
  set(libraries)
  foreach(name IN ITEMS arrow parquet)
    file(GLOB found ${SYNTHGEN_ARROW_SDK}/lib/lib${name}.so.*)
    list(LENGTH found count)
    if(NOT count EQUAL 1 OR NOT EXISTS ${SYNTHGEN_ARROW_SDK}/include/${name})
      return()
    endif()
    get_filename_component(soname ${found} NAME)
    add_library(synthgen_sdk_${name} SHARED IMPORTED GLOBAL)
    set_target_properties(synthgen_sdk_${name} PROPERTIES
      IMPORTED_LOCATION ${found}
      IMPORTED_SONAME ${soname}
      INTERFACE_INCLUDE_DIRECTORIES ${SYNTHGEN_ARROW_SDK}/include)
    list(APPEND libraries ${found})
  endforeach()
  file(STRINGS ${SYNTHGEN_ARROW_SDK}/include/arrow/util/config.h version REGEX "define ARROW_VERSION_STRING ")
  string(REGEX REPLACE ".*\"([0-9.]+).*" "\\1" version "${version}")
  target_link_libraries(synthgen_parquet_sdk INTERFACE synthgen_sdk_parquet synthgen_sdk_arrow)
  set(SYNTHGEN_HAVE_ARROW TRUE PARENT_SCOPE)
  set(SYNTHGEN_ARROW_VERSION ${version} PARENT_SCOPE)
  set(SYNTHGEN_ARROW_SDK_DIR ${SYNTHGEN_ARROW_SDK} PARENT_SCOPE)
  set(SYNTHGEN_ARROW_SDK_LIBRARIES ${libraries} PARENT_SCOPE)
endfunction()

set(SYNTHGEN_HAVE_ARROW FALSE)
set(SYNTHGEN_ARROW_IN_SYSTEM FALSE)
if(NOT SYNTHGEN_ARROW MATCHES "^(AUTO|ON|OFF)$")
  message(FATAL_ERROR "SYNTHGEN_ARROW is AUTO, ON or OFF, not \"${SYNTHGEN_ARROW}\"")
endif()
if(NOT SYNTHGEN_ARROW STREQUAL "OFF")
  add_library(synthgen_parquet_sdk INTERFACE)
  find_package(Arrow CONFIG QUIET)
  find_package(Parquet CONFIG QUIET)
  if(Arrow_FOUND AND Parquet_FOUND AND Arrow_VERSION VERSION_GREATER_EQUAL SYNTHGEN_ARROW_LEAST_VERSION)
    target_link_libraries(synthgen_parquet_sdk INTERFACE Parquet::parquet_shared Arrow::arrow_shared)
    set(SYNTHGEN_HAVE_ARROW TRUE)
    set(SYNTHGEN_ARROW_IN_SYSTEM TRUE)
    set(SYNTHGEN_ARROW_VERSION ${Arrow_VERSION})
  else()
    synthgen_use_arrow_sdk()
  endif()
  if(SYNTHGEN_HAVE_ARROW)
    message(STATUS "Arrow ${SYNTHGEN_ARROW_VERSION}: Parquet by the plugin lib/synthgen/libsynthgen_arrow.so")
  elseif(SYNTHGEN_ARROW STREQUAL "ON")
    message(FATAL_ERROR "SYNTHGEN_ARROW=ON, but neither an installed Arrow and Parquet >= "
      "${SYNTHGEN_ARROW_LEAST_VERSION} nor the SDK in ${SYNTHGEN_ARROW_SDK} was found: run ./bootstrap once, or set "
      "SYNTHGEN_ARROW_SDK, or use -DSYNTHGEN_ARROW=OFF")
  else()
    message(STATUS "Arrow: not found, so this build writes no Parquet (./bootstrap fetches it)")
  endif()
endif()
