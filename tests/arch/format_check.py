"""Fails where clang-format would change a file. usage: format_check.py CLANG_FORMAT TOP

Exit code 77, which ctest counts as skipped, where clang-format is not of the version that
the tree is formatted with: other versions lay out some lines differently.
"""

import re
import subprocess
import sys
from pathlib import Path

VERSION = "14"  # Debian 12's


def main():
    program, top = sys.argv[1:]
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"version (\d+)", told).group(1)
    if found != VERSION:
        print(f"skipped: clang-format {found}, the tree is formatted with {VERSION}")
        return 77
    files = [
        str(path)
        for folder in ("include", "src", "apps", "tests")
        for path in sorted(Path(top, folder).rglob("*"))
        if path.suffix in (".hpp", ".cpp")
    ]
    return subprocess.run([program, "--dry-run", "--Werror", "--ferror-limit=1", *files]).returncode


if __name__ == "__main__":
    sys.exit(main())
