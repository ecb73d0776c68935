// Reads `exact`, counts shares, and makes the column of places.
#include "exact_shares.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "synthgen/base/near_names.hpp"
#include "synthgen/base/number_text.hpp"
#include "synthgen/base/permutation.hpp"

namespace synthgen {
namespace {

/// Values of an exact choice times those of the one that it is within: two numbers of 64 bits each.
constexpr std::size_t kMostShares = std::size_t{1} << 24;

/// Places of a choice that is exact over the whole table.
class Places final : public Source {
 public:
  explicit Places(Permutation order) : order_(std::move(order)) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    out.reset({TypeKind::integer, 0}, evaluate.rows().count);
    order_.map(evaluate.rows(), out.data<std::int64_t>());
  }

 private:
  const Permutation order_;
};

/// Places of a choice that is exact within each value of another: that value's rows have a permutation of their own,
/// and its shares are cut out of every value's range of places.
class PlacesWithin final : public Source {
 public:
  struct Stratum {
    Permutation order;
    std::int64_t first = 0;             ///< of the outer choice's places
    std::vector<std::int64_t> ends;     ///< within the stratum, of each value
    std::vector<std::int64_t> offsets;  ///< what to add to a place within the stratum, by value
  };

  PlacesWithin(std::shared_ptr<const ExactShares> outer, std::vector<Stratum> strata)
      : outer_(std::move(outer)), strata_(std::move(strata)) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const std::size_t n = evaluate.rows().count;
    const std::int64_t* outer_places = evaluate.column(outer_->place).data<std::int64_t>();
    out.reset({TypeKind::integer, 0}, n);
    auto* places = out.data<std::int64_t>();
    std::int32_t strata[kBatchRows];
    values_of_places(outer_->ends, outer_places, n, strata);
    // Rows of one stratum side by side: a permutation is quicker for many places at once.
    std::uint16_t rows[kBatchRows];
    for (std::size_t i = 0; i < n; ++i) rows[i] = static_cast<std::uint16_t>(i);
    sort_by_stratum(strata, n, rows);
    std::int64_t within[kBatchRows];
    std::int32_t values[kBatchRows];
    for (std::size_t begin = 0; begin < n;) {
      const std::int32_t which = strata[rows[begin]];
      const Stratum& stratum = strata_[static_cast<std::size_t>(which)];
      std::size_t end = begin;
      for (; end < n && strata[rows[end]] == which; ++end) {
        within[end - begin] = outer_places[rows[end]] - stratum.first;
      }
      stratum.order.map(within, end - begin, within);
      values_of_places(stratum.ends, within, end - begin, values);
      for (std::size_t i = begin; i < end; ++i) {
        places[rows[i]] = within[i - begin] + stratum.offsets[static_cast<std::size_t>(values[i - begin])];
      }
      begin = end;
    }
  }

 private:
  void sort_by_stratum(const std::int32_t* strata, std::size_t n, std::uint16_t* rows) const {
    constexpr std::size_t kCounted = 64;
    if (strata_.size() > kCounted) {
      std::sort(rows, rows + n, [strata](std::uint16_t a, std::uint16_t b) {
        return strata[a] != strata[b] ? strata[a] < strata[b] : a < b;
      });
      return;
    }
    std::uint16_t next[kCounted + 1] = {};
    for (std::size_t i = 0; i < n; ++i) ++next[strata[i] + 1];
    for (std::size_t s = 0; s < kCounted; ++s) next[s + 1] = static_cast<std::uint16_t>(next[s + 1] + next[s]);
    for (std::size_t i = 0; i < n; ++i) rows[next[strata[i]]++] = static_cast<std::uint16_t>(i);
  }

  const std::shared_ptr<const ExactShares> outer_;
  const std::vector<Stratum> strata_;
};

std::vector<std::int64_t> running_sums(const std::vector<std::int64_t>& counts) {
  std::vector<std::int64_t> sums;
  std::int64_t sum = 0;
  for (const std::int64_t count : counts) sums.push_back(sum += count);
  return sums;
}

/// The exact choice of that name.
Result<std::shared_ptr<const ExactShares>> find_exact(const ExactKey& exact, const SourceContext& context) {
  const Path path = {*exact.within};
  Result<std::optional<Scope::Entry>> entry = context.scope().find(path);
  if (!entry.ok()) return entry.diagnostics();
  if (!entry->has_value()) {
    const std::string near = did_you_mean(*exact.within, context.scope().names_near(path));
    return make_error("SG2142", fmt::format("there is no column \"{}\" to be exact within", *exact.within),
                      exact.within_place, near.empty() ? "name a choice of this table that has \"exact\": true" : near);
  }
  const MadeSource& made = context.column((*entry)->column);
  if (made.exact == nullptr) {
    return make_error(
        "SG2142",
        fmt::format("\"{}\" is no exact choice, so how many rows each of its values has is not known", *exact.within),
        exact.within_place, "\"within\" names a choice or a bernoulli of this table that has \"exact\": true");
  }
  return made.exact;
}

}  // namespace

std::vector<PathUse> ExactKey::paths() const {
  if (!within.has_value()) return {};
  return {PathUse{{*within}, within_place}};
}

bool read_exact(ColumnReader& reader, std::optional<ExactKey>& exact) {
  const json::Value* value = reader.take("exact");
  if (value == nullptr) return true;
  Diagnostics& diagnostics = reader.diagnostics();
  constexpr const char* kExample = R"(for example "exact": true, or "exact": {"within": "class"})";
  if (value->is(json::Kind::boolean)) {
    if (value->boolean) exact = ExactKey{value->place, {}, {}};
    return true;
  }
  if (!value->is(json::Kind::object)) {
    diagnostics.add(
        make_error("SG2003", fmt::format("\"exact\" is true, false or an object, not {}", json::kind_name(value->kind)),
                   value->place, kExample));
    return false;
  }
  bool good = true;
  for (const json::Member& member : value->members) {
    if (member.name == "within") continue;
    const std::vector<std::string> names = {"within"};
    const std::string near = did_you_mean(member.name, names);
    diagnostics.add(make_error("SG2104", fmt::format("unknown key \"{}\" of \"exact\"", member.name), member.name_place,
                               near.empty() ? "accepted: within" : near));
    good = false;
  }
  const json::Value* within = value->get("within");
  if (within == nullptr) {
    if (good) diagnostics.add(make_error("SG2105", "\"exact\" lacks \"within\"", value->place, kExample));
    return false;
  }
  if (!within->is(json::Kind::string)) {
    diagnostics.add(make_error("SG2003",
                               fmt::format("\"within\" is the name of a column, not {}", json::kind_name(within->kind)),
                               within->place, kExample));
    return false;
  }
  exact = ExactKey{value->place, within->text, within->place};
  return good;
}

std::vector<std::uint64_t> whole_weights(std::span<const std::string> texts) {
  std::vector<std::uint64_t> weights;
  std::vector<Scaled> exact;
  int decimals = 0;
  for (const std::string& text : texts) {
    const std::optional<Scaled> scaled = parse_decimal(text);
    if (!scaled.has_value()) break;
    exact.push_back(*scaled);
    decimals = std::max(decimals, scaled->decimals);
  }
  constexpr std::uint64_t kLargestSum = std::uint64_t{1} << 63;
  bool fits = exact.size() == texts.size();
  std::uint64_t sum = 0;
  for (const Scaled& scaled : exact) {
    auto weight = static_cast<std::uint64_t>(scaled.value);
    for (int d = scaled.decimals; d < decimals && fits; ++d) fits = !__builtin_mul_overflow(weight, 10, &weight);
    fits = fits && !__builtin_add_overflow(sum, weight, &sum) && sum < kLargestSum;
    weights.push_back(weight);
  }
  if (fits) return weights;
  weights.clear();
  double total = 0;
  for (const std::string& text : texts) total += parse_number(text).value_or(0);
  for (const std::string& text : texts) {
    weights.push_back(static_cast<std::uint64_t>(std::floor(parse_number(text).value_or(0) / total * 0x1p60 + 0.5)));
  }
  return weights;
}

std::vector<std::int64_t> largest_remainder(std::int64_t rows, std::span<const std::uint64_t> weights) {
  std::uint64_t total = 0;
  for (const std::uint64_t weight : weights) total += weight;
  std::vector<std::int64_t> counts;
  std::vector<std::uint64_t> remainders;
  std::int64_t left = rows;
  for (const std::uint64_t weight : weights) {
    const auto share = static_cast<unsigned __int128>(weight) * static_cast<std::uint64_t>(rows);
    counts.push_back(static_cast<std::int64_t>(share / total));
    remainders.push_back(static_cast<std::uint64_t>(share % total));
    left -= counts.back();
  }
  std::vector<std::size_t> order(weights.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return remainders[a] > remainders[b]; });
  for (std::size_t i = 0; left > 0; ++i, --left) ++counts[order[i]];
  return counts;
}

Result<std::shared_ptr<const ExactShares>> lay_exact_shares(const ExactKey& exact,
                                                            std::span<const std::uint64_t> weights,
                                                            const SourceContext& context) {
  const ColumnDeclaration& declaration = context.declaration();
  if (declaration.missing.has_value()) {
    return make_error("SG2141", "\"missing\" would take rows away from exact shares", declaration.missing->json->place,
                      R"(list null as a value with a weight: {"value": null, "weight": 0.1})");
  }
  auto shares = std::make_shared<ExactShares>();
  MadeSource places;
  places.type = {TypeKind::integer, 0};
  places.own_rows_only = true;
  if (!exact.within.has_value()) {
    Permutation order(context.stream("permutation/64"), static_cast<std::uint64_t>(context.table_rows()));
    shares->ends = running_sums(largest_remainder(context.table_rows(), weights));
    places.memory_bytes = order.memory_bytes();
    places.source = std::make_unique<Places>(std::move(order));
  } else {
    Result<std::shared_ptr<const ExactShares>> outer = find_exact(exact, context);
    if (!outer.ok()) return outer.diagnostics();
    if ((*outer)->ends.size() * weights.size() > kMostShares) {
      return make_error(
          "SG2149",
          fmt::format("{} values within each of {} are more shares than are held in memory",
                      grouped_text(static_cast<std::int64_t>(weights.size())),
                      grouped_text(static_cast<std::int64_t>((*outer)->ends.size()))),
          exact.within_place,
          fmt::format("at most {} in all: list fewer values", grouped_text(static_cast<std::int64_t>(kMostShares))));
    }
    std::vector<PlacesWithin::Stratum> strata;
    std::vector<std::int64_t> totals(weights.size(), 0);
    std::int64_t first = 0;
    for (const std::int64_t end : (*outer)->ends) {
      const std::vector<std::int64_t> counts = largest_remainder(end - first, weights);
      Permutation order(context.stream(fmt::format("permutation {}/64", strata.size() + 1)),
                        static_cast<std::uint64_t>(end - first));
      places.memory_bytes += order.memory_bytes() + 2 * sizeof(std::int64_t) * weights.size();
      // For now the place of each value's first row counts from the value's own range.
      std::vector<std::int64_t> ends = running_sums(counts);
      std::vector<std::int64_t> offsets;
      for (std::size_t v = 0; v < counts.size(); ++v) {
        offsets.push_back(totals[v] - (ends[v] - counts[v]));
        totals[v] += counts[v];
      }
      strata.push_back({std::move(order), first, std::move(ends), std::move(offsets)});
      first = end;
    }
    shares->ends = running_sums(totals);
    for (PlacesWithin::Stratum& stratum : strata) {
      for (std::size_t v = 0; v < totals.size(); ++v) stratum.offsets[v] += shares->ends[v] - totals[v];
    }
    places.inputs = {(*outer)->place};
    places.source = std::make_unique<PlacesWithin>(*outer, std::move(strata));
  }
  shares->place = context.add_column("place of " + declaration.name, "place among exact shares", std::move(places));
  return std::shared_ptr<const ExactShares>(std::move(shares));
}

void values_of_places(std::span<const std::int64_t> ends, const std::int64_t* places, std::size_t n,
                      std::int32_t* values) {
  constexpr std::size_t kFew = 12;
  if (ends.size() > kFew) {
    for (std::size_t i = 0; i < n; ++i) {
      values[i] = static_cast<std::int32_t>(std::upper_bound(ends.begin(), ends.end(), places[i]) - ends.begin());
    }
    return;
  }
  // Of few values comparing with all of them is quicker than searching: no branch is guessed.
  for (std::size_t i = 0; i < n; ++i) values[i] = 0;
  for (std::size_t v = 0; v + 1 < ends.size(); ++v) {
    const std::int64_t end = ends[v];
    for (std::size_t i = 0; i < n; ++i) values[i] += places[i] >= end ? 1 : 0;
  }
}

}  // namespace synthgen
