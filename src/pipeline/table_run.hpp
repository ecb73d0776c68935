// The blocks of all written tables as one sequence, so that threads never wait between tables.
#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "preparation.hpp"
#include "rule_tally.hpp"
#include "synthgen/engine/column_statistics.hpp"
#include "synthgen/engine/distinct_counter.hpp"
#include "synthgen/engine/evaluator.hpp"
#include "synthgen/engine/ordered_run.hpp"
#include "synthgen/engine/table_damage.hpp"
#include "synthgen/output/destination.hpp"
#include "synthgen/pipeline/generate.hpp"
#include "synthgen/writer/writer.hpp"

namespace synthgen {

/// One file of a table, on its way.
struct TableOutput {
  FileTree tree = FileTree::data;
  std::unique_ptr<Writer> writer;
  std::string path;
  /// By output column, all threads together: null where they are not asked for, where the column's statistics know, and
  /// where all values differ by construction. None of a log.
  std::vector<std::unique_ptr<DistinctCounter>> distinct;
  // Of the ordered side:
  OutputFile* file = nullptr;
  std::unique_ptr<ByteSink> sink;
  std::unique_ptr<FileEncoder> encoder;
  std::int64_t rows = 0;                     ///< handed to it so far
  std::vector<ColumnStatistics> statistics;  ///< by output column; none of a log
};

/// One table on its way to its files.
struct TableRun {
  TableIndex table = 0;
  const PlannedTable* planned = nullptr;
  std::vector<ColumnIndex> keys;       ///< generated columns that must not be null
  const WriterKind* writer = nullptr;  ///< of all its files
  RowRange rows;                       ///< places in the table: all, or a shard's
  std::int64_t block_rows = 0;
  std::int64_t first_block = 0;      ///< in the sequence of all tables
  std::int64_t blocks = 0;           ///< at least one, so that a table without rows has its files
  std::vector<TableOutput> outputs;  ///< in the target's order: the data first
  // Of the ordered side:
  std::vector<CellWarningCounts> warnings;  ///< by column of the table
  std::vector<NoiseCounts> noise;           ///< by operator of the table
  std::vector<NoiseCounts> violations;      ///< by violation of the table
  RuleTally rules;

  const TableOutput& data() const { return outputs.front(); }
  /// Null where the run does not write that tree.
  const TableOutput* find(FileTree tree) const;
};

/// Splits what the run writes into blocks: by the options, or by the estimate of the data's writer.
std::vector<TableRun> make_table_runs(const Plan& plan, const Target& target, std::vector<TableWriters> writers,
                                      const GenerateOptions& options);

/// What a block adds to one file: bytes, their checksum and statistics.
struct BlockOutput {
  EncodedBlock encoded;
  std::uint64_t crc = 0;
  std::vector<PartialStatistics> statistics;
};

/// A block of rows of a table, in all its files.
class TableBlock final : public BlockSlot {
 public:
  std::int64_t rows = 0;                        ///< of the table
  std::array<BlockOutput, kFileTrees> outputs;  ///< as TableRun::outputs; what is beyond them is unused
  std::vector<CellWarningCounts> warnings;
  std::vector<NoiseCounts> noise;
  std::vector<NoiseCounts> violations;
  RuleTally rules;
};

std::unique_ptr<BlockProducer> make_table_producer(const Plan& plan, KeptColumns& kept,
                                                   const std::vector<TableRun>& runs);

/// The run that a block of the sequence belongs to.
std::size_t run_of_block(const std::vector<TableRun>& runs, std::int64_t block);

/// Hands a finished block to its files; opens them before the first, finishes them after the last.
/// Errors of output; SG4010, SG4011, SG4030, SG4032.
Status deliver_block(const Plan& plan, std::vector<TableRun>& runs, Destination& destination, std::int64_t block,
                     TableBlock& finished);

}  // namespace synthgen
