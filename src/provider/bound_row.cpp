#include "bound_row.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "by_locale.hpp"
#include "joined_table.hpp"
#include "synthgen/base/unknown_values.hpp"

namespace synthgen {
namespace {

using Rows = std::map<std::string, std::int64_t, std::less<>>;

class BoundRow final : public Provider {
 public:
  BoundRow(const RowLocales& locales, ColumnIndex texts, const JoinedTable& table, std::string_view column)
      : texts_(texts), rows_(ByLocale<Rows>::of_table(locales, table, [column](const JoinedTable::Part& part) {
          Rows rows;
          for (std::size_t row = 0; row < part.table->rows(); ++row) {
            rows.emplace(part.table->text(row, column), static_cast<std::int64_t>(part.base + row));
          }
          return rows;
        })) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const Column& texts = evaluate.column(texts_);
    const auto lists = rows_.of(evaluate);
    out.reset({TypeKind::integer, 0}, texts.rows());
    auto* numbers = out.data<std::int64_t>();
    for (std::size_t i = 0; i < texts.rows(); ++i) {
      numbers[i] = 0;
      if (texts.is_null(i) || lists.is_null(i)) {
        out.set_null(i);
        continue;
      }
      const auto found = lists[i].find(texts.text(i));
      if (found != lists[i].end()) {
        numbers[i] = found->second;
      } else {
        out.set_null(i);
        evaluate.warn(CellWarning::unknown_value);
      }
    }
  }

 private:
  const ColumnIndex texts_;
  const ByLocale<Rows> rows_;
};

}  // namespace

Result<MadeProvider> make_bound_row(const ProviderContext& context, const BoundColumn& bound, std::string_view topic,
                                    std::string_view column, std::string_view thing) {
  if (bound.type.kind != TypeKind::string) {
    return make_error(
        "SG2724", fmt::format("the {} of an entity is a text, and this is of type {}", thing, type_text(bound.type)),
        bound.place, "bind it to a column of texts");
  }
  const JoinedTable table(context.row_locales(), topic);
  if (bound.domain != nullptr) {
    std::vector<std::string> known;
    for (std::size_t row = 0; row < table.rows(); ++row) known.emplace_back(table.text(row, column));
    UnknownValues unknown;
    for (std::size_t i = 0; i < bound.domain->rows(); ++i) {
      if (bound.domain->is_null(i)) continue;
      const std::string_view value = bound.domain->text(i);
      if (std::find(known.begin(), known.end(), value) == known.end()) unknown.add(value);
    }
    if (!unknown.empty()) {
      const std::string near = unknown.did_you_mean(known);
      return make_error("SG2103", fmt::format("there is no {} {}", thing, unknown.shown()), bound.place,
                        near.empty() ? fmt::format("there are {}", fmt::join(known, ", ")) : near);
    }
  }
  MadeProvider made;
  made.type = {TypeKind::integer, 0};
  made.provider = std::make_unique<const BoundRow>(context.row_locales(), bound.column, table, column);
  return made;
}

}  // namespace synthgen
