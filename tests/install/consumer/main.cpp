// Generates tables from a schema held in memory: consumer SCHEMA FOLDER FORMAT
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <synthgen/engine/evaluator.hpp>
#include <synthgen/json/document.hpp>
#include <synthgen/pipeline/generate.hpp>
#include <synthgen/plan/plan.hpp>
#include <synthgen/schema/schema.hpp>

namespace {

int fail(const synthgen::Diagnostics& diagnostics, const synthgen::SourceText& text) {
  std::fputs(synthgen::render_text(diagnostics, &text).c_str(), stderr);
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  // The plugin that writes Parquet is looked for beside the program, unless this says where it is.
  setenv("SYNTHGEN_PLUGIN_DIR", SYNTHGEN_PLUGIN_DIR, 0);

  std::ifstream file(argv[1], std::ios::binary);
  const std::string schema_text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  const synthgen::SourceText shown(argv[1], schema_text);

  auto document = synthgen::json::parse_document(argv[1], schema_text);
  if (!document.ok()) return fail(document.diagnostics(), shown);
  const auto schema = synthgen::read_schema(std::make_shared<synthgen::json::Document>(std::move(*document)));
  const synthgen::MadePlan made = synthgen::make_plan(schema, {.evaluate_rows = &synthgen::evaluate_rows});
  if (made.plan == nullptr) return fail(made.diagnostics, shown);

  synthgen::GenerateOptions options;
  options.output = argv[2];
  options.format = argv[3];
  options.threads = 2;
  const auto report = synthgen::generate(*made.plan, options, [](const synthgen::Progress&) {});
  if (!report.ok()) return fail(report.diagnostics(), shown);
  std::printf("%lld rows by synthgen %s\n", static_cast<long long>(report->rows), synthgen::program_version());
  return 0;
}
