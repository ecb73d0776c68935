#!/usr/bin/env python3
"""Random rules over columns of few values, judged by DuckDB: a contradiction is told exactly where no row is possible.

DuckDB joins all values of all columns, null included, and looks for a row that breaks none of the rules. Where there is
one, nothing may be told (the run would be refused for nothing). Where there is none, it must be told, with a set of
rules that DuckDB finds impossible too, and possible without any one of them.

A second table has numbers, times and computed columns of many values. Its rows are drawn without rules; where one of
them satisfies random rules, nothing may be told of these.
"""

import json
import random
import re

from checks import Checks, need, parse, parser, run

need("duckdb")

import duckdb  # noqa: E402  (only now is it known to be there)

SCHEMAS = 400
DRAWN_SCHEMAS = 300
DRAWN_ROWS = 3000
# Numbers computed from several columns are followed as far as intervals and elimination go, so a few may be missed.
MOST_MISSED_SHARE = 0.01


class Column:
    def __init__(self, name, source, values, literals, sql_type, nullable):
        self.name, self.source, self.values, self.literals = name, source, values, literals
        self.sql_type, self.nullable = sql_type, nullable

    def schema(self):
        if not self.nullable:
            return self.source
        if "choice" in self.source and self.name in "ku":
            return {**self.source, "choice": [*self.source["choice"], None]}
        return {**self.source, "missing": 0.4}

    def table(self):
        rows = [f"({value})" for value in self.values] + (["(null)"] if self.nullable else [])
        return f"(select v::{self.sql_type} as {self.name} from (values {', '.join(rows)}) t(v)) as t_{self.name}"


def columns(draw):
    low = draw.randint(-2, 3)
    high = low + draw.randint(0, 4)
    texts = draw.sample(["ab", "abc", "b", "ba", "c%", ""], draw.randint(1, 4))
    numbers = sorted(draw.sample([-1, 0, 1, 2, 3, 5, 8], draw.randint(1, 4)))
    prices = draw.sample([0.5, 1.25, 2.0, 2.75], draw.randint(1, 3))
    day = draw.randint(1, 5)
    last = day + draw.randint(0, 4)
    nullable = lambda: draw.random() < 0.3
    quoted = lambda list_: ["'" + text + "'" for text in list_]
    dates = [f"date '2024-03-{d:02}'" for d in range(day, last + 1)]
    return [
        Column(
            "n",
            {"distribution": "integer", "min": low, "max": high},
            list(range(low, high + 1)),
            [str(v) for v in range(-3, 9)],
            "integer",
            nullable(),
        ),
        Column("k", {"choice": numbers}, numbers, [str(v) for v in range(-2, 9)], "integer", nullable()),
        Column("t", {"choice": texts}, quoted(texts), quoted(["ab", "abc", "b", "c%", "zz"]), "varchar", nullable()),
        Column(
            "u",
            {"choice": ["ab", "b", "x"]},
            quoted(["ab", "b", "x"]),
            quoted(["ab", "b", "x", "q"]),
            "varchar",
            nullable(),
        ),
        Column(
            "p", {"choice": prices, "decimals": 2}, prices, ["0.5", "1.25", "2", "2.5"], "decimal(9, 2)", nullable()
        ),
        Column(
            "d",
            {"distribution": "uniform", "type": "date", "min": f"2024-03-{day:02}", "max": f"2024-03-{last:02}"},
            dates,
            [f"date '2024-03-{d:02}'" for d in range(1, 10)],
            "date",
            nullable(),
        ),
        Column(
            "b", {"distribution": "bernoulli", "p": 0.5}, ["true", "false"], ["true", "false"], "boolean", nullable()
        ),
    ]


def atom(draw, table):
    column = draw.choice(table)
    name = column.name
    operator = draw.choice(["=", "<>", "<", "<=", ">", ">="])
    literal = draw.choice(column.literals)
    kind = draw.randrange(9)
    if kind == 0:
        return f"{name} is null" if draw.random() < 0.5 else f"{name} is not null"
    if kind == 1 and name != "b":
        return f"{name} {draw.choice(['in', 'not in'])} ({', '.join(draw.sample(column.literals, 2))})"
    if kind == 2 and name not in "tub":
        a, b = sorted(draw.sample(range(len(column.literals)), 2))
        return f"{name} {draw.choice(['between', 'not between'])} {column.literals[a]} and {column.literals[b]}"
    if kind == 3:
        return draw.choice(["t like 'a%'", "t not like '%b'", "t like '_'", "u = t", "u <> t", "u < t"])
    if kind == 4:
        return draw.choice(
            [
                f"n {operator} k",
                f"n + k {operator} {draw.randint(-2, 9)}",
                f"k - n {operator} 1",
                f"2 * n - k {operator} p",
                f"d + n {operator} {draw.choice(table[5].literals)}",
                f"p * 2 {operator} n",
                f"d - date '2024-03-02' {operator} k",
                f"n % 2 {operator} 1",
            ]
        )
    if name == "b":
        return draw.choice(["b", "not b", "b = true", "b <> false"])
    if name in "tu" and operator not in ("=", "<>"):
        operator = draw.choice(["=", "<>"])
    return f"{name} {operator} {literal}"


def condition(draw, table, depth):
    if depth == 0 or draw.random() < 0.45:
        return atom(draw, table)
    kind = draw.randrange(5)
    if kind == 0:
        return f"not ({condition(draw, table, depth - 1)})"
    word = " and " if kind < 3 else " or "
    return "(" + word.join(condition(draw, table, depth - 1) for _ in range(draw.randint(2, 3))) + ")"


def rule(draw, table):
    """The rule, and what DuckDB must find not to be false."""
    if draw.random() < 0.6:
        check = condition(draw, table, 2)
        return {"check": check}, f"({check}) is not false"
    given, then = condition(draw, table, 1), condition(draw, table, 1)
    if draw.random() < 0.6:
        return {"if": given, "then": then}, f"not (coalesce({given}, false) and ({then}) is false)"
    otherwise = condition(draw, table, 1)
    return (
        {"if": given, "then": then, "else": otherwise},
        f"not (coalesce({given}, false) and ({then}) is false) and not (({given}) is false and ({otherwise}) is false)",
    )


def possible(table, tests):
    tables = ", ".join(column.table() for column in table)
    where = " and ".join(f"({test})" for test in tests) or "true"
    return duckdb.sql(f"select 1 from {tables} where {where} limit 1").fetchall() != []


def judge(checks, program, path, seed):
    """What became of one schema: whether a row is possible, whether it was told, and how many rules were named."""
    draw = random.Random(seed)
    table = columns(draw)
    rules, tests = zip(*(rule(draw, table) for _ in range(draw.randint(2, 8))), strict=True)
    written = {column.name: column.schema() for column in table}
    schema = {"synthgen": 1, "tables": {"t": {"rows": 10, "columns": written, "rules": list(rules)}}}
    path.write_text(json.dumps(schema, indent=1))
    ran = run(program, "check", path, "--format", "json")
    found = [entry for entry in json.loads(ran.stdout) if entry["severity"] == "error"]
    strange = [entry for entry in found if entry["code"] != "SG4001"]
    checks.that(not strange, f"seed {seed}: nothing else is wrong", strange[:1])
    checks.that(ran.returncode == (4 if found else 0), f"seed {seed}: the exit code", ran.returncode)
    if possible(table, tests):
        checks.that(not found, f"seed {seed}: a row is possible, so nothing is told", found[:1])
        return True, bool(found), 0
    named = 0
    for message in sorted({re.sub(r" \(\d+ of \d+\)$", "", entry["message"]) for entry in found}):
        members = [int(number) - 1 for number in re.findall(r"rule (\d+)", message.split(":")[0])]
        named += len(members)
        if " more together" in message:
            continue
        checks.that(
            members and not possible(table, [tests[r] for r in members]), f"seed {seed}: no row satisfies them", message
        )
        for left_out in members:
            others = [tests[r] for r in members if r != left_out]
            checks.that(possible(table, others), f"seed {seed}: rule {left_out + 1} is needed", message)
    if not found:
        print(f"seed {seed}: not found: {rules}")
    return False, bool(found), named


# name -> (column, DuckDB's type)
DRAWN = {
    "x": ({"distribution": "normal", "mean": 0, "sd": 1}, "double"),
    "y": ({"distribution": "uniform", "min": -1, "max": 1, "missing": 0.2}, "double"),
    "z": ({"distribution": "lognormal", "median": 1, "sigma": 1}, "double"),
    "p": ({"distribution": "gamma", "mean": 3, "sd": 2, "decimals": 2}, "decimal(18, 2)"),
    "q": ({"distribution": "normal", "mean": 3, "sd": 2, "decimals": 1, "missing": 0.1}, "decimal(18, 1)"),
    "n": ({"distribution": "poisson", "mean": 4}, "integer"),
    "m": ({"distribution": "integer", "min": -5, "max": 50}, "integer"),
    "w": ({"expression": "x + 2 * y"}, "double"),
    "s": ({"expression": "p + q"}, "decimal(18, 2)"),
    "big": ({"expression": "n > 4"}, "boolean"),
    "d": ({"distribution": "uniform", "type": "date", "min": "2024-01-01", "max": "2024-03-01"}, "date"),
    "e": ({"distribution": "exponential", "mean": "20 days", "type": "date", "origin": "2024-01-01"}, "date"),
    "since": ({"distribution": "uniform", "type": "datetime", "min": "2024-01-01", "max": "2024-03-01"}, "timestamp"),
}


def drawn_atom(draw):
    operator = draw.choice(["<", "<=", ">", ">=", "="])
    a, b, c = draw.sample(["x", "y", "z", "p", "q", "n", "m", "w", "s"], 3)
    number = draw.choice(["0", "1", "2.5", "-1", "0.1", "3", "4", "10"])
    factor = draw.choice(["2", "-1", "0.6", "0.1"])
    return draw.choice(
        [
            f"{a} {operator} {number}",
            f"{a} {operator} {b}",
            f"{a} + {b} {operator} {c}",
            f"{factor} * {a} - {b} {operator} {number}",
            f"{a} {operator} {factor} * {b}",
            f"d {operator} e",
            f"d {operator} date '2024-02-{draw.randint(1, 29):02}'",
            f"e - d {operator} {draw.randint(-20, 40)}",
            f"{draw.choice('yq')} is null",
            f"{draw.choice('yq')} is not null",
            "big",
            "not big",
            "n > 4",
            "since < d",
            "since > e",
            "d + n > e",
        ]
    )


def drawn_condition(draw, depth):
    if depth == 0 or draw.random() < 0.5:
        return drawn_atom(draw)
    if draw.random() < 0.2:
        return f"not ({drawn_condition(draw, depth - 1)})"
    word = draw.choice([" and ", " or "])
    return f"({drawn_condition(draw, depth - 1)}{word}{drawn_condition(draw, depth - 1)})"


def judge_drawn(checks, program, work):
    table = {"rows": DRAWN_ROWS, "columns": {name: column for name, (column, _) in DRAWN.items()}}
    schema = {"synthgen": 1, "seed": 5, "tables": {"t": table}}
    path = work / "drawn.json"
    path.write_text(json.dumps(schema))
    ran = run(program, "generate", path, "-o", work / "drawn.csv")
    if not checks.that(ran.returncode == 0, "rows are drawn without rules", ran.stderr[-600:]):
        return
    typed = ", ".join(f"nullif({name}, '')::{sql_type} as {name}" for name, (_, sql_type) in DRAWN.items())
    duckdb.sql(
        f"create table drawn as select {typed} from read_csv('{work / 'drawn.csv'}', all_varchar = true, header = true)"
    )
    told = 0
    for seed in range(DRAWN_SCHEMAS):
        draw = random.Random(seed)
        rules = [drawn_condition(draw, 2) for _ in range(draw.randint(2, 6))]
        table["rules"] = [{"check": check} for check in rules]
        path.write_text(json.dumps(schema))
        found = [
            entry
            for entry in json.loads(run(program, "check", path, "--format", "json").stdout)
            if entry["severity"] == "error"
        ]
        told += bool(found)
        where = " and ".join(f"(({check}) is not false)" for check in rules)
        rows = duckdb.sql(f"select * from drawn where {where} limit 1").fetchall()
        strange = [entry for entry in found if entry["code"] != "SG4001" or rows]
        checks.that(not strange, f"drawn {seed}: nothing is told that a drawn row contradicts", (strange[:1], rows))
    print(f"{DRAWN_SCHEMAS} schemas over many values, {told} of them told to be impossible")
    checks.that(told > DRAWN_SCHEMAS / 10, "some of them are impossible", told)


def main():
    arguments = parse(parser(__doc__))
    checks = Checks()
    judged = [judge(checks, arguments.program, arguments.work / "schema.json", seed) for seed in range(SCHEMAS)]
    impossible = sum(not row for row, _, _ in judged)
    missed = sum(not row and not told for row, told, _ in judged)
    named = sum(rules for _, _, rules in judged)
    print(f"{SCHEMAS} schemas, {impossible} of them impossible, {missed} not found; {named} rules told")
    checks.that(SCHEMAS / 8 < impossible < SCHEMAS * 7 / 8, "both sorts of schemas are judged", impossible)
    checks.that(missed <= MOST_MISSED_SHARE * impossible, "nearly all contradictions are found", missed)
    judge_drawn(checks, arguments.program, arguments.work)
    checks.end()


if __name__ == "__main__":
    main()
