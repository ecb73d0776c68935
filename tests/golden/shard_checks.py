"""Shards joined are the whole: their files byte for byte, and their manifests figure for figure.

The manifests are joined twice: by `merge`, and here by a second implementation of what
include/synthgen/engine/unit_groups.hpp and distinct_counter.hpp describe.
"""

import datetime
import hashlib
import json
import math
import pathlib
import subprocess
from decimal import Decimal

SECONDS_AT_MOST = 900


def run_shards(checks, program: pathlib.Path, arguments: list[str], out: pathlib.Path, count: int, cwd) -> bool:
    """All shards at the same time into one folder, the last one first."""
    runs = [
        subprocess.Popen(
            [str(program), "generate", *arguments, "-o", str(out), "--progress", "never", "--threads", "1"]
            + ["--stats", "full", "--shard", f"{number}/{count}"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=cwd,
        )
        for number in range(count, 0, -1)
    ]
    ended = [(run.communicate(timeout=SECONDS_AT_MOST)[1], run.returncode) for run in runs]
    faults = [message.decode("utf-8", "replace") for message, code in ended if code != 0]
    return checks.that(not faults, f"{count} shards run at the same time into {out.name}", "\n".join(faults))


def joined_hashes(out: pathlib.Path) -> dict[str, str]:
    """The hash of each table's parts, joined in the order of their names, under the path of the whole file; of clean
    twins and logs of changes likewise."""
    wholes = {}
    for part in sorted(out.rglob("shard-*.csv")):
        path = part.parent.relative_to(out).as_posix() + ".csv"
        wholes.setdefault(path, hashlib.sha256()).update(part.read_bytes())
    return {path: whole.hexdigest() for path, whole in wholes.items()}


def read_manifest(file: pathlib.Path) -> dict:
    """Numbers keep their digits."""
    return json.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)


def join_moments(a: list, b: list) -> list:
    """Of values, sum, correction, mean, squares: those of both."""
    if b[0] == 0 or a[0] == 0:
        return a if b[0] == 0 else b
    total = a[1] + b[1]
    larger, smaller = (a[1], b[1]) if abs(a[1]) >= abs(b[1]) else (b[1], a[1])
    correction = a[2] + ((larger - total) + smaller)
    distance = b[3] - a[3]
    before, added, both = float(a[0]), float(b[0]), float(a[0] + b[0])
    return [
        a[0] + b[0],
        total,
        correction + b[2],
        a[3] + distance * (added / both),
        a[4] + (b[4] + distance * distance * (before * added / both)),
    ]


def moments_of(parts: list[dict]) -> list:
    """Neighbours are joined where together they are aligned to their own size; what is left, from the left."""
    stack: list[tuple[int, int, list]] = []
    for part in parts:
        for first, units, values, *figures in part.get("groups", []):
            stack.append((first, units, [values, *map(float, figures)]))
            while len(stack) >= 2 and stack[-1][1] == stack[-2][1] and stack[-2][0] % (2 * stack[-2][1]) == 0:
                later, earlier = stack.pop(), stack.pop()
                stack.append((earlier[0], 2 * earlier[1], join_moments(earlier[2], later[2])))
    total = [0, 0.0, 0.0, 0.0, 0.0]
    for _, _, moments in stack:
        total = join_moments(total, moments)
    return total


RANKS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnop"


def estimate_of(registers: list[int]) -> float:
    """Ertl 2017, "New cardinality estimation algorithms for HyperLogLog sketches", algorithm 6."""
    counts = [registers.count(rank) for rank in range(52)]
    size = len(registers)
    if counts[0] == size:
        return 0.0
    x, weight, total = 1 - counts[51] / size, 0.5, 0.0
    if 0 < x < 1:
        total, before = 1 - x, -1.0
        while total != before:
            x, before = math.sqrt(x), total
            total -= (1 - x) ** 2 * weight
            weight /= 2
        total /= 3
    z = size * total
    for rank in range(50, 0, -1):
        z = (z + counts[rank]) / 2
    x, weight, total, before = counts[0] / size, 1.0, counts[0] / size, -1.0
    while total != before:
        x, before = x * x, total
        total += x * weight
        weight *= 2
    return size / (2 * math.log(2)) * (size / (z + size * total))


def steps_between(kind: str, digits: int, low, high) -> int | None:
    """How many values a column can have from one to the other; nothing where there is no telling."""
    if kind in ("integer", "decimal"):
        return int((Decimal(high) - Decimal(low)) * 10**digits) + 1
    if kind == "date":
        return (datetime.date.fromisoformat(high) - datetime.date.fromisoformat(low)).days + 1
    if kind in ("timestamp", "datetime", "time"):
        day = "2000-01-01T" if kind == "time" else ""
        width = datetime.datetime.fromisoformat(day + high) - datetime.datetime.fromisoformat(day + low)
        return width // datetime.timedelta(microseconds=10 ** (6 - digits)) + 1
    return None


def join_distinct(parts: list[dict], kind: str, digits: int, whole: dict, values: int) -> int:
    """Values that were counted, or the estimate of the greatest registers."""
    if not all("distinct" in part for part in parts):
        if kind == "boolean":
            true = sum(int(part["sum"]) for part in parts)
            return (true > 0) + (true < values)
        codes = {code for part in parts for code, _, _ in part.get("counts", [])}
        return len(codes) or values  # without counts all values differ
    registers = [max(map(RANKS.index, ranks)) for ranks in zip(*(part["distinct"] for part in parts))]
    most = [values]
    if "min" in whole:
        steps = steps_between(kind, digits, whole["min"], whole["max"])
        most += [] if steps is None else [steps]
    return min(math.floor(estimate_of(registers) + 0.5), *most, values)


def join_column(columns: list[dict], rows: int) -> dict:
    """One column of the whole from that of each shard."""
    parts = [column["parts"] for column in columns]
    told = ("type", "clean_type", "description", "source", "declared")
    whole = {key: columns[0][key] for key in told if key in columns[0]}
    whole["nulls"] = sum(column["nulls"] for column in columns)
    values = rows - whole["nulls"]
    for key, choose in (("min", min), ("max", max)):
        figures = [column[key] for column in columns if key in column]
        if figures:
            whole[key] = choose(figures)
    kind = whole["type"].split("(")[0]
    digits = int(whole["type"].split("(")[1][:-1]) if "(" in whole["type"] else 0
    if kind in ("number", "integer", "decimal") and values > 0:
        _, total, correction, _, squares = moments_of(parts)
        if kind == "number":
            whole["mean"] = (total + correction) / values
        else:
            whole["mean"] = float(sum(int(part["sum"]) for part in parts)) / values / 10.0**digits
        if values > 1:
            whole["sd"] = math.sqrt(squares / (values - 1)) / 10.0**digits
    if kind == "boolean" and values > 0:
        whole["mean"] = sum(int(part["sum"]) for part in parts) / values
    counts: dict[int, list] = {}
    for part in parts:
        for code, text, count in part.get("counts", []):
            counts.setdefault(code, [text, 0])[1] += count
    if counts:
        whole["top"] = [entry for _, entry in sorted(counts.items(), key=lambda item: (-item[1][1], item[0]))][:10]
    whole["distinct_estimate"] = join_distinct(parts, kind, digits, whole, values)
    return whole


def counted(manifests: list[dict]) -> dict[tuple[str, str], int]:
    """Warnings; a message speaks of one cell or of many."""
    found: dict[tuple[str, str], int] = {}
    for manifest in manifests:
        for warning in manifest["warnings"]:
            message = warning["message"].replace("cell of", "cells of").replace(" is null", " are null")
            found[warning["code"], message] = found.get((warning["code"], message), 0) + warning["count"]
    return found


def joined_noise(tables: list[dict]) -> list[dict]:
    """Each operator of a table, with the sums over its shards."""
    return [
        {**operators[0], **{key: sum(o[key] for o in operators) for key in ("planned", "changed", "skipped")}}
        for operators in zip(*(table["noise"] for table in tables), strict=True)
    ]


def check_manifests(checks, name: str, whole: dict, shards: list[dict]) -> None:
    count = len(shards)
    for key in ("synthgen", "stream", "schema", "seed", "reference_time", "libraries"):
        checks.that(all(shard.get(key) == whole.get(key) for shard in shards), f"{name}: all shards have its {key}")
    checks.equal(
        [shard["arguments"].pop("shard") for shard in shards],
        [f"{number}/{count}" for number in range(1, count + 1)],
        f"{name}: each manifest tells its shard",
    )
    checks.that(all(shard["arguments"] == whole["arguments"] for shard in shards), f"{name}: the arguments are its own")
    checks.equal(len({shard["plan"] for shard in shards}), 1, f"{name}: all shards are of one plan")
    checks.equal(counted(shards), counted([whole]), f"{name}: the warnings add up")
    for table, wanted in whole["tables"].items():
        tables = [shard["tables"][table] for shard in shards]
        checks.that(
            all(part["rows"] == part["files"][0]["rows"] for part in tables), f"{name}: parts of {table} tell their rows"
        )
        check_table(checks, f"{name}: {table}", wanted, tables, wanted["rows"])
        checks.that(
            all(part.get("correlations") == wanted.get("correlations") for part in tables),
            f"{name}: each part of {table} tells the correlations of the whole",
        )
        if "noise" in wanted:
            checks.equal(sum(part["clean_rows"] for part in tables), wanted["clean_rows"], f"{name}: clean rows add up")
            checks.equal(joined_noise(tables), wanted["noise"], f"{name}: what noise did to {table} adds up")
        if "clean" in wanted:
            clean = [part["clean"] for part in tables]
            check_table(checks, f"{name}: clean {table}", wanted["clean"], clean, wanted["rows"])
        if "changes" in wanted:
            logs = [part["changes"] for part in tables]
            checks.that(all(log["rows"] == log["files"][0]["rows"] for log in logs), f"{name}: logs tell their rows")
            checks.equal(
                sum(log["rows"] for log in logs), wanted["changes"]["rows"], f"{name}: the logs of {table} add up"
            )


def check_table(checks, name: str, wanted: dict, parts: list[dict], rows: int) -> None:
    """Files that hold a table, dirty or clean, and the figures of its columns."""
    next_row = 0
    for part in parts:
        [file] = part["files"]
        checks.equal(file["first_row"], next_row, f"{name}: a part follows on")
        next_row += file["rows"]
    checks.equal(next_row, rows, f"{name}: the parts have all rows")
    sizes = [part["files"][0]["rows"] for part in parts]
    checks.that(max(sizes) - min(sizes) < 2048, f"{name}: the parts are alike", sizes)
    for column, figures in wanted["columns"].items():
        found = join_column([part["columns"][column] for part in parts], rows)
        for key in ("mean", "sd"):
            if key in figures:
                figures[key] = float(figures[key])
        checks.equal(found, figures, f"{name}.{column} has the figures of the whole")


def check_shards(
    checks,
    program: pathlib.Path,
    arguments: list[str],
    cwd: pathlib.Path,
    whole: pathlib.Path,
    work: pathlib.Path,
    count: int,
) -> None:
    """Shards by the same arguments as the run that made the folder `whole`."""
    name = f"{cwd.name} in {count} {'shard' if count == 1 else 'shards'}"
    out = work / name.replace(" ", "-")
    if not run_shards(checks, program, arguments, out, count, cwd):
        return
    wanted = {
        file.relative_to(whole).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(whole.rglob("*.csv"))
    }
    checks.equal(joined_hashes(out), wanted, f"{name}: the parts joined have the bytes of the whole")
    manifests = sorted(out.glob("manifest.*"))
    names = [f"manifest.shard-{number:04}-of-{count:04}.json" for number in range(1, count + 1)]
    checks.equal([file.name for file in manifests], names, f"{name}: one manifest for each shard, and none besides")
    check_manifests(checks, name, read_manifest(whole / "manifest.json"), [read_manifest(file) for file in manifests])
    check_merge(checks, program, name, whole, out, count)


def without_files(manifest: dict) -> dict:
    """All that does not tell how the rows are spread over files."""
    manifest.pop("shards", None)
    for table in manifest["tables"].values():
        for tree in (table, table.get("clean", {}), table.get("changes", {})):
            tree.pop("files", None)
    return manifest


def check_merge(checks, program: pathlib.Path, name: str, whole: pathlib.Path, out: pathlib.Path, count: int) -> None:
    """`merge` writes the manifest of the whole, to the last digit, and leaves what `verify` finds well."""
    files = {file.relative_to(out): file.read_bytes() for file in out.rglob("*.csv")}
    done = subprocess.run([str(program), "merge", str(out)], capture_output=True, timeout=SECONDS_AT_MOST, check=False)
    if not checks.equal(done.returncode, 0, f"{name}: they are merged"):
        print(done.stderr.decode("utf-8", "replace"))
        return
    checks.equal([file.name for file in out.glob("*.json")], ["manifest.json"], f"{name}: one manifest is left")
    kept = {file.relative_to(out): file.read_bytes() for file in out.rglob("*.csv")}
    checks.that(kept == files, f"{name}: merging leaves every file as it was")
    merged = read_manifest(out / "manifest.json")
    checks.equal(merged["shards"], count, f"{name}: the manifest tells of how many it was merged")
    wanted = read_manifest(whole / "manifest.json")
    # As texts, so that 5 and 5.0 differ and keys stand in the same order.
    texts = [json.dumps(without_files(manifest), default=str) for manifest in (merged, wanted)]
    checks.equal(texts[0], texts[1], f"{name}: the merged manifest is that of the whole")
    done = subprocess.run([str(program), "verify", str(out)], capture_output=True, timeout=SECONDS_AT_MOST, check=False)
    checks.equal(done.returncode, 0, f"{name}: verify finds the merged output well")
