#include "any_locale_list.hpp"

#include <charconv>
#include <string>

#include "joined_table.hpp"
#include "serial_draw.hpp"
#include "weighted_index.hpp"

namespace synthgen {
namespace {

std::vector<std::string> texts_of(const DataTable& table, std::string_view column) {
  std::vector<std::string> texts;
  for (std::size_t row = 0; row < table.rows(); ++row) texts.emplace_back(table.text(row, column));
  return texts;
}

class CommonText final : public Provider {
 public:
  /// draw  of as many numbers as there are different texts
  CommonText(SerialDraw draw, WeightedIndex index, CodedTexts texts)
      : draw_(std::move(draw)), index_(std::move(index)), texts_(std::move(texts)) {}

  const CodedTexts& texts() const { return texts_; }

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    out.reset(texts_.dictionary(), rows.count);
    auto* codes = out.data<std::int32_t>();
    std::uint64_t bits[kBatchRows];
    draw_.fill_bits(evaluate, bits);
    if (draw_.unique()) {
      for (std::size_t i = 0; i < rows.count; ++i) codes[i] = static_cast<std::int32_t>(bits[i]);
    } else {
      for (std::size_t i = 0; i < rows.count; ++i) codes[i] = texts_.codes()[index_(bits[i])];
    }
  }

 private:
  const SerialDraw draw_;
  const WeightedIndex index_;
  const CodedTexts texts_;
};

class CommonInteger final : public Provider {
 public:
  CommonInteger(StreamKey key, const DataTable& table, std::string_view number, std::string_view weight)
      : key_(key), index_(table.numbers(weight)) {
    for (std::size_t row = 0; row < table.rows(); ++row) {
      const std::string_view digits = table.text(row, number);
      std::int64_t value = 0;
      [[maybe_unused]] const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
      assert(fault == std::errc() && end == digits.data() + digits.size());
      numbers_.push_back(value);
    }
  }

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    std::uint64_t bits[kBatchRows];
    draw_bits64(key_, rows, evaluate.attempt(), 0, bits);
    out.reset({TypeKind::integer, 0}, rows.count);
    auto* numbers = out.data<std::int64_t>();
    for (std::size_t i = 0; i < rows.count; ++i) numbers[i] = numbers_[index_(bits[i])];
  }

 private:
  const StreamKey key_;
  const WeightedIndex index_;
  std::vector<std::int64_t> numbers_;
};

}  // namespace

Result<MadeProvider> make_any_locale_text(const ProviderContext& context, std::string_view topic, std::string_view text,
                                          std::string_view weight) {
  const DataTable& table = need_data("any_locale", topic);
  CodedTexts texts(texts_of(table, text));
  Result<SerialDraw> draw = SerialDraw::of(context, SerialOwner::column, "value", texts.dictionary().size(),
                                           R"("unique": "suffix" puts a number to each)");
  if (!draw.ok()) return draw.diagnostics();
  auto provider =
      std::make_unique<const CommonText>(std::move(*draw), WeightedIndex(table.numbers(weight)), std::move(texts));
  MadeProvider made = provider->texts().coded(std::move(provider));
  made.unique = context.unique();
  return made;
}

Result<MadeProvider> make_any_locale_integer(const ProviderContext& context, std::string_view topic,
                                             std::string_view number, std::string_view weight) {
  MadeProvider made;
  made.type = {TypeKind::integer, 0};
  made.provider =
      std::make_unique<const CommonInteger>(context.stream("value/64"), need_data("any_locale", topic), number, weight);
  return made;
}

}  // namespace synthgen
