// What the providers of a patient's record agree on.
#pragma once

#include <string>
#include <vector>

#include "joined_table.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

/// An integer column: the row of the joined tables `icd10`, of a condition that somebody of the person's gender and age
/// can have. Its options are birth_date_options().
const FactKind& diagnosis_fact();

/// The fact. REQUIRES: the kind has it, birth_date_fact(), birth_date_options(), and the key person.birth_date itself.
/// Errors those of birth_date_of().
Result<FactColumn> diagnosis_of(const ProviderContext& context);

/// An integer column: the row of the joined tables `lab_tests`, of a test that is done for the person's gender.
const FactKind& lab_test_fact();

/// A number column: what the test gave, rounded as its range is written; about 95 of 100 are within the range.
const FactKind& lab_value_fact();

/// The reference range of a laboratory test.
struct LabRange {
  double low = 0;
  double high = 0;
  int decimals = 0;      ///< with which it is written
  bool percent = false;  ///< the unit: there is no more than 100
};
/// By row of the joined table.
std::vector<LabRange> lab_ranges(const JoinedTable& tests);

}  // namespace synthgen
