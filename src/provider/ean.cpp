#include "ean.hpp"

#include "locale_serial.hpp"

namespace synthgen {
namespace {

/// A range of prefixes of three digits, its ends included.
struct Range {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
};

/// "GS1 company prefix", GS1: those of its organisations, and those for restricted circulation.
constexpr Range kInternal[] = {{200, 299}};
constexpr Range kUnitedStates[] = {{1, 19}, {30, 39}, {60, 139}};
constexpr Range kUnitedStatesShort[] = {{100, 139}};  // of eight digits those below 100 are for use within a company
constexpr Range kUnitedKingdom[] = {{500, 509}};
constexpr Range kSpain[] = {{840, 849}};
constexpr Range kGermany[] = {{400, 440}};

std::span<const Range> ranges_of(std::size_t locale, int length, bool realistic) {
  if (!realistic) return kInternal;
  const std::string_view country = locales()[locale].country;
  if (country == "GB") return kUnitedKingdom;
  if (country == "ES") return kSpain;
  if (country == "DE") return kGermany;
  return length == 8 ? std::span<const Range>(kUnitedStatesShort) : kUnitedStates;
}

std::uint64_t prefixes_of(std::span<const Range> ranges) {
  std::uint64_t count = 0;
  for (const Range range : ranges) count += range.last - range.first + 1;
  return count;
}

std::uint64_t prefix(std::span<const Range> ranges, std::uint64_t number) {
  for (const Range range : ranges) {
    const std::uint64_t size = range.last - range.first + 1;
    if (number < size) return range.first + number;
    number -= size;
  }
  return 0;
}

}  // namespace

Result<MadeProvider> make_ean(const ProviderContext& context, int length) {
  const bool realistic = context.flag("realistic");
  const std::uint64_t of_prefix = length == 8 ? 10'000 : 1'000'000'000;
  return make_locale_serial(
      context, [&](std::size_t locale) { return prefixes_of(ranges_of(locale, length, realistic)) * of_prefix; },
      static_cast<std::size_t>(length), std::nullopt,
      [realistic, of_prefix, length](std::size_t locale, std::uint64_t serial, std::int64_t, TextPieces& text) {
        const std::uint64_t number =
            prefix(ranges_of(locale, length, realistic), serial / of_prefix) * of_prefix + serial % of_prefix;
        write_with_gs1_check(number, static_cast<std::size_t>(length) - 1, text);
      });
}

}  // namespace synthgen
