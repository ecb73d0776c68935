// Account numbers of a country: the banks that may keep them, and how a bank and a serial number become a text with
// the check digits of the country and of ISO 13616.
//
// Threads: immutable once made. Determinism: integer arithmetic.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "weighted_index.hpp"

namespace synthgen {

enum class BankCodes : unsigned char {
  reserved,  ///< of invented banks, in ranges that are given to nobody
  real,
};

struct Bank {
  std::string name;
  std::string code;  ///< how the basic account number begins, national check digits left out
  std::string bic;   ///< eight characters
};

/// Banks by weight.
struct BankList {
  std::vector<Bank> banks;
  WeightedIndex index;
};

/// Countries without a list of their own have invented banks only. REQUIRES: reserved, or has_real_banks().
BankList banks_of(std::string_view country, BankCodes codes);
bool has_real_banks(std::string_view country);
/// The country has IBANs: a code of ISO 3166-1, or XK.
bool has_iban(std::string_view country);
std::vector<std::string> countries_with_iban();

class AccountFormat {
 public:
  /// Null where nothing is known of the country's numbers.
  static std::unique_ptr<const AccountFormat> of(std::string_view country, BankCodes codes);

  struct Part {
    std::size_t begin = 0;  ///< in the basic account number
    std::size_t end = 0;
  };

  const BankList& banks() const { return banks_; }
  /// Different serials have different texts, whatever their banks.
  std::uint64_t serials() const { return serials_; }
  /// Serials that differ in their remainder by this number have different account numbers.
  std::uint64_t accounts() const { return accounts_; }
  /// Bytes of the text: the country, two digits, and the basic account number from kPrefix on.
  std::size_t size() const { return size_; }
  static constexpr std::size_t kPrefix = 4;
  Part account() const { return account_; }
  Part branch() const { return branch_; }

  static constexpr std::size_t kRoom = 96;  ///< bytes behind the beginning of the last text that write() may touch
  /// Rows that write() takes at a time: few enough for their texts to stay in the first cache.
  static constexpr std::size_t kTogether = 32;
  /// The texts of some rows, size() bytes each, one behind another.
  ///
  /// banks  places in banks()
  /// REQUIRES: at most kTogether of them.
  void write(const std::uint32_t* banks, const std::uint64_t* serials, std::size_t rows, char* to) const;
  void write(std::uint32_t bank, std::uint64_t serial, char* to) const { write(&bank, &serial, 1, to); }

 private:
  enum class Rule : unsigned char {
    none,
    mod97,    ///< ISO 7064, mod 97-10, over all before
    rib97,    ///< the same as a complement to 97
    belgium,  ///< remainder of 97, which stands for 0
    france,   ///< clé RIB
    italy,    ///< CIN
    spain,    ///< dígitos de control of the Código Cuenta Cliente
    norway,   ///< mod 11
    mod11,    ///< Czechia and Slovakia: the weighted sum of the account is a multiple of 11
    luhn,     ///< Finland
    estonia,  ///< 7-3-1
    croatia,  ///< ISO 7064, mod 11,10, of bank and of account
    hungary,  ///< 9-7-3-1, of bank and of account
    poland,   ///< 3-9-7-1, of the bank
    routing,  ///< 3-7-1, of a routing number of the United States
  };
  struct Run {
    std::size_t begin = 0;  ///< in the whole text
    std::size_t digits = 0;
    std::uint64_t count = 1;       ///< 10^digits, or fewer where not every number has a check digit
    std::uint32_t weight = 0;      ///< of its last digit, modulo 97
    std::uint64_t reciprocal = 0;  ///< floor((2^64 − 1) / count)
  };
  /// Up to eight digits of a run.
  struct Piece {
    std::size_t run = 0;
    std::uint64_t divisor = 1;  ///< by which the run's number is divided; of what comes out, the last eight digits
    bool last_eight = false;    ///< the number may have more than eight
    std::size_t begin = 0;      ///< in the whole text
    std::size_t digits = 0;
    bool mends = false;  ///< it is written over something that does not change, which comes again behind it
  };
  struct Pattern {
    std::array<char, 96> text{};
    std::uint32_t remainder = 0;  ///< of the text with zeros for what is still to be written
  };

  AccountFormat() = default;
  void read_layout(std::string_view country, std::string_view layout);
  void read_pieces(std::string_view layout);
  void split(std::uint64_t serial, const char* text, std::uint64_t* values) const;
  void write_check_digits(std::uint64_t remainder, char* text) const;
  std::uint64_t with_check_digit(std::uint64_t number, const char* text) const;
  std::uint32_t write_national_digits(char* text) const;
  std::uint32_t put(char* text, std::size_t at, std::uint32_t digit) const;
  std::uint32_t put_two(char* text, std::size_t at, std::uint32_t number) const;

  BankList banks_;
  Rule rule_ = Rule::none;
  std::size_t size_ = 0;
  std::vector<Run> runs_;
  std::vector<Piece> pieces_;
  std::uint64_t serials_ = 1;
  std::uint64_t accounts_ = 1;
  std::array<std::uint32_t, 64> weights_{};  ///< of each place, modulo 97
  std::vector<Pattern> patterns_;            ///< by bank
  Part account_;
  Part branch_;
};

}  // namespace synthgen
