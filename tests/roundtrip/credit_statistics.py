#!/usr/bin/env python3
"""The laws of examples/credit over 1,000,000 rows of the file as written.

Income given age has the declared mean and standard deviation for each of the 62 ages; the score has the law of its
formula; no loan is above its bound, and loans are uniform below it. Each test is shown to fail on a small fault.

The seed is fixed, so the outcome is too. With 62 means and 62 deviations, a right program exceeds 4 standard errors
somewhere for one seed in 130 (124 · 6.3e-5); the tests of fit have significance 1e-6 each.
"""

import math

from checks import EXAMPLES, Checks, generate, need, parse, parser

need("numpy", "scipy", "pyarrow")

import numpy  # noqa: E402  (only now are they known to be there)
import pyarrow.csv  # noqa: E402
import scipy.stats  # noqa: E402

ROWS = 1_000_000
SIGNIFICANCE = 1e-6
STANDARD_ERRORS = 4


class Applications:
    """The file's columns as whole numbers; money in cents, read from the text."""

    def __init__(self, file) -> None:
        money = pyarrow.decimal128(18, 2)
        table = pyarrow.csv.read_csv(
            file, convert_options=pyarrow.csv.ConvertOptions(column_types={"income": money, "loan_amount": money})
        )

        def whole(name: str):
            column = table.column(name)
            if pyarrow.types.is_decimal(column.type):
                # Its storage, 16 bytes little-endian, of which the lower 8 hold every value here.
                chunks = [
                    numpy.frombuffer(chunk.buffers()[1], dtype=numpy.int64)[::2][
                        chunk.offset : chunk.offset + len(chunk)
                    ]
                    for chunk in column.chunks
                ]
                return numpy.concatenate(chunks)
            return column.to_numpy()

        self.nulls = sum(column.null_count for column in table.columns)
        self.age = whole("age")
        self.income_cents = whole("income")
        self.score = whole("credit_score")
        self.loan_cents = whole("loan_amount")


def moment_faults(age, income_cents, mean_factor: float = 1, sd_factor: float = 1) -> list[str]:
    """Ages whose mean or deviation of income is further than 4 standard errors from the declared one."""
    faults = []
    for years in range(18, 80):
        mean = (20000 + 1000 * (years - 18)) * mean_factor
        sd = 0.2 * (20000 + 1000 * (years - 18)) * sd_factor
        # "min": 0 cuts 5 deviations below the mean: that moves both by less than 1e-5 deviations, yet it is declared.
        law = scipy.stats.truncnorm(-mean / sd, numpy.inf, loc=mean, scale=sd)
        income = income_cents[age == years] / 100
        n = len(income)
        mean_error = law.std() / math.sqrt(n)
        # Of a deviation: sd·sqrt((kurtosis − 1)/4n), which is sd/sqrt(2n) for a normal.
        kurtosis = 3 + float(law.stats(moments="k"))
        sd_error = law.std() * math.sqrt((kurtosis - 1) / (4 * n))
        away = (income.mean() - law.mean()) / mean_error
        if abs(away) > STANDARD_ERRORS:
            faults.append(f"age {years}: mean {income.mean():.2f}, {away:.1f} standard errors from {law.mean():.2f}")
        away = (income.std(ddof=1) - law.std()) / sd_error
        if abs(away) > STANDARD_ERRORS:
            faults.append(f"age {years}: sd {income.std(ddof=1):.2f}, {away:.1f} standard errors from {law.std():.2f}")
    return faults


def check_age(checks: Checks, data: Applications) -> None:
    counts = numpy.bincount(data.age - 18, minlength=62)
    checks.that(data.age.min() == 18 and data.age.max() == 79, "ages are 18 to 79", (data.age.min(), data.age.max()))
    p = scipy.stats.chisquare(counts).pvalue
    checks.that(p > SIGNIFICANCE, "ages are alike", p)


def check_income(checks: Checks, data: Applications) -> None:
    faults = moment_faults(data.age, data.income_cents)
    checks.that(not faults, "mean and sd of income given age are within 4 standard errors for each age", faults)
    checks.that(data.income_cents.min() >= 0, "no income is below 0")
    for sentence, factors in (("1% in the mean", (1.01, 1)), ("3% in the deviation", (1, 1.03))):
        wrong = moment_faults(data.age, data.income_cents, *factors)
        checks.that(len(wrong) >= 10, f"the test of moments finds a fault of {sentence}", len(wrong))
    # The whole law at once: standardised incomes are normal. Cents are a 1e-6th of the deviation.
    mean = 20000 + 1000 * (data.age - 18)
    z = (data.income_cents / 100 - mean) / (0.2 * mean)
    p = scipy.stats.kstest(z, scipy.stats.truncnorm(-5, numpy.inf).cdf).pvalue
    checks.that(p > SIGNIFICANCE, "incomes given age are normal", p)
    p = scipy.stats.kstest(z + 0.01, scipy.stats.truncnorm(-5, numpy.inf).cdf).pvalue
    checks.that(p < SIGNIFICANCE, "the test of fit finds a shift by a hundredth of the deviation", p)


def score_uniforms(data: Applications, mean: float, sd: float, rounded: bool = False):
    """Scores between the clips as uniforms, exactly so if a score is clip(floor(base + normal(mean, sd)), 300, 850).

    Given base, a score s has the probability of [s, s + 1): a point drawn evenly in that interval's share, and
    measured within the share of 301 … 849, is uniform. `rounded`: as if the formula said round and not floor.
    """
    base = 600 + data.age / 80 * 100 + data.income_cents / 100 / 100000 * 100 + mean - (-0.5 if rounded else 0)
    between = (data.score > 300) & (data.score < 850)
    base, score = base[between], data.score[between]
    law = scipy.stats.norm(0, sd)
    low, high = law.cdf(301 - base), law.cdf(850 - base)
    from_, to = law.cdf(score - base), law.cdf(score + 1 - base)
    point = from_ + numpy.random.default_rng(1).random(len(score)) * (to - from_)
    return (point - low) / (high - low)


def check_score(checks: Checks, data: Applications) -> None:
    checks.that(
        data.score.min() >= 300 and data.score.max() <= 850,
        "scores are 300 to 850",
        (data.score.min(), data.score.max()),
    )
    p = scipy.stats.kstest(score_uniforms(data, 0, 50), "uniform").pvalue
    checks.that(p > SIGNIFICANCE, "scores between the clips have the law of their formula", p)
    for sentence, law in (
        ("1 in the residual's mean", (1, 50)),
        ("4% in its deviation", (0, 52)),
        ("rounding in place of floor", (0, 50, True)),
    ):
        p = scipy.stats.kstest(score_uniforms(data, *law), "uniform").pvalue
        checks.that(p < SIGNIFICANCE, f"the test of scores finds a fault of {sentence}", p)
    base = 600 + data.age / 80 * 100 + data.income_cents / 100 / 100000 * 100
    clipped = scipy.stats.norm.sf(850, base, 50)
    away = ((data.score == 850).sum() - clipped.sum()) / math.sqrt((clipped * (1 - clipped)).sum())
    # 4.9 standard errors: two-sided significance 1e-6.
    checks.that(abs(away) < 4.9, "as many scores are clipped to 850 as the formula says", away)


def check_loan(checks: Checks, data: Applications) -> None:
    # In whole numbers: cents · 600 against cents · score. Half-open: the bound itself is not reached.
    above = int((data.loan_cents * 600 > data.income_cents * data.score).sum())
    checks.that(above == 0, "no loan is above income times score / 600", above)
    reached = int((data.loan_cents * 600 >= data.income_cents * data.score).sum())
    checks.that(reached == 0, "no loan reaches its bound", reached)
    checks.that(data.loan_cents.min() >= 0, "no loan is below 0")
    # Whole cents below the bound, each alike: a point drawn evenly within its cent, over their number, is uniform.
    cents = -(-data.income_cents * data.score // 600)
    point = data.loan_cents + numpy.random.default_rng(2).random(ROWS)
    p = scipy.stats.kstest(point / cents, "uniform").pvalue
    checks.that(p > SIGNIFICANCE, "loans are uniform below their bound", p)
    p = scipy.stats.kstest(point / (1.01 * cents), "uniform").pvalue
    checks.that(p < SIGNIFICANCE, "the test of loans finds a bound 1% off", p)
    # A fit of the whole could hide a dependence on the bound.
    for low, high in ((0, 0.25), (0.25, 0.5), (0.5, 0.75), (0.75, 1)):
        edges = numpy.quantile(cents, [low, high])
        part = (cents >= edges[0]) & (cents <= edges[1])
        p = scipy.stats.kstest((point / cents)[part], "uniform").pvalue
        checks.that(p > SIGNIFICANCE, f"loans are uniform given a bound between the quantiles {low} and {high}", p)


def main() -> None:
    arguments = parse(parser(__doc__.splitlines()[0]))
    checks = Checks()
    folder = generate(
        arguments.program, EXAMPLES / "credit/schema.json", arguments.work / "credit", "--rows", f"applications={ROWS}"
    )
    data = Applications(folder / "applications.csv")
    checks.equal((len(data.age), data.nulls), (ROWS, 0), "a million rows, and no null")
    check_age(checks, data)
    check_income(checks, data)
    check_score(checks, data)
    check_loan(checks, data)
    checks.end()


if __name__ == "__main__":
    main()
