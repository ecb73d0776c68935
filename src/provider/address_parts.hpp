// What the providers of an address are made of: texts of its place, its street, its number and its postal code. The
// providers of one part and those of a whole line draw them from the same streams, so that they agree.
//
// Threads: immutable once made.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "joined_table.hpp"
#include "synthgen/provider/provider.hpp"
#include "text_pieces.hpp"
#include "weighted_index.hpp"

namespace synthgen {

/// The text of a column of `cities` of the entity's place. REQUIRES: the kind has the fact place_fact().
Result<MadeProvider> make_of_place(const ProviderContext& context, std::string_view column);

/// What the key of the entity is bound to, else the column of `cities`.
///
/// key  "address.city". REQUIRES: the kind has the fact place_fact() and the key.
/// Errors SG2724 (bound to no text), and those of place_fact().
Result<MadeProvider> make_bound_or_of_place(const ProviderContext& context, std::string_view key,
                                            std::string_view column);

/// A part of an address that is drawn from a list of the place's locale.
enum class AddressPart : unsigned char { street, number, secondary };

/// Streams of the entity from which the parts are drawn.
EntityBits draw_of(const ProviderContext& context, AddressPart part);

/// The texts that a part can have, by place.
class PartTexts {
 public:
  PartTexts(const JoinedTable& places, AddressPart part);

  const CodedTexts& texts() const { return texts_; }
  /// Which text the draw gives: for code() and text().
  std::uint32_t pick(std::size_t place, std::uint64_t bits) const {
    const List& list = lists_[list_of_place_[place]];
    return list.base + list.index(bits);
  }
  /// Code of a text in texts().dictionary().
  std::int32_t code(std::uint32_t pick) const { return texts_.codes()[pick]; }
  /// 32 bytes may be read from its start.
  std::string_view text(std::uint32_t pick) const {
    const Piece piece = pieces_[pick];
    return {texts_.dictionary().bytes() + piece.begin, piece.size};
  }

 private:
  struct Weighted;
  struct List {
    WeightedIndex index;
    std::uint32_t base = 0;
  };
  struct Piece {  // of the dictionary's bytes: one look-up in place of the code's and the offset's
    std::uint32_t begin = 0;
    std::uint32_t size = 0;
  };
  explicit PartTexts(Weighted weighted);
  static Weighted weighted_of(const JoinedTable& places, AddressPart part);

  CodedTexts texts_;
  std::vector<Piece> pieces_;
  std::vector<List> lists_;
  std::vector<std::uint8_t> list_of_place_;
};

/// A part as a column. REQUIRES: the kind has the fact place_fact().
Result<MadeProvider> make_address_part(const ProviderContext& context, AddressPart part);

/// The postal codes of places: those that exist where there is a list of them, else all of the place's range; in the
/// United Kingdom an outward code and any inward code.
class PostalCodes {
 public:
  explicit PostalCodes(const JoinedTable& places);

  /// Bytes of the longest.
  static constexpr std::size_t kRoom = 8;
  /// Every code is one of texts(), for no place is in the United Kingdom.
  bool listed() const { return listed_; }
  const CodedTexts& texts() const { return texts_; }
  /// REQUIRES: listed().
  std::int32_t code(std::size_t place, std::uint64_t bits) const {
    const Codes& codes = places_[place];
    return texts_.codes()[codes.first + bounded(bits, codes.count)];
  }
  void write(std::size_t place, std::uint64_t bits, TextCursor& pieces) const {
    const Codes& codes = places_[place];
    const std::uint64_t pick = bounded(bits, static_cast<std::uint64_t>(codes.count) * codes.units);
    pieces.add_wide(texts_.text(codes.first + pick / codes.units));
    if (codes.units > 1) add_inward(static_cast<std::uint32_t>(pick % codes.units), pieces);
  }

 private:
  struct Codes {
    std::uint32_t first = 0;  // among texts_
    std::uint32_t count = 0;
    std::uint32_t units = 1;  // inward codes of each
  };
  struct Made {
    std::vector<std::string> texts;
    std::vector<Codes> places;
  };
  explicit PostalCodes(Made made);
  static Made made_of(const JoinedTable& places);
  static void add_inward(std::uint32_t unit, TextCursor& pieces) {
    // Letters of the second half: C, I, K, M, O and V are not used (Royal Mail, Programmers' Guide, edition 7.4).
    static constexpr char kLetters[] = "ABDEFGHJLNPQRSTUWXYZ";
    pieces.add(' ');
    pieces.add(static_cast<char>('0' + unit / 400));
    pieces.add(kLetters[unit / 20 % 20]);
    pieces.add(kLetters[unit % 20]);
  }

  CodedTexts texts_;
  std::vector<Codes> places_;
  bool listed_ = true;
};

}  // namespace synthgen
