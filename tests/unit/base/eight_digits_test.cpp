// Eight digits of a number, on every target, against a division for each digit.
#include "synthgen/base/eight_digits.hpp"

#include <algorithm>
#include <cstring>
#include <random>
#include <string>
#include <vector>

#include "every_target.hpp"
#include "support/catch.hpp"

using namespace synthgen;

namespace {

std::string digits_of(std::uint64_t number) {
  std::string text(8, '0');
  for (std::size_t i = 8; i-- > 0; number /= 10) text[i] = static_cast<char>('0' + number % 10);
  return text;
}

}  // namespace

TEST_CASE("eight digits are those of divisions by ten, on every target") {
  std::vector<std::uint64_t> numbers;
  for (std::uint64_t head = 0; head < 10'000; ++head) {
    numbers.push_back(head);
    numbers.push_back(head * 10'000);
    numbers.push_back(head * 10'000 + 9'999);
  }
  std::mt19937_64 bits(5);
  for (int i = 0; i < 100'003; ++i) numbers.push_back(bits() % 100'000'000);
  std::vector<std::uint64_t> words(numbers.size());
  on_every_target([&] {
    for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{13}, numbers.size()}) {
      std::fill(words.begin(), words.end(), 0);
      eight_digits_of_each(numbers.data(), count, words.data());
      std::size_t wrong = 0;
      for (std::size_t i = 0; i < count; ++i) {
        const std::string digits = digits_of(numbers[i]);
        wrong += std::memcmp(&words[i], digits.data(), 8) != 0 ||
                         words[i] != eight_digits(static_cast<std::uint32_t>(numbers[i]))
                     ? 1
                     : 0;
      }
      CHECK(wrong == 0);
      CHECK((count == numbers.size() || words[count] == 0));
    }
  });
}
