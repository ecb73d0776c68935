// JSON text as a tree in which every value knows its place (RFC 8259, UTF-8; // and
// /* */ comments allowed, a byte order mark at the head skipped).
//
// Threads: immutable once parsed. Determinism: members keep their order.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "synthgen/base/diagnostic.hpp"
#include "synthgen/base/result.hpp"

namespace synthgen::json {

enum class Kind : std::uint8_t { null, boolean, number, string, array, object };
std::string_view kind_name(Kind kind);  ///< "null", "a boolean", "a number", "a text", "a list", "an object"

struct Member;

class Value {
 public:
  Kind kind = Kind::null;
  bool boolean = false;
  double number = 0;                 ///< nearest double, for numbers
  std::string text;                  ///< the decoded text of a string; the digits as written of a number
  std::vector<Value> items;          ///< of a list
  std::vector<Member> members;       ///< of an object; no name occurs twice
  Place place;                       ///< the whole value; for an object or list its opening bracket only
  std::vector<std::size_t> offsets;  ///< of a string that holds escapes: see TextOrigin; else empty

  bool is(Kind wanted) const { return kind == wanted; }
  /// The member of that name, or null.
  const Member* find(std::string_view name) const;
  const Value* get(std::string_view name) const;
  /// A number written without fraction or exponent, that fits.
  std::optional<std::int64_t> as_int64() const;
  std::optional<std::uint64_t> as_uint64() const;
  /// REQUIRES: a string. Where each of its bytes stands in the file.
  TextOrigin origin() const;
};

struct Member {
  std::string name;
  Place name_place;  ///< the name with its quotes; its pointer is that of the value
  Value value;
};

struct Document {
  std::shared_ptr<const SourceText> source;
  Value root;
};

/// Limits of a document; a text beyond one of them is refused.
inline constexpr std::size_t kLargestTextBytes = std::size_t{64} << 20;
inline constexpr std::size_t kDeepestNesting = 200;
/// What the tree may take in memory: a list of millions of one-digit numbers takes far more than its text.
inline constexpr std::size_t kLargestTreeBytes = std::size_t{1} << 30;
/// Duplicate names beyond this number are not reported one by one.
inline constexpr std::size_t kMostDuplicates = 100;

/// name  the file's name as diagnostics show it
/// Errors SG1001 not JSON (with what was met and what was expected), SG1002 a name given twice (each of them is
/// reported, with the line of the first), SG1003 invalid UTF-8, SG1004 nested too deep, SG1005 a number out of a
/// double's range, SG1006 a text or tree beyond the size limits, SG1007 an empty document.
/// Source of the grammar: RFC 8259, comments added. Threads: any.
Result<Document> parse_document(std::string name, std::string text);
/// The same over a text that the caller keeps, so that the diagnostics of a failure can be rendered.
/// REQUIRES: source is not null.
Result<Document> parse_document(std::shared_ptr<const SourceText> source);

}  // namespace synthgen::json
