#include "bound_row.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <vector>

#include "joined_table.hpp"
#include "synthgen/base/near_names.hpp"

namespace synthgen {
namespace {

using Rows = std::map<std::string, std::int64_t, std::less<>>;

class BoundRow final : public Provider {
 public:
  BoundRow(const RowLocales& locales, ColumnIndex texts, const JoinedTable& table, std::string_view column)
      : texts_(texts), locale_(locales.column), only_(locales.numbers.front()) {
    for (const JoinedTable::Part& part : table.parts()) {
      for (std::size_t row = 0; row < part.table->rows(); ++row) {
        rows_[part.locale].emplace(part.table->text(row, column), static_cast<std::int64_t>(part.base + row));
      }
    }
  }

  void fill(Evaluate& evaluate, Column& out) const override {
    const Column& texts = evaluate.column(texts_);
    const Column* locales = locale_.has_value() ? &evaluate.column(*locale_) : nullptr;
    out.reset({TypeKind::integer, 0}, texts.rows());
    auto* numbers = out.data<std::int64_t>();
    for (std::size_t i = 0; i < texts.rows(); ++i) {
      numbers[i] = 0;
      if (texts.is_null(i) || (locales != nullptr && locales->is_null(i))) {
        out.set_null(i);
        continue;
      }
      const Rows& rows = rows_[locales == nullptr ? only_ : static_cast<std::size_t>(locales->data<std::int64_t>()[i])];
      const auto found = rows.find(texts.text(i));
      if (found != rows.end()) {
        numbers[i] = found->second;
      } else {
        out.set_null(i);
        evaluate.warn(CellWarning::unknown_value);
      }
    }
  }

 private:
  const ColumnIndex texts_;
  const std::optional<ColumnIndex> locale_;
  const std::size_t only_;
  std::array<Rows, kMostLocales> rows_;
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
    for (std::size_t i = 0; i < bound.domain->rows(); ++i) {
      if (bound.domain->is_null(i)) continue;
      const std::string_view value = bound.domain->text(i);
      if (std::find(known.begin(), known.end(), value) != known.end()) continue;
      const std::string near = did_you_mean(value, known);
      return make_error("SG2103", fmt::format("there is no {} \"{}\"", thing, value), bound.place,
                        near.empty() ? fmt::format("there are {}", fmt::join(known, ", ")) : near);
    }
  }
  MadeProvider made;
  made.type = {TypeKind::integer, 0};
  made.provider = std::make_unique<const BoundRow>(context.row_locales(), bound.column, table, column);
  return made;
}

}  // namespace synthgen
