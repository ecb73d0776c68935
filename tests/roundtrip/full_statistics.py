#!/usr/bin/env python3
"""What --stats full adds to the manifest, against pandas and SciPy on the files as written.

1. Realised correlations: those of the cells, for each measure, with ties and nulls, to 12 digits. Of a table of more
   rows than the sample, and of many columns, they are those of the rows that docs/language.md says, found here anew.
2. Different values: exact where the page says so, else within 4 standard errors; over many columns the errors have the
   size that the page gives.
"""

import json
import math
import pathlib

from checks import Checks, generate, need, parse, parser

need("numpy", "pandas", "scipy")

import numpy  # noqa: E402  (only now are they known to be there)
import pandas  # noqa: E402
import scipy.stats  # noqa: E402

UNIT = 1024
DISTINCT_ERROR = 1.04 / math.sqrt(16384)
GRADES = ["low", "middle", "high", "top"]

MIXED = {
    "height": {"distribution": "normal", "mean": 170, "sd": 10, "decimals": 1},
    "wait": {"distribution": "exponential", "mean": 3, "missing": 0.1},
    "visits": {"distribution": "poisson", "mean": 2, "missing": "=grade = 'low' and bernoulli(0.5)"},
    "grade": {"choice": {"low": 4, "middle": 3, "high": 2, "top": 1}},
    "late": {"distribution": "bernoulli", "p": 0.2},
    "day": {"distribution": "uniform", "type": "date", "min": "2020-01-01", "max": "2024-12-31", "missing": 0.05},
}
SMOOTH = {
    "x": {"distribution": "normal", "mean": 0, "sd": 1},
    "y": {"distribution": "exponential", "mean": 1, "missing": 0.2},
    "z": {"distribution": "lognormal", "median": 1, "sigma": 0.5},
}


def ring(names: list[str], value: float) -> list[list]:
    """Neighbours depend on each other."""
    return [[a, b, value] for a, b in zip(names, names[1:])]


def schema_of(tables: dict) -> dict:
    return {"synthgen": 1, "name": "full", "seed": 20, "tables": tables}


def table_of(rows: int, columns: dict, measure: str, value: float) -> dict:
    group = {"measure": measure, "pairs": ring(list(columns), value)}
    return {"rows": rows, "columns": columns, "correlations": [group]}


def make(program: pathlib.Path, work: pathlib.Path, name: str, tables: dict) -> tuple[dict, dict[str, pandas.DataFrame]]:
    """The manifest's tables and the files' cells, those of ordered texts and times as their numbers."""
    file = work / f"{name}.json"
    file.write_text(json.dumps(schema_of(tables)), encoding="utf-8")
    folder = generate(program, file, work / name, "--stats", "full")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["tables"]
    frames = {}
    for table in tables:
        frame = pandas.read_csv(folder / f"{table}.csv")
        if "grade" in frame:
            frame["grade"] = frame["grade"].map(GRADES.index)
        if "day" in frame:
            days = pandas.to_datetime(frame["day"])
            frame["day"] = (days - pandas.Timestamp("1970-01-01")).dt.days
        frames[table] = frame.astype("float64", errors="ignore")
    return manifest, frames


def sampled(rows: int, columns: int, measure: str) -> numpy.ndarray:
    """The numbers of the sample's rows, as the section "Manifest" of docs/language.md has them."""
    units = 128 if measure == "kendall" else 1024
    while units * UNIT * columns > 2**24:
        units -= 1
    while units * UNIT * columns * (columns - 1) // 2 > 2 ** (26 if measure == "kendall" else 30):
        units -= 1
    if rows <= units * UNIT:
        return numpy.arange(rows)
    whole = rows // UNIT
    firsts = numpy.array([i * whole // units for i in range(units)]) * UNIT
    return (firsts[:, None] + numpy.arange(UNIT)).ravel()


def correlation(measure: str, x: pandas.Series, y: pandas.Series) -> float:
    both = x.notna() & y.notna()
    x, y = x[both].to_numpy(), y[both].to_numpy()
    if measure == "kendall":
        return scipy.stats.kendalltau(x, y).statistic
    if measure == "spearman":
        return scipy.stats.spearmanr(x, y).statistic
    return scipy.stats.pearsonr(x, y).statistic


def check_group(checks: Checks, name: str, group: dict, frame: pandas.DataFrame, most_pairs: int = 10**9) -> None:
    measure, columns = group["measure"], group["columns"]
    rows = sampled(len(frame), len(columns), measure)
    if not checks.equal(group["sample_rows"], len(rows), f"{name}: the sample has the rows that the page says"):
        return
    sample = frame.iloc[rows]
    realised = numpy.array(group["realised"], dtype=float)
    checks.that((realised == realised.T).all(), f"{name}: the matrix is symmetric")
    checks.that((numpy.diag(realised) == 1).all(), f"{name}: a column is wholly correlated with itself")
    pairs = [(i, j) for i in range(len(columns)) for j in range(i)]
    for i, j in pairs[:: max(1, len(pairs) // most_pairs)]:
        wanted = correlation(measure, sample[columns[i]], sample[columns[j]])
        checks.that(
            abs(realised[i, j] - wanted) < 1e-12,
            f"{name}: {measure} of {columns[i]} and {columns[j]} is that of the file",
            f"found {realised[i, j]!r}, wanted {wanted!r}",
        )


def check_correlations(checks: Checks, program: pathlib.Path, work: pathlib.Path) -> None:
    tables = {
        f"mixed_{measure}": table_of(30_000, MIXED, measure, 0.3) for measure in ("pearson", "spearman", "latent")
    }
    tables["smooth_kendall"] = table_of(30_001, SMOOTH, "kendall", 0.4)
    tables["one_row"] = table_of(1, SMOOTH, "latent", 0.4)
    manifest, frames = make(program, work, "small", tables)
    for table in list(tables)[:-1]:
        [group] = manifest[table]["correlations"]
        check_group(checks, table, group, frames[table])
    [group] = manifest["one_row"]["correlations"]
    checks.equal(group["realised"][0], [1, None, None], "a single row has no correlation")

    # Longer than the sample, and ending within a unit; wide enough for the sample to shrink.
    wide = {f"c{i}": {"distribution": "normal", "mean": i, "sd": 1} for i in range(40)}
    tables = {
        "long_pearson": table_of(1_300_500, {"x": SMOOTH["x"], "y": SMOOTH["y"]}, "pearson", 0.4),
        "long_kendall": table_of(140_000, {"x": SMOOTH["x"], "z": SMOOTH["z"]}, "kendall", 0.4),
        "wide_latent": table_of(450_000, wide, "latent", 0.2),
    }
    manifest, frames = make(program, work, "large", tables)
    for table in tables:
        [group] = manifest[table]["correlations"]
        checks.that(group["sample_rows"] < tables[table]["rows"], f"{table} is longer than its sample")
        check_group(checks, table, group, frames[table], 40)


def check_distinct(checks: Checks, program: pathlib.Path, work: pathlib.Path) -> None:
    columns = {
        "id": {"sequence": 1},
        "uuid": {"provider": "id.uuid4"},
        "grade": MIXED["grade"],
        "late": MIXED["late"],
        "few": {"expression": "id % 37"},
        "words": {"expression": "'w' || id % 5000", "missing": 0.5},
        "day": MIXED["day"],
        "height": MIXED["height"],
        "number": SMOOTH["x"],
        "instant": {"distribution": "uniform", "type": "timestamp", "min": "2020-01-01", "max": "2020-01-03"},
    }
    spread = {f"n{i}": {"distribution": "integer", "min": 1, "max": 3000 * (i + 1)} for i in range(60)}
    tables = {"kinds": {"rows": 200_000, "columns": columns}, "spread": {"rows": 100_000, "columns": spread}}
    manifest, frames = make(program, work, "distinct", tables)
    for name, recorded in manifest["kinds"]["columns"].items():
        found, wanted = recorded["distinct_estimate"], frames["kinds"][name].nunique()
        if name in ("id", "uuid", "grade", "late", "few"):
            checks.equal(found, wanted, f"distinct values of {name}")
        checks.that(
            abs(found / wanted - 1) < 4 * DISTINCT_ERROR, f"distinct values of {name}", f"found {found}, wanted {wanted}"
        )
    errors = numpy.array(
        [
            recorded["distinct_estimate"] / frames["spread"][name].nunique() - 1
            for name, recorded in manifest["spread"]["columns"].items()
        ]
    )
    size = math.sqrt((errors**2).mean())
    # A deviation estimated from 60 values has itself a standard error of 9%. That of few values is smaller than of many.
    checks.that(size < 1.36 * DISTINCT_ERROR, "the errors of 60 estimates have the size that the page gives", size)
    checks.that(size > 0.1 * DISTINCT_ERROR, "they are estimates", size)


def main() -> None:
    arguments = parse(parser(__doc__.splitlines()[0]))
    checks = Checks()
    check_correlations(checks, arguments.program, arguments.work)
    check_distinct(checks, arguments.program, arguments.work)
    checks.end()


if __name__ == "__main__":
    main()
