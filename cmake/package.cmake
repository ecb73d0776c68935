# What `cmake --install` lays down beside the program: the library, its headers, and the package that
# find_package(synthgen CONFIG) finds, with the one target synthgen::synthgen.

# All rooms as one archive, so that a consumer sees one library and none of our targets. The libraries that it
# needs besides are named once more, because a room's own lists speak of this build: those with a package for CMake
# here, the others in the config file. tests/install fails at its link where one is missing.
find_package(Threads REQUIRED)
add_library(synthgen_library STATIC)
foreach(room IN LISTS SYNTHGEN_ROOMS)
  target_sources(synthgen_library PRIVATE $<TARGET_OBJECTS:synthgen_${room}>)
endforeach()
set_target_properties(synthgen_library PROPERTIES
  LINKER_LANGUAGE CXX
  OUTPUT_NAME synthgen
  EXPORT_NAME synthgen
  ARCHIVE_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib)
target_compile_features(synthgen_library INTERFACE cxx_std_20)
target_link_libraries(synthgen_library PRIVATE fmt::fmt Threads::Threads ${CMAKE_DL_LIBS})

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/synthgen)
include(CMakePackageConfigHelpers)
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/synthgen-config.cmake.in
                              ${PROJECT_BINARY_DIR}/synthgen-config.cmake
                              INSTALL_DESTINATION ${package_dir}
                              PATH_VARS SYNTHGEN_PLUGIN_INSTALL_DIR
                              NO_CHECK_REQUIRED_COMPONENTS_MACRO)
# Before 1.0 a minor version may change what a program sees.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/synthgen-config-version.cmake COMPATIBILITY SameMinorVersion)

install(TARGETS synthgen_library EXPORT synthgen
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
        INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(DIRECTORY include/synthgen DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.hpp")
install(EXPORT synthgen NAMESPACE synthgen:: FILE synthgen-targets.cmake DESTINATION ${package_dir})
install(FILES ${PROJECT_BINARY_DIR}/synthgen-config.cmake ${PROJECT_BINARY_DIR}/synthgen-config-version.cmake
        DESTINATION ${package_dir})
