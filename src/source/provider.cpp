// A realistic value by name: "id.uuid4".
#include "synthgen/provider/provider.hpp"

#include <fmt/format.h>

#include "synthgen/base/near_names.hpp"
#include "synthgen/kind/not_yet.hpp"
#include "synthgen/source/source.hpp"

namespace synthgen {
namespace {

class Provided final : public Source {
 public:
  explicit Provided(std::unique_ptr<const Provider> provider) : provider_(std::move(provider)) {}

  void fill(Evaluate& evaluate, Column& out) const override { provider_->fill(evaluate, out); }

 private:
  const std::unique_ptr<const Provider> provider_;
};

class ProviderSpec final : public SourceSpec {
 public:
  explicit ProviderSpec(const ProviderKind& kind) : kind_(kind) {}

  bool unique() const override { return kind_.unique; }

  std::string unscored() const override { return "takes its values from a provider, which have no order"; }

  Result<MadeSource> make(const SourceContext& context) const override {
    const ColumnDeclaration& declaration = context.declaration();
    if (declaration.wanted().value_or(kind_.type) != kind_.type) {
      return make_error("SG2109",
                        fmt::format("provider \"{}\" gives {}, not {}", kind_.record.name, type_text(kind_.type),
                                    type_text(*declaration.wanted())),
                        declaration.type_place, "leave \"type\" and \"decimals\" out");
    }
    MadeSource made;
    made.type = kind_.type;
    made.source =
        std::make_unique<Provided>(kind_.make([&](std::string_view purpose) { return context.stream(purpose); }));
    made.distinct = kind_.unique;
    made.unique = kind_.unique;
    return made;
  }

 private:
  const ProviderKind& kind_;
};

std::unique_ptr<SourceSpec> parse_provider(const json::Value& value, ColumnReader& reader) {
  if (!value.is(json::Kind::string)) {
    reader.diagnostics().add(
        make_error("SG2003", "a provider is named by a text", value.place, R"(for example "provider": "id.uuid4")"));
    return nullptr;
  }
  reader.set_owner(fmt::format("provider \"{}\"", value.text), "");
  const ProviderKind* kind = find_provider(value.text);
  if (kind != nullptr) return std::make_unique<ProviderSpec>(*kind);
  reader.take_all();  // its parameters cannot be judged
  std::vector<std::string> names;
  for (const ProviderKind* known : provider_kinds()) names.emplace_back(known->record.name);
  if (is_not_yet(NotYet::provider, value.text)) {
    reader.diagnostics().add(make_error("SG2005", fmt::format("provider \"{}\" is not supported yet", value.text),
                                        value.place, fmt::format("there is {} so far", fmt::join(names, ", "))));
  } else {
    std::string near = did_you_mean(value.text, names);
    for (const std::string& known : names) {  // the name without its group
      if (near.empty() && known.ends_with("." + value.text)) near = fmt::format("did you mean \"{}\"?", known);
    }
    reader.diagnostics().add(
        make_error("SG2103", fmt::format("unknown provider \"{}\"", value.text), value.place,
                   near.empty() ? fmt::format("there is {} so far", fmt::join(names, ", ")) : near));
  }
  return nullptr;
}

}  // namespace

const SourceKind& provider_source() {
  static const SourceKind kKind = {
      .record = {.name = "provider",
                 .summary = "A realistic value: an identifier, and later names, addresses and more.",
                 .source = "each provider names its own",
                 .example = R"({"provider": "id.uuid4"})"},
      .bounds_hint = "a provider has no order to be cut",
      .parse = &parse_provider,
  };
  return kKind;
}

}  // namespace synthgen
