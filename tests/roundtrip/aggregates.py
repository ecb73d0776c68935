#!/usr/bin/env python3
"""DuckDB computes every aggregate over children again from the files: by families and by other keys, with where, via
and this., over parents without children, nulls, paths and aggregates of aggregates; and the bytes are the same whatever
the threads, blocks, shards, and whichever tables are written."""

import hashlib
import json
import pathlib
import re

from checks import Checks, need, parse, parser, run

SCHEMA = pathlib.Path(__file__).resolve().parents[1] / "golden" / "aggregates" / "schema.json"

# (table, column): the value from the row p of the table. Sums and averages of doubles are compared within 10^-12 of
# their size, for DuckDB adds in an order of its own; all else exactly.
CLOSE = {"weight", "mean_weight", "mean", "rating", "gift_weight", "gift_mean", "gift_rating", "largest_share"}


def children(what: str, table: str, key: str, where: str = "true") -> str:
    return f"(select {what} from {table} c where c.{key} = p.id and ({where}))"


def placed(what: str, where: str = "true") -> str:
    return f"(select {what} from parcels c where c.owner = p.place and ({where}))"


def orders(what: str, where: str = "true") -> str:
    return children(what, "orders", "customer_id", where)


def gifts(what: str, where: str = "true") -> str:
    return children(what, "orders", "buyer_id", where)


def segment_of(key: str) -> str:
    return f"(select segment from customers q where q.id = {key})"


CATEGORY = "(select category from products q where q.id = c.product_id)"

WANTED = {
    "regions": {
        "revenue": children("sum(c.spent)", "customers", "region_id"),
        "best": children("max(c.spent)", "customers", "region_id"),
        "shops": children("count(*)", "stalls", "region_id"),
    },
    "customers": {
        "n_orders": orders("count(*)"),
        "n_paid": orders("count(*)", "c.status = 'paid'"),
        "n_rated": orders("count(c.rating)"),
        "spent": orders("sum(c.total)"),
        "paid": orders("sum(c.total)", "c.status = 'paid'"),
        "above": orders("count(*)", "c.total > p.credit"),
        "mean": orders("sum(c.total)::double / count(c.total)"),
        "weight": orders("sum(c.weight)"),
        "mean_weight": orders("avg(c.weight)", "c.rating is not null"),
        "first_day": orders("min(c.ordered)"),
        "last_moment": orders("max(c.sent)", "c.status <> 'void'"),
        "worst": orders("min(c.status)"),
        "note": orders("max(c.note)"),
        "rating": orders("avg(c.rating)"),
        "best_rating": orders("max(c.rating)"),
        "lightest": orders("min(c.weight)", "c.weight > 1"),
        "net": orders("sum(c.total * 0.8 - p.credit)"),
        "gifts": gifts("count(*)", "c.customer_id <> p.id"),
        "gift_value": gifts("sum(c.total)", f"{segment_of('c.customer_id')} = p.segment"),
        "gift_weight": gifts("sum(c.weight)"),
        "gift_mean": gifts("sum(c.total)::double / count(c.total)"),
        "gift_rating": gifts("avg(c.rating)"),
        "gift_note": gifts("min(c.note)"),
        "gift_day": gifts("max(c.ordered)", "c.rating >= 3"),
        "gift_light": gifts("min(c.weight)"),
        "many": orders("count(*) > 2", "c.total > 40"),
    },
    "orders": {
        "total": children("coalesce(sum(c.qty * c.price), 0)", "items", "order_id"),
        "pieces": children("sum(c.qty)", "items", "order_id"),
        "kinds": children("count(*)", "items", "order_id", f"{CATEGORY} = 'b'"),
        "like_segment": children("count(*)", "items", "order_id", f"{CATEGORY} = {segment_of('p.customer_id')}"),
        "dearest": children("max(c.price)", "items", "order_id", "p.status = 'paid'"),
        # The parcels hold no key. They follow each other in the order of the orders, `scans` of each.
        "kilos": placed("sum(c.kilos)", "c.kilos < p.weight"),
    },
    "products": {
        "sold": children("sum(c.qty)", "items", "product_id"),
        "turnover": children("sum(c.qty * c.price)", "items", "product_id"),
        "vip_buyers": children(
            "count(*)", "items", "product_id", "exists (select * from orders o join customers q on q.id = o.customer_id "
            "where o.id = c.order_id and q.segment = 'vip')"
        ),
    },
    "days": {"takings": children("sum(c.takings)", "stalls", "day_id")},
    "employees": {
        "team": children("count(*)", "employees", "manager_id"),
        "team_pay": children("sum(c.pay)", "employees", "manager_id"),
        "paid_more": children("count(*)", "employees", "manager_id", "c.pay > p.pay"),
    },
}

MONEY = ("credit", "spent", "paid", "total", "price", "base", "takings", "revenue", "best", "gift_value", "turnover",
         "dearest")


def load(database, folder: pathlib.Path, table: str, columns: list[str]) -> None:
    """As in the file, numbered by place; amounts as decimals, so that sums are exact."""
    exact = {"net": "decimal(18,3)", "kilos": "decimal(18,3)", **{name: "decimal(18,2)" for name in MONEY}}
    types = {name: exact[name] for name in columns if name in exact}
    database.execute(
        f"create table {table} as select *, row_number() over () - 1 as place from "
        f"read_csv('{folder / (table + '.csv')}', header = true, nullstr = '', types = {json.dumps(types)})"
    )


def check_values(checks: Checks, folder: pathlib.Path) -> None:
    import duckdb  # only now: need() has looked for it

    database = duckdb.connect()
    database.execute("set threads = 1; set preserve_insertion_order = true; set timezone = 'UTC'")
    for file in sorted(folder.glob("*.csv")):
        columns = file.read_text(encoding="utf-8").split("\n", 1)[0].split(",")
        load(database, folder, file.stem, columns)
    database.execute(
        "create or replace table parcels as select c.*, o.place as owner from parcels c asof join "
        "(select place, coalesce(sum(scans) over (order by place rows between unbounded preceding and 1 preceding), 0) "
        "as first from orders where scans > 0) o on c.place >= o.first"
    )
    for table, columns in WANTED.items():
        for column, sql in columns.items():
            differs = f"p.{column} is distinct from w.wanted"
            if column in CLOSE:
                differs = (
                    f"(p.{column} is null) <> (w.wanted is null) or abs(p.{column} - w.wanted) > 1e-12 * "
                    f"greatest(abs(w.wanted), 1)"
                )
            found = database.execute(
                f"select p.*, w.wanted from {table} p join (select p.place, {sql} as wanted from {table} p) w "
                f"using (place) where {differs} limit 1"
            ).fetchall()
            checks.that(not found, f"{table}.{column} is what DuckDB computes", found)
            filled, empty = database.execute(
                f"select count({column}), count(*) - count({column}) from {table}"
            ).fetchone()
            checks.that(filled > 0, f"{table}.{column} has values")
            if column in ("spent", "gift_value", "gift_note", "dearest", "team_pay"):
                checks.that(empty > 0, f"{table}.{column} is null without children")
    scans, parcels = database.execute("select sum(scans), (select count(*) from parcels) from orders").fetchone()
    checks.equal(scans, parcels, "every parcel is counted once")
    gifts_broken = database.execute("select count(*) from customers where gifts > 3").fetchone()[0]
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    rules = manifest["tables"]["customers"]["rules"]
    checks.equal(rules["few_gifts"]["broken"], gifts_broken, "a reported rule over children counts what breaks it")


def hashes(folder: pathlib.Path) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.glob("*.csv"))}


def check_bytes(checks: Checks, program: pathlib.Path, work: pathlib.Path, whole: dict[str, str]) -> None:
    for name, more in [
        ("threads", ["--threads", "7", "--block-rows", "100"]),
        ("rows", ["--threads", "2", "--block-rows", "1"]),
        ("scalar", ["--threads", "1", "--block-rows", "4096"]),
    ]:
        done = run(program, "generate", SCHEMA, "-o", work / name, "-q", *more)
        checks.equal(done.returncode, 0, f"the schema runs with {more}")
        checks.equal(hashes(work / name), whole, f"the bytes are the same with {more}")
    for number in (3, 1, 2):
        run(program, "generate", SCHEMA, "-o", work / "shards", "-q", "--shard", f"{number}/3")
    for table, digest in whole.items():
        parts = sorted((work / "shards" / table.removesuffix(".csv")).glob("shard-*.csv"))
        joined = hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()
        checks.equal(joined, digest, f"the shards of {table} are the whole")
    # A table that is not written is read all the same.
    run(program, "generate", SCHEMA, "-o", work / "one", "-q", "--table", "customers")
    checks.equal(hashes(work / "one"), {"customers.csv": whole["customers.csv"]}, "customers alone has the same bytes")


def check_purity(checks: Checks, program: pathlib.Path, work: pathlib.Path, whole: dict[str, str]) -> None:
    """Aggregates change no value that they read."""
    text = re.sub(r"^//.*$|^\s*//.*$", "", SCHEMA.read_text(encoding="utf-8"), flags=re.MULTILINE)
    schema = json.loads(text)
    customers = schema["tables"]["customers"]
    for column in ("gifts", "gift_value", "net", "many"):
        del customers["columns"][column]
    customers["rules"] = []
    without = work / "without.json"
    without.write_text(json.dumps(schema), encoding="utf-8")
    run(program, "generate", without, "-o", work / "without", "-q")
    found = hashes(work / "without")
    for table in whole:
        if table != "customers.csv":
            checks.equal(found.get(table), whole[table], f"{table} is the same without some aggregates over it")


def check_verify(checks: Checks, program: pathlib.Path, out: pathlib.Path) -> None:
    """`verify` computes the rules over children from the files by itself, and compares with what the manifest counts."""
    done = run(program, "verify", out)
    checks.equal(done.returncode, 0, "verify finds the files sound")
    report = done.stdout.decode("utf-8")
    print(report)
    for rule in ("adds_up", "few_alike", "cheap", "poor_team"):
        lines = [line for line in report.splitlines() if line.startswith(("orders", "employees")) and rule in line]
        checks.that(lines and "not checked" not in lines[0], f"the rule {rule} is checked", lines)
    checks.that("no key of parcels that is in the files leads to orders" in report, "what cannot be checked is said")

    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    rules = {**manifest["tables"]["orders"]["rules"], **manifest["tables"]["employees"]["rules"]}
    for rule in ("few_alike", "cheap", "poor_team"):
        checks.that(rules[rule]["broken"] > 0, f"some rows break {rule}")
    items = out / "items.csv"
    lines = items.read_text(encoding="utf-8").splitlines(keepends=True)
    order, product, quantity, price = lines[5].split(",")
    lines[5] = ",".join((order, product, "4" if quantity != "4" else "3", price))
    items.write_text("".join(lines), encoding="utf-8")
    done = run(program, "verify", out)
    told = done.stdout.decode("utf-8") + done.stderr.decode("utf-8")
    checks.equal(done.returncode, 1, "another quantity is found")
    checks.that("breaks the rule \"adds_up\"" in told, "the order breaks its rule then", told[-2000:])


def main() -> None:
    arguments = parse(parser(__doc__))
    need("duckdb")
    checks = Checks()
    out = arguments.work / "whole"
    done = run(arguments.program, "generate", SCHEMA, "-o", out, "-q")
    checks.equal(done.returncode, 0, "the schema runs")
    print(done.stderr.decode("utf-8", "replace"), end="")
    check_values(checks, out)
    whole = hashes(out)
    check_bytes(checks, arguments.program, arguments.work, whole)
    check_purity(checks, arguments.program, arguments.work, whole)
    check_verify(checks, arguments.program, out)
    checks.end()


main()
