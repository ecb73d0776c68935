#include "read_correlations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "correlation_values.hpp"
#include "group_columns.hpp"
#include "read_constants.hpp"
#include "repeated_column.hpp"
#include "synthgen/base/near_names.hpp"
#include "synthgen/base/number_text.hpp"

namespace synthgen {
namespace {

/// Most columns that one group correlates: its matrices hold the square of it.
constexpr std::size_t kMostCorrelated = 1'000;
constexpr double kLeastDf = 1;
constexpr double kMostDf = 1e6;

constexpr std::array kMeasures = {CorrelationMeasure::pearson, CorrelationMeasure::spearman,
                                  CorrelationMeasure::kendall, CorrelationMeasure::latent};
constexpr std::array kFamilies = {CopulaFamily::gaussian, CopulaFamily::student_t};
constexpr const char* kMeasureHint =
    "add \"measure\": \"pearson\" (of the values), \"spearman\" (of their ranks), \"kendall\" or \"latent\"";
constexpr const char* kPairExample = R"(for example "pairs": [["age", "income", 0.45]])";

class CorrelationReader {
 public:
  CorrelationReader(const json::Value& group, const Schema& schema, const SchemaTable& table, Diagnostics& diagnostics)
      : json_(group),
        schema_(schema),
        table_(table),
        diagnostics_(diagnostics),
        values_(schema, diagnostics),
        columns_(table) {}

  /// Nothing where the group is faulty.
  std::optional<CorrelationGroup> read() {
    const std::size_t before = diagnostics_.error_count();
    ObjectReader reader(json_, "a correlation", NotYet::correlation_key, diagnostics_);
    group_.place = json_.place;
    group_.name = reader.text("name");
    read_measure(reader);
    read_copula(reader);
    read_switches(reader);
    const json::Value* columns = reader.take("columns");
    const json::Value* matrix = reader.take("matrix");
    const json::Value* pairs = reader.take("pairs");
    if (columns != nullptr) read_columns(*columns);
    if (matrix != nullptr && !too_many_) read_matrix(*matrix);
    if (pairs != nullptr) read_pairs(*pairs);
    check_form(columns, matrix, pairs);
    columns_.tell(diagnostics_);
    reader.check_all_taken();
    if (diagnostics_.error_count() != before || faulty_ || columns_.any_unknown()) return std::nullopt;
    return std::move(group_);
  }

  /// Columns that the group names, each once; also where it is faulty.
  const std::vector<NamedColumn>& named() const { return columns_.named(); }

 private:
  std::size_t line_of(const Place& place) const { return schema_.document->source->position(place.offset).line; }
  void fault(std::string code, std::string message, const Place& place, std::string hint) {
    diagnostics_.add(make_error(std::move(code), std::move(message), place, std::move(hint)));
  }

  /// The one of `choices` that the value names; SG2103 where it is none.
  template <class Choice, std::size_t n>
  std::optional<Choice> one_of(std::string_view key, const json::Value& value, const std::array<Choice, n>& choices) {
    std::vector<std::string> names;
    for (const Choice choice : choices) {
      names.emplace_back(name_of(choice));
      if (names.back() == value.text) return choice;
    }
    const std::string near = did_you_mean(value.text, names);
    fault("SG2103", fmt::format("unknown {} \"{}\"", key, value.text), value.place,
          fmt::format("{}{}there are {}", near, near.empty() ? "" : " ", fmt::join(names, ", ")));
    return std::nullopt;
  }

  void read_measure(ObjectReader& reader) {
    if (reader.take("measure") == nullptr) {
      fault("SG2002", "a correlation lacks \"measure\", the meaning of its numbers", json_.place, kMeasureHint);
      return;
    }
    const json::Value* measure = reader.take("measure", json::Kind::string, "\"measure\": \"spearman\"");
    if (measure != nullptr) group_.measure = one_of("measure", *measure, kMeasures).value_or(group_.measure);
  }

  void read_copula(ObjectReader& reader) {
    const json::Value* copula = reader.take("copula", json::Kind::string, "\"copula\": \"student_t\"");
    const json::Value* df = reader.take("df");
    std::optional<CopulaFamily> family = group_.family;
    if (copula != nullptr) {
      family = one_of("copula", *copula, kFamilies);
    } else if (reader.take("copula") != nullptr) {
      family.reset();  // of the wrong kind, and told
    }
    if (df != nullptr) read_df(*df);
    if (!family.has_value()) return;
    group_.family = *family;
    if (*family == CopulaFamily::student_t && df == nullptr) {
      fault("SG2002", "the copula student_t lacks \"df\", its degrees of freedom", copula->place,
            "add \"df\": 4; the fewer, the more often extremes come together");
    }
    if (*family != CopulaFamily::student_t && df != nullptr) {
      fault("SG2308", "\"df\" belongs to the copula student_t", json_.find("df")->name_place,
            "add \"copula\": \"student_t\", or remove \"df\"");
    }
  }

  void read_df(const json::Value& df) {
    std::optional<double> number;
    if (df.is(json::Kind::number)) {
      number = df.number;
    } else if (df.is(json::Kind::string) && df.text.starts_with('=')) {
      number = real_from_constants("\"df\"", df, schema_, diagnostics_);
    } else {
      fault("SG2003", fmt::format("\"df\" is a number, not {}", json::kind_name(df.kind)), df.place,
            df.is(json::Kind::string) ? "a number stands without quotes, for example \"df\": 4"
                                      : "for example \"df\": 4");
    }
    if (!number.has_value()) return;
    if (!(*number >= kLeastDf && *number <= kMostDf)) {
      fault("SG2106",
            fmt::format("\"df\" is {}, and must be from 1 to 1000000",
                        df.is(json::Kind::number) ? df.text : shortest_text(*number)),
            df.place,
            *number > kMostDf ? "so many are the Gaussian copula: leave \"copula\" and \"df\" out"
                              : "degrees of freedom of the copula");
      return;
    }
    group_.df = *number;
  }

  void read_switches(ObjectReader& reader) {
    if (const json::Value* repair = reader.take("repair", json::Kind::boolean, "\"repair\": true"); repair != nullptr) {
      group_.repair = repair->boolean;
    }
    const json::Value* given = reader.take("given", json::Kind::string, "\"given\": \"parameters\"");
    if (given == nullptr) return;
    group_.given_parameters = given->text == "parameters";
    if (group_.given_parameters) return;
    fault("SG2103", fmt::format("unknown value \"{}\" of \"given\"", given->text), given->place,
          "there is \"parameters\": the correlations hold among rows of equal parameters");
  }

  void check_form(const json::Value* columns, const json::Value* matrix, const json::Value* pairs) {
    if (pairs != nullptr) {
      for (const char* key : {"columns", "matrix"}) {
        if (json_.get(key) == nullptr) continue;
        fault("SG2308", fmt::format("\"{}\" stands beside \"pairs\"", key), json_.find(key)->name_place,
              "keep one of the two forms: \"columns\" with \"matrix\", or \"pairs\", which name their columns");
      }
    } else if (columns == nullptr && matrix == nullptr) {
      fault(
          "SG2002", "a correlation lacks its columns and numbers", json_.place,
          R"(add "pairs": [["age", "income", 0.45]], or "columns": ["age", "income"] and "matrix": [[1, 0.45], [0.45, 1]])");
    } else if (matrix == nullptr) {
      fault("SG2002", "a correlation of \"columns\" lacks \"matrix\"", json_.place,
            "add \"matrix\": [[1, 0.45], [0.45, 1]], a row and a column for each of them; or use \"pairs\"");
    } else if (columns == nullptr) {
      fault("SG2002", "a correlation of a \"matrix\" lacks \"columns\"", json_.place,
            R"(add "columns": ["age", "income"] in the order of the matrix's rows)");
    }
  }

  void read_columns(const json::Value& columns) {
    if (!columns.is(json::Kind::array)) {
      fault("SG2003", fmt::format("\"columns\" is a list, not {}", json::kind_name(columns.kind)), columns.place,
            R"(for example "columns": ["age", "income"])");
      return;
    }
    bool all_read = true;
    FewFaults twice;
    std::vector<std::string> listed;
    for (const json::Value& item : columns.items) {
      if (listed.size() > kMostCorrelated) break;
      if (!item.is(json::Kind::string)) {
        fault("SG2003", fmt::format("\"columns\" lists names of columns, not {}", json::kind_name(item.kind)),
              item.place, R"(for example "columns": ["age", "income"])");
        listed.emplace_back("?");
        continue;
      }
      all_read = list_columns(item, listed, twice) && all_read;
    }
    twice.tell(diagnostics_);
    if (listed.size() > kMostCorrelated) too_many(columns.place);
    if (!all_read || too_many_) return;
    if (listed.size() < 2) too_few(listed.size(), columns.place);
    listed_ = std::move(listed);
  }

  /// One name, or those of a range. False where the range is none, so that nobody knows how many it lists.
  bool list_columns(const json::Value& item, std::vector<std::string>& listed, FewFaults& twice) {
    std::vector<std::string> names = {item.text};
    std::string range;
    if (!table_.index_of(item.text).has_value()) {
      names = expand_column_range(item, diagnostics_);
      if (names.size() > 1) range = item.text;
    }
    bool known = true;
    for (const std::string& name : names) {
      const std::size_t before = columns_.named().size();
      // Of a range, the first that does not exist is enough.
      const std::optional<std::size_t> index =
          known || range.empty() ? columns_.find(name, item.place, range) : std::nullopt;
      known = known && index.has_value();
      if (!index.has_value() || columns_.named().size() > before) continue;
      twice.add(make_error(
          "SG2301", fmt::format("column {} is listed twice", columns_.quoted(*index)), item.place,
          fmt::format("it is named first in line {}; list each column once", line_of(columns_.first_place(*index)))));
    }
    listed.insert(listed.end(), names.begin(), names.end());
    return !names.empty();
  }

  void too_few(std::size_t count, const Place& place) {
    fault("SG2309",
          fmt::format("a correlation is of two columns or more, and this one has {}", count == 0 ? "none" : "one"),
          place, "name the columns that depend on each other, or remove it");
  }

  void too_many(const Place& place) {
    too_many_ = true;
    fault("SG2007", fmt::format("more than {} columns in one correlation", kMostCorrelated), place,
          "make groups of those that depend on each other most; columns of different groups are independent");
  }

  void read_matrix(const json::Value& matrix) {
    if (!matrix.is(json::Kind::array)) {
      fault("SG2003", fmt::format("\"matrix\" is a list of rows, not {}", json::kind_name(matrix.kind)), matrix.place,
            R"(for example "matrix": [[1, 0.45], [0.45, 1]])");
      return;
    }
    group_.matrix_place = json_.find("matrix")->name_place;
    const std::optional<SquareMatrix> values = values_.matrix(matrix, listed_);
    values_.tell();
    // Where a name is unknown or stands twice, the rows belong to no columns.
    if (!values.has_value() || named().size() != values->n) {
      faulty_ = true;
      return;
    }
    const std::vector<std::size_t> order = columns_.sort_into(group_);
    for (std::size_t row = 0; row < values->n; ++row) {
      for (std::size_t column = 0; column < values->n; ++column) {
        group_.declared.at(row, column) = values->at(order[row], order[column]);
        place_at(row, column) = matrix.items[order[row]].items[order[column]].place;
      }
    }
  }

  struct Pair {
    std::size_t first = 0;  ///< of the table
    std::size_t second = 0;
    double value = 0;
    Place place;
  };

  void read_pairs(const json::Value& pairs) {
    if (!pairs.is(json::Kind::array)) {
      fault("SG2003", fmt::format("\"pairs\" is a list, not {}", json::kind_name(pairs.kind)), pairs.place,
            kPairExample);
      return;
    }
    group_.matrix_place = json_.find("pairs")->name_place;
    std::vector<Pair> read;
    std::map<std::pair<std::size_t, std::size_t>, const json::Value*> known;
    for (const json::Value& pair : pairs.items) read_pair(pair, read, known);
    values_.tell();
    malformed_.tell(diagnostics_);
    of_itself_.tell(diagnostics_);
    again_.tell(diagnostics_);
    if (pairs.items.empty()) too_few(0, pairs.place);
    if (named().size() > kMostCorrelated) too_many(group_.matrix_place);
    if (too_many_ || json_.get("columns") != nullptr || json_.get("matrix") != nullptr) return;
    columns_.sort_into(group_);
    std::map<std::size_t, std::size_t> place_in_group;
    for (std::size_t i = 0; i < group_.columns.size(); ++i) place_in_group[group_.columns[i]] = i;
    for (const Pair& pair : read) {
      const std::size_t row = place_in_group[pair.first];
      const std::size_t column = place_in_group[pair.second];
      group_.declared.at(row, column) = group_.declared.at(column, row) = pair.value;
      place_at(row, column) = place_at(column, row) = pair.place;
    }
  }

  void read_pair(const json::Value& pair, std::vector<Pair>& read,
                 std::map<std::pair<std::size_t, std::size_t>, const json::Value*>& known) {
    if (!is_pair(pair)) {
      faulty_ = true;
      return;
    }
    const std::optional<std::size_t> first = columns_.find(pair.items[0].text, pair.items[0].place);
    const std::optional<std::size_t> second = columns_.find(pair.items[1].text, pair.items[1].place);
    const std::optional<double> value =
        values_.value(pair.items[2], fmt::format("\"{}\" and \"{}\"", pair.items[0].text, pair.items[1].text));
    if (!first.has_value() || !second.has_value()) return;
    if (*first == *second) {
      of_itself_.add(make_error("SG2301", fmt::format("column {} is paired with itself", columns_.quoted(*first)),
                                pair.items[1].place,
                                "a pair is of two columns; the correlation of one with itself is 1"));
      return;
    }
    const auto [at, added] = known.try_emplace(std::minmax(*first, *second), &pair);
    if (!added) {
      add_again(*first, *second, pair.place, at->second->place);
      return;
    }
    if (value.has_value()) read.push_back({*first, *second, *value, pair.items[2].place});
  }

  /// A pair that is listed twice.
  void add_again(std::size_t first, std::size_t second, const Place& place, const Place& before) {
    if (again_.full()) {
      again_.count();
      return;
    }
    again_.add(make_error(
        "SG2302", fmt::format("the pair of {} and {} is listed twice", columns_.quoted(first), columns_.quoted(second)),
        place,
        fmt::format("the first is in line {}; their order does not matter, so keep one of them", line_of(before))));
  }

  /// False after it was told what else it is.
  bool is_pair(const json::Value& pair) {
    if (!pair.is(json::Kind::array) || pair.items.size() != 3) {
      malformed_.add(make_error("SG2003",
                                fmt::format("a pair is two columns and their correlation, not {}",
                                            pair.is(json::Kind::array) ? fmt::format("a list of {}", pair.items.size())
                                                                       : std::string(json::kind_name(pair.kind))),
                                pair.place, kPairExample));
      return false;
    }
    for (const std::size_t k : {0, 1}) {
      if (pair.items[k].is(json::Kind::string)) continue;
      malformed_.add(make_error(
          "SG2003",
          fmt::format("a pair begins with the names of two columns, not with {}", json::kind_name(pair.items[k].kind)),
          pair.items[k].place, kPairExample));
      return false;
    }
    return true;
  }

  Place& place_at(std::size_t row, std::size_t column) {
    return group_.value_places[row * group_.columns.size() + column];
  }

  const json::Value& json_;
  const Schema& schema_;
  const SchemaTable& table_;
  Diagnostics& diagnostics_;
  CorrelationValues values_;
  GroupColumns columns_;
  FewFaults malformed_;  ///< pairs, as are the next two
  FewFaults of_itself_;
  FewFaults again_;
  CorrelationGroup group_;
  std::optional<std::vector<std::string>> listed_;  ///< names as "columns" lists them, where all of it was read
  bool too_many_ = false;
  bool faulty_ = false;  ///< also where nothing is told, as a fault elsewhere may explain it
};

}  // namespace

void read_correlations(ObjectReader& reader, const Schema& schema, SchemaTable& table, Diagnostics& diagnostics) {
  constexpr const char* kExample = R"("correlations": [{"measure": "spearman", "pairs": [["age", "income", 0.45]]}])";
  const json::Value* groups = reader.take("correlations", json::Kind::array, kExample);
  if (groups == nullptr) return;
  std::map<std::size_t, Place> in_group;
  FewFaults shared;
  for (const json::Value& item : groups->items) {
    if (!item.is(json::Kind::object)) {
      diagnostics.add(make_error("SG2003",
                                 fmt::format("a correlation is an object, not {}", json::kind_name(item.kind)),
                                 item.place, std::string("for example ") + kExample));
      continue;
    }
    CorrelationReader group_reader(item, schema, table, diagnostics);
    std::optional<CorrelationGroup> group = group_reader.read();
    for (const NamedColumn& column : group_reader.named()) {
      const auto [at, added] = in_group.try_emplace(column.index, column.place);
      if (added) continue;
      group.reset();
      if (shared.full()) {
        shared.count();
        continue;
      }
      const std::size_t line = schema.document->source->position(at->second.offset).line;
      shared.add(make_error(
          "SG2303",
          fmt::format("column \"{}\" is in two groups of correlations", table.columns[column.index]->declaration.name),
          column.place,
          fmt::format("the other group names it in line {}; let one group list all columns that depend on each other, "
                      "for pairs that it leaves out are 0",
                      line)));
    }
    if (group.has_value()) table.correlations.push_back(std::move(*group));
  }
  shared.tell(diagnostics);
}

}  // namespace synthgen
