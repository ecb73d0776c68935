// An operator of a table's `noise` as the schema gives it.
//
// Threads: immutable once read. It points into the document.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "synthgen/noise/noise.hpp"

namespace synthgen {

/// Operators of one table.
inline constexpr std::size_t kMostNoiseOperators = 1'000;

struct NoiseDeclaration {
  struct Listed {
    std::size_t column = 0;  ///< of the table
    Place place;
  };
  const NoiseKind* kind = nullptr;
  std::string name;  ///< empty where it has none
  Place place;       ///< of the operator's name
  std::vector<Listed> columns;
  std::vector<Listed> further;         ///< NoiseSpec::further_columns(), looked up
  std::optional<ParameterValue> rate;  ///< without one each row that `condition` lets in is hit
  Place exact_place;                   ///< where `exact` is true
  bool exact = false;
  std::optional<Expression> condition;
  Place condition_place;
  std::unique_ptr<NoiseSpec> spec;
};

}  // namespace synthgen
