// Correlation matrices: whether they are valid, the nearest valid one, the factor that
// turns independent scores into correlated ones.
//
// Threads: pure. Determinism: linear algebra in a fixed order, without vector units.
#pragma once

#include "synthgen/schema/correlation_group.hpp"

namespace synthgen {

/// The least eigenvalue of a symmetric matrix.
double least_eigenvalue(const SquareMatrix& matrix);

/// Whether no eigenvalue is negative beyond what rounding makes of a 0.
bool is_semidefinite(const SquareMatrix& matrix);

/// The nearest correlation matrix in the Frobenius norm: unit diagonal, no negative eigenvalue.
/// Source: Higham, "Computing the nearest correlation matrix – a problem from finance", IMA J. Numer. Anal. 22 (2002),
/// alternating projections with Dykstra's correction; sped up as in Higham and Strabić, "Anderson acceleration of the
/// alternating projections method for computing the nearest correlation matrix", Numer. Algorithms 72 (2016).
SquareMatrix nearest_correlation(const SquareMatrix& matrix);

/// L, lower triangular, with L·Lᵀ = matrix. Pivots that are 0 but for rounding give a column of zeros, so singular
/// matrices have a factor too. Rows have length 1.
///
/// REQUIRES: is_semidefinite(matrix), unit diagonal.
SquareMatrix lower_factor(const SquareMatrix& matrix);

}  // namespace synthgen
