#!/usr/bin/env python3
"""Dates and times: functions and durations against Python's datetime and numpy, texts and Parquet against DuckDB.

10,000 dates and times from the year 1 to 9999, with nulls and leap days among them, are written out beside the results
of every function, and Python computes the results anew from the operands as they stand in the file.
"""

import calendar
import csv
import datetime
import json

from checks import Checks, generate, need, parse, parser, writes_parquet

need("numpy", "duckdb")

import duckdb  # noqa: E402  (only now are they known to be there)
import numpy  # noqa: E402

ROWS = 10000
DAY = datetime.timedelta(days=1)

OPERANDS = {
    "d": {"distribution": "uniform", "type": "date", "min": "0001-01-01", "max": "9999-12-31", "missing": 0.05},
    "e": {"distribution": "uniform", "type": "date", "min": "1890-01-01", "max": "2110-12-31"},
    "leap": {"choice": ["2024-02-29", "2000-02-29", "1900-02-28", "0004-02-29", "9996-02-29"], "type": "date"},
    "t": {"distribution": "uniform", "type": "timestamp", "min": "0001-01-01", "max": "9999-12-31T23:59:59Z",
          "precision": 6, "missing": 0.05},
    "u": {"distribution": "uniform", "type": "timestamp", "min": "1960-01-01", "max": "2040-01-01"},
    "w": {"distribution": "uniform", "type": "datetime", "min": "0001-01-01", "max": "9999-12-31T23:59:59",
          "precision": 3, "missing": 0.05},
    "c": {"distribution": "uniform", "type": "time", "min": "00:00", "max": "23:59:59", "missing": 0.05},
    "n": {"distribution": "integer", "min": -40000, "max": 40000},
    "m": {"distribution": "integer", "min": -30, "max": 30, "missing": 0.05},
    "x": {"distribution": "uniform", "min": -100000, "max": 100000, "decimals": 3},
}


class Overflow(Exception):
    """Beyond the years 1 to 9999: null in the file."""


def add_months(moment, months):
    month = moment.year * 12 + moment.month - 1 + months
    year, month = divmod(month, 12)
    if not 1 <= year <= 9999:
        raise Overflow
    last = calendar.monthrange(year, month + 1)[1]
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last))


def add(moment, **delta):
    try:
        return moment + datetime.timedelta(**delta)
    except OverflowError as error:
        raise Overflow from error


def clock(time, seconds):
    micros = (time.hour * 3600 + time.minute * 60 + time.second + seconds) % 86400
    return datetime.time(micros // 3600, micros // 60 % 60, micros % 60)


def workdays(day, n):
    if n == 0:
        return day
    # numpy wants a working day to begin with: the Friday before a weekend on the way on, the Monday on the way back.
    moved = numpy.busday_offset(numpy.datetime64(day), n, roll="backward" if n > 0 else "forward")
    number = moved.astype("datetime64[D]").astype(int) + datetime.date(1970, 1, 1).toordinal()
    if not 1 <= number <= datetime.date.max.toordinal():
        raise Overflow
    return datetime.date.fromordinal(int(number))


def years(a, b):
    if a > b:
        return -years(b, a)
    before = (b.month, b.day) < (a.month, a.day) if not isinstance(a, datetime.datetime) else (
        (b.month, b.day, b.time()) < (a.month, a.day, a.time()))
    return b.year - a.year - before


def midnight(day):
    return datetime.datetime(day.year, day.month, day.day)


def monday(moment):
    return moment - DAY * moment.weekday()


def strftime(moment, pattern):
    """strftime by C has no leading zeros in years before 1000 and a locale; these directives are spelt out."""
    return (pattern.replace("%Y", f"{moment.year:04}").replace("%m", f"{moment.month:02}")
            .replace("%d", f"{moment.day:02}").replace("%j", f"{moment.timetuple().tm_yday:03}")
            .replace("%B", calendar.month_name[moment.month]).replace("%a", calendar.day_abbr[moment.weekday()]))


def iso(moment):
    return f"{moment.isocalendar()[0]:04}-W{moment.isocalendar()[1]:02}-{moment.isocalendar()[2]}"


# Name -> expression, declaration beside it, the operands' names, and what Python makes of them.
RESULTS = {
    "year_d": ("year(d)", {}, "d", lambda d: d.year),
    "month_t": ("month(t)", {}, "t", lambda t: t.month),
    "day_w": ("day(w)", {}, "w", lambda w: w.day),
    "weekday_d": ("weekday(d)", {}, "d", lambda d: d.isoweekday()),
    "weekday_t": ("weekday(t)", {}, "t", lambda t: t.isoweekday()),
    "hour_t": ("hour(t)", {}, "t", lambda t: t.hour),
    "minute_c": ("minute(c)", {}, "c", lambda c: c.minute),
    "second_w": ("second(w)", {}, "w", lambda w: w.second),
    "d_days": ("d + days(n)", {}, "dn", lambda d, n: add(d, days=n)),
    "d_back": ("d - days(n)", {}, "dn", lambda d, n: add(d, days=-n)),
    "d_months": ("d + months(n)", {}, "dn", lambda d, n: add_months(d, n)),
    "d_years": ("d - years(m)", {}, "dm", lambda d, m: add_months(d, -12 * m)),
    "leap_years": ("leap + years(m)", {}, ["leap", "m"], lambda d, m: add_months(d, 12 * m)),
    "leap_months": ("leap + months(m)", {}, ["leap", "m"], lambda d, m: add_months(d, m)),
    "d_minutes": ("d + minutes(n)", {}, "dn", lambda d, n: add(midnight(d), minutes=n)),
    "d_seconds": ("d + seconds(x)", {"precision": 3}, "dx", lambda d, x: add(midnight(d), milliseconds=round(x * 1000))),
    "t_months": ("t + months(m)", {"precision": 6}, "tm", lambda t, m: add_months(t, m)),
    "t_hours": ("t - hours(n)", {"precision": 6}, "tn", lambda t, n: add(t, hours=-n)),
    "t_seconds": ("t + seconds(x)", {"precision": 6}, "tx", lambda t, x: add(t, milliseconds=round(x * 1000))),
    "t_cut": ("t + seconds(x)", {}, "tx",
              lambda t, x: add(t, milliseconds=round(x * 1000)).replace(microsecond=0)),
    "w_days": ("w + days(m) - minutes(n)", {"precision": 3}, "wmn",
               lambda w, m, n: add(add(w, days=m), minutes=-n)),
    "c_minutes": ("c + minutes(n)", {}, "cn", lambda c, n: clock(c, 60 * n)),
    "c_back": ("c - hours(m)", {}, "cm", lambda c, m: clock(c, -3600 * m)),
    "d_minus": ("d - e", {}, "de", lambda d, e: (d - e).days),
    "t_minus": ("t - u", {}, "tu", lambda t, u: (t - u) // datetime.timedelta(microseconds=1) / 1e6),
    "w_minus": ("w - d", {}, "wd", lambda w, d: (w - midnight(d)) // datetime.timedelta(microseconds=1) / 1e6),
    "days_de": ("days_between(d, e)", {}, "de", lambda d, e: (e - d).days),
    "days_tu": ("days_between(t, u)", {}, "tu", lambda t, u: (u.date() - t.date()).days),
    "years_de": ("years_between(d, e)", {}, "de", lambda d, e: years(d, e)),
    "years_leap": ("years_between(leap, e)", {}, ["leap", "e"], lambda d, e: years(d, e)),
    "years_tu": ("years_between(t, u)", {}, "tu", lambda t, u: years(t, u)),
    "work_d": ("add_workdays(d, n)", {}, "dn", lambda d, n: workdays(d, n)),
    "work_e": ("add_workdays(e, m)", {}, "em", lambda e, m: workdays(e, m)),
    "trunc_year": ("date_trunc('year', d)", {}, "d", lambda d: d.replace(month=1, day=1)),
    "trunc_quarter": ("date_trunc('quarter', d)", {}, "d", lambda d: d.replace(month=(d.month - 1) // 3 * 3 + 1, day=1)),
    "trunc_month": ("date_trunc('month', w)", {"precision": 3}, "w",
                    lambda w: datetime.datetime(w.year, w.month, 1)),
    "trunc_week": ("date_trunc('week', t)", {"precision": 6}, "t", lambda t: monday(midnight(t))),
    "trunc_hour": ("date_trunc('hour', t)", {"precision": 6}, "t",
                   lambda t: t.replace(minute=0, second=0, microsecond=0)),
    "trunc_minute": ("date_trunc('minute', c)", {}, "c", lambda c: c.replace(second=0)),
    "made": ("make_date(m + 2000, m, n)", {}, "mn", lambda m, n: datetime.date(m + 2000, m, n)),
    "text": ("format_date(d, '%d/%m/%Y %j %B %a')", {}, "d", lambda d: strftime(d, "%d/%m/%Y %j %B %a")),
    "week": ("format_date(d, '%G-W%V-%u')", {}, "d", iso),
}

READ = {
    "date": datetime.date.fromisoformat,
    "timestamp": lambda text: datetime.datetime.fromisoformat(text.removesuffix("Z")),
    "datetime": datetime.datetime.fromisoformat,
    "time": datetime.time.fromisoformat,
}


def read_operand(name, text):
    if text == "":
        return None
    kind = OPERANDS[name].get("type")
    if kind is not None:
        return READ[kind](text)
    return float(text) if name == "x" else int(text)


def write(value, digits, zone):
    """As the file has it: exactly so many digits of a second, and a Z behind instants."""
    if isinstance(value, datetime.datetime):
        spec = {0: "seconds", 3: "milliseconds", 6: "microseconds"}[digits]
        return f"{value.year:04}" + value.isoformat(timespec=spec)[4:] + zone
    if isinstance(value, float):
        return repr(value)
    return str(value)


def check_functions(check, work, program):
    columns = dict(OPERANDS)
    for name, (expression, extra, _, _) in RESULTS.items():
        columns[name] = {"expression": expression, **extra}
    schema = work / "times.json"
    schema.write_text(json.dumps({"synthgen": 1, "tables": {"t": {"rows": ROWS, "columns": columns}}}))
    folder = generate(program, schema, work / "times")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["tables"]["t"]["columns"]
    types = {name: column["type"] for name, column in manifest.items()}
    with open(work / "times/t.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    check.equal(len(rows), ROWS, "all rows are read")
    check.equal([types[name] for name in ("trunc_week", "w_days", "c_back", "d_months", "d_minutes")],
                ["timestamp(6)", "datetime(3)", "time", "date", "timestamp"], "types follow from the operands")
    wrong = {name: [] for name in RESULTS}
    nulls = dict.fromkeys(RESULTS, 0)
    for row in rows:
        operands = {name: read_operand(name, row[name]) for name in OPERANDS}
        for name, (expression, extra, reads, function) in RESULTS.items():
            values = [operands[operand] for operand in reads]
            expected = ""
            if None not in values:
                try:
                    zone = "Z" if types[name].startswith("timestamp") else ""
                    expected = write(function(*values), extra.get("precision", 0), zone)
                except (Overflow, ValueError):
                    expected = ""
            nulls[name] += row[name] == ""
            if row[name] != expected:
                wrong[name].append((expression, [row[operand] for operand in reads], row[name], expected))
    for name, faults in wrong.items():
        check.that(not faults, f"{RESULTS[name][0]} is what Python computes", f"{len(faults)} rows differ, such as {faults[:2]}")
        check.that(nulls[name] < ROWS, f"{RESULTS[name][0]} is not null everywhere")


def check_texts(check, work, program):
    """What || and CSV write, DuckDB reads back as what Parquet holds."""
    columns = {}
    for kind, low, high in (("timestamp", "1990-01-01", "2030-01-01"), ("datetime", "1990-01-01", "2030-01-01"),
                            ("time", "00:00", "23:59:59")):
        for digits in (0, 3, 6):
            columns[f"{kind}{digits}"] = {"distribution": "uniform", "type": kind, "min": low, "max": high,
                                          "precision": digits, "missing": 0.1}
    for name in list(columns):
        columns[f"text_{name}"] = {"expression": f"{name} || ''"}
    schema = work / "texts.json"
    schema.write_text(json.dumps({"synthgen": 1, "tables": {"t": {"rows": 3000, "columns": columns}}}))
    generate(program, schema, work / "texts")
    with open(work / "texts/t.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    for name in columns:
        if not name.startswith("text_"):
            check.that(all(row[name] == row[f"text_{name}"] for row in rows), f"|| writes {name} as CSV does")
            lengths = {len(row[name]) for row in rows} - {0}
            check.equal(len(lengths), 1, f"every {name} has the same number of digits")
    if not writes_parquet(program, work):
        return
    generate(program, schema, work / "texts_parquet", "-f", "parquet")
    file = work / "texts_parquet/t.parquet"
    sql = {"timestamp": "TIMESTAMP WITH TIME ZONE", "datetime": "TIMESTAMP", "time": "TIME"}
    base = duckdb.connect()
    base.execute("SET TimeZone = 'UTC'")
    types = dict(base.execute(f"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM '{file}')").fetchall())
    for name in [name for name in columns if not name.startswith("text_")]:
        kind = sql[name[:-1]]
        check.equal(types[name], kind, f"DuckDB's type of {name}")
        # Parquet's rows are those of CSV, which stand beside them as text.
        (differing,) = base.execute(
            f"SELECT count(*) FROM '{file}' WHERE {name} IS DISTINCT FROM CAST(text_{name} AS {kind})"
        ).fetchone()
        check.equal(differing, 0, f"Parquet's {name} is what the text beside it says")


def check_formats(check, work, program):
    """Columns with a format are read back by DuckDB's strptime with the same pattern."""
    patterns = {"date": "%d/%m/%Y", "timestamp": "%d %B %Y, %I:%M:%S.%f %p", "datetime": "%a %b %d %H:%M:%S %Y",
                "time": "%H.%M"}
    low = {"date": "1900-01-01", "timestamp": "1900-01-01", "datetime": "1900-01-01", "time": "00:00"}
    high = {"date": "2100-12-31", "timestamp": "2100-12-31", "datetime": "2100-12-31", "time": "23:59"}
    columns = {}
    for kind, pattern in patterns.items():
        drawn = {"distribution": "uniform", "type": kind, "min": low[kind], "max": high[kind], "missing": 0.1}
        if kind == "timestamp":
            drawn["precision"] = 6
        columns[f"plain_{kind}"] = drawn
        columns[kind] = {"expression": f"plain_{kind}", "format": pattern, "precision": drawn.get("precision", 0)}
        if kind == "date":
            del columns[kind]["precision"]
    schema = work / "formats.json"
    schema.write_text(json.dumps({"synthgen": 1, "tables": {"t": {"rows": 3000, "columns": columns}}}))
    generate(program, schema, work / "formats")
    base = duckdb.connect()
    table = f"read_csv('{work / 'formats/t.csv'}', all_varchar = true, header = true)"
    for kind, pattern in patterns.items():
        plain = f"CAST(replace(plain_{kind}, 'Z', '') AS TIMESTAMP)"
        read = f"strptime({kind}, '{pattern}')"
        if kind == "time":
            plain = "plain_time[1:5]"
            read = "strftime(strptime(time, '%H.%M'), '%H:%M')"
        (differing,) = base.execute(f"SELECT count(*) FROM {table} WHERE {read} IS DISTINCT FROM {plain}").fetchone()
        check.equal(differing, 0, f"{kind} written with {pattern} is read back as it was")
        (filled,) = base.execute(f"SELECT count(*) FROM {table} WHERE {kind} IS NOT NULL").fetchone()
        check.that(filled > 2000, f"{kind} is mostly not null", filled)


def main():
    arguments = parse(parser(__doc__))
    check = Checks()
    check_functions(check, arguments.work, arguments.program)
    check_texts(check, arguments.work, arguments.program)
    check_formats(check, arguments.work, arguments.program)
    check.end()


if __name__ == "__main__":
    main()
