// The size of a file: lognormal around what is usual for its kind.
#include <algorithm>
#include <charconv>
#include <vector>

#include "file_facts.hpp"
#include "locale_data.hpp"
#include "synthgen/base/elementary.hpp"
#include "synthgen/base/normal.hpp"

namespace synthgen {
namespace {

constexpr double kSigma = 1.2;  ///< of the logarithm: 19 of 20 within a factor of 10.5 of the median
constexpr double kMostBytes = 0x1p43;

class Size final : public Provider {
 public:
  Size(StreamKey key, ColumnIndex kind) : key_(key), kind_(kind) {
    const DataTable& kinds = need_data("any_locale", "file_kinds");
    for (std::size_t row = 0; row < kinds.rows(); ++row) {
      const std::string_view text = kinds.text(row, "median");
      std::int64_t median = 0;
      std::from_chars(text.data(), text.data() + text.size(), median);
      medians_.push_back(static_cast<double>(median));
    }
  }

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    double values[kBatchRows];
    draw_uniform(key_, rows, evaluate.attempt(), 0, values);
    normal_score(rows.count, values, nullptr, values);
    for (std::size_t i = 0; i < rows.count; ++i) values[i] *= kSigma;
    elementary::exp(rows.count, values, values);
    const auto* kinds = evaluate.column(kind_).data<std::int64_t>();
    out.reset({TypeKind::integer, 0}, rows.count);
    auto* bytes = out.data<std::int64_t>();
    for (std::size_t i = 0; i < rows.count; ++i) {
      const double size = values[i] * medians_[static_cast<std::size_t>(kinds[i])];
      bytes[i] = static_cast<std::int64_t>(std::clamp(size, 1.0, kMostBytes));
    }
  }

 private:
  const StreamKey key_;
  const ColumnIndex kind_;
  std::vector<double> medians_;  // by kind
};

}  // namespace

const ProviderKind& file_size_provider() {
  static const FactKind* const kFacts[] = {&file_kind_fact()};
  static const ProviderKind kKind = {
      .record = {.name = "file.size",
                 .summary = "The size of a file in bytes, as usual for its kind.",
                 .source = "lognormal; typical sizes in data/any_locale/file_kinds.txt",
                 .example = R"({"provider": "file.size"})"},
      .type = {TypeKind::integer, 0},
      .facts = kFacts,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        Result<FactColumn> kind = context.fact(file_kind_fact());
        if (!kind.ok()) return kind.diagnostics();
        MadeProvider made;
        made.type = {TypeKind::integer, 0};
        made.provider = std::make_unique<const Size>(context.stream("value/64"), kind->column);
        return made;
      },
  };
  return kKind;
}

}  // namespace synthgen
