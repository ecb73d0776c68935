// Picks that do not repeat, for keys of several columns: places of keyed permutations, and parents by them.
#include <cstring>

#include "pick_sources.hpp"
#include "synthgen/source/place_sources.hpp"

namespace synthgen {
namespace {

class FamilyPlaces final : public Source {
 public:
  FamilyPlaces(std::shared_ptr<const FamilyIndex> families, FamilyPermutation order)
      : families_(std::move(families)), order_(std::move(order)) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    out.reset({TypeKind::integer, 0}, rows.count);
    order_.map(*families_, rows, out.data<std::int64_t>());
  }

 private:
  const std::shared_ptr<const FamilyIndex> families_;
  const FamilyPermutation order_;
};

/// What a place stands for, from 0: one of the numbers of which all combinations are made.
class PlaceDigit {
 public:
  PlaceDigit(const DistinctPick& distinct, std::int64_t values)
      : place_(*distinct.place), step_(distinct.step), places_(distinct.places), values_(values) {}

  void fill(Evaluate& evaluate, Column& out) const {
    const Column& places = evaluate.column(place_);
    const std::size_t n = evaluate.rows().count;
    out.reset({TypeKind::integer, 0}, n);
    const auto* from = places.data<std::int64_t>();
    auto* digits = out.data<std::int64_t>();
    if (step_ == 1 && places_ == values_) {
      std::memcpy(digits, from, n * sizeof(std::int64_t));
    } else if (step_ == 1) {
      for (std::size_t i = 0; i < n; ++i) digits[i] = from[i] % values_;
    } else if (places_ == step_ * values_) {
      for (std::size_t i = 0; i < n; ++i) digits[i] = from[i] / step_;
    } else {
      for (std::size_t i = 0; i < n; ++i) digits[i] = from[i] / step_ % values_;
    }
    out.intersect_validity(places);
  }

 private:
  const ColumnIndex place_;
  const std::int64_t step_;
  const std::int64_t places_;
  const std::int64_t values_;
};

class PlacePick final : public Source {
 public:
  explicit PlacePick(PlaceDigit digit) : digit_(digit) {}
  void fill(Evaluate& evaluate, Column& out) const override { digit_.fill(evaluate, out); }

 private:
  const PlaceDigit digit_;
};

class PlaceIntegers final : public Source {
 public:
  PlaceIntegers(PlaceDigit digit, std::int64_t least) : digit_(digit), least_(least) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    digit_.fill(evaluate, out);
    auto* values = out.data<std::int64_t>();
    for (std::size_t i = 0; i < out.rows(); ++i) values[i] += least_;
  }

 private:
  const PlaceDigit digit_;
  const std::int64_t least_;
};

class PlaceChoice final : public Source {
 public:
  /// dictionary  of texts, whose codes are the places in the list; null where they are no texts
  /// drawn       holds it
  PlaceChoice(PlaceDigit digit, std::shared_ptr<const Column> values, const Dictionary* dictionary,
              std::unique_ptr<const Source> drawn)
      : digit_(digit), values_(std::move(values)), dictionary_(dictionary), drawn_(std::move(drawn)) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const ColumnPool::Lease digits = evaluate.pool().take();
    digit_.fill(evaluate, *digits);
    const auto* places = digits->data<std::int64_t>();
    if (dictionary_ == nullptr) {
      out.gather(*values_, {places, digits->rows()});
      return;
    }
    out.reset(*dictionary_, digits->rows());
    auto* codes = out.data<std::int32_t>();
    for (std::size_t i = 0; i < digits->rows(); ++i) codes[i] = static_cast<std::int32_t>(places[i]);
  }

 private:
  const PlaceDigit digit_;
  const std::shared_ptr<const Column> values_;
  const Dictionary* const dictionary_;
  const std::unique_ptr<const Source> drawn_;
};

/// `made` by its place in place of draws.
void follow_place(MadeSource& made, const DistinctPick& distinct) {
  made.inputs = {*distinct.place};
  made.own_rows_only = true;
  made.ascending = false;
}

}  // namespace

MadeSource make_family_places(std::shared_ptr<const FamilyIndex> families, FamilyPermutation order) {
  MadeSource made;
  made.type = {TypeKind::integer, 0};
  made.own_rows_only = true;
  made.source = std::make_unique<FamilyPlaces>(std::move(families), std::move(order));
  return made;
}

MadeSource make_table_places(Permutation order) {
  MadeSource made;
  made.type = {TypeKind::integer, 0};
  made.own_rows_only = true;
  made.unique = true;
  made.memory_bytes = order.memory_bytes();
  made.source = make_permuted_pick(std::move(order));
  return made;
}

MadeSource make_place_pick(const DistinctPick& distinct, std::int64_t parent_rows) {
  MadeSource made;
  made.type = {TypeKind::integer, 0};
  made.source = std::make_unique<PlacePick>(PlaceDigit(distinct, parent_rows));
  follow_place(made, distinct);
  return made;
}

MadeSource make_place_integers(MadeSource made, const DistinctPick& distinct, std::int64_t values, std::int64_t least) {
  made.source = std::make_unique<PlaceIntegers>(PlaceDigit(distinct, values), least);
  follow_place(made, distinct);
  return made;
}

MadeSource make_place_choice(MadeSource made, const DistinctPick& distinct) {
  const auto values = static_cast<std::int64_t>(made.domain->rows());
  made.source =
      std::make_unique<PlaceChoice>(PlaceDigit(distinct, values), made.domain, made.dictionary, std::move(made.source));
  follow_place(made, distinct);
  return made;
}

}  // namespace synthgen
