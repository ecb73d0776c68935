#include "listed.hpp"

#include <fmt/format.h>

#include <string>

#include "joined_table.hpp"
#include "locale_lists.hpp"
#include "serial_draw.hpp"

namespace synthgen {
namespace {

class ListedText final : public Provider {
 public:
  ListedText(StreamKey key, LocaleLists lists, CodedTexts texts)
      : key_(key), lists_(std::move(lists)), texts_(std::move(texts)) {}

  const CodedTexts& texts() const { return texts_; }

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    std::uint64_t bits[kBatchRows];
    draw_bits64(key_, rows, evaluate.attempt(), 0, bits);
    out.reset(texts_.dictionary(), rows.count);
    auto* codes = out.data<std::int32_t>();
    lists_.each(
        evaluate, [&](std::size_t i, const WeightedList& list) { codes[i] = texts_.codes()[list(bits[i])]; },
        [&](std::size_t i) {
          codes[i] = 0;
          out.set_null(i);
        });
  }

 private:
  const StreamKey key_;
  const LocaleLists lists_;
  const CodedTexts texts_;
};

/// Each text once.
class PermutedText final : public Provider {
 public:
  PermutedText(UniqueSerials places, CodedTexts texts) : places_(std::move(places)), texts_(std::move(texts)) {}

  const CodedTexts& texts() const { return texts_; }

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    std::uint64_t places[kBatchRows];
    places_.fill(rows, places);
    out.reset(texts_.dictionary(), rows.count);
    auto* codes = out.data<std::int32_t>();
    for (std::size_t i = 0; i < rows.count; ++i) codes[i] = static_cast<std::int32_t>(places[i]);
  }

 private:
  const UniqueSerials places_;
  const CodedTexts texts_;
};

class RowPick final : public Provider {
 public:
  RowPick(StreamKey key, LocaleLists lists) : key_(key), lists_(std::move(lists)) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    std::uint64_t bits[kBatchRows];
    draw_bits64(key_, rows, evaluate.attempt(), 0, bits);
    out.reset({TypeKind::integer, 0}, rows.count);
    auto* picks = out.data<std::int64_t>();
    lists_.each(
        evaluate, [&](std::size_t i, const WeightedList& list) { picks[i] = list(bits[i]); },
        [&](std::size_t i) {
          picks[i] = 0;
          out.set_null(i);
        });
  }

 private:
  const StreamKey key_;
  const LocaleLists lists_;
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
        context.stream("value/64"), make_locale_lists(row_locales, table, weight), std::move(texts)));
  }
  Result<UniqueSerials> places = UniqueSerials::of(context, SerialOwner::column, "value", texts.dictionary().size(),
                                                   R"("unique": "suffix" puts a number to each)");
  if (!places.ok()) return places.diagnostics();
  MadeProvider made = with_dictionary(std::make_unique<const PermutedText>(std::move(*places), std::move(texts)));
  made.unique = true;
  return made;
}

Result<MadeProvider> make_listed_of_entity(const ProviderContext& context, std::string_view topic,
                                           std::string_view text, std::string_view weight, std::string_view purpose) {
  const RowLocales& row_locales = context.row_locales();
  const JoinedTable table(row_locales, topic);
  return with_dictionary(std::make_unique<const ListedText>(context.entity_stream(fmt::format("{}/64", purpose)),
                                                            make_locale_lists(row_locales, table, weight),
                                                            CodedTexts(table, text)));
}

Result<MadeProvider> make_row_pick(const ProviderContext& context, std::string_view topic, std::string_view weight,
                                   std::string_view purpose) {
  const RowLocales& row_locales = context.row_locales();
  MadeProvider made;
  made.type = {TypeKind::integer, 0};
  made.provider =
      std::make_unique<const RowPick>(context.entity_stream(fmt::format("{}/64", purpose)),
                                      make_locale_lists(row_locales, JoinedTable(row_locales, topic), weight));
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
