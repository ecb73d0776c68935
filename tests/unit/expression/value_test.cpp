// Literals, operators and functions on constants and columns.
#include "table.hpp"

using namespace synthgen;
using namespace synthgen::test;

TEST_CASE("operators bind as the language says, loosest to tightest") {
  CHECK(value_of("1 + 2 * 3") == "7 integer");
  CHECK(value_of("(1 + 2) * 3") == "9 integer");
  CHECK(value_of("-2 ^ 2") == "-4.0 number");
  CHECK(value_of("2 ^ -1") == "0.5 number");
  CHECK(value_of("2 ^ 3 ^ 2") == "512.0 number");
  CHECK(value_of("10 - 2 - 3") == "5 integer");
  CHECK(value_of("8 / 2 / 2") == "2.0 number");
  CHECK(value_of("1 + 1 || '' || 2 * 3") == "26 string");
  CHECK(value_of("'a' || 'b' = 'ab'") == "true boolean");
  CHECK(value_of("not 1 = 2 and 2 = 2") == "true boolean");
  CHECK(value_of("not (1 = 2 or 2 = 2)") == "false boolean");
  CHECK(value_of("true or true and false") == "true boolean");
  CHECK(value_of("1 between 0 and 2 and false") == "false boolean");
}

TEST_CASE("integers divide as the language says") {
  CHECK(value_of("-7 // 2") == "-4 integer");
  CHECK(value_of("7 // -2") == "-4 integer");
  CHECK(value_of("-7 % 2") == "-1 integer");
  CHECK(value_of("7 % -2") == "1 integer");
  CHECK(value_of("7 / 2") == "3.5 number");
  CHECK(value_of("-7.5 % 2") == "-1.5 decimal(1)");
  CHECK(value_of("7.5 // 0.25") == "30 integer");
  CHECK(value_of("5.5e0 % 2") == "1.5 number");
  CHECK(value_of("1e300 % 7e-300") != "null number");
  CHECK(value_of("-9223372036854775808 // -1") == "null integer");
  CHECK(value_of("-9223372036854775808 % -1") == "0 integer");
}

TEST_CASE("decimals are exact, with the larger scale for sums and both scales for products") {
  CHECK(value_of("0.1 + 0.2") == "0.3 decimal(1)");
  CHECK(value_of("1.21 - 0.3") == "0.91 decimal(2)");
  CHECK(value_of("1.21 * 100") == "121.00 decimal(2)");
  CHECK(value_of("1.5 * 0.25") == "0.375 decimal(3)");
  CHECK(value_of("0.123456789012 * 0.1234567") == shortest_text(0.123456789012 * 0.1234567) + " number");
  CHECK(value_of("1.20") == "1.20 decimal(2)");
  CHECK(value_of("99999999999999999.9 + 0.1") == "null decimal(1)");
  CHECK(value_of("9223372036854775807 + 1") == "null integer");
  CHECK(value_of("9223372036854775807 - 1") == "9223372036854775806 integer");
  CHECK(value_of("3037000500 * 3037000500") == "null integer");
  CHECK(value_of("-(-9223372036854775808)") == "null integer");
  CHECK(value_of("1.5 + 1e0") == "2.5 number");
  CHECK(value_of("1e308 * 10") == "null number");
  CHECK(value_of("1e308 + 1e308") == "null number");
}

TEST_CASE("rounding is half away from zero on decimal digits") {
  CHECK(value_of("round(2.5)") == "3 integer");
  CHECK(value_of("round(-2.5)") == "-3 integer");
  CHECK(value_of("round(1.005, 2)") == "1.01 decimal(2)");
  CHECK(value_of("round(1.005e0, 2)") == "1.01 decimal(2)");
  CHECK(value_of("round(7, 2)") == "7.00 decimal(2)");
  CHECK(value_of("round(1e30)") == "null integer");
  CHECK(value_of("floor(-2.5)") == "-3 integer");
  CHECK(value_of("ceil(-2.5)") == "-2 integer");
  CHECK(value_of("floor(2.0)") == "2 integer");
  CHECK(value_of("ceil(2.01)") == "3 integer");
  CHECK(value_of("floor(-0.5e0)") == "-1 integer");
  CHECK(value_of("ceil(1e19)") == "null integer");
  CHECK(value_of("floor(7)") == "7 integer");
}

TEST_CASE("functions take every type that they are made for, and nulls") {
  CHECK(value_of("abs(-3)") == "3 integer");
  CHECK(value_of("abs(-3.25)") == "3.25 decimal(2)");
  CHECK(value_of("abs(-3e0)") == "3.0 number");
  CHECK(value_of("abs(null)") == "null integer");
  CHECK(value_of("abs(-9223372036854775808)") == "null integer");
  CHECK(value_of("least(3, 1.5, 2)") == "1.5 decimal(1)");
  CHECK(value_of("greatest(3, 1.5, 2)") == "3.0 decimal(1)");
  CHECK(value_of("least('b', 'a')") == "a string");
  CHECK(value_of("greatest(date '2024-01-01', '2024-02-01')") == "2024-02-01 date");
  CHECK(value_of("greatest(date '2024-01-01', timestamp '2023-02-01T10:00:00Z')") == "2024-01-01T00:00:00Z timestamp");
  CHECK(value_of("least(1, null)") == "null integer");
  CHECK(value_of("clip(912, 300, 850)") == "850 integer");
  CHECK(value_of("clip(12, 300, 850)") == "300 integer");
  CHECK(value_of("clip(1e1, 2, 3)") == "3.0 number");
  CHECK(value_of("clip(high: 3, x: 5, low: 1)") == "3 integer");
  CHECK(value_of("coalesce(null, null, 3)") == "3 integer");
  CHECK(value_of("coalesce(null, 1.5)") == "1.5 decimal(1)");
  CHECK(value_of("coalesce(null, null)") == "null integer");
  CHECK(value_of("if(null, 1, 2)") == "2 integer");
  CHECK(value_of("if(true, 1, 2.5)") == "1.0 decimal(1)");
}

TEST_CASE("case takes the first match, with or without an operand, and null elsewhere") {
  CHECK(value_of("case when 1 > 2 then 'a' when 2 > 1 then 'b' else 'c' end") == "b string");
  CHECK(value_of("case when null then 1 end") == "null integer");
  CHECK(value_of("case 3 when 1 then 10 when 3 then 30.5 end") == "30.5 decimal(1)");
  CHECK(value_of("case 'x' when 'y' then 1 else null end") == "null integer");
  CHECK(value_of("CASE WHEN TRUE THEN 1 END") == "1 integer");
}

TEST_CASE("null follows three-valued logic in all nine combinations") {
  Table table;
  table.add("a", kBoolean, {"true", "true", "true", "false", "false", "false", "null", "null", "null"});
  table.add("b", kBoolean, {"true", "false", "null", "true", "false", "null", "true", "false", "null"});
  CHECK(cells_of("a and b", table) == "true false null false false false null false null");
  CHECK(cells_of("a or b", table) == "true true true true false null true null null");
  CHECK(cells_of("not a", table) == "false false false true true true null null null");
  CHECK(cells_of("a = b", table) == "true false null false true null null null null");
  CHECK(cells_of("a is null", table) == "false false false false false false true true true");
  CHECK(cells_of("b is not null", table) == "true true false true true false true true false");
  CHECK(cells_of("if(a, 1, 2)", table) == "1 1 1 2 2 2 2 2 2");
  CHECK(cells_of("a and null", table) == "null null null false false false null null null");
}

TEST_CASE("in and between follow three-valued logic too") {
  Table table;
  table.add("x", kInteger, {"1", "2", "null"});
  CHECK(cells_of("x in (1, 5)", table) == "true false null");
  CHECK(cells_of("x in (1, null)", table) == "true null null");
  CHECK(cells_of("x not in (1, null)", table) == "false null null");
  CHECK(cells_of("x between 2 and 3", table) == "false true null");
  CHECK(cells_of("x not between 2 and 3", table) == "true false null");
  CHECK(cells_of("x between null and 1", table) == "null false null");
}

TEST_CASE("numbers of all kinds are compared as values") {
  CHECK(value_of("1 = 1.0") == "true boolean");
  CHECK(value_of("1 < 1.01") == "true boolean");
  CHECK(value_of("2.50 = 2.5") == "true boolean");
  CHECK(value_of("0.1 = 1e-1") == "true boolean");
  // 2^53 + 1 rounds to 2^53 as a double, but is another value.
  CHECK(value_of("9007199254740993 = 9007199254740992e0") == "false boolean");
  CHECK(value_of("9007199254740993 > 9007199254740992e0") == "true boolean");
  CHECK(value_of("9223372036854775807 < 9223372036854775808e0") == "true boolean");
  CHECK(value_of("-9223372036854775808 = -9223372036854775808e0") == "true boolean");
  CHECK(value_of("1e0 >= 1") == "true boolean");
  CHECK(value_of("9223372036854775807 > 0.000000000000000001") == "true boolean");
}

TEST_CASE("texts are compared bytewise, dates and timestamps as instants, text literals as what they stand beside") {
  CHECK(value_of("'Z' < 'a'") == "true boolean");
  CHECK(value_of("'a' < 'ab'") == "true boolean");
  CHECK(value_of("'é' > 'z'") == "true boolean");
  CHECK(value_of("date '2024-03-01' > '2024-02-29'") == "true boolean");
  CHECK(value_of("'2024-02-29' = date '2024-02-29'") == "true boolean");
  CHECK(value_of("date '2024-02-29' = timestamp '2024-02-29T00:00:00Z'") == "true boolean");
  CHECK(value_of("timestamp '2024-02-29T10:00:00Z' > '2024-02-29'") == "true boolean");
  Table table;
  table.add("u", {TypeKind::uuid}, {"1", "2", "null"});
  CHECK(cells_of("u = '01010101-0101-0101-0101-010101010101'", table) == "true false null");
  CHECK(cells_of("u != '01010101-0101-0101-0101-010101010101'", table) == "false true null");
}

TEST_CASE("dates and timestamps are subtracted and moved as in PostgreSQL") {
  CHECK(value_of("date '2024-03-01' - date '2024-02-28'") == "2 integer");
  CHECK(value_of("date '2024-03-01' - '2024-02-28'") == "2 integer");
  CHECK(value_of("date '2024-02-28' + 2") == "2024-03-01 date");
  CHECK(value_of("2 + date '2024-02-28'") == "2024-03-01 date");
  CHECK(value_of("date '2024-03-01' - 1") == "2024-02-29 date");
  CHECK(value_of("date '9999-12-31' + 1") == "null date");
  CHECK(value_of("date '2024-01-01' + 9223372036854775807") == "null date");
  CHECK(value_of("timestamp '2024-01-01T00:01:00Z' - timestamp '2024-01-01T00:00:00.5Z'") == "59.5 number");
  CHECK(value_of("timestamp '2024-01-02T00:00:00Z' - date '2024-01-01'") == "86400.0 number");
}

TEST_CASE("now and today are the reference time, never the clock") {
  const Table table;
  CompileOptions options;
  options.reference_micros = *parse_timestamp("1969-12-31T23:59:59Z");
  CHECK(cells_of("now()", table, options) == "1969-12-31T23:59:59Z");
  CHECK(cells_of("today()", table, options) == "1969-12-31");
}

TEST_CASE("joining gives each value its text form") {
  CHECK(value_of("'a' || 1 || 1.50 || 2.5e0 || true || date '2024-02-29'") == "a11.502.5true2024-02-29 string");
  CHECK(value_of("'' || timestamp '2024-02-29T10:00:00Z'") == "2024-02-29T10:00:00Z string");
  CHECK(value_of("'' || timestamp '2024-02-29T10:00:00.25Z'") == "2024-02-29T10:00:00.250Z string");
  CHECK(value_of("'' || -0.05 || ' ' || -9223372036854775808") == "-0.05 -9223372036854775808 string");
  CHECK(value_of("'' || 1e16 || ' ' || 1e-7") == "1e+16 1e-07 string");
  CHECK(value_of("'a' || null") == "null string");
  CHECK(value_of("'it''s'") == "it's string");
  std::string many = "''";
  std::string expected;
  Table table;
  table.add("s", kString, {"a text longer than sixteen bytes, to be copied in pieces"});
  for (int i = 0; i < 40; ++i) {
    many += " || s || " + std::to_string(i);
    expected += "a text longer than sixteen bytes, to be copied in pieces" + std::to_string(i);
  }
  CHECK(cells_of(many, table) == expected);
}

TEST_CASE("a joined text has at most one MiB, so that columns which double themselves end") {
  Table table;
  table.add("half", kString, {std::string(std::size_t{1} << 19, 'x'), std::string((std::size_t{1} << 19) + 1, 'x')});
  // The first row is just short enough, the second two bytes too long.
  CHECK(cells_of("half || half is null", table) == "false true");
}

TEST_CASE("like and matches take the whole text") {
  CHECK(value_of("'hello' like 'h%o'") == "true boolean");
  CHECK(value_of("'hello' like 'h_llo'") == "true boolean");
  CHECK(value_of("'hello' like 'ell'") == "false boolean");
  CHECK(value_of("'año' like 'a_o'") == "true boolean");
  CHECK(value_of("'50%' like '50\\%'") == "true boolean");
  CHECK(value_of("'500' like '50\\%'") == "false boolean");
  CHECK(value_of("'' like '%'") == "true boolean");
  CHECK(value_of("'abcabd' like '%ab_'") == "true boolean");
  CHECK(value_of("'hello' not like 'h%'") == "false boolean");
  CHECK(value_of("'AB-12' matches '[A-Z]+-[0-9]{2}'") == "true boolean");
  CHECK(value_of("'xAB-12' matches '[A-Z]+-[0-9]{2}'") == "false boolean");
  CHECK(value_of("null like 'a'") == "null boolean");
}

TEST_CASE("what cannot be computed is null and counted, only in rows that ask for it") {
  Table table;
  table.add("a", kInteger, {"6", "6", "null", "9223372036854775807"});
  table.add("b", kInteger, {"2", "0", "0", "1"});
  const auto warned = [&](const std::string& text, CellWarning warning) {
    const auto program = compiled(text, table);
    TableEvaluate evaluate(table, RowSet::range(0, 4));
    Column out;
    program->run(evaluate, out);
    return evaluate.warned(warning);
  };
  CHECK(cells_of("a / b", table) == "3.0 null null 9.223372036854776e+18");
  CHECK(warned("a / b", CellWarning::division_by_zero) == 1);
  CHECK(warned("a // b", CellWarning::division_by_zero) == 1);
  CHECK(warned("a % b", CellWarning::division_by_zero) == 1);
  CHECK(warned("a / b", CellWarning::overflow) == 0);
  CHECK(warned("a + 1", CellWarning::overflow) == 1);
  CHECK(warned("if(b = 0, null, a / b)", CellWarning::division_by_zero) == 0);
  CHECK(warned("case b when 0 then 0 else a / b end", CellWarning::division_by_zero) == 0);
  CHECK(warned("b <> 0 and a / b > 1", CellWarning::division_by_zero) == 0);
  CHECK(warned("b = 0 or a / b > 1", CellWarning::division_by_zero) == 0);
  CHECK(warned("coalesce(a, a / b)", CellWarning::division_by_zero) == 0);
  CHECK(warned("1 / 0", CellWarning::division_by_zero) == 4);
  // A cell counts once a reason, and only where it is null in the end.
  CHECK(warned("a / b + a // b", CellWarning::division_by_zero) == 1);
  CHECK(warned("1 / 0 + 1 / 0", CellWarning::division_by_zero) == 4);
  CHECK(warned("1 / 0 + a", CellWarning::division_by_zero) == 4);
  CHECK(warned("coalesce(a / b, 0)", CellWarning::division_by_zero) == 0);
  CHECK(warned("coalesce(1 / 0, a)", CellWarning::division_by_zero) == 1);
  CHECK(warned("coalesce(1 / 0, 5)", CellWarning::division_by_zero) == 0);
  CHECK(warned("a / b is null", CellWarning::division_by_zero) == 0);
  CHECK(warned("coalesce(to_number('x' || a), 0)", CellWarning::domain) == 0);
  CHECK(warned("if(b = 0, 1 / 0, 1)", CellWarning::division_by_zero) == 2);
  CHECK(warned("(0 - a) ^ 0.5", CellWarning::domain) == 3);
  CHECK(warned("0 ^ (b - 2)", CellWarning::division_by_zero) == 3);
}

TEST_CASE("a wanted type converts numbers, dates to timestamps and text literals to times") {
  Table table;
  table.add("x", kNumber, {"2.5", "-2.5", "null", "1e30"});
  table.add("flag", kBoolean, {"true", "false", "null", "true"});
  CompileOptions options;
  options.wanted = kInteger;
  CHECK(cells_of("x", table, options) == "3 -3 null null");
  options.wanted = Type::decimal(2);
  CHECK(cells_of("x", table, options) == "2.50 -2.50 null null");
  options.wanted = kDate;
  CHECK(cells_of("if(flag, '2024-01-01', case when flag is null then '2024-01-03' else '2024-01-02' end)", table,
                 options) == "2024-01-01 2024-01-02 2024-01-03 2024-01-01");
  CHECK(cells_of("if(if(flag, 'x', 'y') = 'x', '2024-01-01', null)", table, options) ==
        "2024-01-01 null null 2024-01-01");
  options.wanted = kTimestamp;
  CHECK(cells_of("if(flag, date '2024-01-01', null)", table, options) ==
        "2024-01-01T00:00:00Z null null 2024-01-01T00:00:00Z");
  CHECK(cells_of("null", table, options) == "null null null null");
}

TEST_CASE("paths, constancy and constants are known without running") {
  const auto parsed = Expression::parse("a + `odd name` * a + order_id.customer_id.segment", TextOrigin());
  REQUIRE(parsed.ok());
  REQUIRE(parsed->paths().size() == 3);
  CHECK(parsed->paths()[1].path == Path{"odd name"});
  CHECK(parsed->paths()[1].place.offset == 4);
  CHECK(parsed->paths()[2].path == Path{"order_id", "customer_id", "segment"});
  CHECK_FALSE(parsed->constant());
  CHECK(Expression::parse("1 + 2", TextOrigin())->constant());
  CHECK_FALSE(Expression::parse("normal(0, 1)", TextOrigin())->constant());
  const Table table;
  const auto program = compiled("1 + 2 * 3", table);
  REQUIRE(program->constant() != nullptr);
  CHECK(program->constant()->data<std::int64_t>()[0] == 7);
  CHECK(program->constant()->rows() == 1);
  CHECK(compiled("normal(0, 1)", table)->constant() == nullptr);
}

TEST_CASE("branches of text literals give a dictionary column, and dictionaries are merged") {
  const Dictionary cities({"Vigo", "Lugo"});
  Table table;
  table.add("x", kInteger, {"1", "2", "3", "null"});
  table.add("city", kString, {"Lugo", "Vigo", "null", "Lugo"}, &cities);
  table.add("other", kString, {"p", "q", "r", "null"});
  const std::string text = "case x when 1 then 'one' when 2 then 'two' else 'many' end";
  const auto program = compiled(text, table);
  REQUIRE(program->dictionary() != nullptr);
  CHECK(program->dictionary()->size() == 3);
  TableEvaluate evaluate(table, RowSet::range(0, 4));
  Column out;
  program->run(evaluate, out);
  CHECK(out.dictionary() == program->dictionary());
  CHECK(cells_of(text, table) == "one two many many");
  CHECK(compiled("coalesce(city, 'Vigo', 'none')", table)->dictionary()->size() == 3);
  CHECK(cells_of("coalesce(city, 'none')", table) == "Lugo Vigo none Lugo");
  CHECK(compiled("if(x = 1, city, other)", table)->dictionary() == nullptr);
  CHECK(cells_of("if(x = 1, city, other)", table) == "Lugo q r null");
  CHECK(cells_of("if(x = 1, 'only', null)", table) == "only null null null");
  CHECK(compiled("city", table)->dictionary() == &cities);
  CHECK(cells_of("city = 'Lugo'", table) == "true false null true");
  CHECK(cells_of("'Lugo' < city", table) == "false true null false");
  CHECK(cells_of("city in ('Lugo', 'Ourense')", table) == "true false null true");
  CHECK(cells_of("city like 'V%'", table) == "false true null false");
  CHECK(cells_of("city = city", table) == "true true null true");
  CHECK(cells_of("city || ', ' || other || '.'", table) == "Lugo, p. Vigo, q. null null");
  CHECK(cells_of("least(city, other)", table) == "Lugo Vigo null null");
}

TEST_CASE("an operand of between, in and case is drawn once") {
  const Table table;
  // Were it drawn for each comparison, some of 1,000 rows would fall through all branches.
  const auto program = compiled("case bernoulli(0.5) when true then 1 when false then 2 else 3 end", table);
  TableEvaluate evaluate(table, RowSet::range(0, 1000));
  Column out;
  program->run(evaluate, out);
  int ones = 0;
  for (std::size_t i = 0; i < 1000; ++i) {
    CHECK(out.data<std::int64_t>()[i] != 3);
    ones += out.data<std::int64_t>()[i] == 1 ? 1 : 0;
  }
  CHECK(ones > 400);  // six standard deviations from 500 are 95
  CHECK(ones < 600);
}
