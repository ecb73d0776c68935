#!/usr/bin/env python3
"""Judges the `where` of references from the files as written: DuckDB finds each row's matches by a join of its own.

Every row must refer to one of its matches, be null only where it has none or `missing` says so, and among the matches
the pick must be uniform or by weight. The pick's place among the matches is a number between 0 and 1 whose law is
known for each row: its sum over all rows is judged, and the counts of rows with equally many matches by chi-square.
Seeds are fixed; a right program exceeds a limit for one seed in a million.
"""

import json
import pathlib

from checks import Checks, generate, need, parse, parser, run

need("duckdb", "numpy", "scipy")

import duckdb  # noqa: E402  (only now are they known to be there)
import scipy.stats  # noqa: E402

SIGNIFICANCE = 1e-6
SCHEMA = pathlib.Path(__file__).resolve().parent.parent / "golden/references_where/schema.json"
PAYMENTS = 400_000

# Column of payments → (table, key, weight of a match, condition in DuckDB's words on t, the row, and o, the other).
REFERENCES = {
    "card": ("cards", "card_id", "1", "o.account_id = t.account_id"),
    "valid_card": ("cards", "card_id", "1", "o.account_id = t.account_id and o.active and o.issued <= t.day"),
    "usual_card": ("cards", "card_id", "o.uses", "o.account_id = t.account_id"),
    "branch": ("branches", "branch_id", "1", "o.city = a.city and o.currency = t.currency"),
    "same_branch": ("branches", "branch_id", "1", "o.code = b.code"),
    "till": ("branches", "branch_id", "1", "o.open and o.counters > 2"),
    "version": (
        "versions",
        "version_id",
        "1",
        "o.product = t.product and t.day >= o.valid_from and (o.valid_to is null or t.day < o.valid_to)",
    ),
    "offer": ("offers", "offer_id", "1", "t.day >= o.begins and t.day <= o.ends"),
}
NULL_WHERE_NONE = {"valid_card"}
MISSING = {"offer": 0.05}


def load(folder: pathlib.Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    for table in ("payments", "accounts", "cards", "branches", "products", "versions", "offers"):
        connection.execute(f"create table {table} as select * from read_csv('{folder}/{table}.csv', sample_size=-1)")
    return connection


def check_reference(checks: Checks, data: duckdb.DuckDBPyConnection, column: str) -> None:
    table, key, weight, condition = REFERENCES[column]
    # For each payment: its matches, and what stands before the picked one among them, by key.
    data.execute(
        f"""create or replace temp table found as
        select t.payment_id, t.{column} as picked, count(o.{key}) as matches, sum({weight})::double as whole,
               count(o.{key}) filter (o.{key} < t.{column}) as before,
               max(({weight})::double) filter (o.{key} = t.{column}) as own,
               count(o.{key}) filter (o.{key} = t.{column}) as hits,
               (sum(({weight})::double) filter (o.{key} < t.{column})) as below
        from payments t join accounts a on a.account_id = t.account_id
             left join branches b on b.branch_id = t.branch left join {table} o on {condition}
        group by t.payment_id, t.{column}"""
    )
    rows, null, wrong, lost = data.execute(
        """select count(*), count(*) filter (picked is null), count(*) filter (picked is not null and hits <> 1),
                  count(*) filter (picked is null and matches > 0) from found"""
    ).fetchone()
    checks.equal(rows, PAYMENTS, f"{column}: every payment is judged once")
    checks.equal(wrong, 0, f"{column}: every reference is one of the row's matches")
    if column in MISSING:
        chance = scipy.stats.binomtest(lost, rows, MISSING[column]).pvalue
        checks.that(chance > SIGNIFICANCE, f"{column}: {MISSING[column]} of the rows are null", (lost, rows))
    else:
        checks.equal(lost, 0, f"{column}: no row with a match is null")
        checks.equal(null > 0, column in NULL_WHERE_NONE, f"{column}: rows without a match are there as meant")
    # Rows whose matches are as many: which of them, by key.
    for matches, count in data.execute(
        "select matches, count(*) from found where picked is not null and matches > 1 group by 1 having count(*) > 1000"
    ).fetchall():
        if weight != "1":
            continue
        counts = dict(
            data.execute(
                f"select before, count(*) from found where picked is not null and matches = {matches} group by 1"
            ).fetchall()
        )
        chance = scipy.stats.chisquare([counts.get(k, 0) for k in range(matches)]).pvalue
        checks.that(chance > SIGNIFICANCE, f"{column}: {count} rows pick alike among {matches} matches", counts)
    if weight != "1":
        # The weight of a pick among weights w has mean sum(w²) / sum(w): by row, so that the sum is nearly normal.
        data.execute(
            f"""create or replace temp table law as select t.payment_id, sum({weight} * {weight})::double / sum({weight})
                as mean, sum({weight} * {weight} * {weight})::double / sum({weight}) as square
            from payments t join {table} o on {condition} group by 1"""
        )
        distance, variance = data.execute(
            "select sum(own - mean), sum(square - mean * mean) from found join law using (payment_id)"
        ).fetchone()
        checks.that(variance > 1000, f"{column}: weights differ", variance)
        score = distance / variance**0.5
        checks.that(abs(score) < 4.9, f"{column}: picks have the weights' law", score)


def check_small_facts(checks: Checks, data: duckdb.DuckDBPyConnection) -> None:
    """What is no pick of a payment among many."""
    turns = data.execute("select turn, count(*) from payments group by 1 order by 1").fetchall()
    branches = [row[0] for row in data.execute("select branch_id from branches where open and counters > 2").fetchall()]
    checks.equal(sorted(turn for turn, _ in turns), sorted(branches), "in turn, every open branch is taken")
    checks.that(
        max(count for _, count in turns) - min(count for _, count in turns) <= 1, "in turn, each as often", turns
    )
    wrong = data.execute(
        """select count(*) from payments t left join cards o on o.card_id = t.near
           where t.near is not null and not (o.issued > t.day - interval 60 day and o.issued <= t.day)"""
    ).fetchone()[0]
    checks.equal(wrong, 0, "a card issued within 60 days is one")
    lost = data.execute(
        """select count(*) from payments t where t.near is null and exists (select 1 from cards o
           where o.issued > t.day - interval 60 day and o.issued <= t.day)"""
    ).fetchone()[0]
    checks.equal(lost, 0, "and there is none where the reference is null")
    wrong, null, good = data.execute(
        """select count(*) filter (p.city <> a.city or p.account_id >= a.account_id),
                  count(*) filter (a.parent_account is null), count(*) filter (p.city = a.city)
           from accounts a left join accounts p on p.account_id = a.parent_account"""
    ).fetchone()
    checks.equal(wrong, 0, "within one table the match is an earlier row of the same city")
    checks.that(good > 300 and null > 50, "most accounts have such a parent, and missing ones none", (good, null))
    own = data.execute(
        "select count(*) from accounts a join cards c on c.card_id = a.main_card where c.account_id <> a.account_id"
    ).fetchone()[0]
    checks.equal(own, 0, "the main card of an account is one of its own")


def check_runs(checks: Checks, program: pathlib.Path, work: pathlib.Path, whole: pathlib.Path) -> None:
    """Shards, joined, are the whole; families that are read give what an index gives."""
    rows = ("--rows", f"payments={PAYMENTS}")
    for shard in (1, 2, 3):
        generate(program, SCHEMA, work / "shards", *rows, "--shard", f"{shard}/3", "--threads", "2")
    joined = b"".join(path.read_bytes() for path in sorted((work / "shards/payments").glob("*.csv")))
    checks.that(joined == (whole / "payments.csv").read_bytes(), "three shards, joined, are the whole")
    # More than 2^20 cards: families are read; a second equality that always holds asks for the index.
    large = {
        "synthgen": 1,
        "tables": {
            "accounts": {"rows": 600_000, "primary_key": "id", "columns": {"id": {"sequence": 1}}},
            "cards": {
                "rows": {"per": "accounts", "distribution": "integer", "min": 0, "max": 4},
                "primary_key": "id",
                "columns": {
                    "id": {"sequence": 1},
                    "account": {"references": "accounts"},
                    "begins": {"distribution": "integer", "min": 0, "max": 80},
                    "ends": {"expression": "begins + 30"},
                },
            },
            "payments": {
                "rows": 300_000,
                "columns": {
                    "account": {"references": "accounts"},
                    "day": {"distribution": "integer", "min": 0, "max": 100},
                    "card": {
                        "references": "cards",
                        "where": "account = this.account and begins <= this.day and ends > this.day",
                        "missing": "=false",
                    },
                },
            },
        },
    }
    files = []
    for name in ("read", "indexed"):
        schema = work / f"{name}.json"
        schema.write_text(json.dumps(large), encoding="utf-8")
        out = generate(program, schema, work / name, "--table", "payments")
        files.append((out / "payments.csv").read_bytes())
        large["tables"]["payments"]["columns"]["card"]["where"] += " and account + 0 = this.account"
    checks.that(files[0] == files[1], "families that are read give the picks of an index")


def check_refusals(checks: Checks, program: pathlib.Path, work: pathlib.Path) -> None:
    """A row without a match ends the run with exit code 4, and leaves no folder that looks complete."""
    schema = json.loads("\n".join(line for line in SCHEMA.read_text().splitlines() if not line.strip().startswith("//")))
    del schema["tables"]["payments"]["columns"]["valid_card"]["missing"]
    path = work / "required.json"
    path.write_text(json.dumps(schema), encoding="utf-8")
    codes = set()
    texts = set()
    for threads in (1, 2, 7):
        done = run(program, "generate", path, "-o", work / "required", "--threads", threads, "--progress", "never")
        codes.add(done.returncode)
        texts.add(done.stderr)
    checks.equal(codes, {4}, "a row without a match ends the run with exit code 4")
    checks.equal(len(texts), 1, "and it is the same row with any number of threads")
    checks.that(b"SG4030" in next(iter(texts)), "the fault has its code", texts)
    checks.that(not (work / "required/manifest.json").exists(), "and no manifest is written")


def check_rules(checks: Checks, program: pathlib.Path, work: pathlib.Path) -> None:
    """Rules that draw the account anew, and the card again among those of the account, leave `where` as it is."""
    schema = {
        "synthgen": 1,
        "seed": 5,
        "tables": {
            "payments": {
                "rows": 200_000,
                "columns": {
                    "account_id": {"references": "accounts"},
                    "card_id": {"references": "cards", "where": "account_id = this.account_id"},
                    "amount": {"distribution": "uniform", "min": 0, "max": 100},
                },
                "rules": [
                    {"check": "account_id > 500"},
                    {"check": "card_id.number > 1"},
                    {"check": "amount <= card_id.most"},
                ],
            },
            "accounts": {"rows": 1000, "primary_key": "id", "columns": {"id": {"sequence": 1}}},
            "cards": {
                "rows": {"per": "accounts", "constant": 3},
                "primary_key": "id",
                "columns": {
                    "id": {"sequence": 1},
                    "account_id": {"references": "accounts"},
                    "number": {"expression": "child_number()"},
                    "most": {"distribution": "integer", "min": 10, "max": 90},
                },
            },
        },
    }
    path = work / "rules.json"
    path.write_text(json.dumps(schema), encoding="utf-8")
    out = generate(program, path, work / "rules")
    data = duckdb.connect()
    for table in ("payments", "cards"):
        data.execute(f"create table {table} as select * from read_csv('{out}/{table}.csv')")
    rows, good, second = data.execute(
        """select count(*), count(*) filter (c.account_id = p.account_id and p.account_id > 500 and c.number > 1
                  and p.amount <= c.most), count(*) filter (c.number = 2)
           from payments p join cards c on c.id = p.card_id"""
    ).fetchone()
    checks.equal((rows, good), (200_000, 200_000), "under rules each row has a card of its account and keeps them")
    chance = scipy.stats.binomtest(second, rows, 0.5).pvalue
    checks.that(chance > SIGNIFICANCE, "drawn again, both cards that a rule leaves are alike", second)


def check_verify(checks: Checks, program: pathlib.Path, whole: pathlib.Path) -> None:
    """Verify reads `where` off the files: of a run all is well, and a card of another account is found."""
    done = run(program, "verify", whole)
    checks.equal(done.returncode, 0, "verify finds nothing wrong")
    text = done.stdout.decode() + done.stderr.decode()
    for column in (*REFERENCES, "near", "turn"):
        checks.that(f"where of {column} " in text, f"verify checks the where of {column}", text)
    path = whole / "payments.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    columns = lines[0].rstrip("\n").split(",")
    place = columns.index("card")
    cells = lines[7].split(",")
    cells[place] = "1" if cells[place] != "1" else "500"
    lines[7] = ",".join(cells)
    path.write_text("".join(lines), encoding="utf-8")
    done = run(program, "verify", whole)
    text = done.stdout.decode() + done.stderr.decode()
    checks.equal(done.returncode, 1, "verify finds a card of another account")
    checks.equal(text.count("does not allow"), 1, "and tells that row alone")
    checks.that("SG5027" in text, "with its code", text)


def main() -> None:
    arguments = parse(parser(__doc__.splitlines()[0]))
    checks = Checks()
    whole = generate(arguments.program, SCHEMA, arguments.work / "whole", "--rows", f"payments={PAYMENTS}")
    data = load(whole)
    for column in REFERENCES:
        check_reference(checks, data, column)
    check_small_facts(checks, data)
    check_runs(checks, arguments.program, arguments.work, whole)
    check_refusals(checks, arguments.program, arguments.work)
    check_rules(checks, arguments.program, arguments.work)
    check_verify(checks, arguments.program, whole)
    checks.end()


if __name__ == "__main__":
    main()
