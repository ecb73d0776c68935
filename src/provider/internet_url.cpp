// The address of a web page.
#include "web_names.hpp"

namespace synthgen {
namespace {

/// https, a domain with or without "www.", a folder and a page.
struct WriteUrl {
  WebWords words = {};
  Dictionary sections = any_locale_texts("web_sections", "section");

  std::uint64_t count(std::uint64_t /*rows*/) const { return words.pairs() * words.pairs() * sections.size() * 2; }
  std::size_t room() const { return 12 + 2 * words.room() + sections.longest() + 2; }
  void operator()(std::uint64_t serial, std::string_view top_level, TextPieces& pieces) const {
    const std::uint64_t domain = serial % words.pairs();
    serial /= words.pairs();
    const std::uint64_t page = serial % words.pairs();
    serial /= words.pairs();
    pieces.add("https://");
    if (serial % 2 != 0) pieces.add("www.");
    words.add_pair(domain, pieces);
    pieces.add(top_level);
    pieces.add('/');
    pieces.add_wide(sections[serial / 2]);
    pieces.add('/');
    words.add_pair_with_hyphen(page, pieces);
  }
};

}  // namespace

const ProviderKind& internet_url_provider() {
  static const ProviderKind kKind =
      web_kind<WriteUrl>({.name = "internet.url",
                          .summary = "The address of a web page, on a domain that nobody has: it ends in .example.",
                          .source = "RFC 3986; RFC 2606, section 2; data/any_locale/web_words.txt",
                          .example = R"({"provider": "internet.url"})"});
  return kKind;
}

}  // namespace synthgen
