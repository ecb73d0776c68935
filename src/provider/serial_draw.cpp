#include "serial_draw.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "value_count.hpp"

namespace synthgen {
namespace {

StreamKey stream_of(const ProviderContext& context, SerialOwner owner, const std::string& purpose) {
  return owner == SerialOwner::entity ? context.entity_stream(purpose) : context.stream(purpose);
}

}  // namespace

Result<UniqueSerials> UniqueSerials::of(const ProviderContext& context, SerialOwner owner, std::string_view purpose,
                                        std::uint64_t count, std::string hint) {
  UniqueSerials serials;
  if (!context.unique()) return serials;
  if (static_cast<std::uint64_t>(context.table_rows()) > count) return too_few_values(context, count, std::move(hint));
  serials.places_.emplace(stream_of(context, owner, fmt::format("{} permutation/64", purpose)), count);
  return serials;
}

void UniqueSerials::fill(RowSet rows, std::uint64_t* serials) const {
  std::int64_t places[kBatchRows];
  places_->map(rows, places);
  std::transform(places, places + rows.count, serials,
                 [](std::int64_t place) { return static_cast<std::uint64_t>(place); });
}

Result<SerialDraw> SerialDraw::of(const ProviderContext& context, SerialOwner owner, std::string_view purpose,
                                  std::uint64_t count, std::string hint) {
  Result<UniqueSerials> unique = UniqueSerials::of(context, owner, purpose, count, std::move(hint));
  if (!unique.ok()) return unique.diagnostics();
  SerialDraw draw(std::move(*unique), count);
  if (!draw.unique()) draw.key_ = stream_of(context, owner, fmt::format("{}/64", purpose));
  return draw;
}

Result<SerialDraw> SerialDraw::of_entity_draw(const ProviderContext& context, std::string_view purpose,
                                              std::span<const Name> agreed, std::uint64_t count, std::string hint) {
  Result<UniqueSerials> unique = UniqueSerials::of(context, SerialOwner::entity, purpose, count, std::move(hint));
  if (!unique.ok()) return unique.diagnostics();
  SerialDraw draw(std::move(*unique), count);
  // With `unique` too: that the columns agree on it is told where they share the draw.
  draw.shared_ = context.entity_draw(fmt::format("{}/64", purpose), agreed);
  return draw;
}

void SerialDraw::fill_bits(Evaluate& evaluate, std::uint64_t* bits) const {
  const RowSet rows = evaluate.rows();
  if (unique_) {
    unique_.fill(rows, bits);
  } else if (shared_.has_value()) {
    const std::uint64_t* drawn = shared_->of(evaluate);
    std::copy(drawn, drawn + rows.count, bits);
  } else {
    draw_bits64(key_, rows, evaluate.attempt(), 0, bits);
  }
}

void SerialDraw::fill(Evaluate& evaluate, std::uint64_t* serials) const {
  fill_bits(evaluate, serials);
  if (unique_) return;
  const std::size_t count = evaluate.rows().count;
  for (std::size_t i = 0; i < count; ++i) serials[i] = bounded(serials[i], count_);
}

}  // namespace synthgen
