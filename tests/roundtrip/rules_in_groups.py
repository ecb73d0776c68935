#!/usr/bin/env python3
"""Rules on columns of a correlation group: the conditional law of a member given the others, cut to what is allowed.

Far out, where 1e-9 of a Gaussian or a Student's t group is left, by Kolmogorov and Smirnov's test of the exact law;
members of steps, which a rule confines to a set that differs by row, by chi-square.
"""

import math

from checks import Checks, need, parse, parser

need("numpy", "scipy", "pyarrow", "duckdb")

import numpy  # noqa: E402  (only now are they known to be there)
import scipy.stats  # noqa: E402

from rules_regions import above, below  # noqa: E402
from rules_runs import chi_square, column, document, holds, made, shares, table, uniform, without_rules  # noqa: E402

ROWS = 200_000
S = scipy.stats
MATRIX = numpy.array([[1, 0.6, 0.5], [0.6, 1, 0.4], [0.5, 0.4, 1]])


def given(before: list, values: numpy.ndarray, fault: float = 0) -> tuple:
    """Mean and standard deviation of a column of a normal group, given those before it."""
    place = len(before)
    weights = numpy.linalg.solve(MATRIX[:place, :place], MATRIX[:place, place])
    return weights @ numpy.stack(before), math.sqrt(1 - weights @ MATRIX[:place, place]) * (1 + 0.02 * fault)


def group(copula: dict, margin: dict, rule: str, rows: int) -> dict:
    """Three columns of equal margins, and beside them columns that nothing conditions."""
    columns = {"free": {"distribution": "normal", "mean": 0, "sd": 1}, "a": margin, "b": margin, "c": margin}
    correlation = {"measure": "latent", "columns": ["a", "b", "c"], "matrix": MATRIX.tolist(), **copula}
    return {
        "rows": rows,
        "columns": columns,
        "correlations": [correlation],
        "rules": [{"name": "region", "check": rule}],
    }


def check_gaussian(checks: Checks, program, work) -> None:
    """The conditional normal, cut: the last of a group, the middle one, and both at once."""
    normal = {"distribution": "normal", "mean": 0, "sd": 1}
    lognormal = {"distribution": "lognormal", "mu": 0, "sigma": 1}
    rules = {
        "last": ("c > 6", normal),
        "middle": ("b > 6", normal),
        "both": ("b < -5.5 and c > 5.5", normal),
        "by_row": ("c >= 0.5 * a + 5.5", normal),
        "skewed": ("c > 403.42879349273511", lognormal),  # exp(6)
    }
    tables = {name: group({}, margin, rule, ROWS) for name, (rule, margin) in rules.items()}
    schema = document(tables, 7)
    folder = made(program, work, "gaussian", schema)
    plain = made(program, work, "gaussian_plain", without_rules(schema))
    for name, (rule, _) in rules.items():
        read, bare = table(folder, name), table(plain, name)
        kept = ["free", "a"] if name in ("middle", "both") else ["free", "a", "b"]
        for other in kept:
            checks.that(read[other].equals(bare[other]), f"{name} of a group: {other} stays as it was")
        a, b, c = (column(read, letter) for letter in "abc")
        if name == "skewed":
            a, b, c = numpy.log(a), numpy.log(b), numpy.log(c)
        for letter, fixed in {"last": "c", "middle": "b", "both": "bc", "by_row": "c", "skewed": "c"}.items():
            if letter != name:
                continue
            for target in fixed:
                before, x = ([a], b) if target == "b" else ([a, b], c)
                places = []
                for fault in (0, 1):
                    mean, sd = given(before, x, fault)
                    bound = {"middle": 6, "by_row": 0.5 * a + 5.5, "both": 5.5 if target == "c" else -5.5}.get(name, 6)
                    law = S.norm(mean, sd)
                    places.append((below if (name, target) == ("both", "b") else above)(law, bound)(x))
                holds(checks, f"{target} of a group given what is before it, {rule}", *map(uniform, places))
        if name == "middle":  # the last follows the conditioned one
            places = [S.norm(*given([a, b], c, fault)).cdf(c) for fault in (0, 1)]
            holds(checks, "the last of a group whose middle is conditioned", *map(uniform, places))


def check_student(checks: Checks, program, work) -> None:
    """Given the mixer, Student's group is a normal one divided by its root; the mixer is never conditioned."""
    df = 5
    margin = {"distribution": "student_t", "df": df}
    bound = float(S.t(df).isf(1e-9))
    schema = document({"t": group({"copula": "student_t", "df": df}, margin, f"c > {bound!r}", ROWS)}, 8)
    read = table(made(program, work, "student", schema), "t")
    bare = table(made(program, work, "student_plain", without_rules(schema)), "t")
    for other in ("free", "a", "b"):
        checks.that(read[other].equals(bare[other]), f"Student's group: {other} stays as it was")
    c = column(read, "c")
    checks.that((c > bound).all(), "Student's group: the rule holds", int((c <= bound).sum()))
    places = []
    for fault in (0, 1):
        # c = (m + s·ε)/√(W/df), with m normal by the two before and ε given its bound: averaged over m and W.
        weights = numpy.linalg.solve(MATRIX[:2, :2], MATRIX[:2, 2])
        explained = weights @ MATRIX[:2, 2]
        s = math.sqrt(1 - explained) * (1 + 0.03 * fault)
        nodes, share = numpy.polynomial.hermite_e.hermegauss(24)
        m = (nodes * math.sqrt(explained))[:, None]
        share = (share / share.sum())[:, None]
        root = numpy.sqrt(S.chi2(df).ppf((numpy.arange(2000) + 0.5) / 2000) / df)[None, :]
        # The excess over the bound is spread over many powers of ten.
        excess = numpy.concatenate([[0], numpy.geomspace(1e-9, 1e3, 400) * bound])
        ends = S.norm.logsf((bound * root - m) / s)
        law = [
            1 - float((share * numpy.exp(S.norm.logsf(((bound + e) * root - m) / s) - ends)).sum() / root.size)
            for e in excess
        ]
        places.append(numpy.interp(c - bound, excess, law))
    holds(checks, "the last of Student's group", *map(uniform, places))


def check_steps(checks: Checks, program, work) -> None:
    """A choice and a count that follow a normal column: given its score, each allowed value has its share."""
    k = {"distribution": "integer", "min": 1, "max": 4}
    normal = {"distribution": "normal", "mean": 0, "sd": 1}
    weights = numpy.array([0.4, 0.3, 0.2, 0.1])
    cases = {
        "choice": (
            {"choice": [{"value": v, "weight": w} for v, w in zip((1, 2, 5, 10), weights.tolist())]},
            "y <> k and y <= 6 - 0.5 * x or y = 10 and x > 1.5",
            [1, 2, 5, 10],
            numpy.cumsum(weights),
            lambda v, x, k: ((v != k) & (v <= 6 - 0.5 * x)) | ((v == 10) & (x > 1.5)),
        ),
        "count": (
            {"distribution": "poisson", "mean": 3},
            "y >= 2 + k or y = 0",
            list(range(25)),
            S.poisson(3).cdf(range(25)),
            lambda v, x, k: (v >= 2 + k) | (v == 0),
        ),
    }
    tables = {
        name: {
            "rows": ROWS,
            "columns": {"k": k, "x": normal, "y": target},
            "correlations": [{"measure": "latent", "pairs": [["x", "y", 0.6]]}],
            "rules": [{"check": rule}],
        }
        for name, (target, rule, *_) in cases.items()
    }
    folder = made(program, work, "steps", document(tables, 14))
    for name, (_, rule, values, below_or_at, allowed) in cases.items():
        read = table(folder, name)
        x, steps = column(read, "x"), column(read, "k")
        laws = []
        for rho in (0.6, 0.7):
            ends = S.norm.ppf(numpy.minimum(numpy.concatenate([[0], below_or_at]), 1))
            places = S.norm.cdf((ends[:, None] - rho * x) / math.sqrt(1 - rho * rho))
            shares_of = zip(values, numpy.diff(places, axis=0))
            each = numpy.array([numpy.where(allowed(v, x, steps), p, 0) for v, p in shares_of])
            laws.append([*(each / each.sum(axis=0)).sum(axis=1), 0])
        counts = shares(column(read, "y"), values)
        holds(checks, f"a {name} of a group, {rule}", *(chi_square(counts, law) for law in laws))


def main() -> None:
    arguments = parse(parser(__doc__.splitlines()[0]))
    program, work, checks = arguments.program, arguments.work, Checks()
    check_gaussian(checks, program, work)
    check_student(checks, program, work)
    check_steps(checks, program, work)
    checks.end()


if __name__ == "__main__":
    main()
