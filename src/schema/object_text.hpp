// JSON Schemas in the making, as text: what json_schema.cpp and noise_json_schema.cpp share.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "synthgen/kind/record.hpp"

namespace synthgen {

/// The text as a JSON string.
std::string quoted(std::string_view text);

/// An object in the making: members as JSON text.
class ObjectText {
 public:
  ObjectText& add(std::string_view name, std::string_view value);
  ObjectText& add_text(std::string_view name, std::string_view value) { return add(name, quoted(value)); }
  std::string text() const { return "{" + text_ + "}"; }

 private:
  std::string text_;
};

/// Items that are JSON already.
std::string list_text(const std::vector<std::string>& items);
std::string quoted_list(const std::vector<std::string_view>& names);

/// {"$ref": …}
std::string reference(std::string_view definition);
/// {"if": …, "then": {"$ref": …}}
std::string when(std::string_view condition, std::string_view definition);

/// The schema of a value with the meaning of its key, which editors show.
std::string described(std::string_view meaning, std::string_view value_schema);
void add_keys(std::span<const KeyRecord> keys, ObjectText& properties);

}  // namespace synthgen
