// A grammatical sentence.
#include "phrase_texts.hpp"

namespace synthgen {

const ProviderKind& text_sentence_provider() {
  static constexpr Name kTopics[] = {"words", "sentence_patterns"};
  static const ProviderKind kKind = {
      .record = {.name = "text.sentence",
                 .summary = "A grammatical sentence of everyday words.",
                 .source = "data/<locale>/words.txt and sentence_patterns.txt",
                 .example = R"({"provider": "text.sentence"})"},
      .localized = true,
      .topics = kTopics,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_phrase_texts(context, "sentence_patterns", PhraseCase::sentence, 1);
      },
  };
  return kKind;
}

}  // namespace synthgen
