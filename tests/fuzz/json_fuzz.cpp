// Fuzzes parse_document: any bytes give a tree whose places lie in the text, or diagnostics that can be rendered.
// With libFuzzer (clang++ -fsanitize=fuzzer,address,undefined -DSYNTHGEN_LIBFUZZER) it searches; without, its main
// runs the files and folders that it is given, so that the corpus is an ordinary test with any compiler.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

#include "synthgen/json/document.hpp"

namespace {

using synthgen::json::Kind;
using synthgen::json::Value;

/// assert() is off in a release, and a fuzzer must see every broken promise.
void require(bool holds, const char* promise) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %s\n", promise);
  std::abort();
}

void check_value(const Value& value, const std::string& text) {
  require(value.place.offset + value.place.length <= text.size(), "a value lies in the text");
  const char first = text[value.place.offset];
  switch (value.kind) {
    case Kind::object:
      require(first == '{', "an object begins with its brace");
      break;
    case Kind::array:
      require(first == '[', "a list begins with its bracket");
      break;
    case Kind::string:
      require(first == '"' && text[value.place.offset + value.place.length - 1] == '"', "a text stands in quotes");
      require(value.offsets.empty() || value.offsets.size() == value.text.size() + 1, "each byte has an offset");
      break;
    case Kind::number:
      require(text.compare(value.place.offset, value.place.length, value.text) == 0, "a number keeps its digits");
      break;
    case Kind::null:
    case Kind::boolean:
      break;
  }
  for (const Value& item : value.items) check_value(item, text);
  for (const auto& member : value.members) {
    require(value.get(member.name) == &member.value, "a name stands once");
    check_value(member.value, text);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto source = std::make_shared<const synthgen::SourceText>("fuzz.json", text);
  const auto result = synthgen::json::parse_document(source);
  if (result.ok()) {
    check_value(result->root, text);
  } else {
    require(result.diagnostics().has_errors(), "a refusal has a reason");
    require(!render_text(result.diagnostics(), source.get()).empty(), "a reason can be shown");
  }
  return 0;
}

#ifndef SYNTHGEN_LIBFUZZER

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

int main(int count, char** arguments) {
  std::vector<std::filesystem::path> files;
  for (int i = 1; i < count; ++i) {
    if (std::filesystem::is_directory(arguments[i])) {
      for (const auto& entry : std::filesystem::recursive_directory_iterator(arguments[i])) {
        if (entry.is_regular_file()) files.push_back(entry.path());
      }
    } else {
      files.emplace_back(arguments[i]);
    }
  }
  std::sort(files.begin(), files.end());
  for (const auto& file : files) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
      std::fprintf(stderr, "cannot read %s\n", file.c_str());
      return 1;
    }
    const std::string bytes{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  }
  std::printf("%zu files\n", files.size());
  return files.empty() ? 1 : 0;  // a corpus that is not found must not pass
}

#endif
