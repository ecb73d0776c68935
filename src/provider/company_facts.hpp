// What the providers of a company agree on.
#pragma once

#include "synthgen/provider/provider.hpp"

namespace synthgen {

/// An integer column: the row of the joined tables `industries`. Drawn by its share.
const FactKind& industry_fact();

/// An integer column: the row of the joined tables `legal_forms`. Drawn, or where the name is bound the form with which
/// that ends; null where it ends with none.
const FactKind& legal_form_fact();

/// A text column: a name that suits the industry and ends with the legal form, or the column to which the name of the
/// entity is bound.
const FactKind& company_name_fact();

/// A text column: the name without its legal form as a label of a domain name (RFC 1035), "mueller-bau". Null where no
/// character of the name has an ASCII counterpart.
const FactKind& company_label_fact();

}  // namespace synthgen
