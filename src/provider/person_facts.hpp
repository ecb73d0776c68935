// What the providers of a person agree on.
#pragma once

#include "synthgen/provider/provider.hpp"

namespace synthgen {

enum class Gender : unsigned char { female, male, other };

/// An integer column of Gender; `other` only where the entity's gender is bound to a column that has another text than
/// F and M. Null where the bound column is.
const FactKind& gender_fact();

/// A text column: drawn by gender and locale and then coded in a dictionary, or the column to which the first name of
/// the entity is bound.
const FactKind& first_name_fact();

/// A text column, the family name: drawn by locale and then coded in a dictionary, or the column to which the last name
/// of the entity is bound. In Spain the first of the two.
const FactKind& last_name_fact();

/// The second of the two family names that people have in Spain, of all locales so that it may be asked for where the
/// locale differs by row. It is never bound.
const FactKind& second_last_name_fact();

/// Whether people have two family names there.
bool has_second_last_name(const Locale& locale);

}  // namespace synthgen
