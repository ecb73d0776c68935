#!/usr/bin/env python3
"""Compares what the program says about faulty schemas with what we want it to say, letter by letter.

Each folder <code>-<slug> beside this file holds

  schema.json   the faulty schema
  expected.txt  what the program writes to standard error and standard output, in that order
  exit          the exit code (optional; 3, "schema invalid", without it)
  args          the command line, one argument a line (optional; "check", "schema.json" without it)
  run.sh        a shell script in place of the command line, for what one command cannot show (optional); it finds
                the program in $PROGRAM and an empty folder in $SCRATCH
  needs         "arrow" or "no arrow": the folder is passed over by builds of the other sort (optional)

The program runs inside the folder. "{scratch}" in args is an empty folder that is removed afterwards. What differs
from run to run is masked: that folder's name, the seconds of a summary, the space that is free on a disk, a process.

Folders named many-… show several faults of one schema. Three more things are checked, so that the list of codes
cannot drift: each code of docs/errors.md has a folder, each folder's code stands in docs/errors.md and in the
folder's expected text, and each code of the sources stands in docs/errors.md.

Usage: run_errors.py [--program build/bin/synthgen] [--update] [FOLDER…]
"""

import argparse
import difflib
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parent.parent
SECONDS_AT_MOST = 60

# Codes that no schema and no command line earns for certain, and why.
WITHOUT_FOLDER = {
    "SG5006": "a rename or fsync that fails; shown by tests/fault with a failing system call",
    "SG5007": "the reader of a pipe went away, which is a quiet end: nothing is printed",
    "SG5011": "memory ran out; depends on the machine",
    "SG5102": "the encoder of Parquet failed; a broken installation",
    "SG5103": "a decimal beyond its declared bounds; a fault of ours, refused rather than written",
}

MASKS = [
    (re.compile(r"\bin \d+\.\d\d s$", re.MULTILINE), "in … s"),
    (re.compile(r"[\d.,]+ GB are free"), "… GB are free"),
    (re.compile(r"\bprocess \d+"), "process …"),
    (re.compile(r"looked for \S+/(?=libsynthgen_arrow)"), "looked for …/"),
]


def documented_codes(page: pathlib.Path) -> set[str]:
    """Codes that open a row of the table in docs/errors.md."""
    rows = re.findall(r"^\|\s*`?(SG\d{4})`?\s*\|", page.read_text(encoding="utf-8"), re.MULTILINE)
    return set(rows)


def sources_codes() -> set[str]:
    """Codes that the program can print, as its sources spell them."""
    codes = set()
    for room in ("src", "apps", "include/synthgen/output"):
        for path in (TOP / room).rglob("*.[ch]pp"):
            codes |= set(re.findall(r'"(SG\d{4})"', path.read_text(encoding="utf-8")))
    return codes


def run(program: pathlib.Path, folder: pathlib.Path) -> tuple[str, int]:
    """What the program writes (standard error first), masked, and its exit code."""
    with tempfile.TemporaryDirectory() as scratch:
        arguments = ["check", "schema.json"]
        if (folder / "args").exists():
            arguments = (folder / "args").read_text(encoding="utf-8").splitlines()
        command = [str(program), *(argument.replace("{scratch}", scratch) for argument in arguments)]
        if (folder / "run.sh").exists():
            command = ["sh", "run.sh"]
        done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True,
                              env=dict(os.environ, PROGRAM=str(program), SCRATCH=scratch), timeout=SECONDS_AT_MOST,
                              check=False)
        # A schema may hold bytes that are not UTF-8, and the line is shown as it is.
        text = (done.stderr + done.stdout).decode("utf-8", "surrogateescape").replace(scratch, "{scratch}")
    for pattern, mask in MASKS:
        text = pattern.sub(mask, text)
    return text, done.returncode


def has_arrow(program: pathlib.Path) -> bool:
    done = subprocess.run([str(program), "--version"], capture_output=True, text=True, timeout=SECONDS_AT_MOST,
                          check=True)
    return "Arrow yes" in done.stdout


def passed_over(folder: pathlib.Path, arrow: bool) -> bool:
    file = folder / "needs"
    return file.exists() and file.read_text(encoding="utf-8").strip() != ("arrow" if arrow else "no arrow")


def expected_exit(folder: pathlib.Path) -> int:
    file = folder / "exit"
    return int(file.read_text(encoding="utf-8")) if file.exists() else 3


def faults_of(program: pathlib.Path, folder: pathlib.Path, update: bool) -> list[str]:
    """What is wrong with one folder; empty where all is well."""
    try:
        text, code = run(program, folder)
    except subprocess.TimeoutExpired:
        return [f"did not end within {SECONDS_AT_MOST} seconds"]
    faults = []
    file = folder / "expected.txt"
    wanted = file.read_bytes().decode("utf-8", "surrogateescape") if file.exists() else ""
    if text != wanted:
        if update:
            file.write_bytes(text.encode("utf-8", "surrogateescape"))
        else:
            lines = difflib.unified_diff(wanted.splitlines(), text.splitlines(), "expected.txt", "what it says",
                                         lineterm="")
            faults.append("\n".join(lines) or "differs in its line endings")
    if code != expected_exit(folder):
        faults.append(f"exit code {code} in place of {expected_exit(folder)}")
    name = folder.name.split("-")[0]
    if name != "many" and f"[{name}]" not in (text if update else wanted):
        faults.append(f"the text does not hold {name}, after which the folder is named")
    return faults


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=pathlib.Path, default=TOP / "build" / "bin" / "synthgen")
    parser.add_argument("--update", action="store_true", help="write expected.txt anew where it differs")
    parser.add_argument("folders", nargs="*", help="names of folders; all without any")
    options = parser.parse_args()
    program = options.program.resolve()
    if not program.exists():
        print(f"{program} does not exist; build it first", file=sys.stderr)
        return 2

    all_folders = sorted(path for path in HERE.iterdir() if re.match(r"(SG\d{4}|many)-", path.name) and path.is_dir())
    chosen = [path for path in all_folders if not options.folders or path.name in options.folders]
    arrow = has_arrow(program)
    unknown = set(options.folders) - {path.name for path in all_folders}
    failed = 0
    passed = 0
    for folder in chosen:
        if passed_over(folder, arrow):
            print(f"passed over {folder.name}: this build has {'' if arrow else 'no '}Arrow")
            continue
        faults = faults_of(program, folder, options.update)
        failed += bool(faults)
        passed += not faults
        for fault in faults:
            print(f"FAILED {folder.name}: {fault}", file=sys.stderr)
    for name in sorted(unknown):
        failed += 1
        print(f"FAILED {name}: there is no such folder", file=sys.stderr)
    if not options.folders:
        documented = documented_codes(TOP / "docs" / "errors.md")
        tested = {path.name.split("-")[0] for path in all_folders} - {"many"}
        for code in sorted(sources_codes() - documented):
            failed += 1
            print(f"FAILED {code}: stands in the sources but has no line in docs/errors.md", file=sys.stderr)
        for code in sorted(documented - tested - set(WITHOUT_FOLDER)):
            failed += 1
            print(f"FAILED {code}: stands in docs/errors.md but has no folder", file=sys.stderr)
        for code in sorted(tested - documented):
            failed += 1
            print(f"FAILED {code}: has a folder but no line in docs/errors.md", file=sys.stderr)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
