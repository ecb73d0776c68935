// Fuzzes parse_document: any bytes give a tree whose places lie in the text, or diagnostics that can be rendered.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "diagnostics_promise.hpp"
#include "synthgen/json/document.hpp"

namespace {

using synthgen::fuzz::require;
using synthgen::fuzz::require_good;
using synthgen::json::Kind;
using synthgen::json::Value;

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
    require_good(result.diagnostics(), size, source.get());
  }
  return 0;
}
