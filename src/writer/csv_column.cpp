#include "csv_column.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>

#include "csv_quote.hpp"
#include "synthgen/base/civil_time.hpp"
#include "synthgen/base/eight_digits.hpp"
#include "synthgen/base/number_text.hpp"

namespace synthgen::csv {
namespace {

/// Numbers stand left-aligned: the encoder may write kShortestBytes, the separator comes within.
constexpr std::size_t kNumberStride = kShortestBytes + 8;
constexpr std::size_t kWideSlot = 32;
constexpr std::size_t kWidestSlot = 48;

/// Whether a bit from … to − 1 is set. The word behind that of bit `to` is read.
bool any_bit(const std::uint64_t* bits, std::size_t from, std::size_t to) {
  while (to - from > 64) {
    if (any_bit(bits, from, from + 64)) return true;
    from += 64;
  }
  const std::size_t shift = from % 64;
  const std::uint64_t word = bits[from / 64] >> shift | (bits[from / 64 + 1] << 1) << (63 - shift);
  return to > from && (word << (64 - (to - from))) != 0;
}

/// Any 64-bit magnitude as text at the end of a wide slot, without the sign; returns the length with the separator.
std::size_t wide_digits(std::uint64_t magnitude, int decimals, char separator, char* slot) {
  constexpr std::uint32_t kEight = 100'000'000;
  char digits[24];
  write_eight_digits(static_cast<std::uint32_t>(magnitude / kEight / kEight), digits);
  write_eight_digits(static_cast<std::uint32_t>(magnitude / kEight % kEight), digits + 8);
  write_eight_digits(static_cast<std::uint32_t>(magnitude % kEight), digits + 16);
  int first = 0;
  while (first < 23 - decimals && digits[first] == '0') ++first;
  char* const end = slot + kWideSlot;
  end[-1] = separator;
  if (decimals == 0) {
    std::memcpy(end - 1 - 24, digits, 24);
    return static_cast<std::size_t>(24 - first) + 1;
  }
  std::memcpy(end - 2 - 24, digits, 24);
  for (int k = 1; k <= decimals; ++k) end[-1 - k] = digits[24 - k];
  end[-2 - decimals] = '.';
  return static_cast<std::size_t>(24 - first) + 2;
}

}  // namespace

ColumnFormatter::ColumnFormatter(Type type, char separator, const CsvOptions& options,
                                 std::shared_ptr<const WordTable> words, std::shared_ptr<const TimeFormat> pattern)
    : type_(type),
      separator_(separator),
      options_(options),
      tiny_(tiny_layout(type.decimals, separator)),
      narrow_(narrow_layout(type.decimals, separator)),
      medium_(medium_layout(type.decimals, separator)),
      day_texts_(is_moment(type.kind) ? 'T' : separator),
      pattern_(std::move(pattern)),
      clock_form_{is_moment(type.kind), type.kind == TypeKind::timestamp, is_micros(type.kind) ? type.decimals : 0},
      second_texts_(make_second_texts(clock_form_, separator)) {
  if (words != nullptr) words_.push_back(std::move(words));
  lengths_.resize(kRunRows + kOverrunRows);
  if (type.kind == TypeKind::string || pattern_ != nullptr) {
    codes_.resize(kRunRows);
    starts_.resize(kRunRows);
    long_lengths_.resize(kRunRows);
  } else {
    // Copies read to the right of a field; kernels write whole vectors.
    slot_lines_.resize((kRunRows + kOverrunRows) * kWidestSlot / sizeof(Line) + 1 + kSlackBytes / sizeof(Line));
    slots_ = slot_lines_.front().bytes;
  }
  if (is_micros(type.kind)) {
    days_.resize(kRunRows + kOverrunRows);
    clocks_.resize(kRunRows);
    if (clock_form_.digits > 0) fractions_.resize(kRunRows);
    if (clock_form_.digits == 3) {
      milli_texts_ = std::make_unique<const MilliTexts>(make_milli_texts(clock_form_.zone ? 'Z' : separator));
    }
  }
}

FieldRun ColumnFormatter::format(const Column& column, std::size_t first, std::size_t rows) {
  assert(column.type() == type_);
  assert(first % 64 == 0 && rows <= kRunRows);
  FieldRun run;
  run.separator = separator_;
  run.quote = options_.quote;
  run.lengths = lengths_.data();
  if (pattern_ != nullptr) {
    format_patterns(column, first, rows, run);
    return run;
  }
  switch (type_.kind) {
    case TypeKind::integer:
    case TypeKind::decimal:
      format_digits(column.data<std::int64_t>() + first, rows, run);
      break;
    case TypeKind::number:
      format_shortest(column, first, rows, run);
      break;
    case TypeKind::boolean:
      format_booleans(column.data<std::uint8_t>() + first, rows, run);
      break;
    case TypeKind::date:
      format_dates(column.data<std::int32_t>() + first, rows, run);
      break;
    case TypeKind::timestamp:
    case TypeKind::datetime:
    case TypeKind::time:
      format_clocks(column, first, rows, run);
      break;
    case TypeKind::uuid:
      set_equal_lengths(run, kUuidBytes, rows);
      if (column.all_valid()) {
        run.form = FieldRun::Form::uuids;
        run.width = static_cast<std::uint8_t>(kWidestSlot);
        run.base = column.data<char>() + first * 16;
        break;
      }
      uuids(column.data<std::uint8_t>() + first * 16, rows, separator_, slots_);
      use_slots(run, kWidestSlot, kUuidStride);
      run.base = slots_ + kUuidBytes;
      break;
    case TypeKind::string:
      if (column.dictionary() != nullptr) {
        format_words(column, first, rows, run);
      } else {
        format_texts(column, first, rows, run);
      }
      return run;
  }
  shorten_nulls(column, first, rows, run);
  return run;
}

void ColumnFormatter::use_slots(FieldRun& run, std::size_t width, std::size_t stride) {
  run.form = FieldRun::Form::slots;
  run.width = static_cast<std::uint8_t>(width);
  run.stride = stride;
  run.base = slots_ + stride;
}

void ColumnFormatter::set_equal_lengths(FieldRun& run, std::uint32_t length, std::size_t rows) {
  std::memset(lengths_.data(), static_cast<int>(length), rows);
  run.shortest = length;
}

void ColumnFormatter::shorten_nulls(const Column& column, std::size_t first, std::size_t rows, FieldRun& run) {
  if (column.all_valid()) return;
  run.shortest = 1;
  const std::uint64_t* validity = column.validity() + first / 64;
  for (std::size_t i = 0; i < rows; ++i) {
    const bool valid = ((validity[i / 64] >> (i % 64)) & 1) != 0;
    lengths_[i] = valid ? lengths_[i] : std::uint8_t{1};
  }
}

void ColumnFormatter::format_digits(const std::int64_t* values, std::size_t rows, FieldRun& run) {
  const int decimals = type_.decimals;
  const Survey found = survey(values, rows);
  run.shortest = decimals > 0 ? static_cast<std::uint32_t>(decimals) + 3 : 2;  // "0.05,"
  if (found.magnitude_bits < (std::uint64_t{1} << tiny_bits(decimals, found.negative)) && decimals <= kTinyDecimals) {
    tiny_digits(values, rows, tiny_, decimals, slots_, lengths_.data());
    use_slots(run, 8, 8);
  } else if (found.magnitude_bits < (std::uint64_t{1} << kNarrowBits) && decimals <= kNarrowDecimals) {
    narrow_digits(values, rows, narrow_, decimals, slots_, lengths_.data());
    use_slots(run, 16, 16);
  } else if (found.magnitude_bits < (std::uint64_t{1} << kMediumBits) && decimals <= kMediumDecimals) {
    medium_digits(values, rows, medium_, decimals, slots_, lengths_.data());
    use_slots(run, 16, 16);
  } else {
    for (std::size_t i = 0; i < rows; ++i) {
      const auto bits = static_cast<std::uint64_t>(values[i]);
      const std::uint64_t magnitude = values[i] < 0 ? 0 - bits : bits;
      lengths_[i] = static_cast<std::uint8_t>(wide_digits(magnitude, decimals, separator_, slots_ + i * kWideSlot));
    }
    use_slots(run, kWideSlot, kWideSlot);
  }
  if (!found.negative) return;
  for (std::size_t i = 0; i < rows; ++i) {
    // Where the value is not negative the sign falls on a byte that is not part of the field.
    const std::size_t length = lengths_[i];
    slots_[(i + 1) * run.stride - length - 1] = '-';
    lengths_[i] = static_cast<std::uint8_t>(length + (values[i] < 0 ? 1 : 0));
  }
}

void ColumnFormatter::format_shortest(const Column& column, std::size_t first, std::size_t rows, FieldRun& run) {
  const double* values = column.data<double>() + first;
  const bool all_valid = column.all_valid();
  for (std::size_t i = 0; i < rows; ++i) {
    char* slot = slots_ + i * kNumberStride;
    std::size_t length = 0;
    // Formatting costs more than the branch, and a null may hold anything.
    if (all_valid || column.is_valid(first + i)) length = encode_shortest(values[i], slot);
    slot[length] = separator_;
    lengths_[i] = static_cast<std::uint8_t>(length + 1);
  }
  run.form = FieldRun::Form::head;
  run.width = static_cast<std::uint8_t>(kWideSlot);
  run.stride = kNumberStride;
  run.base = slots_;
  run.shortest = all_valid ? 4 : 1;
}

void ColumnFormatter::format_booleans(const std::uint8_t* values, std::size_t rows, FieldRun& run) {
  char no[8] = {0, 0, 'f', 'a', 'l', 's', 'e', separator_};
  char yes[8] = {0, 0, 0, 't', 'r', 'u', 'e', separator_};
  std::uint64_t no_word;
  std::uint64_t yes_word;
  std::memcpy(&no_word, no, 8);
  std::memcpy(&yes_word, yes, 8);
  for (std::size_t i = 0; i < rows; ++i) {
    const std::uint64_t word = values[i] != 0 ? yes_word : no_word;
    std::memcpy(slots_ + i * 8, &word, 8);
    lengths_[i] = static_cast<std::uint8_t>(values[i] != 0 ? 5 : 6);
  }
  use_slots(run, 8, 8);
  run.shortest = 5;
}

void ColumnFormatter::format_dates(const std::int32_t* days, std::size_t rows, FieldRun& run) {
  const DayTexts::Found found = day_texts_.find(days, rows);
  set_equal_lengths(run, kDateBytes, rows);
  run.form = FieldRun::Form::tails;
  run.width = DayTexts::kStride;
  run.base = found.ends;
  run.codes = found.codes;
}

void ColumnFormatter::format_clocks(const Column& column, std::size_t first, std::size_t rows, FieldRun& run) {
  constexpr std::uint64_t kFirst = static_cast<std::uint64_t>(-(std::int64_t{kFirstDay} * kMicrosPerDay));
  constexpr std::uint64_t kSecond = kMicrosPerSecond;
  const std::int64_t* values = column.data<std::int64_t>() + first;
  for (std::size_t i = 0; i < rows; ++i) {
    // Null rows hold any value: whatever it is, the time of day is within a day.
    const std::uint64_t micros = static_cast<std::uint64_t>(values[i]) + kFirst;
    const std::uint64_t seconds = micros / kSecond;
    const std::uint64_t days = seconds / 86'400;
    days_[i] = static_cast<std::int32_t>(days) + kFirstDay;
    clocks_[i] = static_cast<std::uint32_t>(seconds - days * 86'400);
  }
  if (clock_form_.digits > 0) {
    for (std::size_t i = 0; i < rows; ++i) {
      fractions_[i] = static_cast<std::uint32_t>((static_cast<std::uint64_t>(values[i]) + kFirst) % kSecond);
    }
  }
  const std::uint32_t bytes = clock_form_.bytes();
  set_equal_lengths(run, bytes, rows);
  run.form = FieldRun::Form::moments;
  run.width = static_cast<std::uint8_t>(bytes);
  run.clock = clock_form_;
  run.clocks = clocks_.data();
  run.fractions = fractions_.data();
  run.seconds = &second_texts_;
  run.millis = milli_texts_.get();
  if (clock_form_.day) {
    const DayTexts::Found found = day_texts_.find(days_.data(), rows);
    run.base = found.ends - kDateBytes;
    run.codes = found.codes;
  }
  if (column.all_valid()) return;

  // Nulls have another length: through slots.
  char* at[kRunRows];
  for (std::size_t i = 0; i < rows; ++i) at[i] = slots_ + (i + 1) * kWideSlot - bytes;
  place(run, rows, false, at);
  use_slots(run, kWideSlot, kWideSlot);
}

void ColumnFormatter::format_patterns(const Column& column, std::size_t first, std::size_t rows, FieldRun& run) {
  pattern_texts_.reset({TypeKind::string}, rows);
  const TimeFormat& pattern = *pattern_;
  // Room for all at once, so that no cell asks for it.
  char* const begin = pattern_texts_.text_room(rows * pattern.most_bytes());
  char* at = begin;
  std::int32_t* offsets = pattern_texts_.data<std::int32_t>();
  for (std::size_t i = 0; i < rows; ++i) {
    if (column.is_null(first + i)) {
      pattern_texts_.set_null(i);
    } else if (type_.kind == TypeKind::date) {
      at = pattern.write(column.data<std::int32_t>()[first + i], 0, at);
    } else {
      const DayAndTime split = split_micros(column.data<std::int64_t>()[first + i]);
      at = pattern.write(split.days, split.micros, at);
    }
    offsets[i + 1] = static_cast<std::int32_t>(at - begin);
  }
  format_texts(pattern_texts_, 0, rows, run);
}

const WordTable& ColumnFormatter::words_of(const Dictionary& dictionary) {
  for (const auto& words : words_) {
    if (words->dictionary() == &dictionary) return *words;
  }
  words_.push_back(std::make_shared<const WordTable>(dictionary, separator_, options_));
  return *words_.back();
}

void ColumnFormatter::format_words(const Column& column, std::size_t first, std::size_t rows, FieldRun& run) {
  const WordTable& words = words_of(*column.dictionary());
  if (column.extra_texts() != 0) {
    if (extra_words_ == nullptr) extra_words_ = std::make_unique<ExtraWords>(separator_, options_);
    extra_words_->format(column, first, rows, words, run);
    return;
  }
  const std::int32_t* codes = column.data<std::int32_t>() + first;
  run.shortest = static_cast<std::uint32_t>(words.shortest());
  if (!column.all_valid()) {
    const std::uint64_t* validity = column.validity() + first / 64;
    for (std::size_t i = 0; i < rows; ++i) {
      const bool valid = ((validity[i / 64] >> (i % 64)) & 1) != 0;
      codes_[i] = valid ? codes[i] : words.null_code();
    }
    codes = codes_.data();
    run.shortest = 1;
  }
  if (words.slot_bytes() != 0) {
    const std::uint8_t* lengths = words.lengths();
    for (std::size_t i = 0; i < rows; ++i) lengths_[i] = lengths[codes[i]];
    run.form = FieldRun::Form::words;
    run.width = static_cast<std::uint8_t>(words.slot_bytes());
    run.stride = words.slot_bytes();
    run.base = words.slots();
    run.codes = codes;
    return;
  }
  for (std::size_t i = 0; i < rows; ++i) {
    starts_[i] = words.field(codes[i]);
    long_lengths_[i] = static_cast<std::uint32_t>(words.field_length(codes[i]));
  }
  run.form = FieldRun::Form::far;
  run.width = kWideSlot;
  run.starts = starts_.data();
  run.long_lengths = long_lengths_.data();
}

void ColumnFormatter::format_texts(const Column& column, std::size_t first, std::size_t rows, FieldRun& run) {
  const std::int32_t* offsets = column.data<std::int32_t>() + first;
  const char* bytes = column.text_bytes();
  const auto begin = static_cast<std::size_t>(offsets[0]);
  const auto end = static_cast<std::size_t>(offsets[rows]);
  const bool special = has_special(bytes + begin, end - begin, options_.delimiter, options_.quote);
  std::int32_t shortest_text = offsets[1] - offsets[0];
  std::int32_t longest_text = shortest_text;
  for (std::size_t i = 0; i < rows; ++i) {
    const std::int32_t size = offsets[i + 1] - offsets[i];
    shortest_text = std::min(shortest_text, size);
    longest_text = std::max(longest_text, size);
    starts_[i] = bytes + offsets[i];
    long_lengths_[i] = static_cast<std::uint32_t>(size) + 1;
  }
  run.shortest = static_cast<std::uint32_t>(shortest_text) + 1;
  run.quotes = special || shortest_text == 0;
  run.wide = longest_text > 32;
  if (special) {
    run.doubled = std::memchr(bytes + begin, options_.quote, end - begin) != nullptr;
    add_quotes(offsets, bytes, rows, run.doubled);
  }
  if (shortest_text == 0) {
    for (std::size_t i = 0; i < rows; ++i) long_lengths_[i] += long_lengths_[i] == 1 ? 2 : 0;
  }
  const bool all_valid = column.all_valid();
  if (!all_valid) {
    for (std::size_t i = 0; i < rows; ++i) {
      if (column.is_null(first + i)) long_lengths_[i] = 1;
    }
    run.shortest = 1;
  }
  run.form = FieldRun::Form::texts;
  run.width = kWideSlot + 1;  // a quote before the copy
  run.starts = starts_.data();
  run.long_lengths = long_lengths_.data();
  run.offsets = offsets;
}

void ColumnFormatter::add_quotes(const std::int32_t* offsets, const char* bytes, std::size_t rows, bool doubled) {
  // Rows at a time whose bytes have their bits in the first cache; longer texts each by themselves.
  constexpr std::size_t kMostBytes = 32'768;
  std::uint64_t bits[kMostBytes / 64 + 3];
  for (std::size_t next = 0; next < rows;) {
    const std::int32_t begin = offsets[next];
    std::size_t end = next + 1;
    while (end < rows && static_cast<std::size_t>(offsets[end + 1] - begin) <= kMostBytes) ++end;
    const auto size = static_cast<std::size_t>(offsets[end] - begin);
    if (size > kMostBytes) {
      const std::string_view text(bytes + begin, size);
      long_lengths_[next] = static_cast<std::uint32_t>(field_bytes(text, options_) + 1);
      next = end;
      continue;
    }
    special_bits(bytes + begin, size, options_.delimiter, options_.quote, bits);
    const std::size_t words = (size + 63) / 64;
    bits[words] = 0;
    bits[words + 1] = 0;
    for (; next < end; ++next) {
      const auto from = static_cast<std::size_t>(offsets[next] - begin);
      const auto to = static_cast<std::size_t>(offsets[next + 1] - begin);
      const bool quoted = any_bit(bits, from, to);
      long_lengths_[next] += quoted ? 2 : 0;
      if (quoted && doubled) {
        long_lengths_[next] +=
            static_cast<std::uint32_t>(std::count(bytes + offsets[next], bytes + offsets[next + 1], options_.quote));
      }
    }
  }
}

}  // namespace synthgen::csv
