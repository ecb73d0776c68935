// Typing faults at random: a letter replaced, left out, put in, or two exchanged.
//
// Four kinds of one fault make 80% of misspellings (Damerau, "A technique for computer detection and correction of
// spelling errors", 1964), 90 to 95% (Pollock and Zamora, "Collection and characterization of spelling errors in
// scientific and scholarly text", 1983).
//
// Threads: immutable.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "fault_place.hpp"
#include "fault_scratch.hpp"
#include "letter_forms.hpp"

namespace synthgen {

enum class LetterEdit : std::uint8_t { substitute, remove, insert, transpose };
inline constexpr std::array<std::string_view, 4> kLetterEditNames = {"substitute", "delete", "insert", "transpose"};
/// Damerau 1964 counts, of faults that are one edit, 67% wrong, 18% missing, 12% extra and 3% exchanged characters; in
/// later studies exchanges are more, 13% in Pollock and Zamora's. The shares lie between, and are the language's own.
inline constexpr std::array<double, 4> kLetterEditShares = {.62, .17, .11, .10};

class LetterEdits {
 public:
  /// shares  of each LetterEdit; REQUIRES: none negative, a positive finite sum
  /// locale  whose letters stand in place of others: ñ in es_ES; ä ö ü ß in de_DE
  LetterEdits(const std::array<double, 4>& shares, FaultPosition position, std::string_view locale);

  /// Appends the text with one fault to `out`; false where none is possible.
  bool damage(std::string_view text, NoiseDraws& draws, FaultScratch& scratch, std::string& out) const;

 private:
  bool edit(LetterEdit edit, const TextUnits& units, NoiseDraws& draws, std::string& out) const;
  bool substitute(const TextUnits& units, NoiseDraws& draws, std::string& out) const;
  bool remove(const TextUnits& units, NoiseDraws& draws, std::string& out) const;
  bool insert(const TextUnits& units, NoiseDraws& draws, std::string& out) const;
  bool transpose(const TextUnits& units, NoiseDraws& draws, std::string& out) const;
  /// A character of a class other than `except`.
  std::uint32_t draw_letter(LetterClass of, std::uint32_t except, NoiseDraws& draws) const;

  FaultPosition position_;
  std::array<std::uint64_t, 4> ends_{};  // of the shares, added up, out of 2^32
  std::array<double, 4> shares_;
  std::vector<std::uint32_t> letters_[4];  // by LetterClass
};

}  // namespace synthgen
