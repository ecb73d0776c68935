#include "web_names.hpp"

#include <fmt/format.h>

#include <string>

#include "locale_lists.hpp"
#include "serial_draw.hpp"

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
      : TopLevels(row_locales, JoinedTable(row_locales, "top_level_domains")) {}

  void fill(Evaluate& evaluate, const std::uint64_t* bits, std::string_view* tops) const {
    const auto lists = lists_.of(evaluate);
    const std::size_t count = evaluate.rows().count;
    for (std::size_t i = 0; i < count; ++i) tops[i] = texts_.text(lists[i](bits[i]));
  }
  std::size_t longest() const { return texts_.dictionary().longest(); }

 private:
  TopLevels(const RowLocales& row_locales, const JoinedTable& table)
      : lists_(make_locale_lists(row_locales, table, "weight")), texts_(texts_of(table)) {}

  static std::vector<std::string> texts_of(const JoinedTable& table) {
    std::vector<std::string> texts;
    for (std::size_t row = 0; row < table.rows(); ++row) {
      texts.push_back(fmt::format(".{}", table.text(row, "top_level_domain")));
    }
    return texts;
  }

  const LocaleLists lists_;
  const CodedTexts texts_;
};

constexpr std::string_view kReserved = ".example";

class WebColumn final : public Provider {
 public:
  WebColumn(const ProviderContext& context, SerialDraw draw, std::unique_ptr<const WebText> text)
      : text_(std::move(text)),
        draw_(std::move(draw)),
        top_key_(context.stream("domain/64")),
        locale_(context.row_locales()) {
    if (context.flag("realistic")) top_levels_ = std::make_unique<const TopLevels>(context.row_locales());
    room_ = text_->room() + (top_levels_ != nullptr ? top_levels_->longest() : kReserved.size());
  }

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    std::uint64_t serials[kBatchRows];
    std::string_view tops[kBatchRows];
    if (top_levels_ == nullptr) {
      for (std::size_t i = 0; i < rows.count; ++i) tops[i] = kReserved;
    } else {
      draw_bits64(top_key_, rows, evaluate.attempt(), 0, serials);
      top_levels_->fill(evaluate, serials, tops);
    }
    draw_.fill(evaluate, serials);
    out.reset({TypeKind::string, 0}, rows.count);
    out.begin_texts();
    // A row without a locale has no value of any provider that takes one.
    text_->write(serials, tops, locale_.of(evaluate).column(), rows.count, room_, out);
  }

 private:
  const std::unique_ptr<const WebText> text_;
  const SerialDraw draw_;
  const StreamKey top_key_;
  const LocaleByRow locale_;
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
  const auto rows = context.unique() ? static_cast<std::uint64_t>(context.table_rows()) : 0;
  Result<SerialDraw> draw = SerialDraw::of(context, SerialOwner::column, "value", text->count(rows));
  if (!draw.ok()) return draw.diagnostics();
  MadeProvider made;
  made.unique = context.unique();
  made.provider = std::make_unique<const WebColumn>(context, std::move(*draw), std::move(text));
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
