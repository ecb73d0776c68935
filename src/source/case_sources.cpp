#include "case_sources.hpp"

#include <algorithm>
#include <array>

#include "subset_evaluate.hpp"
#include "synthgen/source/condition_evaluate.hpp"

namespace synthgen {
namespace {

class CasesByCondition final : public Source {
 public:
  CasesByCondition(std::vector<Operand> conditions, bool has_else, BranchMerge merge)
      : conditions_(std::move(conditions)), has_else_(has_else), merge_(std::move(merge)) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const std::size_t n = evaluate.rows().count;
    std::array<std::int32_t, kBatchRows> taken;
    std::fill_n(taken.begin(), n, has_else_ ? static_cast<std::int32_t>(conditions_.size()) : -1);
    // Rows that no condition has met so far; a condition is computed for these alone, so that it warns of no other.
    std::vector<std::int64_t> open(n);
    for (std::size_t i = 0; i < n; ++i) open[i] = static_cast<std::int64_t>(i);
    for (std::size_t k = 0; k < conditions_.size() && !open.empty(); ++k) {
      const ColumnPool::Lease scratch = evaluate.pool().take();
      const Column* met = nullptr;
      if (open.size() == n) {
        met = &values_of(conditions_[k], evaluate, *scratch);
      } else {
        SubsetEvaluate subset(evaluate, open);
        met = &values_of(conditions_[k], subset, *scratch);
      }
      std::size_t kept = 0;
      for (std::size_t j = 0; j < open.size(); ++j) {
        if (met->data<std::uint8_t>()[j] != 0 && met->is_valid(j)) {
          taken[static_cast<std::size_t>(open[j])] = static_cast<std::int32_t>(k);
        } else {
          open[kept++] = open[j];
        }
      }
      open.resize(kept);
    }
    merge_.fill(evaluate, {taken.data(), n}, out);
  }

 private:
  static const Column& values_of(const Operand& condition, Evaluate& evaluate, Column& scratch) {
    ConditionEvaluate quiet(evaluate);
    return condition.values(quiet, scratch);
  }

  const std::vector<Operand> conditions_;
  const bool has_else_;
  const BranchMerge merge_;
};

class CasesByValue final : public Source {
 public:
  CasesByValue(ColumnIndex of, const Dictionary* dictionary, BranchOfValue branches, std::int32_t otherwise,
               BranchMerge merge)
      : of_(of),
        dictionary_(dictionary),
        branches_(std::move(branches)),
        otherwise_(otherwise),
        merge_(std::move(merge)) {
    for (std::size_t w = 0; dictionary_ != nullptr && w < dictionary_->size(); ++w) {
      by_code_.push_back(branch_of((*dictionary_)[w]));
    }
  }

  void fill(Evaluate& evaluate, Column& out) const override {
    const Column& values = evaluate.column(of_);
    const std::size_t n = evaluate.rows().count;
    std::array<std::int32_t, kBatchRows> taken;
    if (dictionary_ != nullptr && values.dictionary() == dictionary_) {
      const std::int32_t* codes = values.data<std::int32_t>();
      for (std::size_t i = 0; i < n; ++i) taken[i] = by_code_[static_cast<std::size_t>(codes[i])];
    } else if (values.type().kind == TypeKind::string) {
      for (std::size_t i = 0; i < n; ++i) taken[i] = branch_of(values.text(i));
    } else if (values.type().kind == TypeKind::number) {
      for (std::size_t i = 0; i < n; ++i) taken[i] = branch_of(cell_bytes(values, i));
    } else {
      const std::size_t width = value_bytes(values.type().kind);
      for (std::size_t i = 0; i < n; ++i) taken[i] = branch_of({values.data<char>() + i * width, width});
    }
    if (!values.all_valid()) {
      for (std::size_t i = 0; i < n; ++i) {
        if (values.is_null(i)) taken[i] = otherwise_;
      }
    }
    merge_.fill(evaluate, {taken.data(), n}, out);
  }

 private:
  std::int32_t branch_of(std::string_view value) const {
    const auto found = branches_.find(value);
    return found != branches_.end() ? found->second : otherwise_;
  }

  const ColumnIndex of_;
  const Dictionary* dictionary_;
  const BranchOfValue branches_;
  const std::int32_t otherwise_;
  std::vector<std::int32_t> by_code_;
  const BranchMerge merge_;
};

}  // namespace

std::string cell_bytes(const Column& column, std::size_t row) {
  if (column.type().kind == TypeKind::string) return std::string(column.text(row));
  if (column.type().kind == TypeKind::number) {
    const double one_zero = column.data<double>()[row] + 0.0;  // of two signs
    return std::string(reinterpret_cast<const char*>(&one_zero), sizeof one_zero);
  }
  const std::size_t width = value_bytes(column.type().kind);
  return std::string(column.data<char>() + row * width, width);
}

std::unique_ptr<const Source> make_cases_by_condition(std::vector<Operand> conditions, bool has_else,
                                                      BranchMerge merge) {
  return std::make_unique<CasesByCondition>(std::move(conditions), has_else, std::move(merge));
}

std::unique_ptr<const Source> make_cases_by_value(ColumnIndex of, const Dictionary* dictionary, BranchOfValue branches,
                                                  std::int32_t otherwise, BranchMerge merge) {
  return std::make_unique<CasesByValue>(of, dictionary, std::move(branches), otherwise, std::move(merge));
}

}  // namespace synthgen
