#!/usr/bin/env python3
"""Judges texts of patterns by engines that are not ours: Python's re, and RE2 within DuckDB.

Each of 10,000 texts of every pattern must match it as a whole. Small languages are enumerated here, from the tree that
Python's own parser makes of the pattern: unique values in as many rows as the language has texts must be exactly these
texts, and with one row more the schema must be refused with both numbers. Larger ones must not repeat in 200,000 rows.
Bytes must not depend on threads, blocks or shards. Seeds are fixed.
"""

import json
import re
import re._parser as python_parser

from checks import Checks, generate, need, parse, parser, run

need("duckdb", "pandas")

import duckdb  # noqa: E402  (only now are they known to be there)
import pandas  # noqa: E402

ROWS = 10_000
UNIQUE_ROWS = 200_000
OPEN = 8  # how often * and + repeat at most
PRINTABLE = {chr(c) for c in range(0x20, 0x7F)}

# Enumerated: small languages, many of them written so that a text can be made in several ways.
SMALL = [
    r"a",
    r"[abc]",
    r"[^ -xz~]",
    r"\d",
    r"\W",
    r"[\d_]{2}",
    r"a?",
    r"a*",
    r"a+",
    r"a{3}",
    r"a{2,4}",
    r"(?:ab){2,}",
    r"[ab]{0,3}",
    r"(a|ab)(b|)",
    r"(a|a|b)",
    r"(a|ab|abc)(c|bc|)",
    r"a*a*",
    r"(a?){3}",
    r"(a?b?){2}",
    r"(a|b)*c",
    r"((a|b)|(b|c)){2}",
    r"([ab]|[bc]){2}x?",
    r"([a-m]|[h-z])[0-4]",
    r"(foo|foobar|bar)(bar)?",
    r"x(?:y(?:z|))?",
    r"[a-c]{1,2}[b-d]{1,2}",
    r"(|a|b{2}){2}",
    r"[а-е]{2}",
    r"(é|e)(n|ñ)*",
    r"[a\u00E9\u4E2D]{2}",
    r"\.\-\\\[\]\(\)\{\}\^\$\|\?\*\+",
    r"[\]\-^\\]{2}",
    r"[-a][a-]",
    r"[\x41-\x43]\x2D\t?",
    r"^ab?$",
    r"^a|b$",
    r"(0[1-9]|1[0-2])/\d\d",
    r"[01]{10}",
    r"(1?0){1,4}1?",
    r"(?:(?:a|b)(?:c|d)?){1,3}",
    r"(ab?c?|a?bc?|a?b?c){2}",
    r"x{0}y",
    r"(a{2}|a{3}){0,4}",
    r"(\d|[0-4]{2})",
]

# Only matched, and unique over many rows.
LARGE = [
    r"[A-Z]{3}-\d{4}",
    r"\w{8,12}",
    r"[A-Z][a-z]{2,9}( [A-Z][a-z]{2,9}){0,3}",
    r"\d{3}-\d{2}-\d{4}",
    r"(\+34 )?[679]\d{8}",
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    r".{5,20}",
    r"[^0-9a-zA-Z]{6}",
    r"\S{10}",
    r"\D\W\S\s\w{5}",
    r"(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day \d{6}",
    r"[А-Яа-яЁё]{4,8}",
    r"[一-鿿]{3}",
    "[\U0001F600-\U0001F64F]{6}",
    r"([A-Z]{2}\d{2}|\d{4}[A-Z]{2})-(x|y|zz)+\w*",
    r"[A-HJ-NPR-Z0-9]{17}",
    r"v\d{1,2}\.\d{1,2}\.\d{1,3}(-(alpha|beta|rc)\.\d{1,2})?",
    r"#[0-9A-F]{6}",
    r"[01]{64}",
    r"(ab|ba){40}",
    r"\w{0,200}",
    r"[a-z]{1,20}@[a-z]{1,20}\.(com|org|net)",
    r"((\d{1,3}\.){3}\d{1,3}(, )?){3}",
    r"https?://[a-z]{3,10}\.example\.com(/[a-z0-9]{1,8}){0,4}",
    r"[ -~]{6}[¡-ÿ]{2}",
]

# Written as the engines do not know it: ours, Python's (None: none), RE2's.
TRANSLATED = [
    (r"[\x{430}-\x{44F}]{5}\d{5}", r"[\u0430-\u044F]{5}\d{5}", r"[\x{430}-\x{44F}]{5}\d{5}"),
    (r"\u{1F600}\d{7}", "\U0001F600" + r"\d{7}", r"\x{1F600}\d{7}"),
    (r"[[:upper:]]{2}[[:digit:][:punct:]]{5}", None, r"[[:upper:]]{2}[[:digit:][:punct:]]{5}"),
    (r"[[:xdigit:]]{8}[[:alpha:]]", None, r"[[:xdigit:]]{8}[[:alpha:]]"),
    (r"==\d{7}", r"=\d{7}", r"=\d{7}"),
]


def for_re2(pattern: str) -> str:
    """RE2 has no \\u, and counts up to 1,000."""
    return re.sub(r"\\u([0-9A-F]{4})", r"\\x{\1}", pattern)


def characters_of(items: list) -> set[str]:
    """Of a class in Python's tree; what is negated or named stays within printable ASCII, as the manual says."""
    negated = bool(items) and items[0][0] is python_parser.NEGATE
    found: set[str] = set()
    categories = {"DIGIT": r"[0-9]", "WORD": r"[A-Za-z0-9_]", "SPACE": r" "}
    for kind, value in items[1:] if negated else items:
        if kind is python_parser.LITERAL:
            found.add(chr(value))
        elif kind is python_parser.RANGE:
            found.update(chr(c) for c in range(value[0], value[1] + 1))
        else:
            assert kind is python_parser.CATEGORY, kind
            name = str(value).removeprefix("CATEGORY_")
            of = {c for c in PRINTABLE if re.fullmatch(categories[name.removeprefix("NOT_")], c)}
            found.update(PRINTABLE - of if name.startswith("NOT_") else of)
    return PRINTABLE - found if negated else found


def texts_of(tree) -> set[str]:
    """Every text of a pattern, by brute force."""
    texts = {""}
    for kind, value in tree:
        if kind is python_parser.LITERAL:
            part = {chr(value)}
        elif kind is python_parser.NOT_LITERAL:
            part = PRINTABLE - {chr(value)}
        elif kind is python_parser.ANY:
            part = PRINTABLE
        elif kind is python_parser.IN:
            part = characters_of(value)
        elif kind is python_parser.SUBPATTERN:
            part = texts_of(value[-1])
        elif kind is python_parser.BRANCH:
            part = set().union(*map(texts_of, value[1]))
        elif kind is python_parser.AT:
            part = {""}
        else:
            assert kind is python_parser.MAX_REPEAT, kind
            least, most, inner = value
            if most is python_parser.MAXREPEAT:
                most = OPEN if least < 2 else least + OPEN
            once = texts_of(inner)
            times = {""}
            part = {""} if least == 0 else set()
            for count in range(1, most + 1):
                times = {a + b for a in times for b in once}
                if count >= least:
                    part |= times
        texts = {a + b for a in texts for b in part}
    return texts


def columns_schema(columns: dict, rows: int) -> dict:
    return {"synthgen": 1, "name": "patterns", "seed": 23, "tables": {"t": {"rows": rows, "columns": columns}}}


def texts_in(folder) -> pandas.DataFrame:
    return pandas.read_csv(folder / "t.csv", dtype=str, keep_default_na=False)


def generated(arguments, name: str, columns: dict, rows: int, *more: object) -> pandas.DataFrame:
    schema = arguments.work / f"{name}.json"
    schema.write_text(json.dumps(columns_schema(columns, rows)), encoding="utf-8")
    return texts_in(generate(arguments.program, schema, arguments.work / name, *more))


def check_matches(checks: Checks, arguments) -> None:
    forms = [(pattern, pattern, for_re2(pattern)) for pattern in SMALL + LARGE] + TRANSLATED
    checks.that(len(forms) >= 60, "sixty patterns at least are judged")
    table = generated(arguments, "drawn", {f"p{i}": {"pattern": form[0]} for i, form in enumerate(forms)}, ROWS)
    connection = duckdb.connect()
    connection.register("t", table)
    for i, (ours, python, re2) in enumerate(forms):
        texts = table[f"p{i}"]
        if python is not None:
            by_re = re.compile(python, re.ASCII)
            wrong = [text for text in texts if not by_re.fullmatch(text)]
            checks.equal(wrong[:5], [], f"all texts of {ours} match it by re")
        quoted = re2.replace("'", "''")
        wrong = connection.sql(f"select p{i} from t where not regexp_full_match(p{i}, '{quoted}', 's') limit 5").fetchall()
        checks.equal(wrong, [], f"all texts of {ours} match it by RE2")


def check_small(checks: Checks, arguments) -> None:
    drawn = generated(arguments, "small", {f"p{i}": {"pattern": p} for i, p in enumerate(SMALL)}, 20_000)
    for i, pattern in enumerate(SMALL):
        texts = texts_of(python_parser.parse(pattern))
        checks.that(set(drawn[f"p{i}"]) <= texts, f"{pattern} draws texts of its language only")
        if len(texts) <= 20:
            # The rarest text of these has a share of at least one in 1,000: e^-20 that it is never drawn.
            checks.equal(set(drawn[f"p{i}"]), texts, f"{pattern} draws each text of its language")
        column = {"x": {"pattern": pattern, "unique": True}, "n": {"sequence": 1}}
        found = generated(arguments, f"all{i}", column, len(texts))["x"]
        checks.equal(sorted(found), sorted(texts), f"{pattern} has exactly its {len(texts)} texts")
        schema = arguments.work / "more.json"
        schema.write_text(json.dumps(columns_schema(column, len(texts) + 1)), encoding="utf-8")
        done = run(arguments.program, "check", schema)
        message = done.stderr.decode() + done.stdout.decode()
        checks.that(
            done.returncode == 3 and f"[SG2143]: {len(texts) + 1:,} rows" in message and f"has {len(texts):,}\n" in message,
            f"{pattern} is refused for {len(texts) + 1} rows with both numbers",
            message,
        )


def check_large(checks: Checks, arguments) -> None:
    for i, pattern in enumerate(LARGE):
        found = generated(arguments, f"large{i}", {"x": {"pattern": pattern, "unique": True}}, UNIQUE_ROWS)["x"]
        checks.equal(found.nunique(), UNIQUE_ROWS, f"{pattern} repeats nothing")
        engine = re.compile(pattern, re.ASCII)
        checks.equal([t for t in found if not engine.fullmatch(t)][:5], [], f"unique texts of {pattern} match it")


def check_same_bytes(checks: Checks, arguments) -> None:
    columns = {
        "id": {"sequence": 1},
        "drawn": {"pattern": r"(\w{1,30}|\d{2,}x){0,9}"},
        "plain": {"pattern": r"[A-Z]{3}-\d{4}", "missing": 0.2},
        "small": {"pattern": r"[A-Z]{3}-\d{4}", "unique": True},
        "huge": {"pattern": r"\w{0,90}", "unique": True},
    }
    schema = arguments.work / "same.json"
    schema.write_text(json.dumps(columns_schema(columns, 20_000)), encoding="utf-8")
    wanted = generate(arguments.program, schema, arguments.work / "same", "--threads", 1) / "t.csv"
    for name, more in {
        "two threads": ("--threads", 2),
        "seven threads": ("--threads", 7),
        "small blocks": ("--block-rows", 1_000),
    }.items():
        found = generate(arguments.program, schema, arguments.work / name.replace(" ", "_"), *more) / "t.csv"
        checks.equal(found.read_bytes(), wanted.read_bytes(), f"{name} give the same bytes")
    for i in (1, 2, 3):
        generate(arguments.program, schema, arguments.work / "shards", "--shard", f"{i}/3")
    joined = b"".join(path.read_bytes() for path in sorted((arguments.work / "shards" / "t").glob("shard-*.csv")))
    checks.equal(joined, wanted.read_bytes(), "shards joined are the whole")


def main() -> None:
    arguments = parse(parser(__doc__))
    checks = Checks()
    check_matches(checks, arguments)
    check_small(checks, arguments)
    check_large(checks, arguments)
    check_same_bytes(checks, arguments)
    checks.end()


if __name__ == "__main__":
    main()
