#!/usr/bin/env python3
"""Every distribution and choice through the whole program, 1,000,000 values each, against SciPy.

Continuous laws by Kolmogorov and Smirnov's test, counts by chi-square, both at significance 1e-6 with a fixed seed.
Each test is run a second time against a law with a small fault (1% in a weight, a mean or a width, where not said
otherwise), which it must find: a test that cannot fail shows nothing.
"""

import dataclasses
import datetime
import json
import math
from collections.abc import Callable

from checks import Checks, generate, need, parse, parser

need("numpy", "scipy", "pyarrow")

import numpy  # noqa: E402  (only now are they known to be there)
import pyarrow  # noqa: E402
import pyarrow.compute  # noqa: E402
import pyarrow.csv  # noqa: E402
import scipy.stats  # noqa: E402

ROWS = 1_000_000
SIGNIFICANCE = 1e-6
SEED = 20250


@dataclasses.dataclass
class Continuous:
    """A column against a cumulative distribution, and against a faulty one."""

    column: dict
    law: Callable
    fault: Callable

    def test(self, values, law: Callable) -> float:
        return scipy.stats.kstest(values, law).pvalue


@dataclasses.dataclass
class Counts:
    """A column against probabilities of its values, and against faulty ones. Values beyond the last are pooled."""

    column: dict
    values: list
    law: list
    fault: list

    def test(self, values, law: list) -> float:
        total = sum(law)
        expected = [len(values) * share / total for share in law]
        found = [int((values == value).sum()) for value in self.values]
        expected.append(0.0)
        found.append(len(values) - sum(found))
        # Cells of small expectation join their neighbour, as the chi-square law asks; one of none must stay empty.
        pairs, left = [], (0, 0.0)
        for f, e in zip(found, expected):
            left = (left[0] + f, left[1] + e)
            if left[1] >= 10:
                pairs.append(left)
                left = (0, 0.0)
        if left[1] == 0 and left[0] > 0:
            return 0.0
        pairs[-1] = (pairs[-1][0] + left[0], pairs[-1][1] + left[1])
        f, e = zip(*pairs)
        return scipy.stats.chisquare(f, numpy.array(e) * sum(f) / sum(e)).pvalue


def poisson(mean: float, low: int = 0) -> tuple[list, list]:
    values = list(range(low, int(mean + 12 * math.sqrt(mean)) + 12))
    return values, list(scipy.stats.poisson.pmf(values, mean))


def binomial(n: int, p: float) -> list:
    return list(scipy.stats.binom.pmf(range(n + 1), n, p))


def zipf(exponent: float, n: int) -> list:
    return [float(k) ** -exponent for k in range(1, n + 1)]


def bins(edges: list, weights: list) -> Callable:
    shares = numpy.concatenate([[0], numpy.cumsum(weights) / sum(weights)])
    return lambda x: numpy.interp(x, edges, shares)


def truncated(law, low: float, high: float) -> Callable:
    below, above = law.cdf(low), law.cdf(high)
    return lambda x: (law.cdf(x) - below) / (above - below)


def rounded_normal(mean: float, sd: float, low: int, high: int) -> list:
    """Of whole values low … high: each has the share of the half step on both its sides, given all of them."""
    law = scipy.stats.norm(mean, sd)
    return [law.cdf(x + 0.5) - law.cdf(x - 0.5) for x in range(low, high + 1)]


def day(text: str) -> int:
    return (datetime.date.fromisoformat(text) - datetime.date(1970, 1, 1)).days


def tests() -> dict[str, Continuous | Counts]:
    s = scipy.stats
    first, last = day("2019-02-27"), day("2020-03-01")
    days = list(range(first, last + 1))
    seconds_from, seconds_to = day("2020-01-01") * 86400, day("2021-01-01") * 86400
    # mean and sd of a lognormal to mu and sigma: Johnson, Kotz, Balakrishnan, "Continuous univariate distributions" 1.
    sigma = math.sqrt(math.log(1 + (12 / 30) ** 2))
    weights = [50, 24.5, 20, 5, 0.5]
    faulty_weights = [50.5, *(0.99 * weight for weight in weights[1:])]
    texts = ["a", "b", "c", "d", "e"]
    made = {
        "uniform": Continuous(
            {"distribution": "uniform", "min": -3, "max": 5}, s.uniform(-3, 8).cdf, s.uniform(-3, 8.08).cdf
        ),
        "uniform_decimal": Counts(
            {"distribution": "uniform", "min": 0, "max": 0.25, "decimals": 2},
            list(range(25)),
            [1] * 25,
            [1.03] * 12 + [1] * 13,
        ),
        "normal": Continuous(
            {"distribution": "normal", "mean": 50, "sd": 10}, s.norm(50, 10).cdf, s.norm(50.5, 10).cdf
        ),
        "normal_sd": Continuous(
            {"distribution": "normal", "mean": 0, "sd": 10}, s.norm(0, 10).cdf, s.norm(0, 10.2).cdf
        ),
        "normal_cut": Continuous(
            {"distribution": "normal", "mean": 0, "sd": 1, "min": -0.5, "max": 2},
            truncated(s.norm(), -0.5, 2),
            truncated(s.norm(), -0.49, 2),
        ),
        "normal_tail": Continuous(
            {"distribution": "normal", "mean": 0, "sd": 1, "min": 4},
            lambda x: 1 - s.norm.sf(x) / s.norm.sf(4),
            lambda x: 1 - s.norm.sf(x) / s.norm.sf(4) * 1.01,
        ),
        "normal_far_tail": Continuous(
            {"distribution": "normal", "mean": 0, "sd": 1, "min": 20},
            lambda x: -numpy.expm1(s.norm.logsf(x) - s.norm.logsf(20)),
            lambda x: -numpy.expm1(1.01 * (s.norm.logsf(x) - s.norm.logsf(20))),
        ),
        "normal_whole": Counts(
            {"distribution": "normal", "mean": 3, "sd": 4, "decimals": 0, "min": -2, "max": 9},
            list(range(-2, 10)),
            rounded_normal(3, 4, -2, 9),
            rounded_normal(3.06, 4, -2, 9),
        ),
        "lognormal_mu": Continuous(
            {"distribution": "lognormal", "mu": 1, "sigma": 0.5},
            s.lognorm(0.5, scale=math.exp(1)).cdf,
            s.lognorm(0.5, scale=math.exp(1.01)).cdf,
        ),
        "lognormal_median": Continuous(
            {"distribution": "lognormal", "median": 40, "sigma": 0.5},
            s.lognorm(0.5, scale=40).cdf,
            s.lognorm(0.5, scale=40.4).cdf,
        ),
        "lognormal_mean": Continuous(
            {"distribution": "lognormal", "mean": 30, "sd": 12},
            s.lognorm(sigma, scale=30 * math.exp(-(sigma**2) / 2)).cdf,
            s.lognorm(sigma, scale=30.3 * math.exp(-(sigma**2) / 2)).cdf,
        ),
        "exponential_mean": Continuous(
            {"distribution": "exponential", "mean": 7}, s.expon(scale=7).cdf, s.expon(scale=7.1).cdf
        ),
        "exponential_rate": Continuous(
            {"distribution": "exponential", "rate": 0.2}, s.expon(scale=5).cdf, s.expon(scale=5.07).cdf
        ),
        "exponential_cut": Continuous(
            {"distribution": "exponential", "mean": 2, "min": 1, "max": 3},
            truncated(s.expon(scale=2), 1, 3),
            truncated(s.expon(scale=2), 1.01, 3.01),
        ),
        "gamma_scale": Continuous(
            {"distribution": "gamma", "shape": 2.5, "scale": 3},
            s.gamma(2.5, scale=3).cdf,
            s.gamma(2.525, scale=3).cdf,
        ),
        "gamma_rate": Continuous(
            {"distribution": "gamma", "shape": 0.5, "rate": 0.2},
            s.gamma(0.5, scale=5).cdf,
            s.gamma(0.505, scale=5).cdf,
        ),
        "gamma_mean": Continuous(
            {"distribution": "gamma", "mean": 40, "sd": 15},
            s.gamma((40 / 15) ** 2, scale=15**2 / 40).cdf,
            s.gamma((40 / 15) ** 2, scale=15**2 / 40 * 1.01).cdf,
        ),
        "gamma_cut": Continuous(
            {"distribution": "gamma", "shape": 2.5, "scale": 3, "min": 20, "max": 60},
            truncated(s.gamma(2.5, scale=3), 20, 60),
            truncated(s.gamma(2.5, scale=3.05), 20, 60),
        ),
        "beta": Continuous(
            {"distribution": "beta", "alpha": 2, "beta": 5}, s.beta(2, 5).cdf, s.beta(2.02, 5).cdf
        ),
        "beta_bathtub": Continuous(
            {"distribution": "beta", "alpha": 0.5, "beta": 0.3, "low": -10, "high": 30},
            s.beta(0.5, 0.3, -10, 40).cdf,
            s.beta(0.507, 0.3, -10, 40).cdf,
        ),
        "triangular": Continuous(
            {"distribution": "triangular", "low": 2, "mode": 5, "high": 20},
            s.triang(3 / 18, 2, 18).cdf,
            s.triang(3.15 / 18, 2, 18).cdf,
        ),
        "histogram": Continuous(
            {"distribution": "histogram", "edges": [0, 18, 30, 65, 100], "weights": [18, 0, 63, 19]},
            bins([0, 18, 30, 65, 100], [18, 0, 63, 19]),
            bins([0, 18, 30, 65, 100], [18.5, 0, 62.5, 19]),
        ),
        "binomial": Counts(
            {"distribution": "binomial", "n": 20, "p": 0.15},
            list(range(21)),
            binomial(20, 0.15),
            binomial(20, 0.1515),
        ),
        "binomial_many": Counts(
            {"distribution": "binomial", "n": 1000, "p": 0.9},
            list(range(1001)),
            binomial(1000, 0.9),
            binomial(1000, 0.901),
        ),
        "geometric": Counts(
            {"distribution": "geometric", "p": 0.25},
            list(range(1, 60)),
            list(s.geom(0.25).pmf(range(1, 60))),
            list(s.geom(0.2525).pmf(range(1, 60))),
        ),
        "zipf": Counts(
            {"distribution": "zipf", "exponent": 1.1, "n": 500},
            list(range(1, 501)),
            zipf(1.1, 500),
            zipf(1.111, 500),
        ),
        "zipf_flat": Counts(
            {"distribution": "zipf", "exponent": 0, "n": 50}, list(range(1, 51)), [1] * 50, [1.03] * 25 + [1] * 25
        ),
        "integer": Counts(
            {"distribution": "integer", "min": -20, "max": 41}, list(range(-20, 42)), [1] * 62, [1] * 61 + [0]
        ),
        "bernoulli": Counts({"distribution": "bernoulli", "p": 0.3}, [1, 0], [0.3, 0.7], [0.303, 0.697]),
        "poisson": Counts({"distribution": "poisson", "mean": 4}, *poisson(4), poisson(4.04)[1][: len(poisson(4)[0])]),
        "poisson_large": Counts(
            {"distribution": "poisson", "mean": 900}, *poisson(900), poisson(909)[1][: len(poisson(900)[0])]
        ),
        "poisson_cut": Counts(
            {"distribution": "poisson", "mean": 1.5, "min": 1},
            *poisson(1.5, 1),
            poisson(1.515, 1)[1][: len(poisson(1.5, 1)[0])],
        ),
        "choice": Counts({"choice": texts}, texts, [1] * 5, [1.02, 1, 1, 1, 0.98]),
        "weights": Counts({"choice": dict(zip(texts, weights))}, texts, weights, faulty_weights),
        "weights_listed": Counts(
            {"choice": [{"value": 10 * i, "weight": w} for i, w in enumerate(weights)]},
            [10 * i for i in range(5)],
            weights,
            faulty_weights,
        ),
        "date": Counts(
            {"distribution": "uniform", "type": "date", "min": "2019-02-27", "max": "2020-03-01"},
            days,
            [1] * len(days),
            [1] * (len(days) - 1) + [0],
        ),
        "timestamp": Continuous(
            {"distribution": "uniform", "type": "timestamp", "min": "2020-01-01", "max": "2021-01-01"},
            s.uniform(seconds_from, seconds_to - seconds_from).cdf,
            s.uniform(seconds_from, 1.01 * (seconds_to - seconds_from)).cdf,
        ),
        "missing": Counts({"sequence": 0, "missing": 0.3}, [True, False], [0.3, 0.7], [0.303, 0.697]),
        "missing_small": Counts({"sequence": 0, "missing": 0.0125}, [True, False], [0.0125, 0.9875], [0.0131, 0.9869]),
        "missing_row": Counts(
            {"sequence": 0, "missing": "=if(bit = '1', 0.5, 0.1)"}, [True, False], [0.3, 0.7], [0.303, 0.697]
        ),
        "drawn": Continuous({"expression": "normal(50, 6) + normal(0, 8)"}, s.norm(50, 10).cdf, s.norm(50.5, 10).cdf),
    }
    # Parameters that differ by row, standardised so that one law remains.
    made["by_row"] = Continuous(
        {"expression": "(by_row_normal - by_row_mean) / (by_row_mean / 5)"}, s.norm.cdf, s.norm(0.02).cdf
    )
    made["by_row_wait"] = Continuous(
        {"expression": "by_row_exponential / by_row_mean"}, s.expon.cdf, s.expon(scale=1.014).cdf
    )
    made["by_row_shape"] = Continuous(
        {"expression": "if(bit = '1', by_row_gamma / 2, by_row_gamma)"},
        lambda x: (s.gamma(2, scale=0.5).cdf(x) + s.gamma(4, scale=1).cdf(x)) / 2,
        lambda x: (s.gamma(2, scale=0.5).cdf(x) + s.gamma(4.05, scale=1).cdf(x)) / 2,
    )
    made["bit_weights"] = Counts(
        {"choice": {"x": "=if(bit = '1', 3, 1)", "y": "=if(bit = '1', 1, 3)"}}, ["x", "y"], [1, 1], [1.02, 1]
    )
    return made


HIDDEN = {
    "bit": {"hidden": True, "choice": ["0", "1"]},
    "by_row_mean": {"hidden": True, "distribution": "uniform", "min": 1, "max": 9},
    "by_row_normal": {"hidden": True, "distribution": "normal", "mean": "=by_row_mean", "sd": "=by_row_mean / 5"},
    "by_row_gamma": {"hidden": True, "distribution": "gamma", "shape": "=if(bit = '1', 2, 4)", "scale": 1},
    "by_row_exponential": {"hidden": True, "distribution": "exponential", "mean": "=by_row_mean"},
}


def values_of(name: str, column) -> object:
    """Numbers, texts or, for a missing rate, nulls; days and seconds since 1970 for times; hundredths for decimals."""
    if name.startswith("missing"):
        return column.is_null().to_numpy()
    if name == "uniform_decimal":
        return numpy.rint(column.to_numpy() * 100).astype(int)
    kind = column.type
    if pyarrow.types.is_boolean(kind):
        return column.cast(pyarrow.int8()).to_numpy()
    if pyarrow.types.is_date(kind):
        return column.cast(pyarrow.int32()).to_numpy()
    if pyarrow.types.is_timestamp(kind):
        return column.cast(pyarrow.timestamp("s", tz="UTC")).cast(pyarrow.int64()).to_numpy()
    if pyarrow.types.is_string(kind):
        return column.to_numpy(zero_copy_only=False)
    return column.to_numpy()


def check_ends(checks: Checks, table: pyarrow.Table) -> None:
    """The supports of schema-details.md: which ends belong to the interval."""
    ends = {
        name: (column.min(), column.max())
        for name in ("uniform", "uniform_decimal", "integer", "date", "timestamp")
        for column in [values_of(name, table.column(name))]
    }
    checks.that(
        ends["uniform"][0] >= -3 and ends["uniform"][1] < 5, "uniform numbers are in [min, max)", ends["uniform"]
    )
    checks.equal(ends["uniform_decimal"], (0, 24), "uniform decimals leave max out")
    checks.equal(ends["integer"], (-20, 41), "integers include both ends")
    checks.equal(ends["date"], (day("2019-02-27"), day("2020-03-01")), "dates include both ends")
    checks.that(ends["timestamp"][1] < day("2021-01-01") * 86400, "timestamps leave max out", ends["timestamp"])


def check_independence(checks: Checks, table: pyarrow.Table) -> None:
    """Columns, and one row and the next, know nothing of each other: correlations within 5 of their standard errors."""
    names = ["uniform", "normal", "lognormal_mu", "exponential_mean", "integer", "poisson", "timestamp", "bernoulli"]
    ranks = numpy.array([scipy.stats.rankdata(values_of(name, table.column(name))) for name in names])
    found = numpy.corrcoef(ranks) - numpy.eye(len(names))
    checks.that(numpy.abs(found).max() < 5e-3, "columns are not correlated", numpy.abs(found).max())
    for name, rank in zip(names, ranks):
        for lag in (1, 2, 4, 8, 1024):
            r = numpy.corrcoef(rank[:-lag], rank[lag:])[0, 1]
            checks.that(abs(r) < 5e-3, f"{name} is not correlated with {lag} rows on", r)


def main() -> None:
    arguments = parse(parser(__doc__.splitlines()[0]))
    checks = Checks()
    known = tests()
    schema = {
        "synthgen": 1,
        "seed": SEED,
        "tables": {"t": {"rows": ROWS, "columns": {**HIDDEN, **{name: test.column for name, test in known.items()}}}},
    }
    file = arguments.work / "distributions.json"
    file.write_text(json.dumps(schema), encoding="utf-8")
    out = generate(arguments.program, file, arguments.work / "distributions") / "t.csv"
    table = pyarrow.csv.read_csv(out)
    out.unlink()
    checks.equal(table.num_rows, ROWS, "a million rows")
    for name, test in known.items():
        column = table.column(name)
        if not name.startswith("missing"):
            checks.equal(column.null_count, 0, f"{name}: no nulls")
        values = values_of(name, column)
        p = test.test(values, test.law)
        checks.that(p > SIGNIFICANCE, f"{name} has its declared law", f"p = {p}")
        p = test.test(values, test.fault)
        checks.that(p < SIGNIFICANCE, f"{name}: the test finds a faulty law", f"p = {p}")
    check_ends(checks, table)
    check_independence(checks, table)
    checks.end()


if __name__ == "__main__":
    main()
