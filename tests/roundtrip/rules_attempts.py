#!/usr/bin/env python3
"""Rules that no set describes are met by attempts, and rows begin anew where those end; else the run ends.

DuckDB finds no row that breaks a rule, columns beside it stay as they were, and those before it keep their law but for
the values that leave its target no room.
"""

import json
import time

from checks import Checks, need, parse, parser, run

need("numpy", "scipy", "pyarrow", "duckdb")

from rules_cases import Case, check, check_cases, choice, integer, normal  # noqa: E402  (only now are libraries known)
from rules_runs import document  # noqa: E402

# A generous limit: the machine may be busy.
SECONDS_TO_GIVE_UP = 60


def attempts() -> dict[str, Case]:
    return {
        "multiples": Case(
            {"x": integer(1, 1_000_000_000), "apart": normal()},
            check("x % 7 = 0"),
            ["x % 7 = 0"],
            ["apart"],
            "select x // 50000000, count(*) from t group by 1 order by 1",
            lambda f: [1 + 0.2 * f] + [1] * 19,
        ),
        "checked_numbers": Case(
            {"x": integer(100000, 999999), "y": integer(0, 9), "apart": integer(1, 9)},
            check(
                "(x // 100000 + x // 10000 % 10 + x // 1000 % 10 + x // 100 % 10 + x // 10 % 10 + x % 10) % 10 = y",
                "hash(y) % 3 <> 1",
            ),
            ["(x // 100000 + x // 10000 % 10 + x // 1000 % 10 + x // 100 % 10 + x // 10 % 10 + x % 10) % 10 = y"],
            ["apart"],
        ),
        "near": Case(
            {"a": normal(0, 3), "b": normal(0, 3), "apart": normal()},
            check("abs(a - b) <= 0.5"),
            ["abs(a - b) <= 0.5"],
            ["apart"],
        ),
        "ring": Case(  # its first column must leave the second one room: below 5 none is left, and such rows begin anew
            {
                "a": {"distribution": "uniform", "min": 1, "max": 20},
                "b": {"distribution": "uniform", "min": 1, "max": 20},
                "apart": normal(),
            },
            check("sqrt(a * b) between 10 and 12 and sin(a * b) > -0.9"),
            ["sqrt(a * b) between 10 and 12 and sin(a * b) > -0.9"],
            ["apart"],
            "select floor(a - 5), count(*) from t where a >= 6 group by 1 order by 1",
            lambda f: [1 + 0.2 * f] + [1] * 13,
        ),
        "restarted": Case(  # a and b leave c room in 45 of 100 rows
            {"a": integer(1, 10), "b": integer(1, 10), "c": integer(1, 10), "apart": integer(1, 10)},
            check("a + b + c <= 12", "c > 1"),
            ["a + b + c <= 12 and c > 1"],
            ["apart"],
            # All pairs that leave c room keep their equal shares.
            "select a, b, count(*) from t group by 1, 2 order by 1, 2",
            lambda f: [1 + 0.5 * f] + [1] * 44,
        ),
    }


def check_ends(checks: Checks, program, work) -> None:
    """What cannot be met, and cannot be seen to be so, ends: with exit code 4, the rule and a row."""
    impossible = {
        "never": ({"x": integer(1, 10**9)}, "hash(x) % 1000003 = -1"),
        "never_two": ({"a": normal(), "b": normal(), "x": integer(1, 10**9)}, "sin(a * x) + cos(b * x) > 3"),
        "never_text": ({"x": integer(1, 10**9), "y": choice(a=1, b=1)}, "to_text(x) || y = 'z'"),
        "rarely": ({"x": integer(1, 10**12)}, "hash(x) % 1000000007 = 5"),
    }
    for name, (columns, condition) in impossible.items():
        path = work / f"{name}.json"
        rules = [{"name": "hopeless", "check": condition}]
        path.write_text(
            json.dumps(document({"t": {"rows": 2000, "columns": columns, "rules": rules}}, 3)), encoding="utf-8"
        )
        started = time.monotonic()
        done = run(program, "generate", path, "-o", work / name, "--progress", "never")
        took = time.monotonic() - started
        said = done.stderr.decode("utf-8", "replace")
        checks.equal(done.returncode, 4, f"{name} ends with exit code 4")
        checks.that(took < SECONDS_TO_GIVE_UP, f"{name} ends soon", f"{took:.1f} s")
        checks.that("hopeless" in said and "row" in said, f"{name} names the rule and a row", said)
        checks.that(not (work / name / "manifest.json").exists(), f"{name} leaves no manifest")


def main() -> None:
    arguments = parse(parser(__doc__.splitlines()[0]))
    checks = Checks()
    check_cases(checks, arguments.program, arguments.work, "attempts", attempts(), 12)
    check_ends(checks, arguments.program, arguments.work)
    checks.end()


if __name__ == "__main__":
    main()
