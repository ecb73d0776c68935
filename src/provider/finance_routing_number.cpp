// Routing numbers of the United States.
#include "account_text.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

const ProviderKind& finance_routing_number_provider() {
  static constexpr ProviderOption kOptions[] = {
      {.name = "realistic", .meaning = "Codes of real banks in place of codes that no bank has."},
  };
  static constexpr Name kOnly[] = {"en_US"};
  static const ProviderKind kKind = {
      .record = {.name = "finance.routing_number",
                 .summary = "The ABA routing number of the account's bank, with its check digit.",
                 .source = "American Bankers Association, routing number policy; data/en_US/banks_*.txt",
                 .example = R"({"provider": "finance.routing_number"})"},
      .localized = true,
      .only = kOnly,
      .options = kOptions,
      .entity_draws = true,
      .no_suffix = kFormOfItsOwn,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_account_text(context, AccountPart::branch,
                                 {.codes = context.flag("realistic") ? BankCodes::real : BankCodes::reserved});
      },
  };
  return kKind;
}

}  // namespace synthgen
