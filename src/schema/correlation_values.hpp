// The numbers of a correlation group: a matrix, or the values of single pairs.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "few_faults.hpp"
#include "synthgen/schema/schema.hpp"

namespace synthgen {

/// Values of correlations, and where each stands.
class CorrelationValues {
 public:
  CorrelationValues(const Schema& schema, Diagnostics& diagnostics) : schema_(schema), diagnostics_(diagnostics) {}

  /// The number, from -1 to 1, that one place holds; nothing where it is faulty.
  ///
  /// what  whose correlation it is: `"a" and "b"`
  std::optional<double> value(const json::Value& value, const std::string& what);
  /// The whole matrix, upper and lower part equal, 1 on the diagonal; nothing where it is faulty.
  ///
  /// names  of its columns in the listed order; nothing where they could not be read, which lets the size be any
  std::optional<SquareMatrix> matrix(const json::Value& matrix, const std::optional<std::vector<std::string>>& names);
  /// Tells what is wrong with the numbers.
  void tell();

 private:
  /// Any number; nothing where it is none.
  std::optional<double> number(const json::Value& value, const std::string& what);
  /// False after it was told.
  bool in_range(double number, const json::Value& value, const std::string& what);
  bool check_size(const json::Value& matrix, std::size_t size, bool of_columns);

  const Schema& schema_;
  Diagnostics& diagnostics_;
  FewFaults not_numbers_;
  FewFaults computed_;
  FewFaults outside_;
};

}  // namespace synthgen
