#include "copied.hpp"

#include <fmt/format.h>

#include <cstring>

namespace synthgen {
namespace {

class Copied final : public Provider {
 public:
  explicit Copied(ColumnIndex column) : column_(column) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const Column& from = evaluate.column(column_);
    const std::size_t rows = from.rows();
    if (from.dictionary() != nullptr) {
      out.reset(*from.dictionary(), rows);
      std::memcpy(out.data<std::int32_t>(), from.data<std::int32_t>(), rows * sizeof(std::int32_t));
    } else if (from.type().kind == TypeKind::string) {
      out.reset(from.type(), rows);
      out.begin_texts();
      out.append_texts(from, 0, rows);
    } else {
      static constexpr auto kPlaces = [] {
        std::array<std::int64_t, kBatchRows> places{};
        for (std::size_t i = 0; i < kBatchRows; ++i) places[i] = static_cast<std::int64_t>(i);
        return places;
      }();
      out.gather(from, {kPlaces.data(), rows});
      return;
    }
    out.intersect_validity(from);
  }

 private:
  const ColumnIndex column_;
};

}  // namespace

MadeProvider copy_of_fact(const FactColumn& fact) {
  MadeProvider made;
  made.type = fact.type;
  made.dictionary = fact.dictionary;
  made.provider = std::make_unique<const Copied>(fact.column);
  return made;
}

Result<MadeProvider> copy_of_bound(const BoundColumn& bound, std::string_view thing) {
  if (bound.type.kind != TypeKind::string) {
    return make_error(
        "SG2724", fmt::format("the {} of an entity is a text, and this is of type {}", thing, type_text(bound.type)),
        bound.place, "bind it to a column of texts");
  }
  return copy_of_fact({bound.column, bound.type, bound.dictionary});
}

}  // namespace synthgen
