// A whole manifest, written and read back.
#include <limits>

#include "support/catch.hpp"
#include "synthgen/base/checksum.hpp"
#include "synthgen/output/manifest.hpp"

namespace synthgen {
namespace {

/// With everything that one can say.
Manifest full() {
  Manifest manifest;
  manifest.synthgen = "0.1.0";
  manifest.schema_file = "shop.json";
  manifest.schema_text = "{\n  \"synthgen\": 1 // é\n}\n";
  manifest.schema_sha256 = hex(sha256(manifest.schema_text));
  manifest.seed = "18446744073709551615";
  manifest.arguments = {
      {"rows", R"({"orders": 3, "a b": 4})"}, {"scale", "0.5"},      {"set", R"({"x": 1.50, "y": null, "z": true})"},
      {"table", R"(["orders", "q\"q"])"},     {"shard", R"("1/3")"}, {"format", R"("csv")"}};
  manifest.files_read = {{"cities.csv", 12, "00000000000000ff"}};
  manifest.trees = {"clean", "changes"};
  manifest.plan = plan_identity(manifest, 3);
  manifest.reference_time = "2026-01-01T00:00:00Z";
  manifest.libraries = {{"arrow", "26.0.1"}};
  ManifestTable& orders = manifest.tables.emplace_back();
  orders.name = "orders";
  orders.rows = 3;
  orders.clean_rows = 3;
  orders.files = {
      {"orders/shard-0001-of-0003.part-00001.csv", "csv", 3, 60, 0xFEDC'BA98'7654'3210, 0, std::string(64, 'b')}};
  ManifestColumn column;
  column.name = "total";
  column.type = "decimal(2)";
  column.clean_type = "integer";
  column.description = "what was \"paid\"";
  column.source = "distribution";
  column.nulls = 1;
  column.min = "1.50";
  column.max = "\"2024-02-29\"";
  column.mean = "null";
  column.sd = "1e-07";
  column.top = {{"paid", 2}, {"open", 1}};
  column.distinct_estimate = 2;
  column.declared = {100.0, std::nullopt};
  column.parts.emplace();
  column.parts->sum = "-170141183460469231731687303715884105727";
  column.parts->groups = {{0, 2, 3, 0.1, -1e-20, 1.0 / 3, std::numeric_limits<double>::infinity()}};
  column.parts->counts = {{0, "paid", 2}, {7, "open", 1}};
  column.parts->distinct = "00A";
  orders.columns = {column};
  ManifestCorrelation group;
  group.name = "g";
  group.columns = {"a", "b"};
  group.measure = "pearson";
  group.copula = "student_t";
  group.df = 4;
  group.given_parameters = group.repaired = true;
  group.declared = group.latent = group.expected = group.overall = {1, 0.5, 0.5, 1};
  group.realised = {1, std::numeric_limits<double>::quiet_NaN(), 0.25, 1};
  group.sample_rows = 3;
  orders.correlations = {group};
  orders.rules = {{"limit", "interval", 4, std::nullopt, 2, 1}, {"seen", "observed", 0, 5, std::nullopt, 0}};
  orders.restarted_rows = 9;
  orders.noise = {{"typo", {"total"}, 5, 3}};
  orders.clean = ManifestTwin{{{"clean/orders.csv", "csv", 3, 60, 0, 0, ""}}, {column}};
  orders.changes = ManifestLog{{{"changes/orders.csv", "csv", 5, 60, 1, std::nullopt, ""}}, 5};
  manifest.warnings = {{"SG3901", "cells of orders.total are null", 7, 12}, {"SG2549", "none of them", 1}};
  return manifest;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

TEST_CASE("a manifest that is read back says the same", "[output]") {
  Manifest manifest = full();
  const std::string text = manifest_text(manifest);
  const Result<Manifest> read = parse_manifest("m.json", text);
  REQUIRE(read.ok());
  CHECK(manifest_text(*read) == text);
  CHECK(read->trees == manifest.trees);
  CHECK(plan_identity(*read, 3) == manifest.plan);
  manifest.shards = 3;
  const std::string merged = manifest_text(manifest);
  const Result<Manifest> again = parse_manifest("m.json", merged);
  REQUIRE(again.ok());
  CHECK(again->shards == 3);
  CHECK(manifest_text(*again) == merged);
  CHECK(parse_manifest_outline(merged)->merged);
  CHECK_FALSE(parse_manifest_outline(text)->merged);
}

TEST_CASE("what a manifest lists is found without reading all of it, and the same as by reading it", "[output]") {
  for (const char* path : {"orders/shard-0001-of-0003.part-00001.csv", R"(with \"quotes\".csv)", R"(back\\slash)"}) {
    const std::string text = replaced(manifest_text(full()), "orders/shard-0001-of-0003.part-00001.csv", path);
    const Result<ManifestOutline> quick = parse_manifest_outline(text);
    const Result<ManifestOutline> whole = parse_manifest_outline(" " + text);  // no longer as we write it
    REQUIRE((quick.ok() && whole.ok()));
    CHECK(quick->files == whole->files);
    CHECK(quick->files.size() == 3);
    CHECK(quick->plan == whole->plan);
  }
}

TEST_CASE("what a manifest lacks, or nobody knows, is refused and named", "[output]") {
  const std::string text = manifest_text(full());
  const std::vector<std::array<std::string, 3>> cases = {
      {"\"stream\": 1,", "", "lacks a usable \"stream\""},
      {"\"stream\": 1,", "\"stream\": 1, \"colour\": 5,", "it has an unknown key \"colour\""},
      {"\"restarted_rows\": 9", "\"restarted_rows\": -9", "restarted_rows"},
      {"\"decimal(2)\"", "2", "column \"total\" lacks a usable \"type\""},
      {"[0, 2, 3,", "[0, 2,", "\"groups\""},
      {"[0, \"paid\", 2]", "[\"paid\", 2]", "\"counts\""},
      {"fedcba9876543210", "fedc", "\"crc64\""},
      {"orders/shard-0001", "../shard-0001", "\"path\""},
      {"\"skipped\": 2", "\"skipped\": 3", "\"skipped\""},
      {"\"sha256\": \"", "\"sha256\": \"0", "not that of its checksum"},
      {"{", "[", "it is not JSON"},
  };
  for (const auto& [from, to, why] : cases) {
    const Result<Manifest> read = parse_manifest("m.json", replaced(text, from, to));
    INFO(from << " becomes " << to);
    REQUIRE_FALSE(read.ok());
    CHECK(read.diagnostics()[0].code == "SG5033");
    INFO(read.diagnostics()[0].message);
    CHECK(read.diagnostics()[0].message.find(why) != std::string::npos);
  }
}

}  // namespace
}  // namespace synthgen
