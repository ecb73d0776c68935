#include "read_noise.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "repeated_column.hpp"
#include "synthgen/base/near_names.hpp"
#include "synthgen/base/number_text.hpp"
#include "synthgen/noise/noise_habits.hpp"

namespace synthgen {
namespace {

constexpr const char* kExample = R"(for example "noise": [{"operator": "typo", "columns": ["name"], "rate": 0.02}])";

/// One operator.
class NoiseOperatorReader {
 public:
  NoiseOperatorReader(const json::Value& object, const Schema& schema, const SchemaTable& table,
                      Diagnostics& diagnostics)
      : json_(object), schema_(schema), table_(table), diagnostics_(diagnostics) {}

  /// Null where it is faulty.
  std::unique_ptr<NoiseDeclaration> read() {
    const std::size_t before = diagnostics_.error_count();
    if (!find_kind()) return nullptr;
    ColumnDeclaration none;
    none.json = &json_;
    ColumnReader outer(json_, none, diagnostics_, schema_.files.get());
    outer.set_nested(nested_source_reader());
    NoiseReader reader(json_, std::string(declared_->kind->record.name), outer);
    if (const json::Value* name = reader.take("name", json::Kind::string, R"("name": "front desk")"); name != nullptr) {
      declared_->name = name->text;
      if (name->text.empty()) fault("SG2003", "the \"name\" of an operator is empty", name->place, "give it a word");
    }
    read_columns(reader);
    read_rate(reader);
    read_exact(reader);
    read_condition(reader);
    check_rate(reader);
    declared_->spec = declared_->kind->parse(reader);
    if (declared_->spec != nullptr) {
      for (const NoiseSpec::FurtherColumn& column : declared_->spec->further_columns()) {
        if (const auto index = find_column(column.name, column.place); index.has_value()) {
          declared_->further.push_back({*index, column.place});
        }
      }
    }
    reader.check_all_taken();
    if (declared_->spec == nullptr || unknown_ || diagnostics_.error_count() != before) return nullptr;
    return std::move(declared_);
  }

 private:
  void fault(std::string code, std::string message, const Place& place, std::string hint) {
    diagnostics_.add(make_error(std::move(code), std::move(message), place, std::move(hint)));
  }
  const std::string& name_of(std::size_t column) const { return table_.columns[column]->declaration.name; }

  bool find_kind() {
    std::vector<std::string> names;
    for (const NoiseKind* kind : noise_kinds()) names.emplace_back(kind->record.name);
    if (!json_.is(json::Kind::object)) {
      fault("SG2003", fmt::format("an operator of \"noise\" is an object, not {}", json::kind_name(json_.kind)),
            json_.place, kExample);
      return false;
    }
    const json::Value* name = json_.get("operator");
    if (name == nullptr) {
      std::string hint = fmt::format("there are {}", fmt::join(names, ", "));
      for (const json::Member& member : json_.members) {
        if (noise_key_habit(member.name) == "operator") {
          hint = fmt::format("\"{}\" is called \"operator\" here", member.name);
          break;
        }
      }
      fault("SG2002", "an operator of \"noise\" lacks \"operator\", what is to be done", json_.place, hint);
      return false;
    }
    if (!name->is(json::Kind::string)) {
      fault("SG2003", fmt::format("\"operator\" is a text, not {}", json::kind_name(name->kind)), name->place,
            kExample);
      return false;
    }
    declared_->place = name->place;
    declared_->kind = find_noise(name->text);
    if (declared_->kind != nullptr) return true;
    if (is_not_yet(NotYet::noise, name->text)) {
      fault("SG2005", fmt::format("operator \"{}\" is not supported yet", name->text), name->place,
            fmt::format("there are {} so far", fmt::join(names, ", ")));
      return false;
    }
    std::string near = noise_habit(name->text);
    if (near.empty()) near = did_you_mean(name->text, names);
    fault("SG2400", fmt::format("unknown operator \"{}\"", name->text), name->place,
          near.empty() ? fmt::format("there are {}", fmt::join(names, ", ")) : near);
    return false;
  }

  std::optional<std::size_t> find_column(const std::string& name, const Place& place) {
    const std::optional<std::size_t> index = table_.index_of(name);
    if (!index.has_value()) {
      unknown_ = true;
      if (table_.columns_unknown) return std::nullopt;
      std::vector<std::string> names;
      for (const auto& column : table_.columns) names.push_back(column->declaration.name);
      const std::string near = did_you_mean(name, names);
      fault("SG2401", fmt::format("there is no column \"{}\" to damage", name), place,
            near.empty() ? "noise is done to columns of its own table" : near);
      return std::nullopt;
    }
    if (table_.columns[*index]->declaration.hidden) {
      fault("SG2401", fmt::format("column \"{}\" is hidden, so nobody would see it damaged", name), place,
            "damage a column that is written; rates and conditions may read hidden ones");
      return std::nullopt;
    }
    if (!known_.insert(*index).second) {
      fault("SG2401", fmt::format("column \"{}\" is named twice in one operator", name), place,
            "name each column once; for twice the damage, list the operator twice");
      return std::nullopt;
    }
    return index;
  }

  void read_columns(NoiseReader& reader) {
    const json::Value* columns = reader.take("columns");
    if (columns == nullptr) {
      fault("SG2002", fmt::format("operator \"{}\" lacks \"columns\", which it damages", reader.operator_name()),
            declared_->place, R"(add "columns": ["name", "city"])");
      return;
    }
    if (!columns->is(json::Kind::array)) {
      fault("SG2003", fmt::format("\"columns\" is a list, not {}", json::kind_name(columns->kind)), columns->place,
            columns->is(json::Kind::string) ? fmt::format("in brackets: [\"{}\"]", columns->text)
                                            : R"(for example "columns": ["name", "city"])");
      return;
    }
    const std::size_t before = diagnostics_.error_count();
    for (const json::Value& item : columns->items) {
      if (!item.is(json::Kind::string)) {
        fault("SG2003", fmt::format("\"columns\" lists names of columns, not {}", json::kind_name(item.kind)),
              item.place, R"(for example "columns": ["name", "city"])");
        continue;
      }
      std::vector<std::string> names = {item.text};
      if (!table_.index_of(item.text).has_value()) names = expand_column_range(item, diagnostics_);
      for (const std::string& name : names) {
        if (const auto index = find_column(name, item.place); index.has_value()) {
          declared_->columns.push_back({*index, item.place});
        }
      }
    }
    const NoiseKind& kind = *declared_->kind;
    // A range is one item and several columns.
    const std::size_t count = declared_->columns.size();
    if (columns->items.empty() && kind.least_columns == 1) {
      fault("SG2002", "\"columns\" is empty", columns->place, R"(for example "columns": ["name", "city"])");
    } else if (diagnostics_.error_count() == before && !unknown_ &&
               (count < kind.least_columns || count > kind.most_columns)) {
      fault("SG2401",
            fmt::format("operator \"{}\" takes {}{} columns, and there {} {}", kind.record.name,
                        kind.least_columns == kind.most_columns ? "" : "at least ", kind.least_columns,
                        count == 1 ? "is" : "are", count),
            columns->place, fmt::format("for example {}", kind.record.example));
    }
  }

  void read_rate(NoiseReader& reader) {
    const json::Value* rate = reader.take("rate");
    if (rate == nullptr) return;
    if (rate->is(json::Kind::number)) {
      if (!(rate->number >= 0 && rate->number <= 1)) {
        fault("SG2106", fmt::format("\"rate\" is a share from 0 to 1, not {}", rate->text), rate->place,
              rate->number > 1 && rate->number <= 100
                  ? fmt::format("{} percent are {:g}", rate->text, rate->number / 100)
                  : "for example \"rate\": 0.02");
        return;
      }
    } else if (!rate->is(json::Kind::string) || !rate->text.starts_with('=')) {
      fault("SG2003",
            fmt::format("\"rate\" is a number from 0 to 1 or an expression, not {}", json::kind_name(rate->kind)),
            rate->place,
            !rate->is(json::Kind::string) ? "for example \"rate\": 0.02, or \"rate\": \"=if(age > 70, 0.4, 0.05)\""
            : parse_number(rate->text).has_value()
                ? fmt::format("a number stands without quotes: {}", rate->text)
                : fmt::format("an expression begins with \"=\": \"={}\"", rate->text));
      return;
    }
    declared_->rate = parse_parameter(*rate, diagnostics_);
  }

  void read_exact(NoiseReader& reader) {
    const json::Value* exact = reader.take("exact", json::Kind::boolean, "\"exact\": true");
    if (exact == nullptr) return;
    declared_->exact = exact->boolean;
    declared_->exact_place = exact->place;
  }

  void read_condition(NoiseReader& reader) {
    const json::Value* condition = reader.take("if");
    if (condition == nullptr) return;
    if (!condition->is(json::Kind::string)) {
      fault("SG2003", fmt::format("\"if\" is a condition in a text, not {}", json::kind_name(condition->kind)),
            condition->place, "for example \"if\": \"age < 18\"");
      return;
    }
    declared_->condition = parse_expression_text(*condition, diagnostics_);
    declared_->condition_place = condition->place;
  }

  void check_rate(NoiseReader& reader) {
    const bool conditional = reader.take("if") != nullptr;
    if (reader.take("rate") == nullptr && (!conditional || declared_->exact)) {
      fault("SG2002", fmt::format("operator \"{}\" lacks \"rate\", how much it damages", reader.operator_name()),
            declared_->place, "add \"rate\": 0.02; with \"if\" alone every row that meets it is hit");
    }
    if (declared_->exact && conditional) {
      fault("SG2403", "\"exact\" and \"if\" do not go together", declared_->exact_place,
            "an exact count is of all rows: keep one of the two");
    }
  }

  const json::Value& json_;
  const Schema& schema_;
  const SchemaTable& table_;
  Diagnostics& diagnostics_;
  std::unique_ptr<NoiseDeclaration> declared_ = std::make_unique<NoiseDeclaration>();
  std::set<std::size_t> known_;
  bool unknown_ = false;
};

}  // namespace

void read_noise(ObjectReader& reader, const Schema& schema, SchemaTable& table, Diagnostics& diagnostics) {
  const json::Value* noise = reader.take("noise");
  if (noise == nullptr) return;
  if (!noise->is(json::Kind::array)) {
    diagnostics.add(make_error("SG2003",
                               fmt::format("\"noise\" is a list of operators, not {}", json::kind_name(noise->kind)),
                               noise->place, kExample));
    return;
  }
  if (noise->items.size() > kMostNoiseOperators) {
    diagnostics.add(make_error("SG2007", fmt::format("more than {} operators in one table", kMostNoiseOperators),
                               noise->place, "an operator takes any number of columns"));
    return;
  }
  std::set<std::string> names;
  for (const json::Value& item : noise->items) {
    std::unique_ptr<NoiseDeclaration> declared = NoiseOperatorReader(item, schema, table, diagnostics).read();
    if (declared == nullptr) continue;
    if (!declared->name.empty() && !names.insert(declared->name).second) {
      diagnostics.add(make_error("SG2405", fmt::format("two operators are called \"{}\"", declared->name),
                                 item.get("name")->place,
                                 "the name tells them apart in the log and decides their hits: rename one"));
      continue;
    }
    table.noise.push_back(std::move(declared));
  }
}

}  // namespace synthgen
