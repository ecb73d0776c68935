// Sentences and titles from patterns of word classes, compiled into flat lists.
#include "phrase_book.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <map>
#include <string>

#include "synthgen/base/characters.hpp"
#include "synthgen/base/letter_case.hpp"

namespace synthgen {
namespace {

/// A class of fewer words, such as the articles, may give one word twice in a phrase.
constexpr std::size_t kFewestOfDifferent = 14;
constexpr std::size_t kMostTokens = 24;  ///< of a pattern

bool names_class(std::string_view token) {
  return token.size() > 1 && std::all_of(token.begin(), token.end(), [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
         });
}

std::string lower(std::string_view token) {
  std::string result(token);
  for (char& c : result) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  return result;
}

/// SOURCE: by the sound of the words that English begins so; the exceptions are those that the word lists can meet.
bool takes_an(std::string_view word) {
  for (const std::string_view start : {"hour", "honest"}) {
    if (word.starts_with(start)) return true;
  }
  for (const std::string_view start : {"eu", "one", "uni", "use", "usu"}) {
    if (word.starts_with(start)) return false;
  }
  return !word.empty() && std::string_view("aeiou").find(word.front()) != std::string_view::npos;
}

/// Texts that get a number each.
class Coder {
 public:
  std::int32_t code_of(std::string_view text) {
    const auto [found, fresh] = codes_.try_emplace(std::string(text), static_cast<std::int32_t>(texts_.size()));
    if (fresh) texts_.emplace_back(text);
    return found->second;
  }
  const std::vector<std::string>& texts() const { return texts_; }

 private:
  std::map<std::string, std::int32_t, std::less<>> codes_;
  std::vector<std::string> texts_;
};

}  // namespace

std::string with_capital(std::string_view text) {
  if (text.empty()) return {};
  const Character first = first_character(text);
  char bytes[4];
  const std::size_t count = put_character(title_of(first.code), bytes);
  return std::string(bytes, count) + std::string(text.substr(first.bytes));
}

PhraseBook::PhraseBook(const DataTable& words, const DataTable& patterns, std::string_view language,
                       PhraseCase letters) {
  Coder coder;
  struct Class {
    std::vector<double> weights;
    std::vector<std::int32_t> codes;
    std::size_t longest = 0;
  };
  std::map<std::string, Class, std::less<>> classes;
  for (std::size_t row = 0; row < words.rows(); ++row) {
    Class& found = classes[std::string(words.text(row, "class"))];
    const std::string_view word = words.text(row, "word");
    found.weights.push_back(words.numbers("weight")[row]);
    found.codes.push_back(coder.code_of(word));
    found.longest = std::max(found.longest, word.size());
  }
  std::map<std::string, std::size_t, std::less<>> places;
  std::vector<std::size_t> longest_of;
  for (auto& [name, found] : classes) {
    places.emplace(name, pools_.size());
    longest_of.push_back(found.longest);
    const bool differ = found.codes.size() >= kFewestOfDifferent;
    pools_.push_back({WeightedIndex(found.weights), std::move(found.codes), differ});
  }
  for (std::size_t row = 0; row < patterns.rows(); ++row) {
    std::string_view rest = patterns.text(row, "pattern");
    Pattern pattern{static_cast<std::uint32_t>(tokens_.size()), 0};
    std::size_t draws = 1;
    std::size_t bytes = 0;
    while (!rest.empty()) {
      std::string_view text = rest.substr(0, rest.find(' '));
      rest.remove_prefix(std::min(rest.size(), text.size() + 1));
      Token token;
      if (std::string_view(".,?!:;").find(text.back()) != std::string_view::npos) {
        token.mark = text.back();
        text.remove_suffix(1);
      }
      const auto place = names_class(text) ? places.find(lower(text)) : places.end();
      // A class that is no class of the words would be written as it is: the tests read every pattern.
      if (place != places.end()) {
        token.pool = &pools_[place->second];
        token.article = language == "en" && place->first == "art";
        token.capital = letters == PhraseCase::headline && !token.article;
        bytes += longest_of[place->second];
        ++draws;
      } else {
        token.code = coder.code_of(text);
        bytes += text.size();
      }
      token.capital = token.capital || pattern.count == 0;
      bytes += 3;  // a space, a mark, the n of an
      // A capital that is a byte longer than its small letter would be one more: no Latin letter's is.
      tokens_.push_back(token);
      ++pattern.count;
    }
    assert(draws <= kMostDraws && pattern.count <= kMostTokens);
    draws_ = std::max(draws_, draws);
    longest_ = std::max(longest_, bytes);
    patterns_.push_back(pattern);
  }
  index_ = WeightedIndex(patterns.numbers("weight"));
  texts_ = std::make_unique<const Dictionary>(coder.texts());
  std::vector<std::string> capitals;
  for (const std::string& text : coder.texts()) {
    capitals.push_back(with_capital(text));
    takes_an_.push_back(takes_an(text) ? 1 : 0);
  }
  capitals_ = std::make_unique<const Dictionary>(capitals);
}

char* PhraseBook::write(const std::uint64_t* bits, std::size_t stride, char* to) const {
  const Pattern pattern = patterns_[index_(*bits)];
  const Token* const tokens = tokens_.data() + pattern.first;
  std::int32_t taken[kMostTokens];
  std::size_t count = 0;
  for (std::size_t t = 0; t < pattern.count; ++t) {
    if (tokens[t].pool == nullptr) taken[count++] = tokens[t].code;
  }
  std::size_t draw = 0;
  bool article = false;
  for (std::size_t t = 0; t < pattern.count; ++t) {
    const Token& token = tokens[t];
    std::int32_t code = token.code;
    if (token.pool != nullptr) {
      const Pool& pool = *token.pool;
      std::size_t place = pool.index(bits[++draw * stride]);
      code = pool.codes[place];
      if (pool.differ) {
        // The next word of the class that the phrase does not have yet.
        for (std::size_t k = 0; k < kMostTokens && std::find(taken, taken + count, code) != taken + count; ++k) {
          place = place + 1 == pool.codes.size() ? 0 : place + 1;
          code = pool.codes[place];
        }
        taken[count++] = code;
      }
    }
    if (article && takes_an_[static_cast<std::size_t>(code)] != 0) *to++ = 'n';
    if (t > 0) *to++ = ' ';
    const std::string_view text = (*(token.capital ? capitals_ : texts_))[static_cast<std::size_t>(code)];
    if (text.size() <= 32) {
      std::memcpy(to, text.data(), 32);
    } else {
      std::memcpy(to, text.data(), text.size());
    }
    to += text.size();
    if (token.mark != 0) *to++ = token.mark;
    article = token.article;
  }
  return to;
}

}  // namespace synthgen
