#!/usr/bin/env python3
"""What the operators on numbers, dates and types make of values, the outermost ones among them, judged by Python.

Every cell is hit. Python computes the same cells by Decimal, datetime, strftime and pandas' calendar; the errors of
`jitter` and the days of `shift` are held against their laws by SciPy.
"""

import csv
import datetime
import json
import math
import pathlib
import random
from decimal import ROUND_HALF_UP, Decimal, localcontext

from checks import Checks, generate, need, parse, parser

need("pandas", "scipy")

import pandas  # noqa: E402  (they are known to be there only now)
import scipy.stats  # noqa: E402

MOST = 2**63 - 1
LONGEST = 10**18 - 1
LEAST_P = 1e-4
LAW_ROWS = 100_000


def integers() -> list[int]:
    drawn = random.Random(6)
    made = [0, 1, -1, 5, -5, 15, 999, 1000, -1000, MOST, -MOST - 1, MOST - 7, MOST // 10, MOST // 10 + 1]
    return made + [drawn.choice((1, -1)) * drawn.getrandbits(drawn.randint(1, 63)) for _ in range(2000)]


def decimals() -> list[Decimal]:
    """Of two digits."""
    drawn = random.Random(7)
    units = [0, 1, -1, 5, -5, 12, 13, 99999, 100000, LONGEST, -LONGEST, LONGEST // 10]
    units += [drawn.choice((1, -1)) * drawn.randrange(10 ** drawn.randint(1, 18)) for _ in range(2000)]
    return [Decimal(u).scaleb(-2) for u in units]


def numbers() -> list[float]:
    drawn = random.Random(8)
    made = [0.0, 0.07, 0.15, -0.25, 70.7, 1e300, 1.7e308, 5e-324, -2.5e-310, 1e16, 123456789012345680.0, 1e22]
    made += [round(drawn.uniform(-1000, 1000), drawn.randint(0, 4)) for _ in range(1000)]
    return made + [drawn.uniform(-1, 1) * 10.0 ** drawn.randint(-300, 300) for _ in range(1000)]


def days() -> list[datetime.date]:
    drawn = random.Random(9)
    made = [(1, 1, 1), (1, 12, 31), (1582, 10, 10), (1900, 2, 28), (1969, 12, 31), (1970, 1, 1), (1970, 5, 5)]
    made += [(2000, 2, 29), (2023, 1, 31), (2024, 2, 29), (2024, 3, 31), (9999, 12, 31), (9999, 1, 12), (9998, 2, 1)]
    return [datetime.date(*d) for d in made] + [
        datetime.date.fromordinal(drawn.randint(1, datetime.date.max.toordinal())) for _ in range(2000)
    ]


def damaged(
    folder: pathlib.Path, program: pathlib.Path, name: str, type_: dict, texts: list, operators: dict[str, dict], **more
) -> list[dict]:
    """The values in a column `clean`, and damaged in one column for each operator; rows as texts by column name."""
    schema = {
        "synthgen": 1,
        "name": name,
        **more,
        "tables": {
            name: {
                "data": {"columns": [{"name": "clean", **type_}], "rows": [[t] for t in texts]},
                "columns": {column: {"expression": "clean", **type_} for column in operators},
                "noise": [{"rate": 1, "columns": [column], **keys} for column, keys in operators.items()],
            }
        },
    }
    path = folder / f"{name}.json"
    path.write_text(json.dumps(schema), encoding="utf-8")
    generate(program, path, folder / name)
    with open(folder / name / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def judged(checks: Checks, rows: list[dict], column: str, may, sentence: str) -> None:
    """may(clean)  the texts that the cell may have; where there is none, or itself alone, it must stay."""
    wrong = []
    for row in rows:
        allowed = {text for text in may(row["clean"]) if text is not None} - {row["clean"]} or {row["clean"]}
        if row[column] not in allowed:
            wrong.append((row["clean"], row[column], allowed))
    checks.that(not wrong, sentence, f"{len(wrong)} of {len(rows)}: {wrong[:3]}")


def scaled(value: Decimal, scale: int, most: int, least: int) -> str | None:
    """Rounded half away from zero to `scale` digits; None where it does not fit."""
    rounded = value.quantize(Decimal(1).scaleb(-scale), rounding=ROUND_HALF_UP)
    if not least <= int(rounded.scaleb(scale)) <= most:
        return None
    return f"{rounded:f}" if rounded else f"{abs(rounded):f}"  # no sign of a zero


def as_number(value: Decimal) -> str | None:
    number = float(value)
    return None if math.isinf(number) else repr(number if number else 0.0)


def nearest_multiple(value: Decimal, step: Decimal) -> Decimal:
    return (value / step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * step


NUMBER_OPERATORS = {
    "up": {"operator": "outlier", "factor": 10, "sign": "positive"},
    "down": {"operator": "outlier", "factor": 8, "sign": "negative"},
    "pounds": {"operator": "unit", "factors": [2.20462262185, 1000]},
    "heaped": {"operator": "round_to", "step": 2.5},
    "coarse": {"operator": "round_to", "step": 7000},
    "opposite": {"operator": "sign"},
}


def check_numbers(checks: Checks, program: pathlib.Path, folder: pathlib.Path) -> None:
    for name, type_, texts, form in (
        ("integers", {"type": "integer"}, integers(), lambda v: scaled(v, 0, MOST, -MOST - 1)),
        (
            "decimals",
            {"type": "decimal", "decimals": 2},
            [str(d) for d in decimals()],
            lambda v: scaled(v, 2, LONGEST, -LONGEST),
        ),
        ("numbers", {"type": "number"}, numbers(), as_number),
    ):
        rows = damaged(folder, program, name, type_, texts, NUMBER_OPERATORS)
        checks.equal(len(rows), len(texts), f"every one of the {name} comes back as a row")
        exact = name != "numbers"
        judged(checks, rows, "up", lambda t: {form(Decimal(t) * 10)}, f"{name} times ten")
        judged(
            checks,
            rows,
            "down",
            lambda t: {form(Decimal(t) / 8) if exact else repr(float(t) / 8)},
            f"{name} divided by eight",
        )
        kilos = Decimal("2.20462262185")
        judged(
            checks,
            rows,
            "pounds",
            lambda t: {
                form(Decimal(t) * kilos),
                form(Decimal(t) / kilos) if exact else repr(float(t) / 2.20462262185),
                form(Decimal(t) * 1000),
                form(Decimal(t) / 1000),
            },
            f"{name} in other units",
        )
        for column, step in (("heaped", Decimal("2.5")), ("coarse", Decimal(7000))):
            # A number from 10^20 steps on is as good as a multiple: it may stay.
            judged(
                checks,
                [r for r in rows if exact or abs(Decimal(r["clean"])) < step * 10**20],
                column,
                lambda t, step=step: {form(nearest_multiple(Decimal(t), step))},
                f"{name} as multiples of {step}",
            )
        judged(
            checks,
            rows,
            "opposite",
            lambda t: {form(-Decimal(t))} if Decimal(t) else set(),
            f"the opposites of {name}",
        )


def shifted(day: datetime.date, months: int) -> str | None:
    """By months of the calendar, as pandas counts them within the years that it knows; its rule for the others."""
    whole = day.year * 12 + day.month - 1 + months
    year, month = divmod(whole, 12)
    if not 1 <= year <= 9999:
        return None
    try:
        moved = day.replace(year=year, month=month + 1)
    except ValueError:
        moved = datetime.date(year + (month == 11), (month + 1) % 12 + 1, 1) - datetime.timedelta(days=1)
    if 1700 < min(day.year, year) and max(day.year, year) < 2250:
        assert (pandas.Timestamp(day) + pandas.DateOffset(months=months)).date() == moved
    return moved.isoformat()


def later(day: datetime.date, count: int) -> str | None:
    try:
        return (day + datetime.timedelta(days=count)).isoformat()
    except OverflowError:
        return None


def swapped(text: str) -> set[str]:
    day = datetime.date.fromisoformat(text[:10])
    return {day.replace(month=day.day, day=day.month).isoformat() + text[10:]} if day.day <= 12 else set()


def check_dates(checks: Checks, program: pathlib.Path, folder: pathlib.Path) -> None:
    read = datetime.date.fromisoformat
    operators = {
        "swapped": {"operator": "swap_day_month"},
        "month": {"operator": "shift", "by": "1 month"},
        "years": {"operator": "shift", "by": ["1 year", "-4 years"]},
        "day": {"operator": "shift", "by": "-1 day"},
        "weeks": {"operator": "shift", "by": {"choice": [1, -1], "unit": "weeks"}},
        "half": {"operator": "shift", "by": {"constant": 1.5, "unit": "years"}},
        "first": {"operator": "epoch", "value": ["1970-01-01", "1900-01-01"]},
        "drift": {"operator": "format_drift", "formats": ["%d/%m/%Y", "%-d %b %y", "%A, %B %d; week %V of %G, day %j"]},
    }
    rows = damaged(folder, program, "days", {"type": "date"}, [d.isoformat() for d in days()], operators)
    checks.equal(len(rows), len(days()), "every day comes back as a row")
    judged(checks, rows, "swapped", swapped, "day and month exchanged")
    judged(checks, rows, "month", lambda t: {shifted(read(t), 1)}, "a month later")
    judged(checks, rows, "years", lambda t: {shifted(read(t), 12), shifted(read(t), -48)}, "a year later or four before")
    judged(checks, rows, "day", lambda t: {later(read(t), -1)}, "the day before")
    # The number belongs to the row: what leaves the calendar stays.
    edges = {t for t in (r["clean"] for r in rows) if later(read(t), 7) is None or later(read(t), -7) is None}
    inner = [r for r in rows if r["clean"] not in edges]
    judged(checks, inner, "weeks", lambda t: {later(read(t), 7), later(read(t), -7)}, "a week off")
    judged(checks, rows, "half", lambda t: {shifted(read(t), 18)}, "a year and a half later")
    judged(checks, rows, "first", lambda t: {"1970-01-01", "1900-01-01"}, "the first day of a clock")
    # strftime leaves out leading zeros of years, and has names by locale, which is C here.
    recent = [r for r in rows if r["clean"] >= "1000"]
    judged(
        checks,
        recent,
        "drift",
        lambda t: {read(t).strftime(f) for f in ("%d/%m/%Y", "%-d %b %y", "%A, %B %d; week %V of %G, day %j")},
        "dates in other formats",
    )

    drawn = random.Random(10)
    moments = [
        (datetime.datetime.min + datetime.timedelta(milliseconds=drawn.randrange(9998 * 365 * 86_400_000)))
        for _ in range(2000)
    ]
    moments += [datetime.datetime.min, datetime.datetime(9999, 12, 31, 23, 59, 59, 999000)]
    texts = [m.isoformat(timespec="milliseconds") for m in moments]
    operators = {
        "swapped": {"operator": "swap_day_month"},
        "early": {"operator": "shift", "by": "-5400.25 seconds"},
        "early year": {"operator": "shift", "by": "-1 year"},
        "first": {"operator": "epoch"},
    }
    rows = damaged(folder, program, "moments", {"type": "datetime", "precision": 3}, texts, operators)
    judged(checks, rows, "swapped", swapped, "day and month of a moment exchanged")

    def before(text: str) -> set:
        try:
            moved = datetime.datetime.fromisoformat(text) - datetime.timedelta(seconds=5400.25)
            return {moved.isoformat(timespec="milliseconds")}
        except OverflowError:
            return set()

    judged(checks, rows, "early", before, "an hour and a half and a quarter of a second earlier")
    judged(
        checks,
        rows,
        "early year",
        lambda t: {d + t[10:] if (d := shifted(read(t[:10]), -12)) else None},
        "a moment a year earlier",
    )
    judged(checks, rows, "first", lambda t: {"1970-01-01T00:00:00.000"}, "the midnight of 1970-01-01")


def check_texts(checks: Checks, program: pathlib.Path, folder: pathlib.Path) -> None:
    def point_and_comma(text: str) -> str:
        return f"{Decimal(text):,}".translate({ord(","): ".", ord("."): ","})

    operators = {
        "english": {"operator": "format_drift", "formats": "1,234.5"},
        "spaced": {"operator": "format_drift", "formats": "1 234,5"},
        "swiss": {"operator": "type_drift", "kind": "thousands_separator", "text": "'"},
        "local": {"operator": "type_drift", "kind": "thousands_separator"},
        "unit": {"operator": "type_drift", "kind": "unit_suffix", "text": ["kg", "%"]},
        "money": {"operator": "type_drift", "kind": "currency"},
    }
    for name, type_, texts in (
        ("whole", {"type": "integer"}, integers()),
        ("cents", {"type": "decimal", "decimals": 2}, [str(d) for d in decimals()]),
    ):
        rows = damaged(folder, program, name, type_, texts, operators, locale="de_DE")
        judged(checks, rows, "english", lambda t: {f"{Decimal(t):,}"}, f"{name} numbers with commas")
        judged(
            checks,
            rows,
            "spaced",
            lambda t: {f"{Decimal(t):,}".translate({ord(","): " ", ord("."): ","})},
            f"{name} numbers with spaces",
        )
        thousands = [r for r in rows if abs(Decimal(r["clean"])) >= 1000]
        judged(checks, thousands, "swiss", lambda t: {f"{Decimal(t):,}".replace(",", "'")}, f"{name} Swiss numbers")
        judged(checks, thousands, "local", lambda t: {point_and_comma(t)}, f"{name} German numbers")
        small = [r for r in rows if abs(Decimal(r["clean"])) < 1000]
        checks.that(
            all(r["local"] == r["swiss"] == r["clean"] for r in small), f"{name} numbers below 1000 have no thousands"
        )
        judged(checks, rows, "unit", lambda t: {f"{t} kg", f"{t}%"}, f"{name} numbers with a unit")
        judged(checks, rows, "money", lambda t: {f"{t} €"}, f"{name} numbers as money")


def check_laws(checks: Checks, program: pathlib.Path, folder: pathlib.Path) -> None:
    operators = {
        "absolute": {"operator": "jitter", "sd": 2},
        "relative": {"operator": "jitter", "relative_sd": 0.02},
    }
    rows = damaged(folder, program, "measured", {"type": "number"}, [100 + i % 7 for i in range(LAW_ROWS)], operators)
    for column, share in (("absolute", None), ("relative", 0.02)):
        errors = [
            (float(r[column]) - float(r["clean"])) / (2 if share is None else share * float(r["clean"])) for r in rows
        ]
        p = scipy.stats.kstest(errors, "norm").pvalue
        checks.that(p > LEAST_P, f"errors of {column} size are normal", f"p = {p}")

    by = {"distribution": "poisson", "mean": 3, "unit": "days"}
    rows = damaged(
        folder, program, "late", {"type": "date"}, ["2024-02-27"] * LAW_ROWS, {"late": {"operator": "shift", "by": by}}
    )
    clean = datetime.date(2024, 2, 27)
    found = [0] * 12
    for row in rows:
        found[min((datetime.date.fromisoformat(row["late"]) - clean).days, 11)] += 1
    wanted = [LAW_ROWS * scipy.stats.poisson.pmf(k, 3) for k in range(11)]
    wanted.append(LAW_ROWS - sum(wanted))
    p = scipy.stats.chisquare(found, wanted).pvalue
    checks.that(p > LEAST_P, "days by a Poisson law are as many as it says", f"p = {p}: {found}")


def main() -> None:
    arguments = parse(parser(__doc__))
    checks = Checks()
    with localcontext() as context:
        context.prec = 700  # quotients of any two doubles, to more digits than a tie could have
        check_numbers(checks, arguments.program, arguments.work)
        check_dates(checks, arguments.program, arguments.work)
        check_texts(checks, arguments.program, arguments.work)
    check_laws(checks, arguments.program, arguments.work)
    checks.end()


if __name__ == "__main__":
    main()
