// The key `pick` of a reference as read: which parent a row refers to.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "synthgen/source/source.hpp"

namespace synthgen {

/// Ranks by a distribution: 1 is the most popular parent.
struct RankSpec {
  const json::Value* json = nullptr;       ///< the object as the schema has it
  std::unique_ptr<json::Value> completed;  ///< the same with what follows from the parent's rows
  std::unique_ptr<ColumnDeclaration> declaration;
  std::unique_ptr<SourceSpec> spec;
};

struct PickSpec {
  PickKind kind = PickKind::by_default;
  Place place;
  RankSpec ranks;      ///< of a distribution
  std::string weight;  ///< column of the parent
  Place weight_place;
};

/// Nothing after diagnostics were added. `reference` reads the column that has the key.
std::optional<PickSpec> read_pick(ColumnReader& reference);

/// The picks of `spec`, `missing` not yet applied. Errors SG2144 … SG2149.
Result<MadeSource> make_pick(const PickSpec& spec, const ReferenceTarget& target, const SourceContext& context);

}  // namespace synthgen
