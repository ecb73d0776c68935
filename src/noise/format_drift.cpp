// The operator `format_drift`: some rows in another format, as files have that several hands filled.
#include <fmt/format.h>

#include <variant>

#include "damaged_values.hpp"
#include "date_cells.hpp"
#include "number_style.hpp"
#include "synthgen/base/time_format.hpp"

namespace synthgen {
namespace {

constexpr const char* kExample = R"("formats": ["%d/%m/%Y", "%m/%d/%y"])";
constexpr const char* kStyles =
    R"(write the number 1234.5 as it should look: "1,234.5", "1.234,5", "1 234,5", "1'234.5", "1234,5")";

using Format = std::variant<TimeFormat, NumberStyle>;

/// A format of the schema.
struct Written {
  Format format;
  const json::Value* json = nullptr;
};

class FormatDriftOperator final : public NoiseOperator {
 public:
  explicit FormatDriftOperator(std::vector<Format> formats) : formats_(std::move(formats)) {}

  std::uint64_t apply(const NoiseBatch& batch) const override {
    std::string before;
    std::string after;
    return damage_values(batch, [&](std::size_t hit, std::size_t place, DamagedColumn& column) {
      before.clear();
      column.append_text(place, before);
      // A format that leaves the value as it is gives way to another.
      return try_from_drawn(batch, hit, formats_.size(), [&](std::size_t format) {
        after.clear();
        append(formats_[format], column, place, before, after);
        return after != before && column.set_text(place, after);
      });
    });
  }

 private:
  static void append(const Format& format, const DamagedColumn& column, std::size_t place, const std::string& plain,
                     std::string& out) {
    if (const auto* style = std::get_if<NumberStyle>(&format); style != nullptr) {
      append_styled(plain, *style, out);
      return;
    }
    const TimeFormat& pattern = std::get<TimeFormat>(format);
    const DayAndTime moment =
        column.type().kind == TypeKind::time ? DayAndTime{0, column.word(place)} : cell_moment(column, place);
    out.resize(pattern.most_bytes());
    out.resize(static_cast<std::size_t>(pattern.write(moment.days, moment.micros, out.data()) - out.data()));
  }

  const std::vector<Format> formats_;
};

/// Whether a format suits the values of a column.
Status check_suits(const Written& written, const NoiseColumn& column) {
  const json::Value& json = *written.json;
  const bool number = is_numeric(column.type.kind);
  const auto* pattern = std::get_if<TimeFormat>(&written.format);
  if (number != (pattern == nullptr)) {
    return make_error("SG2152",
                      fmt::format("\"{}\" is a format of {}, and column \"{}\" has the type {}", json.text,
                                  number ? "dates and times" : "numbers", column.name, type_text(column.type)),
                      json.place, "formats of dates and of numbers are two operators, each with its own \"columns\"");
  }
  if (number) return Done{};
  const std::string& day = pattern->day_directive();
  const std::string& clock = pattern->clock_directive();
  const bool lacks_clock = column.type.kind == TypeKind::date && !clock.empty();
  const bool lacks_day = column.type.kind == TypeKind::time && !day.empty();
  if (!lacks_clock && !lacks_day) return Done{};
  const std::string& directive = lacks_clock ? clock : day;
  return make_error("SG2152",
                    fmt::format("{} in a format needs {}, and column \"{}\" is a {}", directive,
                                lacks_clock ? "a time of day" : "a day", column.name, type_text(column.type)),
                    json.origin().place(json.text.find(directive), directive.size()),
                    lacks_clock ? "a date has %Y %m %d and the like" : "a time has %H %M %S %f %p");
}

/// Whether a format can make the values of a column look another way than they do.
bool can_differ(const Written& written, const NoiseColumn& column) {
  if (const auto* style = std::get_if<NumberStyle>(&written.format); style != nullptr) {
    return style->differs(column.type.kind == TypeKind::number || column.type.decimals > 0);
  }
  if (!column.format.empty()) return written.json->text != column.format;
  return !(column.type.kind == TypeKind::date && (written.json->text == "%Y-%m-%d" || written.json->text == "%F"));
}

class FormatDriftSpec final : public NoiseSpec {
 public:
  explicit FormatDriftSpec(std::vector<Written> formats) : formats_(std::move(formats)) {}

  Result<MadeNoise> make(NoiseContext& context) const override {
    const NoiseColumn& column = context.columns().front();
    Diagnostics faults;
    std::vector<Format> formats;
    bool any_differs = false;
    for (const Written& written : formats_) {
      if (const Status suits = check_suits(written, column); !suits.ok()) faults.add(suits.diagnostics());
      any_differs = any_differs || can_differ(written, column);
      formats.push_back(written.format);
    }
    if (faults.has_errors()) return faults;
    if (!any_differs) {
      return make_error("SG2421",
                        fmt::format("column \"{}\" is written as \"{}\" already, so that no value is changed",
                                    column.name, formats_.front().json->text),
                        formats_.front().json->place, "give a format that differs from the column's own");
    }
    return MadeNoise{std::make_unique<FormatDriftOperator>(std::move(formats)), {true}};
  }

 private:
  const std::vector<Written> formats_;
};

std::unique_ptr<NoiseSpec> parse(NoiseReader& reader) {
  std::vector<Written> formats;
  for (const NoiseReader::Text& text : reader.texts("formats", kExample)) {
    if (std::optional<NumberStyle> style = NumberStyle::parse(text.text); style.has_value()) {
      formats.push_back({std::move(*style), text.json});
      continue;
    }
    const bool digits =
        text.text.find('%') == std::string::npos && text.text.find_first_of("0123456789#") != std::string::npos;
    if (digits) {
      reader.fault("SG2420", fmt::format("\"{}\" is not the number 1234.5 in a style of numbers", text.text),
                   text.json->place, kStyles);
      continue;
    }
    TimeFormat::Fault fault;
    std::optional<TimeFormat> pattern = TimeFormat::parse(text.text, fault);
    if (pattern.has_value()) {
      formats.push_back({std::move(*pattern), text.json});
    } else {
      reader.fault("SG2152", std::move(fault.message), text.json->origin().place(fault.begin, fault.length),
                   std::move(fault.hint));
    }
  }
  if (reader.object().get("formats") == nullptr) {
    reader.fault("SG2002", "operator \"format_drift\" lacks \"formats\"", reader.object().place,
                 fmt::format("for example {}, or for numbers \"formats\": [\"1,234.5\", \"1.234,5\"]", kExample));
  }
  if (reader.faulty()) return nullptr;
  return std::make_unique<FormatDriftSpec>(std::move(formats));
}

constexpr KeyRecord kKeys[] = {
    {"formats",
     "One format or a list, each as often. Of dates and times a pattern such as \"%d/%m/%Y\"; of numbers the number "
     "1234.5 as it should look, such as \"1.234,5\". Required; the column is then written as texts.",
     R"j({"anyOf": [{"type": "string", "minLength": 1},
                    {"type": "array", "minItems": 1, "items": {"type": "string", "minLength": 1}}]})j"},
};

}  // namespace

const NoiseKind& format_drift_noise() {
  static const NoiseKind kKind = {
      .record =
          {.name = "format_drift",
           .summary = "Some dates, times or numbers in another format: 03/04/2024, or 1.234,50.",
           .source =
               "Data in different formats are a class of dirty data in the taxonomy of Kim and others (\"A taxonomy "
               "of dirty data\", Data Mining and Knowledge Discovery, 2003).",
           .example = R"j({"operator": "format_drift", "columns": ["birth_date"], "rate": 0.1,
                                 "formats": ["%d/%m/%Y", "%-d %b %y"]})j"},
      .family = "date",
      .types = TypeSet::dates() | TypeSet::times() | TypeSet::numbers(),
      .types_hint =
          "dates, times and numbers have formats; a column of texts that are dates can say \"type\": \"date\"",
      .keys = kKeys,
      .key_rules = R"j("required": ["formats"])j",
      .parse = &parse,
  };
  return kKind;
}

}  // namespace synthgen
