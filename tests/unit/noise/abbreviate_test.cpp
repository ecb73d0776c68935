// The operator `abbreviate`.
#include "text_trial.hpp"

namespace synthgen {
namespace {

constexpr const char* kStreets = R"({"operator": "abbreviate", "words": {
  "Street": "St.", "Avenida": "Avda.", "Avenida de la": "Av.", "Saint": "St", "ático": "át."}})";
constexpr const char* kInitials = R"({"operator": "abbreviate", "initials": true})";

TEST_CASE("abbreviate finds whole words in any letter case, all that the text has") {
  CHECK(once(kStreets, "5 Main Street") == "5 Main St.");
  CHECK(once(kStreets, "SAINT James street, Streets 5") == "St James St., Streets 5");
  CHECK(once(kStreets, "Avenida Sol, 3 ÁTICO") == "Avda. Sol, 3 át.");
  CHECK(once(kStreets, "Downstreet 5") == "(unchanged)");
  CHECK(once(kStreets, "Streeté") == "(unchanged)");
}

TEST_CASE("abbreviate takes the longest word, and doubles no point") {
  CHECK(once(kStreets, "Avenida de  la Paz") == "Av. Paz");
  CHECK(once(kStreets, "Avenida de Lavapiés") == "Avda. de Lavapiés");
  CHECK(once(kStreets, "It is Main Street.") == "It is Main St.");
  CHECK(once(kStreets, "Street") == "St.");
}

TEST_CASE("abbreviate draws among the abbreviations of a list, at each place anew") {
  CHECK(lie_as(outcomes(R"({"operator": "abbreviate", "words": {"calle": ["C/", "c."]}})", "Calle Ó o calle U"),
               {{"C/ Ó o C/ U", 0.25}, {"C/ Ó o c. U", 0.25}, {"c. Ó o C/ U", 0.25}, {"c. Ó o c. U", 0.25}}));
}

TEST_CASE("Initials stand for all words but the last, particles stay") {
  CHECK(once(kInitials, "Maria del Carmen Soto") == "M. del C. Soto");
  CHECK(once(kInitials, "Ángel Núñez") == "Á. Núñez");
  CHECK(once(kInitials, "Jean-Luc van der Meer") == "J.-L. van der Meer");
  CHECK(once(kInitials, "Ana  Ruiz Jr.") == "A.  Ruiz Jr.");
  CHECK(once(kInitials, "Dr. Ana R. Ruiz") == "Dr. A. R. Ruiz");
  CHECK(once(kInitials, "A\u0301ngel Ruiz") == "A\u0301. Ruiz");
  CHECK(once(kInitials, "Dr Ana Ruiz") == "Dr A. Ruiz");
}

TEST_CASE("Behind a comma all words become initials") {
  CHECK(once(kInitials, "Soto Ruiz, Maria del Carmen") == "Soto Ruiz, M. del C.");
  CHECK(once(kInitials, "King, Mrs Martha Jr") == "King, Mrs M. Jr");
}

TEST_CASE("Initials leave names of one word, those that are short already, and empty texts") {
  CHECK(once(kInitials, "Maria") == "(unchanged)");
  CHECK(once(kInitials, "M. Soto") == "(unchanged)");
  CHECK(once(kInitials, "de Soto") == "(unchanged)");
  CHECK(once(kInitials, "12 Soto") == "(unchanged)");
  CHECK(once(kInitials, "\U0001F600 Soto") == "(unchanged)");
  CHECK(once(kInitials, "") == "(unchanged)");
  CHECK(once(kInitials, " ") == "(unchanged)");
  CHECK(once(kStreets, "") == "(unchanged)");
}

TEST_CASE("abbreviate takes a table or initials, and tells what is wrong with a table") {
  using Codes = std::vector<std::string>;
  CHECK(faults_of(R"({"operator": "abbreviate"})") == Codes{"SG2002"});
  CHECK(faults_of(R"({"operator": "abbreviate", "initials": false})") == Codes{"SG2002"});
  CHECK(faults_of(R"({"operator": "abbreviate", "initials": true, "words": {"a": "b"}})") == Codes{"SG2415"});
  CHECK(faults_of(R"({"operator": "abbreviate", "words": {}})") == Codes{"SG2002"});
  CHECK(faults_of(R"({"operator": "abbreviate", "words": {"a": []}})") == Codes{"SG2002"});
  CHECK(faults_of(R"({"operator": "abbreviate", "words": {"a": 1, "b": ["c", null]}})") == Codes{"SG2003", "SG2003"});
  CHECK(faults_of(R"({"operator": "abbreviate", "words": {"a": "", "b": "b", " ": "c", "Ñ": "n", "ñ": "N"}})") ==
        Codes{"SG2416", "SG2416", "SG2416", "SG2416"});
  CHECK(faults_of(R"({"operator": "abbreviate", "words": ["a"]})") == Codes{"SG2003"});
}

}  // namespace
}  // namespace synthgen
