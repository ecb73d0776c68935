// The operator `truncate`.
#include "text_trial.hpp"

namespace synthgen {
namespace {

TEST_CASE("truncate keeps so many characters, not bytes, and trims nothing") {
  CHECK(once(R"({"operator": "truncate", "length": 4})", "Ñandú gris") == "Ñand");
  CHECK(once(R"({"operator": "truncate", "length": 6})", "Ñandú gris") == "Ñandú ");
  CHECK(once(R"({"operator": "truncate", "length": 1})", "顧客") == "顧");
}

TEST_CASE("truncate leaves what is no longer than that") {
  CHECK(once(R"({"operator": "truncate", "length": 5})", "Ñandú") == "(unchanged)");
  CHECK(once(R"({"operator": "truncate", "length": 1})", "x") == "(unchanged)");
  CHECK(once(R"({"operator": "truncate", "length": 1})", "") == "(unchanged)");
  CHECK(once(R"({"operator": "truncate", "min": 3, "max": 9})", "abc") == "(unchanged)");
}

TEST_CASE("truncate draws every length that shortens the text as often") {
  CHECK(lie_as(outcomes(R"({"operator": "truncate", "min": 2, "max": 4})", "áéíóú"),
               {{"áé", 1.0 / 3}, {"áéí", 1.0 / 3}, {"áéíó", 1.0 / 3}}));
  CHECK(lie_as(outcomes(R"({"operator": "truncate", "min": 2, "max": 40})", "áéíó"), {{"áé", 0.5}, {"áéí", 0.5}}));
}

TEST_CASE("truncate takes one length, or two in order") {
  using Codes = std::vector<std::string>;
  CHECK(faults_of(R"({"operator": "truncate"})") == Codes{"SG2002"});
  CHECK(faults_of(R"({"operator": "truncate", "min": 3})") == Codes{"SG2002"});
  CHECK(faults_of(R"({"operator": "truncate", "max": 3})") == Codes{"SG2002"});
  CHECK(faults_of(R"({"operator": "truncate", "length": 3, "max": 5})") == Codes{"SG2415"});
  CHECK(faults_of(R"({"operator": "truncate", "min": 5, "max": 3})") == Codes{"SG2116"});
  CHECK(faults_of(R"({"operator": "truncate", "length": 0})") == Codes{"SG2106"});
  CHECK(faults_of(R"({"operator": "truncate", "length": 2.5})") == Codes{"SG2106"});
  CHECK(faults_of(R"({"operator": "truncate", "length": "20"})") == Codes{"SG2003"});
}

}  // namespace
}  // namespace synthgen
