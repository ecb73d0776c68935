#include "address_facts.hpp"

#include <fmt/format.h>

#include <initializer_list>
#include <tuple>
#include <vector>

#include "listed.hpp"
#include "place_index.hpp"
#include "synthgen/base/unknown_values.hpp"

namespace synthgen {
namespace {

/// A bound column, and what each code of its dictionary means to the index where it has one.
class BoundTexts {
 public:
  BoundTexts(const BoundColumn& bound, const PlaceIndex& index, PlaceKey key)
      : column_(bound.column), index_(index), key_(key) {
    if (bound.dictionary == nullptr) return;
    for (std::size_t code = 0; code < bound.dictionary->size(); ++code) {
      ids_.push_back(index.name((*bound.dictionary)[code], key));
    }
  }

  ColumnIndex column() const { return column_; }
  std::int32_t name(const Column& texts, std::size_t row) const {
    return ids_.empty() ? index_.name(texts.text(row), key_)
                        : ids_[static_cast<std::size_t>(texts.data<std::int32_t>()[row])];
  }

 private:
  const ColumnIndex column_;
  const PlaceIndex& index_;
  const PlaceKey key_;
  std::vector<std::int32_t> ids_;
};

struct Bindings {
  std::optional<BoundColumn> state;
  std::optional<BoundColumn> city;
  std::optional<BoundColumn> postal_code;

  bool any() const { return state.has_value() || city.has_value() || postal_code.has_value(); }
};

/// A place that has what the entity is bound to.
class BoundPlace final : public Provider {
 public:
  BoundPlace(StreamKey key, const RowLocales& row_locales, std::unique_ptr<const PlaceIndex> index,
             const Bindings& bindings)
      : key_(key), locale_(row_locales.column), only_(row_locales.numbers.front()), index_(std::move(index)) {
    if (bindings.state.has_value()) state_.emplace(*bindings.state, *index_, PlaceKey::state);
    if (bindings.city.has_value()) city_.emplace(*bindings.city, *index_, PlaceKey::city);
    if (bindings.postal_code.has_value()) postal_code_ = bindings.postal_code->column;
  }

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    std::uint64_t bits[kBatchRows];
    draw_bits64(key_, rows, evaluate.attempt(), 0, bits);
    const Column* numbers = locale_.has_value() ? &evaluate.column(*locale_) : nullptr;
    const Column* states = state_.has_value() ? &evaluate.column(state_->column()) : nullptr;
    const Column* cities = city_.has_value() ? &evaluate.column(city_->column()) : nullptr;
    const Column* codes = postal_code_.has_value() ? &evaluate.column(*postal_code_) : nullptr;
    out.reset({TypeKind::integer, 0}, rows.count);
    auto* places = out.data<std::int64_t>();
    const auto is_null = [](const Column* column, std::size_t i) { return column != nullptr && column->is_null(i); };
    for (std::size_t i = 0; i < rows.count; ++i) {
      places[i] = 0;
      if (is_null(numbers, i) || is_null(states, i) || is_null(cities, i) || is_null(codes, i)) {
        out.set_null(i);
        continue;
      }
      const std::size_t locale =
          numbers == nullptr ? only_ : static_cast<std::size_t>(numbers->data<std::int64_t>()[i]);
      const std::int32_t state = states == nullptr ? PlaceIndex::kAny : state_->name(*states, i);
      const std::int32_t city = cities == nullptr ? PlaceIndex::kAny : city_->name(*cities, i);
      const std::int64_t place = codes == nullptr ? index_->pick(locale, state, city, bits[i])
                                                  : index_->of_postal_code(locale, state, city, codes->text(i));
      if (place < 0) {
        out.set_null(i);
        evaluate.warn(CellWarning::unknown_value);
      } else {
        places[i] = place;
      }
    }
  }

 private:
  const StreamKey key_;
  const std::optional<ColumnIndex> locale_;
  const std::size_t only_;
  const std::unique_ptr<const PlaceIndex> index_;
  std::optional<BoundTexts> state_;
  std::optional<BoundTexts> city_;
  std::optional<ColumnIndex> postal_code_;
};

std::string shown_locales(const RowLocales& row_locales) {
  std::string shown;
  for (const std::size_t number : row_locales.numbers) {
    shown += fmt::format("{}{}", shown.empty() ? "" : ", ", locales()[number].name);
  }
  return shown;
}

Diagnostic unknown_places(std::string_view what, const UnknownValues& values, PlaceKey key, const BoundColumn& bound,
                          const PlaceIndex& index, const RowLocales& row_locales) {
  std::string hint = key == PlaceKey::postal_code ? fmt::format("for example {}", index.example_postal_code())
                                                  : values.did_you_mean(index.names(key));
  if (hint.empty()) {
    hint = fmt::format("for example \"{}\"; \"locale\" and the entity's \"country\" decide where the places are",
                       index.names(key).front());
  }
  return make_error("SG2765", fmt::format("no place of {} has {} {}", shown_locales(row_locales), what, values.shown()),
                    bound.place, std::move(hint));
}

/// The only value that a column can have, where that is known.
std::optional<std::string_view> only_value(const std::optional<BoundColumn>& bound) {
  if (!bound.has_value() || bound->domain == nullptr || bound->domain->rows() != 1 || bound->domain->is_null(0)) {
    return std::nullopt;
  }
  return bound->domain->text(0);
}

/// Errors in values that are known before any row is made.
Diagnostics judge(const Bindings& bindings, const PlaceIndex& index, const RowLocales& row_locales) {
  struct Known {
    const std::optional<BoundColumn>& bound;
    PlaceKey key;
    std::string_view what;
  };
  const Known all[] = {{bindings.state, PlaceKey::state, "state"},
                       {bindings.city, PlaceKey::city, "city"},
                       {bindings.postal_code, PlaceKey::postal_code, "postal code"}};
  Diagnostics faults;
  for (const Known& known : all) {
    if (!known.bound.has_value() || known.bound->domain == nullptr) continue;
    const Column& domain = *known.bound->domain;
    UnknownValues unknown;
    for (std::size_t i = 0; i < domain.rows(); ++i) {
      if (domain.is_valid(i) && !index.has(domain.text(i), known.key)) unknown.add(domain.text(i));
    }
    if (!unknown.empty()) faults.add(unknown_places(known.what, unknown, known.key, *known.bound, index, row_locales));
  }
  if (faults.has_errors()) return faults;
  std::string shown;
  const Known* last = nullptr;
  std::size_t several = 0;
  for (const Known& known : all) {
    if (!known.bound.has_value()) continue;
    const std::optional<std::string_view> value = only_value(known.bound);
    if (!value.has_value()) return faults;
    shown += fmt::format("{}{} \"{}\"", shown.empty() ? "" : " and ", known.what, *value);
    last = &known;
    ++several;
  }
  if (several < 2) return faults;
  const auto name = [&](const std::optional<BoundColumn>& bound, PlaceKey key) {
    return bound.has_value() ? index.name(*only_value(bound), key) : PlaceIndex::kAny;
  };
  const std::int32_t state = name(bindings.state, PlaceKey::state);
  const std::int32_t city = name(bindings.city, PlaceKey::city);
  for (const std::size_t locale : row_locales.numbers) {
    const std::int64_t place = bindings.postal_code.has_value()
                                   ? index.of_postal_code(locale, state, city, *only_value(bindings.postal_code))
                                   : index.pick(locale, state, city, 0);
    if (place >= 0) return faults;
  }
  faults.add(make_error("SG2766", fmt::format("no place of {} has {}", shown_locales(row_locales), shown),
                        last->bound->place, "bind one of them only, and the others follow"));
  return faults;
}

Result<MadeProvider> make_place(const ProviderContext& context) {
  Bindings bindings;
  Diagnostics faults;
  const auto read = [&](std::string_view key, std::string_view what, std::optional<BoundColumn>& into) {
    Result<std::optional<BoundColumn>> bound = context.bound(key);
    if (!bound.ok()) {
      faults.add(bound.diagnostics());
      return;
    }
    into = std::move(*bound);
    if (!into.has_value() || into->type.kind == TypeKind::string) return;
    faults.add(make_error(
        "SG2724", fmt::format("the {} of an entity is a text, and this is of type {}", what, type_text(into->type)),
        into->place, "bind it to a column of texts"));
  };
  for (auto& [key, what, into] :
       std::initializer_list<std::tuple<std::string_view, std::string_view, std::optional<BoundColumn>&>>{
           {"address.state", "state", bindings.state},
           {"address.city", "city", bindings.city},
           {"address.postal_code", "postal code", bindings.postal_code}}) {
    read(key, what, into);
  }
  if (faults.has_errors()) return faults;
  if (!bindings.any()) return make_row_pick(context, "cities", "population", "address.place");
  const RowLocales& row_locales = context.row_locales();
  auto index = std::make_unique<const PlaceIndex>(row_locales);
  if (Diagnostics unknown = judge(bindings, *index, row_locales); unknown.has_errors()) return unknown;
  MadeProvider made;
  made.type = {TypeKind::integer, 0};
  made.provider = std::make_unique<const BoundPlace>(context.entity_stream("address.place/64"), row_locales,
                                                     std::move(index), bindings);
  return made;
}

}  // namespace

const FactKind& place_fact() {
  static constexpr Name kKeys[] = {"address.state", "address.city", "address.postal_code"};
  static constexpr FactKind kFact = {.name = "address.place",
                                     .what = "place of an address: row of the table of cities",
                                     .keys = kKeys,
                                     .make = &make_place};
  return kFact;
}

}  // namespace synthgen
