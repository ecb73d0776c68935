// Keyboard layouts, and the operator `typo` of kind `keyboard` on them.
#include "keyboard_layout.hpp"

#include <cmath>
#include <set>

#include "text_trial.hpp"

namespace synthgen {
namespace {

std::set<std::string> beside(const KeyboardLayout& layout, const char* character) {
  std::set<std::string> texts;
  for (const KeyboardLayout::Neighbour& neighbour : layout.neighbours(first_character(character).code)) {
    char bytes[4];
    texts.emplace(bytes, put_character(neighbour.code, bytes));
  }
  return texts;
}

TEST_CASE("Keys of every layout are neighbours of one another, within reach, and a character is on one key") {
  for (const std::string_view name : kLayouts) {
    INFO(name);
    const KeyboardLayout layout(name);
    CHECK(layout.keys().size() >= 44);
    std::map<std::uint32_t, std::pair<double, double>> places;
    for (const KeyboardLayout::Key& key : layout.keys()) {
      for (const std::uint32_t code : key.codes) {
        if (code != 0) CHECK(places.emplace(code, std::pair(key.x, key.y)).second);
      }
    }
    for (char c = 'a'; c <= 'z'; ++c) CHECK(places.count(static_cast<std::uint32_t>(c)) == 1);
    for (char c = '0'; c <= '9'; ++c) CHECK(places.count(static_cast<std::uint32_t>(c)) == 1);
    for (const auto& [code, place] : places) {
      INFO(code);
      const auto neighbours = layout.neighbours(code);
      CHECK(neighbours.size() <= 6);
      if (letter_class(code) == LetterClass::lower) CHECK(neighbours.size() >= (code < 0x80 ? 2 : 1));
      std::set<std::uint32_t> different;
      for (const KeyboardLayout::Neighbour& neighbour : neighbours) {
        CHECK(neighbour.code != code);
        CHECK(different.insert(neighbour.code).second);
        const auto& other = places.at(neighbour.code);
        CHECK(std::hypot(other.first - place.first, other.second - place.second) <= kNeighbourDistance);
        bool back = false;
        for (const KeyboardLayout::Neighbour& of_it : layout.neighbours(neighbour.code)) back |= of_it.code == code;
        CHECK(back);
      }
      if (!neighbours.empty()) CHECK(neighbours.back().end == 0xFFFF'FFFF);
    }
  }
}

TEST_CASE("Neighbours lie as on the desk") {
  const KeyboardLayout us("us");
  CHECK(beside(us, "g") == std::set<std::string>{"f", "h", "t", "y", "v", "b"});
  CHECK(beside(us, "G") == std::set<std::string>{"F", "H", "T", "Y", "V", "B"});
  CHECK(beside(us, "q") == std::set<std::string>{"1", "2", "w", "a"});
  CHECK(beside(us, "5") == std::set<std::string>{"4", "6", "r", "t"});
  CHECK(beside(us, "ñ").empty());
  CHECK(beside(us, "€").empty());
  CHECK(beside(KeyboardLayout("es"), "ñ") == std::set<std::string>{"l", "p", ".", "-"});
  CHECK(beside(KeyboardLayout("de"), "ö") == std::set<std::string>{"l", "ä", "p", "ü", ".", "-"});
  CHECK(beside(KeyboardLayout("de"), "y") == std::set<std::string>{"<", "x", "a", "s"});
  CHECK(beside(KeyboardLayout("fr"), "a") == std::set<std::string>{"&", "é", "z", "q"});
  CHECK(beside(KeyboardLayout("fr"), "1") == std::set<std::string>{"2", "A"});
  CHECK(beside(KeyboardLayout("gb"), "z") == std::set<std::string>{"\\", "x", "a", "s"});
  CHECK(kLayouts[layout_of_locale("en_GB")] == "gb");
  CHECK(kLayouts[layout_of_locale("es_ES")] == "es");
  CHECK(kLayouts[layout_of_locale("de_DE")] == "de");
  CHECK(kLayouts[layout_of_locale("fr_FR")] == "fr");
  CHECK(kLayouts[layout_of_locale("it_IT")] == "us");
}

TEST_CASE("A key is struck in place of its neighbour nine times in ten, and the nearer the more") {
  // From g at (5.75, 2): f and h at 1, t at √(1 + 1/16), y at √(1 + 9/16), v and b at √(1 + 1/4).
  const std::map<std::string, double> near = {{"f", 1},
                                              {"h", 1},
                                              {"t", 1 / std::sqrt(1.0625)},
                                              {"y", 1 / std::sqrt(1.5625)},
                                              {"v", 1 / std::sqrt(1.25)},
                                              {"b", 1 / std::sqrt(1.25)}};
  double sum = 0;
  for (const auto& [key, weight] : near) sum += weight;
  std::map<std::string, double> shares;
  for (const auto& [key, weight] : near) {
    shares[key] = 0.9 * weight / sum;
    shares["g" + key] = 0.05 * weight / sum;
    shares[key + "g"] = 0.05 * weight / sum;
  }
  CHECK(lie_as(outcomes(R"({"operator": "typo", "kind": "keyboard"})", "g", 100), shares));
  std::map<std::string, double> upper;
  for (const auto& [made, share] : shares) {
    std::string raised;
    for (const char c : made) raised += static_cast<char>(c - 'a' + 'A');
    upper[raised] = share;
  }
  CHECK(lie_as(outcomes(R"({"operator": "typo", "kind": "keyboard", "layout": "us"})", "G", 100), upper));
}

TEST_CASE("What is not on the layout is not struck") {
  for (const auto& [made, count] : outcomes(R"({"operator": "typo", "kind": "keyboard", "layout": "us"})", "ñ日a ñ")) {
    CHECK(made.starts_with("ñ日"));
    CHECK(made.ends_with(" ñ"));
  }
  CHECK(once(R"({"operator": "typo", "kind": "keyboard", "layout": "us"})", "日本 ñ") == "(unchanged)");
  CHECK(once(R"({"operator": "typo", "kind": "keyboard", "layout": "es"})", "ñ") != "(unchanged)");
  CHECK(once(R"({"operator": "typo", "kind": "keyboard"})", "") == "(unchanged)");
}

}  // namespace
}  // namespace synthgen
