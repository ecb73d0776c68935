#!/usr/bin/env python3
"""The JSON Schema of the language, judged from outside by the Python package jsonschema.

Shown: schemas/synthgen.schema.json is what `synthgen schema` prints, and a valid schema of draft 2020-12; it accepts
every right schema of this repository (examples, stories of `init`, golden files, benchmarks, documents) and every faulty one of
tests/errors whose fault is one of meaning; it rejects those whose fault is one of structure. And it cannot drift from
the program: the keys that the program says it accepts are its properties, and each of its properties is accepted.

Without the package the exit code is 77 (skipped), or 1 where CI is set.

Usage: run_jsonschema.py [--program build/bin/synthgen] [--update]
"""

import argparse
import json
import os
import pathlib
import re
import subprocess
import sys

try:
    import jsonschema
    from jsonschema import Draft202012Validator
except ImportError:
    print("the Python package jsonschema is not installed (./bootstrap test lays it into the build folder)")
    sys.exit(1 if os.environ.get("CI") else 77)

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parent.parent
sys.path.insert(0, str(TOP / "tests" / "docs"))
import check_snippets  # noqa: E402  the reader of the documents' blocks
COMMITTED = TOP / "schemas" / "synthgen.schema.json"
SECONDS_AT_MOST = 60

# Codes of faults in the structure: names of keys, presence, forms and ranges of literal values.
STRUCTURE = {"SG2001", "SG2002", "SG2003", "SG2004", "SG2005", "SG2006", "SG2101", "SG2102", "SG2103", "SG2104",
             "SG2105", "SG2107", "SG2108", "SG2110", "SG2400", "SG2404", "SG2500", "SG2501", "SG2502", "SG2503"}
# Families of faults in the meaning: other tables and columns, expressions, cells, files, flags.
MEANING = ("SG22", "SG3", "SG4", "SG5", "SG6")

# Folders that a JSON Schema judges otherwise, and why.
EXCEPTIONS = {
    "SG2208-cross-join": "a table that stands twice in a list shows in the list itself",
    "SG2209-not-unique": "holds a value of \"unique\" that is not built yet, too",
}


def without_comments(text: str) -> str:
    """The text with // and /* */ comments blanked, but not those within strings."""
    pieces = re.findall(r'"(?:\\.|[^"\\])*"|//[^\n]*|/\*.*?\*/|[^"/]+|.', text, re.DOTALL)
    return "".join(" " if piece.startswith(("//", "/*")) else piece for piece in pieces)


def load(path: pathlib.Path):
    """The document, or None where it is no JSON (which is then the fault that the folder is about)."""
    try:
        return json.loads(without_comments(path.read_text(encoding="utf-8-sig")))
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError):
        return None


class Judge:
    def __init__(self, program: pathlib.Path):
        self.program = program
        self.faults: list[str] = []
        self.judged = 0
        self.text = self.run("schema")
        self.schema = json.loads(self.text)
        self.validator = Draft202012Validator(self.schema)

    def run(self, *arguments: str, given: str | None = None) -> str:
        done = subprocess.run([str(self.program), *arguments], capture_output=True, text=True, input=given,
                              timeout=SECONDS_AT_MOST, check=False)
        return done.stdout

    def codes(self, document) -> list[dict]:
        """What `check` finds in a document."""
        return json.loads(self.run("check", "--format", "json", "-", given=json.dumps(document)))

    def first_error(self, document) -> str | None:
        error = jsonschema.exceptions.best_match(self.validator.iter_errors(document))
        return None if error is None else f"{error.json_path}: {error.message[:200]}"

    def expect(self, name: str, document, valid: bool) -> None:
        self.judged += 1
        error = self.first_error(document)
        if (error is None) == valid:
            return
        self.faults.append(f"{name}: " + (f"must be valid, but {error}" if valid else "must be rejected"))

    # What is judged

    def check_committed(self, update: bool) -> None:
        if update:
            COMMITTED.parent.mkdir(exist_ok=True)
            COMMITTED.write_text(self.text, encoding="utf-8")
        if not COMMITTED.exists() or COMMITTED.read_text(encoding="utf-8") != self.text:
            self.faults.append(f"{COMMITTED.relative_to(TOP)} is not what `synthgen schema` prints: run this script "
                               "with --update")

    def check_metaschema(self) -> None:
        Draft202012Validator.check_schema(self.schema)
        definitions = self.schema["$defs"]
        used = set(re.findall(r'"\$ref": "#/\$defs/([^"]+)"', self.text))
        self.faults += [f"#/$defs/{name} is referred to and does not exist" for name in sorted(used - set(definitions))]
        for name, definition in definitions.items():
            for key, value in definition.get("properties", {}).items():
                if set(value) <= {"description"}:
                    self.faults.append(f"#/$defs/{name}/properties/{key} says nothing of its value")

    def check_good(self) -> None:
        paths = [*TOP.glob("examples/*/*.json"), *TOP.glob("tests/golden/*/*.json"), *TOP.glob("tests/bench/*.json"),
                 *TOP.glob("apps/synthgen/stories/*.json")]
        for path in sorted(paths):
            document = load(path)
            if isinstance(document, dict) and "tables" in document:
                self.expect(str(path.relative_to(TOP)), document, True)
        if self.judged < 8:
            self.faults.append(f"only {self.judged} right schemas were found")

    def check_documents(self) -> None:
        """The schemas and columns of the documents, but for those that are there to fail."""
        before = self.judged
        check_snippets.SOURCES = {source["required"][0] for source in self.schema["$defs"]["source"]["oneOf"]}
        for path in sorted([TOP / "README.md", *TOP.glob("docs/*.md")]):
            for snippet in check_snippets.snippets(path, path.name):
                if snippet.language not in ("json", "jsonc") or re.match(r"fails|other|output", snippet.mark):
                    continue
                values = check_snippets.values_of(snippet.text)
                complete = len(values) == 1 and isinstance(values[0], dict) and "synthgen" in values[0]
                document = values[0] if complete else check_snippets.schema_around(values)
                self.expect(snippet.place, document, True)
        if self.judged - before < 20:
            self.faults.append(f"only {self.judged - before} blocks of the documents were found")

    def check_examples_of_records(self) -> None:
        """The examples that the schema itself holds, as columns, as rules or as operators of noise."""
        for name, definition in self.schema["$defs"].items():
            for example in definition.get("examples", []):
                table = {"rows": 1, "columns": {"x": {"sequence": 1}}, "noise": [example]}
                if name == "rule":
                    table = {"rows": 1, "columns": {"x": {"sequence": 1}}, "rules": [example]}
                elif not name.startswith("noise_"):
                    table = {"rows": 1, "columns": {"x": example}}
                self.expect(f"example of {name}", {"synthgen": 1, "tables": {"t": table}}, True)

    def check_faulty(self) -> None:
        unused = set(EXCEPTIONS)
        for folder in sorted(HERE.iterdir()):
            path = folder / "schema.json"
            if not re.match(r"SG\d{4}-", folder.name) or not path.exists():
                continue
            document = load(path)
            if document is None:
                continue
            code = folder.name.split("-")[0]
            valid = code.startswith(MEANING) or (folder / "args").exists() and code not in STRUCTURE
            if code not in STRUCTURE and not valid:
                continue  # of values: a JSON Schema may judge them or not
            if folder.name in EXCEPTIONS:
                unused.discard(folder.name)
                valid = not valid
            self.expect(f"tests/errors/{folder.name}", document, valid)
        self.faults += [f"{name} stands in EXCEPTIONS, and there is no such folder" for name in sorted(unused)]

    def accepted(self, document, object_name: str) -> set[str] | None:
        """The keys that the program says it accepts where it meets an unknown one."""
        for finding in self.codes(document):
            match = re.search(r"accepted: (.+)$", finding.get("hint", ""))
            if "zzz" in finding["message"] and match:
                return set(match.group(1).split(", "))
        self.faults.append(f"the program does not tell the keys of {object_name}")
        return None

    def check_keys(self) -> None:
        """Keys of document, table, correlation, rule and output: those of the program are those of the schema."""
        table = {"rows": 1, "columns": {"x": {"sequence": 1}}}
        places = {
            "the document": ({"synthgen": 1, "tables": {"t": table}, "zzz": 1}, self.schema),
            "a table": ({"synthgen": 1, "tables": {"t": table | {"zzz": 1}}}, self.schema["$defs"]["table"]),
            "a correlation": ({"synthgen": 1, "tables": {"t": table | {"correlations": [{"zzz": 1}]}}},
                              self.schema["$defs"]["correlation"]),
            "a rule": ({"synthgen": 1, "tables": {"t": table | {"rules": [{"check": "x > 0", "zzz": 1}]}}},
                       self.schema["$defs"]["rule"]),
            "output": ({"synthgen": 1, "tables": {"t": table}, "output": {"zzz": 1}}, self.schema["$defs"]["output"]),
        }
        for name, (document, definition) in places.items():
            told = self.accepted(document, name)
            here = set(definition["properties"])
            if told is not None and told != here:
                self.faults.append(f"keys of {name}: the program accepts {sorted(told - here)} more, and the schema "
                                   f"{sorted(here - told)}")

    def check_column_keys(self) -> None:
        """Each key of a source, a distribution and of every column is one that the program knows."""
        definitions = self.schema["$defs"]
        for name, definition in definitions.items():
            if not name.startswith(("source_", "distribution_")):
                continue
            kind = name.split("_", 1)[1]
            source = kind if name.startswith("source_") else "distribution"
            for key in [*definition.get("properties", {}), *definitions["column"]["properties"]]:
                column = {source: kind} if source == "distribution" and kind != source else {source: None}
                document = {"synthgen": 1, "tables": {"t": {"rows": 1, "columns": {"x{i}": column | {key: None}}}}}
                if key != "repeat":
                    document["tables"]["t"]["columns"] = {"x": column | {key: None}}
                for finding in self.codes(document):
                    if finding["code"] in ("SG2104", "SG2004", "SG2005") and f'"{key}"' in finding["message"]:
                        self.faults.append(f"{name}: the schema has {key}, and the program says: {finding['message']}")

    @staticmethod
    def with_operator(operator: dict) -> dict:
        return {"synthgen": 1, "tables": {"t": {"rows": 1, "columns": {"x": {"constant": "a"}, "y": {"constant": "b"}},
                                                "noise": [operator]}}}

    def check_noise(self) -> None:
        """An operator takes its own keys and those of all, and no other's, and lacks what the program says it lacks; its
        rate is as the program wants it."""
        definitions = self.schema["$defs"]
        common = set(definitions["noise"]["properties"])
        own = {name.removeprefix("noise_"): set(definition["properties"]) - common
               for name, definition in definitions.items() if name.startswith("noise_")}
        if set(own) != set(definitions["noise"]["properties"]["operator"]["enum"]):
            self.faults.append("operators of noise and their definitions are not the same")
        every = set().union(*own.values())
        for kind, keys in own.items():
            operator = {"operator": kind, "columns": ["x", "y"], "rate": 0.1}
            for key in sorted(every | common):
                unknown = [finding for finding in self.codes(self.with_operator({**operator, key: None}))
                           if finding["code"] == "SG2404" and f'"{key}"' in finding["message"]]
                if bool(unknown) != (key not in keys | common):
                    self.faults.append(f"noise {kind}: program and schema disagree on the key {key}")
                if unknown:
                    self.expect(f"noise {kind} with {key}", self.with_operator({**operator, key: 1}), False)
        for kind, keys in own.items():
            example = definitions[f"noise_{kind}"]["examples"][0]
            pairs = [(key, other) for key in keys for other in keys if key < other]
            for less in [set(), *({key} for key in keys), *({key, other} for key, other in pairs)]:
                operator = {key: value for key, value in example.items() if key not in less}
                document = self.with_operator(operator)
                faulty = any(finding["code"] in ("SG2002", "SG2410", "SG2415") for finding in self.codes(document))
                self.expect(f"noise {json.dumps(operator)}", document, not faulty)
        kind = next((kind for kind in own if "minItems" in definitions[f"noise_{kind}"]["properties"]["columns"]
                     and definitions[f"noise_{kind}"]["properties"]["columns"]["minItems"] == 1
                     and not definitions[f"noise_{kind}"].get("required")), None)
        base = {"operator": kind, "columns": ["x"]}
        for more, valid in (({"rate": 0.1}, True), ({"rate": 0}, True), ({"rate": 1}, True), ({"rate": "=0.1"}, True),
                            ({"rate": "0.1"}, False), ({"rate": -0.1}, False), ({"rate": 1.1}, False), ({}, False),
                            ({"rate": True}, False), ({"if": "x = 'a'"}, True), ({"if": True}, False),
                            ({"rate": 0.1, "if": "x = 'a'"}, True), ({"rate": 0.1, "exact": True}, True),
                            ({"exact": True}, False), ({"rate": 0.1, "exact": True, "if": "x = 'a'"}, False),
                            ({"exact": True, "if": "x = 'a'"}, False), ({"rate": 0.1, "exact": 1}, False),
                            ({"rate": 0.1, "exact": False, "if": "x = 'a'"}, True), ({"rate": 0.1, "name": ""}, False),
                            ({"rate": 0.1, "name": "front desk"}, True), ({"rate": 0.1, "columns": []}, False),
                            ({"rate": 0.1, "columns": "x"}, False), ({"rate": 0.1, "columns": [1]}, False)):
            document = self.with_operator({**base, **more})
            told = not any(finding["severity"] == "error" for finding in self.codes(document))
            if told != valid:
                self.faults.append(f"noise with {more}: the program " + ("accepts" if told else "refuses") + " it")
            self.expect(f"noise with {more}", document, valid)

    @staticmethod
    def with_rule(rule) -> dict:
        columns = {"x": {"distribution": "integer", "min": 0, "max": 9},
                   "y": {"distribution": "normal", "mean": 0, "sd": 1}}
        return {"synthgen": 1, "constants": {"share": 0.1},
                "tables": {"t": {"rows": 1, "columns": columns, "rules": [rule]}}}

    def check_rules(self) -> None:
        """Program and schema agree on every set of the keys of a rule, and on values of each key."""
        key_values = {"check": "x > 0", "if": "x > 1", "then": "y > 0", "else": "y < 0", "violate": 0.1, "exact": True,
                      "by": 0.1, "enforce": "verify", "name": "n"}
        # What the reading of the schema says of the keys; what is unsound about a rule itself is not asked here.
        structure = STRUCTURE | {"SG2106"}
        for chosen in range(2 ** len(key_values)):
            rule = {key: value for k, (key, value) in enumerate(key_values.items()) if chosen >> k & 1}
            document = self.with_rule(rule)
            faulty = any(finding["code"] in structure for finding in self.codes(document))
            self.expect(f"rule {json.dumps(rule)}", document, not faulty)
        base = {"check": "x > 0"}
        violated = {**base, "violate": 0.1}
        for rule, valid in ((base, True), ("x > 0", False), ([base], False), ({"check": True}, False),
                            ({**base, "enforce": "condition"}, True), ({**base, "enforce": "report"}, True),
                            ({**base, "enforce": "never"}, False), ({**base, "enforce": True}, False),
                            ({**violated, "enforce": "condition"}, True), ({**violated, "enforce": "report"}, False),
                            ({**base, "violate": 0}, True), ({**base, "violate": 1}, True),
                            ({**base, "violate": "=share"}, True), ({**base, "violate": 1.1}, False),
                            ({**base, "violate": -0.1}, False), ({**base, "violate": "0.1"}, False),
                            ({**base, "violate": True}, False), ({**violated, "exact": False}, True),
                            ({**violated, "exact": 1}, False), ({**violated, "by": 0}, False),
                            ({**violated, "by": -1}, False), ({**violated, "by": "=0.1"}, True),
                            ({**violated, "by": "0.1"}, False), ({**violated, "by": [0.1]}, False),
                            ({**violated, "by": None}, False), ({**violated, "by": {"choice": [0.1, 0.2]}}, True),
                            ({**violated, "by": {"zzz": 1}}, False), ({**base, "name": ""}, False),
                            ({**base, "name": "rule 3"}, True), ({**base, "name": 3}, False),
                            ({**base, "description": "by law"}, True), ({**base, "description": 1}, False),
                            ({"if": "x > 1", "then": ["y > 0"]}, False), ({"if": {"x": 1}, "then": "y > 0"}, False)):
            document = self.with_rule(rule)
            told = not any(finding["code"] in structure for finding in self.codes(document))
            if told != valid:
                self.faults.append(f"rule {json.dumps(rule)}: the program {'accepts' if told else 'refuses'} it")
            self.expect(f"rule {json.dumps(rule)}", document, valid)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=pathlib.Path, default=TOP / "build" / "bin" / "synthgen")
    parser.add_argument("--update", action="store_true", help="write schemas/synthgen.schema.json anew")
    options = parser.parse_args()
    judge = Judge(options.program.resolve())
    judge.check_committed(options.update)
    judge.check_metaschema()
    judge.check_good()
    judge.check_documents()
    judge.check_examples_of_records()
    judge.check_faulty()
    judge.check_keys()
    judge.check_column_keys()
    judge.check_noise()
    judge.check_rules()
    for fault in judge.faults:
        print(f"FAILED {fault}", file=sys.stderr)
    print(f"{judge.judged} documents judged, {len(judge.faults)} faults")
    return 1 if judge.faults else 0


if __name__ == "__main__":
    sys.exit(main())
