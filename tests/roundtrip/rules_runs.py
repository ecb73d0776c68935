"""What the scripts rules_*.py share: schemas written and generated, files opened in DuckDB, and tests of laws.

A law is tested at significance 1e-6 with fixed seeds, and each test a second time against a law with a small fault,
which it must find: a test that cannot fail shows nothing.
"""

import json
import pathlib

import duckdb
import numpy
import pyarrow
import pyarrow.csv
import scipy.stats

from checks import Checks, generate

SIGNIFICANCE = 1e-6

# The program's types in DuckDB's words.
TYPES = {
    "integer": "BIGINT",
    "number": "DOUBLE",
    "string": "VARCHAR",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMPTZ",
    "datetime": "TIMESTAMP",
    "time": "TIME",
}


def document(tables: dict, seed: int) -> dict:
    return {"synthgen": 1, "name": "rules", "seed": seed, "tables": tables}


def made(program: pathlib.Path, work: pathlib.Path, name: str, schema: dict, *arguments: object) -> pathlib.Path:
    """The folder with the files of a schema that is written to work/name.json."""
    path = work / f"{name}.json"
    path.write_text(json.dumps(schema, indent=1), encoding="utf-8")
    return generate(program, path, work / name, *arguments)


def without_rules(schema: dict) -> dict:
    bare = json.loads(json.dumps(schema))
    for table in bare["tables"].values():
        table.pop("rules", None)
    return bare


def table(folder: pathlib.Path, name: str) -> pyarrow.Table:
    """A CSV with empty fields as nulls; numbers as the doubles that they are the shortest form of."""
    options = pyarrow.csv.ConvertOptions(strings_can_be_null=True, quoted_strings_can_be_null=False)
    return pyarrow.csv.read_csv(folder / f"{name}.csv", convert_options=options)


def column(read: pyarrow.Table, name: str) -> numpy.ndarray:
    return read[name].to_numpy()


def opened(folder: pathlib.Path, ending: str = "csv", twin: str = "") -> duckdb.DuckDBPyConnection:
    """A session in which each file is a view named after it, of the data or of the twin `clean`.

    Columns of a CSV are read by the types that the manifest tells: decimals as decimals, and columns of nulls too.
    """
    session = duckdb.connect()
    # Instants are compared as the UTC that the program writes, whatever zone the machine is in.
    session.execute("set timezone = 'UTC'")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for name, told in manifest["tables"].items():
        file = folder / twin / f"{name}.{ending}"
        if ending == "csv":
            types = {
                key: TYPES.get(made["type"], made["type"].replace("decimal(", "decimal(18, "))
                for key, made in told["columns"].items()
            }
            source = f"read_csv('{file}', header = true, types = {types!r})"
        else:
            source = f"read_parquet('{file}')"
        session.execute(f'create view "{name}" as select * from {source}')
    return session


def broken(session: duckdb.DuckDBPyConnection, source: str, passes: str) -> int:
    """Rows in which a condition is false; null passes, as in a CHECK of SQL."""
    return session.execute(f"select count(*) from {source} where ({passes}) is not distinct from false").fetchone()[0]


def chi_square(found, law) -> float:
    """p-value of counts against shares. Cells of small expectation join their neighbour; one of none must be empty."""
    found, law = numpy.asarray(found, float), numpy.asarray(law, float)
    expected = found.sum() * law / law.sum()
    if (found[expected == 0] > 0).any():
        return 0.0
    cells, left = [], (0.0, 0.0)
    for f, e in zip(found, expected):
        left = (left[0] + f, left[1] + e)
        if left[1] >= 10:
            cells.append(left)
            left = (0.0, 0.0)
    cells[-1] = (cells[-1][0] + left[0], cells[-1][1] + left[1])
    f, e = map(numpy.array, zip(*cells))
    return 1.0 if len(f) == 1 else scipy.stats.chisquare(f, e * f.sum() / e.sum()).pvalue


def uniform(places) -> float:
    """p-value of values that should be uniform between 0 and 1."""
    places = numpy.asarray(places)
    if not len(places) or not numpy.isfinite(places).all():
        return 0.0
    # Hundreds of thousands of values are as good as infinitely many.
    return scipy.stats.kstest(places, "uniform", method="asymp").pvalue


def holds(checks: Checks, told: str, p: float, fault: float) -> None:
    """The law fits, and the faulty one would not."""
    checks.that(p >= SIGNIFICANCE, f"{told} has its law", f"p = {p:.3g}")
    checks.that(fault < SIGNIFICANCE, f"{told}: the test would find a small fault", f"p = {fault:.3g}")


def shares(values, of: list) -> list[int]:
    """How often each of a list of values stands in a column; the last count is that of all others."""
    values = numpy.asarray(values)
    counts = [int((values == value).sum()) for value in of]
    return [*counts, len(values) - sum(counts)]
