// Declared correlations of a table's columns, as the schema gives them.
//
// Threads: plain data.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "synthgen/json/document.hpp"

namespace synthgen {

enum class CorrelationMeasure : std::uint8_t {
  pearson,   ///< of the values as written
  spearman,  ///< Pearson's of their average ranks
  kendall,   ///< concordant less discordant pairs of rows; of columns in which ties are rare
  latent,    ///< of the normal scores behind the values
};
std::string_view name_of(CorrelationMeasure measure);

enum class CopulaFamily : std::uint8_t {
  gaussian,
  student_t,  ///< extremes come together: the scores of a row share a divisor
};
std::string_view name_of(CopulaFamily family);

/// n × n numbers, row by row.
struct SquareMatrix {
  std::size_t n = 0;
  std::vector<double> entries;

  SquareMatrix() = default;
  explicit SquareMatrix(std::size_t size) : n(size), entries(size * size, 0.0) {}
  static SquareMatrix identity(std::size_t size) {
    SquareMatrix result(size);
    for (std::size_t i = 0; i < size; ++i) result.at(i, i) = 1;
    return result;
  }
  double& at(std::size_t row, std::size_t column) { return entries[row * n + column]; }
  double at(std::size_t row, std::size_t column) const { return entries[row * n + column]; }
};

/// Columns that are drawn together.
struct CorrelationGroup {
  std::string name;  ///< empty where none is given
  CorrelationMeasure measure = CorrelationMeasure::pearson;
  CopulaFamily family = CopulaFamily::gaussian;
  double df = 0;                     ///< degrees of freedom of Student's copula
  bool repair = false;               ///< the nearest valid matrix is used where the declared one is not valid
  bool given_parameters = false;     ///< the values hold among rows of equal parameters
  std::vector<std::size_t> columns;  ///< of the table, ascending: the order in which they are drawn
  std::vector<Place> places;         ///< where each of them is named first
  SquareMatrix declared;             ///< in the order of `columns`; pairs that are not listed are 0
  /// Where the value of a pair stands, row by row; a place without a pointer for pairs that are not listed.
  std::vector<Place> value_places;
  Place place;         ///< of the group
  Place matrix_place;  ///< of its matrix or pairs
};

}  // namespace synthgen
