// Identifiers that follow from a number: drawn for each row, or, with `unique`, a number that no other row has.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "synthgen/base/permutation.hpp"
#include "synthgen/provider/provider.hpp"
#include "text_pieces.hpp"
#include "value_count.hpp"

namespace synthgen {

/// write(serial, pieces) writes the text of a number below `count` to a TextPieces; different numbers have different
/// texts. It is called once a cell, so it is inlined. It must not keep state.
template <class Write>
class SerialText final : public Provider {
 public:
  SerialText(StreamKey key, bool unique, std::uint64_t count, std::size_t room, Write write)
      : key_(key), count_(count), room_(room), write_(std::move(write)) {
    if (unique) places_ = std::make_unique<const Permutation>(key, count);
  }

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    std::uint64_t serials[kBatchRows];
    if (places_ != nullptr) {
      std::int64_t places[kBatchRows];
      places_->map(rows, places);
      for (std::size_t i = 0; i < rows.count; ++i) serials[i] = static_cast<std::uint64_t>(places[i]);
    } else {
      draw_bits64(key_, rows, evaluate.attempt(), 0, serials);
      for (std::size_t i = 0; i < rows.count; ++i) serials[i] = bounded(serials[i], count_);
    }
    out.reset({TypeKind::string, 0}, rows.count);
    out.begin_texts();
    for (std::size_t i = 0; i < rows.count; ++i) {
      TextPieces pieces(out, room_);
      write_(serials[i], pieces);
      pieces.commit();
    }
  }

 private:
  const StreamKey key_;
  const std::uint64_t count_;
  const std::size_t room_;
  const Write write_;
  std::unique_ptr<const Permutation> places_;
};

/// count  how many texts there are, at most 2^62
/// room   bytes of the longest
/// hint   what to do where there are too few
/// key    of the numbers, or of their permutation; without it a stream of the column
/// Errors SG2143 (unique, and more rows than texts).
template <class Write>
Result<MadeProvider> make_serial_text(const ProviderContext& context, std::uint64_t count, std::size_t room,
                                      Write write, std::string hint = "ask for fewer rows",
                                      std::optional<StreamKey> key = std::nullopt) {
  if (context.unique() && static_cast<std::uint64_t>(context.table_rows()) > count) {
    return too_few_values(context, count, std::move(hint));
  }
  MadeProvider made;
  made.unique = context.unique();
  made.provider = std::make_unique<const SerialText<Write>>(
      key.has_value() ? *key : context.stream(made.unique ? "value permutation/64" : "value/64"), made.unique, count,
      room, std::move(write));
  return made;
}

}  // namespace synthgen
