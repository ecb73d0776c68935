// Counters: start, start + step, start + 2·step … by row number.
#include <fmt/format.h>

#include "synthgen/base/near_names.hpp"
#include "synthgen/kind/not_yet.hpp"
#include "synthgen/source/source.hpp"
#include "time_sequence.hpp"

namespace synthgen {
namespace {

class Sequence final : public Source {
 public:
  Sequence(std::int64_t start, std::int64_t step) : start_(start), step_(step) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    out.reset({TypeKind::integer, 0}, rows.count);
    std::int64_t* values = out.data<std::int64_t>();
    // Unsigned: the way from the start, and the value one past the last row, may be beyond 64 bits.
    if (rows.contiguous()) {
      auto value = static_cast<std::uint64_t>(start_) +
                   static_cast<std::uint64_t>(step_) * static_cast<std::uint64_t>(rows.first);
      for (std::size_t i = 0; i < rows.count; ++i, value += static_cast<std::uint64_t>(step_)) {
        values[i] = static_cast<std::int64_t>(value);
      }
    } else {
      for (std::size_t i = 0; i < rows.count; ++i) {
        values[i] =
            static_cast<std::int64_t>(static_cast<std::uint64_t>(start_) +
                                      static_cast<std::uint64_t>(step_) * static_cast<std::uint64_t>(rows.list[i]));
      }
    }
  }

 private:
  const std::int64_t start_;
  const std::int64_t step_;
};

class SequenceSpec final : public SourceSpec {
 public:
  SequenceSpec(const json::Value& json, std::int64_t start, std::int64_t step)
      : json_(json), start_(start), step_(step) {}

  bool unique() const override { return step_ != 0; }

  bool drawn() const override { return false; }
  std::string unscored() const override { return "counts the rows"; }

  Result<MadeSource> make(const SourceContext& context) const override {
    const ColumnDeclaration& declaration = context.declaration();
    const Type type{TypeKind::integer, 0};
    if (declaration.wanted().value_or(type) != type) {
      return make_error("SG2109", "a sequence counts in integers", declaration.type_place,
                        "leave \"type\" and \"decimals\" out, or compute another column from this one");
    }
    if (declaration.unique && step_ == 0) {
      return make_error("SG2144", "a sequence whose step is 0 repeats its start", declaration.unique_place,
                        "give it another step, or leave \"unique\" out");
    }
    const std::int64_t steps = context.table_rows() > 0 ? context.table_rows() - 1 : 0;
    // Only the last number counts: the way to it may be longer than 64 bits, from one end to the other.
    __extension__ using Wide = __int128;
    const Wide last = Wide{start_} + Wide{step_} * Wide{steps};
    if (last != Wide{static_cast<std::int64_t>(last)}) {
      return make_error("SG2106", fmt::format("the sequence passes 64 bits within {} rows", context.table_rows()),
                        json_.place, "start nearer to zero, or step less");
    }
    MadeSource made;
    made.type = type;
    made.source = std::make_unique<Sequence>(start_, step_);
    made.ascending = step_ != 0;
    made.distinct = step_ != 0;
    made.unique = step_ != 0;
    return made;
  }

 private:
  const json::Value& json_;
  const std::int64_t start_;
  const std::int64_t step_;
};

std::optional<std::int64_t> whole_number(const json::Value& value, std::string_view what, Diagnostics& diagnostics) {
  if (const std::optional<std::int64_t> number = value.as_int64(); number.has_value()) return number;
  constexpr const char* kExample = R"(for example "sequence": 1, or "sequence": {"start": 100, "step": 10})";
  if (value.is(json::Kind::string) && value.text.starts_with('=')) {
    diagnostics.add(make_error("SG2115", fmt::format("{} of a sequence is a literal number, not an expression", what),
                               value.place, "count from a number, and compute another column from this one"));
  } else if (value.is(json::Kind::string) && what == "the step") {
    diagnostics.add(make_error("SG2003", "the step of a sequence of numbers is a whole number, not a text", value.place,
                               R"(a sequence of dates has a date as start: {"start": "2024-01-01", "step": "1 day"})"));
  } else {
    constexpr std::size_t kLongestShown = 30;
    // Was meant for a date or a time, most likely.
    const bool moment = value.is(json::Kind::string) && value.text.size() <= kLongestShown && !value.text.empty() &&
                        value.text[0] >= '0' && value.text[0] <= '9';
    const std::string met = value.is(json::Kind::number) ? value.text
                            : moment                     ? fmt::format("\"{}\"", value.text)
                                                         : std::string(json::kind_name(value.kind));
    diagnostics.add(make_error(
        "SG2003",
        fmt::format("{} of a sequence is a whole number{}, not {}", what, moment ? ", a date or a time" : "", met),
        value.place,
        moment ? "dates are days of the calendar and written 2024-02-29, timestamps 2024-02-29T10:00:00Z, times 08:30"
               : kExample));
  }
  return std::nullopt;
}

std::unique_ptr<SourceSpec> parse_sequence(const json::Value& value, ColumnReader& reader) {
  reader.set_owner("a sequence", "");
  for (const char* key : {"start", "step"}) {
    if (reader.take(key) == nullptr) continue;
    reader.diagnostics().add(make_error("SG2104", fmt::format("\"{}\" stands beside \"sequence\", not in it", key),
                                        reader.column().find(key)->name_place,
                                        R"(write "sequence": {"start": 100, "step": 10})"));
  }
  if (is_time_sequence(value, reader.declaration())) return parse_time_sequence(value, reader);
  if (!value.is(json::Kind::object)) {
    const std::optional<std::int64_t> start = whole_number(value, "the start", reader.diagnostics());
    if (!start.has_value()) return nullptr;
    return std::make_unique<SequenceSpec>(value, *start, 1);
  }
  std::int64_t start = 1;
  std::int64_t step = 1;
  bool good = true;
  for (const json::Member& member : value.members) {
    if (member.name != "start" && member.name != "step") {
      const std::vector<std::string> names = {"start", "step"};
      const std::string near = did_you_mean(member.name, names);
      reader.diagnostics().add(make_error("SG2104", fmt::format("unknown key \"{}\" of a sequence", member.name),
                                          member.name_place,
                                          fmt::format("{}{}accepted: start, step", near, near.empty() ? "" : " ")));
      good = false;
      continue;
    }
    const std::optional<std::int64_t> number = whole_number(member.value, "the " + member.name, reader.diagnostics());
    if (!number.has_value()) good = false;
    (member.name == "start" ? start : step) = number.value_or(1);
  }
  return good ? std::make_unique<SequenceSpec>(value, start, step) : nullptr;
}

}  // namespace

const SourceKind& sequence_source() {
  static const SourceKind kKind = {
      .record = {.name = "sequence",
                 .summary = "Consecutive numbers, dates or times, one step a row: keys, counters, calendars.",
                 .source = "start + step * row",
                 .example = R"({"sequence": {"start": 1000, "step": 10}})"},
      .bounds_hint = "a sequence is bounded by its start, its step and the number of rows",
      .value_schema = R"j({"anyOf": [
        {"type": "integer"}, {"$ref": "#/$defs/time_text"},
        {"type": "object", "additionalProperties": false, "properties": {
          "start": {"description": "The first value; 1 without it.",
                    "anyOf": [{"type": "integer"}, {"$ref": "#/$defs/time_text"}]},
          "step": {"description": "From row to row; 1 without it, of dates a duration such as \"1 day\".",
                   "anyOf": [{"type": "integer"}, {"$ref": "#/$defs/duration"}]}}}]})j",
      .parse = &parse_sequence,
  };
  return kKind;
}

}  // namespace synthgen
