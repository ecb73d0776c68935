// True in exactly its share of the rows.
#pragma once

#include <memory>

#include "exact_shares.hpp"

namespace synthgen {

/// drawn        the same column without `exact`, which judges type and parameter
/// probability  of true; `true` counts as listed before `false`
std::unique_ptr<SourceSpec> make_exact_bernoulli(std::unique_ptr<SourceSpec> drawn, ParameterValue probability,
                                                 ExactKey exact);

}  // namespace synthgen
