// Drawing from distributions in tests: parameters by name, each a number (known before
// the first row) or a function of the row (an "=expression").
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "support/fixed_evaluate.hpp"
#include "synthgen/base/elementary.hpp"
#include "synthgen/distribution/sampler.hpp"

namespace synthgen {

/// A number, or one per row; nothing is a null. `type` is that of the column that carries the rows.
struct RowNumber {
  using PerRow = std::function<std::optional<double>(std::int64_t row)>;

  RowNumber(double number) : fixed(number) {}  // NOLINT(google-explicit-constructor)
  RowNumber(PerRow function, Type column_type = {TypeKind::number, 0})
      : per_row(std::move(function)), type(column_type) {}

  std::optional<double> fixed;
  PerRow per_row;
  Type type{TypeKind::number, 0};
};

inline RowNumber every_row(double number, Type type = {TypeKind::number, 0}) {
  return {[number](std::int64_t) { return std::optional<double>(number); }, type};
}

struct DrawRequest {
  std::string distribution;
  std::vector<std::pair<std::string, RowNumber>> parameters = {};
  std::optional<RowNumber> min = std::nullopt;
  std::optional<RowNumber> max = std::nullopt;
  Type type{TypeKind::number, 0};
  std::uint64_t seed = 1;
  /// Of a kind that takes lists, in the order of its parameters.
  std::vector<std::vector<double>> lists = {};
};

/// Drawn cells: integers hold what lies in memory (scaled, days, microseconds, 0 and 1; for numbers 0), numbers the
/// value.
struct DrawnCells {
  std::vector<std::int64_t> integers;
  std::vector<double> numbers;
  std::vector<char> valid;
  std::array<std::uint64_t, kCellWarnings> warnings{};

  std::size_t size() const { return valid.size(); }
  std::uint64_t warned(CellWarning warning) const { return warnings[static_cast<std::size_t>(warning)]; }
  std::size_t nulls() const { return static_cast<std::size_t>(std::count(valid.begin(), valid.end(), 0)); }
  double mean() const {
    double sum = 0;
    for (double x : numbers) sum += x;
    return sum / static_cast<double>(numbers.size());
  }
  double sd() const {
    const double centre = mean();
    double sum = 0;
    for (double x : numbers) sum += (x - centre) * (x - centre);
    return std::sqrt(sum / static_cast<double>(numbers.size() - 1));
  }
  friend bool operator==(const DrawnCells&, const DrawnCells&) = default;
};

/// The parameterisation that takes exactly these names; throws where none does.
inline std::size_t parameterisation_of(const DistributionKind& kind,
                                       const std::vector<std::pair<std::string, RowNumber>>& parameters) {
  for (std::size_t which = 0; which < kind.parameterisations.size(); ++which) {
    const Parameterisation list = kind.parameterisations[which];
    std::size_t found = 0;
    const bool fits = std::all_of(list.begin(), list.end(), [&](const Parameter& p) {
      const bool given =
          std::any_of(parameters.begin(), parameters.end(), [&](const auto& one) { return one.first == p.name; });
      found += given ? 1 : 0;
      return given || p.fallback.has_value() || p.form == ParameterForm::list;
    });
    if (fits && found == parameters.size()) return which;
  }
  throw std::runtime_error("no parameterisation of " + std::string(kind.record.name) + " takes these names");
}

inline const DistributionKind& distribution_kind(const std::string& name) {
  const DistributionKind* kind = find_distribution(name);
  if (kind == nullptr) throw std::runtime_error("no distribution " + name);
  return *kind;
}

inline void fill_column(const RowNumber& number, RowSet rows, Column& out) {
  out.reset(number.type, rows.count);
  for (std::size_t i = 0; i < rows.count; ++i) {
    const std::optional<double> value = number.fixed ? number.fixed : number.per_row(rows[i]);
    switch (number.type.kind) {
      case TypeKind::number:
        out.data<double>()[i] = value.value_or(std::nan(""));
        break;
      case TypeKind::date:
        out.data<std::int32_t>()[i] = static_cast<std::int32_t>(value.value_or(0));
        break;
      case TypeKind::decimal:
        out.data<std::int64_t>()[i] = 0;
        if (value) elementary::round_to_scale(*value, number.type.decimals, out.data<std::int64_t>()[i]);
        break;
      default:
        out.data<std::int64_t>()[i] = static_cast<std::int64_t>(value.value_or(0));
        break;
    }
    if (!value) out.set_null(i);
  }
}

/// A sampler with the columns that it reads.
class TestSampler {
 public:
  explicit TestSampler(DrawRequest request) : request_(std::move(request)) {
    spec_.kind = &distribution_kind(request_.distribution);
    spec_.parameterisation = parameterisation_of(*spec_.kind, request_.parameters);
    spec_.type = request_.type;
    spec_.lists = request_.lists;
    fallbacks_.reserve(kMostFallbacks);
    for (const Parameter& parameter : spec_.kind->parameterisations[spec_.parameterisation]) {
      if (parameter.form == ParameterForm::list || parameter.form == ParameterForm::dates) continue;
      const auto given = std::find_if(request_.parameters.begin(), request_.parameters.end(),
                                      [&](const auto& one) { return one.first == parameter.name; });
      if (given == request_.parameters.end()) {
        spec_.fixed.push_back(parameter.fallback);
        ordered_.push_back(&fallbacks_.emplace_back(*parameter.fallback));
        continue;
      }
      spec_.fixed.push_back(given->second.fixed);
      ordered_.push_back(&given->second);
    }
    spec_.has_min = request_.min.has_value();
    spec_.has_max = request_.max.has_value();
    keys_ = {make_stream_key(request_.seed, "t", "c", "value/64"), make_stream_key(request_.seed, "t", "c", "value/32"),
             make_stream_key(request_.seed, "t", "c", "value tie/64")};
    sampler_ = Sampler::make(spec_, keys_);
  }

  void draw(RowSet rows, Evaluate& evaluate, Column& out) {
    std::vector<Column> columns(ordered_.size());
    std::vector<const Column*> parameters(ordered_.size(), nullptr);
    for (std::size_t p = 0; p < ordered_.size(); ++p) {
      if (ordered_[p]->fixed) continue;
      fill_column(*ordered_[p], rows, columns[p]);
      parameters[p] = &columns[p];
    }
    Column min;
    Column max;
    if (request_.min) fill_column(*request_.min, rows, min);
    if (request_.max) fill_column(*request_.max, rows, max);
    sampler_->draw(evaluate, parameters, request_.min ? &min : nullptr, request_.max ? &max : nullptr, out);
  }

  const Sampler& sampler() const { return *sampler_; }

 private:
  static constexpr std::size_t kMostFallbacks = 8;

  DrawRequest request_;
  std::vector<RowNumber> fallbacks_;
  SamplerSpec spec_;
  DrawKeys keys_;
  std::vector<const RowNumber*> ordered_;
  std::unique_ptr<const Sampler> sampler_;
};

inline void append_cells(const Column& column, DrawnCells& cells) {
  for (std::size_t i = 0; i < column.rows(); ++i) {
    std::int64_t integer = 0;
    double number = 0;
    switch (column.type().kind) {
      case TypeKind::number:
        number = column.data<double>()[i];
        break;
      case TypeKind::boolean:
        number = static_cast<double>(integer = column.data<std::uint8_t>()[i]);
        break;
      case TypeKind::date:
        number = static_cast<double>(integer = column.data<std::int32_t>()[i]);
        break;
      default:
        integer = column.data<std::int64_t>()[i];
        number = elementary::from_scaled(integer, column.type().decimals);
        break;
    }
    const bool valid = column.is_valid(i);
    cells.integers.push_back(valid ? integer : 0);
    cells.numbers.push_back(valid ? number : 0);
    cells.valid.push_back(valid ? 1 : 0);
  }
}

/// Draws the rows in batches of at most `batch_rows`.
inline DrawnCells draw_cells(const DrawRequest& request, RowSet rows, std::size_t batch_rows = kBatchRows,
                             std::uint32_t attempt = 0) {
  TestSampler sampler(request);
  FixedEvaluate evaluate(rows, attempt);
  DrawnCells cells;
  Column out;
  for (std::size_t begin = 0; begin < rows.count; begin += batch_rows) {
    const std::size_t n = std::min(batch_rows, rows.count - begin);
    const RowSet part = rows.list != nullptr ? RowSet{0, n, rows.list + begin}
                                             : RowSet::range(rows.first + static_cast<std::int64_t>(begin), n);
    evaluate.reset(part, attempt);
    sampler.draw(part, evaluate, out);
    append_cells(out, cells);
  }
  cells.warnings = evaluate.warnings();
  return cells;
}

inline DrawnCells draw_cells(const DrawRequest& request, std::size_t count) {
  return draw_cells(request, RowSet::range(0, count));
}

/// A distribution with fixed parameters, asked one value at a time.
class TestDistribution {
 public:
  TestDistribution(const std::string& name, const std::vector<std::pair<std::string, RowNumber>>& parameters,
                   const std::vector<std::vector<double>>& lists = {}) {
    const DistributionKind& kind = distribution_kind(name);
    const std::size_t which = parameterisation_of(kind, parameters);
    std::vector<double> given;
    for (const Parameter& parameter : kind.parameterisations[which]) {
      if (parameter.form == ParameterForm::list || parameter.form == ParameterForm::dates) continue;
      std::optional<double> value = parameter.fallback;
      for (const auto& [parameter_name, number] : parameters) {
        if (parameter_name == parameter.name) value = *number.fixed;
      }
      given.push_back(*value);
    }
    if (kind.takes_lists()) {
      fixed_ = kind.make_of_lists(which, lists);
      per_row_ = kind.make_of_lists(which, lists);
      return;
    }
    canonical_.resize(kind.canonical_count);
    std::vector<const double*> in;
    std::vector<double*> out;
    for (double& x : given) in.push_back(&x);
    for (double& x : canonical_) out.push_back(&x);
    kind.canonical(which, 1, in, out);
    for (const double& x : canonical_) rows_.push_back(&x);
    fixed_ = kind.make(std::vector<std::optional<double>>(canonical_.begin(), canonical_.end()));
    per_row_ = kind.make(std::vector<std::optional<double>>(canonical_.size(), std::nullopt));
  }

  double quantile(double below, double above) const {
    double value = 0;
    fixed_->quantile({1, &below, &above}, rows_, &value);
    return value;
  }
  double quantile_per_row(double below, double above) const {
    double value = 0;
    per_row_->quantile({1, &below, &above}, rows_, &value);
    return value;
  }
  /// The shares at or below and above.
  std::pair<double, double> share(double value) const {
    std::pair<double, double> shares;
    fixed_->share(1, &value, rows_, &shares.first, &shares.second);
    return shares;
  }
  double quantile_between(double u, double low, double high) const {
    return fixed_->quantile_between(u, low, high, canonical_.data());
  }
  const std::vector<double>& canonical() const { return canonical_; }

 private:
  std::vector<double> canonical_;
  std::vector<const double*> rows_;
  std::unique_ptr<Distribution> fixed_;
  std::unique_ptr<Distribution> per_row_;
};

}  // namespace synthgen
