// A title, as of an article or a film.
#include "phrase_texts.hpp"

namespace synthgen {

const ProviderKind& text_title_provider() {
  static constexpr Name kTopics[] = {"words", "title_patterns"};
  static const ProviderKind kKind = {
      .record = {.name = "text.title",
                 .summary = "A title of a few words: of an article, a film, a song.",
                 .source = "data/<locale>/words.txt and title_patterns.txt",
                 .example = R"({"provider": "text.title"})"},
      .localized = true,
      .topics = kTopics,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_phrase_texts(context, "title_patterns", PhraseCase::headline, 1);
      },
  };
  return kKind;
}

}  // namespace synthgen
