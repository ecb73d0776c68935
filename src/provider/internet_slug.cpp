// The last part of a web address.
#include "serial_text.hpp"
#include "web_names.hpp"

namespace synthgen {
namespace {

Result<MadeProvider> make(const ProviderContext& context) {
  auto words = std::make_shared<const WebWords>();
  return make_serial_text(context, words->pairs() * words->firsts(), words->room() + 12,
                          [words](std::uint64_t serial, TextPieces& pieces) {
                            pieces.add_wide(words->first(serial / words->pairs()));
                            pieces.add('-');
                            words->add_pair_with_hyphen(serial % words->pairs(), pieces);
                          });
}

}  // namespace

const ProviderKind& internet_slug_provider() {
  static const ProviderKind kKind = {
      .record = {.name = "internet.slug",
                 .summary = "Words with hyphens, as the last part of a web address has them: bold-silver-heron.",
                 .source = "data/any_locale/web_words.txt",
                 .example = R"({"provider": "internet.slug"})"},
      .make = &make,
  };
  return kKind;
}

}  // namespace synthgen
