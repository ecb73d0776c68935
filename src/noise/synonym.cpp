// The operator `synonym`: another text for the same thing.
#include <fmt/format.h>

#include "damaged_texts.hpp"
#include "value_index.hpp"

namespace synthgen {
namespace {

constexpr const char* kExample = R"("table": {"Robert": ["Bob", "Rob"], "Street": "St"})";

/// A value and what may stand for it.
struct Variants {
  std::string value;
  Place place;
  std::vector<std::string> texts;
};

class SynonymOperator final : public NoiseOperator {
 public:
  explicit SynonymOperator(std::vector<Variants> table) : table_(std::move(table)) {
    Column value;
    for (std::size_t i = 0; i < table_.size(); ++i) {
      value.reset(Type{TypeKind::string, 0}, 1);
      value.append_text(table_[i].value);
      index_.insert(value, 0, static_cast<std::int32_t>(i));
    }
  }

  std::uint64_t apply(const NoiseBatch& batch) const override {
    const DamagedColumn& column = batch.column();
    return damage_texts(batch, [&](std::size_t hit, std::string_view, NoiseDraws& draws, std::string& out) {
      const std::int32_t value = index_.find(column, batch.place(hit));
      if (value == ValueIndex::kNone) return false;
      const std::vector<std::string>& texts = table_[static_cast<std::size_t>(value)].texts;
      out = texts[draws.below(texts.size())];
      return true;
    });
  }

 private:
  const std::vector<Variants> table_;
  ValueIndex index_;
};

class SynonymSpec final : public NoiseSpec {
 public:
  explicit SynonymSpec(std::vector<Variants> table) : table_(std::move(table)) {}

  Result<MadeNoise> make(NoiseContext& context) const override {
    const NoiseColumn& column = context.columns().front();
    ValueCheck check(column, context, "table", "keep it only if an operator before this one writes it");
    Column value;
    for (const Variants& variants : table_) {
      value.reset(column.type, 1);
      value.append_text(variants.value);
      check.look_at(variants.value, variants.place, value);
    }
    check.finish();
    return MadeNoise{std::make_unique<SynonymOperator>(table_)};
  }

 private:
  const std::vector<Variants> table_;
};

void add_variant(const json::Value& text, NoiseReader& reader, Variants& variants) {
  if (!text.is(json::Kind::string)) {
    reader.fault("SG2003", fmt::format("a variant is a text, not {}", json::kind_name(text.kind)), text.place,
                 fmt::format("for example {}", kExample));
  } else if (text.text.empty()) {
    reader.fault("SG2434", fmt::format("a variant of \"{}\" is empty", variants.value), text.place,
                 "the operator \"missing\" empties cells: \"token\": \"\"");
  } else if (text.text == variants.value) {
    reader.fault("SG2434", fmt::format("\"{}\" is a variant of itself", variants.value), text.place,
                 "leave it out: \"rate\" says how often the value stays");
  } else {
    variants.texts.push_back(text.text);
  }
}

std::unique_ptr<NoiseSpec> parse(NoiseReader& reader) {
  const json::Value* json = reader.take("table", json::Kind::object, kExample);
  if (json == nullptr) {
    if (!reader.faulty()) {
      reader.fault("SG2002", "operator \"synonym\" lacks \"table\"", reader.object().place,
                   fmt::format("for example {}", kExample));
    }
    return nullptr;
  }
  if (json->members.empty()) {
    reader.fault("SG2002", "\"table\" is empty", json->place, fmt::format("for example {}", kExample));
  }
  std::vector<Variants> table;
  for (const json::Member& member : json->members) {
    Variants& variants = table.emplace_back();
    variants.value = member.name;
    variants.place = member.name_place;
    if (!member.value.is(json::Kind::array)) {
      add_variant(member.value, reader, variants);
      continue;
    }
    for (const json::Value& text : member.value.items) add_variant(text, reader, variants);
    if (member.value.items.empty()) {
      reader.fault("SG2002", fmt::format("\"{}\" has no variants", member.name), member.value.place,
                   fmt::format("for example {}", kExample));
    }
  }
  if (reader.faulty()) return nullptr;
  return std::make_unique<SynonymSpec>(std::move(table));
}

constexpr KeyRecord kKeys[] = {
    {"table",
     "By value, the text that stands for it instead, or a list of texts, each as often. The value is the whole cell, "
     "in "
     "the same case; a cell that is none of these values is left as it is.",
     R"j({"type": "object", "minProperties": 1,
          "additionalProperties": {"anyOf": [{"type": "string", "minLength": 1},
            {"type": "array", "minItems": 1, "items": {"type": "string", "minLength": 1}}]}})j"},
};

}  // namespace

const NoiseKind& synonym_noise() {
  static const NoiseKind kKind = {
      .record =
          {.name = "synonym",
           .summary = "Another text for the same thing, from a table: a nickname, a code, an older name.",
           .source = "Variations of names by look-up tables: Christen and Pudjijono, \"Accurate synthetic generation "
                     "of realistic personal information\", 2009.",
           .example =
               R"j({"operator": "synonym", "columns": ["status"], "rate": 0.05, "table": {"closed": ["done", "finished"], "new": "NEW"}})j"},
      .family = "category",
      .types = TypeSet::texts(),
      .types_hint = "\"mislabel\" confuses values of other types",
      .keys = kKeys,
      .key_rules = R"j("required": ["table"])j",
      .parse = &parse,
  };
  return kKind;
}

}  // namespace synthgen
