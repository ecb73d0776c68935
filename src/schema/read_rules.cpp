#include "read_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <span>
#include <vector>

#include "read_constants.hpp"
#include "rule_habits.hpp"
#include "synthgen/base/near_names.hpp"
#include "synthgen/base/number_text.hpp"
#include "synthgen/noise/noise_reader.hpp"
#include "synthgen/schema/keys.hpp"

namespace synthgen {
namespace {

constexpr const char* kExample = R"(for example "rules": [{"check": "shipped_at >= ordered_at"}])";
constexpr const char* kViolateExample = R"("violate": 0.01)";

/// What is told of a text that is quoted in a hint: the whole of it would drown the hint.
constexpr std::size_t kLongestQuoted = 60;

constexpr std::pair<std::string_view, Enforcement> kEnforcements[] = {
    {"condition", Enforcement::condition}, {"verify", Enforcement::verify}, {"report", Enforcement::report}};

bool is_key(std::string_view name) {
  const std::span<const KeyRecord> keys = rule_keys().keys;
  return std::any_of(keys.begin(), keys.end(), [&](const KeyRecord& key) { return key.name == name; });
}

/// Where the name of a key stands. REQUIRES: the object has it.
const Place& key_place(const json::Value& object, std::string_view key) { return object.find(key)->name_place; }

/// Whether a text can be shown in a hint as it is.
bool is_short(const json::Value& value) {
  return value.is(json::Kind::string) && value.text.size() <= kLongestQuoted &&
         value.text.find_first_of("\"\\\n\t") == std::string::npos;
}

/// "5%" is 0.05; nothing of other texts, or beyond 100%.
std::optional<double> percent_of(std::string_view text) {
  if (!text.ends_with('%')) return std::nullopt;
  text.remove_suffix(1);
  if (text.ends_with(' ')) text.remove_suffix(1);
  const std::optional<double> number = parse_number(text);
  if (!number.has_value() || !(*number >= 0 && *number <= 100)) return std::nullopt;
  return *number / 100;
}

/// One rule.
class RuleReader {
 public:
  /// number  its place in the list, from 1
  RuleReader(const json::Value& object, std::size_t number, const Schema& schema, Diagnostics& diagnostics)
      : json_(object), schema_(schema), diagnostics_(diagnostics) {
    rule_->name = fmt::format("rule {}", number);
  }

  /// Null where it is faulty.
  std::unique_ptr<RuleDeclaration> read() {
    const std::size_t before = diagnostics_.error_count();
    if (!json_.is(json::Kind::object)) {
      not_an_object();
      return nullptr;
    }
    rule_->place = json_.place;
    read_conditions();
    read_name();
    if (const json::Value* text = text_of("description", R"("description": "by law since 2020")"); text != nullptr) {
      rule_->description = text->text;
    }
    read_enforcement();
    read_violate();
    read_exact();
    read_by();
    check_all_known();
    if (diagnostics_.error_count() != before) return nullptr;
    return std::move(rule_);
  }

 private:
  void fault(std::string code, std::string message, const Place& place, std::string hint) {
    diagnostics_.add(make_error(std::move(code), std::move(message), place, std::move(hint)));
  }
  bool has(std::string_view key) const { return json_.get(key) != nullptr; }

  void not_an_object() {
    const bool short_text = is_short(json_);
    fault("SG2003", fmt::format("a rule is an object, not {}", json::kind_name(json_.kind)), json_.place,
          short_text ? fmt::format(R"(write {{"check": "{}"}})", json_.text) : kExample);
  }

  /// The text of a key; null where it is absent, or of another kind (SG2003).
  const json::Value* text_of(std::string_view key, std::string_view example) {
    const json::Value* value = json_.get(key);
    if (value == nullptr || value->is(json::Kind::string)) return value;
    fault("SG2003", fmt::format("\"{}\" is a text, not {}", key, json::kind_name(value->kind)), value->place,
          fmt::format("for example {}", example));
    return nullptr;
  }

  void read_name() {
    const json::Value* name = text_of("name", R"("name": "credit_limit")");
    if (name == nullptr) return;
    if (name->text.empty()) {
      fault("SG2003", "the \"name\" of a rule is empty", name->place,
            "give it a word, or leave the key out: the rule is then called by its place in the list");
      return;
    }
    rule_->name = name->text;
    rule_->named = true;
    rule_->place = name->place;
  }

  // check, or if, then and else

  void read_conditions() {
    check_form();
    // All of them are read, whatever their form, so that each fault in them is told.
    read_condition("check", rule_->check, rule_->check_place);
    read_condition("if", rule_->condition, rule_->condition_place);
    std::optional<Expression> then;
    Place then_place;
    read_condition("then", then, then_place);
    read_condition("else", rule_->otherwise, rule_->otherwise_place);
    if (!has("check")) {
      rule_->check = std::move(then);
      rule_->check_place = then_place;
    }
    if (const json::Value* first = json_.get(has("check") ? "check" : "if"); first != nullptr) {
      rule_->place = first->place;
    }
  }

  /// Whether those keys are there that go together. One fault at most: what is absent and what is too many are the
  /// same slip.
  void check_form() {
    const bool branches = has("then") || has("else");
    if (has("check") && has("if")) {
      fault("SG2500", "a rule has \"check\" or \"if\", and this one has both", key_place(json_, "if"),
            branches ? "make two rules of it: one with \"check\", one with \"if\" and \"then\""
                     : "\"if\": C, \"then\": P says that P holds where C is true: call the \"check\" \"then\"");
    } else if (has("if") && !has("then")) {
      if (habit_for("then")) return;
      fault("SG2002", "a rule with \"if\" lacks \"then\", what holds where it is true", key_place(json_, "if"),
            has("else")
                ? "where it is true nothing need hold? Then turn it round: \"if\": \"not (…)\", and \"then\" in "
                  "place of \"else\""
                : "add \"then\": \"loan is null\"; a condition for all rows is a \"check\"");
    } else if (branches && !has("if")) {
      if (habit_for("if")) return;
      const std::string_view first = has("then") ? "then" : "else";
      fault("SG2501",
            has("then") && has("else") ? "\"then\" and \"else\" stand without \"if\""
                                       : fmt::format("\"{}\" stands without \"if\"", first),
            key_place(json_, first),
            has("check") ? "\"check\" holds in all rows: remove the branch, or make a rule of its own with \"if\""
                         : "add \"if\": \"age < 18\"; what holds in all rows is a \"check\"");
    } else if (!has("check") && !has("if")) {
      if (habit_for("check") || habit_for("if")) return;
      fault("SG2002", "a rule lacks \"check\", what its rows must meet", json_.place,
            "add \"check\": \"debt <= 0.6 * income\", or \"if\" and \"then\"");
    }
  }

  /// Whether an unknown key is there that means `key`: it is told as unknown, and with it what is lacking.
  bool habit_for(std::string_view key) const {
    const std::vector<std::string> name = {std::string(key)};
    return std::any_of(json_.members.begin(), json_.members.end(), [&](const json::Member& member) {
      if (is_key(member.name)) return false;
      const std::string_view ours = rule_key_habit(member.name);
      return ours.empty() ? !near_names(member.name, name).empty() : ours == key;
    });
  }

  void read_condition(std::string_view key, std::optional<Expression>& read, Place& place) {
    const json::Value* condition = json_.get(key);
    if (condition == nullptr) return;
    place = condition->place;
    if (!condition->is(json::Kind::string)) {
      std::string hint = fmt::format("for example \"{}\": \"{}\"", key, key == "if" ? "age < 18" : "debt <= income");
      if (condition->is(json::Kind::array)) {
        hint = key == "if" ? R"(join several by "and" or "or": "age < 18 and status = 'student'")"
                           : R"(join several by "and", "debt <= income and age >= 18", or make a rule of each)";
      }
      fault("SG2003", fmt::format("\"{}\" is a condition in a text, not {}", key, json::kind_name(condition->kind)),
            condition->place, hint);
      return;
    }
    read = parse_expression_text(*condition, diagnostics_);
  }

  void read_enforcement() {
    const json::Value* word = text_of("enforce", R"("enforce": "verify")");
    if (word == nullptr) return;
    std::vector<std::string> names;
    for (const auto& [name, enforcement] : kEnforcements) {
      if (name == word->text) {
        rule_->enforcement = enforcement;
        return;
      }
      names.emplace_back(name);
    }
    std::string near = did_you_mean(word->text, names);
    if (const std::string_view ours = enforcement_habit(word->text); !ours.empty()) {
      near = fmt::format("it is called \"{}\" here;", ours);
    }
    fault(
        "SG2103", fmt::format("unknown enforcement \"{}\" of a rule", word->text), word->place,
        fmt::format("{}{}\"condition\" draws rows that obey, \"verify\" stops at one that does not, \"report\" counts "
                    "them",
                    near, near.empty() ? "" : " "));
  }

  // Rows that break it on purpose

  void read_violate() {
    const json::Value* violate = json_.get("violate");
    if (violate == nullptr) return;
    rule_->violate_place = violate->place;
    if (rule_->enforcement != Enforcement::condition) {
      fault("SG2502", fmt::format("\"violate\" stands beside \"enforce\": \"{}\"", json_.get("enforce")->text),
            key_place(json_, "violate"),
            "only a rule that rows are drawn by can be broken on purpose: remove one of the two");
    }
    if (violate->is(json::Kind::number)) {
      if (!check_share(violate->number, violate->text, *violate)) return;
    } else if (!violate->is(json::Kind::string) || !violate->text.starts_with('=')) {
      fault("SG2003",
            fmt::format("\"violate\" is a number from 0 to 1 or an expression, not {}", json::kind_name(violate->kind)),
            violate->place,
            !violate->is(json::Kind::string) || (violate->text.ends_with('%') && !percent_of(violate->text).has_value())
                ? "for example \"violate\": 0.01, or \"violate\": \"=if(age > 70, 0.1, 0)\""
            : percent_of(violate->text).has_value()
                ? fmt::format("it is a share, without quotes: {}", shortest_text(*percent_of(violate->text)))
            : parse_number(violate->text).has_value()
                ? fmt::format("a number stands without quotes: {}", violate->text)
                : fmt::format("an expression begins with \"=\": \"={}\"", violate->text));
      return;
    }
    rule_->violate = parse_parameter(*violate, diagnostics_);
    if (!rule_->violate.has_value() || rule_->violate->literal()) return;
    fixed_ = same_in_all_rows(*rule_->violate->expression);
    if (!fixed_) return;
    const std::optional<double> share = real_from_constants("\"violate\"", *violate, schema_, diagnostics_);
    if (share.has_value()) check_share(*share, shortest_text(*share), *violate);
  }

  bool check_share(double share, std::string_view text, const json::Value& value) {
    if (share >= 0 && share <= 1) return true;
    fault("SG2106", fmt::format("\"violate\" is a share from 0 to 1, not {}", text), value.place,
          share > 1 && share <= 100 ? fmt::format("{} percent are {:g}", text, share / 100)
                                    : fmt::format("for example {}", kViolateExample));
    return false;
  }

  /// Whether it reads constants of the document at most.
  bool same_in_all_rows(const Expression& expression) const {
    const auto constant = [&](const PathUse& use) {
      return use.path.size() == 1 && find_constant(schema_.constants, use.path.front()) != nullptr;
    };
    return !expression.varies() && std::all_of(expression.paths().begin(), expression.paths().end(), constant);
  }

  /// Whether `violate` is there, which the key needs.
  void need_violate(std::string_view key) {
    if (has("violate") || habit_for("violate")) return;
    fault("SG2503", fmt::format("\"{}\" stands without \"violate\"", key), key_place(json_, key),
          fmt::format("it is about rows that break the rule on purpose: add {}, or remove it", kViolateExample));
  }

  void read_exact() {
    const json::Value* exact = json_.get("exact");
    if (exact == nullptr) return;
    need_violate("exact");
    if (!exact->is(json::Kind::boolean)) {
      fault("SG2003", fmt::format("\"exact\" is true or false, not {}", json::kind_name(exact->kind)), exact->place,
            exact->is(json::Kind::number) ? "\"exact\": true has exactly round(violate × rows) of them"
                                          : "for example \"exact\": true");
      return;
    }
    rule_->exact = exact->boolean;
    rule_->exact_place = exact->place;
    if (rule_->exact && rule_->violate.has_value() && !rule_->violate->literal() && !fixed_) {
      fault("SG2504", "\"exact\" needs a share that is the same in all rows", rule_->violate_place,
            "an exact count is round(share × rows): give a number, or remove \"exact\"");
    }
  }

  void read_by() {
    const json::Value* by = json_.get("by");
    if (by == nullptr) return;
    need_violate("by");
    if (by->is(json::Kind::number) && !(by->number > 0)) {
      fault("SG2106", fmt::format("\"by\" is {}, and must be greater than 0", by->text), by->place,
            "it is a share of the rule's other side: 0.1 goes 10% beyond it");
      return;
    }
    const bool literal = by->is(json::Kind::boolean) || by->is(json::Kind::null) ||
                         (by->is(json::Kind::string) && (!by->text.starts_with('=') || by->text.starts_with("==")));
    if (literal || by->is(json::Kind::array)) {
      const bool number = by->is(json::Kind::string) && parse_number(by->text).has_value();
      fault("SG2003", fmt::format("\"by\" is a number, an expression or a source, not {}", json::kind_name(by->kind)),
            by->place,
            number                      ? fmt::format("a number stands without quotes: {}", by->text)
            : by->is(json::Kind::array) ? R"(one of several is a choice: {"choice": [0.05, 0.5]})"
                                        : R"(for example "by": {"distribution": "uniform", "min": 0.01, "max": 0.2})");
      return;
    }
    ColumnDeclaration none;
    none.json = &json_;
    ColumnReader outer(json_, none, diagnostics_, schema_.files.get());
    outer.set_nested(nested_source_reader());
    std::optional<NoiseParameter> read = NoiseReader(json_, "violate", outer).parameter("by");
    if (!read.has_value()) return;
    if (read->spec->reference() != nullptr) {
      fault("SG2407", "\"by\" cannot be a reference", by->place,
            "make it a hidden column of the table, and read that in an expression");
      return;
    }
    rule_->by = std::move(read->spec);
    rule_->by_declaration = std::move(read->declaration);
  }

  void check_all_known() {
    std::vector<std::string> names;
    for (const KeyRecord& key : rule_keys().keys) names.emplace_back(key.name);
    std::sort(names.begin(), names.end());
    for (const json::Member& member : json_.members) {
      if (is_key(member.name)) continue;
      std::string hint;
      if (const std::string_view ours = rule_key_habit(member.name); ours.empty()) {
        const std::string near = did_you_mean(member.name, names);
        hint = fmt::format("{}{}accepted: {}", near, near.empty() ? "" : " ", fmt::join(names, ", "));
      } else if (has(ours)) {
        hint = fmt::format("it is called \"{}\" here, and that is given: remove this one", ours);
      } else {
        const std::string_view word = ours == "enforce" ? enforcement_habit(member.value.text) : std::string_view();
        hint = word.empty() ? fmt::format("it is called \"{}\" here", ours)
                            : fmt::format("it is called \"enforce\" here: \"enforce\": \"{}\"", word);
      }
      fault("SG2004", fmt::format("unknown key \"{}\" of a rule", member.name), member.name_place, hint);
    }
  }

  const json::Value& json_;
  const Schema& schema_;
  Diagnostics& diagnostics_;
  std::unique_ptr<RuleDeclaration> rule_ = std::make_unique<RuleDeclaration>();
  bool fixed_ = false;  // the share is an expression that gives the same in all rows
};

/// The manifest and the log tell rules by their names.
void check_names(const json::Value& rules, Diagnostics& diagnostics) {
  std::map<std::string_view, std::size_t> given;  // by name: place in the list
  const auto name_of = [&](std::size_t i) -> const json::Value* {
    const json::Value* name = rules.items[i].get("name");
    return name != nullptr && name->is(json::Kind::string) && !name->text.empty() ? name : nullptr;
  };
  for (std::size_t i = 0; i < rules.items.size(); ++i) {
    const json::Value* name = name_of(i);
    if (name == nullptr || given.try_emplace(name->text, i).second) continue;
    diagnostics.add(make_error("SG2505", fmt::format("two rules are called \"{}\"", name->text), name->place,
                               "the name tells them apart in the manifest and the log: rename one"));
  }
  for (std::size_t i = 0; i < rules.items.size(); ++i) {
    if (name_of(i) != nullptr) continue;
    const std::string name = fmt::format("rule {}", i + 1);
    const auto found = given.find(name);
    if (found == given.end()) continue;
    diagnostics.add(
        make_error("SG2505", fmt::format("two rules are called \"{}\"", name), name_of(found->second)->place,
                   fmt::format("rule {} of the list has no name, so this is what it is called: rename one", i + 1)));
  }
}

/// For `rules` that is no list: a rule alone, conditions by name, or a condition.
std::string rules_hint(const json::Value& rules) {
  if (is_short(rules)) return fmt::format(R"(write [{{"check": "{}"}}])", rules.text);
  if (!rules.is(json::Kind::object) || rules.members.empty()) return kExample;
  if (std::any_of(rules.members.begin(), rules.members.end(),
                  [](const json::Member& member) { return is_key(member.name); })) {
    return "put the rule into a list: [{…}]";
  }
  const json::Member& first = rules.members.front();
  const bool shown = is_short(first.value) && first.name.size() <= kLongestQuoted &&
                     first.name.find_first_of("\"\\\n\t") == std::string::npos;
  return shown ? fmt::format(R"(write [{{"name": "{}", "check": "{}"}}])", first.name, first.value.text)
               : R"(a rule has its name within: [{"name": "credit_limit", "check": "debt <= income"}])";
}

}  // namespace

void read_rules(ObjectReader& reader, const Schema& schema, SchemaTable& table, Diagnostics& diagnostics) {
  const json::Value* rules = reader.take("rules");
  if (rules == nullptr) return;
  if (!rules->is(json::Kind::array)) {
    diagnostics.add(make_error("SG2003",
                               fmt::format("\"rules\" is a list of rules, not {}", json::kind_name(rules->kind)),
                               rules->place, rules_hint(*rules)));
    return;
  }
  if (rules->items.size() > kMostRules) {
    diagnostics.add(make_error("SG2007", fmt::format("more than {} rules in one table", kMostRules), rules->place,
                               "several conditions go into one, joined by \"and\""));
    return;
  }
  check_names(*rules, diagnostics);
  for (std::size_t i = 0; i < rules->items.size(); ++i) {
    std::unique_ptr<RuleDeclaration> rule = RuleReader(rules->items[i], i + 1, schema, diagnostics).read();
    if (rule != nullptr) table.rules.push_back(std::move(rule));
  }
}

}  // namespace synthgen
