#include <cstring>
#include <set>
#include <string>

#include "support/catch.hpp"
#include "support/fixed_evaluate.hpp"
#include "support/stream_context.hpp"
#include "synthgen/provider/provider.hpp"

using namespace synthgen;

namespace {

constexpr std::size_t kRows = kBatchRows;

std::unique_ptr<const Provider> make(const test::StreamContext& context) {
  return std::move(find_provider("id.uuid4")->make(context)->provider);
}

}  // namespace

TEST_CASE("a random uuid has version 4 and the variant of RFC 9562 in every row, and no other fixed bit") {
  const test::StreamContext context;
  const std::unique_ptr<const Provider> provider = make(context);
  CHECK(context.purposes() == std::vector<std::string>{"value/128"});  // frozen: it is part of the stream version
  FixedEvaluate evaluate(RowSet::range(0, kRows));
  Column out;
  provider->fill(evaluate, out);
  REQUIRE(out.type() == Type{TypeKind::uuid, 0});
  std::size_t ones[128] = {};
  for (std::size_t i = 0; i < kRows; ++i) {
    const auto* bytes = out.data<unsigned char>() + 16 * i;
    REQUIRE(bytes[6] >> 4 == 4);
    REQUIRE(bytes[8] >> 6 == 2);
    for (std::size_t bit = 0; bit < 128; ++bit) ones[bit] += (bytes[bit / 8] >> (7 - bit % 8)) & 1;
  }
  for (std::size_t bit = 0; bit < 128; ++bit) {
    if ((bit >= 48 && bit < 52) || bit == 64 || bit == 65) continue;
    INFO(bit);
    // Half of 1,024 within 6 standard deviations of 16: once in four million seeds for all 122 bits.
    CHECK(ones[bit] > 512 - 96);
    CHECK(ones[bit] < 512 + 96);
  }
}

TEST_CASE("a row has the same uuid in any batch, another at another attempt, and none occurs twice") {
  const test::StreamContext context;
  const std::unique_ptr<const Provider> provider = make(context);
  FixedEvaluate evaluate(RowSet::range(1'000'000, kRows));
  Column by_range;
  provider->fill(evaluate, by_range);
  std::vector<std::int64_t> rows;
  for (std::size_t i = 0; i < kRows; ++i) rows.push_back(1'000'000 + static_cast<std::int64_t>(kRows - 1 - i));
  evaluate.reset(RowSet::of(rows));
  Column by_list;
  provider->fill(evaluate, by_list);
  std::set<std::string> seen;
  for (std::size_t i = 0; i < kRows; ++i) {
    const std::string bytes(by_range.data<char>() + 16 * i, 16);
    seen.insert(bytes);
    REQUIRE(std::memcmp(by_list.data<char>() + 16 * (kRows - 1 - i), bytes.data(), 16) == 0);
  }
  CHECK(seen.size() == kRows);
  evaluate.reset(RowSet::range(1'000'000, kRows), 1);
  Column retried;
  provider->fill(evaluate, retried);
  for (std::size_t i = 0; i < kRows; ++i) seen.insert(std::string(retried.data<char>() + 16 * i, 16));
  CHECK(seen.size() == 2 * kRows);
}
