#include "folded_names.hpp"

#include <string>

#include "support/catch.hpp"

using namespace synthgen;

namespace {

std::string folded(std::string_view name, NamePart part, Transliteration rules = Transliteration::plain) {
  char room[kLongestFolded];
  return {room, fold_name(name, part, rules, room)};
}

}  // namespace

TEST_CASE("a name folds to ASCII letters by the rules of the language") {
  CHECK(folded("Müller", NamePart::last, Transliteration::german) == "mueller");
  CHECK(folded("Müller", NamePart::last) == "muller");
  CHECK(folded("Núñez", NamePart::last) == "nunez");
  CHECK(folded("Großmann", NamePart::last, Transliteration::german) == "grossmann");
  CHECK(folded("ÖZLEM", NamePart::first, Transliteration::german) == "oezlem");
  CHECK(folded("O'Brien", NamePart::last) == "obrien");
  CHECK(folded("de la Cruz", NamePart::last) == "delacruz");
}

TEST_CASE("a long first name of several words stands for its first word, a long last name for itself") {
  CHECK(folded("Juan Carlos", NamePart::first) == "juancarlos");
  CHECK(folded("María del Carmen", NamePart::first) == "maria");
  CHECK(folded("Hans-Joachim", NamePart::first) == "hans");
  CHECK(folded("Maximilian", NamePart::first) == "maximilian");
  CHECK(folded("Alexandrina-Victoria", NamePart::last) == "alexandrinavictoria");
  CHECK(folded(" María del Carmen", NamePart::first) == "maria");  // the blank before it ends no word
}

TEST_CASE("a name without letters of ASCII folds to nothing, a very long one is cut") {
  CHECK(folded("", NamePart::first).empty());
  CHECK(folded("李", NamePart::last).empty());
  CHECK(folded(" - ' ", NamePart::last).empty());
  CHECK(folded("\xff\xfe", NamePart::last).empty());
  CHECK(folded(std::string(500, 'x'), NamePart::last) == std::string(kLongestFolded, 'x'));
  CHECK(folded(std::string(500, 'x') + " y", NamePart::first) == std::string(kLongestFolded, 'x'));
}
