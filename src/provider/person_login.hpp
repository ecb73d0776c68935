// What a person is called by a computer: the user name, which is also what stands before the @ of the e-mail address.
//
// Threads: immutable once made.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>

#include "folded_names.hpp"
#include "joined_table.hpp"
#include "synthgen/provider/provider.hpp"
#include "text_pieces.hpp"
#include "weighted_index.hpp"

namespace synthgen {

class PersonLogin {
 public:
  /// Bytes of the longest.
  static constexpr std::size_t kRoom = 2 * kLongestFolded + 3;
  /// The facts that it needs.
  static std::span<const FactKind* const> facts();
  static constexpr Name kTopics[] = {"given_female", "given_male", "family"};

  /// Errors of the facts. REQUIRES: the kind has facts().
  static Result<PersonLogin> of(const ProviderContext& context);

  /// The logins of the rows of one batch.
  class Rows {
   public:
    Rows(const PersonLogin& login, Evaluate& evaluate);
    bool is_null(std::size_t row) const {
      return first_.is_null(row) || last_.is_null(row) || (locale_ != nullptr && locale_->is_null(row));
    }
    /// REQUIRES: the row is not null, and kRoom bytes of room.
    void add(std::size_t row, TextCursor& pieces);

   private:
    const PersonLogin& login_;
    const Column& first_;
    const Column& last_;
    const Column* locale_;
    char room_[2][32];
    const std::uint64_t* bits_;
  };

 private:
  PersonLogin(FoldedNames first, FoldedNames last) : first_(std::move(first)), last_(std::move(last)) {}

  FoldedNames first_;
  FoldedNames last_;
  EntityBits draw_;
  std::optional<ColumnIndex> locale_;
  Transliteration only_ = Transliteration::plain;
  std::array<Transliteration, kMostLocales> rules_{};  // by number of the locale
  WeightedIndex styles_;
};

}  // namespace synthgen
