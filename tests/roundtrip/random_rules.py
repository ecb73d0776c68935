#!/usr/bin/env python3
"""Rules made at random, over random columns, correlated or not: DuckDB is asked with the same words.

Where the program generates, as many rows break a rule as are to, and none in the clean twin. Where it refuses the rules
as contradictory, none of 50,000 rows drawn without them fulfils all. It ends in any case, and never by a crash.
"""

import collections
import json
import random
import subprocess

from checks import Checks, need, parse, parser

need("numpy", "scipy", "pyarrow", "duckdb")

import duckdb  # noqa: E402  (only now is it known to be there)

from rules_runs import broken, document, made, opened, without_rules  # noqa: E402

SCHEMAS = 90
ROWS = 800
# Rows that begin anew 64 times with 1,024 attempts each take a while, on a machine that is busy.
SECONDS_AT_MOST = 120

# Numbers begin with n, choices of texts with c, booleans with b, dates with d.
COLUMNS = {
    "n_digit": {"distribution": "integer", "min": 0, "max": 9},
    "n_wide": {"distribution": "integer", "min": -20, "max": 30, "missing": 0.2},
    "n_count": {"distribution": "poisson", "mean": 4},
    "n_tenths": {"distribution": "normal", "mean": 5, "sd": 4, "decimals": 1},
    "n_cents": {"distribution": "exponential", "mean": 5, "decimals": 2, "missing": 0.3},
    "n_real": {"distribution": "normal", "mean": 0, "sd": 5},
    "n_even": {"distribution": "uniform", "min": 0, "max": 10, "missing": 0.2},
    "n_size": {"choice": [1, 2, 5, 10]},
    "n_mixed": {
        "mixture": [{"weight": 0.5, "constant": 0}, {"weight": 0.5, "distribution": "normal", "mean": 5, "sd": 3}],
        "decimals": 1,
    },
    "c_kind": {"choice": {"a": 5, "b": 3, "c": 1}},
    "c_other": {"choice": {"a": 1, "b": 2, "c": 3}, "missing": 0.2},
    "b_flag": {"distribution": "bernoulli", "p": 0.3},
    "b_other": {"distribution": "bernoulli", "p": 0.6, "missing": 0.2},
    "d_day": {"distribution": "uniform", "type": "date", "min": "2024-01-01", "max": "2024-01-31"},
    "d_other": {"distribution": "normal", "type": "date", "mean": "2024-01-15", "sd": "10 days", "missing": 0.2},
}


class Words:
    """Conditions that the program and DuckDB understand alike."""

    def __init__(self, draw: random.Random, columns: dict) -> None:
        self.draw = draw
        self.columns = columns

    def named(self, first: str) -> list[str]:
        return [name for name in self.columns if name[0] == first]

    def number(self, depth: int = 0) -> str:
        names, pick = self.named("n"), self.draw.random()
        if not names or pick < 0.25:
            return str(self.draw.choice([0, 1, 2, 3, 5, 7, 10, 12, -3]))
        if pick < 0.7 or depth > 1:
            return self.draw.choice(names)
        a, b = self.number(depth + 1), self.number(depth + 1)
        forms = ["({a} + {b})", "({a} - {b})", "(2 * {a})", "({a} * {b})", "abs({a})", "coalesce({a}, {b})", ""]
        form = self.draw.choice(forms)
        return form.format(a=a, b=b) if form else f"case when {self.condition(2)} then {a} else {b} end"

    def day(self) -> str:
        names, pick = self.named("d"), self.draw.random()
        if not names or pick < 0.2:
            return self.draw.choice(["date '2024-01-10'", "date '2024-01-20'"])
        name = self.draw.choice(names)
        return name if pick < 0.7 else f"({name} + {self.draw.randint(-5, 9)})"

    def condition(self, depth: int = 0) -> str:
        draw, pick = self.draw, self.draw.random()
        if depth < 2 and pick < 0.3:
            joined = draw.choice([" and ", " or "]).join(self.condition(depth + 1) for _ in range(draw.randint(2, 3)))
            return f"({joined})"
        if depth < 2 and pick < 0.36:
            return f"not ({self.condition(depth + 1)})"
        kinds = ["number"] * 4 + ["between", "in", "null"] + ["choice"] * 2 * bool(self.named("c"))
        kind = draw.choice(kinds + ["boolean"] * bool(self.named("b")) + ["day", "days"] * bool(self.named("d")))
        compared = draw.choice(["=", "<>", "<", "<=", ">", ">="])
        negated = draw.choice(["", "not "])
        if kind == "number":
            return f"{self.number()} {compared} {self.number()}"
        if kind == "between":
            return f"{self.number()} {negated}between {self.number()} and {self.number()}"
        if kind == "in":
            return f"{self.number()} {negated}in (1, {draw.randint(2, 9)}, 12)"
        if kind == "choice":
            form = draw.choice(["{} <> 'a'", "{} = 'b'", "{} in ('a', 'c')", "{} like 'a%'", "{} not in ('b', 'c')"])
            return form.format(draw.choice(self.named("c")))
        if kind == "boolean":
            return f"{negated}{draw.choice(self.named('b'))}"
        if kind == "day":
            return f"{self.day()} {compared} {self.day()}"
        if kind == "days":
            return f"{self.day()} between {self.day()} and {self.day()}"
        return f"{draw.choice(list(self.columns))} is {negated}null"


def schema_of(seed: int) -> tuple[dict, dict[str, str]]:
    """A schema, and what its rules ask for in SQL."""
    draw = random.Random(seed)
    columns = {name: COLUMNS[name] for name in draw.sample(list(COLUMNS), draw.randint(3, 7))}
    words = Words(draw, columns)
    rules, conditions = [], {}
    for place in range(draw.randint(1, 5)):
        name = f"r{place}"
        if draw.random() < 0.6:
            rules.append({"name": name, "check": words.condition()})
            conditions[name] = rules[-1]["check"]
        else:
            rule = {"name": name, "if": words.condition(1), "then": words.condition(1), "else": words.condition(1)}
            rules.append(rule)
            first, second = (
                f"when ({rule['if']}) then ({rule['then']})",
                f"when not ({rule['if']}) then ({rule['else']})",
            )
            conditions[name] = f"case {first} {second} else true end"
    if draw.random() < 0.3:
        draw.choice(rules)["violate"] = 0.03
    table = {"rows": ROWS, "columns": columns, "rules": rules}
    members = [name for name in columns if not name.startswith(("n_mixed", "n_size"))]
    if len(members) > 1 and draw.random() < 0.4:
        group = draw.sample(members, min(3, len(members)))
        copula = draw.choice([{}, {"copula": "student_t", "df": 4}])
        pairs = [[a, b, draw.choice([0.4, -0.5])] for a, b in zip(group, group[1:])]
        table["correlations"] = [{"measure": "latent", **copula, "pairs": pairs}]
    return document({"t": table}, seed), conditions


def check_schema(checks: Checks, program, work, seed: int, ends: collections.Counter) -> None:
    schema, conditions = schema_of(seed)
    told = f"seed {seed}: {json.dumps(schema['tables']['t'])}"
    path = work / "schema.json"
    path.write_text(json.dumps(schema), encoding="utf-8")
    try:
        done = subprocess.run(
            [program, "generate", path, "-o", work / "out", "--force", "--clean", "--progress", "never"],
            capture_output=True,
            text=True,
            timeout=SECONDS_AT_MOST,
            check=False,
        )
    except subprocess.TimeoutExpired:
        checks.that(False, f"{told} ends")
        return
    ends[done.returncode] += 1
    if not checks.that(done.returncode in (0, 3, 4), f"{told} ends in order", f"{done.returncode}: {done.stderr}"):
        return
    if done.returncode == 0:
        rules = json.loads((work / "out/manifest.json").read_text(encoding="utf-8"))["tables"]["t"]["rules"]
        for twin in ("", "clean"):
            session = opened(work / "out", twin=twin)
            checks.equal(session.execute("select count(*) from t").fetchone(), (ROWS,), f"{told} has its rows")
            for name, condition in conditions.items():
                on_purpose = 0 if twin else rules[name].get("violations", 0)
                checks.equal(broken(session, "t", condition), on_purpose, f"{told}, {twin}: rows that break {name}")
    elif done.returncode == 4 and "SG4010" not in done.stderr:  # refused before the first row
        bare = without_rules(schema)
        bare["tables"]["t"]["rows"] = 50_000
        session = opened(made(program, work, f"plain{seed}", bare))
        every = " and ".join(f"coalesce(({condition}), true)" for condition in conditions.values())
        found = session.execute(f"select count(*) from t where {every}").fetchone()[0]
        checks.equal(found, 0, f"{told}: rows that fulfil contradictory rules")


def main() -> None:
    arguments = parse(parser(__doc__.splitlines()[0]))
    checks, ends = Checks(), collections.Counter()
    for seed in range(SCHEMAS):
        try:
            check_schema(checks, arguments.program, arguments.work, seed, ends)
        except duckdb.Error as fault:
            checks.that(False, f"seed {seed} is understood by DuckDB", str(fault)[:600])
    print(f"by exit code: {dict(sorted(ends.items()))}", flush=True)
    checks.that(
        ends[0] >= SCHEMAS / 3 and ends[4] >= SCHEMAS / 10, "schemas are generated, and some refused", dict(ends)
    )
    checks.end()


if __name__ == "__main__":
    main()
