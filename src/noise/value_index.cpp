#include "value_index.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cassert>

#include "synthgen/base/near_names.hpp"
#include "synthgen/column/cell_text.hpp"

namespace synthgen {
namespace {

/// Values of a domain that a hint lists.
constexpr std::size_t kMostListed = 8;
/// Values of one parameter that are told one by one.
constexpr std::size_t kMostTold = 3;

/// The eight bytes by which a value that is no text is known.
struct Word {
  explicit Word(std::int64_t value) : bits(value) {}
  // 0 and −0 are one value.
  explicit Word(double value) : bits(std::bit_cast<std::int64_t>(value == 0 ? 0.0 : value)) {}
  std::string_view bytes() const { return {reinterpret_cast<const char*>(&bits), sizeof bits}; }
  std::int64_t bits;
};

Word word_of(const Column& column, std::size_t row) {
  return column.type().kind == TypeKind::number ? Word(column.data<double>()[row]) : Word(cell_word(column, row));
}

std::string text_of(const Column& column, std::size_t row) {
  if (column.type().kind == TypeKind::string) return std::string(column.text(row));
  char text[kCellTextBytes];
  return {text, put_cell_text(column, row, text)};
}

}  // namespace

bool ValueIndex::insert(const Column& column, std::size_t row, std::int32_t number) {
  assert(column.is_valid(row) && column.type().kind != TypeKind::uuid);
  if (column.type().kind == TypeKind::string) return numbers_.emplace(column.text(row), number).second;
  return numbers_.emplace(word_of(column, row).bytes(), number).second;
}

std::int32_t ValueIndex::look_up(std::string_view bytes) const {
  const auto found = numbers_.find(bytes);
  return found == numbers_.end() ? kNone : found->second;
}

std::int32_t ValueIndex::find(const Column& column, std::size_t row) const {
  if (column.is_null(row)) return kNone;
  return look_up(column.type().kind == TypeKind::string ? column.text(row) : word_of(column, row).bytes());
}

std::int32_t ValueIndex::find(const DamagedColumn& column, std::size_t place) const {
  const TypeKind kind = column.type().kind;
  if (kind == TypeKind::string) return column.is_text(place) ? look_up(column.text(place)) : kNone;
  if (!column.is_value(place)) return kNone;
  return look_up((kind == TypeKind::number ? Word(column.number(place)) : Word(column.word(place))).bytes());
}

std::shared_ptr<const Column> known_values(const NoiseColumn& column) {
  if (column.domain != nullptr || column.type.kind != TypeKind::boolean) return column.domain;
  auto both = std::make_shared<Column>();
  both->reset(column.type, 2);
  both->data<std::uint8_t>()[0] = 1;
  both->data<std::uint8_t>()[1] = 0;
  return both;
}

ValueCheck::ValueCheck(const NoiseColumn& column, NoiseContext& context, std::string_view key, std::string_view remedy)
    : column_(column), context_(context), key_(key), remedy_(remedy), known_(known_values(column)) {
  if (known_ == nullptr) return;
  for (std::size_t row = 0; row < known_->rows(); ++row) values_.insert(*known_, row, 0);
}

void ValueCheck::look_at(std::string_view text, const Place& place, const Column& value) {
  if (known_ == nullptr || !values_.insert(value, 0, 0)) return;
  if (++unknown_ > kMostTold) {
    if (unknown_ == kMostTold + 1) place_ = place;
    return;
  }
  for (std::size_t row = texts_.size(); row < known_->rows(); ++row) {
    texts_.push_back(text_of(*known_, row));
    if (texts_.back().empty()) texts_.back() = "\"\"";
  }
  std::string hint = did_you_mean(text, texts_);
  if (hint.empty()) {
    const auto end = texts_.begin() + static_cast<std::ptrdiff_t>(std::min(texts_.size(), kMostListed));
    hint = fmt::format("its values are {}{};", fmt::join(texts_.begin(), end, ", "), end == texts_.end() ? "" : ", …");
  }
  context_.warn(make_warning(
      "SG2432", fmt::format("column \"{}\" never has the value \"{}\" of \"{}\"", column_.name, text, key_), place,
      fmt::format("{} {}", hint, remedy_)));
}

void ValueCheck::finish() {
  if (unknown_ <= kMostTold) return;
  const std::size_t more = unknown_ - kMostTold;
  context_.warn(make_warning("SG2432",
                             fmt::format("column \"{}\" never has {} more of the values of \"{}\", from this one on",
                                         column_.name, more, key_),
                             place_, std::string(remedy_)));
}

}  // namespace synthgen
