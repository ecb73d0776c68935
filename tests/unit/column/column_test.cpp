#include "synthgen/column/column.hpp"

#include <cstring>
#include <limits>
#include <new>
#include <optional>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "synthgen/base/stream.hpp"

using namespace synthgen;

namespace {

using Cells = std::vector<std::optional<std::string>>;

const std::vector<Type> kTypes = {{TypeKind::integer, 0}, {TypeKind::number, 0},   Type::decimal(3),
                                  {TypeKind::string, 0},  {TypeKind::boolean, 0},  {TypeKind::date, 0},
                                  {TypeKind::uuid, 0},    {TypeKind::timestamp, 0}};

const Dictionary& words() {
  static const Dictionary kWords({"red", "", "blue", std::string(300, 'x')});
  return kWords;
}

/// Bits that differ by (column, row) and nothing else.
std::uint64_t bits_of(std::uint64_t seed, std::size_t row) {
  std::uint64_t bits = 0;
  draw_bits64({static_cast<std::uint32_t>(seed), 7}, RowSet::range(static_cast<std::int64_t>(row), 1), 0, 0, &bits);
  return bits;
}

/// A column of pseudorandom values; `null_eighths` of 8 rows are null.
void fill(Type type, bool coded, std::uint64_t seed, std::size_t rows, unsigned null_eighths, Column& out) {
  if (coded) {
    out.reset(words(), rows);
  } else {
    out.reset(type, rows);
  }
  for (std::size_t i = 0; i < rows; ++i) {
    const std::uint64_t bits = bits_of(seed, i);
    const bool null = (bits >> 56) % 8 < null_eighths;
    if (coded) {
      out.data<std::int32_t>()[i] = static_cast<std::int32_t>(bits % words().size());
      if (null) out.set_null(i);
    } else if (type.kind == TypeKind::string) {
      if (null) {
        out.append_null();
      } else {
        out.append_text(std::string(bits % 41, static_cast<char>('a' + bits % 26)));
      }
    } else {
      const std::size_t width = value_bytes(type.kind);
      const std::uint64_t two[2] = {type.kind == TypeKind::boolean ? bits & 1 : bits, ~bits};
      std::memcpy(out.data<char>() + i * width, two, width);
      if (null) out.set_null(i);
    }
  }
}

Cells cells_of(const Column& column) {
  Cells cells;
  for (std::size_t i = 0; i < column.rows(); ++i) {
    const std::size_t width = value_bytes(column.type().kind);
    if (column.is_null(i)) {
      cells.emplace_back();
    } else if (column.type().kind == TypeKind::string) {
      cells.emplace_back(std::string(column.text(i)));
    } else {
      cells.emplace_back(std::string(column.data<char>() + i * width, width));
    }
  }
  return cells;
}

struct Kind {
  Type type;
  bool coded;
};

std::vector<Kind> all_kinds() {
  std::vector<Kind> kinds;
  for (const Type& type : kTypes) kinds.push_back({type, false});
  kinds.push_back({{TypeKind::string, 0}, true});
  return kinds;
}

}  // namespace

TEST_CASE("a reset column is valid in all rows, whatever it held before") {
  Column column;
  fill({TypeKind::integer, 0}, false, 1, 500, 4, column);
  REQUIRE(column.null_count() > 0);
  column.reset({TypeKind::number, 0}, 700);
  CHECK(column.all_valid());
  CHECK(column.null_count() == 0);
  CHECK(column.validity() == nullptr);
  column.set_null(699);
  CHECK(column.null_count() == 1);
  CHECK(column.is_valid(698));
  column.reset(words(), 3);
  CHECK(column.dictionary() == &words());
  column.reset({TypeKind::string, 0}, 0);
  CHECK(column.dictionary() == nullptr);
}

TEST_CASE("a column that is refilled batch after batch takes no more storage") {
  Column column;
  for (const Kind& kind : all_kinds()) fill(kind.type, kind.coded, 3, kBatchRows, 1, column);
  const std::size_t held = column.memory_bytes();
  for (const Kind& kind : all_kinds()) fill(kind.type, kind.coded, 3, kBatchRows, 1, column);
  CHECK(column.memory_bytes() == held);
}

TEST_CASE("nulls are counted to the last row and not beyond it") {
  for (const std::size_t rows : {1, 63, 64, 65, 128, 1000}) {
    Column column;
    column.reset({TypeKind::date, 0}, rows);
    for (std::size_t i = 0; i < rows; i += 3) column.set_null(i);
    CHECK(column.null_count() == (rows + 2) / 3);
    column.need_validity()[(rows - 1) / 64] &= rows % 64 == 0 ? ~std::uint64_t{0} : (std::uint64_t{1} << rows % 64) - 1;
    CHECK(column.null_count() == (rows + 2) / 3);
  }
}

TEST_CASE("two validities meet in the rows that are valid in both") {
  Column a;
  Column b;
  fill({TypeKind::integer, 0}, false, 1, 777, 3, a);
  fill({TypeKind::integer, 0}, false, 2, 777, 3, b);
  const Cells first = cells_of(a);
  const Cells second = cells_of(b);
  a.intersect_validity(b);
  for (std::size_t i = 0; i < a.rows(); ++i) {
    REQUIRE(a.is_valid(i) == (first[i].has_value() && second[i].has_value()));
  }
}

TEST_CASE("appended columns stand one after the other, of every type and with nulls anywhere") {
  for (const Kind& kind : all_kinds()) {
    // Each case begins without nulls, with some, or with nulls only, since validity is made when first needed.
    for (const unsigned first_nulls : {0U, 3U, 8U}) {
      INFO(type_text(kind.type) << " coded " << kind.coded << ", first nulls " << first_nulls);
      Column whole;
      Cells expected;
      Column part;
      const std::size_t sizes[] = {0, 1, 62, 1, 64, 0, 129, 1024, 7, 1024, 3};
      std::uint64_t seed = 100;
      for (const std::size_t rows : sizes) {
        const unsigned nulls = seed == 100 || seed == 101 ? first_nulls : static_cast<unsigned>(seed % 3) * 2;
        fill(kind.type, kind.coded, ++seed, rows, nulls, part);
        const Cells cells = cells_of(part);
        expected.insert(expected.end(), cells.begin(), cells.end());
        whole.append(part);
        // Bits beyond the last row are unspecified; whoever writes whole words may leave zeros there.
        if (const std::size_t rest = whole.rows() % 64; !whole.all_valid() && rest != 0) {
          whole.need_validity()[whole.rows() / 64] &= (std::uint64_t{1} << rest) - 1;
        }
      }
      REQUIRE(whole.rows() == expected.size());
      CHECK(whole.type() == kind.type);
      CHECK(cells_of(whole) == expected);
      std::size_t nulls = 0;
      for (const auto& cell : expected) nulls += cell.has_value() ? 0 : 1;
      CHECK(whole.null_count() == nulls);
    }
  }
}

TEST_CASE("gathered rows come in the order asked for, repeats and nulls included") {
  for (const Kind& kind : all_kinds()) {
    INFO(type_text(kind.type) << " coded " << kind.coded);
    Column from;
    fill(kind.type, kind.coded, 9, 1500, 2, from);
    const Cells cells = cells_of(from);
    std::vector<std::int64_t> rows;
    for (std::size_t i = 0; i < 3000; ++i) rows.push_back(static_cast<std::int64_t>(bits_of(77, i) % 1500));
    rows.push_back(1499);
    rows.push_back(0);
    Column out;
    fill({TypeKind::integer, 0}, false, 4, 4000, 4, out);  // what it held before must not shine through
    out.gather(from, rows);
    REQUIRE(out.rows() == rows.size());
    CHECK(out.dictionary() == from.dictionary());
    const Cells got = cells_of(out);
    bool equal = true;
    for (std::size_t i = 0; i < rows.size(); ++i) equal = equal && got[i] == cells[static_cast<std::size_t>(rows[i])];
    CHECK(equal);
    out.gather(from, {});
    CHECK(out.rows() == 0);
  }
}

TEST_CASE("texts beyond what offsets reach run out of memory, and never wrap") {
  constexpr std::size_t kMost = std::numeric_limits<std::int32_t>::max();
  Column column;
  column.reset({TypeKind::string, 0}, 3);
  CHECK_THROWS_AS(column.text_room(kMost + 1), std::bad_alloc);
  column.append_text("twelve bytes");
  CHECK_THROWS_AS(column.text_room(kMost - 11), std::bad_alloc);
  CHECK_THROWS_AS(column.text_room(std::numeric_limits<std::size_t>::max() - 64), std::bad_alloc);
  column.append_text("still whole");
  CHECK(column.text(0) == "twelve bytes");
  CHECK(column.text(1) == "still whole");
}

TEST_CASE("a dictionary gives back its words and allows wide copies past its end") {
  CHECK(words().size() == 4);
  CHECK(words()[0] == "red");
  CHECK(words()[1].empty());
  CHECK(words()[3].size() == 300);
  CHECK(words().longest() == 300);
  char copy[32];
  std::memcpy(copy, words().bytes() + words().offsets()[4], sizeof copy);  // what a sanitizer would refuse
  CHECK(copy[31] == '\0');
}

TEST_CASE("a lease gives its column back once, also after moves") {
  ColumnPool pool;
  const Column* first = nullptr;
  {
    ColumnPool::Lease lease = pool.take();
    first = &*lease;
    ColumnPool::Lease moved = std::move(lease);
    CHECK(&*moved == first);
    ColumnPool::Lease other = pool.take();
    CHECK(&*other != first);
    other = std::move(moved);
    CHECK(&*other == first);
  }
  ColumnPool::Lease again = pool.take();
  ColumnPool::Lease another = pool.take();
  CHECK(&*again != &*another);
  CHECK((&*again == first || &*another == first));
}
