#!/usr/bin/env python3
"""The command line as a user meets it: flags, streams, exit codes, names of files.

Usage: run_cli.py [--program build/bin/synthgen] [-k PATTERN]
"""

import pathlib
import sys

import program

if __name__ == "__main__":
    sys.exit(program.main(__doc__.splitlines()[0], pathlib.Path(__file__).resolve().parent))
