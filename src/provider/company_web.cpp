#include "company_web.hpp"

#include "company_facts.hpp"
#include "copied.hpp"
#include "text_pieces.hpp"
#include "weighted_index.hpp"

namespace synthgen {
namespace {

/// Where companies of a country have their names. By the number of the locale.
std::string_view realistic_suffix(std::size_t locale) {
  const std::string_view country = locales()[locale].country;
  if (country == "GB") return ".co.uk";
  if (country == "ES") return ".es";
  if (country == "DE") return ".de";
  return ".com";
}

class Web final : public Provider {
 public:
  Web(const ProviderContext& context, CompanyWeb what, ColumnIndex names, bool whole)
      : what_(what),
        names_(names),
        locale_(context.row_locales().column),
        only_(context.row_locales().numbers.front()) {
    for (const std::size_t number : context.row_locales().numbers) {
      suffixes_[number] = whole ? "" : context.flag("realistic") ? realistic_suffix(number) : ".example";
    }
    if (what != CompanyWeb::email) return;
    key_ = context.entity_stream("company.email/64");
    const JoinedTable table(context.row_locales(), "company_mailboxes");
    mailboxes_ = std::make_unique<const CodedTexts>(table, "mailbox");
    for (const JoinedTable::Part& part : table.parts()) {
      lists_[part.locale] = {WeightedIndex(part.table->numbers("weight")), part.base};
    }
  }

  void fill(Evaluate& evaluate, Column& out) const override {
    const Column& names = evaluate.column(names_);
    const Column* numbers = locale_.has_value() ? &evaluate.column(*locale_) : nullptr;
    const std::size_t rows = names.rows();
    std::uint64_t bits[kBatchRows];
    if (what_ == CompanyWeb::email) draw_bits64(key_, evaluate.rows(), evaluate.attempt(), 0, bits);
    out.reset({TypeKind::string, 0}, rows);
    out.begin_texts();
    for (std::size_t i = 0; i < rows; ++i) {
      if (names.is_null(i) || (numbers != nullptr && numbers->is_null(i))) {
        out.append_null();
        continue;
      }
      const std::size_t locale =
          numbers == nullptr ? only_ : static_cast<std::size_t>(numbers->data<std::int64_t>()[i]);
      const std::string_view name = names.text(i);
      TextPieces text(out, name.size() + kMostBeside);
      if (what_ == CompanyWeb::url) text.add("https://www.");
      if (what_ == CompanyWeb::email) {
        const List& list = lists_[locale];
        text.add_wide(mailboxes_->text(list.base + list.index(bits[i])));
        text.add('@');
      }
      text.add(name);
      text.add(suffixes_[locale]);
      text.commit();
    }
  }

 private:
  struct List {
    WeightedIndex index;
    std::size_t base = 0;
  };
  static constexpr std::size_t kMostBeside = 64;  // the longest mailbox or "https://www.", and a suffix
  const CompanyWeb what_;
  const ColumnIndex names_;
  const std::optional<ColumnIndex> locale_;
  const std::size_t only_;
  StreamKey key_;
  std::unique_ptr<const CodedTexts> mailboxes_;
  std::array<List, kMostLocales> lists_;
  std::array<std::string_view, kMostLocales> suffixes_{};
};

}  // namespace

const std::array<ProviderOption, 1> kCompanyWebOptions = {{
    {"realistic", "Names as companies of the country have them, .com .co.uk .es .de: some belong to somebody."},
}};

std::span<const FactKind* const> company_web_facts() {
  static const FactKind* const kFacts[] = {&company_label_fact()};
  return kFacts;
}

Result<MadeProvider> make_company_web(const ProviderContext& context, CompanyWeb what) {
  Result<std::optional<BoundColumn>> bound = context.bound("company.domain");
  if (!bound.ok()) return bound.diagnostics();
  ColumnIndex names = 0;
  if (bound->has_value()) {
    Result<MadeProvider> copy = copy_of_bound(**bound, "company's domain");
    if (!copy.ok()) return copy.diagnostics();
    if (context.flag("realistic")) {
      return make_error("SG2770", "\"realistic\" has no effect, for the domain of the company is bound to a column",
                        context.place(), "remove \"realistic\", or \"domain\" in the table's \"entities\"");
    }
    names = (*bound)->column;
  } else {
    Result<FactColumn> label = context.fact(company_label_fact());
    if (!label.ok()) return label.diagnostics();
    names = label->column;
  }
  MadeProvider made;
  made.provider = std::make_unique<const Web>(context, what, names, bound->has_value());
  return made;
}

}  // namespace synthgen
