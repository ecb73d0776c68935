#include "correlation_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "read_constants.hpp"
#include "synthgen/base/number_text.hpp"

namespace synthgen {
namespace {

/// Matrices that another program computed differ from symmetry and from 1 on the diagonal by some units in the last
/// place (numpy's corrcoef divides by one deviation after the other). The upper value then counts.
constexpr double kRounding = 1e-12;

std::string text_of(const json::Value& value, double number) {
  return value.is(json::Kind::number) ? value.text : shortest_text(number);
}

/// Whether row k has k + 1 or n - k values, or one fewer: half of a matrix.
bool is_triangle(const json::Value& matrix) {
  const std::size_t n = matrix.items.size();
  if (n < 2) return false;
  for (const std::size_t diagonal : {std::size_t{0}, std::size_t{1}}) {
    bool lower = true;
    bool upper = true;
    for (std::size_t k = 0; k < n; ++k) {
      const std::size_t size = matrix.items[k].items.size();
      lower = lower && size + diagonal == k + 1;
      upper = upper && size + diagonal == n - k;
    }
    // Rows 1, 2, 3 … without a diagonal are the lower part of a matrix that has one row more.
    if (lower || upper) return true;
  }
  return false;
}

/// `"a" and "b"`, `"a" with itself`, or the places where there are no names.
std::string pair_text(std::size_t row, std::size_t column, const std::optional<std::vector<std::string>>& names) {
  if (!names.has_value()) return fmt::format("row {}, column {}", row + 1, column + 1);
  if (row == column) return fmt::format("\"{}\" with itself", (*names)[row]);
  return fmt::format("\"{}\" and \"{}\"", (*names)[row], (*names)[column]);
}

}  // namespace

std::optional<double> CorrelationValues::number(const json::Value& value, const std::string& what) {
  if (value.is(json::Kind::number)) return value.number;
  if (value.is(json::Kind::string) && value.text.starts_with('=')) {
    Diagnostics faults;
    const std::optional<double> computed =
        real_from_constants(fmt::format("the correlation of {}", what), value, schema_, faults);
    for (const Diagnostic& fault : faults) computed_.add(fault);
    return computed;
  }
  not_numbers_.add(
      make_error("SG2003", fmt::format("the correlation of {} is a number, not {}", what, json::kind_name(value.kind)),
                 value.place,
                 value.is(json::Kind::string)
                     ? "a number stands without quotes, for example 0.45; an expression of constants begins with ="
                     : "for example 0.45; 0 where two columns do not depend on each other"));
  return std::nullopt;
}

bool CorrelationValues::in_range(double number, const json::Value& value, const std::string& what) {
  if (number >= -1 && number <= 1) return true;
  const double size = std::abs(number);
  const char* hint = size < 2      ? "0 is no dependence, 1 and -1 are the strongest"
                     : size <= 100 ? "a percentage is written as a share: 45% is 0.45"
                                   : "a covariance is divided by the standard deviations of both columns";
  outside_.add(make_error(
      "SG2305", fmt::format("the correlation of {} is {}, and must be from -1 to 1", what, text_of(value, number)),
      value.place, hint));
  return false;
}

std::optional<double> CorrelationValues::value(const json::Value& value, const std::string& what) {
  const std::optional<double> number = this->number(value, what);
  return number.has_value() && in_range(*number, value, what) ? number : std::nullopt;
}

void CorrelationValues::tell() {
  not_numbers_.tell(diagnostics_);
  computed_.tell(diagnostics_);
  outside_.tell(diagnostics_);
}

bool CorrelationValues::check_size(const json::Value& matrix, std::size_t size, bool of_columns) {
  const std::string wanted =
      of_columns ? fmt::format("and the group has {} columns", size) : fmt::format("and the matrix has {} rows", size);
  for (std::size_t row = 0; row < matrix.items.size(); ++row) {
    if (matrix.items[row].is(json::Kind::array)) continue;
    diagnostics_.add(make_error(
        "SG2003",
        fmt::format("row {} of the matrix is a list, not {}", row + 1, json::kind_name(matrix.items[row].kind)),
        matrix.items[row].place, "for example \"matrix\": [[1, 0.45], [0.45, 1]]"));
    return false;  // the next rows are most likely the same
  }
  constexpr const char* kWhole = "the matrix has one row for each column, and each row one number for each column";
  if (is_triangle(matrix)) {
    diagnostics_.add(make_error("SG2304", "half of a matrix is given", matrix.place,
                                "write both halves with the diagonal: [[1, 0.45], [0.45, 1]]"));
    return false;
  }
  const std::size_t rows = matrix.items.size();
  const bool square = std::all_of(matrix.items.begin(), matrix.items.end(),
                                  [&](const json::Value& row) { return row.items.size() == rows; });
  if (square && rows != size && rows > 0) {
    diagnostics_.add(
        make_error("SG2304", fmt::format("the matrix is of {} columns, {}", rows, wanted), matrix.place, kWhole));
    return false;
  }
  bool good = true;
  if (rows != size) {
    diagnostics_.add(make_error("SG2304",
                                fmt::format("the matrix has {} row{}, {}", rows, rows == 1 ? "" : "s", wanted),
                                matrix.place, kWhole));
    good = false;
  }
  FewFaults ragged;
  for (std::size_t row = 0; row < matrix.items.size(); ++row) {
    const std::size_t values = matrix.items[row].items.size();
    if (values == size) continue;
    ragged.add(make_error(
        "SG2304",
        fmt::format("row {} of the matrix has {} value{}, {}", row + 1, values, values == 1 ? "" : "s", wanted),
        matrix.items[row].place, kWhole));
    good = false;
  }
  ragged.tell(diagnostics_);
  return good;
}

std::optional<SquareMatrix> CorrelationValues::matrix(const json::Value& matrix,
                                                      const std::optional<std::vector<std::string>>& names) {
  const std::size_t size = names.has_value() ? names->size() : matrix.items.size();
  if (!check_size(matrix, size, names.has_value())) return std::nullopt;
  SquareMatrix result(size);
  bool good = true;
  FewFaults diagonal;
  for (std::size_t row = 0; row < size; ++row) {
    for (std::size_t column = 0; column < size; ++column) {
      const json::Value& place = matrix.items[row].items[column];
      const std::string what = pair_text(row, column, names);
      const std::optional<double> number = this->number(place, what);
      result.at(row, column) = number.value_or(std::nan(""));
      good = good && number.has_value();
      if (!number.has_value()) continue;
      if (row != column) {
        // What stands in both places alike is told once.
        const bool told = row > column && *number == result.at(column, row);
        if (told || in_range(*number, place, what)) continue;
        good = false;
      } else if (*number > 1 || *number < 1 - kRounding) {
        diagonal.add(make_error(
            "SG2307", fmt::format("the correlation of {} is {}, and must be 1", what, text_of(place, *number)),
            place.place,
            "the diagonal of a correlation matrix is 1; values of a covariance matrix are divided by both standard "
            "deviations"));
        good = false;
      } else {
        result.at(row, column) = 1;
      }
    }
  }
  diagonal.tell(diagnostics_);
  FewFaults asymmetric;
  for (std::size_t row = 1; row < size; ++row) {
    for (std::size_t column = 0; column < row; ++column) {
      const double lower = result.at(row, column);
      const double upper = result.at(column, row);
      result.at(row, column) = upper;
      // A value that is faulty itself was told; one that is no number compares false.
      if (std::abs(lower) > 1 || std::abs(upper) > 1 || !(std::abs(lower - upper) > kRounding)) continue;
      const json::Value& here = matrix.items[row].items[column];
      asymmetric.add(
          make_error("SG2306",
                     fmt::format("the correlation of {} is {} in row {}, column {}, and {} in row {}, column {}",
                                 names.has_value() ? pair_text(column, row, names) : "two columns",
                                 text_of(matrix.items[column].items[row], upper), column + 1, row + 1,
                                 text_of(here, lower), row + 1, column + 1),
                     here.place, "a correlation matrix is symmetric: write the same value in both places"));
      good = false;
    }
  }
  asymmetric.tell(diagnostics_);
  return good ? std::optional(std::move(result)) : std::nullopt;
}

}  // namespace synthgen
