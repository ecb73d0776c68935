// Whether the result of a laboratory test is within its range.
#include "health_facts.hpp"

namespace synthgen {
namespace {

class LabFlag final : public Provider {
 public:
  LabFlag(const RowLocales& locales, ColumnIndex test, ColumnIndex value)
      : test_(test), value_(value), ranges_(lab_ranges(JoinedTable(locales, "lab_tests"))), flags_({"N", "L", "H"}) {}

  const CodedTexts& flags() const { return flags_; }

  void fill(Evaluate& evaluate, Column& out) const override {
    const Column& tests = evaluate.column(test_);
    const Column& values = evaluate.column(value_);
    out.reset(flags_.dictionary(), tests.rows());
    auto* codes = out.data<std::int32_t>();
    for (std::size_t i = 0; i < tests.rows(); ++i) {
      const LabRange& range = ranges_[static_cast<std::size_t>(tests.data<std::int64_t>()[i])];
      const double value = values.data<double>()[i];
      codes[i] = value < range.low ? 1 : value > range.high ? 2 : 0;
    }
    out.intersect_validity(tests);
    out.intersect_validity(values);
  }

 private:
  const ColumnIndex test_;
  const ColumnIndex value_;
  const std::vector<LabRange> ranges_;
  const CodedTexts flags_;
};

}  // namespace

const ProviderKind& health_lab_flag_provider() {
  static const FactKind* const kFacts[] = {&lab_test_fact(), &lab_value_fact()};
  static constexpr Name kTopics[] = {"lab_tests"};
  static const ProviderKind kKind = {
      .record = {.name = "health.lab_flag",
                 .summary = "L, N or H: whether the laboratory value is below, within or above its range.",
                 .source = "flags of HL7 table 0078",
                 .example = R"({"provider": "health.lab_flag"})"},
      .localized = true,
      .topics = kTopics,
      .facts = kFacts,
      .no_suffix = kFormOfItsOwn,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        Result<FactColumn> test = context.fact(lab_test_fact());
        if (!test.ok()) return test.diagnostics();
        Result<FactColumn> value = context.fact(lab_value_fact());
        if (!value.ok()) return value.diagnostics();
        auto provider = std::make_unique<const LabFlag>(context.row_locales(), test->column, value->column);
        return provider->flags().coded(std::move(provider));
      },
  };
  return kKind;
}

}  // namespace synthgen
