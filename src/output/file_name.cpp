// Names of files: what is refused, and why it is said.
#include "synthgen/output/file_name.hpp"

#include <string>

#include "synthgen/base/device_name.hpp"
#include "synthgen/output/destination.hpp"

namespace synthgen {
namespace {

std::string shown(std::string_view path) {
  std::string text;
  for (const char c : path.substr(0, 80)) text += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
  if (path.size() > 80) text += "…";
  return text;
}

// What is wrong with one part of a path; empty where nothing is.
std::string_view fault_of(std::string_view part) {
  if (part.empty()) return "has an empty part";
  if (part == "." || part == "..") return "must not leave its folder";
  if (part.size() > kLongestNameBytes) return "has a part longer than 255 bytes";
  for (const char c : part) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return "holds a control character";
    if (c == '\\') return "holds a backslash";
  }
  if (part.starts_with(".synthgen")) return "is kept for temporary files";
  if (part.ends_with(".manifest.json")) return "is kept for manifests";
  if (part.back() == '.' || part.back() == ' ') return "ends in a point or a space, which Windows drops";
  if (is_device_name(part)) return "is the name of a device on Windows";
  return {};
}

Status refuse(std::string_view path, std::string_view reason) {
  return make_error(output_code::kBadName, "the file name \"" + shown(path) + "\" " + std::string(reason), {},
                    "choose another name: \"file\" under \"output\", or -o");
}

}  // namespace

Status check_file_name(std::string_view path) {
  if (path.empty()) return refuse(path, "is empty");
  if (path.front() == '/') return refuse(path, "must be relative to the output folder");
  if (path == "manifest.json" || (path.starts_with("manifest.shard-") && path.ends_with(".json"))) {
    return refuse(path, "is kept for manifests");
  }
  for (std::string_view rest = path;;) {
    const std::size_t end = rest.find('/');
    const std::string_view reason = fault_of(rest.substr(0, end));
    if (!reason.empty()) return refuse(path, reason);
    if (end == std::string_view::npos) return Done{};
    rest.remove_prefix(end + 1);
  }
}

}  // namespace synthgen
