#!/usr/bin/env python3
"""Every operator of noise hits as many cells as its rate says, of those that it can damage, and no others.

What is hit is found by comparing the dirty files with their clean twins; which cells an operator can damage is told
here a second time, by what the manual says of it. The manifest and the log must then tell the same.
"""

import hashlib
import json
import math
import pathlib
import typing

from checks import Checks, generate, need, parse, parser, run, writes_parquet
from noise_cases import CELLS, ON_ROWS, ROWS, Eligible, Variant, columns_and_types, schema_of

need("numpy", "pyarrow", "duckdb", "pandas")

import duckdb  # noqa: E402  (they are known to be there only now)
import numpy  # noqa: E402
import pandas  # noqa: E402
import pyarrow  # noqa: E402
import pyarrow.compute  # noqa: E402
import pyarrow.csv  # noqa: E402
import pyarrow.parquet  # noqa: E402

RATES = (0.001, 0.02, 0.5)
# Some 600 counts are compared; 4 standard errors leave one in 16,000, and the seed is fixed.
STANDARD_ERRORS = 4
EMPTYING = {"missing", "incomplete", "block", "swap_columns"}


def operators_of(program: pathlib.Path, checks: Checks) -> list[str]:
    """What `list noise` names."""
    told = run(program, "list", "noise").stdout.decode("utf-8")
    names = [line.split()[0] for line in told.splitlines() if line.startswith("  ")]
    checks.that("missing" in names and len(names) > 5, "`list noise` names the operators", told)
    return names


def read_texts(file: pathlib.Path, only: list[str] | None = None) -> pyarrow.Table:
    """All fields as texts, or those of some columns; the empty field is null and \"\" the empty text."""
    names = file.open("rb").readline().decode("utf-8").rstrip("\n").split(",")
    convert = pyarrow.csv.ConvertOptions(
        column_types={name: pyarrow.string() for name in names},
        null_values=[""],
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
        include_columns=only,
    )
    return pyarrow.csv.read_csv(
        file, convert_options=convert, parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True)
    ).combine_chunks()


def differ(a: pyarrow.ChunkedArray, b: pyarrow.ChunkedArray) -> numpy.ndarray:
    """Where two columns differ, null being a value of its own."""
    unequal = pyarrow.compute.fill_null(pyarrow.compute.not_equal(a, b), False)
    nulls = pyarrow.compute.xor(pyarrow.compute.is_null(a), pyarrow.compute.is_null(b))
    return pyarrow.compute.or_(unequal, nulls).to_numpy(zero_copy_only=False)


def eligible_cells(column: pyarrow.ChunkedArray, eligible: Eligible) -> numpy.ndarray:
    coded = column.combine_chunks().dictionary_encode()
    by_code = numpy.array([bool(eligible(text)) for text in coded.dictionary.to_pylist()] + [False])
    return by_code[pyarrow.compute.fill_null(coded.indices, len(by_code) - 1).to_numpy(zero_copy_only=False)]


def eligible_rows(columns: list[pyarrow.ChunkedArray], eligible: typing.Callable[[tuple], bool]) -> numpy.ndarray:
    rows = list(zip(*(column.to_pylist() for column in columns)))
    known = {row: bool(eligible(row)) for row in set(rows)}
    return numpy.array([known[row] for row in rows])


# The clean twin that was read last, by its hash, and what can be damaged in it by what it is of: twins do not depend
# on rates, so that one is read and judged for all of them.
TWIN: dict[bytes, tuple[pyarrow.Table, dict[str, numpy.ndarray]]] = {}


def twin_of(file: pathlib.Path) -> tuple[pyarrow.Table, dict[str, numpy.ndarray]]:
    digest = hashlib.sha256(file.read_bytes()).digest()
    if digest not in TWIN:
        TWIN.clear()
        TWIN[digest] = (read_texts(file), {})
    return TWIN[digest]


def check_rate(checks: Checks, told: str, hits: int, cells: int, rate: float) -> None:
    error = math.sqrt(cells * rate * (1 - rate))
    checks.that(
        abs(hits - cells * rate) <= STANDARD_ERRORS * error + 1e-9,
        f"{told} hits at its rate",
        f"{hits} of {cells} cells, wanted {cells * rate:.1f} ± {error:.1f}",
    )


def check_run(
    checks: Checks, told: str, folder: pathlib.Path, variants: list, rate: float, exact: bool
) -> pyarrow.Table:
    dirty, log = read_texts(folder / "t.csv"), read_texts(folder / "changes/t.csv", ["operator"])
    clean, known = twin_of(folder / "clean/t.csv")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["tables"]["t"]
    entries = {entry["operator"]: entry for entry in manifest["noise"]}
    lines = {count["values"]: count["counts"] for count in log["operator"].value_counts().to_pylist()}
    for variant, names, types in columns_and_types(variants):
        label = f"{told}: {variant.operator} {variant.keys or ''} on {names[0]}"
        hit = numpy.zeros(ROWS, bool)
        for name in names:
            hit |= differ(dirty[name], clean[name])
        if names[0] not in known:
            if isinstance(variant, Variant):
                known[names[0]] = eligible_cells(clean[names[0]], variant.eligible)
            else:
                known[names[0]] = eligible_rows([clean[name] for name in names], variant.eligible)
        possible = known[names[0]]
        wrong = numpy.flatnonzero(hit & ~possible)
        shown = [(clean[name][i].as_py(), dirty[name][i].as_py()) for i in wrong[:2].tolist() for name in names]
        checks.that(len(wrong) == 0, f"{label} damages only what it can", (len(wrong), shown))
        hits, cells = int(hit.sum()), int(possible.sum())
        checks.that(0 < cells, f"{label} has something to damage")
        entry = entries[names[0]]
        if exact:
            checks.equal(entry["planned"], math.floor(rate * ROWS + 0.5), f"{label} plans the exact count")
            # How many of the chosen rows can be damaged is hypergeometric: its variance is that of a binomial times
            # the share of the rows that are not chosen.
            share = cells / ROWS
            error = math.sqrt(entry["planned"] * share * (1 - share) * (1 - rate))
            far = abs(hits - entry["planned"] * share)
            checks.that(
                far <= STANDARD_ERRORS * error + 1e-6, f"{label} damages those of them that it can", (far, error)
            )
        else:
            check_rate(checks, label, hits, cells, rate)
        checks.equal(entry["changed"], hits, f"{label}: the manifest tells how many differ")
        checks.equal(entry["changed"] + entry["skipped"], entry["planned"], f"{label}: planned are changed and skipped")
        if isinstance(variant, Variant):
            checks.equal(lines.get(names[0], 0), hits, f"{label}: the log has a line for each")
        for name, wanted in zip(names, types):
            if variant.operator not in EMPTYING:
                now = dirty[name].filter(pyarrow.array(hit))
                empty = now.null_count + pyarrow.compute.sum(pyarrow.compute.equal(now, "")).as_py() if len(now) else 0
                checks.equal(empty, 0, f"{label} empties nothing")
            text = manifest["columns"][name]["type"] == "string"
            checks.equal(text, wanted in ("", "VARCHAR"), f"{label}: {name} is of the type that it should have")
    return dirty


def check_readers(checks: Checks, told: str, file: pathlib.Path, dirty: pyarrow.Table, variants: list) -> None:
    """DuckDB and pandas read the dirty CSV with the clean types, as many values and no other nulls."""
    types = {
        name: kind or "VARCHAR" for _, names, kinds in columns_and_types(variants) for name, kind in zip(names, kinds)
    }
    query = ", ".join(f'count("{name}")' for name in types)
    try:
        counts = duckdb.execute(
            f"select {query} from read_csv(?, header = true, columns = {types!r}, allow_quoted_nulls = false,"
            " quote = '\"', escape = '\"', delim = ',', parallel = false)",
            [str(file)],
        ).fetchone()
    except duckdb.Error as fault:
        checks.that(False, f"{told}: DuckDB reads the dirty CSV", str(fault)[:400])
        return
    wanted = tuple(ROWS - dirty[name].null_count for name in types)
    checks.equal(counts, wanted, f"{told}: DuckDB reads every value of the dirty CSV by its type")
    numbers = {"BIGINT": "Int64", "DOUBLE": "float64", "DECIMAL(18,2)": "float64", "BOOLEAN": "boolean"}
    chosen = {name: numbers[kind] for name, kind in types.items() if kind in numbers}
    dates = [name for name, kind in types.items() if kind in ("DATE", "TIMESTAMP")]
    frame = pandas.read_csv(file, usecols=[*chosen, *dates], dtype=chosen)
    for name in chosen:
        checks.equal(int(frame[name].count()), ROWS - dirty[name].null_count, f"{told}: pandas reads numbers of {name}")
    for name in dates:
        read = pandas.to_datetime(frame[name], format="ISO8601")
        checks.equal(int(read.count()), ROWS - dirty[name].null_count, f"{told}: pandas reads dates of {name}")


def check_parquet_run(
    checks: Checks, told: str, folder: pathlib.Path, texts: pyarrow.Table, clean_texts: pyarrow.Table, variants: list
) -> None:
    """By type: the clean column's where the operator keeps it. The same cells are hit as in the CSV."""
    dirty, clean = (pyarrow.parquet.read_table(folder / tree / "t.parquet") for tree in ("", "clean"))
    for _, names, types in columns_and_types(variants):
        for name, kind in zip(names, types):
            was = clean.schema.field(name).type
            now = dirty.schema.field(name).type
            if kind == "":
                checks.that(
                    pyarrow.types.is_string(now) and not pyarrow.types.is_string(was), f"{told}: {name} is text now"
                )
                checks.that(not differ(dirty[name], texts[name]).any(), f"{told}: {name} has the texts of the CSV")
                continue
            # Damage goes beyond the bounds that let the clean decimals have nine digits.
            wider = pyarrow.types.is_decimal(was) and now == pyarrow.decimal128(18, was.scale)
            checks.that(now == was or wider, f"{told}: {name} keeps its type", (now, was))
            values = [table[name] for table in (dirty, clean)]
            if isinstance(was, pyarrow.BaseExtensionType):
                values = [pyarrow.chunked_array([chunk.storage for chunk in column.chunks]) for column in values]
            wanted = differ(texts[name], clean_texts[name])
            checks.that((differ(*values) == wanted).all(), f"{told}: {name} differs where the CSV does")


def check_mechanisms(checks: Checks, program: pathlib.Path, work: pathlib.Path) -> None:
    """MCAR, MAR, MNAR and `if`, per stratum."""
    columns = {
        "group": {"choice": {"a": 3, "b": 2, "c": 1}, "missing": 0.1},
        "x": {"distribution": "integer", "min": 0, "max": 99},
        "flag": {"distribution": "bernoulli", "p": 0.2, "hidden": True},
    }
    rates = {
        "mcar": ("rate", 0.05),
        "mar": ("rate", "=if(group = 'a', 0.2, 0.02)"),
        "mar_x": ("rate", "=x / 200"),
        "mnar": ("rate", "=if(mnar > 50, 0.3, 0.01)"),
        "boolean": ("rate", "=x >= 90"),
        "beyond": ("rate", "=if(x < 10, -1, if(x < 20, 5, 0))"),
        "condition": ("if", "group = 'b'"),
        "both": ("both", ("group <> 'b'", 0.1)),
        "on_itself": ("both", ("on_itself between 20 and 29", "=if(x < 50, 0.5, 0)")),
        "hidden": ("rate", "=if(flag, 0.5, 0)"),
    }
    noise = []
    for name, (key, value) in rates.items():
        columns[name] = {"distribution": "integer", "min": 0, "max": 99, "missing": 0.1}
        given = {"if": value[0], "rate": value[1]} if key == "both" else {key: value}
        noise.append({"operator": "missing", "columns": [name], **given})
    # All damage is told from clean values: what is done to `group` and `x` before must not show.
    noise.insert(0, {"operator": "mislabel", "columns": ["group"], "rate": 0.3})
    noise.insert(0, {"operator": "digit", "columns": ["x"], "rate": 0.3})
    schema = {"synthgen": 1, "seed": 3, "tables": {"t": {"rows": ROWS, "columns": columns, "noise": noise}}}
    path = work / "mechanisms.json"
    path.write_text(json.dumps(schema), encoding="utf-8")
    folder = generate(program, path, work / "mechanisms", "--clean")
    dirty, clean = (pandas.read_csv(folder / tree / "t.csv") for tree in ("", "clean"))
    x = clean["x"]
    wanted = {
        "mcar": lambda v: numpy.full(ROWS, 0.05),
        "mar": lambda v: numpy.where(clean["group"] == "a", 0.2, 0.02),
        "mar_x": lambda v: x / 200,
        "mnar": lambda v: numpy.where(v > 50, 0.3, 0.01),
        "boolean": lambda v: numpy.where(x >= 90, 1.0, 0.0),
        "beyond": lambda v: numpy.where((x >= 10) & (x < 20), 1.0, 0.0),
        "condition": lambda v: numpy.where(clean["group"] == "b", 1.0, 0.0),
        "both": lambda v: numpy.where((clean["group"] != "b") & clean["group"].notna(), 0.1, 0.0),
        "on_itself": lambda v: numpy.where((v >= 20) & (v <= 29) & (x < 50), 0.5, 0.0),
    }
    for name, rate_of in wanted.items():
        filled = clean[name].notna()
        hit = filled & dirty[name].isna()
        rate = pandas.Series(rate_of(clean[name]), index=clean.index)
        strata = {
            "all": pandas.Series(0, index=x.index),
            "x": x // 10,
            "group": clean["group"].fillna("?"),
            "value": clean[name] // 10,
        }
        for by, stratum in strata.items():
            for (value, share), rows in filled[filled].groupby([stratum[filled], rate[filled]]).groups.items():
                told = f"{name} where {by} is {value} and the rate {share}"
                if share in (0, 1):
                    checks.equal(int(hit[rows].sum()), int(share * len(rows)), f"{told} is hit never or always")
                else:
                    check_rate(checks, told, int(hit[rows].sum()), len(rows), share)
    shown = clean["hidden"].notna() & dirty["hidden"].isna()
    check_rate(checks, "a rate by a hidden column", int(shown.sum()), int(clean["hidden"].notna().sum()), 0.1)


def main() -> None:
    arguments = parse(parser(__doc__.splitlines()[0]))
    program, work = arguments.program, arguments.work
    checks = Checks()
    variants = [*CELLS, *ON_ROWS]
    named = {variant.operator for variant in variants}
    for operator in operators_of(program, checks):
        checks.that(operator in named, f"this script has a case of {operator}", "add one to CELLS or ON_ROWS")
    parquet = writes_parquet(program, work)
    for rate in RATES:
        for exact in (False, True):
            told = f"rate {rate}{', exact' if exact else ''}"
            path = work / "schema.json"
            path.write_text(json.dumps(schema_of(variants, rate, exact), ensure_ascii=False), encoding="utf-8")
            folder = generate(program, path, work / "csv", "--clean", "--changes")
            dirty = check_run(checks, told, folder, variants, rate, exact)
            if not exact:
                check_readers(checks, told, folder / "t.csv", dirty, variants)
            if parquet and not exact:
                out = generate(program, path, work / "parquet", "--clean", "--changes", "-f", "parquet")
                clean, _ = twin_of(folder / "clean/t.csv")
                check_parquet_run(checks, f"{told}, Parquet", out, dirty, clean, variants)
    check_mechanisms(checks, program, work)
    checks.end()


if __name__ == "__main__":
    main()
