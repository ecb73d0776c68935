// The number of a person in Germany's statutory health insurance.
#include "check_digits.hpp"
#include "digits.hpp"
#include "locale_serial.hpp"

namespace synthgen {
namespace {

constexpr std::uint64_t kOfLetter = 100'000'000;

/// A letter, eight digits, and a check digit: the letter counts as its two-digit place in the alphabet, every second of
/// the ten digits is doubled, and the digits of the products are added, modulo 10 (the unchangeable part of the
/// Krankenversichertennummer, section 290 SGB V and its Anlage 1 of the GKV-Spitzenverband).
void write_number(std::uint64_t serial, TextPieces& text) {
  const std::uint64_t letter = serial / kOfLetter;
  char digits[24];
  write_digits((letter + 1) * kOfLetter + serial % kOfLetter, 10, digits);
  text.add(static_cast<char>('A' + letter));
  text.add({digits + 2, 8});
  text.add(static_cast<char>('0' + luhn_sum(digits, 10) % 10));
}

}  // namespace

const ProviderKind& health_insurance_number_provider() {
  static constexpr Name kOnly[] = {"de_DE"};
  static const ProviderKind kKind = {
      .record = {.name = "health.insurance_number",
                 .summary = "A number of Germany's statutory health insurance: a letter, eight digits, a check digit.",
                 .source = "section 290 SGB V and Anlage 1 of the GKV-Spitzenverband",
                 .example = R"({"provider": "health.insurance_number", "locale": "de_DE"})"},
      .localized = true,
      .only = kOnly,
      .no_suffix = kFormOfItsOwn,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_locale_serial(
            context, [](std::size_t) { return 26 * kOfLetter; }, 10, std::nullopt,
            [](std::size_t, std::uint64_t serial, std::int64_t, TextPieces& text) { write_number(serial, text); });
      },
  };
  return kKind;
}

}  // namespace synthgen
