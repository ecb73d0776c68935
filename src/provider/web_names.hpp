// Names on the internet: two words that make a domain, and what stands before and behind it.
//
// Threads: immutable once made. Determinism: which words a number has follows from the data alone.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "joined_table.hpp"
#include "synthgen/provider/provider.hpp"
#include "text_pieces.hpp"

namespace synthgen {

/// The words of the table any_locale/web_words: "amber" and "acorn" make "amberacorn".
class WebWords {
 public:
  WebWords();

  std::uint64_t pairs() const { return first_.size() * second_.size(); }
  std::uint64_t firsts() const { return first_.size(); }
  /// Bytes of the longest pair with one more between.
  std::size_t room() const { return 2 * dictionary_.longest() + 1; }
  std::string_view first(std::uint64_t word) const { return dictionary_[first_[word]]; }
  /// pair  below pairs()
  void add_pair(std::uint64_t pair, TextPieces& pieces) const {
    pieces.add_wide(dictionary_[first_[pair / second_.size()]]);
    pieces.add_wide(dictionary_[second_[pair % second_.size()]]);
  }
  void add_pair_with_hyphen(std::uint64_t pair, TextPieces& pieces) const {
    pieces.add_wide(dictionary_[first_[pair / second_.size()]]);
    pieces.add('-');
    pieces.add_wide(dictionary_[second_[pair % second_.size()]]);
  }

 private:
  std::vector<std::uint32_t> first_;  // codes
  std::vector<std::uint32_t> second_;
  Dictionary dictionary_;
};

/// A table of data/any_locale that has one text a record.
Dictionary any_locale_texts(std::string_view topic, std::string_view column);

/// How a text on the internet is written, from a number that no other text has.
class WebText {
 public:
  virtual ~WebText() = default;
  /// Numbers that give different texts: `rows` at the least where it has as many. Fewer than 2^62.
  virtual std::uint64_t count(std::uint64_t rows) const = 0;
  virtual std::size_t room() const = 0;
  /// Writes a batch. top_levels  by row, with the dot
  virtual void write(const std::uint64_t* serials, const std::string_view* top_levels, const Column* nulls,
                     std::size_t rows, std::size_t room, Column& out) const = 0;
};

/// The domain is below .example, which is nobody's (RFC 2606); with the flag `realistic` below a domain of the row's
/// country, as frequent as there. REQUIRES: the kind is localized, has the topic `top_level_domains` and the flag
/// `realistic`. Errors SG2143 (unique, and more rows than texts).
Result<MadeProvider> make_web_text(const ProviderContext& context, std::unique_ptr<const WebText> text);

std::span<const Name> web_topics();
std::span<const ProviderOption> web_options();

/// A WebText from write(serial, top_level, pieces), which is inlined into the loop over the rows.
template <class Write>
class WrittenWebText : public WebText {
 public:
  explicit WrittenWebText(Write write) : write_(std::move(write)) {}
  std::uint64_t count(std::uint64_t rows) const override { return write_.count(rows); }
  std::size_t room() const override { return write_.room(); }
  void write(const std::uint64_t* serials, const std::string_view* top_levels, const Column* nulls, std::size_t rows,
             std::size_t room, Column& out) const override {
    for (std::size_t i = 0; i < rows; ++i) {
      if (nulls != nullptr && nulls->is_null(i)) {
        out.append_null();
        continue;
      }
      TextPieces pieces(out, room);
      write_(serials[i], top_levels[i], pieces);
      pieces.commit();
    }
  }

 private:
  const Write write_;
};

/// A provider of such names: Write writes them, and counts them.
template <class Write>
ProviderKind web_kind(const Record& record) {
  return {
      .record = record,
      .localized = true,
      .topics = web_topics(),
      .localized_with = "realistic",
      .options = web_options(),
      .no_suffix = kUniqueStaysValid,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_web_text(context, std::make_unique<const WrittenWebText<Write>>(Write()));
      },
  };
}

}  // namespace synthgen
