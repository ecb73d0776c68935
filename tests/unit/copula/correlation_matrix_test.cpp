// Correlation matrices: validity, the nearest valid one, factors.
#include "synthgen/copula/correlation_matrix.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <ctime>

#include "support/catch.hpp"

using namespace synthgen;

namespace {

// Numbers between −1 and 1 (Steele, Lea and Flood's SplitMix64).
class Numbers {
 public:
  explicit Numbers(std::uint64_t seed) : state_(seed) {}
  double next() {
    std::uint64_t x = state_ += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return static_cast<double>((x ^ (x >> 31)) >> 11) * 0x1p-52 - 1;
  }

 private:
  std::uint64_t state_;
};

SquareMatrix matrix_of(std::size_t n, const std::vector<double>& entries) {
  SquareMatrix matrix(n);
  matrix.entries = entries;
  return matrix;
}

SquareMatrix equal_correlations(std::size_t n, double rho) {
  SquareMatrix matrix(n);
  for (std::size_t i = 0; i < n * n; ++i) matrix.entries[i] = rho;
  for (std::size_t i = 0; i < n; ++i) matrix.at(i, i) = 1;
  return matrix;
}

SquareMatrix random_symmetric(std::size_t n, Numbers& numbers) {
  SquareMatrix matrix = SquareMatrix::identity(n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < i; ++j) matrix.at(i, j) = matrix.at(j, i) = numbers.next();
  }
  return matrix;
}

// Correlations of n columns that are mixtures of `rank` independent ones.
SquareMatrix random_correlations(std::size_t n, std::size_t rank, Numbers& numbers) {
  std::vector<std::vector<double>> rows(n, std::vector<double>(rank));
  for (auto& row : rows) {
    double square = 0;
    for (double& x : row) {
      x = numbers.next();
      square += x * x;
    }
    for (double& x : row) x /= std::sqrt(square);
  }
  SquareMatrix matrix = SquareMatrix::identity(n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      double sum = 0;
      for (std::size_t k = 0; k < rank; ++k) sum += rows[i][k] * rows[j][k];
      matrix.at(i, j) = matrix.at(j, i) = sum;
    }
  }
  return matrix;
}

bool is_correlation_matrix(const SquareMatrix& matrix) {
  for (std::size_t i = 0; i < matrix.n; ++i) {
    if (matrix.at(i, i) != 1) return false;
    for (std::size_t j = 0; j < i; ++j) {
      if (matrix.at(i, j) != matrix.at(j, i) || !(std::fabs(matrix.at(i, j)) <= 1)) return false;
    }
  }
  return is_semidefinite(matrix);
}

double greatest_difference(const SquareMatrix& a, const SquareMatrix& b) {
  double worst = 0;
  for (std::size_t i = 0; i < a.entries.size(); ++i) worst = std::max(worst, std::fabs(a.entries[i] - b.entries[i]));
  return worst;
}

SquareMatrix product_with_transpose(const SquareMatrix& lower) {
  SquareMatrix product(lower.n);
  for (std::size_t i = 0; i < lower.n; ++i) {
    for (std::size_t j = 0; j < lower.n; ++j) {
      for (std::size_t k = 0; k < lower.n; ++k) product.at(i, j) += lower.at(i, k) * lower.at(j, k);
    }
  }
  return product;
}

void check_factor(const SquareMatrix& matrix, double tolerance) {
  const SquareMatrix lower = lower_factor(matrix);
  for (std::size_t i = 0; i < matrix.n; ++i) {
    double square = 0;
    for (std::size_t j = 0; j < matrix.n; ++j) {
      if (j > i) REQUIRE(lower.at(i, j) == 0);
      square += lower.at(i, j) * lower.at(i, j);
    }
    REQUIRE(std::fabs(square - 1) < 1e-15);
  }
  CHECK(greatest_difference(product_with_transpose(lower), matrix) < tolerance);
}

}  // namespace

TEST_CASE("the least eigenvalue of equal correlations is known") {
  CHECK(std::fabs(least_eigenvalue(equal_correlations(7, 0.3)) - 0.7) < 1e-14);
  CHECK(std::fabs(least_eigenvalue(equal_correlations(7, -0.3)) - (1 - 6 * 0.3)) < 1e-14);
  CHECK(least_eigenvalue(equal_correlations(1, 1)) == 1);
}

TEST_CASE("singular matrices are semi-definite, indefinite ones are not") {
  CHECK(is_semidefinite(equal_correlations(5, 1)));
  CHECK(is_semidefinite(equal_correlations(5, -0.25)));
  CHECK_FALSE(is_semidefinite(equal_correlations(5, -0.250001)));
  Numbers numbers(1);
  CHECK(is_semidefinite(random_correlations(100, 10, numbers)));
  CHECK_FALSE(is_semidefinite(random_symmetric(20, numbers)));
}

TEST_CASE("the nearest correlation matrix is the one of Higham's paper") {
  // The example at the end of section 5: 0.7607 and 0.1573 to four digits.
  const SquareMatrix nearest = nearest_correlation(matrix_of(3, {1, 1, 0, 1, 1, 1, 0, 1, 1}));
  CHECK(is_correlation_matrix(nearest));
  CHECK(std::fabs(nearest.at(0, 1) - 0.7607) < 5e-5);
  CHECK(std::fabs(nearest.at(1, 2) - 0.7607) < 5e-5);
  CHECK(std::fabs(nearest.at(0, 2) - 0.1573) < 5e-5);
}

TEST_CASE("a correlation matrix is its own nearest one") {
  Numbers numbers(2);
  for (const SquareMatrix& matrix : {random_correlations(30, 40, numbers), equal_correlations(4, -1.0 / 3)}) {
    CHECK(greatest_difference(nearest_correlation(matrix), matrix) < 1e-10);
  }
}

TEST_CASE("no other correlation matrix is nearer") {
  Numbers numbers(3);
  for (const std::size_t n : {3u, 10u, 60u}) {
    const SquareMatrix wanted = random_symmetric(n, numbers);
    const SquareMatrix nearest = nearest_correlation(wanted);
    REQUIRE(is_correlation_matrix(nearest));
    // X is the nearest point of a convex set to A exactly if ⟨A − X, Y − X⟩ ≤ 0 for all Y of it.
    std::vector<SquareMatrix> others{SquareMatrix::identity(n), equal_correlations(n, 1)};
    for (const std::size_t rank : {std::size_t{1}, std::size_t{2}, n}) {
      for (int i = 0; i < 20; ++i) others.push_back(random_correlations(n, rank, numbers));
    }
    for (const SquareMatrix& other : others) {
      double product = 0;
      for (std::size_t i = 0; i < n * n; ++i) {
        product += (wanted.entries[i] - nearest.entries[i]) * (other.entries[i] - nearest.entries[i]);
      }
      CHECK(product < 1e-9 * static_cast<double>(n * n));
    }
    if (!is_semidefinite(wanted)) CHECK(std::fabs(least_eigenvalue(nearest)) < 1e-9);
  }
}

TEST_CASE("the nearest of 200 columns' correlations is found in seconds") {
  Numbers numbers(4);
  const SquareMatrix wanted = random_symmetric(200, numbers);
  const std::clock_t start = std::clock();
  const SquareMatrix nearest = nearest_correlation(wanted);
  const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  CHECK(is_correlation_matrix(nearest));
  // A machine's whole plan of 200 columns has ten; sanitizers take ten times as long.
  CHECK(seconds < 30);
  INFO(seconds);
  const SquareMatrix again = nearest_correlation(wanted);
  CHECK(again.entries == nearest.entries);
}

TEST_CASE("factors give the matrix back") {
  Numbers numbers(5);
  check_factor(SquareMatrix::identity(3), 1e-15);
  check_factor(equal_correlations(8, 0.9), 1e-14);
  check_factor(random_correlations(200, 250, numbers), 1e-12);
  const SquareMatrix matrix = random_correlations(20, 30, numbers);
  CHECK(lower_factor(matrix).entries == lower_factor(matrix).entries);
}

TEST_CASE("singular matrices have factors too") {
  CHECK(lower_factor(matrix_of(2, {1, 1, 1, 1})).entries == std::vector<double>{1, 0, 1, 0});
  CHECK(lower_factor(matrix_of(2, {1, -1, -1, 1})).entries == std::vector<double>{1, 0, -1, 0});
  check_factor(equal_correlations(5, 1), 1e-15);
  check_factor(equal_correlations(5, -0.25), 1e-8);
  Numbers numbers(6);
  for (const std::size_t rank : {1u, 2u, 10u, 49u}) check_factor(random_correlations(50, rank, numbers), 1e-8);
  check_factor(nearest_correlation(random_symmetric(80, numbers)), 1e-8);
}

TEST_CASE("a zero eigenvalue rounded below zero moves correlations by no more than that") {
  // 1/√3 = 0.57735026919 and a little more: three columns and their standardised sum.
  SquareMatrix matrix = SquareMatrix::identity(4);
  for (std::size_t i = 0; i < 3; ++i) matrix.at(i, 3) = matrix.at(3, i) = 0.5773502695;
  REQUIRE(least_eigenvalue(matrix) < -1e-10);
  REQUIRE(is_semidefinite(matrix));
  check_factor(matrix, 5e-9);
}
