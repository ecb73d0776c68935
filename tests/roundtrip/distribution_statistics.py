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
        # A million values are as good as infinitely many; the exact law of the statistic takes a second a test.
        return scipy.stats.kstest(values, law, method="asymp").pvalue


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
        if values.dtype.kind in "iu":
            counts = dict(zip(*numpy.unique(values, return_counts=True)))
            found = [int(counts.get(value, 0)) for value in self.values]
        else:
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


def quantiles(shares: list, values: list) -> Callable:
    """Straight between the listed points; a gap between two values of one share."""
    return lambda x: numpy.interp(x, values, shares)


def pert(low: float, mode: float, high: float):
    """Vose's parameters: Malcolm, Roseboom, Clark, Fazar (1959), with the weight 4 for the mode."""
    reach = high - low
    return scipy.stats.beta(1 + 4 * (mode - low) / reach, 1 + 4 * (high - mode) / reach, low, reach)


def truncated(law, low: float, high: float) -> Callable:
    below, above = law.cdf(low), law.cdf(high)
    return lambda x: (law.cdf(x) - below) / (above - below)


def rounded(law, low: int, high: int) -> list:
    """Of whole values low … high of a law from `low` on: each has the share of the half step on both its sides."""
    return [law.cdf(x + 0.5) - law.cdf(x - 0.5) for x in range(low, high + 1)]


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
        "beta_cut": Continuous(
            {"distribution": "beta", "alpha": 2, "beta": 5, "min": 0.3, "max": 0.9},
            truncated(s.beta(2, 5), 0.3, 0.9),
            truncated(s.beta(2.06, 5), 0.3, 0.9),
        ),
        "lognormal_cut": Continuous(
            {"distribution": "lognormal", "mu": 0, "sigma": 1, "min": 3, "max": 40},
            truncated(s.lognorm(1), 3, 40),
            truncated(s.lognorm(1.02), 3, 40),
        ),
        "triangular_cut": Continuous(
            {"distribution": "triangular", "low": 2, "mode": 5, "high": 20, "min": 4, "max": 12},
            truncated(s.triang(3 / 18, 2, 18), 4, 12),
            truncated(s.triang(3.1 / 18, 2, 18), 4, 12),
        ),
        "histogram_cut": Continuous(
            {"distribution": "histogram", "edges": [0, 18, 65, 100], "weights": [18, 63, 19], "min": 10, "max": 80},
            bins([10, 18, 65, 80], [8, 63, 19 * 15 / 35]),
            bins([10, 18, 65, 80], [8.4, 63, 19 * 15 / 35]),
        ),
        "far_cut": Continuous(
            {"distribution": "normal", "mean": 0, "sd": 1, "min": 8, "max": 9},
            s.truncnorm(8, 9).cdf,
            s.truncnorm(8, 9, loc=0.001).cdf,
        ),
        "binomial_cut": Counts(
            {"distribution": "binomial", "n": 20, "p": 0.3, "min": 8, "max": 12},
            list(range(8, 13)),
            binomial(20, 0.3)[8:13],
            binomial(20, 0.304)[8:13],
        ),
        "geometric_cut": Counts(
            {"distribution": "geometric", "p": 0.2, "min": 3, "max": 9},
            list(range(3, 10)),
            [0.8**k for k in range(7)],
            [0.797**k for k in range(7)],
        ),
        "zipf_cut": Counts(
            {"distribution": "zipf", "exponent": 1.2, "n": 1000, "min": 5, "max": 30},
            list(range(5, 31)),
            zipf(1.2, 30)[4:],
            zipf(1.22, 30)[4:],
        ),
        "triangular": Continuous(
            {"distribution": "triangular", "low": 2, "mode": 5, "high": 20},
            s.triang(3 / 18, 2, 18).cdf,
            s.triang(3.15 / 18, 2, 18).cdf,
        ),
        "weibull": Continuous(
            {"distribution": "weibull", "shape": 1.8, "scale": 1200},
            s.weibull_min(1.8, scale=1200).cdf,
            s.weibull_min(1.818, scale=1200).cdf,
        ),
        "weibull_early": Continuous(
            {"distribution": "weibull", "shape": 0.4, "scale": 1200, "min": 20},
            truncated(s.weibull_min(0.4, scale=1200), 20, math.inf),
            truncated(s.weibull_min(0.404, scale=1200), 20, math.inf),
        ),
        "weibull_date": Counts(
            {"distribution": "weibull", "type": "date", "shape": 2, "scale": "90 days", "origin": "2024-01-01"},
            [day("2024-01-01") + x for x in range(500)],
            rounded(s.weibull_min(2, scale=90), 0, 499),
            rounded(s.weibull_min(2, scale=90.9), 0, 499),
        ),
        "pareto": Continuous(
            {"distribution": "pareto", "alpha": 1.5, "scale": 1000},
            s.pareto(1.5, scale=1000).cdf,
            s.pareto(1.515, scale=1000).cdf,
        ),
        "pareto_cut": Continuous(
            {"distribution": "pareto", "alpha": 1.5, "scale": 1000, "min": 1e9, "max": 4e9},
            truncated(s.pareto(1.5, scale=1e9), 1e9, 4e9),
            truncated(s.pareto(1.53, scale=1e9), 1e9, 4e9),
        ),
        "student_t": Continuous(
            {"distribution": "student_t", "df": 4}, s.t(4).cdf, s.t(4, scale=1.03).cdf
        ),
        "student_t_heavy": Continuous(
            {"distribution": "student_t", "df": 0.3, "location": -2, "scale": 5},
            s.t(0.3, -2, 5).cdf,
            s.t(0.312, -2, 5).cdf,
        ),
        "student_t_cut": Continuous(
            {"distribution": "student_t", "df": 3, "min": 8, "max": 9},
            lambda x: (s.t.sf(8, 3) - s.t.sf(x, 3)) / (s.t.sf(8, 3) - s.t.sf(9, 3)),
            lambda x: (s.t.sf(8, 3.5) - s.t.sf(x, 3.5)) / (s.t.sf(8, 3.5) - s.t.sf(9, 3.5)),
        ),
        "logistic": Continuous(
            {"distribution": "logistic", "location": 1500, "scale": 110},
            s.logistic(1500, 110).cdf,
            s.logistic(1500, 111.1).cdf,
        ),
        "logistic_cut": Continuous(
            {"distribution": "logistic", "location": 0, "scale": 1, "max": -40},
            lambda x: numpy.exp(x + 40),
            lambda x: numpy.exp(1.01 * (x + 40)),
        ),
        "logistic_timestamp": Continuous(
            {"distribution": "logistic", "type": "timestamp", "location": "2024-07-01", "scale": "20 days"},
            s.logistic(day("2024-07-01") * 86400, 20 * 86400).cdf,
            s.logistic(day("2024-07-01") * 86400, 20.2 * 86400).cdf,
        ),
        "laplace": Continuous(
            {"distribution": "laplace", "location": -1, "scale": 2.5},
            s.laplace(-1, 2.5).cdf,
            s.laplace(-1, 2.575).cdf,
        ),
        "laplace_cut": Continuous(
            {"distribution": "laplace", "location": 0, "scale": 1, "min": -0.5, "max": 2},
            truncated(s.laplace(), -0.5, 2),
            truncated(s.laplace(0, 1.03), -0.5, 2),
        ),
        "gumbel": Continuous(
            {"distribution": "gumbel", "location": 31, "scale": 2.5},
            s.gumbel_r(31, 2.5).cdf,
            s.gumbel_r(31, 2.525).cdf,
        ),
        "gumbel_cut": Continuous(
            {"distribution": "gumbel", "location": 0, "scale": 1, "min": -6, "max": -2},
            truncated(s.gumbel_r(), -6, -2),
            truncated(s.gumbel_r(0.01, 1), -6, -2),
        ),
        "inverse_gaussian": Continuous(
            {"distribution": "inverse_gaussian", "mean": 8, "shape": 20},
            s.invgauss(8 / 20, scale=20).cdf,
            s.invgauss(8.1 / 20, scale=20).cdf,
        ),
        "inverse_gaussian_heavy": Continuous(
            {"distribution": "inverse_gaussian", "mean": 8, "shape": 0.2},
            s.invgauss(8 / 0.2, scale=0.2).cdf,
            s.invgauss(8 / 0.2, scale=0.204).cdf,
        ),
        "inverse_gaussian_cut": Continuous(
            {"distribution": "inverse_gaussian", "mean": 8, "shape": 20, "min": 25},
            lambda x: 1 - s.invgauss(8 / 20, scale=20).sf(x) / s.invgauss(8 / 20, scale=20).sf(25),
            lambda x: 1 - s.invgauss(8 / 20, scale=20).sf(x) / s.invgauss(8 / 20, scale=20).sf(25) * 1.01,
        ),
        "pert": Continuous(
            {"distribution": "pert", "low": 2, "mode": 5, "high": 20}, pert(2, 5, 20).cdf, pert(2, 5.1, 20).cdf
        ),
        "pert_cut": Continuous(
            {"distribution": "pert", "low": 2, "mode": 2, "high": 20, "min": 4, "max": 11},
            truncated(pert(2, 2, 20), 4, 11),
            truncated(pert(2, 2.2, 20), 4, 11),
        ),
        "pert_date": Counts(
            {"distribution": "pert", "type": "date", "low": "2024-03-01", "mode": "2024-03-11", "high": "2024-04-30"},
            list(range(day("2024-03-01"), day("2024-05-01"))),
            rounded(pert(day("2024-03-01"), day("2024-03-11"), day("2024-04-30")), 19783, 19843),
            rounded(pert(day("2024-03-01"), day("2024-03-12"), day("2024-04-30")), 19783, 19843),
        ),
        "quantiles": Continuous(
            {"distribution": "quantiles", "probabilities": [0, 0.1, 0.6, 0.6, 1], "values": [-5, 0, 2, 7, 40]},
            quantiles([0, 0.1, 0.6, 0.6, 1], [-5, 0, 2, 7, 40]),
            quantiles([0, 0.1, 0.607, 0.607, 1], [-5, 0, 2, 7, 40]),
        ),
        # A fifth of the values are 0, also given that none is beyond 6; elsewhere half steps on either side.
        "quantiles_cut": Counts(
            {
                "distribution": "quantiles",
                "probabilities": [0, 0.2, 1],
                "values": [0, 0, 8],
                "decimals": 0,
                "min": 0,
                "max": 6,
            },
            list(range(7)),
            [0.25, *[0.1] * 6],
            [0.256, *[0.1] * 6],
        ),
        "quantiles_date": Counts(
            {
                "distribution": "quantiles",
                "type": "date",
                "probabilities": [0, 0.5, 0.75, 1],
                "values": ["2024-03-01", "2024-03-06", "2024-03-06", "2024-03-08"],
            },
            list(range(19783, 19791)),
            [0.05, *[0.1] * 4, 0.3625, 0.125, 0.0625],
            [0.05, *[0.1] * 4, 0.37, 0.125, 0.0625],
        ),
        "histogram_timestamp": Continuous(
            {
                "distribution": "histogram",
                "type": "timestamp",
                "edges": ["2020-01-01", "2020-03-01", "2021-01-01"],
                "weights": [2, 1],
            },
            bins([seconds_from, day("2020-03-01") * 86400, seconds_to], [2, 1]),
            bins([seconds_from, day("2020-03-01") * 86400, seconds_to], [2, 1.03]),
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
        "negative_binomial": Counts(
            {"distribution": "negative_binomial", "r": 2.5, "p": 0.4},
            list(range(60)),
            list(s.nbinom(2.5, 0.4).pmf(range(60))),
            list(s.nbinom(2.5, 0.404).pmf(range(60))),
        ),
        "negative_binomial_mean": Counts(
            {"distribution": "negative_binomial", "mean": 300, "r": 0.7},
            list(range(8000)),
            list(s.nbinom(0.7, 0.7 / 300.7).pmf(range(8000))),
            list(s.nbinom(0.72, 0.7 / 300.7).pmf(range(8000))),
        ),
        "negative_binomial_cut": Counts(
            {"distribution": "negative_binomial", "mean": 3, "r": 2, "min": 9, "max": 30},
            list(range(9, 31)),
            list(s.nbinom(2, 0.4).pmf(range(9, 31))),
            list(s.nbinom(2, 0.406).pmf(range(9, 31))),
        ),
        "hypergeometric": Counts(
            {"distribution": "hypergeometric", "population": 500, "successes": 60, "draws": 50},
            list(range(51)),
            list(s.hypergeom(500, 60, 50).pmf(range(51))),
            list(s.hypergeom(500, 61, 50).pmf(range(51))),
        ),
        "hypergeometric_large": Counts(
            {"distribution": "hypergeometric", "population": 20000, "successes": 9000, "draws": 8000, "min": 3600},
            list(range(3600, 4000)),
            list(s.hypergeom(20000, 9000, 8000).pmf(range(3600, 4000))),
            list(s.hypergeom(20000, 9003, 8000).pmf(range(3600, 4000))),
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
    made["by_row_failure"] = Continuous(
        {"expression": "pow(by_row_weibull / by_row_mean, by_row_mean / 3)"}, s.expon.cdf, s.expon(scale=1.014).cdf
    )
    made["by_row_wealth"] = Continuous(
        {"expression": "by_row_mean * ln(by_row_pareto / 20)"}, s.expon.cdf, s.expon(scale=1.014).cdf
    )
    made["by_row_tail"] = Continuous(
        {"expression": "(by_row_student_t - by_row_mean) / by_row_mean"},
        lambda x: (s.t.cdf(x, 2.5) + s.t.cdf(x, 12)) / 2,
        lambda x: (s.t.cdf(x, 2.5) + s.t.cdf(x, 12)) / 2 * 0.996,
    )
    made["by_row_errors"] = Continuous(
        {"expression": "logistic(location: by_row_mean, scale: 1) - by_row_mean"}, s.logistic.cdf, s.logistic(0.02).cdf
    )
    made["by_row_change"] = Continuous(
        {"expression": "laplace(0, by_row_mean) / by_row_mean"}, s.laplace.cdf, s.laplace(0, 1.03).cdf
    )
    made["by_row_flood"] = Continuous(
        {"expression": "gumbel(location: 3, scale: by_row_mean) / by_row_mean - 3 / by_row_mean"},
        s.gumbel_r.cdf,
        s.gumbel_r(0.01).cdf,
    )
    made["by_row_gaussian"] = Continuous(
        {"distribution": "inverse_gaussian", "mean": "=if(bit = '1', 3, 5)", "shape": 6},
        lambda x: (s.invgauss(3 / 6, scale=6).cdf(x) + s.invgauss(5 / 6, scale=6).cdf(x)) / 2,
        lambda x: (s.invgauss(3 / 6, scale=6).cdf(x) + s.invgauss(5.1 / 6, scale=6).cdf(x)) / 2,
    )
    made["by_row_pert"] = Continuous(
        {"distribution": "pert", "low": 0, "mode": "=if(bit = '1', 2, 7)", "high": 10},
        lambda x: (pert(0, 2, 10).cdf(x) + pert(0, 7, 10).cdf(x)) / 2,
        lambda x: (pert(0, 2, 10).cdf(x) + pert(0, 7.1, 10).cdf(x)) / 2,
    )
    made["by_row_negative"] = Counts(
        {"expression": "negative_binomial(mean: if(bit = '1', 2, 40), r: 1.5)"},
        list(range(500)),
        list(s.nbinom(1.5, 1.5 / 3.5).pmf(range(500)) + s.nbinom(1.5, 1.5 / 41.5).pmf(range(500))),
        list(s.nbinom(1.5, 1.5 / 3.6).pmf(range(500)) + s.nbinom(1.5, 1.5 / 41.5).pmf(range(500))),
    )
    made["by_row_hypergeometric"] = Counts(
        {"expression": "hypergeometric(population: 60, successes: if(bit = '1', 10, 40), draws: 20)"},
        list(range(21)),
        list(s.hypergeom(60, 10, 20).pmf(range(21)) + s.hypergeom(60, 40, 20).pmf(range(21))),
        list(1.03 * s.hypergeom(60, 10, 20).pmf(range(21)) + s.hypergeom(60, 40, 20).pmf(range(21))),
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
    "by_row_weibull": {"hidden": True, "distribution": "weibull", "shape": "=by_row_mean / 3", "scale": "=by_row_mean"},
    "by_row_pareto": {"hidden": True, "distribution": "pareto", "alpha": "=by_row_mean", "scale": 20},
    "by_row_student_t": {
        "hidden": True,
        "distribution": "student_t",
        "df": "=if(bit = '1', 2.5, 12)",
        "location": "=by_row_mean",
        "scale": "=by_row_mean",
    },
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
