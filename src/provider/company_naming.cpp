#include "company_naming.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <string>

#include "joined_table.hpp"
#include "text_list.hpp"
#include "text_pieces.hpp"
#include "weighted_index.hpp"

namespace synthgen {
namespace {

/// Texts of a dictionary, each by its weight.
struct WordList {
  std::vector<std::uint32_t> words;
  std::vector<double> weights;
  WeightedIndex index;

  void add(std::uint32_t word, double weight) {
    words.push_back(word);
    weights.push_back(weight);
  }
};

enum class PieceKind : unsigned char { literal, list, trade, form };

struct Piece {
  PieceKind kind = PieceKind::literal;
  std::uint32_t text = 0;  // word of a literal
  const WordList* list = nullptr;
  bool turns_to_e = false;  // the Spanish "y" before a word that begins with its sound
};

struct LocaleNames {
  WeightedIndex patterns;
  std::vector<std::vector<Piece>> pieces;
  std::map<std::string, WordList, std::less<>> lists;  // "family", "abstract", "place", "city"
  std::size_t first_industry = 0;                      // in the joined table
  std::vector<WordList> trades;                        // by industry
};

constexpr std::size_t kMostSlots = 3;

/// Whether a Spanish word begins with the sound of "y", so that "y" before it becomes "e".
bool begins_with_i(std::string_view word) {
  const auto begins = [&](std::string_view start) { return word.starts_with(start); };
  return begins("I") || begins("Í") || ((begins("Hi") || begins("Hí")) && !begins("Hie"));
}

/// The share of trades that fit every industry where the industry has some of its own.
constexpr double kShareOfGeneral = 0.2;

class Names final : public Provider {
 public:
  Names(const ProviderContext& context, ColumnIndex industry, ColumnIndex form)
      : key_(context.entity_stream("company.name/64")),
        industry_(industry),
        form_(form),
        forms_(JoinedTable(context.row_locales(), "legal_forms"), "form") {
    const JoinedTable industries(context.row_locales(), "industries");
    for (const JoinedTable::Part& part : industries.parts()) read_locale(part);
    words_ = std::make_unique<const Dictionary>(texts_);
    for (const std::string& text : texts_) begins_with_i_.push_back(begins_with_i(text));
    const std::size_t longest = std::max(words_->longest(), forms_.dictionary().longest());
    for (const LocaleNames& names : names_) {
      for (const auto& pieces : names.pieces) room_ = std::max(room_, pieces.size() * longest);
    }
    texts_.clear();
    texts_.shrink_to_fit();
    numbers_.clear();
  }

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    const Column& industries = evaluate.column(industry_);
    const Column& forms = evaluate.column(form_);
    std::array<std::array<std::uint64_t, kBatchRows>, 1 + kMostSlots> bits;
    for (std::uint32_t block = 0; block <= kMostSlots; ++block) {
      draw_bits64(key_, rows, evaluate.attempt(), block, bits[block].data());
    }
    out.reset({TypeKind::string, 0}, rows.count);
    out.begin_texts();
    for (std::size_t i = 0; i < rows.count; ++i) {
      if (industries.is_null(i) || forms.is_null(i)) {
        out.append_null();
        continue;
      }
      const auto industry = static_cast<std::size_t>(industries.data<std::int64_t>()[i]);
      const LocaleNames& names = names_[part_of_industry_[industry]];
      const WordList& trades = names.trades[industry - names.first_industry];
      std::uint32_t used[kMostSlots];
      std::size_t slots = 0;
      const auto& pieces = names.pieces[names.patterns(bits[0][i])];
      TextPieces text(out, room_);
      for (std::size_t p = 0; p < pieces.size(); ++p) {
        const Piece& piece = pieces[p];
        switch (piece.kind) {
          case PieceKind::literal:
            if (piece.turns_to_e && begins_with_i_[next_word(pieces, p, trades, bits, i, used, slots)]) {
              text.add(" e ");
            } else {
              text.add_wide((*words_)[piece.text]);
            }
            break;
          case PieceKind::form:
            text.add_wide(forms_.text(static_cast<std::size_t>(forms.data<std::int64_t>()[i])));
            break;
          case PieceKind::list:
          case PieceKind::trade: {
            const WordList& list = piece.kind == PieceKind::trade ? trades : *piece.list;
            used[slots] = word_of(list, bits[slots + 1][i], used, slots);
            text.add_wide((*words_)[used[slots]]);
            ++slots;
            break;
          }
        }
      }
      text.commit();
    }
  }

 private:
  using Bits = std::array<std::array<std::uint64_t, kBatchRows>, 1 + kMostSlots>;

  /// A word that the name does not have yet: the drawn one, or the next of the list.
  static std::uint32_t word_of(const WordList& list, std::uint64_t bits, const std::uint32_t* used, std::size_t slots) {
    std::size_t place = list.index(bits);
    while (std::find(used, used + slots, list.words[place]) != used + slots) {
      place = place + 1 == list.words.size() ? 0 : place + 1;
    }
    return list.words[place];
  }

  static std::uint32_t next_word(const std::vector<Piece>& pieces, std::size_t p, const WordList& trades,
                                 const Bits& bits, std::size_t row, const std::uint32_t* used, std::size_t slots) {
    const Piece& next = pieces[p + 1];
    return word_of(next.kind == PieceKind::trade ? trades : *next.list, bits[slots + 1][row], used, slots);
  }

  std::uint32_t word(std::string_view text) {
    const auto [found, added] = numbers_.emplace(std::string(text), static_cast<std::uint32_t>(texts_.size()));
    if (added) texts_.emplace_back(text);
    return found->second;
  }

  void read_locale(const JoinedTable::Part& industries) {
    const std::size_t number = names_.size();
    LocaleNames& names = names_.emplace_back();
    part_of_industry_.resize(industries.base + industries.table->rows(), number);
    names.first_industry = industries.base;
    const std::string_view locale = locales()[industries.locale].name;
    read_words(locale, *industries.table, names);
    read_cities(locale, names);
    for (auto& [kind, list] : names.lists) list.index = WeightedIndex(list.weights);
    const DataTable& patterns = need_data(locale, "company_patterns");
    names.patterns = WeightedIndex(patterns.numbers("weight"));
    for (std::size_t row = 0; row < patterns.rows(); ++row) {
      names.pieces.push_back(pieces_of(patterns.text(row, "pattern"), names, locales()[industries.locale].language));
    }
  }

  void read_words(std::string_view locale, const DataTable& industries, LocaleNames& names) {
    const DataTable& table = need_data(locale, "company_words");
    const std::span<const double> weights = table.numbers("weight");
    WordList general;
    std::vector<WordList> own(industries.rows());
    for (std::size_t row = 0; row < table.rows(); ++row) {
      const std::uint32_t number = word(table.text(row, "word"));
      if (table.text(row, "kind") != "trade") {
        names.lists[std::string(table.text(row, "kind"))].add(number, weights[row]);
        continue;
      }
      const std::string_view of = table.text(row, "industry");
      if (of == "*") {
        general.add(number, weights[row]);
        continue;
      }
      for (std::size_t industry = 0; industry < industries.rows(); ++industry) {
        if (list_holds(of, industries.text(industry, "industry"))) own[industry].add(number, weights[row]);
      }
    }
    const auto total = [](const WordList& list) {
      double sum = 0;
      for (const double weight : list.weights) sum += weight;
      return sum;
    };
    for (WordList& list : own) {
      const double of_own = total(list);
      const double scale = of_own > 0 ? of_own * kShareOfGeneral / (1 - kShareOfGeneral) / total(general) : 1.0;
      for (std::size_t w = 0; w < general.words.size(); ++w) {
        list.add(general.words[w], general.weights[w] * scale);
      }
      list.index = WeightedIndex(list.weights);
    }
    names.trades = std::move(own);
  }

  /// As a company writes them: without what tells them from others of the name.
  void read_cities(std::string_view locale, LocaleNames& names) {
    const DataTable& cities = need_data(locale, "cities");
    const std::span<const double> populations = cities.numbers("population");
    std::map<std::uint32_t, double> shares;
    for (std::size_t row = 0; row < cities.rows(); ++row) {
      std::string_view city = cities.text(row, "city");
      city = city.substr(0, city.find(" ("));
      city = city.substr(0, city.find('/'));
      shares[word(city)] += populations[row];
    }
    WordList& list = names.lists["city"];
    for (const auto& [city, share] : shares) list.add(city, share);
  }

  std::vector<Piece> pieces_of(std::string_view pattern, const LocaleNames& names, std::string_view language) {
    std::vector<Piece> pieces;
    [[maybe_unused]] std::size_t slots = 0;
    while (!pattern.empty()) {
      Piece piece;
      if (pattern.front() != '{') {
        const std::string_view literal = pattern.substr(0, pattern.find('{'));
        pattern.remove_prefix(literal.size());
        piece.text = word(literal);
        piece.turns_to_e = language == "es" && literal == " y ";
        pieces.push_back(piece);
        continue;
      }
      const std::size_t end = pattern.find('}');
      const std::string_view slot = pattern.substr(1, end - 1);
      pattern.remove_prefix(end + 1);
      if (slot == "form") {
        piece.kind = PieceKind::form;
      } else {
        ++slots;
        piece.kind = slot == "trade" ? PieceKind::trade : PieceKind::list;
        if (piece.kind == PieceKind::list) {
          const auto found = names.lists.find(slot);
          assert(found != names.lists.end() && "a pattern has a kind of word that there is not");
          piece.list = &found->second;
        }
      }
      pieces.push_back(piece);
    }
    assert(slots <= kMostSlots);
    return pieces;
  }

  const StreamKey key_;
  const ColumnIndex industry_;
  const ColumnIndex form_;
  const CodedTexts forms_;
  std::deque<LocaleNames> names_;  // pieces point into it
  std::vector<std::size_t> part_of_industry_;
  std::unique_ptr<const Dictionary> words_;
  std::vector<std::uint8_t> begins_with_i_;  // by word
  std::size_t room_ = 0;
  // While it is made.
  std::vector<std::string> texts_;
  std::map<std::string, std::uint32_t, std::less<>> numbers_;
};

}  // namespace

Result<MadeProvider> make_company_names(const ProviderContext& context, ColumnIndex industry, ColumnIndex form) {
  MadeProvider made;
  made.provider = std::make_unique<const Names>(context, industry, form);
  return made;
}

}  // namespace synthgen
