#include "coordinates.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "address_facts.hpp"
#include "joined_table.hpp"
#include "synthgen/base/elementary.hpp"

namespace synthgen {
namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr double kKilometresPerDegree = 111.195;  // of a meridian, on a sphere of 6,371 km
constexpr double kInhabitantsPerSquare = 3000;
constexpr double kMostKilometres = 5;
constexpr double kScale = 1e5;
static_assert(kCoordinateDecimals == 5);

class NearPlace final : public Provider {
 public:
  NearPlace(StreamKey key, ColumnIndex place, const JoinedTable& places, Coordinate coordinate)
      : key_(key), place_(place), shift_(coordinate == Coordinate::latitude ? 32 : 0) {
    for (const JoinedTable::Part& part : places.parts()) {
      for (std::size_t row = 0; row < part.table->rows(); ++row) {
        const double latitude = part.table->numbers("latitude")[row];
        const double longitude = part.table->numbers("longitude")[row];
        const double population = part.table->numbers("population")[row];
        const double radius = std::min(0.5 * std::sqrt(population / (kPi * kInhabitantsPerSquare)), kMostKilometres);
        // Each coordinate goes as far as the square within the circle does.
        double reach = radius / (std::sqrt(2.0) * kKilometresPerDegree);
        if (coordinate == Coordinate::longitude) reach /= elementary::cos(latitude * kPi / 180);
        centres_.push_back({(coordinate == Coordinate::latitude ? latitude : longitude) * kScale, reach * kScale});
      }
    }
  }

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    std::uint64_t bits[kBatchRows];
    draw_bits64(key_, rows, evaluate.attempt(), 0, bits);
    const Column& places = evaluate.column(place_);
    const auto* at = places.data<std::int64_t>();
    out.reset(Type::decimal(kCoordinateDecimals), rows.count);
    auto* degrees = out.data<std::int64_t>();
    for (std::size_t i = 0; i < rows.count; ++i) {
      const auto half = static_cast<std::uint32_t>(bits[i] >> shift_);
      // The sum of two uniform numbers, from −1 to 1.
      const double offset = (static_cast<double>((half >> 16) + (half & 0xFFFFU)) - 65535) * 0x1p-16;
      const Centre& centre = centres_[static_cast<std::size_t>(at[i])];
      degrees[i] = static_cast<std::int64_t>(std::floor(centre.degrees + offset * centre.reach + 0.5));
    }
    out.intersect_validity(places);
  }

 private:
  struct Centre {  // in units of the last decimal
    double degrees = 0;
    double reach = 0;
  };
  const StreamKey key_;
  const ColumnIndex place_;
  const int shift_;
  std::vector<Centre> centres_;
};

}  // namespace

Result<MadeProvider> make_coordinate(const ProviderContext& context, Coordinate coordinate) {
  Result<FactColumn> place = context.fact(place_fact());
  if (!place.ok()) return place.diagnostics();
  MadeProvider made;
  made.type = Type::decimal(kCoordinateDecimals);
  made.provider = std::make_unique<const NearPlace>(context.entity_stream("address.point/64"), place->column,
                                                    JoinedTable(context.row_locales(), "cities"), coordinate);
  return made;
}

}  // namespace synthgen
