#include "serial_draw.hpp"

#include <set>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/fixed_evaluate.hpp"
#include "support/stream_context.hpp"

using namespace synthgen;

namespace {

class UniqueContext final : public test::StreamContext {
 public:
  explicit UniqueContext(std::int64_t rows) : rows_(rows) {}
  bool unique() const override { return true; }
  std::int64_t table_rows() const override { return rows_; }

 private:
  std::int64_t rows_;
};

std::vector<std::uint64_t> filled(const SerialDraw& draw, FixedEvaluate& evaluate) {
  std::vector<std::uint64_t> serials(evaluate.rows().count);
  draw.fill(evaluate, serials.data());
  return serials;
}

}  // namespace

TEST_CASE("drawn serial numbers are below the count, and others at another attempt") {
  const test::StreamContext context;
  const Result<SerialDraw> draw = SerialDraw::of(context, SerialOwner::column, "value", 1000);
  REQUIRE(draw.ok());
  CHECK(context.purposes() == std::vector<std::string>{"value/64"});  // frozen: it is part of the stream version
  CHECK(!draw->unique());
  FixedEvaluate evaluate(RowSet::range(0, kBatchRows));
  const std::vector<std::uint64_t> serials = filled(*draw, evaluate);
  for (const std::uint64_t serial : serials) REQUIRE(serial < 1000);
  // 1,024 draws of 1,000 have 641 different ones on average, with a deviation below 12.
  CHECK(std::set<std::uint64_t>(serials.begin(), serials.end()).size() > 560);
  FixedEvaluate again(RowSet::range(0, kBatchRows), 1);
  CHECK(filled(*draw, again) != serials);
  std::vector<std::uint64_t> bits(kBatchRows);
  draw->fill_bits(evaluate, bits.data());
  for (std::size_t i = 0; i < kBatchRows; ++i) {
    REQUIRE(draw->serial(bits[i], 1000) == serials[i]);
    REQUIRE(draw->serial(bits[i], 2000) / 2 == serials[i]);
  }
}

TEST_CASE("serial numbers of unique columns are a permutation, whatever the attempt") {
  const UniqueContext context(5000);
  const Result<SerialDraw> draw = SerialDraw::of(context, SerialOwner::entity, "finance.card", 5000);
  REQUIRE(draw.ok());
  CHECK(context.purposes() == std::vector<std::string>{"finance.card permutation/64"});
  CHECK(draw->unique());
  std::set<std::uint64_t> seen;
  for (std::int64_t row = 0; row < 5000; row += 1000) {
    FixedEvaluate evaluate(RowSet::range(row, 1000));
    const std::vector<std::uint64_t> serials = filled(*draw, evaluate);
    seen.insert(serials.begin(), serials.end());
    FixedEvaluate again(RowSet::range(row, 1000), 1);
    REQUIRE(filled(*draw, again) == serials);
    std::vector<std::uint64_t> bits(1000);
    draw->fill_bits(evaluate, bits.data());
    for (std::size_t i = 0; i < 1000; ++i) REQUIRE(draw->serial(bits[i], 7000) == serials[i]);
  }
  CHECK(seen.size() == 5000);
  CHECK(*seen.rbegin() == 4999);
}

TEST_CASE("more rows than serial numbers are an error that names both") {
  const UniqueContext context(5001);
  const Result<SerialDraw> draw = SerialDraw::of(context, SerialOwner::column, "value", 5000, "take fewer");
  REQUIRE(!draw.ok());
  const Diagnostic& fault = *draw.diagnostics().begin();
  CHECK(fault.code == "SG2143");
  CHECK(fault.message == "5001 rows cannot all differ: there are 5000 values");
  CHECK(fault.hint == "take fewer");
}

TEST_CASE("there are no unique numbers where the column does not ask for them") {
  const test::StreamContext context;
  const Result<UniqueSerials> serials = UniqueSerials::of(context, SerialOwner::column, "value", 5);
  REQUIRE(serials.ok());
  CHECK(!*serials);
  CHECK(context.purposes().empty());
}
