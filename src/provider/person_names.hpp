// The names of a row's person, for providers that put them together.
//
// Threads: immutable once made.
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "joined_table.hpp"
#include "person_facts.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

/// Columns of the names; of the second last name only where a locale of the rows has one.
class PersonNames {
 public:
  /// REQUIRES: the kind has the facts first_name_fact(), last_name_fact() and second_last_name_fact().
  static Result<PersonNames> of(const ProviderContext& context);

  /// The names of the rows of one batch.
  class Rows {
   public:
    Rows(const PersonNames& names, Evaluate& evaluate);
    bool is_null(std::size_t row) const {
      return first_.is_null(row) || last_.is_null(row) || (locale_ != nullptr && locale_->is_null(row));
    }
    /// No row is null, and no name is empty: for loops without a branch.
    bool plain() const {
      return names_.listed_ && first_.all_valid() && last_.all_valid() && (locale_ == nullptr || locale_->all_valid());
    }
    std::string_view first(std::size_t row) const { return first_.text(row); }
    std::string_view last(std::size_t row) const { return last_.text(row); }
    /// Empty where the row's locale has none.
    std::string_view second(std::size_t row) const {
      if (second_ == nullptr || (locale_ != nullptr && !names_.has_second_[locale(row)])) return {};
      return second_->text(row);
    }
    const Column& first_names() const { return first_; }
    const Column& last_names() const { return last_; }
    /// The second last names where every row has one, null where no row has one; nothing where that differs by row.
    std::optional<const Column*> second_names() const {
      if (second_ == nullptr || locale_ == nullptr) return second_;
      return std::nullopt;
    }
    /// REQUIRES: the locale differs by row, and this one is not null.
    std::size_t locale(std::size_t row) const { return static_cast<std::size_t>(locale_->data<std::int64_t>()[row]); }

   private:
    const PersonNames& names_;
    const Column& first_;
    const Column& last_;
    const Column* second_;
    const Column* locale_;
  };

 private:
  ColumnIndex first_ = 0;
  ColumnIndex last_ = 0;
  std::optional<ColumnIndex> second_;
  std::optional<ColumnIndex> locale_;  // only where second_ depends on it
  std::array<bool, kMostLocales> has_second_{};
  bool listed_ = false;  // all names are of dictionaries that have no empty text
};

}  // namespace synthgen
