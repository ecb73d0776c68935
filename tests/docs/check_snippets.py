#!/usr/bin/env python3
"""Tries every snippet of the documentation: README.md, docs/*.md and examples/*/README.md.

What is done with a fenced block depends on its language and on a comment in the line above the fence:

  json, jsonc            A complete schema (it has the key "synthgen") is checked and, up to 20,000 rows, generated.
                         Anything else is one or several columns, with or without names ({"sequence": 1} or
                         "age": {...}): they become the columns of a table that is generated; or one or several
                         operators of noise ({"operator": ...}), or rules ({"check": ...} or {"if": ..., "then": ...},
                         in a list or not): they are the noise, or the rules, of a table of people. No diagnostic and
                         no warning may come up.
    <!-- fails SG2116 SG3201 -->  ... but exactly these diagnostics must come up, in any order, and exit code 3.
    <!-- warns SG3904 -->         ... but exactly these warnings must come up.
    <!-- other json -->    It is not of the schema language, and need only be JSON.
  sh                     Every command of synthgen in it must be known to the program (its --help is asked).
    <!-- run -->           The block is run by sh -e, where `synthgen` is the program and `examples` the examples.
  expr                   Lines "expression → value": the value must be what the program writes into a CSV file.
  any other              Not looked at, unless it is marked:
    <!-- file: cities.csv --> It is a file of that name, for the schemas of the page that follow.
    <!-- output -->        It is what the last json block before it generates, or what the last block that was run
                           printed: so many lines from the beginning. A line "…" ends the comparison.
    <!-- output: --table loans -->  with these arguments for `generate`.

Usage: check_snippets.py --program build/bin/synthgen [FILE...]
"""

import argparse
import csv
import io
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parents[2]
SOURCES = {"sequence", "constant", "distribution", "choice", "cases", "mixture", "expression", "template", "pattern",
           "provider", "references", "share_of", "sample"}
MOST_ROWS = 20_000
SECONDS = 120


class Fault(Exception):
    """What is wrong with a snippet."""


class Snippet:
    def __init__(self, file, line, language, mark, text):
        self.place = f"{file}:{line}"
        self.language = language
        self.mark = mark
        self.text = text


def snippets(path, shown):
    """The fenced blocks of a Markdown file."""
    found = []
    above = ""  # the last line that is not empty
    fence = None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        opening = re.match(r"^( *)(`{3,})\s*(\S*)\s*$", line)
        if fence is None and opening:
            mark = re.match(r"^\s*<!--\s*(.*?)\s*-->\s*$", above)
            fence = (number, opening.group(2), opening.group(3), mark.group(1) if mark else "", len(opening.group(1)))
            body = []
        elif fence is not None and line.strip() == fence[1]:
            found.append(Snippet(shown, fence[0], fence[2], fence[3], "\n".join(body) + "\n"))
            fence = None
            above = ""
        elif fence is not None:
            body.append(line[fence[4]:] if line[: fence[4]].isspace() else line)
        elif line.strip():
            above = line
    if fence is not None:
        raise SystemExit(f"{shown}:{fence[0]}: a fenced block that is never closed")
    return found


def without_comments(text):
    """JSON with // and /* */ comments as plain JSON; what stands inside texts stays."""
    pattern = re.compile(r'"(?:[^"\\\n]|\\.)*"|//[^\n]*|/\*.*?\*/', re.DOTALL)
    return pattern.sub(lambda match: match.group() if match.group().startswith('"') else " ", text)


def values_of(text):
    """All JSON values of a block, one after the other; members without braces count as one object."""
    plain = without_comments(text).strip()
    if re.match(r'^"(?:[^"\\]|\\.)*"\s*:', plain):
        plain = "{" + plain.rstrip(",") + "}"
    decoder = json.JSONDecoder()
    values = []
    at = 0
    while at < len(plain):
        value, at = decoder.raw_decode(plain, at)
        values.append(value)
        while at < len(plain) and plain[at] in " \t\r\n,":
            at += 1
    return values


# What snippets of operators and of rules may name.
PEOPLE = {
    "first_name": {"choice": ["Carmen", "Zoë", "Michael", "Elizabeth"]},
    "last_name": {"choice": ["Ortega", "Núñez", "Baker", "Street"]},
    "name": {"template": "{first_name} {last_name}"},
    "email": {"template": "{first_name|slug}.{last_name|slug}@example.com"},
    "phone": {"template": "+34 911 55 01{age}"},
    "street": {"choice": ["Old Market Street 12", "Avenida de la Paz 4", "Saint John Street 8"]},
    "city": {"choice": ["Málaga", "Vigo", "Lugo"]},
    "postal_code": {"choice": ["29001 MA", "36200 PO"]},
    "comment": {"choice": ["The parcel came late, and was wet.", "Very good service, thank you! I will come again."]},
    "status": {"choice": ["new", "open", "closed"]},
    "age": {"distribution": "integer", "min": 18, "max": 90},
    "amount": {"distribution": "lognormal", "median": 2000, "sigma": 0.6, "decimals": 2},
    "birth_date": {"distribution": "uniform", "type": "date", "min": "1940-01-01", "max": "2006-12-31"},
}


# What snippets of rules may name beside them.
LOANS = {
    "income": {"distribution": "lognormal", "median": 2000, "sigma": 0.5, "decimals": 2},
    "debt": {"distribution": "lognormal", "median": 900, "sigma": 0.8, "decimals": 2},
    "loan": {"distribution": "lognormal", "median": 5000, "sigma": 0.6, "decimals": 2, "missing": 0.3},
    "ordered_at": {"distribution": "uniform", "type": "date", "min": "2024-01-01", "max": "2024-12-31"},
    "shipped_at": {"distribution": "uniform", "type": "date", "min": "2024-01-01", "max": "2025-03-31"},
    "net": {"distribution": "uniform", "min": 10, "max": 1000, "decimals": 2},
    "gross": {"expression": "net * 1.21"},
    "children": {"distribution": "poisson", "mean": 1.5},
    "adults": {"distribution": "integer", "min": 1, "max": 6},
}


def schema_of_operators(values):
    """A schema whose one table has the operators of a block as its noise."""
    return {"synthgen": 1, "name": "snippet", "tables": {"people": {"rows": 2000, "columns": PEOPLE, "noise": values}}}


def rules_of(values):
    """The rules that a block is: a list of them, "rules" and the list, or rules one after the other; else nothing."""
    if len(values) == 1 and isinstance(values[0], dict) and set(values[0]) == {"rules"}:
        values = [values[0]["rules"]]
    if len(values) == 1 and isinstance(values[0], list):
        values = values[0]
    # A column may have a case with an "if", and no "then".
    rules = all(isinstance(value, dict) and ("check" in value or {"if", "then"} <= value.keys()) for value in values)
    return values if values and rules else None


def schema_of_rules(rules):
    """A schema whose one table has the rules of a block."""
    return {"synthgen": 1, "name": "snippet",
            "tables": {"people": {"rows": 2000, "columns": PEOPLE | LOANS, "rules": rules}}}


def schema_around(values):
    """A schema that has the operators, the rules or the columns of a block."""
    if all(isinstance(value, dict) and "operator" in value for value in values):
        return schema_of_operators(values)
    rules = rules_of(values)
    return schema_of_columns(values) if rules is None else schema_of_rules(rules)


def schema_of_columns(values):
    """A schema whose one table has the columns of a block."""
    columns = {}
    for value in values:
        if not isinstance(value, dict):
            raise Fault("neither a schema nor columns")
        if SOURCES & value.keys():
            columns[f"column {len(columns) + 1}"] = value
        elif value and all(isinstance(v, dict) and SOURCES & v.keys() for v in value.values()):
            columns.update(value)
        else:
            raise Fault("neither a schema (no \"synthgen\") nor columns (no source)")
    if all(column.get("hidden") for column in columns.values()):
        columns["row"] = {"sequence": 1}
    return {"synthgen": 1, "name": "snippet", "tables": {"snippet": {"rows": 200, "columns": columns}}}


class Checker:
    def __init__(self, program, scratch):
        self.program = program
        self.scratch = scratch
        self.last = None  # the text of the last schema, or what the last run block printed
        self.last_was_run = False

    def call(self, arguments, text=None):
        done = subprocess.run([str(self.program), *arguments], input=text, capture_output=True, text=True,
                              cwd=self.scratch, timeout=SECONDS, check=False)
        return done.returncode, done.stdout, done.stderr

    def check(self, snippet):
        kind, _, argument = snippet.mark.partition(" ")
        if kind in ("output", "output:"):
            self.check_output(snippet, shlex.split(argument))
        elif kind == "file:":
            (pathlib.Path(self.scratch) / argument).write_text(snippet.text, encoding="utf-8")
        elif snippet.language in ("json", "jsonc"):
            self.check_json(snippet, kind, argument)
        elif snippet.language == "sh" and kind == "run":
            self.run(snippet.text)
        elif snippet.language == "sh":
            self.check_commands(snippet.text)
        elif snippet.language == "expr":
            self.check_expressions(snippet.text)
        else:
            return False
        return True

    def check_json(self, snippet, kind, codes):
        try:
            values = values_of(snippet.text)
        except json.JSONDecodeError as error:
            raise Fault(f"not JSON: {error}") from error
        if kind == "other":
            return
        complete = len(values) == 1 and isinstance(values[0], dict) and "synthgen" in values[0]
        document = values[0] if complete else schema_around(values)
        # A complete schema is given to the program as it is written, comments included.
        text = snippet.text if complete else json.dumps(document)
        self.last = text
        self.last_was_run = False
        wanted = sorted(codes.split()) if kind in ("fails", "warns") else []
        status, out, told = self.call(["check", "-"], text)
        if kind == "fails":
            if status != 3 or sorted(re.findall(r"^error\[(SG\d+)\]", out + told, re.MULTILINE)) != wanted:
                raise Fault(f"should fail with {' '.join(wanted)}, but:\n{out}{told}")
            return
        if status != 0:
            raise Fault(f"check says:\n{out}{told}")
        given = [table.get("rows", 0) for table in document["tables"].values()]
        rows = sum(number for number in given if isinstance(number, int))
        if rows <= MOST_ROWS:
            status, _, generated = self.call(["generate", "-", "-o", tempfile.mkdtemp(dir=self.scratch)], text)
            if status != 0:
                raise Fault(f"generate ends with {status}:\n{generated}")
            told += generated
        # A warning of the schema comes up in both commands.
        warnings = sorted(set(re.findall(r"^warning\[(SG\d+)\]", told, re.MULTILINE)))
        if warnings != wanted:
            raise Fault(f"warnings: {' '.join(warnings) or 'none'}, expected: {' '.join(wanted) or 'none'}\n{told}")

    def check_output(self, snippet, arguments):
        if self.last is None:
            raise Fault("nothing stands before it whose output it could be")
        if self.last_was_run:
            printed = self.last
        else:
            status, printed, told = self.call(["generate", "-", "-o", "-", *arguments], self.last)
            if status != 0:
                raise Fault(f"generate ends with {status}:\n{told}")
        lines = printed.splitlines()
        for number, expected in enumerate(snippet.text.splitlines()):
            if expected == "…":
                return
            met = lines[number] if number < len(lines) else "(nothing)"
            if met != expected:
                raise Fault(f"line {number + 1} of the output is\n  {met}\nand not\n  {expected}")

    def check_commands(self, text):
        for line in text.splitlines():
            words = re.match(r"^\s*(?:\$ )?(?:build/bin/)?synthgen\s+([a-z]+)", line)
            if words is None:
                continue
            status, out, told = self.call([words.group(1), "--help"])
            if status != 0 or f"synthgen {words.group(1)} " not in out:
                raise Fault(f"there is no command \"{words.group(1)}\":\n{told}")
            for flag in re.findall(r"(?<=\s)--?[a-z][a-z0-9-]*", line.split("|")[0].split("#")[0]):
                if not re.search(rf"(?<![\w-]){re.escape(flag)}\b", out):
                    raise Fault(f"\"{words.group(1)}\" has no flag {flag}")

    def run(self, text):
        folder = tempfile.mkdtemp(dir=self.scratch)
        (pathlib.Path(folder) / "examples").symlink_to(TOP / "examples")
        path = pathlib.Path(self.scratch) / "bin"
        path.mkdir(exist_ok=True)
        link = path / "synthgen"
        if not link.exists():
            link.symlink_to(self.program)
        environment = {**os.environ, "PATH": f"{path}:{os.environ['PATH']}"}
        done = subprocess.run(["sh", "-e"], input=text.replace("build/bin/synthgen", "synthgen"), cwd=folder,
                              env=environment, capture_output=True, text=True, timeout=SECONDS, check=False)
        if done.returncode != 0:
            raise Fault(f"ends with {done.returncode}:\n{done.stdout}{done.stderr}")
        self.last = done.stdout
        self.last_was_run = True

    def check_expressions(self, text):
        pairs = [[part.strip() for part in line.split("→")] for line in text.splitlines() if line.strip()]
        if any(len(pair) != 2 for pair in pairs):
            raise Fault("every line is: expression → value")
        columns = {f"e{number}": {"expression": pair[0]} for number, pair in enumerate(pairs)}
        document = {"synthgen": 1, "tables": {"t": {"rows": 1, "columns": columns}}}
        status, out, told = self.call(["generate", "-", "-o", "-"], json.dumps(document))
        if status != 0:
            raise Fault(told)
        values = list(csv.reader(io.StringIO(out)))[1]
        for pair, value in zip(pairs, values):
            if (value or "null") != pair[1]:
                raise Fault(f"{pair[0]} is {value or 'null'}, not {pair[1]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=pathlib.Path, default=TOP / "build" / "bin" / "synthgen")
    parser.add_argument("files", nargs="*", type=pathlib.Path)
    arguments = parser.parse_args()
    files = arguments.files or [
        path for path in (TOP / "README.md", *sorted(TOP.glob("docs/**/*.md")), *sorted(TOP.glob("examples/*/README.md")))
        if path.exists()
    ]
    faults = []
    tried = 0
    for file in files:
        resolved = file.resolve()
        shown = resolved.relative_to(TOP) if resolved.is_relative_to(TOP) else file
        with tempfile.TemporaryDirectory(prefix="synthgen-docs-") as scratch:
            checker = Checker(arguments.program.resolve(), scratch)
            for snippet in snippets(file, shown):
                try:
                    tried += 1 if checker.check(snippet) else 0
                except Fault as fault:
                    tried += 1
                    faults.append(f"{snippet.place}: {fault}")
                except subprocess.TimeoutExpired:
                    faults.append(f"{snippet.place}: did not end within {SECONDS} s")
    for fault in faults:
        print(fault)
    print(f"{tried} snippets tried in {len(files)} files, {len(faults)} faulty")
    # A run that tries nothing has found nothing out.
    return 1 if faults or tried == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
