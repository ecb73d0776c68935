// Which of the words of sentences stand by themselves, and how often.
#include "word_draws.hpp"

#include <algorithm>
#include <map>
#include <string>

namespace synthgen {
namespace {

/// Articles, pronouns, prepositions and the like say nothing by themselves. Their classes begin so.
bool carries_meaning(std::string_view word_class) {
  for (const std::string_view start :
       {"art", "conj", "def_", "det", "freq", "ind_", "modal", "prep", "pron", "sub", "time"}) {
    if (word_class.starts_with(start)) return false;
  }
  return true;
}

/// Places of the words in the table, and their weights: those of a class share what the class has words, so that a
/// class is drawn as often as it is rich.
struct ChosenWords {
  std::vector<std::size_t> rows;
  std::vector<double> weights;
};

ChosenWords choose(const DataTable& table) {
  const std::span<const double> weights = table.numbers("weight");
  struct Class {
    double sum = 0;
    double words = 0;
  };
  std::map<std::string_view, Class> classes;
  ChosenWords chosen;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::string_view name = table.text(row, "class");
    if (!carries_meaning(name) || table.text(row, "word").find(' ') != std::string_view::npos) continue;
    chosen.rows.push_back(row);
    Class& found = classes[name];
    found.sum += weights[row];
    found.words += 1;
  }
  for (const std::size_t row : chosen.rows) {
    const Class& found = classes[table.text(row, "class")];
    chosen.weights.push_back(weights[row] * found.words / found.sum);
  }
  return chosen;
}

std::vector<std::string> words_of(const RowLocales& locales) {
  std::vector<std::string> words;
  const JoinedTable joined(locales, "words");
  for (const JoinedTable::Part& part : joined.parts()) {
    for (const std::size_t row : choose(*part.table).rows) words.emplace_back(part.table->text(row, "word"));
  }
  return words;
}

LocaleLists lists_of(const RowLocales& locales) {
  std::size_t base = 0;
  return LocaleLists::of_table(locales, JoinedTable(locales, "words"), [&](const JoinedTable::Part& part) {
    const ChosenWords chosen = choose(*part.table);
    const std::size_t first = base;
    base += chosen.rows.size();
    return WeightedList(WeightedIndex(chosen.weights), first);
  });
}

}  // namespace

WordLists::WordLists(const RowLocales& locales) : words_(words_of(locales)), lists_(lists_of(locales)) {}

}  // namespace synthgen
