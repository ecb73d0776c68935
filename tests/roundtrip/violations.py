#!/usr/bin/env python3
"""Rows that break a rule on purpose: as many as declared, each breaks its rule and no other, the log lists them, and
applied backwards it gives the clean files. Rules are tested by DuckDB on the files; noise on the same columns comes
after; shards and threads give the same bytes."""

import collections
import copy
import json
import math
import pathlib

from checks import Checks, generate, need, parse, parser
from noise_changes import check_backwards, check_same_bytes
from noise_files import Change, read_csv, read_log, read_manifest, write_csv

ROWS = 200_000

# Every sort of target: decimals, whole numbers, doubles, dates, choices, booleans, texts of a provider, nulls, members of
# a correlation, columns that are computed; rules with `if`, with disjunctions, on the same column.
COLUMNS = {
    "id": {"sequence": 1},
    "region": {"choice": {"north": 2, "south": 3, "east": 5}},
    "age": {"distribution": "integer", "min": 14, "max": 90, "missing": 0.05},
    "income": {"distribution": "lognormal", "median": 2000, "sigma": 0.5, "decimals": 2},
    "status": {"choice": {"working": 5, "student": 2, "retired": 2, "none": 1}},
    "debt": {"distribution": "lognormal", "median": 600, "sigma": 0.8, "decimals": 2},
    "loan": {"distribution": "lognormal", "median": 5000, "sigma": 0.6, "decimals": 2, "missing": 0.4},
    "opened": {"distribution": "uniform", "type": "date", "min": "2016-01-01", "max": "2024-12-31"},
    "closed": {"distribution": "uniform", "type": "date", "min": "2015-01-01", "max": "2025-12-31", "missing": 0.7},
    "member": {"distribution": "bernoulli", "p": 0.5},
    "delay": {"distribution": "exponential", "mean": 1},
    "floor": {"distribution": "integer", "min": 1, "max": 60},
    "phone": {"cases": [{"if": "region = 'east'", "choice": ["13-500", "15-700"]}, {"choice": ["13-20", "8-70"]}],
              "missing": 0.1},
    "width": {"distribution": "normal", "mean": 10, "sd": 2},
    "height": {"distribution": "normal", "mean": 11, "sd": 2},
    "net": {"distribution": "uniform", "min": 1, "max": 1000, "decimals": 2},
    "gross": {"expression": "1.1 * net", "decimals": 2},
    "pieces": {"expression": "floor(net / 10) + 1"},
    "due": {"expression": "opened + days(30)"},
    "paid": {"expression": "net + 0.5", "decimals": 2},
}
CORRELATIONS = [{"columns": ["width", "height"], "matrix": [[1, 0.7], [0.7, 1]], "measure": "pearson"}]

RULES = [
    {"name": "closed_after_opened", "check": "closed >= opened", "violate": 0.01},
    {"name": "credit_limit", "check": "debt <= 0.6 * income", "violate": "=if(region = 'north', 0.05, 0.01)"},
    {"name": "minors", "if": "age < 18", "then": "loan is null and status in ('student', 'none')", "violate": 0.02,
     "exact": True},
    {"name": "loans", "check": "loan is null or loan > 1000", "violate": 0.02},
    {"name": "members", "check": "member or income < 3000", "violate": 0.01},
    {"name": "short delay", "check": "delay <= 1", "violate": 0.05},
    {"name": "no thirteenth", "check": "floor % 13 <> 0", "violate": 0.01, "exact": True},
    {"name": "phone_known", "check": "phone is not null", "violate": 0.01},
    {"name": "phone_numbers", "check": "phone not like '13%'", "violate": 0.005},
    {"name": "tall", "check": "height >= width", "violate": 0.03},
    {"name": "gross_price", "check": "gross <= 1.21 * net", "violate": 0.01, "exact": True,
     "by": {"distribution": "uniform", "min": 0.01, "max": 0.5}},
    {"name": "positive", "check": "gross > 0 and pieces < 200"},
    {"name": "enough_pieces", "check": "pieces >= net / 20", "violate": 0.01},
    {"name": "due_later", "check": "due > opened", "violate": 0.01},
    {"name": "as paid", "check": "paid = net + 0.5", "violate": 0.01},
    {"if": "status = 'retired'", "then": "age >= 50", "violate": 0.01},
    {"name": "watched", "check": "debt <= 0.5 * income", "enforce": "report"},
]

# By which column each breaks.
CHANGED = {
    "closed_after_opened": "closed", "credit_limit": "debt", "minors": "loan", "loans": "loan", "members": "member",
    "short delay": "delay", "no thirteenth": "floor", "phone_known": "phone", "phone_numbers": "phone",
    "tall": "height", "gross_price": "gross", "enough_pieces": "pieces", "due_later": "due", "as paid": "paid",
    "rule 16": "age",
}

TYPES = {
    "id": "bigint", "region": "varchar", "age": "bigint", "income": "decimal(18,2)", "status": "varchar",
    "debt": "decimal(18,2)", "loan": "decimal(18,2)", "opened": "date", "closed": "date", "member": "boolean",
    "delay": "double", "floor": "bigint", "phone": "varchar", "width": "double", "height": "double",
    "net": "decimal(18,2)", "gross": "decimal(18,2)", "pieces": "bigint", "due": "date", "paid": "decimal(18,2)",
}

NOISE = [
    {"operator": "outlier", "columns": ["debt", "gross"], "rate": 0.3, "factor": 7},
    {"operator": "missing", "columns": ["loan", "closed", "member", "status"], "rate": 0.2},
    {"operator": "typo", "columns": ["phone", "region"], "rate": 0.3},
    {"operator": "shift", "columns": ["closed", "due"], "rate": 0.2, "by": "1 year"},
]


def name_of(place: int) -> str:
    return RULES[place].get("name", f"rule {place + 1}")


def schema(rows: int, noise: list[dict] | None = None, violate: bool = True) -> dict:
    rules = copy.deepcopy(RULES)
    for rule in rules if not violate else []:
        for key in ("violate", "exact", "by"):
            rule.pop(key, None)
    table = {"rows": rows, "columns": COLUMNS, "correlations": CORRELATIONS, "rules": rules}
    if noise:
        table["noise"] = noise
    return {"synthgen": 1, "name": "people", "seed": 11, "tables": {"people": table}}


def broken_sql(rule: dict) -> str:
    """Null passes, as it does with SQL's CHECK."""
    check = f"(({rule.get('check', rule.get('then'))}) is false)"
    return f"(({rule['if']}) is true and {check})" if "if" in rule else check


def broken_rows(file: pathlib.Path) -> list[tuple[int, ...]]:
    """By rule, the rows of a file that break it."""
    import duckdb

    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in TYPES.items())
    source = f"read_csv('{file}', header=true, columns={{{columns}}}, nullstr='', parallel=false)"
    found = []
    for rule in RULES:
        rows = duckdb.sql(f"select id - 1 from {source} where {broken_sql(rule)} order by 1").fetchall()
        found.append(tuple(row for (row,) in rows))
    return found


def check_shares(checks: Checks, manifest: dict, regions: collections.Counter) -> None:
    """Expected ones within four standard errors (about 1 in 16,000 of sound programs fails in one), exact ones exactly."""
    for place, rule in enumerate(RULES):
        entry = manifest["rules"][name_of(place)]
        if "violate" not in rule:
            checks.that("violations" not in entry, f"{name_of(place)}: nothing is planned")
            continue
        shares = [(regions["north"], 0.05), (ROWS - regions["north"], 0.01)]
        if not isinstance(rule["violate"], str):
            shares = [(ROWS, rule["violate"])]
        expected = sum(rows * share for rows, share in shares)
        error = math.sqrt(sum(rows * share * (1 - share) for rows, share in shares))
        planned = entry["violations_planned"]
        if rule.get("exact"):
            checks.equal(planned, round(expected), f"{name_of(place)}: exactly as many as declared")
        else:
            checks.that(abs(planned - expected) < 4 * error, f"{name_of(place)}: as many as declared",
                        f"{planned}, expected {expected:.0f} ± {error:.0f}")
        checks.equal(entry["violations"], planned, f"{name_of(place)}: each of them breaks it")


def check_rows(checks: Checks, folder: pathlib.Path, log: list[Change], manifest: dict) -> None:
    """Who tests the files finds the logged rows, each with its rule."""
    clean = broken_rows(folder / "clean/people.csv")
    dirty = broken_rows(folder / "people.csv")
    seen: set[int] = set()
    for place, rule in enumerate(RULES):
        name = name_of(place)
        if rule.get("enforce") == "report":
            checks.equal(manifest["rules"][name]["broken"], len(clean[place]), f"{name}: counted before violations")
            continue
        checks.equal(clean[place][:3], (), f"{name}: no row of the clean file breaks it")
        logged = tuple(change.row for change in log if change.operator == f"violate:{name}")
        checks.that(dirty[place] == logged, f"{name}: those that break it are those that the log lists",
                    f"{len(dirty[place])} break it, {len(logged)} are listed")
        checks.equal(len(logged), manifest["rules"][name].get("violations", 0), f"{name}: the manifest counts them")
        checks.equal(sorted(seen & set(dirty[place]))[:3], [], f"{name}: none of them breaks another rule")
        seen |= set(dirty[place])
        columns = {change.column for change in log if change.operator == f"violate:{name}"}
        if "violate" in rule:
            checks.equal(columns, {CHANGED[name]}, f"{name}: broken by one column")


def check_values(checks: Checks, log: list[Change], clean: tuple) -> None:
    """What breaks a rule has the column's distribution given that."""
    from scipy import stats

    after = {name: [change for change in log if change.operator == f"violate:{name}"] for name in CHANGED}
    # Exponential, and beyond 1: the rest is exponential again.
    rest = [float(change.after) - 1 for change in after["short delay"]]
    law = stats.kstest(rest, "expon")
    checks.that(law.pvalue > 1e-4, "what breaks an upper limit is the distribution's tail", law)
    # 1 % of the given share, then uniform: `by` as declared, up to the rounding to cents.
    net_at = clean[0].index("net")
    by = [float(c.after) / (1.21 * float(clean[1][c.row][net_at])) - 1
          for c in after["gross_price"] if float(clean[1][c.row][net_at]) > 100]
    law = stats.kstest(by, "uniform", args=(0.01, 0.49))
    checks.that(law.pvalue > 1e-4, "a computed column goes beyond by what `by` draws", law)
    opened_at = clean[0].index("opened")
    from datetime import date
    days = collections.Counter(
        (date.fromisoformat(clean[1][c.row][opened_at]) - date.fromisoformat(c.after)).days for c in after["due_later"])
    checks.equal(sorted(days), list(range(1, 21)), "a date goes 1 to 20 days beyond, where nothing is said")
    law = stats.chisquare([days[day] for day in range(1, 21)])
    checks.that(law.pvalue > 1e-4, "each number of days as often as the others", law)
    ups = sum(float(c.after) > float(c.before) for c in after["as paid"])
    checks.that(abs(ups - len(after["as paid"]) / 2) < 2 * math.sqrt(len(after["as paid"])),
                "what differs from what it should be equal to is above as often as below", ups)
    multiples = {int(c.after) for c in after["no thirteenth"]}
    checks.equal(multiples, {13, 26, 39, 52}, "all values that break a rule come")


def check_clean(checks: Checks, plain: tuple, clean: tuple, log: list[Change]) -> None:
    """Rows that break nothing are what they are without `violate`; others may have been given room to break a rule."""
    differing = {row for row, (a, b) in enumerate(zip(plain[1], clean[1])) if a != b}
    violated = {change.row for change in log}
    checks.equal(sorted(differing - violated)[:3], [], "without violate, all rows that break nothing are the same")
    roomy = {change.row for change in log if change.operator.split(":")[1] in ("closed_after_opened", "tall", "as paid")}
    checks.equal(sorted(differing & roomy)[:3], [], "and where a rule can be broken in any row, the others too")


def check_noise(checks: Checks, folder: pathlib.Path, clean: tuple, violations: list[Change], data: bytes) -> None:
    """Noise comes after; the log of both, applied backwards, gives the same clean file."""
    dirty = read_csv((folder / "people.csv").read_bytes())
    log = read_log(read_csv((folder / "changes/people.csv").read_bytes()))
    checks.that((folder / "clean/people.csv").read_bytes() == data, "noise changes nothing of the clean file")
    check_backwards(checks, "violations and noise", dirty, clean, log, data)
    first = [change for change in log if change.operator.startswith("violate:")]
    checks.that(first == violations, "rows break the rules that they break without noise")
    places: dict[tuple[int, str], bool] = {}
    wrong = []
    for change in log:
        violates = change.operator.startswith("violate:")
        if violates and (change.row, change.column) in places:
            wrong.append(change)
        places[change.row, change.column] = violates
    checks.equal(wrong[:3], [], "violations come before all noise")
    both = collections.Counter((change.row, change.column) for change in log)
    again = sum(1 for change in first if both[change.row, change.column] > 1)
    checks.that(again > 1000, "noise hits cells that violations have changed", again)


CHILDREN = {
    "synthgen": 1, "name": "cards", "seed": 5,
    "tables": {
        "accounts": {"rows": 300, "columns": {
            "id": {"sequence": 1}, "limit": {"distribution": "integer", "min": 100, "max": 5000}}},
        "payments": {"rows": 20_000, "columns": {
            "amount": {"distribution": "exponential", "mean": 600, "decimals": 2},
            "account_id": {"references": "accounts.id", "pick": "uniform"},
            "limit_then": {"expression": "account_id.limit"}},
            "rules": [{"name": "limit", "check": "amount <= account_id.limit", "violate": 0.02},
                      {"name": "small accounts", "check": "account_id <= 250"}]},
    },
}


def check_parents(checks: Checks, program: pathlib.Path, work: pathlib.Path) -> None:
    """A row may break a rule by its foreign key: then it refers to another parent."""
    path = work / "children.json"
    path.write_text(json.dumps(CHILDREN), encoding="utf-8")
    folder = generate(program, path, work / "children", "--clean", "--changes")
    limits = {row[0]: int(row[1]) for row in read_csv((folder / "accounts.csv").read_bytes())[1]}
    log = read_log(read_csv((folder / "changes/payments.csv").read_bytes()))
    dirty, clean = (read_csv((folder / tree / "payments.csv").read_bytes()) for tree in ("", "clean"))
    checks.equal([r for r in clean[1] if float(r[0]) > limits[r[1]]][:3], [], "the clean rows keep the parent's limit")
    broken = [n for n, r in enumerate(dirty[1]) if float(r[0]) > limits[r[1]]]
    checks.equal(broken, [change.row for change in log], "rows break it by their foreign key")
    checks.that(len(broken) > 250, "enough of them", len(broken))
    checks.equal([r for r in dirty[1] if int(r[1]) > 250][:3], [], "and keep the other rule on it")
    checks.equal([r[2] for r in dirty[1]], [r[2] for r in clean[1]], "what is computed from the key keeps its value")
    check_backwards(checks, "children", dirty, clean, log, (folder / "clean/payments.csv").read_bytes())


def main() -> None:
    arguments = parse(parser(__doc__.splitlines()[0]))
    need("duckdb", "scipy")
    program, work = arguments.program, arguments.work
    checks = Checks()
    made = {"plain": schema(ROWS, violate=False), "violated": schema(ROWS), "noisy": schema(ROWS, NOISE),
            "small": schema(10_000, NOISE)}
    for name, one in made.items():
        (work / f"{name}.json").write_text(json.dumps(one), encoding="utf-8")
    folder = generate(program, work / "violated.json", work / "violated", "--clean", "--changes")
    manifest = read_manifest(folder)["tables"]["people"]
    data = (folder / "clean/people.csv").read_bytes()
    dirty, clean = read_csv((folder / "people.csv").read_bytes()), read_csv(data)
    log = read_log(read_csv((folder / "changes/people.csv").read_bytes()))
    checks.that(write_csv(clean) == data, "the clean file is quoted as documented")
    region_at = clean[0].index("region")
    check_shares(checks, manifest, collections.Counter(row[region_at] for row in clean[1]))
    check_rows(checks, folder, log, manifest)
    check_backwards(checks, "violations", dirty, clean, log, data)
    check_values(checks, log, clean)
    checks.equal(manifest["clean_rows"], ROWS, "the manifest tells of the clean rows")
    plain = generate(program, work / "plain.json", work / "plain")
    check_clean(checks, read_csv((plain / "people.csv").read_bytes()), clean, log)
    noisy = generate(program, work / "noisy.json", work / "noisy", "--clean", "--changes")
    check_noise(checks, noisy, clean, log, data)
    check_same_bytes(checks, program, work, "small", work / "small.json")
    check_parents(checks, program, work)
    checks.end()


if __name__ == "__main__":
    main()
