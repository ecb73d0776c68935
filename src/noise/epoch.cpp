// The operator `epoch`: the day that a system writes where it knows none.
#include <fmt/format.h>

#include "damaged_values.hpp"
#include "date_cells.hpp"

namespace synthgen {
namespace {

constexpr const char* kExample = R"("value": "1900-01-01")";
constexpr std::int32_t kUnixEpoch = 0;  // 1970-01-01

class EpochOperator final : public NoiseOperator {
 public:
  explicit EpochOperator(std::vector<std::int32_t> days) : days_(std::move(days)) {}

  std::uint64_t apply(const NoiseBatch& batch) const override {
    return damage_values(batch, [&](std::size_t hit, std::size_t place, DamagedColumn& column) {
      // A cell that holds the day already takes another one.
      return try_from_drawn(batch, hit, days_.size(), [&](std::size_t day) {
        return set_moment(column, place, {days_[day], 0});
      });
    });
  }

 private:
  const std::vector<std::int32_t> days_;
};

class EpochSpec final : public NoiseSpec {
 public:
  explicit EpochSpec(std::vector<std::int32_t> days) : days_(std::move(days)) {}

  Result<MadeNoise> make(NoiseContext& /*context*/) const override {
    return MadeNoise{std::make_unique<EpochOperator>(days_)};
  }

 private:
  const std::vector<std::int32_t> days_;
};

std::unique_ptr<NoiseSpec> parse(NoiseReader& reader) {
  std::vector<std::int32_t> days;
  for (const NoiseReader::Text& text : reader.texts("value", kExample)) {
    if (const std::optional<std::int32_t> day = parse_date(text.text); day.has_value()) {
      days.push_back(*day);
      continue;
    }
    reader.fault("SG2010", fmt::format("\"{}\" is not a date of the calendar", text.text), text.json->place,
                 parse_timestamp(text.text).has_value() ? "a day without a time: it is written as its midnight"
                                                        : fmt::format("for example {}", kExample));
  }
  if (reader.faulty()) return nullptr;
  if (days.empty()) days = {kUnixEpoch};
  return std::make_unique<EpochSpec>(std::move(days));
}

constexpr KeyRecord kKeys[] = {
    {"value",
     "The day that stands in place of the value, of timestamps and datetimes its midnight: a date, or a list of dates, "
     "each as often. 1970-01-01 without it, where the clock of Unix begins.",
     R"j({"anyOf": [{"type": "string", "format": "date"},
                    {"type": "array", "minItems": 1, "items": {"type": "string", "format": "date"}}]})j"},
};

}  // namespace

const NoiseKind& epoch_noise() {
  static const NoiseKind kKind = {
      .record = {.name = "epoch",
                 .summary = "The day that a system writes where it knows none: 1970-01-01 or 1900-01-01.",
                 .source = "Day 0 of the clocks of Unix (POSIX.1, \"Seconds Since the Epoch\") and, as 1900-01-01, of "
                           "spreadsheets.",
                 .example = R"j({"operator": "epoch", "columns": ["birth_date"], "rate": 0.01,
                                 "value": "1900-01-01"})j"},
      .family = "date",
      .types = TypeSet::dates(),
      .types_hint = kOnlyDates,
      .keys = kKeys,
      .parse = &parse,
  };
  return kKind;
}

}  // namespace synthgen
