// Conditions taken apart: the parts that come out, and that three-valued logic over them gives the whole again.
#include "synthgen/expression/condition.hpp"

#include <random>

#include "table.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

Expression parsed(const std::string& text) {
  Result<Expression> expression = Expression::parse(text, TextOrigin());
  if (!expression.ok()) FAIL(text + "\n" + render_text(expression.diagnostics(), nullptr));
  return *expression;
}

/// "all(x >= 1, x <= 2)": comparisons by their sides, the rest as it is written.
std::string shown(const Condition& condition) {
  constexpr const char* kOperators[] = {"=", "!=", "<", "<=", ">", ">="};
  std::string parts;
  for (const Condition& part : condition.parts) parts += (parts.empty() ? "" : ", ") + shown(part);
  switch (condition.kind) {
    case Condition::Kind::all:
      return "all(" + parts + ")";
    case Condition::Kind::any:
      return "any(" + parts + ")";
    case Condition::Kind::negation:
      return "not(" + parts + ")";
    case Condition::Kind::comparison:
      return condition.left->text() + " " + kOperators[static_cast<std::size_t>(condition.comparison)] + " " +
             condition.right->text();
    case Condition::Kind::null_test:
      return "null(" + condition.left->text() + ")";
    case Condition::Kind::other:
      return "<" + condition.whole.text() + ">";
  }
  return "?";
}

std::string apart(const std::string& text) { return shown(take_apart(parsed(text))); }

std::string conjuncts(const std::string& text) {
  std::string all;
  for (const Expression& part : split_conjunction(parsed(text))) all += (all.empty() ? "" : " & ") + part.text();
  return all;
}

std::string names(const Expression& expression) {
  std::string all;
  for (const PathUse& use : expression.paths()) all += (all.empty() ? "" : " ") + use.path.back();
  return all;
}

/// 0 false, 1 true, 2 null.
using Truth = std::vector<int>;

Truth run(const Expression& expression, const Table& table) {
  CompileOptions options;
  options.wanted = kBoolean;
  const auto program = compile(expression, table, key_of, options);
  if (!program.ok()) FAIL(expression.text() + "\n" + render_text(program.diagnostics(), nullptr));
  TableEvaluate evaluate(table, RowSet::range(0, table.rows()));
  Column out;
  (*program)->run(evaluate, out);
  Truth truth(out.rows());
  for (std::size_t i = 0; i < truth.size(); ++i) truth[i] = out.is_null(i) ? 2 : out.data<std::uint8_t>()[i];
  return truth;
}

/// The sides of a comparison, compiled on their own and compared here; integers only.
Truth compare_sides(const Condition& condition, const Table& table) {
  Column sides[2];
  for (int s = 0; s < 2; ++s) {
    CompileOptions options;
    options.wanted = kInteger;
    const auto program = compile(s == 0 ? *condition.left : *condition.right, table, key_of, options);
    REQUIRE(program.ok());
    TableEvaluate evaluate(table, RowSet::range(0, table.rows()));
    (*program)->run(evaluate, sides[s]);
  }
  Truth truth(table.rows());
  for (std::size_t i = 0; i < truth.size(); ++i) {
    const std::int64_t a = sides[0].data<std::int64_t>()[i];
    const std::int64_t b = sides[1].data<std::int64_t>()[i];
    const bool holds[] = {a == b, a != b, a<b, a <= b, a> b, a >= b};
    truth[i] = sides[0].is_null(i) || sides[1].is_null(i)              ? 2
               : holds[static_cast<std::size_t>(condition.comparison)] ? 1
                                                                       : 0;
  }
  return truth;
}

Truth by_parts(const Condition& condition, const Table& table) {
  if (condition.kind == Condition::Kind::comparison) return compare_sides(condition, table);
  if (condition.kind == Condition::Kind::null_test) {
    const auto program = compile(*condition.left, table, key_of, {});
    REQUIRE(program.ok());
    TableEvaluate evaluate(table, RowSet::range(0, table.rows()));
    Column out;
    (*program)->run(evaluate, out);
    Truth truth(out.rows());
    for (std::size_t i = 0; i < truth.size(); ++i) truth[i] = out.is_null(i) ? 1 : 0;
    return truth;
  }
  if (condition.parts.empty()) return run(condition.whole, table);
  const bool any = condition.kind == Condition::Kind::any;
  Truth truth(table.rows(), any ? 0 : 1);
  for (const Condition& part : condition.parts) {
    const Truth next = by_parts(part, table);
    for (std::size_t i = 0; i < truth.size(); ++i) {
      if (condition.kind == Condition::Kind::negation) {
        truth[i] = next[i] == 2 ? 2 : 1 - next[i];
        continue;
      }
      const int settles = any ? 1 : 0;
      if (truth[i] == settles || next[i] == settles) {
        truth[i] = settles;
      } else if (next[i] == 2) {
        truth[i] = 2;
      }
    }
  }
  return truth;
}

/// What each node of the tree says of itself is what its parts say.
void require_same(const Condition& condition, const Table& table) {
  INFO(condition.whole.text());
  INFO(shown(condition));
  REQUIRE(run(condition.whole, table) == by_parts(condition, table));
  for (const Condition& part : condition.parts) require_same(part, table);
}

/// Random conditions over integers a, b, c, booleans p, q and texts s.
class Writer {
 public:
  explicit Writer(std::uint32_t seed) : random_(seed) {}

  std::string condition(int depth) {
    switch (below(depth > 0 ? 14 : 6)) {
      case 0:
        return pick({"p", "q"});
      case 1:
        return integer(1) + " " + pick({"is null", "is not null"});
      case 2:
        return integer(1) + pick({" between ", " not between "}) + integer(1) + " and " + integer(1);
      case 3:
        return integer(1) + pick({" in (", " not in ("}) + list() + ")";
      case 4:
        return "s" + pick({" like 'b%'", " not like '_'", " matches 'c|b.*'", " not matches 'a'"});
      case 5:
        return integer(1) + pick({" = ", " != ", " < ", " <= ", " > ", " >= "}) + integer(1);
      case 6:
      case 7:
        return "(" + condition(depth - 1) + " and " + condition(depth - 1) + ")";
      case 8:
      case 9:
        return "(" + condition(depth - 1) + " or " + condition(depth - 1) + " or " + condition(depth - 1) + ")";
      case 10:
        return "(not " + condition(depth - 1) + ")";
      case 11:
        return "if(" + condition(depth - 1) + ", " + condition(depth - 1) + ", " + condition(depth - 1) + ")";
      case 12:
        return "case when " + condition(depth - 1) + " then " + condition(depth - 1) + " when " + condition(depth - 1) +
               " then " + condition(depth - 1) + (below(2) == 0 ? "" : " else " + condition(depth - 1)) + " end";
      default:
        return "(" + condition(depth - 1) + ") is " + pick({"", "not "}) + "null";
    }
  }

 private:
  int below(int n) { return static_cast<int>(random_() % static_cast<std::uint32_t>(n)); }
  std::string pick(std::initializer_list<const char*> words) {
    return words.begin()[below(static_cast<int>(words.size()))];
  }
  std::string integer(int depth) {
    if (depth > 0 && below(4) == 0) return "(" + integer(0) + pick({" + ", " - ", " * "}) + integer(0) + ")";
    return pick({"a", "b", "c", "1", "3", "-2"});
  }
  std::string list() {
    std::string items = below(6) == 0 ? "null" : integer(1);
    for (int k = below(4); k > 0; --k) items += ", " + integer(1);
    return items;
  }

  std::mt19937 random_;
};

/// Every combination of small values and nulls comes up in some row.
Table small_table() {
  constexpr std::size_t kRows = 600;
  std::mt19937 random(11);
  std::vector<std::string> integers[3];
  std::vector<std::string> booleans[2];
  std::vector<std::string> texts;
  const auto cell = [&](std::initializer_list<const char*> values) { return values.begin()[random() % values.size()]; };
  for (std::size_t i = 0; i < kRows; ++i) {
    for (auto& column : integers) column.emplace_back(cell({"null", "-2", "0", "1", "3", "5"}));
    for (auto& column : booleans) column.emplace_back(cell({"null", "true", "false"}));
    texts.emplace_back(cell({"null", "a", "b", "bcd", ""}));
  }
  Table table;
  table.add("a", kInteger, integers[0]);
  table.add("b", kInteger, integers[1]);
  table.add("c", kInteger, integers[2]);
  table.add("p", kBoolean, booleans[0]);
  table.add("q", kBoolean, booleans[1]);
  table.add("s", kString, texts);
  return table;
}

}  // namespace

TEST_CASE("conditions fall into comparisons and the words between them") {
  CHECK(apart("a > 1") == "a > 1");
  CHECK(apart("a > 1 and b <> 2 and not p") == "all(a > 1, b != 2, not(<p>))");
  CHECK(apart("a = 1 or (b < 2 and c >= a + b)") == "any(a = 1, all(b < 2, c >= a + b))");
  CHECK(apart("a is null") == "null(a)");
  CHECK(apart("a + b is not null") == "not(null(a + b))");
  CHECK(apart("s like 'b%'") == "<s like 'b%'>");
  CHECK(apart("coalesce(p, true)") == "<coalesce(p, true)>");
}

TEST_CASE("between and in become comparisons, negated forms negations of them") {
  CHECK(apart("a between b and 7") == "all(a >= b, a <= 7)");
  CHECK(apart("a not between b and 7") == "not(all(a >= b, a <= 7))");
  CHECK(apart("a in (1, b)") == "any(a = 1, a = b)");
  CHECK(apart("a in (1)") == "a = 1");
  CHECK(apart("a in (1, null)") == "any(a = 1, a = null)");
  CHECK(apart("a not in (1, 2)") == "not(any(a = 1, a = 2))");
  CHECK(apart("s not matches 'a'") == "not(<s not matches 'a'>)");
  std::string many = "0";
  for (int k = 1; k < 1'000; ++k) many += "," + std::to_string(k);
  CHECK(take_apart(parsed("a in (" + many + ")")).parts.size() == 1'000);
  CHECK(take_apart(parsed("a in (" + many + ",1000)")).kind == Condition::Kind::other);
}

TEST_CASE("a choice between conditions is put in words that keep its nulls") {
  CHECK(apart("if(a > b, p, q)") ==
        "any(all(a > b, not(any(null(a), null(b))), <p>), all(any(not(a > b), any(null(a), null(b))), <q>))");
  CHECK(apart("if(s = 'x', a > 1, b > 1)") ==
        "any(all(s = 'x', not(null(s)), a > 1), all(any(not(s = 'x'), null(s)), b > 1))");
  CHECK(apart("if(s is null, a > 1, b > 1)") == "any(all(null(s), a > 1), all(not(null(s)), b > 1))");
  CHECK(apart("if(if(p, q, p), p, q)") == "<if(if(p, q, p), p, q)>");
  CHECK(apart("case a when 1 then p else q end") == "<case a when 1 then p else q end>");
}

TEST_CASE("only what and joins is split") {
  CHECK(conjuncts("a > 1") == "a > 1");
  CHECK(conjuncts("a > 1 and (b > 2 and p) and (q or p)") == "a > 1 & b > 2 & p & q or p");
  CHECK(conjuncts("not (p and q)") == "not (p and q)");
}

TEST_CASE("a part reads what is below it, and knows its text and its place") {
  const Condition condition = take_apart(parsed("(a + b) * 2 > c and normal(a, 1) < row_number()"));
  const Condition& first = condition.parts[0];
  CHECK(first.whole.text() == "(a + b) * 2 > c");
  CHECK(names(first.whole) == "a b c");
  CHECK(first.left->text() == "(a + b) * 2");
  CHECK(names(*first.left) == "a b");
  CHECK(names(*first.right) == "c");
  CHECK(first.right->place().offset == 14);
  CHECK(first.right->place().length == 1);
  CHECK(first.left->place().offset == 0);
  CHECK_FALSE(first.whole.varies());
  const Condition& second = condition.parts[1];
  CHECK(second.left->varies());
  CHECK(second.left->draws());
  CHECK(second.right->varies());
  CHECK_FALSE(second.right->draws());
  CHECK(condition.whole.draws());
  CHECK(take_apart(parsed("1 < 2")).left->constant());
}

TEST_CASE("errors in a part stand where they stand in the whole") {
  const Table table = small_table();
  const Condition condition = take_apart(parsed("a > 1 and (b + missing) < 2 and a between 0 and 's' || p"));
  const auto fault = [&](const Expression& expression) {
    const auto program = compile(expression, table, key_of, {});
    REQUIRE_FALSE(program.ok());
    const Diagnostic& diagnostic = *program.diagnostics().begin();
    return diagnostic.code + " " + std::to_string(diagnostic.place->offset) + "+" +
           std::to_string(diagnostic.place->length);
  };
  CHECK(fault(condition.parts[1].whole) == "SG3101 15+7");
  CHECK(fault(*condition.parts[1].left) == "SG3101 15+7");
  // The word between is what both comparisons stand for.
  CHECK(fault(condition.parts[2].parts[1].whole) == "SG3201 34+7");
}

TEST_CASE("draws keep their numbers in a part") {
  const Table table = small_table();
  const Expression whole = parsed("normal(0, 1) < 9 and integer(1, 1000) < integer(1, 1000)");
  const Condition condition = take_apart(whole);
  std::vector<std::string> purposes;
  const StreamMaker streams = [&](std::string_view purpose) {
    purposes.emplace_back(purpose);
    return key_of(purpose);
  };
  REQUIRE(compile(*condition.parts[1].right, table, streams, {}).ok());
  REQUIRE(purposes.size() == 3);
  CHECK(purposes[0] == "call 3/64");
  CHECK(run(whole, table) == by_parts(condition, table));
}

TEST_CASE("three-valued logic over the parts gives the whole") {
  const Table table = small_table();
  Writer writer(20260726);
  std::size_t seen[3] = {};
  for (int k = 0; k < 1'500; ++k) {
    const std::string text = writer.condition(k % 4);
    INFO(text);
    const Condition condition = take_apart(parsed(text));
    require_same(condition, table);
    for (const int truth : run(condition.whole, table)) ++seen[truth];
    for (const Expression& part : split_conjunction(condition.whole)) REQUIRE(run(part, table).size() == table.rows());
  }
  // All three values come up, or the comparison would say little.
  for (const std::size_t count : seen) CHECK(count > 50'000);
}
