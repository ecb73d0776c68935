# Writes a C++ file that holds schemas as texts: cmake -DOUTPUT=file.cpp -DSTORIES="a.json;b.json" -P embed_stories.cmake
# The first is the one that `synthgen init` prints without a name.
set(rows "")
foreach(file IN LISTS STORIES)
  get_filename_component(name "${file}" NAME_WE)
  file(READ "${file}" text)
  if(text MATCHES "\\)story\"")
    message(FATAL_ERROR "${file} holds )story\", which ends the text in C++")
  endif()
  string(APPEND rows "    {\"${name}\", R\"story(${text})story\"},\n")
endforeach()
file(WRITE "${OUTPUT}" "// Made by cmake/embed_stories.cmake; not to be edited.
#include \"stories.hpp\"

namespace synthgen::app {

std::span<const Story> stories() {
  static constexpr Story kStories[] = {
${rows}  };
  return kStories;
}

}  // namespace synthgen::app
")
