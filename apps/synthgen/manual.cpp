#include "manual.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "synthgen/base/number_text.hpp"
#include "synthgen/distribution/distribution.hpp"
#include "synthgen/expression/expression.hpp"
#include "synthgen/expression/function_page.hpp"
#include "synthgen/json/document.hpp"
#include "synthgen/noise/noise.hpp"
#include "synthgen/provider/provider.hpp"
#include "synthgen/schema/keys.hpp"
#include "synthgen/source/distribution_keys.hpp"
#include "synthgen/source/source.hpp"
#include "synthgen/writer/writer.hpp"

namespace synthgen::app {
namespace {

/// JSON that stands on several lines of a record, on one. A text of JSON holds no line break.
std::string on_one_line(std::string_view json) {
  std::string line;
  for (std::size_t at = 0; at < json.size();) {
    const std::size_t end = std::min(json.find('\n', at), json.size());
    line += json.substr(at, end - at);
    at = json.find_first_not_of("\n ", end);
    if (at == std::string_view::npos) break;
    if (end < json.size() && !line.empty() && line.back() != ' ') line += ' ';
  }
  return line;
}

ManualPage page_of(std::string topic, const Record& record) {
  ManualPage page;
  page.topic = std::move(topic);
  page.name = record.name;
  page.summary = record.summary;
  page.example = on_one_line(record.example);
  page.source = record.source;
  return page;
}

std::vector<ManualEntry> entries_of(std::span<const KeyRecord> keys) {
  std::vector<ManualEntry> entries;
  for (const KeyRecord& key : keys) entries.push_back({std::string(key.name), std::string(key.meaning)});
  return entries;
}

/// "greater than 0; mean of the values; unit of the column"
ManualEntry entry_of(const Parameter& parameter) {
  std::string range = parameter.range.text();
  switch (parameter.form) {
    case ParameterForm::number:
      break;
    case ParameterForm::list:
      range = parameter.measure == Measure::location ? "list of numbers, or of dates or times with that \"type\""
                                                     : fmt::format("list of numbers, each {}", range);
      break;
    case ParameterForm::dates:
      return {std::string(parameter.name), fmt::format("{} (list of dates); none without it", parameter.meaning)};
    case ParameterForm::time:
      range = "date or timestamp";
      break;
  }
  std::string text = fmt::format("{} ({})", parameter.meaning, range);
  if (parameter.fallback.has_value()) {
    std::string value = shortest_text(*parameter.fallback);
    if (value.ends_with(".0")) value.resize(value.size() - 2);
    text += fmt::format("; {}{} without it", parameter.form == ParameterForm::list ? "each is " : "", value);
  }
  return {std::string(parameter.name), std::move(text)};
}

/// Keys of the object that the value of a source may be, as its JSON Schema describes them.
void add_inner_keys(const json::Value& schema, std::vector<ManualEntry>& entries) {
  if (const json::Value* properties = schema.get("properties"); properties != nullptr) {
    for (const json::Member& property : properties->members) {
      const json::Value* description = property.value.get("description");
      if (description != nullptr) entries.push_back({property.name, description->text});
    }
  }
  for (const char* forms : {"anyOf", "oneOf"}) {
    if (const json::Value* list = schema.get(forms); list != nullptr) {
      for (const json::Value& form : list->items) add_inner_keys(form, entries);
    }
  }
}

ManualPage source_page(const SourceKind& kind) {
  ManualPage page = page_of("source", kind.record);
  const Result<json::Document> value = json::parse_document("value_schema", std::string(kind.value_schema));
  std::vector<ManualEntry> inner;
  if (value.ok()) add_inner_keys(value->root, inner);
  if (!inner.empty()) page.sections.push_back({fmt::format("\"{}\": {{...}}", kind.record.name), std::move(inner)});
  std::vector<ManualEntry> keys = entries_of(kind.keys);
  if (kind.takes_bounds) {
    const std::vector<ManualEntry> bounds = entries_of(bound_keys());
    keys.insert(keys.end(), bounds.begin(), bounds.end());
  }
  if (!keys.empty()) page.sections.push_back({"keys beside it", std::move(keys)});
  std::vector<ManualEntry> modifiers;
  for (const KeyRecord& key : column_keys().keys) {
    if (!is_not_yet(NotYet::column_key, key.name)) {
      modifiers.push_back({std::string(key.name), std::string(key.meaning)});
    }
  }
  page.sections.push_back({"keys of every column", std::move(modifiers)});
  return page;
}

ManualPage distribution_page(const DistributionKind& kind) {
  ManualPage page = page_of("distribution", kind.record);
  for (const Parameterisation& parameters : kind.parameterisations) {
    ManualSection section{page.sections.empty() ? "parameters" : "or", {}};
    for (const Parameter& parameter : parameters) section.entries.push_back(entry_of(parameter));
    page.sections.push_back(std::move(section));
  }
  ManualSection more{"also", {}};
  if (!kind.takes_lists()) {
    more.entries.push_back({"=…", "each of them may be an expression, evaluated in every row"});
  } else if (kind.bounds_are_parameters) {
    more.entries.push_back({"=…", "min and max may be expressions, evaluated in every row"});
  }
  for (const KeyRecord& key : distribution_keys(kind)) {
    more.entries.push_back({std::string(key.name), std::string(key.meaning)});
  }
  if (kind.outcome != Outcome::boolean && !kind.bounds_are_parameters) {
    more.entries.push_back({"min, max", "truncate it: it is drawn given that it lies within them"});
  }
  const std::vector<std::string> functions = function_names();
  if (std::find(functions.begin(), functions.end(), kind.record.name) != functions.end()) {
    std::string arguments;
    for (const Parameter& parameter : kind.parameterisations.front()) {
      arguments += fmt::format("{}{}: …", arguments.empty() ? "" : ", ", parameter.name);
    }
    more.entries.push_back({"in expressions", fmt::format("{}({}) draws anew in every row", page.name, arguments)});
    page.is_function = true;
  }
  if (!more.entries.empty()) page.sections.push_back(std::move(more));
  return page;
}

ManualPage function_page(const FunctionPage& function) {
  ManualPage page = page_of("function", function.record);
  ManualSection section{function.signature, {}};
  for (const FunctionParameter& parameter : function.parameters) {
    section.entries.push_back({std::string(parameter.name), std::string(parameter.meaning)});
  }
  if (!section.entries.empty()) {
    if (function.repeats) section.entries.back().text += "; may be given again and again";
    page.sections.push_back(std::move(section));
  }
  return page;
}

/// "integer, number or decimal"
std::string alternatives(const std::vector<std::string_view>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    text += fmt::format("{}{}", i == 0 ? "" : i + 1 == words.size() ? " or " : ", ", words[i]);
  }
  return text;
}

/// "two or more, of type integer, number or decimal"; "one or more, of any type but boolean or uuid"
std::string damaged_columns(const NoiseKind& kind) {
  constexpr std::string_view kCounts[] = {"any number", "one", "two", "three"};
  const std::size_t least = kind.least_columns;
  std::string count = least < std::size(kCounts) ? std::string(kCounts[least]) : std::to_string(least);
  if (kind.most_columns != least && least > 0) count += " or more";
  std::vector<std::string_view> taken;
  std::vector<std::string_view> others;
  for (int k = 0; k <= static_cast<int>(TypeKind::uuid); ++k) {
    const auto type = static_cast<TypeKind>(k);
    (kind.types.contains(type) ? taken : others).push_back(type_name(type));
  }
  if (others.empty()) return count + ", of any type";
  if (others.size() < taken.size()) return fmt::format("{}, of any type but {}", count, alternatives(others));
  return fmt::format("{}, of type {}", count, alternatives(taken));
}

ManualPage noise_page(const NoiseKind& kind) {
  ManualPage page = page_of("noise operator", kind.record);
  page.group = kind.family;
  page.example_title = "example, one of a table's \"noise\"";
  ManualSection damaged{"what is damaged", {}};
  damaged.entries.push_back({"columns", damaged_columns(kind)});
  damaged.entries.push_back({"rate", kind.unit == NoiseUnit::cells
                                         ? "share of the cells of each listed column, each column by itself"
                                         : "share of the rows; a hit row is damaged in all listed columns together"});
  page.sections.push_back(std::move(damaged));
  if (!kind.keys.empty()) page.sections.push_back({"its own keys", entries_of(kind.keys)});
  page.sections.push_back({"keys of every operator", entries_of(noise_keys().keys)});
  return page;
}

/// "one of visa, mastercard; visa without it"
std::string values_of(const ProviderOption& option) {
  switch (option.form) {
    case OptionForm::flag:
      return "true or false; false without it";
    case OptionForm::word:
      return fmt::format("one of {}; {} without it", fmt::join(option.words, ", "), option.words.front());
    case OptionForm::integer:
      return fmt::format("whole number from {} to {}; {} without it", option.least, option.greatest, option.fallback);
    case OptionForm::text:
      return "text";
  }
  return {};
}

ManualPage provider_page(const ProviderKind& kind) {
  ManualPage page = page_of("provider", kind.record);
  page.group = domain_of(kind.record.name);
  page.source_title = "data and method";
  ManualSection keys{"keys beside it", {}};
  for (const ProviderOption& option : kind.options) {
    keys.entries.push_back({std::string(option.name), fmt::format("{} ({})", option.meaning, values_of(option))});
  }
  for (const KeyRecord& key : find_source("provider")->keys) {
    if (key.name == "entity" ? kind.of_entity() : kind.localized) {
      keys.entries.push_back({std::string(key.name), std::string(key.meaning)});
      if (key.name != "locale") continue;
      if (!kind.localized_with.empty()) {
        keys.entries.back().text +=
            fmt::format(" With \"{}\" only: else all have the same values.", kind.localized_with);
      }
      if (!kind.everywhere_with.empty()) {
        keys.entries.back().text += fmt::format(" Not beside \"{}\".", kind.everywhere_with);
      }
    }
  }
  if (!keys.entries.empty()) page.sections.push_back(std::move(keys));
  ManualSection more{"also", {}};
  if (kind.localized) {
    std::vector<std::string_view> names;
    for (const std::size_t number : locales_of(kind)) names.push_back(locales()[number].name);
    more.entries.push_back({"locales", fmt::format("{}", fmt::join(names, ", "))});
    if (!kind.everywhere_with.empty()) {
      more.entries.back().text += fmt::format("; with \"{}\" all", kind.everywhere_with);
    }
  }
  const std::vector<Name> bindings = keys_of(kind);
  if (!bindings.empty()) {
    more.entries.push_back({"follows", fmt::format("{} of the table's \"entities\"", fmt::join(bindings, ", "))});
  }
  more.entries.push_back({"type", type_text(kind.type)});
  if (kind.unique) more.entries.push_back({"unique", "every value differs, so that it may be a key"});
  page.sections.push_back(std::move(more));
  return page;
}

ManualPage locale_page(const Locale& locale) {
  ManualPage page;
  page.topic = "locale";
  page.name = locale.name;
  page.summary = fmt::format("{}.", locale.described);
  std::size_t present = 0;
  std::vector<std::string> absent;
  for (const ProviderKind* kind : provider_kinds()) {
    if (!kind->localized) continue;
    const std::vector<std::size_t> numbers = locales_of(*kind);
    const bool has = std::any_of(numbers.begin(), numbers.end(),
                                 [&](std::size_t number) { return locales()[number].name == locale.name; });
    present += has ? 1 : 0;
    if (has) continue;
    absent.emplace_back(kind->record.name);
    if (!kind->everywhere_with.empty()) absent.back() += fmt::format(" (without \"{}\")", kind->everywhere_with);
  }
  ManualSection section{"providers", {}};
  section.entries.push_back({"has", fmt::format("{} of those that depend on the locale", present)});
  if (!absent.empty()) section.entries.push_back({"lacks", fmt::format("{}", fmt::join(absent, ", "))});
  section.entries.push_back({"countries", fmt::format("called {} where an entity's country is bound",
                                                      fmt::join(locale.country_names, ", "))});
  page.sections.push_back(std::move(section));
  page.example = fmt::format(R"({{"provider": "person.full_name", "locale": "{}"}})", locale.name);
  return page;
}

void add_key_pages(std::vector<ManualPage>& pages) {
  for (const KeyTable* table : key_tables()) {
    for (const KeyRecord& key : table->keys) {
      if (is_not_yet(table->not_yet, key.name)) continue;
      ManualPage page;
      page.topic = fmt::format("key of {}", table->object);
      page.name = key.name;
      page.summary = key.meaning;
      pages.push_back(std::move(page));
    }
  }
  for (const KeyRecord& key : bound_keys()) {
    ManualPage page;
    page.topic = "key of a column";
    page.name = key.name;
    page.summary = key.meaning;
    pages.push_back(std::move(page));
  }
}

}  // namespace

std::vector<ManualPage> manual_pages() {
  std::vector<ManualPage> pages;
  for (const SourceKind* kind : source_kinds()) pages.push_back(source_page(*kind));
  for (const DistributionKind* kind : distribution_kinds()) pages.push_back(distribution_page(*kind));
  for (const Record& type : type_records()) {
    pages.push_back(page_of("type", type));
    pages.back().source_title = "in files";
  }
  for (const FunctionPage& function : function_pages()) pages.push_back(function_page(function));
  for (const NoiseKind* kind : noise_kinds()) pages.push_back(noise_page(*kind));
  for (const ProviderKind* kind : provider_kinds()) pages.push_back(provider_page(*kind));
  for (const Locale& locale : locales()) pages.push_back(locale_page(locale));
  for (const WriterKind* kind : writer_kinds()) pages.push_back(page_of("writer", kind->record));
  add_key_pages(pages);
  return pages;
}

std::vector<ManualTopic> manual_topics() {
  std::vector<ManualTopic> topics;
  for (const char* singular : {"source", "distribution", "type", "function"}) {
    topics.push_back({singular + std::string("s"), singular, singular});
  }
  topics.push_back({"noise", "noise", "noise operator"});
  for (const char* singular : {"provider", "locale", "writer"}) {
    topics.push_back({singular + std::string("s"), singular, singular});
  }
  return topics;
}

}  // namespace synthgen::app
