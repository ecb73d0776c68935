// The birth date of a person.
#pragma once

#include <cstdint>
#include <span>

#include "synthgen/base/civil_time.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

/// A date column: drawn by the ages of the population as of now(), or the column to which the birth date of the entity
/// is bound. Errors SG2724 (it is no date), SG2116 (min_age above max_age).
const FactKind& birth_date_fact();

/// The fact. REQUIRES: the kind has the fact, its options, and the key person.birth_date itself.
/// Errors SG2760 (other columns say other ages), SG2761 (bound, and ages are given too), and those of the fact.
Result<FactColumn> birth_date_of(const ProviderContext& context);

/// The options of every provider that reads the fact: min_age and max_age.
std::span<const ProviderOption> birth_date_options();
/// Their names, for facts that read it.
std::span<const Name> birth_date_option_names();

/// Whole years since the birth; negative before it.
std::int64_t age_in_years(CivilDate birth, CivilDate today);

}  // namespace synthgen
