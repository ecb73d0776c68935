// What is made of the domain name of a company.
#pragma once

#include "synthgen/provider/provider.hpp"

namespace synthgen {

/// Texts around the domain name: before it, perhaps a mailbox.
enum class CompanyWeb : unsigned char {
  domain,  ///< "mueller-bau.example"
  url,     ///< "https://www.mueller-bau.example"
  email,   ///< "info@mueller-bau.example"
};

/// A provider of them: the name below .example, which is nobody's (RFC 2606), or with the option `realistic` below the
/// domain of the country; or what the domain of the entity is bound to. Errors SG2724 (bound to what is no text),
/// SG2770 (realistic, and bound).
ProviderKind company_web_kind(const Record& record, CompanyWeb what);

}  // namespace synthgen
