#include "book_numbers.hpp"

#include <array>
#include <charconv>
#include <optional>

#include "digits.hpp"
#include "joined_table.hpp"
#include "synthgen/base/permutation.hpp"
#include "text_pieces.hpp"
#include "value_count.hpp"

namespace synthgen {
namespace {

constexpr std::size_t kDigits = 9;  // of group, registrant and title

/// Registrants of as many digits.
struct Range {
  std::uint64_t first = 0;  ///< of nine digits
  std::uint64_t count = 0;
  std::size_t group_digits = 0;
  std::size_t registrant_digits = 0;
};

struct Ranges {
  std::vector<Range> all;
  std::uint64_t count = 0;
};

std::uint64_t number_of(std::string_view digits) {
  std::uint64_t number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

Ranges ranges_of(std::string_view locale) {
  const DataTable& table = need_data(locale, "isbn_groups");
  Ranges ranges;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::string_view group = table.text(row, "group");
    const std::string_view text = table.text(row, "registrants");
    Range range;
    range.group_digits = group.size();
    range.registrant_digits = text.find('-');
    const std::uint64_t low = number_of(text.substr(0, range.registrant_digits));
    const std::uint64_t high = number_of(text.substr(range.registrant_digits + 1));
    const std::uint64_t titles = power_of_ten(kDigits - range.group_digits - range.registrant_digits);
    range.first = number_of(group) * power_of_ten(kDigits - range.group_digits) + low * titles;
    range.count = (high - low + 1) * titles;
    ranges.count += range.count;
    ranges.all.push_back(range);
  }
  return ranges;
}

class Books final : public Provider {
 public:
  Books(const ProviderContext& context, BookNumber form, std::array<Ranges, kMostLocales> ranges, std::uint64_t places)
      : key_(context.stream("value/64")),
        form_(form),
        hyphens_(context.flag("hyphens")),
        locale_(context.row_locales().column),
        only_(context.row_locales().numbers.front()),
        ranges_(std::move(ranges)) {
    if (places > 0) places_.emplace(context.stream("value permutation/64"), places);
  }

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    std::uint64_t bits[kBatchRows];
    std::int64_t places[kBatchRows];
    if (places_.has_value()) {
      places_->map(rows, places);
    } else {
      draw_bits64(key_, rows, evaluate.attempt(), 0, bits);
    }
    const Column* numbers = locale_.has_value() ? &evaluate.column(*locale_) : nullptr;
    out.reset({TypeKind::string, 0}, rows.count);
    out.begin_texts();
    for (std::size_t i = 0; i < rows.count; ++i) {
      if (numbers != nullptr && numbers->is_null(i)) {
        out.append_null();
        continue;
      }
      const Ranges& ranges =
          ranges_[numbers == nullptr ? only_ : static_cast<std::size_t>(numbers->data<std::int64_t>()[i])];
      write(ranges, places_.has_value() ? static_cast<std::uint64_t>(places[i]) : bounded(bits[i], ranges.count), out);
    }
  }

 private:
  void write(const Ranges& ranges, std::uint64_t serial, Column& out) const {
    std::size_t r = 0;
    while (serial >= ranges.all[r].count) serial -= ranges.all[r++].count;
    const Range& range = ranges.all[r];
    char digits[64];
    write_digits(range.first + serial, kDigits, digits);
    TextPieces pieces(out, 48);
    const auto hyphen = [&] {
      if (hyphens_) pieces.add('-');
    };
    if (form_ == BookNumber::isbn13) {
      pieces.add("978");
      hyphen();
    }
    pieces.add({digits, range.group_digits});
    hyphen();
    pieces.add({digits + range.group_digits, range.registrant_digits});
    hyphen();
    pieces.add({digits + range.group_digits + range.registrant_digits,
                kDigits - range.group_digits - range.registrant_digits});
    hyphen();
    unsigned sum = form_ == BookNumber::isbn13 ? 9 + 7 * 3 + 8 : 0;
    for (unsigned i = 0; i < kDigits; ++i) {
      sum += static_cast<unsigned>(digits[i] - '0') * (form_ == BookNumber::isbn10 ? 10 - i : i % 2 == 0 ? 3 : 1);
    }
    const unsigned modulus = form_ == BookNumber::isbn13 ? 10 : 11;
    const unsigned check = (modulus - sum % modulus) % modulus;
    pieces.add(check == 10 ? 'X' : static_cast<char>('0' + check));
    pieces.commit();
  }

  const StreamKey key_;
  const BookNumber form_;
  const bool hyphens_;
  const std::optional<ColumnIndex> locale_;
  const std::size_t only_;
  const std::array<Ranges, kMostLocales> ranges_;
  std::optional<const Permutation> places_;
};

}  // namespace

Result<MadeProvider> make_book_number(const ProviderContext& context, BookNumber form) {
  std::array<Ranges, kMostLocales> ranges;
  std::uint64_t places = Permutation::kLargest;
  for (const std::size_t locale : context.row_locales().numbers) {
    ranges[locale] = ranges_of(locales()[locale].name);
    places = std::min(places, ranges[locale].count);
  }
  if (context.unique() && static_cast<std::uint64_t>(context.table_rows()) > places) {
    return too_few_values(context, places, "ask for fewer rows, or say \"locale\": \"de_DE\", which has more");
  }
  MadeProvider made;
  made.unique = context.unique();
  made.provider = std::make_unique<const Books>(context, form, std::move(ranges), context.unique() ? places : 0);
  return made;
}

}  // namespace synthgen
