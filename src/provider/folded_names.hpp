// Names as they stand in user names and e-mail addresses: ASCII letters in lower case and digits, nothing else.
//
// Threads: immutable once made.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "synthgen/base/transliteration.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

enum class NamePart : unsigned char {
  first,  ///< "Karl-Heinz" gives karlheinz; of one with more than kLongestFirst letters the first word stays
  last,   ///< "de la Cruz" gives delacruz, "O'Brien" obrien
};

/// Bytes of the longest folded name: longer ones are cut. Two of them, a dot and two digits fit into the 64 bytes that
/// RFC 5321 (4.5.3.1.1) allows before the @.
inline constexpr std::size_t kLongestFolded = 28;
/// A first name of more letters, such as María del Carmen, stands for its first word.
inline constexpr std::size_t kLongestFirst = 10;

/// The folded name at `at`, of which kLongestFolded bytes may be written; returns its size. It may be 0.
std::size_t fold_name(std::string_view name, NamePart part, Transliteration rules, char* at);

/// The names of a column, folded: beforehand where they are coded in a dictionary.
class FoldedNames {
 public:
  FoldedNames(const FactColumn& column, NamePart part, const std::vector<Transliteration>& rules);

  ColumnIndex column() const { return column_; }
  /// 32 bytes may be read from its start.
  ///
  /// room  32 bytes, where a text that is not coded goes
  std::string_view operator()(const Column& names, std::size_t row, Transliteration rules, char* room) const {
    const std::unique_ptr<const Dictionary>& folded = folded_[static_cast<std::size_t>(rules)];
    if (folded != nullptr) return (*folded)[static_cast<std::size_t>(names.data<std::int32_t>()[row])];
    return {room, fold_name(names.text(row), part_, rules, room)};
  }

 private:
  ColumnIndex column_;
  NamePart part_;
  std::array<std::unique_ptr<const Dictionary>, 2> folded_;  // by Transliteration
};

}  // namespace synthgen
