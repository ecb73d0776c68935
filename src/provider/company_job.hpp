// The job of a person in a company: what its title and its department agree on.
#pragma once

#include "synthgen/provider/provider.hpp"

namespace synthgen {

/// An integer column: the row of the joined tables `job_titles`, of a title that the industry of the company has.
const FactKind& job_fact();

}  // namespace synthgen
