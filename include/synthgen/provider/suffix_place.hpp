// Where "unique": "suffix" puts its number into the texts of a provider.
#pragma once

namespace synthgen {

enum class SuffixPlace : unsigned char {
  by_text,           ///< each text tells: before the @ of an address, else at the end, there as words do
  end,               ///< no text has a blank, an @ or a capital at its beginning
  end_after_space,   ///< every text has a blank or a capital at its beginning, and none an @
  before_at,         ///< every text has one @, not at its beginning
  before_extension,  ///< of a file: before the last dot of its name
  first_label,       ///< of a domain name or URL: at the end of its first label that is not "www"
};

}  // namespace synthgen
