// The operator `mislabel`: one value of a category taken for another.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "damaged_texts.hpp"
#include "value_index.hpp"

namespace synthgen {
namespace {

constexpr const char* kExample = R"("matrix": {"new": {"open": 3, "closed": 1}, "open": {"closed": 1}})";

/// A text in a column of another type is no value that could be taken for another one.
bool is_label(const DamagedColumn& column, std::size_t place) {
  return column.type().kind == TypeKind::string ? column.is_text(place) : column.is_value(place);
}

/// Any other value, each as often.
class UniformMislabel final : public NoiseOperator {
 public:
  explicit UniformMislabel(std::shared_ptr<const Column> values) : values_(std::move(values)) {
    for (std::size_t row = 0; row < values_->rows(); ++row) {
      index_.insert(*values_, row, static_cast<std::int32_t>(row));
    }
  }

  std::uint64_t apply(const NoiseBatch& batch) const override {
    DamagedColumn& column = batch.column();
    std::uint64_t changed = 0;
    for (std::size_t hit = 0; hit < batch.hits(); ++hit) {
      const std::size_t place = batch.place(hit);
      if (!is_label(column, place)) continue;
      // What an earlier operator made is perhaps none of the values: then any of them is another one.
      const std::int32_t own = index_.find(column, place);
      const std::size_t others = values_->rows() - (own == ValueIndex::kNone ? 0 : 1);
      NoiseDraws draws = batch.draws(hit);
      for (int attempt = 0; attempt < kTextAttempts; ++attempt) {
        std::size_t value = draws.below(others);
        if (own != ValueIndex::kNone && value >= static_cast<std::size_t>(own)) ++value;
        // Emptying is what `missing` does; a matrix may ask for it.
        if (values_->type().kind == TypeKind::string && values_->text(value).empty()) continue;
        if (!column.set_from(place, *values_, value)) continue;
        ++changed;
        break;
      }
    }
    return changed;
  }

 private:
  const std::shared_ptr<const Column> values_;
  ValueIndex index_;
};

/// The row of a matrix: what a value is taken for.
struct Confusions {
  std::vector<std::int32_t> values;  ///< rows of ConfusionMatrix::values
  std::vector<double> ends;          ///< running sums of the weights
};

struct ConfusionMatrix {
  Column values;
  ValueIndex index;  ///< the number in `rows` of a value that has a row
  std::vector<Confusions> rows;
};

class MatrixMislabel final : public NoiseOperator {
 public:
  explicit MatrixMislabel(ConfusionMatrix matrix) : matrix_(std::move(matrix)) {}

  std::uint64_t apply(const NoiseBatch& batch) const override {
    DamagedColumn& column = batch.column();
    std::uint64_t changed = 0;
    for (std::size_t hit = 0; hit < batch.hits(); ++hit) {
      const std::size_t place = batch.place(hit);
      const std::int32_t own = matrix_.index.find(column, place);
      if (own == ValueIndex::kNone) continue;
      const Confusions& row = matrix_.rows[static_cast<std::size_t>(own)];
      NoiseDraws draws = batch.draws(hit);
      for (int attempt = 0; attempt < kTextAttempts; ++attempt) {
        if (!column.set_from(place, matrix_.values, static_cast<std::size_t>(draw(row, draws)))) continue;
        ++changed;
        break;
      }
    }
    return changed;
  }

 private:
  static std::int32_t draw(const Confusions& row, NoiseDraws& draws) {
    const auto last = row.ends.end() - 1;
    return row.values[static_cast<std::size_t>(std::upper_bound(row.ends.begin(), last, draws.uniform() * *last) -
                                               row.ends.begin())];
  }

  const ConfusionMatrix matrix_;
};

/// Makes the matrix of a schema one of values of a column's type.
class MatrixReader {
 public:
  MatrixReader(const NoiseColumn& column, NoiseContext& context)
      : column_(column), check_(column, context, "matrix", "keep it only if a value that no clean cell has is meant") {}

  Result<ConfusionMatrix> read(const json::Value& json) {
    for (const json::Member& member : json.members) read_row(member);
    check_.finish();
    if (diagnostics_.has_errors()) return std::move(diagnostics_);
    return std::move(matrix_);
  }

 private:
  void fault(std::string message, const Place& place, std::string hint) {
    diagnostics_.add(make_error("SG2431", std::move(message), place, std::move(hint)));
  }

  /// The value that a name of the matrix stands for, one row.
  std::optional<Column> value_of(const json::Member& member) {
    json::Value text;
    text.kind = json::Kind::string;
    text.text = member.name;
    text.place = member.name_place;
    ParameterValue parameter;
    parameter.json = &text;
    parameter.text = member.name;
    Result<Column> value = literal_column(parameter, column_.type);
    if (!value.ok()) {
      diagnostics_.add(value.diagnostics());
      return std::nullopt;
    }
    check_.look_at(member.name, member.name_place, *value);
    return std::move(*value);
  }

  void read_row(const json::Member& member) {
    const std::size_t before = diagnostics_.error_count();
    const std::optional<Column> from = value_of(member);
    if (from.has_value() && !matrix_.index.insert(*from, 0, static_cast<std::int32_t>(matrix_.rows.size()))) {
      fault(fmt::format("the value \"{}\" has a row already, written in another way", member.name), member.name_place,
            "give it once");
    }
    ValueIndex own;
    if (from.has_value()) own.insert(*from, 0, 0);
    ValueIndex seen;
    Confusions row;
    double sum = 0;
    for (const json::Member& target : member.value.members) {
      const std::optional<Column> to = value_of(target);
      if (!to.has_value() || !from.has_value()) continue;
      if (!seen.insert(*to, 0, 0)) {
        fault(fmt::format("the value \"{}\" stands twice in this row, written in another way", target.name),
              target.name_place, "give it once; a weight makes it more frequent");
      }
      const double weight = target.value.number;
      if (weight == 0) continue;
      if (own.find(*to, 0) != ValueIndex::kNone) {
        fault(fmt::format("\"{}\" is taken for itself here", target.name), target.value.place,
              "leave it out, or give it 0: \"rate\" says how often a value stays what it is");
        continue;
      }
      sum += weight;
      row.values.push_back(place_of(*to));
      row.ends.push_back(sum);
    }
    if (!row.values.empty() && !std::isfinite(sum)) {
      fault("the weights of this row add up to more than a number can hold", member.value.place,
            "give relative sizes: they need not add up to 1");
    }
    if (row.values.empty() && diagnostics_.error_count() == before) {
      fault(fmt::format("no value has a weight that \"{}\" could be taken for", member.name), member.value.place,
            "give one of the others a weight above 0, or leave the row out: values without one stay as they are");
    }
    matrix_.rows.push_back(std::move(row));
  }

  std::int32_t place_of(const Column& value) {
    if (const std::int32_t place = places_.find(value, 0); place != ValueIndex::kNone) return place;
    const auto place = static_cast<std::int32_t>(matrix_.values.rows());
    places_.insert(value, 0, place);
    matrix_.values.append(value);
    return place;
  }

  const NoiseColumn& column_;
  ValueCheck check_;
  ValueIndex places_;  // in the matrix's values
  ConfusionMatrix matrix_;
  Diagnostics diagnostics_;
};

class MislabelSpec final : public NoiseSpec {
 public:
  explicit MislabelSpec(const json::Value* matrix) : matrix_(matrix) {}

  Result<MadeNoise> make(NoiseContext& context) const override {
    const NoiseColumn& column = context.columns().front();
    if (matrix_ != nullptr) {
      Result<ConfusionMatrix> matrix = MatrixReader(column, context).read(*matrix_);
      if (!matrix.ok()) return matrix.diagnostics();
      return MadeNoise{std::make_unique<MatrixMislabel>(std::move(*matrix))};
    }
    std::shared_ptr<const Column> values = known_values(column);
    if (values == nullptr) {
      return make_error(
          "SG2430",
          fmt::format("the values of column \"{}\" are not known beforehand, so there is none to take another for",
                      column.name),
          column.place,
          fmt::format("say what is taken for what: {}; of a choice and of \"data\" the values are known", kExample));
    }
    if (values->rows() < 2) {
      return make_error(
          "SG2430",
          fmt::format("column \"{}\" has {}, so there is no other to take it for", column.name,
                      values->rows() == 0 ? "no value" : "one value"),
          column.place,
          fmt::format("say what it is taken for by a \"matrix\", for example {}; or leave the column out", kExample));
    }
    return MadeNoise{std::make_unique<UniformMislabel>(std::move(values))};
  }

 private:
  const json::Value* const matrix_;
};

void check_row(const json::Member& row, NoiseReader& reader) {
  if (!row.value.is(json::Kind::object)) {
    reader.fault(
        "SG2003",
        fmt::format("a row of \"matrix\" is an object of values and weights, not {}", json::kind_name(row.value.kind)),
        row.value.place, fmt::format("for example {}", kExample));
    return;
  }
  if (row.value.members.empty()) {
    reader.fault("SG2002", fmt::format("the row \"{}\" of \"matrix\" is empty", row.name), row.value.place,
                 fmt::format("for example {}", kExample));
  }
  for (const json::Member& target : row.value.members) {
    const json::Value& weight = target.value;
    if (!weight.is(json::Kind::number)) {
      reader.fault("SG2003", fmt::format("a weight is a number, not {}", json::kind_name(weight.kind)), weight.place,
                   "give a relative size such as 3");
    } else if (weight.number < 0) {
      reader.fault("SG2106", fmt::format("a weight is {}, and must be 0 or more", weight.text), weight.place,
                   "give relative sizes: they need not add up to 1");
    }
  }
}

std::unique_ptr<NoiseSpec> parse(NoiseReader& reader) {
  const json::Value* matrix = reader.take("matrix", json::Kind::object, kExample);
  if (matrix != nullptr) {
    if (matrix->members.empty()) {
      reader.fault("SG2002", "\"matrix\" is empty", matrix->place,
                   fmt::format("for example {}; without it every other value is as likely", kExample));
    }
    for (const json::Member& row : matrix->members) check_row(row, reader);
  }
  if (reader.faulty()) return nullptr;
  return std::make_unique<MislabelSpec>(matrix);
}

constexpr KeyRecord kKeys[] = {
    {"matrix",
     "By value, the values that it is taken for and the weight of each; a value without a row stays as it is. Without "
     "it every other value that the column can have is as likely.",
     R"j({"type": "object", "minProperties": 1,
          "additionalProperties": {"type": "object", "minProperties": 1,
            "additionalProperties": {"type": "number", "minimum": 0}}})j"},
};

}  // namespace

const NoiseKind& mislabel_noise() {
  static const NoiseKind kKind = {
      .record =
          {.name = "mislabel",
           .summary = "One value of a category taken for another: any, or as a confusion matrix says.",
           .source = "Label noise completely at random and by class: Frénay and Verleysen, \"Classification in the "
                     "Presence of Label Noise: a Survey\", 2014.",
           .example =
               R"j({"operator": "mislabel", "columns": ["status"], "rate": 0.02, "matrix": {"new": {"open": 3, "closed": 1}, "open": {"closed": 1}}})j"},
      .family = "category",
      .types = TypeSet::texts() | TypeSet::numbers() | TypeSet::dates() | TypeSet::times() | TypeSet{TypeKind::boolean},
      .types_hint = "UUIDs are no categories that one could take for another",
      .keys = kKeys,
      .parse = &parse,
  };
  return kKind;
}

}  // namespace synthgen
