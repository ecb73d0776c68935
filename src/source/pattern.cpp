// Texts of a regular language: "[A-Z]{3}-\d{4}". A pattern is compiled into a flat list of uniform choices; for unique
// values its distinct texts are counted, and each row has the text of a rank of its own.
#include <fmt/format.h>

#include <memory>

#include "pattern_automaton.hpp"
#include "pattern_parser.hpp"
#include "pattern_program.hpp"
#include "synthgen/base/number_text.hpp"
#include "synthgen/base/permutation.hpp"
#include "synthgen/source/source.hpp"

namespace synthgen {
namespace {

constexpr Type kText = {TypeKind::string, 0};

/// Calls each(rows, begin) for the parts of a batch that PatternWords can hold.
template <class Each>
void for_each_piece(RowSet rows, Each each) {
  for (std::size_t begin = 0; begin < rows.count; begin += PatternWords::kRows) {
    each(rows.part(begin, std::min(PatternWords::kRows, rows.count - begin)), begin);
  }
}

class DrawnPattern final : public Source {
 public:
  DrawnPattern(PatternProgram program, StreamKey key) : program_(std::move(program)), key_(key) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    out.reset(kText, evaluate.rows().count);
    out.begin_texts();
    PatternWords words(key_, evaluate.attempt());
    for_each_piece(evaluate.rows(), [&](RowSet rows, std::size_t) {
      words.set_rows(rows);
      if (program_.fixed()) {
        program_.write_fixed(words, rows.count, out.text_room(rows.count * program_.longest()));
        for (std::size_t i = 0; i < rows.count; ++i) out.commit_text(program_.longest());
        return;
      }
      for (std::size_t i = 0; i < rows.count; ++i) {
        char* at = out.text_room(program_.longest());
        out.commit_text(static_cast<std::size_t>(program_.write(words, i, at) - at));
      }
    });
  }

 private:
  const PatternProgram program_;
  const StreamKey key_;
};

class UniquePattern final : public Source {
 public:
  UniquePattern(PatternAutomaton automaton, std::size_t longest, Permutation order, StreamKey key)
      : automaton_(std::move(automaton)), longest_(longest), order_(std::move(order)), key_(key) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    out.reset(kText, evaluate.rows().count);
    out.begin_texts();
    std::int64_t ranks[kBatchRows];
    order_.map(evaluate.rows(), ranks);
    const auto rank = [&](std::size_t i) { return static_cast<std::uint64_t>(ranks[i]); };
    if (automaton_.count() <= PatternAutomaton::kRanks) {
      for (std::size_t i = 0; i < evaluate.rows().count; ++i) {
        char* at = out.text_room(longest_);
        out.commit_text(static_cast<std::size_t>(automaton_.write(rank(i), at) - at));
      }
      return;
    }
    PatternWords words(key_, evaluate.attempt());
    for_each_piece(evaluate.rows(), [&](RowSet rows, std::size_t begin) {
      words.set_rows(rows);
      for (std::size_t i = 0; i < rows.count; ++i) {
        char* at = out.text_room(longest_);
        out.commit_text(static_cast<std::size_t>(automaton_.write_spread(rank(begin + i), words, i, at) - at));
      }
    });
  }

 private:
  const PatternAutomaton automaton_;
  const std::size_t longest_;
  const Permutation order_;
  const StreamKey key_;
};

class PatternSpec final : public SourceSpec {
 public:
  PatternSpec(PatternNode pattern, std::size_t length, TextOrigin origin)
      : pattern_(std::move(pattern)), length_(length), origin_(std::move(origin)) {}

  std::string unscored() const override { return "is a text of a pattern, which has no order"; }

  Result<MadeSource> make(const SourceContext& context) const override {
    const std::optional<Type> wanted = context.declaration().wanted();
    if (wanted.value_or(kText) != kText) {
      return make_error("SG2109", fmt::format("a pattern gives texts, not values of type {}", type_text(*wanted)),
                        context.declaration().type_place,
                        R"j(leave "type" out; an "expression" such as "to_number(code)" reads a hidden pattern)j");
    }
    MadeSource made;
    made.type = kText;
    const StreamKey key = value_draws(context).bits64;
    if (!context.declaration().unique) {
      made.source = std::make_unique<DrawnPattern>(PatternProgram(pattern_), key);
      return made;
    }
    PatternFault fault;
    std::optional<PatternAutomaton> automaton = PatternAutomaton::make(pattern_, length_, fault);
    if (!automaton.has_value()) {
      return make_error(fault.code, fault.message, origin_.place(fault.begin, fault.length), fault.hint);
    }
    const auto rows = static_cast<PatternAutomaton::Count>(context.table_rows());
    if (automaton->count() < rows) {
      return make_error(
          "SG2143",
          fmt::format("{} rows cannot have unique texts of a pattern that has {}", grouped_text(context.table_rows()),
                      grouped_text(static_cast<std::int64_t>(automaton->count()))),
          context.declaration().unique_place, "add characters to a class or a count, or give the table fewer rows");
    }
    const auto ranks = static_cast<std::uint64_t>(std::min(automaton->count(), PatternAutomaton::kRanks));
    made.distinct = true;
    made.unique = true;
    made.own_rows_only = true;
    made.memory_bytes = automaton->memory_bytes();
    made.source = std::make_unique<UniquePattern>(std::move(*automaton), pattern_.longest,
                                                  Permutation(context.stream("permutation/64"), ranks), key);
    return made;
  }

 private:
  const PatternNode pattern_;
  const std::size_t length_;
  const TextOrigin origin_;
};

std::unique_ptr<SourceSpec> parse_pattern_source(const json::Value& value, ColumnReader& reader) {
  reader.set_owner("a pattern", "");
  const auto refuse = [&](const char* code, std::string message, Place place, std::string hint) {
    reader.diagnostics().add(make_error(code, std::move(message), std::move(place), std::move(hint)));
    return nullptr;
  };
  if (!value.is(json::Kind::string)) {
    return refuse("SG2003", fmt::format("a pattern is a text, not {}", json::kind_name(value.kind)), value.place,
                  R"(for example "pattern": "[A-Z]{3}-\\d{4}"; several patterns are a "mixture")");
  }
  std::string_view text = value.text;
  TextOrigin origin = value.origin();
  if (text.starts_with('=')) {
    if (!text.starts_with("==")) {
      return refuse(
          "SG2115", "a pattern is a literal, and this text begins like an expression", value.place,
          R"(for patterns by row use "cases" with one pattern each; double the = to mean the character itself)");
    }
    text.remove_prefix(1);
    origin = origin.without_prefix(1);
  }
  if (text.empty()) {
    return refuse("SG2730", "an empty pattern has no text but the empty one", value.place,
                  R"(for example "pattern": "[A-Z]{3}-\\d{4}"; the empty text itself is a "constant")");
  }
  PatternFault fault;
  std::optional<PatternNode> pattern = parse_pattern(text, fault);
  if (!pattern.has_value()) {
    return refuse(fault.code.c_str(), fault.message, origin.place(fault.begin, fault.length), fault.hint);
  }
  return std::make_unique<PatternSpec>(std::move(*pattern), text.size(), std::move(origin));
}

}  // namespace

const SourceKind& pattern_source() {
  static const SourceKind kKind = {
      .record = {.name = "pattern",
                 .summary = "Texts of a regular expression: codes, plates, serial numbers.",
                 .source = "a uniform choice at each step; unique by ranks of the distinct texts",
                 .example = R"j({"pattern": "[A-Z]{3}-\\d{4}"})j"},
      .bounds_hint = "a text has no bounds",
      .value_schema = R"j({"type": "string", "minLength": 1})j",
      .parse = &parse_pattern_source,
  };
  return kKind;
}

}  // namespace synthgen
