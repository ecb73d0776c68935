#include "exact_bernoulli.hpp"

#include <cmath>

#include "context_program.hpp"
#include "synthgen/base/number_text.hpp"

namespace synthgen {
namespace {

class ExactBernoulli final : public Source {
 public:
  ExactBernoulli(Type type, std::shared_ptr<const ExactShares> shares) : type_(type), shares_(std::move(shares)) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const std::size_t n = evaluate.rows().count;
    const auto* places = evaluate.column(shares_->place).data<std::int64_t>();
    const std::int64_t yes = shares_->ends[0];
    out.reset(type_, n);
    if (type_.kind == TypeKind::boolean) {
      for (std::size_t i = 0; i < n; ++i) out.data<std::uint8_t>()[i] = places[i] < yes ? 1 : 0;
    } else {
      for (std::size_t i = 0; i < n; ++i) out.data<std::int64_t>()[i] = places[i] < yes ? 1 : 0;
    }
  }

 private:
  const Type type_;
  const std::shared_ptr<const ExactShares> shares_;
};

class ExactBernoulliSpec final : public SourceSpec {
 public:
  ExactBernoulliSpec(std::unique_ptr<SourceSpec> drawn, ParameterValue probability, ExactKey exact)
      : drawn_(std::move(drawn)), probability_(std::move(probability)), exact_(std::move(exact)) {}

  std::vector<const Expression*> expressions() const override { return drawn_->expressions(); }
  std::vector<PathUse> paths() const override { return exact_.paths(); }

  std::string unscored() const override { return "has exact shares, which are laid over all rows at once"; }

  Result<MadeSource> make(const SourceContext& context) const override {
    if (context.declaration().unique) {
      return make_error("SG2144", "\"exact\" and \"unique\" do not go together", context.declaration().unique_place,
                        "there are two values only; remove \"unique\"");
    }
    Result<MadeSource> made = drawn_->make(context);
    if (!made.ok()) return made.diagnostics();
    std::optional<std::vector<std::uint64_t>> weights = weights_of(context);
    if (!weights.has_value()) {
      return make_error("SG2140", "exact shares are the same in every row, and this probability is not",
                        probability_.json->place,
                        "give a number, or an expression of constants; or let it be exact within a choice");
    }
    Result<std::shared_ptr<const ExactShares>> shares = lay_exact_shares(exact_, *weights, context);
    if (!shares.ok()) return shares.diagnostics();
    made->exact = *shares;
    made->inputs = {(*shares)->place};
    made->source = std::make_unique<ExactBernoulli>(made->type, *shares);
    return made;
  }

 private:
  /// Of true and of false; nothing where the probability differs by row.
  std::optional<std::vector<std::uint64_t>> weights_of(const SourceContext& context) const {
    double number = 0;
    std::string text;
    if (probability_.literal()) {
      number = probability_.json->number;
      text = probability_.json->text;
    } else {
      Result<std::shared_ptr<const Program>> program =
          compile_in(context, *probability_.expression, "p ", Type{TypeKind::number, 0});
      if (!program.ok()) return std::nullopt;
      const std::optional<double> fixed = Operand(*program).fixed_number();
      if (!fixed.has_value()) return std::nullopt;
      number = *fixed;
      text = shortest_text(number);
    }
    // Exactly as written where it is a decimal.
    if (const std::optional<Scaled> scaled = parse_decimal(text); scaled.has_value() && scaled->decimals <= 18) {
      std::uint64_t whole = 1;
      for (int d = 0; d < scaled->decimals; ++d) whole *= 10;
      const auto yes = static_cast<std::uint64_t>(scaled->value);
      return std::vector<std::uint64_t>{yes, whole - yes};
    }
    constexpr std::uint64_t kWhole = std::uint64_t{1} << 60;
    const auto yes = static_cast<std::uint64_t>(std::floor(number * 0x1p60 + 0.5));
    return std::vector<std::uint64_t>{yes, kWhole - yes};
  }

  const std::unique_ptr<SourceSpec> drawn_;
  const ParameterValue probability_;
  const ExactKey exact_;
};

}  // namespace

std::unique_ptr<SourceSpec> make_exact_bernoulli(std::unique_ptr<SourceSpec> drawn, ParameterValue probability,
                                                 ExactKey exact) {
  return std::make_unique<ExactBernoulliSpec>(std::move(drawn), std::move(probability), std::move(exact));
}

}  // namespace synthgen
