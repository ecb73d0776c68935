#!/usr/bin/env python3
"""Measures synthgen: rows/s, MB/s, CPU seconds and peak memory of each case.

    tests/bench/bench.py [--program build/bin/synthgen] [--other BUILD/bin/synthgen]
                         [--loops BUILD/bin/arithmetic_loops] [--repeat 5] [--case NAME]…

With --other, the two programs take turns within each repetition, and the ratio of their
best times is printed: machines are noisy, so ratios count. With --loops, the gain by two
threads is compared with that of two plain arithmetic loops, measured between the runs.
A benchmark is not a test: the exit code says nothing about speed.
"""
import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
MIXED = os.path.join(HERE, "mixed.json")
NOISE = os.path.join(HERE, "noise.json")
RULES = os.path.join(HERE, "rules.json")
PROVIDERS = os.path.join(HERE, "providers.json")
RELATIONS = os.path.join(HERE, "relations.json")
SHOP = os.path.join(HERE, "..", "golden", "flat_shop", "schema.json")
INSURANCE = os.path.join(HERE, "..", "..", "examples", "insurance", "schema.json")

# name: (schema, arguments, rows); OUT stands for a scratch folder.
CASES = {
    "csv-null": (MIXED, ["-o", "/dev/null", "--threads", "1", "--rows", "mixed=10000000"], 10_000_000),
    "csv-null-2": (MIXED, ["-o", "/dev/null", "--threads", "2", "--rows", "mixed=20000000"], 20_000_000),
    "csv-disk": (MIXED, ["-o", "OUT", "--threads", "1", "--rows", "mixed=10000000"], 10_000_000),
    "parquet-null": (MIXED, ["-o", "/dev/null", "-f", "parquet", "--threads", "1", "--rows", "mixed=4000000"], 4_000_000),
    "relational": (SHOP, ["-o", "OUT", "--threads", "1", "--scale", "10"], 4_010_000),
    "words": (NOISE, ["-o", "/dev/null", "--threads", "1", "--table", "words"], 4_000_000),
    "words-typos": (NOISE, ["-o", "/dev/null", "--threads", "1", "--table", "words_typos"], 4_000_000),
    "texts": (NOISE, ["-o", "/dev/null", "--threads", "1", "--table", "texts"], 4_000_000),
    "texts-typos": (NOISE, ["-o", "/dev/null", "--threads", "1", "--table", "texts_typos"], 4_000_000),
    **{name: (RULES, ["-o", "/dev/null", "--threads", "1", "--table", name.replace("-", "_")], rows)
       for table, rows in [("pairs", 10_000_000), ("region", 2_000_000), ("narrow", 2_000_000), ("group", 2_000_000),
                         ("fifteen", 2_000_000)]
       for name in (table, f"{table}-rule")},
    **{name: (RELATIONS, ["-o", "/dev/null", "--threads", "1", "--table", name.replace("-", "_")], rows)
       for table, rows in [("orders", 9_867_562), ("items", 31_148_490)] for name in (f"plain-{table}", table)},
    **{name: (PROVIDERS, ["-o", "/dev/null", "--threads", "1", "--table", name.replace("-", "_")], 10_000_000)
       for name in ("numbers", "full-names", "emails", "addresses", "ibans", "unique-emails", "plates")},
    "insurance": (INSURANCE, ["-o", "/dev/null", "--threads", "1", "--table", "policies", "--rows", "policies=1000000"],
                  1_000_000),
    "ten-rows": (MIXED, ["-o", "OUT", "--threads", "1", "--rows", "mixed=10"], 10),
}


# (without, with): what the second case has more than the first.
MORE = {
    ("words", "words-typos"): "2% typos on three columns cost",
    ("texts", "texts-typos"): "2% typos on three columns cost",
    ("pairs", "pairs-rule"): "a rule that 95% of rows fulfil costs",
    ("region", "region-rule"): "a region of 1e-9, bounds by row, costs",
    ("narrow", "narrow-rule"): "an interval of 1e-9, bounds by row, costs",
    ("group", "group-rule"): "a region of 1e-9 in a correlation group costs",
    ("fifteen", "fifteen-rule"): "fifteen rules that are solved cost",
    ("plain-orders", "orders"): "rows per parent and a key to it cost",
    ("plain-items", "items"): "rows per parent, a key to it and shares of a total cost",
    ("numbers", "full-names"): "a full name costs",
    ("numbers", "emails"): "an e-mail costs",
    ("numbers", "addresses"): "a coherent address costs",
    ("numbers", "ibans"): "an IBAN costs",
    ("numbers", "unique-emails"): "an e-mail with a suffix costs",
    ("numbers", "plates"): "a pattern of seven characters costs",
}


def run_once(program, schema, arguments, scratch):
    """Wall seconds, CPU seconds, peak MB, bytes written."""
    out = os.path.join(scratch, "out")
    shutil.rmtree(out, ignore_errors=True)
    command = [program, "generate", schema] + [out if a == "OUT" else a for a in arguments]
    start = time.perf_counter()
    with tempfile.TemporaryFile("w+") as messages:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=messages)
        # wait4's own figure begins with the memory of the Python that started the program.
        peak_kb = 0
        while True:
            done, status, usage = os.wait4(process.pid, os.WNOHANG)
            wall = time.perf_counter() - start
            if done:
                break
            try:
                with open(f"/proc/{process.pid}/status") as lines:
                    peak_kb = max([peak_kb] + [int(line.split()[1]) for line in lines if line.startswith("VmHWM")])
            except OSError:
                pass
            time.sleep(0.002)
        messages.seek(0)
        errors = messages.read()
    if status != 0:
        sys.exit(f"{' '.join(command)} failed:\n{errors}")
    size = sum(os.path.getsize(os.path.join(d, f)) for d, _, files in os.walk(out) for f in files)
    return wall, usage.ru_utime + usage.ru_stime, peak_kb / 1024, size


def csv_row_bytes(program, schema, scratch):
    """Bytes of a row, from a million rows: /dev/null keeps no size."""
    out = os.path.join(scratch, "size.csv")
    subprocess.run([program, "generate", schema, "-o", out, "--rows", "mixed=1000000"], check=True,
                   stderr=subprocess.DEVNULL)
    size = os.path.getsize(out)
    os.remove(out)
    os.remove(out + ".manifest.json")
    return size / 1_000_000


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default="build/bin/synthgen")
    parser.add_argument("--other")
    parser.add_argument("--loops")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--case", action="append", choices=list(CASES))
    parser.add_argument("--scratch", default=None, help="folder for written files; by default a temporary one")
    options = parser.parse_args()
    programs = [options.program] + ([options.other] if options.other else [])
    scratch = tempfile.mkdtemp(dir=options.scratch)
    try:
        width = csv_row_bytes(options.program, MIXED, scratch)
        best = {}
        loops = []
        names = options.case or list(CASES)
        for _ in range(options.repeat):
            for name in names:
                schema, arguments, _rows = CASES[name]
                for program in programs:
                    result = run_once(program, schema, arguments, scratch)
                    key = (name, program)
                    if key not in best or result[0] < best[key][0]:
                        best[key] = result
            if options.loops:
                loops.append(float(subprocess.check_output([options.loops, "2"], text=True)))
        print(f"{'case':14} {'M rows/s':>9} {'MB/s':>8} {'wall s':>8} {'CPU s':>8} {'peak MB':>8}  program")
        for (name, program), (wall, cpu, peak, size) in best.items():
            rows = CASES[name][2]
            written = size if size > 0 else rows * width if name.startswith("csv") else 0
            rate = f"{written / wall / 1e6:8.0f}" if written else "       –"
            print(f"{name:14} {rows / wall / 1e6:9.2f} {rate} {wall:8.3f} {cpu:8.3f} {peak:8.1f}  {program}")
        if options.other:
            for name in names:
                ratio = best[(name, options.other)][0] / best[(name, options.program)][0]
                print(f"{name:14} {options.program} is {ratio:.3f} times as fast as {options.other}")
        for (without, more), sentence in MORE.items():
            if not {without, more} <= set(names):
                continue
            for program in programs:
                extra = best[(more, program)][0] - best[(without, program)][0]
                print(f"{more:14} {sentence} {extra / CASES[without][2] * 1e9:.1f} ns a row  {program}")
        if loops and {"csv-null", "csv-null-2"} <= set(names):
            one = best[("csv-null", options.program)][0] / CASES["csv-null"][2]
            two = best[("csv-null-2", options.program)][0] / CASES["csv-null-2"][2]
            gain = one / two
            plain = max(loops)
            print(f"two threads do {gain:.3f} times the work of one; plain loops {plain:.3f} "
                  f"(median {statistics.median(loops):.3f}): {gain / plain:.3f} of it")
    finally:
        shutil.rmtree(scratch)


if __name__ == "__main__":
    main()
