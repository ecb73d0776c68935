// Making a provider of a column: its facts and bindings become internal columns that the providers of an entity share.
#include <fmt/format.h>

#include <algorithm>

#include "context_program.hpp"
#include "provider_spec.hpp"
#include "synthgen/base/unknown_values.hpp"
#include "synthgen/provider/data_bytes.hpp"
#include "synthgen/source/entities.hpp"
#include "synthgen/source/expression_spec.hpp"

namespace synthgen {
namespace {

class Provided final : public Source {
 public:
  explicit Provided(std::unique_ptr<const Provider> provider) : provider_(std::move(provider)) {}

  void fill(Evaluate& evaluate, Column& out) const override { provider_->fill(evaluate, out); }

 private:
  const std::unique_ptr<const Provider> provider_;
};

/// Numbers of locales, by texts of a column that name them or their countries. Another text gives null.
class LocaleNumbers final : public Source {
 public:
  LocaleNumbers(ColumnIndex texts, const Dictionary* dictionary, LocaleChoice::By by) : texts_(texts), by_(by) {
    if (dictionary == nullptr) return;
    for (std::size_t code = 0; code < dictionary->size(); ++code) codes_.push_back(number_of((*dictionary)[code]));
  }

  void fill(Evaluate& evaluate, Column& out) const override {
    const Column& texts = evaluate.column(texts_);
    out.reset({TypeKind::integer, 0}, texts.rows());
    auto* numbers = out.data<std::int64_t>();
    for (std::size_t i = 0; i < texts.rows(); ++i) {
      numbers[i] = 0;
      if (texts.is_null(i)) {
        out.set_null(i);
        continue;
      }
      const std::int64_t number =
          codes_.empty() ? number_of(texts.text(i)) : codes_[static_cast<std::size_t>(texts.data<std::int32_t>()[i])];
      if (number < 0) {
        out.set_null(i);
        evaluate.warn(CellWarning::unknown_value);
      } else {
        numbers[i] = number;
      }
    }
  }

  std::int64_t number_of(std::string_view text) const {
    const std::optional<std::size_t> number =
        by_ == LocaleChoice::By::country ? locale_of_country(text) : find_locale(text);
    return number.has_value() ? static_cast<std::int64_t>(*number) : -1;
  }

 private:
  const ColumnIndex texts_;
  const LocaleChoice::By by_;
  std::vector<std::int64_t> codes_;
};

/// 64 bits a row, as they come from a stream.
class DrawnBits final : public Source {
 public:
  explicit DrawnBits(StreamKey key) : key_(key) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    out.reset({TypeKind::integer, 0}, evaluate.rows().count);
    draw_bits64(key_, evaluate.rows(), evaluate.attempt(), 0, out.data<std::uint64_t>());
  }

 private:
  const StreamKey key_;
};

/// What the providers of one column have in common while they are made.
class Making {
 public:
  Making(const ProviderText& asked, const SourceContext& context) : text(asked), source(context) {}

  const ProviderText& text;
  const SourceContext& source;

  /// Of the names of what the entity shares. Each of the columns that `repeat` makes has an entity of its own.
  std::string group() const {
    std::string name = text.group;
    for (const NamedConstant& constant : source.declaration().constants) {
      if (constant.name == "i") name += " " + constant.text;
    }
    return name;
  }
  std::string owner() const { return "entity " + group(); }
  std::string shown_entity(std::string_view domain) const {
    return text.group.empty() ? std::string(domain) : text.group;
  }

  /// The column that a parameter names, or one that is filled by it. Errors of the expression.
  ///
  /// name  of the internal column: "gender of buyer"
  Result<BoundColumn> bind(const ParameterValue& value, const std::string& name) const {
    BoundColumn bound;
    bound.place = value.json->place;
    if (!value.literal() && value.expression->as_path() != nullptr && value.expression->as_path()->size() == 1) {
      const Path& path = *value.expression->as_path();
      if (source.scope().constant(path.front()) == nullptr) {
        Result<std::optional<Scope::Entry>> found = source.scope().find(path);
        if (found.ok() && found->has_value()) return describe((*found)->column, std::move(bound));
      }
    }
    SharedRow& shared = source.shared_row("entity value " + group() + " " + name);
    if (shared.first_column.empty()) {
      Result<MadeSource> made = computed(value, name);
      if (!made.ok()) return made.diagnostics();
      shared.first_column = source.declaration().name;
      shared.pick = source.add_column(name, "what an entity is bound to", std::move(*made));
    }
    return describe(*shared.pick, std::move(bound));
  }

  Result<RowLocales> row_locales(const ProviderKind& kind, std::string_view domain) const {
    RowLocales result;
    const auto found = text.locales.find(domain);
    if (!kind.localized || found == text.locales.end()) {
      result.numbers = {*find_locale(source.locale())};
    } else if (found->second.by == LocaleChoice::By::number) {
      result.numbers = {found->second.number};
    } else {
      Result<RowLocales> by_row = locales_by_row(found->second);
      if (!by_row.ok()) return by_row.diagnostics();
      result = std::move(*by_row);
    }
    const bool everywhere = !kind.everywhere_with.empty() &&
                            std::find(text.given.begin(), text.given.end(), kind.everywhere_with) != text.given.end();
    if (!kind.localized || everywhere) return result;
    const std::vector<std::size_t> known = locales_of(kind);
    const auto exists = [&](std::size_t number) {
      return std::find(known.begin(), known.end(), number) != known.end();
    };
    // Where an option decides elsewhere, rows of locales that lack it are null among others.
    if (!kind.everywhere_with.empty() && std::any_of(result.numbers.begin(), result.numbers.end(), exists)) {
      return result;
    }
    std::vector<std::string_view> lacking;
    for (const std::size_t number : result.numbers) {
      if (!exists(number)) lacking.push_back(locales()[number].name);
    }
    if (lacking.empty()) return result;
    return does_not_exist(kind, lacking, known, result,
                          found == text.locales.end() ? text.json->place : found->second.place);
  }

 private:
  static Diagnostic does_not_exist(const ProviderKind& kind, const std::vector<std::string_view>& lacking,
                                   const std::vector<std::size_t>& known, const RowLocales& rows, Place place) {
    const bool by_row = rows.column.has_value();
    std::vector<std::string_view> names;
    for (const std::size_t other : known) names.push_back(locales()[other].name);
    std::string hint =
        fmt::format("{} {}", names.size() == 1 ? "it exists in" : "those that have it:", fmt::join(names, ", "));
    if (by_row) {
      hint += "; for rows of the others use \"cases\", each with its own \"entity\" and \"locale\"";
    } else {
      hint += fmt::format(": say \"locale\": \"{}\"", names.front());
    }
    if (!kind.everywhere_with.empty())
      hint += fmt::format("; or give \"{}\", with which it exists everywhere", kind.everywhere_with);
    return make_error("SG2723",
                      fmt::format("provider \"{}\" does not exist in locale {}{}", kind.record.name,
                                  fmt::join(lacking, ", "), by_row ? ", of which rows may be" : ""),
                      place, std::move(hint));
  }

  Result<MadeSource> computed(const ParameterValue& value, const std::string& name) const {
    if (value.literal()) {
      const Expression constant = *Expression::parse("'" + quotes_doubled(value.text) + "'", value.json->origin());
      return from_program(constant, name);
    }
    Result<MadeSource> made = from_program(*value.expression, name);
    if (made.ok()) made->bound_by = &*value.expression;
    return made;
  }

  Result<MadeSource> from_program(const Expression& expression, const std::string& name) const {
    Result<std::shared_ptr<const Program>> program = compile_in(source, expression, "entity " + name + " ");
    if (!program.ok()) return program.diagnostics();
    MadeSource made;
    made.type = (*program)->type();
    made.dictionary = (*program)->dictionary();
    made.source = make_computed(*program);
    if (const Column* constant = (*program)->constant(); constant != nullptr && !constant->is_null(0)) {
      constexpr std::int64_t kFirst[] = {0};
      auto domain = std::make_shared<Column>();
      domain->gather(*constant, kFirst);
      made.domain = std::move(domain);
    }
    if ((*program)->constant() == nullptr) made.inputs = (*program)->inputs();
    return made;
  }

  static std::string quotes_doubled(const std::string& text) {
    std::string result;
    for (const char c : text) result += c == '\'' ? std::string("''") : std::string(1, c);
    return result;
  }

  BoundColumn describe(ColumnIndex column, BoundColumn bound) const {
    const MadeSource& made = source.column(column);
    bound.column = column;
    bound.type = made.type;
    bound.dictionary = made.dictionary;
    bound.domain = made.domain;
    if (bound.domain == nullptr && bound.dictionary != nullptr) bound.domain = domain_of_dictionary(*bound.dictionary);
    return bound;
  }

  Result<RowLocales> locales_by_row(const LocaleChoice& choice) const {
    SharedRow& shared = source.shared_row("entity locale " + group() + " " + choice.name);
    Result<BoundColumn> bound = bind(*choice.value, choice.name);
    if (!bound.ok()) return bound.diagnostics();
    const bool country = choice.by == LocaleChoice::By::country;
    if (bound->type.kind != TypeKind::string) {
      return make_error("SG2724",
                        fmt::format("the {} of an entity is a text, and this is of type {}",
                                    country ? "country" : "locale", type_text(bound->type)),
                        choice.place, country ? "such as ES, or Spain" : "such as es_ES");
    }
    auto numbers = std::make_unique<LocaleNumbers>(bound->column, bound->dictionary, choice.by);
    RowLocales result;
    if (bound->domain != nullptr) {
      std::vector<bool> seen(locales().size());
      UnknownValues unknown;
      for (std::size_t i = 0; i < bound->domain->rows(); ++i) {
        if (bound->domain->is_null(i)) continue;
        const std::string_view value = bound->domain->text(i);
        const std::int64_t number = numbers->number_of(value);
        if (number < 0) {
          unknown.add(value);
        } else {
          seen[static_cast<std::size_t>(number)] = true;
        }
      }
      if (!unknown.empty()) return unknown_locales(unknown, choice);
      for (std::size_t i = 0; i < seen.size(); ++i) {
        if (seen[i]) result.numbers.push_back(i);
      }
    }
    if (result.numbers.empty()) {
      for (std::size_t i = 0; i < locales().size(); ++i) result.numbers.push_back(i);
    }
    if (!shared.pick.has_value()) {
      MadeSource made;
      made.type = {TypeKind::integer, 0};
      made.inputs = {bound->column};
      made.null_with_inputs = true;
      made.source = std::move(numbers);
      shared.first_column = source.declaration().name;
      shared.pick = source.add_column("locale by " + choice.name, kEntityLocale, std::move(made));
    }
    result.column = shared.pick;
    return result;
  }

  static Diagnostic unknown_locales(const UnknownValues& values, const LocaleChoice& choice) {
    if (choice.by == LocaleChoice::By::country) {
      return make_error("SG2103", fmt::format("there are no addresses of country {}", values.shown()), choice.place,
                        "there are those of US, GB, ES and DE");
    }
    std::vector<std::string> names;
    for (const Locale& known : locales()) names.emplace_back(known.name);
    const std::string near = values.did_you_mean(names);
    return make_error("SG2103", fmt::format("there is no locale {}", values.shown()), choice.place,
                      near.empty() ? fmt::format("there are {}", fmt::join(names, ", ")) : near);
  }
};

/// Of a provider, or of a fact that it reads, by itself or through others.
class MadeContext final : public ProviderContext {
 public:
  MadeContext(const Making& making, RowLocales row_locales, std::span<const Name> keys,
              std::span<const FactKind* const> facts, bool is_fact)
      : making_(making), locales_(std::move(row_locales)), keys_(keys), facts_(facts), is_fact_(is_fact) {}

  StreamKey stream(std::string_view purpose) const override {
    assert(!is_fact_ && "a fact belongs to no column");
    draws_ = true;
    return making_.source.stream(purpose);
  }
  StreamKey entity_stream(std::string_view purpose) const override {
    draws_ = true;
    return making_.source.shared_stream(making_.owner(), purpose);
  }

  EntityBits entity_draw(std::string_view purpose, std::span<const Name> agreed) const override {
    draws_ = true;
    SharedRow& shared = making_.source.shared_row("draw " + making_.group() + " " + std::string(purpose));
    const std::vector<SharedRow::Fact> mine = agreed_of_draw(purpose, agreed);
    if (!shared.pick.has_value()) {
      shared.first_column = making_.source.declaration().name;
      shared.facts = mine;
      MadeSource made;
      made.type = {TypeKind::integer, 0};
      made.source = std::make_unique<DrawnBits>(entity_stream(purpose));
      const std::string_view thing = purpose.substr(purpose.find('.') + 1);
      shared.pick = making_.source.add_column(
          fmt::format("{} draw of {}", thing.substr(0, thing.find('/')), making_.shown_entity(domain_of(purpose))),
          "what columns of an entity are drawn by", std::move(made));
    }
    for (const SharedRow::Fact& here : mine) {
      for (const SharedRow::Fact& there : shared.facts) {
        if (here.key == there.key && here.value != there.value) {
          faults_.add(disagree(domain_of(purpose), here, there, shared.first_column));
        }
      }
    }
    add_input(*shared.pick);
    return EntityBits(*shared.pick);
  }

  const RowLocales& row_locales() const override {
    if (locales_.column.has_value()) add_input(*locales_.column);
    return locales_;
  }

  Result<FactColumn> fact(const FactKind& kind) const override {
    assert(std::find(facts_.begin(), facts_.end(), &kind) != facts_.end());
    SharedRow& shared = making_.source.shared_row("fact " + making_.group() + " " + std::string(kind.name));
    const SharedRow::Fact locale = agreed_locale(domain_of(kind.name), kind.localized);
    if (shared.first_column.empty()) {
      Result<RowLocales> row_locales = making_.row_locales(*making_.text.kind, domain_of(kind.name));
      if (!row_locales.ok()) return row_locales.diagnostics();
      const MadeContext inner(making_, std::move(*row_locales), kind.keys, kind.facts, true);
      Result<MadeProvider> made = kind.make(inner);
      if (!made.ok()) return made.diagnostics();
      shared.first_column = making_.source.declaration().name;
      shared.facts = {locale};
      for (const Name option : kind.options) shared.facts.push_back(agreed_option(option));
      const std::string_view thing = kind.name.substr(kind.name.find('.') + 1);
      shared.pick =
          making_.source.add_column(fmt::format("{} of {}", thing, making_.shown_entity(domain_of(kind.name))),
                                    std::string(kind.what), inner.finish(std::move(*made)));
    } else if (shared.facts.front().value != locale.value) {
      return disagree(domain_of(kind.name), locale, shared.facts.front(), shared.first_column);
    }
    for (std::size_t o = 0; o < kind.options.size(); ++o) {
      const SharedRow::Fact here = agreed_option(kind.options[o]);
      const SharedRow::Fact& there = shared.facts[1 + o];
      if (here.value == there.value) continue;
      return disagree(domain_of(kind.name), here, there, shared.first_column);
    }
    add_input(*shared.pick);
    const MadeSource& made = making_.source.column(*shared.pick);
    draws_ = draws_ || !made.follows;
    return FactColumn{*shared.pick, made.type, made.dictionary};
  }

  Result<std::optional<BoundColumn>> bound(std::string_view key) const override {
    assert(std::find(keys_.begin(), keys_.end(), key) != keys_.end());
    const EntityBinding* binding = making_.text.binding(key);
    if (binding == nullptr) return std::optional<BoundColumn>();
    Result<BoundColumn> bound =
        making_.bind(binding->value, fmt::format("{} of {}", binding->key, making_.shown_entity(domain_of(key))));
    if (!bound.ok()) return bound.diagnostics();
    add_input(bound->column);
    draws_ = draws_ || (!binding->value.literal() && binding->value.expression->draws());
    return std::optional(std::move(*bound));
  }

  bool flag(std::string_view option) const override { return integer(option) != 0; }
  std::string_view word(std::string_view option) const override {
    return making_.text.words.find(std::string(option))->second;
  }
  std::int64_t integer(std::string_view option) const override {
    return making_.text.numbers.find(std::string(option))->second;
  }

  bool given(std::string_view option) const override {
    return std::find(making_.text.given.begin(), making_.text.given.end(), option) != making_.text.given.end();
  }

  bool unique() const override { return making_.source.declaration().unique; }
  Place unique_place() const override { return making_.source.declaration().unique_place; }
  std::int64_t table_rows() const override { return making_.source.table_rows(); }
  std::int64_t reference_micros() const override { return making_.source.reference_micros(); }
  Place place() const override { return making_.text.json->place; }

  const Diagnostics& faults() const { return faults_; }

  MadeSource finish(MadeProvider provider) const {
    MadeSource made;
    made.type = provider.type;
    made.dictionary = provider.dictionary;
    made.domain = std::move(provider.domain);
    made.unique = provider.unique;
    // Places of a permutation: there are none for rows beyond the last.
    made.own_rows_only = provider.unique && unique();
    made.inputs = inputs_;
    made.null_with_inputs = true;
    made.follows = !draws_;
    made.memory_bytes = provider.memory_bytes + (is_fact_ ? 0 : held_bytes(provider.dictionary));
    made.no_suffix = provider.no_suffix;
    made.source = std::make_unique<Provided>(std::move(provider.provider));
    return made;
  }

 private:
  /// Of the data of its locales, at the first column of the table that has them; or its dictionary, which a column that
  /// it reads may have already.
  std::uint64_t held_bytes(const Dictionary* dictionary) const {
    std::uint64_t bytes = 0;
    for (const Name topic : making_.text.kind->topics) {
      for (const std::size_t number : locales_.numbers) {
        const std::string_view locale = locales()[number].name;
        SharedRow& shared = making_.source.shared_row(fmt::format("data {} {}", locale, topic));
        if (!shared.first_column.empty()) continue;
        shared.first_column = making_.source.declaration().name;
        bytes += data_bytes(locale, topic);
      }
    }
    if (!making_.text.kind->topics.empty()) return bytes;
    const bool read = std::any_of(inputs_.begin(), inputs_.end(), [&](ColumnIndex column) {
      return making_.source.column(column).dictionary == dictionary;
    });
    if (dictionary == nullptr || read) return 0;
    const std::span<const std::int32_t> offsets = dictionary->offsets();
    return static_cast<std::uint64_t>(offsets.back()) + offsets.size_bytes();
  }

  void add_input(ColumnIndex column) const {
    if (std::find(inputs_.begin(), inputs_.end(), column) == inputs_.end()) inputs_.push_back(column);
  }

  Diagnostic disagree(std::string_view domain, const SharedRow::Fact& here, const SharedRow::Fact& there,
                      const std::string& column) const {
    const bool locale = here.key == "locale";
    const auto shown = [](const std::string& value) { return value.empty() ? std::string("absent") : value; };
    return make_error(locale ? "SG2722" : "SG2760",
                      fmt::format("entity \"{}\" is one per row, and its {} is {} here and {} in column \"{}\"",
                                  making_.shown_entity(domain), locale ? here.key : fmt::format("\"{}\"", here.key),
                                  shown(here.value), shown(there.value), column),
                      here.place,
                      locale ? "give each an \"entity\" of its own, or bind the locale in the table's \"entities\""
                             : "give both columns the same, or each an \"entity\" of its own");
  }

  /// What columns that share a draw agree on; the value of an option is empty where it is as without it.
  std::vector<SharedRow::Fact> agreed_of_draw(std::string_view purpose, std::span<const Name> agreed) const {
    std::vector<SharedRow::Fact> facts;
    const ProviderKind& kind = *making_.text.kind;
    if (kind.localized) facts.push_back(agreed_locale(domain_of(purpose), true));
    for (const Name name : agreed) {
      std::string value;
      if (name == "unique" && unique()) value = "true";
      for (const ProviderOption& option : kind.options) {
        if (option.name != name) continue;
        if (option.form == OptionForm::flag && flag(name)) value = "true";
        if (option.form == OptionForm::integer && integer(name) != option.fallback)
          value = std::to_string(integer(name));
        if (option.form == OptionForm::text) value = word(name);
        if (option.form == OptionForm::word && word(name) != option.words.front()) value = word(name);
      }
      facts.push_back({std::string(name), value, name == "unique" && unique() ? unique_place() : place()});
    }
    return facts;
  }

  SharedRow::Fact agreed_locale(std::string_view domain, bool localized) const {
    const auto found = making_.text.locales.find(domain);
    if (!localized) return {"locale", "", making_.text.json->place};
    if (found == making_.text.locales.end()) {
      return {"locale", making_.source.locale(), making_.text.json->place};
    }
    const LocaleChoice& choice = found->second;
    return {"locale", choice.by == LocaleChoice::By::number ? std::string(locales()[choice.number].name) : choice.name,
            choice.place};
  }

  SharedRow::Fact agreed_option(Name option) const {
    return {std::string(option), fmt::format("{}", integer(option)), making_.text.json->place};
  }

  const Making& making_;
  const RowLocales locales_;
  const std::span<const Name> keys_;
  const std::span<const FactKind* const> facts_;
  const bool is_fact_;
  mutable std::vector<ColumnIndex> inputs_;
  mutable bool draws_ = false;
  mutable Diagnostics faults_;
};

}  // namespace

Result<MadeSource> make_provider(const ProviderText& text, const SourceContext& context) {
  const ProviderKind& kind = *text.kind;
  const ColumnDeclaration& declaration = context.declaration();
  const Making making(text, context);
  Result<RowLocales> row_locales = making.row_locales(kind, domain_of(kind.record.name));
  if (!row_locales.ok()) return row_locales.diagnostics();
  const MadeContext inner(making, std::move(*row_locales), kind.keys, kind.facts, false);
  Result<MadeProvider> provider = kind.make(inner);
  if (!provider.ok()) return provider.diagnostics();
  if (inner.faults().has_errors()) return inner.faults();
  if (declaration.wanted().value_or(provider->type) != provider->type) {
    return make_error("SG2109",
                      fmt::format("provider \"{}\" gives {}, not {}", kind.record.name, type_text(provider->type),
                                  type_text(*declaration.wanted())),
                      declaration.type_place, "leave \"type\" and \"decimals\" out");
  }
  if (declaration.unique && !provider->unique) {
    return make_error("SG2144",
                      fmt::format("values of provider \"{}\" cannot be told apart by construction", kind.record.name),
                      declaration.unique_place,
                      provider->type.kind == TypeKind::string && kind.no_suffix.empty()
                          ? "\"unique\": \"suffix\" puts a number to each; or choose an identifier, such as id.uuid4"
                          : "choose an identifier, such as id.uuid4");
  }
  MadeSource made = inner.finish(std::move(*provider));
  if (made.no_suffix.empty()) made.no_suffix = kind.no_suffix;
  made.suffix_place = kind.suffix_place;
  made.distinct = kind.unique;
  made.unique = kind.unique || (declaration.unique && made.unique);
  return made;
}

}  // namespace synthgen
