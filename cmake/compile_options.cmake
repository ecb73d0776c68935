# Flags that every target of ours carries, as a target and not globally.
add_library(synthgen_options INTERFACE)
target_compile_features(synthgen_options INTERFACE cxx_std_20)
target_compile_options(synthgen_options INTERFACE
  # Bytes must not depend on the processor: no a*b+c in one rounding, ever.
  -ffp-contract=off
  -Wall -Wextra -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor -Woverloaded-virtual
  # GCC 12 warns of overlapping copies inside its own std::string operator+ (GCC bug 105329).
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
  # Where strings come precompiled, it warns of the lengths of those copies too. Builds without
  # precompiled headers, which are all those with ccache, keep these warnings.
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<BOOL:${SYNTHGEN_PRECOMPILE}>>:-Wno-stringop-overflow -Wno-array-bounds>
  $<$<BOOL:${SYNTHGEN_WERROR}>:-Werror>)
target_include_directories(synthgen_options INTERFACE ${PROJECT_SOURCE_DIR}/include)

if(SYNTHGEN_SANITIZE)
  target_compile_options(synthgen_options INTERFACE
    -fsanitize=${SYNTHGEN_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer
    $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)  # GCC loses track behind a sanitizer's checks
  target_link_options(synthgen_options INTERFACE -fsanitize=${SYNTHGEN_SANITIZE})
endif()

if(SYNTHGEN_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    message(FATAL_ERROR "SYNTHGEN_FUZZ needs clang, which brings libFuzzer: use -DCMAKE_CXX_COMPILER=clang++")
  endif()
  # Coverage for the search. The fuzzers themselves link libFuzzer and its main.
  target_compile_options(synthgen_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

include(CheckCXXSourceCompiles)
set(CMAKE_REQUIRED_FLAGS "-ffp-contract=off")
check_cxx_source_compiles("
#ifdef __FAST_MATH__
#error fast math would change values
#endif
int main() { return 0; }" SYNTHGEN_NO_CONTRACTION)
unset(CMAKE_REQUIRED_FLAGS)
if(NOT SYNTHGEN_NO_CONTRACTION)
  message(FATAL_ERROR "the compiler must take -ffp-contract=off and must not run with -ffast-math")
endif()
