#include "synthgen/pipeline/verify.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cells_check.hpp"
#include "family_check.hpp"
#include "file_checks.hpp"
#include "key_check.hpp"
#include "parent_cells.hpp"
#include "rule_check.hpp"
#include "synthgen/base/number_text.hpp"
#include "where_check.hpp"

namespace synthgen {
namespace {

class Verification {
 public:
  Verification(VerifiedOutput& output, const VerifyOptions& options, VerifyReport& report)
      : output_(output), options_(options), report_(report), parents_(tables_) {}

  Status run() {
    if (Status status = check_files(output_, options_, report_); !status.ok()) return status;
    if (!output_.absent_shards.empty()) {
      report_.checks.push_back({"", "shards", std::nullopt, 0, output_.absent_shards});
    }
    for (VerifiedTable& table : output_.tables) tables_.push_back({&output_, &table, read_log(table)});
    for (const LoggedTable& table : tables_) {
      report_.rows += table.table->rows;
      if (Status status = check_table(table); !status.ok()) return status;
    }
    return Done{};
  }

 private:
  /// Null where there is none that can be read.
  const ChangeLog* read_log(const VerifiedTable& table) {
    if (!table.has_changes || !all_readable(table, FileTree::changes)) return nullptr;
    VerifyCheck& check = report_.checks.emplace_back();
    check.table = table.name;
    check.what = "log of changes";
    check.examined = 0;
    Result<ChangeLog> log = ChangeLog::read(output_, table);
    if (!log.ok()) {
      check.found = 1;
      tell_unreadable(log.diagnostics());
      return nullptr;
    }
    check.examined = log->lines();
    std::uint64_t listed = 0;
    for (const VerifiedFile& file : table.files) listed += file.tree == FileTree::changes ? file.rows : 0;
    if (listed != log->lines()) {
      check.found = 1;
      report_.findings.add(make_error(
          verify_code::kRows,
          fmt::format("{}: the log of changes has {} {}, and the manifest says {}", table.name,
                      grouped_text(static_cast<std::int64_t>(log->lines())), log->lines() == 1 ? "line" : "lines",
                      grouped_text(static_cast<std::int64_t>(listed)))));
    }
    logs_.push_back(std::make_unique<ChangeLog>(std::move(*log)));
    return logs_.back().get();
  }

  /// A fault of a file's form, once however many checks meet it.
  void tell_unreadable(const Diagnostics& diagnostics) {
    for (const Diagnostic& diagnostic : diagnostics) {
      const bool told = std::any_of(report_.findings.begin(), report_.findings.end(),
                                    [&](const Diagnostic& d) { return d.message == diagnostic.message; });
      if (!told) report_.findings.add(make_error(verify_code::kCells, diagnostic.message, {}, diagnostic.hint));
    }
  }

  Status check_table(const LoggedTable& logged) {
    const auto before = static_cast<std::ptrdiff_t>(report_.checks.size());
    std::vector<std::unique_ptr<RowCheck>> checks;
    checks.push_back(make_cells_check(*logged.table, FileTree::data));
    if (logged.table->has_clean) checks.push_back(make_cells_check(*logged.table, FileTree::clean));
    add_key_checks(logged, checks);
    add_reference_checks(logged, checks);
    add_where_checks(logged, checks);
    add_family_check(logged, tables_, checks, report_);
    if (logged.table->schema != nullptr) {
      for (const auto& rule : logged.table->schema->rules) {
        Status added = add_rule_check(logged, *rule, *output_.schema, parents_, checks, report_);
        if (added.ok()) continue;
        tell_unreadable(added.diagnostics());
        report_.checks.push_back({logged.table->name, rule_label(*rule), std::nullopt, 0, kFaultyFile});
      }
    }
    std::vector<RowsOf> kinds;
    for (const auto& check : checks) {
      if (std::find(kinds.begin(), kinds.end(), check->rows()) == kinds.end()) kinds.push_back(check->rows());
    }
    std::vector<std::string> gave_up(checks.size());
    for (std::size_t c = 0; c < checks.size(); ++c) {
      if (!all_readable(*logged.table, checks[c]->rows().tree)) gave_up[c] = kMissingFile;
    }
    for (const RowsOf& kind : kinds) {
      if (Status status = scan(logged, kind, checks, gave_up); !status.ok()) return status;
    }
    const auto refused = static_cast<std::ptrdiff_t>(report_.checks.size());
    for (std::size_t c = 0; c < checks.size(); ++c) {
      if (gave_up[c].empty()) {
        checks[c]->finish(report_);
      } else {
        checks[c]->give_up(report_, gave_up[c]);
      }
    }
    // What could not be checked stands behind what was.
    std::rotate(report_.checks.begin() + before, report_.checks.begin() + refused, report_.checks.end());
    return Done{};
  }

  /// Passes over the rows of one kind as long as a check wants one.
  Status scan(const LoggedTable& logged, const RowsOf& kind, const std::vector<std::unique_ptr<RowCheck>>& checks,
              std::vector<std::string>& gave_up) {
    for (;;) {
      std::vector<std::size_t> active;
      std::vector<bool> wanted(logged.table->columns.size());
      for (std::size_t c = 0; c < checks.size(); ++c) {
        if (checks[c]->rows() != kind || !gave_up[c].empty()) continue;
        const Result<bool> wants = checks[c]->begin_pass();
        if (!wants.ok()) {
          tell_unreadable(wants.diagnostics());
          gave_up[c] = kFaultyFile;
        }
        if (!wants.ok() || !*wants) continue;
        active.push_back(c);
        for (const std::size_t column : checks[c]->columns()) wanted[column] = true;
      }
      if (active.empty()) return Done{};
      VerifiedRows rows(logged, kind, wanted);
      for (;;) {
        if (options_.stop != nullptr && options_.stop->load()) {
          return make_error(verify_code::kInterrupted, "interrupted; not everything was checked");
        }
        const Result<std::size_t> count = rows.next();
        if (!count.ok()) {
          tell_unreadable(count.diagnostics());
          for (const std::size_t c : active) {
            if (!checks[c]->meets_fault()) gave_up[c] = kFaultyFile;
          }
          break;
        }
        if (*count == 0) break;
        for (const std::size_t c : active) checks[c]->add(rows, *count);
      }
    }
  }

  void add_key_checks(const LoggedTable& logged, std::vector<std::unique_ptr<RowCheck>>& checks) {
    const VerifiedTable& table = *logged.table;
    if (table.schema == nullptr) return;
    const std::vector<std::string>& key = table.schema->primary_key;
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      const SchemaColumn* declared = table.schema->find(table.columns[c].name);
      const bool primary = key == std::vector{table.columns[c].name};
      if (!primary && (declared == nullptr || !(declared->declaration.unique || declared->declaration.unique_suffix)))
        continue;
      add_key_check(logged, {table.columns[c].name}, primary, checks);
    }
    if (key.size() > 1) add_key_check(logged, key, true, checks);
    for (const UniqueSet& set : table.schema->unique) add_key_check(logged, set.columns, false, checks);
  }

  void add_key_check(const LoggedTable& logged, const std::vector<std::string>& names, bool primary,
                     std::vector<std::unique_ptr<RowCheck>>& checks) {
    const VerifiedTable& table = *logged.table;
    std::string what = names.size() == 1 ? names.front() : fmt::format("[{}]", fmt::join(names, ", "));
    what = fmt::format("{} {}", primary ? "primary key" : "unique", what);
    std::string why;
    std::vector<std::size_t> columns;
    for (const std::string& name : names) {
      const std::optional<std::size_t> column = table.index_of(name);
      if (column.has_value()) {
        columns.push_back(*column);
      } else {
        why = fmt::format("\"{}\" is hidden", name);
      }
    }
    std::optional<RowsOf> rows;
    if (why.empty()) rows = rows_before_noise(logged, columns, why);
    for (const std::size_t column : columns) {
      if (!rows.has_value() || tells_values(table, column)) continue;
      rows.reset();
      why = columns.size() == 1 ? "its format tells less than its values" : "a format tells less than the values";
    }
    if (!rows.has_value()) {
      report_.checks.push_back({table.name, std::move(what), std::nullopt, 0, std::move(why)});
      return;
    }
    checks.push_back(make_key_check(table, std::move(what), *rows, std::move(columns),
                                    primary ? KeyNulls::refused : KeyNulls::allowed));
  }

  void add_reference_checks(const LoggedTable& logged, std::vector<std::unique_ptr<RowCheck>>& checks) {
    const VerifiedTable& table = *logged.table;
    if (table.schema == nullptr) return;
    std::vector<std::string> done;  // names by which columns are one reference
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      const SchemaColumn* declared = table.schema->find(table.columns[c].name);
      if (declared == nullptr || declared->spec == nullptr || declared->spec->reference() == nullptr) continue;
      const std::string& as = declared->spec->reference()->as;
      if (!as.empty() && std::find(done.begin(), done.end(), as) != done.end()) continue;
      if (!as.empty()) done.push_back(as);
      add_reference_check(logged, reference_columns(*table.schema, *declared), checks);
    }
  }

  void add_where_checks(const LoggedTable& logged, std::vector<std::unique_ptr<RowCheck>>& checks) {
    if (logged.table->schema == nullptr) return;
    for (const auto& column : logged.table->schema->columns) {
      const ReferenceText* reference = column->spec != nullptr ? column->spec->reference() : nullptr;
      if (reference == nullptr || reference->where == nullptr) continue;
      const Status added =
          add_where_check(logged, *column, *output_.schema, parents_, output_.absent_shards, checks, report_);
      if (added.ok()) continue;
      tell_unreadable(added.diagnostics());
      report_.checks.push_back({logged.table->name, where_label(*column), std::nullopt, 0, kFaultyFile});
    }
  }

  void add_reference_check(const LoggedTable& logged, const std::vector<std::string>& names,
                           std::vector<std::unique_ptr<RowCheck>>& checks) {
    const VerifiedTable& table = *logged.table;
    std::string why;
    std::vector<std::size_t> columns;
    ReferredKey referred;
    bool tells = true;
    for (const std::string& name : names) {
      const std::optional<std::size_t> column = table.index_of(name);
      if (!column.has_value()) {
        why = fmt::format("\"{}\" is hidden", name);
        break;
      }
      const std::optional<Referred> key = referred_key(tables_, table, name, why);
      if (!key.has_value()) break;
      columns.push_back(*column);
      referred.table = *key->table;
      referred.columns.push_back(key->column);
      tells = tells && tells_values(table, *column) && tells_values(*key->table->table, key->column);
    }
    std::optional<RowsOf> parent_rows;
    std::optional<RowsOf> rows;
    if (why.empty()) parent_rows = rows_before_noise(referred.table, referred.columns, why);
    if (parent_rows.has_value()) rows = rows_before_noise(logged, columns, why);
    if (rows.has_value() && !tells) why = "a format tells less than the values";
    if (rows.has_value() && !output_.absent_shards.empty()) why = output_.absent_shards;
    if (!why.empty()) {
      const std::string what = names.size() == 1 ? names.front() : fmt::format("[{}]", fmt::join(names, ", "));
      const std::string& parent = table.schema->find(names.front())->spec->reference()->table;
      report_.checks.push_back(
          {table.name, fmt::format("{} refers to {}", what, parent), std::nullopt, 0, std::move(why)});
      return;
    }
    referred.rows = *parent_rows;
    checks.push_back(make_reference_check(table, *rows, std::move(columns), referred));
  }

  VerifiedOutput& output_;
  const VerifyOptions& options_;
  VerifyReport& report_;
  std::vector<std::unique_ptr<ChangeLog>> logs_;
  std::vector<LoggedTable> tables_;
  Parents parents_;
};

}  // namespace

Result<VerifyReport> verify(const std::string& path, const VerifyOptions& options) {
  Result<VerifiedOutput> output = read_output(path);
  if (!output.ok()) return output.diagnostics();
  VerifyReport report;
  report.output = path;
  report.schema = output->source;
  Verification verification(*output, options, report);
  if (Status status = verification.run(); !status.ok()) return status.diagnostics();
  return report;
}

}  // namespace synthgen
