// What a value of the tree can be asked.
#include "synthgen/json/document.hpp"

#include <cassert>
#include <charconv>

namespace synthgen::json {
namespace {

template <class Integer>
std::optional<Integer> whole_number(const Value& value) {
  if (!value.is(Kind::number)) return std::nullopt;
  // "-0" is read by from_chars for signed types only; unsigned ones refuse every minus sign, this one too.
  if (value.text == "-0") return Integer{0};
  Integer number = 0;
  const char* end = value.text.data() + value.text.size();
  const auto [stop, error] = std::from_chars(value.text.data(), end, number);
  if (error != std::errc() || stop != end) return std::nullopt;
  return number;
}

}  // namespace

std::string_view kind_name(Kind kind) {
  switch (kind) {
    case Kind::null:
      return "null";
    case Kind::boolean:
      return "a boolean";
    case Kind::number:
      return "a number";
    case Kind::string:
      return "a text";
    case Kind::array:
      return "a list";
    case Kind::object:
      return "an object";
  }
  assert(false);
  return "";
}

const Member* Value::find(std::string_view name) const {
  for (const Member& member : members) {
    if (member.name == name) return &member;
  }
  return nullptr;
}

const Value* Value::get(std::string_view name) const {
  const Member* member = find(name);
  return member != nullptr ? &member->value : nullptr;
}

std::optional<std::int64_t> Value::as_int64() const { return whole_number<std::int64_t>(*this); }

std::optional<std::uint64_t> Value::as_uint64() const { return whole_number<std::uint64_t>(*this); }

TextOrigin Value::origin() const {
  assert(is(Kind::string));
  if (!offsets.empty()) return {place.pointer, offsets};
  std::vector<std::size_t> identity(text.size() + 1);
  for (std::size_t i = 0; i < identity.size(); ++i) identity[i] = place.offset + 1 + i;
  return {place.pointer, std::move(identity)};
}

}  // namespace synthgen::json
