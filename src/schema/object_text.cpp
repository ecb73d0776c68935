#include "object_text.hpp"

#include <fmt/format.h>

#include <cassert>

#include "synthgen/json/writer.hpp"

namespace synthgen {

std::string quoted(std::string_view text) {
  json::Writer writer;
  writer.string(text);
  std::string token = writer.take();
  token.pop_back();  // the line feed
  return token;
}

ObjectText& ObjectText::add(std::string_view name, std::string_view value) {
  text_ += fmt::format("{}{}: {}", text_.empty() ? "" : ", ", quoted(name), value);
  return *this;
}

std::string list_text(const std::vector<std::string>& items) { return fmt::format("[{}]", fmt::join(items, ", ")); }

std::string quoted_list(const std::vector<std::string_view>& names) {
  std::vector<std::string> items;
  for (const std::string_view name : names) items.push_back(quoted(name));
  return list_text(items);
}

std::string reference(std::string_view definition) { return fmt::format(R"({{"$ref": "#/$defs/{}"}})", definition); }

std::string when(std::string_view condition, std::string_view definition) {
  return fmt::format(R"({{"if": {}, "then": {}}})", condition, reference(definition));
}

std::string described(std::string_view meaning, std::string_view value_schema) {
  const std::size_t brace = value_schema.find('{');
  assert(brace != std::string_view::npos);
  const std::string_view rest = value_schema.substr(brace + 1);
  const bool empty = rest.find('"') == std::string_view::npos;
  return fmt::format("{{\"description\": {}{}{}", quoted(meaning), empty ? "" : ", ", rest);
}

void add_keys(std::span<const KeyRecord> keys, ObjectText& properties) {
  for (const KeyRecord& key : keys) properties.add(key.name, described(key.meaning, key.value_schema));
}

}  // namespace synthgen
