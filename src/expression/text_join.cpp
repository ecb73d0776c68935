// Text from values, and texts joined, written straight into the column's buffer.
#include "text_join.hpp"

#include <algorithm>
#include <cstring>
#include <vector>

#include "arithmetic.hpp"
#include "branch.hpp"
#include "synthgen/base/civil_time.hpp"
#include "synthgen/base/number_text.hpp"

namespace synthgen::expression {
namespace {

/// Room for the longest text form of a value that is no text.
constexpr std::size_t kFormBytes = 48;

char* put_unsigned(std::uint64_t value, char* at) {
  char digits[20];
  std::size_t count = 0;
  do {
    digits[count++] = static_cast<char>('0' + value % 10);
    value /= 10;
  } while (value != 0);
  while (count > 0) *at++ = digits[--count];
  return at;
}

char* put_padded(unsigned value, int digits, char* at) {
  for (int i = digits - 1; i >= 0; --i) {
    at[i] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
  return at + digits;
}

char* put_scaled(std::int64_t value, int decimals, char* at) {
  std::uint64_t magnitude = static_cast<std::uint64_t>(value);
  if (value < 0) {
    *at++ = '-';
    magnitude = 0 - magnitude;
  }
  if (decimals == 0) return put_unsigned(magnitude, at);
  const auto power = static_cast<std::uint64_t>(kPowersOfTen[static_cast<std::size_t>(decimals)]);
  at = put_unsigned(magnitude / power, at);
  *at++ = '.';
  std::uint64_t rest = magnitude % power;
  for (int i = decimals - 1; i >= 0; --i) {
    at[i] = static_cast<char>('0' + rest % 10);
    rest /= 10;
  }
  return at + decimals;
}

char* put_date(std::int32_t days, char* at) {
  const CivilDate date = civil_from_days(days);
  at = put_padded(static_cast<unsigned>(date.year), 4, at);
  *at++ = '-';
  at = put_padded(static_cast<unsigned>(date.month), 2, at);
  *at++ = '-';
  return put_padded(static_cast<unsigned>(date.day), 2, at);
}

/// As the CSV writer has it: as many digits of the seconds as the type says.
char* put_clock(std::int64_t of_day, int digits, char* at) {
  const auto seconds = static_cast<unsigned>(of_day / kMicrosPerSecond);
  const auto fraction = static_cast<unsigned>(of_day % kMicrosPerSecond);
  at = put_padded(seconds / 3600, 2, at);
  *at++ = ':';
  at = put_padded(seconds / 60 % 60, 2, at);
  *at++ = ':';
  at = put_padded(seconds % 60, 2, at);
  if (digits == 0) return at;
  *at++ = '.';
  return digits == 3 ? put_padded(fraction / 1000, 3, at) : put_padded(fraction, 6, at);
}

char* put_moment(std::int64_t micros, Type type, char* at) {
  const DayAndTime split = split_micros(micros);
  at = put_date(split.days, at);
  *at++ = 'T';
  at = put_clock(split.micros, type.decimals, at);
  if (type.kind == TypeKind::timestamp) *at++ = 'Z';
  return at;
}

char* put_uuid(const std::uint8_t* bytes, char* at) {
  constexpr char kDigits[] = "0123456789abcdef";
  for (std::size_t i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) *at++ = '-';
    *at++ = kDigits[bytes[i] >> 4];
    *at++ = kDigits[bytes[i] & 15];
  }
  return at;
}

char* put_value(const Column& column, std::size_t row, char* at) {
  switch (column.type().kind) {
    case TypeKind::integer:
    case TypeKind::decimal:
      return put_scaled(column.data<std::int64_t>()[row], column.type().decimals, at);
    case TypeKind::number:
      return at + encode_shortest(column.data<double>()[row], at);
    case TypeKind::boolean: {
      const bool is_true = column.data<std::uint8_t>()[row] != 0;
      std::memcpy(at, is_true ? "true" : "false", 5);
      return at + (is_true ? 4 : 5);
    }
    case TypeKind::date:
      return put_date(column.data<std::int32_t>()[row], at);
    case TypeKind::timestamp:
    case TypeKind::datetime:
      return put_moment(column.data<std::int64_t>()[row], column.type(), at);
    case TypeKind::time:
      return put_clock(column.data<std::int64_t>()[row], column.type().decimals, at);
    case TypeKind::uuid:
      return put_uuid(column.data<std::uint8_t>() + 16 * row, at);
    case TypeKind::string:
      break;
  }
  assert(false && "texts have their own way");
  return at;
}

class TextFormStep final : public Step {
 public:
  explicit TextFormStep(StepPtr step) : Step({TypeKind::string}), step_(std::move(step)) {}

  void fill(Run& run, Column& out) const override {
    const Operand value(*step_, run);
    out.reset(type(), run.rows);
    out.begin_texts();
    for (std::size_t i = 0; i < run.rows; ++i) {
      if (value.is_null(i)) {
        out.append_null();
        continue;
      }
      if (!run.is_active(i)) {
        // It may hold what is no date at all.
        out.commit_text(0);
        continue;
      }
      char* room = out.text_room(kFormBytes);
      out.commit_text(static_cast<std::size_t>(put_value(value.column(), value.at(i), room) - room));
    }
  }

 private:
  StepPtr step_;
};

/// Where the texts of one part lie: code or row → offsets → bytes. A fixed text is a part with a single entry.
struct PartView {
  const std::int32_t* codes = nullptr;  ///< null: the row itself, or entry 0 where fixed
  const std::int32_t* offsets = nullptr;
  const char* bytes = nullptr;
  bool fixed = false;

  std::size_t entry(std::size_t row) const {
    return codes != nullptr ? static_cast<std::size_t>(codes[row]) : fixed ? 0 : row;
  }
};

/// Copies in steps of 16 bytes: up to 15 bytes too many on both sides, for which columns and dictionaries keep room.
inline void copy_wide(char* to, const char* from, std::size_t bytes) {
  std::memcpy(to, from, 16);
  for (std::size_t done = 16; done < bytes; done += 16) std::memcpy(to + done, from + done, 16);
}

class JoinStep final : public Step {
 public:
  explicit JoinStep(std::vector<StepPtr> parts) : Step({TypeKind::string}), parts_(std::move(parts)) {}

  void fill(Run& run, Column& out) const override {
    // Parts in groups, so that operands stay on the stack: longer joins are built as joins of joins.
    std::array<std::optional<Operand>, kMostParts> operands;
    std::array<PartView, kMostParts> views;
    const std::size_t count = parts_.size();
    for (std::size_t p = 0; p < count; ++p) {
      operands[p].emplace(*parts_[p], run);
      const Column& column = operands[p]->column();
      if (const Dictionary* dictionary = column.dictionary()) {
        views[p] = {column.data<std::int32_t>(), dictionary->offsets().data(), dictionary->bytes(), false};
      } else {
        views[p] = {nullptr, column.data<std::int32_t>(), column.text_bytes(), operands[p]->scalar()};
      }
    }
    out.reset(type(), run.rows);
    out.begin_texts();
    for (std::size_t p = 0; p < count; ++p) take_nulls(run, *operands[p], out);
    const std::uint64_t* validity = out.validity();
    std::vector<std::size_t> too_long;  // allocates in the rare case only
    switch (count) {
      case 2:
        join<2>(run.rows, views.data(), count, validity, out, too_long);
        break;
      case 3:
        join<3>(run.rows, views.data(), count, validity, out, too_long);
        break;
      case 4:
        join<4>(run.rows, views.data(), count, validity, out, too_long);
        break;
      case 5:
        join<5>(run.rows, views.data(), count, validity, out, too_long);
        break;
      default:
        join<0>(run.rows, views.data(), count, validity, out, too_long);
        break;
    }
    if (too_long.empty()) return;
    null_where(run, out, CellWarning::overflow,
               [&](std::size_t i) { return std::binary_search(too_long.begin(), too_long.end(), i); });
  }

  static constexpr std::size_t kMostParts = 16;

 private:
  /// kCount: the number of parts where it is known to the compiler, 0 otherwise.
  template <std::size_t kCount>
  static void join(std::size_t rows, const PartView* parts, std::size_t given, const std::uint64_t* validity,
                   Column& out, std::vector<std::size_t>& too_long) {
    const std::size_t count = kCount != 0 ? kCount : given;
    std::array<PartView, kCount != 0 ? kCount : kMostParts> views;
    std::copy_n(parts, count, views.begin());
    for (std::size_t i = 0; i < rows; ++i) {
      if (validity != nullptr && ((validity[i / 64] >> (i % 64)) & 1) == 0) {
        out.commit_text(0);
        continue;
      }
      std::array<const char*, kCount != 0 ? kCount : kMostParts> from;
      std::array<std::size_t, kCount != 0 ? kCount : kMostParts> bytes;
      std::size_t total = 0;
      for (std::size_t p = 0; p < count; ++p) {
        const std::size_t entry = views[p].entry(i);
        const std::int32_t begin = views[p].offsets[entry];
        from[p] = views[p].bytes + begin;
        bytes[p] = static_cast<std::size_t>(views[p].offsets[entry + 1] - begin);
        total += bytes[p];
      }
      if (total > kMostTextBytes) [[unlikely]] {
        too_long.push_back(i);
        out.commit_text(0);
        continue;
      }
      char* at = out.text_room(total);
      for (std::size_t p = 0; p < count; ++p) {
        copy_wide(at, from[p], bytes[p]);
        at += bytes[p];
      }
      out.commit_text(total);
    }
  }

  std::vector<StepPtr> parts_;
};

}  // namespace

StepPtr make_text_form(StepPtr step) {
  if (step->type().kind == TypeKind::string) return step;
  const bool changes = varies(step);
  return fold(std::make_shared<TextFormStep>(std::move(step)), changes);
}

StepPtr make_join(std::vector<StepPtr> parts) {
  std::vector<StepPtr> texts;
  for (StepPtr& part : parts) {
    StepPtr text = make_text_form(std::move(part));
    // Neighbouring literals become one.
    if (!texts.empty()) {
      const auto before = constant_text(*texts.back());
      const auto next = constant_text(*text);
      if (before.has_value() && next.has_value()) {
        texts.back() = make_text(std::string(*before) + std::string(*next));
        continue;
      }
    }
    texts.push_back(std::move(text));
  }
  while (texts.size() > JoinStep::kMostParts) {
    std::vector<StepPtr> shorter;
    for (std::size_t first = 0; first < texts.size(); first += JoinStep::kMostParts) {
      const std::size_t last = std::min(texts.size(), first + JoinStep::kMostParts);
      shorter.push_back(make_join(
          {texts.begin() + static_cast<std::ptrdiff_t>(first), texts.begin() + static_cast<std::ptrdiff_t>(last)}));
    }
    texts = std::move(shorter);
  }
  if (texts.size() == 1) return texts.front();
  const bool changes = std::any_of(texts.begin(), texts.end(), [](const StepPtr& text) { return varies(text); });
  return fold(std::make_shared<JoinStep>(std::move(texts)), changes);
}

}  // namespace synthgen::expression
