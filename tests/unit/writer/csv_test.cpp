#include <limits>

#include "csv_reference.hpp"
#include "support/catch.hpp"
#include "synthgen/base/civil_time.hpp"
#include "synthgen/base/simd.hpp"

using namespace synthgen;
using csv_reference::Columns;
using csv_reference::encoded;
using csv_reference::first_difference;
using csv_reference::rows_text;

namespace {

using Bits = std::mt19937_64;

/// Any number of digits alike, so that every kernel gets its turn.
std::int64_t any_size(Bits& bits, int most_bits) {
  const auto magnitude = static_cast<std::int64_t>(bits() >> (64 - 1 - bits() % static_cast<std::uint64_t>(most_bits)));
  return bits() % 2 == 0 ? magnitude : -magnitude;
}

void add_nulls(Bits& bits, Column& column, std::uint64_t one_in) {
  for (std::size_t i = 0; i < column.rows(); ++i) {
    if (bits() % one_in == 0) column.set_null(i);
  }
}

template <class T, class F>
Column filled(Type type, std::size_t rows, F value) {
  Column column;
  column.reset(type, rows);
  for (std::size_t i = 0; i < rows; ++i) column.data<T>()[i] = static_cast<T>(value());
  return column;
}

Column texts(const std::vector<std::string>& values) {
  Column column;
  column.reset({TypeKind::string}, values.size());
  column.begin_texts();
  for (const std::string& value : values) column.append_text(value);
  return column;
}

std::string random_text(Bits& bits, std::size_t longest) {
  static constexpr std::string_view kAlphabet[] = {"a", "b", "Z", "0", " ", "é", "漢", "-", "'", ";"};
  static constexpr std::string_view kSpecial[] = {",", "\"", "\r", "\n", "\r\n", "\"\""};
  std::string text;
  const bool special = bits() % 5 == 0;
  const std::size_t characters = bits() % (longest + 1);
  for (std::size_t k = 0; k < characters; ++k) {
    text +=
        special && bits() % 4 == 0 ? kSpecial[bits() % std::size(kSpecial)] : kAlphabet[bits() % std::size(kAlphabet)];
  }
  return text;
}

/// All types, values of every size, in one table.
struct Everything {
  std::vector<std::unique_ptr<Column>> columns;
  std::unique_ptr<Dictionary> short_words;
  std::unique_ptr<Dictionary> medium_words;
  std::unique_ptr<Dictionary> long_words;

  Columns pointers() const {
    Columns all;
    for (const auto& column : columns) all.push_back(column.get());
    return all;
  }
};

Everything make_everything(std::size_t rows, std::uint64_t seed, std::uint64_t null_in) {
  Bits bits(seed);
  Everything all;
  const auto add = [&](Column column) { all.columns.push_back(std::make_unique<Column>(std::move(column))); };
  const auto words = [&](std::size_t longest) {
    std::vector<std::string> list{"", "plain", "with,comma", "with \"quotes\""};
    for (int k = 0; k < 30; ++k) list.push_back(random_text(bits, longest));
    return std::make_unique<Dictionary>(list);
  };
  const auto coded = [&](const Dictionary& dictionary) {
    Column column;
    column.reset(dictionary, rows);
    for (std::size_t i = 0; i < rows; ++i) {
      column.data<std::int32_t>()[i] = static_cast<std::int32_t>(bits() % dictionary.size());
    }
    return column;
  };
  all.short_words = words(3);
  all.medium_words = words(8);
  all.long_words = words(200);
  add(filled<std::int64_t>({TypeKind::integer}, rows, [&] { return any_size(bits, 63); }));
  add(filled<std::int64_t>({TypeKind::integer}, rows, [&] { return bits() % 1000; }));
  add(filled<std::int64_t>({TypeKind::integer}, rows, [&] { return any_size(bits, 26); }));
  add(filled<std::int64_t>({TypeKind::integer}, rows, [&] { return any_size(bits, 39); }));
  for (int decimals : {0, 1, 2, 4, 5, 7, 8, 12, 13, 18}) {
    for (int size : {12, 16, 19, 23, 26, 39, 63}) {
      add(filled<std::int64_t>(Type::decimal(decimals), rows, [&] { return any_size(bits, size); }));
    }
    add(filled<std::int64_t>(Type::decimal(decimals), rows, [&] { return bits() >> 42; }));
  }
  add(filled<double>({TypeKind::number}, rows, [&] {
    for (;;) {
      double value;
      const std::uint64_t word = bits();
      std::memcpy(&value, &word, 8);
      if (std::isfinite(value)) return bits() % 2 == 0 ? value : static_cast<double>(static_cast<int>(word)) / 100;
    }
  }));
  add(filled<std::uint8_t>({TypeKind::boolean}, rows, [&] { return bits() % 2; }));
  add(filled<std::int32_t>({TypeKind::date}, rows, [&] { return 16436 + bits() % 3653; }));
  add(filled<std::int32_t>({TypeKind::date}, rows, [&] {
    return kFirstDay + static_cast<std::int64_t>(bits() % static_cast<std::uint64_t>(kLastDay - kFirstDay + 1));
  }));
  add(filled<std::int64_t>({TypeKind::timestamp}, rows, [&] {
    return (1'700'000'000 + static_cast<std::int64_t>(bits() % 31'536'000)) * kMicrosPerSecond;
  }));
  for (const TypeKind kind : {TypeKind::timestamp, TypeKind::datetime, TypeKind::time}) {
    for (const int digits : {0, 3, 6}) {
      const Type type{kind, digits};
      // All of the calendar, or some years of it, for which texts of days come from a table.
      const bool anywhere = bits() % 2 == 0;
      add(filled<std::int64_t>(type, rows, [&] {
        const std::uint64_t days = kind == TypeKind::time ? 1 : anywhere ? 3'652'059 : 3'000;
        const std::int64_t first = kind == TypeKind::time ? 0 : anywhere ? kFirstDay : 18'000;
        const auto micros = static_cast<std::int64_t>(bits() % (days * static_cast<std::uint64_t>(kMicrosPerDay)));
        return first * kMicrosPerDay + micros - micros % step_micros(type);
      }));
    }
  }
  Column uuids;
  uuids.reset({TypeKind::uuid}, rows);
  for (std::size_t k = 0; k < 2 * rows; ++k) uuids.data<std::uint64_t>()[k] = bits();
  add(std::move(uuids));
  add(coded(*all.short_words));
  add(coded(*all.medium_words));
  add(coded(*all.long_words));
  std::vector<std::string> names(rows);
  for (std::string& name : names) name = "n" + random_text(bits, 12);
  add(texts(names));
  for (std::string& name : names) name = random_text(bits, 60);
  add(texts(names));
  if (null_in != 0) {
    for (auto& column : all.columns) add_nulls(bits, *column, null_in);
  }
  // The last column is the one with the line feed: not always the same.
  std::shuffle(all.columns.begin(), all.columns.end(), bits);
  return all;
}

std::string one_column(const Column& column) { return encoded({&column}, kBatchRows); }

}  // namespace

TEST_CASE("csv: every type agrees with a naive encoder, nulls anywhere, however rows are cut into batches") {
  // 100,000 rows of 100 columns in all, in tables of different order.
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const std::uint64_t null_in = seed % 3 == 0 ? 0 : seed % 3 == 1 ? 7 : 2;
    const Everything all = make_everything(10'000, seed, null_in);
    INFO("seed " << seed);
    const std::string expected = rows_text(all.pointers());
    CHECK(first_difference(encoded(all.pointers(), 0, seed), expected) == "");
    CHECK(first_difference(encoded(all.pointers(), kBatchRows), expected) == "");
  }
}

TEST_CASE("csv: batches of one row give the same bytes") {
  const Everything all = make_everything(700, 77, 4);
  CHECK(first_difference(encoded(all.pointers(), 1), rows_text(all.pointers())) == "");
}

TEST_CASE("csv: narrow tables of any types, where copies reach far beyond a row's end") {
  const Everything all = make_everything(600, 5, 3);
  const Everything full = make_everything(600, 6, 0);
  const Columns with_nulls = all.pointers();
  const Columns without = full.pointers();
  Bits bits(11);
  for (int trial = 0; trial < 400; ++trial) {
    const Columns& from = trial % 2 == 0 ? with_nulls : without;
    Columns some;
    const std::size_t columns = 1 + bits() % 3;
    for (std::size_t k = 0; k < columns; ++k) some.push_back(from[bits() % from.size()]);
    INFO("trial " << trial);
    REQUIRE(first_difference(encoded(some, 0, bits()), rows_text(some)) == "");
  }
}

TEST_CASE("csv: every SIMD target gives the same bytes") {
  const Everything all = make_everything(3'000, 9, 5);
  const std::string expected = rows_text(all.pointers());
  for (std::string_view target : simd_targets()) {
    INFO("target " << target);
    REQUIRE(limit_simd_targets(target));
    CHECK(first_difference(encoded(all.pointers(), 0), expected) == "");
  }
  REQUIRE(limit_simd_targets(""));
}

TEST_CASE("csv: integers at the ends of 64 bits, and around every power of ten and of two") {
  std::vector<std::int64_t> values = {0, std::numeric_limits<std::int64_t>::min(),
                                      std::numeric_limits<std::int64_t>::max()};
  const auto around = [&](std::uint64_t x) {
    for (std::uint64_t y : {x - 1, x, x + 1}) {
      values.push_back(static_cast<std::int64_t>(y));
      values.push_back(-static_cast<std::int64_t>(y));
    }
  };
  for (std::uint64_t ten = 1; ten <= 1'000'000'000'000'000'000U; ten *= 10) {
    around(ten);
    if (ten == 1'000'000'000'000'000'000U) break;
  }
  for (int k = 0; k < 63; ++k) around(std::uint64_t{1} << k);
  for (int decimals = 0; decimals <= 18; ++decimals) {
    INFO("decimals " << decimals);
    for (std::int64_t value : values) {
      // By itself, so that the value alone decides which kernel runs.
      Column column;
      column.reset(decimals == 0 ? Type{TypeKind::integer} : Type::decimal(decimals), 1);
      column.data<std::int64_t>()[0] = value;
      REQUIRE(one_column(column) == csv_reference::scaled_text(value, decimals) + "\n");
    }
  }
}

TEST_CASE("csv: decimals below one keep their zero, their sign and all their digits") {
  const auto text = [](std::int64_t scaled, int decimals) {
    Column column;
    column.reset(Type::decimal(decimals), 1);
    column.data<std::int64_t>()[0] = scaled;
    return one_column(column);
  };
  CHECK(text(-5, 2) == "-0.05\n");
  CHECK(text(5, 2) == "0.05\n");
  CHECK(text(0, 2) == "0.00\n");
  CHECK(text(-100, 2) == "-1.00\n");
  CHECK(text(0, 7) == "0.0000000\n");
  CHECK(text(-1, 18) == "-0.000000000000000001\n");
  CHECK(text(std::numeric_limits<std::int64_t>::min(), 18) == "-9.223372036854775808\n");
}

TEST_CASE("csv: numbers are the shortest text that reads back, as Python writes them") {
  const std::vector<double> values = {-0.0, 0.0, 5, 0.1, 1e-7, 1e16, 123456.789, -2.2250738585072014e-308, 1e22};
  std::size_t k = 0;
  const Column column = filled<double>({TypeKind::number}, values.size(), [&] { return values[k++]; });
  CHECK(one_column(column) == "-0.0\n0.0\n5.0\n0.1\n1e-07\n1e+16\n123456.789\n-2.2250738585072014e-308\n1e+22\n");
}

TEST_CASE("csv: every day of the years 1 to 9999, by the table and by the calendar") {
  // In order, so that a table of days follows; every third by strides, so that the calendar answers.
  Column column;
  std::int32_t day = kFirstDay;
  const auto rows = static_cast<std::size_t>(kLastDay - kFirstDay + 1);
  column = filled<std::int32_t>({TypeKind::date}, rows, [&] { return day++; });
  const std::string in_order = one_column(column);
  REQUIRE(in_order.size() == rows * 11);
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < rows; ++i) {
    const std::string expected = date_text(kFirstDay + static_cast<std::int32_t>(i)) + "\n";
    wrong += std::string_view(in_order).substr(i * 11, 11) == expected ? 0 : 1;
  }
  CHECK(wrong == 0);
  CHECK(in_order.substr(0, 11) == "0001-01-01\n");
  CHECK(in_order.substr(in_order.size() - 11) == "9999-12-31\n");

  // A step of 1,000,003 days, a prime, visits all.
  std::int64_t place = 0;
  column = filled<std::int32_t>({TypeKind::date}, rows, [&] {
    place = (place + 1'000'003) % static_cast<std::int64_t>(rows);
    return kFirstDay + place;
  });
  const std::string scattered = one_column(column);
  REQUIRE(scattered.size() == rows * 11);
  wrong = 0;
  for (std::size_t i = 0; i < rows; ++i) {
    const auto at = static_cast<std::size_t>(column.data<std::int32_t>()[i] - kFirstDay) * 11;
    wrong += std::string_view(scattered).substr(i * 11, 11) == std::string_view(in_order).substr(at, 11) ? 0 : 1;
  }
  CHECK(wrong == 0);
}

TEST_CASE("csv: times before 1970, at the ends of the calendar, and with as many digits as their type has") {
  const auto text = [](std::int64_t micros, Type type = {TypeKind::timestamp}) {
    Column column;
    column.reset(type, 1);
    column.data<std::int64_t>()[0] = micros;
    return one_column(column);
  };
  CHECK(text(0) == "1970-01-01T00:00:00Z\n");
  CHECK(text(-kMicrosPerSecond) == "1969-12-31T23:59:59Z\n");
  CHECK(text(-1, {TypeKind::timestamp, 6}) == "1969-12-31T23:59:59.999999Z\n");
  CHECK(text(1, {TypeKind::datetime, 6}) == "1970-01-01T00:00:00.000001\n");
  CHECK(text(std::int64_t{kFirstDay} * kMicrosPerDay) == "0001-01-01T00:00:00Z\n");
  CHECK(text((std::int64_t{kLastDay} + 1) * kMicrosPerDay - kMicrosPerSecond) == "9999-12-31T23:59:59Z\n");
  CHECK(text((std::int64_t{kLastDay} + 1) * kMicrosPerDay - 1'000, {TypeKind::datetime, 3}) ==
        "9999-12-31T23:59:59.999\n");
  CHECK(text(*parse_timestamp("2024-02-29T10:00:00Z")) == "2024-02-29T10:00:00Z\n");
  CHECK(text(*parse_timestamp("2024-02-29T10:00:00.5Z"), {TypeKind::timestamp, 3}) == "2024-02-29T10:00:00.500Z\n");
  CHECK(text(*parse_datetime("2024-02-29T10:00:00"), {TypeKind::datetime, 6}) == "2024-02-29T10:00:00.000000\n");
  CHECK(text(*parse_time("23:59:59"), {TypeKind::time}) == "23:59:59\n");
  CHECK(text(0, {TypeKind::time, 3}) == "00:00:00.000\n");
  CHECK(text(*parse_time("08:30:01.000002"), {TypeKind::time, 6}) == "08:30:01.000002\n");
}

TEST_CASE("csv: every second of a day") {
  std::int64_t second = 0;
  const Column column = filled<std::int64_t>(
      {TypeKind::timestamp}, 86'400, [&] { return (19'782 * std::int64_t{86'400} + second++) * kMicrosPerSecond; });
  CHECK(first_difference(one_column(column), rows_text({&column})) == "");
}

TEST_CASE("csv: a null may hold any bits, and the cells beside it do not feel it") {
  Bits bits(3);
  Column numbers = filled<double>({TypeKind::number}, 500, [&] { return 1.5; });
  Column moments = filled<std::int64_t>({TypeKind::timestamp}, 500, [&] { return kMicrosPerDay; });
  Column days = filled<std::int32_t>({TypeKind::date}, 500, [&] { return 19'782; });
  Column scaled = filled<std::int64_t>(Type::decimal(2), 500, [&] { return 150; });
  Column names = texts(std::vector<std::string>(500, "left over, \"text\""));
  for (std::size_t i = 0; i < 500; i += 1 + bits() % 3) {
    numbers.data<double>()[i] = std::numeric_limits<double>::quiet_NaN();
    moments.data<std::int64_t>()[i] = static_cast<std::int64_t>(bits());
    days.data<std::int32_t>()[i] = static_cast<std::int32_t>(bits());
    scaled.data<std::int64_t>()[i] = static_cast<std::int64_t>(bits());
    for (Column* column : {&numbers, &moments, &days, &scaled, &names}) column->set_null(i);
  }
  const Columns all = {&numbers, &moments, &days, &scaled, &names};
  CHECK(first_difference(encoded(all, 0), rows_text(all)) == "");
}

TEST_CASE("csv: a null row of a table of one column is an empty line") {
  Column column = filled<std::int64_t>({TypeKind::integer}, 3, [] { return 7; });
  column.set_null(1);
  CHECK(one_column(column) == "7\n\n7\n");
}

TEST_CASE("csv: a block knows its rows") {
  const Column column = filled<std::int64_t>({TypeKind::integer}, 10, [] { return 1; });
  const Columns columns = {&column};
  auto writer = find_writer("csv")->make(csv_reference::table_of(columns));
  auto encoder = writer.value()->make_block_encoder();
  EncodedBlock block;
  encoder->append({40, 10, columns}, block);
  encoder->append({50, 10, columns}, block);
  CHECK(block.first_row == 40);
  CHECK(block.rows == 20);
  CHECK(block.bytes.size() == 40);
}
