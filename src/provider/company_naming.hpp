// Names of companies, put together by the patterns of the locale.
#pragma once

#include "synthgen/provider/provider.hpp"

namespace synthgen {

/// Texts of company_patterns with words of company_words: a trade is one of the industry or of every one, words of a
/// name differ, and the legal form is the given one.
///
/// industry, form  columns with rows of the joined tables `industries` and `legal_forms`
Result<MadeProvider> make_company_names(const ProviderContext& context, ColumnIndex industry, ColumnIndex form);

}  // namespace synthgen
