#!/usr/bin/env python3
"""Relations and rules together: what is read of another table is what stands in its file, rules obeyed.

Totals by a key, indexes of `where` and sums of weights are kept for a run. While a plan is made, rows are evaluated
before all rules are bound; nothing of that may be left in the run. Families are counted before the plan of their own
table, and must come out as the parent's rules have them. Each schema is asked by DuckDB, and by `synthgen verify`.
"""

import json

from checks import Checks, generate, need, parse, parser, run

need("duckdb", "numpy", "scipy", "pyarrow")

from rules_runs import opened  # noqa: E402  (only now is it known to be there)

KEY = {"id": {"sequence": 1}}
# 19 of 20 values of x break this rule at first.
FEW = [{"check": "x <= 5"}]
SMALL = {"distribution": "integer", "min": 0, "max": 99}


def late(columns: dict, rules: list | None = None, **more) -> dict:
    """A table that reads another one, which stands behind it in the file and has a rule."""
    table = {"rows": 300, "primary_key": "id", "columns": {**KEY, **columns}, **more}
    if rules:
        table["rules"] = rules
    return {
        "reader": table,
        "other": {
            "rows": 900,
            "primary_key": "id",
            "columns": {**KEY, "k": {"references": "reader", "pick": "uniform"}, "x": SMALL},
            "rules": FEW,
        },
    }


def apart(columns: dict, rules: list) -> dict:
    """The same, where the other table does not refer back."""
    tables = late(columns, rules)
    del tables["other"]["columns"]["k"]
    return tables


LIMIT = {"distribution": "integer", "min": 0, "max": 60}
SUM = {"s": {"expression": "coalesce(sum(other.x via k), 0)"}}
SUMS_DIFFER = (
    "select count(*) from reader r left join (select k, sum(x) t from other group by all) o on o.k = r.id "
    "where r.s <> coalesce(o.t, 0)"
)
# Name -> tables, a question that counts what should not be there.
CASES = {
    "a verified rule reads a total": (late(SUM, [{"check": "s < 100000", "enforce": "verify"}]), SUMS_DIFFER),
    "a correlation is given a total": (
        late(
            {
                **SUM,
                "a": {"distribution": "normal", "mean": "=s", "sd": 1, "decimals": 1},
                "b": {"distribution": "normal", "mean": 0, "sd": 1},
            },
            correlations=[{"measure": "latent", "given": "parameters", "pairs": [["a", "b", 0.5]]}],
        ),
        SUMS_DIFFER + " or abs(r.a - r.s) > 7",
    ),
    "a rule reads through an index of where": (
        apart(
            {
                "o": {"references": "other", "where": "x >= 3"},
                "ox": {"expression": "o.x"},
                "y": LIMIT,
            },
            [{"check": "y > ox"}],
        ),
        "select count(*) from reader r join other o on o.id = r.o where o.x < 3 or r.ox <> o.x or r.y <= r.ox",
    ),
    "a rule reads through a pick by weight": (
        apart(
            {
                "o": {"references": "other", "pick": {"weight": "x"}},
                "ox": {"expression": "o.x"},
                "y": LIMIT,
            },
            [{"check": "y > ox"}],
        ),
        "select count(*) from reader r join other o on o.id = r.o where o.x = 0 or r.ox <> o.x or r.y <= r.ox",
    ),
    "a size follows from a rule over what is computed": (
        {
            "reader": {
                "rows": 800,
                "primary_key": "id",
                "columns": {
                    **KEY,
                    "beds": {"distribution": "integer", "min": 0, "max": 9},
                    "twice": {"expression": "beds * 2"},
                    "cap": {"distribution": "integer", "min": 0, "max": 12},
                },
                "rules": [{"check": "twice <= cap"}],
            },
            "other": {"rows": {"per": "reader", "expression": "beds"}, "columns": {"k": {"references": "reader"}}},
        },
        "select count(*) from reader r left join (select k, count(*) n from other group by all) o on o.k = r.id "
        "where r.beds <> coalesce(o.n, 0) or r.twice > r.cap",
    ),
    "a rule has a value of the row before on its other side": (
        {
            "reader": {"rows": 500, "primary_key": "id", "columns": KEY},
            "other": {
                "rows": {"per": "reader", "constant": 4},
                "columns": {
                    "k": {"references": "reader"},
                    "n": {"expression": "child_number()"},
                    "w": {"distribution": "integer", "min": 2, "max": 9},
                    "d": {"distribution": "uniform", "type": "date", "min": "2024-01-01", "max": "2024-06-30"},
                    "e": {"distribution": "uniform", "type": "date", "min": "2024-01-01", "max": "2024-12-31"},
                    "y": {"distribution": "normal", "mean": "=previous(w, 3)", "sd": 2},
                },
                "rules": [{"check": "y <= previous(w, 3)"}, {"check": "e >= previous(d)"}],
            },
        },
        "select count(*) from (select *, lag(w, 1, 3) over f p, lag(d) over f q from other window f as "
        "(partition by k order by n)) where y > p or e < q",
    ),
    "nulls that are open at both ends fit every row": (
        {
            "reader": {
                "rows": 4000,
                "columns": {
                    "a": {"distribution": "integer", "min": 0, "max": 80},
                    "b": {"expression": "a + 20"},
                    "o": {
                        "references": "other",
                        "where": "(x is null or x >= this.a) and (x is null or x <= this.b)",
                    },
                },
            },
            "other": {"rows": 60, "primary_key": "id", "columns": {**KEY, "x": {**SMALL, "missing": 0.3}}},
        },
        "select case when count(*) filter (x is null) between 1 and 3999 then count(*) filter (x < a or x > b) "
        "else 1 end from reader r join other o on o.id = r.o",
    ),
}


def main() -> None:
    arguments = parse(parser(__doc__.splitlines()[0]))
    program, work, checks = arguments.program, arguments.work, Checks()
    for number, (name, (tables, question)) in enumerate(CASES.items()):
        file = work / f"case{number}.json"
        file.write_text(json.dumps({"synthgen": 1, "seed": 11, "tables": tables}), encoding="utf-8")
        told = []
        for order in ("as it is", "other first"):
            if order == "other first":
                tables = dict(reversed(tables.items()))
                file.write_text(json.dumps({"synthgen": 1, "seed": 11, "tables": tables}), encoding="utf-8")
            out = work / f"case{number}_{len(told)}"
            generate(program, file, out)
            checks.equal(opened(out).execute(question).fetchone()[0], 0, f"{name} ({order})")
            checks.that(run(program, "verify", out).returncode == 0, f"{name} ({order}): verify finds nothing")
            told.append((out / "reader.csv").read_bytes())
        checks.that(told[0] == told[1], f"{name}: the order of the tables in the file changes nothing")
    checks.end()


if __name__ == "__main__":
    main()
