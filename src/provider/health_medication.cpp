// An active ingredient of a medicine.
#include <map>
#include <string>

#include "health_facts.hpp"
#include "locale_lists.hpp"
#include "person_birth.hpp"
#include "text_list.hpp"

namespace synthgen {
namespace {

/// Whether the list of beginnings of codes, with a space between two, has one of the code.
bool is_for(std::string_view beginnings, std::string_view code) {
  return any_item(beginnings, " ", [code](std::string_view beginning) { return code.starts_with(beginning); });
}

/// What is prescribed for a diagnosis, by how often it is prescribed at all. Where nothing is for it alone, what people
/// take for many things.
class Medication final : public Provider {
 public:
  Medication(const ProviderContext& context, ColumnIndex diagnosis)
      : key_(context.stream("value/64")),
        diagnosis_(diagnosis),
        table_(context.row_locales(), "medication"),
        texts_(table_, "name") {
    const JoinedTable diagnoses(context.row_locales(), "icd10");
    for (std::size_t p = 0; p < diagnoses.parts().size(); ++p) {
      const JoinedTable::Part& part = diagnoses.parts()[p];
      std::map<std::vector<double>, std::uint32_t> known;  // many codes have the same list
      for (std::size_t row = 0; row < part.table->rows(); ++row) {
        const std::vector<double> weights = weights_for(*table_.parts()[p].table, part.table->text(row, "code"));
        const auto [found, fresh] = known.try_emplace(weights, static_cast<std::uint32_t>(lists_.size()));
        if (fresh) lists_.emplace_back(WeightedIndex(weights), table_.parts()[p].base);
        by_diagnosis_.push_back(found->second);
      }
    }
  }

  const CodedTexts& texts() const { return texts_; }

  void fill(Evaluate& evaluate, Column& out) const override {
    std::uint64_t bits[kBatchRows];
    draw_bits64(key_, evaluate.rows(), evaluate.attempt(), 0, bits);
    const Column& diagnoses = evaluate.column(diagnosis_);
    out.reset(texts_.dictionary(), diagnoses.rows());
    auto* codes = out.data<std::int32_t>();
    for (std::size_t i = 0; i < diagnoses.rows(); ++i) {
      const WeightedList& list = lists_[by_diagnosis_[static_cast<std::size_t>(diagnoses.data<std::int64_t>()[i])]];
      codes[i] = texts_.codes()[list(bits[i])];
    }
    out.intersect_validity(diagnoses);
  }

 private:
  static std::vector<double> weights_for(const DataTable& medication, std::string_view code) {
    const std::span<const double> all = medication.numbers("weight");
    std::vector<double> weights(medication.rows(), 0.0);
    for (const std::string_view wanted : {code, std::string_view("*")}) {
      bool any = false;
      for (std::size_t row = 0; row < medication.rows(); ++row) {
        if (!is_for(medication.text(row, "for"), wanted)) continue;
        weights[row] = all[row];
        any = true;
      }
      if (any) break;
    }
    return weights;
  }

  const StreamKey key_;
  const ColumnIndex diagnosis_;
  const JoinedTable table_;
  const CodedTexts texts_;
  std::vector<WeightedList> lists_;          // of the joined table
  std::vector<std::uint32_t> by_diagnosis_;  // by row of the joined diagnoses
};

Result<MadeProvider> make(const ProviderContext& context) {
  Result<FactColumn> diagnosis = diagnosis_of(context);
  if (!diagnosis.ok()) return diagnosis.diagnostics();
  auto provider = std::make_unique<const Medication>(context, diagnosis->column);
  return provider->texts().coded(std::move(provider));
}

}  // namespace

const ProviderKind& health_medication_provider() {
  static constexpr Name kTopics[] = {"icd10", "medication"};
  static const FactKind* const kFacts[] = {&diagnosis_fact(), &birth_date_fact()};
  static constexpr Name kKeys[] = {"person.birth_date"};
  static const ProviderKind kKind = {
      .record = {.name = "health.medication",
                 .summary =
                     "An active ingredient that is prescribed for the diagnosis, the more usual ones more often.",
                 .source = "data/<locale>/medication.txt; not for clinical use",
                 .example = R"({"provider": "health.medication"})"},
      .localized = true,
      .topics = kTopics,
      .options = birth_date_options(),
      .keys = kKeys,
      .facts = kFacts,
      .make = &make,
  };
  return kKind;
}

}  // namespace synthgen
