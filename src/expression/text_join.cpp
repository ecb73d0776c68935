// Text from values, and texts joined, written straight into the column's buffer.
#include "text_join.hpp"

#include <algorithm>
#include <cstring>
#include <vector>

#include "arithmetic.hpp"
#include "branch.hpp"
#include "synthgen/column/cell_text.hpp"

namespace synthgen::expression {
namespace {

class TextFormStep final : public Step {
 public:
  explicit TextFormStep(StepPtr step) : Step({TypeKind::string}), step_(std::move(step)) {}

  void fill(Run& run, Column& out) const override {
    const Operand value(*step_, run);
    out.reset(type(), run.rows);
    out.begin_texts();
    for (std::size_t i = 0; i < run.rows; ++i) {
      if (value.is_null(i)) {
        out.append_null();
        continue;
      }
      if (!run.is_active(i)) {
        // It may hold what is no date at all.
        out.commit_text(0);
        continue;
      }
      char* room = out.text_room(kCellTextBytes);
      out.commit_text(static_cast<std::size_t>(put_cell_text(value.column(), value.at(i), room) - room));
    }
  }

 private:
  StepPtr step_;
};

/// Where the texts of one part lie: code or row → offsets → bytes. A fixed text is a part with a single entry.
struct PartView {
  const std::int32_t* codes = nullptr;  ///< null: the row itself, or entry 0 where fixed
  const std::int32_t* offsets = nullptr;
  const char* bytes = nullptr;
  bool fixed = false;

  std::size_t entry(std::size_t row) const {
    return codes != nullptr ? static_cast<std::size_t>(codes[row]) : fixed ? 0 : row;
  }
};

/// Copies in steps of 16 bytes: up to 15 bytes too many on both sides, for which columns and dictionaries keep room.
inline void copy_wide(char* to, const char* from, std::size_t bytes) {
  std::memcpy(to, from, 16);
  for (std::size_t done = 16; done < bytes; done += 16) std::memcpy(to + done, from + done, 16);
}

class JoinStep final : public Step {
 public:
  explicit JoinStep(std::vector<StepPtr> parts) : Step({TypeKind::string}), parts_(std::move(parts)) {}

  void fill(Run& run, Column& out) const override {
    // Parts in groups, so that operands stay on the stack: longer joins are built as joins of joins.
    std::array<std::optional<Operand>, kMostParts> operands;
    std::array<PartView, kMostParts> views;
    const std::size_t count = parts_.size();
    for (std::size_t p = 0; p < count; ++p) {
      operands[p].emplace(*parts_[p], run);
      const Column& column = operands[p]->column();
      if (const Dictionary* dictionary = column.dictionary()) {
        views[p] = {column.data<std::int32_t>(), dictionary->offsets().data(), dictionary->bytes(), false};
      } else {
        views[p] = {nullptr, column.data<std::int32_t>(), column.text_bytes(), operands[p]->scalar()};
      }
    }
    out.reset(type(), run.rows);
    out.begin_texts();
    for (std::size_t p = 0; p < count; ++p) take_nulls(run, *operands[p], out);
    const std::uint64_t* validity = out.validity();
    std::vector<std::size_t> too_long;  // allocates in the rare case only
    switch (count) {
      case 2:
        join<2>(run.rows, views.data(), count, validity, out, too_long);
        break;
      case 3:
        join<3>(run.rows, views.data(), count, validity, out, too_long);
        break;
      case 4:
        join<4>(run.rows, views.data(), count, validity, out, too_long);
        break;
      case 5:
        join<5>(run.rows, views.data(), count, validity, out, too_long);
        break;
      default:
        join<0>(run.rows, views.data(), count, validity, out, too_long);
        break;
    }
    if (too_long.empty()) return;
    null_where(run, out, CellWarning::overflow,
               [&](std::size_t i) { return std::binary_search(too_long.begin(), too_long.end(), i); });
  }

  static constexpr std::size_t kMostParts = 16;

 private:
  /// kCount: the number of parts where it is known to the compiler, 0 otherwise.
  template <std::size_t kCount>
  static void join(std::size_t rows, const PartView* parts, std::size_t given, const std::uint64_t* validity,
                   Column& out, std::vector<std::size_t>& too_long) {
    const std::size_t count = kCount != 0 ? kCount : given;
    std::array<PartView, kCount != 0 ? kCount : kMostParts> views;
    std::copy_n(parts, count, views.begin());
    for (std::size_t i = 0; i < rows; ++i) {
      if (validity != nullptr && ((validity[i / 64] >> (i % 64)) & 1) == 0) {
        out.commit_text(0);
        continue;
      }
      std::array<const char*, kCount != 0 ? kCount : kMostParts> from;
      std::array<std::size_t, kCount != 0 ? kCount : kMostParts> bytes;
      std::size_t total = 0;
      for (std::size_t p = 0; p < count; ++p) {
        const std::size_t entry = views[p].entry(i);
        const std::int32_t begin = views[p].offsets[entry];
        from[p] = views[p].bytes + begin;
        bytes[p] = static_cast<std::size_t>(views[p].offsets[entry + 1] - begin);
        total += bytes[p];
      }
      if (total > kMostTextBytes) [[unlikely]] {
        too_long.push_back(i);
        out.commit_text(0);
        continue;
      }
      char* at = out.text_room(total);
      for (std::size_t p = 0; p < count; ++p) {
        copy_wide(at, from[p], bytes[p]);
        at += bytes[p];
      }
      out.commit_text(total);
    }
  }

  std::vector<StepPtr> parts_;
};

}  // namespace

StepPtr make_text_form(StepPtr step) {
  if (step->type().kind == TypeKind::string) return step;
  const bool changes = varies(step);
  return fold(std::make_shared<TextFormStep>(std::move(step)), changes);
}

StepPtr make_join(std::vector<StepPtr> parts) {
  std::vector<StepPtr> texts;
  for (StepPtr& part : parts) {
    StepPtr text = make_text_form(std::move(part));
    // Neighbouring literals become one.
    if (!texts.empty()) {
      const auto before = constant_text(*texts.back());
      const auto next = constant_text(*text);
      if (before.has_value() && next.has_value()) {
        texts.back() = make_text(std::string(*before) + std::string(*next));
        continue;
      }
    }
    texts.push_back(std::move(text));
  }
  while (texts.size() > JoinStep::kMostParts) {
    std::vector<StepPtr> shorter;
    for (std::size_t first = 0; first < texts.size(); first += JoinStep::kMostParts) {
      const std::size_t last = std::min(texts.size(), first + JoinStep::kMostParts);
      shorter.push_back(make_join(
          {texts.begin() + static_cast<std::ptrdiff_t>(first), texts.begin() + static_cast<std::ptrdiff_t>(last)}));
    }
    texts = std::move(shorter);
  }
  if (texts.size() == 1) return texts.front();
  const bool changes = std::any_of(texts.begin(), texts.end(), [](const StepPtr& text) { return varies(text); });
  return fold(std::make_shared<JoinStep>(std::move(texts)), changes);
}

}  // namespace synthgen::expression
