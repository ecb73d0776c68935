#include "indented_json.hpp"

#include "synthgen/json/writer.hpp"

namespace synthgen {
namespace {

/// Objects and lists up to this length stand on one line.
constexpr std::size_t kLineCharacters = 110;

void write_value(const json::Value& value, json::Writer& writer, json::Layout layout);

std::size_t line_length(const json::Value& value) {
  json::Writer writer;
  write_value(value, writer, json::Layout::line);
  return writer.take().size();
}

/// Block by block, but short objects and lists on one line.
void write_value(const json::Value& value, json::Writer& writer, json::Layout layout) {
  switch (value.kind) {
    case json::Kind::null:
      writer.null();
      return;
    case json::Kind::boolean:
      writer.boolean(value.boolean);
      return;
    case json::Kind::number:
      writer.raw(value.text);
      return;
    case json::Kind::string:
      writer.string(value.text);
      return;
    case json::Kind::array:
    case json::Kind::object:
      break;
  }
  if (layout == json::Layout::block && line_length(value) <= kLineCharacters) layout = json::Layout::line;
  if (value.is(json::Kind::array)) {
    writer.begin_array(layout);
    for (const json::Value& item : value.items) write_value(item, writer, layout);
    writer.end_array();
    return;
  }
  writer.begin_object(layout);
  for (const json::Member& member : value.members) {
    writer.key(member.name);
    write_value(member.value, writer, layout);
  }
  writer.end_object();
}

}  // namespace

std::string indented_json(const json::Value& value) {
  json::Writer writer;
  write_value(value, writer, json::Layout::block);
  return writer.take();
}

}  // namespace synthgen
