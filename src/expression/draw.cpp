// Draws inside an expression.
#include "draw.hpp"

#include "synthgen/base/elementary.hpp"

namespace synthgen::expression {
namespace {

/// More parameters than any distribution has.
constexpr std::size_t kMostParameters = 8;

class DrawStep final : public Step {
 public:
  DrawStep(Type type, std::unique_ptr<const Sampler> sampler, std::vector<StepPtr> parameters)
      : Step(type), sampler_(std::move(sampler)), parameters_(std::move(parameters)) {}

  void fill(Run& run, Column& out) const override {
    std::array<std::optional<Operand>, kMostParameters> operands;
    std::array<std::optional<ColumnPool::Lease>, kMostParameters> masked;
    std::array<const Column*, kMostParameters> columns{};
    for (std::size_t p = 0; p < parameters_.size(); ++p) {
      if (parameters_[p] == nullptr) continue;
      operands[p].emplace(*parameters_[p], run);
      columns[p] = &operands[p]->column();
      if (run.active == nullptr) continue;
      // The sampler warns of bad parameters; a row that nobody asks for must not, so its parameter becomes null.
      masked[p].emplace(run.evaluate.pool().take());
      Column& copy = **masked[p];
      convert(*columns[p], columns[p]->type(), copy);
      std::uint64_t* words = copy.need_validity();
      for (std::size_t w = 0; w < run.words(); ++w) words[w] &= run.active_word(w);
      columns[p] = &copy;
    }
    sampler_->draw(run.evaluate, std::span(columns.data(), parameters_.size()), nullptr, nullptr, out);
    assert(out.type() == type() && out.rows() == run.rows);
  }

 private:
  std::unique_ptr<const Sampler> sampler_;
  std::vector<StepPtr> parameters_;  // null where fixed
};

}  // namespace

Type draw_type(const DistributionKind& kind) {
  switch (kind.outcome) {
    case Outcome::boolean:
      return {TypeKind::boolean};
    case Outcome::discrete:
    case Outcome::lattice:
      return {TypeKind::integer};
    case Outcome::continuous:
      break;
    case Outcome::time:
      assert(false && "it takes lists, which no expression holds");
      break;
  }
  return {TypeKind::number};
}

double constant_number(const Step& step) {
  const Column& value = *step.constant();
  switch (step.type().kind) {
    case TypeKind::number:
      return value.data<double>()[0];
    case TypeKind::decimal:
      return elementary::from_scaled(value.data<std::int64_t>()[0], step.type().decimals);
    default:
      return static_cast<double>(value.data<std::int64_t>()[0]);
  }
}

StepPtr make_draw(const DistributionKind& kind, std::size_t parameterisation, std::vector<StepPtr> parameters,
                  const DrawKeys& keys) {
  assert(parameters.size() <= kMostParameters);
  SamplerSpec spec;
  spec.kind = &kind;
  spec.parameterisation = parameterisation;
  spec.type = draw_type(kind);
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    if (parameters[p] == nullptr) {
      spec.fixed.push_back(kind.parameterisations[parameterisation][p].fallback);
    } else if (parameters[p]->constant() != nullptr) {
      spec.fixed.emplace_back(constant_number(*parameters[p]));
      parameters[p] = nullptr;
    } else {
      spec.fixed.emplace_back(std::nullopt);
    }
  }
  return std::make_shared<DrawStep>(spec.type, Sampler::make(spec, keys), std::move(parameters));
}

}  // namespace synthgen::expression
