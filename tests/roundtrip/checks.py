"""What the scripts of tests/roundtrip and tests/golden share: running the program, and counting what holds.

A script names each thing it checks in a sentence; a failed one is printed with its reason, and the exit code is 1
if any failed, 77 (which ctest takes for "skipped") if a library to check with is not installed.
"""

import argparse
import importlib
import os
import pathlib
import shutil
import subprocess
import sys

SKIPPED = 77
TOP = pathlib.Path(__file__).resolve().parents[2]
EXAMPLES = TOP / "examples"
SECONDS_AT_MOST = 900


def parser(description: str) -> argparse.ArgumentParser:
    """Arguments that every script takes."""
    made = argparse.ArgumentParser(description=description)
    made.add_argument("--program", type=pathlib.Path, default=TOP / "build/bin/synthgen", help="the synthgen to test")
    made.add_argument("--work", type=pathlib.Path, required=True, help="scratch folder; emptied first")
    return made


def parse(made: argparse.ArgumentParser) -> argparse.Namespace:
    """The arguments, with absolute paths and an empty scratch folder."""
    arguments = made.parse_args()
    arguments.program = arguments.program.resolve()
    arguments.work = arguments.work.resolve()
    shutil.rmtree(arguments.work, ignore_errors=True)
    arguments.work.mkdir(parents=True)
    return arguments


def need(*modules: str) -> None:
    """Ends the script as skipped where a library is missing; under CI that is a failure."""
    for module in modules:
        try:
            importlib.import_module(module)
        except ImportError as missing:
            print(f"skipped: {missing}; ./bootstrap test installs it into build/python")
            sys.exit(1 if os.environ.get("CI") else SKIPPED)


class Checks:
    """Counts checks and prints the failed ones."""

    def __init__(self) -> None:
        self.passed = 0
        self.failed = 0

    def that(self, holds: object, sentence: str, reason: object = "") -> bool:
        """Notes that `sentence` should hold; `reason` is printed where it does not."""
        if holds:
            self.passed += 1
            return True
        self.failed += 1
        print(f"FAILED: {sentence}" + (f"\n        {reason}" if reason != "" else ""), flush=True)
        return False

    def equal(self, found: object, wanted: object, sentence: str) -> bool:
        """Notes that two things should be equal."""
        return self.that(found == wanted, sentence, f"found {short(found)}, wanted {short(wanted)}")

    def end(self) -> None:
        """Prints the sum and ends the script."""
        print(f"{self.passed} checks passed, {self.failed} failed", flush=True)
        sys.exit(1 if self.failed or not self.passed else 0)


def short(thing: object) -> str:
    text = repr(thing)
    return text if len(text) <= 600 else text[:600] + " …"


def run(
    program: pathlib.Path,
    *arguments: object,
    environment: dict[str, str] | None = None,
    cwd: pathlib.Path | None = None,
) -> subprocess.CompletedProcess:
    """Runs the program; the result holds its exit code and what it wrote, as bytes."""
    return subprocess.run(
        [str(program), *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=SECONDS_AT_MOST,
        check=False,
        cwd=cwd,
        env=None if environment is None else {**os.environ, **environment},
    )


def generate(
    program: pathlib.Path,
    schema: pathlib.Path,
    out: pathlib.Path,
    *arguments: object,
    environment: dict[str, str] | None = None,
) -> pathlib.Path:
    """Generates into the folder `out`, which is returned; a failing run ends the script."""
    done = run(program, "generate", schema, "-o", out, "--progress", "never", *arguments, environment=environment)
    if done.returncode != 0:
        print(
            f"FAILED: generate {schema} {' '.join(map(str, arguments))} ended with {done.returncode}\n"
            + done.stderr.decode("utf-8", "replace")
        )
        sys.exit(1)
    return out


def writes_parquet(program: pathlib.Path, work: pathlib.Path) -> bool:
    """Whether this build can write Parquet, found by trying; a fault other than a missing Arrow is an error."""
    done = run(
        program,
        "generate",
        EXAMPLES / "credit/schema.json",
        "-o",
        work / "has_parquet",
        "--format",
        "parquet",
        "--rows",
        "applications=10",
    )
    if done.returncode == 0:
        return True
    message = done.stderr.decode("utf-8", "replace")
    if "SYNTHGEN_ARROW" not in message:
        print(f"FAILED: writing Parquet ended with {done.returncode}\n{message}")
        sys.exit(1)
    if os.environ.get("CI"):
        print("FAILED: this build writes no Parquet, and CI asks for all\n" + message)
        sys.exit(1)
    print("this build writes no Parquet: CSV alone is checked")
    return False
