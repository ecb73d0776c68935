// The table behind is_not_yet: a few hundred names, asked about only while a schema is checked.
#include "synthgen/kind/not_yet.hpp"

namespace synthgen {
namespace {

struct Entry {
  NotYet place;
  std::string_view name;
};

constexpr Entry kEntries[] = {
#define NOT_YET(place, name) {NotYet::place, #name},
#include "not_yet.def"
#undef NOT_YET
};

}  // namespace

bool is_not_yet(NotYet place, std::string_view name) {
  for (const Entry& entry : kEntries) {
    if (entry.place == place && entry.name == name) return true;
  }
  return false;
}

std::vector<std::string_view> not_yet_names(NotYet place) {
  std::vector<std::string_view> names;
  for (const Entry& entry : kEntries) {
    if (entry.place == place) names.push_back(entry.name);
  }
  return names;
}

}  // namespace synthgen
