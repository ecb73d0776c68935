#!/usr/bin/env python3
"""Judges mixtures by their law, from the files as written: shares of the branches and values within each.

A million rows each. Branches lie apart, so that a value tells its branch; then shares are judged by chi-square, values
within a branch by Kolmogorov and Smirnov or by chi-square, and mixtures whose branches overlap by the exact
distribution function of the whole. In a correlation group, where a mixture is drawn by one score, it has the same law.
Seeds are fixed; a right program exceeds a limit for one seed in a million.
"""

import json

from checks import Checks, generate, need, parse, parser

need("numpy", "pandas", "scipy")

import numpy  # noqa: E402  (only now are they known to be there)
import pandas  # noqa: E402
import scipy.stats  # noqa: E402

SIGNIFICANCE = 1e-6
ROWS = 1_000_000

SPREAD = [
    {"weight": 5, "constant": -10},
    {"weight": 3, "distribution": "exponential", "mean": 4},
    {"weight": 1.5, "distribution": "normal", "mean": 1000, "sd": 20},
    {"weight": 0.5, "choice": [{"value": 5000, "weight": 1}, {"value": 6000, "weight": 3}]},
]
INFLATED = [
    {"weight": 0.8, "constant": 0},
    {"weight": 0.2, "distribution": "lognormal", "median": 500, "sigma": 1},
]
OVERLAPPING = [
    {"weight": 0.6, "distribution": "normal", "mean": 0, "sd": 1},
    {"weight": 0.4, "distribution": "normal", "mean": 2, "sd": 3},
]
COUNTS = [
    {"weight": 0.7, "distribution": "poisson", "mean": 3},
    {"weight": 0.3, "distribution": "integer", "min": 2, "max": 11},
]
DATES = [
    {"weight": 1, "distribution": "uniform", "min": "2024-01-01", "max": "2024-03-31"},
    {"weight": 3, "distribution": "uniform", "min": "2024-03-01", "max": "2024-12-31"},
]
FAR = [
    {"weight": 0.5, "distribution": "normal", "mean": -1000, "sd": 1},
    {"weight": 0.5, "distribution": "normal", "mean": 1000, "sd": 1},
]


def independent_schema() -> dict:
    columns = {
        "row": {"sequence": 0},
        "spread": {"mixture": SPREAD},
        "inflated": {"mixture": INFLATED, "decimals": 2},
        "overlapping": {"mixture": OVERLAPPING},
        "counts": {"mixture": COUNTS},
        "dates": {"mixture": DATES, "type": "date"},
        "words": {
            "mixture": [
                {"weight": 2, "choice": {"a": 1, "b": 2}},
                {"weight": 1, "mixture": [{"weight": 1, "constant": "c"}, {"weight": 1, "template": "row {row}"}]},
                {"weight": 1, "constant": None},
                {"weight": 0, "constant": "never"},
            ]
        },
        "by_row": {
            "mixture": [
                {"weight": "=row % 4", "constant": 1},
                {"weight": "=if(row % 4 = 3, 0, 2)", "constant": 0},
            ]
        },
    }
    return {"synthgen": 1, "name": "mixtures", "seed": 21, "tables": {"t": {"rows": ROWS, "columns": columns}}}


def correlated_schema() -> dict:
    columns = {
        "inflated": {"mixture": INFLATED, "decimals": 2},
        "overlapping": {"mixture": OVERLAPPING},
        "counts": {"mixture": COUNTS},
        "dates": {"mixture": DATES, "type": "date"},
        "far": {"mixture": FAR},
    }
    names = list(columns)
    matrix = [[1 if a == b else 0.3 for b in names] for a in names]
    group = {"measure": "spearman", "columns": names, "matrix": matrix}
    return {
        "synthgen": 1,
        "name": "correlated_mixtures",
        "seed": 22,
        "tables": {"t": {"rows": ROWS, "columns": columns, "correlations": [group]}},
    }


def check_counts(checks: Checks, found, shares, what: str) -> None:
    """Counts against shares, by chi-square; and shares that are a little off would be seen."""
    found = numpy.asarray(found, dtype=float)
    shares = numpy.asarray(shares, dtype=float)
    expected = shares / shares.sum() * found.sum()
    p = scipy.stats.chisquare(found, expected).pvalue
    checks.that(p > SIGNIFICANCE, f"{what}: shares", p)
    tilted = expected * numpy.where(numpy.arange(len(expected)) % 2 == 0, 1.03, 0.97)
    p = scipy.stats.chisquare(found, tilted / tilted.sum() * found.sum()).pvalue
    checks.that(p < SIGNIFICANCE, f"{what}: shares that are 3% off would be seen", p)


def check_law(checks: Checks, values, law, what: str) -> None:
    p = scipy.stats.kstest(values, law).pvalue
    checks.that(p > SIGNIFICANCE, f"{what}: values have their law", p)


def overlapping_law(x):
    return 0.6 * scipy.stats.norm(0, 1).cdf(x) + 0.4 * scipy.stats.norm(2, 3).cdf(x)


def check_shared_columns(checks: Checks, cells: pandas.DataFrame, where: str) -> None:
    inflated = cells["inflated"]
    check_counts(checks, [(inflated == 0).sum(), (inflated != 0).sum()], [0.8, 0.2], f"{where}: zeros")
    check_law(checks, inflated[inflated != 0], scipy.stats.lognorm(1, scale=500).cdf, f"{where}: not zero")
    check_law(checks, cells["overlapping"], overlapping_law, f"{where}: overlapping normals")
    values = numpy.arange(0, 12)
    shares = 0.7 * scipy.stats.poisson(3).pmf(values) + 0.3 * ((values >= 2) & (values <= 11)) / 10
    shares[-1] += 0.7 * scipy.stats.poisson(3).sf(11)
    found = numpy.bincount(numpy.minimum(cells["counts"], 11), minlength=12)
    check_counts(checks, found, shares, f"{where}: whole numbers")
    days = (pandas.to_datetime(cells["dates"]) - pandas.Timestamp("2024-01-01")).dt.days.to_numpy()
    day = numpy.arange(366)
    checks.that(days.min() == 0 and days.max() == 365, f"{where}: dates from the first day to the last")
    shares = 0.25 * (day < 91) / 91 + 0.75 * (day >= 60) / 306
    check_counts(checks, numpy.bincount(days, minlength=366), shares, f"{where}: dates")


def check_independent(checks: Checks, cells: pandas.DataFrame) -> None:
    check_shared_columns(checks, cells, "by a branch")
    spread = cells["spread"]
    branches = [spread == -10, (spread >= 0) & (spread < 500), (spread >= 500) & (spread < 3000), spread >= 3000]
    taken = [int(branch.sum()) for branch in branches]
    checks.equal(sum(taken), ROWS, "spread: every row is of a branch")
    check_counts(checks, taken, [5, 3, 1.5, 0.5], "spread: branches")
    check_law(checks, spread[branches[1]], scipy.stats.expon(scale=4).cdf, "spread: exponential")
    check_law(checks, spread[branches[2]], scipy.stats.norm(1000, 20).cdf, "spread: normal")
    last = spread[branches[3]]
    check_counts(checks, [(last == 5000).sum(), (last == 6000).sum()], [1, 3], "spread: choice")
    branch = numpy.select(branches, [0, 1, 2, 3])
    for label, place in (
        ("row before", numpy.roll(branch, 1)),
        ("hundredth of the table", numpy.arange(ROWS) * 100 // ROWS),
        ("row modulo 64", numpy.arange(ROWS) % 64),
    ):
        p = scipy.stats.chi2_contingency(pandas.crosstab(place, branch).to_numpy(), correction=False).pvalue
        checks.that(p > SIGNIFICANCE, f"the branch does not depend on the {label}", p)
    words = cells["words"]
    rows = words.str.startswith("row ").fillna(False).astype(bool)
    found = [(words == "a").sum(), (words == "b").sum(), (words == "c").sum(), rows.sum(), words.isna().sum()]
    checks.equal(int(sum(found)), ROWS, "words: nothing else")
    check_counts(checks, found, [2 / 3, 4 / 3, 0.5, 0.5, 1], "words")
    checks.that((words[rows] == "row " + cells["row"][rows].astype(str)).all(), "words: the template reads its row")
    for k, share in ((0, 0), (1, 1 / 3), (2, 1 / 2), (3, 1)):
        part = cells["by_row"][cells["row"] % 4 == k]
        if share in (0, 1):
            checks.that((part == share).all(), f"weights by row: only one branch where k is {k}")
        else:
            check_counts(checks, [(part == 1).sum(), (part == 0).sum()], [share, 1 - share], f"weights by row, k = {k}")


def check_correlated(checks: Checks, cells: pandas.DataFrame) -> None:
    check_shared_columns(checks, cells, "by a score")
    far = cells["far"]
    checks.that(((far < -980) | (far > 980)).all(), "by a score: nothing lies between two far normals")
    check_counts(checks, [(far < 0).sum(), (far > 0).sum()], [0.5, 0.5], "by a score: far normals")
    check_law(checks, far[far < 0], scipy.stats.norm(-1000, 1).cdf, "by a score: the lower of two far normals")
    check_law(checks, far[far > 0], scipy.stats.norm(1000, 1).cdf, "by a score: the upper of two far normals")
    dates = pandas.to_datetime(cells["dates"]).astype("int64")
    realised = cells.assign(dates=dates).corr("spearman").to_numpy()
    off = numpy.abs(realised - 0.3)[~numpy.eye(len(realised), dtype=bool)].max()
    # The standard error of a rank correlation of a million rows is below 0.001.
    checks.that(off < 0.006, "by a score: rank correlations are the declared ones", off)


def main() -> None:
    arguments = parse(parser(__doc__.splitlines()[0]))
    checks = Checks()
    for name, schema_of, check in (
        ("independent", independent_schema, check_independent),
        ("correlated", correlated_schema, check_correlated),
    ):
        schema = arguments.work / f"{name}.json"
        schema.write_text(json.dumps(schema_of()), encoding="utf-8")
        check(checks, pandas.read_csv(generate(arguments.program, schema, arguments.work / name) / "t.csv"))
    checks.end()


if __name__ == "__main__":
    main()
