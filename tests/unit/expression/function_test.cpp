// Functions on constants and columns: values, nulls, warnings, and the same whether a value is known when the
// expression is compiled, comes row by row, or is coded in a dictionary.
#include "synthgen/expression/function_page.hpp"
#include "table.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

/// The call with its literal argument, and the same over a column, over a dictionary-coded column and over rows of
/// which half are not asked for: all four must agree.
std::string text_value(const std::string& before, const std::string& text, const std::string& after,
                       const CompileOptions& options = {}) {
  std::string literal = "'";
  for (const char c : text) literal += c == '\'' ? "''" : std::string(1, c);
  literal += "'";
  const Dictionary dictionary({"other", text, "third"});
  Table table;
  table.add("s", kString, {"1", text, "null", text});
  table.add("coded", kString, {"other", text, "null", text}, &dictionary);
  const auto cell = [&](const std::string& call, std::size_t row) {
    const auto program = compiled(call, table, options);
    TableEvaluate evaluate(table, RowSet::range(0, 4));
    Column out;
    program->run(evaluate, out);
    CHECK((out.is_null(2) || program->constant() != nullptr || call.starts_with("if")));
    return cell_text(out, row) + " " + type_text(program->type());
  };
  const std::string constant = cell(before + literal + after, 1);
  CHECK(cell(before + "s" + after, 3) == constant);
  CHECK(cell(before + "coded" + after, 3) == constant);
  if (constant.substr(0, 4) != "null") {
    CHECK(cell("if(row_number() = 2, " + before + "s" + after + ", null)", 1) == constant);
  }
  return constant;
}

/// Cells that were counted for a warning when the expression ran over the table.
std::uint64_t warned(const std::string& text, const Table& table, CellWarning warning) {
  const auto program = compiled(text, table);
  TableEvaluate evaluate(table, RowSet::range(0, table.rows()));
  Column out;
  program->run(evaluate, out);
  return evaluate.warned(warning);
}

}  // namespace

TEST_CASE("texts change their case in any script, character by character") {
  CHECK(text_value("lower(", "ÀÉÎÕÜ ŞĞ ΑΣΩ ЖЁЩ ẞ İ", ")") == "àéîõü şğ ασω жёщ ß i string");
  CHECK(text_value("upper(", "straße œuvre ñandú ǆ ασς жёщ ÿ ı µ", ")") == "STRAßE ŒUVRE ÑANDÚ Ǆ ΑΣΣ ЖЁЩ Ÿ I Μ string");
  CHECK(text_value("title(", "ana MARÍA o'brien-díaz 2nd ǆ", ")") == "Ana María O'Brien-Díaz 2nd ǅ string");
  CHECK(text_value("title(", "élan «ÉTAT» a_b", ")") == "Élan «État» A_B string");
  CHECK(text_value("upper(", "", ")") == " string");
  CHECK(text_value("trim(", " \t\n a b\u00a0\u3000 ", ")") == "a b string");
  CHECK(text_value("trim(", " \t ", ")") == " string");
}

TEST_CASE("bytes that are no UTF-8 are no letters: case leaves them, ascii drops them") {
  // A long form of a slash and of NUL, half of a pair, beyond Unicode, cut off.
  for (const char* broken : {"\xC0\xAF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xC3"}) {
    const std::string text = std::string("a") + broken + "b";
    CHECK(text_value("upper(", text, ")") == std::string("A") + broken + "B string");
    CHECK(text_value("ascii(", text, ")") == "ab string");
  }
}

TEST_CASE("lengths and places count characters, not bytes") {
  CHECK(text_value("length(", "señor 日本 😀", ")") == "10 integer");
  CHECK(text_value("length(", "", ")") == "0 integer");
  CHECK(text_value("left(", "ñandú", ", 2)") == "ña string");
  CHECK(text_value("left(", "ñandú", ", -2)") == "ñan string");
  CHECK(text_value("left(", "ñandú", ", -9)") == " string");
  CHECK(text_value("right(", "ñandú", ", 2)") == "dú string");
  CHECK(text_value("right(", "ñandú", ", -2)") == "ndú string");
  CHECK(text_value("right(", "ñandú", ", 9)") == "ñandú string");
  CHECK(text_value("right(", "ab", ", -9223372036854775808)") == " string");
  CHECK(text_value("substr(", "ñandú", ", 2, 3)") == "and string");
  CHECK(text_value("substr(", "ñandú", ", 4)") == "dú string");
  CHECK(text_value("substr(", "ñandú", ", 0, 2)") == "ñ string");
  CHECK(text_value("substr(", "ñandú", ", -1, 4)") == "ña string");
  CHECK(text_value("substr(", "ñandú", ", 6, 4)") == " string");
  CHECK(text_value("substr(", "ñandú", ", 2, 0)") == " string");
  CHECK(text_value("substr(", "ñandú", ", 2, -1)") == "null string");
  CHECK(text_value("substr(", "ab", ", 2, 9223372036854775807)") == "b string");
  CHECK(text_value("substr(", "ab", ", -9223372036854775808, 9223372036854775807)") == " string");
  CHECK(text_value("lpad(", "7", ", 3, '0')") == "007 string");
  CHECK(text_value("lpad(", "ñandú", ", 3, '0')") == "ñan string");
  CHECK(text_value("lpad(", "a", ", 6, 'é-')") == "é-é-éa string");
  CHECK(text_value("lpad(", "a", ", 3)") == "  a string");
  CHECK(text_value("lpad(", "a", ", 3, '')") == "a string");
  CHECK(text_value("lpad(", "a", ", -1, '0')") == " string");
  CHECK(text_value("rpad(", "a", ", 6, 'é-')") == "aé-é-é string");
  CHECK(text_value("rpad(", "ñandú", ", 3)") == "ñan string");
  CHECK(text_value("lpad(", "a", ", 1000000000, '0')") == "null string");
  CHECK(text_value("rpad(", "a", ", 1048577, '0')") == "null string");
  CHECK(text_value("length(rpad(", "a", ", 1048576, '0'))") == "1048576 integer");
}

TEST_CASE("texts are searched, split and replaced") {
  CHECK(text_value("replace(", "a.b.c", ", '.', '::')") == "a::b::c string");
  CHECK(text_value("replace(", "aaa", ", 'aa', 'b')") == "ba string");
  CHECK(text_value("replace(", "abc", ", '', 'x')") == "abc string");
  CHECK(text_value("replace(", "abc", ", 'b', '')") == "ac string");
  CHECK(text_value("split_part(", "a,b,,d", ", ',', 2)") == "b string");
  CHECK(text_value("split_part(", "a,b,,d", ", ',', 3)") == " string");
  CHECK(text_value("split_part(", "a,b,,d", ", ',', 4)") == "d string");
  CHECK(text_value("split_part(", "a,b,,d", ", ',', 5)") == " string");
  CHECK(text_value("split_part(", "a,b,,d", ", ',', -1)") == "d string");
  CHECK(text_value("split_part(", "a,b,,d", ", ',', -4)") == "a string");
  CHECK(text_value("split_part(", "a,b,,d", ", ',', -5)") == " string");
  CHECK(text_value("split_part(", "a,b,,d", ", ',', 0)") == "null string");
  CHECK(text_value("split_part(", "a,b", ", '', 1)") == "a,b string");
  CHECK(text_value("split_part(", "a,b", ", '', 2)") == " string");
  CHECK(text_value("starts_with(", "señor", ", 'señ')") == "true boolean");
  CHECK(text_value("starts_with(", "señor", ", 'SE')") == "false boolean");
  CHECK(text_value("ends_with(", "señor", ", 'or')") == "true boolean");
  CHECK(text_value("contains(", "señor", ", 'ño')") == "true boolean");
  CHECK(text_value("contains(", "señor", ", '')") == "true boolean");
  CHECK(text_value("contains(", "", ", 'a')") == "false boolean");
  CHECK(text_value("regexp_replace(", "2024-02-29", ", '(\\d+)-(\\d+)', '\\2/\\1')") == "02/2024-29 string");
  CHECK(text_value("regexp_replace(", "abxd", ", 'x*', '-')") == "-a-b-d- string");
  CHECK(text_value("regexp_replace(", "ñañ", ", '', '.')") == ".ñ.a.ñ. string");
  CHECK(text_value("regexp_replace(", "a1b22", ", '[0-9]+', '<\\0\\\\>')") == "a<1\\>b<22\\> string");
  CHECK(text_value("regexp_replace(", "aXb", ", '(?i)x|(y)', '[\\1]')") == "a[]b string");
  CHECK(text_value("regexp_replace(", "aaa", ", '^a', 'b')") == "baa string");
  CHECK(text_value("regexp_replace(", "", ", '^$', 'empty')") == "empty string");
}

TEST_CASE("texts become ASCII and slugs, in German with two letters for an umlaut") {
  CompileOptions german;
  german.locale = "de_AT";
  CHECK(text_value("ascii(", "Müller Größe Àéîõñ Łódź œ æ Ø þ", ")") == "Muller Grosse Aeion Lodz oe ae O th string");
  CHECK(text_value("ascii(", "Müller Ärger Öl Größe é", ")", german) == "Mueller Aerger Oel Groesse e string");
  CHECK(text_value("ascii(", "“a” – ‘b’… 5 € ½ ²", ")") == "\"a\" - 'b'... 5 EUR 1/2 2 string");
  CHECK(text_value("ascii(", "Жуков Щука Αθήνα", ")") == "Zhukov Shchuka Athina string");
  CHECK(text_value("ascii(", "a日本b😀", ")") == "ab string");
  CHECK(text_value("ascii(", "e\u0301", ")") == "e string");
  CHECK(text_value("ascii(", "Ｔｅｌ　１", ")") == "Tel 1 string");
  // Umlauts of two characters, as some systems write them.
  CHECK(text_value("ascii(", "Mu\u0308ller O\u0308l e\u0308 \u0308", ")", german) == "Mueller Oel e  string");
  CHECK(text_value("ascii(", "Mu\u0308ller", ")") == "Muller string");
  CHECK(text_value("ascii(", "Núñez Peña Çelik ŒUVRE ﬁn ẞ ĳ ŋ", ")") == "Nunez Pena Celik OEUVRE fin SS ij ng string");
  CHECK(text_value("ascii(", "„a“ «b» ‚c‘ ‹d› it’s ‐‑–—", ")") == "\"a\" \"b\" 'c' 'd' it's ---- string");
  CHECK(text_value("slug(", "Señora Núñez – ¿qué tal?", ")") == "senora-nunez-que-tal string");
  CHECK(text_value("slug(", "„Straße“ Nº 5 – Übergröße", ")", german) == "strasse-no-5-uebergroesse string");
  CHECK(text_value("slug(", " Crème brûlée, 2 pcs! ", ")") == "creme-brulee-2-pcs string");
  CHECK(text_value("slug(", "Öl & Größe", ")", german) == "oel-groesse string");
  CHECK(text_value("slug(", "---", ")") == " string");
  CHECK(text_value("slug(", "Don't", ")") == "don-t string");
}

TEST_CASE("texts and numbers turn into one another") {
  CHECK(text_value("to_number(", " 12.50 ", ")") == "12.5 number");
  CHECK(text_value("to_number(", "-.5", ")") == "-0.5 number");
  CHECK(text_value("to_number(", "+007.", ")") == "7.0 number");
  CHECK(text_value("to_number(", "1e-3", ")") == "0.001 number");
  CHECK(text_value("to_number(", "1E+2", ")") == "100.0 number");
  for (const char* wrong : {"", "abc", ".", "-", "1,5", "1e", "0x1", "1 2", "--1", "nan", "inf", "1_000", "1.2.3"}) {
    CAPTURE(wrong);
    CHECK(text_value("to_number(", wrong, ")") == "null number");
  }
  CHECK(text_value("to_number(", "1e999", ")") == "null number");
  CHECK(value_of("to_number(12)") == "12 integer");
  CHECK(value_of("to_number(1.50)") == "1.50 decimal(2)");
  CHECK(value_of("to_number(null)") == "null number");
  CHECK(value_of("to_text(1.50)") == "1.50 string");
  CHECK(value_of("to_text(1e3)") == "1000.0 string");
  CHECK(value_of("to_text(true)") == "true string");
  CHECK(value_of("to_text(date '2024-02-29')") == "2024-02-29 string");
  CHECK(value_of("to_text('x')") == "x string");
  CHECK(value_of("to_text(null)") == "null string");
  CHECK(value_of("concat('a', null, 12, true)") == "a12true string");
  CHECK(value_of("concat(null)") == " string");
}

TEST_CASE("check digits make known numbers whole") {
  CHECK(text_value("luhn(", "7992739871", ")") == "3 string");
  CHECK(text_value("luhn(", "411111111111111", ")") == "1 string");
  CHECK(text_value("luhn(", "0", ")") == "0 string");
  CHECK(text_value("mod11(", "030640615", ")") == "2 string");
  CHECK(text_value("mod11(", "080442957", ")") == "X string");
  CHECK(text_value("mod11(", "0317847", ")") == "1 string");
  CHECK(text_value("mod97(", "794", ")") == "44 string");
  CHECK(text_value("mod97(", "5493001KJTIIGC8Y1R", ")") == "12 string");
  CHECK(text_value("iban_check(", "GBWEST12345698765432", ")") == "82 string");
  CHECK(text_value("iban_check(", "DE370400440532013000", ")") == "89 string");
  CHECK(text_value("iban_check(", "GB", ")") == "null string");
  CHECK(text_value("iban_check(", "12WEST", ")") == "null string");
  for (const char* wrong : {"", "12a", "12 3", "-5", "١٢"}) {
    CAPTURE(wrong);
    CHECK(text_value("luhn(", wrong, ")") == "null string");
    CHECK(text_value("mod11(", wrong, ")") == "null string");
    CHECK(text_value("mod97(", wrong, ")") == "null string");
  }
}

TEST_CASE("functions of numbers take every kind of number, and null where they have no value") {
  CHECK(value_of("sign(-3)") == "-1 integer");
  CHECK(value_of("sign(0.00)") == "0 integer");
  CHECK(value_of("sign(-0.0e0)") == "0 integer");
  CHECK(value_of("sign(2.5e0)") == "1 integer");
  CHECK(value_of("trunc(-2.7)") == "-2 integer");
  CHECK(value_of("trunc(2.7e0)") == "2 integer");
  CHECK(value_of("trunc(7)") == "7 integer");
  CHECK(value_of("trunc(-1e30)") == "null integer");
  CHECK(value_of("sqrt(2)") == "1.4142135623730951 number");
  CHECK(value_of("sqrt(2.25)") == "1.5 number");
  CHECK(value_of("sqrt(-1)") == "null number");
  CHECK(value_of("exp(0)") == "1.0 number");
  CHECK(value_of("exp(1000)") == "null number");
  CHECK(value_of("exp(-1000)") == "0.0 number");
  CHECK(value_of("ln(1)") == "0.0 number");
  CHECK(value_of("ln(0)") == "null number");
  CHECK(value_of("ln(-1)") == "null number");
  CHECK(value_of("log10(1000)") == "3.0 number");
  CHECK(value_of("log10(0)") == "null number");
  CHECK(value_of("pow(2, 10)") == "1024.0 number");
  CHECK(value_of("pow(-8, 0.5)") == "null number");
  CHECK(value_of("pow(null, 2)") == "null number");
  CHECK(value_of("mod(-7, 3)") == "-1 integer");
  CHECK(value_of("mod(7.5, -2)") == "1.5 decimal(1)");
  CHECK(value_of("mod(7, 0)") == "null integer");
  CHECK(value_of("sin(0)") == "0.0 number");
  CHECK(value_of("cos(pi())") == "-1.0 number");
  CHECK(value_of("tan(0)") == "0.0 number");
  CHECK(value_of("atan2(1, 1) * 4 = pi()") == "true boolean");
  CHECK(value_of("atan2(0, 0)") == "0.0 number");
  CHECK(value_of("pi()") == "3.141592653589793 number");
  for (const char* name : {"sqrt", "exp", "ln", "log10", "sin", "cos", "tan"}) {
    CAPTURE(name);
    CHECK(value_of(std::string(name) + "(null)") == "null number");
  }
}

TEST_CASE("functions over columns give row by row what they give for constants") {
  Table table;
  const std::vector<std::string> cells = {"0.25", "-4", "null", "100", "1e-300", "709.9", "-0.5"};
  table.add("x", kNumber, cells);
  for (const char* name : {"sqrt", "exp", "ln", "log10", "sin", "cos", "tan", "sign", "trunc"}) {
    CAPTURE(name);
    std::string expected;
    for (const std::string& cell : cells) {
      const std::string value = value_of(std::string(name) + "(" + (cell == "null" ? cell : cell + "+0e0") + ")");
      expected += (expected.empty() ? "" : " ") + value.substr(0, value.find(' '));
    }
    CHECK(cells_of(std::string(name) + "(x)", table) == expected);
  }
}

TEST_CASE("what has no value is counted once, and only in rows that are asked for") {
  const Dictionary dictionary({"12", "x"});
  Table table;
  table.add("x", kNumber, {"-1", "0", "4", "null", "1000"});
  table.add("s", kString, {"12", "x", "y", "null", "3"});
  table.add("c", kString, {"12", "x", "x", "null", "12"}, &dictionary);
  table.add("p", kBoolean, {"false", "false", "true", "true", "true"});
  CHECK(warned("sqrt(x)", table, CellWarning::domain) == 1);
  CHECK(warned("ln(x)", table, CellWarning::domain) == 2);
  CHECK(warned("ln(x)", table, CellWarning::overflow) == 0);
  CHECK(warned("exp(x)", table, CellWarning::overflow) == 1);
  CHECK(warned("if(p, ln(x), 0)", table, CellWarning::domain) == 0);
  CHECK(warned("to_number(s)", table, CellWarning::domain) == 2);
  CHECK(warned("to_number(c)", table, CellWarning::domain) == 2);
  CHECK(warned("luhn(c)", table, CellWarning::domain) == 2);
  CHECK(warned("if(p, to_number(s), 0)", table, CellWarning::domain) == 1);
  CHECK(warned("if(p, to_number(c), 0)", table, CellWarning::domain) == 1);
  CHECK(warned("to_number('z')", table, CellWarning::domain) == 5);
  CHECK(warned("lpad(s, 2000000)", table, CellWarning::overflow) == 4);
  CHECK(cells_of("luhn(c)", table) == "5 null null null 5");
}

TEST_CASE("a function of a dictionary-coded text stays coded, with each text once") {
  const Dictionary dictionary({"a", "A", "b"});
  Table table;
  table.add("c", kString, {"A", "b", "null", "a"}, &dictionary);
  const auto program = compiled("upper(c)", table);
  REQUIRE(program->dictionary() != nullptr);
  CHECK(program->dictionary()->size() == 2);
  CHECK(cells_of("upper(c)", table) == "A B null A");
  CHECK(cells_of("upper(c) = upper(c)", table) == "true true null true");
  CHECK(cells_of("left(upper(c) || 'x', 1)", table) == "A B null A");
  CHECK(compiled("concat(c, 'x')", table)->dictionary() == nullptr);
  CHECK(compiled("lpad(c, length(c), '0')", table)->dictionary() == nullptr);
  CHECK(cells_of("substr(c, if(c = 'b', 2, 1), 1)", table) == "A  null a");
  CHECK(cells_of("length(null || c)", table) == "null null null null");
  CHECK(cells_of("replace(c, null, 'x')", table) == "null null null null");
}

TEST_CASE("nullif and count_filled look at values of any type") {
  Table table;
  table.add("i", kInteger, {"1", "2", "null"});
  table.add("d", Type::decimal(2), {"1.00", "2.50", "3.00"});
  table.add("s", kString, {"n/a", "x", "null"});
  table.add("day", kDate, {"2024-01-01", "2024-01-02", "null"});
  table.add("at", kTimestamp, {"2024-01-01", "2024-01-03T01:00:00Z", "2024-01-01"});
  table.add("p", kBoolean, {"true", "null", "false"});
  CHECK(cells_of("nullif(i, 2)", table) == "1 null null");
  CHECK(cells_of("nullif(i, d)", table) == "null 2 null");
  CHECK(cells_of("nullif(d, i)", table) == "null 2.50 3.00");
  CHECK(cells_of("nullif(s, 'n/a')", table) == "null x null");
  CHECK(cells_of("nullif(day, '2024-01-02')", table) == "2024-01-01 null null");
  CHECK(cells_of("nullif(day, at)", table) == "null 2024-01-02 null");
  CHECK(cells_of("nullif(p, true)", table) == "null null false");
  CHECK(cells_of("nullif(i, null)", table) == "1 2 null");
  CHECK(value_of("nullif(null, 1.5)") == "null decimal(1)");
  CHECK(value_of("nullif(null, null)") == "null integer");
  CHECK(cells_of("count_filled(i, d, s, day, p, null)", table) == "5 4 2");
  CHECK(value_of("count_filled(null)") == "0 integer");
}

TEST_CASE("row_number counts from one, over ranges and lists of rows, and is no constant") {
  Table table;
  table.add("x", kInteger, {"5", "6", "7"});
  CHECK(cells_of("row_number()", table) == "1 2 3");
  CHECK(cells_of("row_number() * 10 + x", table) == "15 26 37");
  const std::vector<std::int64_t> rows = {7, 3, 3};
  TableEvaluate evaluate(table, RowSet::of(rows));
  Column out;
  compiled("row_number()", table)->run(evaluate, out);
  CHECK(cell_text(out, 0) + " " + cell_text(out, 1) + " " + cell_text(out, 2) == "8 4 4");
  CHECK_FALSE(Expression::parse("row_number() + 1", TextOrigin())->constant());
  CHECK(Expression::parse("hash(1)", TextOrigin())->constant());
}

TEST_CASE("hashes never change, and are equal for equal numbers of any type") {
  // Computed by tests/roundtrip/functions_in_python.py from the definition in docs/language.md.
  CHECK(value_of("hash(1)") == "7256120447724176321 integer");
  CHECK(value_of("hash('ana@example.com')") == "4771523300989126352 integer");
  CHECK(value_of("hash(null)") == "1195769770526638388 integer");
  CHECK(value_of("hash(1) = hash(1.00)") == "true boolean");
  CHECK(value_of("hash(1) = hash(1e0)") == "true boolean");
  CHECK(value_of("hash(0.1) = hash(1e-1)") == "true boolean");
  CHECK(value_of("hash(-12.50) = hash(-12.5e0)") == "true boolean");
  CHECK(value_of("hash(0) = hash(-0e0)") == "true boolean");
  CHECK(value_of("hash(1) = hash('1')") == "false boolean");
  CHECK(value_of("hash('a', 'b') = hash('ab')") == "false boolean");
  CHECK(value_of("hash('a', 'b') = hash('b', 'a')") == "false boolean");
  CHECK(value_of("hash('') = hash(null)") == "false boolean");
  CHECK(value_of("hash(1, null) = hash(1)") == "false boolean");
  const Dictionary dictionary({"b", "a"});
  Table table;
  table.add("c", kString, {"a", "b", "null", "a"}, &dictionary);
  table.add("s", kString, {"a", "b", "null", "a"});
  CHECK(cells_of("hash(c, 1) = hash(s, 1.0)", table) == "true true true true");
  CHECK(cells_of("hash(s) >= 0", table) == "true true true true");
}

TEST_CASE("pages tell each function's signature and parameters") {
  const std::vector<FunctionPage> pages = function_pages();
  const auto page = [&](std::string_view name) {
    for (const FunctionPage& candidate : pages) {
      if (candidate.record.name == name) return candidate.signature;
    }
    return std::string();
  };
  CHECK(page("substr") == "substr(text, from[, length])");
  CHECK(page("concat") == "concat(value[, other, …])");
  CHECK(page("pi") == "pi()");
  CHECK(page("coalesce") == "coalesce(value, other, …)");
}
