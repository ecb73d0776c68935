// The vectorised inner loops of the CSV writer: digits of many rows at once, dates,
// times, uuids, and the search for characters that need quotes.
//
// A slot is a fixed number of bytes per row in which a field stands with its separator,
// right-aligned: the last byte is the separator, so that the length alone says where the
// field begins and a null is the same slot with length 1. What stands before the field
// is unspecified.
//
// Each kernel works on whole vectors: it may read up to kOverrunRows rows beyond `rows` of
// its input (Column allows that) and write as many beyond its outputs, which the scratch of
// the block encoder has room for.
//
// Threads: pure functions. Determinism: integer arithmetic only; every target gives the same bytes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace synthgen::csv {

inline constexpr std::size_t kOverrunRows = 8;

/// What the values of a run have in common, to choose the cheapest kernel that fits.
struct Survey {
  std::uint64_t magnitude_bits = 0;  ///< all |value| or-ed together
  bool negative = false;             ///< any value below zero
};
Survey survey(const std::int64_t* values, std::size_t rows);

/// How 16 digits become the text of a 16-byte slot: byte k is digit pick[k] (nothing where bit 7 is set), or-ed
/// with put[k].
struct DigitLayout {
  alignas(16) std::array<std::uint8_t, 16> pick{};
  alignas(16) std::array<std::uint8_t, 16> put{};
};

/// Magnitudes below 2^kNarrowBits take 8 digits, those below 2^kMediumBits take 12.
/// Fields of up to 8 bytes, sign included, fit 8-byte slots: see tiny_bits.
inline constexpr int kNarrowBits = 26;
inline constexpr int kMediumBits = 39;
inline constexpr int kTinyDecimals = 4;
inline constexpr int kNarrowDecimals = 7;
inline constexpr int kMediumDecimals = 12;

/// Magnitudes below 2 to the power of this fit tiny_digits. REQUIRES: decimals ≤ kTinyDecimals for a use of it.
int tiny_bits(int decimals, bool negative);

/// Digits with a point `decimals` from their end, then `separator`; leading zeros included.
/// For tiny_digits the layout describes two slots of 8 bytes, as two rows have them.
DigitLayout tiny_layout(int decimals, char separator);
DigitLayout narrow_layout(int decimals, char separator);
DigitLayout medium_layout(int decimals, char separator);

/// |values| as text in 8-byte slots, without the sign; lengths include the separator.
/// REQUIRES: |values| < 2^tiny_bits(decimals, …); layout by tiny_layout.
void tiny_digits(const std::int64_t* values, std::size_t rows, const DigitLayout& layout, int decimals, char* slots,
                 std::uint8_t* lengths);
/// |values| as text in 16-byte slots, without the sign; lengths include the separator.
/// REQUIRES: |values| < 2^kNarrowBits and decimals ≤ kNarrowDecimals; layout by narrow_layout.
void narrow_digits(const std::int64_t* values, std::size_t rows, const DigitLayout& layout, int decimals, char* slots,
                   std::uint8_t* lengths);
/// REQUIRES: |values| < 2^kMediumBits and decimals ≤ kMediumDecimals; layout by medium_layout.
void medium_digits(const std::int64_t* values, std::size_t rows, const DigitLayout& layout, int decimals, char* slots,
                   std::uint8_t* lengths);

/// "2024-02-29" and the separator, 11 bytes in 16-byte slots. Days since 1970-01-01, years 1 … 9999.
/// (Neri and Schneider, "Euclidean affine functions and their application to calendar algorithms", 2022.)
inline constexpr std::uint32_t kDateBytes = 11;
void dates(const std::int32_t* days, std::size_t rows, char separator, char* slots);

/// 8-4-4-4-12 lower-case hex digits and the separator: 37 bytes from the start of 40-byte slots. The last row writes 8
/// bytes beyond its slot.
inline constexpr std::uint32_t kUuidBytes = 37;
inline constexpr std::size_t kUuidStride = 40;
void uuids(const std::uint8_t* values, std::size_t rows, char separator, char* slots);
/// The same straight to at[i], which is moved behind it; 11 bytes behind it are overwritten, or kept where `guarded`.
void place_uuids(const std::uint8_t* values, std::size_t rows, char separator, bool guarded, char** at);

/// Whether any of the bytes is `delimiter`, `quote`, a carriage return or a line feed.
bool has_special(const char* bytes, std::size_t size, char delimiter, char quote);
/// Which they are: bit i % 64 of word i / 64 is byte i. Bits of the last word beyond `size` are 0.
void special_bits(const char* bytes, std::size_t size, char delimiter, char quote, std::uint64_t* bits);

/// The same without vector instructions: for processors that have none that we know, and for tests.
namespace scalar {
Survey survey(const std::int64_t* values, std::size_t rows);
void tiny_digits(const std::int64_t* values, std::size_t rows, const DigitLayout& layout, int decimals, char* slots,
                 std::uint8_t* lengths);
void narrow_digits(const std::int64_t* values, std::size_t rows, const DigitLayout& layout, int decimals, char* slots,
                   std::uint8_t* lengths);
void medium_digits(const std::int64_t* values, std::size_t rows, const DigitLayout& layout, int decimals, char* slots,
                   std::uint8_t* lengths);
void dates(const std::int32_t* days, std::size_t rows, char separator, char* slots);
void uuids(const std::uint8_t* values, std::size_t rows, char separator, char* slots);
void place_uuids(const std::uint8_t* values, std::size_t rows, char separator, bool guarded, char** at);
bool has_special(const char* bytes, std::size_t size, char delimiter, char quote);
void special_bits(const char* bytes, std::size_t size, char delimiter, char quote, std::uint64_t* bits);
}  // namespace scalar

}  // namespace synthgen::csv
