#!/usr/bin/env python3
"""Runs synthgen and those of its peers that are installed, side by side in one run.

    PYTHONPATH=build/python tests/bench/peers.py [--program build/bin/synthgen] [--rows 1000000] [--repeat 3]

Each peer makes the table of mixed.json as its users would and writes CSV: an integer key, a
UUID, a normal and a lognormal number, one of 50 categories, a date, a timestamp, a boolean,
a foreign key and a name of two words. One core each (taskset). Whole process, imports included.
"""
import argparse
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))

NUMPY_COLUMNS = """
import sys
import numpy as np
def uuids(r, n):
    b = r.integers(0, 256, (n, 16), dtype=np.uint8)
    b[:, 6] = b[:, 6] & 0x0F | 0x40
    b[:, 8] = b[:, 8] & 0x3F | 0x80
    digits = np.frombuffer(b"0123456789abcdef", dtype=np.uint8)
    text = np.full((n, 36), ord("-"), dtype=np.uint8)
    places = [i for i in range(36) if i not in (8, 13, 18, 23)]
    text[:, places[0::2]] = digits[b >> 4]
    text[:, places[1::2]] = digits[b & 15]
    return text.view("S36").ravel().astype("U36")
n, path = int(sys.argv[1]), sys.argv[2]
r = np.random.default_rng(1)
first = np.array(["First%d" % i for i in range(200)]); last = np.array(["Last%d" % i for i in range(200)])
weights = 1 / np.arange(1, 51); weights /= weights.sum()
columns = {
  "id": np.arange(1, n + 1),
  "uuid": uuids(r, n),
  "amount": r.normal(100, 15, n).round(2),
  "income": r.lognormal(10, 1, n).round(4),
  "category": np.array(["cat%d" % i for i in range(50)])[r.choice(50, n, p=weights)],
  "day": np.datetime64("2015-01-01") + r.integers(0, 3653, n),
  "ts": np.datetime64("2024-01-01T00:00:00") + r.integers(0, 366 * 86400, n),
  "active": r.random(n) < 0.3,
  "customer_id": r.integers(1, 1000001, n),
  "name": np.char.add(np.char.add(first[r.integers(0, 200, n)], " "), last[r.integers(0, 200, n)]),
}
"""

PEERS = {
    "numpy + pandas": ("pandas", NUMPY_COLUMNS + """
import pandas as pd
pd.DataFrame(columns).to_csv(path, index=False)
"""),
    "numpy + pyarrow": ("pyarrow", NUMPY_COLUMNS + """
import pyarrow as pa, pyarrow.csv
pa.csv.write_csv(pa.table({k: pa.array(v) for k, v in columns.items()}), path)
"""),
    "numpy + polars": ("polars", NUMPY_COLUMNS + """
import polars as pl
as_list = lambda v: v.tolist() if getattr(v, "dtype", None) is not None and v.dtype.kind == "U" else v
as_micros = lambda v: v.astype("datetime64[us]") if getattr(v, "dtype", None) is not None and v.dtype.kind == "M" else v
pl.DataFrame({k: as_micros(as_list(v)) for k, v in columns.items()}).write_csv(path)
"""),
    "DuckDB": ("duckdb", """
import sys, duckdb
n, path = int(sys.argv[1]), sys.argv[2]
c = duckdb.connect(); c.execute("set threads to 1")
c.execute(f'''copy (select i + 1 as id, uuid() as uuid,
  round(100 + 15 * sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()), 2) as amount,
  round(exp(10 + sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random())), 4) as income,
  'cat' || cast(floor(50 * pow(random(), 2)) as int) as category,
  date '2015-01-01' + cast(floor(random() * 3653) as int) as day,
  timestamp '2024-01-01' + to_seconds(cast(floor(random() * 366 * 86400) as bigint)) as ts,
  random() < 0.3 as active, 1 + cast(floor(random() * 1000000) as int) as customer_id,
  'First' || cast(floor(200 * random()) as int) || ' Last' || cast(floor(200 * random()) as int) as name
  from range({n}) t(i)) to '{path}' (header)''')
"""),
    "Faker": ("faker", """
import sys, csv
from faker import Faker
n, path = int(sys.argv[1]), sys.argv[2]
f = Faker(); f.seed_instance(1); r = f.random
with open(path, "w", newline="") as out:
    w = csv.writer(out)
    for i in range(n):
        w.writerow([i + 1, f.uuid4(), round(r.gauss(100, 15), 2), round(r.lognormvariate(10, 1), 4), r.randrange(50),
                    f.date_between("-10y"), f.date_time_this_year(), r.random() < 0.3, r.randint(1, 1000000), f.name()])
"""),
}


def seconds(command, repeat):
    best = None
    for _ in range(repeat):
        start = time.perf_counter()
        subprocess.run(["taskset", "-c", "0"] + command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        took = time.perf_counter() - start
        best = took if best is None or took < best else best
    return best


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default="build/bin/synthgen")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    scratch = tempfile.mkdtemp()
    try:
        path = os.path.join(scratch, "mixed.csv")
        ours = [options.program, "generate", os.path.join(HERE, "mixed.json"), "-o", path, "--threads", "1",
                "--rows", f"mixed={options.rows}"]
        base = seconds(ours, options.repeat)
        print(f"{'synthgen':18} {options.rows / base / 1e6:8.3f} M rows/s")
        for name, (module, program) in PEERS.items():
            if importlib.util.find_spec(module) is None:
                print(f"{name:18} not installed")
                continue
            # The slow ones get fewer rows: what is compared is rows per second.
            rows = options.rows // 20 if module == "faker" else options.rows
            took = seconds([sys.executable, "-c", program, str(rows), path + ".peer"], 1 if module == "faker" else options.repeat)
            rate = rows / took
            print(f"{name:18} {rate / 1e6:8.3f} M rows/s   synthgen is {options.rows / base / rate:.1f} times as fast")
    finally:
        shutil.rmtree(scratch)


if __name__ == "__main__":
    main()
