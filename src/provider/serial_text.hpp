// Identifiers that follow from a number: drawn for each row, or, with `unique`, a number that no other row has.
#pragma once

#include <memory>
#include <string>

#include "serial_draw.hpp"
#include "synthgen/provider/provider.hpp"
#include "text_pieces.hpp"

namespace synthgen {

/// write(serial, pieces) writes the text of a number below `count` to a TextPieces; different numbers have different
/// texts. It is called once a cell, so it is inlined. It must not keep state.
template <class Write>
class SerialText final : public Provider {
 public:
  SerialText(SerialDraw draw, std::size_t room, Write write)
      : draw_(std::move(draw)), room_(room), write_(std::move(write)) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    std::uint64_t serials[kBatchRows];
    draw_.fill(evaluate, serials);
    out.reset({TypeKind::string, 0}, rows.count);
    out.begin_texts();
    for (std::size_t i = 0; i < rows.count; ++i) {
      TextPieces pieces(out, room_);
      write_(serials[i], pieces);
      pieces.commit();
    }
  }

 private:
  const SerialDraw draw_;
  const std::size_t room_;
  const Write write_;
};

/// count  how many texts there are, at most 2^62
/// room   bytes of the longest
/// hint   what to do where there are too few
/// Errors SG2143 (unique, and more rows than texts).
template <class Write>
Result<MadeProvider> make_serial_text(const ProviderContext& context, std::uint64_t count, std::size_t room,
                                      Write write, std::string hint = "ask for fewer rows") {
  Result<SerialDraw> draw = SerialDraw::of(context, SerialOwner::column, "value", count, std::move(hint));
  if (!draw.ok()) return draw.diagnostics();
  MadeProvider made;
  made.unique = context.unique();
  made.provider = std::make_unique<const SerialText<Write>>(std::move(*draw), room, std::move(write));
  return made;
}

}  // namespace synthgen
