#include "person_login.hpp"

#include <algorithm>

#include "person_facts.hpp"

namespace synthgen {
namespace {

/// How the two names are put together.
struct Style {
  double weight;
  bool last_first;          ///< the last name comes first
  std::uint8_t longest[2];  ///< letters of either piece, in their order: 1 is the initial
  char between;             ///< 0 is nothing
  std::uint8_t digits;
};

constexpr std::uint8_t kAll = kLongestFolded;
// SOURCE: own list; order by general knowledge of addresses in use.
constexpr std::array kStyles = {
    Style{30, false, {kAll, kAll}, '.', 0},  // anna.smith
    Style{15, false, {kAll, kAll}, '.', 2},  // anna.smith87
    Style{12, false, {1, kAll}, 0, 0},       // asmith
    Style{10, false, {kAll, kAll}, 0, 0},    // annasmith
    Style{9, false, {kAll, kAll}, 0, 2},     // annasmith87
    Style{6, false, {1, kAll}, '.', 0},      // a.smith
    Style{6, false, {kAll, kAll}, '_', 0},   // anna_smith
    Style{5, false, {1, kAll}, 0, 2},        // asmith87
    Style{4, true, {kAll, kAll}, '.', 0},    // smith.anna
    Style{3, false, {kAll, 1}, 0, 2},        // annas87
};

// Both are followed by bytes that a wide copy may read.
constexpr char kNobody[36] = "user";
constexpr std::array<char, 200 + 32> kTwoDigits = [] {
  std::array<char, 200 + 32> digits{};
  for (std::size_t n = 0; n < 100; ++n) {
    digits[2 * n] = static_cast<char>('0' + n / 10);
    digits[2 * n + 1] = static_cast<char>('0' + n % 10);
  }
  return digits;
}();

}  // namespace

std::span<const FactKind* const> PersonLogin::facts() {
  static const FactKind* const kFacts[] = {&first_name_fact(), &last_name_fact()};
  return kFacts;
}

Result<PersonLogin> PersonLogin::of(const ProviderContext& context) {
  Result<FactColumn> first = context.fact(first_name_fact());
  if (!first.ok()) return first.diagnostics();
  Result<FactColumn> last = context.fact(last_name_fact());
  if (!last.ok()) return last.diagnostics();
  const RowLocales& row_locales = context.row_locales();
  std::vector<Transliteration> rules;
  for (const std::size_t number : row_locales.numbers) {
    const Transliteration rule = transliteration_of(locales()[number].name);
    if (std::find(rules.begin(), rules.end(), rule) == rules.end()) rules.push_back(rule);
  }
  PersonLogin login(FoldedNames(*first, NamePart::first, rules), FoldedNames(*last, NamePart::last, rules));
  for (const std::size_t number : row_locales.numbers) {
    login.rules_[number] = transliteration_of(locales()[number].name);
  }
  login.only_ = rules.front();
  login.locale_ = row_locales.column;
  login.draw_ = context.entity_draw("person.login/64");
  std::vector<double> weights;
  for (const Style& style : kStyles) weights.push_back(style.weight);
  login.styles_ = WeightedIndex(weights);
  return login;
}

PersonLogin::Rows::Rows(const PersonLogin& login, Evaluate& evaluate)
    : login_(login),
      first_(evaluate.column(login.first_.column())),
      last_(evaluate.column(login.last_.column())),
      locale_(login.locale_.has_value() ? &evaluate.column(*login.locale_) : nullptr),
      bits_(login.draw_.of(evaluate)) {}

void PersonLogin::Rows::add(std::size_t row, TextCursor& pieces) {
  const Transliteration rules =
      locale_ == nullptr ? login_.only_ : login_.rules_[static_cast<std::size_t>(locale_->data<std::int64_t>()[row])];
  std::string_view names[2] = {login_.first_(first_, row, rules, room_[0]), login_.last_(last_, row, rules, room_[1])};
  const std::uint64_t bits = bits_[row];
  // The index looks at the highest bits and at the lowest 32; those between them are as good as apart from it.
  const std::uint64_t number = (((bits >> 32) & 0xFFFF) * 100) >> 16;
  if (names[0].empty() || names[1].empty()) {
    // A name without a letter that ASCII has: the other stands alone, and where neither has one, a word does.
    const std::string_view name = names[0].empty() ? names[1] : names[0];
    pieces.add_wide(name.empty() ? std::string_view(kNobody, 4) : name);
    pieces.add_digits(number, 2);
    return;
  }
  const Style& style = kStyles[login_.styles_(bits)];
  for (std::size_t piece = 0; piece < 2; ++piece) {
    const std::string_view name = names[piece ^ static_cast<std::size_t>(style.last_first)];
    pieces.add_wide({name.data(), std::min<std::size_t>(name.size(), style.longest[piece])});
    if (piece == 0) pieces.add_optional(style.between);
  }
  pieces.add_wide({kTwoDigits.data() + 2 * number, style.digits});
}

}  // namespace synthgen
