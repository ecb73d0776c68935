// The operator `missing`: a value that nobody filled in, or that stands as a token.
#include <fmt/format.h>

#include "damaged_values.hpp"
#include "synthgen/column/text_value.hpp"
#include "synthgen/noise/noise.hpp"

namespace synthgen {
namespace {

constexpr const char* kExample = R"("token": ["", "N/A"])";

/// What stands in place of the value, ready for the column.
struct Token {
  enum class Form : std::uint8_t { null, text, value };
  Form form = Form::null;
  std::string text;
  Column value;  ///< one row of the column's type
};

class MissingOperator final : public NoiseOperator {
 public:
  explicit MissingOperator(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

  std::uint64_t apply(const NoiseBatch& batch) const override {
    DamagedColumn& column = batch.column();
    std::uint64_t changed = 0;
    for (std::size_t hit = 0; hit < batch.hits(); ++hit) {
      const std::size_t place = batch.place(hit);
      if (column.is_null(place)) continue;
      // A text that is "N/A" already takes another token.
      changed += try_from_drawn(batch, hit, tokens_.size(),
                                [&](std::size_t token) { return put(tokens_[token], column, place); })
                     ? 1
                     : 0;
    }
    return changed;
  }

 private:
  static bool put(const Token& token, DamagedColumn& column, std::size_t place) {
    switch (token.form) {
      case Token::Form::null:
        return column.set_null(place);
      case Token::Form::text:
        return column.set_text(place, token.text);
      case Token::Form::value:
        return column.set_from(place, token.value, 0);
    }
    return false;
  }

  const std::vector<Token> tokens_;
};

class MissingSpec final : public NoiseSpec {
 public:
  explicit MissingSpec(std::vector<const json::Value*> tokens) : tokens_(std::move(tokens)) {}

  Result<MadeNoise> make(NoiseContext& context) const override {
    const NoiseColumn& column = context.columns().front();
    std::vector<Token> tokens;
    bool leaves = false;
    for (const json::Value* json : tokens_) {
      Token& token = tokens.emplace_back();
      if (json->is(json::Kind::null)) continue;
      if (json->is(json::Kind::number) && is_numeric(column.type.kind)) {
        token.form = Token::Form::value;
        token.value.reset(column.type, 1);
        if (!parse_value(json->text, token.value, 0)) {
          return make_error(
              "SG2406",
              fmt::format("\"token\" {} is no {}, the type of column \"{}\"", json->text, type_text(column.type),
                          column.name),
              json->place,
              fmt::format("in quotes it is a text: \"{}\"; the column is then written as texts", json->text));
        }
        continue;
      }
      // A number among texts is written as it stands in the schema.
      token.form = Token::Form::text;
      token.text = json->text;
      leaves = leaves || column.type.kind != TypeKind::string;
    }
    return MadeNoise{std::make_unique<MissingOperator>(std::move(tokens)), {leaves}};
  }

 private:
  const std::vector<const json::Value*> tokens_;
};

std::unique_ptr<NoiseSpec> parse(NoiseReader& reader) {
  static const json::Value kNull;
  const json::Value* token = reader.take("token");
  std::vector<const json::Value*> tokens;
  if (token == nullptr) {
    tokens = {&kNull};
  } else if (token->is(json::Kind::array)) {
    for (const json::Value& item : token->items) tokens.push_back(&item);
    if (tokens.empty()) {
      reader.fault("SG2002", "\"token\" is empty", token->place, fmt::format("for example {}", kExample));
    }
  } else {
    tokens = {token};
  }
  for (const json::Value* item : tokens) {
    if (item->is(json::Kind::null) || item->is(json::Kind::string) || item->is(json::Kind::number)) continue;
    reader.fault("SG2003", fmt::format("a \"token\" is null, a text or a number, not {}", json::kind_name(item->kind)),
                 item->place, fmt::format("for example {}", kExample));
  }
  if (reader.faulty()) return nullptr;
  return std::make_unique<MissingSpec>(std::move(tokens));
}

constexpr KeyRecord kKeys[] = {
    {"token",
     "What stands in place of the value: null without it, a text such as \"N/A\", a number such as -999, or a list of "
     "these, each as often. A text in a column of another type has that column written as texts.",
     R"j({"anyOf": [{"type": ["null", "string", "number"]},
                    {"type": "array", "minItems": 1, "items": {"type": ["null", "string", "number"]}}]})j"},
};

}  // namespace

const NoiseKind& missing_noise() {
  static const NoiseKind kKind = {
      .record = {.name = "missing",
                 .summary = "A value that is not there: null, or a token such as N/A or -999.",
                 .source = "Mechanisms by the rate: constant for MCAR, of other columns for MAR, of the value for MNAR "
                           "(Rubin, \"Inference and missing data\", 1976).",
                 .example = R"j({"operator": "missing", "columns": ["phone"], "rate": 0.05, "token": ["", "N/A"]})j"},
      .family = "missing",
      .keys = kKeys,
      .parse = &parse,
  };
  return kKind;
}

}  // namespace synthgen
