#include "book_numbers.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "by_locale.hpp"
#include "check_digits.hpp"
#include "digits.hpp"
#include "serial_draw.hpp"
#include "text_pieces.hpp"

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
  Books(SerialDraw draw, BookNumber form, bool hyphens, ByLocale<Ranges> ranges)
      : draw_(std::move(draw)), form_(form), hyphens_(hyphens), ranges_(std::move(ranges)) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    std::uint64_t bits[kBatchRows];
    draw_.fill_bits(evaluate, bits);
    const auto ranges = ranges_.of(evaluate);
    out.reset({TypeKind::string, 0}, rows.count);
    out.begin_texts();
    for (std::size_t i = 0; i < rows.count; ++i) {
      if (ranges.is_null(i)) {
        out.append_null();
        continue;
      }
      write(ranges[i], draw_.serial(bits[i], ranges[i].count), out);
    }
  }

 private:
  void write(const Ranges& ranges, std::uint64_t serial, Column& out) const {
    std::size_t r = 0;
    while (serial >= ranges.all[r].count) serial -= ranges.all[r++].count;
    const Range& range = ranges.all[r];
    char text[64];
    std::memcpy(text, "978", 3);
    char* const digits = text + 3;
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
    pieces.add(form_ == BookNumber::isbn13 ? gs1_digit(text, 3 + kDigits) : mod11_character(digits, kDigits));
    pieces.commit();
  }

  const SerialDraw draw_;
  const BookNumber form_;
  const bool hyphens_;
  const ByLocale<Ranges> ranges_;
};

}  // namespace

Result<MadeProvider> make_book_number(const ProviderContext& context, BookNumber form) {
  ByLocale<Ranges> ranges(context.row_locales(), [](std::size_t locale) { return ranges_of(locales()[locale].name); });
  std::uint64_t fewest = Permutation::kLargest;
  for (const Ranges& of_locale : ranges.values()) fewest = std::min(fewest, of_locale.count);
  Result<SerialDraw> draw = SerialDraw::of(context, SerialOwner::column, "value", fewest,
                                           R"(ask for fewer rows, or say "locale": "de_DE", which has more)");
  if (!draw.ok()) return draw.diagnostics();
  MadeProvider made;
  made.unique = context.unique();
  made.provider = std::make_unique<const Books>(std::move(*draw), form, context.flag("hyphens"), std::move(ranges));
  return made;
}

}  // namespace synthgen
