// The document's constants, and what is computed from constants alone before there are columns.
#pragma once

#include <string_view>

#include "synthgen/schema/schema.hpp"

namespace synthgen {

/// Names of constants, for expressions that stand outside all tables.
class ConstantScope final : public Scope {
 public:
  explicit ConstantScope(const std::vector<NamedConstant>& constants) : constants_(constants) {}
  Result<std::optional<Entry>> find(const Path& path) const override;
  const NamedConstant* constant(std::string_view name) const override;
  std::vector<std::string> names_near(const Path& path) const override;

 private:
  const std::vector<NamedConstant>& constants_;
};

/// Null where there is none of that name.
const NamedConstant* find_constant(const std::vector<NamedConstant>& constants, std::string_view name);

/// Reads `constants`; `options` replaces values by --set. Errors SG2011, SG6005.
void read_constants(const json::Value* constants, const ReadOptions& options, Schema& schema, Diagnostics& diagnostics);

/// The number that a text such as "=rho / 2" gives; nothing after diagnostics were added (SG2013 and those of
/// expressions).
///
/// what   "\"rows\"", for messages
/// value  a text that begins with "="
std::optional<double> real_from_constants(std::string_view what, const json::Value& value, const Schema& schema,
                                          Diagnostics& diagnostics);
/// The same for whole numbers, halves rounded up.
std::optional<double> number_from_constants(std::string_view what, const json::Value& value, const Schema& schema,
                                            Diagnostics& diagnostics);

/// Tells the columns that bear the name of a constant (SG2012).
void check_constant_names(const Schema& schema, Diagnostics& diagnostics);

}  // namespace synthgen
