#include "synthgen/reader/typed_column.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "synthgen/base/civil_time.hpp"
#include "synthgen/base/number_text.hpp"
#include "synthgen/column/text_value.hpp"
#include "text_column_builder.hpp"

namespace synthgen {
namespace {

/// Faulty values of one column that are told one by one.
constexpr std::size_t kMostTold = 3;

std::string form_of(const Type& type) {
  switch (type.kind) {
    case TypeKind::integer:
      return "an integer is written 42 or -7, in at most 64 bits";
    case TypeKind::number:
      return "a number is written 12.5 or 1e-3, with a point";
    case TypeKind::decimal:
      return fmt::format("a decimal is written 12.5, with at most {} {} after the point", type.decimals,
                         type.decimals == 1 ? "digit" : "digits");
    case TypeKind::boolean:
      return "a boolean is written true or false, 1 or 0";
    case TypeKind::date:
      return "a date is written 2024-02-29";
    case TypeKind::timestamp:
      return "a timestamp is written 2024-02-29T10:00:00Z";
    case TypeKind::datetime:
      return "a datetime is written 2024-02-29T10:00:00, without a zone";
    case TypeKind::time:
      return "a time is written 10:00:00";
    case TypeKind::uuid:
      return "a uuid is written 123e4567-e89b-42d3-a456-426614174000";
    case TypeKind::string:
      break;
  }
  return {};
}

/// Bad rows of a column, the first few of them by number.
struct BadRows {
  std::vector<std::int64_t> first;
  std::uint64_t count = 0;

  void add(std::size_t row) {
    if (first.size() < kMostTold) first.push_back(static_cast<std::int64_t>(row));
    ++count;
  }
};

Diagnostics told(const FileTable& table, std::size_t column, const Type& type, const BadRows& bad,
                 const std::function<std::string(std::int64_t)>& value) {
  Diagnostics diagnostics;
  for (const std::int64_t row : bad.first) {
    std::string message = fmt::format("\"{}\", {}: {} in column \"{}\" is no {}", table.name(), table.row_place(row),
                                      value(row), table.columns()[column].name, type_text(type));
    if (row == bad.first.back() && bad.count > bad.first.size()) {
      message += fmt::format(", and {} more", bad.count - bad.first.size());
    }
    diagnostics.add(make_error("SG2135", std::move(message), {}, form_of(type)));
  }
  return diagnostics;
}

/// The texts read as values of the type; what is none is left unspecified and noted.
void parse_texts(const Column& texts, Type type, Column& out, BadRows& bad) {
  const std::size_t rows = texts.rows();
  if (texts.dictionary() == nullptr) {
    out.reset(type, rows);
    out.intersect_validity(texts);
    for (std::size_t row = 0; row < rows; ++row) {
      if (texts.is_valid(row) && !parse_value(texts.text(row), out, row)) bad.add(row);
    }
    return;
  }
  // Each word once.
  const Dictionary& dictionary = *texts.dictionary();
  Column words;
  words.reset(type, dictionary.size());
  std::vector<bool> good(dictionary.size());
  for (std::size_t word = 0; word < dictionary.size(); ++word) good[word] = parse_value(dictionary[word], words, word);
  std::vector<std::int64_t> codes(texts.data<std::int32_t>(), texts.data<std::int32_t>() + rows);
  out.gather(words, codes);
  out.intersect_validity(texts);
  for (std::size_t row = 0; row < rows; ++row) {
    if (texts.is_valid(row) && !good[static_cast<std::size_t>(codes[row])]) bad.add(row);
  }
}

/// 0, 3 or 6: the digits of the second that the column's values need.
int needed_digits(const Column& times) {
  int digits = 0;
  for (std::size_t row = 0; row < times.rows() && digits < 6; ++row) {
    if (times.is_valid(row)) digits = std::max(digits, fraction_digits_of(times.data<std::int64_t>()[row]));
  }
  return digits;
}

bool convertible(const Type& from, const Type& to) {
  if (is_numeric(from.kind) && is_numeric(to.kind)) return true;
  if (from.kind == TypeKind::date && is_moment(to.kind)) return true;
  return from.kind == to.kind;
}

bool all_words(const LoadedColumn& loaded, const std::function<bool(std::string_view)>& holds) {
  if (loaded.dictionary != nullptr) {
    for (std::size_t word = 0; word < loaded.dictionary->size(); ++word) {
      if (!holds((*loaded.dictionary)[word])) return false;
    }
    return true;
  }
  for (std::size_t row = 0; row < loaded.cells.rows(); ++row) {
    if (loaded.cells.is_valid(row) && !holds(loaded.cells.text(row))) return false;
  }
  return true;
}

}  // namespace

std::string shown_value(std::string_view text) {
  constexpr std::size_t kMostShown = 60;
  std::size_t end = std::min(text.size(), kMostShown);
  while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  std::string shown = "\"";
  for (const char c : text.substr(0, end)) {
    if (c == '\n') {
      shown += "\\n";
    } else {
      shown.push_back(static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? '?' : c);
    }
  }
  return shown + (end < text.size() ? "…\"" : "\"");
}

Result<std::shared_ptr<const LoadedColumn>> typed_column(const FileTable& table, std::size_t column,
                                                         const std::shared_ptr<const LoadedColumn>& loaded,
                                                         const WantedType& wanted) {
  const Type from = loaded->cells.type();
  Type to = wanted.type.value_or(from);
  if (to.kind == TypeKind::decimal && to.decimals < 0) {
    if (from.kind != TypeKind::decimal) {
      return make_error("SG2111",
                        fmt::format("column \"{}\" of \"{}\" needs \"decimals\" to be a decimal",
                                    table.columns()[column].name, table.name()),
                        {}, "add \"decimals\": 2, for example");
    }
    to = from;
  }
  const bool any_digits = is_micros(to.kind) && wanted.any_precision;
  if (from.kind == TypeKind::string ? to.kind == TypeKind::string : from == to && !any_digits) return loaded;
  auto result = std::make_shared<LoadedColumn>();
  BadRows bad;
  if (from.kind == TypeKind::string) {
    parse_texts(loaded->cells, is_micros(to.kind) ? Type{to.kind, 6} : to, result->cells, bad);
    if (bad.count > 0) {
      return told(table, column, to, bad,
                  [&](std::int64_t row) { return shown_value(loaded->cells.text(static_cast<std::size_t>(row))); });
    }
  } else if (!convertible(from, to)) {
    return make_error("SG2109",
                      fmt::format("column \"{}\" of \"{}\" is of type {}, not {}", table.columns()[column].name,
                                  table.name(), type_text(from), type_text(to)),
                      {}, "leave \"type\" and \"decimals\" out: the file says the type");
  } else if (convert(loaded->cells, any_digits && is_micros(from.kind) ? from : to, result->cells) > 0) {
    for (std::size_t row = 0; row < result->cells.rows(); ++row) {
      if (result->cells.is_null(row) && loaded->cells.is_valid(row)) bad.add(row);
    }
    return told(table, column, to, bad, [](std::int64_t) { return std::string("the value"); });
  }
  return with_precision(std::move(result), wanted.any_precision ? std::nullopt : std::optional(to.decimals));
}

std::shared_ptr<const LoadedColumn> with_precision(std::shared_ptr<LoadedColumn> loaded, std::optional<int> digits) {
  const Type type = loaded->cells.type();
  if (!is_micros(type.kind)) return loaded;
  const Type exact = {type.kind, digits.has_value() ? *digits : needed_digits(loaded->cells)};
  if (exact == type) return loaded;
  auto cut = std::make_shared<LoadedColumn>();
  convert(loaded->cells, exact, cut->cells);
  return cut;
}

std::shared_ptr<const LoadedColumn> text_column(std::span<const std::optional<std::string_view>> texts) {
  TextColumnBuilder builder;
  for (const std::optional<std::string_view>& text : texts) {
    if (text.has_value()) {
      builder.append(*text);
    } else {
      builder.append_null();
    }
  }
  return builder.finish();
}

std::shared_ptr<const LoadedColumn> by_content(const std::shared_ptr<const LoadedColumn>& loaded) {
  if (loaded->cells.type().kind != TypeKind::string) return loaded;
  if (loaded->cells.null_count() == loaded->cells.rows()) return loaded;
  std::optional<TypeKind> kind;
  if (all_words(*loaded, [](std::string_view text) { return parse_integer(text).has_value(); })) {
    kind = TypeKind::integer;
  } else if (all_words(*loaded, [](std::string_view text) { return parse_number(text).has_value(); })) {
    kind = TypeKind::number;
  } else if (all_words(*loaded, [](std::string_view text) { return parse_date(text).has_value(); })) {
    kind = TypeKind::date;
  } else {
    Column one;
    one.reset({TypeKind::boolean, 0}, 1);
    if (all_words(*loaded, [&](std::string_view text) { return text.size() > 1 && parse_value(text, one, 0); })) {
      kind = TypeKind::boolean;
    }
  }
  if (!kind.has_value()) return loaded;
  auto result = std::make_shared<LoadedColumn>();
  BadRows none;
  parse_texts(loaded->cells, {*kind, 0}, result->cells, none);
  return result;
}

}  // namespace synthgen
