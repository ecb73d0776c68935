// Text to Document. The grammar is nlohmann's, through its SAX interface, which neither recurses nor builds a tree
// of its own; the builder here adds what that library does not tell: the place of every value, duplicate names,
// and limits on depth and size.
#include <algorithm>
#include <cassert>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "source_scan.hpp"
#include "syntax_error.hpp"
#include "synthgen/json/document.hpp"
#include "synthgen/json/utf8.hpp"

namespace synthgen::json {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Growing lists must move their values: copying would make reading quadratic in the depth.
static_assert(std::is_nothrow_move_constructible_v<Value> && std::is_nothrow_move_constructible_v<Member>);

/// A name as a step of a JSON Pointer (RFC 6901).
void append_step(std::string& pointer, std::string_view name) {
  pointer.push_back('/');
  for (const char c : name) {
    if (c == '~') {
      pointer += "~0";
    } else if (c == '/') {
      pointer += "~1";
    } else {
      pointer.push_back(c);
    }
  }
}

/// Whether the digits before the exponent hold one that is not 0.
bool has_digit_beside_zero(std::string_view number) {
  return number.substr(0, number.find_first_of("eE")).find_first_of("123456789") != std::string_view::npos;
}

class Builder final : public nlohmann::json_sax<nlohmann::json> {
 public:
  Builder(const SourceText& source, std::size_t begin) : source_(source), text_(source.text()), cursor_(text_, begin) {}

  bool null() override { return add(Value{}); }

  bool boolean(bool value) override {
    Value made;
    made.kind = Kind::boolean;
    made.boolean = value;
    return add(std::move(made));
  }

  bool number_integer(std::int64_t) override { return add_number(); }
  bool number_unsigned(std::uint64_t) override { return add_number(); }
  bool number_float(double, const std::string&) override { return add_number(); }

  bool string(std::string& value) override {
    Value made;
    made.kind = Kind::string;
    made.text = std::move(value);
    return add(std::move(made));
  }

  bool binary(nlohmann::json::binary_t&) override {
    assert(false);  // JSON text has none
    return false;
  }

  bool start_object(std::size_t) override { return begin(Kind::object); }
  bool start_array(std::size_t) override { return begin(Kind::array); }
  bool end_array() override { return end(); }

  bool end_object() override {
    report_duplicates(open_.back());
    return end();
  }

  bool key(std::string& name) override {
    const Span span = cursor_.next();
    Value& object = open_.back();
    Member member;
    member.name = std::move(name);
    member.name_place = {span.begin, span.end - span.begin, object.place.pointer};
    append_step(member.name_place.pointer, member.name);
    if (!take_memory(sizeof(Member) - sizeof(Value) + member.name.size() + member.name_place.pointer.size())) {
      return false;
    }
    object.members.push_back(std::move(member));
    expect_ = Expect::colon;
    return true;
  }

  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    explain();
    return false;
  }

  /// The parser takes a NUL byte for the end; the caller refuses those first, so this only guards.
  bool at_end() const { return skip_space(text_, cursor_.last().end) >= text_.size(); }

  void explain() {
    // Names given twice in what was read so far are faults of their own.
    for (const Value& value : open_) report_duplicates(value);
    Progress progress;
    progress.last = cursor_.last();
    progress.expect = expect_;
    if (!open_.empty()) {
      const Value& open = open_.back();
      progress.open = open.place.offset;
      progress.pointer = open.place.pointer;
      if (expect_ == Expect::colon) {
        progress.name = open.members.back().name;
        progress.pointer = open.members.back().name_place.pointer;
      }
    }
    progress.next_pointer = next_pointer();
    progress.last_pointer = last_pointer_;
    diagnostics_.add(explain_syntax(source_, progress));
  }

  const Diagnostics& diagnostics() const { return diagnostics_; }
  Value take_root() { return std::move(root_); }

 private:
  /// Of the value that is read next; between the members of an object, of what is nearest.
  std::string next_pointer() const {
    if (open_.empty()) return {};
    const Value& parent = open_.back();
    if (parent.is(Kind::object)) {
      return parent.members.empty() ? parent.place.pointer : parent.members.back().name_place.pointer;
    }
    return parent.place.pointer + "/" + std::to_string(parent.items.size());
  }

  /// Counts what the tree takes; refuses the document where it would not fit.
  bool take_memory(std::size_t bytes) {
    tree_bytes_ += bytes;
    if (tree_bytes_ <= kLargestTreeBytes) return true;
    diagnostics_.add(make_error("SG1006", "the text holds so many values that they do not fit into 1 GiB",
                                Place{cursor_.last().begin, 1, {}},
                                "a schema describes data; large data belongs into files of its own"));
    return false;
  }

  bool place(Value& value) {
    const Span span = cursor_.next();
    value.place = {span.begin, span.end - span.begin, next_pointer()};
    if (value.is(Kind::string)) {
      value.offsets = decoded_offsets(text_.substr(span.begin, span.end - span.begin), span.begin);
      assert(value.offsets.empty() || value.offsets.size() == value.text.size() + 1);
    }
    return take_memory(sizeof(Value) + value.text.size() + value.place.pointer.size() +
                       value.offsets.size() * sizeof(std::size_t));
  }

  bool add(Value value) {
    if (!place(value)) return false;
    attach(std::move(value));
    return true;
  }

  bool add_number() {
    Value value;
    value.kind = Kind::number;
    if (!place(value)) return false;
    value.text = text_.substr(value.place.offset, value.place.length);
    // The library reads numbers by the locale's strtod; this reads them the same everywhere.
    const auto [stop, fault] = std::from_chars(value.text.data(), value.text.data() + value.text.size(), value.number);
    const bool vanished = value.number == 0 && has_digit_beside_zero(value.text);
    if (fault != std::errc() || !std::isfinite(value.number) || vanished) {
      diagnostics_.add(number_out_of_range(value.text, value.place));
      value.number = 0;
    }
    attach(std::move(value));
    return true;
  }

  bool begin(Kind kind) {
    Value value;
    value.kind = kind;
    if (!place(value)) return false;
    if (open_.size() == kDeepestNesting) {
      // The pointer of a place that deep helps nobody.
      diagnostics_.add(make_error("SG1004", "nested deeper than " + std::to_string(kDeepestNesting) + " levels",
                                  Place{value.place.offset, 1, {}},
                                  "no schema needs that many; look for brackets that are repeated"));
      return false;
    }
    open_.push_back(std::move(value));
    expect_ = kind == Kind::object ? Expect::first_member : Expect::first_item;
    return true;
  }

  bool end() {
    cursor_.next();
    Value value = std::move(open_.back());
    open_.pop_back();
    attach(std::move(value));
    return true;
  }

  void attach(Value&& value) {
    last_pointer_ = value.place.pointer;
    if (open_.empty()) {
      root_ = std::move(value);
      expect_ = Expect::end_of_text;
      return;
    }
    Value& parent = open_.back();
    if (parent.is(Kind::object)) {
      parent.members.back().value = std::move(value);
      expect_ = Expect::next_member;
    } else {
      parent.items.push_back(std::move(value));
      expect_ = Expect::next_item;
    }
  }

  /// By sorting, so that an object of a million names is no trap.
  void report_duplicates(const Value& object) {
    std::vector<const Member*> sorted;
    sorted.reserve(object.members.size());
    for (const Member& member : object.members) sorted.push_back(&member);
    std::stable_sort(sorted.begin(), sorted.end(), [](const Member* a, const Member* b) { return a->name < b->name; });
    const Member* first = nullptr;
    for (const Member* member : sorted) {
      if (first == nullptr || member->name != first->name) {
        first = member;
        continue;
      }
      if (duplicates_++ >= kMostDuplicates) return;
      diagnostics_.add(make_error("SG1002", "the name " + in_quotes(member->name) + " is given twice",
                                  member->name_place,
                                  "the first is at " + line_and_column(source_, first->name_place.offset)));
    }
  }

  const SourceText& source_;
  std::string_view text_;
  TokenCursor cursor_;
  Expect expect_ = Expect::document;
  std::vector<Value> open_;  ///< outermost first; the last member of an open object is the one being read
  Value root_;
  std::string last_pointer_;
  Diagnostics diagnostics_;
  std::size_t tree_bytes_ = 0;
  std::size_t duplicates_ = 0;
};

Diagnostic too_large() {
  return make_error("SG1006", "the text is larger than 64 MiB", std::nullopt,
                    "a schema describes data; large data belongs into files of its own");
}

/// Refuses what is no text at all, before anything looks for JSON in it.
std::optional<Diagnostic> check_encoding(std::string_view text) {
  const std::size_t invalid = find_invalid_utf8(text);
  const std::size_t nul = text.find('\0');
  if (invalid == text.size() && nul == std::string_view::npos) return std::nullopt;
  const bool wide = text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF") || nul < 4;
  if (invalid == text.size() || nul < invalid) {
    return make_error("SG1001", "a NUL byte stands in the text", Place{nul, 1, {}},
                      wide ? "the file seems to be UTF-16; save it as UTF-8" : "take it away");
  }
  char byte[8];
  const unsigned value = static_cast<unsigned char>(text[invalid]);
  std::snprintf(byte, sizeof byte, "0x%02X", value);
  std::string hint = "save the file as UTF-8";
  if (wide) {
    hint = "the file seems to be UTF-16; save it as UTF-8";
  } else if (value >= 0xA0) {
    hint += "; in Latin-1 this byte is ";
    append_utf8(hint, value);
  }
  return make_error("SG1003", std::string("the byte ") + byte + " is not UTF-8", Place{invalid, 1, {}},
                    std::move(hint));
}

}  // namespace

Result<Document> parse_document(std::string name, std::string text) {
  if (text.size() > kLargestTextBytes) return too_large();
  return parse_document(std::make_shared<const SourceText>(std::move(name), std::move(text)));
}

Result<Document> parse_document(std::shared_ptr<const SourceText> source) {
  assert(source != nullptr);
  const std::string_view text = source->text();
  if (text.size() > kLargestTextBytes) return too_large();
  if (auto fault = check_encoding(text)) return *std::move(fault);
  const std::size_t begin = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  if (skip_space(text, begin) >= text.size()) {
    return make_error("SG1007", "the document is empty", Place{begin, 1, {}},
                      "a schema is one object: {\"synthgen\": 1, \"tables\": {…}}");
  }
  Builder builder(*source, begin);
  bool read = false;
  try {
    read = nlohmann::json::sax_parse(text.data(), text.data() + text.size(), &builder,
                                     nlohmann::json::input_format_t::json, /*strict=*/true, /*ignore_comments=*/true);
  } catch (const nlohmann::json::exception&) {
    read = false;  // its SAX interface reports by calls; should it throw after all, the place is known all the same
  }
  if (read ? !builder.at_end() : builder.diagnostics().empty()) builder.explain();
  if (builder.diagnostics().has_errors()) {
    Diagnostics found = builder.diagnostics();
    found.sort();
    return found;
  }
  return Document{std::move(source), builder.take_root()};
}

}  // namespace synthgen::json
