#include "table_run.hpp"

#include <algorithm>

#include "null_key.hpp"
#include "synthgen/base/checksum.hpp"

namespace synthgen {
namespace {

/// Passes a file's bytes on, and a block's own checksum with them where a worker has computed it.
class BlockSink final : public ByteSink {
 public:
  explicit BlockSink(OutputFile& file) : file_(file) {}

  void expect(std::string_view bytes, std::uint64_t crc) {
    expected_ = bytes;
    crc_ = crc;
  }

  Status write(std::string_view bytes) override {
    if (bytes.data() == expected_.data() && bytes.size() == expected_.size()) return file_.write_block(bytes, crc_);
    return file_.write(bytes);
  }

 private:
  OutputFile& file_;
  std::string_view expected_;
  std::uint64_t crc_ = 0;
};

class TableProducer final : public BlockProducer {
 public:
  TableProducer(const Plan& plan, KeptColumns& kept, const std::vector<TableRun>& runs)
      : plan_(plan), kept_(kept), runs_(runs), evaluator_(plan, kept), tables_(runs.size()) {}

  void produce(std::int64_t block, BlockSlot& slot) override {
    auto& out = static_cast<TableBlock&>(slot);
    const std::size_t index = run_of_block(runs_, block);
    const TableRun& run = runs_[index];
    const PlannedTable& table = *run.planned;
    PerTable& own = need(index);
    const std::int64_t first = run.rows.first + (block - run.first_block) * run.block_rows;
    const std::int64_t end = std::min(first + run.block_rows, run.rows.end);
    out.rows = std::max<std::int64_t>(0, end - first);
    begin(run, first, out);
    out.rules = RuleTally(table.rules.size());
    columns_.resize(table.output.size());
    for (std::int64_t row = first; row < end;) {
      // Batches end where aligned ones would, so that blocks of any size see the same ones but for the cut.
      constexpr auto kRows = static_cast<std::int64_t>(kBatchRows);
      const std::int64_t next = std::min(end, (row / kRows + 1) * kRows);
      const auto count = static_cast<std::size_t>(next - row);
      const RowSet rows = table.rows_at(row, count, shuffled_);
      evaluator_.fill(run.table, table.generation, rows, end);
      if (!table.rules.empty()) tally_rules(table, run.table, evaluator_, rows, out.rules);
      tally_matches(table, run.table, evaluator_, rows, out.rules);
      tally_null_keys(plan_, run.table, run.keys, evaluator_, rows, out.rules);
      // Nothing of this block is written, so the rest of it need not be computed.
      if (evaluator_.failure().has_value() || out.rules.failure.has_value()) break;
      for (std::size_t c = 0; c < columns_.size(); ++c) {
        columns_[c] = &evaluator_.column(run.table, table.output[c]);
      }
      add_batch(run, FileTree::clean, Batch{row, count, columns_}, own, out);
      if (own.damage != nullptr) own.damage->apply(evaluator_, rows, columns_);
      add_batch(run, FileTree::data, Batch{row, count, columns_}, own, out);
      if (own.damage != nullptr && run.find(FileTree::changes) != nullptr) {
        const std::span<const Column* const> log = own.damage->log(row);
        if (!log.empty()) add_batch(run, FileTree::changes, Batch{0, log.front()->rows(), log}, own, out);
      }
      row = next;
    }
    for (std::size_t k = 0; k < run.outputs.size(); ++k) {
      out.outputs[k].crc = crc64(out.outputs[k].encoded.bytes.view());
    }
    if (end > first) take_rule_counts(run.table, evaluator_, out.rules);
    out.warnings.clear();
    if (end > first) std::swap(out.warnings, evaluator_.warnings(run.table));
    if (end > first) evaluator_.warnings(run.table).assign(table.columns.size(), CellWarningCounts{});
    out.noise.clear();
    out.violations.clear();
    if (own.damage != nullptr) {
      out.violations = own.damage->violation_counts();
      own.damage->violation_counts().assign(table.violations.size(), NoiseCounts{});
      out.noise = own.damage->counts();
      own.damage->counts().assign(table.noise.size(), NoiseCounts{});
    }
  }

 private:
  struct PerTable {
    std::vector<std::unique_ptr<BlockEncoder>> encoders;  // by output
    std::unique_ptr<TableDamage> damage;                  // null where nothing is damaged
  };

  PerTable& need(std::size_t index) {
    PerTable& own = tables_[index];
    if (own.encoders.empty()) {
      const TableRun& run = runs_[index];
      for (const TableOutput& output : run.outputs) own.encoders.push_back(output.writer->make_block_encoder());
      if (run.planned->damaged()) own.damage = std::make_unique<TableDamage>(plan_, kept_, run.table, *run.writer);
    }
    return own;
  }

  static void begin(const TableRun& run, std::int64_t first_row, TableBlock& out) {
    for (std::size_t k = 0; k < run.outputs.size(); ++k) {
      BlockOutput& output = out.outputs[k];
      output.encoded.first_row = first_row;
      output.encoded.rows = 0;
      output.encoded.bytes.clear();
      const std::vector<ColumnStatistics>& statistics = run.outputs[k].statistics;
      output.statistics.resize(statistics.size());
      for (std::size_t c = 0; c < statistics.size(); ++c) {
        output.statistics[c].begin(statistics[c].type(), static_cast<std::uint64_t>(first_row));
      }
    }
  }

  /// To the run's file of that tree, if it has one.
  static void add_batch(const TableRun& run, FileTree tree, const Batch& batch, PerTable& own, TableBlock& out) {
    for (std::size_t k = 0; k < run.outputs.size(); ++k) {
      const TableOutput& output = run.outputs[k];
      if (output.tree != tree) continue;
      for (std::size_t c = 0; c < output.statistics.size(); ++c) {
        out.outputs[k].statistics[c].accumulate(*batch.columns[c]);
        if (output.distinct[c] != nullptr) output.distinct[c]->add(*batch.columns[c]);
      }
      own.encoders[k]->append(batch, out.outputs[k].encoded);
    }
  }

  const Plan& plan_;
  KeptColumns& kept_;
  const std::vector<TableRun>& runs_;
  Evaluator evaluator_;
  std::vector<PerTable> tables_;  // by run
  std::vector<const Column*> columns_;
  std::vector<std::int64_t> shuffled_;
};

static_assert(kShardUnitRows == static_cast<std::int64_t>(kStatisticsUnitRows) &&
              kShardUnitRows % static_cast<std::int64_t>(kBatchRows) == 0);

/// Of more files than these each is closed as soon as it is complete: a process may often open 1,024. The others are
/// closed at the end, so that no disk is waited for while blocks are computed.
constexpr std::size_t kMostOpenFiles = 256;

std::string file_path(const PlannedTable& table, FileTree tree, const WriterKind& kind,
                      const std::optional<Shard>& shard) {
  std::string path(folder_of(tree));
  if (!path.empty()) path += '/';
  path += table.name;
  if (shard.has_value()) path += "/" + shard->name() + ".part-00001";
  return path + std::string(kind.extension);
}

/// Type and statistics of each column in the file, before the first row.
void begin_statistics(const PlannedTable& table, StatisticsScope scope, TableOutput& output) {
  if (output.tree == FileTree::changes) return;
  for (const ColumnIndex index : table.output) {
    const PlannedColumn& column = table.columns[index];
    const MadeSource& made = column.made;
    const bool damaged = column.damaged && output.tree == FileTree::data;
    const Type type = damaged ? column.written_type() : made.type;
    output.statistics.emplace_back(type);
    const bool known = type.kind == TypeKind::boolean || (!damaged && (made.unique || made.dictionary != nullptr));
    const bool counted = scope == StatisticsScope::full && !known;
    output.distinct.push_back(counted ? std::make_unique<DistinctCounter>() : nullptr);
  }
}

Status begin_file(TableOutput& output, Destination& destination) {
  Result<OutputFile*> file = destination.create_file(output.path);
  if (!file.ok()) return file.diagnostics();
  output.file = *file;
  output.sink = std::make_unique<BlockSink>(*output.file);
  output.encoder = output.writer->make_file_encoder(*output.sink);
  return output.encoder->begin();
}

Status write_block(TableOutput& output, BlockOutput& finished) {
  for (std::size_t c = 0; c < output.statistics.size(); ++c) output.statistics[c].merge(finished.statistics[c]);
  if (finished.encoded.rows == 0) return Done{};
  // How many lines the log has before this block is known here only.
  if (output.tree == FileTree::changes) finished.encoded.first_row = output.rows;
  output.rows += static_cast<std::int64_t>(finished.encoded.rows);
  static_cast<BlockSink&>(*output.sink).expect(finished.encoded.bytes.view(), finished.crc);
  return output.encoder->write(finished.encoded);
}

}  // namespace

const TableOutput* TableRun::find(FileTree tree) const {
  for (const TableOutput& output : outputs) {
    if (output.tree == tree) return &output;
  }
  return nullptr;
}

std::vector<TableRun> make_table_runs(const Plan& plan, const Target& target, std::vector<TableWriters> writers,
                                      const GenerateOptions& options) {
  std::vector<TableRun> runs;
  std::int64_t next_block = 0;
  for (std::size_t t = 0; t < plan.tables.size(); ++t) {
    const PlannedTable& table = plan.tables[t];
    if (!table.written) continue;
    TableRun& run = runs.emplace_back();
    run.table = static_cast<TableIndex>(t);
    run.planned = &table;
    run.keys = key_columns(plan, run.table);
    run.writer = target.writer;
    run.rows = written_rows(table, options.shard);
    for (std::size_t k = 0; k < target.trees.size(); ++k) {
      TableOutput& output = run.outputs.emplace_back();
      output.tree = target.trees[k];
      output.writer = std::move(writers[t][k]);
      output.path = file_path(table, output.tree, *target.writer, options.shard);
      begin_statistics(table, options.statistics, output);
    }
    run.block_rows =
        options.block_rows > 0 ? options.block_rows : block_rows_for(run.data().writer->estimate_row_bytes());
    run.first_block = next_block;
    run.blocks = std::max<std::int64_t>(1, (run.rows.rows() + run.block_rows - 1) / run.block_rows);
    next_block += run.blocks;
    run.warnings.resize(table.columns.size());
    run.noise.resize(table.noise.size());
    run.violations.resize(table.violations.size());
    run.rules = RuleTally(table.rules.size());
  }
  return runs;
}

std::size_t run_of_block(const std::vector<TableRun>& runs, std::int64_t block) {
  const auto after = std::upper_bound(runs.begin(), runs.end(), block,
                                      [](std::int64_t b, const TableRun& run) { return b < run.first_block; });
  return static_cast<std::size_t>(after - runs.begin()) - 1;
}

std::unique_ptr<BlockProducer> make_table_producer(const Plan& plan, KeptColumns& kept,
                                                   const std::vector<TableRun>& runs) {
  return std::make_unique<TableProducer>(plan, kept, runs);
}

Status deliver_block(const Plan& plan, std::vector<TableRun>& runs, Destination& destination, std::int64_t block,
                     TableBlock& finished) {
  TableRun& run = runs[run_of_block(runs, block)];
  if (finished.rules.failure.has_value()) return rule_failure(plan, finished.rules);
  run.rules.add(finished.rules);
  for (std::size_t c = 0; c < finished.warnings.size(); ++c) {
    for (std::size_t w = 0; w < kCellWarnings; ++w) run.warnings[c][w] += finished.warnings[c][w];
  }
  for (std::size_t v = 0; v < finished.violations.size(); ++v) {
    run.violations[v].planned += finished.violations[v].planned;
    run.violations[v].changed += finished.violations[v].changed;
  }
  for (std::size_t n = 0; n < finished.noise.size(); ++n) {
    run.noise[n].planned += finished.noise[n].planned;
    run.noise[n].changed += finished.noise[n].changed;
  }
  for (std::size_t k = 0; k < run.outputs.size(); ++k) {
    TableOutput& output = run.outputs[k];
    if (block == run.first_block) {
      if (Status status = begin_file(output, destination); !status.ok()) return status;
    }
    if (Status status = write_block(output, finished.outputs[k]); !status.ok()) return status;
    if (block + 1 < run.first_block + run.blocks) continue;
    if (Status status = output.encoder->finish(); !status.ok()) return status;
    output.encoder.reset();
    if (runs.size() * run.outputs.size() <= kMostOpenFiles) continue;
    if (Status status = output.file->close(); !status.ok()) return status;
  }
  return Done{};
}

}  // namespace synthgen
