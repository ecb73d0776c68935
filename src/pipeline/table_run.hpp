// The blocks of all written tables as one sequence, so that threads never wait between tables.
#pragma once

#include <atomic>
#include <memory>
#include <vector>

#include "synthgen/engine/column_statistics.hpp"
#include "synthgen/engine/distinct_counter.hpp"
#include "synthgen/engine/evaluator.hpp"
#include "synthgen/engine/ordered_run.hpp"
#include "synthgen/output/destination.hpp"
#include "synthgen/pipeline/generate.hpp"
#include "synthgen/writer/writer.hpp"

namespace synthgen {

/// One table on its way to its file.
struct TableRun {
  TableIndex table = 0;
  const PlannedTable* planned = nullptr;
  std::unique_ptr<Writer> writer;
  RowRange rows;  ///< places in the table: all, or a shard's
  std::string path;
  std::int64_t block_rows = 0;
  std::int64_t first_block = 0;  ///< in the sequence of all tables
  std::int64_t blocks = 0;       ///< at least one, so that a table without rows has its file
  /// By output column, all threads together: null where they are not asked for, where the column's statistics know, and
  /// where all values differ by construction.
  std::vector<std::unique_ptr<DistinctCounter>> distinct;
  // Of the ordered side:
  OutputFile* file = nullptr;
  std::unique_ptr<ByteSink> sink;
  std::unique_ptr<FileEncoder> encoder;
  std::vector<ColumnStatistics> statistics;  ///< by output column
  std::vector<CellWarningCounts> warnings;   ///< by column of the table
};

/// Splits what the run writes into blocks: by the options, or by the writer's estimate.
std::vector<TableRun> make_table_runs(const Plan& plan, const WriterKind& kind,
                                      std::vector<std::unique_ptr<Writer>> writers, const GenerateOptions& options);

/// A block: its bytes, their checksum, statistics and warnings.
class TableBlock final : public BlockSlot {
 public:
  EncodedBlock encoded;
  std::uint64_t crc = 0;
  std::vector<PartialStatistics> statistics;
  std::vector<CellWarningCounts> warnings;
};

std::unique_ptr<BlockProducer> make_table_producer(const Plan& plan, KeptColumns& kept,
                                                   const std::vector<TableRun>& runs);

/// The run that a block of the sequence belongs to.
std::size_t run_of_block(const std::vector<TableRun>& runs, std::int64_t block);

/// Hands a finished block to its file; opens the file before the first, finishes it after the last.
Status deliver_block(std::vector<TableRun>& runs, Destination& destination, std::int64_t block, TableBlock& finished);

}  // namespace synthgen
