#include "csv_days.hpp"

#include <algorithm>

#include "csv_field.hpp"
#include "csv_kernels.hpp"

namespace synthgen::csv {
namespace {

// 90 years, half a megabyte: beyond that the table would leave the second-level cache.
constexpr std::int64_t kMostDays = 32'768;
// Making a table costs about 2 ns a day and saves as much a row, so that four days a row are soon repaid where the
// table lasts, and lost time stays small where it does not.
constexpr std::int64_t kDaysPerRow = 4;
constexpr std::size_t kReadBytes = 32;

}  // namespace

bool DayTexts::cover(std::int32_t first, std::int32_t last) {
  const auto inside = [&](std::int64_t from, std::int64_t to) { return from >= first_ && to < first_ + days_; };
  if (days_ > 0 && inside(first, last)) return true;
  std::int64_t from = first;
  std::int64_t to = last;
  if (days_ > 0) {
    const std::int64_t joint_from = std::min<std::int64_t>(from, first_);
    const std::int64_t joint_to = std::max<std::int64_t>(to, first_ + days_ - 1);
    if (joint_to - joint_from < kMostDays) {
      from = joint_from;
      to = joint_to;
    }
  }
  const std::int64_t days = to - from + 1;
  if (days > kMostDays || days > credit_) return false;
  credit_ = 0;
  first_ = static_cast<std::int32_t>(from);
  days_ = days;
  std::vector<std::int32_t> all(static_cast<std::size_t>(days) + kOverrunRows);
  for (std::size_t k = 0; k < all.size(); ++k) all[k] = static_cast<std::int32_t>(from + static_cast<std::int64_t>(k));
  table_.resize((static_cast<std::size_t>(days) + kOverrunRows) * kStride + kReadBytes);
  dates(all.data(), static_cast<std::size_t>(days), ending_, table_.data());
  return true;
}

DayTexts::Found DayTexts::find(const std::int32_t* days, std::size_t rows) {
  credit_ = std::min(credit_ + kDaysPerRow * static_cast<std::int64_t>(rows), 2 * kMostDays);
  codes_.resize(kRunRows);
  std::int32_t first = days[0];
  std::int32_t last = days[0];
  for (std::size_t i = 1; i < rows; ++i) {
    first = std::min(first, days[i]);
    last = std::max(last, days[i]);
  }
  if (cover(first, last)) {
    for (std::size_t i = 0; i < rows; ++i) codes_[i] = days[i] - first_;
    return {table_.data() + kStride, codes_.data()};
  }
  slots_.resize((kRunRows + kOverrunRows) * kStride + kReadBytes);
  dates(days, rows, ending_, slots_.data());
  for (std::size_t i = 0; i < rows; ++i) codes_[i] = static_cast<std::int32_t>(i);
  return {slots_.data() + kStride, codes_.data()};
}

}  // namespace synthgen::csv
