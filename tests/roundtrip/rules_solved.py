#!/usr/bin/env python3
"""Every sort of rule that is solved: DuckDB finds no row that breaks one, and targets have their law given the rule.

Each case is a table of its own, with the same conditions once in the program's words and once in SQL. Laws that are
known in closed form are tested by chi-square.
"""

from checks import Checks, need, parse, parser, writes_parquet

need("numpy", "scipy", "pyarrow", "duckdb")

import scipy.stats  # noqa: E402  (only now is it known to be there)

from rules_cases import ROWS, Case, check, check_cases, choice, dates, integer, normal  # noqa: E402
from rules_runs import broken, chi_square, document, holds, made, opened, shares, table  # noqa: E402


def solved() -> dict[str, Case]:
    k = integer(1, 6)
    return {
        "in_set": Case(
            {"color": choice(a=5, b=3, c=2, d=1)},
            check("color in ('a', 'c')"),
            ["color in ('a', 'c')"],
            [],
            "select color, count(*) from t group by 1 order by 1",
            lambda f: [5, 2 + 0.15 * f],
        ),
        "not_in_set": Case(
            {"k": k, "color": choice(a=5, b=3, c=2, d=1)},
            [{"if": "k = 1", "then": "color not in ('a', 'd')"}, {"check": "color <> 'b'"}],
            ["k <> 1 or color not in ('a', 'd')", "color <> 'b'"],
            ["k"],
            "select color, count(*) from t where k > 1 group by 1 order by 1",
            lambda f: [5, 2 + 0.2 * f, 1],
        ),
        "numbers_of_a_choice": Case(
            {
                "cap": integer(2, 20),
                "size": {
                    "choice": [
                        {"value": 1, "weight": 4},
                        {"value": 2, "weight": 3},
                        {"value": 5, "weight": 2},
                        {"value": 10, "weight": 1},
                    ]
                },
            },
            check("2 * size <= cap"),
            ["2 * size <= cap"],
            ["cap"],
            "select size, count(*) from t where cap between 10 and 19 group by 1 order by 1",
            lambda f: [4, 3, 2 + 0.3 * f],
        ),
        # So rare that attempts would not meet them, and would give the earlier column up.
        "rare_by_row": Case(
            {"k": k, "color": {"choice": {"a": "=k", "b": 2, "c": "=k * 0.0000001", "d": 0.0000003}}},
            [{"if": "k = 2", "then": "color in ('c', 'd')"}],
            ["k <> 2 or color in ('c', 'd')"],
            ["k"],
            "select color, count(*) from t where k = 2 group by 1 order by 1",
            lambda f: [2, 3 + 0.4 * f],
        ),
        "rare_flags_by_row": Case(
            {"k": k, "flag": {"distribution": "bernoulli", "p": "=k * 0.00000001"}},
            [{"if": "k > 3", "then": "flag"}],
            ["k <= 3 or flag"],
            ["k"],
        ),
        "weights_by_row": Case(
            {"k": k, "color": {"choice": {"a": "=k", "b": 2, "c": "=7 - k"}}},
            check("k < 4 and color <> 'a' or k >= 4 and color <> 'c'"),
            ["k < 4 and color <> 'a' or k >= 4 and color <> 'c'"],
            ["k"],
            "select k, color, count(*) from t group by 1, 2 order by 1, 2",
            lambda f: [
                share / 6
                for i in range(1, 7)
                for share in (
                    (2 / (9 - i), (7 - i) / (9 - i)) if i < 4 else (i / (i + 2) * (1 + 0.12 * f), 2 / (i + 2))
                )
            ],
        ),
        "condition_of_the_target": Case(
            {"code": choice(**{"ES-1": 4, "ES-2": 3, "FR-1": 2, "FRX": 1}), "n": k},
            [{"if": "n > 2", "then": "code like 'ES%'", "else": "not code like '%X' and code matches '[A-Z]+-1'"}],
            ["n <= 2 or code like 'ES%'", "n > 2 or code in ('ES-1', 'FR-1')"],
            [],
            # FRX leaves n no room.
            "select code, count(*) from t group by 1 order by 1",
            lambda f: [4, 3, 2 + 0.15 * f],
        ),
        "pattern": Case(
            {"n": k, "code": choice(**{"ES-1": 4, "ES-2": 3, "FR-1": 2, "FRX": 1})},
            [{"if": "n > 2", "then": "code like 'ES%'", "else": "not code like '%X' and code matches '[A-Z]+-1'"}],
            ["n <= 2 or code like 'ES%'", "n > 2 or code in ('ES-1', 'FR-1')"],
            ["n"],
            "select n > 2, code, count(*) from t group by 1, 2 order by 1, 2",
            lambda f: [4 / 6 / 3, 2 / 6 / 3, 4 / 7 * 2 / 3, (3 + 0.3 * f) / 7 * 2 / 3],
        ),
        "union_of_intervals": Case(
            {"x": normal(decimals=1)},
            check("x < -1 or x between 0.5 and 0.9 or x > 2"),
            ["x < -1 or x between 0.5 and 0.9 or x > 2"],
            [],
            "select case when x < 0 then 0 when x < 1.5 then 1 else 2 end, count(*) from t group by 1 order by 1",
            lambda f: union_shares(f),
        ),
        "not_between": Case(
            {"k": k, "x": integer(0, 99)},
            check("x not between 10 * k and 89 and x <> 95"),
            ["x not between 10 * k and 89 and x <> 95"],
            ["k"],
            "select x, count(*) from t where k = 3 group by 1 order by 1",
            lambda f: [1 + 0.5 * f] * 5 + [1] * 34,
        ),
        "implied_null": Case(
            {"a": integer(1, 9, missing=0.2), "b": normal(missing=0.3)},
            [{"if": "a is null", "then": "b is null", "else": "b is not null"}],
            ["(a is null) = (b is null)"],
            ["a"],
        ),
        "null_and_set": Case(
            {
                "age": integer(10, 60),
                "status": choice(student=1, none=1, employed=8),
                "loan": normal(0, 1000, decimals=2, missing=0.4),
            },
            [{"if": "age < 18", "then": "loan is null and status in ('student', 'none')", "else": "loan > 0"}],
            ["age >= 18 or loan is null and status in ('student', 'none')", "age < 18 or loan > 0"],
            ["age"],
            "select loan is null, count(*) from t where age >= 18 group by 1 order by 1",
            lambda f: [0.6, 0.4 - 0.03 * f],
        ),
        "some_are_filled": Case(
            {"a": integer(1, 9, missing=0.6), "b": integer(1, 9, missing=0.6), "c": integer(1, 9, missing=0.6)},
            check("a is not null or b is not null or c is not null", "count_filled(a, b, c) < 3"),
            ["coalesce(a, b, c) is not null", "a is null or b is null or c is null"],
            ["a", "b"],
        ),
        "equal_to_sum": Case(
            {"a": integer(1, 50), "b": normal(20, 5, decimals=2), "total": normal(50, 30, decimals=2)},
            check("total = a + b"),
            ["total = a + b"],
            ["a", "b"],
        ),
        "equal_rounded": Case(
            {
                "base": normal(2000, 300, decimals=2),
                "rate": choice(a=1, b=1),
                "fee": {"distribution": "exponential", "mean": 100, "decimals": 2},
            },
            [{"if": "rate = 'a'", "then": "fee = round(base * 0.015, 2)", "else": "fee >= round(base * 0.03, 2)"}],
            ["rate <> 'a' or fee = round(base * 0.015, 2)", "rate <> 'b' or fee >= round(base * 0.03, 2)"],
            ["base", "rate"],
        ),
        "equal_texts": Case(
            {
                "home": choice(ES=5, FR=3, PT=1),
                "abroad": {"distribution": "bernoulli", "p": 0.2},
                "away": choice(ES=5, FR=3, PT=1),
            },
            [{"if": "abroad", "then": "away <> home", "else": "away = home"}],
            ["not abroad or away <> home", "abroad or away = home"],
            ["home", "abroad"],
            "select home, away, count(*) from t where abroad group by 1, 2 order by 1, 2",
            lambda f: [5 / 9 * 3 / 4, 5 / 9 / 4, 3 / 9 * 5 / 6, 3 / 9 / 6, (1 + 0.5 * f) / 9 * 5 / 8, 1 / 9 * 3 / 8],
        ),
        "dates_in_order": Case(
            {
                "asked": dates("2024-01-01", "2024-12-31"),
                "due": dates("2024-01-01", "2025-12-31"),
                "from_on": dates("2024-01-01", "2025-12-31"),
                "to_on": dates("2024-01-01", "2026-12-31", missing=0.3),
            },
            check(
                "due = add_workdays(asked, 10)",
                "from_on between add_workdays(asked, 1) and add_workdays(asked, 4)",
                "to_on >= from_on and to_on < from_on + months(2)",
            ),
            [
                "due = asked + 14 - case when isodow(asked) = 6 then 1 when isodow(asked) = 7 then 2 else 0 end",
                "from_on > asked and from_on <= asked + 6",
                "to_on >= from_on and to_on < from_on + interval 2 month",
            ],
            ["asked"],
        ),
        "times": Case(
            {
                "opens": {"distribution": "uniform", "type": "time", "min": "06:00", "max": "20:00"},
                "closes": {"distribution": "uniform", "type": "time", "min": "06:00", "max": "23:59"},
                "sent": {"distribution": "uniform", "type": "timestamp", "min": "2024-01-01", "max": "2024-02-01"},
                "came": {
                    "distribution": "uniform",
                    "type": "timestamp",
                    "min": "2024-01-01",
                    "max": "2024-03-01",
                    "precision": 3,
                },
            },
            check("closes > opens and closes - opens >= 3600", "came between sent + hours(1) and sent + days(2)"),
            ["epoch(closes) - epoch(opens) >= 3600", "came between sent + interval 1 hour and sent + interval 2 day"],
            ["opens", "sent"],
        ),
        "several_on_one": Case(
            {"a": integer(0, 40), "b": integer(60, 99), "x": integer(0, 99)},
            check("x >= a", "x < b", "x <> 50", "2 * x <= a + b + 10"),
            ["x >= a and x < b and x <> 50", "2 * x <= a + b + 10"],
            ["a", "b"],
        ),
        "linear": Case(
            {
                "income": {"distribution": "lognormal", "median": 3000, "sigma": 0.5, "decimals": 2},
                "rent": {"distribution": "exponential", "mean": 900, "decimals": 2},
                "debt": {"distribution": "exponential", "mean": 500, "decimals": 2},
            },
            check("rent <= 0.5 * income", "debt + rent <= 0.6 * income"),
            ["rent <= 0.5 * income", "debt + rent <= 0.6 * income"],
            ["income"],
        ),
        "by_expressions": Case(
            {
                "height": normal(1.71, 0.09, decimals=2, min=1.4, max=2.1),
                "weight": normal(80, 25, decimals=1, min=30, max=250),
                "bmi": {"expression": "weight / (height * height)"},
                "gross": {"distribution": "exponential", "mean": 90, "decimals": 2},
                "cost": {"distribution": "exponential", "mean": 60, "decimals": 2},
                "net": {"expression": "gross - cost", "hidden": True},
                "margin": {"expression": "net / gross"},
            },
            check("bmi between 18.5 and 30", "net >= 1 or gross < 1.5"),
            ["bmi between 18.5 and 30", "gross - cost >= 1 or gross < 1.5"],
            ["height"],
        ),
        "products": Case(
            {
                "price": {"distribution": "exponential", "mean": 20, "decimals": 2},
                "pieces": {"distribution": "poisson", "mean": 6},
                "sign": {"choice": [1, -1]},
                "x": normal(),
            },
            check("price * pieces <= 100", "sign * x > 0.5"),
            ["price * pieces <= 100", "sign * x > 0.5"],
            ["price", "sign"],
        ),
        "booleans": Case(
            {
                "a": {"distribution": "bernoulli", "p": 0.5},
                "b": {"distribution": "bernoulli", "p": 0.4},
                "c": {"distribution": "bernoulli", "p": 0.3},
            },
            check("not (a and b)", "a or b or c", "if(a, 1, 0) + if(b, 1, 0) + if(c, 1, 0) < 2"),
            ["a::int + b::int + c::int = 1"],
            ["a"],
            # Where a holds, b is false; else b has its 0.4, and c follows.
            "select a, b, c, count(*) from t group by 1, 2, 3 order by 1, 2, 3",
            lambda f: [0.5 * 0.6, 0.5 * (0.4 + 0.05 * f), 0.5],
        ),
        "exactly_one": Case(
            {
                "a": {"distribution": "bernoulli", "p": 0.5},
                "b": {"distribution": "bernoulli", "p": 0.4},
                "c": {"distribution": "bernoulli", "p": 0.3},
            },
            check("if(a, 1, 0) + if(b, 1, 0) + if(c, 1, 0) = 1"),
            ["a::int + b::int + c::int = 1"],
            [],
            # c follows a and b. Both at once leave it no value: such rows begin anew; other pairs keep their shares.
            "select a, b, c, count(*) from t group by 1, 2, 3 order by 1, 2, 3",
            lambda f: [0.3, 0.2 * (1 + 0.12 * f), 0.3],
        ),
        "two_sides": Case(
            {"kind": choice(a=1, b=2), "x": normal()},
            [{"if": "kind = 'a'", "then": "x < 0", "else": "x > 1"}],
            ["kind <> 'a' or x < 0", "kind <> 'b' or x > 1"],
            ["kind"],
        ),
        "null_condition": Case(
            {"a": integer(1, 9, missing=0.3), "x": normal(decimals=2)},
            [{"if": "a > 5", "then": "x > 2", "else": "x < -2"}],
            ["a <= 5 or x > 2", "a > 5 or x < -2"],
            ["a"],
            "select a > 5, x > 0, count(*) from t group by 1, 2 order by a > 5 nulls last, 2",
            lambda f: [0.7 * 5 / 9, 0.7 * 4 / 9, 0.3 * (0.502 + 0.05 * f), 0.3 * (0.498 - 0.05 * f)],
        ),
        "in_branches": Case(
            {
                "kind": choice(a=1, b=2),
                "x": {
                    "cases": [{"if": "kind = 'a'", **normal(10, 2)}, {"distribution": "exponential", "mean": 5}],
                    "decimals": 2,
                },
                "y": {
                    "mixture": [
                        {"weight": 0.8, "constant": 0},
                        {"weight": 0.2, "distribution": "exponential", "mean": 50},
                    ],
                    "decimals": 2,
                },
            },
            check("x > 8 and x <= 12", "y = 0 or y >= x"),
            ["x > 8 and x <= 12", "y = 0 or y >= x"],
            ["kind"],
        ),
    }


def union_shares(fault: float) -> list[float]:
    cdf = scipy.stats.norm(0, 1 + 0.02 * fault).cdf
    return [cdf(-1.05), cdf(0.95) - cdf(0.45), 1 - cdf(2.05)]


def check_nulls(checks: Checks, program, work) -> None:
    """What a rule leaves open keeps its share of nulls, and what it decides follows."""
    read = table(work / "solved", "implied_null")
    nulls = int(read["b"].null_count)
    holds(
        checks,
        "nulls that follow",
        chi_square([nulls, ROWS - nulls], [0.2, 0.8]),
        chi_square([nulls, ROWS - nulls], [0.215, 0.785]),
    )


def check_parents(checks: Checks, program, work, parquet: bool) -> None:
    """Rules that read a parent, before and after its key is drawn, and a parent that has rules of its own."""
    tables = {
        "accounts": {
            "rows": 500,
            "primary_key": "account_id",
            "columns": {
                "account_id": {"sequence": 100},
                "opened": dates("2020-01-01", "2024-12-31"),
                "closed": dates("2020-01-01", "2025-12-31", missing=0.5),
                "limit": {"distribution": "lognormal", "median": 1000, "sigma": 0.6, "decimals": 2},
                "used": {"distribution": "exponential", "mean": 900, "decimals": 2},
                "kind": {"choice": {"private": 3, "business": 1}},
            },
            "rules": check("closed > opened + 30", "used <= limit"),
        },
        "payments": {
            "rows": ROWS,
            "columns": {
                "account_id": {"references": "accounts"},
                "paid_on": dates("2020-01-01", "2025-12-31"),
                "amount": {"distribution": "exponential", "mean": 400, "decimals": 2},
                "room": {"expression": "account_id.limit - account_id.used"},
            },
            "rules": check(
                "paid_on >= account_id.opened and paid_on <= account_id.closed",
                "amount <= account_id.limit",
                "amount < 0.5 * room or amount > account_id.used",
            ),
        },
        "visits": {
            "rows": ROWS,
            "columns": {
                "kind": {"choice": {"private": 1, "business": 1}},
                "on": dates("2022-01-01", "2024-12-31"),
                "account_id": {"references": "accounts"},
            },
            "rules": check("account_id.kind = kind", "on >= account_id.opened"),
        },
        "transfers": {
            "rows": ROWS,
            "columns": {"payer": {"references": "accounts"}, "payee": {"references": "accounts"}},
            "rules": check("payer <> payee", "payer.kind = 'business' or payee.kind = 'business'"),
        },
    }
    for name, file in (("parents", "csv"), ("parents_parquet", "parquet")):
        if file == "parquet" and not parquet:
            continue
        session = opened(made(program, work, name, document(tables, 13), "-f", file), file)
        joined = "payments join accounts using (account_id)"
        for source, passes in [
            ("accounts", 'closed > opened + 30 and used <= "limit"'),
            (joined, "paid_on >= opened and paid_on <= closed"),
            (joined, 'amount <= "limit"'),
            (joined, 'amount < 0.5 * ("limit" - used) or amount > used'),
            (joined, 'room = "limit" - used'),
            ("visits join accounts using (account_id)", 'visits.kind = accounts.kind and "on" >= opened'),
            ("transfers", "payer <> payee"),
            (
                "transfers join accounts a on payer = a.account_id join accounts b on payee = b.account_id",
                "a.kind = 'business' or b.kind = 'business'",
            ),
        ]:
            checks.equal(broken(session, source, passes), 0, f"{name}: {source}: no row breaks {passes}")
        for child, key in (("payments", "account_id"), ("visits", "account_id"), ("transfers", "payee")):
            counted = session.execute(f"select count(*), count({key}) from {child}").fetchone()
            checks.equal(counted, (ROWS, ROWS), f"{name}: {child} has all rows, none without its parent")
    kinds = shares(table(work / "parents", "visits")["kind"].to_pandas().to_numpy(), ["private", "business"])
    holds(checks, "the kind that a key is drawn for", chi_square(kinds, [1, 1, 0]), chi_square(kinds, [1.1, 1, 0]))


def main() -> None:
    arguments = parse(parser(__doc__.splitlines()[0]))
    program, work, checks = arguments.program, arguments.work, Checks()
    check_cases(checks, program, work, "solved", solved(), 11)
    check_nulls(checks, program, work)
    check_parents(checks, program, work, writes_parquet(program, work))
    checks.end()


if __name__ == "__main__":
    main()
