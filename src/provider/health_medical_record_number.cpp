// The number of a patient's record.
#include "serial_text.hpp"

namespace synthgen {

const ProviderKind& health_medical_record_number_provider() {
  static const ProviderKind kKind = {
      .record = {.name = "health.medical_record_number",
                 .summary = "The number of a patient's record: MRN and eight digits.",
                 .source = "own form; each hospital has its own",
                 .example = R"({"provider": "health.medical_record_number"})"},
      .no_suffix = kFormOfItsOwn,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_serial_text(context, 100'000'000, 11, [](std::uint64_t serial, TextPieces& text) {
          text.add("MRN");
          text.add_digits(serial, 8);
        });
      },
  };
  return kKind;
}

}  // namespace synthgen
