#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "commands.hpp"
#include "exit_code.hpp"
#include "interruption.hpp"
#include "schema_file.hpp"
#include "synthgen/base/diagnostic_text.hpp"
#include "synthgen/base/number_text.hpp"
#include "synthgen/base/terminal_text.hpp"
#include "synthgen/json/writer.hpp"
#include "synthgen/pipeline/verify.hpp"
#include "terminal.hpp"

namespace synthgen::app {
namespace {

std::string count_text(std::uint64_t count) { return grouped_text(static_cast<std::int64_t>(count)); }

std::string counted(std::uint64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count_text(count), count == 1 ? one : many);
}

std::string visible(std::string_view text) {
  std::string shown;
  append_visible(shown, text, "\\n");
  return shown;
}

/// One line of the table of checks, in four columns and a remark.
struct CheckLine {
  std::string table;
  std::string what;
  std::string examined;
  std::string outcome;
};

std::string padded(const std::string& text, std::size_t width) {
  return text + std::string(width - std::min(width, columns_of(text)), ' ');
}

void print_checks(const VerifyReport& report) {
  std::vector<CheckLine> lines;
  std::size_t table_width = 0;
  std::size_t what_width = 0;
  std::size_t examined_width = 0;
  for (const VerifyCheck& check : report.checks) {
    CheckLine& line = lines.emplace_back();
    line.table = visible(check.table);
    line.what = visible(check.what);
    if (check.examined.has_value()) {
      line.examined = count_text(*check.examined);
      line.outcome = check.found == 0 ? "well" : counted(check.found, "finding", "findings");
      if (!check.note.empty()) line.outcome += "; " + visible(check.note);
    } else {
      line.examined = "-";
      line.outcome = "not checked: " + visible(check.note);
    }
    table_width = std::max(table_width, columns_of(line.table));
    what_width = std::max(what_width, columns_of(line.what));
    examined_width = std::max(examined_width, line.examined.size());
  }
  for (const CheckLine& line : lines) {
    fmt::print("{}{}{}  {:>{}}  {}\n", padded(line.table, table_width), table_width == 0 ? "" : "  ",
               padded(line.what, what_width), line.examined, examined_width, line.outcome);
  }
}

void write_finding(json::Writer& writer, const Diagnostic& finding, const SourceText* source) {
  writer.begin_object();
  writer.key("code");
  writer.string(finding.code);
  writer.key("message");
  writer.string(finding.message);
  if (finding.place.has_value() && source != nullptr) {
    writer.key("pointer");
    writer.string(finding.place->pointer);
  }
  if (!finding.hint.empty()) {
    writer.key("hint");
    writer.string(finding.hint);
  }
  writer.end_object();
}

std::string json_report(const VerifyReport& report) {
  json::Writer writer;
  writer.begin_object();
  writer.key("output");
  writer.string(report.output);
  for (const auto& [name, count] :
       {std::pair{"files", report.files}, std::pair{"rows", report.rows}, std::pair{"bytes", report.bytes}}) {
    writer.key(name);
    writer.unsigned_integer(count);
  }
  writer.key("checks");
  writer.begin_array();
  for (const VerifyCheck& check : report.checks) {
    writer.begin_object(json::Layout::line);
    if (!check.table.empty()) {
      writer.key("table");
      writer.string(check.table);
    }
    writer.key("what");
    writer.string(check.what);
    writer.key("examined");
    if (check.examined.has_value()) {
      writer.unsigned_integer(*check.examined);
    } else {
      writer.null();
    }
    writer.key("found");
    writer.unsigned_integer(check.found);
    if (!check.note.empty()) {
      writer.key("note");
      writer.string(check.note);
    }
    writer.end_object();
  }
  writer.end_array();
  writer.key("findings");
  writer.begin_array();
  for (const Diagnostic& finding : report.findings) write_finding(writer, finding, report.schema.get());
  writer.end_array();
  writer.end_object();
  return writer.take();
}

/// "shop: all is well in 3 files with 340 rows"
void print_summary(const VerifyReport& report) {
  std::uint64_t found = 0;
  std::uint64_t unchecked = 0;
  for (const VerifyCheck& check : report.checks) {
    found += check.found;
    if (!check.examined.has_value()) ++unchecked;
  }
  const std::string of =
      fmt::format("{} with {}", counted(report.files, "file", "files"), counted(report.rows, "row", "rows"));
  if (!report.findings.has_errors()) {
    fmt::print("{}: all is well in {}", report.output, of);
  } else {
    fmt::print("{}: {} in {}", report.output, counted(std::max<std::uint64_t>(found, 1), "finding", "findings"), of);
  }
  fmt::print("{}\n", unchecked == 0 ? "" : fmt::format("; {} not checked", count_text(unchecked)));
}

}  // namespace

int run_verify(const Options& options) {
  VerifyOptions settings;
  settings.stop = &stop_requested();
  const Result<VerifyReport> report = verify(options.folder, settings);
  if (!report.ok()) {
    print_diagnostics(report.diagnostics(), nullptr);
    return exit_code_of(report.diagnostics());
  }
  // The report is what was asked for, so it goes to standard output.
  if (options.json_report) {
    fmt::print("{}", json_report(*report));
    return exit_code_of(report->findings);
  }
  fmt::print("{}", render_text(report->findings, report->schema.get(), paint_for(STDOUT_FILENO)));
  if (options.verbosity != Verbosity::quiet) {
    print_checks(*report);
    print_summary(*report);
  }
  return exit_code_of(report->findings);
}

}  // namespace synthgen::app
