#!/usr/bin/env python3
"""A shuffled table has the rows of the table in another order: the same cells, keys and references, whatever the
threads, blocks, shards and format."""

import copy
import json
import pathlib

from checks import Checks, generate, need, parse, parser, writes_parquet

SCHEMA = {
    "synthgen": 1,
    "seed": 11,
    "tables": {
        "parents": {
            "rows": 3000,
            "primary_key": "id",
            "columns": {
                "id": {"sequence": 1},
                "weight": {"distribution": "normal", "mean": 50, "sd": 9, "decimals": 2},
                "colour": {"choice": ["red", "green", "blue"], "missing": 0.1},
            },
        },
        "children": {
            "rows": 20000,
            "primary_key": "id",
            "columns": {
                "id": {"sequence": 1000},
                "parent": {"references": "parents.id"},
                "earlier": {"references": "children.id"},
                "place": {"expression": "row_number()"},
                "share": {"distribution": "uniform", "min": 0, "max": 1, "missing": 0.05},
                "double": {"expression": "parent.weight * 2"},
                "key": {"provider": "id.uuid4"},
                "day": {"distribution": "uniform", "type": "date", "min": "2020-01-01", "max": "2020-12-31"},
            },
        },
        "few": {"rows": 3, "columns": {"id": {"sequence": 1}}},
        "one": {"rows": 1, "columns": {"id": {"sequence": 1}}},
        "none": {"rows": 0, "columns": {"id": {"sequence": 1}}},
        "table_of_permutation": {"rows": 4096, "columns": {"id": {"sequence": 0}}},
    },
}


def files(folder: pathlib.Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def check_order(checks: Checks, name: str, places: list[int]) -> None:
    """`places` are the row numbers, from 0, in the order in which they stand."""
    n = len(places)
    checks.equal(sorted(places), list(range(n)), f"{name}: each row stands at one place")
    # A random permutation has about one fixed point, more than 12 in one of 10^10 cases; the seed is fixed.
    fixed = sum(place == row for place, row in enumerate(places))
    checks.that(fixed <= 12, f"{name}: rows do not stay where they were", f"{fixed} of {n} do")
    # So do neighbours: about one pair of rows stays together and in order.
    together = sum(b == a + 1 for a, b in zip(places, places[1:]))
    checks.that(together <= 12, f"{name}: rows do not keep their neighbours", f"{together} of {n} do")
    # The correlation of place and row has the standard deviation 1 / sqrt(n - 1); 5 of these leave one in 10^6.
    mean = (n - 1) / 2
    correlation = sum((i - mean) * (row - mean) for i, row in enumerate(places)) / (n * (n * n - 1) / 12)
    checks.that(abs(correlation) < 5 / (n - 1) ** 0.5, f"{name}: place and row are independent", correlation)


def check_csv(
    checks: Checks, program: pathlib.Path, work: pathlib.Path, plain: pathlib.Path, mixed: pathlib.Path
) -> None:
    import pandas

    straight = generate(program, plain, work / "straight")
    shuffled = generate(program, mixed, work / "shuffled")
    for table, declared in SCHEMA["tables"].items():
        head, *rows = (straight / f"{table}.csv").read_text(encoding="utf-8").splitlines()
        other_head, *other_rows = (shuffled / f"{table}.csv").read_text(encoding="utf-8").splitlines()
        checks.equal(other_head, head, f"{table} has the same columns")
        checks.equal(sorted(other_rows), sorted(rows), f"{table} has the same rows as lines of text")
        first = pandas.read_csv(straight / f"{table}.csv").set_index("id").sort_index()
        second = pandas.read_csv(shuffled / f"{table}.csv").set_index("id").sort_index()
        checks.that(first.equals(second), f"{table} is the same table to pandas once both are sorted by their key")
        if declared["rows"] > 100:
            start = declared["columns"]["id"]["sequence"]
            check_order(checks, table, [int(row.split(",")[0]) - start for row in other_rows])
    children = pandas.read_csv(shuffled / "children.csv")
    parents = pandas.read_csv(shuffled / "parents.csv")
    joined = children.merge(parents, left_on="parent", right_on="id", how="left", suffixes=("", "_of_parent"))
    checks.that(joined["id_of_parent"].notna().all(), "each foreign key finds its row in a shuffled parent")
    checks.that(
        (joined["double"] - 2 * joined["weight"]).abs().max() < 1e-9, "cells of the parent are those of the row found"
    )
    checks.that((children["place"] == children["id"] - 999).all(), "row_number() is that of the row, not of the place")
    kept = children.dropna(subset=["earlier"])
    checks.that((kept["earlier"] < kept["id"]).all(), "a row of the same table is an earlier one, wherever it stands")
    other = generate(program, mixed, work / "other", "--seed", "12")
    ids = [[line.split(",")[0] for line in (folder / "children.csv").read_text().splitlines()]
           for folder in (shuffled, other)]
    checks.that(ids[0] != ids[1], "another seed has another order")
    orders = {(shuffled / f"{table}.csv").read_bytes() for table in ("few", "one", "none")}
    checks.equal(len(orders), 3, "tables of three, one and no rows are written")


def check_bytes(checks: Checks, program: pathlib.Path, work: pathlib.Path, mixed: pathlib.Path, parquet: bool) -> None:
    for form in ("csv", "parquet") if parquet else ("csv",):
        wanted = files(generate(program, mixed, work / f"{form}-wanted", "--threads", "1", "-f", form))
        for place, more in enumerate(
            (["--threads", "2"], ["--threads", "3", "--block-rows", "77"], ["--block-rows", "1"])
        ):
            found = files(generate(program, mixed, work / f"{form}-{place}", "-f", form, *more))
            checks.that(found == wanted, f"shuffled {form} is the same bytes with {' '.join(more)}")
    shards = work / "shards"
    for number in (2, 3, 1):
        generate(program, mixed, shards, "--shard", f"{number}/3")
    for table in SCHEMA["tables"]:
        joined = b"".join(part.read_bytes() for part in sorted((shards / table).glob("shard-*")))
        checks.that(joined == (work / "csv-wanted" / f"{table}.csv").read_bytes(), f"shards of {table} cut its places")


def check_parquet(
    checks: Checks, program: pathlib.Path, work: pathlib.Path, plain: pathlib.Path, mixed: pathlib.Path
) -> None:
    import pandas

    straight = generate(program, plain, work / "straight-parquet", "-f", "parquet")
    shuffled = work / "csv-wanted"
    for number in (1, 2):
        generate(program, mixed, work / "parts-parquet", "-f", "parquet", "--shard", f"{number}/2")
    for table in SCHEMA["tables"]:
        first = pandas.read_parquet(straight / f"{table}.parquet").set_index("id").sort_index()
        second = pandas.read_parquet(work / "parquet-wanted" / f"{table}.parquet")
        checks.that(first.equals(second.set_index("id").sort_index()), f"{table} is the same table in Parquet")
        parts = [pandas.read_parquet(part) for part in sorted((work / "parts-parquet" / table).glob("shard-*"))]
        checks.equal(len(parts), 2, f"{table} has two parts, each a complete file of Parquet")
        joined = pandas.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
        checks.that(second.equals(joined), f"the parts of {table} in Parquet are the whole, in its order")
    ids = pandas.read_parquet(work / "parquet-wanted" / "children.parquet")["id"]
    lines = (shuffled / "children.csv").read_text(encoding="utf-8").splitlines()[1:]
    checks.equal(list(ids), [int(line.split(",")[0]) for line in lines], "the order is that of CSV")


def main() -> None:
    arguments = parse(parser(__doc__.splitlines()[0]))
    need("pandas", "pyarrow")
    plain = arguments.work / "plain.json"
    mixed = arguments.work / "mixed.json"
    plain.write_text(json.dumps(SCHEMA), encoding="utf-8")
    schema = copy.deepcopy(SCHEMA)
    for table in schema["tables"].values():
        table["shuffle"] = True
    mixed.write_text(json.dumps(schema), encoding="utf-8")
    checks = Checks()
    parquet = writes_parquet(arguments.program, arguments.work)
    check_csv(checks, arguments.program, arguments.work, plain, mixed)
    check_bytes(checks, arguments.program, arguments.work, mixed, parquet)
    if parquet:
        check_parquet(checks, arguments.program, arguments.work, plain, mixed)
    checks.end()


if __name__ == "__main__":
    main()
