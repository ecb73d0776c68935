// Numbers by which tax offices know companies.
#pragma once

#include "synthgen/provider/provider.hpp"

namespace synthgen {

enum class TaxNumber : unsigned char {
  national,  ///< as the country writes it: NIF, USt-IdNr, VAT registration number, EIN
  vat,       ///< with the country before it: "ESB12345674"
};

/// A provider of them: all of an entity agree, and they are unique as long as there are enough of them. Errors SG2143.
///
/// only  the locales that have it, where they are not all
ProviderKind tax_number_kind(const Record& record, TaxNumber form, std::span<const Name> only = {});

}  // namespace synthgen
