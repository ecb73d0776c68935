#!/usr/bin/env python3
"""Reads what is written with pandas, DuckDB and pyarrow: types, values, keys, sums and the manifest.

CSV and Parquet are read apart and compared cell by cell. The relations that a schema declares are asked of DuckDB in
SQL, so by arithmetic that is not ours. The manifest's numbers are computed anew from the cells.
"""

import datetime
import decimal
import fractions
import hashlib
import json
import lzma
import math
import pathlib
import shutil
import uuid

from checks import EXAMPLES, TOP, Checks, generate, need, parse, parser, writes_parquet
from promises import RELATIONS, TABLES

need("pandas", "duckdb", "pyarrow")

import duckdb  # noqa: E402  (only now are they known to be there)
import pandas  # noqa: E402
import pyarrow  # noqa: E402
import pyarrow.csv  # noqa: E402
import pyarrow.parquet  # noqa: E402

EVERYTHING = TOP / "tests/golden/everything/schema.json"

# What each reader should make of a type, without being told. A CSV tells no types: these are what readers guess from
# our text forms, so that a change of a text form which spoils the guess shows. Nullable integers are floats in pandas.
CSV_TYPES = {
    "pandas": {
        "integer": {"int64"},
        "decimal": {"float64"},
        "number": {"float64"},
        "string": {"str", "object"},
        "boolean": {"bool"},
        "date": {"datetime64"},
        "timestamp": {"datetime64 UTC"},
        "datetime": {"datetime64"},
        "time": {"str", "object"},
        "uuid": {"str", "object"},
    },
    "duckdb": {
        "integer": {"BIGINT"},
        "decimal": {"DOUBLE"},
        "number": {"DOUBLE"},
        "string": {"VARCHAR"},
        "boolean": {"BOOLEAN"},
        "date": {"DATE"},
        "timestamp": {"TIMESTAMP WITH TIME ZONE"},
        "datetime": {"TIMESTAMP"},
        "time": {"TIME"},
        "uuid": {"UUID", "VARCHAR"},
    },
    "pyarrow": {
        "integer": {"int64"},
        "decimal": {"double"},
        "number": {"double"},
        "string": {"string"},
        "boolean": {"bool"},
        "date": {"date32[day]"},
        "timestamp": {"timestamp[s, tz=UTC]", "timestamp[ns, tz=UTC]"},
        "datetime": {"timestamp[s]", "timestamp[ns]"},
        "time": {"time32[s]"},
        "uuid": {"string"},
    },
}
PARQUET_TYPES = {
    "pandas": {
        "integer": {"int64"},
        "decimal": {"object"},
        "number": {"float64"},
        "string": {"str", "object"},
        "boolean": {"bool"},
        "date": {"object"},
        "timestamp": {"datetime64[us, UTC]"},
        "datetime": {"datetime64[us]"},
        "time": {"object"},
        "uuid": {"object"},
    },
    "duckdb": {
        "integer": {"BIGINT"},
        "number": {"DOUBLE"},
        "string": {"VARCHAR"},
        "boolean": {"BOOLEAN"},
        "date": {"DATE"},
        "timestamp": {"TIMESTAMP WITH TIME ZONE"},
        "datetime": {"TIMESTAMP"},
        "time": {"TIME"},
        "uuid": {"UUID"},
    },
    "pyarrow": {
        "integer": {"int64"},
        "number": {"double"},
        "string": {"string"},
        "boolean": {"bool"},
        "date": {"date32[day]"},
        "timestamp": {"timestamp[us, tz=UTC]"},
        "datetime": {"timestamp[us]"},
        "time": {"time64[us]"},
        "uuid": {"extension<arrow.uuid>"},
    },
}


def crc64_xz(data: bytes) -> str:
    """CRC-64/XZ as 16 hex digits, bit by bit through a table: the reference for the fast one below."""
    table = []
    for byte in range(256):
        crc = byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xC96C5795D7870F42 if crc & 1 else 0)
        table.append(crc)
    crc = 0xFFFFFFFFFFFFFFFF
    for byte in data:
        crc = table[(crc ^ byte) & 0xFF] ^ crc >> 8
    return f"{crc ^ 0xFFFFFFFFFFFFFFFF:016x}"


def crc64_by_liblzma(data: bytes) -> str:
    """The same from liblzma, which puts it behind the block of an .xz file (before the index and the footer)."""
    if not data:
        return "0" * 16
    packed = lzma.compress(
        data, format=lzma.FORMAT_XZ, check=lzma.CHECK_CRC64, filters=[{"id": lzma.FILTER_LZMA2, "preset": 0}]
    )
    index_bytes = 4 * (int.from_bytes(packed[-8:-4], "little") + 1)
    end = len(packed) - 12 - index_bytes
    return packed[end - 8 : end][::-1].hex()


def read_text(file: pathlib.Path) -> pyarrow.Table:
    """A CSV as texts and nulls: an empty field is null, an empty text has quotes."""
    header = pyarrow.csv.open_csv(file).schema.names
    return pyarrow.csv.read_csv(
        file,
        parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types={name: pyarrow.string() for name in header},
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
            null_values=[""],
        ),
    )


def text_of(kind: str, value: object) -> str | None:
    """A value from Parquet in the text form of schema-details.md, by Python's own rules."""
    if value is None:
        return None
    if kind == "boolean":
        return "true" if value else "false"
    if base_kind(kind) in ("timestamp", "datetime", "time"):
        digits = {"": "seconds", "3": "milliseconds", "6": "microseconds"}[kind.partition("(")[2].rstrip(")")]
        if base_kind(kind) != "timestamp":
            return value.isoformat(timespec=digits)
        assert value.utcoffset() == datetime.timedelta(0)
        return value.replace(tzinfo=None).isoformat(timespec=digits) + "Z"
    if kind == "number":
        return repr(value)
    if kind.startswith("decimal"):
        return f"{value:f}"
    return str(value)


def equal_cells(checks: Checks, name: str, texts: pyarrow.Table, table: pyarrow.Table, types: dict[str, str]) -> None:
    """CSV against Parquet, each cell; nulls only against nulls."""
    checks.equal(table.column_names, list(types), f"{name}: Parquet has the columns in their order")
    checks.equal(texts.column_names, list(types), f"{name}: CSV has the columns in their order")
    for column, kind in types.items():
        from_parquet = [text_of(kind, value) for value in table.column(column).to_pylist()]
        from_csv = texts.column(column).to_pylist()
        wrong = [(row, a, b) for row, (a, b) in enumerate(zip(from_csv, from_parquet)) if a != b]
        checks.that(
            len(from_csv) == len(from_parquet) and not wrong,
            f"{name}.{column}: CSV and Parquet hold equal values",
            f"{len(wrong)} of {len(from_csv)} differ, first (row, CSV, Parquet): {wrong[:3]}",
        )


def base_kind(kind: str) -> str:
    return kind.split("(")[0]


def pandas_type(series) -> str:
    """`datetime64` in whatever unit: pandas 2 and 3 choose differently."""
    text = str(series.dtype)
    if text.startswith("datetime64"):
        return "datetime64 UTC" if "UTC" in text else "datetime64"
    return text


def described_by_duckdb(table: str) -> dict[str, str]:
    with duckdb.connect() as session:
        return {str(row[0]): str(row[1]) for row in session.execute(f"describe select * from {table}").fetchall()}


def check_csv_types(checks: Checks, name: str, file: pathlib.Path, types: dict[str, str]) -> None:
    times = [column for column, kind in types.items() if base_kind(kind) in ("date", "timestamp", "datetime")]
    frame = pandas.read_csv(file, parse_dates=times)
    described = described_by_duckdb(f"read_csv('{file}')")
    arrow = pyarrow.csv.read_csv(file).schema
    for column, kind in types.items():
        wanted = {reader: known[base_kind(kind)] for reader, known in CSV_TYPES.items()}
        series = frame[column]
        if kind == "string" and series.dropna().astype(str).str.fullmatch(r"\d+").all():
            # Postal codes, which readers take for numbers unless they are told.
            wanted = {"pandas": {"int64"}, "duckdb": {"VARCHAR", "BIGINT"}, "pyarrow": {"int64"}}
        if kind == "integer" and series.isna().any():
            wanted["pandas"] = {"float64"}
        if kind == "boolean" and series.isna().any():
            # Its own booleans have no null: it keeps True, False and NaN as objects.
            wanted["pandas"] = {"object"}
            checks.that(
                set(series.dropna()) <= {True, False}, f"{name}.{column}: pandas reads true and false", set(series)
            )
        checks.that(
            pandas_type(series) in wanted["pandas"], f"{name}.{column}: pandas reads the CSV's {kind}", series.dtype
        )
        checks.that(
            described[column] in wanted["duckdb"], f"{name}.{column}: DuckDB reads the CSV's {kind}", described[column]
        )
        found = str(arrow.field(column).type)
        checks.that(found in wanted["pyarrow"], f"{name}.{column}: pyarrow reads the CSV's {kind}", found)


def check_parquet_types(checks: Checks, name: str, file: pathlib.Path, types: dict[str, str]) -> None:
    frame = pandas.read_parquet(file)
    described = described_by_duckdb(f"read_parquet('{file}')")
    arrow = pyarrow.parquet.read_schema(file)
    for column, kind in types.items():
        found = str(arrow.field(column).type)
        if kind.startswith("decimal"):
            decimals = kind[8:-1]
            checks.that(
                found in (f"decimal128(9, {decimals})", f"decimal128(18, {decimals})"),
                f"{name}.{column}: pyarrow reads Parquet's {kind}",
                found,
            )
            checks.that(
                described[column] in (f"DECIMAL(9,{decimals})", f"DECIMAL(18,{decimals})"),
                f"{name}.{column}: DuckDB reads Parquet's {kind}",
                described[column],
            )
        else:
            checks.that(
                found in PARQUET_TYPES["pyarrow"][base_kind(kind)], f"{name}.{column}: pyarrow reads Parquet's {kind}", found
            )
            checks.that(
                described[column] in PARQUET_TYPES["duckdb"][base_kind(kind)],
                f"{name}.{column}: DuckDB reads Parquet's {kind}",
                described[column],
            )
        series = frame[column]
        wanted = PARQUET_TYPES["pandas"][base_kind(kind)]
        if series.isna().any():
            wanted = {"integer": {"float64"}, "boolean": {"object"}}.get(kind, wanted)
        checks.that(str(series.dtype) in wanted, f"{name}.{column}: pandas reads Parquet's {kind}", series.dtype)


def value_of(kind: str, text: str) -> object:
    if kind == "integer":
        return int(text)
    if kind.startswith("decimal"):
        return decimal.Decimal(text)
    if kind == "number":
        return float(text)
    if kind == "boolean":
        return text == "true"
    if kind == "uuid":
        return uuid.UUID(text)
    return text  # dates and times in ISO form lie in the order of their texts


def check_statistics(checks: Checks, where: str, kind: str, cells: list, recorded: dict) -> None:
    """min, max, mean, sd and top from the cells: exact sums by fractions, counts by pandas."""
    values = [value_of(kind, cell) for cell in cells if cell is not None]
    checks.equal(recorded["nulls"], len(cells) - len(values), f"{where}: nulls are counted")
    checks.equal(recorded["type"], kind, f"{where}: its type")
    if not values:
        return
    numeric = kind in ("integer", "number") or kind.startswith("decimal")
    if numeric or base_kind(kind) in ("date", "timestamp", "datetime", "time"):
        low, high = min(values), max(values)
        # A decimal stands in JSON as a number with its digits, which Python's json reads as a double.
        as_json = float if numeric and kind != "integer" else lambda value: value
        checks.equal(
            (as_json(recorded["min"]), as_json(recorded["max"])), (as_json(low), as_json(high)), f"{where}: min and max"
        )
    if numeric:
        # Exact sums of whole numbers (decimals in their last digit): doubles would lose the digits of large keys.
        scale = 1 if kind == "number" else 10 ** (int(kind[8:-1]) if kind != "integer" else 0)
        if kind == "number":
            exact = [fractions.Fraction(value) for value in values]
        else:
            exact = [int(text.replace(".", "")) for text in cells if text is not None]
        n, total, squares = len(exact), sum(exact), sum(value * value for value in exact)
        mean = float(fractions.Fraction(total, n) / scale)
        reach = max(abs(float(low)), abs(float(high)))
        checks.that(abs(recorded["mean"] - mean) <= 1e-13 * reach, f"{where}: mean", (recorded["mean"], mean))
        if n > 1:
            sd = math.sqrt(fractions.Fraction(n * squares - total * total, n * (n - 1))) / scale
            checks.that(
                math.isclose(recorded["sd"], sd, rel_tol=1e-12, abs_tol=1e-300), f"{where}: sd", (recorded["sd"], sd)
            )
    if kind == "boolean":
        checks.equal(recorded["mean"], sum(values) / len(values), f"{where}: share of true")
    if "top" in recorded:
        counts = pandas.Series(values).value_counts()
        top = [tuple(entry) for entry in recorded["top"]]
        checks.equal(
            [count for _, count in top],
            list(counts.iloc[: len(top)]),
            f"{where}: the counts of the most frequent texts",
        )
        checks.that(all(counts[text] == count for text, count in top), f"{where}: the most frequent texts", top)
        checks.equal(len(top), min(10, len(counts)), f"{where}: ten of the most frequent texts, or all")


def check_manifest(
    checks: Checks,
    name: str,
    folder: pathlib.Path,
    schema: pathlib.Path,
    texts: dict[str, pyarrow.Table],
    types: dict[str, dict[str, str]],
) -> None:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    checks.equal(
        manifest["schema"]["sha256"], hashlib.sha256(schema.read_bytes()).hexdigest(), f"{name}: the schema's SHA-256"
    )
    checks.equal(manifest["schema"]["text"], schema.read_text(encoding="utf-8"), f"{name}: the schema's text")
    checks.equal(manifest["schema"]["file"], schema.name, f"{name}: the schema's file, without its folder")
    checks.equal(manifest["stream"], 1, f"{name}: stream version")
    checks.equal(set(manifest["tables"]), set(types), f"{name}: the manifest lists the tables")
    listed = {"manifest.json"}
    for table, record in manifest["tables"].items():
        rows = texts[table].num_rows
        checks.equal(record["rows"], rows, f"{name}.{table}: the manifest's rows")
        for file in record["files"]:
            data = (folder / file["path"]).read_bytes()
            listed.add(file["path"])
            checks.equal(file["bytes"], len(data), f"{name}.{table}: bytes of {file['path']}")
            checks.equal(file["rows"], rows, f"{name}.{table}: rows of {file['path']}")
            checks.equal(file["crc64"], crc64_by_liblzma(data), f"{name}.{table}: CRC-64 of {file['path']}")
            if len(data) < 500_000:
                checks.equal(file["crc64"], crc64_xz(data), f"{name}.{table}: CRC-64 of {file['path']}, bit by bit")
            checks.equal(file["sha256"], hashlib.sha256(data).hexdigest(), f"{name}.{table}: SHA-256 of {file['path']}")
        checks.equal(list(record["columns"]), list(types[table]), f"{name}.{table}: the manifest's columns")
        for column, recorded in record["columns"].items():
            cells = texts[table].column(column).to_pylist()
            check_statistics(checks, f"{name}.{table}.{column}", types[table][column], cells, recorded)
    checks.equal(
        {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()},
        listed,
        f"{name}: the folder holds what the manifest lists",
    )


def load(name: str, folder: pathlib.Path, extension: str) -> duckdb.DuckDBPyConnection:
    """A session with the tables. CSV's decimals are given their declared type, so that arithmetic is exact."""
    session = duckdb.connect()
    session.execute("set timezone = 'UTC'")
    for table, (_, _, types) in TABLES[name].items():
        given = {column: "DECIMAL(18,2)" for column, kind in types.items() if kind == "decimal(2)"}
        more = f", types = {given}" if given and extension == "csv" else ""
        session.execute(f"create table {table} as select * from read_{extension}('{folder / table}.{extension}'{more})")
    return session


def count(session: duckdb.DuckDBPyConnection, question: str) -> int:
    return session.execute(question).fetchall()[0][0]


def ask(checks: Checks, name: str, folder: pathlib.Path, extension: str) -> None:
    """Keys and relations in SQL."""
    session = load(name, folder, extension)
    for table, (rows, key, _) in TABLES[name].items():
        found = session.execute(f"select count(*), count({key}), count(distinct {key}) from {table}").fetchall()[0]
        checks.equal(
            found, (rows, rows, rows), f"{name}.{table}: rows in {extension}, and a key that is unique and never null"
        )
    for sentence, question in RELATIONS[name].items():
        checks.equal(count(session, question), 0, f"{name}: {sentence} ({extension})")
    session.close()


def check_questions_can_fail(checks: Checks, folder: pathlib.Path) -> None:
    """One cent more in one total, one payment lost, one customer gone: each is found."""
    session = load("shop", folder, "csv")
    session.execute("update orders set total = total + 0.01 where order_id = 500777")
    session.execute(
        "update orders set payment = null where order_id = (select min(order_id) from orders where payment = 'card')"
    )
    session.execute(
        "delete from customers where customer_id = (select customer_id from orders where order_id = 500778)"
    )
    for sentence in (
        "a total is the goods, less the discount, and shipping, to the cent",
        "no payment exactly where the order is cancelled",
        "each order has its customer",
    ):
        checks.that(count(session, RELATIONS["shop"][sentence]) >= 1, f"a fault is found: {sentence}")
    session.close()


def read_manifest_types(folder: pathlib.Path) -> dict[str, dict[str, str]]:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return {
        table: {column: recorded["type"] for column, recorded in record["columns"].items()}
        for table, record in manifest["tables"].items()
    }


def check_schema(
    checks: Checks, program: pathlib.Path, work: pathlib.Path, name: str, schema: pathlib.Path, parquet: bool
) -> None:
    # Both runs read one copy, whatever happens to the file meanwhile.
    schema = pathlib.Path(shutil.copy(schema, work / f"{name}.json"))
    folder = generate(program, schema, work / name, "--sha256")
    declared = {table: types for table, (_, _, types) in TABLES.get(name, {}).items()}
    types = declared or read_manifest_types(folder)
    texts = {table: read_text(folder / f"{table}.csv") for table in types}
    check_manifest(checks, name, folder, schema, texts, types)
    if declared:
        ask(checks, name, folder, "csv")
        for table in types:
            check_csv_types(checks, f"{name}.{table}", folder / f"{table}.csv", types[table])
    if not parquet:
        return
    other = generate(program, schema, work / f"{name}-parquet", "--sha256", "--format", "parquet")
    tables = {table: pyarrow.parquet.read_table(other / f"{table}.parquet") for table in types}
    for table in types:
        equal_cells(checks, f"{name}.{table}", texts[table], tables[table], types[table])
        if declared:
            check_parquet_types(checks, f"{name}.{table}", other / f"{table}.parquet", types[table])
    check_manifest(checks, f"{name} (Parquet)", other, schema, texts, types)
    if declared:
        ask(checks, name, other, "parquet")
    # The statistics are of values, so the format changes nothing in them.
    records = [json.loads((place / "manifest.json").read_text(encoding="utf-8"))["tables"] for place in (folder, other)]
    for table in types:
        checks.equal(
            records[0][table]["columns"], records[1][table]["columns"], f"{name}.{table}: statistics of both formats"
        )


def main() -> None:
    made = parser(__doc__.splitlines()[0])
    made.add_argument(
        "schemas", nargs="*", choices=[*TABLES, "everything", []], help="all by default"
    )
    arguments = parse(made)
    checks = Checks()
    checks.equal(crc64_xz(b"123456789"), "995dc9bbdf1939fa", "the check value of CRC-64/XZ")
    checks.equal(crc64_by_liblzma(b"123456789"), "995dc9bbdf1939fa", "the check value of CRC-64/XZ from liblzma")
    parquet = writes_parquet(arguments.program, arguments.work)
    for name in arguments.schemas or [*TABLES, "everything"]:
        schema = EVERYTHING if name == "everything" else EXAMPLES / name / "schema.json"
        check_schema(checks, arguments.program, arguments.work, name, schema, parquet)
        if name == "shop":
            check_questions_can_fail(checks, arguments.work / name)
    checks.end()


if __name__ == "__main__":
    main()
