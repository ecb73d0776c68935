#!/usr/bin/env python3
"""Proves that bytes do not move: neither from one commit to the next, nor with threads, blocks, SIMD or processor.

Each folder beside this file holds

  args              what follows `generate` on the command line, one argument a line; the schema comes first
  schema.json       the schema, where it is none of the examples
  expected.sha256   the SHA-256 of each CSV, as sha256sum writes them

The CSVs must have these hashes under every variant below, and the manifest must be the same text under all of them
(its own bytes are not fixed, as it repeats the schema's text and the version).

A changed hash is a promise broken, except in a commit that says so: then --update writes the files anew.
"""

import hashlib
import os
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "roundtrip"))

from checks import Checks, parse, parser, run  # noqa: E402  (the folder is known only now)

# glibc picks its functions by these; the names differ before and after glibc 2.33. Only the mathematics and the memory
# functions of the library obey them, so that a cell that came from either would show here.
MASKED = {"GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX512F,-AVX512VL,-AVX2,-AVX2_Usable,-AVX,-AVX_Usable,-FMA,-FMA_Usable,"
                            "-FMA4,-ERMS,-SSE4_1"}
SIMD_TARGETS = ("scalar", "ssse3", "sse4", "avx2", "avx3")

# (name, arguments, environment). The first is what the others are compared with.
VARIANTS = [("one thread", ["--threads", "1"], {})]
VARIANTS += [(f"{threads} threads", ["--threads", str(threads)], {}) for threads in (2, 7)]
VARIANTS += [(f"blocks of {rows} rows", ["--block-rows", str(rows), "--threads", "2"], {}) for rows in (1, 7, 4096)]
# A target that the processor lacks sets no limit, so that the run is then one more of the plain kind.
VARIANTS += [(f"SIMD up to {target}", ["--threads", "1"], {"SYNTHGEN_SIMD": target}) for target in SIMD_TARGETS]
VARIANTS += [("glibc without AVX and FMA", ["--threads", "1"], MASKED),
             ("neither SIMD nor AVX nor FMA, odd blocks", ["--threads", "7", "--block-rows", "333"],
              {**MASKED, "SYNTHGEN_SIMD": "scalar"}),
             ("another locale and time zone", ["--threads", "2"],
              {"LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8", "TZ": "Asia/Kathmandu"})]


def hashes_of(folder: pathlib.Path) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.glob("*.csv"))}


def read_hashes(file: pathlib.Path) -> dict[str, str]:
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}


def check_folder(checks: Checks, program: pathlib.Path, folder: pathlib.Path, work: pathlib.Path, update: bool) -> None:
    arguments = (folder / "args").read_text(encoding="utf-8").splitlines()
    expected = read_hashes(folder / "expected.sha256")
    manifest = ""
    for place, (name, more, environment) in enumerate(VARIANTS):
        out = work / f"{folder.name}-{place}"
        done = run(program, "generate", *arguments, "-o", out, "--progress", "never", *more, environment=environment,
                   cwd=folder)
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
        checks.that(text == manifest, f"{folder.name} has the same manifest with {name}", first_difference(text, manifest))


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
    check_that_hashes_can_fail(checks, arguments.program, arguments.work)
    checks.end()


if __name__ == "__main__":
    main()
