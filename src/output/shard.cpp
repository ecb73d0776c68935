// Texts of shards, and where they cut.
#include "synthgen/output/shard.hpp"

#include <algorithm>
#include <charconv>

namespace synthgen {
namespace {

// At most four digits, and nothing else.
std::optional<unsigned> parse_number(std::string_view text) {
  unsigned number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.size() > 4 || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<Shard> make_shard(std::optional<unsigned> number, std::optional<unsigned> count) {
  if (!number || !count || *number < 1 || *number > *count || *count > kMostShards) return std::nullopt;
  return Shard{*number, *count};
}

std::string four_digits(unsigned number) {
  const std::string digits = std::to_string(number);
  return std::string(4 - std::min<std::size_t>(4, digits.size()), '0') + digits;
}

}  // namespace

std::string Shard::text() const { return std::to_string(number) + "/" + std::to_string(count); }

std::string Shard::name() const { return "shard-" + four_digits(number) + "-of-" + four_digits(count); }

std::optional<Shard> parse_shard(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  return make_shard(parse_number(text.substr(0, slash)), parse_number(text.substr(slash + 1)));
}

std::optional<Shard> parse_shard_name(std::string_view name) {
  constexpr std::string_view kFirst = "shard-";
  constexpr std::string_view kThen = "-of-";
  if (name.size() != kFirst.size() + kThen.size() + 8 || !name.starts_with(kFirst) ||
      name.substr(kFirst.size() + 4, kThen.size()) != kThen) {
    return std::nullopt;
  }
  return make_shard(parse_number(name.substr(kFirst.size(), 4)), parse_number(name.substr(name.size() - 4)));
}

RowRange shard_rows(const Shard& shard, std::int64_t table_rows) {
  // Rounded up, so that the first shard has the first unit of every table.
  const std::int64_t units = (table_rows + kShardUnitRows - 1) / kShardUnitRows;
  const auto cut = [&](unsigned shards) {
    const auto unit = static_cast<std::int64_t>((units * shards + shard.count - 1) / shard.count);
    return std::min(unit * kShardUnitRows, table_rows);
  };
  return {cut(shard.number - 1), cut(shard.number)};
}

}  // namespace synthgen
