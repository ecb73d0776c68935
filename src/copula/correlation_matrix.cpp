// Eigenvalues by Eigen, everything else by plain loops.
#include "synthgen/copula/correlation_matrix.hpp"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>

namespace synthgen {

namespace {

// A 0 that went through a schema's decimals or a root-finder comes out this far below 0 at most. Taking it for 0 moves
// correlations by no more than that, a thousandth of what the solver promises.
constexpr double kZeroEigenvalue = 1e-9;

// Eigen cuts products into blocks by the caches it finds, and the cut decides the order of additions: every machine is
// told the same sizes, once.
void fix_block_sizes() {
  static const bool fixed = [] {
    Eigen::setCpuCacheSizes(32 * 1024, 256 * 1024, 2 * 1024 * 1024);
    return true;
  }();
  static_cast<void>(fixed);
}

Eigen::MatrixXd to_eigen(const SquareMatrix& matrix) {
  const auto n = static_cast<Eigen::Index>(matrix.n);
  Eigen::MatrixXd result(n, n);
  for (std::size_t i = 0; i < matrix.n; ++i) {
    for (std::size_t j = 0; j < matrix.n; ++j) {
      result(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)) = matrix.at(i, j);
    }
  }
  return result;
}

// The nearest matrix without negative eigenvalues, exactly symmetric: the sum over the eigenvectors of positive ones.
SquareMatrix project_semidefinite(const SquareMatrix& matrix) {
  fix_block_sizes();
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(to_eigen(matrix));
  const auto& values = solver.eigenvalues();
  const auto& vectors = solver.eigenvectors();
  const std::size_t n = matrix.n;
  // Row v holds eigenvector v times the root of its eigenvalue; where fewer are negative, they are taken off instead.
  std::size_t negative = 0;
  while (negative < n && values(static_cast<Eigen::Index>(negative)) < 0) ++negative;
  const bool take_off = negative < n - negative;
  const std::size_t first = take_off ? 0 : negative;
  const std::size_t last = take_off ? negative : n;
  SquareMatrix result(n);
  if (take_off) result = matrix;
  std::vector<double> row(n);
  for (std::size_t v = first; v < last; ++v) {
    const auto index = static_cast<Eigen::Index>(v);
    for (std::size_t i = 0; i < n; ++i) row[i] = vectors(static_cast<Eigen::Index>(i), index);
    for (std::size_t i = 0; i < n; ++i) {
      const double scaled = take_off ? -values(index) * row[i] : values(index) * row[i];
      double* out = &result.entries[i * n];
      for (std::size_t j = 0; j <= i; ++j) out[j] += scaled * row[j];
    }
  }
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < i; ++j) result.at(j, i) = result.at(i, j);
  }
  return result;
}

double greatest_magnitude(const std::vector<double>& vector) {
  double greatest = 0;
  for (const double x : vector) greatest = std::max(greatest, std::fabs(x));
  return greatest;
}

// Solves the small normal equations of Anderson's mixing by Gaussian elimination with a ridge against dependent rows.
std::vector<double> mixing_weights(const std::vector<std::vector<double>>& differences,
                                   const std::vector<double>& residual) {
  const std::size_t m = differences.size();
  std::vector<std::vector<double>> system(m, std::vector<double>(m + 1, 0.0));
  for (std::size_t i = 0; i < m; ++i) {
    for (std::size_t j = 0; j < m; ++j) {
      for (std::size_t k = 0; k < residual.size(); ++k) system[i][j] += differences[i][k] * differences[j][k];
    }
    for (std::size_t k = 0; k < residual.size(); ++k) system[i][m] += differences[i][k] * residual[k];
  }
  double ridge = 0;
  for (std::size_t i = 0; i < m; ++i) ridge = std::max(ridge, system[i][i]);
  for (std::size_t i = 0; i < m; ++i) system[i][i] += 1e-12 * ridge + 1e-300;
  for (std::size_t i = 0; i < m; ++i) {
    for (std::size_t below = i + 1; below < m; ++below) {
      const double factor = system[below][i] / system[i][i];
      for (std::size_t j = i; j <= m; ++j) system[below][j] -= factor * system[i][j];
    }
  }
  std::vector<double> weights(m, 0.0);
  for (std::size_t i = m; i-- > 0;) {
    double sum = system[i][m];
    for (std::size_t j = i + 1; j < m; ++j) sum -= system[i][j] * weights[j];
    weights[i] = sum / system[i][i];
  }
  return weights;
}

// Cholesky's factor of (matrix + shift·1)/(1 + shift). Pivots below `least` give a column of zeros.
SquareMatrix factor_shifted(const SquareMatrix& matrix, double shift, double least) {
  const std::size_t n = matrix.n;
  SquareMatrix lower(n);
  for (std::size_t j = 0; j < n; ++j) {
    for (std::size_t i = j; i < n; ++i) {
      double rest = i == j ? 1.0 : matrix.at(i, j) / (1 + shift);
      const double* row_i = &lower.entries[i * n];
      const double* row_j = &lower.entries[j * n];
      for (std::size_t k = 0; k < j; ++k) rest -= row_i[k] * row_j[k];
      if (i == j) {
        lower.at(j, j) = rest > least ? std::sqrt(rest) : 0.0;
      } else {
        lower.at(i, j) = lower.at(j, j) > 0 ? rest / lower.at(j, j) : 0.0;
      }
    }
  }
  for (std::size_t i = 0; i < n; ++i) {
    double square = 0;
    for (std::size_t j = 0; j <= i; ++j) square += lower.at(i, j) * lower.at(i, j);
    // A row of exact length 1 is left as it is, and so are rows whose length no double tells from 1.
    if (square == 1) continue;
    const double length = std::sqrt(square);
    for (std::size_t j = 0; j <= i; ++j) lower.at(i, j) /= length;
  }
  return lower;
}

// The greatest difference between L·Lᵀ and the matrix.
double factor_error(const SquareMatrix& lower, const SquareMatrix& matrix) {
  const std::size_t n = matrix.n;
  double worst = 0;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      double sum = 0;
      for (std::size_t k = 0; k <= j; ++k) sum += lower.at(i, k) * lower.at(j, k);
      worst = std::max(worst, std::fabs(sum - matrix.at(i, j)));
    }
  }
  return worst;
}

}  // namespace

double least_eigenvalue(const SquareMatrix& matrix) {
  if (matrix.n == 0) return 0;
  fix_block_sizes();
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(to_eigen(matrix), Eigen::EigenvaluesOnly);
  return solver.eigenvalues()(0);
}

bool is_semidefinite(const SquareMatrix& matrix) { return least_eigenvalue(matrix) >= -kZeroEigenvalue; }

// Dykstra's correction for a projection onto an affine set may be left out, and what is added for the other set is a
// diagonal: each of Higham's steps is y ← y + (1 − diag(P(A + Diag(y)))), P the projection onto the semi-definite
// matrices. Of this iteration of n numbers the limit is found by Anderson's mixing, as in Higham and Strabić, "Anderson
// acceleration of the alternating projections method for computing the nearest correlation matrix", Numerical
// Algorithms 72 (2016), in some twenty steps instead of hundreds.
SquareMatrix nearest_correlation(const SquareMatrix& matrix) {
  constexpr int kMostSteps = 120;
  constexpr std::size_t kMemory = 6;
  constexpr double kEnough = 1e-12;
  const std::size_t n = matrix.n;
  if (n == 0) return matrix;
  std::vector<double> y(n, 0.0);
  std::vector<double> previous_y;
  std::vector<double> previous_residual;
  std::vector<std::vector<double>> steps;        // of y
  std::vector<std::vector<double>> differences;  // of residuals
  SquareMatrix best(n);
  double least_residual = 0;
  for (int step = 0; step < kMostSteps; ++step) {
    SquareMatrix shifted = matrix;
    for (std::size_t i = 0; i < n; ++i) shifted.at(i, i) += y[i];
    SquareMatrix projected = project_semidefinite(shifted);
    std::vector<double> residual(n);
    for (std::size_t i = 0; i < n; ++i) residual[i] = 1 - projected.at(i, i);
    const double size = greatest_magnitude(residual);
    if (step == 0 || size < least_residual) {
      best = std::move(projected);
      least_residual = size;
    }
    if (size < kEnough) break;
    if (step > 0) {
      std::vector<double> dy(n), dr(n);
      for (std::size_t i = 0; i < n; ++i) {
        dy[i] = y[i] - previous_y[i];
        dr[i] = residual[i] - previous_residual[i];
      }
      steps.push_back(std::move(dy));
      differences.push_back(std::move(dr));
      if (steps.size() > kMemory) {
        steps.erase(steps.begin());
        differences.erase(differences.begin());
      }
    }
    // Where the mixing led astray, it starts anew with a plain step.
    if (size > 4 * least_residual) {
      steps.clear();
      differences.clear();
    }
    previous_y = y;
    previous_residual = residual;
    const std::vector<double> weights = mixing_weights(differences, residual);
    for (std::size_t i = 0; i < n; ++i) {
      y[i] += residual[i];
      for (std::size_t m = 0; m < weights.size(); ++m) y[i] -= weights[m] * (steps[m][i] + differences[m][i]);
    }
  }
  // What is left of the diagonal's error is scaled away, which no eigenvalue's sign minds. Whole multiples of a small
  // number, so that another release of Eigen, whose eigenvectors differ in their last bits, gives the same matrix.
  constexpr double kSteps = 0x1p34;
  std::vector<double> root(n);
  for (std::size_t i = 0; i < n; ++i) root[i] = best.at(i, i) > 0 ? std::sqrt(best.at(i, i)) : 1.0;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const double scaled =
          std::min(1.0, std::max(-1.0, std::floor(best.at(i, j) / (root[i] * root[j]) * kSteps + 0.5) / kSteps));
      best.at(i, j) = scaled;
      best.at(j, i) = scaled;
    }
    best.at(i, i) = 1;
  }
  return best;
}

SquareMatrix lower_factor(const SquareMatrix& matrix) {
  // A pivot of this size is what rounding leaves of a 0.
  const double least = 1e-14 * static_cast<double>(matrix.n);
  SquareMatrix lower = factor_shifted(matrix, 0, least);
  if (factor_error(lower, matrix) <= 1e-10) return lower;
  // Eigenvalues a little below 0, or pivots too small to divide by: the diagonal is raised by as little, so that all
  // pivots are sound, and correlations shrink by that part.
  const double shift = 2 * kZeroEigenvalue + 2 * std::max(0.0, -least_eigenvalue(matrix));
  return factor_shifted(matrix, shift, 0);
}

}  // namespace synthgen
