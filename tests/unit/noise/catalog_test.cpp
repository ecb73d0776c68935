// Every noise operator is documented; that the examples do what they say is shown by tests/cli/noise_test.py.
#include <algorithm>
#include <set>
#include <string>

#include "support/catch.hpp"
#include "synthgen/json/document.hpp"
#include "synthgen/kind/not_yet.hpp"
#include "synthgen/noise/noise.hpp"
#include "synthgen/noise/noise_habits.hpp"

namespace synthgen {
namespace {

bool takes_all_types(const NoiseKind& kind) {
  for (int type = 0; type <= static_cast<int>(TypeKind::uuid); ++type) {
    if (!kind.types.contains(static_cast<TypeKind>(type))) return false;
  }
  return true;
}

TEST_CASE("every noise operator has a name, a sentence, a source, a family and an example of itself") {
  REQUIRE_FALSE(noise_kinds().empty());
  std::set<std::string_view> names;
  for (const NoiseKind* kind : noise_kinds()) {
    const Record& record = kind->record;
    INFO(record.name);
    CHECK(names.insert(record.name).second);
    CHECK(find_noise(record.name) == kind);
    CHECK_FALSE(is_not_yet(NotYet::noise, record.name));
    CHECK(record.summary.ends_with('.'));
    CHECK(record.summary.size() <= 100);
    CHECK_FALSE(record.source.empty());
    CHECK(kind->parse != nullptr);
    CHECK(kind->least_columns <= kind->most_columns);
    // Whoever lists a column of another type is told what to do.
    CHECK(takes_all_types(*kind) == kind->types_hint.empty());

    const auto example = json::parse_document("example", std::string(record.example));
    REQUIRE(example.ok());
    const json::Value& object = example->root;
    REQUIRE(object.is(json::Kind::object));
    REQUIRE(object.get("operator") != nullptr);
    CHECK(object.get("operator")->text == record.name);
    REQUIRE(object.get("columns") != nullptr);
    CHECK(object.get("columns")->items.size() >= kind->least_columns);
    CHECK(object.get("columns")->items.size() <= kind->most_columns);
    // An example is what one begins with: a rate as data have it, not a table in ruins.
    REQUIRE(object.get("rate") != nullptr);
    CHECK(object.get("rate")->number <= 0.2);
  }
}

TEST_CASE("operators stand by families, in the order of the language") {
  constexpr std::string_view kFamilies[] = {"text", "missing", "number", "date", "category", "cross-column", "type"};
  std::size_t family = 0;
  for (const NoiseKind* kind : noise_kinds()) {
    INFO(kind->record.name);
    while (family < std::size(kFamilies) && kFamilies[family] != kind->family) ++family;
    REQUIRE(family < std::size(kFamilies));
  }
}

TEST_CASE("keys of an operator have meanings, and stand once") {
  for (const NoiseKind* kind : noise_kinds()) {
    std::set<std::string_view> names;
    for (const KeyRecord& key : kind->keys) {
      INFO(kind->record.name << ' ' << key.name);
      CHECK(names.insert(key.name).second);
      CHECK(key.meaning.ends_with('.'));
      // As in the records of other kinds: words of the language stand as they are.
      CHECK(key.meaning.find('`') == Text::npos);
    }
  }
}

TEST_CASE("what other tools call an operator leads to one of ours, and is none itself") {
  std::set<std::string_view> words;
  for (const NoiseHabit& habit : noise_habits()) {
    INFO(habit.word);
    CHECK(words.insert(habit.word).second);
    CHECK(find_noise(habit.word) == nullptr);
    CHECK_FALSE(is_not_yet(NotYet::noise, habit.word));
    CHECK((find_noise(habit.ours) != nullptr) != is_not_yet(NotYet::noise, habit.ours));
  }
  CHECK(noise_habit("ocr") == R"(it is called "typo" here, with "kind": "ocr")");
  CHECK(noise_habit("duplicate") == R"(it is called "duplicate_rows" here, and is not supported yet)");
  CHECK(noise_habit("zzz").empty());
}

TEST_CASE("a key that goes with a habit is one of the operator's own or one of all") {
  for (const NoiseHabit& habit : noise_habits()) {
    const std::size_t quote = habit.beside.find('"');
    const NoiseKind* kind = find_noise(habit.ours);
    if (quote == std::string_view::npos || kind == nullptr) continue;
    const std::string_view key = habit.beside.substr(quote + 1, habit.beside.find('"', quote + 1) - quote - 1);
    INFO(habit.word << ' ' << key);
    CHECK((key == "rate" || std::any_of(kind->keys.begin(), kind->keys.end(),
                                        [&](const KeyRecord& record) { return record.name == key; })));
  }
}

TEST_CASE("what other tools call a key leads to one that every operator has") {
  constexpr std::string_view kCommon[] = {"operator", "columns", "rate", "exact", "if", "name"};
  std::set<std::string_view> words;
  for (const NoiseHabit& habit : noise_key_habits()) {
    INFO(habit.word);
    CHECK(words.insert(habit.word).second);
    CHECK(std::find(std::begin(kCommon), std::end(kCommon), habit.ours) != std::end(kCommon));
    CHECK(std::find(std::begin(kCommon), std::end(kCommon), habit.word) == std::end(kCommon));
  }
  CHECK(noise_key_habit("probability") == "rate");
  CHECK(noise_key_habit("zzz").empty());
}

}  // namespace
}  // namespace synthgen
