#include "synthgen/noise/noise_habits.hpp"

#include <fmt/format.h>

#include "synthgen/kind/not_yet.hpp"

namespace synthgen {
namespace {

constexpr NoiseHabit kOperators[] = {
    // text
    {"spelling", "typo"},
    {"edit", "typo"},
    {"misspelling", "typo", R"(with "kind": "misspelling")"},
    {"misspell", "typo", R"(with "kind": "misspelling")"},
    {"keyboard", "typo", R"(with "kind": "keyboard")"},
    {"ocr", "typo", R"(with "kind": "ocr")"},
    {"phonetic", "typo", R"(with "kind": "phonetic")"},
    {"swap_case", "case"},
    {"uppercase", "case", R"(with "to": "upper")"},
    {"upper", "case", R"(with "to": "upper")"},
    {"lowercase", "case", R"(with "to": "lower")"},
    {"lower", "case", R"(with "to": "lower")"},
    {"capitalize", "case", R"(with "to": "title")"},
    {"spaces", "whitespace"},
    {"blanks", "whitespace"},
    {"trim", "whitespace"},
    {"cut", "truncate"},
    {"shorten", "truncate"},
    {"initials", "abbreviate", R"(with "initials": true)"},
    {"mojibake", "encoding"},
    {"charset", "encoding"},
    {"word_order", "swap_words"},
    {"shuffle_words", "swap_words"},
    // missing
    {"null", "missing"},
    {"nulls", "missing"},
    {"none", "missing"},
    {"nan", "missing"},
    {"na", "missing"},
    {"empty", "missing"},
    {"blank", "missing", R"(with "token": "")"},
    {"drop", "missing"},
    {"delete", "missing"},
    {"dropout", "missing"},
    {"mcar", "missing", "with a constant \"rate\""},
    {"mar", "missing", R"j(with a "rate" by other columns, such as "=if(age > 70, 0.4, 0.05)")j"},
    {"mnar", "missing", R"j(with a "rate" by the column itself, such as "=if(income > 90000, 0.4, 0.05)")j"},
    {"placeholder", "missing", R"(with "token": "N/A")"},
    {"sentinel", "missing", R"(with "token": -999)"},
    {"broken_off", "incomplete"},
    // number
    {"gaussian", "jitter"},
    {"noise", "jitter"},
    {"perturb", "jitter"},
    {"anomaly", "outlier"},
    {"extreme", "outlier"},
    {"spike", "outlier"},
    {"scale", "unit"},
    {"magnitude", "unit"},
    {"round", "round_to"},
    {"negate", "sign"},
    {"flip_sign", "sign"},
    // date
    {"date_swap", "swap_day_month"},
    {"day_month", "swap_day_month"},
    {"month_day", "swap_day_month"},
    {"date_shift", "shift"},
    {"offset", "shift"},
    {"date_format", "format_drift"},
    {"format", "format_drift"},
    {"default_date", "epoch"},
    // category
    {"shuffle", "mislabel"},
    {"label_noise", "mislabel"},
    {"flip", "mislabel"},
    {"confusion", "mislabel"},
    {"variant", "synonym"},
    {"alias", "synonym"},
    // cross-column and rows
    {"swap", "swap_columns"},
    {"duplicate", "duplicate_rows"},
    {"duplicates", "duplicate_rows"},
    {"delete_rows", "drop_rows"},
    {"duplicate_key", "repeat_key"},
    {"dangling", "orphan"},
    {"outdated", "stale"},
    // type
    {"type", "type_drift"},
    {"type_change", "type_drift"},
    {"cast", "type_drift"},
    {"regex", "replace"},
    {"regexp_replace", "replace"},
    {"substitute", "replace"},
};

constexpr NoiseHabit kKeys[] = {
    {"kind", "operator"},  {"type", "operator"},  {"method", "operator"}, {"op", "operator"}, {"noise", "operator"},
    {"column", "columns"}, {"field", "columns"},  {"fields", "columns"},  {"on", "columns"},  {"probability", "rate"},
    {"prob", "rate"},      {"p", "rate"},         {"ratio", "rate"},      {"share", "rate"},  {"fraction", "rate"},
    {"percent", "rate"},   {"frequency", "rate"}, {"frac", "rate"},       {"where", "if"},    {"when", "if"},
    {"condition", "if"},   {"filter", "if"},      {"label", "name"},      {"id", "name"},     {"fixed", "exact"},
};

const NoiseHabit* find_habit(std::span<const NoiseHabit> habits, std::string_view word) {
  for (const NoiseHabit& habit : habits) {
    if (habit.word == word) return &habit;
  }
  return nullptr;
}

}  // namespace

std::string noise_habit(std::string_view name) {
  const NoiseHabit* habit = find_habit(kOperators, name);
  if (habit == nullptr) return {};
  return fmt::format("it is called \"{}\" here{}{}{}", habit->ours, habit->beside.empty() ? "" : ", ", habit->beside,
                     is_not_yet(NotYet::noise, habit->ours) ? ", and is not supported yet" : "");
}

std::string_view noise_key_habit(std::string_view key) {
  const NoiseHabit* habit = find_habit(kKeys, key);
  return habit == nullptr ? std::string_view() : habit->ours;
}

std::span<const NoiseHabit> noise_habits() { return kOperators; }
std::span<const NoiseHabit> noise_key_habits() { return kKeys; }

}  // namespace synthgen
