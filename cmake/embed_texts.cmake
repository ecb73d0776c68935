# synthgen_embed_texts(RESULT HEADER FUNCTION file…)
#
# Has a C++ file made at build time that holds texts, and sets RESULT to its path. It defines
#   std::span<const DataText> FUNCTION();
# with one DataText{name, text} a file, by the stem of its name, in the order given; HEADER declares both. A text is
# bytes of the program and nothing else: whoever needs it parses it when it does.
#
# As a script it writes that file: cmake -DOUTPUT=… -DHEADER=… -DFUNCTION=… "-DTEXTS=a.txt;b.txt" -P embed_texts.cmake
if(NOT CMAKE_SCRIPT_MODE_FILE)
  function(synthgen_embed_texts result header function)
    set(script ${PROJECT_SOURCE_DIR}/cmake/embed_texts.cmake)
    set(output ${CMAKE_CURRENT_BINARY_DIR}/embedded_${function}.cpp)
    add_custom_command(OUTPUT ${output}
      COMMAND ${CMAKE_COMMAND} -DOUTPUT=${output} -DHEADER=${header} -DFUNCTION=${function} "-DTEXTS=${ARGN}"
              -P ${script}
      DEPENDS ${ARGN} ${script} VERBATIM)
    set(${result} ${output} PARENT_SCOPE)
  endfunction()
  return()
endif()

set(rows "")
foreach(file IN LISTS TEXTS)
  get_filename_component(name "${file}" NAME_WE)
  file(READ "${file}" text)
  if(text MATCHES "\\)text\"")
    message(FATAL_ERROR "${file} holds )text\", which ends the text in C++")
  endif()
  string(APPEND rows "    {\"${name}\", R\"text(${text})text\"},\n")
endforeach()
file(WRITE "${OUTPUT}" "// Made by cmake/embed_texts.cmake; not to be edited.
#include \"${HEADER}\"

namespace synthgen {

std::span<const DataText> ${FUNCTION}() {
  static constexpr DataText kTexts[] = {
${rows}  };
  return kTexts;
}

}  // namespace synthgen
")
