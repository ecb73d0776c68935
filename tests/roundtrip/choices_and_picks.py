#!/usr/bin/env python3
"""Judges exact choices, unique values and picks of references from the files as written.

Counts are compared with the largest remainder, computed here with fractions, for 3, 10, 999 and 1,000,000 rows, over
the table and within strata; which rows get which value is judged by chi-square against the row's place. Picks over
1,000,000 rows are judged by chi-square against their law. Seeds are fixed; a right program exceeds a limit for one
seed in a million.
"""

import json
from fractions import Fraction

from checks import Checks, generate, need, parse, parser

need("numpy", "pandas", "scipy")

import numpy  # noqa: E402  (only now are they known to be there)
import pandas  # noqa: E402
import scipy.stats  # noqa: E402

SIGNIFICANCE = 1e-6
PARENTS = 1000
SHARES = {
    "class": {"yes": "0.05", "no": "0.95"},
    "split": {"train": "0.7", "validation": "0.15", "test": "0.15"},
    "thirds": {"a": "1", "b": "1", "c": "1"},
    "fold": {"f1": "1", "f2": "1", "f3": "1", "f4": "1", "f5": "1"},
}
WITHIN = {"split": "class", "fold": "split"}


def largest_remainder(rows: int, weights: dict[str, str]) -> dict[str, int]:
    """Hamilton's method; of equal remainders the first in listed order comes first."""
    total = sum(Fraction(weight) for weight in weights.values())
    quotas = {value: Fraction(weight) / total * rows for value, weight in weights.items()}
    counts = {value: int(quota) for value, quota in quotas.items()}
    left = rows - sum(counts.values())
    for value in sorted(quotas, key=lambda value: counts[value] - quotas[value])[:left]:
        counts[value] += 1
    return counts


def exact_schema(rows: int) -> dict:
    columns = {"row": {"sequence": 0}}
    for name, weights in SHARES.items():
        exact = {"within": WITHIN[name]} if name in WITHIN else True
        columns[name] = {"choice": {value: float(weight) for value, weight in weights.items()}, "exact": exact}
    columns["flag"] = {"distribution": "bernoulli", "p": 0.3, "exact": {"within": "class"}, "type": "integer"}
    columns["number"] = {"distribution": "integer", "min": 1, "max": 2 * rows, "unique": True}
    columns["dense"] = {"distribution": "integer", "min": -5, "max": rows - 6, "unique": True}
    return {"synthgen": 1, "name": "exact", "seed": 11, "tables": {"t": {"rows": rows, "columns": columns}}}


def counts_in(cells: pandas.Series, values) -> dict:
    found = cells.value_counts()
    return {value: int(found.get(value, 0)) for value in values}


def check_exact(checks: Checks, cells: pandas.DataFrame, rows: int) -> None:
    checks.equal(len(cells), rows, f"{rows} rows")
    for name, weights in SHARES.items():
        if name not in WITHIN:
            checks.equal(
                counts_in(cells[name], weights), largest_remainder(rows, weights), f"{rows} rows: counts of {name}"
            )
            continue
        for stratum in SHARES[WITHIN[name]]:
            part = cells[cells[WITHIN[name]] == stratum][name]
            checks.equal(
                counts_in(part, weights),
                largest_remainder(len(part), weights),
                f"{rows} rows: counts of {name} where {WITHIN[name]} is {stratum}",
            )
    for stratum in SHARES["class"]:
        part = cells[cells["class"] == stratum]["flag"]
        checks.equal(
            counts_in(part, [1, 0]),
            largest_remainder(len(part), {1: "0.3", 0: "0.7"}),
            f"{rows} rows: counts of flag where class is {stratum}",
        )
    checks.equal(cells["number"].nunique(), rows, f"{rows} rows: unique integers differ")
    checks.that(cells["number"].between(1, 2 * rows).all(), f"{rows} rows: unique integers lie in their interval")
    checks.that(
        (numpy.sort(cells["dense"]) == numpy.arange(-5, rows - 5)).all(), f"{rows} rows: an interval that is full"
    )


def independence(table: numpy.ndarray) -> float:
    """P-value of Pearson's chi-square for a table of counts whose margins are fixed."""
    return scipy.stats.chi2_contingency(table, correction=False).pvalue


def check_randomness(checks: Checks, cells: pandas.DataFrame) -> None:
    rows = len(cells)
    for name in [*SHARES, "flag"]:
        for label, place in (
            ("hundredth of the table", cells["row"] * 100 // rows),
            ("row modulo 64", cells["row"] % 64),
            ("value of the row before", cells[name].shift(1)),
            ("value 1,000 rows before", cells[name].shift(1000)),
        ):
            p = independence(pandas.crosstab(place, cells[name]).to_numpy())
            checks.that(p > SIGNIFICANCE, f"{name} does not depend on the {label}", p)
    for one, other in (("class", "thirds"), ("thirds", "split"), ("class", "fold"), ("thirds", "flag")):
        p = independence(pandas.crosstab(cells[one], cells[other]).to_numpy())
        checks.that(p > SIGNIFICANCE, f"{one} and {other} are independent", p)
    tenth = pandas.crosstab(cells["row"] * 10 // rows, cells["number"] * 10 // (2 * rows + 1)).to_numpy()
    p = independence(tenth)
    checks.that(p > SIGNIFICANCE, "unique integers do not depend on the place of the row", p)
    # The test sees 1% of the rows of one value moved from the last hundredth to the first.
    table = pandas.crosstab(cells["row"] * 100 // rows, cells["thirds"]).to_numpy()
    moved = table.copy()
    moved[0, 0] += 400
    moved[99, 0] -= 400
    moved[0, 1] -= 400
    moved[99, 1] += 400
    checks.that(independence(moved) < SIGNIFICANCE, "values that are moved would be seen", independence(moved))


PICKS = {
    "synthgen": 1,
    "name": "picks",
    "seed": 12,
    "tables": {
        "p": {
            "rows": PARENTS,
            "primary_key": "id",
            "columns": {
                "id": {"sequence": 0},
                "w": {"distribution": "lognormal", "median": 10, "sigma": 1},
                "whole": {"distribution": "integer", "min": 0, "max": 5},
            },
        },
        "t": {
            "rows": 1_000_000,
            "columns": {
                "row": {"sequence": 0},
                "zipf": {"references": "p", "pick": {"distribution": "zipf", "exponent": 1.1}},
                "zipf_row": {"references": "p", "pick": {"distribution": "zipf", "exponent": "=if(row % 2 = 0, 0.5, 2)"}},
                "geometric": {"references": "p", "pick": {"distribution": "geometric", "p": 0.01}},
                "exponential": {"references": "p", "pick": {"distribution": "exponential", "mean": 400}},
                "weight": {"references": "p", "pick": {"weight": "w"}},
                "whole": {"references": "p", "pick": {"weight": "whole"}},
                "cycle": {"references": "p", "pick": "cycle"},
                "uniform": {"references": "p", "pick": "uniform"},
            },
        },
        "one": {"rows": 900, "columns": {"p": {"references": "p", "unique": True}}},
        "cross": {
            "rows": {"per": ["a", "p", "b"]},
            "columns": {"b": {"references": "b"}, "a": {"references": "a"}, "p": {"references": "p"}},
        },
        "a": {"rows": 7, "primary_key": "id", "columns": {"id": {"sequence": 0}}},
        "b": {"rows": 3, "primary_key": "id", "columns": {"id": {"sequence": 0}}},
    },
}


def check_law(checks: Checks, counts: numpy.ndarray, weights: numpy.ndarray, name: str) -> None:
    possible = weights > 0
    checks.that(counts[~possible].sum() == 0, f"{name}: parents of weight 0 are never picked")
    expected = weights[possible] / weights.sum() * counts.sum()
    p = scipy.stats.chisquare(counts[possible], expected).pvalue
    checks.that(p > SIGNIFICANCE, f"{name}: parents are picked by their law", p)
    tilted = expected * numpy.where(numpy.arange(len(expected)) % 2 == 0, 1.02, 0.98)
    p = scipy.stats.chisquare(counts[possible], tilted / tilted.sum() * counts.sum()).pvalue
    checks.that(p < SIGNIFICANCE, f"{name}: shares that are 2% off would be seen", p)


def by_rank(counts: numpy.ndarray, order: numpy.ndarray) -> numpy.ndarray:
    return counts[order]


def check_picks(checks: Checks, out) -> None:
    parents = pandas.read_csv(out / "p.csv")
    cells = pandas.read_csv(out / "t.csv")
    ranks = numpy.arange(1, PARENTS + 1)

    def counts(column: str, rows=slice(None)) -> numpy.ndarray:
        return numpy.bincount(cells[column][rows], minlength=PARENTS)

    # The order is hidden; sorted counts have the sorted law up to noise, so the law is judged on half of the rows, in
    # the order that the other half shows. Where neighbours in rank are alike, a wrong order changes next to nothing.
    half = numpy.arange(len(cells)) % 4 < 2
    for column, weights in (
        ("zipf", ranks**-1.1),
        ("geometric", 0.99 ** (ranks - 1.0)),
        ("exponential", numpy.exp(-(ranks - 0.5) / 400) - numpy.exp(-(ranks + 0.5) / 400)),
    ):
        order = numpy.argsort(-counts(column, half), kind="stable")
        found = by_rank(counts(column, ~half), order)
        # In parts of ranks of at least 5,000 expected picks, so that a wrong order within a part does not matter.
        cumulated = numpy.cumsum(weights) / weights.sum() * found.sum()
        ends = [rank for rank in (5, 10, 20, 40, 80, 160, 320, 640, PARENTS) if rank <= PARENTS]
        grouped = numpy.diff(numpy.concatenate([[0], numpy.cumsum(found)[numpy.array(ends) - 1]]))
        law = numpy.diff(numpy.concatenate([[0], cumulated[numpy.array(ends) - 1]]))
        share = numpy.abs(grouped - law) / law
        checks.that(share.max() < 0.05, f"{column}: shares of groups of ranks are within 5% of the law", share)
        spearman = abs(scipy.stats.spearmanr(order, ranks).statistic)
        checks.that(spearman < 0.16, f"{column}: popularity does not follow the keys (5 sd)", spearman)
    top = counts("zipf").max() / len(cells)
    wanted = 1 / (ranks**-1.1).sum()
    checks.that(
        abs(top - wanted) < 5 * (wanted * (1 - wanted) / len(cells)) ** 0.5,
        "zipf: the most popular parent has its share",
        (top, wanted),
    )
    even = (cells["row"] % 2 == 0).to_numpy()
    for rows, exponent in ((even, 0.5), (~even, 2.0)):
        top = counts("zipf_row", rows).max() / rows.sum()
        wanted = 1 / (ranks**-exponent).sum()
        checks.that(
            abs(top - wanted) < 5 * (wanted * (1 - wanted) / rows.sum()) ** 0.5,
            f"zipf by row: exponent {exponent}",
            (top, wanted),
        )
    check_law(checks, counts("weight"), parents["w"].to_numpy(), "weight")
    check_law(checks, counts("whole"), parents["whole"].to_numpy().astype(float), "whole weight")
    check_law(checks, counts("uniform"), numpy.ones(PARENTS), "uniform")
    checks.that((cells["cycle"] == cells["row"] % PARENTS).all(), "in turn")
    one = pandas.read_csv(out / "one.csv")["p"]
    checks.equal(one.nunique(), 900, "one-to-one: no parent twice")
    checks.that(one.between(0, PARENTS - 1).all(), "one-to-one: parents exist")
    cross = pandas.read_csv(out / "cross.csv")
    row = numpy.arange(len(cross))
    checks.equal(len(cross), 7 * PARENTS * 3, "rows of the cross join")
    checks.that((cross["a"] == row // (PARENTS * 3)).all(), "owner: the first table is outermost")
    checks.that((cross["p"] == row // 3 % PARENTS).all(), "owner: the second table")
    checks.that((cross["b"] == row % 3).all(), "owner: the last table is innermost")


def main() -> None:
    arguments = parse(parser(__doc__.splitlines()[0]))
    checks = Checks()
    for rows in (3, 10, 999, 1_000_000):
        schema = arguments.work / f"exact_{rows}.json"
        schema.write_text(json.dumps(exact_schema(rows)), encoding="utf-8")
        out = generate(arguments.program, schema, arguments.work / f"exact_{rows}")
        cells = pandas.read_csv(out / "t.csv")
        check_exact(checks, cells, rows)
        if rows == 1_000_000:
            check_randomness(checks, cells)
    schema = arguments.work / "picks.json"
    schema.write_text(json.dumps(PICKS), encoding="utf-8")
    check_picks(checks, generate(arguments.program, schema, arguments.work / "picks"))
    checks.end()


if __name__ == "__main__":
    main()
