// Fuzzes patterns: any text is refused with a reason at a place within it, or is a pattern whose draws are UTF-8 of at
// most the declared length, the same whatever rows are drawn beside them. Where its distinct texts can be counted,
// ranks give different ones, and a text has as many ranks as it should: one.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "diagnostics_promise.hpp"
#include "pattern_automaton.hpp"
#include "pattern_parser.hpp"
#include "pattern_program.hpp"
#include "synthgen/json/utf8.hpp"

namespace {

using namespace synthgen;
using fuzz::require;

constexpr std::size_t kRows = 5;
/// Long texts are slow to draw and show nothing new.
constexpr std::size_t kLongestCounted = 300;

std::string written(const char* begin, const char* end, const PatternNode& pattern) {
  std::string text(begin, static_cast<std::size_t>(end - begin));
  require(text.size() <= pattern.longest, "no text is longer than the longest");
  require(json::find_invalid_utf8(text) == text.size(), "a text is UTF-8");
  return text;
}

std::vector<std::string> drawn(const PatternNode& pattern, const PatternProgram& program, RowSet rows) {
  std::vector<char> room(pattern.longest + PatternProgram::kSlack);
  PatternWords words(make_stream_key(7, "t", "c", "value/64"), 0);
  words.set_rows(rows);
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < rows.count; ++i) {
    texts.push_back(written(room.data(), program.write(words, i, room.data()), pattern));
  }
  return texts;
}

void require_drawn(const PatternNode& pattern) {
  const PatternProgram program(pattern);
  const std::vector<std::string> texts = drawn(pattern, program, RowSet::range(0, kRows));
  for (std::size_t i = 0; i < kRows; ++i) {
    const auto row = static_cast<std::int64_t>(i);
    require(drawn(pattern, program, RowSet::range(row, 1)) == std::vector<std::string>{texts[i]},
            "a text depends on its own row alone");
  }
  if (!program.fixed()) return;
  std::vector<char> room(kRows * pattern.longest);
  PatternWords words(make_stream_key(7, "t", "c", "value/64"), 0);
  words.set_rows(RowSet::range(0, kRows));
  program.write_fixed(words, kRows, room.data());
  for (std::size_t i = 0; i < kRows; ++i) {
    require(std::string_view(room.data() + i * pattern.longest, pattern.longest) == texts[i],
            "fixed texts are those that are drawn one by one");
  }
}

void require_ranks(const PatternNode& pattern, std::size_t size) {
  PatternFault fault;
  const std::optional<PatternAutomaton> automaton = PatternAutomaton::make(pattern, size, fault);
  if (!automaton.has_value()) {
    require(fault.code == "SG2733" && fault.begin == 0 && fault.length == size, "a refusal to count names the pattern");
    return;
  }
  require(automaton->count() >= 1, "a pattern has a text");
  const bool all = automaton->count() <= PatternAutomaton::kRanks;
  const auto ranks = static_cast<std::uint64_t>(std::min(automaton->count(), PatternAutomaton::kRanks));
  std::vector<char> room(pattern.longest + 4);
  PatternWords words(make_stream_key(7, "t", "c", "value/64"), 0);
  words.set_rows(RowSet::range(0, PatternWords::kRows));
  std::set<std::string> seen;
  const std::uint64_t tried = std::min<std::uint64_t>(ranks, PatternWords::kRows);
  for (std::uint64_t i = 0; i < tried; ++i) {
    // From both ends.
    const std::uint64_t rank = i % 2 == 0 ? i / 2 : ranks - 1 - i / 2;
    const char* end = all ? automaton->write(rank, room.data()) : automaton->write_spread(rank, words, i, room.data());
    require(seen.insert(written(room.data(), end, pattern)).second, "different ranks are different texts");
  }
  if (ranks > PatternWords::kRows) return;
  // Draws of the pattern are texts of its ranks: the two agree on the language.
  const PatternProgram program(pattern);
  for (const std::string& text : drawn(pattern, program, RowSet::range(0, PatternWords::kRows))) {
    require(seen.count(text) == 1, "each text that is drawn has a rank");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  PatternFault fault;
  const std::optional<PatternNode> pattern = parse_pattern(text, fault);
  if (!pattern.has_value()) {
    require(fault.begin <= size && fault.length <= size - fault.begin, "a fault lies within the pattern");
    fuzz::require_good(make_error(fault.code, fault.message, TextOrigin().place(fault.begin, fault.length), fault.hint),
                       size, nullptr);
    return 0;
  }
  require(pattern->longest <= kLongestPatternText, "the longest text is within its limit");
  require_drawn(*pattern);
  if (pattern->longest <= kLongestCounted) require_ranks(*pattern, size);
  return 0;
}
