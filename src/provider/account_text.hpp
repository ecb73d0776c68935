// Providers of a row's bank account: they share the draws of its bank and its number, so that all of them agree.
//
// Threads: immutable once made.
#pragma once

#include <span>
#include <string_view>

#include "account_format.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

enum class AccountPart : unsigned char {
  iban,
  iban_in_fours,   ///< with a space behind every four characters
  account,         ///< the country's own account number
  branch,          ///< the number of bank and branch: a routing number
  branch_in_twos,  ///< the same with a hyphen behind every two digits: a sort code
};

/// The country of a provider's accounts: that of its option `country`, else of each row's locale.
struct AccountCountry {
  std::string_view option = {};  ///< empty where each row has that of its locale
  BankCodes codes = BankCodes::reserved;
};

/// Reads the options `country` and `realistic`. Errors SG2103 (no such country with IBANs), SG2775 (real banks of that
/// country are not known).
Result<AccountCountry> read_account_country(const ProviderContext& context);

/// Rows of a country that lacks the part are null; errors SG2723 where all rows are such, SG2143.
Result<MadeProvider> make_account_text(const ProviderContext& context, AccountPart part, AccountCountry country);

/// A text for each bank of the row's country: texts_of(bank).
Result<MadeProvider> make_bank_text(const ProviderContext& context, AccountCountry country,
                                    std::string (*text_of)(const Bank& bank));

/// The provider of a country's bank codes, which are a part of its account numbers.
///
/// only  the locale of the country
template <AccountPart kPart>
ProviderKind bank_code_kind(const Record& record, std::span<const Name> only) {
  static constexpr ProviderOption kOptions[] = {
      {.name = "realistic", .meaning = "Codes of real banks in place of codes that no bank has."},
  };
  return {
      .record = record,
      .localized = true,
      .only = only,
      .options = kOptions,
      .entity_draws = true,
      .no_suffix = kFormOfItsOwn,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_account_text(context, kPart,
                                 {.codes = context.flag("realistic") ? BankCodes::real : BankCodes::reserved});
      },
  };
}

}  // namespace synthgen
