// The operator `digit`: a wrong digit, in numbers and in texts such as telephone numbers.
#include "damaged_texts.hpp"
#include "digit_errors.hpp"

namespace synthgen {
namespace {

constexpr std::array<std::string_view, 5> kKinds = {"any", "transpose", "drop", "double", "replace"};

/// Verhoeff, "Error detecting decimal codes", 1969: of faults in numbers copied by people 60 to 95% are one wrong
/// digit, 10 to 20% two exchanged, 10 to 20% one missing or too much. The shares lie within.
DigitShares shares_of(std::size_t kind) {
  DigitShares shares{};
  const auto share = [&shares](DigitFault fault) -> double& { return shares[static_cast<std::size_t>(fault)]; };
  switch (kind) {
    case 1:
      share(DigitFault::transpose) = 1;
      break;
    case 2:
      share(DigitFault::drop) = 1;
      break;
    case 3:
      share(DigitFault::twice) = 1;
      break;
    case 4:
      share(DigitFault::replace) = 1;
      break;
    default:
      share(DigitFault::replace) = .76;
      share(DigitFault::transpose) = .12;
      share(DigitFault::drop) = .06;
      share(DigitFault::twice) = .06;
  }
  return shares;
}

class DigitOperator final : public NoiseOperator {
 public:
  explicit DigitOperator(DigitDamage damage) : damage_(std::move(damage)) {}

  std::uint64_t apply(const NoiseBatch& batch) const override {
    std::string before;
    std::string after;
    std::uint64_t changed = 0;
    for (std::size_t hit = 0; hit < batch.hits(); ++hit) {
      NoiseDraws draws = batch.draws(hit);
      if (damage_.damage(batch.column(), batch.place(hit), 1, draws, before, after)) ++changed;
    }
    return changed;
  }

 private:
  const DigitDamage damage_;
};

class DigitSpec final : public NoiseSpec {
 public:
  explicit DigitSpec(std::size_t kind) : kind_(kind) {}

  Result<MadeNoise> make(NoiseContext& context) const override {
    const NoiseColumn& column = context.columns().front();
    DigitErrors errors(shares_of(kind_), FaultPosition::any, FirstDigit::alike);
    return MadeNoise{std::make_unique<DigitOperator>(DigitDamage(std::move(errors), column.type, column.format))};
  }

 private:
  const std::size_t kind_;
};

std::unique_ptr<NoiseSpec> parse(NoiseReader& reader) {
  const std::optional<std::size_t> kind = reader.one_of("kind", kKinds, 0);
  if (!kind.has_value()) return nullptr;
  return std::make_unique<DigitSpec>(*kind);
}

constexpr KeyRecord kKeys[] = {
    {"kind",
     "transpose (two neighbouring digits that differ), drop, double, replace (by another digit), or any "
     "(the default): one of them, 12, 6, 6 and 76% of the hits.",
     R"({"enum": ["any", "transpose", "drop", "double", "replace"]})"},
};

}  // namespace

const NoiseKind& digit_noise() {
  static const NoiseKind kKind = {
      .record = {.name = "digit",
                 .summary = "A wrong digit: exchanged with its neighbour, left out, doubled or another one; a number "
                            "stays one.",
                 .source = "Shares of \"any\" within the ranges of Verhoeff, \"Error detecting decimal codes\", 1969.",
                 .example =
                     R"j({"operator": "digit", "columns": ["amount", "phone"], "rate": 0.01, "kind": "transpose"})j"},
      .family = "number",
      .types = TypeSet::texts() | TypeSet::numbers(),
      .types_hint = "in dates and times \"typo\" makes wrong digits",
      .keys = kKeys,
      .parse = &parse,
  };
  return kKind;
}

}  // namespace synthgen
