"""The data files of the locales, read by code that is not ours, and tables that providers fill."""

import os
import json
import pathlib

from checks import TOP, generate

DATA = TOP / "src/provider/data"
LOCALES = ["en_US", "en_GB", "es_ES", "de_DE"]
# A million in the long tests; a quarter of it sees what CI has to see.
ROWS = int(os.environ.get("SYNTHGEN_ROWS", "250000"))


def table(locale: str, topic: str) -> list[dict[str, str]]:
    """The records of a data file, by the names of its columns."""
    lines = (DATA / locale / f"{topic}.txt").read_text(encoding="utf-8").splitlines()
    names = [line for line in lines if line.startswith("#")][-1].removeprefix("# ").split("\t")
    return [dict(zip(names, line.split("\t"))) for line in lines if not line.startswith("#")]


def schema_file(work: pathlib.Path, name: str, rows: int, columns: dict, locale: str, **more) -> pathlib.Path:
    """A schema with a table `t` of these columns."""
    path = work / f"{name}.json"
    tables = {"t": {"rows": rows, **more, "columns": columns}}
    path.write_text(json.dumps({"synthgen": 1, "seed": 11, "locale": locale, "tables": tables}), encoding="utf-8")
    return path


def generated(
    program: pathlib.Path, work: pathlib.Path, name: str, rows: int, columns: dict, locale: str, **more
) -> list[tuple]:
    """The rows of that table as tuples of texts; None where a cell is null."""
    import duckdb

    folder = generate(program, schema_file(work, name, rows, columns, locale, **more), work / name)
    return duckdb.execute(f"select * from read_csv('{folder}/t.csv', all_varchar = true, header = true)").fetchall()
