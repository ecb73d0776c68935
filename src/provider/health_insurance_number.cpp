// The number of a person in Germany's statutory health insurance.
#include "locale_serial.hpp"

namespace synthgen {
namespace {

constexpr std::uint64_t kOfLetter = 100'000'000;

/// A letter, eight digits, and a check digit: the letter counts as its two-digit place in the alphabet, every second of
/// the ten digits is doubled, and the digits of the products are added, modulo 10 (the unchangeable part of the
/// Krankenversichertennummer, section 290 SGB V and its Anlage 1 of the GKV-Spitzenverband).
void write_number(std::uint64_t serial, TextPieces& text) {
  const std::uint64_t letter = serial / kOfLetter;
  const std::uint64_t number = (letter + 1) * kOfLetter + serial % kOfLetter;
  std::uint64_t sum = 0;
  std::uint64_t rest = number;
  for (int place = 10; place >= 1; --place, rest /= 10) {
    const std::uint64_t product = rest % 10 * (place % 2 == 0 ? 2 : 1);
    sum += product / 10 + product % 10;
  }
  text.add(static_cast<char>('A' + letter));
  text.add_digits(serial % kOfLetter, 8);
  text.add(static_cast<char>('0' + sum % 10));
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
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_locale_serial(
            context, [](std::size_t) { return 26 * kOfLetter; }, 10, std::nullopt,
            [](std::size_t, std::uint64_t serial, std::int64_t, TextPieces& text) { write_number(serial, text); });
      },
  };
  return kKind;
}

}  // namespace synthgen
