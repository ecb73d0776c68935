#!/usr/bin/env python3
"""Hits of noise have nothing to do with one another, with the values, or with what else stands in the schema: adding,
removing or moving an operator leaves the lines of the others in the log as they were."""

import copy
import itertools
import json
import pathlib

from checks import Checks, generate, need, parse, parser
from noise_files import read_csv, read_log

need("numpy", "pandas", "scipy")

import numpy  # noqa: E402  (they are known to be there only now)
import pandas  # noqa: E402
import scipy.stats  # noqa: E402

ROWS = 200_000
# Some 500 pairs are tested; the seed is fixed, and one below this is expected in 200 seeds.
LEAST_P = 1e-5

NUMBER = {"distribution": "integer", "min": 1000, "max": 9999}
TEXT = {"choice": ["Berlin Mitte", "Köln", "Łódź, old town", "x y z"]}
DATE = {"distribution": "uniform", "type": "date", "min": "2000-01-01", "max": "2020-12-31"}


def columns_of(numbers: int, texts: int) -> dict[str, dict]:
    columns = {"half": {"distribution": "bernoulli", "p": 0.5}, "x": {"distribution": "uniform", "min": 0, "max": 1}}
    columns |= {f"n{i}": NUMBER for i in range(numbers)}
    columns |= {f"t{i}": TEXT for i in range(texts)}
    return columns | {"d0": DATE, "d1": DATE}


# No hit is passed over: each operator can damage whatever the ones before it have left. So a line is a hit.
HITS = [
    {"operator": "jitter", "columns": ["n0", "n1", "n2"], "rate": 0.2, "sd": 300},
    {"operator": "jitter", "columns": ["n0", "n3"], "rate": 0.2, "sd": 300, "name": "second jitter"},
    {"operator": "jitter", "columns": ["n0"], "rate": 0.2, "exact": True, "sd": 300, "name": "exact jitter"},
    {"operator": "jitter", "columns": ["n4"], "rate": "=if(half, 0.3, 0.1)", "sd": 300, "name": "by row"},
    {"operator": "outlier", "columns": ["n0", "n1"], "rate": 0.2, "sd": 5},
    {"operator": "outlier", "columns": ["n5"], "rate": 0.001, "sd": 5, "name": "rare"},
    {"operator": "typo", "columns": ["t0", "t1"], "rate": 0.2},
    {"operator": "typo", "columns": ["t2"], "rate": 0.2, "kind": "keyboard", "layout": "us", "name": "keys"},
    {"operator": "whitespace", "columns": ["t3", "t0"], "rate": 0.2, "kind": "leading"},
    {"operator": "truncate", "columns": ["t4"], "rate": 0.5, "length": 2},
    {"operator": "shift", "columns": ["d0", "d1"], "rate": 0.2, "by": "1 day"},
    {"operator": "missing", "columns": ["n6"], "rate": 0.2, "exact": True},
    {"operator": "missing", "columns": ["n7", "t5"], "rate": 0.2, "name": "gaps"},
    {"operator": "block", "columns": ["n8", "n9"], "rate": 0.2},
    {"operator": "block", "columns": ["t6", "t7"], "rate": 0.2},
    {"operator": "swap_columns", "columns": ["n10", "n11"], "rate": 0.2},
    {"operator": "incomplete", "columns": ["t8", "t9"], "rate": 0.2, "from": "t9"},
]


def label_of(operator: dict) -> str:
    return operator.get("name", operator["operator"])


def log_of(program: pathlib.Path, work: pathlib.Path, name: str, schema: dict, *arguments: str) -> dict[str, list]:
    """The log of each table."""
    path = work / f"{name}.json"
    path.write_text(json.dumps(schema, ensure_ascii=False), encoding="utf-8")
    folder = generate(program, path, work / name, "--changes", *arguments)
    return {t: read_log(read_csv((folder / f"changes/{t}.csv").read_bytes())) for t in schema["tables"]}


def hits_of(folder: pathlib.Path, table: str) -> dict[str, numpy.ndarray]:
    """Which rows each operator hits in each column, by the log."""
    log = pandas.read_csv(folder / f"changes/{table}.csv", usecols=["row", "column", "operator"])
    found: dict[str, numpy.ndarray] = {}
    for (operator, column), rows in log.groupby(["operator", "column"])["row"]:
        found[f"{operator} on {column}"] = numpy.isin(numpy.arange(ROWS), rows.to_numpy())
    return found


def p_of(a: numpy.ndarray, b: numpy.ndarray) -> float:
    """Of the chi-square of 2×2 counts, without a correction."""
    both = numpy.array([[(a & b).sum(), (a & ~b).sum()], [(~a & b).sum(), (~a & ~b).sum()]])
    return scipy.stats.chi2_contingency(both, correction=False).pvalue


def check_pairs(checks: Checks, program: pathlib.Path, work: pathlib.Path) -> None:
    table = {"rows": ROWS, "columns": columns_of(12, 10), "noise": HITS}
    schema = {"synthgen": 1, "seed": 1, "tables": {"t": table, "u": copy.deepcopy(table)}}
    path = work / "pairs.json"
    path.write_text(json.dumps(schema, ensure_ascii=False), encoding="utf-8")
    folder = generate(program, path, work / "pairs", "--changes", "--clean")
    clean = pandas.read_csv(folder / "clean/t.csv")
    hits, other = hits_of(folder, "t"), hits_of(folder, "u")
    wanted = {f"{label_of(o)} on {c}" for o in HITS for c in o["columns"]} - {"incomplete on t8"}
    checks.equal(set(hits), wanted, "every operator hits every one of its columns")
    # Columns that are hit together by intent are one.
    together = {"block on n9", "block on t7", "swap_columns on n11"}
    chosen = [name for name in sorted(hits) if name not in together]
    for name in together:
        twin = {
            "block on n9": "block on n8",
            "block on t7": "block on t6",
            "swap_columns on n11": "swap_columns on n10",
        }
        checks.that((hits[name] == hits[twin[name]]).all(), f"{name} hits the rows of {twin[name]}")
    for a, b in itertools.combinations(chosen, 2):
        p = p_of(hits[a], hits[b])
        checks.that(p > LEAST_P, f"hits of {a} are independent of those of {b}", p)
    other_seed = hits_of(generate(program, path, work / "seed", "--changes", "--seed", "2"), "t")
    for name in chosen:
        checks.that(p_of(hits[name], other[name]) > LEAST_P, f"hits of {name} are others in another table")
        checks.that(p_of(hits[name], other_seed[name]) > LEAST_P, f"hits of {name} are others with another seed")
        column = name.split(" on ")[1]
        values = clean[column].rank() if column[0] != "t" else clean[column].eq(clean[column][0])
        values = (values > ROWS / 2) if values.dtype != bool else values
        own = p_of(hits[name], values.to_numpy())
        checks.that(own > LEAST_P, f"hits of {name} do not know its values", own)
        if not name.startswith("by row"):
            for what, split in (("x", clean["x"] > 0.5), ("half", clean["half"])):
                p = p_of(hits[name], split.to_numpy(dtype=bool))
                checks.that(p > LEAST_P, f"hits of {name} do not know {what}", p)
        # The runs between two hits, of even rows, and of the same row one later.
        p = p_of(hits[name][:-1], hits[name][1:])
        checks.that(p > LEAST_P, f"hits of {name} are independent of those a row before", p)
        p = p_of(hits[name], numpy.arange(ROWS) % 2 == 0)
        checks.that(p > LEAST_P, f"hits of {name} are as many in even rows", p)
    check_that_it_can_fail(checks, hits)


def check_that_it_can_fail(checks: Checks, hits: dict[str, numpy.ndarray]) -> None:
    """A hundredth of the rows in common beyond chance is found."""
    a, b = hits["jitter on n1"], hits["typo on t0"].copy()
    b[: ROWS // 100] = a[: ROWS // 100]
    checks.that(
        p_of(a, b) < LEAST_P, "two hits that agree in one row of a hundred are found to be dependent", p_of(a, b)
    )


BASE_NOISE = [
    {"operator": "typo", "columns": ["t0", "t1"], "rate": 0.1},
    {"operator": "case", "columns": ["t2"], "rate": 0.1},
    {"operator": "missing", "columns": ["n0", "n1"], "rate": 0.1},
    {"operator": "jitter", "columns": ["n2"], "rate": 0.1, "sd": 30},
    {"operator": "jitter", "columns": ["n2"], "rate": 0.1, "sd": 30, "name": "again"},
    {"operator": "outlier", "columns": ["n3"], "rate": 0.1, "factor": {"distribution": "uniform", "min": 2, "max": 9}},
    {"operator": "block", "columns": ["n4", "n5"], "rate": 0.1},
    {"operator": "swap_columns", "columns": ["t3", "t4"], "rate": 0.1, "exact": True},
    {"operator": "shift", "columns": ["d0"], "rate": "=if(half, 0.2, 0.01)", "by": ["1 day", "-1 day"]},
]
# Names of columns that these touch: lines of others must stay.
ADDED = {
    "another kind elsewhere": {"operator": "digit", "columns": ["n6", "n7"], "rate": 0.5},
    "the same kind elsewhere": {"operator": "typo", "columns": ["t5"], "rate": 0.5},
    "the same kind exactly": {"operator": "missing", "columns": ["n8"], "rate": 0.3, "exact": True},
    "an operator on rows": {"operator": "block", "columns": ["n6", "t6"], "rate": 0.5},
    "an operator with a source": {
        "operator": "outlier",
        "columns": ["n9"],
        "rate": 0.5,
        "factor": {"distribution": "uniform", "min": 2, "max": 9},
    },
    "an operator that makes texts": {"operator": "type_drift", "columns": ["n7"], "rate": 0.5},
    "a condition": {"operator": "case", "columns": ["t7"], "if": "x > 0.5"},
}


def base() -> dict:
    table = {"rows": 20_500, "columns": columns_of(10, 8), "noise": copy.deepcopy(BASE_NOISE)}
    return {"synthgen": 1, "seed": 5, "tables": {"t": table}}


def lines_of(log: list, columns: set[str]) -> list:
    """By column, as an operator that comes first in the list has its lines first in a row."""
    return sorted(
        (change for change in log if change.column in columns), key=lambda change: (change.column, change.row)
    )


def check_additions(checks: Checks, program: pathlib.Path, work: pathlib.Path) -> None:
    log = log_of(program, work, "base", base())["t"]
    columns = {column for operator in BASE_NOISE for column in operator["columns"]}
    wanted = lines_of(log, columns)
    checks.that(len(wanted) == len(log) > 20_000, "there are lines to compare", len(log))
    for name, operator in ADDED.items():
        for place in (0, 4, len(BASE_NOISE)):
            schema = base()
            schema["tables"]["t"]["noise"].insert(place, operator)
            found = log_of(program, work, "added", schema)["t"]
            checks.that(lines_of(found, columns) == wanted, f"{name}, added at place {place}, leaves the others' lines")
            checks.that(len(found) > len(log), f"{name} has lines of its own")
    schema = base()
    schema["tables"]["t"]["noise"] += list(ADDED.values())
    schema["tables"]["t"]["columns"] = {"first": {"sequence": 1}, **schema["tables"]["t"]["columns"], "last": TEXT}
    gaps = {"operator": "missing", "columns": ["n0"], "rate": 0.5}
    schema["tables"]["before"] = {"rows": 10, "columns": {"n0": NUMBER}, "noise": [gaps]}
    found = log_of(program, work, "all", schema)["t"]
    checks.that(lines_of(found, columns) == wanted, "all of these, more columns and another table leave them too")


def check_changes(checks: Checks, program: pathlib.Path, work: pathlib.Path) -> None:
    """What is done to one operator is no other's business."""
    log = log_of(program, work, "base", base())["t"]

    def compare(name: str, changed: set[str], edit, *arguments: str) -> list:
        schema = base()
        edit(schema["tables"]["t"])
        found = log_of(program, work, "changed", schema, *arguments)["t"]
        kept = {column for operator in BASE_NOISE for column in operator["columns"]} - changed
        checks.that(lines_of(found, kept) == lines_of(log, kept), f"{name} leaves the lines of other columns")
        return found

    compare("an operator removed", {"t0", "t1"}, lambda table: table["noise"].pop(0))
    compare("the order turned", {"n2"}, lambda table: table["noise"].reverse())
    compare("another rate", {"n0", "n1"}, lambda table: table["noise"][2].update(rate=0.5))
    compare("one of its columns less", {"t1"}, lambda table: table["noise"][0].update(columns=["t0"]))
    compare("its columns in another order", set(), lambda table: table["noise"][0].update(columns=["t1", "t0"]))
    compare("one of its columns more", set(), lambda table: table["noise"][0].update(columns=["t6", "t0", "t7", "t1"]))

    def swap_kind(table: dict) -> None:
        table["noise"][0] = {"operator": "whitespace", "columns": ["t0", "t1"], "rate": 0.1}

    compare("another operator in its place", {"t0", "t1"}, swap_kind)
    found = compare(
        "an operator of the same kind behind it",
        {"t0"},
        lambda table: table["noise"].append({"operator": "typo", "columns": ["t0"], "rate": 0.3, "name": "late"}),
    )
    first = [change for change in log if change.column == "t0"]
    checks.equal(
        [change for change in found if change.column == "t0" and change.operator == "typo"],
        first,
        "an operator behind another on the same column leaves its lines",
    )

    def name_first(table: dict) -> None:
        table["noise"].insert(4, {"operator": "jitter", "columns": ["n2"], "rate": 0.3, "sd": 30, "name": "between"})

    found = compare("a named one between two of its kind", {"n2"}, name_first)
    rows = [
        {change.row for change in lines if (change.column, change.operator) == ("n2", "again")}
        for lines in (log, found)
    ]
    # Its values follow from what was there before; which rows it hits does not.
    checks.that(
        len(rows[0] ^ rows[1]) <= 2, "a named operator keeps its hits where others of its kind come", len(rows[0])
    )
    more = log_of(program, work, "more", base(), "--rows", "t=30001")["t"]
    exact = {"t3", "t4"}
    checks.that(
        [c for c in more if c.row < 20_500 and c.column not in exact] == [c for c in log if c.column not in exact],
        "more rows leave the lines of the first ones, but for exact counts",
    )


def main() -> None:
    arguments = parse(parser(__doc__.splitlines()[0]))
    checks = Checks()
    check_pairs(checks, arguments.program, arguments.work)
    check_additions(checks, arguments.program, arguments.work)
    check_changes(checks, arguments.program, arguments.work)
    checks.end()


if __name__ == "__main__":
    main()
