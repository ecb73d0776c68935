#include "identity_numbers.hpp"

#include <utility>

#include "check_digits.hpp"

namespace synthgen {

void SteuerId::write(bool realistic, std::uint64_t serial, TextPieces& pieces) {
  const auto first = static_cast<std::uint8_t>(realistic ? 1 + serial / kPerFirst : 0);
  std::uint64_t rank = serial % kPerFirst;
  // The digits other than the first, ascending; each step takes some out.
  std::uint8_t others[9];
  for (std::uint8_t d = 0; d < 9; ++d) others[d] = static_cast<std::uint8_t>(d < first ? d : d + 1);
  std::size_t left = 9;
  const auto take = [&](std::uint64_t place) {
    const std::uint8_t digit = others[place];
    for (std::size_t i = place; i + 1 < left; ++i) others[i] = others[i + 1];
    --left;
    return digit;
  };
  std::uint8_t digits[10] = {first};
  bool used[10] = {true};
  if (rank < kFirstTwice) {
    take(rank / kFactorial9);  // missing
    rank %= kFactorial9;
    digits[1 + rank % 9] = first;
    used[1 + rank % 9] = true;
    rank /= 9;
  } else {
    rank -= kFirstTwice;
    const std::uint8_t twice = take(rank / (kFactorial9 / 2) / 8);
    take(rank / (kFactorial9 / 2) % 8);  // missing
    rank %= kFactorial9 / 2;
    std::uint64_t pair = rank % 36;  // of the places 1 to 9
    rank /= 36;
    std::uint64_t low = 1;
    while (pair >= 9 - low) {
      pair -= 9 - low;
      ++low;
    }
    for (const std::uint64_t place : {low, low + 1 + pair}) {
      digits[place] = twice;
      used[place] = true;
    }
  }
  // The other places take the digits that are left, each once.
  for (std::size_t place = 1; place < 10; ++place) {
    if (used[place]) continue;
    const std::uint64_t n = left;
    digits[place] = take(rank % n);
    rank /= n;
  }
  for (const std::uint8_t digit : digits) pieces.add(static_cast<char>('0' + digit));
  pieces.add(mod11_10_digit(pieces.end() - 10, 10));
}

}  // namespace synthgen
