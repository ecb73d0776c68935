#include "synthgen/source/family_source.hpp"

#include <cassert>

namespace synthgen {

void FamilySource::fill(Evaluate& /*evaluate*/, Column& /*out*/) const { assert(false); }

}  // namespace synthgen
