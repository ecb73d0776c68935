#include "arrow_import.hpp"

#include <cmath>
#include <cstring>
#include <limits>
#include <string_view>

#include "synthgen/base/civil_time.hpp"
#include "synthgen/json/utf8.hpp"

namespace synthgen {
namespace {

using Form = ArrowLayout::Form;

/// Bytes of the integer that a format letter names, negative where it has a sign; 0 for other letters.
int integer_width(std::string_view format) {
  if (format.size() != 1) return 0;
  switch (format[0]) {
    case 'c':
      return -1;
    case 'C':
      return 1;
    case 's':
      return -2;
    case 'S':
      return 2;
    case 'i':
      return -4;
    case 'I':
      return 4;
    case 'l':
      return -8;
    case 'L':
      return 8;
    default:
      return 0;
  }
}

/// "d:12,2" or "d:9,2,32": precision, scale, and bits, 128 where they are not said.
std::optional<ArrowLayout> decimal_layout(std::string_view format) {
  int numbers[3] = {0, 0, 128};
  std::size_t count = 0;
  bool negative = false;
  format.remove_prefix(2);
  for (const char c : format) {
    if (c == ',') {
      if (++count == 3) return std::nullopt;
      if (count == 2) numbers[2] = 0;
    } else if (c == '-') {
      negative = true;
    } else {
      numbers[count] = numbers[count] * 10 + (c - '0');
    }
  }
  if (negative || numbers[0] > 18 || numbers[1] > numbers[0] || numbers[2] > 128) return std::nullopt;
  ArrowLayout layout;
  layout.type = numbers[1] == 0 ? Type{TypeKind::integer, 0} : Type::decimal(numbers[1]);
  layout.width = numbers[2] / 8;
  return layout;
}

/// Times: the letter of their unit.
bool set_unit(char unit, ArrowLayout& layout) {
  switch (unit) {
    case 's':
      layout.factor = kMicrosPerSecond;
      return true;
    case 'm':
      layout.factor = 1'000;
      layout.type.decimals = 3;
      return true;
    case 'u':
      layout.type.decimals = 6;
      return true;
    case 'n':
      layout.divisor = 1'000;
      layout.type.decimals = 6;
      return true;
    default:
      return false;
  }
}

std::int64_t read_whole(const void* values, std::size_t at, int width, bool is_signed) {
  const auto* bytes = static_cast<const char*>(values) + at * static_cast<std::size_t>(width);
  const auto load = [&](auto value) {
    std::memcpy(&value, bytes, sizeof value);
    return static_cast<std::int64_t>(value);
  };
  switch (width) {
    case 1:
      return is_signed ? load(std::int8_t{}) : load(std::uint8_t{});
    case 2:
      return is_signed ? load(std::int16_t{}) : load(std::uint16_t{});
    case 4:
      return is_signed ? load(std::int32_t{}) : load(std::uint32_t{});
    default:
      // A decimal of 128 bits and at most 18 digits lies in its lower half.
      return load(std::int64_t{});
  }
}

bool is_valid(const ArrowArray& array, std::size_t i) {
  const auto* bits = static_cast<const std::uint8_t*>(array.buffers[0]);
  const std::size_t at = static_cast<std::size_t>(array.offset) + i;
  return bits == nullptr || ((bits[at / 8] >> (at % 8)) & 1) != 0;
}

/// Text `i` of an array of texts, its own offset left to the caller.
std::string_view text_at(const ArrowArray& array, std::size_t i, int width) {
  const std::int64_t begin = read_whole(array.buffers[1], i, width, true);
  const std::int64_t end = read_whole(array.buffers[1], i + 1, width, true);
  return {static_cast<const char*>(array.buffers[2]) + begin, static_cast<std::size_t>(end - begin)};
}

}  // namespace

std::optional<ArrowLayout> arrow_layout(const ArrowSchema& schema) {
  const std::string_view format(schema.format);
  ArrowLayout layout;
  if (const int width = integer_width(format); width != 0) {
    layout.width = width < 0 ? -width : width;
    layout.is_signed = width < 0;
    layout.type = {TypeKind::integer, 0};
    if (schema.dictionary == nullptr) return layout;
    const std::string_view words(schema.dictionary->format);
    if ((words != "u" && words != "U") || schema.dictionary->dictionary != nullptr) return std::nullopt;
    layout.form = Form::dictionary;
    layout.type = {TypeKind::string, 0};
    layout.word_width = words == "u" ? 4 : 8;
    return layout;
  }
  if (format == "u" || format == "U") {
    layout.form = Form::text;
    layout.type = {TypeKind::string, 0};
    layout.width = format == "u" ? 4 : 8;
    return layout;
  }
  if (format == "f" || format == "g") {
    layout.form = format == "f" ? Form::float32 : Form::float64;
    layout.type = {TypeKind::number, 0};
    return layout;
  }
  if (format == "b") {
    layout.form = Form::bits;
    layout.type = {TypeKind::boolean, 0};
    return layout;
  }
  if (format == "w:16") {
    layout.form = Form::bytes16;
    layout.type = {TypeKind::uuid, 0};
    return layout;
  }
  if (format.starts_with("d:")) return decimal_layout(format);
  if (format == "tdD") {
    layout.type = {TypeKind::date, 0};
    layout.width = 4;
    return layout;
  }
  if (format.size() >= 4 && format.starts_with("ts")) {
    layout.type = {format.size() > 4 ? TypeKind::timestamp : TypeKind::datetime, 0};
    if (set_unit(format[2], layout)) return layout;
  }
  if (format.size() == 3 && format.starts_with("tt")) {
    layout.type = {TypeKind::time, 0};
    layout.width = format[2] == 's' || format[2] == 'm' ? 4 : 8;
    if (set_unit(format[2], layout)) return layout;
  }
  return std::nullopt;
}

ArrowImport::ArrowImport(const ArrowLayout& layout, std::size_t rows) : layout_(layout), total_rows_(rows) {
  if (layout.type.kind == TypeKind::string) return;
  fixed_ = std::make_shared<LoadedColumn>();
  fixed_->cells.reset(layout.type, rows);
}

std::string ArrowImport::append(const ArrowArray& array) {
  if (rows_ + static_cast<std::size_t>(array.length) > total_rows_) return fault(0, "more rows than the footer says");
  std::string wrong;
  switch (layout_.form) {
    case Form::whole:
      wrong = append_whole(array);
      break;
    case Form::float32:
      wrong = append_floats<float>(array);
      break;
    case Form::float64:
      wrong = append_floats<double>(array);
      break;
    case Form::bits:
      append_bits(array);
      break;
    case Form::bytes16:
      std::memcpy(fixed_->cells.data<char>() + 16 * rows_,
                  static_cast<const char*>(array.buffers[1]) + 16 * array.offset,
                  16 * static_cast<std::size_t>(array.length));
      break;
    case Form::text:
    case Form::dictionary:
      wrong = append_texts(array);
      break;
  }
  if (!wrong.empty()) return wrong;
  if (fixed_ != nullptr && array.buffers[0] != nullptr && array.null_count != 0) {
    for (std::size_t i = 0; i < static_cast<std::size_t>(array.length); ++i) {
      if (!is_valid(array, i)) fixed_->cells.set_null(rows_ + i);
    }
  }
  rows_ += static_cast<std::size_t>(array.length);
  return {};
}

std::string ArrowImport::append_whole(const ArrowArray& array) {
  std::int64_t low = std::numeric_limits<std::int64_t>::min();
  std::int64_t high = std::numeric_limits<std::int64_t>::max();
  std::string beyond = "beyond the calendar (years 1 to 9999)";
  if (layout_.type.kind == TypeKind::date) {
    low = kFirstDay;
    high = kLastDay;
  } else if (is_moment(layout_.type.kind)) {
    low = std::int64_t{kFirstDay} * kMicrosPerDay;
    high = (std::int64_t{kLastDay} + 1) * kMicrosPerDay - 1;
  } else if (layout_.type.kind == TypeKind::time) {
    low = 0;
    high = kMicrosPerDay - 1;
    beyond = "no time of a day";
  } else if (!layout_.is_signed) {
    low = 0;  // above the largest signed number it seems negative
    beyond = "beyond 64 bits with a sign";
  }
  const bool days = layout_.type.kind == TypeKind::date;
  for (std::size_t i = 0; i < static_cast<std::size_t>(array.length); ++i) {
    std::int64_t value =
        read_whole(array.buffers[1], static_cast<std::size_t>(array.offset) + i, layout_.width, layout_.is_signed);
    bool good = true;
    if (layout_.divisor != 1) {
      const std::int64_t rest = value % layout_.divisor;
      value = value / layout_.divisor - (rest < 0 ? 1 : 0);
    } else if (layout_.factor != 1) {
      good = !__builtin_mul_overflow(value, layout_.factor, &value);
    }
    if (!good || value < low || value > high) {
      if (is_valid(array, i)) return fault(i, beyond);
      value = low > 0 ? low : 0;
    }
    if (days) {
      fixed_->cells.data<std::int32_t>()[rows_ + i] = static_cast<std::int32_t>(value);
    } else {
      fixed_->cells.data<std::int64_t>()[rows_ + i] = value;
    }
  }
  return {};
}

template <class T>
std::string ArrowImport::append_floats(const ArrowArray& array) {
  const T* values = static_cast<const T*>(array.buffers[1]) + array.offset;
  double* out = fixed_->cells.data<double>() + rows_;
  for (std::size_t i = 0; i < static_cast<std::size_t>(array.length); ++i) {
    out[i] = static_cast<double>(values[i]);
    if (std::isfinite(out[i])) continue;
    if (!std::isnan(out[i]) && is_valid(array, i)) return fault(i, "an infinite number");
    // What is no number is a null of ours.
    out[i] = 0;
    fixed_->cells.set_null(rows_ + i);
  }
  return {};
}

void ArrowImport::append_bits(const ArrowArray& array) {
  const auto* bits = static_cast<const std::uint8_t*>(array.buffers[1]);
  for (std::size_t i = 0; i < static_cast<std::size_t>(array.length); ++i) {
    const std::size_t at = static_cast<std::size_t>(array.offset) + i;
    fixed_->cells.data<std::uint8_t>()[rows_ + i] = (bits[at / 8] >> (at % 8)) & 1;
  }
}

std::string ArrowImport::append_texts(const ArrowArray& array) {
  const bool coded = layout_.form == Form::dictionary;
  for (std::size_t i = 0; i < static_cast<std::size_t>(array.length); ++i) {
    if (!is_valid(array, i)) {
      texts_.append_null();
      continue;
    }
    const ArrowArray* texts = &array;
    std::size_t at = static_cast<std::size_t>(array.offset) + i;
    if (coded) {
      const std::int64_t index = read_whole(array.buffers[1], at, layout_.width, layout_.is_signed);
      texts = array.dictionary;
      if (index < 0 || index >= texts->length) return fault(i, "a code without a word");
      if (!is_valid(*texts, static_cast<std::size_t>(index))) {
        texts_.append_null();
        continue;
      }
      at = static_cast<std::size_t>(texts->offset + index);
    }
    const std::string_view text = text_at(*texts, at, coded ? layout_.word_width : layout_.width);
    if (text.size() > std::numeric_limits<std::int32_t>::max()) return fault(i, "a text of more than 2 GiB");
    if (json::find_invalid_utf8(text) != text.size()) return fault(i, "a text that is not UTF-8");
    texts_.append(text);
  }
  return {};
}

std::string ArrowImport::fault(std::size_t i, std::string what) {
  fault_row_ = rows_ + i;
  return what;
}

std::shared_ptr<const LoadedColumn> ArrowImport::finish() { return fixed_ != nullptr ? fixed_ : texts_.finish(); }

}  // namespace synthgen
