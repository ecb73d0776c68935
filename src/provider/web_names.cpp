#include "web_names.hpp"

#include <fmt/format.h>

#include <string>

#include "synthgen/base/permutation.hpp"
#include "value_count.hpp"
#include "weighted_index.hpp"

namespace synthgen {
namespace {

std::vector<std::string> words() {
  const DataTable& table = need_data("any_locale", "web_words");
  std::vector<std::string> texts;
  for (std::size_t row = 0; row < table.rows(); ++row) texts.emplace_back(table.text(row, "word"));
  return texts;
}

/// The domains below which the domains of a row's country are.
class TopLevels {
 public:
  explicit TopLevels(const RowLocales& row_locales)
      : only_(row_locales.numbers.front()), table_(row_locales, "top_level_domains") {
    std::vector<std::string> texts;
    for (const JoinedTable::Part& part : table_.parts()) {
      lists_[part.locale] = {WeightedIndex(part.table->numbers("weight")), static_cast<std::uint32_t>(part.base)};
      for (std::size_t row = 0; row < part.table->rows(); ++row) {
        texts.push_back(fmt::format(".{}", part.table->text(row, "top_level_domain")));
      }
    }
    texts_ = std::make_unique<const CodedTexts>(texts);
  }

  std::string_view text(std::size_t locale, std::uint64_t bits) const {
    const List& list = lists_[locale];
    return list.index.empty() ? std::string_view() : texts_->text(list.base + list.index(bits));
  }
  std::size_t only() const { return only_; }
  std::size_t longest() const { return texts_->dictionary().longest(); }

 private:
  struct List {
    WeightedIndex index;
    std::uint32_t base = 0;
  };
  const std::size_t only_;
  const JoinedTable table_;
  std::array<List, kMostLocales> lists_;
  std::unique_ptr<const CodedTexts> texts_;
};

constexpr std::string_view kReserved = ".example";

class WebColumn final : public Provider {
 public:
  WebColumn(const ProviderContext& context, std::unique_ptr<const WebText> text)
      : text_(std::move(text)),
        count_(text_->count(context.unique() ? static_cast<std::uint64_t>(context.table_rows()) : 0)),
        key_(context.stream(context.unique() ? "value permutation/64" : "value/64")),
        top_key_(context.stream("domain/64")),
        locale_(context.row_locales().column) {
    if (context.unique()) places_ = std::make_unique<const Permutation>(key_, count_);
    if (context.flag("realistic")) top_levels_ = std::make_unique<const TopLevels>(context.row_locales());
    room_ = text_->room() + (top_levels_ != nullptr ? top_levels_->longest() : kReserved.size());
  }

  std::uint64_t count() const { return count_; }

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    std::uint64_t serials[kBatchRows];
    std::string_view tops[kBatchRows];
    // A row without a locale has no value of any provider that takes one.
    const Column* const nulls = locale_.has_value() ? &evaluate.column(*locale_) : nullptr;
    if (top_levels_ == nullptr) {
      for (std::size_t i = 0; i < rows.count; ++i) tops[i] = kReserved;
    } else {
      draw_bits64(top_key_, rows, evaluate.attempt(), 0, serials);
      for (std::size_t i = 0; i < rows.count; ++i) {
        const std::size_t locale =
            nulls == nullptr ? top_levels_->only() : static_cast<std::size_t>(nulls->data<std::int64_t>()[i]);
        tops[i] = top_levels_->text(locale, serials[i]);
      }
    }
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
    text_->write(serials, tops, nulls, rows.count, room_, out);
  }

 private:
  const std::unique_ptr<const WebText> text_;
  const std::uint64_t count_;
  const StreamKey key_;
  const StreamKey top_key_;
  const std::optional<ColumnIndex> locale_;
  std::unique_ptr<const Permutation> places_;
  std::unique_ptr<const TopLevels> top_levels_;
  std::size_t room_ = 0;
};

}  // namespace

WebWords::WebWords() : dictionary_(words()) {
  const DataTable& table = need_data("any_locale", "web_words");
  for (std::uint32_t row = 0; row < table.rows(); ++row) {
    (table.text(row, "place") == "first" ? first_ : second_).push_back(row);
  }
}

Dictionary any_locale_texts(std::string_view topic, std::string_view column) {
  const DataTable& table = need_data("any_locale", topic);
  std::vector<std::string> texts;
  for (std::size_t row = 0; row < table.rows(); ++row) texts.emplace_back(table.text(row, column));
  return Dictionary(texts);
}

Result<MadeProvider> make_web_text(const ProviderContext& context, std::unique_ptr<const WebText> text) {
  const auto rows = static_cast<std::uint64_t>(context.table_rows());
  if (context.unique() && text->count(rows) < rows) {
    return too_few_values(context, text->count(rows), "ask for fewer rows");
  }
  MadeProvider made;
  made.unique = context.unique();
  made.provider = std::make_unique<const WebColumn>(context, std::move(text));
  return made;
}

std::span<const Name> web_topics() {
  static constexpr Name kTopics[] = {"top_level_domains"};
  return kTopics;
}

std::span<const ProviderOption> web_options() {
  static constexpr ProviderOption kOptions[] = {
      {.name = "realistic",
       .meaning = "true: below domains of the country, such as .com or .de, which may be somebody's; "
                  "false: below .example, which is nobody's."}};
  return kOptions;
}

}  // namespace synthgen
