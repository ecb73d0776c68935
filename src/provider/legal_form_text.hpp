// The legal form at the end of a company's name, however it is written.
#pragma once

#include <cstddef>
#include <string_view>

namespace synthgen {

/// Bytes of `name`'s end that are the legal form: in any case, with or without its dots and the blanks behind them
/// ("SL", "S.L." and "S. L."). 0 where it does not end so, or is nothing else. A word that is a name as well, "Sal",
/// is not taken for initials ("S.A.L.").
///
/// form  as it is in the tables: "S.L.", "GmbH & Co. KG"
std::size_t legal_form_bytes(std::string_view name, std::string_view form);

}  // namespace synthgen
