#!/usr/bin/env python3
"""Installs the build tree into a prefix, moves the prefix, and uses what is there as a stranger would.

The program of the prefix runs; a project that knows nothing but find_package(synthgen) is built against the
prefix, and what it generates equals what the program generates, byte for byte, in every format of the build.

usage: run_install.py --build BUILD --work FOLDER [--cmake CMAKE] [--generator NAME] [--compiler CXX] [--flags FLAGS]
"""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parents[1]

SCHEMA = """{
  "synthgen": 1, "name": "installed", "seed": 5,
  "tables": {
    "makers": {
      "rows": 50, "primary_key": "maker",
      "columns": {"maker": {"sequence": 1}, "size": {"distribution": "lognormal", "median": 30, "sigma": 0.5}}},
    "goods": {
      "rows": 3000,
      "columns": {
        "maker": {"references": "makers.maker"},
        "code": {"expression": "'g-' || maker"},
        "big": {"expression": "code matches 'g-[0-9]{2}' and maker.size > 40"}}}
  }
}
"""

# What the environment says about places must not help the installed tree.
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith(("SYNTHGEN_", "CMAKE_PREFIX"))}


def run(*command):
    done = subprocess.run([str(part) for part in command], env=CLEAN, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\nended with {done.returncode}:\n{done.stdout}")
    return done.stdout


def require(holds, fault):
    if not holds:
        sys.exit(fault)


def check_package_files(prefix, build, first_prefix):
    """The package's files name no folder of this machine."""
    files = sorted(prefix.rglob("*.cmake"))
    require(len(files) >= 4, f"the package has only {files}")
    for file in files:
        text = file.read_text()
        for place in (build, TOP, first_prefix):
            require(str(place) not in text, f"{file.relative_to(prefix)} names {place}")


def check_headers(prefix):
    ours = {path.relative_to(TOP / "include") for path in (TOP / "include").rglob("*.hpp")}
    installed = {path.relative_to(prefix / "include") for path in (prefix / "include").rglob("*") if path.is_file()}
    require(ours == installed, f"headers differ: {sorted(map(str, ours ^ installed))}")


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", required=True, type=pathlib.Path)
    parser.add_argument("--work", required=True, type=pathlib.Path)
    parser.add_argument("--cmake", default="cmake")
    parser.add_argument("--generator", default="Ninja")
    parser.add_argument("--compiler", default="c++")
    parser.add_argument("--flags", default="")
    arguments = parser.parse_args()
    build, work = arguments.build.resolve(), arguments.work.resolve()
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)

    first_prefix, prefix = work / "prefix", work / "moved prefix"
    run(arguments.cmake, "--install", build, "--prefix", first_prefix)
    first_prefix.rename(prefix)
    check_package_files(prefix, build, first_prefix)
    check_headers(prefix)

    program = prefix / "bin" / "synthgen"
    version = run(program, "--version")
    require(version == run(build / "bin" / "synthgen", "--version"), f"--version says {version!r}")

    run(arguments.cmake, "-G", arguments.generator, "-S", HERE / "consumer", "-B", work / "consumer",
        f"-DCMAKE_PREFIX_PATH={prefix}", f"-DCMAKE_CXX_COMPILER={arguments.compiler}",
        f"-DCMAKE_CXX_FLAGS={arguments.flags}", "-DCMAKE_BUILD_TYPE=Release")
    run(arguments.cmake, "--build", work / "consumer")

    schema = work / "schema.json"
    schema.write_text(SCHEMA)
    formats = ["csv"]
    if (prefix / "lib" / "synthgen" / "libsynthgen_arrow.so").exists():
        formats.append("parquet")
    for name in formats:
        by_program, by_consumer = work / f"program-{name}", work / f"consumer-{name}"
        run(program, "generate", schema, "-f", name, "-o", by_program)
        told = run(work / "consumer" / "consumer", schema, by_consumer, name)
        require(told.startswith("3050 rows by synthgen "), f"the consumer says {told!r}")
        ours, theirs = contents(by_program), contents(by_consumer)
        require(len(ours) == 3, f"the program wrote {sorted(ours)}")
        require(ours.keys() == theirs.keys(), f"{name}: {sorted(ours)} against {sorted(theirs)}")
        for file, data in ours.items():
            require(data == theirs[file], f"{name}: {file} differs between program and consumer")
    print(f"installed, moved, linked, and the same bytes in {' and '.join(formats)}")


if __name__ == "__main__":
    main()
