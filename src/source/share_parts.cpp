#include "share_parts.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>

#include "synthgen/base/elementary.hpp"
#include "synthgen/base/powers_of_ten.hpp"

namespace synthgen {
namespace {

/// A decimal has so many digits.
constexpr std::int64_t kGreatestDecimal = 999'999'999'999'999'999;
/// Bits beyond those that decide the unit of a part: a share moves by less than a thousandth of a unit.
constexpr int kSpareBits = 10;

double power_of_two(int exponent) { return std::bit_cast<double>(static_cast<std::uint64_t>(exponent + 1023) << 52); }

std::uint64_t magnitude(std::int64_t value) {
  const auto bits = static_cast<std::uint64_t>(value);
  return value < 0 ? ~bits + 1 : bits;
}

std::int64_t signed_part(std::uint64_t part, bool negative) {
  return static_cast<std::int64_t>(negative ? ~part + 1 : part);
}

/// The total in units of the parts; nothing where it has too many digits.
std::optional<std::int64_t> scaled(std::int64_t total, std::int64_t factor) {
  std::int64_t result = 0;
  if (factor == 1) return total;
  if (__builtin_mul_overflow(total, factor, &result)) return std::nullopt;
  return result >= -kGreatestDecimal && result <= kGreatestDecimal ? std::optional(result) : std::nullopt;
}

/// Rows of one family that take part, and their weights as whole numbers.
class FamilyWeights {
 public:
  /// total  in units of the parts
  void take(const Column* weights, std::span<const std::size_t> places, std::uint64_t total) {
    whole_.resize(places.size());
    const int row_bits = static_cast<int>(std::bit_width(places.size()));
    if (weights == nullptr) {
      std::fill(whole_.begin(), whole_.end(), 1);
      sum_ = places.size();
      return;
    }
    if (weights->type().kind == TypeKind::number) {
      take_doubles(*weights, places, row_bits, static_cast<int>(std::bit_width(total)));
    } else {
      take_integers(*weights, places, row_bits);
    }
    sum_ = 0;
    for (const std::uint64_t weight : whole_) sum_ += weight;
    if (sum_ > 0) return;
    std::fill(whole_.begin(), whole_.end(), 1);
    sum_ = places.size();
  }

  std::uint64_t operator[](std::size_t i) const { return whole_[i]; }
  std::uint64_t sum() const { return sum_; }

 private:
  void take_doubles(const Column& weights, std::span<const std::size_t> places, int row_bits, int total_bits) {
    const auto* values = weights.data<double>();
    double greatest = 0;
    for (const std::size_t place : places) {
      const double value = values[place];
      if (value > greatest && std::isfinite(value) && weights.is_valid(place)) greatest = value;
    }
    std::fill(whole_.begin(), whole_.end(), 0);
    if (greatest == 0) return;
    const int bits = std::min(kShareBits - row_bits, total_bits + row_bits + kSpareBits);
    const int exponent = share_exponent(greatest, bits);
    for (std::size_t i = 0; i < places.size(); ++i) {
      if (weights.is_valid(places[i])) whole_[i] = whole_weight(values[places[i]], exponent);
    }
  }

  void take_integers(const Column& weights, std::span<const std::size_t> places, int row_bits) {
    const auto* values = weights.data<std::int64_t>();
    std::uint64_t greatest = 0;
    for (std::size_t i = 0; i < places.size(); ++i) {
      const bool counts = weights.is_valid(places[i]) && values[places[i]] > 0;
      whole_[i] = counts ? static_cast<std::uint64_t>(values[places[i]]) : 0;
      greatest = std::max(greatest, whole_[i]);
    }
    const int beyond = static_cast<int>(std::bit_width(greatest)) + row_bits - kShareBits;
    for (std::uint64_t& weight : whole_) weight >>= std::max(0, beyond);
  }

  std::vector<std::uint64_t> whole_;
  std::uint64_t sum_ = 0;
};

class FamilyShares final : public FamilySource {
 public:
  FamilyShares(ColumnIndex total, std::optional<ColumnIndex> weights, Type type, int decimals)
      : total_(total), weights_(weights), type_(type), factor_(kPowersOfTen[static_cast<std::size_t>(decimals)]) {}

  void fill_families(FamilyRows& families, Column& out) const override {
    const Column& totals = families.column(total_);
    const Column* weights = weights_.has_value() ? &families.column(*weights_) : nullptr;
    out.reset(type_, families.rows());
    auto* parts = out.data<std::int64_t>();
    std::fill_n(parts, families.rows(), 0);
    const std::span<const std::size_t> begins = families.begins();
    std::vector<std::size_t> places;
    FamilyWeights family;
    for (std::size_t f = 0; f + 1 < begins.size(); ++f) {
      places.clear();
      for (std::size_t i = begins[f]; i < begins[f + 1]; ++i) {
        if (totals.is_valid(i)) {
          places.push_back(i);
        } else {
          out.set_null(i);
        }
      }
      if (places.empty()) continue;
      const std::optional<std::int64_t> total = scaled(totals.data<std::int64_t>()[places.front()], factor_);
      if (!total.has_value()) {
        for (const std::size_t place : places) {
          out.set_null(place);
          families.warn(place, CellWarning::overflow);
        }
        continue;
      }
      const std::uint64_t units = magnitude(*total);
      family.take(weights, places, units);
      std::uint64_t running = 0;
      std::uint64_t given = 0;
      for (std::size_t k = 0; k < places.size(); ++k) {
        running += family[k];
        const std::uint64_t end = share_up_to(units, running, family.sum());
        parts[places[k]] = signed_part(end - given, *total < 0);
        given = end;
      }
      assert(given == units);
    }
  }

 private:
  const ColumnIndex total_;
  const std::optional<ColumnIndex> weights_;
  const Type type_;
  const std::int64_t factor_;
};

class ShareExponent final : public Source {
 public:
  explicit ShareExponent(std::vector<ColumnIndex> weights)
      : weights_(std::move(weights)), bits_(kShareBits - static_cast<int>(std::bit_width(weights_.size()))) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const std::size_t n = evaluate.rows().count;
    double greatest[kBatchRows] = {};
    for (const ColumnIndex index : weights_) {
      const Column& weights = evaluate.column(index);
      for (std::size_t i = 0; i < n; ++i) {
        const double value = weight_at(weights, i);
        if (value > greatest[i] && std::isfinite(value)) greatest[i] = value;
      }
    }
    out.reset({TypeKind::integer, 0}, n);
    for (std::size_t i = 0; i < n; ++i) {
      out.data<std::int64_t>()[i] = greatest[i] > 0 ? share_exponent(greatest[i], bits_) : 0;
      if (!(greatest[i] > 0)) out.set_null(i);
    }
  }

 private:
  const std::vector<ColumnIndex> weights_;
  const int bits_;
};

class RunningWeight final : public Source {
 public:
  RunningWeight(ColumnIndex exponent, ColumnIndex weight, std::optional<ColumnIndex> before, std::int64_t place)
      : exponent_(exponent), weight_(weight), before_(before), place_(place) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const std::size_t n = evaluate.rows().count;
    const Column& exponents = evaluate.column(exponent_);
    const Column& weights = evaluate.column(weight_);
    const std::int64_t* before = before_.has_value() ? evaluate.column(*before_).data<std::int64_t>() : nullptr;
    out.reset({TypeKind::integer, 0}, n);
    auto* sums = out.data<std::int64_t>();
    for (std::size_t i = 0; i < n; ++i) {
      if (exponents.is_null(i)) {
        sums[i] = place_;
        continue;
      }
      const auto exponent = static_cast<int>(exponents.data<std::int64_t>()[i]);
      sums[i] = (before != nullptr ? before[i] : 0) +
                static_cast<std::int64_t>(whole_weight(weight_at(weights, i), exponent));
    }
  }

 private:
  const ColumnIndex exponent_;
  const ColumnIndex weight_;
  const std::optional<ColumnIndex> before_;
  const std::int64_t place_;
};

class RowShare final : public Source {
 public:
  RowShare(ColumnIndex total, std::optional<ColumnIndex> before, ColumnIndex running, ColumnIndex whole, Type type,
           int decimals)
      : total_(total),
        before_(before),
        running_(running),
        whole_(whole),
        type_(type),
        factor_(kPowersOfTen[static_cast<std::size_t>(decimals)]) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const std::size_t n = evaluate.rows().count;
    const Column& totals = evaluate.column(total_);
    const std::int64_t* before = before_.has_value() ? evaluate.column(*before_).data<std::int64_t>() : nullptr;
    const std::int64_t* running = evaluate.column(running_).data<std::int64_t>();
    const std::int64_t* whole = evaluate.column(whole_).data<std::int64_t>();
    out.reset(type_, n);
    auto* parts = out.data<std::int64_t>();
    std::uint64_t lost = 0;
    for (std::size_t i = 0; i < n; ++i) {
      parts[i] = 0;
      if (totals.is_null(i)) {
        out.set_null(i);
        continue;
      }
      const std::optional<std::int64_t> total = scaled(totals.data<std::int64_t>()[i], factor_);
      if (!total.has_value()) {
        out.set_null(i);
        ++lost;
        continue;
      }
      const std::uint64_t units = magnitude(*total);
      const auto sum = static_cast<std::uint64_t>(whole[i]);
      const std::uint64_t begin = before != nullptr ? static_cast<std::uint64_t>(before[i]) : 0;
      const std::uint64_t part = share_up_to(units, static_cast<std::uint64_t>(running[i]), sum) -
                                 (begin == 0 ? 0 : share_up_to(units, begin, sum));
      parts[i] = signed_part(part, *total < 0);
    }
    if (lost != 0) evaluate.warn(CellWarning::overflow, lost);
  }

 private:
  const ColumnIndex total_;
  const std::optional<ColumnIndex> before_;
  const ColumnIndex running_;
  const ColumnIndex whole_;
  const Type type_;
  const std::int64_t factor_;
};

}  // namespace

std::uint64_t share_up_to(std::uint64_t total, std::uint64_t running, std::uint64_t whole) {
  assert(running <= whole && whole > 0 && whole >> kShareBits == 0);
  const unsigned __int128 product = static_cast<unsigned __int128>(total) * running;
  if (product >> kShareBits == 0) return (2 * static_cast<std::uint64_t>(product) + whole) / (2 * whole);
  return static_cast<std::uint64_t>((2 * product + whole) / (2 * whole));
}

int share_exponent(double greatest, int bits) {
  assert(greatest > 0 && std::isfinite(greatest));
  // Of a subnormal number the exponent field is 0, and counts as the least normal one.
  const int exponent = static_cast<int>(std::bit_cast<std::uint64_t>(greatest) >> 52 & 0x7FF) - 1023;
  return std::clamp(bits - 1 - exponent, -1022, 1023);
}

std::uint64_t whole_weight(double weight, int exponent) {
  if (!(weight > 0) || !std::isfinite(weight)) return 0;
  return static_cast<std::uint64_t>(std::floor(weight * power_of_two(exponent) + 0.5));
}

double weight_at(const Column& weights, std::size_t row) {
  if (weights.is_null(row)) return 0;
  if (weights.type().kind == TypeKind::number) return weights.data<double>()[row];
  const std::int64_t value = weights.data<std::int64_t>()[row];
  if (weights.type().kind == TypeKind::integer) return static_cast<double>(value);
  return elementary::from_scaled(value, weights.type().decimals);
}

MadeSource make_family_shares(ColumnIndex total, std::optional<ColumnIndex> weights, Type type, int decimals) {
  MadeSource made;
  made.type = type;
  made.inputs = {total};
  if (weights.has_value()) made.inputs.push_back(*weights);
  made.by_family = true;
  made.own_rows_only = true;
  made.source = std::make_unique<FamilyShares>(total, weights, type, decimals);
  return made;
}

MadeSource make_share_exponent(std::vector<ColumnIndex> weights) {
  MadeSource made;
  made.type = {TypeKind::integer, 0};
  made.inputs = weights;
  made.source = std::make_unique<ShareExponent>(std::move(weights));
  return made;
}

MadeSource make_running_weight(ColumnIndex exponent, ColumnIndex weight, std::optional<ColumnIndex> before,
                               std::int64_t place) {
  MadeSource made;
  made.type = {TypeKind::integer, 0};
  made.inputs = {exponent, weight};
  if (before.has_value()) made.inputs.push_back(*before);
  made.source = std::make_unique<RunningWeight>(exponent, weight, before, place);
  return made;
}

MadeSource make_row_share(ColumnIndex total, std::optional<ColumnIndex> before, ColumnIndex running, ColumnIndex whole,
                          Type type, int decimals) {
  MadeSource made;
  made.type = type;
  made.inputs = {total, running, whole};
  if (before.has_value()) made.inputs.push_back(*before);
  made.source = std::make_unique<RowShare>(total, before, running, whole, type, decimals);
  return made;
}

}  // namespace synthgen
