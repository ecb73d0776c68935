#!/usr/bin/env python3
"""docs/provider_reference.md is what `synthgen list` and `describe` say of the providers, and a test fails when it is not.

Usage: provider_reference.py --program build/bin/synthgen [--update]
"""

import argparse
import difflib
import pathlib
import re
import subprocess
import sys

PAGE = pathlib.Path(__file__).resolve().parents[2] / "docs" / "provider_reference.md"
OPENING = """# Reference of the providers

Made from the records of the program: `python3 tests/docs/provider_reference.py --program build/bin/synthgen --update`.
[Providers](providers.md) tells what they have in common, and `synthgen describe NAME` has the whole page of each.

"""


def run(program, *arguments):
    return subprocess.run([program, *arguments], capture_output=True, text=True, check=True).stdout


def names(program, topic):
    """Names and summaries, in the order of the program."""
    found = re.findall(r"^  (\S+) +(\S.*)$", run(program, "list", topic), re.MULTILINE)
    if not found:
        raise SystemExit(f"`synthgen list {topic}` lists nothing that this can read")
    return found


def sections(page):
    """Entries of a page of `describe`, by section: {"also": {"locales": "en_US, …"}}."""
    found = {}
    entries, name = None, None
    for line in page.splitlines():
        if heading := re.fullmatch(r"  (\S.*)", line):
            entries, name = found.setdefault(heading.group(1), {}), None
        elif entries is not None and (entry := re.fullmatch(r"    (\S+)  +(\S.*)", line)):
            name = entry.group(1)
            entries[name] = entry.group(2)
        elif name is not None and line.startswith("     ") and line.strip():
            entries[name] += " " + line.strip()
    return found


def cell(text):
    return text.replace("|", "\\|").replace("<", "&lt;")


def page_of(program):
    text = OPENING
    providers = names(program, "providers")
    locales = names(program, "locales")
    every = {name for name, _ in locales}
    text += f"There are {len(providers)} providers and {len(locales)} locales.\n"
    domain = None
    for name, summary in providers:
        if name.split(".")[0] != domain:
            domain = name.split(".")[0]
            text += f"\n## {domain}\n\n| provider | value | locales | its own keys |\n|---|---|---|---|\n"
        described = sections(run(program, "describe", "provider", name))
        where = described["also"].get("locales", "")
        if set(where.split(", ")) == every:
            where = "all"
        keys = ", ".join(f"`{key}`" for key in described.get("keys beside it", {}) if key not in ("entity", "locale"))
        text += f"| `{name}` | {cell(summary)} | {where or '–'} | {keys or '–'} |\n"
    text += "\n## Locales\n\n| locale | | lacks |\n|---|---|---|\n"
    for name, summary in locales:
        lacks = sections(run(program, "describe", "locale", name))["providers"].get("lacks", "")
        shown = ", ".join(f"`{provider}`" for provider in lacks.split(", ")) if lacks else "–"
        text += f"| `{name}` | {cell(summary)} | {shown} |\n"
    return text


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--update", action="store_true")
    options = parser.parse_args()
    wanted = page_of(options.program)
    if options.update:
        PAGE.write_text(wanted, encoding="utf-8")
        return 0
    present = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    if present == wanted:
        print(f"{PAGE.name}: {wanted.count(chr(10))} lines are as the program says")
        return 0
    sys.stdout.writelines(difflib.unified_diff(present.splitlines(True), wanted.splitlines(True), str(PAGE), "program"))
    print("run it again with --update")
    return 1


if __name__ == "__main__":
    sys.exit(main())
