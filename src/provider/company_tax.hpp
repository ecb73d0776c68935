// Numbers by which tax offices know companies.
#pragma once

#include "synthgen/provider/provider.hpp"

namespace synthgen {

enum class TaxNumber : unsigned char {
  national,  ///< as the country writes it: NIF, USt-IdNr, VAT registration number, EIN
  vat,       ///< with the country before it: "ESB12345674"
};

/// All of an entity agree. Unique as long as there are enough of them. Errors SG2143.
Result<MadeProvider> make_tax_number(const ProviderContext& context, TaxNumber form);

std::span<const FactKind* const> tax_number_facts();

}  // namespace synthgen
