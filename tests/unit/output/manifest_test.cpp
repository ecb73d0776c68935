// The manifest's text, and reading back what it lists.
#include "synthgen/output/manifest.hpp"

#include <limits>
#include <set>

#include "support/catch.hpp"

using namespace synthgen;

namespace {

Manifest shop() {
  Manifest manifest;
  manifest.synthgen = "0.1.0";
  manifest.stream = 1;
  manifest.schema_file = "shop.json";
  manifest.schema_sha256 = std::string(64, 'a');
  manifest.schema_text = "{\n  \"synthgen\": 1\n}\n";
  manifest.seed = "42";
  manifest.arguments = {{"rows", R"({"orders": 3})"}, {"scale", "0.5"}};
  manifest.reference_time = "2026-01-01T00:00:00Z";
  manifest.libraries = {{"arrow", "26.0.1"}};
  ManifestTable orders;
  orders.name = "orders";
  orders.rows = 3;
  orders.files = {{"orders.csv", "csv", 3, 60, 0x1234, 0, ""},
                  {"orders/part-00002.csv", "csv", 0, 9, 0, 3, std::string(64, 'b')}};
  ManifestColumn total;
  total.name = "total";
  total.type = "decimal(2)";
  total.description = "what was \"paid\"";
  total.source = "distribution";
  total.nulls = 1;
  total.min = "1.50";
  total.max = "2.50";
  total.mean = "2.0";
  total.sd = "0.7071067811865476";
  total.declared = {100.0, 15.0};
  ManifestColumn status;
  status.name = "status";
  status.type = "string";
  status.source = "choice";
  status.top = {{"paid", 2}, {"open", 1}};
  orders.columns = {total, status};
  manifest.tables = {orders};
  manifest.warnings = {{"SG4001", "division by zero gave null", 7}};
  return manifest;
}

}  // namespace

TEST_CASE("the manifest says all it knows in one fixed form", "[output]") {
  const std::string expected =
      R"m({
  "synthgen": "0.1.0",
  "stream": 1,
  "schema": {
    "file": "shop.json",
    "sha256": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "text": "{\n  \"synthgen\": 1\n}\n"
  },
  "seed": 42,
  "arguments": {"rows": {"orders": 3}, "scale": 0.5},
  "reference_time": "2026-01-01T00:00:00Z",
  "libraries": {"arrow": "26.0.1"},
  "tables": {
    "orders": {
      "rows": 3,
      "files": [
        {"path": "orders.csv", "format": "csv", "rows": 3, "bytes": 60, "crc64": "0000000000001234", "first_row": 0},
        {"path": "orders/part-00002.csv", "format": "csv", "rows": 0, "bytes": 9, "crc64": "0000000000000000", )m"
      R"m("sha256": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "first_row": 3}
      ],
      "columns": {
        "total": {"type": "decimal(2)", "description": "what was \"paid\"", "source": "distribution", "nulls": 1, )m"
      R"m("min": 1.50, "max": 2.50, "mean": 2.0, "sd": 0.7071067811865476, "declared": {"mean": 100.0, "sd": 15.0}},
        "status": {"type": "string", "source": "choice", "nulls": 0, "top": [["paid", 2], ["open", 1]]}
      }
    }
  },
  "warnings": [
    {"code": "SG4001", "message": "division by zero gave null", "count": 7}
  ]
}
)m";
  CHECK(manifest_text(shop()) == expected);
}

TEST_CASE("full statistics and correlations stand in their places, a matrix row by row", "[output]") {
  Manifest manifest = shop();
  ManifestTable& orders = manifest.tables.front();
  orders.columns[1].distinct_estimate = 2;
  orders.columns[1].parts.emplace();
  orders.columns[1].parts->distinct = "01p";
  ManifestCorrelation plain;
  plain.columns = {"total", "weight"};
  plain.measure = "pearson";
  plain.copula = "gaussian";
  plain.declared = {1, 0.5, 0.5, 1};
  plain.latent = {1, 0.625, 0.625, 1};
  plain.expected = plain.declared;
  ManifestCorrelation full = plain;
  full.name = "a \"pair\"";
  full.copula = "student_t";
  full.df = 4.5;
  full.given_parameters = true;
  full.repaired = true;
  full.realised = {1, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN(), 1};
  full.sample_rows = 3;
  orders.correlations = {plain, full};
  const std::string text = manifest_text(manifest);
  const std::string expected = R"m(
        "status": {"type": "string", "source": "choice", "nulls": 0, "top": [["paid", 2], ["open", 1]], )m"
                               R"m("distinct_estimate": 2, "parts": {"distinct": "01p"}}
      },
      "correlations": [
        {
          "columns": ["total", "weight"],
          "measure": "pearson",
          "copula": "gaussian",
          "declared": [
            [1.0, 0.5],
            [0.5, 1.0]
          ],
          "latent": [
            [1.0, 0.625],
            [0.625, 1.0]
          ],
          "expected": [
            [1.0, 0.5],
            [0.5, 1.0]
          ]
        },
        {
          "name": "a \"pair\"",
          "columns": ["total", "weight"],
          "measure": "pearson",
          "copula": "student_t",
          "df": 4.5,
          "given": "parameters",
          "declared": [
            [1.0, 0.5],
            [0.5, 1.0]
          ],
          "repaired": true,
          "latent": [
            [1.0, 0.625],
            [0.625, 1.0]
          ],
          "expected": [
            [1.0, 0.5],
            [0.5, 1.0]
          ],
          "realised": [
            [1.0, null],
            [null, 1.0]
          ],
          "sample_rows": 3
        }
      ]
    }
  },
)m";
  INFO(text);
  CHECK(text.find(expected) != std::string::npos);
  // What later runs read of a manifest is not hindered by it.
  CHECK(parse_manifest_outline(text)->files.size() == 2);
}

TEST_CASE("noise, the clean twin and the log stand behind what they explain", "[output]") {
  Manifest manifest = shop();
  ManifestTable& orders = manifest.tables.front();
  orders.files.pop_back();
  orders.columns = {orders.columns.front()};
  orders.columns[0].type = "string";
  orders.columns[0].clean_type = "decimal(2)";
  orders.columns[0].min = orders.columns[0].max = orders.columns[0].mean = orders.columns[0].sd = "";
  orders.clean_rows = 3;
  orders.noise = {{"token", {"total"}, 2, 1}, {"lost \"pay\"", {"total", "status"}, 0, 0}};
  orders.clean.emplace();
  orders.clean->files = {{"clean/orders.csv", "csv", 3, 61, 0x10, 0, ""}};
  orders.clean->columns = {shop().tables.front().columns[1]};
  orders.changes.emplace();
  orders.changes->files = {{"changes/orders.csv", "csv", 1, 50, 0x20, std::nullopt, std::string(64, 'c')}};
  orders.changes->rows = 1;
  const std::string text = manifest_text(manifest);
  const std::string expected = R"m(
    "orders": {
      "rows": 3,
      "clean_rows": 3,
      "files": [
        {"path": "orders.csv", "format": "csv", "rows": 3, "bytes": 60, "crc64": "0000000000001234", "first_row": 0}
      ],
      "columns": {
        "total": {"type": "string", "clean_type": "decimal(2)", "description": "what was \"paid\"", )m"
                               R"m("source": "distribution", "nulls": 1, "declared": {"mean": 100.0, "sd": 15.0}}
      },
      "noise": [
        {"operator": "token", "columns": ["total"], "planned": 2, "changed": 1, "skipped": 1},
        {"operator": "lost \"pay\"", "columns": ["total", "status"], "planned": 0, "changed": 0, "skipped": 0}
      ],
      "clean": {
        "files": [
          {"path": "clean/orders.csv", "format": "csv", "rows": 3, "bytes": 61, "crc64": "0000000000000010", )m"
                               R"m("first_row": 0}
        ],
        "columns": {
          "status": {"type": "string", "source": "choice", "nulls": 0, "top": [["paid", 2], ["open", 1]]}
        }
      },
      "changes": {
        "files": [
          {"path": "changes/orders.csv", "format": "csv", "rows": 1, "bytes": 50, "crc64": "0000000000000020", )m"
                               R"m("sha256": "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"}
        ],
        "rows": 1
      }
    }
  },
)m";
  INFO(text);
  CHECK(text.find(expected) != std::string::npos);
  CHECK(parse_manifest_outline(text)->files ==
        std::vector<std::string>{"orders.csv", "clean/orders.csv", "changes/orders.csv"});
}

TEST_CASE("parts with a clean twin or a log are parts of another plan than those without", "[output]") {
  Manifest manifest = shop();
  const std::string plain = plan_identity(manifest, 3);
  std::set<std::string> identities = {plain};
  for (const std::vector<std::string>& trees : {std::vector<std::string>{"clean"}, {"changes"}, {"clean", "changes"}}) {
    manifest.trees = trees;
    identities.insert(plan_identity(manifest, 3));
  }
  CHECK(identities.size() == 4);
  // Those of runs without are what they were before there were trees.
  CHECK(plain == "0d35625221769e3333948ce8d45524dde306c8e0294fb0f1894918feea33ab63");
}

TEST_CASE("the files that a manifest lists are read back in order", "[output]") {
  const Result<ManifestOutline> outline = parse_manifest_outline(manifest_text(shop()));
  REQUIRE(outline);
  REQUIRE(outline->plan.empty());
  REQUIRE(outline->files == std::vector<std::string>{"orders.csv", "orders/part-00002.csv"});
}

TEST_CASE("an empty manifest lists nothing, and what is none is refused", "[output]") {
  Manifest nothing;
  nothing.seed = "0";
  REQUIRE(parse_manifest_outline(manifest_text(nothing))->files.empty());
  for (const char* text :
       {"", "{", "[]", "{}", "7", R"({"tables": []})", R"({"tables": {"t": {}}})",
        R"({"tables": {"t": {"files": [], "clean": {}}}})", R"({"tables": {"t": {"files": [], "changes": [1]}}})",
        R"({"tables": {"t": {"files": [{"name": "x"}]}}})", R"({"tables": {"t": {"files": [{"path": 1}]}}})"}) {
    INFO(text);
    CHECK_FALSE(parse_manifest_outline(text).ok());
  }
}
