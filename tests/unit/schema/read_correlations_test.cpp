// What a right "correlations" is read as, and what is left of a faulty one; the texts of its diagnostics are tested
// under tests/errors.
#include <algorithm>
#include <string>

#include "support/catch.hpp"
#include "synthgen/schema/schema.hpp"

using namespace synthgen;

namespace {

ReadSchema read(const std::string& correlations, const ReadOptions& options = {}) {
  const std::string text = R"({"synthgen": 1, "constants": {"rho": 0.45}, "tables": {"t": {"rows": 1, "columns": {
      "a": {"distribution": "normal", "mean": 0, "sd": 1},
      "b": {"distribution": "normal", "mean": 0, "sd": 1},
      "x{i}": {"repeat": 3, "distribution": "normal", "mean": 0, "sd": 1}, "1..2": {"constant": 1}},
    "correlations": )" + correlations +
                           "}}}";
  Result<json::Document> document = json::parse_document("t.json", text);
  REQUIRE(document.ok());
  return read_schema(std::make_shared<const json::Document>(std::move(*document)), options);
}

std::vector<std::string> codes(const ReadSchema& schema) {
  std::vector<std::string> codes;
  for (const Diagnostic& diagnostic : schema.diagnostics) codes.push_back(diagnostic.code);
  std::sort(codes.begin(), codes.end());
  return codes;
}

const std::vector<CorrelationGroup>& groups(const ReadSchema& schema) { return schema.schema->tables[0]->correlations; }

/// The text that a place underlines.
std::string text_at(const ReadSchema& schema, const Place& place) {
  return std::string(schema.schema->document->source->text().substr(place.offset, place.length));
}

using Codes = std::vector<std::string>;

}  // namespace

TEST_CASE("every key of a correlation is read") {
  const ReadSchema schema = read(R"([{"name": "assets", "measure": "kendall", "copula": "student_t", "df": 4.5,
      "repair": true, "given": "parameters", "pairs": [["a", "b", -0.5]]}])");
  CHECK(codes(schema).empty());
  REQUIRE(groups(schema).size() == 1);
  const CorrelationGroup& group = groups(schema)[0];
  CHECK(group.name == "assets");
  CHECK(group.measure == CorrelationMeasure::kendall);
  CHECK(group.family == CopulaFamily::student_t);
  CHECK(group.df == 4.5);
  CHECK(group.repair);
  CHECK(group.given_parameters);
  CHECK(group.place.pointer == "/tables/t/correlations/0");
  CHECK(text_at(schema, group.matrix_place) == "\"pairs\"");
}

TEST_CASE("what a correlation leaves out has its default") {
  const ReadSchema schema = read(R"([{"measure": "pearson", "pairs": [["a", "b", 0]]}])");
  REQUIRE(groups(schema).size() == 1);
  const CorrelationGroup& group = groups(schema)[0];
  CHECK(group.name.empty());
  CHECK(group.family == CopulaFamily::gaussian);
  CHECK(group.df == 0);
  CHECK_FALSE(group.repair);
  CHECK_FALSE(group.given_parameters);
}

TEST_CASE("a matrix is brought into the order of the table's columns, with its places") {
  const ReadSchema schema = read(R"([{"measure": "spearman", "columns": ["x2", "a", "b"],
      "matrix": [[1, 0.21, 0.22], [0.21, 1, 0.13], [0.22, 0.13, 1]]}])");
  CHECK(codes(schema).empty());
  REQUIRE(groups(schema).size() == 1);
  const CorrelationGroup& group = groups(schema)[0];
  CHECK(group.columns == std::vector<std::size_t>{0, 1, 3});
  CHECK(group.declared.entries == std::vector<double>{1, 0.13, 0.21, 0.13, 1, 0.22, 0.21, 0.22, 1});
  REQUIRE(group.value_places.size() == 9);
  CHECK(group.value_places[1].pointer == "/tables/t/correlations/0/matrix/1/2");
  CHECK(group.value_places[3].pointer == "/tables/t/correlations/0/matrix/2/1");
  CHECK(text_at(schema, group.value_places[2]) == "0.21");
  CHECK(text_at(schema, group.places[2]) == "\"x2\"");
  CHECK(text_at(schema, group.matrix_place) == "\"matrix\"");
}

TEST_CASE("pairs fill both halves of the matrix, and what they leave out is 0 and has no place") {
  const ReadSchema schema = read(R"([{"measure": "latent", "pairs": [["x1", "b", 0.3], ["a", "x1", -1]]}])");
  CHECK(codes(schema).empty());
  REQUIRE(groups(schema).size() == 1);
  const CorrelationGroup& group = groups(schema)[0];
  CHECK(group.columns == std::vector<std::size_t>{0, 1, 2});
  CHECK(group.declared.entries == std::vector<double>{1, 0, -1, 0, 1, 0.3, -1, 0.3, 1});
  CHECK(group.value_places[5].pointer == "/tables/t/correlations/0/pairs/0/2");
  CHECK(group.value_places[7].pointer == "/tables/t/correlations/0/pairs/0/2");
  CHECK(group.value_places[1].pointer.empty());
  CHECK(group.value_places[0].pointer.empty());
  CHECK(text_at(schema, group.places[2]) == "\"x1\"");
}

TEST_CASE("a range lists repeated columns, unless a column bears its text as a name") {
  const ReadSchema schema = read(R"([
    {"measure": "latent", "columns": ["x1..x3"], "matrix": [[1, 0.1, 0.2], [0.1, 1, 0.3], [0.2, 0.3, 1]]},
    {"measure": "latent", "columns": ["1..2", "a"], "matrix": [[1, 0.1], [0.1, 1]]}])");
  CHECK(codes(schema).empty());
  REQUIRE(groups(schema).size() == 2);
  CHECK(groups(schema)[0].columns == std::vector<std::size_t>{2, 3, 4});
  CHECK(groups(schema)[0].places[1].pointer == "/tables/t/correlations/0/columns/0");
  CHECK(groups(schema)[1].columns == std::vector<std::size_t>{0, 5});
}

TEST_CASE("a correlation and degrees of freedom may be computed from constants, which --set changes") {
  const std::string text = R"([{"measure": "latent", "copula": "student_t", "df": "=10 * rho", "pairs":
    [["a", "b", "=-rho / 2"]]}])";
  const ReadSchema schema = read(text);
  CHECK(codes(schema).empty());
  REQUIRE(groups(schema).size() == 1);
  CHECK(groups(schema)[0].declared.at(0, 1) == -0.225);
  CHECK(groups(schema)[0].df == 4.5);
  ReadOptions options;
  options.constants = {{"rho", "0.5"}};
  REQUIRE(groups(read(text, options)).size() == 1);
  CHECK(groups(read(text, options))[0].declared.at(0, 1) == -0.25);
}

TEST_CASE("a matrix that differs from symmetry and from 1 by rounding is read as its upper half") {
  const ReadSchema schema = read(R"([{"measure": "pearson", "columns": ["a", "b"],
      "matrix": [[0.9999999999999999, 0.30000000000000004], [0.3, 1]]}])");
  CHECK(codes(schema).empty());
  REQUIRE(groups(schema).size() == 1);
  CHECK(groups(schema)[0].declared.entries == std::vector<double>{1, 0.30000000000000004, 0.30000000000000004, 1});
  CHECK(codes(read(R"([{"measure": "pearson", "columns": ["a", "b"], "matrix": [[1, 0.3], [0.300001, 1]]}])")) ==
        Codes{"SG2306"});
  CHECK(codes(read(R"([{"measure": "pearson", "columns": ["a", "b"], "matrix": [[1, 0.3], [0.3, 0.999999]]}])")) ==
        Codes{"SG2307"});
}

TEST_CASE("the ends of every range are within it") {
  CHECK(codes(read(R"([{"measure": "pearson", "pairs": [["a", "b", 1], ["a", "x1", -1]]}])")).empty());
  CHECK(codes(read(R"([{"measure": "latent", "copula": "student_t", "df": 1, "pairs": [["a", "b", 0]]},
                       {"measure": "latent", "copula": "student_t", "df": 1e6, "pairs": [["x1", "x2", 0]]}])"))
            .empty());
}

TEST_CASE("a list without groups correlates nothing") {
  const ReadSchema schema = read("[]");
  CHECK(codes(schema).empty());
  CHECK(groups(schema).empty());
}

TEST_CASE("a faulty group is left out and the others stay, but its columns are taken") {
  const ReadSchema schema = read(R"([
    {"measure": "pearson", "pairs": [["a", "b", 1.5]]},
    {"measure": "pearson", "pairs": [["b", "x1", 0.5]]},
    {"measure": "pearson", "pairs": [["x2", "x3", 0.5]]}])");
  CHECK(codes(schema) == Codes{"SG2303", "SG2305"});
  REQUIRE(groups(schema).size() == 1);
  CHECK(groups(schema)[0].columns == std::vector<std::size_t>{3, 4});
}

TEST_CASE("all faults of a group are told in one run") {
  CHECK(codes(read(R"([{"measure": "rho", "df": 3, "copula": "gaussian", "columns": ["a", "c", "a"], "zzz": 1,
      "matrix": [[1, 2, 0], [0.5, 0.9, 0.1], [0, "x", 1]]}])")) ==
        Codes{"SG2003", "SG2004", "SG2103", "SG2300", "SG2301", "SG2305", "SG2307", "SG2308"});
}

TEST_CASE("names are not told as unknown where the columns themselves could not be read") {
  const std::string text = R"({"synthgen": 1, "tables": {"t": {"rows": 1, "columns": {
      "a": {"constant": 1}, "x{i}": {"repeat": 0, "constant": 1}},
    "correlations": [{"measure": "pearson", "pairs": [["a", "x1", 0.5]]}]}}})";
  Result<json::Document> document = json::parse_document("t.json", text);
  REQUIRE(document.ok());
  const ReadSchema schema = read_schema(std::make_shared<const json::Document>(std::move(*document)));
  CHECK(codes(schema) == Codes{"SG2014"});
  CHECK(groups(schema).empty());
}

TEST_CASE("of many faults of one kind the first five are told, and how many more there are") {
  std::string rows;
  for (int row = 0; row < 100; ++row) {
    std::string values;
    for (int column = 0; column < 100; ++column) {
      values += std::string(column > 0 ? ", " : "") + (row == column ? "1" : row < column ? "0.1" : "\"0.1\"");
    }
    rows += (row > 0 ? ", [" : "[") + values + "]";
  }
  const ReadSchema schema = read(R"([{"measure": "pearson", "matrix": [)" + rows + "]}]");
  CHECK(codes(schema) == Codes{"SG2002", "SG2003", "SG2003", "SG2003", "SG2003", "SG2003"});
  const auto last = std::find_if(schema.diagnostics.begin(), schema.diagnostics.end(), [](const Diagnostic& d) {
    return d.hint.find("and 4945 more like this one") != std::string::npos;
  });
  CHECK(last != schema.diagnostics.end());
}

TEST_CASE("a group has at most 1000 columns") {
  const auto with = [](int columns) {
    std::string pairs;
    for (int k = 2; k <= columns; ++k) {
      pairs += std::string(k > 2 ? ", " : "") + "[\"x1\", \"x" + std::to_string(k) + "\", 0]";
    }
    Result<json::Document> document = json::parse_document(
        "t.json", R"({"synthgen": 1, "tables": {"t": {"rows": 1, "columns": {"x{i}": {"repeat": 1001, "constant": 1}},
          "correlations": [{"measure": "latent", "pairs": [)" +
                      pairs + "]}]}}}");
    REQUIRE(document.ok());
    return read_schema(std::make_shared<const json::Document>(std::move(*document)));
  };
  CHECK(codes(with(1000)).empty());
  CHECK(groups(with(1000)).size() == 1);
  CHECK(codes(with(1001)) == Codes{"SG2007"});
}
