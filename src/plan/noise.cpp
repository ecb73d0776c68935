#include "noise.hpp"

#include <fmt/format.h>

#include <cmath>

#include "condition_source.hpp"
#include "noise_context.hpp"
#include "synthgen/base/number_text.hpp"

namespace synthgen {
namespace {

/// One operator of one table.
class NoiseBinding final {
 public:
  NoiseBinding(Draft& draft, std::size_t table, const NoiseDeclaration& declared, NoiseSamples& samples,
               std::size_t place, std::map<std::string, int>& occurrences)
      : draft_(draft),
        table_(table),
        place_(place),
        schema_(*draft.schema.tables[table]),
        declared_(declared),
        samples_(samples),
        occurrences_(occurrences) {}

  void bind() {
    const std::size_t before = draft_.diagnostics.error_count();
    planned_.kind = declared_.kind;
    planned_.label = declared_.name.empty() ? std::string(declared_.kind->record.name) : declared_.name;
    planned_.exact = declared_.exact;
    planned_.listed = declared_.columns.size();
    for (const NoiseDeclaration::Listed& column : declared_.columns) add_column(column);
    for (const NoiseDeclaration::Listed& column : declared_.further) add_column(column);
    if (follow_up_ || draft_.diagnostics.error_count() != before) return;

    leaves_type_.assign(planned_.columns.size(), false);
    if (declared_.kind->unit == NoiseUnit::rows) {
      std::vector<std::size_t> all(planned_.columns.size());
      for (std::size_t k = 0; k < all.size(); ++k) all[k] = k;
      add_part(std::move(all));
    } else {
      for (std::size_t k = 0; k < planned_.listed; ++k) add_part({k});
    }
    bind_rate();
    bind_condition();
    if (follow_up_ || draft_.diagnostics.error_count() != before) return;
    finish();
  }

 private:
  void fault(std::string code, std::string message, const Place& place, std::string hint) {
    draft_.diagnostics.add(make_error(std::move(code), std::move(message), place, std::move(hint)));
  }
  /// Findings without those that only repeat another's: these end the operator too, but are told already.
  void add_findings(const Diagnostics& found) {
    follow_up_ = true;
    for (const Diagnostic& diagnostic : found) {
      if (diagnostic.code != kFollowUp) draft_.diagnostics.add(diagnostic);
    }
  }
  PlannedTable& table() { return draft_.plan.tables[table_]; }

  void add_column(const NoiseDeclaration::Listed& listed) {
    if (!draft_.made[table_][listed.column]) {
      follow_up_ = true;
      return;
    }
    planned_.columns.push_back(static_cast<ColumnIndex>(listed.column));
    places_.push_back(listed.place);
    const PlannedColumn& column = table().columns[listed.column];
    const bool further = planned_.columns.size() > planned_.listed;
    if (further || declared_.kind->types.contains(column.made.type.kind)) return;
    fault("SG2402",
          fmt::format("operator \"{}\" does not damage columns of type {}, such as \"{}\"", declared_.kind->record.name,
                      type_text(column.made.type), column.name),
          listed.place, std::string(declared_.kind->types_hint));
  }

  /// For a part that damages these places of planned_.columns.
  NoiseStreams streams_of(const std::vector<std::size_t>& columns) {
    NoiseStreams streams;
    const std::string_view kind = declared_.kind->record.name;
    if (declared_.kind->unit == NoiseUnit::cells) {
      streams.owner = table().columns[planned_.columns[columns.front()]].name;
    } else {
      // Each after its length, so that no two lists share a text. What `set` names beside them has no part in it.
      for (const std::size_t k : columns) {
        if (k >= planned_.listed) continue;
        const std::string& name = table().columns[planned_.columns[k]].name;
        streams.owner += fmt::format("{}:{}", name.size(), name);
      }
    }
    if (!declared_.name.empty()) {
      streams.purpose = fmt::format("noise {} '{}' ", kind, declared_.name);
    } else {
      streams.purpose = fmt::format("noise {} {} ", kind, ++occurrences_[fmt::format("{} {}", kind, streams.owner)]);
    }
    return streams;
  }

  StreamKey key(const NoiseStreams& streams, std::string_view purpose) {
    return make_stream_key(draft_.plan.seed, table().name, streams.owner, streams.purpose + std::string(purpose));
  }

  void add_part(std::vector<std::size_t> columns) {
    NoiseStreams streams = streams_of(columns);
    if (planned_.parts.empty()) streams_ = streams;
    PlannedNoise::Part part;
    part.hits16 = key(streams, "hit/16");
    part.hits64 = key(streams, "hit tie/64");
    part.draws = key(streams, "draw/128");
    if (declared_.exact) {
      part.places = std::make_shared<const Permutation>(key(streams, "exact permutation/64"),
                                                        static_cast<std::uint64_t>(table().rows));
    }
    std::vector<NoiseColumn> seen;
    std::vector<ColumnIndex> indices;
    for (const std::size_t k : columns) {
      const PlannedColumn& column = table().columns[planned_.columns[k]];
      NoiseColumn& shown = seen.emplace_back();
      shown.name = column.name;
      shown.place = places_[k];
      shown.type = column.made.type;
      shown.format = column.format;
      shown.domain = column.made.domain;
      indices.push_back(planned_.columns[k]);
    }
    PlannedNoiseContext context(draft_, table_, std::move(seen), std::move(indices), shown_name(), std::move(streams),
                                samples_);
    Result<MadeNoise> made = declared_.spec->make(context);
    if (!made.ok()) {
      add_findings(made.diagnostics());
      return;
    }
    part.operation = std::move(made->operation);
    part.parameters = context.parameters();
    for (std::size_t i = 0; i < made->leaves_type.size(); ++i) {
      if (made->leaves_type[i]) leaves_type_[columns[i]] = true;
    }
    part.columns = std::move(columns);
    planned_.parts.push_back(std::move(part));
  }

  std::shared_ptr<const Program> compile(const Expression& expression, const char* role, std::optional<Type> wanted) {
    CompileOptions options;
    options.wanted = wanted;
    options.role = std::string(role) + " ";
    options.reference_micros = draft_.schema.reference_micros;
    options.locale = draft_.schema.locale;
    const std::vector<NamedConstant> none;
    const TableScope scope(draft_, table_, none);
    Result<std::shared_ptr<const Program>> program = synthgen::compile(
        expression, scope, [&](std::string_view purpose) { return key(streams_, purpose); }, options);
    if (!program.ok()) {
      add_findings(program.diagnostics());
      return nullptr;
    }
    for (const PathUse& use : expression.paths()) {
      const std::optional<std::size_t> read = use.path.size() == 1 ? schema_.index_of(use.path.front()) : std::nullopt;
      for (std::size_t k = 0; k < planned_.listed && read.has_value(); ++k) {
        planned_.depends_on_itself = planned_.depends_on_itself || planned_.columns[k] == *read;
      }
    }
    return *program;
  }

  /// "noise 3 (missing)": where it stands in the list, since several may have the same label.
  std::string shown_name() const { return fmt::format("noise {} ({})", place_, planned_.label); }

  ColumnIndex add_internal(std::shared_ptr<const Program> program, const char* what) {
    MadeSource made;
    made.type = program->type();
    made.inputs = program->inputs();
    made.source = std::make_unique<ConditionSource>(std::move(program));
    return draft_.add_internal(table_, fmt::format("{} of {}", what, shown_name()), fmt::format("{} of noise", what),
                               std::move(made));
  }

  void bind_rate() {
    if (!declared_.rate.has_value()) return;
    const json::Value& json = *declared_.rate->json;
    if (declared_.rate->literal()) {
      planned_.rate = json.number;
      return;
    }
    const Expression& expression = *declared_.rate->expression;
    std::shared_ptr<const Program> program = compile(expression, "rate", std::nullopt);
    if (program == nullptr) return;
    if (program->type().kind != TypeKind::boolean) {
      if (!is_numeric(program->type().kind)) {
        fault("SG2109", fmt::format("\"rate\" is a share or a condition, not a {}", type_text(program->type())),
              json.place, "give a number from 0 to 1, or an expression such as \"=if(age > 70, 0.4, 0.05)\"");
        return;
      }
      program = compile(expression, "rate", Type{TypeKind::number, 0});
      if (program == nullptr) return;
    }
    if (program->constant() == nullptr) {
      if (declared_.exact) {
        fault("SG2403", "\"exact\" needs a rate that is the same in all rows", json.place,
              "an exact count is round(rate × rows): give a number, or remove \"exact\"");
        return;
      }
      planned_.rate_column = add_internal(std::move(program), "rate");
      return;
    }
    const Column& constant = *program->constant();
    const bool number = constant.type().kind == TypeKind::number;
    planned_.rate = constant.is_null(0) ? std::nan("")
                    : number            ? constant.data<double>()[0]
                                        : constant.data<std::uint8_t>()[0];
    if (planned_.rate >= 0 && planned_.rate <= 1) return;
    fault("SG2106",
          fmt::format("\"rate\" is a share from 0 to 1, not {}",
                      constant.is_null(0) ? "null" : shortest_text(planned_.rate)),
          json.place, "for example \"rate\": 0.02");
  }

  void bind_condition() {
    if (!declared_.condition.has_value()) return;
    std::shared_ptr<const Program> program = compile(*declared_.condition, "if", Type{TypeKind::boolean, 0});
    if (program != nullptr) planned_.condition_column = add_internal(std::move(program), "if");
  }

  void finish() {
    if (declared_.exact) {
      const auto count = static_cast<std::int64_t>(std::floor(planned_.rate * static_cast<double>(table().rows) + 0.5));
      for (PlannedNoise::Part& part : planned_.parts) part.exact_hits = count;
    }
    for (std::size_t k = 0; k < planned_.columns.size(); ++k) {
      PlannedColumn& column = table().columns[planned_.columns[k]];
      column.damaged = true;
      if (leaves_type_[k] && column.made.type.kind != TypeKind::string) column.written_form = WrittenForm::text;
    }
    table().noise.push_back(std::move(planned_));
  }

  Draft& draft_;
  const std::size_t table_;
  const std::size_t place_;  // in the list of operators, from 1
  const SchemaTable& schema_;
  const NoiseDeclaration& declared_;
  NoiseSamples& samples_;
  std::map<std::string, int>& occurrences_;
  PlannedNoise planned_;
  std::vector<Place> places_;      // aligned with planned_.columns
  std::vector<bool> leaves_type_;  // the same
  NoiseStreams streams_;           // of the first part: those of rate and condition
  bool follow_up_ = false;
};

}  // namespace

void bind_noise(Draft& draft, const RowEvaluation& evaluate) {
  NoiseSamples samples(draft.plan, evaluate);
  for (std::size_t t = 0; t < draft.schema.tables.size(); ++t) {
    std::map<std::string, int> occurrences;  // of each kind on each owner
    std::size_t place = 0;
    for (const auto& declared : draft.schema.tables[t]->noise) {
      NoiseBinding(draft, t, *declared, samples, ++place, occurrences).bind();
    }
  }
}

}  // namespace synthgen
