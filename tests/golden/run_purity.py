#!/usr/bin/env python3
"""Proves that a cell is a pure function of (seed, table, column, row): what else stands in the schema changes nothing.

One schema is changed in many ways, and each column that the change does not name must keep its cells, to the byte.
"""

import copy
import csv
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "roundtrip"))

from checks import Checks, generate, parse, parser, run  # noqa: E402  (the folder is known only now)

# Each kind of source and of stream is here: a column that looked at its position, or shared a stream with its
# neighbour, would change with the columns around it.
BASE = {
    "synthgen": 1,
    "name": "purity",
    "seed": 99,
    "tables": {
        "parents": {
            "rows": 300,
            "primary_key": "id",
            "columns": {
                "id": {"sequence": 10},
                "weight": {"distribution": "uniform", "min": 0, "max": 1},
                "group": {"choice": {"a": 3, "b": 1}},
            },
        },
        "children": {
            "rows": 5000,
            "primary_key": "id",
            "columns": {
                "id": {"provider": "id.uuid4"},
                "parent": {"references": "parents.id"},
                "earlier": {"references": "children.id", "missing": 0.2},
                "share": {"distribution": "uniform", "min": 0, "max": 1},
                "height": {"distribution": "normal", "mean": 170, "sd": 9, "decimals": 1, "min": 150},
                "size": {"distribution": "lognormal", "median": 4, "sigma": 0.5},
                "wait": {"distribution": "exponential", "mean": 3, "missing": 0.1},
                "dice": {"distribution": "integer", "min": 1, "max": 6},
                "coin": {"distribution": "bernoulli", "p": 0.3},
                "visits": {"distribution": "poisson", "mean": 4},
                "colour": {"choice": ["red", "green", "blue"]},
                "rating": {"choice": {"good": 5, "bad": 2}, "missing": "=coin"},
                "day": {"distribution": "uniform", "type": "date", "min": "2020-01-01", "max": "2020-12-31"},
                "instant": {"distribution": "uniform", "type": "timestamp", "min": "2020-01-01", "max": "2021-01-01"},
                "computed": {"expression": "height * dice + parent.weight + normal(0, 1) + uniform(0, 1)"},
            },
        },
    },
}

Tables = dict[str, dict[str, list[str]]]


class Generator:
    """Runs the program on changed schemas; each run has a folder of its own."""

    def __init__(self, program: pathlib.Path, work: pathlib.Path) -> None:
        self.program = program
        self.work = work
        self.runs = 0

    def folder(self, schema: dict, *arguments: object) -> pathlib.Path:
        self.runs += 1
        file = self.work / f"{self.runs}.json"
        file.write_text(json.dumps(schema), encoding="utf-8")
        return generate(self.program, file, self.work / str(self.runs), *arguments)

    def tables(self, schema: dict, *arguments: object) -> Tables:
        """Each table that is written, as columns of cells, which are texts."""
        found = {}
        for file in sorted(self.folder(schema, *arguments).glob("*.csv")):
            with file.open(encoding="utf-8", newline="") as lines:
                header, *rows = csv.reader(lines)
            found[file.stem] = {name: [row[i] for row in rows] for i, name in enumerate(header)}
        return found


def check_same(
    checks: Checks,
    found: Tables,
    base: Tables,
    sentence: str,
    but: tuple[str, ...] = (),
    rows: dict[str, int] | None = None,
) -> None:
    """The columns of `base` are in `found` as they were, but for those named table.column; `rows` cuts to a head."""
    for table, columns in base.items():
        for name, cells in columns.items():
            if f"{table}.{name}" in but:
                continue
            count = (rows or {}).get(table, len(cells))
            changed = found.get(table, {}).get(name, [])
            same = sum(a == b for a, b in zip(changed[:count], cells[:count]))
            exact = rows is not None or len(changed) == len(cells)
            checks.that(
                exact and same == count,
                f"{sentence}: {table}.{name} keeps its cells",
                f"{same} of {count} are the same, {len(changed)} rows",
            )


def changed(change) -> dict:
    schema = copy.deepcopy(BASE)
    change(schema["tables"])
    return schema


def renamed(columns: dict, old: str, new: str) -> dict:
    return {new if name == old else name: column for name, column in columns.items()}


def check_columns(checks: Checks, generator: Generator, base: Tables) -> None:
    extra = {
        "extra_first": {"choice": ["x", "y", "z"]},
        "extra_normal": {"distribution": "normal", "mean": 0, "sd": 1},
        "extra_uuid": {"provider": "id.uuid4"},
        "extra_reference": {"references": "parents.id"},
        "extra_computed": {"expression": "if(bernoulli(0.5), dice, extra_reference.weight)"},
        "extra_hidden": {"hidden": True, "distribution": "poisson", "mean": 3},
    }

    def add_before(tables: dict) -> None:
        tables["children"]["columns"] = {**extra, **tables["children"]["columns"]}

    def add_between(tables: dict) -> None:
        mixed = {}
        more = list(extra.items())
        for name, column in tables["children"]["columns"].items():
            mixed[name] = column
            if more:
                mixed.update([more.pop()])
        tables["children"]["columns"] = mixed

    def reverse(tables: dict) -> None:
        for table in tables.values():
            table["columns"] = dict(reversed(table["columns"].items()))

    def hide(tables: dict) -> None:
        for name in ("height", "coin", "earlier"):
            tables["children"]["columns"][name]["hidden"] = True

    check_same(checks, generator.tables(changed(add_before)), base, "columns added in front")
    check_same(checks, generator.tables(changed(add_between)), base, "columns added in between")
    check_same(checks, generator.tables(changed(reverse)), base, "columns in reverse order")
    hidden = ("children.height", "children.coin", "children.earlier")
    found = generator.tables(changed(hide))
    check_same(checks, found, base, "three columns hidden", but=hidden)
    checks.that("height" not in found["children"], "a hidden column is not written")
    for name in base["children"]:
        # One at a time, with what reads it; the others stay.
        readers = {
            "coin": ["rating"],
            "height": ["computed"],
            "dice": ["computed"],
            "parent": ["computed"],
            "id": ["earlier"],
        }.get(name, [])

        def remove(tables: dict) -> None:
            for gone in [name, *readers]:
                del tables["children"]["columns"][gone]
            if name == "id":
                del tables["children"]["primary_key"]

        check_same(
            checks,
            generator.tables(changed(remove)),
            base,
            f"without the column {name}",
            but=tuple(f"children.{gone}" for gone in [name, *readers]),
        )


def check_names(checks: Checks, generator: Generator, base: Tables) -> None:
    for name in (
        "share",
        "height",
        "size",
        "wait",
        "dice",
        "coin",
        "visits",
        "colour",
        "day",
        "instant",
        "id",
        "parent",
        "rating",
    ):
        # A reader of the renamed column would be a fault of the schema, so those are taken away first.
        def rename(tables: dict) -> None:
            columns = tables["children"]["columns"]
            for reader in ("computed", "rating", "earlier"):
                if reader != name:
                    del columns[reader]
            tables["children"]["columns"] = renamed(columns, name, "other")
            if name == "id":
                tables["children"]["primary_key"] = "other"

        found = generator.tables(changed(rename))["children"]["other"]
        differ = sum(a != b for a, b in zip(found, base["children"][name]))
        checks.that(differ > len(found) // 10, f"a column renamed has other cells: {name}", f"{differ} differ")

    def rename_table(tables: dict) -> None:
        tables["kids"] = tables.pop("children")
        tables["kids"]["columns"]["earlier"]["references"] = "kids.id"

    found = generator.tables(changed(rename_table))["kids"]
    for name, cells in base["children"].items():
        differ = sum(a != b for a, b in zip(found[name], cells))
        checks.that(differ > len(cells) // 10, f"a table renamed has other cells: {name}", f"{differ} differ")


def check_tables(checks: Checks, generator: Generator, base: Tables) -> None:
    other = {
        "rows": 50,
        "columns": {
            "id": {"sequence": 1},
            "child": {"references": "children.id"},
            "share": {"distribution": "uniform", "min": 0, "max": 1},
        },
    }

    def add_in_front(tables: dict) -> None:
        kept = dict(tables)
        tables.clear()
        tables.update({"aaa": copy.deepcopy(other), **kept, "zzz": copy.deepcopy(other)})

    found = generator.tables(changed(add_in_front))
    check_same(checks, found, base, "tables added")
    checks.that(found["aaa"]["share"] != found["zzz"]["share"], "two tables alike but for the name have other cells")

    def reverse(tables: dict) -> None:
        kept = list(tables.items())
        tables.clear()
        tables.update(reversed(kept))

    check_same(checks, generator.tables(changed(reverse)), base, "tables in reverse order")

    def remove(tables: dict) -> None:
        del tables["children"]

    check_same(checks, generator.tables(changed(remove)), {"parents": base["parents"]}, "a table removed")

    for table in base:
        found = generator.tables(BASE, "--table", table)
        checks.equal(list(found), [table], f"--table {table} writes that table alone")
        check_same(checks, found, {table: base[table]}, f"--table {table}")


def check_rows(checks: Checks, generator: Generator, base: Tables) -> None:
    found = generator.tables(BASE, "--rows", "children=9000")
    checks.equal([len(next(iter(columns.values()))) for columns in found.values()], [9000, 300], "--rows is exact")
    check_same(checks, found, base, "more rows of the table", rows={"children": 5000})
    check_same(
        checks, generator.tables(BASE, "--rows", "children=77"), base, "fewer rows of the table", rows={"children": 77}
    )
    grown = generator.tables(BASE, "--rows", "parents=700")
    check_same(
        checks,
        grown,
        base,
        "more rows of the parents",
        but=("children.parent", "children.computed"),
        rows={"parents": 300},
    )
    checks.that(grown["children"]["parent"] != base["children"]["parent"], "references reach a table that grew")
    checks.that(set(grown["children"]["parent"]) <= set(grown["parents"]["id"]), "references stay within it")
    scaled = generator.tables(BASE, "--scale", "2")
    checks.equal([len(next(iter(columns.values()))) for columns in scaled.values()], [10000, 600], "--scale 2 doubles")
    check_same(
        checks,
        scaled,
        base,
        "--scale 2",
        but=("children.parent", "children.computed"),
        rows={"parents": 300, "children": 5000},
    )


def check_seeds(checks: Checks, generator: Generator, base: Tables) -> None:
    same = copy.deepcopy(BASE)
    same["seed"] = 1234
    check_same(checks, generator.tables(same, "--seed", "99"), base, "--seed overrides the schema's")
    found = generator.tables(BASE, "--seed", "100")
    for table, columns in base.items():
        for name, cells in columns.items():
            if (table, name) == ("parents", "id"):
                continue
            differ = sum(a != b for a, b in zip(found[table][name], cells))
            checks.that(differ > len(cells) // 10, f"another seed has other cells: {table}.{name}", f"{differ} differ")
    far = generator.tables(BASE, "--seed", str(99 + 2**32))
    checks.that(far["children"]["share"] != base["children"]["share"], "the upper half of the seed counts")
    a, b = base["children"], generator.tables(BASE, "--seed", "99")["children"]
    checks.equal(a, b, "the same seed has the same cells")


def check_literals(checks: Checks, generator: Generator) -> None:
    """`5` and `"=5"` are the same parameter."""
    columns = {
        "uniform": ({"distribution": "uniform"}, {"min": -2.5, "max": 7}),
        "decimal": ({"distribution": "uniform", "decimals": 2}, {"min": -2.5, "max": 7}),
        "normal": ({"distribution": "normal"}, {"mean": 5, "sd": 2.25}),
        "rounded": ({"distribution": "normal", "decimals": 3}, {"mean": 5, "sd": 2.25}),
        "bounded": ({"distribution": "normal"}, {"mean": 0, "sd": 1, "min": -0.5, "max": 2}),
        "bounded_decimal": ({"distribution": "normal", "decimals": 1}, {"mean": 0, "sd": 3, "min": -0.5, "max": 2}),
        "tail": ({"distribution": "normal"}, {"mean": 0, "sd": 1, "min": 8}),
        "log_mu": ({"distribution": "lognormal"}, {"mu": 0.3, "sigma": 0.7}),
        "log_median": ({"distribution": "lognormal"}, {"median": 40, "sigma": 0.7}),
        "log_mean": ({"distribution": "lognormal"}, {"mean": 40, "sd": 12.5}),
        "rate": ({"distribution": "exponential"}, {"rate": 0.3}),
        "mean": ({"distribution": "exponential"}, {"mean": 11}),
        "integer": ({"distribution": "integer"}, {"min": -5, "max": 50}),
        "bernoulli": ({"distribution": "bernoulli"}, {"p": 0.3}),
        "poisson": ({"distribution": "poisson"}, {"mean": 4.5}),
        "poisson_large": ({"distribution": "poisson"}, {"mean": 45000}),
        "poisson_bounded": ({"distribution": "poisson"}, {"mean": 2, "min": 1, "max": 6}),
        "missing": ({"sequence": 1}, {"missing": 0.3}),
    }
    literal = {name: {**fixed, **numbers} for name, (fixed, numbers) in columns.items()}
    computed = {
        name: {**fixed, **{key: f"={value}" for key, value in numbers.items()}}
        for name, (fixed, numbers) in columns.items()
    }
    literal["choice"] = {"choice": {"a": 3, "b": 1.5}}
    literal["date"] = {"distribution": "uniform", "type": "date", "min": "2020-01-01", "max": "2020-12-31"}
    computed["date"] = {**literal["date"], "min": "=date '2020-01-01'", "max": "=date '2020-12-31'"}
    literal["instant"] = {
        "distribution": "uniform",
        "type": "timestamp",
        "min": "2020-01-01T06:00:00Z",
        "max": "2021-01-01",
    }
    computed["instant"] = {
        **literal["instant"],
        "min": "=timestamp '2020-01-01T06:00:00Z'",
        "max": "=date '2021-01-01'",
    }
    computed["choice"] = {"choice": {"a": "=3", "b": "=1.5"}}
    # A parameter that looks at the row, with the same value in each, takes the way of parameters that differ.
    by_row = {
        name: {**fixed, **{key: f"={value} + 0 * zero" for key, value in numbers.items()}}
        for name, (fixed, numbers) in columns.items()
    }
    by_row["choice"] = {"choice": {"a": "=3 + 0 * zero", "b": "=1.5 + 0 * zero"}}
    by_row["zero"] = {"hidden": True, "distribution": "integer", "min": 0, "max": 0}

    def schema(made: dict) -> dict:
        return {"synthgen": 1, "seed": 5, "tables": {"t": {"rows": 20000, "columns": made}}}

    base = generator.tables(schema(literal))
    check_same(checks, generator.tables(schema(computed)), base, 'parameters written as "=5"')
    check_same(
        checks, generator.tables(schema(by_row)), base, "parameters that read the row", but=("t.date", "t.instant")
    )


def check_formats(checks: Checks, generator: Generator) -> None:
    """Standard output and a file of one table are the same bytes as in a folder."""
    folder = generator.folder(BASE)
    schema = folder.with_suffix(".json")
    done = run(generator.program, "generate", schema, "--table", "children", "-o", "-", "--progress", "never")
    wanted = (folder / "children.csv").read_bytes()
    checks.that(done.stdout == wanted, "-o - writes the bytes of the folder's file", done.stderr)
    single = generator.work / "single.csv"
    run(generator.program, "generate", schema, "--table", "children", "-o", single, "--progress", "never")
    checks.that(single.exists() and single.read_bytes() == wanted, "-o x.csv writes the bytes of the folder's file")


def main() -> None:
    arguments = parse(parser(__doc__.splitlines()[0]))
    checks = Checks()
    generator = Generator(arguments.program, arguments.work)
    base = generator.tables(BASE)
    check_columns(checks, generator, base)
    check_names(checks, generator, base)
    check_tables(checks, generator, base)
    check_rows(checks, generator, base)
    check_seeds(checks, generator, base)
    check_literals(checks, generator)
    check_formats(checks, generator)
    checks.end()


if __name__ == "__main__":
    main()
