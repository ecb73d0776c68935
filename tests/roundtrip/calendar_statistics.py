#!/usr/bin/env python3
"""Dates and times of `calendar` through the whole program, 1,000,000 values each, against weights counted in NumPy.

Chi-square over days and over month x weekday x hour, and for bounds by row the probability integral transform of each
row's own law against the uniform, all at significance 1e-6 with a fixed seed. Each test is run a second time against a
faulty law, one weight 8% off or one day or weekday too many, which it must find.
"""

import json

from checks import Checks, generate, need, parse, parser

need("numpy", "scipy", "pyarrow")

import numpy  # noqa: E402  (only now are they known to be there)
import pyarrow.csv  # noqa: E402
import scipy.stats  # noqa: E402

ROWS = 1_000_000
SIGNIFICANCE = 1e-6
SEED = 2024

MONTHS = [7, 6.5, 8, 9, 10, 12, 3, 1, 11, 9, 9.25, 14]
WEEKDAYS = [20, 18, 18, 17, 19, 6, 0]
HOURS = [0.5, 0, 0, 0, 0, 0.25, 1, 3, 7, 9, 10, 9, 5, 6, 9, 9, 8, 6, 4, 3, 2, 1.5, 1, 0.75]
EXCLUDED = ["2023-12-25", "2024-01-01", "2024-03-29", "2024-12-25", "2025-01-01", "2030-01-01"]
FIRST, LAST = "2023-11-15", "2025-02-20"


def with_fault(weights: list, index: int, factor: float = 1.08) -> list:
    return [weight * (factor if i == index else 1) for i, weight in enumerate(weights)]


def day_number(text: str) -> int:
    return int(numpy.datetime64(text, "D").astype(int))


def months_of(days):
    """0 … 11, of days since 1970."""
    return numpy.asarray(days).astype("datetime64[D]").astype("datetime64[M]").astype(int) % 12


def weekdays_of(days):
    """Monday 0; 1970-01-01 was a Thursday."""
    return (numpy.asarray(days) + 3) % 7


class Law:
    """Weights of the days from `first` to `last` (numbers since 1970), and of the seconds of a day."""

    def __init__(self, first: int, last: int, months=None, weekdays=None, hours=None, excluded=()):
        self.first = first
        self.days = numpy.arange(first, last + 1)
        weights = numpy.array(months or [1] * 12)[months_of(self.days)] * 1.0
        weights *= numpy.array(weekdays or [1] * 7)[weekdays_of(self.days)]
        weights[numpy.isin(self.days, [day_number(text) for text in excluded])] = 0
        self.weights = weights
        self.before = numpy.concatenate([[0], numpy.cumsum(weights)])
        self.hours = numpy.array(hours or [1] * 24) * 1.0 / sum(hours or [1] * 24)
        self.before_hour = numpy.concatenate([[0], numpy.cumsum(self.hours)])

    def before_day(self, days):
        return self.before[numpy.asarray(days) - self.first]

    def before_second(self, seconds):
        days, rest = numpy.divmod(numpy.asarray(seconds), 86400)
        hour, rest = numpy.divmod(rest, 3600)
        index = days - self.first
        # One day more, without weight, for the end of the last.
        weights = numpy.append(self.weights, 0)
        return self.before[index] + weights[index] * (self.before_hour[hour] + self.hours[hour] * rest / 3600)


def chi_square(found, law) -> float:
    """A cell without weight must be empty; those of less than 10 expected are pooled with their neighbours."""
    found, law = numpy.asarray(found, float), numpy.asarray(law, float)
    if found[law == 0].any():
        return 0.0
    expected = law / law.sum() * found.sum()
    pooled, left = [], numpy.zeros(2)
    for pair in zip(found, expected):
        left = left + pair
        if left[1] >= 10:
            pooled.append(left)
            left = numpy.zeros(2)
    pooled[-1] = pooled[-1] + left
    return scipy.stats.chisquare(*numpy.array(pooled).T).pvalue


def transform(law: Law, before, low, high, values, jitter) -> float:
    """KS of where each value lies in its own row's law, jittered over the weight of the value itself."""
    start, end = before(law, low), before(law, high + 1)
    below, above = before(law, values), before(law, values + 1)
    return scipy.stats.kstest((below + jitter * (above - below) - start) / (end - start), "uniform").pvalue


LISTS = {"months": MONTHS, "weekdays": WEEKDAYS, "exclude": EXCLUDED}
COLUMNS = {
    "anchor": {"distribution": "uniform", "type": "date", "min": "2023-12-01", "max": "2024-12-31"},
    "begun": {"distribution": "uniform", "type": "timestamp", "min": "2023-12-01", "max": "2024-12-31"},
    "day": {"distribution": "calendar", "min": FIRST, "max": LAST, **LISTS},
    "moment": {"distribution": "calendar", "min": FIRST, "max": LAST, "hours": HOURS, **LISTS},
    "fine": {"distribution": "calendar", "type": "datetime", "precision": 3, "min": FIRST, "max": LAST, **LISTS},
    "plain": {"distribution": "calendar", "type": "timestamp", "min": "2024-02-28", "max": "2024-03-01"},
    "leap": {"distribution": "calendar", "min": "2023-02-27", "max": "2024-03-01", "months": [0, 1] + [0] * 10},
    "cut": {"distribution": "calendar", "min": "2024-02-29T09:30:00Z", "max": "2024-03-01T09:29:59Z", "hours": HOURS},
    "century": {"distribution": "calendar", "min": "0001-01-01", "max": "9999-12-31", "weekdays": WEEKDAYS},
    "in_weeks": {"distribution": "calendar", "min": "=anchor", "max": "=anchor + 20", **LISTS},
    "in_hours": {
        "distribution": "calendar", "type": "timestamp", "min": "=begun", "max": "=begun + hours(60)", "hours": HOURS,
        **LISTS,
    },
}  # fmt: skip


def read(file):
    table = pyarrow.csv.read_csv(file)
    columns = {}
    for name in table.column_names:
        column = table.column(name)
        if name in ("day", "leap", "century", "in_weeks", "anchor"):
            columns[name] = column.to_numpy().astype("datetime64[D]").astype(int)
        else:
            unit = "ms" if name == "fine" else "s"
            columns[name] = column.to_numpy().astype(f"datetime64[{unit}]").astype(int)
    return table, columns


def check_days(checks: Checks, days) -> None:
    first, last = day_number(FIRST), day_number(LAST)
    law = Law(first, last, MONTHS, WEEKDAYS, excluded=EXCLUDED)
    found = numpy.bincount(days - first, minlength=len(law.days))
    checks.that(chi_square(found, law.weights) > SIGNIFICANCE, "every day has its weight")
    for faulty in (
        Law(first, last, with_fault(MONTHS, 8), WEEKDAYS, excluded=EXCLUDED),
        Law(first, last, MONTHS, with_fault(WEEKDAYS, 2), excluded=EXCLUDED),
        Law(first, last, MONTHS, WEEKDAYS, excluded=EXCLUDED[1:]),
    ):
        checks.that(chi_square(found, faulty.weights) < SIGNIFICANCE, "a faulty weight of days is found")
    checks.equal((days.min(), days.max()), (first, last), "both bounds are hit")
    checks.that(not numpy.isin(days, [day_number(text) for text in EXCLUDED]).any(), "no excluded day")


def check_moments(checks: Checks, seconds) -> None:
    first, last = day_number(FIRST), day_number(LAST)
    days, clock = numpy.divmod(seconds, 86400)
    cell = (months_of(days) * 7 + weekdays_of(days)) * 24 + clock // 3600
    found = numpy.bincount(cell, minlength=12 * 7 * 24)

    def cells(months, weekdays, hours):
        law = Law(first, last, months, weekdays, excluded=EXCLUDED)
        pairs = numpy.bincount(months_of(law.days) * 7 + weekdays_of(law.days), weights=law.weights, minlength=84)
        return numpy.outer(pairs, hours).ravel()

    p = chi_square(found, cells(MONTHS, WEEKDAYS, HOURS))
    checks.that(p > SIGNIFICANCE, "month x weekday x hour", f"p = {p}")
    for months, weekdays, hours in (
        (with_fault(MONTHS, 5), WEEKDAYS, HOURS),
        (MONTHS, with_fault(WEEKDAYS, 0), HOURS),
        (MONTHS, WEEKDAYS, with_fault(HOURS, 10)),
    ):
        p = chi_square(found, cells(months, weekdays, hours))
        checks.that(p < SIGNIFICANCE, "a faulty weight of times is found", f"p = {p}")
    within = numpy.bincount(seconds % 3600, minlength=3600)
    p = chi_square(within, numpy.ones(3600))
    checks.that(p > SIGNIFICANCE, "seconds of an hour are alike", f"p = {p}")
    checks.equal(within.size, 3600, "no second beyond an hour")
    checks.that(days.max() == last and seconds.max() > last * 86400 + 72000, "the last day is taken to its end")


def check_rest(checks: Checks, columns) -> None:
    fine = columns["fine"]
    checks.that(chi_square(numpy.bincount(fine % 1000, minlength=1000), numpy.ones(1000)) > SIGNIFICANCE,
                "milliseconds are alike")  # fmt: skip
    law = Law(day_number(FIRST), day_number(LAST), MONTHS, WEEKDAYS, excluded=EXCLUDED)
    found = numpy.bincount(fine // 86_400_000 - law.first, minlength=len(law.days))
    checks.that(chi_square(found, law.weights) > SIGNIFICANCE, "days of datetimes have their weights")

    start = day_number("2024-02-28") * 86400
    spread = scipy.stats.kstest(columns["plain"], "uniform", args=(start, 3 * 86400)).pvalue
    checks.that(spread > SIGNIFICANCE, "without weights all seconds of all days are alike", f"p = {spread}")
    checks.equal((columns["plain"].min(), columns["plain"].max()), (start, start + 3 * 86400 - 1), "to the last second")

    februaries = [day_number(text) for text in ("2023-02-27", "2023-02-28")] + [
        day_number("2024-02-01") + i for i in range(29)
    ]
    found = [(columns["leap"] == day).sum() for day in februaries]
    checks.that(chi_square(found, numpy.ones(31)) > SIGNIFICANCE, "29 days of February in a leap year, alike")
    checks.equal(sum(found), ROWS, "and nothing else")

    cut = columns["cut"]
    low, high = day_number("2024-02-29") * 86400 + 34200, day_number("2024-03-01") * 86400 + 34199
    law = Law(day_number("2024-02-29"), day_number("2024-03-01"), hours=HOURS)
    found = numpy.bincount(cut // 60 - low // 60, minlength=1440)
    shares = numpy.diff(law.before_second(numpy.arange(low, high + 2, 60)))
    checks.that(chi_square(found, shares) > SIGNIFICANCE, "bounds cut the hours of a day")
    checks.that(low <= cut.min() < low + 60 and high - 60 < cut.max() <= high, "and are kept", (cut.min(), cut.max()))

    century = columns["century"]
    found = numpy.bincount(weekdays_of(century), minlength=7)
    checks.that(chi_square(found, WEEKDAYS) > SIGNIFICANCE, "weekdays over all years")
    years = century.astype("datetime64[D]").astype("datetime64[Y]").astype(int) + 1970
    spread = chi_square(numpy.bincount((years - 1) // 100, minlength=100), [100] * 99 + [99])
    checks.that(spread > SIGNIFICANCE, "centuries over all years", f"p = {spread}")


def check_rows(checks: Checks, columns) -> None:
    jitter = numpy.random.default_rng(SEED).random(ROWS)
    first, last = day_number("2023-11-01"), day_number("2025-03-01")
    for name, before, low, high in (
        ("in_weeks", Law.before_day, columns["anchor"], columns["anchor"] + 20),
        ("in_hours", Law.before_second, columns["begun"], columns["begun"] + 60 * 3600),
    ):
        values = columns[name]
        checks.that(((values >= low) & (values <= high)).all(), f"{name} is within the bounds of its row")
        law = Law(first, last, MONTHS, WEEKDAYS, HOURS, EXCLUDED)
        p = transform(law, before, low, high, values, jitter)
        checks.that(p > SIGNIFICANCE, f"{name} has the law of its row", f"p = {p}")
        # Weekdays begin anywhere in an interval, so that over all rows only a coarse fault shows.
        law = Law(first, last, MONTHS, [*WEEKDAYS[:6], WEEKDAYS[0]], HOURS, EXCLUDED)
        p = transform(law, before, low, high, values, jitter)
        checks.that(p < SIGNIFICANCE, f"{name}: the test finds a law with Sundays", f"p = {p}")


def main() -> None:
    arguments = parse(parser(__doc__.splitlines()[0]))
    checks = Checks()
    schema = {"synthgen": 1, "seed": SEED, "tables": {"t": {"rows": ROWS, "columns": COLUMNS}}}
    file = arguments.work / "calendar.json"
    file.write_text(json.dumps(schema), encoding="utf-8")
    out = generate(arguments.program, file, arguments.work / "calendar") / "t.csv"
    table, columns = read(out)
    out.unlink()
    checks.equal(table.num_rows, ROWS, "a million rows")
    for name in table.column_names:
        checks.equal(table.column(name).null_count, 0, f"{name}: no nulls")
    check_days(checks, columns["day"])
    check_moments(checks, columns["moment"])
    check_rest(checks, columns)
    check_rows(checks, columns)
    checks.end()


if __name__ == "__main__":
    main()
