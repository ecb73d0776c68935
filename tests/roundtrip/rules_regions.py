#!/usr/bin/env python3
"""Columns that a rule confines to a region of probability 1e-9 have their exact law given the region.

Every place of a value within its region is told by the law's own logarithms of both tails, so that no digit is lost;
continuous laws by Kolmogorov and Smirnov's test, counts by chi-square, 200,000 values each. Regions have fixed bounds
or bounds by row.
"""

import dataclasses
import datetime
import math
import time
from collections.abc import Callable

from checks import Checks, need, parse, parser

need("numpy", "scipy", "pyarrow", "duckdb")

import numpy  # noqa: E402  (only now are they known to be there)
import scipy.stats  # noqa: E402

from rules_runs import chi_square, column, document, holds, made, shares, table, uniform, without_rules  # noqa: E402

ROWS = 200_000
S = scipy.stats


def above(law, bound) -> Callable:
    """Where values lie given that they exceed a bound: 1 − S(x)/S(bound), by the logarithms of the tails."""
    return lambda x: -numpy.expm1(law.logsf(x) - law.logsf(bound))


def below(law, bound) -> Callable:
    return lambda x: numpy.exp(law.logcdf(x) - law.logcdf(bound))


def even(low: float, high: float) -> Callable:
    """A region so narrow that every law is even in it."""
    return lambda x: (x - low) / (high - low)


@dataclasses.dataclass
class Region:
    """A column x with a rule on it, and where its values lie by the law and by a faulty one."""

    column: dict
    rule: str
    law: Callable
    fault: Callable


def tail(column: dict, law, faulty, side: str = "above") -> Region:
    """The 1e-9 at one end of a law; the faulty law's tail begins at the same bound."""
    bound = float(law.isf(1e-9) if side == "above" else law.ppf(1e-9))
    rule = f"x {'>' if side == 'above' else '<'} {bound!r}"
    place = above if side == "above" else below
    return Region(column, rule, place(law, bound), place(faulty, bound))


def continuous() -> dict[str, Region]:
    # With seven significant digits in the parameters 1e-9 is met to a part in a thousand, which no test here needs.
    sigma = 0.7
    return {
        "normal": tail({"distribution": "normal", "mean": 100, "sd": 15}, S.norm(100, 15), S.norm(100, 15.3)),
        "normal_low": tail(
            {"distribution": "normal", "mean": 100, "sd": 15}, S.norm(100, 15), S.norm(100, 15.3), "below"
        ),
        "normal_within": Region(
            {"distribution": "normal", "mean": 0, "sd": 1},
            "x between 1 and 1.000000004132",
            even(1, 1.000000004132),
            lambda x: even(1, 1.000000004132)(x) ** 1.04,
        ),
        "normal_beyond": Region(  # two tails, in proportion to their shares
            {"distribution": "normal", "mean": 0, "sd": 1},
            "x < -6 or x > 6.1",
            lambda x: two_tails(x, S.norm(), -6, 6.1),
            lambda x: two_tails(x, S.norm(0.02, 1), -6, 6.1),
        ),
        "lognormal": tail(
            {"distribution": "lognormal", "mu": 3, "sigma": sigma},
            S.lognorm(sigma, 0, math.exp(3)),
            S.lognorm(0.712, 0, math.exp(3)),
        ),
        "lognormal_low": tail(
            {"distribution": "lognormal", "mu": 3, "sigma": sigma},
            S.lognorm(sigma, 0, math.exp(3)),
            S.lognorm(0.712, 0, math.exp(3)),
            "below",
        ),
        "gamma": tail({"distribution": "gamma", "shape": 2.5, "scale": 4}, S.gamma(2.5, 0, 4), S.gamma(2.5, 0, 4.14)),
        "gamma_low": tail(
            {"distribution": "gamma", "shape": 2.5, "scale": 4}, S.gamma(2.5, 0, 4), S.gamma(2.6, 0, 4), "below"
        ),
        "exponential": tail({"distribution": "exponential", "mean": 95}, S.expon(0, 95), S.expon(0, 98)),
        "weibull": tail(
            {"distribution": "weibull", "shape": 1.8, "scale": 3}, S.weibull_min(1.8, 0, 3), S.weibull_min(1.8, 0, 3.05)
        ),
        "pareto": tail(
            {"distribution": "pareto", "alpha": 2.2, "scale": 10}, S.pareto(2.2, 0, 10), S.pareto(2.28, 0, 10)
        ),
        "student": tail({"distribution": "student_t", "df": 7}, S.t(7), S.t(7.2)),
        "gumbel": tail({"distribution": "gumbel", "location": 1, "scale": 2}, S.gumbel_r(1, 2), S.gumbel_r(1, 2.07)),
        "beta": tail({"distribution": "beta", "alpha": 2, "beta": 5}, S.beta(2, 5), S.beta(2, 5.15)),
        "uniform": Region(
            {"distribution": "uniform", "min": 0, "max": 1e9},
            "x >= 7 and x < 8",
            even(7, 8),
            lambda x: even(7, 8)(x) ** 1.04,
        ),
        "laplace": tail(
            {"distribution": "laplace", "location": 0, "scale": 1}, S.laplace(), S.laplace(0, 1.03), "below"
        ),
    }


def two_tails(x, law, low, high):
    """Where values lie of which some are below `low` and the others above `high`."""
    left, right = law.logcdf(low), law.logsf(high)
    share = 1 / (1 + numpy.exp(right - left))
    return numpy.where(
        x < 0, share * numpy.exp(law.logcdf(x) - left), share + (1 - share) * -numpy.expm1(law.logsf(x) - right)
    )


@dataclasses.dataclass
class Steps:
    """A column of steps with a rule on it, and the shares of its first values within."""

    column: dict
    rule: str
    values: list
    law: Callable  # of a fault: 0 for the law itself, 1 for the faulty one


def log_steps(law, values, half: float):
    """Shares of rounded values of an upper tail, from the differences of its logarithms, and of all beyond the last."""
    sf = law.logsf(numpy.array([*values, values[-1] + 2 * half]) - half)
    return [*(-numpy.expm1(numpy.diff(sf)) * numpy.exp(sf[:-1] - sf[0])), numpy.exp(sf[-1] - sf[0])]


def count_steps(law, values):
    """Shares of counts, and of all beyond the last."""
    return [*law.pmf(values), law.sf(values[-1])]


def day(text: str) -> int:
    return (datetime.date.fromisoformat(text) - datetime.date(1970, 1, 1)).days


def steps() -> dict[str, Steps]:
    first = day("2024-01-01")
    days = list(range(first + 180, first + 230))
    cents = [k / 100 for k in range(600, 740)]
    cut = int(S.poisson(10).isf(1e-9)) + 1
    few = int(S.binom(400, 0.1).isf(1e-9)) + 1
    r, p = 4.5, 0.2
    many = int(S.nbinom(r, p).isf(1e-9)) + 1
    return {
        "date": Steps(
            {"distribution": "normal", "type": "date", "mean": "2024-01-01", "sd": "30 days"},
            "x >= date '2024-06-29'",
            days,
            lambda fault: log_steps(S.norm(first, 30 * (1 + 0.02 * fault)), days, 0.5),
        ),
        "exponential_date": Steps(
            {"distribution": "exponential", "type": "date", "mean": "10 days", "origin": "2024-01-01"},
            "x > date '2024-07-25'",
            [first + 207 + k for k in range(60)],
            lambda fault: log_steps(S.expon(0, 10 * (1 + 0.04 * fault)), range(207, 267), 0.5),
        ),
        "decimal": Steps(
            {"distribution": "normal", "mean": 0, "sd": 1, "decimals": 2},
            "x >= 6",
            cents,
            lambda fault: log_steps(S.norm(0, 1 + 0.02 * fault), cents, 0.005),
        ),
        "whole": Steps(
            {"distribution": "normal", "mean": 0, "sd": 50, "decimals": 0},
            "x > 299.3 and x <> 301",
            list(range(300, 380)),
            lambda fault: [
                0 if x == 301 else share
                for x, share in zip(
                    range(300, 381), log_steps(S.norm(0, 50 * (1 + 0.02 * fault)), range(300, 380), 0.5)
                )
            ],
        ),
        "integer": Steps(
            {"distribution": "integer", "min": 1, "max": 10**11},
            "x between 5000000001 and 5000000100",
            list(range(5000000001, 5000000101)),
            lambda fault: [1 + 0.06 * fault] * 50 + [1] * 50 + [0],
        ),
        "uniform_decimal": Steps(
            {"distribution": "uniform", "min": 0, "max": 1000000000, "decimals": 2},
            "x >= 5.25 and x < 5.75",
            [k / 100 for k in range(525, 575)],
            lambda fault: [1 + 0.06 * fault] * 25 + [1] * 25 + [0],
        ),
        "poisson": Steps(
            {"distribution": "poisson", "mean": 10},
            f"x >= {cut}",
            list(range(cut, cut + 20)),
            lambda fault: count_steps(S.poisson(10 * (1 + 0.03 * fault)), range(cut, cut + 20)),
        ),
        "binomial": Steps(
            {"distribution": "binomial", "n": 400, "p": 0.1},
            f"x >= {few}",
            list(range(few, few + 20)),
            lambda fault: count_steps(S.binom(400, 0.1 * (1 + 0.03 * fault)), range(few, few + 20)),
        ),
        "negative_binomial": Steps(
            {"distribution": "negative_binomial", "r": r, "p": p},
            f"x >= {many}",
            list(range(many, many + 90)),
            lambda fault: count_steps(S.nbinom(r, p * (1 - 0.03 * fault)), range(many, many + 90)),
        ),
        "geometric": Steps(
            {"distribution": "geometric", "p": 0.5},
            "x > 30",
            list(range(31, 60)),
            lambda fault: count_steps(S.geom(0.5 * (1 + 0.02 * fault)), range(31, 60)),
        ),
    }


# Bounds from other columns of the row, near 1e-9 or beyond. Each gives (columns, rule, place by law, place by fault).
def by_row() -> dict[str, tuple]:
    k = {"distribution": "integer", "min": 0, "max": 9}
    y = {"distribution": "normal", "mean": 0, "sd": 1}
    return {
        "bound": (
            {"k": k, "x": {"distribution": "normal", "mean": 0, "sd": 1}},
            "x >= 5.5 + 0.1 * k",
            lambda t, f: above(S.norm(0, 1 + 0.02 * f), 5.5 + 0.1 * t["k"])(t["x"]),
        ),
        "far_bound": (  # from 2 to 7.4 standard deviations; beyond 8.25 no value lies, whatever the rule
            {"k": k, "x": {"distribution": "normal", "mean": 0, "sd": 1}},
            "x <= -(2 + 0.6 * k)",
            lambda t, f: below(S.norm(0, 1 + 0.02 * f), -(2.0 + 0.6 * t["k"]))(t["x"]),
        ),
        "parameters": (
            {"k": k, "x": {"distribution": "normal", "mean": "=10 * k", "sd": "=1 + k"}},
            "x > 16 * k + 6",
            lambda t, f: above(S.norm(10 * t["k"], (1 + t["k"]) * (1 + 0.02 * f)), 16.0 * t["k"] + 6)(t["x"]),
        ),
        "linear": (
            {"y": y, "x": {"distribution": "normal", "mean": 0, "sd": 1}},
            "2 * x - y > 12 and y - x < 30",
            lambda t, f: above(S.norm(0, 1 + 0.02 * f), (12 + t["y"]) / 2)(t["x"]),
        ),
        "narrow": (
            {"y": y, "x": {"distribution": "exponential", "mean": 4}},
            "x between 5 + abs(y) and 5 + abs(y) + 0.00000001",
            lambda t, f: ((t["x"] - 5 - abs(t["y"])) / 1e-8) ** (1 + 0.04 * f),
        ),
        "case": (  # a half line below where k is small, above where it is not
            {"k": k, "x": {"distribution": "gamma", "shape": 3, "scale": 2}},
            "(k < 5 and x > 52) or (k >= 5 and x < 0.0036)",
            lambda t, f: numpy.where(
                t["k"] < 5,
                above(S.gamma(3, 0, 2 * (1 + 0.03 * f)), 52)(t["x"]),
                below(S.gamma(3 * (1 + 0.02 * f), 0, 2), 0.0036)(t["x"]),
            ),
        ),
    }


def main() -> None:
    arguments = parse(parser(__doc__.splitlines()[0]))
    program, work, checks = arguments.program, arguments.work, Checks()

    regions = continuous()
    tables = {
        name: {"rows": ROWS, "columns": {"x": region.column}, "rules": [{"check": region.rule}]}
        for name, region in regions.items()
    }
    started = time.monotonic()
    folder = made(program, work, "continuous", document(tables, 5))
    print(f"{len(regions)} regions of {ROWS} rows in {time.monotonic() - started:.2f} s", flush=True)
    for name, region in regions.items():
        x = column(table(folder, name), "x")
        checks.equal(len(x), ROWS, f"{name}: the row count is exact")
        places = region.law(x)
        checks.that(
            ((places >= 0) & (places <= 1)).all(), f"{name}: {region.rule} holds", x[(places < 0) | (places > 1)][:3]
        )
        holds(checks, f"{name}, {region.rule}", uniform(places), uniform(region.fault(x)))

    stepped = steps()
    tables = {
        name: {"rows": ROWS, "columns": {"x": case.column}, "rules": [{"check": case.rule}]}
        for name, case in stepped.items()
    }
    folder = made(program, work, "steps", document(tables, 6))
    for name, case in stepped.items():
        x = table(folder, name)["x"]
        x = x.cast("int32").to_numpy() if str(x.type) == "date32[day]" else x.to_numpy()
        counts = shares(numpy.round(x, 6), case.values)
        holds(checks, f"{name}, {case.rule}", *(chi_square(counts, case.law(fault)) for fault in (0, 1)))

    cases = by_row()
    tables = {
        name: {"rows": ROWS, "columns": columns, "rules": [{"check": rule}]}
        for name, (columns, rule, _) in cases.items()
    }
    schema = document(tables, 9)
    folder = made(program, work, "by_row", schema)
    plain = made(program, work, "by_row_plain", without_rules(schema))
    for name, (columns, rule, place) in cases.items():
        read, bare = table(folder, name), table(plain, name)
        for other in list(columns)[:-1]:
            checks.that(read[other].equals(bare[other]), f"{name} by row: {other} stays as it was")
        values = {key: column(read, key) for key in columns}
        holds(checks, f"{name} by row, {rule}", uniform(place(values, 0)), uniform(place(values, 1)))

    checks.end()


if __name__ == "__main__":
    main()
