#include "company_web.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "company_facts.hpp"
#include "copied.hpp"
#include "domain_name.hpp"
#include "locale_lists.hpp"
#include "text_pieces.hpp"

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

/// What stands around the name of a company: by its locale.
struct Around {
  std::string_view suffix;
  WeightedList mailboxes;  // empty where it is no e-mail address
};

class Web final : public Provider {
 public:
  Web(const ProviderContext& context, CompanyWeb what, ColumnIndex names, bool whole)
      : what_(what), names_(names), whole_(whole), around_(around_of(context, what, whole)) {
    if (what != CompanyWeb::email) return;
    bits_ = context.entity_draw("company.email/64");
    mailboxes_ = std::make_unique<const CodedTexts>(JoinedTable(context.row_locales(), "company_mailboxes"), "mailbox");
  }

  void fill(Evaluate& evaluate, Column& out) const override {
    const Column& names = evaluate.column(names_);
    const auto all = around_.of(evaluate);
    const std::size_t rows = names.rows();
    const std::uint64_t* bits = what_ == CompanyWeb::email ? bits_.of(evaluate) : nullptr;
    out.reset({TypeKind::string, 0}, rows);
    out.begin_texts();
    for (std::size_t i = 0; i < rows; ++i) {
      if (names.is_null(i) || all.is_null(i)) {
        out.append_null();
        continue;
      }
      const Around& around = all[i];
      const std::string_view name = names.text(i);
      if (whole_ && !is_domain(name)) {
        out.append_null();
        evaluate.warn(CellWarning::unknown_value);
        continue;
      }
      TextPieces text(out, name.size() + kMostBeside);
      if (what_ == CompanyWeb::url) text.add("https://www.");
      if (what_ == CompanyWeb::email) {
        text.add_wide(mailboxes_->text(around.mailboxes(bits[i])));
        text.add('@');
      }
      text.add(name);
      text.add(around.suffix);
      text.commit();
    }
  }

 private:
  static ByLocale<Around> around_of(const ProviderContext& context, CompanyWeb what, bool whole) {
    const RowLocales& row_locales = context.row_locales();
    const auto suffix_of = [&](std::size_t locale) -> std::string_view {
      return whole ? "" : context.flag("realistic") ? realistic_suffix(locale) : ".example";
    };
    if (what != CompanyWeb::email) {
      return {row_locales, [&](std::size_t locale) { return Around{suffix_of(locale), {WeightedIndex(), 0}}; }};
    }
    return ByLocale<Around>::of_table(row_locales, JoinedTable(row_locales, "company_mailboxes"),
                                      [&](const JoinedTable::Part& part) {
                                        return Around{suffix_of(part.locale), WeightedList::of_part(part, "weight")};
                                      });
  }

  static constexpr std::size_t kMostBeside = 64;  // the longest mailbox or "https://www.", and a suffix
  const CompanyWeb what_;
  const ColumnIndex names_;
  const bool whole_;  // domains that the schema gives, not labels made here
  const ByLocale<Around> around_;
  EntityBits bits_;
  std::unique_ptr<const CodedTexts> mailboxes_;
};

/// Errors in domains that are known before any row is made: each has a fault of its own, so the first few are told by
/// themselves.
Diagnostics judge_domains(const BoundColumn& bound) {
  constexpr std::size_t kMostTold = 3;
  Diagnostics faults;
  if (bound.domain == nullptr) return faults;
  std::vector<std::string_view> faulty;
  for (std::size_t i = 0; i < bound.domain->rows(); ++i) {
    if (bound.domain->is_valid(i) && !is_domain(bound.domain->text(i))) faulty.push_back(bound.domain->text(i));
  }
  const std::size_t told = std::min(faulty.size(), kMostTold);
  for (std::size_t i = 0; i < told; ++i) {
    std::string hint = R"(for example "acme.example")";
    if (i + 1 == told && told < faulty.size()) hint += fmt::format("; {} more are none either", faulty.size() - told);
    faults.add(make_error("SG2763", fmt::format("\"{}\" is no domain name: {}", faulty[i], fault_of_domain(faulty[i])),
                          bound.place, std::move(hint)));
  }
  return faults;
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
    if (Diagnostics faults = judge_domains(**bound); faults.has_errors()) return faults;
    names = (*bound)->column;
  } else {
    Result<FactColumn> label = context.fact(company_label_fact());
    if (!label.ok()) return label.diagnostics();
    names = label->column;
  }
  MadeProvider made;
  // Nobody has names below .example; who has what is near a name of the schema's own is not known.
  if (bound->has_value()) {
    made.no_suffix = "the domains are those of a column of the schema's own: let that column differ in every row";
  }
  made.provider = std::make_unique<const Web>(context, what, names, bound->has_value());
  return made;
}

template <CompanyWeb kWhat>
Result<MadeProvider> make(const ProviderContext& context) {
  return make_company_web(context, kWhat);
}

}  // namespace

ProviderKind company_web_kind(const Record& record, CompanyWeb what) {
  static constexpr ProviderOption kOptions[] = {
      {"realistic", "Names as companies of the country have them, .com .co.uk .es .de: some belong to somebody."},
  };
  static constexpr Name kTopics[] = {"company_words", "company_patterns", "legal_forms",
                                     "industries",    "cities",           "company_mailboxes"};
  static constexpr Name kKeys[] = {"company.domain"};
  static const FactKind* const kFacts[] = {&company_label_fact()};
  const bool email = what == CompanyWeb::email;
  return {
      .record = record,
      .localized = true,
      .topics = std::span<const Name>(kTopics).first(email ? 6 : 5),  // the last one are mailboxes
      .options = kOptions,
      .keys = kKeys,
      .facts = kFacts,
      .entity_draws = email,
      .suffix_place = email ? SuffixPlace::before_at : SuffixPlace::first_label,
      .make = email                     ? &make<CompanyWeb::email>
              : what == CompanyWeb::url ? &make<CompanyWeb::url>
                                        : &make<CompanyWeb::domain>,
  };
}

}  // namespace synthgen
