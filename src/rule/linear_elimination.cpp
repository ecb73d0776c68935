// Fourier and Motzkin's elimination.
#include "linear_elimination.hpp"

#include <algorithm>
#include <map>
#include <optional>

namespace synthgen {
namespace {

using Wide = WideInteger;

/// More inequalities than this are not worth their work.
constexpr std::size_t kMostInequalities = 2'000;
/// What one sum of two inequalities costs.
constexpr std::int64_t kCombination = 8;

Wide magnitude(Wide value) { return value < 0 ? -value : value; }

Wide greatest_divisor(Wide a, Wide b) {
  a = magnitude(a);
  b = magnitude(b);
  while (b != 0) {
    const Wide rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

Wide divide_up(Wide a, Wide b) { return a / b + ((a % b != 0 && (a > 0) == (b > 0)) ? 1 : 0); }

/// Lowest terms; the tightest form over whole numbers.
void normalise(Inequality& inequality, const std::vector<bool>& whole) {
  const bool all_whole = std::all_of(inequality.terms.begin(), inequality.terms.end(),
                                     [&](const Inequality::Term& term) { return whole[term.column]; });
  if (all_whole && inequality.strict) {
    inequality.constant += 1;
    inequality.strict = false;
  }
  Wide divisor = 0;
  for (const Inequality::Term& term : inequality.terms) divisor = greatest_divisor(divisor, term.coefficient);
  if (!all_whole) divisor = greatest_divisor(divisor, inequality.constant);
  if (divisor <= 1) return;
  for (Inequality::Term& term : inequality.terms) term.coefficient /= divisor;
  // Σ ≤ −c, and Σ is a multiple of the divisor.
  inequality.constant = divide_up(inequality.constant, divisor);
}

bool tighter(const Inequality& a, const Inequality& b) {
  return a.constant > b.constant || (a.constant == b.constant && a.strict && !b.strict);
}

struct TermsLess {
  bool operator()(const std::vector<Inequality::Term>& a, const std::vector<Inequality::Term>& b) const {
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
      return x.column != y.column ? x.column < y.column : x.coefficient < y.coefficient;
    });
  }
};

/// p × a + q × b, with p and q positive; nothing where it leaves 128 bits.
std::optional<Inequality> combine(const Inequality& a, Wide p, const Inequality& b, Wide q) {
  Inequality sum;
  sum.strict = a.strict || b.strict;
  const auto mixed = [&](Wide x, Wide y) -> std::optional<Wide> {
    Wide first = 0;
    Wide second = 0;
    Wide result = 0;
    if (__builtin_mul_overflow(x, p, &first) || __builtin_mul_overflow(y, q, &second) ||
        __builtin_add_overflow(first, second, &result)) {
      return std::nullopt;
    }
    // Room for one more step, so that nothing else here has to look.
    constexpr Wide kMost = Wide{1} << 120;
    if (result > kMost || result < -kMost) return std::nullopt;
    return result;
  };
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.terms.size() || j < b.terms.size()) {
    const bool from_a = i < a.terms.size() && (j == b.terms.size() || a.terms[i].column <= b.terms[j].column);
    const bool from_b = j < b.terms.size() && (i == a.terms.size() || b.terms[j].column <= a.terms[i].column);
    const std::size_t column = from_a ? a.terms[i].column : b.terms[j].column;
    const std::optional<Wide> coefficient =
        mixed(from_a ? a.terms[i].coefficient : 0, from_b ? b.terms[j].coefficient : 0);
    if (!coefficient.has_value()) return std::nullopt;
    if (*coefficient != 0) sum.terms.push_back({column, *coefficient});
    i += from_a ? 1 : 0;
    j += from_b ? 1 : 0;
  }
  const std::optional<Wide> constant = mixed(a.constant, b.constant);
  if (!constant.has_value()) return std::nullopt;
  sum.constant = *constant;
  return sum;
}

Wide coefficient_of(const Inequality& inequality, std::size_t column) {
  const auto found = std::lower_bound(inequality.terms.begin(), inequality.terms.end(), column,
                                      [](const Inequality::Term& term, std::size_t at) { return term.column < at; });
  return found != inequality.terms.end() && found->column == column ? found->coefficient : 0;
}

/// The tightest of those with equal terms, by their terms. False where one cannot hold.
class Kept {
 public:
  explicit Kept(const std::vector<bool>& whole) : whole_(whole) {}

  bool add(Inequality inequality) {
    normalise(inequality, whole_);
    if (inequality.terms.empty()) {
      return inequality.constant < 0 || (inequality.constant == 0 && !inequality.strict);
    }
    const auto [at, added] = by_terms_.try_emplace(inequality.terms, inequality);
    if (!added && tighter(inequality, at->second)) at->second = std::move(inequality);
    return true;
  }

  std::vector<Inequality> take() {
    std::vector<Inequality> list;
    for (auto& [terms, inequality] : by_terms_) list.push_back(std::move(inequality));
    return list;
  }
  std::size_t size() const { return by_terms_.size(); }

 private:
  const std::vector<bool>& whole_;
  std::map<std::vector<Inequality::Term>, Inequality, TermsLess> by_terms_;
};

/// The column whose elimination gives the fewest new inequalities; nothing where no column is left.
std::optional<std::size_t> cheapest_column(const std::vector<Inequality>& inequalities, std::size_t columns) {
  std::vector<std::size_t> above(columns, 0);
  std::vector<std::size_t> below(columns, 0);
  for (const Inequality& inequality : inequalities) {
    for (const Inequality::Term& term : inequality.terms) ++(term.coefficient > 0 ? above : below)[term.column];
  }
  std::optional<std::size_t> best;
  for (std::size_t c = 0; c < columns; ++c) {
    if (above[c] + below[c] == 0) continue;
    if (!best.has_value() || above[c] * below[c] < above[*best] * below[*best]) best = c;
  }
  return best;
}

}  // namespace

bool has_no_solution(std::vector<Inequality> inequalities, const std::vector<bool>& whole, std::int64_t& work) {
  Kept first(whole);
  for (Inequality& inequality : inequalities) {
    if (!first.add(std::move(inequality))) return true;
  }
  std::vector<Inequality> current = first.take();
  while (true) {
    const std::optional<std::size_t> column = cheapest_column(current, whole.size());
    if (!column.has_value()) return false;
    std::vector<const Inequality*> above;
    std::vector<const Inequality*> below;
    Kept kept(whole);
    for (const Inequality& inequality : current) {
      const Wide coefficient = coefficient_of(inequality, *column);
      if (coefficient == 0) {
        if (!kept.add(inequality)) return true;
      } else {
        (coefficient > 0 ? above : below).push_back(&inequality);
      }
    }
    for (const Inequality* a : above) {
      for (const Inequality* b : below) {
        work -= kCombination;
        if (work <= 0 || kept.size() > kMostInequalities) return false;
        const Wide x = coefficient_of(*a, *column);
        const Wide y = -coefficient_of(*b, *column);
        const Wide common = greatest_divisor(x, y);
        std::optional<Inequality> sum = combine(*a, y / common, *b, x / common);
        // One that is too large for us is left out, which only allows more.
        if (sum.has_value() && !kept.add(std::move(*sum))) return true;
      }
    }
    current = kept.take();
  }
}

}  // namespace synthgen
