#include "table_run.hpp"

#include <algorithm>

#include "preparation.hpp"
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
      : runs_(runs), evaluator_(plan, kept), encoders_(runs.size()) {}

  void produce(std::int64_t block, BlockSlot& slot) override {
    auto& out = static_cast<TableBlock&>(slot);
    const std::size_t index = run_of_block(runs_, block);
    const TableRun& run = runs_[index];
    const PlannedTable& table = *run.planned;
    if (encoders_[index] == nullptr) encoders_[index] = run.writer->make_block_encoder();
    const std::int64_t first = run.rows.first + (block - run.first_block) * run.block_rows;
    const std::int64_t end = std::min(first + run.block_rows, run.rows.end);

    out.encoded.first_row = first;
    out.encoded.rows = 0;
    out.encoded.bytes.clear();
    out.statistics.resize(table.output.size());
    for (std::size_t c = 0; c < table.output.size(); ++c) {
      out.statistics[c].begin(table.columns[table.output[c]].made.type, static_cast<std::uint64_t>(first));
    }
    std::vector<const Column*> columns(table.output.size());
    for (std::int64_t row = first; row < end;) {
      // Batches end where aligned ones would, so that blocks of any size see the same ones but for the cut.
      constexpr auto kRows = static_cast<std::int64_t>(kBatchRows);
      const std::int64_t next = std::min(end, (row / kRows + 1) * kRows);
      const auto count = static_cast<std::size_t>(next - row);
      evaluator_.fill(run.table, table.generation, table.rows_at(row, count, shuffled_));
      for (std::size_t c = 0; c < columns.size(); ++c) {
        columns[c] = &evaluator_.column(run.table, table.output[c]);
        out.statistics[c].accumulate(*columns[c]);
        if (run.distinct[c] != nullptr) run.distinct[c]->add(*columns[c]);
      }
      encoders_[index]->append(Batch{row, count, columns}, out.encoded);
      row = next;
    }
    out.crc = crc64(out.encoded.bytes.view());
    out.warnings.clear();
    if (end > first) std::swap(out.warnings, evaluator_.warnings(run.table));
    if (end > first) evaluator_.warnings(run.table).assign(table.columns.size(), CellWarningCounts{});
  }

 private:
  const std::vector<TableRun>& runs_;
  Evaluator evaluator_;
  std::vector<std::unique_ptr<BlockEncoder>> encoders_;
  std::vector<std::int64_t> shuffled_;
};

static_assert(kShardUnitRows == static_cast<std::int64_t>(kStatisticsUnitRows) &&
              kShardUnitRows % static_cast<std::int64_t>(kBatchRows) == 0);

std::string file_path(const PlannedTable& table, const WriterKind& kind, const std::optional<Shard>& shard) {
  std::string path = table.name;
  if (shard.has_value()) path += "/" + shard->name() + ".part-00001";
  return path + std::string(kind.extension);
}

Status begin_file(TableRun& run, Destination& destination) {
  Result<OutputFile*> file = destination.create_file(run.path);
  if (!file.ok()) return file.diagnostics();
  run.file = *file;
  run.sink = std::make_unique<BlockSink>(*run.file);
  run.encoder = run.writer->make_file_encoder(*run.sink);
  return run.encoder->begin();
}

}  // namespace

std::vector<TableRun> make_table_runs(const Plan& plan, const WriterKind& kind,
                                      std::vector<std::unique_ptr<Writer>> writers, const GenerateOptions& options) {
  std::vector<TableRun> runs;
  std::int64_t next_block = 0;
  for (std::size_t t = 0; t < plan.tables.size(); ++t) {
    const PlannedTable& table = plan.tables[t];
    if (!table.written) continue;
    TableRun& run = runs.emplace_back();
    run.table = static_cast<TableIndex>(t);
    run.planned = &table;
    run.writer = std::move(writers[t]);
    run.rows = written_rows(table, options.shard);
    run.path = file_path(table, kind, options.shard);
    run.block_rows = options.block_rows > 0 ? options.block_rows : block_rows_for(run.writer->estimate_row_bytes());
    run.first_block = next_block;
    run.blocks = std::max<std::int64_t>(1, (run.rows.rows() + run.block_rows - 1) / run.block_rows);
    next_block += run.blocks;
    for (const ColumnIndex column : table.output) {
      const MadeSource& made = table.columns[column].made;
      run.statistics.emplace_back(made.type);
      const bool known = made.unique || made.type.kind == TypeKind::boolean || made.dictionary != nullptr;
      const bool counted = options.statistics == StatisticsScope::full && !known;
      run.distinct.push_back(counted ? std::make_unique<DistinctCounter>() : nullptr);
    }
    run.warnings.resize(table.columns.size());
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

Status deliver_block(std::vector<TableRun>& runs, Destination& destination, std::int64_t block, TableBlock& finished) {
  TableRun& run = runs[run_of_block(runs, block)];
  if (block == run.first_block) {
    if (Status status = begin_file(run, destination); !status.ok()) return status;
  }
  for (std::size_t c = 0; c < run.statistics.size(); ++c) run.statistics[c].merge(finished.statistics[c]);
  for (std::size_t c = 0; c < finished.warnings.size(); ++c) {
    for (std::size_t w = 0; w < kCellWarnings; ++w) run.warnings[c][w] += finished.warnings[c][w];
  }
  static_cast<BlockSink&>(*run.sink).expect(finished.encoded.bytes.view(), finished.crc);
  if (finished.encoded.rows > 0) {
    if (Status status = run.encoder->write(finished.encoded); !status.ok()) return status;
  }
  if (block + 1 < run.first_block + run.blocks) return Done{};
  Status status = run.encoder->finish();
  run.encoder.reset();
  return status;
}

}  // namespace synthgen
