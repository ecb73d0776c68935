#include "company_facts.hpp"

#include <string>

#include "bound_row.hpp"
#include "company_naming.hpp"
#include "copied.hpp"
#include "industry_pick.hpp"
#include "joined_table.hpp"
#include "legal_form_text.hpp"
#include "listed.hpp"
#include "locale_lists.hpp"
#include "synthgen/expression/plain_text.hpp"
#include "text_list.hpp"

namespace synthgen {
namespace {

/// Legal forms that companies of the industry have.
ChosenRows forms_of(const JoinedTable::Part& part, std::string_view industry) {
  return ChosenRows(part, "weight",
                    [&](std::size_t row) { return list_holds(part.table->text(row, "industry"), industry); });
}

/// The legal form with which a text ends.
class FormOfText final : public Provider {
 public:
  FormOfText(const RowLocales& locales, ColumnIndex names)
      : forms_(locales, "legal_forms"), locale_(locales), names_(names) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const Column& names = evaluate.column(names_);
    const LocaleByRow::Batch row_locales = locale_.of(evaluate);
    out.reset({TypeKind::integer, 0}, names.rows());
    auto* rows = out.data<std::int64_t>();
    for (std::size_t i = 0; i < names.rows(); ++i) {
      rows[i] = 0;
      const bool known = names.is_valid(i) && !row_locales.is_null(i);
      const std::int64_t form = known ? form_of(names.text(i), row_locales[i]) : -1;
      if (form < 0) {
        out.set_null(i);
      } else {
        rows[i] = form;
      }
    }
  }

 private:
  /// The longest: "GmbH & Co. KG" before "KG".
  std::int64_t form_of(std::string_view name, std::size_t locale) const {
    std::int64_t best = -1;
    std::size_t longest = 0;
    for (const JoinedTable::Part& part : forms_.parts()) {
      if (part.locale != locale) continue;
      const std::size_t column = part.table->column("form");
      for (std::size_t row = 0; row < part.table->rows(); ++row) {
        const std::size_t bytes = legal_form_bytes(name, part.table->text(row, column));
        if (bytes > longest) {
          best = static_cast<std::int64_t>(part.base + row);
          longest = bytes;
        }
      }
    }
    return best;
  }

  const JoinedTable forms_;
  const LocaleByRow locale_;
  const ColumnIndex names_;
};

Result<MadeProvider> make_legal_form(const ProviderContext& context) {
  Result<std::optional<BoundColumn>> bound = context.bound("company.name");
  if (!bound.ok()) return bound.diagnostics();
  if (!bound->has_value()) {
    return make_pick_by_industry(context, "legal_forms", "company.legal_form", &forms_of);
  }
  Result<MadeProvider> text = copy_of_bound(**bound, "company's name");
  if (!text.ok()) return text.diagnostics();
  MadeProvider made;
  made.type = {TypeKind::integer, 0};
  made.provider = std::make_unique<const FormOfText>(context.row_locales(), (*bound)->column);
  return made;
}

Result<MadeProvider> make_name(const ProviderContext& context) {
  Result<std::optional<BoundColumn>> bound = context.bound("company.name");
  if (!bound.ok()) return bound.diagnostics();
  if (bound->has_value()) return copy_of_bound(**bound, "company's name");
  Result<FactColumn> industry = context.fact(industry_fact());
  if (!industry.ok()) return industry.diagnostics();
  Result<FactColumn> form = context.fact(legal_form_fact());
  if (!form.ok()) return form.diagnostics();
  return make_company_names(context, industry->column, form->column);
}

class Label final : public Provider {
 public:
  Label(const RowLocales& locales, ColumnIndex names, ColumnIndex forms)
      : forms_(JoinedTable(locales, "legal_forms"), "form"), locale_(locales), names_(names), form_(forms) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const Column& names = evaluate.column(names_);
    const Column& forms = evaluate.column(form_);
    const LocaleByRow::Batch row_locales = locale_.of(evaluate);
    out.reset({TypeKind::string, 0}, names.rows());
    out.begin_texts();
    std::string label;  // grows once a batch
    for (std::size_t i = 0; i < names.rows(); ++i) {
      if (names.is_null(i) || row_locales.is_null(i)) {
        out.append_null();
        continue;
      }
      std::string_view name = names.text(i);
      if (forms.is_valid(i)) {
        const std::string_view form = forms_.text(static_cast<std::size_t>(forms.data<std::int64_t>()[i]));
        // A bound name may write it differently.
        const std::size_t bytes = name.ends_with(form) ? form.size() : legal_form_bytes(name, form);
        if (name.size() > bytes) name.remove_suffix(bytes);
      }
      label.clear();
      append_slug(name, locales()[row_locales[i]].name, label);
      if (label.size() > kMostBytes) {
        label.resize(kMostBytes);
        while (label.back() == '-') label.pop_back();
      }
      if (label.empty()) {
        out.append_null();
        evaluate.warn(CellWarning::unknown_value);
      } else {
        out.append_text(label);
      }
    }
  }

 private:
  static constexpr std::size_t kMostBytes = 63;  // RFC 1035, section 2.3.4
  const CodedTexts forms_;
  const LocaleByRow locale_;
  const ColumnIndex names_;
  const ColumnIndex form_;
};

Result<MadeProvider> make_label(const ProviderContext& context) {
  Result<FactColumn> name = context.fact(company_name_fact());
  if (!name.ok()) return name.diagnostics();
  Result<FactColumn> form = context.fact(legal_form_fact());
  if (!form.ok()) return form.diagnostics();
  MadeProvider made;
  made.provider = std::make_unique<const Label>(context.row_locales(), name->column, form->column);
  return made;
}

constexpr Name kNameKeys[] = {"company.name"};

}  // namespace

const FactKind& industry_fact() {
  static constexpr Name kKeys[] = {"company.industry"};
  static constexpr FactKind kFact = {.name = "company.industry",
                                     .what = "industry of a company, by its place in the lists of the locales",
                                     .keys = kKeys,
                                     .make = [](const ProviderContext& context) -> Result<MadeProvider> {
                                       Result<std::optional<BoundColumn>> bound = context.bound("company.industry");
                                       if (!bound.ok()) return bound.diagnostics();
                                       if (bound->has_value())
                                         return make_bound_row(context, **bound, "industries", "industry", "industry");
                                       return make_row_pick(context, "industries", "weight", "company.industry");
                                     }};
  return kFact;
}

const FactKind& legal_form_fact() {
  static const FactKind* const kFacts[] = {&industry_fact()};
  static const FactKind kFact = {.name = "company.legal_form",
                                 .what = "legal form of a company, by its place in the lists of the locales",
                                 .keys = kNameKeys,
                                 .facts = kFacts,
                                 .make = &make_legal_form};
  return kFact;
}

const FactKind& company_name_fact() {
  static const FactKind* const kFacts[] = {&industry_fact(), &legal_form_fact()};
  static const FactKind kFact = {
      .name = "company.name", .what = "name of a company", .keys = kNameKeys, .facts = kFacts, .make = &make_name};
  return kFact;
}

const FactKind& company_label_fact() {
  static const FactKind* const kFacts[] = {&company_name_fact(), &legal_form_fact()};
  static const FactKind kFact = {.name = "company.label",
                                 .what = "name of a company as it stands in a domain name",
                                 .facts = kFacts,
                                 .make = &make_label};
  return kFact;
}

}  // namespace synthgen
