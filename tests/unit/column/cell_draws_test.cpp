// Draws by scores: every form rises with the score and has the probability that it should.
#include "synthgen/column/cell_draws.hpp"

#include <boost/math/distributions/normal.hpp>
#include <vector>

#include "support/catch.hpp"
#include "support/scored_rows.hpp"
#include "synthgen/base/normal.hpp"

using namespace synthgen;

namespace {

DrawKeys by_score() {
  DrawKeys keys;
  keys.score = 0;
  return keys;
}

}  // namespace

TEST_CASE("draws by scores rise with the score, from one end to the other") {
  std::vector<double> scores;
  for (double z = -8.5; z <= 8.5; z += 0.017) scores.push_back(z);
  ScoredRows rows(scores);
  const CellDraws draws(by_score());
  const std::size_t n = scores.size();
  std::vector<std::uint64_t> wide(n);
  std::vector<std::uint32_t> narrow(n);
  std::vector<double> below(n);
  std::vector<double> above(n);
  draws.bits64(rows, 0, n, wide.data());
  draws.bits32(rows, 0, n, narrow.data());
  CHECK(draws.probabilities(rows, 0, n, below.data(), above.data()) == rows.column(0).data<double>());
  std::vector<double> alone(n);
  draws.below(rows, 0, n, alone.data());
  CHECK(alone == below);
  for (std::size_t i = 0; i < n; ++i) {
    if (i > 0) {
      CHECK(wide[i] >= wide[i - 1]);
      CHECK(below[i] >= below[i - 1]);
      CHECK(above[i] <= above[i - 1]);
    }
    CHECK(narrow[i] == wide[i] >> 32);
    const boost::math::normal_distribution<double> normal;
    const double z = std::min(8.2, std::max(-8.2, scores[i]));
    const double share = boost::math::cdf(normal, z);
    CHECK(std::abs(static_cast<double>(wide[i]) * 0x1p-64 - share) < 2e-10);
  }
  CHECK(wide.front() > 0);
  CHECK(wide.back() >= 0xfffffffffffff000ULL);
}

TEST_CASE("a boolean by scores is true at high scores, with its probability") {
  const boost::math::normal_distribution<double> normal;
  for (const double rate : {0.1, 0.002, 0.5, 0.93}) {
    const double edge = boost::math::quantile(boost::math::complement(normal, rate));
    ScoredRows rows({edge - 1e-9, edge + 1e-9, -8, 8});
    const std::vector<double> rates(4, rate);
    std::uint8_t hits[4];
    CellDraws(by_score()).hits(rows, 0, 4, rates.data(), hits);
    CHECK(hits[0] == 0);
    CHECK(hits[1] == 1);
    CHECK(hits[2] == 0);
    CHECK(hits[3] == 1);
  }
  ScoredRows ends({-9, 9});
  const double never[] = {0, 0};
  const double always[] = {1, 1};
  std::uint8_t hits[2];
  CellDraws(by_score()).hits(ends, 0, 2, never, hits);
  CHECK((hits[0] == 0 && hits[1] == 0));
  CellDraws(by_score()).hits(ends, 0, 2, always, hits);
  CHECK((hits[0] == 1 && hits[1] == 1));
}

TEST_CASE("draws without scores are those of the streams, chunk by chunk") {
  DrawKeys keys;
  keys.bits64 = make_stream_key(1, "t", "c", "value/64");
  keys.bits32 = make_stream_key(1, "t", "c", "value/32");
  keys.tie64 = make_stream_key(1, "t", "c", "value tie/64");
  const std::vector<double> nothing(700, 0.0);
  ScoredRows rows(nothing);
  const CellDraws draws(keys);
  std::vector<std::uint64_t> whole(700);
  std::vector<std::uint64_t> parts(700);
  draw_bits64(keys.bits64, rows.rows(), 0, 0, whole.data());
  draws.bits64(rows, 0, 256, parts.data());
  draws.bits64(rows, 256, 444, parts.data() + 256);
  CHECK(whole == parts);
  std::vector<double> below(700);
  std::vector<double> above(700);
  std::vector<double> alone(700);
  CHECK(draws.probabilities(rows, 0, 700, below.data(), above.data()) == nullptr);
  draws.below(rows, 0, 700, alone.data());
  CHECK(alone == below);
}
