// Estimates of distinct values against true counts, and their independence of order, blocks and threads.
#include "synthgen/engine/distinct_counter.hpp"

#include <algorithm>
#include <cmath>
#include <thread>

#include "support/catch.hpp"

using namespace synthgen;

namespace {

Column integers(std::int64_t first, std::size_t count, std::int64_t step = 1) {
  Column column;
  column.reset({TypeKind::integer}, count);
  for (std::size_t i = 0; i < count; ++i) column.data<std::int64_t>()[i] = first + step * static_cast<std::int64_t>(i);
  return column;
}

void add_integers(DistinctCounter& counter, std::int64_t first, std::int64_t count, std::int64_t step = 1) {
  for (std::int64_t at = 0; at < count; at += 1024) {
    counter.add(integers(first + at * step, static_cast<std::size_t>(std::min<std::int64_t>(1024, count - at)), step));
  }
}

}  // namespace

TEST_CASE("few values are counted to the last one, and many within four standard errors") {
  for (const std::int64_t count : {0, 1, 2, 3, 7, 20, 60}) {
    DistinctCounter counter;
    add_integers(counter, -count / 2, count);
    add_integers(counter, -count / 2, count);  // again: nothing new
    CHECK(std::floor(counter.estimate() + 0.5) == static_cast<double>(count));
  }
  // Around 2.5 and 5 registers' worth the estimator of 2007 is off by up to 2%; every step of 1.5 is looked at.
  for (double count = 100; count < 3e6; count *= 1.5) {
    for (const std::int64_t step : {1, 1'000'000, 1 << 20}) {
      DistinctCounter counter;
      add_integers(counter, 1, static_cast<std::int64_t>(count), step);
      INFO(count << " values, " << step << " apart, estimated as " << counter.estimate());
      CHECK(std::abs(counter.estimate() / std::floor(count) - 1) < 4 * kDistinctError);
    }
  }
}

TEST_CASE("texts that a dictionary lacks are counted by what they say, as all texts are") {
  const Dictionary words({"new", "open", "closed"});
  DistinctCounter coded;
  DistinctCounter plain;
  for (int batch = 0; batch < 3; ++batch) {
    Column column;
    column.reset(words, 1000);
    Column texts;
    texts.reset({TypeKind::string}, 1000);
    for (std::size_t i = 0; i < 1000; ++i) {
      column.data<std::int32_t>()[i] = static_cast<std::int32_t>(i % 3);
      // The same texts in each batch under other codes; one of them is a word of the dictionary after all.
      if (i % 100 == 7) {
        const std::size_t which = (i / 100 + static_cast<std::size_t>(batch)) % 10;
        column.set_extra_text(i, which == 0 ? "open" : "opne" + std::to_string(which));
      }
      if (i % 10 == 1) {
        column.data<std::int32_t>()[i] = 1'000'000;
        column.set_null(i);
        texts.append_null();
      } else {
        texts.append_text(column.text(i));
      }
    }
    coded.add(column);
    plain.add(texts);
  }
  CHECK(std::floor(coded.estimate() + 0.5) == 3 + 9);
  CHECK(coded.registers() == plain.registers());
}

TEST_CASE("the mean error of many estimates is far below that of one") {
  // 200 estimates: the standard error of their mean is a fourteenth, and four of these are allowed.
  for (const std::int64_t count : {1000, 41'000, 80'000}) {
    double sum = 0;
    double squares = 0;
    for (std::int64_t i = 0; i < 200; ++i) {
      DistinctCounter counter;
      add_integers(counter, i * 1'000'000, count);
      const double error = counter.estimate() / static_cast<double>(count) - 1;
      sum += error;
      squares += error * error;
    }
    INFO(count << " values: mean error " << sum / 200 << ", standard error " << std::sqrt(squares / 200));
    CHECK(std::abs(sum / 200) < 4 * kDistinctError / std::sqrt(200.0));
    // The standard error of a standard error of 200 is 5% of it.
    CHECK(std::sqrt(squares / 200) < 1.2 * kDistinctError);
  }
}

TEST_CASE("registers do not depend on order, blocks or threads, and the greater of two are those of both") {
  DistinctCounter whole;
  add_integers(whole, 0, 200'000);
  const std::string registers = whole.registers();
  CHECK(registers.size() == DistinctCounter::kRegisters);

  DistinctCounter backwards;
  add_integers(backwards, 199'999, 200'000, -1);
  CHECK(backwards.registers() == registers);

  DistinctCounter together;
  std::vector<std::thread> threads;
  for (std::int64_t i = 0; i < 4; ++i) {
    threads.emplace_back([&together, i] { add_integers(together, i * 50'000, 50'000); });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(together.registers() == registers);

  DistinctCounter first;
  DistinctCounter second;
  add_integers(first, 0, 120'000);
  add_integers(second, 100'000, 100'000);
  std::string joined = first.registers();
  const std::string other = second.registers();
  CHECK(joined != registers);
  for (std::size_t i = 0; i < joined.size(); ++i) joined[i] = std::max(joined[i], other[i]);
  CHECK(joined == registers);
}

TEST_CASE("cells of every type are counted by their values, and nulls are none") {
  const auto estimate_of = [](const Column& column) {
    DistinctCounter counter;
    counter.add(column);
    return std::floor(counter.estimate() + 0.5);
  };
  Column column;
  column.reset({TypeKind::number}, 5);
  const double numbers[] = {0.0, -0.0, 1.5, -1.5, 1.5};
  std::copy(std::begin(numbers), std::end(numbers), column.data<double>());
  CHECK(estimate_of(column) == 3);
  column.set_null(3);
  CHECK(estimate_of(column) == 2);

  column.reset({TypeKind::date}, 4);
  const std::int32_t days[] = {-1, 0, 1, -1};
  std::copy(std::begin(days), std::end(days), column.data<std::int32_t>());
  CHECK(estimate_of(column) == 3);

  column.reset({TypeKind::boolean}, 3);
  const std::uint8_t flags[] = {0, 1, 1};
  std::copy(std::begin(flags), std::end(flags), column.data<std::uint8_t>());
  CHECK(estimate_of(column) == 2);

  column.reset({TypeKind::uuid}, 3);
  std::fill_n(column.data<char>(), 48, 'x');
  column.data<char>()[16] = 'y';
  column.data<char>()[47] = 'y';
  CHECK(estimate_of(column) == 3);

  const std::vector<std::string> texts = {"", "a", "12345678", "123456789", "a\0b", std::string("a\0b", 3), "12345678"};
  Column plain;
  plain.reset({TypeKind::string}, texts.size() + 1);
  plain.begin_texts();
  for (const std::string& text : texts) plain.append_text(text);
  plain.append_null();
  CHECK(estimate_of(plain) == 5);  // "a\0b" of a C string is "a"

  const std::vector<std::string> distinct = {"", "a", "12345678", "123456789", std::string("a\0b", 3)};
  const Dictionary dictionary(distinct);
  Column coded;
  coded.reset(dictionary, distinct.size());
  for (std::size_t i = 0; i < distinct.size(); ++i) coded.data<std::int32_t>()[i] = static_cast<std::int32_t>(i);
  DistinctCounter by_bytes;
  DistinctCounter by_code;
  by_bytes.add(plain);
  by_code.add(coded);
  CHECK(by_bytes.registers() == by_code.registers());
}
