// The modifier "unique": "suffix": texts of any source, kept apart by a number that is put to each.
//
// Threads, determinism: as source.hpp.
#pragma once

#include <memory>

#include "synthgen/source/source.hpp"

namespace synthgen {

/// The texts of `spec` with a number of the row's own: where MadeSource::suffix_place says, by default before the last
/// @ that does not begin the text, else at the end, there after a space where the text has one or begins with an
/// upper-case letter. No two rows have the same number, and all have as many digits, so a text of one row is never that
/// of another, whatever the source gives. Null stays null. A permutation lays the numbers over the rows: nothing is
/// remembered.
///
/// REQUIRES: it is no reference and no share. Errors of make(): SG2750 (the source gives no texts, or such as take no
/// number).
std::unique_ptr<SourceSpec> with_unique_suffix(std::unique_ptr<SourceSpec> spec);

}  // namespace synthgen
