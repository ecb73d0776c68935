#!/usr/bin/env python3
"""Rules leave alone what they do not target: margins of the other columns, and rows that fulfil them anyway.

Margins by chi-square and by Kolmogorov and Smirnov's test over 1,000,000 rows, the rest byte by byte against the same
schema without its rules.
"""

import itertools
import json

from checks import Checks, need, parse, parser

need("numpy", "scipy", "pyarrow", "duckdb", "pandas")

import numpy  # noqa: E402  (only now are they known to be there)
import pandas  # noqa: E402
import scipy.stats  # noqa: E402

from rules_runs import chi_square, column, document, holds, made, shares, table, uniform, without_rules  # noqa: E402

ROWS = 1_000_000


def check_weights(checks: Checks, program, work) -> None:
    """90/10 under an if/then on another column, whose law is the declared one given the rule."""
    columns = {
        "before": {"distribution": "normal", "mean": 5, "sd": 2},
        "kind": {"choice": {"common": 90, "rare": 10}},
        "day": {"distribution": "integer", "min": 1, "max": 7},
        "amount": {"distribution": "lognormal", "mu": 3, "sigma": 1},
    }
    # One common row in 740 is above this, and every rare one must be.
    rules = [{"name": "rare_is_large", "if": "kind = 'rare'", "then": "amount > 400"}]
    read = table(
        made(program, work, "weights", document({"t": {"rows": ROWS, "columns": columns, "rules": rules}}, 1)), "t"
    )
    kinds, amount = read["kind"].to_pandas().to_numpy(), column(read, "amount")
    counts = shares(kinds, ["common", "rare"])
    checks.equal(read.num_rows, ROWS, "90/10: the row count is exact")
    holds(checks, "90/10", chi_square(counts, [90, 10, 0]), chi_square(counts, [89.7, 10.3, 0]))
    before = column(read, "before")
    law = scipy.stats.norm(5, 2).cdf
    holds(checks, "an earlier column", uniform(law(before)), uniform(scipy.stats.norm(5, 2.04).cdf(before)))
    days = shares(column(read, "day"), list(range(1, 8)))
    holds(checks, "a column between", chi_square(days, [1] * 7 + [0]), chi_square(days, [1.02] + [1] * 6 + [0]))
    common = scipy.stats.norm.cdf(numpy.log(amount[kinds == "common"]) - 3)
    holds(checks, "the target where the rule says nothing", uniform(common), uniform(common**1.02))
    tail = scipy.stats.norm.logsf(numpy.log(amount[kinds == "rare"]) - 3) - scipy.stats.norm.logsf(numpy.log(400) - 3)
    holds(checks, "the target where the rule holds it", uniform(-numpy.expm1(tail)), uniform(-numpy.expm1(tail * 1.04)))


def check_chain(checks: Checks, program, work) -> None:
    """Five implications, one after the other: the joint law of six columns of 90/10 each."""
    names = ["c0", "c1", "c2", "c3", "c4", "c5"]
    columns = {name: {"choice": {"no": 90, "yes": 10}} for name in names}
    columns["apart"] = {"distribution": "exponential", "mean": 3}
    rules = [{"if": f"{a} = 'yes'", "then": f"{b} = 'yes'"} for a, b in itertools.pairwise(names)]
    schema = document({"t": {"rows": ROWS, "columns": columns, "rules": rules}}, 2)
    read = table(made(program, work, "chain", schema), "t")
    bits = numpy.stack([read[name].to_pandas().to_numpy() == "yes" for name in names])
    first = [int((~bits[0]).sum()), int(bits[0].sum())]
    holds(checks, "the first of a chain", chi_square(first, [90, 10]), chi_square(first, [89.7, 10.3]))
    found = numpy.bincount((bits.T @ (1 << numpy.arange(6))).astype(int), minlength=64)

    def law(share: float) -> list[float]:
        """A column follows the one before where that is `yes`, and is drawn for itself where not."""
        made = []
        for code in range(64):
            p, before = 1.0, False
            for i in range(6):
                now = bool(code >> i & 1)
                p *= float(now) if before else share if now else 1 - share
                before = now
            made.append(p)
        return made

    holds(checks, "six columns of a chain", chi_square(found, law(0.1)), chi_square(found, law(0.102)))
    apart = -numpy.expm1(-column(read, "apart") / 3)
    holds(checks, "a column beside a chain", uniform(apart), uniform(apart**1.02))

    # The same through columns of other kinds, each of which meets its condition in 10% of the rows.
    columns = {
        "before": {"distribution": "integer", "min": 0, "max": 9},
        "flag": {"distribution": "bernoulli", "p": 0.1},
        "age": {"distribution": "integer", "min": 1, "max": 100},
        "on": {"distribution": "uniform", "type": "date", "min": "2024-01-01", "max": "2024-04-09"},
        "paid": {"distribution": "exponential", "mean": 10, "decimals": 2},
        "grade": {"choice": {"low": 60, "middle": 30, "top": 10}},
        "score": {"distribution": "normal", "mean": 0, "sd": 1},
    }
    rules = [
        {"if": "flag", "then": "age > 90"},
        {"if": "age > 90", "then": "on > date '2024-03-30'"},
        {"if": "on > date '2024-03-30'", "then": "paid >= 23.03"},
        {"if": "paid >= 23.03", "then": "grade = 'top'"},
        {"if": "grade = 'top'", "then": "score < -1.2815515655446004"},
    ]
    schema = document({"t": {"rows": ROWS, "columns": columns, "rules": rules}}, 3)
    folder = made(program, work, "kinds", schema)
    plain = table(made(program, work, "kinds_plain", without_rules(schema)), "t")
    read = table(folder, "t")
    for name in ("before", "flag"):
        checks.that(read[name].equals(plain[name]), f"{name} of a chain of kinds stays as it was")
    share, expected = 0.1, [0.1]
    for p in (0.1, 10 / 100, numpy.exp(-2.3025), 0.1, scipy.stats.norm.cdf(-1.2815515655446004)):
        share = share + (1 - share) * p
        expected.append(share)
    met = [
        column(read, "flag"),
        column(read, "age") > 90,
        read["on"].to_pandas().astype(str).to_numpy() > "2024-03-30",
        column(read, "paid") > 23.025,
        read["grade"].to_pandas().to_numpy() == "top",
        column(read, "score") < -1.2815515655446004,
    ]
    for place, (share, hits) in enumerate(zip(expected, met)):
        counts = [int(hits.sum()), int((~hits).sum())]
        told = f"link {place} of a chain of kinds"
        holds(
            checks, told, chi_square(counts, [share, 1 - share]), chi_square(counts, [share * 1.03, 1 - share * 1.03])
        )


# Each with a rule of its own, so that rows differ in which of them they break.
MIXED = {
    "id": {"sequence": 1},
    "sex": {"choice": {"F": 1, "M": 1}},
    "age": {"distribution": "integer", "min": 0, "max": 99},
    "income": {"distribution": "lognormal", "median": 30000, "sigma": 0.6, "decimals": 2, "missing": 0.1},
    "debt": {"distribution": "exponential", "mean": 9000, "decimals": 2},
    "status": {"choice": {"student": 2, "employed": 6, "retired": 3}},
    "code": {"distribution": "integer", "min": 1000, "max": 999999},
    "from_on": {"distribution": "uniform", "type": "date", "min": "2024-01-01", "max": "2024-12-31"},
    "to_on": {"distribution": "uniform", "type": "date", "min": "2024-01-01", "max": "2024-12-31", "missing": 0.2},
    "days": {"expression": "to_on - from_on"},
    "z1": {"distribution": "normal", "mean": 0, "sd": 1},
    "z2": {"distribution": "normal", "mean": 0, "sd": 1},
    "z3": {"distribution": "normal", "mean": 0, "sd": 1},
    "last": {"distribution": "uniform", "min": 0, "max": 1},
}
# Rule, its target with what follows from it, and which rows pass without it.
EACH = [
    ({"check": "debt <= 0.6 * income"}, ["debt"], "~(debt > 0.6 * income)"),
    ({"if": "age < 18", "then": "status = 'student'"}, ["status"], "(age >= 18) | (status == 'student')"),
    ({"check": "code % 7 = 0"}, ["code"], "code % 7 == 0"),
    ({"check": "to_on >= from_on"}, ["to_on", "days"], "~(to_on < from_on)"),
    ({"if": "age < 16", "then": "to_on is null"}, ["to_on", "days"], "(age >= 16) | to_on.isna()"),
    ({"check": "z2 > z1 - 1"}, ["z2", "z3"], "z2 > z1 - 1"),
]


def check_accepted(checks: Checks, program, work) -> None:
    """Rows that a rule does not trouble keep every byte; of the others only the target and what follows it differ."""

    def generated(name: str, rules: list) -> pandas.DataFrame:
        t = {
            "rows": 100_000,
            "columns": MIXED,
            "correlations": [
                {
                    "measure": "latent",
                    "columns": ["z1", "z2", "z3"],
                    "matrix": [[1, 0.5, 0.3], [0.5, 1, 0.4], [0.3, 0.4, 1]],
                }
            ],
            "rules": rules,
        }
        if not rules:
            del t["rules"]
        folder = made(program, work, name, document({"t": t}, 4))
        return pandas.read_csv(folder / "t.csv", dtype=str, keep_default_na=False)

    def passes(texts: pandas.DataFrame, condition: str) -> numpy.ndarray:
        typed = texts.copy()
        for name in texts:
            if name in ("from_on", "to_on"):
                typed[name] = pandas.to_datetime(texts[name])
            elif name not in ("sex", "status"):
                typed[name] = pandas.to_numeric(texts[name])
        return typed.eval(condition, engine="python").to_numpy(bool)

    plain = generated("plain", [])
    for place, (rule, targets, condition) in enumerate(EACH):
        told = json.dumps(rule)
        ruled = generated("each", [{**rule, "name": f"r{place}"}])
        checks.equal(len(ruled), len(plain), f"{told}: the row count is exact")
        kept = passes(plain, condition)
        checks.that(100 < kept.sum() < len(plain) - 100, f"{told} has rows of both kinds", int(kept.sum()))
        differ = (ruled != plain).to_numpy()
        checks.that(
            not differ[kept].any(), f"{told}: rows that pass without it stay", int(differ[kept].any(axis=1).sum())
        )
        changed = [name for name, any_differs in zip(plain.columns, differ.any(axis=0)) if any_differs]
        checks.that(set(changed) <= set(targets), f"{told} changes its target only", changed)
        first = plain.columns.get_loc(targets[0])
        checks.that(differ[~kept, first].all(), f"{told}: every row that broke it has another value")
        checks.that(
            passes(ruled, condition).all(), f"{told} holds in every row", int((~passes(ruled, condition)).sum())
        )

    # One rule more: only rows that broke it move.
    fewer = generated("fewer", [rule for rule, *_ in EACH[:5]])
    more = generated("more", [rule for rule, *_ in EACH])
    kept = passes(fewer, EACH[5][2])
    differ = (fewer != more).to_numpy()
    checks.that(not differ[kept].any(), "a rule more moves only rows that broke it")
    changed = [name for name, any_differs in zip(plain.columns, differ.any(axis=0)) if any_differs]
    checks.that(set(changed) <= {"z2", "z3"}, "a rule more changes no other column", changed)
    for rule, _, condition in EACH:
        checks.that(passes(more, condition).all(), f"{json.dumps(rule)} holds beside others")


def main() -> None:
    arguments = parse(parser(__doc__.splitlines()[0]))
    checks = Checks()
    check_weights(checks, arguments.program, arguments.work)
    check_chain(checks, arguments.program, arguments.work)
    check_accepted(checks, arguments.program, arguments.work)
    checks.end()


if __name__ == "__main__":
    main()
