#include "rule_habits.hpp"

#include <algorithm>
#include <iterator>
#include <span>

namespace synthgen {
namespace {

/// A word that is none of ours, and ours for it.
struct RuleHabit {
  std::string_view word;
  std::string_view ours;
};

constexpr RuleHabit kKeys[] = {
    {"condition", "check"},
    {"rule", "check"},
    {"expression", "check"},
    {"expr", "check"},
    {"assert", "check"},
    {"assertion", "check"},
    {"constraint", "check"},
    {"predicate", "check"},
    {"formula", "check"},
    {"test", "check"},
    {"must", "check"},
    {"require", "check"},
    {"requires", "check"},
    {"when", "if"},
    {"where", "if"},
    {"given", "if"},
    {"filter", "if"},
    {"antecedent", "if"},
    {"implies", "then"},
    {"consequent", "then"},
    {"otherwise", "else"},
    {"severity", "enforce"},
    {"mode", "enforce"},
    {"enforcement", "enforce"},
    {"level", "enforce"},
    {"action", "enforce"},
    {"on_violation", "enforce"},
    {"strategy", "enforce"},
    {"rate", "violate"},
    {"break", "violate"},
    {"breaks", "violate"},
    {"share", "violate"},
    {"probability", "violate"},
    {"violations", "violate"},
    {"violation_rate", "violate"},
    {"error_rate", "violate"},
    {"fixed", "exact"},
    {"distance", "by"},
    {"margin", "by"},
    {"amount", "by"},
    {"id", "name"},
    {"label", "name"},
    {"title", "name"},
    {"comment", "description"},
    {"note", "description"},
    {"message", "description"},
};

constexpr RuleHabit kEnforcements[] = {
    {"error", "verify"},     {"strict", "verify"},      {"hard", "verify"},        {"fail", "verify"},
    {"abort", "verify"},     {"stop", "verify"},        {"assert", "verify"},      {"check", "verify"},
    {"warn", "report"},      {"warning", "report"},     {"soft", "report"},        {"count", "report"},
    {"log", "report"},       {"info", "report"},        {"monitor", "report"},     {"redraw", "condition"},
    {"reject", "condition"}, {"resample", "condition"}, {"generate", "condition"}, {"solve", "condition"},
    {"fix", "condition"},    {"repair", "condition"},   {"enforce", "condition"},
};

constexpr std::string_view kRules[] = {
    "constraints", "constraint", "checks",     "check",       "conditions", "condition",
    "rule",        "assertions", "invariants", "validations", "validation", "business_rules",
};

std::string_view find_habit(std::span<const RuleHabit> habits, std::string_view word) {
  for (const RuleHabit& habit : habits) {
    if (habit.word == word) return habit.ours;
  }
  return {};
}

}  // namespace

bool means_rules(std::string_view key) {
  return std::find(std::begin(kRules), std::end(kRules), key) != std::end(kRules);
}
std::string_view rule_key_habit(std::string_view key) { return find_habit(kKeys, key); }
std::string_view enforcement_habit(std::string_view word) { return find_habit(kEnforcements, word); }

}  // namespace synthgen
