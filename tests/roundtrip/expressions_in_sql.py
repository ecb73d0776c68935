#!/usr/bin/env python3
"""Expressions against DuckDB: the language promises SQL's words, so SQL must compute the same from the same columns.

The operands are written out beside the results, with nulls among them, and each expression is asked of DuckDB over the
operands as they stand in the file. Where the language differs from DuckDB on purpose (schema-details.md), the second
text says so in SQL.
"""

import decimal
import json

from checks import Checks, generate, need, parse, parser

need("duckdb")

import duckdb  # noqa: E402  (only now is it known to be there)

ROWS = 20000

# name -> (column, DuckDB's type). Values are few or small enough that equalities and divisions by zero happen.
OPERANDS = {
    "i": ({"distribution": "integer", "min": -9, "max": 9, "missing": 0.1}, "BIGINT"),
    "j": ({"distribution": "integer", "min": -3, "max": 3}, "BIGINT"),
    "big": ({"distribution": "integer", "min": -1000000000000, "max": 1000000000000}, "BIGINT"),
    "d": ({"distribution": "uniform", "min": -50, "max": 50, "decimals": 2, "missing": 0.1}, "DECIMAL(18,2)"),
    "e": ({"distribution": "uniform", "min": -2, "max": 2, "decimals": 3}, "DECIMAL(18,3)"),
    "x": ({"distribution": "normal", "mean": 0, "sd": 100, "missing": 0.1}, "DOUBLE"),
    "p": ({"choice": [True, False, None]}, "BOOLEAN"),
    "q": ({"choice": [True, False, None]}, "BOOLEAN"),
    "s": ({"choice": ["", "a", "ab", "abc", "b", "a%b", "a_b", "ü", "O'Brien", None]}, "VARCHAR"),
    "t": ({"choice": ["a", "ab", "B", "zz", "a\\b"]}, "VARCHAR"),
    "day": (
        {"distribution": "uniform", "type": "date", "min": "2019-12-20", "max": "2020-03-10", "missing": 0.1},
        "DATE",
    ),
    "dag": ({"distribution": "uniform", "type": "date", "min": "2020-02-01", "max": "2020-03-10"}, "DATE"),
    "ts": ({"distribution": "uniform", "type": "timestamp", "min": "2020-02-28", "max": "2020-03-02"}, "TIMESTAMPTZ"),
}

# Expression, and how SQL says it where the words differ.
SAME: list[str | tuple[str, str]] = [
    # Numbers. Decimals are exact in both.
    "i + j",
    "i - j * 3",
    "-i",
    "i * big",
    "d + e",
    "d - e",
    "d * e",
    "d * 3 + 1.25",
    "i + d",
    "-d * -e",
    "i * 2.5",
    "d + 0.001",
    "100 - d",
    "(d + e) * (d - e)",
    "x + i",
    "x * 2",
    "x - d",
    "x * x - x",
    # / is real division; by zero is null.
    ("i / j", "i::double / nullif(j, 0)::double"),
    ("d / 4", "d::double / 4::double"),
    ("1 / i", "1::double / nullif(i, 0)::double"),
    ("x / i", "x / nullif(i, 0)::double"),
    # // floors, % takes the dividend's sign: in whole numbers.
    ("i // j", "case when j <> 0 then floor(i::double / j)::bigint end"),
    ("big // 7", "((big - ((big % 7) + 7) % 7) / 7)::bigint"),
    ("i % j", "case when j <> 0 then i % j end"),
    ("big % 97", "big % 97"),
    ("i ^ 2", "(i * i)::double"),
    ("-2 ^ 2 + i", "-4.0::double + i"),
    ("2 * 3 + i * -j", "6 + i * -j"),
    # Rounding: half away from zero.
    ("round(d)", "round(d)::bigint"),
    ("round(d, 1)", "round(d, 1)"),
    ("round(e, 2)", "round(e, 2)"),
    ("floor(d)", "floor(d)::bigint"),
    ("ceil(d)", "ceil(d)::bigint"),
    ("floor(x)", "floor(x)::bigint"),
    ("ceil(x)", "ceil(x)::bigint"),
    ("floor(i)", "i"),
    ("round(x)", "(sign(x) * floor(abs(x) + 0.5))::bigint"),
    "abs(i)",
    "abs(d)",
    "abs(x)",
    # A null among the arguments makes these null, unlike DuckDB's, which skip it.
    ("least(i, j, 0)", "case when i is not null then least(i, j, 0) end"),
    ("greatest(i, d)", "case when i is not null and d is not null then greatest(i, d) end"),
    ("clip(i, -2, 4)", "case when i is not null then least(greatest(i, -2), 4) end"),
    ("clip(d, -10.5, 10)", "case when d is not null then least(greatest(d, -10.5), 10) end"),
    "coalesce(i, 0)",
    "coalesce(i, j)",
    "coalesce(d, i, 7)",
    "coalesce(s, 'none')",
    "coalesce(i, null)",
    # Comparisons, across kinds of numbers.
    "i = j",
    "i <> j",
    "i != j",
    "i < d",
    "d >= e",
    "d = i",
    "x > d",
    "i <= 2.5",
    "d between -10 and 10",
    "i not between j and 5",
    "i in (1, 2, 3)",
    "i not in (1, 2)",
    "d in (1, 2.5)",
    "i is null",
    "i is not null",
    "s in ('a', 'ab')",
    "s = t",
    "s < t",
    "s >= 'ab'",
    "s <> ''",
    "p = q",
    "day = dag",
    "day < dag",
    "day > date '2020-01-31'",
    "day >= '2020-02-01'",
    "ts > timestamp '2020-02-29T12:00:00Z'",
    "ts < dag",
    "day between date '2020-01-01' and date '2020-02-29'",
    "day in ('2020-02-29', '2020-03-01')",
    # Three-valued logic.
    "p and q",
    "p or q",
    "not p",
    "not p and q",
    "p or q and not p",
    "p and null",
    "p or null",
    "p is null",
    "not (p is null)",
    "i > 0 and d > 0 or p",
    "(p or q) and not (p and q)",
    "i > 0 or null",
    "not (i > 0) and p",
    "null is null",
    # Text.
    "s || t",
    "s || '-' || t",
    "'<' || s || '>'",
    ("t || i", "t || i::varchar"),
    ("t || d", "t || d::varchar"),
    ("t || day", "t || day::varchar"),
    ("t || p", "t || p::varchar"),
    "s like 'a%'",
    "s like '_b'",
    "s not like '%b%'",
    ("s like 'a\\%b'", "s like 'a\\%b' escape '\\'"),
    "s like ''",
    "s like '%'",
    ("t like 'a\\\\b'", "t like 'a\\\\b' escape '\\'"),
    ("s matches 'a.*'", "regexp_full_match(s, 'a.*')"),
    ("s matches '[ab]+'", "regexp_full_match(s, '[ab]+')"),
    ("s matches 'ü'", "regexp_full_match(s, 'ü')"),
    "s = 'O''Brien'",
    # Branches.
    ("if(p, i, j)", "case when p then i else j end"),
    ("if(i > 0, d, e)", "case when i > 0 then d else e end"),
    ("if(p, i, d)", "case when p then i else d end"),
    ("if(q, s, null)", "case when q then s end"),
    ("if(p, day, dag)", "case when p then day else dag end"),
    "case when i > 3 then 'high' when i > 0 then 'low' else s end",
    "case when p then 1 when q then 2 end",
    "case i when 1 then 'one' when 2 then 'two' end",
    "case s when 'a' then i when 'ab' then -i else 0 end",
    "case when i > 0 then d else j end",
    "case day when date '2020-02-29' then 'leap' else 'no' end",
    "case when null then 1 else 2 end",
    # Functions of texts and numbers that SQL has too; functions_in_python.py has all of them.
    "length(s)",
    "lower(t)",
    "upper(t)",
    "left(s, 1)",
    "left(s, -1)",
    "right(s, 2)",
    "right(s, -1)",
    ("left(s, i)", "left(s, i)"),
    ("right(s, i)", "right(s, i)"),
    ("substr(s, 2)", "substr(s, 2)"),
    ("substr(s, 1, 1)", "substr(s, 1, 1)"),
    ("substr(s, 2, j)", "case when j >= 0 then substr(s, 2, j) end"),
    "replace(s, 'a', 'xy')",
    "replace(s, t, '')",
    "lpad(s, 4, '*')",
    "rpad(s, 4, '+-')",
    ("lpad(s, i, 'x')", "lpad(s, i::integer, 'x')"),
    "starts_with(s, 'a')",
    "starts_with(s, t)",
    ("ends_with(s, t)", "suffix(s, t)"),
    "contains(s, 'b')",
    "split_part(s, '_', 1)",
    "split_part(s, 'b', -1)",
    ("regexp_replace(s, '[ab]', '<\\0>')", "regexp_replace(s, '[ab]', '<\\0>', 'g')"),
    ("trim(' ' || s || '  ')", "s"),
    "concat(s, '-', t)",
    ("concat(i, p)", "concat(i::varchar, p::varchar)"),
    ("to_text(d)", "d::varchar"),
    ("to_number(to_text(d))", "d::double"),
    "nullif(i, j)",
    "nullif(s, 'a')",
    ("nullif(d, i)", "case when d <> i or i is null then d end"),
    ("count_filled(i, d, s)", "(i is not null)::int + (d is not null)::int + (s is not null)::int"),
    ("sign(d)", "sign(d)"),
    ("trunc(d)", "trunc(d)::bigint"),
    ("trunc(x)", "trunc(x)::bigint"),
    ("sqrt(x * x)", "sqrt(x * x)"),
    ("sqrt(i)", "case when i >= 0 then sqrt(i) end"),
    ("mod(i, j)", "case when j <> 0 then i % j end"),
    ("pow(i, 2)", "(i * i)::double"),
    ("log10(100.0 * 10)", "3.0::double"),
    ("pi()", "pi()"),
    # Time. A date less a date is days, a timestamp less a timestamp seconds.
    "day + 1",
    "day - 40",
    "day - dag",
    ("day + i", "day + i::integer"),
    ("day - i", "day - i::integer"),
    (
        "ts - timestamp '2020-02-29T00:00:00Z'",
        "(epoch_us(ts) - epoch_us(timestamptz '2020-02-29 00:00:00+00'))::double / 1e6",
    ),
    ("ts - dag", "(epoch_us(ts) - epoch_us(dag::timestamp))::double / 1e6"),
    ("today() - day", "date '2020-06-30' - day"),
    ("now() > ts", "true"),
    ("if(day > dag, day, dag)", "case when day > dag then day else dag end"),
]

# Types of results: + and - keep the larger scale, * adds scales, / gives a number, rounding to whole gives integers.
TYPES = {
    "i + j": "integer",
    "i * big": "integer",
    "d + e": "decimal(3)",
    "d - e": "decimal(3)",
    "d * e": "decimal(5)",
    "d * 3 + 1.25": "decimal(2)",
    "i + d": "decimal(2)",
    "i * 2.5": "decimal(1)",
    "(d + e) * (d - e)": "decimal(6)",
    "x + i": "number",
    "i / j": "number",
    "d / 4": "number",
    "i // j": "integer",
    "round(d)": "integer",
    "round(d, 1)": "decimal(1)",
    "floor(d)": "integer",
    "ceil(x)": "integer",
    "abs(d)": "decimal(2)",
    "greatest(i, d)": "decimal(2)",
    "coalesce(d, i, 7)": "decimal(2)",
    "if(p, i, d)": "decimal(2)",
    "if(i > 0, d, e)": "decimal(3)",
    "p and q": "boolean",
    "s || t": "string",
    "day + 1": "date",
    "day - dag": "integer",
    "ts - dag": "number",
    "if(p, day, dag)": "date",
}

# Rounding decides on the shortest decimal form of a number, half away from zero: what Python's decimals say of repr.
# d / 100 and e / 2 end in a 5 at the fourth digit in every tenth or second row, so that ties are common.
ROUNDED = {
    "round(d / 100, 3)": ("d / 100", 3),
    "round(e / 2, 3)": ("e / 2", 3),
    "round(x, 2)": ("x", 2),
    "round(d / 10, 2)": ("d / 10", 2),
    "round(e / 20, 4)": ("e / 20", 4),
}


def check_rounding(checks: Checks, session: duckdb.DuckDBPyConnection) -> None:
    for place, (expression, (_, digits)) in enumerate(ROUNDED.items()):
        rows = session.execute(f"select f{place}, r{place}, m{place} from raw where f{place} is not null").fetchall()
        step = decimal.Decimal(1).scaleb(-digits)
        wanted = [decimal.Decimal(number).quantize(step, decimal.ROUND_HALF_UP) for number, _, _ in rows]
        ties = sum(abs(decimal.Decimal(number) - rounded) * 2 == step for (number, _, _), rounded in zip(rows, wanted))
        wrong = [(row[0], row[1], str(value)) for row, value in zip(rows, wanted) if decimal.Decimal(row[1]) != value]
        checks.that(rows and not wrong, f"{expression} rounds half away from zero ({ties} ties)", wrong[:3])
        wrong = [
            (row[0], row[2], f"{value:f}")
            for row, value in zip(rows, wanted)
            if decimal.Decimal(row[2]) != value or len(row[2].split(".")[1]) != digits
        ]
        checks.that(not wrong, f"decimals round as {expression} does, and show all digits", wrong[:3])
        if expression != "round(x, 2)":
            checks.that(ties > len(rows) / 50, f"{expression} meets ties", ties)


def main() -> None:
    arguments = parse(parser(__doc__.splitlines()[0]))
    checks = Checks()
    asked = [expression if isinstance(expression, tuple) else (expression, expression) for expression in SAME]
    columns = {name: column for name, (column, _) in OPERANDS.items()}
    columns.update({f"e{place}": {"expression": ours} for place, (ours, _) in enumerate(asked)})
    for place, (ours, (number, digits)) in enumerate(ROUNDED.items()):
        columns[f"f{place}"] = {"expression": f"0.0e0 + ({number})"}
        columns[f"r{place}"] = {"expression": ours}
        columns[f"m{place}"] = {"expression": number, "decimals": digits}
    schema = {
        "synthgen": 1,
        "seed": 11,
        "reference_time": "2020-06-30T12:00:00Z",
        "tables": {"t": {"rows": ROWS, "columns": columns}},
    }
    file = arguments.work / "expressions.json"
    file.write_text(json.dumps(schema), encoding="utf-8")
    folder = generate(arguments.program, file, arguments.work / "expressions")
    session = duckdb.connect()
    session.execute("set timezone = 'UTC'")
    session.execute(
        f"create table raw as select * "
        f"from read_csv('{folder / 't.csv'}', all_varchar = true, allow_quoted_nulls = false)"
    )
    typed = ", ".join(f"{name}::{kind} as {name}" for name, (_, kind) in OPERANDS.items())
    session.execute(f"create table t as select {typed}, * exclude ({', '.join(OPERANDS)}) from raw")
    checks.equal(session.execute("select count(*) from t").fetchall()[0][0], ROWS, "all rows are read")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["tables"]["t"]["columns"]
    kinds = {
        "integer": "BIGINT",
        "number": "DOUBLE",
        "string": "VARCHAR",
        "boolean": "BOOLEAN",
        "date": "DATE",
        "timestamp": "TIMESTAMPTZ",
    }
    for place, (ours, theirs) in enumerate(asked):
        name = f"e{place}"
        kind = manifest[name]["type"]
        if ours in TYPES:
            checks.equal(kind, TYPES[ours], f"the type of {ours}")
        target = kinds.get(kind) or f"DECIMAL(38,{kind[8:-1]})"
        # Both are given the type that the manifest declares; a decimal that does not fit it would be an error here.
        wrong = f"{name}::{target} is distinct from ({theirs})::{target}"
        try:
            count, example = session.execute(
                f"""select count(*), any_value({{'ours': {name}, 'theirs': ({theirs})::varchar,
                'i': i, 'j': j, 'd': d, 'e': e, 'x': x, 'p': p, 'q': q, 's': s, 't': t,
                'day': day, 'dag': dag, 'ts': ts}})
                from t where {wrong}"""
            ).fetchall()[0]
        except duckdb.Error as error:
            checks.that(False, f"DuckDB can compute {theirs}", error)
            continue
        checks.that(count == 0, f"{ours} ({kind}) is what SQL says", f"{count} rows differ, such as {example}")
    check_rounding(checks, session)
    # A comparison that cannot fail would show nothing: with one side changed it must.
    changed = session.execute("select count(*) from t where e0::bigint is distinct from i + j + 1").fetchall()[0][0]
    checks.that(changed > ROWS / 2, "a wrong sum would be found", changed)
    checks.end()


if __name__ == "__main__":
    main()
