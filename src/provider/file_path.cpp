// The path of a file: a root of the system, one to three folders, the file's name.
#include <algorithm>
#include <string>

#include "file_facts.hpp"
#include "joined_table.hpp"
#include "locale_lists.hpp"
#include "text_pieces.hpp"

namespace synthgen {
namespace {

constexpr std::size_t kMostFolders = 3;

class Path final : public Provider {
 public:
  Path(const ProviderContext& context, const JoinedTable& joined, ColumnIndex name)
      : key_(context.entity_stream("file.folders/64")),
        name_(name),
        separator_(context.word("system") == "windows" ? '\\' : '/'),
        lists_(make_locale_lists(context.row_locales(), joined, "weight")) {
    const DataTable& table = need_data("any_locale", "file_roots");
    std::vector<std::string> roots;
    std::vector<double> weights;
    for (std::size_t row = 0; row < table.rows(); ++row) {
      if (table.text(row, "system") != context.word("system")) continue;
      roots.emplace_back(table.text(row, "root"));
      std::replace(roots.back().begin(), roots.back().end(), '/', separator_);
      weights.push_back(table.numbers("weight")[row]);
    }
    root_ = WeightedIndex(weights);
    roots_ = std::make_unique<const Dictionary>(roots);
    std::vector<std::string> folders;
    for (std::size_t row = 0; row < joined.rows(); ++row) folders.emplace_back(joined.text(row, "folder"));
    folders_ = std::make_unique<const Dictionary>(folders);
    room_ = roots_->longest() + kMostFolders * (folders_->longest() + 1) + 1;
  }

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    std::uint64_t bits[1 + kMostFolders][kBatchRows];
    for (std::uint32_t k = 0; k <= kMostFolders; ++k) draw_bits64(key_, rows, evaluate.attempt(), k, bits[k]);
    const Column& names = evaluate.column(name_);
    const auto lists = lists_.of(evaluate);
    out.reset({TypeKind::string, 0}, rows.count);
    out.begin_texts();
    for (std::size_t i = 0; i < rows.count; ++i) {
      if (names.is_null(i) || lists.is_null(i)) {
        out.append_null();
        continue;
      }
      const WeightedList& list = lists[i];
      const std::string_view name = names.text(i);
      TextPieces text(out, room_ + name.size());
      text.add_wide((*roots_)[root_(bits[0][i])]);
      // The lowest bits say how many folders: the root's alias takes no notice of so little.
      const std::size_t count = 1 + static_cast<std::size_t>((bits[0][i] & 0xFFFF) * kMostFolders >> 16);
      std::size_t taken[kMostFolders] = {};
      for (std::size_t k = 0; k < count; ++k) {
        std::size_t folder = list.index(bits[1 + k][i]);
        // The next one that the path does not have yet.
        for (bool again = true; again;) {
          again = false;
          for (std::size_t before = 0; before < k; ++before) again = again || taken[before] == folder;
          if (again) folder = folder + 1 == list.index.size() ? 0 : folder + 1;
        }
        taken[k] = folder;
        text.add(separator_);
        text.add_wide((*folders_)[list.base + folder]);
      }
      text.add(separator_);
      text.add(name);
      text.commit();
    }
  }

 private:
  const StreamKey key_;
  const ColumnIndex name_;
  const char separator_;
  WeightedIndex root_;
  std::unique_ptr<const Dictionary> roots_;
  std::unique_ptr<const Dictionary> folders_;
  const LocaleLists lists_;
  std::size_t room_ = 0;
};

}  // namespace

const ProviderKind& file_path_provider() {
  static const FactKind* const kFacts[] = {&file_name_fact()};
  static constexpr Name kTopics[] = {"file_folders", "file_stems"};
  static constexpr Name kSystems[] = {"posix", "windows"};
  static constexpr ProviderOption kOptions[] = {
      {.name = "system", .meaning = "Whose form the path has.", .form = OptionForm::word, .words = kSystems}};
  static const ProviderKind kKind = {
      .record = {.name = "file.path",
                 .summary = "A file's absolute path; it ends with its file.name.",
                 .source = "data/any_locale/file_roots.txt, data/<locale>/file_folders.txt",
                 .example = R"({"provider": "file.path", "system": "windows"})"},
      .localized = true,
      .topics = kTopics,
      .options = kOptions,
      .facts = kFacts,
      .entity_draws = true,

      .suffix_place = SuffixPlace::before_extension,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        Result<FactColumn> name = context.fact(file_name_fact());
        if (!name.ok()) return name.diagnostics();
        MadeProvider made;
        made.provider =
            std::make_unique<const Path>(context, JoinedTable(context.row_locales(), "file_folders"), name->column);
        return made;
      },
  };
  return kKind;
}

}  // namespace synthgen
