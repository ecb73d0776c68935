// Operators on texts, one text at a time or many times the same.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "operator_trial.hpp"
#include "support/chi_square.hpp"
#include "synthgen/json/utf8.hpp"

namespace synthgen {

inline constexpr Type kTextType{TypeKind::string, 0};

/// What the operator makes of a text at its first draws; "(unchanged)" where it leaves it.
inline std::string once(const char* json, const char* text) {
  const Column clean = cells_of(kTextType, {text});
  OperatorTrial trial(json, {{&clean}});
  const bool changed = trial.run() == 1;
  CHECK(changed == (trial.cell(0) != text));
  return changed ? trial.cell(0) : "(unchanged)";
}

/// How often it makes what of a text, in `batches` × 1,000 rows. Whatever comes out differs from the text, is not empty
/// and is UTF-8.
inline std::map<std::string, std::uint64_t> outcomes(const char* json, const char* text, int batches = 20) {
  const Column clean = cells_of(kTextType, std::vector<const char*>(1000, text));
  OperatorTrial trial(json, {{&clean}});
  std::map<std::string, std::uint64_t> counts;
  for (int batch = 0; batch < batches; ++batch) {
    REQUIRE(trial.run({3, 5}, batch * 1000) == 1000);
    for (std::size_t row = 0; row < 1000; ++row) ++counts[trial.cell(row)];
  }
  for (const auto& [made, count] : counts) {
    CHECK(made != text);
    CHECK_FALSE(made.empty());
    CHECK(json::find_invalid_utf8(made) == made.size());
  }
  return counts;
}

/// Whether counts lie as the shares say, which are given for every outcome and no other.
inline bool lie_as(const std::map<std::string, std::uint64_t>& counts, const std::map<std::string, double>& shares) {
  std::vector<std::uint64_t> observed;
  std::vector<double> expected;
  for (const auto& [made, share] : shares) {
    const auto found = counts.find(made);
    observed.push_back(found == counts.end() ? 0 : found->second);
    expected.push_back(share);
  }
  for (const auto& [made, count] : counts) {
    if (shares.count(made) == 0) {
      UNSCOPED_INFO("not expected: \"" << made << "\"");
      return false;
    }
  }
  if (shares.size() == 1) return counts.size() == 1;
  const double statistic = test::chi_square(observed, expected);
  UNSCOPED_INFO("chi-square " << statistic);
  return statistic < test::chi_square_limit(shares.size() - 1);
}

/// The codes of what is wrong with an operator.
inline std::vector<std::string> faults_of(const char* json, Type type = kTextType) {
  const Column clean = cells_of(type, {nullptr});
  const OperatorTrial trial(json, {{&clean}});
  std::vector<std::string> codes;
  for (const Diagnostic& diagnostic : trial.diagnostics()) codes.push_back(diagnostic.code);
  return codes;
}

}  // namespace synthgen
