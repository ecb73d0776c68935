#include "account_format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "check_digits.hpp"
#include "digits.hpp"
#include "locale_data.hpp"
#include "synthgen/provider/locale.hpp"

namespace synthgen {
namespace {

const DataTable* bank_table(std::string_view country, BankCodes codes) {
  const std::optional<std::size_t> locale = locale_of_country(country);
  if (!locale.has_value() || locales()[*locale].country != country) return nullptr;
  return find_data(locales()[*locale].name, codes == BankCodes::real ? "banks_real" : "banks_safe");
}

std::optional<std::size_t> row_of(const DataTable& table, std::string_view country) {
  const std::size_t column = table.column("country");
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (table.text(row, column) == country) return row;
  }
  return std::nullopt;
}

/// The kind of each place of a structure of the registry: "4!n2!a" is nnnnaa.
std::string places_of(std::string_view structure) {
  std::string places;
  while (!structure.empty()) {
    const std::size_t mark = structure.find('!');
    std::size_t count = 0;
    std::from_chars(structure.data(), structure.data() + mark, count);
    places.append(count, structure[mark + 1]);
    structure.remove_prefix(mark + 2);
  }
  return places;
}

/// A code of the right form: letters where there may be, and digits from the end of the range, the bank's number last.
std::string code_of(std::string_view letters, std::size_t number, std::string_view places, std::string_view layout) {
  std::string code;
  std::size_t taken = 0;
  std::size_t last_digit = 0;
  for (std::size_t i = 0; i < layout.size(); ++i) {
    if (layout[i] != 'b') continue;
    if (places[i] != 'n') {
      code += letters[taken++ % letters.size()];
    } else {
      code += '9';
      last_digit = code.size();
    }
  }
  if (last_digit > 0) code[last_digit - 1] = static_cast<char>('1' + number);
  return code;
}

std::uint32_t value_of(char c) { return static_cast<std::uint32_t>(c >= 'A' ? c - 'A' + 10 : c - '0'); }

std::uint32_t remainder97(const char* digits, std::size_t count) {
  std::uint64_t remainder = 0;
  for (; count >= 8; count -= 8, digits += 8) remainder = (remainder * 100'000'000 + read_eight_digits(digits)) % 97;
  for (std::size_t i = 0; i < count; ++i) remainder = remainder * 10 + value_of(digits[i]);
  return static_cast<std::uint32_t>(remainder % 97);
}

template <std::size_t kCount>
std::uint32_t weighted(const char* digits, const std::array<std::uint32_t, kCount>& weights) {
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < kCount; ++i) sum += value_of(digits[i]) * weights[i];
  return sum;
}

/// Digits by weights that repeat.
template <std::size_t kCount>
std::uint32_t cycled(const char* digits, std::size_t count, const std::array<std::uint32_t, kCount>& weights) {
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < count; ++i) sum += value_of(digits[i]) * weights[i % kCount];
  return sum;
}

constexpr std::size_t kMostRuns = 4;
constexpr std::size_t kMostPieces = 6;
constexpr std::uint64_t kEight = 100'000'000;

constexpr std::array<std::uint32_t, 9> kMod11 = {6, 3, 7, 9, 10, 5, 8, 4, 2};
/// Accounts of Norway that begin with 00 have a check sum of their own: the first 1,000 tens, of nine accounts each.
constexpr std::uint64_t kNorwayLeast = 9'000;
constexpr std::array<std::uint32_t, 10> kNorway = {5, 4, 3, 2, 7, 6, 5, 4, 3, 2};

}  // namespace

BankList banks_of(std::string_view country, BankCodes codes) {
  BankList list;
  if (const DataTable* table = bank_table(country, codes); table != nullptr) {
    for (std::size_t row = 0; row < table->rows(); ++row) {
      list.banks.push_back({std::string(table->text(row, "name")), std::string(table->text(row, "code")),
                            std::string(table->text(row, "bic"))});
    }
    list.index = WeightedIndex(table->numbers("weight"));
    return list;
  }
  const DataTable& table = need_data("any_locale", "banks_safe");
  const DataTable& iban = need_data("any_locale", "iban");
  const std::optional<std::size_t> place = row_of(iban, country);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::string_view letters = table.text(row, "letters");
    list.banks.push_back({std::string(table.text(row, "name")),
                          place.has_value() ? code_of(letters, row, places_of(iban.text(*place, "structure")),
                                                      iban.text(*place, "layout"))
                                            : std::string(),
                          fmt::format("{}{}X0", letters, country)});
  }
  list.index = WeightedIndex(table.numbers("weight"));
  return list;
}

bool has_real_banks(std::string_view country) { return bank_table(country, BankCodes::real) != nullptr; }

bool has_iban(std::string_view country) { return row_of(need_data("any_locale", "iban"), country).has_value(); }

std::vector<std::string> countries_with_iban() {
  const DataTable& table = need_data("any_locale", "iban");
  std::vector<std::string> all;
  for (std::size_t row = 0; row < table.rows(); ++row) all.emplace_back(table.text(row, "country"));
  return all;
}

std::unique_ptr<const AccountFormat> AccountFormat::of(std::string_view country, BankCodes codes) {
  static constexpr std::array<std::string_view, 15> kRules = {"-",       "mod97",   "rib97",   "belgium", "france",
                                                              "italy",   "spain",   "norway",  "mod11",   "luhn",
                                                              "estonia", "croatia", "hungary", "poland",  "routing"};
  const DataTable& iban = need_data("any_locale", "iban");
  const DataTable& accounts = need_data("any_locale", "accounts");
  const std::optional<std::size_t> in_iban = row_of(iban, country);
  const std::optional<std::size_t> in_accounts = row_of(accounts, country);
  if (!in_iban.has_value() && !in_accounts.has_value()) return nullptr;
  const DataTable& table = in_iban.has_value() ? iban : accounts;
  const std::size_t row = in_iban.has_value() ? *in_iban : *in_accounts;

  std::unique_ptr<AccountFormat> format(new AccountFormat);
  format->banks_ = banks_of(country, codes);
  const auto rule = std::find(kRules.begin(), kRules.end(), table.text(row, "rule"));
  assert(rule != kRules.end());
  format->rule_ = static_cast<Rule>(rule - kRules.begin());
  if (in_accounts.has_value()) {
    const auto part = [&](std::string_view column) {
      Part result;
      const std::string_view text = accounts.text(*in_accounts, column);
      const std::size_t dash = text.find('-');
      std::from_chars(text.data(), text.data() + dash, result.begin);
      std::from_chars(text.data() + dash + 1, text.data() + text.size(), result.end);
      return result;
    };
    format->account_ = part("account");
    format->branch_ = part("branch");
  }
  format->read_layout(country, table.text(row, "layout"));
  return format;
}

void AccountFormat::read_layout(std::string_view country, std::string_view layout_of_country) {
  // A bank's code may go beyond the bank itself: the first digits of sort codes.
  std::string layout(layout_of_country);
  std::size_t rest = banks_.banks.front().code.size();
  for (char& c : layout) {
    if (rest > 0 && c != 'x') {
      c = 'b';
      --rest;
    }
  }
  size_ = kPrefix + layout.size();
  for (std::size_t i = 0; i < layout.size(); ++i) {
    if (layout[i] != 'c') continue;
    if (i == 0 || layout[i - 1] != 'c') runs_.push_back({kPrefix + i, 0});
    ++runs_.back().digits;
  }
  // Serials have 64 bits: longer account numbers begin with zeros.
  std::size_t digits = 0;
  for (const Run& run : runs_) digits += run.digits;
  const std::size_t beyond = digits > 18 ? digits - 18 : 0;
  runs_.back().begin += beyond;
  runs_.back().digits -= beyond;
  for (Run& run : runs_) run.count = power_of_ten(run.digits);
  // Of ten numbers that differ in the last digit, one may have no check digit, and which one that is is easily told.
  if (rule_ == Rule::norway || rule_ == Rule::mod11) runs_.back().count = runs_.back().count / 10 * 9;
  if (rule_ == Rule::norway) runs_.back().count -= kNorwayLeast;
  for (const Run& run : runs_) serials_ *= run.count;
  accounts_ = runs_.back().count;
  if (kPrefix + account_.begin > runs_.back().begin) accounts_ = power_of_ten(account_.end - account_.begin);

  // A letter counts as two digits; behind the number come the two letters of the country and the two check digits.
  std::uint32_t weight = 1;
  const auto times = [&](std::uint32_t factor) { weight = weight * factor % 97; };
  for (std::size_t i = 0; i < 6; ++i) times(10);
  const std::string& code = banks_.banks.front().code;
  std::size_t taken = code.size();
  for (std::size_t i = layout.size(); i-- > 0;) {
    weights_[kPrefix + i] = weight;
    char c = layout[i] == 'c' || layout[i] == 'x' ? '0' : layout[i];
    if (layout[i] == 'b') c = code[--taken];
    times(c >= 'A' ? 100 : 10);
  }
  for (Run& run : runs_) {
    run.weight = weights_[run.begin + run.digits - 1];
    run.reciprocal = ~std::uint64_t{0} / run.count;
  }
  read_pieces(layout);

  for (const Bank& bank : banks_.banks) {
    Pattern pattern;
    pattern.text.fill('0');
    std::copy(country.begin(), country.end(), pattern.text.begin());
    std::size_t next = 0;
    std::uint32_t remainder = 0;
    for (std::size_t i = 0; i < layout.size(); ++i) {
      char c = layout[i] == 'c' || layout[i] == 'x' ? '0' : layout[i];
      if (layout[i] == 'b') c = bank.code[next++];
      pattern.text[kPrefix + i] = c;
      remainder += value_of(c) * weights_[kPrefix + i];
    }
    // The country's letters behind it, and 00.
    remainder += (value_of(country[0]) * 100 + value_of(country[1])) * 100;
    pattern.remainder = remainder % 97;
    patterns_.push_back(pattern);
  }
}

inline std::uint32_t AccountFormat::put(char* text, std::size_t at, std::uint32_t digit) const {
  text[at] = static_cast<char>('0' + digit);
  return digit * weights_[at];
}

std::uint32_t AccountFormat::put_two(char* text, std::size_t at, std::uint32_t number) const {
  return put(text, at, number / 10) + put(text, at + 1, number % 10);
}

std::uint64_t AccountFormat::with_check_digit(std::uint64_t number, const char* text) const {
  // The last digit has weight 2 in both: skip the one that would ask for a check digit of 10.
  if (rule_ == Rule::norway) number += kNorwayLeast;
  const Run& run = runs_.back();
  char digits[32 + 24];
  const std::uint64_t head = number / 9 * 10;
  write_digits(head, run.digits, digits);
  std::uint32_t sum = 0;
  if (rule_ == Rule::norway) {
    for (std::size_t i = 0; i < 4; ++i) sum += value_of(text[kPrefix + i]) * kNorway[i];
    for (std::size_t i = 0; i < 6; ++i) sum += value_of(digits[i]) * kNorway[4 + i];
  } else {
    sum = weighted(digits, kMod11);
  }
  // Without a digit: a sum of 1 modulo 11 (both complement it); 2·6 is 1 modulo 11.
  const std::uint32_t without = (12 - sum % 11) % 11 * 6 % 11;
  const std::uint64_t last = number % 9;
  return head + last + (last >= without ? 1 : 0);
}

std::uint32_t AccountFormat::write_national_digits(char* text) const {
  const char* bban = text + kPrefix;
  const std::size_t size = size_ - kPrefix;
  switch (rule_) {
    case Rule::none:
      return 0;
    case Rule::mod97:
      return put_two(text, size_ - 2, 98 - remainder97(bban, size - 2) * 100 % 97);
    case Rule::rib97:
      return put_two(text, size_ - 2, 97 - remainder97(bban, size - 2) * 100 % 97);
    case Rule::belgium: {
      const std::uint32_t remainder = remainder97(bban, size - 2);
      return put_two(text, size_ - 2, remainder == 0 ? 97 : remainder);
    }
    case Rule::france: {
      const std::uint32_t sum =
          89 * remainder97(bban, 5) + 15 * remainder97(bban + 5, 5) + 3 * remainder97(bban + 10, 11);
      return put_two(text, size_ - 2, 97 - sum % 97);
    }
    case Rule::italy: {
      static constexpr std::array<std::uint32_t, 10> kOdd = {1, 0, 5, 7, 9, 13, 15, 17, 19, 21};
      std::uint32_t sum = 0;
      for (std::size_t i = 1; i < size; ++i) sum += i % 2 == 1 ? kOdd[value_of(bban[i])] : value_of(bban[i]);
      text[kPrefix] = static_cast<char>('A' + sum % 26);
      return (sum % 26 + 10) * weights_[kPrefix];
    }
    case Rule::spain: {
      const auto digit = [](std::uint32_t sum) {
        const std::uint32_t rest = 11 - sum % 11;
        return rest == 11 ? 0 : rest == 10 ? 1 : rest;
      };
      const std::uint32_t bank = weighted_eight<4, 8, 5, 10, 9, 7, 3, 6>(bban, bban + 4);
      const std::uint32_t account =
          value_of(bban[10]) + value_of(bban[11]) * 2 + weighted_eight<4, 8, 5, 10, 9, 7, 3, 6>(bban + 12, bban + 16);
      return put(text, kPrefix + 8, digit(bank)) + put(text, kPrefix + 9, digit(account));
    }
    case Rule::norway:
      return put(text, size_ - 1, (11 - weighted(bban, kNorway) % 11) % 11);
    case Rule::mod11:
      return put(text, size_ - 1, (11 - weighted(bban + 10, kMod11) % 11) % 11);
    case Rule::luhn:
      return put(text, size_ - 1, value_of(luhn_digit(bban, size - 1)));
    case Rule::estonia: {
      static constexpr std::array<std::uint32_t, 3> kWeights = {7, 1, 3};  // from the left of 13: the last has 7
      return put(text, size_ - 1, (10 - cycled(bban + 2, 13, kWeights) % 10) % 10);
    }
    case Rule::croatia:
      return put(text, kPrefix + 6, value_of(mod11_10_digit(bban, 6))) +
             put(text, kPrefix + 16, value_of(mod11_10_digit(bban + 7, 9)));
    case Rule::hungary: {
      static constexpr std::array<std::uint32_t, 4> kWeights = {9, 7, 3, 1};
      return put(text, kPrefix + 7, (10 - cycled(bban, 7, kWeights) % 10) % 10) +
             put(text, size_ - 1, (10 - cycled(bban + 8, 15, kWeights) % 10) % 10);
    }
    case Rule::poland: {
      static constexpr std::array<std::uint32_t, 7> kWeights = {3, 9, 7, 1, 3, 9, 7};
      return put(text, kPrefix + 7, (10 - weighted(bban, kWeights) % 10) % 10);
    }
    case Rule::routing: {
      static constexpr std::array<std::uint32_t, 8> kWeights = {3, 7, 1, 3, 7, 1, 3, 7};
      return put(text, kPrefix + 8, (10 - weighted(bban, kWeights) % 10) % 10);
    }
  }
  return 0;
}

void AccountFormat::read_pieces(std::string_view layout) {
  for (std::size_t r = 0; r < runs_.size(); ++r) {
    const Run& run = runs_[r];
    for (std::size_t left = run.digits; left > 0;) {
      Piece piece;
      piece.run = r;
      piece.digits = (left - 1) % 8 + 1;
      piece.begin = run.begin + run.digits - left;
      left -= piece.digits;
      piece.divisor = power_of_ten(left);
      piece.last_eight = run.digits - left > 8;
      // Eight bytes are stored, and where they go over what is fixed that is copied again.
      for (std::size_t at = piece.begin + piece.digits; at < std::min(piece.begin + 8, size_); ++at) {
        const bool written = std::any_of(runs_.begin(), runs_.end(), [at](const Run& other) {
          return at >= other.begin && at < other.begin + other.digits;
        });
        if (!written && layout[at - kPrefix] != 'x') piece.mends = true;
      }
      pieces_.push_back(piece);
    }
  }
  assert(pieces_.size() <= kMostPieces && runs_.size() <= kMostRuns);
}

/// A serial as a number of each run; the last run is its lowest part.
void AccountFormat::split(std::uint64_t serial, const char* text, std::uint64_t* values) const {
  for (std::size_t r = runs_.size(); r-- > 1;) {
    // The quotient by multiplication is too small by one at most.
    const std::uint64_t count = runs_[r].count;
    auto quotient = static_cast<std::uint64_t>((static_cast<unsigned __int128>(serial) * runs_[r].reciprocal) >> 64);
    values[r] = serial - quotient * count;
    if (values[r] >= count) {
      values[r] -= count;
      ++quotient;
    }
    serial = quotient;
  }
  values[0] = serial;
  if (rule_ == Rule::norway || rule_ == Rule::mod11) {
    values[runs_.size() - 1] = with_check_digit(values[runs_.size() - 1], text);
  }
}

void AccountFormat::write_check_digits(std::uint64_t remainder, char* text) const {
  remainder += write_national_digits(text);
  const auto check = static_cast<std::uint32_t>(98 - remainder % 97);
  text[2] = static_cast<char>('0' + check / 10);
  text[3] = static_cast<char>('0' + check % 10);
}

void AccountFormat::write(const std::uint32_t* banks, const std::uint64_t* serials, std::size_t rows, char* to) const {
  assert(rows <= kTogether);
  std::uint64_t values[kTogether][kMostRuns];
  std::uint64_t remainders[kTogether];
  for (std::size_t i = 0; i < rows; ++i) {
    split(serials[i], patterns_[banks[i]].text.data(), values[i]);
    remainders[i] = patterns_[banks[i]].remainder;
    for (std::size_t r = 0; r < runs_.size(); ++r) {
      // Below 2^64 as it is, but for the longest runs.
      remainders[i] += (runs_[r].digits > 16 ? values[i][r] % 97 : values[i][r]) * runs_[r].weight;
    }
  }
  std::uint64_t characters[kMostPieces][kTogether];
  for (std::size_t p = 0; p < pieces_.size(); ++p) {
    const Piece& piece = pieces_[p];
    std::uint64_t numbers[kTogether];
    if (piece.divisor == 1) {
      for (std::size_t i = 0; i < rows; ++i) numbers[i] = values[i][piece.run];
    } else if (piece.divisor == kEight) {
      for (std::size_t i = 0; i < rows; ++i) numbers[i] = values[i][piece.run] / kEight;
    } else {
      for (std::size_t i = 0; i < rows; ++i) numbers[i] = values[i][piece.run] / piece.divisor;
    }
    if (piece.last_eight) {
      for (std::size_t i = 0; i < rows; ++i) numbers[i] %= kEight;
    }
    eight_digits_of_each(numbers, rows, characters[p]);
  }
  for (std::size_t i = 0; i < rows; ++i) {
    char* const text = to + i * size_;
    const char* const pattern = patterns_[banks[i]].text.data();
    std::memcpy(text, pattern, 64);
    for (std::size_t p = 0; p < pieces_.size(); ++p) {
      const Piece& piece = pieces_[p];
      const std::uint64_t shifted = characters[p][i] >> (8 * (8 - piece.digits));
      std::memcpy(text + piece.begin, &shifted, 8);
      if (piece.mends) std::memcpy(text + piece.begin + piece.digits, pattern + piece.begin + piece.digits, 8);
    }
  }
  // They read the texts again: right behind the writing, each reading would wait for stores of another width.
  for (std::size_t i = 0; i < rows; ++i) write_check_digits(remainders[i], to + i * size_);
}

}  // namespace synthgen
