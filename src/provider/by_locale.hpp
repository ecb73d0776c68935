// Which locale a row has, and what each locale has of its own: lists, formats, rules.
//
// Threads: immutable once made.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "joined_table.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

/// The number of each row's locale: the same for all, or that of a column.
class LocaleByRow {
 public:
  explicit LocaleByRow(const RowLocales& locales)
      : column_(locales.column), only_(static_cast<std::int64_t>(locales.numbers.front())) {}

  /// The locales of the rows of one batch.
  class Batch {
   public:
    /// The row has no locale, and so no value.
    bool is_null(std::size_t row) const { return column_ != nullptr && column_->is_null(row); }
    /// A number for locales(); any number below kMostLocales where the row has none. Without a branch.
    std::size_t operator[](std::size_t row) const { return static_cast<std::size_t>(numbers_[row & mask_]); }
    /// Makes the rows null that have no locale.
    void cover(Column& out) const {
      if (column_ != nullptr) out.intersect_validity(*column_);
    }
    /// Null where all rows have the same locale.
    const Column* column() const { return column_; }

   private:
    friend class LocaleByRow;
    Batch(const Column* column, const std::int64_t* numbers)
        : column_(column), numbers_(numbers), mask_(column == nullptr ? 0 : ~std::size_t{0}) {}
    const Column* column_;
    const std::int64_t* numbers_;
    std::size_t mask_;  // all rows look at the first number where there is but one
  };

  /// REQUIRES: this object outlives the batch.
  Batch of(Evaluate& evaluate) const {
    if (!column_.has_value()) return Batch(nullptr, &only_);
    const Column& numbers = evaluate.column(*column_);
    return Batch(&numbers, numbers.data<std::int64_t>());
  }
  bool alike() const { return !column_.has_value(); }

 private:
  std::optional<ColumnIndex> column_;
  std::int64_t only_;
};

/// A value of each locale that the rows may have.
template <class Value>
class ByLocale {
 public:
  /// make(locale)  the value of the locale of that number
  template <class Make>
  ByLocale(const RowLocales& locales, const Make& make) : rows_(locales) {
    values_.reserve(locales.numbers.size());
    for (const std::size_t number : locales.numbers) {
      slots_[number] = static_cast<std::uint8_t>(values_.size());
      values_.push_back(make(number));
    }
  }
  /// make(part)  the value of the locale of that part of the table, which is of the same locales
  template <class Make>
  static ByLocale of_table(const RowLocales& locales, const JoinedTable& table, const Make& make) {
    std::size_t next = 0;
    return ByLocale(locales, [&](std::size_t) { return make(table.parts()[next++]); });
  }
  ByLocale(ByLocale&&) = default;
  ByLocale(const ByLocale&) = delete;
  ByLocale& operator=(ByLocale&&) = delete;
  ByLocale& operator=(const ByLocale&) = delete;

  /// The value of a locale, by its number; that of the first one where the rows cannot have the locale: so a row
  /// without a locale, whose number says nothing, may be looked up as any other and be made null afterwards.
  const Value& operator[](std::size_t locale) const { return values_[slots_[locale]]; }
  /// Of all locales, in the order of their numbers.
  const std::vector<Value>& values() const { return values_; }

  /// The values of the rows of one batch.
  class Batch {
   public:
    bool is_null(std::size_t row) const { return rows_.is_null(row); }
    /// Without a branch; of any locale where the row has none.
    const Value& operator[](std::size_t row) const { return of_[rows_[row]]; }
    void cover(Column& out) const { rows_.cover(out); }
    const LocaleByRow::Batch& locales() const { return rows_; }

   private:
    friend class ByLocale;
    Batch(const ByLocale& of, Evaluate& evaluate) : of_(of), rows_(of.rows_.of(evaluate)) {}
    const ByLocale& of_;
    LocaleByRow::Batch rows_;
  };
  /// REQUIRES: this object outlives the batch.
  Batch of(Evaluate& evaluate) const { return Batch(*this, evaluate); }

  /// For the shortest of loops: take(row, value), and skip(row) where the row has no locale. Where all rows have the
  /// same one, its value is looked up once a batch.
  template <class Take, class Skip>
  void each(Evaluate& evaluate, const Take& take, const Skip& skip) const {
    const std::size_t count = evaluate.rows().count;
    if (rows_.alike()) {
      const Value& value = values_.front();
      for (std::size_t row = 0; row < count; ++row) take(row, value);
      return;
    }
    const Batch batch = of(evaluate);
    for (std::size_t row = 0; row < count; ++row) {
      if (batch.is_null(row)) {
        skip(row);
      } else {
        take(row, batch[row]);
      }
    }
  }

 private:
  LocaleByRow rows_;
  std::vector<Value> values_;
  std::array<std::uint8_t, kMostLocales> slots_{};
};

}  // namespace synthgen
