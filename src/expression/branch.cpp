// The choice between values.
#include "branch.hpp"

#include <algorithm>
#include <cstring>
#include <map>

#include "arithmetic.hpp"

namespace synthgen::expression {
namespace {

/// Which rows an arm takes, decided from what earlier arms left open. Also evaluates its value.
/// `taken(mask, value)` is called for arms that take any row.
template <class Taken>
void walk_arms(const std::vector<Arm>& arms, Run& run, Taken taken) {
  Mask open;
  for (std::size_t w = 0; w < run.words(); ++w) open[w] = run.active_word(w);
  for (std::size_t k = 0; k < arms.size(); ++k) {
    Mask take;
    std::uint64_t any = 0;
    if (arms[k].condition != nullptr) {
      Run asked{run.evaluate, run.lost, run.rows, open.data(), run.bindings};
      const Operand condition(*arms[k].condition, asked);
      for (std::size_t w = 0; w < run.words(); ++w) {
        take[w] = true_word(condition, w) & open[w];
        open[w] &= ~take[w];
        any |= take[w];
      }
      if (any == 0) continue;
      Run inner{run.evaluate, run.lost, run.rows, take.data(), run.bindings};
      taken(k, take, Operand(*arms[k].value, inner));
    } else {
      for (std::size_t w = 0; w < run.words(); ++w) any |= open[w];
      if (any == 0) return;
      Run inner{run.evaluate, run.lost, run.rows, open.data(), run.bindings};
      Operand value(*arms[k].value, inner);
      any = 0;
      for (std::size_t w = 0; w < run.words(); ++w) {
        take[w] = value.valid_word(w) & open[w];
        open[w] &= ~take[w];
        any |= take[w];
      }
      if (any != 0) taken(k, take, std::move(value));
    }
  }
}

template <class T>
void blend(const Run& run, const Mask& take, const Operand& from, T* __restrict out) {
  const T* __restrict source = from.data<T>();
  for (std::size_t w = 0; w < run.words(); ++w) {
    if (take[w] == 0) continue;
    const std::size_t begin = 64 * w;
    const std::size_t count = std::min<std::size_t>(64, run.rows - begin);
    if (take[w] == run.row_bits(w)) {
      if (from.scalar()) {
        std::fill_n(out + begin, count, *source);
      } else {
        std::copy_n(source + begin, count, out + begin);
      }
      continue;
    }
    for (std::uint64_t bits = take[w]; bits != 0; bits &= bits - 1) {
      const std::size_t row = begin + static_cast<std::size_t>(std::countr_zero(bits));
      out[row] = source[from.scalar() ? 0 : row];
    }
  }
}

struct Uuid {
  std::uint64_t halves[2];
};

/// Values of fixed width.
class BranchStep final : public Step {
 public:
  BranchStep(Type type, std::vector<Arm> arms) : Step(type), arms_(std::move(arms)) {}

  void fill(Run& run, Column& out) const override {
    out.reset(type(), run.rows);
    const std::size_t width = value_bytes(type().kind);
    std::memset(out.data<std::uint8_t>(), 0, width * run.rows);
    Mask valid{};
    walk_arms(arms_, run, [&](std::size_t, const Mask& take, const Operand& value) {
      switch (width) {
        case 1:
          blend(run, take, value, out.data<std::uint8_t>());
          break;
        case 4:
          blend(run, take, value, out.data<std::int32_t>());
          break;
        case 8:
          blend(run, take, value, out.data<std::uint64_t>());
          break;
        default:
          blend(run, take, value, out.data<Uuid>());
      }
      for (std::size_t w = 0; w < run.words(); ++w) valid[w] |= take[w] & value.valid_word(w);
    });
    set_validity(run, valid, out);
  }

  static void set_validity(const Run& run, const Mask& valid, Column& out) {
    bool all = true;
    for (std::size_t w = 0; w < run.words(); ++w) all = all && (valid[w] & run.row_bits(w)) == run.row_bits(w);
    if (all) return;
    std::uint64_t* words = out.need_validity();
    for (std::size_t w = 0; w < run.words(); ++w) words[w] = valid[w];
  }

 private:
  std::vector<Arm> arms_;
};

/// Texts that are known beforehand: only codes move.
class CodedBranchStep final : public Step {
 public:
  /// codes  for each arm, the code of each entry of its dictionary, or of its only text; empty for a null
  CodedBranchStep(std::vector<Arm> arms, std::vector<std::string> texts, std::vector<std::vector<std::int32_t>> codes)
      : Step({TypeKind::string}), arms_(std::move(arms)), dictionary_(std::move(texts)), codes_(std::move(codes)) {}

  const Dictionary* dictionary() const override { return &dictionary_; }

  void fill(Run& run, Column& out) const override {
    out.reset(dictionary_, run.rows);
    auto* values = out.data<std::int32_t>();
    std::fill_n(values, run.rows, 0);
    Mask valid{};
    walk_arms(arms_, run, [&](std::size_t arm, const Mask& take, const Operand& value) {
      if (codes_[arm].empty()) return;
      const std::int32_t* codes = codes_[arm].data();
      const std::int32_t* source = value.scalar() ? nullptr : value.data<std::int32_t>();
      for (std::size_t w = 0; w < run.words(); ++w) {
        if (take[w] == 0) continue;
        valid[w] |= take[w] & value.valid_word(w);
        if (source == nullptr && take[w] == run.row_bits(w)) {
          std::fill_n(values + 64 * w, std::min<std::size_t>(64, run.rows - 64 * w), codes[0]);
          continue;
        }
        for (std::uint64_t bits = take[w]; bits != 0; bits &= bits - 1) {
          const std::size_t row = 64 * w + static_cast<std::size_t>(std::countr_zero(bits));
          values[row] = codes[source == nullptr ? 0 : static_cast<std::size_t>(source[row])];
        }
      }
    });
    BranchStep::set_validity(run, valid, out);
  }

 private:
  std::vector<Arm> arms_;
  Dictionary dictionary_;
  std::vector<std::vector<std::int32_t>> codes_;
};

/// Any texts: values are kept until all rows know their arm, then copied in row order.
class TextBranchStep final : public Step {
 public:
  explicit TextBranchStep(std::vector<Arm> arms) : Step({TypeKind::string}), arms_(std::move(arms)) {}

  void fill(Run& run, Column& out) const override {
    // Held on the stack for the usual few arms, so that a batch allocates nothing.
    constexpr std::size_t kHeld = 8;
    std::array<std::optional<Operand>, kHeld> few;
    std::vector<std::optional<Operand>> many(arms_.size() > kHeld ? arms_.size() : 0);
    std::optional<Operand>* held = many.empty() ? few.data() : many.data();
    std::array<std::uint16_t, kBatchRows> arm_of;
    std::fill_n(arm_of.begin(), run.rows, kNone);
    walk_arms(arms_, run, [&](std::size_t arm, const Mask& take, Operand value) {
      for (std::size_t w = 0; w < run.words(); ++w) {
        for (std::uint64_t bits = take[w]; bits != 0; bits &= bits - 1) {
          arm_of[64 * w + static_cast<std::size_t>(std::countr_zero(bits))] = static_cast<std::uint16_t>(arm);
        }
      }
      held[arm].emplace(std::move(value));
    });
    out.reset(type(), run.rows);
    out.begin_texts();
    for (std::size_t i = 0; i < run.rows; ++i) {
      if (arm_of[i] == kNone || held[arm_of[i]]->is_null(i)) {
        out.append_null();
        continue;
      }
      const Operand& value = *held[arm_of[i]];
      out.append_text(value.column().text(value.at(i)));
    }
  }

 private:
  static constexpr std::uint16_t kNone = 0xFFFF;
  std::vector<Arm> arms_;
};

/// One dictionary for all arms, where all have known texts.
StepPtr make_coded(const std::vector<Arm>& arms) {
  constexpr std::size_t kMostTexts = 65'536;
  std::map<std::string, std::int32_t, std::less<>> code_of;
  std::vector<std::string> texts;
  std::vector<std::vector<std::int32_t>> codes(arms.size());
  const auto code = [&](std::string_view text) {
    const auto found = code_of.find(text);
    if (found != code_of.end()) return found->second;
    const auto next = static_cast<std::int32_t>(texts.size());
    texts.emplace_back(text);
    code_of.emplace(text, next);
    return next;
  };
  for (std::size_t k = 0; k < arms.size(); ++k) {
    const Step& value = *arms[k].value;
    if (const auto text = constant_text(value)) {
      codes[k] = {code(*text)};
    } else if (value.constant() == nullptr) {
      const Dictionary* dictionary = value.dictionary();
      if (dictionary == nullptr || dictionary->size() + texts.size() > kMostTexts) return nullptr;
      for (std::size_t i = 0; i < dictionary->size(); ++i) codes[k].push_back(code((*dictionary)[i]));
    }
  }
  if (texts.empty()) return nullptr;
  return std::make_shared<CodedBranchStep>(arms, std::move(texts), std::move(codes));
}

}  // namespace

std::optional<std::string_view> constant_text(const Step& step) {
  if (step.type().kind != TypeKind::string || step.constant() == nullptr || step.constant()->is_null(0))
    return std::nullopt;
  return step.constant()->text(0);
}

StepPtr make_branch(Type type, std::vector<Arm> arms) {
  bool changes = false;
  for (const Arm& arm : arms) {
    changes = changes || varies(arm.value) || (arm.condition != nullptr && varies(arm.condition));
    assert(arm.value->type() == type);
  }
  if (type.kind != TypeKind::string) return fold(std::make_shared<BranchStep>(type, std::move(arms)), changes);
  if (StepPtr coded = make_coded(arms)) return fold(std::move(coded), changes);
  return fold(std::make_shared<TextBranchStep>(std::move(arms)), changes);
}

}  // namespace synthgen::expression
