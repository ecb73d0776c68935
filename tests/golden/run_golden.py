#!/usr/bin/env python3
"""Proves that bytes do not move: neither from one commit to the next, nor with threads, blocks, SIMD or processor.

Each folder beside this file holds

  args              what follows `generate` on the command line, one argument a line; the schema comes first
  schema.json       the schema, where it is none of the examples
  expected.sha256   the SHA-256 of each CSV, clean twins and logs of changes too, as sha256sum writes them

The CSVs must have these hashes under every variant below, and the manifest must be the same text under all of them
(its own bytes are not fixed, as it repeats the schema's text and the version). Parquet files, whose bytes also depend
on the version of Arrow, and one run of many rows are compared among the variants alone. Shards, joined, are compared
with the whole.

A changed hash is a promise broken, except in a commit that says so: then --update writes the files anew.
"""

import hashlib
import json
import os
import pathlib
import shutil
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "roundtrip"))

from checks import EXAMPLES, Checks, parse, parser, run, writes_parquet  # noqa: E402  (the folder is known only now)
from shard_checks import check_shards  # noqa: E402

# glibc picks its functions by these; the names differ before and after glibc 2.33. Only the mathematics and the memory
# functions of the library obey them, so that a cell that came from either would show here.
MASKED = {
    "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX512F,-AVX512VL,-AVX2,-AVX2_Usable,-AVX,-AVX_Usable,-FMA,-FMA_Usable,"
    "-FMA4,-ERMS,-SSE4_1"
}
SIMD_TARGETS = ("scalar", "ssse3", "sse4", "avx2", "avx3")

# (name, arguments, environment). The first is what the others are compared with.
VARIANTS = [("one thread", ["--threads", "1"], {})]
VARIANTS += [(f"{threads} threads", ["--threads", str(threads)], {}) for threads in (2, 7)]
VARIANTS += [(f"blocks of {rows} rows", ["--block-rows", str(rows), "--threads", "2"], {}) for rows in (1, 7, 4096)]
# A target that the processor lacks sets no limit, so that the run is then one more of the plain kind.
VARIANTS += [(f"SIMD up to {target}", ["--threads", "1"], {"SYNTHGEN_SIMD": target}) for target in SIMD_TARGETS]
VARIANTS += [
    ("glibc without AVX and FMA", ["--threads", "1"], MASKED),
    (
        "neither SIMD nor AVX nor FMA, odd blocks",
        ["--threads", "7", "--block-rows", "333"],
        {**MASKED, "SYNTHGEN_SIMD": "scalar"},
    ),
    (
        "another locale and time zone",
        ["--threads", "2"],
        {"LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8", "TZ": "Asia/Kathmandu"},
    ),
]


# Groups of which the manifest tells: every measure, nulls among them, rows that end within a unit.
CORRELATED = {
    "synthgen": 1,
    "name": "correlated",
    "tables": {
        "t": {
            "rows": 20_500,
            "columns": {
                "id": {"sequence": 1},
                "a": {"distribution": "normal", "mean": 0, "sd": 1},
                "b": {"distribution": "exponential", "mean": 3, "missing": 0.1},
                "c": {"distribution": "normal", "mean": 0, "sd": 1},
                "d": {"choice": ["low", "middle", "high"], "missing": 0.2},
                "e": {"distribution": "uniform", "min": 0, "max": 1},
                "f": {"distribution": "normal", "mean": 5, "sd": 2, "missing": 0.1},
                "g": {"distribution": "poisson", "mean": 2, "missing": 0.3},
                "h": {"distribution": "uniform", "type": "date", "min": "2024-01-01", "max": "2024-12-31"},
            },
            "correlations": [
                {"measure": "pearson", "pairs": [["a", "b", 0.5]]},
                {"measure": "latent", "pairs": [["c", "d", 0.4]]},
                {"measure": "kendall", "pairs": [["e", "f", -0.3]]},
                {"measure": "spearman", "pairs": [["g", "h", 0.3]], "name": "last"},
            ],
        }
    },
}


def hashes_of(folder: pathlib.Path) -> dict[str, str]:
    """By paths: `orders.csv`, and `clean/orders.csv` where there is one."""
    return {path: digest for path, digest in all_hashes(folder).items() if path.endswith(".csv")}


def read_hashes(file: pathlib.Path) -> dict[str, str]:
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}


def check_folder(checks: Checks, program: pathlib.Path, folder: pathlib.Path, work: pathlib.Path, update: bool) -> None:
    arguments = (folder / "args").read_text(encoding="utf-8").splitlines()
    expected = read_hashes(folder / "expected.sha256")
    manifest = ""
    for place, (name, more, environment) in enumerate(VARIANTS):
        out = work / f"{folder.name}-{place}"
        done = run(
            program,
            "generate",
            *arguments,
            "-o",
            out,
            "--progress",
            "never",
            *more,
            environment=environment,
            cwd=folder,
        )
        if not checks.equal(done.returncode, 0, f"{folder.name} is generated with {name}"):
            print(done.stderr.decode("utf-8", "replace"))
            continue
        found = hashes_of(out)
        text = (out / "manifest.json").read_text(encoding="utf-8")
        if place == 0:
            manifest = text
            if update:
                lines = [f"{digest}  {file}\n" for file, digest in found.items()]
                (folder / "expected.sha256").write_text("".join(lines), encoding="utf-8")
                expected = found
        checks.equal(found, expected, f"{folder.name} has the expected bytes with {name}")
        checks.that(
            text == manifest, f"{folder.name} has the same manifest with {name}", first_difference(text, manifest)
        )


def check_parts(checks: Checks, program: pathlib.Path, work: pathlib.Path) -> None:
    """Every golden folder and every example as shards; and tables of few units, which leave shards without rows."""
    cases = [(path.parent, path.read_text(encoding="utf-8").splitlines()) for path in sorted(HERE.glob("*/args"))]
    cases += [(path.parent, ["schema.json"]) for path in sorted(EXAMPLES.glob("*/schema.json"))]
    for place, (folder, arguments) in enumerate(cases):
        whole = work / f"whole-{place}"
        done = run(
            program, "generate", *arguments, "-o", whole, "--stats", "full", "--progress", "never", cwd=folder
        )
        if not checks.equal(done.returncode, 0, f"{folder.name} is generated"):
            print(done.stderr.decode("utf-8", "replace"))
            continue
        for count in (1, 3, 5):
            check_shards(checks, program, arguments, folder, whole, work / f"shards-{place}", count)
        shutil.rmtree(whole)
        shutil.rmtree(work / f"shards-{place}", ignore_errors=True)


def all_hashes(folder: pathlib.Path) -> dict[str, str]:
    """Of every file below the folder, by its path."""
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def check_alike(
    checks: Checks,
    program: pathlib.Path,
    work: pathlib.Path,
    name: str,
    arguments: list[str],
    variants: list[tuple[str, list[str], dict[str, str]]],
) -> None:
    """All files of all variants are the same, whatever they are."""
    wanted: dict[str, str] = {}
    for place, (variant, more, environment) in enumerate(variants):
        out = work / f"{name.replace(' ', '-')}-{place}"
        done = run(program, "generate", *arguments, "-o", out, "--progress", "never", *more, environment=environment)
        if not checks.equal(done.returncode, 0, f"{name} is generated with {variant}"):
            print(done.stderr.decode("utf-8", "replace"))
            continue
        found = all_hashes(out)
        shutil.rmtree(out)
        wanted = wanted or found
        checks.equal(found, wanted, f"{name} has the same files with {variant} as with {variants[0][0]}")


def check_many_rows(checks: Checks, program: pathlib.Path, work: pathlib.Path) -> None:
    """Enough rows for many blocks of the usual size, and blocks that cut the manifest's batches of 1,024 anywhere."""
    variants = [("one thread", ["--threads", "1"], {})]
    variants += [(f"{threads} threads", ["--threads", str(threads)], {}) for threads in (2, 7)]
    variants += [
        (f"blocks of {rows} rows", ["--threads", "3", "--block-rows", str(rows)], {}) for rows in (77, 1025, 65536)
    ]
    variants += [("scalar code", ["--threads", "2"], {"SYNTHGEN_SIMD": "scalar"})]
    check_alike(checks, program, work, "the full shop", [str(EXAMPLES / "shop/schema.json")], variants)
    noise = [str(HERE / "noise/schema.json"), "--clean", "--changes", "--rows", "forms=70001", "--rows", "answers=40009"]
    check_alike(checks, program, work, "much noise", noise, variants)


def check_full_statistics(checks: Checks, program: pathlib.Path, work: pathlib.Path) -> None:
    """What --stats full adds to the manifest depends on rows and values alone, and adds nothing to the data."""
    schema = str(HERE / "everything/schema.json")
    variants = [(name, [*more, "--stats", "full"], environment) for name, more, environment in VARIANTS]
    check_alike(checks, program, work, "everything with full statistics", [schema], variants)
    correlated = work / "correlated.json"
    correlated.write_text(json.dumps(CORRELATED), encoding="utf-8")
    check_alike(checks, program, work, "correlated columns with full statistics", [str(correlated)], variants)
    for count in (1, 3):
        whole = work / "correlated-whole"
        run(program, "generate", correlated, "-o", whole, "--stats", "full", "--progress", "never")
        check_shards(checks, program, [str(correlated)], work, whole, work / "correlated-shards", count)


def check_parquet(checks: Checks, program: pathlib.Path, work: pathlib.Path) -> None:
    """With one version of the libraries, Parquet's bytes do not move either; row groups are cut by rows, not blocks."""
    if not writes_parquet(program, work):
        return
    # That each level of SIMD makes the same cells is told by the CSVs; here the least of them stands for all.
    between = [f"SIMD up to {target}" for target in SIMD_TARGETS[1:]]
    variants = [
        (name, [*more, "--format", "parquet"], environment)
        for name, more, environment in VARIANTS
        if name not in between
    ]
    check_alike(checks, program, work, "everything in Parquet", [str(HERE / "everything/schema.json")], variants)
    noise = [str(HERE / "noise/schema.json"), "--clean", "--changes"]
    check_alike(checks, program, work, "noise in Parquet", noise, variants)
    large = [
        (name, [*more, "--format", "parquet"], environment)
        for name, more, environment in VARIANTS
        if name in ("one thread", "2 threads", "7 threads", "blocks of 4096 rows")
    ]
    check_alike(checks, program, work, "the full shop in Parquet", [str(EXAMPLES / "shop/schema.json")], large)


def first_difference(found: str, wanted: str) -> str:
    for number, (a, b) in enumerate(zip(found.splitlines(), wanted.splitlines()), 1):
        if a != b:
            return f"line {number}: found {a.strip()}, wanted {b.strip()}"
    return "one is the beginning of the other"


def check_that_hashes_can_fail(checks: Checks, program: pathlib.Path, work: pathlib.Path) -> None:
    """One row more or another seed must not have the expected bytes."""
    folder = HERE / "credit"
    arguments = (folder / "args").read_text(encoding="utf-8").splitlines()
    expected = read_hashes(folder / "expected.sha256")
    for name, more in (("another seed", ["--seed", "1"]), ("a row more", ["--rows", "applications=1501"])):
        out = work / f"fault-{more[-1]}"
        run(program, "generate", *arguments, *more, "-o", out, cwd=folder)
        found = hashes_of(out)
        checks.that(found and found != expected, f"credit with {name} has other bytes", found)


def main() -> None:
    made = parser(__doc__.splitlines()[0])
    made.add_argument("--update", action="store_true", help="write expected.sha256 as the program has it now")
    made.add_argument("folders", nargs="*", help="names of folders; all where none is given")
    arguments = parse(made)
    os.environ.pop("SYNTHGEN_SIMD", None)
    os.environ.pop("GLIBC_TUNABLES", None)
    checks = Checks()
    names = arguments.folders or sorted(path.parent.name for path in HERE.glob("*/args"))
    for name in names:
        check_folder(checks, arguments.program, HERE / name, arguments.work, arguments.update)
    if not arguments.folders:
        check_that_hashes_can_fail(checks, arguments.program, arguments.work)
        check_many_rows(checks, arguments.program, arguments.work)
        check_parts(checks, arguments.program, arguments.work)
        check_full_statistics(checks, arguments.program, arguments.work)
        check_parquet(checks, arguments.program, arguments.work)
    checks.end()


if __name__ == "__main__":
    main()
