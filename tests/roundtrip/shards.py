#!/usr/bin/env python3
"""Shards over a schema of four levels: joined they are the bytes of one run, merged they are one output.

customers have orders, orders have items, items have events; the items are shuffled, so that families are found by
their parents alone. Many shards are small, and most tables have fewer units of 1,024 rows than there are shards, so
that many parts are empty. Parquet parts are read together by DuckDB.

Usage: shards.py --program build/bin/synthgen --work DIR [--count N]
"""

import concurrent.futures
import json
import pathlib
import shutil

from checks import Checks, need, parse, parser, run, writes_parquet

TABLES = ("customers", "orders", "items", "events", "regions")

LEVELS = {
    "synthgen": 1,
    "name": "levels",
    "seed": 21,
    "tables": {
        "events": {
            "rows": {"per": "items", "choice": [{"value": 0, "weight": 1}, {"value": 1, "weight": 3}, {"value": 2, "weight": 2}]},
            "columns": {
                "item_id": {"references": "items"},
                "number": {"expression": "child_number()"},
                "segment": {"expression": "item_id.order_id.customer_id.segment"},
                "at": {"distribution": "uniform", "type": "timestamp", "min": "2024-01-01", "max": "2025-01-01"},
            },
        },
        "customers": {
            "rows": 6000,
            "primary_key": "id",
            "columns": {
                "id": {"sequence": 1},
                "region": {"references": "regions"},
                "segment": {"choice": {"vip": 0.1, "plain": 0.9}},
            },
        },
        "orders": {
            "rows": {"per": "customers", "distribution": "poisson", "mean": "=if(segment = 'vip', 9, 3)", "max": 40},
            "primary_key": "id",
            "columns": {
                "id": {"sequence": 1000},
                "customer_id": {"references": "customers"},
                "amount": {"distribution": "lognormal", "median": 20, "sigma": 1, "decimals": 2},
                "before": {"expression": "previous(amount, 0)"},
                "of": {"expression": "child_count()"},
            },
        },
        "items": {
            "rows": {"per": "orders", "distribution": "geometric", "p": 0.4, "total": 60_000},
            "shuffle": True,
            "primary_key": "id",
            "columns": {
                "id": {"sequence": 1},
                "order_id": {"references": "orders"},
                "price": {"distribution": "uniform", "min": 0, "max": 100, "decimals": 2},
                "dearest": {"expression": "greatest(price, previous(price, 0))"},
            },
        },
        "regions": {
            "primary_key": "code",
            "data": {"columns": ["code"], "rows": [["north"], ["south"], ["east"]]},
        },
    },
}


def write_shards(checks: Checks, program: pathlib.Path, schema: pathlib.Path, out: pathlib.Path, count: int, *flags) -> bool:
    """Two at a time into one folder, from the last to the first."""

    def write(number: int):
        return run(program, "generate", schema, "-o", out, "--shard", f"{number}/{count}", "--threads", 1, "-q", *flags)

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        runs = list(pool.map(write, range(count, 0, -1)))
    faults = [done.stderr.decode("utf-8", "replace") for done in runs if done.returncode != 0]
    return checks.that(not faults, f"{count} shards are written", "".join(faults[:2]))


def check_bytes(checks: Checks, program: pathlib.Path, work: pathlib.Path, schema: pathlib.Path, count: int) -> None:
    whole, out = work / "whole", work / "shards"
    # Each shard looks at the manifests of those before it, which are large with registers of distinct values.
    flags = ["--stats", "full"] if count <= 200 else []
    done = run(program, "generate", schema, "-o", whole, "-q", *flags)
    if not checks.equal(done.returncode, 0, "the whole is generated"):
        print(done.stderr.decode("utf-8", "replace"))
        return
    if not write_shards(checks, program, schema, out, count, *flags):
        return
    for table in TABLES:
        parts = sorted((out / table).glob("shard-*.csv"))
        checks.equal(len(parts), count, f"every shard has a part of {table}")
        joined = b"".join(part.read_bytes() for part in parts)
        checks.that(joined == (whole / f"{table}.csv").read_bytes(), f"{count} parts of {table} are the bytes of one run")
        checks.that(any(not part.read_bytes() for part in parts), f"some shards have no rows of {table}")
    done = run(program, "merge", out)
    checks.equal(done.returncode, 0, f"{count} shards are merged" + done.stderr.decode("utf-8", "replace"))
    checks.equal([file.name for file in out.glob("*.json")], ["manifest.json"], "one manifest is left")
    manifests = [json.loads((folder / "manifest.json").read_text(encoding="utf-8")) for folder in (whole, out)]
    for table in TABLES:
        for manifest in manifests:
            manifest["tables"][table].pop("files")
        checks.equal(manifests[1]["tables"][table], manifests[0]["tables"][table], f"the manifest of {table} is the whole's")
    for folder in (whole, out):
        done = run(program, "verify", folder)
        checks.that(done.returncode == 0, f"verify finds {folder.name} well", done.stdout.decode("utf-8", "replace"))
        text = done.stdout.decode("utf-8", "replace")
        checks.that("items   in the order of" not in text, "shuffled families are in no order")
        for words in ("0 to 40 rows for each of customers", "total of rows"):
            checks.that(words in text, f"verify checks {words}", text)
    # The next run replaces it all.
    done = run(program, "generate", schema, "-o", out, "-q", "--rows", "customers=10")
    checks.equal(done.returncode, 0, "a merged folder is ours")
    checks.equal(len(list(out.rglob("*.csv"))), len(TABLES), "and nothing of the shards is left")


def check_parquet(checks: Checks, program: pathlib.Path, work: pathlib.Path, schema: pathlib.Path) -> None:
    need("duckdb")
    import duckdb

    whole, out = work / "whole-parquet", work / "shards-parquet"
    done = run(program, "generate", schema, "-o", whole, "-f", "parquet", "-q")
    checks.equal(done.returncode, 0, "the whole is generated as Parquet")
    if not write_shards(checks, program, schema, out, 7, "-f", "parquet"):
        return
    checks.equal(run(program, "merge", out).returncode, 0, "Parquet shards are merged")
    checks.equal(run(program, "verify", out).returncode, 0, "verify reads Parquet shards together")
    for table in TABLES:
        one = duckdb.sql(f"select * from read_parquet('{whole}/{table}.parquet')").fetchall()
        parts = sorted(str(part) for part in (out / table).glob("*.parquet"))
        many = [row for part in parts for row in duckdb.sql(f"select * from read_parquet('{part}')").fetchall()]
        checks.that(one == many and len(one) > 2, f"Parquet shards of {table} read in turn give the rows of one run")
        both = duckdb.sql(f"select count(*) from read_parquet('{out}/{table}/*.parquet')").fetchall()[0][0]
        checks.equal(both, len(one), f"a pattern over the parts of {table} meets each row once")


def main() -> None:
    made = parser(__doc__.splitlines()[0])
    made.add_argument("--count", type=int, default=101, help="shards (101)")
    arguments = parse(made)
    checks = Checks()
    schema = arguments.work / "levels.json"
    schema.write_text(json.dumps(LEVELS), encoding="utf-8")
    check_bytes(checks, arguments.program, arguments.work, schema, arguments.count)
    if writes_parquet(arguments.program, arguments.work):
        check_parquet(checks, arguments.program, arguments.work, schema)
    shutil.rmtree(arguments.work / "shards", ignore_errors=True)
    checks.end()


if __name__ == "__main__":
    main()
