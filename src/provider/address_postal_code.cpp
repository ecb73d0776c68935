// The postal code of an address.
#include "address_facts.hpp"
#include "address_parts.hpp"
#include "copied.hpp"

namespace synthgen {
namespace {

class PostalCode final : public Provider {
 public:
  PostalCode(EntityBits draw, ColumnIndex place, const JoinedTable& places)
      : draw_(draw), place_(place), codes_(places) {}

  const PostalCodes& codes() const { return codes_; }

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    const std::uint64_t* bits = draw_.of(evaluate);
    const Column& places = evaluate.column(place_);
    const auto* at = places.data<std::int64_t>();
    if (codes_.listed()) {
      out.reset(codes_.texts().dictionary(), rows.count);
      auto* codes = out.data<std::int32_t>();
      for (std::size_t i = 0; i < rows.count; ++i) codes[i] = codes_.code(static_cast<std::size_t>(at[i]), bits[i]);
      out.intersect_validity(places);
      return;
    }
    out.reset({TypeKind::string, 0}, rows.count);
    out.begin_texts();
    for (std::size_t i = 0; i < rows.count; ++i) {
      if (places.is_null(i)) {
        out.append_null();
        continue;
      }
      TextPieces pieces(out, PostalCodes::kRoom);
      codes_.write(static_cast<std::size_t>(at[i]), bits[i], pieces);
      pieces.commit();
    }
  }

 private:
  const EntityBits draw_;
  const ColumnIndex place_;
  const PostalCodes codes_;
};

Result<MadeProvider> make(const ProviderContext& context) {
  Result<FactColumn> place = context.fact(place_fact());
  if (!place.ok()) return place.diagnostics();
  Result<std::optional<BoundColumn>> bound = context.bound("address.postal_code");
  if (!bound.ok()) return bound.diagnostics();
  if (bound->has_value()) return copy_of_bound(**bound, "postal code");
  auto provider = std::make_unique<const PostalCode>(context.entity_draw("address.postal_code/64"), place->column,
                                                     JoinedTable(context.row_locales(), "cities"));
  MadeProvider made;
  if (provider->codes().listed()) {
    made.dictionary = &provider->codes().texts().dictionary();
    made.domain = provider->codes().texts().domain();
  }
  made.provider = std::move(provider);
  return made;
}

}  // namespace

const ProviderKind& address_postal_code_provider() {
  static const FactKind* const kFacts[] = {&place_fact()};
  static constexpr Name kTopics[] = {"cities"};
  static constexpr Name kKeys[] = {"address.postal_code"};
  static const ProviderKind kKind = {
      .record = {.name = "address.postal_code",
                 .summary =
                     "A postal code of the city: within its range, and of those that exist where they are known.",
                 .source = "data/<locale>/cities.txt and postal_codes.txt name the posts",
                 .example = R"({"provider": "address.postal_code"})"},
      .localized = true,
      .topics = kTopics,
      .keys = kKeys,
      .facts = kFacts,
      .no_suffix = kFormOfItsOwn,
      .make = &make,
  };
  return kKind;
}

}  // namespace synthgen
