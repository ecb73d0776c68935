// Kinds of files by how common they are, and names that fit them.
#include "file_facts.hpp"

#include <algorithm>
#include <map>
#include <string>

#include "joined_table.hpp"
#include "listed.hpp"
#include "locale_lists.hpp"
#include "synthgen/base/civil_time.hpp"
#include "text_pieces.hpp"
#include "weighted_index.hpp"

namespace synthgen {
namespace {

const DataTable& file_kinds() { return need_data("any_locale", "file_kinds"); }

class DrawnFileKind final : public Provider {
 public:
  explicit DrawnFileKind(StreamKey key) : key_(key), kinds_(file_kinds().numbers("weight")) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    std::uint64_t bits[kBatchRows];
    draw_bits64(key_, rows, evaluate.attempt(), 0, bits);
    out.reset({TypeKind::integer, 0}, rows.count);
    auto* kinds = out.data<std::int64_t>();
    for (std::size_t i = 0; i < rows.count; ++i) kinds[i] = kinds_(bits[i]);
  }

 private:
  const StreamKey key_;
  const WeightedIndex kinds_;
};

Result<MadeProvider> make_kind(const ProviderContext& context) {
  MadeProvider made;
  made.type = {TypeKind::integer, 0};
  made.provider = std::make_unique<const DrawnFileKind>(context.entity_stream("file.kind/64"));
  return made;
}

/// What stands between stem and extension.
enum class Ending : std::uint8_t { none, year, month, version, number };

/// How often each is met in 16: an own estimate.
constexpr Ending kEndings[16] = {Ending::none,    Ending::none,   Ending::none,   Ending::none,
                                 Ending::none,    Ending::year,   Ending::year,   Ending::year,
                                 Ending::month,   Ending::month,  Ending::month,  Ending::version,
                                 Ending::version, Ending::number, Ending::number, Ending::number};

constexpr std::uint64_t kYears = 10;  ///< up to that of now()
constexpr std::uint64_t kVersions = 9;
constexpr std::uint64_t kNumbers = 999;

using Groups = std::map<std::string_view, std::size_t>;

/// Stems of names: a list of each group of kinds in each locale.
struct Stems {
  std::vector<std::string> texts;
  ByLocale<std::vector<WeightedList>> lists;  // by group

  Stems(const RowLocales& locales, const Groups& groups)
      : lists(locales, [&](std::size_t locale) {
          const DataTable& table = need_data(synthgen::locales()[locale].name, "file_stems");
          std::vector<WeightedList> own(groups.size(), WeightedList(WeightedIndex(), 0));
          for (const auto& [name, group] : groups) {
            const std::size_t base = texts.size();
            std::vector<double> weights;
            for (std::size_t row = 0; row < table.rows(); ++row) {
              if (table.text(row, "group") != name) continue;
              texts.emplace_back(table.text(row, "stem"));
              weights.push_back(table.numbers("weight")[row]);
            }
            own[group] = {WeightedIndex(weights), base};
          }
          return own;
        }) {}
};

class DrawnFileName final : public Provider {
 public:
  DrawnFileName(const ProviderContext& context, ColumnIndex kind)
      : stem_key_(context.entity_stream("file.stem/64")),
        ending_key_(context.entity_stream("file.ending/64")),
        kind_(kind),
        last_year_(std::max(civil_from_days(split_micros(context.reference_micros()).days).year, 20)) {
    Groups groups;
    const DataTable& kinds = file_kinds();
    std::vector<std::string> extensions;
    for (std::size_t row = 0; row < kinds.rows(); ++row) {
      group_of_.push_back(groups.emplace(kinds.text(row, "group"), groups.size()).first->second);
      extensions.emplace_back(kinds.text(row, "extension"));
    }
    extensions_ = std::make_unique<const Dictionary>(extensions);
    stems_ = std::make_unique<const Stems>(context.row_locales(), groups);
    texts_ = std::make_unique<const Dictionary>(stems_->texts);
    room_ = texts_->longest() + extensions_->longest() + 10;
  }

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    std::uint64_t stems[kBatchRows];
    std::uint64_t endings[kBatchRows];
    draw_bits64(stem_key_, rows, evaluate.attempt(), 0, stems);
    draw_bits64(ending_key_, rows, evaluate.attempt(), 0, endings);
    const Column& kinds = evaluate.column(kind_);
    const auto lists = stems_->lists.of(evaluate);
    out.reset({TypeKind::string, 0}, rows.count);
    out.begin_texts();
    for (std::size_t i = 0; i < rows.count; ++i) {
      if (lists.is_null(i)) {
        out.append_null();
        continue;
      }
      const auto kind = static_cast<std::size_t>(kinds.data<std::int64_t>()[i]);
      TextPieces text(out, room_);
      text.add_wide((*texts_)[lists[i][group_of_[kind]](stems[i])]);
      add_ending(endings[i], text);
      text.add('.');
      text.add_wide((*extensions_)[kind]);
      text.commit();
    }
  }

 private:
  /// The highest four bits say which, those below what it says.
  void add_ending(std::uint64_t bits, TextPieces& text) const {
    const std::uint64_t rest = bits << 4;
    const auto year = [&](std::uint64_t back) { return static_cast<std::uint64_t>(last_year_) - back; };
    switch (kEndings[bits >> 60]) {
      case Ending::none:
        break;
      case Ending::year:
        text.add('_');
        text.add_digits(year(bounded(rest, kYears)), 4);
        break;
      case Ending::month: {
        // The year of now() is left out: its later months are still to come.
        const std::uint64_t month = bounded(rest, 12 * kYears);
        text.add('_');
        text.add_digits(year(1 + month / 12), 4);
        text.add('-');
        text.add_digits(1 + month % 12, 2);
        break;
      }
      case Ending::version:
        text.add("_v");
        text.add_digits(1 + bounded(rest, kVersions), 1);
        break;
      case Ending::number:
        text.add('_');
        text.add_digits(1 + bounded(rest, kNumbers), 3);
        break;
    }
  }

  const StreamKey stem_key_;
  const StreamKey ending_key_;
  const ColumnIndex kind_;
  const std::int64_t last_year_;
  std::vector<std::size_t> group_of_;  // by kind
  std::unique_ptr<const Stems> stems_;
  std::unique_ptr<const Dictionary> texts_;
  std::unique_ptr<const Dictionary> extensions_;
  std::size_t room_ = 0;
};

Result<MadeProvider> make_name(const ProviderContext& context) {
  Result<FactColumn> kind = context.fact(file_kind_fact());
  if (!kind.ok()) return kind.diagnostics();
  MadeProvider made;
  made.provider = std::make_unique<const DrawnFileName>(context, kind->column);
  return made;
}

}  // namespace

const FactKind& file_kind_fact() {
  static constexpr FactKind kFact = {
      .name = "file.kind", .what = "row of the table of kinds of files", .localized = false, .make = &make_kind};
  return kFact;
}

const FactKind& file_name_fact() {
  static const FactKind* const kFacts[] = {&file_kind_fact()};
  static const FactKind kFact = {.name = "file.name", .what = "name of a file", .facts = kFacts, .make = &make_name};
  return kFact;
}

Result<MadeProvider> make_file_kind_text(const ProviderContext& context, std::string_view column) {
  Result<FactColumn> kind = context.fact(file_kind_fact());
  if (!kind.ok()) return kind.diagnostics();
  std::vector<std::string> texts;
  for (std::size_t row = 0; row < file_kinds().rows(); ++row) texts.emplace_back(file_kinds().text(row, column));
  return make_text_by_number(kind->column, texts);
}

}  // namespace synthgen
