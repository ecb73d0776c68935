"""Tables with rules in the program's words and in SQL: what the scripts rules_solved.py and rules_attempts.py share."""

import dataclasses
import pathlib
import time
from collections.abc import Callable

from checks import Checks
from rules_runs import broken, chi_square, document, holds, made, opened, table, without_rules

ROWS = 40_000


@dataclasses.dataclass
class Case:
    """A table with rules, the conditions in SQL, and columns that no rule may change."""

    columns: dict
    rules: list
    sql: list
    kept: list
    # A question that counts groups, in order, their shares, and shares with a small fault.
    counts: str = ""
    law: Callable | None = None


def choice(**weights: float) -> dict:
    return {"choice": weights}


def normal(mean: float = 0, sd: float = 1, **more) -> dict:
    return {"distribution": "normal", "mean": mean, "sd": sd, **more}


def integer(low: int, high: int, **more) -> dict:
    return {"distribution": "integer", "min": low, "max": high, **more}


def dates(low: str, high: str, **more) -> dict:
    return {"distribution": "uniform", "type": "date", "min": low, "max": high, **more}


def check(*conditions: str) -> list:
    return [{"check": condition} for condition in conditions]


def check_cases(
    checks: Checks, program: pathlib.Path, work: pathlib.Path, name: str, cases: dict[str, Case], seed: int
) -> None:
    """Each case as a table of one schema, and the same without rules beside it."""
    tables = {
        key: {"rows": ROWS, "columns": {"row": {"sequence": 1}, **case.columns}, "rules": case.rules}
        for key, case in cases.items()
    }
    schema = document(tables, seed)
    started = time.monotonic()
    folder = made(program, work, name, schema)
    print(f"{name}: {len(cases)} tables of {ROWS} rows in {time.monotonic() - started:.1f} s", flush=True)
    plain = made(program, work, f"{name}_plain", without_rules(schema))
    session, before = opened(folder), opened(plain)
    for key, case in cases.items():
        read, bare = table(folder, key), table(plain, key)
        checks.equal(read.num_rows, ROWS, f"{key}: the row count is exact")
        for kept in ["row", *case.kept]:
            checks.that(read[kept].equals(bare[kept]), f"{key}: {kept} stays as it was")
        for passes in case.sql:
            checks.equal(broken(session, f'"{key}"', passes), 0, f"{key}: no row breaks {passes}")
            checks.that(broken(before, f'"{key}"', passes) > 0, f"{key}: without its rules some rows break {passes}")
        if case.counts:
            found = session.execute(case.counts.replace("from t ", f'from "{key}" ')).fetchall()
            counts = [row[-1] for row in found]
            if checks.equal(len(counts), len(case.law(0)), f"{key} has the groups {case.counts} asks for"):
                holds(checks, key, chi_square(counts, case.law(0)), chi_square(counts, case.law(1)))
