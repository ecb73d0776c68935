#include <fmt/format.h>

#include <cstdio>

#include "commands.hpp"
#include "exit_code.hpp"
#include "synthgen/distribution/distribution.hpp"
#include "synthgen/expression/expression.hpp"
#include "synthgen/provider/provider.hpp"
#include "synthgen/source/source.hpp"
#include "synthgen/writer/writer.hpp"

namespace synthgen::app {
namespace {

void print_record(const Record& record) { fmt::print("  {:<14} {}\n", record.name, record.summary); }

}  // namespace

int run_list(const Options& options) {
  const auto wanted = [&](std::string_view topic) {
    if (!options.list_topic.empty() && options.list_topic != topic) return false;
    if (options.list_topic.empty()) fmt::print("{}\n", topic);
    return true;
  };
  if (wanted("sources")) {
    for (const SourceKind* kind : source_kinds()) print_record(kind->record);
  }
  if (wanted("distributions")) {
    for (const DistributionKind* kind : distribution_kinds()) print_record(kind->record);
  }
  if (wanted("providers")) {
    for (const ProviderKind* kind : provider_kinds()) print_record(kind->record);
  }
  if (wanted("functions")) {
    for (const std::string& name : function_names()) fmt::print("  {}\n", name);
  }
  if (wanted("writers")) {
    for (const WriterKind* kind : writer_kinds()) print_record(kind->record);
  }
  return static_cast<int>(ExitCode::done);
}

}  // namespace synthgen::app
