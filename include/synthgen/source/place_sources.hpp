// Columns of places by which keys of several columns are kept apart: each row has a place of its own.
//
// Threads: as source.hpp. Determinism: keyed permutations.
#pragma once

#include "synthgen/base/family_permutation.hpp"
#include "synthgen/base/permutation.hpp"
#include "synthgen/source/source.hpp"

namespace synthgen {

/// The place of a row's number in its family's permutation. REQUIRES: no family is larger than the permutation.
MadeSource make_family_places(std::shared_ptr<const FamilyIndex> families, FamilyPermutation order);
/// The place of each row in one permutation. REQUIRES: no more rows than it has places.
MadeSource make_table_places(Permutation order);
/// Whole numbers by the place: `made` with another source. REQUIRES: there is a column of places.
MadeSource make_place_integers(MadeSource made, const DistinctPick& distinct, std::int64_t values, std::int64_t least);
/// The same of a list of values, one of them for each of its domain. REQUIRES: it has one, without repetition.
MadeSource make_place_choice(MadeSource made, const DistinctPick& distinct);

}  // namespace synthgen
