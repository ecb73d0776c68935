// Several sentences.
#include "phrase_texts.hpp"

namespace synthgen {

const ProviderKind& text_paragraph_provider() {
  static constexpr Name kTopics[] = {"words", "sentence_patterns"};
  static constexpr ProviderOption kOptions[] = {{.name = "sentences",
                                                 .meaning = "How many sentences.",
                                                 .form = OptionForm::integer,
                                                 .least = 1,
                                                 .greatest = 20,
                                                 .fallback = 4}};
  static const ProviderKind kKind = {
      .record = {.name = "text.paragraph",
                 .summary = "Sentences with a space between them.",
                 .source = "data/<locale>/words.txt and sentence_patterns.txt",
                 .example = R"({"provider": "text.paragraph", "sentences": 3})"},
      .localized = true,
      .topics = kTopics,
      .options = kOptions,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_phrase_texts(context, "sentence_patterns", PhraseCase::sentence,
                                 static_cast<std::size_t>(context.integer("sentences")));
      },
  };
  return kKind;
}

}  // namespace synthgen
