#include "listed.hpp"

#include <fmt/format.h>

#include <string>

#include "joined_table.hpp"
#include "synthgen/base/permutation.hpp"
#include "value_count.hpp"
#include "weighted_index.hpp"

namespace synthgen {
namespace {

/// Rows of a joined table: of the row's own locale, by weight.
class RowDraw {
 public:
  RowDraw(const JoinedTable& table, std::optional<ColumnIndex> locale, std::string_view weight) : locale_(locale) {
    for (const JoinedTable::Part& part : table.parts()) {
      const std::vector<double> alike(part.table->rows(), 1.0);
      parts_[part.locale] = {weight.empty() ? WeightedIndex(alike) : WeightedIndex(part.table->numbers(weight)),
                             static_cast<std::uint32_t>(part.base)};
    }
    only_ = table.parts().front().locale;
  }

  /// take(i, row); skip(i) where the row has no locale.
  template <class Take, class Skip>
  void draw(Evaluate& evaluate, StreamKey key, const Take& take, const Skip& skip) const {
    std::uint64_t bits[kBatchRows];
    const RowSet rows = evaluate.rows();
    draw_bits64(key, rows, evaluate.attempt(), 0, bits);
    if (!locale_.has_value()) {
      const Part& part = parts_[only_];
      for (std::size_t i = 0; i < rows.count; ++i) take(i, part.base + part.index(bits[i]));
      return;
    }
    const Column& numbers = evaluate.column(*locale_);
    for (std::size_t i = 0; i < rows.count; ++i) {
      if (numbers.is_null(i)) {
        skip(i);
        continue;
      }
      const Part& part = parts_[static_cast<std::size_t>(numbers.data<std::int64_t>()[i])];
      take(i, part.base + part.index(bits[i]));
    }
  }

 private:
  struct Part {
    WeightedIndex index;
    std::uint32_t base = 0;
  };
  std::array<Part, kMostLocales> parts_;
  std::optional<ColumnIndex> locale_;
  std::size_t only_ = 0;
};

class ListedText final : public Provider {
 public:
  ListedText(StreamKey key, RowDraw draw, CodedTexts texts)
      : key_(key), draw_(std::move(draw)), texts_(std::move(texts)) {}

  const CodedTexts& texts() const { return texts_; }

  void fill(Evaluate& evaluate, Column& out) const override {
    out.reset(texts_.dictionary(), evaluate.rows().count);
    auto* codes = out.data<std::int32_t>();
    draw_.draw(
        evaluate, key_, [&](std::size_t i, std::uint32_t row) { codes[i] = texts_.codes()[row]; },
        [&](std::size_t i) {
          codes[i] = 0;
          out.set_null(i);
        });
  }

 private:
  const StreamKey key_;
  const RowDraw draw_;
  const CodedTexts texts_;
};

/// Each text once.
class PermutedText final : public Provider {
 public:
  PermutedText(StreamKey key, CodedTexts texts) : texts_(std::move(texts)), places_(key, texts_.dictionary().size()) {}

  const CodedTexts& texts() const { return texts_; }

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    std::int64_t places[kBatchRows];
    places_.map(rows, places);
    out.reset(texts_.dictionary(), rows.count);
    auto* codes = out.data<std::int32_t>();
    for (std::size_t i = 0; i < rows.count; ++i) codes[i] = static_cast<std::int32_t>(places[i]);
  }

 private:
  const CodedTexts texts_;
  const Permutation places_;
};

class RowPick final : public Provider {
 public:
  RowPick(StreamKey key, RowDraw draw) : key_(key), draw_(std::move(draw)) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    out.reset({TypeKind::integer, 0}, evaluate.rows().count);
    auto* picks = out.data<std::int64_t>();
    draw_.draw(
        evaluate, key_, [&](std::size_t i, std::uint32_t row) { picks[i] = row; },
        [&](std::size_t i) {
          picks[i] = 0;
          out.set_null(i);
        });
  }

 private:
  const StreamKey key_;
  const RowDraw draw_;
};

class TextByNumber final : public Provider {
 public:
  TextByNumber(ColumnIndex numbers, CodedTexts texts) : numbers_(numbers), texts_(std::move(texts)) {}

  const CodedTexts& texts() const { return texts_; }

  void fill(Evaluate& evaluate, Column& out) const override {
    const Column& numbers = evaluate.column(numbers_);
    out.reset(texts_.dictionary(), numbers.rows());
    const auto* picks = numbers.data<std::int64_t>();
    auto* codes = out.data<std::int32_t>();
    for (std::size_t i = 0; i < numbers.rows(); ++i) codes[i] = texts_.codes()[static_cast<std::size_t>(picks[i])];
    out.intersect_validity(numbers);
  }

 private:
  const ColumnIndex numbers_;
  const CodedTexts texts_;
};

template <class Made>
MadeProvider with_dictionary(std::unique_ptr<const Made> provider) {
  return provider->texts().coded(std::move(provider));
}

}  // namespace

Result<MadeProvider> make_listed(const ProviderContext& context, std::string_view topic, std::string_view text,
                                 std::string_view weight) {
  const RowLocales& row_locales = context.row_locales();
  const JoinedTable table(row_locales, topic);
  CodedTexts texts(table, text);
  // Where the locale differs by row, so does the list: no permutation of one serves.
  if (!context.unique() || row_locales.column.has_value()) {
    return with_dictionary(std::make_unique<const ListedText>(
        context.stream("value/64"), RowDraw(table, row_locales.column, weight), std::move(texts)));
  }
  if (static_cast<std::uint64_t>(context.table_rows()) > texts.dictionary().size()) {
    return too_few_values(context, texts.dictionary().size(), "\"unique\": \"suffix\" puts a number to each");
  }
  MadeProvider made =
      with_dictionary(std::make_unique<const PermutedText>(context.stream("value permutation/64"), std::move(texts)));
  made.unique = true;
  return made;
}

Result<MadeProvider> make_listed_of_entity(const ProviderContext& context, std::string_view topic,
                                           std::string_view text, std::string_view weight, std::string_view purpose) {
  const RowLocales& row_locales = context.row_locales();
  const JoinedTable table(row_locales, topic);
  return with_dictionary(std::make_unique<const ListedText>(context.entity_stream(fmt::format("{}/64", purpose)),
                                                            RowDraw(table, row_locales.column, weight),
                                                            CodedTexts(table, text)));
}

Result<MadeProvider> make_row_pick(const ProviderContext& context, std::string_view topic, std::string_view weight,
                                   std::string_view purpose) {
  const RowLocales& row_locales = context.row_locales();
  MadeProvider made;
  made.type = {TypeKind::integer, 0};
  made.provider = std::make_unique<const RowPick>(context.entity_stream(fmt::format("{}/64", purpose)),
                                                  RowDraw(JoinedTable(row_locales, topic), row_locales.column, weight));
  return made;
}

Result<MadeProvider> make_text_of_row(const ProviderContext& context, const FactKind& pick, std::string_view topic,
                                      std::string_view column) {
  Result<FactColumn> row = context.fact(pick);
  if (!row.ok()) return row.diagnostics();
  return with_dictionary(
      std::make_unique<const TextByNumber>(row->column, CodedTexts(JoinedTable(context.row_locales(), topic), column)));
}

MadeProvider make_text_by_number(ColumnIndex numbers, const std::vector<std::string>& texts) {
  return with_dictionary(std::make_unique<const TextByNumber>(numbers, CodedTexts(texts)));
}

}  // namespace synthgen
