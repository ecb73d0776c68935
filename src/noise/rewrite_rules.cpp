#include "rewrite_rules.hpp"

#include <algorithm>

#include "data_texts.hpp"
#include "letter_forms.hpp"
#include "synthgen/base/number_text.hpp"

namespace synthgen {
namespace {

bool is_vowel(std::uint32_t code) {
  constexpr std::u32string_view kVowels = U"aeiouyáéíóúàèìòùâêîôûäëïöüåæøœ";
  return kVowels.find(static_cast<char32_t>(lower_of(code))) != std::u32string_view::npos;
}

/// Whether a word goes on with what is left of the text.
bool goes_on(std::string_view rest) { return !rest.empty() && is_in_word(first_character(rest).code); }

}  // namespace

RewriteRules::RewriteRules(std::string_view data, RuleCase rule_case, FirstCharacter first, FaultPosition position)
    : case_(rule_case), first_(first), position_(position) {
  DataLines lines(data_text(data));
  std::vector<std::string_view> fields;
  while (lines.next(fields)) {
    RewriteRule rule;
    rule.left = fields[0];
    rule.right = fields[1] == "∅" ? std::string_view() : fields[1];
    rule.weight = static_cast<std::uint32_t>(parse_integer(fields[2]).value());
    const char head = rule.left.front();
    if (rule.left.size() > 1 && (head == '^' || head == '*')) {
      (head == '^' ? rule.at_start : rule.not_at_start) = true;
      rule.left.remove_prefix(1);
    }
    const char tail = rule.left.back();
    if (rule.left.size() > 1 && (tail == '$' || tail == '*')) {
      (tail == '$' ? rule.at_end : rule.not_at_end) = true;
      rule.left.remove_suffix(1);
    }
    rule.doubles = rule_case == RuleCase::folded && rule.left.size() * 2 == rule.right.size() &&
                   rule.right.starts_with(rule.left) && rule.right.ends_with(rule.left) &&
                   first_character(rule.left).bytes == rule.left.size();
    rules_.push_back(rule);
  }
  const auto byte = [](const RewriteRule& rule) { return static_cast<unsigned char>(rule.left.front()); };
  std::stable_sort(rules_.begin(), rules_.end(),
                   [&](const RewriteRule& a, const RewriteRule& b) { return byte(a) < byte(b); });
  for (const RewriteRule& rule : rules_) ++begin_[byte(rule) + std::size_t{1}];
  for (std::size_t i = 1; i < begin_.size(); ++i) begin_[i] = static_cast<std::uint16_t>(begin_[i] + begin_[i - 1]);
}

bool RewriteRules::damage(std::string_view text, NoiseDraws& draws, FaultScratch& scratch, std::string& out) const {
  if (text.empty()) return false;
  scratch.units.read(text);
  const TextUnits& units = scratch.units;
  std::string_view read = text;
  if (case_ == RuleCase::folded) {
    scratch.folded.clear();
    append_lower(text, scratch.folded);
    read = scratch.folded;
  }
  scratch.candidates.clear();
  const std::size_t first_unit = first_place(position_, units.size());
  // What shields letters may begin before the first place that can be damaged.
  for (std::size_t unit = case_ == RuleCase::folded ? 0 : first_unit; unit < units.size(); ++unit) {
    const std::size_t at = units.begin(unit);
    const auto byte = static_cast<unsigned char>(read[at]);
    if (begin_[byte] == begin_[byte + std::size_t{1}]) continue;
    const bool starts = units.starts_word(unit);
    const bool allowed = unit >= first_unit && !(starts && position_ == FaultPosition::not_first);
    const std::uint32_t factor = !allowed ? 0 : starts && first_ == FirstCharacter::less ? 1 : kFirstDivisor;
    for (std::size_t r = begin_[byte]; r < begin_[byte + std::size_t{1}]; ++r) {
      const RewriteRule& rule = rules_[r];
      if (!read.substr(at).starts_with(rule.left) || !fits(rule, read, units, unit)) continue;
      scratch.candidates.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(rule.left.size()),
                                    static_cast<std::uint32_t>(r), rule.weight * factor});
    }
  }
  if (case_ == RuleCase::folded) shield(scratch.candidates);
  std::uint64_t total = 0;
  for (const FaultScratch::Candidate& candidate : scratch.candidates) total += candidate.weight;
  if (total == 0) return false;
  std::uint32_t drawn = draws.below(total);
  std::size_t chosen = 0;
  while (drawn >= scratch.candidates[chosen].weight) drawn -= scratch.candidates[chosen++].weight;
  const FaultScratch::Candidate& candidate = scratch.candidates[chosen];
  out.append(text, 0, candidate.begin);
  append_replacement(rules_[candidate.entry], text, candidate.begin, out);
  return true;
}

bool RewriteRules::fits(const RewriteRule& rule, std::string_view read, const TextUnits& units,
                        std::size_t unit) const {
  // No text is left empty.
  if (rule.right.empty() && rule.left.size() == read.size()) return false;
  const bool starts = units.starts_word(unit);
  if ((rule.at_start && !starts) || (rule.not_at_start && starts)) return false;
  const std::string_view rest = read.substr(units.begin(unit) + rule.left.size());
  if ((rule.at_end || rule.not_at_end) && goes_on(rest) != rule.not_at_end) return false;
  if (!rule.doubles) return true;
  if (starts || !is_vowel(units.code(unit - 1))) return false;
  return rule.at_end || (!rest.empty() && is_vowel(first_character(rest).code));
}

void RewriteRules::shield(std::vector<FaultScratch::Candidate>& candidates) {
  // They lie in order of their beginnings: where those that begin before end, and which is the longest that begins
  // here, decides.
  std::uint32_t reached = 0;
  for (std::size_t begin = 0; begin < candidates.size();) {
    std::uint32_t longest = 0;
    std::size_t end = begin;
    for (; end < candidates.size() && candidates[end].begin == candidates[begin].begin; ++end) {
      longest = std::max(longest, candidates[end].size);
    }
    for (; begin < end; ++begin) {
      FaultScratch::Candidate& candidate = candidates[begin];
      if (candidate.size < longest || candidate.begin + candidate.size <= reached) candidate.weight = 0;
    }
    reached = std::max(reached, candidates[end - 1].begin + longest);
  }
}

void RewriteRules::append_replacement(const RewriteRule& rule, std::string_view text, std::size_t at,
                                      std::string& out) const {
  std::string_view rest = text.substr(at + rule.left.size());
  const auto is_upper = [](std::string_view from) {
    return !from.empty() && letter_class(first_character(from).code) == LetterClass::upper;
  };
  const std::string_view left = text.substr(at, rule.left.size());
  if (case_ == RuleCase::exact || !is_upper(left)) {
    out += rule.right;
    out += rest;
    return;
  }
  // After a capital the next letter tells "Ph" from "PH", and where there is none the one before.
  const std::size_t first = first_character(left).bytes;
  const std::string_view next = text.substr(at + first);
  const bool alone = next.empty() || letter_class(first_character(next).code) == LetterClass::none;
  const bool all = alone ? at > 0 && text[at - 1] >= 'A' && text[at - 1] <= 'Z' : is_upper(next);
  append_in_case(rule.right, all ? WordCase::upper : WordCase::first_upper, out);
  if (rule.right.empty() && !rest.empty()) {
    // "Hernández" without its H is "Ernández".
    const Character character = first_character(rest);
    append_in_case(rest.substr(0, character.bytes), WordCase::first_upper, out);
    rest.remove_prefix(character.bytes);
  }
  out += rest;
}

}  // namespace synthgen
