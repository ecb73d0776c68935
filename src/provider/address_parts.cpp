#include "address_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "address_facts.hpp"
#include "copied.hpp"
#include "listed.hpp"

namespace synthgen {
namespace {

struct WeightedText {
  std::string text;
  double weight = 0;
};

std::vector<std::string_view> split(std::string_view list) {
  std::vector<std::string_view> items;
  for (std::size_t at = 0; at <= list.size();) {
    const std::size_t end = std::min(list.find(',', at), list.size());
    items.push_back(list.substr(at, end - at));
    at = end + 1;
  }
  return items;
}

std::uint32_t number_of(std::string_view digits) {
  std::uint32_t number = 0;
  [[maybe_unused]] const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  assert(fault == std::errc() && end == digits.data() + digits.size());
  return number;
}

/// Every name with every kind that suits it: a name's weight is shared among its kinds by theirs.
std::vector<WeightedText> streets_of(std::string_view locale) {
  const DataTable& streets = need_data(locale, "streets");
  std::vector<WeightedText> texts;
  if (!streets.has("stem")) {  // whole names
    for (std::size_t row = 0; row < streets.rows(); ++row) {
      texts.push_back({std::string(streets.text(row, "name")), streets.numbers("weight")[row]});
    }
    return texts;
  }
  const DataTable& kinds = need_data(locale, "street_kinds");
  const bool kind_first = locale.starts_with("es");
  for (std::size_t row = 0; row < streets.rows(); ++row) {
    const std::string_view stem = streets.text(row, "stem");
    const double weight = streets.numbers("weight")[row];
    const std::vector<std::string_view> wanted = split(streets.text(row, "kinds"));
    const auto asks_for = [&](std::string_view kind) {
      return std::find(wanted.begin(), wanted.end(), kind) != wanted.end();
    };
    if (asks_for("-")) {
      texts.push_back({std::string(stem), weight});
      continue;
    }
    std::vector<double> shares(kinds.rows());
    double sum = 0;
    for (std::size_t k = 0; k < kinds.rows(); ++k) {
      const bool any = asks_for("*") && (!kinds.has("any") || kinds.text(k, "any") == "yes");
      if (any || asks_for(kinds.text(k, "kind"))) shares[k] = kinds.numbers("weight")[k];
      sum += shares[k];
    }
    for (std::size_t k = 0; k < kinds.rows(); ++k) {
      if (shares[k] == 0) continue;
      const std::string_view kind = kinds.text(k, "kind");
      texts.push_back(
          {kind_first ? fmt::format("{} {}", kind, stem) : fmt::format("{} {}", stem, kind), weight * shares[k] / sum});
    }
  }
  return texts;
}

std::vector<WeightedText> numbers_of(std::string_view locale) {
  const DataTable& table = need_data(locale, "house_numbers");
  std::vector<WeightedText> texts;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::uint32_t from = number_of(table.text(row, "from"));
    const std::uint32_t to = number_of(table.text(row, "to"));
    const std::string_view suffix = table.text(row, "suffix");
    for (std::uint32_t number = from; number <= to; ++number) {
      texts.push_back(
          {fmt::format("{}{}", number, suffix == "-" ? "" : suffix), table.numbers("weight")[row] / (to - from + 1)});
    }
  }
  return texts;
}

std::vector<WeightedText> secondaries_of(std::string_view locale) {
  const DataTable& table = need_data(locale, "secondaries");
  std::vector<WeightedText> texts;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    texts.push_back({std::string(table.text(row, "secondary")), table.numbers("weight")[row]});
  }
  return texts;
}

std::vector<WeightedText> texts_of(std::string_view locale, AddressPart part) {
  switch (part) {
    case AddressPart::street:
      return streets_of(locale);
    case AddressPart::number:
      return numbers_of(locale);
    case AddressPart::secondary:
      break;
  }
  return secondaries_of(locale);
}

class PartColumn final : public Provider {
 public:
  PartColumn(EntityBits draw, ColumnIndex place, PartTexts texts)
      : draw_(draw), place_(place), texts_(std::move(texts)) {}

  const PartTexts& texts() const { return texts_; }

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    const std::uint64_t* bits = draw_.of(evaluate);
    const Column& places = evaluate.column(place_);
    const auto* at = places.data<std::int64_t>();
    out.reset(texts_.texts().dictionary(), rows.count);
    auto* codes = out.data<std::int32_t>();
    for (std::size_t i = 0; i < rows.count; ++i)
      codes[i] = texts_.code(texts_.pick(static_cast<std::size_t>(at[i]), bits[i]));
    out.intersect_validity(places);
  }

 private:
  const EntityBits draw_;
  const ColumnIndex place_;
  const PartTexts texts_;
};

}  // namespace

Result<MadeProvider> make_of_place(const ProviderContext& context, std::string_view column) {
  return make_text_of_row(context, place_fact(), "cities", column);
}

Result<MadeProvider> make_bound_or_of_place(const ProviderContext& context, std::string_view key,
                                            std::string_view column) {
  Result<std::optional<BoundColumn>> bound = context.bound(key);
  if (!bound.ok()) return bound.diagnostics();
  if (!bound->has_value()) return make_of_place(context, column);
  // The fact is asked for all the same, so that a value that no place has is refused however few columns there are.
  Result<FactColumn> place = context.fact(place_fact());
  if (!place.ok()) return place.diagnostics();
  return copy_of_bound(**bound, key.substr(key.find('.') + 1));
}

EntityBits draw_of(const ProviderContext& context, AddressPart part) {
  static constexpr std::array<std::string_view, 3> kPurposes = {"address.street/64", "address.number/64",
                                                                "address.secondary/64"};
  return context.entity_draw(kPurposes[static_cast<std::size_t>(part)]);
}

struct PartTexts::Weighted {
  std::vector<std::string> texts;
  std::vector<List> lists;
  std::vector<std::uint8_t> list_of_place;
};

PartTexts::Weighted PartTexts::weighted_of(const JoinedTable& places, AddressPart part) {
  Weighted weighted;
  for (const JoinedTable::Part& table : places.parts()) {
    std::vector<double> weights;
    const auto base = static_cast<std::uint32_t>(weighted.texts.size());
    for (WeightedText& text : texts_of(locales()[table.locale].name, part)) {
      weighted.texts.push_back(std::move(text.text));
      weights.push_back(text.weight);
    }
    weighted.list_of_place.resize(table.base + table.table->rows(), static_cast<std::uint8_t>(weighted.lists.size()));
    weighted.lists.push_back({WeightedIndex(weights), base});
  }
  return weighted;
}

PartTexts::PartTexts(const JoinedTable& places, AddressPart part) : PartTexts(weighted_of(places, part)) {}

PartTexts::PartTexts(Weighted weighted)
    : texts_(weighted.texts), lists_(std::move(weighted.lists)), list_of_place_(std::move(weighted.list_of_place)) {
  const Dictionary& dictionary = texts_.dictionary();
  for (std::size_t place = 0; place < weighted.texts.size(); ++place) {
    const std::string_view text = texts_.text(place);
    pieces_.push_back(
        {static_cast<std::uint32_t>(text.data() - dictionary.bytes()), static_cast<std::uint32_t>(text.size())});
  }
}

Result<MadeProvider> make_address_part(const ProviderContext& context, AddressPart part) {
  Result<FactColumn> place = context.fact(place_fact());
  if (!place.ok()) return place.diagnostics();
  auto provider = std::make_unique<const PartColumn>(draw_of(context, part), place->column,
                                                     PartTexts(JoinedTable(context.row_locales(), "cities"), part));
  return provider->texts().texts().coded(std::move(provider));
}

PostalCodes::Made PostalCodes::made_of(const JoinedTable& places) {
  constexpr std::uint32_t kInwardCodes = 10 * 20 * 20;
  Made made;
  for (const JoinedTable::Part& part : places.parts()) {
    const DataTable& cities = *part.table;
    const DataTable* existing = find_data(locales()[part.locale].name, "postal_codes");
    for (std::size_t row = 0; row < cities.rows(); ++row) {
      const std::string_view from = cities.text(row, "postal_from");
      const std::string_view to = cities.text(row, "postal_to");
      Codes codes;
      codes.first = static_cast<std::uint32_t>(made.texts.size());
      if (to.empty()) {
        for (const std::string_view outward : split(from)) made.texts.emplace_back(outward);
        codes.units = kInwardCodes;
      }
      for (std::size_t e = 0; existing != nullptr && e < existing->rows(); ++e) {
        if (existing->text(e, "city") != cities.text(row, "city") ||
            existing->text(e, "state_code") != cities.text(row, "state_code")) {
          continue;
        }
        for (const std::string_view code : split(existing->text(e, "postal_codes"))) made.texts.emplace_back(code);
      }
      if (!to.empty() && made.texts.size() == codes.first) {
        for (std::uint32_t code = number_of(from); code <= number_of(to); ++code) {
          made.texts.push_back(fmt::format("{:05}", code));
        }
      }
      codes.count = static_cast<std::uint32_t>(made.texts.size()) - codes.first;
      made.places.push_back(codes);
    }
  }
  return made;
}

PostalCodes::PostalCodes(const JoinedTable& places) : PostalCodes(made_of(places)) {}

PostalCodes::PostalCodes(Made made) : texts_(made.texts), places_(std::move(made.places)) {
  listed_ = std::all_of(places_.begin(), places_.end(), [](const Codes& codes) { return codes.units == 1; });
}

}  // namespace synthgen
