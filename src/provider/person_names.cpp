#include "person_names.hpp"

#include <algorithm>

namespace synthgen {

namespace {

bool has_only_texts(const Dictionary* names) {
  if (names == nullptr) return false;
  for (std::size_t code = 0; code < names->size(); ++code) {
    if ((*names)[code].empty()) return false;
  }
  return true;
}

}  // namespace

Result<PersonNames> PersonNames::of(const ProviderContext& context) {
  PersonNames names;
  Result<FactColumn> first = context.fact(first_name_fact());
  if (!first.ok()) return first.diagnostics();
  names.first_ = first->column;
  Result<FactColumn> last = context.fact(last_name_fact());
  if (!last.ok()) return last.diagnostics();
  names.last_ = last->column;
  names.listed_ = has_only_texts(first->dictionary) && has_only_texts(last->dictionary);
  const RowLocales& row_locales = context.row_locales();
  for (const std::size_t number : row_locales.numbers) {
    names.has_second_[number] = has_second_last_name(locales()[number]);
  }
  if (std::find(names.has_second_.begin(), names.has_second_.end(), true) == names.has_second_.end()) return names;
  Result<FactColumn> second = context.fact(second_last_name_fact());
  if (!second.ok()) return second.diagnostics();
  names.second_ = second->column;
  names.locale_ = row_locales.column;
  return names;
}

PersonNames::Rows::Rows(const PersonNames& names, Evaluate& evaluate)
    : names_(names),
      first_(evaluate.column(names.first_)),
      last_(evaluate.column(names.last_)),
      second_(names.second_.has_value() ? &evaluate.column(*names.second_) : nullptr),
      locale_(names.locale_.has_value() ? &evaluate.column(*names.locale_) : nullptr) {}

}  // namespace synthgen
