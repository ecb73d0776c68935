#!/usr/bin/env python3
"""Judges sorted columns and shares of totals from the files as written, by DuckDB and SciPy.

A million rows. Sorted draws, within families and over a whole table, have the declared margin (Kolmogorov and Smirnov;
chi-square for listed values) and are in order everywhere; strictly ordered families have no two equal values. Parts of
a total add up to it to the cent in every family and every row, and their weights decide their sizes: gamma weights give
Dirichlet shares. Seeds are fixed; a right program exceeds a limit for one seed in a million.
"""

import json

from checks import Checks, generate, need, parse, parser

need("duckdb", "numpy", "scipy")

import duckdb  # noqa: E402  (only now are they known to be there)
import numpy  # noqa: E402
import scipy.stats  # noqa: E402

SIGNIFICANCE = 1e-6
ROWS = 1_000_000
PARENTS = 200_000
DAY = 86_400

YEAR = {"distribution": "uniform", "type": "timestamp", "min": "2024-01-01", "max": "2025-01-01"}
SCHEMA = {
    "synthgen": 1,
    "name": "ordered_shares",
    "seed": 20,
    "tables": {
        "whole": {
            "rows": ROWS,
            "columns": {
                "row": {"sequence": 1},
                "z": {"distribution": "normal", "mean": 3, "sd": 2, "ordered": True},
                "fall": {"distribution": "exponential", "mean": 10, "ordered": "descending"},
                "moment": {**YEAR, "ordered": True},
                "n": {"distribution": "poisson", "mean": 4, "ordered": True, "missing": 0.2},
                "grade": {"choice": {"C": 5, "B": 3, "A": 2}, "ordered": True},
                "a": {"share_of": {"total": 100, "as": "mix"}, "weights": {"distribution": "gamma", "shape": 2, "scale": 1}, "decimals": 3},
                "b": {"share_of": {"total": 100, "as": "mix"}, "weights": {"distribution": "gamma", "shape": 5, "scale": 1}, "decimals": 3},
                "budget": {"distribution": "lognormal", "median": 1e6, "sigma": 3, "decimals": 2, "max": 1e12, "missing": 0.01},
                "rent": {"share_of": {"total": "budget", "as": "costs"}, "weights": {"distribution": "exponential", "mean": 1}},
                "food": {"share_of": {"total": "budget", "as": "costs"}},
                "rest": {"share_of": {"total": "budget", "as": "costs"}, "weights": "=if(a > 30, 0, 2)"},
            },
        },
        "orders": {
            "rows": PARENTS,
            "primary_key": "id",
            "columns": {
                "id": {"sequence": 1},
                "total": {"distribution": "normal", "mean": 50, "sd": 80, "decimals": 2, "missing": 0.02},
                "great": {"distribution": "uniform", "min": 1e14, "max": 9e15, "decimals": 2},
                "pieces": {"distribution": "poisson", "mean": 6},
            },
        },
        "items": {
            "rows": {"per": "orders", "distribution": "poisson", "mean": 5, "max": 12},
            "columns": {
                "row": {"sequence": 1},
                "order_id": {"references": "orders"},
                "z": {"distribution": "normal", "mean": 0, "sd": 1, "ordered": True},
                "fall": {**YEAR, "ordered": "descending", "missing": 0.1},
                "day": {"distribution": "uniform", "type": "date", "min": "2024-01-01", "max": "2024-01-15", "ordered": "strict"},
                "grade": {"choice": {"C": 5, "B": 3, "A": 2}, "ordered": True},
                "amount": {"share_of": "order_id.total", "weights": {"distribution": "gamma", "shape": 2, "scale": 1}},
                "great": {"share_of": "order_id.great", "weights": {"distribution": "lognormal", "median": 1, "sigma": 4}},
                "pieces": {"share_of": "order_id.pieces"},
                "fine": {"share_of": "order_id.total", "decimals": 4, "weights": "=child_number()"},
            },
        },
        "pairs": {
            "rows": {"per": "orders", "constant": 2},
            "columns": {
                "row": {"sequence": 1},
                "order_id": {"references": "orders"},
                "part": {"share_of": "order_id.great", "weights": {"distribution": "gamma", "shape": 3, "scale": 2}},
            },
        },
    },
}


def fits(checks: Checks, name: str, values: numpy.ndarray, law: object) -> None:
    p = scipy.stats.kstest(values, law.cdf).pvalue
    checks.that(p > SIGNIFICANCE, f"{name} has its declared margin", f"p = {p}")


def counts_fit(checks: Checks, name: str, counts: list, shares: list) -> None:
    p = scipy.stats.chisquare(counts, numpy.asarray(shares) * sum(counts)).pvalue
    checks.that(p > SIGNIFICANCE, f"{name} has its declared shares", f"p = {p}, counts {counts}")


def check_margins(checks: Checks, sql: duckdb.DuckDBPyConnection) -> None:
    def column(text: str) -> numpy.ndarray:
        return sql.execute(text).fetchnumpy()["x"]

    fits(checks, "a sorted normal column", column("SELECT z AS x FROM whole"), scipy.stats.norm(3, 2))
    fits(checks, "a falling exponential column", column("SELECT fall AS x FROM whole"), scipy.stats.expon(0, 10))
    fits(checks, "a normal column of families", column("SELECT z AS x FROM items"), scipy.stats.norm())
    for table, name in (("whole", "moment"), ("items", "fall")):
        # Whole seconds of a year: half a second in 31 million is far below what a million values show.
        values = column(f"SELECT epoch({name}) - epoch(TIMESTAMP '2024-01-01') + 0.5 AS x FROM {table} WHERE {name} IS NOT NULL")
        fits(checks, f"{table}.{name}", values, scipy.stats.uniform(0, 366 * DAY))
    for table in ("whole", "items"):
        found = dict(sql.execute(f"SELECT grade, count(*) FROM {table} GROUP BY grade").fetchall())
        counts_fit(checks, f"{table}.grade", [found[g] for g in "CBA"], [0.5, 0.3, 0.2])
    found = dict(sql.execute("SELECT least(n, 12), count(*) FROM whole WHERE n IS NOT NULL GROUP BY 1").fetchall())
    shares = [scipy.stats.poisson.pmf(k, 4) for k in range(12)] + [scipy.stats.poisson.sf(11, 4)]
    counts_fit(checks, "a sorted Poisson column", [found.get(k, 0) for k in range(13)], shares)
    for table, name, share in (("whole", "n", 0.2), ("items", "fall", 0.1)):
        nulls, rows = sql.execute(f"SELECT count(*) - count({name}), count(*) FROM {table}").fetchone()
        p = scipy.stats.binomtest(nulls, rows, share).pvalue
        checks.that(p > SIGNIFICANCE, f"{table}.{name} is null as often as declared", f"{nulls} of {rows}")


def check_order(checks: Checks, sql: duckdb.DuckDBPyConnection) -> None:
    rank = "CASE grade WHEN 'C' THEN 1 WHEN 'B' THEN 2 ELSE 3 END"
    for table, value, broken in (
        ("whole", "z", "x < before"),
        ("whole", "fall", "x > before"),
        ("whole", "moment", "x < before"),
        ("whole", "n", "x < before"),
        ("whole", rank, "x < before"),
        ("items", "z", "x < before"),
        ("items", "fall", "x > before"),
        ("items", "day", "x <= before"),
        ("items", rank, "x < before"),
    ):
        family = "PARTITION BY order_id" if table == "items" else ""
        count = sql.execute(
            f"SELECT count(*) FROM (SELECT x, lag(x) OVER ({family} ORDER BY row) AS before FROM"
            f" (SELECT *, {value} AS x FROM {table}) WHERE x IS NOT NULL) WHERE {broken}"
        ).fetchone()[0]
        checks.equal(count, 0, f"{table}: {value} is in order in every family")
    # Families of up to 12 rows on 15 days: many repeats were drawn again, and none is left or lost.
    nulls = sql.execute("SELECT count(*) FROM items WHERE day IS NULL").fetchone()[0]
    checks.equal(nulls, 0, "strictly ordered families have a value in every row")
    days = dict(sql.execute("SELECT day(day), count(*) FROM items GROUP BY 1").fetchall())
    # Days of one family exclude each other, so that their counts vary less than independent ones: a bound from above.
    expected = sum(days.values()) / 15
    worst = max(abs(days[d] - expected) for d in range(1, 16)) / expected**0.5
    checks.that(worst < 5.5, "all days are alike in strictly ordered families", f"{worst} deviations")


def check_sums(checks: Checks, sql: duckdb.DuckDBPyConnection) -> None:
    for table, part, whole, scale in (
        ("items", "amount", "total", 2),
        ("items", "great", "great", 2),
        ("items", "pieces", "pieces", 0),
        ("items", "fine", "total", 4),
        ("pairs", "part", "great", 2),
    ):
        wrong = sql.execute(
            f"SELECT count(*) FROM (SELECT any_value(o.{whole}) AS whole, sum(c.{part}) AS parts, count(*) AS n,"
            f" count(c.{part}) AS filled, min(sign(c.{part}) * sign(o.{whole})) AS least"
            f" FROM {table} c JOIN orders o ON o.id = c.order_id GROUP BY o.id)"
            " WHERE CASE WHEN whole IS NULL THEN filled > 0 ELSE filled < n OR parts <> whole OR least < 0 END"
        ).fetchone()[0]
        checks.equal(wrong, 0, f"{table}.{part} adds up to {whole} in every family, none of the other sign")
        found = sql.execute(f"SELECT count(*) FROM {table} WHERE {part} IS NOT NULL AND {part} <> round({part}, {scale})").fetchone()[0]
        checks.equal(found, 0, f"{table}.{part} has at most {scale} decimals")
    wrong = sql.execute("SELECT count(*) FROM whole WHERE a + b <> 100 OR a < 0 OR b < 0").fetchone()[0]
    checks.equal(wrong, 0, "columns of a row add up to 100")
    wrong = sql.execute(
        "SELECT count(*) FROM whole WHERE CASE WHEN budget IS NULL THEN coalesce(rent, food, rest) IS NOT NULL"
        " ELSE rent + food + rest <> budget OR least(rent, food, rest) < 0 OR (a > 30 AND rest <> 0) END"
    ).fetchone()[0]
    checks.equal(wrong, 0, "columns of a row add up to another column, and those without weight are 0")
    equal = sql.execute(
        "SELECT count(*) FROM (SELECT max(pieces) - min(pieces) AS spread FROM items GROUP BY order_id) WHERE spread > 1"
    ).fetchone()[0]
    checks.equal(equal, 0, "without weights the parts of a family differ by one unit at most")


def check_shapes(checks: Checks, sql: duckdb.DuckDBPyConnection) -> None:
    values = sql.execute("SELECT a / 100 AS x FROM whole").fetchnumpy()["x"].astype(float)
    # A thousandth of a percent is the unit: a value is known to half of one, which a continuous law must be given.
    jitter = numpy.random.default_rng(1).uniform(-0.5e-5, 0.5e-5, len(values))
    fits(checks, "a part by gamma weights of 2 and 5", numpy.clip(values + jitter, 0, 1), scipy.stats.beta(2, 5))
    values = sql.execute(
        "SELECT CAST(p.part AS DOUBLE) / CAST(o.great AS DOUBLE) AS x FROM pairs p JOIN orders o ON o.id = p.order_id WHERE p.row % 2 = 1"
    ).fetchnumpy()["x"]
    fits(checks, "the first of two parts by gamma weights of 3", values, scipy.stats.beta(3, 3))
    # Parts by the place: the k-th of n has k/(1 + … + n) of the total, to one unit of the fourth decimal.
    worst = sql.execute(
        "SELECT max(abs(c.fine - o.total * k / (n * (n + 1) / 2))) FROM (SELECT *, row_number() OVER (PARTITION BY order_id"
        " ORDER BY row) AS k, count(*) OVER (PARTITION BY order_id) AS n FROM items) c JOIN orders o ON o.id = c.order_id"
    ).fetchone()[0]
    checks.that(worst is not None and worst <= 0.0001 + 1e-9, "a weight by the place gives shares by the place", worst)


def main() -> None:
    arguments = parse(parser(__doc__))
    checks = Checks()
    schema = arguments.work / "ordered_shares.json"
    schema.write_text(json.dumps(SCHEMA), encoding="utf-8")
    out = generate(arguments.program, schema, arguments.work / "out")
    sql = duckdb.connect()
    sql.execute("SET threads = 2")
    exact = {
        "whole": {"a": 3, "b": 3, "budget": 2, "rent": 2, "food": 2, "rest": 2},
        "orders": {"total": 2, "great": 2},
        "items": {"amount": 2, "great": 2, "fine": 4},
        "pairs": {"part": 2},
    }
    for table, decimals in exact.items():
        types = ", ".join(f"'{name}': 'DECIMAL(18, {d})'" for name, d in decimals.items())
        sql.execute(f"CREATE TABLE {table} AS SELECT * FROM read_csv('{out}/{table}.csv', header = true, types = {{{types}}})")
    check_margins(checks, sql)
    check_order(checks, sql)
    check_sums(checks, sql)
    check_shapes(checks, sql)
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    told = {w["count"] for w in manifest["warnings"] if w["code"] == "SG2708"}
    childless = sql.execute("SELECT count(*) FROM orders WHERE id NOT IN (SELECT order_id FROM items)").fetchone()[0]
    checks.equal(told, {childless}, "the manifest counts the totals without children")
    checks.end()


main()
