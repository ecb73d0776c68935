// Points near the centre of a place.
#pragma once

#include "synthgen/provider/provider.hpp"

namespace synthgen {

enum class Coordinate : unsigned char { latitude, longitude };

inline constexpr int kCoordinateDecimals = 5;  // about a metre

/// Degrees of a point that both coordinates of an entity agree on: within half of the radius that the city would have
/// with 3,000 inhabitants per square kilometre, at most 5 km, so that few points fall into the sea; denser in the
/// middle. REQUIRES: the kind has the fact place_fact().
Result<MadeProvider> make_coordinate(const ProviderContext& context, Coordinate coordinate);

}  // namespace synthgen
