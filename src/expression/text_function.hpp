// Functions of texts: what makes a step of a function that knows one row only.
//
// A function is a small class:
//   struct Left {
//     using Arguments = std::tuple<std::string_view, std::int64_t>;  // texts and integers
//     using Result = std::string_view;                               // or std::int64_t, double, bool
//     CellResult operator()(TextOut& out, std::string_view text, std::int64_t count) const;
//   };
// with `Result& out` in the place of TextOut where the result is no text. It is called for rows without nulls only;
// a null argument gives null. Where one argument is dictionary-coded and the others are constants, the function is
// called once per entry, when the expression is compiled, and a text result is dictionary-coded too.
//
// Threads: pure.
#pragma once

#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <string>
#include <tuple>
#include <type_traits>
#include <vector>

#include "arithmetic.hpp"
#include "compiler.hpp"
#include "text_join.hpp"

namespace synthgen::expression {

enum class CellResult : std::uint8_t { value, domain, overflow };

/// The text of one row, as it grows at the end of a column.
class TextOut {
 public:
  explicit TextOut(Column& column) : column_(column) {}

  void begin() {
    bytes_ = 0;
    full_ = false;
  }
  void append(std::string_view text) {
    if (text.size() > kMostTextBytes - bytes_) {
      full_ = true;
      return;
    }
    if (text.empty()) return;
    std::memcpy(column_.text_room(bytes_ + text.size()) + bytes_, text.data(), text.size());
    bytes_ += text.size();
  }
  void append(char byte) { append(std::string_view(&byte, 1)); }
  /// What was appended so far; until the next append.
  std::string_view text() { return {column_.text_room(bytes_), bytes_}; }
  void shorten(std::size_t bytes) { bytes_ = bytes; }
  /// True where something was left out because the text would have become too long.
  bool full() const { return full_; }
  void commit() { column_.commit_text(bytes_); }

 private:
  Column& column_;
  std::size_t bytes_ = 0;
  bool full_ = false;
};

namespace text_function {

template <class F>
inline constexpr std::size_t kArguments = std::tuple_size_v<typename F::Arguments>;
template <class F>
inline constexpr bool kGivesText = std::is_same_v<typename F::Result, std::string_view>;
/// How a result lies in a column.
template <class F>
using Stored = std::conditional_t<std::is_same_v<typename F::Result, bool>, std::uint8_t, typename F::Result>;

template <class F>
constexpr Type result_type() {
  using Result = typename F::Result;
  if constexpr (std::is_same_v<Result, std::string_view>) return {TypeKind::string};
  if constexpr (std::is_same_v<Result, bool>) return {TypeKind::boolean};
  if constexpr (std::is_same_v<Result, double>) return {TypeKind::number};
  return {TypeKind::integer};
}

template <class A>
A argument_of(const Column& column, std::size_t row) {
  if constexpr (std::is_same_v<A, std::string_view>) {
    return column.text(row);
  } else {
    return column.data<A>()[row];
  }
}

/// Row by row.
template <class F>
class RowStep final : public Step {
 public:
  RowStep(F function, std::array<StepPtr, kArguments<F>> arguments)
      : Step(result_type<F>()), function_(std::move(function)), arguments_(std::move(arguments)) {}

  void fill(Run& run, Column& out) const override { fill_with(run, out, std::make_index_sequence<kArguments<F>>()); }

 private:
  template <std::size_t... kIndex>
  void fill_with(Run& run, Column& out, std::index_sequence<kIndex...>) const {
    const std::array<Operand, kArguments<F>> operands = {Operand(*arguments_[kIndex], run)...};
    out.reset(type(), run.rows);
    for (const Operand& operand : operands) take_nulls(run, operand, out);
    if constexpr (kGivesText<F>) out.begin_texts();
    TextOut text(out);
    for (std::size_t i = 0; i < run.rows; ++i) {
      text.begin();
      CellResult result = CellResult::value;
      [[maybe_unused]] Stored<F> value{};
      if (out.is_valid(i) && run.is_active(i)) {
        if constexpr (kGivesText<F>) {
          result = function_(text, argument_of<std::tuple_element_t<kIndex, typename F::Arguments>>(
                                       operands[kIndex].column(), operands[kIndex].at(i))...);
          if (result == CellResult::value && text.full()) result = CellResult::overflow;
        } else {
          typename F::Result given{};
          result = function_(given, argument_of<std::tuple_element_t<kIndex, typename F::Arguments>>(
                                        operands[kIndex].column(), operands[kIndex].at(i))...);
          value = static_cast<Stored<F>>(given);
        }
      }
      if (result != CellResult::value) {
        out.set_null(i);
        run.lost.add(result == CellResult::domain ? CellWarning::domain : CellWarning::overflow, i);
        text.begin();
      }
      if constexpr (kGivesText<F>) {
        text.commit();
      } else {
        out.data<Stored<F>>()[i] = value;
      }
    }
  }

  F function_;
  std::array<StepPtr, kArguments<F>> arguments_;
};

/// Texts of all entries together that are kept; a dictionary that would become longer is computed row by row.
inline constexpr std::size_t kMostDictionaryBytes = std::size_t{16} << 20;

/// What the function gives for each entry of the dictionary of argument `coded`.
template <class F>
struct Answers {
  std::vector<Stored<F>> values;    ///< of results that are no text
  std::vector<std::int32_t> codes;  ///< of texts
  std::vector<std::string> texts;   ///< different ones, at least one
  std::vector<CellResult> results;
  bool all_values = true;
  bool too_long = false;
};

template <class F, std::size_t... kIndex>
Answers<F> answer_all(const F& function, const std::array<StepPtr, kArguments<F>>& arguments, std::size_t coded,
                      std::index_sequence<kIndex...>) {
  const Dictionary& dictionary = *arguments[coded]->dictionary();
  Answers<F> answers;
  std::map<std::string, std::int32_t, std::less<>> known;
  std::size_t bytes = 0;
  [[maybe_unused]] Column cell;
  for (std::size_t entry = 0; entry < dictionary.size(); ++entry) {
    const auto argument = [&]<std::size_t kAt>() {
      using A = std::tuple_element_t<kAt, typename F::Arguments>;
      if constexpr (std::is_same_v<A, std::string_view>) {
        if (kAt == coded) return dictionary[entry];
      }
      return argument_of<A>(*arguments[kAt]->constant(), 0);
    };
    CellResult result = CellResult::value;
    if constexpr (kGivesText<F>) {
      cell.reset(result_type<F>(), 1);
      cell.begin_texts();
      TextOut text(cell);
      text.begin();
      result = function(text, argument.template operator()<kIndex>()...);
      if (result == CellResult::value && text.full()) result = CellResult::overflow;
      std::int32_t code = 0;
      if (result == CellResult::value) {
        const std::string_view made = text.text();
        auto found = known.find(made);
        if (found == known.end()) {
          bytes += made.size();
          if (bytes > kMostDictionaryBytes) {
            answers.too_long = true;
            return answers;
          }
          found = known.emplace(std::string(made), static_cast<std::int32_t>(answers.texts.size())).first;
          answers.texts.emplace_back(made);
        }
        code = found->second;
      }
      answers.codes.push_back(code);
    } else {
      typename F::Result given{};
      result = function(given, argument.template operator()<kIndex>()...);
      answers.values.push_back(static_cast<Stored<F>>(given));
    }
    answers.results.push_back(result);
    answers.all_values = answers.all_values && result == CellResult::value;
  }
  if (answers.texts.empty()) answers.texts.emplace_back();
  return answers;
}

/// By looking up what was computed for each entry.
template <class F>
class CodedStep final : public Step {
 public:
  CodedStep(Answers<F> answers, std::array<StepPtr, kArguments<F>> arguments, std::size_t coded)
      : Step(result_type<F>()),
        dictionary_(std::move(answers.texts)),
        answers_(std::move(answers)),
        arguments_(std::move(arguments)),
        coded_(coded) {}

  const Dictionary* dictionary() const override { return kGivesText<F> ? &dictionary_ : nullptr; }

  void fill(Run& run, Column& out) const override {
    for (const StepPtr& argument : arguments_) {
      if (argument->constant() != nullptr) argument->warn_constant(run);
    }
    const Operand text(*arguments_[coded_], run);
    assert(text.column().dictionary() == arguments_[coded_]->dictionary());
    if constexpr (kGivesText<F>) {
      out.reset(dictionary_, run.rows);
      look_up(run, text, answers_.codes.data(), out.data<std::int32_t>());
    } else {
      out.reset(type(), run.rows);
      look_up(run, text, answers_.values.data(), out.data<Stored<F>>());
    }
    take_nulls(run, text, out);
    if (answers_.all_values) return;
    const auto result = [&](std::size_t i) {
      return answers_.results[static_cast<std::size_t>(text.data<std::int32_t>()[i])];
    };
    null_where(run, out, CellWarning::domain, [&](std::size_t i) { return result(i) == CellResult::domain; });
    null_where(run, out, CellWarning::overflow, [&](std::size_t i) { return result(i) == CellResult::overflow; });
  }

 private:
  template <class T>
  static void look_up(const Run& run, const Operand& text, const T* by_code, T* out) {
    map_rows<std::int32_t>(run.rows, text, out,
                           [by_code](std::int32_t code) { return by_code[static_cast<std::size_t>(code)]; });
  }

  Dictionary dictionary_;
  Answers<F> answers_;
  std::array<StepPtr, kArguments<F>> arguments_;
  std::size_t coded_;
};

}  // namespace text_function

template <class F>
StepPtr make_text_function(F function, std::array<StepPtr, text_function::kArguments<F>> arguments) {
  using namespace text_function;
  std::size_t varying = 0;
  std::size_t coded = 0;
  bool nulls = false;
  for (std::size_t k = 0; k < arguments.size(); ++k) {
    if (const Column* constant = arguments[k]->constant()) {
      nulls = nulls || constant->is_null(0);
    } else {
      ++varying;
      coded = k;
    }
  }
  if (varying == 1 && !nulls && arguments[coded]->dictionary() != nullptr) {
    Answers<F> answers = answer_all(function, arguments, coded, std::make_index_sequence<kArguments<F>>());
    if (!answers.too_long) {
      return std::make_shared<CodedStep<F>>(std::move(answers), std::move(arguments), coded);
    }
  }
  return fold(std::make_shared<RowStep<F>>(std::move(function), std::move(arguments)), varying != 0);
}

/// Looks the arguments' types over (SG3202) and makes the step; null (told) where one does not fit.
template <class F>
StepPtr compile_text_function(Compiler& compiler, std::span<const Typed> arguments, std::string_view name, F function) {
  constexpr std::size_t kCount = text_function::kArguments<F>;
  std::array<StepPtr, kCount> steps;
  bool good = true;
  const auto take = [&]<std::size_t kAt>() {
    using A = std::tuple_element_t<kAt, typename F::Arguments>;
    steps[kAt] = std::is_same_v<A, std::string_view> ? compiler.need_text(arguments[kAt], name)
                                                     : compiler.need_integer(arguments[kAt], name);
    good = good && steps[kAt] != nullptr;
  };
  [&]<std::size_t... kIndex>(std::index_sequence<kIndex...>) { (take.template operator()<kIndex>(), ...); }
  (std::make_index_sequence<kCount>());
  return good ? make_text_function(std::move(function), std::move(steps)) : nullptr;
}

/// An argument that the user did not give.
inline Typed given_or(const Typed& argument, StepPtr fallback) {
  return argument.node != nullptr ? argument : Typed{std::move(fallback), nullptr};
}

}  // namespace synthgen::expression
