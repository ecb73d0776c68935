"""Files of a run with --clean --changes, read by nothing of ours and by no library: what the scripts about noise share.

CSV is read field by field, so that the empty field (null) and "" (the empty text) stay apart, and written by the rules
that docs/language.md gives. A cell is None, or the text that stands in the file.
"""

import datetime
import decimal
import json
import pathlib
import re
import typing
import uuid

Cell = typing.Optional[str]
Table = tuple[list[str], list[list[Cell]]]

LOG_COLUMNS = ["row", "source_row", "column", "operator", "before", "after"]


# A quoted or a bare field with what ends it.
FIELD = re.compile(r'(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n]*))([,\n])')


def read_fields(text: str) -> list[list[Cell]]:
    """Rows of a CSV with line feeds and commas. Anything that RFC 4180 does not allow is an error."""
    if text and not text.endswith("\n"):
        raise ValueError("the last line has no end")
    if '"' not in text and "\r" not in text:
        return [[field or None for field in line.split(",")] for line in text.split("\n")[:-1]]
    rows: list[list[Cell]] = []
    row: list[Cell] = []
    at = 0
    for found in FIELD.finditer(text):
        if found.start() != at:
            break
        quoted, bare, end = found.groups()
        row.append((bare or None) if quoted is None else quoted.replace('""', '"'))
        if end == "\n":
            rows.append(row)
            row = []
        at = found.end()
    if at != len(text):
        raise ValueError(f"a quote, a carriage return or an end that should not be there, after character {at}")
    return rows


def read_csv(data: bytes) -> Table:
    names, *rows = read_fields(data.decode("utf-8"))
    if any(len(row) != len(names) for row in rows):
        raise ValueError("rows differ in length")
    return [name or "" for name in names], rows


def write_field(cell: Cell) -> str:
    if cell is None:
        return ""
    if cell == "" or any(mark in cell for mark in ',"\n\r'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def write_csv(table: Table) -> bytes:
    names, rows = table
    lines = [",".join(map(write_field, row)) + "\n" for row in [names, *rows]]
    return "".join(lines).encode("utf-8")


class Change(typing.NamedTuple):
    """A line of the log."""

    row: int
    source_row: int
    column: str
    operator: str
    before: Cell
    after: Cell


def read_log(table: Table) -> list[Change]:
    names, rows = table
    if names != LOG_COLUMNS:
        raise ValueError(f"the log has the columns {names}")
    return [Change(int(r[0] or ""), int(r[1] or ""), r[2] or "", r[3] or "", r[4], r[5]) for r in rows]


def read_parquet_log(file: pathlib.Path) -> list[Change]:
    import pyarrow.parquet

    log = pyarrow.parquet.read_table(file)
    if log.column_names != LOG_COLUMNS:
        raise ValueError(f"the log has the columns {log.column_names}")
    return [Change(*values) for values in zip(*(log[name].to_pylist() for name in LOG_COLUMNS))]


def files_below(folder: pathlib.Path) -> dict[str, bytes]:
    """All files but the manifests, by their paths."""
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and not file.name.startswith("manifest.")
    }


def joined_shards(folder: pathlib.Path) -> dict[str, bytes]:
    """The parts of each table, clean twin and log, joined in the order of their names, under the whole file's path."""
    found: dict[str, bytes] = {}
    for path, data in files_below(folder).items():
        whole = str(pathlib.PurePath(path).parent) + ".csv"
        found[whole] = found.get(whole, b"") + data
    return found


def read_manifest(folder: pathlib.Path) -> dict:
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


UTC = datetime.timezone.utc


def parse_text(text: str, kind: str, time_format: str | None = None) -> object:
    """What a text in the output's form stands for, as pyarrow gives such a value. ValueError where it stands for none.

    kind         a type as manifests write it: "decimal(2)"
    time_format  that of the column, where it has one
    """
    name = kind.split("(")[0]
    if name == "string":
        return text
    if name == "integer":
        return int(text)
    if name == "number":
        return float(text)
    if name == "decimal":
        return decimal.Decimal(text)
    if name == "boolean":
        return {"true": True, "false": False}[text]
    if name == "uuid":
        return uuid.UUID(text)
    if time_format is not None:
        moment = datetime.datetime.strptime(text, time_format)
        if name == "date":
            return moment.date()
        if name == "time":
            return moment.time()
        return moment.replace(tzinfo=UTC) if name == "timestamp" else moment
    if name == "date":
        return datetime.date.fromisoformat(text)
    if name == "time":
        return datetime.time.fromisoformat(text)
    if name == "timestamp":
        if not text.endswith("Z"):
            raise ValueError(f"{text} has no Z")
        return datetime.datetime.fromisoformat(text[:-1]).replace(tzinfo=UTC)
    if name == "datetime":
        return datetime.datetime.fromisoformat(text)
    raise ValueError(f"no type {kind}")


def plain_value(value: object) -> object:
    """pyarrow's values as parse_text() gives them: a uuid column may come as bytes."""
    return uuid.UUID(bytes=value) if isinstance(value, bytes) else value
