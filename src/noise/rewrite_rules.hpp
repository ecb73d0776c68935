// Faults that put one piece of text in place of another: what a scanner misreads, what is spelled by ear.
//
// Rules are a data file; an entry is what stands in the text, what takes its place ("∅": nothing), and a weight. '^'
// before the left side binds it to the start of a word, '$' behind it to the end; '*' on either side is the contrary:
// the word goes on there.
//
// Spellings know what their letters sound like together. A left side keeps shorter ones within it from being applied:
// the c of "ch" is no k, and the l of "ll" is not doubled once more. A weight of 0 does only that. And a rule that
// doubles a letter is applied between vowels, or behind one where '$' binds it to the end of the word.
//
// Threads: immutable.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fault_place.hpp"
#include "fault_scratch.hpp"

namespace synthgen {

struct RewriteRule {
  std::string_view left;
  std::string_view right;
  std::uint32_t weight = 1;
  bool at_start = false;
  bool at_end = false;
  bool not_at_start = false;
  bool not_at_end = false;
  bool doubles = false;  ///< one letter becomes two of it
};

/// How the letters of a text meet those of a rule.
enum class RuleCase : std::uint8_t {
  exact,   ///< shapes: O is not o
  folded,  ///< spellings: rules are in lower case, and what takes a place keeps the case of what stood there
};
/// Whether the first character of a word is damaged less, as people do and scanners do not.
enum class FirstCharacter : std::uint8_t { alike, less };

class RewriteRules {
 public:
  /// data  name of the data file
  RewriteRules(std::string_view data, RuleCase rule_case, FirstCharacter first, FaultPosition position);

  const std::vector<RewriteRule>& rules() const { return rules_; }
  /// Appends the text with one rule applied at one place to `out`, drawn by weight among all that apply; false where
  /// none does.
  bool damage(std::string_view text, NoiseDraws& draws, FaultScratch& scratch, std::string& out) const;

 private:
  bool fits(const RewriteRule& rule, std::string_view read, const TextUnits& units, std::size_t unit) const;
  static void shield(std::vector<FaultScratch::Candidate>& candidates);
  void append_replacement(const RewriteRule& rule, std::string_view text, std::size_t at, std::string& out) const;

  RuleCase case_;
  FirstCharacter first_;
  FaultPosition position_;
  std::vector<RewriteRule> rules_;          // by the first byte of the left side
  std::array<std::uint16_t, 257> begin_{};  // of the rules of a byte
};

}  // namespace synthgen
