#!/usr/bin/env python3
"""The log of noise, applied backwards to the dirty files, gives the clean ones; it lists every cell that differs, and
no other. So with many operators on the same columns, in CSV and Parquet, shuffled, in shards and on any threads."""

import collections
import copy
import hashlib
import json
import pathlib

from checks import Checks, generate, need, parse, parser, writes_parquet
from noise_files import (
    Change,
    Table,
    files_below,
    joined_shards,
    parse_text,
    plain_value,
    read_csv,
    read_log,
    read_manifest,
    read_parquet_log,
    write_csv,
)
from noise_schemas import CITIES, EDGES, SCHEMA, VISITS_NOISE, WRITTEN_AS_TEXT

# One operator on several columns of a row, or on a row as a whole: lines in the log are not what it counts.
ON_ROWS = {"incomplete", "block", "swap_columns"}


def label_of(operator: dict) -> str:
    return operator.get("name", operator["operator"])


def formats_of(table: dict) -> dict[str, str]:
    return {name: column["format"] for name, column in table["columns"].items() if "format" in column}


def check_order(checks: Checks, name: str, log: list[Change], noise: list[dict]) -> None:
    """Lines in order of row, then of application: by operator, then by its columns."""
    places: dict[tuple[str, str], tuple[int, int]] = {}
    for number, operator in enumerate(noise):
        for order, column in enumerate([*operator["columns"], *operator.get("set", {})]):
            places[label_of(operator), column] = (number, order)
    unknown = [change for change in log if (change.operator, change.column) not in places]
    if not checks.equal(unknown, [], f"{name}: the log names operators and columns of the schema only"):
        return
    order = [(change.row, *places[change.operator, change.column]) for change in log]
    wrong = [log[i + 1] for i in range(len(order) - 1) if order[i] >= order[i + 1]]
    checks.equal(wrong[:3], [], f"{name}: lines stand in order of row, operator and column, each once")


def check_log(checks: Checks, name: str, log: list[Change], noise: list[dict]) -> None:
    check_order(checks, name, log, noise)
    checks.equal([c for c in log if c.row != c.source_row][:3], [], f"{name}: row and source_row are one")
    checks.equal([c for c in log if c.before == c.after][:3], [], f"{name}: no line tells a change that is none")


def check_counts(checks: Checks, name: str, log: list[Change], noise: list[dict], manifest: dict) -> None:
    told = manifest["noise"]
    wanted = [(label_of(one), [*one["columns"], *one.get("set", {})]) for one in noise]
    checks.equal(
        [(one["operator"], one["columns"]) for one in told], wanted, f"{name}: the manifest lists the operators"
    )
    lines = collections.Counter(change.operator for change in log)
    rows = collections.Counter(operator for operator, _ in {(change.operator, change.row) for change in log})
    for operator, entry in zip(noise, told):
        label = label_of(operator)
        changed = (rows if operator["operator"] in ON_ROWS else lines)[label]
        checks.equal(entry["changed"], changed, f"{name}: the manifest tells what {label} changed")
        checks.equal(entry["skipped"], entry["planned"] - changed, f"{name}: what {label} did not change was skipped")
        checks.that(changed > 0, f"{name}: {label} changed something")
        if operator.get("exact"):
            planned = int(operator["rate"] * manifest["rows"] + 0.5) * len(operator["columns"])
            checks.equal(entry["planned"], planned, f"{name}: {label} is exact")
    checks.equal(manifest["changes"]["rows"], len(log), f"{name}: the manifest counts the lines")
    checks.equal(manifest["clean_rows"], manifest["rows"], f"{name}: as many rows as before")


def check_columns(checks: Checks, name: str, manifest: dict, as_text: set[str]) -> None:
    """Columns that noise makes texts are told as such."""
    clean = manifest["clean"]["columns"]
    for column, entry in manifest["columns"].items():
        was = clean[column]["type"]
        if column in as_text:
            checks.equal(
                (entry["type"], entry.get("clean_type")), ("string", was), f"{name}: {column} is told to be texts now"
            )
            checks.that(was != "string", f"{name}: {column} was no text before")
        else:
            checks.equal((entry["type"], "clean_type" in entry), (was, False), f"{name}: {column} keeps its type")


def check_nulls(checks: Checks, name: str, manifest: dict, dirty: Table, clean: Table) -> None:
    for which, table, told in (("dirty", dirty, manifest["columns"]), ("clean", clean, manifest["clean"]["columns"])):
        nulls = {column: sum(row[c] is None for row in table[1]) for c, column in enumerate(table[0])}
        checks.equal(
            {c: told[c]["nulls"] for c in nulls}, nulls, f"{name}: the manifest counts nulls of the {which} file"
        )


def check_backwards(checks: Checks, name: str, dirty: Table, clean: Table, log: list[Change], data: bytes) -> None:
    """The log applied backwards to the dirty cells. Each must be `after` when its turn comes."""
    names, rows = dirty[0], [list(row) for row in dirty[1]]
    column_at = {column: place for place, column in enumerate(names)}
    differing = {
        (r, names[c])
        for r, (before, now) in enumerate(zip(clean[1], rows))
        if before != now
        for c in range(len(names))
        if before[c] != now[c]
    }
    listed = {(change.row, change.column) for change in log}
    checks.equal(sorted(differing - listed)[:3], [], f"{name}: the log lists every cell that differs")
    checks.equal(sorted(listed - differing)[:3], [], f"{name}: the log lists no cell that is right")
    wrong = []
    for change in reversed(log):
        row = rows[change.row]
        if row[column_at[change.column]] != change.after:
            wrong.append((change, row[column_at[change.column]]))
        row[column_at[change.column]] = change.before
    checks.equal(wrong[:3], [], f"{name}: each cell is `after` before the step that undoes it")
    checks.that(write_csv((names, rows)) == data, f"{name}: the log, applied backwards, gives the clean file")


def check_csv(checks: Checks, name: str, folder: pathlib.Path, schema: dict) -> dict[str, tuple[Table, list[Change]]]:
    """All of the above, of both tables; the clean ones and the logs."""
    manifest = read_manifest(folder)
    found = {}
    for table, declared in schema["tables"].items():
        told = f"{name}, {table}"
        files = {tree: (folder / tree / f"{table}.csv").read_bytes() for tree in ("", "clean", "changes")}
        dirty, clean = read_csv(files[""]), read_csv(files["clean"])
        log = read_log(read_csv(files["changes"]))
        checks.equal(dirty[0], clean[0], f"{told}: dirty and clean have the same columns")
        checks.equal((len(dirty[1]), len(clean[1])), (declared["rows"],) * 2, f"{told}: both have all rows")
        checks.that(write_csv(dirty) == files[""], f"{told}: the dirty file is quoted as documented")
        noise = declared["noise"]
        check_log(checks, told, log, noise)
        check_backwards(checks, told, dirty, clean, log, files["clean"])
        entry = manifest["tables"][table]
        for (tree, data), part in zip(files.items(), (entry, entry["clean"], entry["changes"])):
            [file] = part["files"]
            path = f"{tree}/{table}.csv".lstrip("/")
            rows = len(log) if tree == "changes" else declared["rows"]
            found_file = (path, "csv", rows, len(data), hashlib.sha256(data).hexdigest())
            told_file = tuple(file[key] for key in ("path", "format", "rows", "bytes", "sha256"))
            checks.equal(told_file, found_file, f"{told}: the manifest tells of {path}")
        check_counts(checks, told, log, noise, entry)
        check_columns(checks, told, entry, WRITTEN_AS_TEXT[table])
        check_nulls(checks, told, entry, dirty, clean)
        found[table] = (clean, log)
    return found


def check_deep(checks: Checks, log: list[Change]) -> None:
    """That this schema asks much: cells with long histories, nulls and empty texts told apart."""
    histories = collections.Counter((change.row, change.column) for change in log)
    checks.that(max(histories.values()) >= 5, "some cell is damaged five times", histories.most_common(1))
    forms = [(change.before is None, change.before == "", change.after is None, change.after == "") for change in log]
    for place, what in enumerate(("before null", "before empty", "after null", "after empty")):
        checks.that(sum(form[place] for form in forms) > 10, f"the log has lines with {what}")
    kinds = {
        mark for mark in '",\n' for change in log if mark in (change.after or "") and mark in (change.before or "")
    }
    checks.equal(len(kinds), 3, "quotes, commas and line breaks are in the log")


def check_parents(checks: Checks, folder: pathlib.Path) -> None:
    """Children read clean values."""
    people, visits = (read_csv((folder / "clean" / f"{t}.csv").read_bytes()) for t in ("people", "visits"))
    name_at = people[0].index("name")
    names = {row[0]: row[name_at] for row in people[1]}
    at = [visits[0].index(column) for column in ("person_id", "name_then")]
    wrong = [row for row in visits[1] if names[row[at[0]] or ""] != row[at[1]]]
    checks.equal(wrong[:3], [], "a path reads the parent as it was before noise")
    dirty = read_csv((folder / "visits.csv").read_bytes())
    checks.that(
        [r[at[1]] for r in dirty[1]] == [r[at[1]] for r in visits[1]], "and what it reads is not damaged itself"
    )


def check_parquet(checks: Checks, name: str, folder: pathlib.Path, schema: dict, of_csv: dict) -> None:
    """The same values by type. Of a column that is written as texts its own texts; then what they stand for."""
    import pyarrow.parquet

    manifest = read_manifest(folder)
    for table, declared in schema["tables"].items():
        told = f"{name}, {table}"
        dirty, clean = (pyarrow.parquet.read_table(folder / tree / f"{table}.parquet") for tree in ("", "clean"))
        log = read_parquet_log(folder / "changes" / f"{table}.parquet")
        formats = formats_of(declared)

        def unformatted(changes: list) -> list:
            """Parquet knows no formats of dates, and its log writes them as ISO 8601 has them."""
            return [(c.row, c.column, c.operator, *((c.before, c.after) if c.column not in formats else ()))
                    for c in changes]

        checks.that(unformatted(log) == unformatted(of_csv[table][1]), f"{told}: the log is that of the CSV")
        entry = manifest["tables"][table]
        check_counts(checks, told, log, declared["noise"], entry)
        check_columns(checks, told, entry, WRITTEN_AS_TEXT[table])
        by_column = collections.defaultdict(list)
        for change in log:
            by_column[change.column].append(change)
        for column in clean.column_names:
            kind = entry["clean"]["columns"][column]["type"]
            text = column in WRITTEN_AS_TEXT[table]
            if not text:
                checks.equal(
                    dirty.schema.field(column).type, clean.schema.field(column).type, f"{told}: {column} keeps its type"
                )

            def held(cell: str | None) -> object:
                """What the dirty file holds for a text of the log."""
                return cell if cell is None or text else parse_text(cell, kind, None)

            cells = [plain_value(cell) for cell in dirty[column].to_pylist()]
            wanted = [plain_value(cell) for cell in clean[column].to_pylist()]
            now = list(cells)
            wrong = []
            for change in reversed(by_column[column]):
                if now[change.row] != held(change.after):
                    wrong.append((change, now[change.row]))
                now[change.row] = held(change.before)
            checks.equal(wrong[:3], [], f"{told}: each cell of {column} is `after` before the step that undoes it")
            listed = {change.row for change in by_column[column]}
            if text:
                now = [value_of(cell, kind, None) for cell in now]
                cells = [value_of(cell, kind, None) for cell in cells]
            checks.equal(different(now, wanted)[:3], [], f"{told}: {column}, undone, is the clean column")
            differing = {row for row, _, _ in different(cells, wanted)}
            # Texts may differ and stand for the same: "0012.5" and "12.5". As texts the CSV has compared them.
            extra = set() if text else listed - differing
            checks.equal(differing - listed | extra, set(), f"{told}: cells of {column} that differ are those listed")


def different(a: list, b: list) -> list[tuple[int, object, object]]:
    return [(row, x, y) for row, (x, y) in enumerate(zip(a, b)) if x != y]


def value_of(cell: object, kind: str, time_format: str | None) -> object:
    """What a cell of a column that is written as texts stands for; the text itself where it stands for nothing."""
    if not isinstance(cell, str):
        return cell
    try:
        return parse_text(cell, kind, time_format)
    except (ValueError, ArithmeticError, KeyError):
        return cell


def shuffled(schema: dict) -> dict:
    made = copy.deepcopy(schema)
    for table in made["tables"].values():
        table["shuffle"] = True
    return made


def check_shuffled(checks: Checks, plain: dict, mixed: dict) -> None:
    """A shuffled table has the same damage, elsewhere."""
    for table in plain:
        (clean, log), (other, other_log) = plain[table], mixed[table]
        keys = [[row[0] for row in rows] for rows in (clean[1], other[1])]
        checks.that(keys[0] != keys[1] and sorted(keys[0]) == sorted(keys[1]), f"{table} is shuffled")
        damage = [
            sorted(
                ((key[change.row], number, *change[2:]) for number, change in enumerate(lines)),
                key=lambda line: (line[0], line[1]),
            )
            for key, lines in zip(keys, (log, other_log))
        ]
        damage = [[(line[0], *line[2:]) for line in lines] for lines in damage]
        checks.that(damage[0] == damage[1], f"{table}: noise hits the same cells of the same rows, shuffled or not")


def check_same_bytes(
    checks: Checks, program: pathlib.Path, work: pathlib.Path, name: str, schema: pathlib.Path
) -> None:
    """Threads, blocks, shards; with and without the trees beside the data."""
    whole = files_below(generate(program, schema, work / f"{name}-1", "--clean", "--changes", "--threads", "1"))
    manifest = (work / f"{name}-1/manifest.json").read_bytes()
    for more in (["--threads", "2"], ["--threads", "7"], ["--threads", "2", "--block-rows", "77"]):
        out = work / f"{name}-{'-'.join(more).replace('--', '')}"
        generate(program, schema, out, "--clean", "--changes", *more)
        checks.that(files_below(out) == whole, f"{name}: the same bytes with {' '.join(more)}")
        checks.that(
            (out / "manifest.json").read_bytes() == manifest, f"{name}: the same manifest with {' '.join(more)}"
        )
    parts = work / f"{name}-shards"
    for number in (2, 3, 1):
        generate(program, schema, parts, "--clean", "--changes", "--shard", f"{number}/3")
    joined = joined_shards(parts)
    checks.equal(sorted(joined), sorted(whole), f"{name}: shards have the same files")
    for path in whole:
        checks.that(joined.get(path) == whole[path], f"{name}: {path} is that of the shards, joined")
    for flags, trees in ((["--clean"], ("clean",)), (["--changes"], ("changes",)), ([], ())):
        out = generate(program, schema, work / f"{name}-only{''.join(flags)}", *flags)
        wanted = {p: d for p, d in whole.items() if "/" not in p or p.split("/")[0] in trees}
        checks.that(files_below(out) == wanted, f"{name}: with {flags} the same files, and no others")


def check_without(
    checks: Checks, program: pathlib.Path, work: pathlib.Path, schema: dict, folder: pathlib.Path
) -> None:
    """The clean twin is what the schema gives without noise; and the schema can ask for what the flags ask for."""
    silent, asking = copy.deepcopy(schema), copy.deepcopy(schema)
    for table in silent["tables"].values():
        del table["noise"]
    asking["output"] = {"clean": True, "changes": True}
    for name, made, arguments in (("silent", silent, []), ("asking", asking, [])):
        (work / f"{name}.json").write_text(json.dumps(made), encoding="utf-8")
        generate(program, work / f"{name}.json", work / name, *arguments)
    clean = files_below(folder / "clean")
    checks.that(files_below(work / "silent") == clean, "the clean twin is the table without its noise, byte for byte")
    checks.that(files_below(work / "asking") == files_below(folder), '"output" asks for what the flags ask for')


def check_that_it_can_fail(checks: Checks, folder: pathlib.Path) -> None:
    """A line less, a line twice, a cell wrong, two lines exchanged: each must be found."""
    dirty, clean = (read_csv((folder / tree / "visits.csv").read_bytes()) for tree in ("", "clean"))
    log = read_log(read_csv((folder / "changes/visits.csv").read_bytes()))
    data = write_csv(clean)
    twice = next(i for i in range(len(log) - 1) if log[i][:3] == log[i + 1][:3])
    faults = {
        "a line less": log[:50] + log[51:],
        "a line twice": log[:50] + log[49:],
        "another after": [*log[:50], log[50]._replace(after="?"), *log[51:]],
        "another before": [*log[:50], log[50]._replace(before="?"), *log[51:]],
        "null for the empty text": [c._replace(after=None) if c.after == "" else c for c in log],
        "two lines exchanged": [*log[:twice], log[twice + 1], log[twice], *log[twice + 2 :]],
    }
    for name, wrong in faults.items():
        quiet = Quiet()
        check_log(quiet, name, wrong, VISITS_NOISE)
        check_backwards(quiet, name, dirty, clean, wrong, data)
        checks.that(quiet.failed, f"a log with {name} is found to be wrong")


class Quiet(Checks):
    def that(self, holds: object, sentence: str, reason: object = "") -> bool:
        self.failed += 0 if holds else 1
        return bool(holds)


def main() -> None:
    arguments = parse(parser(__doc__.splitlines()[0]))
    program, work = arguments.program, arguments.work
    checks = Checks()
    schemas = {"plain": SCHEMA, "shuffled": shuffled(SCHEMA), "edges": EDGES}
    (work / "cities.csv").write_text(CITIES, encoding="utf-8")
    found = {}
    for name, schema in schemas.items():
        path = work / f"{name}.json"
        path.write_text(json.dumps(schema, ensure_ascii=False), encoding="utf-8")
        folder = generate(program, path, work / name, "--clean", "--changes", "--sha256")
        found[name] = check_csv(checks, name, folder, schema)
        check_same_bytes(checks, program, work, f"{name} bytes", path)
    check_deep(checks, found["plain"]["people"][1])
    check_parents(checks, work / "plain")
    check_shuffled(checks, found["plain"], found["shuffled"])
    check_without(checks, program, work, SCHEMA, work / "plain")
    check_that_it_can_fail(checks, work / "plain")
    if writes_parquet(program, work):
        need("pyarrow")
        for name, schema in schemas.items():
            outs = [work / f"{name}-parquet-{threads}" for threads in (1, 2, 7)]
            for out in outs:
                threads = out.name.rsplit("-", 1)[1]
                generate(
                    program, work / f"{name}.json", out, "--clean", "--changes", "-f", "parquet", "--threads", threads
                )
                checks.that(files_below(out) == files_below(outs[0]), f"{out.name} has the bytes of one thread")
            check_parquet(checks, f"{name} in Parquet", outs[0], schema, found[name])
    checks.end()


if __name__ == "__main__":
    main()
