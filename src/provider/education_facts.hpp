// What the providers of someone's studies agree on.
#pragma once

#include "synthgen/provider/provider.hpp"

namespace synthgen {

/// An integer column: the row of the joined tables `universities`.
const FactKind& university_fact();

/// An integer column: the row of the joined tables `degrees`.
const FactKind& degree_fact();

}  // namespace synthgen
