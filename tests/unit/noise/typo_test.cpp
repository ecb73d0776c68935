// The operator `typo` on texts. Keyboards: keyboard_layout_test.cpp; numbers and dates: typo_digits_test.cpp.
#include <algorithm>
#include <set>

#include "text_trial.hpp"

namespace synthgen {
namespace {

/// What became of a text of 12 different letters: 0 substituted, 1 deleted, 2 inserted, 3 transposed; and where.
struct Edit {
  std::size_t kind = 9;
  std::size_t place = 0;
};
Edit edit_of(std::string_view from, std::string_view to) {
  std::size_t place = 0;
  while (place < std::min(from.size(), to.size()) && from[place] == to[place]) ++place;
  const std::string_view left = from.substr(place);
  const std::string_view made = to.substr(place);
  if (from.size() == to.size() + 1 && left.substr(1) == made) return {1, place};
  if (from.size() + 1 == to.size() && left == made.substr(1)) return {2, place};
  if (from.size() != to.size()) return {};
  if (left.substr(1) == made.substr(1)) return {0, place};
  if (left[0] == made[1] && left[1] == made[0] && left.substr(2) == made.substr(2)) return {3, place};
  return {};
}

constexpr const char* kText = "abcdefghijkl";

std::vector<std::uint64_t> edits_of(const std::map<std::string, std::uint64_t>& made) {
  std::vector<std::uint64_t> counts(4);
  for (const auto& [text, count] : made) {
    const Edit edit = edit_of(kText, text);
    REQUIRE(edit.kind < 4);
    counts[edit.kind] += count;
  }
  return counts;
}

TEST_CASE("Edits come as often as the shares say") {
  const auto counts = edits_of(outcomes(R"({"operator": "typo"})", kText, 100));
  CHECK(test::chi_square(counts, {.62, .17, .11, .10}) < test::chi_square_limit(3));
  const auto others =
      edits_of(outcomes(R"({"operator": "typo", "shares": {"delete": 1, "transpose": 3, "insert": 0}})", kText, 100));
  CHECK(test::chi_square(others, {0, .25, 0, .75}) < test::chi_square_limit(1));
}

TEST_CASE("The first character of a word is hit a quarter as often as another one") {
  const struct {
    const char* json;
    std::size_t places;
  } edits[] = {{R"({"operator": "typo", "shares": {"substitute": 1}})", 12},
               {R"({"operator": "typo", "shares": {"delete": 1}})", 12},
               {R"({"operator": "typo", "shares": {"transpose": 1}})", 11}};
  for (const auto& edit : edits) {
    INFO(edit.json);
    std::vector<std::uint64_t> counts(edit.places);
    for (const auto& [made, count] : outcomes(edit.json, kText, 100)) counts[edit_of(kText, made).place] += count;
    const double all = static_cast<double>(edit.places) - 0.75;
    std::vector<double> shares(edit.places, 1 / all);
    shares[0] = 0.25 / all;
    CHECK(test::chi_square(counts, shares) < test::chi_square_limit(edit.places - 1));
  }
  // Of two words, both first characters: "ab cd" without one of its five.
  CHECK(lie_as(outcomes(R"({"operator": "typo", "shares": {"delete": 1}})", "ab cd", 100),
               {{"b cd", .25 / 3.5}, {"a cd", 1 / 3.5}, {"abcd", 1 / 3.5}, {"ab d", .25 / 3.5}, {"ab c", 1 / 3.5}}));
}

TEST_CASE("A letter becomes any other of its class, those of the locale among them") {
  const Column clean = cells_of(kTextType, std::vector<const char*>(1000, "ö"));
  OperatorTrial german(R"({"operator": "typo", "shares": {"substitute": 1}})", {{&clean}}, "de_DE");
  std::map<std::string, std::uint64_t> counts;
  for (int batch = 0; batch < 100; ++batch) {
    REQUIRE(german.run({5, 6}, batch * 1000) == 1000);
    for (std::size_t row = 0; row < 1000; ++row) ++counts[german.cell(row)];
  }
  std::map<std::string, double> shares = {{"ä", 1 / 29.}, {"ü", 1 / 29.}, {"ß", 1 / 29.}};
  for (char c = 'a'; c <= 'z'; ++c) shares[std::string(1, c)] = 1 / 29.;
  CHECK(lie_as(counts, shares));

  std::map<std::string, double> digits;
  for (char c = '0'; c <= '9'; ++c) {
    if (c != '7') digits[std::string(1, c)] = 1 / 9.;
  }
  CHECK(lie_as(outcomes(R"({"operator": "typo", "shares": {"substitute": 1}})", "7", 100), digits));
  for (const auto& [made, count] : outcomes(R"({"operator": "typo", "shares": {"substitute": 1}})", "É")) {
    CHECK((made.size() == 1 && made[0] >= 'A' && made[0] <= 'Z'));
  }
}

TEST_CASE("A letter is put in before each character and behind the last, of the class beside it") {
  std::map<std::size_t, std::uint64_t> places;
  for (const auto& [made, count] : outcomes(R"({"operator": "typo", "shares": {"insert": 1}})", "AB12")) {
    REQUIRE(made.size() == 5);
    for (std::size_t place = 0; place < 5; ++place) {
      std::string without = made;
      without.erase(place, 1);
      if (without != "AB12") continue;
      places[place] += count;
      CHECK((made[place] >= 'A') == (place < 2));
      break;
    }
  }
  CHECK(places.size() == 5);
  // Beside signs the key is struck twice.
  CHECK(lie_as(outcomes(R"({"operator": "typo", "shares": {"insert": 1}})", "日"), {{"日日", 1}}));
}

TEST_CASE("Only texts that can suffer no edit at all are passed over") {
  CHECK(once(R"({"operator": "typo"})", "") == "(unchanged)");
  CHECK(once(R"({"operator": "typo", "shares": {"delete": 1}})", "a") == "(unchanged)");
  CHECK(once(R"({"operator": "typo", "shares": {"transpose": 1}})", "aaaa") == "(unchanged)");
  CHECK(once(R"({"operator": "typo", "shares": {"substitute": 1}})", "-.-") == "(unchanged)");
  // What cannot be leaves its share to the others.
  CHECK(lie_as(outcomes(R"({"operator": "typo", "shares": {"substitute": 5, "transpose": 3, "delete": 1}})", "--"),
               {{"-", 1}}));
  // One place of twenty.
  CHECK(lie_as(outcomes(R"({"operator": "typo", "shares": {"transpose": 1}})", "aaaaaaaaaaaaaaaaaaab"),
               {{"aaaaaaaaaaaaaaaaaaba", 1}}));
}

TEST_CASE("Accents stay with the letters that they belong to") {
  // e and a combining acute, four bytes of an emoji, a family joined to one sign.
  const char* text = "Jose\u0301 \U0001F600 \U0001F468\u200D\U0001F469";
  for (const char* json : {R"({"operator": "typo"})", R"({"operator": "typo", "kind": "keyboard"})",
                           R"({"operator": "typo", "kind": "ocr"})", R"({"operator": "typo", "per_cell": 3})"}) {
    for (const auto& [made, count] : outcomes(json, text)) CHECK_FALSE(made.starts_with("\u0301"));
  }
  // A mark without a letter would stay one unit, twice as long with every fault.
  CHECK(once(R"({"operator": "typo", "per_cell": 1000, "shares": {"insert": 1}})", "\u0301") == "(unchanged)");
  CHECK(once(R"({"operator": "typo", "per_cell": 1000, "shares": {"insert": 1}})", "\u0301a").size() < 5000);
  const auto transposed = outcomes(R"({"operator": "typo", "shares": {"transpose": 1}})", "se\u0301");
  CHECK(lie_as(transposed, {{"e\u0301s", 1}}));
}

TEST_CASE("Positions keep faults from first characters, or to the end") {
  for (const char* kind : {"edit", "keyboard", "ocr", "phonetic"}) {
    INFO(kind);
    const std::string json = std::string(R"({"operator": "typo", "kind": ")") + kind + R"(", "position": )";
    for (const auto& [made, count] : outcomes((json + R"("not_first"})").c_str(), "Hollie Kelly")) {
      CHECK(made.starts_with('H'));
      CHECK(made.find('K') != std::string::npos);
    }
    for (const auto& [made, count] : outcomes((json + R"("end"})").c_str(), "Hollie Kelly")) {
      CHECK(made.starts_with("Hollie K"));
    }
  }
  CHECK(once(R"({"operator": "typo", "position": "not_first", "shares": {"substitute": 1}})", "A B") == "(unchanged)");
}

TEST_CASE("A cell gets as many faults as per_cell says") {
  for (const auto& [made, count] : outcomes(R"({"operator": "typo", "per_cell": 3, "shares": {"delete": 1}})", kText)) {
    CHECK(made.size() == 9);
  }
  const Column clean = cells_of(kTextType, {kText, kText});
  OperatorTrial source(R"({"operator": "typo", "per_cell": {"constant": 2}, "shares": {"delete": 1}})", {{&clean}});
  CHECK(source.run() == 2);
  CHECK(source.cell(1).size() == 10);
  OperatorTrial none(R"({"operator": "typo", "per_cell": {"constant": 0}, "shares": {"delete": 1}})", {{&clean}});
  CHECK(none.run() == 2);
  CHECK(none.cell(0).size() == 11);
  // There is nothing left to delete after three.
  for (const auto& [made, count] :
       outcomes(R"({"operator": "typo", "per_cell": 9, "shares": {"delete": 1}})", "abcd")) {
    CHECK(made.size() == 1);
  }
}

TEST_CASE("A scanner misreads shapes by their weight, wherever they stand") {
  // r is n (2), rn is m (8), n is u (8) or h (4).
  const auto made = outcomes(R"({"operator": "typo", "kind": "ocr"})", "rn", 100);
  CHECK(made.count("m") == 1);
  CHECK(made.count("ru") == 1);
  // O: 0 (8), Q (8), D and C (4).
  CHECK(lie_as(outcomes(R"({"operator": "typo", "kind": "ocr"})", "O", 100),
               {{"0", 8 / 24.}, {"Q", 8 / 24.}, {"D", 4 / 24.}, {"C", 4 / 24.}}));
  CHECK(lie_as(outcomes(R"({"operator": "typo", "kind": "ocr"})", "Ñ", 10), {{"N", 1}}));
  CHECK(once(R"({"operator": "typo", "kind": "ocr"})", "日") == "(unchanged)");
}

TEST_CASE("Spelled by ear, a word keeps its capitals") {
  const auto philip = outcomes(R"({"operator": "typo", "kind": "phonetic"})", "Philip");
  CHECK(philip.count("Filip") == 1);
  CHECK(outcomes(R"({"operator": "typo", "kind": "phonetic"})", "PHILIP").count("FILIP") == 1);
  CHECK(outcomes(R"({"operator": "typo", "kind": "phonetic"})", "Frank").count("Phrank") == 1);
  CHECK(outcomes(R"({"operator": "typo", "kind": "phonetic"})", "FRANK").count("PHRANK") == 1);
  CHECK(outcomes(R"({"operator": "typo", "kind": "phonetic"})", "knife").count("nife") == 1);
  // Anchors: "kn" is silent at the start of a word only.
  for (const auto& [made, count] : outcomes(R"({"operator": "typo", "kind": "phonetic"})", "inkn"))
    CHECK(made != "inn");
  const auto spanish = outcomes(R"({"operator": "typo", "kind": "phonetic", "locale": "es_ES"})", "Hernández");
  CHECK(spanish.count("Ernández") == 1);
  CHECK(spanish.count("Hernandez") == 1);
  CHECK(spanish.count("Hernándes") == 1);
  const auto german = outcomes(R"({"operator": "typo", "kind": "phonetic", "locale": "de_DE"})", "Weiß");
  CHECK(german.count("Weiss") == 1);
  CHECK(german.count("Waiß") == 1);
  CHECK(once(R"({"operator": "typo", "kind": "phonetic"})", "日本 123") == "(unchanged)");
  // Letters that make one sound together are read together: the c of "ch" is no k, nor is its h silent, and what is
  // doubled already, or begins a word, is not doubled once more.
  const char* const spoken[] = {R"({"operator": "typo", "kind": "phonetic", "locale": "de_DE"})",
                                R"({"operator": "typo", "kind": "phonetic", "locale": "es_ES"})",
                                R"({"operator": "typo", "kind": "phonetic"})"};
  const std::pair<int, std::pair<const char*, std::vector<const char*>>> wrong[] = {
      {0, {"Schmidt Müller", {"Sschmidt Müller", "Skhmidt Müller", "Schmidt Mmüller", "Schmidt Mülller"}}},
      {0, {"Klaus Becker", {"Cklaus Becker", "Klaus Beccker", "Klaus Beckker"}}},
      {0, {"Tisch", {"Zisch", "Tissch", "Tisckh"}}},
      {1, {"Sánchez y Hoyos", {"Sáncez y Hoyos", "Sánchez ll Hoyos", "Sáncchez y Hoyos"}}},
      {2, {"Charles Becker", {"Ccharles Becker", "Charles Beccker", "Charles Becckers"}}},
      {2, {"Nancy Smith", {"Nnancy Smith", "Nancy Ssmith", "Nancy Smmith", "Nancy Zmith"}}}};
  for (const auto& [language, words] : wrong) {
    const auto made = outcomes(spoken[language], words.first);
    for (const char* one : words.second) {
      INFO(one);
      CHECK(made.count(one) == 0);
    }
  }
  CHECK(outcomes(spoken[0], "Müller").count("Müler") == 1);
  CHECK(outcomes(spoken[0], "Meier").count("Maier") == 1);
  CHECK(outcomes(spoken[1], "Hoyos").count("Hollos") == 1);
  CHECK(outcomes(spoken[1], "AHORA").count("AORA") == 1);
  CHECK(outcomes(spoken[2], "paralel").count("parallel") == 1);
  // Only the end may be damaged here, but "ch" begins before it.
  CHECK(outcomes(R"({"operator": "typo", "kind": "phonetic", "locale": "es_ES", "position": "end"})", "Sancho Ve")
            .count("Sanco Ve") == 0);
  // A silent word is not left empty.
  CHECK(once(R"({"operator": "typo", "kind": "phonetic", "locale": "es_ES"})", "H") == "(unchanged)");
}

TEST_CASE("A listed word is misspelled as a whole, in the case that it had") {
  const char* json = R"({"operator": "typo", "kind": "misspelling"})";
  CHECK(lie_as(outcomes(json, "address", 100), {{"adress", .5}, {"addres", .5}}));
  CHECK(lie_as(outcomes(json, "My 'Address'!"), {{"My 'Adress'!", .5}, {"My 'Addres'!", .5}}));
  CHECK(
      lie_as(outcomes(json, "ADDRESS—UNTIL"), {{"ADRESS—UNTIL", .25}, {"ADDRES—UNTIL", .25}, {"ADDRESS—UNTILL", .5}}));
  CHECK(once(json, "addresses xyz") == "(unchanged)");
  CHECK(once(json, "don't") != "(unchanged)");
  CHECK(once(R"({"operator": "typo", "kind": "misspelling", "locale": "es_ES"})", "Árbol") == "Arbol");
  CHECK(once(R"({"operator": "typo", "kind": "misspelling", "locale": "de_DE"})", "STRASSE Größe") == "STRASSE Grösse");
  const Column clean = cells_of(kTextType, {"ÁRBOL"});
  OperatorTrial document(json, {{&clean}}, "es_ES");
  CHECK(document.run() == 1);
  CHECK(document.cell(0) == "ARBOL");
}

TEST_CASE("A damaged text depends on the seed and the row alone") {
  const Column one = cells_of(kTextType, {kText});
  const Column two = cells_of(kTextType, {"other", kText});
  OperatorTrial first(R"({"operator": "typo"})", {{&one}});
  OperatorTrial second(R"({"operator": "typo"})", {{&two}});
  first.run({1, 2}, 41);
  second.run({1, 2}, 40);
  CHECK(first.cell(0) == second.cell(1));
  // Frozen: values of a release do not change.
  CHECK(first.cell(0) == "abcdeqghijkl");
}

TEST_CASE("Every parameter belongs to a kind, and is checked") {
  using Codes = std::vector<std::string>;
  CHECK(faults_of(R"({"operator": "typo", "kind": "ocr", "layout": "es"})") == Codes{"SG2410"});
  CHECK(faults_of(R"({"operator": "typo", "locale": "es_ES"})") == Codes{"SG2410"});
  CHECK(faults_of(R"({"operator": "typo", "kind": "keyboard", "shares": {"delete": 1}})") == Codes{"SG2410"});
  CHECK(faults_of(R"({"operator": "typo", "kind": "misspelling", "position": "end"})") == Codes{"SG2410"});
  CHECK(faults_of(R"({"operator": "typo", "kind": "typing"})") == Codes{"SG2103"});
  CHECK(faults_of(R"({"operator": "typo", "kind": "keyboard", "layout": "dvorak"})") == Codes{"SG2103"});
  CHECK(faults_of(R"({"operator": "typo", "kind": "phonetic", "locale": "fr_FR"})") == Codes{"SG2103"});
  CHECK(faults_of(R"({"operator": "typo", "shares": {"swap": 1}})") == Codes{"SG2103"});
  CHECK(faults_of(R"({"operator": "typo", "shares": {"delete": -1}})") == Codes{"SG2106"});
  CHECK(faults_of(R"({"operator": "typo", "shares": {"delete": "1"}})") == Codes{"SG2003"});
  CHECK(faults_of(R"({"operator": "typo", "shares": {"delete": 0}})") == Codes{"SG2412"});
  CHECK(faults_of(R"({"operator": "typo", "shares": {}})") == Codes{"SG2412"});
  CHECK(faults_of(R"({"operator": "typo", "shares": [1, 2]})") == Codes{"SG2003"});
  CHECK(faults_of(R"({"operator": "typo", "per_cell": 0})") == Codes{"SG2106"});
  CHECK(faults_of(R"({"operator": "typo", "per_cell": 1.5})") == Codes{"SG2106"});
  CHECK(faults_of(R"({"operator": "typo", "position": "start"})") == Codes{"SG2103"});
  CHECK(faults_of(R"({"operator": "typo", "rates": 1})") == Codes{"SG2404"});
  CHECK(faults_of(R"({"operator": "typo", "kind": "ocr"})", {TypeKind::integer, 0}) == Codes{"SG2411"});
  CHECK(faults_of(R"({"operator": "typo", "shares": {"delete": 1}})", {TypeKind::date, 0}) == Codes{"SG2412"});
  const Column clean = cells_of(kTextType, {"a"});
  const OperatorTrial french(R"({"operator": "typo", "kind": "phonetic"})", {{&clean}}, "fr_FR");
  REQUIRE(french.diagnostics().error_count() == 1);
  CHECK(french.diagnostics()[0].code == "SG2103");
}

}  // namespace
}  // namespace synthgen
