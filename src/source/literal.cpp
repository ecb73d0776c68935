// Literals of the schema as typed values of one row.
#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "synthgen/base/civil_time.hpp"
#include "synthgen/base/number_text.hpp"
#include "synthgen/column/text_value.hpp"
#include "synthgen/source/parameter_value.hpp"

namespace synthgen {
namespace {

Diagnostic mismatch(const ParameterValue& value, Type wanted) {
  std::string hint = fmt::format("give a value of type {}, or change \"type\"", type_text(wanted));
  if (wanted.kind == TypeKind::date) hint = "give a date such as \"2024-02-29\"";
  if (wanted.kind == TypeKind::timestamp) hint = "give a timestamp such as \"2024-02-29T10:00:00Z\"";
  if (wanted.kind == TypeKind::datetime) hint = "give a date and time such as \"2024-02-29T10:00:00\"";
  if (wanted.kind == TypeKind::time) hint = "give a time of day such as \"10:00\"";
  if (wanted.kind == TypeKind::string) hint = "put it in quotes";
  return make_error("SG2109",
                    fmt::format("{} does not fit the type {}", json::kind_name(value.json->kind), type_text(wanted)),
                    value.json->place, std::move(hint));
}

/// A number of the schema into a numeric type, exactly where the type is exact.
bool number_into(const json::Value& number, Type type, Column& out) {
  if (type.kind == TypeKind::number) {
    out.data<double>()[0] = number.number;
    return true;
  }
  const std::optional<std::int64_t> value =
      exact_scaled(number.text, type.kind == TypeKind::decimal ? type.decimals : 0);
  if (!value.has_value()) return false;
  constexpr std::int64_t kMostDecimal = 999'999'999'999'999'999;
  if (type.kind == TypeKind::decimal && (*value > kMostDecimal || *value < -kMostDecimal)) return false;
  out.data<std::int64_t>()[0] = *value;
  return true;
}

Result<Column> text_into(const ParameterValue& value, Type type) {
  Column out;
  out.reset(type, 1);
  const std::string& text = value.text;
  const auto bad = [&](std::string_view form) {
    return make_error(
        "SG2010",
        fmt::format("\"{}\" is not {} {}", text, type.kind == TypeKind::integer ? "an" : "a", type_name(type.kind)),
        value.json->place, fmt::format("write it as {}", form));
  };
  const auto moment = [&](std::int64_t micros) -> Result<Column> {
    if (micros % step_micros(type) != 0) {
      return make_error(
          "SG2109", fmt::format("\"{}\" does not fit the type {}", text, type_text(type)), value.json->place,
          fmt::format("give it fewer digits, or the column \"precision\": {}", fraction_digits_of(micros)));
    }
    out.data<std::int64_t>()[0] = micros;
    return std::move(out);
  };
  switch (type.kind) {
    case TypeKind::string:
      out.append_text(text);
      return out;
    case TypeKind::date: {
      const std::optional<std::int32_t> days = parse_date(text);
      if (!days.has_value()) return bad("\"2024-02-29\", a day of the calendar");
      out.data<std::int32_t>()[0] = *days;
      return out;
    }
    case TypeKind::timestamp: {
      const std::optional<std::int64_t> micros = parse_timestamp(text);
      if (!micros.has_value()) return bad("\"2024-02-29T10:00:00Z\", or a date for its midnight");
      return moment(*micros);
    }
    case TypeKind::datetime: {
      const std::optional<std::int64_t> micros = parse_datetime(text);
      if (!micros.has_value()) {
        return bad(parse_timestamp(text).has_value()
                       ? "\"2024-02-29T10:00:00\", without a zone; an instant has the type \"timestamp\""
                       : "\"2024-02-29T10:00:00\", or a date for its midnight");
      }
      return moment(*micros);
    }
    case TypeKind::time: {
      const std::optional<std::int64_t> micros = parse_time(text);
      if (!micros.has_value()) return bad("\"10:00\" or \"10:00:30\", below 24:00");
      return moment(*micros);
    }
    case TypeKind::uuid: {
      const std::optional<std::string> bytes = uuid_bytes(text);
      if (!bytes.has_value()) return bad("\"123e4567-e89b-42d3-a456-426614174000\"");
      std::memcpy(out.data<char>(), bytes->data(), 16);
      return out;
    }
    case TypeKind::boolean:
      if (text != "true" && text != "false") return bad("true or false");
      out.data<std::uint8_t>()[0] = text == "true" ? 1 : 0;
      return out;
    case TypeKind::integer:
    case TypeKind::number:
    case TypeKind::decimal: {
      json::Value number;
      number.text = text;
      const std::optional<double> parsed = parse_number(text);
      if (parsed.has_value()) number.number = *parsed;
      if (!parsed.has_value() || !number_into(number, type, out)) {
        return bad(type.kind == TypeKind::decimal ? fmt::format("a number of at most {} decimals", type.decimals)
                                                  : "a number");
      }
      return out;
    }
  }
  return mismatch(value, type);
}

}  // namespace

Result<Column> literal_column(const ParameterValue& value, std::optional<Type> wanted) {
  assert(value.literal());
  const json::Value& json = *value.json;
  Column out;
  switch (json.kind) {
    case json::Kind::null: {
      out.reset(wanted.value_or(Type{TypeKind::string, 0}), 1);
      if (out.type().kind == TypeKind::string) {
        out.append_null();
      } else {
        std::memset(out.data<char>(), 0, value_bytes(out.type().kind));
        out.set_null(0);
      }
      return out;
    }
    case json::Kind::boolean: {
      const Type type = wanted.value_or(Type{TypeKind::boolean, 0});
      if (type.kind != TypeKind::boolean) return mismatch(value, type);
      out.reset(type, 1);
      out.data<std::uint8_t>()[0] = json.boolean ? 1 : 0;
      return out;
    }
    case json::Kind::number: {
      const Type type = wanted.value_or(Type{json.as_int64().has_value() ? TypeKind::integer : TypeKind::number, 0});
      if (!is_numeric(type.kind)) return mismatch(value, type);
      out.reset(type, 1);
      if (!number_into(json, type, out)) {
        return make_error("SG2109", fmt::format("{} does not fit the type {}", json.text, type_text(type)), json.place,
                          type.kind == TypeKind::number ? "give a number that a double holds"
                          : type.kind == TypeKind::integer
                              ? "give a whole number of at most 64 bits, or change \"type\""
                              : "give as many decimals as the column has, and at most 18 digits in all");
      }
      return out;
    }
    case json::Kind::string:
      return text_into(value, wanted.value_or(Type{TypeKind::string, 0}));
    case json::Kind::array:
    case json::Kind::object:
      break;
  }
  return make_error("SG2109", fmt::format("{} is not a value", json::kind_name(json.kind)), json.place,
                    "give a number, a text, true, false or null");
}

}  // namespace synthgen
