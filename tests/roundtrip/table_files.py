#!/usr/bin/env python3
"""Files that a schema reads: CSV as Python's csv writes it, Parquet of pyarrow's every type, samples by weight, data.

The shares of a weighted sample of a file of a million rows are judged by a chi-square test of SciPy, with a fixed seed
and p > 10⁻⁶; what `plan` says of memory is compared with the peak that the kernel counts.
"""

import csv
import datetime
import decimal
import json
import random
import subprocess
import time
import uuid

from checks import Checks, generate, need, parse, parser, run, writes_parquet

need("numpy", "pandas", "pyarrow", "scipy")

import numpy  # noqa: E402
import pandas  # noqa: E402
import pyarrow  # noqa: E402
import pyarrow.parquet  # noqa: E402
import scipy.stats  # noqa: E402

FILE_ROWS = 1_000_000
DRAWS = 2_000_000
LEAST_P = 1e-6  # a fixed seed: this fails by chance for one seed in a million


class Files:
    def __init__(self, arguments, checks):
        self.program = arguments.program
        self.folder = arguments.work
        self.checks = checks

    def write_schema(self, name, tables):
        path = self.folder / f"{name}.json"
        path.write_text(json.dumps({"synthgen": 1, "seed": 5, "tables": tables}))
        return path

    def run(self, name, tables, *flags, file_format="csv"):
        """Generates the tables into a folder and returns it."""
        out = self.folder / f"{name}-{file_format}"
        generate(self.program, self.write_schema(name, tables), out, "-f", file_format, *flags)
        return out


def read_rows(path):
    """Cells as Python's csv reads them; an empty field is None unless it stands in quotes, which csv does not tell."""
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def check_random_csv(files):
    """Whatever texts Python's csv writes come out again."""
    dice = random.Random(11)
    letters = ["a", "b", ",", ";", '"', "\n", "\r\n", " ", "é", "漢", "🙂", "0", "=", "\t", "'"]
    for case in range(60):
        columns = dice.randint(1, 6)
        delimiter = dice.choice([",", ";", "\t", "|"])
        quoting = dice.choice([csv.QUOTE_ALL, csv.QUOTE_MINIMAL])
        names = [f"c{i}" for i in range(columns)]
        rows = [["".join(dice.choice(letters) for _ in range(dice.randint(1, 8))) for _ in names]
                for _ in range(dice.randint(0, 40))]
        # csv.QUOTE_MINIMAL leaves a lone carriage return bare only where its line ends are others: not in these texts.
        path = files.folder / f"random{case}.csv"
        with open(path, "w", newline="", encoding=dice.choice(["utf-8", "utf-8-sig"])) as out:
            writer = csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=dice.choice(["\n", "\r\n"]))
            writer.writerow(names)
            writer.writerows(rows)
        folder = files.run(f"random{case}", {"t": {"data": {"file": path.name, "delimiter": delimiter}}})
        files.checks.equal(read_rows(folder / "t.csv"), [names, *rows], f"random CSV {case} comes out as it went in")


def check_types_of_csv(files):
    (files.folder / "typed.csv").write_text(
        "id,amount,rate,ok,day,at,local,clock,key,text\n"
        "1,12.50,0.1,true,2024-02-29,2024-02-29T10:00:00+02:00,2024-02-29T10:00:00,10:30,"
        "123e4567-e89b-42d3-a456-426614174000,x\n"
        '-7,-0.05,1e-3,False,1999-12-31,2024-02-29T10:00:00.250Z,2024-02-29 10:00:00,23:59:59.5,'
        '123E4567-E89B-42D3-A456-426614174001,""\n'
        ",,,,,,,,,\n")
    columns = [{"name": "id", "type": "integer"}, {"name": "amount", "decimals": 2}, {"name": "rate", "type": "number"},
               {"name": "ok", "type": "boolean"}, {"name": "day", "type": "date"}, {"name": "at", "type": "timestamp"},
               {"name": "local", "type": "datetime"}, {"name": "clock", "type": "time"}, {"name": "key", "type": "uuid"}]
    folder = files.run("typed", {"t": {"data": {"file": "typed.csv", "columns": columns}}})
    files.checks.equal((folder / "t.csv").read_text().splitlines()[1:], [
        "1,12.50,0.1,true,2024-02-29,2024-02-29T08:00:00.000Z,2024-02-29T10:00:00,10:30:00.000,"
        "123e4567-e89b-42d3-a456-426614174000,x",
        '-7,-0.05,0.001,false,1999-12-31,2024-02-29T10:00:00.250Z,2024-02-29T10:00:00,23:59:59.500,'
        '123e4567-e89b-42d3-a456-426614174001,""',
        ",,,,,,,,,"], "texts of a file become values of the declared types")


def arrow_columns():
    """A column of every type that is read, with nulls: name → (array, our type, values)."""
    utc = datetime.timezone.utc
    moments = [datetime.datetime(2024, 2, 29, 10, 0, 0, 250000), None, datetime.datetime(1900, 1, 1)]
    times = [datetime.time(10, 30, 0, 500000), None, datetime.time(0, 0)]
    uuids = [uuid.UUID(int=7), None, uuid.UUID(int=2**128 - 1)]
    whole = [1, None, 100]
    result = {}
    for kind in ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"):
        result[kind] = (pyarrow.array(whole, getattr(pyarrow, kind)()), whole)
    result["int64_edge"] = (pyarrow.array([-2**63, None, 2**63 - 1], pyarrow.int64()), [-2**63, None, 2**63 - 1])
    for kind in ("float32", "float64"):
        result[kind] = (pyarrow.array([0.5, None, -3.25], getattr(pyarrow, kind)()), [0.5, None, -3.25])
    result["nan"] = (pyarrow.array([1.0, float("nan"), None]), [1.0, None, None])
    decimals = [decimal.Decimal("12.34"), None, decimal.Decimal("-0.05")]
    for precision in (5, 18):
        result[f"decimal{precision}"] = (pyarrow.array(decimals, pyarrow.decimal128(precision, 2)), decimals)
    result["bool"] = (pyarrow.array([True, None, False]), [True, None, False])
    days = [datetime.date(2024, 2, 29), None, datetime.date(1, 1, 1)]
    result["date32"] = (pyarrow.array(days, pyarrow.date32()), days)
    for unit in ("ms", "us", "ns"):
        result[f"datetime_{unit}"] = (pyarrow.array(moments, pyarrow.timestamp(unit)), moments)
        aware = [moment and moment.replace(tzinfo=utc) for moment in moments]
        result[f"timestamp_{unit}"] = (pyarrow.array(aware, pyarrow.timestamp(unit, "UTC")), aware)
    result["zoned"] = (pyarrow.array(aware, pyarrow.timestamp("us", "Europe/Madrid")), aware)
    result["time32"] = (pyarrow.array(times, pyarrow.time32("ms")), times)
    result["time64"] = (pyarrow.array(times, pyarrow.time64("us")), times)
    texts = ["é", None, ""]
    result["string"] = (pyarrow.array(texts), texts)
    result["large_string"] = (pyarrow.array(texts, pyarrow.large_string()), texts)
    result["dictionary"] = (pyarrow.array(texts).dictionary_encode(), texts)
    result["fixed16"] = (pyarrow.array([u and u.bytes for u in uuids], pyarrow.binary(16)), uuids)
    result["uuid"] = (pyarrow.ExtensionArray.from_storage(
        pyarrow.uuid(), pyarrow.array([u and u.bytes for u in uuids], pyarrow.binary(16))), uuids)
    return result


def plain(value):
    if isinstance(value, bytes):
        return uuid.UUID(bytes=value)
    return value


def check_parquet(files):
    columns = arrow_columns()
    table = pyarrow.table({name: array for name, (array, _) in columns.items()})
    pyarrow.parquet.write_table(table, files.folder / "types.parquet", row_group_size=2)
    folder = files.run("types", {"t": {"data": {"file": "types.parquet"}}}, file_format="parquet")
    written = pyarrow.parquet.read_table(folder / "t.parquet")
    files.checks.equal(written.column_names, list(columns), "all columns of a Parquet file are read, in order")
    for name, (_, values) in columns.items():
        files.checks.equal([plain(v) for v in written[name].to_pylist()], values, f"Parquet values of {name}")
    # Many row groups, dictionaries that differ between them, more rows than a batch.
    dice = random.Random(3)
    words = [f"w{dice.randint(0, i // 40)}" if dice.random() > 0.1 else None for i in range(200_000)]
    numbers = [dice.randint(-2**60, 2**60) for _ in words]
    large = pyarrow.table({"word": pyarrow.array(words).dictionary_encode(), "number": pyarrow.array(numbers)})
    pyarrow.parquet.write_table(large, files.folder / "large.parquet", row_group_size=7_001, compression="zstd")
    folder = files.run("large", {"t": {"data": {"file": "large.parquet"}}}, file_format="parquet")
    written = pyarrow.parquet.read_table(folder / "t.parquet")
    files.checks.that(written["word"].to_pylist() == words, "words of many row groups are read")
    files.checks.that(written["number"].to_pylist() == numbers, "numbers of many row groups are read")


def p_value(picked, weights, draws):
    """Of the counts by group of rows, groups of about 50 expected draws."""
    expected = weights / weights.sum() * draws
    group = (numpy.cumsum(expected) // 50).astype(int)
    counts = numpy.bincount(picked, minlength=len(weights))
    observed = numpy.bincount(group, weights=counts)
    wanted = numpy.bincount(group, weights=expected)
    kept = wanted > 10
    statistic = (((observed - wanted) ** 2) / numpy.maximum(wanted, 1e-9))[kept].sum()
    return scipy.stats.chi2.sf(statistic, kept.sum() - 1)


def check_samples(files):
    dice = numpy.random.default_rng(8)
    weights = (dice.pareto(1.2, FILE_ROWS) * 100).astype(int)
    fractions = dice.random(FILE_ROWS) ** 4
    ids = numpy.arange(FILE_ROWS)
    cities = pandas.DataFrame({"id": ids, "name": ["city " + str(i) for i in ids], "country": ids % 200,
                               "weight": weights, "fraction": fractions})
    cities.to_csv(files.folder / "cities.csv", index=False)

    def sample(column, **keys):
        return {"sample": {"file": "cities.csv", "column": column, **keys}}

    where = "country < 10 and name like '%7'"
    columns = {
        "id": {**sample("id", weight="weight", **{"as": "place"}), "type": "integer"},
        "name": sample("name", weight="weight", **{"as": "place"}),
        "country": {**sample("country", weight="weight", **{"as": "place"}), "type": "integer"},
        "alike": {**sample("id"), "type": "integer"},
        "other": {**sample("id"), "type": "integer"},
        "share": {**sample("id", weight="fraction"), "type": "integer"},
        "chosen": {**sample("id", where=where, weight="weight"), "type": "integer"},
    }
    schema = {"t": {"rows": DRAWS, "columns": columns}}
    folder = files.run("samples", schema)
    drawn = pandas.read_csv(folder / "t.csv")
    checks = files.checks
    checks.that((drawn["name"] == "city " + drawn["id"].astype(str)).all() and (drawn["country"] == drawn["id"] % 200).all(),
                "columns with one \"as\" read the same row")
    for column, wanted in (("id", weights), ("alike", numpy.ones(FILE_ROWS)), ("share", fractions)):
        p = p_value(drawn[column].to_numpy(), wanted.astype(float), DRAWS)
        checks.that(p > LEAST_P, f"the weights of {column} are kept", f"p = {p}")
    passing = (ids % 200 < 10) & (ids % 10 == 7)
    checks.that(passing[drawn["chosen"]].all(), "where chooses among the rows")
    p = p_value(drawn["chosen"].to_numpy(), numpy.where(passing, weights, 0).astype(float), DRAWS)
    checks.that(p > LEAST_P, "the weights are kept among the rows that pass", f"p = {p}")
    checks.that((weights[drawn["id"]] > 0).all(), "a row of weight 0 is never drawn")
    correlation = abs(numpy.corrcoef(drawn["alike"], drawn["other"])[0, 1])
    checks.that(correlation < 5 / DRAWS**0.5, "columns without \"as\" draw apart", correlation)
    # The same cells where other columns are gone.
    fewer = {name: columns[name] for name in ("country", "share")}
    alone = pandas.read_csv(files.run("fewer", {"t": {"rows": 1000, "columns": fewer}}) / "t.csv")
    checks.that(all((alone[name] == drawn[name][:1000]).all() for name in fewer), "a cell depends on no other column")
    check_memory(files, schema)


def check_memory(files, schema):
    """The peak as the kernel counts it (VmHWM: ru_maxrss is never below what the starting process had)."""
    path = files.write_schema("memory", schema)
    for threads in (1, 2):
        told = subprocess.run([files.program, "plan", path], capture_output=True, text=True, check=True).stdout
        line = [line for line in told.splitlines() if line.startswith("memory")][0]
        estimate = float(line.split()[2])
        process = subprocess.Popen([files.program, "generate", path, "-o", files.folder / f"memory-{threads}", "--threads",
                                    str(threads), "--progress", "never"], stderr=subprocess.DEVNULL)
        peak = 0
        while process.poll() is None:
            try:
                for row in open(f"/proc/{process.pid}/status", encoding="ascii"):
                    if row.startswith("VmHWM:"):
                        peak = max(peak, int(row.split()[1]) * 1024 / 1e6)
            except (FileNotFoundError, ProcessLookupError):
                break
            time.sleep(0.002)
        process.wait()
        # The threads of `plan` are those of this machine; a thread's blocks take 12 MB at most.
        files.checks.that(estimate / 1.5 < peak < estimate * 1.5,
                          f"memory with {threads} threads is as estimated, within a factor of 1.5",
                          f"{line}; it was {peak:.0f} MB")


def check_data(files):
    rows = [["ES", "Spain", 47.5, True, 1986], ["FR", "France", 68.0, True, 1958], ["NO", None, 5.5, False, None]]
    names = ["code", "name", "millions", "member", "since"]
    tables = {
        "nations": {"primary_key": "code", "data": {"columns": names, "rows": rows},
                    "columns": {"label": {"expression": "code || ': ' || coalesce(name, '?')"}}},
        "people": {"rows": 1000, "columns": {
            "nation": {"references": "nations.code"},
            "name": {"expression": "nation.name"}}},
    }
    folder = files.run("data", tables, "--scale", "3")
    nations = pandas.read_csv(folder / "nations.csv", keep_default_na=False, na_values=[""])
    checks = files.checks
    checks.equal(nations["code"].tolist(), ["ES", "FR", "NO"], "data comes in order, each row once, whatever the scale")
    checks.equal(nations["label"].tolist(), ["ES: Spain", "FR: France", "NO: ?"], "data takes further columns")
    checks.equal(nations["millions"].tolist(), [47.5, 68.0, 5.5], "numbers of data stay numbers")
    checks.equal((folder / "nations.csv").read_text().splitlines()[1], "ES,Spain,47.5,true,1986,ES: Spain", "data as text")
    people = pandas.read_csv(folder / "people.csv")
    checks.equal(len(people), 3000, "other tables are scaled")
    checks.that(set(people["nation"]) == {"ES", "FR", "NO"}, "data can be referred to")
    checks.that((people["nation"].map(dict(zip(nations["code"], nations["name"]))).fillna("") == people["name"].fillna("")).all(),
                "a path reads data")


def check_places(files):
    """Paths count from the schema's folder wherever the program runs, and leave it only by leave."""
    inner = files.folder / "inner"
    inner.mkdir()
    (files.folder / "outer.csv").write_text("x\n7\n")
    (inner / "near.csv").write_text("y\n8\n")
    path = inner / "schema.json"
    path.write_text(json.dumps({"synthgen": 1, "tables": {"t": {"rows": 1, "columns": {
        "x": {"sample": {"file": "../outer.csv"}}, "y": {"sample": {"file": "near.csv"}}}}}}))
    for allowed in ([], ["--allow-path", "inner"], ["--allow-path", "."], ["--allow-path", files.folder]):
        done = run(files.program, "generate", "inner/schema.json", "-o", "-", *allowed, cwd=files.folder)
        wanted = (0, b"x,y\n7,8\n") if len(allowed) == 2 and allowed[1] != "inner" else (3, b"")
        files.checks.equal((done.returncode, done.stdout), wanted, f"a file outside the schema's folder, with {allowed}")
    text = json.dumps({"synthgen": 1, "tables": {"t": {"data": {"file": "outer.csv"}}}})
    done = subprocess.run([files.program, "generate", "-", "-o", "-"], input=text.encode(), capture_output=True,
                          cwd=files.folder, check=False)
    files.checks.equal(done.stdout, b"x\n7\n", "paths of a schema from standard input count from the current folder")


def main():
    arguments = parse(parser(__doc__))
    checks = Checks()
    files = Files(arguments, checks)
    check_random_csv(files)
    check_types_of_csv(files)
    check_data(files)
    check_places(files)
    if writes_parquet(arguments.program, arguments.work):
        check_parquet(files)
    check_samples(files)
    checks.end()


if __name__ == "__main__":
    main()
