#!/usr/bin/env python3
"""Faults from outside: full disks, failing system calls, kills, signals, readers that go away, little memory.

Usage: run_fault.py [--program build/bin/synthgen] [--long] [--count N] [--seed S] [-k PATTERN]

Without --long each kind of system call fails at a few places only, and the peak of memory is measured up to a million
rows; with it at every place, and up to ten million.
"""

import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "cli"))

import program  # noqa: E402  (its folder had to be named first)

if __name__ == "__main__":
    sys.exit(program.main(__doc__.splitlines()[0], HERE))
