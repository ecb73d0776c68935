#!/usr/bin/env python3
"""Keys of several columns as files have them, judged by DuckDB: no key comes twice, references of several columns lead to
a row, combinations are drawn alike, and bytes are the same by threads, blocks, shards and shuffling."""

import json
import pathlib

from checks import Checks, generate, need, parse, parser, run, writes_parquet

need("duckdb", "numpy", "scipy")

import duckdb  # noqa: E402  (whether it is there is known only now)
import numpy  # noqa: E402
import scipy.stats  # noqa: E402

SIGNIFICANCE = 1e-6  # a right program fails for one seed in a million, and the seeds are fixed

FAMILY = {"distribution": "integer", "min": 0, "max": 9}

SCHOOL = {
    "synthgen": 1,
    "name": "school",
    "seed": 31,
    "tables": {
        "regions": {"rows": 12, "primary_key": "region", "columns": {"region": {"sequence": 1}}},
        "stores": {
            "rows": {"per": "regions", "distribution": "integer", "min": 1, "max": 9},
            "primary_key": ["region", "number"],
            "columns": {
                "region": {"references": "regions"},
                "number": {"expression": "child_number()"},
                "size": {"distribution": "lognormal", "median": 100, "sigma": 1, "decimals": 2},
                "city": {"choice": ["Vigo", "Lugo", "Ourense"]},
            },
        },
        "students": {"rows": 20_000, "primary_key": "student", "columns": {"student": {"sequence": 1000}}},
        "courses": {
            "rows": 20,
            "primary_key": "course",
            "columns": {"course": {"provider": "id.uuid4"}, "weight": {"sequence": 1}},
        },
        "many": {"rows": 5000, "primary_key": "many", "columns": {"many": {"sequence": 7}}},
        "terms": {"rows": 3, "primary_key": "term", "columns": {"term": {"sequence": 1}}},
        # Join tables by the owner and a reference.
        "taken": {
            "rows": {"per": "students", **FAMILY},
            "primary_key": ["student", "course"],
            "columns": {"student": {"references": "students"}, "course": {"references": "courses"}},
        },
        "read": {
            "rows": {"per": "students", **FAMILY},
            "unique": [["many", "student"]],
            "columns": {"student": {"references": "students"}, "many": {"references": "many", "missing": 0.1}},
        },
        "liked": {
            "rows": {"per": "students", **FAMILY},
            "primary_key": ["student", "course"],
            "columns": {
                "student": {"references": "students"},
                "course": {"references": "courses", "pick": {"weight": "weight"}},
            },
        },
        "bought": {
            "rows": {"per": "students", **FAMILY},
            "unique": [["student", "many"]],
            "columns": {
                "student": {"references": "students"},
                "many": {"references": "many", "pick": {"distribution": "zipf", "exponent": 1.3}, "missing": 0.1},
            },
        },
        "planned": {
            "rows": {"per": "students", **FAMILY},
            "primary_key": ["student", "course", "term"],
            "columns": {
                "student": {"references": "students"},
                "course": {"references": "courses"},
                "term": {"references": "terms"},
            },
        },
        "turns": {
            "rows": {"per": "students", **FAMILY},
            "primary_key": ["student", "course"],
            "columns": {"student": {"references": "students"}, "course": {"references": "courses", "pick": "cycle"}},
        },
        # By combinations of references alone.
        "pairs": {
            "rows": 100_000,
            "primary_key": ["student", "course"],
            "columns": {"student": {"references": "students"}, "course": {"references": "courses"}},
        },
        "full": {
            "rows": 60,
            "unique": [["course", "term"]],
            "columns": {"course": {"references": "courses"}, "term": {"references": "terms"}},
        },
        # By values that are listed, alone and beside others.
        "seats": {
            "rows": {"per": "students", **FAMILY},
            "primary_key": ["student", "day", "seat"],
            "columns": {
                "student": {"references": "students"},
                "seat": {"distribution": "integer", "min": -5, "max": 4},
                "day": {"choice": ["monday", "tuesday", "friday"]},
            },
        },
        "slots": {
            "rows": {"per": "students", **FAMILY},
            "unique": [["student", "slot"]],
            "columns": {
                "student": {"references": "students"},
                "slot": {"distribution": "integer", "min": 1, "max": 9, "missing": 0.2},
            },
        },
        "cells": {
            "rows": 20 * 26 * 4,
            "unique": [["level", "letter", "course"]],
            "columns": {
                "course": {"references": "courses"},
                "letter": {"choice": list("abcdefghijklmnopqrstuvwxyz")},
                "level": {"choice": [1, 2, 5, 10]},
            },
        },
        "grid": {
            "rows": {"per": ["courses", "terms"]},
            "primary_key": ["term", "course"],
            "columns": {"course": {"references": "courses"}, "term": {"references": "terms"}},
        },
        # References of several columns.
        "visits": {
            "rows": 30_000,
            "primary_key": "visit",
            "columns": {
                "visit": {"sequence": 1},
                "region": {"references": "stores.region", "as": "store", "missing": 0.1},
                "number": {"references": "stores.number", "as": "store", "missing": 0.1},
                "city": {"expression": "region.city"},
                "size": {"expression": "number.size"},
                "other_region": {"references": "stores.region", "as": "other", "pick": {"weight": "size"}},
                "other_number": {"references": "stores.number", "as": "other", "pick": {"weight": "size"}},
            },
            "rules": [{"name": "its_city", "check": "city = number.city and size = region.size", "enforce": "verify"}],
        },
        "shelves": {
            "rows": {"per": "stores", "distribution": "integer", "min": 0, "max": 4},
            "primary_key": ["region", "store", "shelf"],
            "columns": {
                "region": {"references": "stores.region", "as": "of"},
                "store": {"references": "stores.number", "as": "of"},
                "shelf": {"expression": "child_number()"},
            },
        },
        "items": {
            "rows": {"per": "shelves", "distribution": "integer", "min": 0, "max": 9},
            "primary_key": ["region", "store", "shelf", "course"],
            "columns": {
                "region": {"references": "shelves.region", "as": "on"},
                "store": {"references": "shelves.store", "as": "on"},
                "shelf": {"references": "shelves.shelf", "as": "on"},
                "course": {"references": "courses"},
            },
        },
        "managers": {
            "rows": 12,
            "unique": [["region", "number"]],
            "columns": {
                "region": {"references": "stores.region", "as": "store"},
                "number": {"references": "stores.number", "as": "store"},
            },
        },
        # One-to-one, some without, and two keys to the parent.
        "cards": {
            "rows": {"per": "students", "distribution": "binomial", "n": 1, "p": 0.4},
            "primary_key": "student",
            "columns": {
                "student": {"references": "students", "unique": True},
                "friend": {"references": "students", "pick": "uniform"},
                "mentor": {"references": "many", "missing": 0.3},
            },
        },
        "desks": {
            "rows": 4000,
            "columns": {"many": {"references": "many", "unique": True, "missing": 0.2}, "other": {"references": "many"}},
        },
    },
}

KEYS = {
    "stores": ["region", "number"],
    "taken": ["student", "course"],
    "read": ["student", "many"],
    "liked": ["student", "course"],
    "bought": ["student", "many"],
    "planned": ["student", "course", "term"],
    "turns": ["student", "course"],
    "pairs": ["student", "course"],
    "full": ["course", "term"],
    "seats": ["student", "day", "seat"],
    "slots": ["student", "slot"],
    "cells": ["course", "letter", "level"],
    "grid": ["course", "term"],
    "shelves": ["region", "store", "shelf"],
    "items": ["region", "store", "shelf", "course"],
    "managers": ["region", "number"],
    "cards": ["student"],
    "desks": ["many"],
}
REFERENCES = [
    ("taken", "student", "students", "student"),
    ("taken", "course", "courses", "course"),
    ("read", "many", "many", "many"),
    ("liked", "course", "courses", "course"),
    ("bought", "many", "many", "many"),
    ("planned", "course, term", "grid", "course, term"),
    ("pairs", "student", "students", "student"),
    ("visits", "region, number", "stores", "region, number"),
    ("visits", "other_region, other_number", "stores", "region, number"),
    ("shelves", "region, store", "stores", "region, number"),
    ("items", "region, store, shelf", "shelves", "region, store, shelf"),
    ("managers", "region, number", "stores", "region, number"),
]


class Tables:
    """Files of one run, as DuckDB reads them; `column` is the first of the query."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.folder = folder

    def one(self, query: str, **tables: str) -> tuple:
        names = {name: f"read_csv('{self.folder / table}.csv', all_varchar=true)" for name, table in tables.items()}
        return duckdb.sql(query.format(**names)).fetchall()[0]

    def column(self, query: str, **tables: str) -> numpy.ndarray:
        names = {name: f"read_csv('{self.folder / table}.csv', all_varchar=true)" for name, table in tables.items()}
        return numpy.array([row[0] for row in duckdb.sql(query.format(**names)).fetchall()], dtype=float)


def check_keys(checks: Checks, tables: Tables) -> None:
    for table, key in KEYS.items():
        filled = " and ".join(f"{column} is not null" for column in key)
        rows, distinct = tables.one(
            f"select count(*), count(distinct ({', '.join(key)})) from {{t}} where {filled}", t=table
        )
        checks.that(rows > 0, f"{table} has rows")
        checks.equal(distinct, rows, f"{table}: no {', '.join(key)} comes twice")
    for child, columns, parent, key in REFERENCES:
        pairs = list(zip(columns.split(", "), key.split(", ")))
        on = " and ".join(f"c.{mine} = p.{theirs}" for mine, theirs in pairs)
        filled = " and ".join(f"c.{mine} is not null" for mine, _ in pairs)
        (lost,) = tables.one(f"select count(*) from {{c}} c anti join {{p}} p on {on} where {filled}", c=child, p=parent)
        checks.equal(lost, 0, f"{child}.{columns} leads to a row of {parent}")
    (split,) = tables.one("select count(*) from {v} where (region is null) <> (number is null)", v="visits")
    checks.equal(split, 0, "the columns of one reference are null together")
    (null,) = tables.one("select avg((region is null)::double) from {v}", v="visits")
    checks.that(abs(null - 0.1) < 5 * (0.09 / 30_000) ** 0.5, "a tenth of the references are missing", null)
    (wrong,) = tables.one(
        "select count(*) from {v} v join {s} s on v.region = s.region and v.number = s.number "
        "where v.city <> s.city or v.size <> s.size",
        v="visits",
        s="stores",
    )
    checks.equal(wrong, 0, "paths through either column read the same row of the parent")
    (missing,) = tables.one("select count(*) from {t} where many is null", t="desks")
    checks.that(abs(missing / 4000 - 0.2) < 5 * (0.16 / 4000) ** 0.5, "a fifth of the desks refer to nobody", missing)
    (own,) = tables.one("select count(*) from {t} where student = friend", t="cards")
    checks.that(own < 20, "a further key to the parent with pick uniform is not the owner", own)


def alike(checks: Checks, counts: numpy.ndarray, cells: int, sentence: str) -> None:
    """Counts of `cells` cells that are all as probable; those that never came are not among `counts`."""
    counts = numpy.concatenate([counts, numpy.zeros(cells - len(counts))])
    p = scipy.stats.chisquare(counts).pvalue
    checks.that(p > SIGNIFICANCE, sentence, p)


def check_laws(checks: Checks, tables: Tables) -> None:
    alike(checks, tables.column("select count(*) n from {t} group by course", t="taken"), 20, "taken: courses alike")
    # Pairs of courses within one student: without repetition all 190 are alike.
    pairs = (
        "select count(*) n from {a} a join {a} b on a.student = b.student and a.course < b.course "
        "group by a.course, b.course"
    )
    (rows,) = tables.one("select sum(n) from (" + pairs + ")", a="taken")
    counts = tables.column(pairs, a="taken")
    checks.that(rows > 200_000, "there are pairs enough", rows)
    alike(checks, counts, 190, "taken: pairs of courses alike")
    # The same of one reference to many rows, in classes of fifty.
    alike(
        checks,
        tables.column("select count(*) n from {t} where many is not null group by (many::int - 7) // 50", t="read"),
        100,
        "read: all of many alike",
    )
    alike(checks, tables.column("select count(*) n from {t} group by course", t="planned"), 20, "planned: courses alike")
    alike(checks, tables.column("select count(*) n from {t} group by term", t="planned"), 3, "planned: terms alike")
    alike(checks, tables.column("select count(*) n from {t} group by day, seat", t="seats"), 30, "seats: days and seats alike")
    alike(
        checks,
        tables.column("select count(*) n from {t} where slot is not null group by slot", t="slots"),
        9,
        "slots: all alike",
    )
    alike(checks, tables.column("select count(*) n from {t} group by course", t="pairs"), 20, "pairs: courses alike")
    alike(
        checks,
        tables.column("select count(*) n from {t} group by (student::int - 1000) // 100, course", t="pairs"),
        200 * 20,
        "pairs: combinations alike",
    )
    # Weights 1 … 20 without repetition: a family of one has shares of the weights, and one of two the law of drawing the
    # second from the rest.
    weights = numpy.arange(1, 21) / 210
    for size in (1, 2):
        counts = tables.column(
            "with f as (select student from {l} group by student having count(*) = " + str(size) + ") "
            "select count(l.course) n from {c} c left join (select * from {l} where student in (select * from f)) l "
            "on l.course = c.course group by c.weight order by c.weight::int",
            l="liked",
            c="courses",
        )
        expected = weights
        if size == 2:
            expected = weights + weights * (numpy.sum(weights / (1 - weights)) - weights / (1 - weights))
        # Inclusions of one family depend on each other, which makes the statistic smaller than its law.
        p = scipy.stats.chisquare(counts, expected / expected.sum() * counts.sum()).pvalue
        checks.that(p > SIGNIFICANCE, f"liked: families of {size} follow the weights", p)


def check_bytes(checks: Checks, program: pathlib.Path, work: pathlib.Path, plain: pathlib.Path) -> None:
    schema = work / "school.json"
    whole = {file.name: file.read_bytes() for file in plain.glob("*.csv")}
    checks.equal(len(whole), len(SCHOOL["tables"]), "one file a table")
    for name, flags in {
        "one thread": ["--threads", "1"],
        "seven threads": ["--threads", "7"],
        "small blocks": ["--block-rows", "333", "--threads", "2"],
    }.items():
        folder = generate(program, schema, work / name.replace(" ", "_"), *flags)
        same = {file.name: file.read_bytes() for file in folder.glob("*.csv")} == whole
        checks.that(same, f"{name}: the same bytes")
    for shard in (1, 2, 3):
        generate(program, schema, work / "shards", "--shard", f"{shard}/3")
    for name, data in whole.items():
        parts = sorted((work / "shards" / name.removesuffix(".csv")).glob("*.csv"))
        checks.that(b"".join(part.read_bytes() for part in parts) == data, f"{name}: shards joined are the whole")
    shuffled = json.loads(json.dumps(SCHOOL))
    for table in shuffled["tables"].values():
        table["shuffle"] = True
    (work / "shuffled.json").write_text(json.dumps(shuffled), encoding="utf-8")
    folder = generate(program, work / "shuffled.json", work / "shuffled")
    for name, data in whole.items():
        lines = (folder / name).read_bytes().splitlines()
        checks.that(sorted(lines) == sorted(data.splitlines()), f"{name}: shuffled it has the same rows")


def check_verify(checks: Checks, program: pathlib.Path, folder: pathlib.Path, what: str) -> None:
    done = run(program, "verify", folder)
    report = done.stdout.decode()
    checks.equal(done.returncode, 0, f"{what}: verify finds all well")
    for line in ("primary key [student, course]", "unique [many, student]", "[region, number] refers to stores.[region",
                 "[region, store, shelf] refers to shelves.[region, store, shelf]", "rule its_city"):
        checks.that(line in report, f"{what}: verify checks {line}", report)
    checks.that("not checked" not in report, f"{what}: nothing is left unchecked", report)


def main() -> None:
    arguments = parse(parser(__doc__))
    checks = Checks()
    schema = arguments.work / "school.json"
    schema.write_text(json.dumps(SCHOOL), encoding="utf-8")
    folder = generate(arguments.program, schema, arguments.work / "plain", "--threads", "2")
    tables = Tables(folder)
    check_keys(checks, tables)
    check_laws(checks, tables)
    check_bytes(checks, arguments.program, arguments.work, folder)
    check_verify(checks, arguments.program, folder, "csv")
    if writes_parquet(arguments.program, arguments.work):
        folder = generate(arguments.program, schema, arguments.work / "parquet", "-f", "parquet")
        check_verify(checks, arguments.program, folder, "parquet")
    checks.end()


if __name__ == "__main__":
    main()
