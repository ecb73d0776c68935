// Articles, studies and patients: what their providers agree on.
#include <cstdlib>
#include <cstring>
#include <map>
#include <set>
#include <string>

#include "support/catch.hpp"
#include "support/plans.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

constexpr std::size_t kRows = 3000;

std::string table_of(const std::string& locale, const std::string& columns, const std::string& entities = "") {
  return R"j({"synthgen": 1, "locale": ")j" + locale + R"j(", "tables": {"t": {"rows": 3000, "entities": {)j" +
         entities + R"j(}, "columns": {)j" + columns + "}}}}";
}

/// A cell that is no text.
template <class T>
T value_of(const std::optional<std::string>& cell) {
  T value{};
  REQUIRE(cell->size() == sizeof value);
  std::memcpy(&value, cell->data(), sizeof value);
  return value;
}

/// Whether one column decides the other.
bool decides(const Cells& one, const Cells& other) {
  std::map<std::string, std::string> of;
  for (std::size_t i = 0; i < one.size(); ++i) {
    if (of.emplace(*one[i], *other[i]).first->second != *other[i]) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("a product decides its category, and its price is the same as a number and as a text") {
  PlanReader reader(table_of("de_DE", R"j("product": {"provider": "commerce.product"},
    "category": {"provider": "commerce.category"}, "name": {"provider": "commerce.product_name"},
    "price": {"provider": "commerce.price"}, "text": {"provider": "commerce.price_text"},
    "color": {"provider": "commerce.color"}, "hex": {"provider": "commerce.color_hex"})j"));
  const Cells product = reader.cells("product", kRows);
  CHECK(decides(product, reader.cells("category", kRows)));
  CHECK(decides(reader.cells("color", kRows), reader.cells("hex", kRows)));
  const Cells name = reader.cells("name", kRows);
  const Cells price = reader.cells("price", kRows);
  const Cells text = reader.cells("text", kRows);
  CHECK_FALSE(decides(product, price));
  for (std::size_t i = 0; i < kRows; ++i) {
    INFO(*name[i] << " " << *text[i]);
    REQUIRE(name[i]->ends_with(" " + *product[i]));
    std::string digits;
    for (const char c : *text[i]) {
      if (c >= '0' && c <= '9') digits += c;
    }
    const auto hundredths = value_of<std::int64_t>(price[i]);
    REQUIRE(std::stoll(digits) == hundredths);
    REQUIRE(text[i]->ends_with(" €"));
    // Thousands are grouped.
    REQUIRE((text[i]->find('.') != std::string::npos) == (hundredths >= 100'000));
  }
}

TEST_CASE("adjectives agree with the product: before it in German, behind it in Spanish") {
  const std::string columns = R"j("p": {"provider": "commerce.product"}, "n": {"provider": "commerce.product_name"})j";
  PlanReader german(table_of("de_DE", columns));
  PlanReader spanish(table_of("es_ES", columns));
  std::set<std::string> names;
  for (PlanReader* reader : {&german, &spanish}) {
    for (const auto& cell : reader->cells("n", kRows)) names.insert(*cell);
  }
  const auto one_of = [&](const std::string& end) {
    std::size_t found = 0;
    for (const std::string& name : names) found += name.ends_with(end) ? 1 : 0;
    return found;
  };
  CHECK(names.contains("Günstige Butter"));
  CHECK_FALSE(names.contains("Günstiger Butter"));
  CHECK(names.contains("Günstiges Mineralwasser"));
  CHECK(names.contains("Leche entera económica"));
  CHECK(names.contains("Huevos económicos"));
  CHECK(one_of(" económico") > 10);
}

TEST_CASE("article numbers are of the range for use within a company, or of the country's where asked for") {
  PlanReader reader(table_of("es_ES", R"j("a": {"provider": "commerce.ean13"},
    "b": {"provider": "commerce.ean13", "realistic": true}, "c": {"provider": "commerce.ean8", "unique": true})j"));
  for (const char* column : {"a", "b", "c"}) {
    for (const auto& cell : reader.cells(column, kRows)) {
      REQUIRE(cell->size() == (*column == 'c' ? 8 : 13));
      REQUIRE(cell->starts_with(*column == 'b' ? "84" : "2"));
      int sum = 0;
      for (std::size_t i = 0; i < cell->size(); ++i) {
        sum += ((*cell)[cell->size() - 1 - i] - '0') * (i % 2 == 0 ? 1 : 3);
      }
      REQUIRE(sum % 10 == 0);
    }
  }
  const Cells c = reader.cells("c", kRows);
  CHECK(std::set<std::optional<std::string>>(c.begin(), c.end()).size() == kRows);
}

TEST_CASE("studies agree: a university has its city, a degree its abbreviation and level") {
  PlanReader reader(table_of("en_GB", R"j("u": {"provider": "education.university"},
    "c": {"provider": "education.university_city"}, "d": {"provider": "education.degree"},
    "a": {"provider": "education.degree_abbreviation"}, "l": {"provider": "education.degree_level"})j"));
  CHECK(decides(reader.cells("u", kRows), reader.cells("c", kRows)));
  CHECK(decides(reader.cells("d", kRows), reader.cells("a", kRows)));
  CHECK(decides(reader.cells("d", kRows), reader.cells("l", kRows)));
  CHECK_FALSE(decides(reader.cells("u", kRows), reader.cells("d", kRows)));
}

TEST_CASE("diagnoses and tests are those that the gender can have, and a flag tells where the value lies") {
  PlanReader reader(table_of("en_US", R"j("sex": {"choice": ["F", "M", "X"]}, "code": {"provider": "health.icd10"},
    "name": {"provider": "health.icd10_name"}, "test": {"provider": "health.lab_test"},
    "range": {"provider": "health.lab_range"}, "value": {"provider": "health.lab_value"},
    "flag": {"provider": "health.lab_flag"})j",
                             R"j("person": {"gender": "=sex"})j"));
  const Cells sex = reader.cells("sex", kRows);
  const Cells code = reader.cells("code", kRows);
  const Cells test = reader.cells("test", kRows);
  const Cells range = reader.cells("range", kRows);
  const Cells value = reader.cells("value", kRows);
  const Cells flag = reader.cells("flag", kRows);
  CHECK(decides(code, reader.cells("name", kRows)));
  std::set<std::string> seen;
  for (std::size_t i = 0; i < kRows; ++i) {
    INFO(*sex[i] << " " << *code[i] << " " << *test[i] << " " << *range[i]);
    if (*sex[i] == "M") REQUIRE_FALSE(((*code[i])[0] == 'O' || *test[i] == "Estradiol"));
    if (*sex[i] == "F") REQUIRE_FALSE((code[i]->starts_with("N40") || *test[i] == "PSA"));
    seen.insert(*sex[i] + *test[i]);
    const double low = std::strtod(range[i]->c_str(), nullptr);
    const double high = std::strtod(range[i]->c_str() + range[i]->find("–") + std::string_view("–").size(), nullptr);
    const auto number = value_of<double>(value[i]);
    REQUIRE(*flag[i] == (number < low ? "L" : number > high ? "H" : "N"));
  }
  // Somebody of neither gender may have either's.
  CHECK((seen.contains("XPSA") && seen.contains("XEstradiol") && seen.contains("MPSA") && seen.contains("FEstradiol")));
}

TEST_CASE("health.insurance_number exists in Germany only") {
  CHECK(codes_of(try_plan(table_of("es_ES", R"j("n": {"provider": "health.insurance_number"})j"))) ==
        std::vector<std::string>{"SG2723"});
  PlanReader reader(table_of("de_DE", R"j("n": {"provider": "health.insurance_number", "unique": true})j"));
  const Cells numbers = reader.cells("n", kRows);
  CHECK(std::set<std::optional<std::string>>(numbers.begin(), numbers.end()).size() == kRows);
}
