// The hot product of a copula: rows of scores times a row of the factor.
#pragma once

#include <cstddef>

namespace synthgen {

/// out[i] = Σ weights[k]·scores[k][i] over `terms` columns of n values, summed in the order of k. terms ≥ 1. Equal bits
/// on every target.
void combine_scores(std::size_t n, std::size_t terms, const double* weights, const double* const* scores, double* out);

}  // namespace synthgen
