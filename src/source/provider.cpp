// A realistic value by name: "person.full_name".
#include "synthgen/provider/provider.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "provider_spec.hpp"
#include "synthgen/base/near_names.hpp"
#include "synthgen/kind/not_yet.hpp"
#include "synthgen/source/source.hpp"

namespace synthgen {
namespace {

class ProviderSpec final : public SourceSpec {
 public:
  explicit ProviderSpec(ProviderText text) : text_(std::move(text)) {}

  bool unique() const override { return text_.kind->unique; }

  std::vector<const Expression*> expressions() const override {
    std::vector<const Expression*> all;
    const auto add = [&](const ParameterValue& value) {
      if (!value.literal()) all.push_back(&*value.expression);
    };
    if (text_.locale != nullptr) add(*text_.locale);
    for (const auto& [key, binding] : text_.bindings) add(binding->value);
    for (const auto& [domain, choice] : text_.locales) {
      if (choice.value != nullptr) add(*choice.value);
    }
    return all;
  }

  std::string unscored() const override { return "takes its values from a provider, which have no order"; }

  Result<MadeSource> make(const SourceContext& context) const override { return make_provider(text_, context); }

 private:
  const ProviderText text_;
};

class ProviderReader {
 public:
  ProviderReader(const ProviderKind& kind, const json::Value& value, ColumnReader& reader) : reader_(reader) {
    text_.kind = &kind;
    text_.json = &value;
  }

  /// Null after diagnostics were added.
  std::unique_ptr<SourceSpec> read() {
    std::string accepted;
    const auto accept = [&](std::string_view name) {
      accepted += fmt::format("{}{}", accepted.empty() ? "" : ", ", name);
    };
    for (const ProviderOption& option : kind().options) accept(option.name);
    if (kind().of_entity()) accept("entity");
    if (kind().localized) accept("locale");
    reader_.set_owner(fmt::format("provider \"{}\"", kind().record.name), accepted);
    if (reader_.declaration().unique_suffix && !kind().no_suffix.empty()) {
      fault(make_error(
          "SG2750",
          fmt::format("a number put to a value of provider \"{}\" would make it something else", kind().record.name),
          reader_.declaration().unique_place, std::string(kind().no_suffix)));
    }
    if (kind().of_entity()) read_entity();
    if (kind().localized) read_locale();
    for (const ProviderOption& option : kind().options) read_option(option);
    if (text_.locale != nullptr && !by_locale()) locale_without_effect();
    if (!good_) return nullptr;
    find_bindings();
    if (!good_) return nullptr;
    return std::make_unique<ProviderSpec>(std::move(text_));
  }

 private:
  const ProviderKind& kind() const { return *text_.kind; }

  void fault(Diagnostic diagnostic) {
    reader_.diagnostics().add(std::move(diagnostic));
    good_ = false;
  }

  void read_entity() {
    const json::Value* entity = reader_.take("entity");
    if (entity != nullptr) {
      if (!entity->is(json::Kind::string) || entity->text.empty()) {
        fault(make_error("SG2003",
                         entity->is(json::Kind::string)
                             ? std::string("an entity is named by a text, and this one is empty")
                             : fmt::format("an entity is named by a text, not {}", json::kind_name(entity->kind)),
                         entity->place, R"(for example "entity": "buyer")"));
        return;
      }
      if (entity->text.starts_with('=')) {
        fault(make_error("SG2721", "an entity is a name, the same in all rows, not an expression", entity->place,
                         "columns of a \"repeat\" have one each by themselves; for values by row bind the keys of one "
                         "entity in \"entities\""));
        return;
      }
      // These are the names of what a row has by default.
      const bool by_default = entity_keys(entity->text).size() != entity_keys("").size();
      if (!by_default) text_.group = entity->text;
    }
    if (reader_.entities() == nullptr) return;
    const auto use = [&](std::string_view name) {
      if (EntityDeclaration* declared = reader_.entities()->find(name); declared != nullptr) declared->used = true;
    };
    if (!text_.group.empty()) {
      use(text_.group);
    } else {
      for (const Name of : domains_of(kind())) use(of);
    }
  }

  void read_locale() {
    const json::Value* locale = reader_.take("locale");
    if (locale == nullptr) return;
    if (!locale->is(json::Kind::string)) {
      fault(make_error("SG2003", fmt::format("a locale is a text, not {}", json::kind_name(locale->kind)),
                       locale->place, R"(for example "locale": "es_ES")"));
      return;
    }
    std::optional<ParameterValue> value = parse_parameter(*locale, reader_.diagnostics());
    if (!value.has_value()) {
      good_ = false;
      return;
    }
    text_.locale = std::make_shared<const ParameterValue>(std::move(*value));
    if (text_.locale->literal() && !find_locale(text_.locale->text).has_value()) {
      unknown_locale(*text_.locale);
    }
  }

  bool given(Name option) const {
    return std::find(text_.given.begin(), text_.given.end(), option) != text_.given.end();
  }

  /// Whether the locale changes anything, with these options.
  bool by_locale() const {
    if (!kind().everywhere_with.empty() && given(kind().everywhere_with)) return false;
    if (kind().localized_with.empty()) return true;
    const auto flag = text_.numbers.find(std::string(kind().localized_with));
    return flag != text_.numbers.end() && flag->second != 0;
  }

  void locale_without_effect() {
    const bool elsewhere = !kind().everywhere_with.empty();
    fault(make_error(
        "SG2726",
        elsewhere ? fmt::format("\"locale\" has no effect beside \"{}\", which decides alone", kind().everywhere_with)
                  : fmt::format("\"locale\" has no effect: provider \"{}\" gives the same in all of them",
                                kind().record.name),
        text_.locale->json->place,
        elsewhere ? std::string("remove one of the two")
                  : fmt::format("remove it; with \"{}\": true each country has its own", kind().localized_with)));
  }

  void unknown_locale(const ParameterValue& value) {
    std::vector<std::string> names;
    for (const Locale& known : locales()) names.emplace_back(known.name);
    const std::string near = did_you_mean(value.text, names);
    fault(make_error("SG2103", fmt::format("unknown locale \"{}\"", value.text), value.json->place,
                     near.empty() ? fmt::format("there are {}", fmt::join(names, ", ")) : near));
  }

  void read_option(const ProviderOption& option) {
    const std::string name(option.name);
    const json::Value* value = reader_.take(name);
    if (option.form == OptionForm::integer) text_.numbers[name] = option.fallback;
    if (option.form == OptionForm::flag) text_.numbers[name] = 0;
    if (option.form == OptionForm::word) text_.words[name] = option.words.front();
    if (option.form == OptionForm::text) text_.words[name] = "";
    if (value == nullptr) return;
    text_.given.push_back(name);
    const auto wrong_kind = [&](std::string_view wanted, std::string hint) {
      fault(make_error("SG2003", fmt::format("\"{}\" is {}, not {}", name, wanted, json::kind_name(value->kind)),
                       value->place, std::move(hint)));
    };
    if (value->is(json::Kind::string) && value->text.starts_with('=') && !value->text.starts_with("==")) {
      fault(make_error("SG2721", fmt::format("\"{}\" of a provider is the same in all rows, not an expression", name),
                       value->place,
                       fmt::format("for values by row use \"cases\" with one provider each: \"cases\": [{{\"if\": "
                                   "\"…\", \"provider\": \"{0}\", \"{1}\": …}}, {{\"provider\": \"{0}\"}}]",
                                   kind().record.name, name)));
      return;
    }
    switch (option.form) {
      case OptionForm::flag:
        if (!value->is(json::Kind::boolean)) {
          wrong_kind("true or false", value->is(json::Kind::string) ? "without quotes" : "");
          return;
        }
        text_.numbers[name] = value->boolean ? 1 : 0;
        return;
      case OptionForm::integer: {
        const std::optional<std::int64_t> number =
            value->is(json::Kind::number) ? value->as_int64() : std::optional<std::int64_t>();
        if (!value->is(json::Kind::number)) {
          wrong_kind("a whole number", fmt::format("for example \"{}\": {}", name, option.fallback));
        } else if (!number.has_value() || *number < option.least || *number > option.greatest) {
          fault(make_error("SG2106",
                           fmt::format("\"{}\" is a whole number from {} to {}, not {}", name, option.least,
                                       option.greatest, value->text),
                           value->place));
        } else {
          text_.numbers[name] = *number;
        }
        return;
      }
      case OptionForm::word:
      case OptionForm::text:
        if (!value->is(json::Kind::string)) {
          wrong_kind("a text", "");
          return;
        }
        read_word(option, *value);
        return;
    }
  }

  void read_word(const ProviderOption& option, const json::Value& value) {
    if (option.form == OptionForm::text) {
      if (value.text.empty()) {
        fault(make_error("SG2106", fmt::format("\"{}\" is empty", option.name), value.place, "leave it out"));
      }
      text_.words[std::string(option.name)] = value.text;
      return;
    }
    const std::vector<std::string> words(option.words.begin(), option.words.end());
    if (std::find(words.begin(), words.end(), value.text) == words.end()) {
      const std::string near = did_you_mean(value.text, words);
      fault(make_error("SG2103", fmt::format("unknown {} \"{}\"", option.name, value.text), value.place,
                       near.empty() ? fmt::format("there are {}", fmt::join(words, ", ")) : near));
    }
    text_.words[std::string(option.name)] = value.text;
  }

  EntityBinding* use_binding(std::string_view key) {
    if (reader_.entities() == nullptr) return nullptr;
    EntityBinding* binding = reader_.entities()->find_binding(text_.group, key);
    if (binding != nullptr) binding->used = true;
    return binding;
  }

  void find_bindings() {
    for (const Name key : keys_of(kind())) {
      if (const EntityBinding* binding = use_binding(key); binding != nullptr) {
        text_.bindings.emplace_back(std::string(key), binding);
      }
    }
    if (!kind().localized || !by_locale()) return;
    for (const Name domain : domains_of(kind())) find_locale_of(domain);
  }

  /// What decides the locale of a domain: its own key, else what the others of the entity say, for they belong
  /// together. An address is where its country is.
  void find_locale_of(Name domain) {
    LocaleChoice choice;
    const std::string own = fmt::format("{}.locale", domain);
    std::vector<std::string> order = {own, "address.country", "address.locale", "person.locale", "company.locale"};
    if (domain == "address") std::swap(order[0], order[1]);
    // What is said of the column itself goes before what others of the entity say.
    if (text_.locale != nullptr) order.resize(domain == "address" ? 2 : 1);
    const EntityBinding* found = nullptr;
    std::string found_key;
    for (const std::string& key : order) {
      if (found = use_binding(key); found == nullptr) continue;
      found_key = key;
      choice.by = key == "address.country" ? LocaleChoice::By::country : LocaleChoice::By::locale;
      break;
    }
    if (found != nullptr && text_.locale != nullptr) {
      fault(
          make_error("SG2722",
                     fmt::format("the locale of this provider follows \"{}\" of its entity, so it has none of its own",
                                 found->key),
                     text_.locale->json->place, "remove one of the two, or give the column an \"entity\" of its own"));
      return;
    }
    if (found != nullptr) {
      choice.value = &found->value;
      choice.name =
          fmt::format("{} of {}", found->key, text_.group.empty() ? std::string(domain_of(found_key)) : text_.group);
    } else if (text_.locale != nullptr) {
      choice.by = LocaleChoice::By::locale;
      choice.value = text_.locale.get();
      choice.name = fmt::format("locale {}", text_.locale->json->text);
    } else {
      return;
    }
    choice.place = choice.value->json->place;
    if (choice.value->literal()) {
      const std::optional<std::size_t> number = choice.by == LocaleChoice::By::locale
                                                    ? find_locale(choice.value->text)
                                                    : locale_of_country(choice.value->text);
      if (!number.has_value() && choice.by == LocaleChoice::By::locale) {
        unknown_locale(*choice.value);
        return;
      }
      if (!number.has_value()) {
        fault(make_error("SG2103", fmt::format("there are no addresses of country \"{}\"", choice.value->text),
                         choice.value->json->place, "there are those of US, GB, ES and DE"));
        return;
      }
      choice.by = LocaleChoice::By::number;
      choice.number = *number;
      choice.value = nullptr;
    }
    text_.locales.emplace(domain, std::move(choice));
  }

  ColumnReader& reader_;
  ProviderText text_;
  bool good_ = true;
};

/// The provider that is called so elsewhere, with or without one of our domains; empty where none is.
std::string_view other_name(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 34> kOthers = {{
      {"name", "person.full_name"},
      {"sex", "person.gender"},
      {"dob", "person.birth_date"},
      {"birthday", "person.birth_date"},
      {"date_of_birth", "person.birth_date"},
      {"surname", "person.last_name"},
      {"family_name", "person.last_name"},
      {"given_name", "person.first_name"},
      {"firstname", "person.first_name"},
      {"lastname", "person.last_name"},
      {"prefix", "person.title"},
      {"salutation", "person.title"},
      {"phone_number", "person.phone"},
      {"telephone", "person.phone"},
      {"mobile", "person.mobile_phone"},
      {"mail", "person.email"},
      {"email", "person.email"},
      {"user_name", "person.username"},
      {"login", "person.username"},
      {"zip", "address.postal_code"},
      {"zipcode", "address.postal_code"},
      {"zip_code", "address.postal_code"},
      {"postcode", "address.postal_code"},
      {"address", "address.full"},
      {"region", "address.state"},
      {"job", "company.job_title"},
      {"profession", "company.job_title"},
      {"employer", "company.name"},
      {"uuid", "id.uuid4"},
      {"guid", "id.uuid4"},
      {"bic", "finance.swift"},
      {"credit_card_number", "finance.credit_card"},
      {"license_plate", "vehicle.plate"},
      {"ip", "internet.ipv4"},
  }};
  const std::size_t dot = text.find('.');
  const bool ours = dot == std::string_view::npos ||
                    std::any_of(provider_kinds().begin(), provider_kinds().end(), [&](const ProviderKind* kind) {
                      return domain_of(kind->record.name) == text.substr(0, dot);
                    });
  if (!ours) return {};
  const std::string_view last = dot == std::string_view::npos ? text : text.substr(dot + 1);
  const auto found =
      std::find_if(kOthers.begin(), kOthers.end(), [&](const auto& other) { return other.first == last; });
  return found == kOthers.end() ? std::string_view() : found->second;
}

std::unique_ptr<SourceSpec> parse_provider(const json::Value& value, ColumnReader& reader) {
  if (!value.is(json::Kind::string)) {
    reader.diagnostics().add(
        make_error("SG2003", "a provider is named by a text", value.place, R"(for example "provider": "id.uuid4")"));
    return nullptr;
  }
  reader.set_owner(fmt::format("provider \"{}\"", value.text), "");
  const ProviderKind* kind = find_provider(value.text);
  if (kind != nullptr) return ProviderReader(*kind, value, reader).read();
  reader.take_all();  // its parameters cannot be judged
  std::vector<std::string> names;
  for (const ProviderKind* known : provider_kinds()) names.emplace_back(known->record.name);
  std::string near = did_you_mean(value.text, names);
  const std::string_view other = other_name(value.text);
  if (!other.empty() && near.find(other) == std::string::npos) near = fmt::format("did you mean \"{}\"?", other);
  if (near.empty() && value.text.find('.') == std::string::npos) {  // the name without its domain, or nearly so
    std::vector<std::string> last;
    for (const std::string& known : names) last.push_back(known.substr(known.find('.') + 1));
    const std::string fold = did_you_mean(value.text, last);
    for (std::size_t i = 0; i < names.size() && near.empty(); ++i) {
      if (last[i] == value.text || fold == fmt::format("did you mean \"{}\"?", last[i])) {
        near = fmt::format("did you mean \"{}\"?", names[i]);
      }
    }
  }
  if (near.empty()) {  // those of its domain, or the domains
    const std::string_view domain = domain_of(value.text);
    std::vector<std::string> of_domain;
    std::vector<std::string> domains;
    for (const std::string& known : names) {
      if (domain_of(known) == domain) of_domain.push_back(known);
      const std::string whole = fmt::format("{}.…", domain_of(known));
      if (std::find(domains.begin(), domains.end(), whole) == domains.end()) domains.push_back(whole);
    }
    near = of_domain.empty()
               ? fmt::format("there are {}; \"synthgen list providers\" shows all", fmt::join(domains, ", "))
               : fmt::format("there are {}", fmt::join(of_domain, ", "));
  }
  reader.diagnostics().add(make_error("SG2103", fmt::format("unknown provider \"{}\"", value.text), value.place, near));
  return nullptr;
}

}  // namespace

const SourceKind& provider_source() {
  static constexpr KeyRecord kKeys[] = {
      {"entity",
       "Whom it is about, where a row has several people, places or companies: providers of one entity agree.",
       R"j({"type": "string", "minLength": 1})j"},
      {"locale", "Language and country, in place of the document's: es_ES; or an expression that gives one.",
       R"j({"anyOf": [{"enum": ["en_US", "en_GB", "es_ES", "de_DE"]}, {"$ref": "#/$defs/parameter_expression"}]})j"},
  };
  static const SourceKind kKind = {
      .record = {.name = "provider",
                 .summary = "A realistic value by name: people, places, companies, identifiers and more.",
                 .source = "each provider names its own",
                 .example = R"({"provider": "person.full_name"})"},
      .bounds_hint = "a provider has no order to be cut",
      .keys = kKeys,
      .parse = &parse_provider,
  };
  return kKind;
}

}  // namespace synthgen
