#!/usr/bin/env python3
""""unique": "suffix" as files have it, judged by DuckDB: a million texts of any source all differ, each is the source's
own text with a number of fixed length at its place, keys and references to them hold, and bytes are the same by threads,
blocks, shards and shuffling."""

import json
import pathlib

from checks import Checks, generate, need, parse, parser, run

need("duckdb")

import duckdb  # noqa: E402  (whether it is there is known only now)

ROWS = 1_000_000
DIGITS = 7  # 900,000 numbers of six digits are too few

SOURCES = {
    "first": {"provider": "person.first_name"},
    "mail": {"template": "{base|lower|ascii}@example.com"},
    "nested": {"template": "{base}@home@example.com"},
    "computed": {"expression": "upper(base) || ' ' || lower(base)"},
    "listed": {"choice": ["red", "Blue", "light green", "", "@you", "1", "12", "a1@b"]},
    "partly": {"choice": ["red", None, "Blue"]},
    "cases": {"cases": [{"if": "base < 'J'", "choice": ["x", "Y"]}, {"constant": "z z"}]},
    "sentence": {"provider": "text.sentence"},
    "path": {"provider": "address.street"},
    "fixed": {"constant": "ID-"},
}


def schema_of(rows: int, extra: dict | None = None, children: int = 200_000) -> dict:
    columns = {"base": {"provider": "person.first_name", "entity": "other"}}
    for name, source in SOURCES.items():
        columns[name] = source
    # Beside each column the same with a suffix: its own streams are the column's, so the texts are those of its own name.
    suffixed = {f"{name}_s": {"expression": name, "unique": "suffix"} for name in SOURCES}
    drawn = {f"{name}_d": {**source, "unique": "suffix"} for name, source in SOURCES.items() if name != "partly"}
    return {
        "synthgen": 1,
        "name": "suffix",
        "seed": 17,
        "locale": "es_ES",
        "tables": {
            "t": {"rows": rows, "primary_key": "mail_d", "columns": {**columns, **suffixed, **drawn}, **(extra or {})},
            "u": {
                "rows": children,
                "columns": {
                    "mail": {"references": "t"},
                    "once": {"references": "t.first_d", "unique": True},
                    "base": {"expression": "mail.base"},
                },
            },
        },
    }


def write(path: pathlib.Path, schema: dict) -> pathlib.Path:
    path.write_text(json.dumps(schema, ensure_ascii=False), encoding="utf-8")
    return path


def load(database: duckdb.DuckDBPyConnection, folder: pathlib.Path) -> None:
    for table in ("t", "u"):
        # Empty texts are quoted and nulls are not.
        database.execute(
            f"create or replace table {table} as select * from read_csv('{folder}/{table}.csv', all_varchar=true, "
            "header=true, quote='\"', escape='\"', allow_quoted_nulls=false)"
        )


def number_at(column: str, plain: str) -> str:
    """The place of the number in `column`, as SQL computes it from the plain text by itself."""
    at = f"(length({plain}) - strpos(reverse({plain}), '@') + 1)"
    before = f"(strpos({plain}, '@') > 0 and {at} > 1)"
    spaced = f"(strpos({plain}, ' ') > 0 or lower(left({plain}, 1)) <> left({plain}, 1))"
    return f"case when {before} then {at} when {spaced} then length({plain}) + 2 else length({plain}) + 1 end"


def faults(database: duckdb.DuckDBPyConnection, column: str, plain: str) -> dict[str, int]:
    """How often a promise is broken, by what it is."""
    place = number_at(column, plain)
    rest = f"left({column}, {place} - 1) || substr({column}, {place} + {DIGITS})"
    spaced = f"case when {place} = length({plain}) + 2 then {plain} || ' ' else {plain} end"
    repeats, nulls, digits, texts = database.execute(
        f"select count({column}) - count(distinct {column}), "
        f"count(*) filter (({column} is null) <> ({plain} is null)), "
        f"count(*) filter (not regexp_full_match(substr({column}, {place}, {DIGITS}), '[1-9][0-9]*')), "
        f"count(*) filter ({rest} <> {spaced}) from t"
    ).fetchone()
    return {"repeats": repeats, "nulls": nulls, "numbers": digits, "texts": texts}


def judge_values(checks: Checks, database: duckdb.DuckDBPyConnection) -> None:
    checks.equal(database.execute("select count(*) from t").fetchone()[0], ROWS, "all rows are there")
    for name in SOURCES:
        found = faults(database, f"{name}_s", name)
        checks.equal(
            found,
            {"repeats": 0, "nulls": 0, "numbers": 0, "texts": 0},
            f"{name}_s: a million texts differ, and each is its text with a number of {DIGITS} digits at its place",
        )
        if name != "partly":
            differ, filled = database.execute(f"select count(distinct {name}_d), count({name}_d) from t").fetchone()
            checks.equal((differ, filled), (ROWS, ROWS), f"{name}_d: a million drawn texts differ")
        repeats = database.execute(f"select count({name}) - count(distinct {name}) from t").fetchone()[0]
        checks.that(repeats > 1_000, f"{name} by itself repeats, so that something was done", repeats)
    lost = database.execute("select count(*) from u where mail not in (select mail_d from t)").fetchone()[0]
    checks.equal(lost, 0, "every reference finds its row")
    wrong = database.execute("select count(*) from u join t on u.mail = t.mail_d where u.base <> t.base").fetchone()[0]
    checks.equal(wrong, 0, "and its row's cells")
    once = database.execute(
        "select count(*), count(distinct once), count(*) filter (once not in (select first_d from t)) from u"
    ).fetchone()
    checks.equal(once, (200_000, 200_000, 0), "a one-to-one reference finds rows of their own")


def judge_numbers(checks: Checks, database: duckdb.DuckDBPyConnection) -> None:
    """The numbers are spread, not counted: neither ascending nor the same in two columns."""
    rising, same, low = database.execute(
        "select count(*) filter (b > a), count(*) filter (a = c), count(*) filter (a < 2000000) from (select "
        "right(fixed_s, 7)::int a, lead(right(fixed_s, 7)::int) over (order by r) b, right(fixed_d, 7)::int c from "
        "(select fixed_s, fixed_d, row_number() over () r from t))"
    ).fetchone()
    # Half of the neighbours rise, a ninth of the numbers begins with 1: 6 standard deviations are 1,732 (of runs up
    # and down, variance 1/12 a row) and 1,886. Equal numbers are one in nine million pairs: fewer than 5.
    checks.that(abs(rising - ROWS / 2) < 1_800, "half of the numbers are above that of the row before", rising)
    checks.that(abs(low - ROWS / 9) < 1_900, "a ninth of the numbers begins with 1", low)
    checks.that(same < 5, "each column has numbers of its own", same)


def judge_the_judge(checks: Checks, database: duckdb.DuckDBPyConnection) -> None:
    """One cell is damaged at a time: each fault is found."""
    for name, change in {
        "repeats": "update t set mail_s = (select max(mail_s) from t) where rowid = 7",
        "numbers": "update t set mail_s = 'x' || mail_s where rowid = 7",
        "texts": "update t set mail_s = mail_s || 'm' where rowid = 7",
        "nulls": "update t set mail_s = null where rowid = 7",
    }.items():
        database.execute("begin")
        database.execute(change)
        checks.that(faults(database, "mail_s", "mail")[name] > 0, f"a damaged copy is found: {name}")
        database.execute("rollback")


def judge_bytes(checks: Checks, program: pathlib.Path, work: pathlib.Path) -> None:
    schema = write(work / "small.json", schema_of(5_000, children=1_000))
    whole = generate(program, schema, work / "whole", "--threads", 1)
    for name, flags in {
        "two threads": ["--threads", 2],
        "seven threads": ["--threads", 7],
        "small blocks": ["--threads", 2, "--block-rows", 333],
    }.items():
        out = generate(program, schema, work / name.replace(" ", "_"), *flags)
        for table in ("t", "u"):
            checks.that(
                (out / f"{table}.csv").read_bytes() == (whole / f"{table}.csv").read_bytes(), f"{name}: same bytes of {table}"
            )
    for number in (1, 2, 3):
        generate(program, schema, work / "shards", "--shard", f"{number}/3")
    for table in ("t", "u"):
        joined = b"".join(part.read_bytes() for part in sorted((work / "shards" / table).glob("shard-*.csv")))
        checks.that(joined == (whole / f"{table}.csv").read_bytes(), f"three shards joined are the bytes of {table}")
    shuffled = generate(program, write(work / "shuffled.json", schema_of(5_000, {"shuffle": True}, 1_000)), work / "shuffled")
    lines = (whole / "t.csv").read_bytes().splitlines()
    mixed = (shuffled / "t.csv").read_bytes().splitlines()
    checks.that(mixed != lines and sorted(mixed) == sorted(lines), "a shuffled table has the same rows")
    # 5,000 and 9,000 rows have numbers of four digits: the first rows are as they were.
    longer = generate(program, schema, work / "longer", "--rows", "t=9000")
    checks.that(
        (longer / "t.csv").read_bytes().startswith((whole / "t.csv").read_bytes()), "more rows leave the first as they were"
    )
    done = run(program, "verify", whole)
    checks.that(done.returncode == 0 and b"unique mail_s" in done.stdout, "verify checks what has a suffix", done.stdout)


def main() -> None:
    arguments = parse(parser(__doc__))
    checks = Checks()
    judge_bytes(checks, arguments.program, arguments.work)
    folder = generate(arguments.program, write(arguments.work / "suffix.json", schema_of(ROWS)), arguments.work / "all")
    with duckdb.connect() as database:
        database.execute("set threads to 2")
        load(database, folder)
        judge_values(checks, database)
        judge_numbers(checks, database)
        judge_the_judge(checks, database)
    checks.end()


if __name__ == "__main__":
    main()
