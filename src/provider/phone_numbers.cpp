#include "phone_numbers.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "address_facts.hpp"
#include "joined_table.hpp"
#include "locale_data.hpp"

namespace synthgen {
namespace {

/// Adds to each row of the joined tables of some locales the difference to those of all.
class PhoneCity final : public Provider {
 public:
  PhoneCity(ColumnIndex place, const RowLocales& row_locales) : place_(place) {
    const JoinedTable joined(row_locales, "cities");
    std::size_t base = 0;
    for (std::size_t number = 0; number < locales().size(); ++number) {
      for (const JoinedTable::Part& part : joined.parts()) {
        if (part.locale == number) parts_.push_back({part.base, base});
      }
      base += need_data(locales()[number].name, "cities").rows();
    }
  }

  void fill(Evaluate& evaluate, Column& out) const override {
    const Column& places = evaluate.column(place_);
    out.reset({TypeKind::integer, 0}, places.rows());
    out.intersect_validity(places);
    const auto* from = places.data<std::int64_t>();
    auto* to = out.data<std::int64_t>();
    for (std::size_t i = 0; i < places.rows(); ++i) {
      const auto place = static_cast<std::size_t>(from[i]);
      std::size_t p = parts_.size() - 1;
      while (parts_[p].joined > place) --p;
      to[i] = static_cast<std::int64_t>(place - parts_[p].joined + parts_[p].whole);
    }
  }

 private:
  struct Part {
    std::size_t joined = 0;  // first row of the locale among those of the address
    std::size_t whole = 0;   // the same among those of all locales
  };
  const ColumnIndex place_;
  std::vector<Part> parts_;  // ascending, for both count locales by their numbers
};

Result<MadeProvider> make_phone_city(const ProviderContext& context) {
  Result<FactColumn> place = context.fact(place_fact());
  if (!place.ok()) return place.diagnostics();
  MadeProvider made;
  made.type = {TypeKind::integer, 0};
  made.provider = std::make_unique<const PhoneCity>(place->column, context.row_locales());
  return made;
}

constexpr Name kForms[] = {"national", "international", "e164"};
constexpr std::array<ProviderOption, 2> kOptions = {
    ProviderOption{.name = "realistic",
                   .meaning = "Numbers as they are given out, which somebody may have.",
                   .form = OptionForm::flag},
    ProviderOption{
        .name = "form",
        .meaning = "As written within the country, as written from abroad, or + and digits only (ITU-T E.164).",
        .form = OptionForm::word,
        .words = kForms},
};

/// The three digits behind an area code of the USA: from 200 on, without N11 and 555.
constexpr std::size_t kExchanges = 791;
constexpr std::array<std::uint16_t, kExchanges> kExchangeCodes = [] {
  std::array<std::uint16_t, kExchanges> codes{};
  std::size_t n = 0;
  for (std::uint16_t code = 200; code < 1000; ++code) {
    if (code % 100 != 11 && code != 555) codes[n++] = code;
  }
  return codes;
}();

/// A way to write numbers: its text with a place for each digit that is drawn.
struct Written {
  static constexpr std::size_t kLongest = 32;
  struct Digit {
    std::uint8_t at = 0;
    std::uint8_t least = 0;
    std::uint16_t choices = 0;  // kExchanges: three digits
  };
  char text[kLongest] = {};
  std::uint8_t size = 0;
  std::uint8_t digits = 0;
  std::array<Digit, 12> digit{};
};

Written compile(std::string_view pattern, std::string_view prefix, bool digits_only) {
  Written written;
  const auto put = [&](char c) {
    if (!digits_only || c == '+' || (c >= '0' && c <= '9')) written.text[written.size++] = c;
  };
  const auto draw = [&](std::uint8_t least, std::uint16_t choices) {
    written.digit[written.digits++] = {written.size, least, choices};
    put('0');
  };
  for (const char c : pattern) {
    switch (c) {
      case 'P':
        for (const char d : prefix) put(d);
        break;
      case 'Q':
        for (const char d : prefix.substr(prefix.starts_with('0') ? 1 : 0)) put(d);
        break;
      case '#':
        draw(0, 10);
        break;
      case 'N':
        draw(2, 8);
        break;
      case 'E':
        draw(0, kExchanges);
        put('0');
        put('0');
        break;
      default:
        put(c);
    }
  }
  return written;
}

/// All numbers of the cities of all locales.
class PhoneBook {
 public:
  PhoneBook(PhoneKind kind, bool realistic, std::string_view form) {
    for (const Locale& locale : locales()) add_locale(locale, kind, realistic ? "real" : "safe", form);
  }

  /// bits, digits  two draws
  void add(std::size_t city, std::uint64_t bits, std::uint64_t digits, TextPieces& pieces) const {
    const City prefixes = cities_[city];
    // The index of ways looks at the highest bits and at the lowest 32, so the prefix goes by those between them.
    const std::uint64_t place = (((bits >> 32) & 0xFFFF) * prefixes.count) >> 16;
    const Prefix& prefix = prefixes_[list_[prefixes.first + place]];
    const Written& written = ways_[prefix.base + prefix.index(bits)];
    char* const begin = pieces.end();
    pieces.add_wide({written.text, written.size});
    for (std::size_t d = 0; d < written.digits; ++d) {
      const Written::Digit digit = written.digit[d];
      // Digits from the top of a fraction: the product's high half is the digit, its low half the next fraction.
      const auto product = static_cast<unsigned __int128>(digits) * digit.choices;
      digits = static_cast<std::uint64_t>(product);
      const auto drawn = static_cast<unsigned>(product >> 64);
      if (digit.choices == kExchanges) {
        const unsigned code = kExchangeCodes[drawn];
        begin[digit.at] = static_cast<char>('0' + code / 100);
        begin[digit.at + 1] = static_cast<char>('0' + code / 10 % 10);
        begin[digit.at + 2] = static_cast<char>('0' + code % 10);
      } else {
        begin[digit.at] = static_cast<char>('0' + digit.least + drawn);
      }
    }
  }

 private:
  struct City {
    std::uint32_t first = 0;  // in list_
    std::uint32_t count = 0;
  };
  struct Prefix {
    WeightedIndex index;
    std::uint32_t base = 0;  // in ways_
  };

  void add_locale(const Locale& locale, PhoneKind kind, std::string_view range, std::string_view form) {
    const DataTable& cities = need_data(locale.name, "cities");
    const DataTable& phones = need_data(locale.name, "phones");
    std::map<std::string_view, std::uint32_t> known;
    for (std::size_t row = 0; row < cities.rows(); ++row) {
      std::string_view all = cities.text(row, "phone_prefix");
      City city{static_cast<std::uint32_t>(list_.size()), 0};
      while (!all.empty()) {
        const std::string_view prefix = all.substr(0, all.find(','));
        all.remove_prefix(std::min(prefix.size() + 1, all.size()));
        const auto [found, added] = known.emplace(prefix, static_cast<std::uint32_t>(prefixes_.size()));
        if (added) add_prefix(phones, prefix, kind, range, form);
        list_.push_back(found->second);
        ++city.count;
      }
      cities_.push_back(city);
    }
  }

  void add_prefix(const DataTable& phones, std::string_view prefix, PhoneKind kind, std::string_view range,
                  std::string_view form) {
    // The most special that there is: of the prefix, of its length, of any.
    for (const std::string& of : {std::string(prefix), "*" + std::to_string(prefix.size()), std::string("*")}) {
      Prefix made;
      made.base = static_cast<std::uint32_t>(ways_.size());
      std::vector<double> weights;
      for (std::size_t row = 0; row < phones.rows(); ++row) {
        if (phones.text(row, "kind") != (kind == PhoneKind::mobile ? "mobile" : "landline") ||
            phones.text(row, "range") != range || phones.text(row, "prefix") != of) {
          continue;
        }
        ways_.push_back(
            compile(phones.text(row, form == "national" ? "national" : "international"), prefix, form == "e164"));
        weights.push_back(phones.numbers("weight")[row]);
      }
      if (weights.empty()) continue;
      made.index = WeightedIndex(weights);
      prefixes_.push_back(std::move(made));
      return;
    }
    assert(false && "the table has a row for every prefix");
  }

  std::vector<City> cities_;         // of all locales, in the order of phone_city_fact()
  std::vector<std::uint32_t> list_;  // of their prefixes, into prefixes_
  std::vector<Prefix> prefixes_;
  std::vector<Written> ways_;
};

/// The draws of its digits: the second block of the stream whose first one is the way that it is written.
class PhoneDigits final : public Provider {
 public:
  explicit PhoneDigits(StreamKey key) : key_(key) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    out.reset({TypeKind::integer, 0}, evaluate.rows().count);
    draw_bits64(key_, evaluate.rows(), evaluate.attempt(), 1, out.data<std::uint64_t>());
  }

 private:
  const StreamKey key_;
};

constexpr std::string_view purpose_of(PhoneKind kind) {
  return kind == PhoneKind::mobile ? "person.mobile_phone/64" : "person.phone/64";
}

template <PhoneKind kind>
Result<MadeProvider> make_phone_digits(const ProviderContext& context) {
  MadeProvider made;
  made.type = {TypeKind::integer, 0};
  made.provider = std::make_unique<const PhoneDigits>(context.entity_stream(purpose_of(kind)));
  return made;
}

class Phone final : public Provider {
 public:
  Phone(EntityBits ways, ColumnIndex digits, ColumnIndex city, PhoneBook book)
      : ways_(ways), digits_(digits), city_(city), book_(std::move(book)) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    const std::uint64_t* bits = ways_.of(evaluate);
    const auto* digits = evaluate.column(digits_).data<std::uint64_t>();
    const Column& cities = evaluate.column(city_);
    const auto* city = cities.data<std::int64_t>();
    out.reset({TypeKind::string, 0}, rows.count);
    out.begin_texts();
    for (std::size_t i = 0; i < rows.count; ++i) {
      if (cities.is_null(i)) {
        out.append_null();
        continue;
      }
      TextPieces pieces(out, Written::kLongest);
      book_.add(static_cast<std::size_t>(city[i]), bits[i], digits[i], pieces);
      pieces.commit();
    }
  }

 private:
  const EntityBits ways_;
  const ColumnIndex digits_;
  const ColumnIndex city_;
  const PhoneBook book_;
};

}  // namespace

const FactKind& phone_city_fact() {
  static const FactKind* const kFacts[] = {&place_fact()};
  static const FactKind kFact = {.name = "address.phone_city",
                                 .what = "city of an entity, among those of all locales",
                                 .facts = kFacts,
                                 .make = &make_phone_city};
  return kFact;
}

const FactKind& phone_digits_fact(PhoneKind kind) {
  static const FactKind kLandline = {.name = "person.phone_digits",
                                     .what = "digits of a person's telephone number",
                                     .localized = false,
                                     .make = &make_phone_digits<PhoneKind::landline>};
  static const FactKind kMobile = {.name = "person.mobile_phone_digits",
                                   .what = "digits of a person's mobile number",
                                   .localized = false,
                                   .make = &make_phone_digits<PhoneKind::mobile>};
  return kind == PhoneKind::mobile ? kMobile : kLandline;
}

std::span<const ProviderOption> phone_options() { return kOptions; }

Result<MadeProvider> make_phone(const ProviderContext& context, PhoneKind kind) {
  Result<FactColumn> city = context.fact(phone_city_fact());
  if (!city.ok()) return city.diagnostics();
  Result<FactColumn> digits = context.fact(phone_digits_fact(kind));
  if (!digits.ok()) return digits.diagnostics();
  static constexpr Name kAgreed[] = {"realistic"};
  MadeProvider made;
  made.provider =
      std::make_unique<const Phone>(context.entity_draw(purpose_of(kind), kAgreed), digits->column, city->column,
                                    PhoneBook(kind, context.flag("realistic"), context.word("form")));
  return made;
}

}  // namespace synthgen
