#!/usr/bin/env python3
"""Shows that no key of the language is ignored: each name of src/kind/not_yet.def is tried in its place.

The program must refuse it with "not supported yet" (SG2005 in the schema and in expressions, SG6003 for a format
on the command line), with exit code 3 (2 on the command line), and must not call any name unknown. And a member that
`synthgen list` shows as built must not stand in the list of those that are not.

Usage: run_not_yet.py [--program build/bin/synthgen]
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
SECONDS_AT_MOST = 60


def unbuilt_names() -> list[tuple[str, str]]:
    text = (TOP / "src" / "kind" / "not_yet.def").read_text(encoding="utf-8")
    return re.findall(r"^NOT_YET\((\w+), ([\w.]+)\)$", text, re.MULTILINE)


def schema(table: dict | None = None, column: dict | None = None, **document) -> dict:
    """A right schema, but for what is added to its document, its table or its second column."""
    columns = {"id": {"sequence": 1}, "x": {"sequence": 1, **(column or {})}}
    return {"synthgen": 1, "tables": {"t": {"rows": 3, "columns": columns, **(table or {})}}, **document}


def with_column(column: dict) -> dict:
    return {"synthgen": 1, "tables": {"t": {"rows": 3, "columns": {"id": {"sequence": 1}, "x": column}}}}


def schemas_for(place: str, name: str) -> list[dict]:
    """The schemas in which the name stands where the language has it."""
    values = [True, 1, "a", ["a"], {"a": 1}]
    if place == "document_key":
        return [schema(**{name: value}) for value in values]
    if place == "table_key":
        return [schema(table={name: value}) for value in values]
    if place == "rows_key":
        return [schema(table={"rows": {name: value}}) for value in values]
    if place in ("column_key", "source_key"):
        return [schema(column={name: value}) for value in values]
    if place == "source":
        return [with_column({name: value}) for value in values]
    if place == "type":
        return [schema(column={"type": name})]
    if place == "distribution":
        return [with_column({"distribution": name, "shape": 2, "other": "=id"}),
                with_column({"expression": f"{name}(1, 2)"})]
    if place == "noise":
        return [schema(table={"noise": [{"operator": name, "columns": columns, **more}]})
                for columns in (["x"], []) for more in ({"rate": 0.1}, {"rate": 0.1, "copies": 2, "link": "id"}, {})]
    if place == "provider":
        return [with_column({"provider": name, "locale": "es_ES", "gender": "F"})]
    if place == "function":
        return [with_column({"expression": f"{name}(id)"}), with_column({"distribution": "normal", "mean": f"={name}(id)", "sd": 1})]
    if place == "operation":
        return [with_column({"expression": f"count(t {name} id)"})]
    if place == "output_key":
        return [schema(output={name: value}) for value in values]
    if place in ("csv_key", "parquet_key"):
        return [schema(output={place.removesuffix("_key"): {name: 1}})]
    if place == "format":
        return [schema(output={"format": name})]
    raise ValueError(f"not_yet.def has a new place, {place}: say here where its names stand in a schema")


def faults_of(program: pathlib.Path, place: str, name: str, text: dict, folder: pathlib.Path) -> list[str]:
    file = folder / "schema.json"
    file.write_text(json.dumps(text), encoding="utf-8")
    done = subprocess.run([str(program), "check", "--format", "json", str(file)], capture_output=True, text=True,
                          timeout=SECONDS_AT_MOST, check=False)
    where = f"{place} {name} in {json.dumps(text)}"
    if done.returncode != 3:
        return [f"{where}: exit code {done.returncode} in place of 3"]
    findings = json.loads(done.stdout)
    codes = [finding["code"] for finding in findings]
    faults = []
    if codes != ["SG2005"]:
        faults.append(f"{where}: gives {codes}, not one SG2005")
    faults += [f"{where}: says \"{finding['message']}\"" for finding in findings if "not supported yet" not in
               finding["message"]]
    return faults


def built_names(program: pathlib.Path, topic: str) -> set[str]:
    done = subprocess.run([str(program), "list", topic], capture_output=True, text=True, timeout=SECONDS_AT_MOST,
                          check=True)
    return {line.split()[0] for line in done.stdout.splitlines() if line.startswith("  ")}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=pathlib.Path, default=TOP / "build" / "bin" / "synthgen")
    program = parser.parse_args().program.resolve()
    names = unbuilt_names()
    faults = [] if names else ["not_yet.def could not be read"]
    tried = 0
    with tempfile.TemporaryDirectory() as scratch:
        for place, name in names:
            for text in schemas_for(place, name):
                tried += 1
                faults += faults_of(program, place, name, text, pathlib.Path(scratch))
    for topic, place in (("sources", "source"), ("distributions", "distribution"), ("providers", "provider"),
                         ("functions", "function"), ("writers", "format"), ("noise", "noise")):
        built = built_names(program, topic)
        if not built:
            faults.append(f"`synthgen list {topic}` names nothing")
        both = sorted(built & {name for at, name in names if at == place})
        faults += [f"{name} is built, and not_yet.def lists it as {place}" for name in both]
    for fault in faults:
        print(f"FAILED {fault}", file=sys.stderr)
    print(f"{len(names)} names tried in {tried} schemas, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
