#!/usr/bin/env python3
"""Identifiers by outside judges: python-stdnum, Python's uuid, and ULIDs and ObjectIds taken apart again.

Every question is asked again of a damaged copy, in which it must find the damage.
"""

import datetime
import json
import re
import uuid

from checks import Checks, generate, need, parse, parser

need("stdnum", "duckdb")
import duckdb  # noqa: E402
import plain_numbers  # noqa: E402, F401  (before the modules of stdnum, which it speeds up)
import stdnum.imei  # noqa: E402
import stdnum.isbn  # noqa: E402
import stdnum.issn  # noqa: E402

LOCALES = ["en_US", "en_GB", "es_ES", "de_DE"]
GROUPS = {"en_US": {"0", "1"}, "en_GB": {"0", "1"}, "es_ES": {"84"}, "de_DE": {"3"}}
ROWS = 1_000_000
EACH = 20_000
REFERENCE = datetime.datetime(2025, 6, 30, tzinfo=datetime.UTC)
END = REFERENCE.timestamp() * 1000
BEGIN = END - 30 * 86_400_000
checks = Checks()


def columns_of(columns: dict, name: str, rows: int, **more: object) -> dict[str, list[str]]:
    schema = {"synthgen": 1, "seed": 9, "reference_time": "2025-06-30T00:00:00Z", **more,
              "tables": {"t": {"rows": rows, "columns": columns}}}
    path = arguments.work / f"{name}.json"
    path.write_text(json.dumps(schema))
    out = generate(arguments.program, path, arguments.work / name, "--format", "csv")
    read = duckdb.sql(f"select * from read_csv('{out}/t.csv', all_varchar = true, header = true)")
    return {c: v.tolist() for c, v in read.fetchnumpy().items()}


def all_hold(values: list[str], judge, sentence: str, damage) -> None:
    bad = [v for v in values if not v or not judge(v)]
    checks.that(values and not bad, sentence, bad[:5])
    hurt = [damage(v) for v in values[:200]]
    checks.that(all(not judge(v) for v in hurt), f"the judge finds the damage: {sentence}",
                [v for v in hurt if judge(v)][:5])


def last_changed(text: str) -> str:
    return text[:-1] + ("1" if text[-1] == "0" else "0")


def in_time(milliseconds: float) -> bool:
    return BEGIN <= milliseconds < END


def uuid7_is_right(text: str) -> bool:
    value = uuid.UUID(text)
    return value.version == 7 and value.variant == uuid.RFC_4122 and in_time(value.int >> 80)


def ulid_time(text: str) -> int:
    number = 0
    for c in text[:10]:
        number = number * 32 + "0123456789ABCDEFGHJKMNPQRSTVWXYZ".index(c)
    return number


def spread(milliseconds: list[float], sentence: str) -> None:
    """The mean of uniform times: its standard error is 30 days / √12 / √n."""
    mean = sum(milliseconds) / len(milliseconds)
    error = (END - BEGIN) / 12**0.5 / len(milliseconds) ** 0.5
    checks.that(abs(mean - (BEGIN + END) / 2) < 5 * error, sentence, mean)


def identifiers() -> None:
    random = ["uuid4", "uuid7", "ulid", "objectid", "nanoid", "sha256", "md5"]
    columns: dict = {k: {"provider": f"id.{k}"} for k in random}
    for k in ["uuid7", "ulid", "objectid"]:
        columns[k]["days"] = 30
    columns |= {k: {"provider": f"id.{k}", "unique": True} for k in ["isbn13", "isbn10", "imei", "issn", "short_code"]}
    columns["real_imei"] = {"provider": "id.imei", "realistic": True}
    columns["short_code"]["length"] = 4  # of 1,048,576
    found = columns_of(columns, "identifiers", ROWS)
    for k, values in found.items():
        if k != "real_imei":
            checks.equal(len(set(values)), ROWS, f"no {k} occurs twice in a million rows")
    few = {k: v[:EACH] for k, v in found.items()}
    all_hold(few["uuid7"], uuid7_is_right, "UUIDs of version 7 begin with their time", lambda v: v[:14] + "4" + v[15:])
    spread([uuid.UUID(v).int >> 80 for v in few["uuid7"]], "times of UUIDs are spread over the days")
    checks.that(sorted(few["uuid7"]) != few["uuid7"], "rows are in no order of time")
    all_hold(few["ulid"], lambda v: re.fullmatch(r"[0-7][0-9A-HJKMNP-TV-Z]{25}", v) is not None and in_time(ulid_time(v)),
             "ULIDs tell their time", lambda v: "7" + v[1:])
    spread([ulid_time(v) for v in few["ulid"]], "times of ULIDs are spread over the days")
    all_hold(few["objectid"], lambda v: re.fullmatch(r"[0-9a-f]{24}", v) is not None and in_time(int(v[:8], 16) * 1000 + 999),
             "ObjectIds tell their second", lambda v: "f" + v[1:])
    all_hold(few["nanoid"], lambda v: re.fullmatch(r"[\w-]{21}", v, re.ASCII) is not None, "Nano IDs", lambda v: v + "!")
    all_hold(few["sha256"], lambda v: re.fullmatch(r"[0-9a-f]{64}", v) is not None, "hashes of 256 bits", lambda v: v[1:])
    all_hold(few["md5"], lambda v: re.fullmatch(r"[0-9a-f]{32}", v) is not None, "hashes of 128 bits", lambda v: v[1:])
    # Each character of an alphabet of n at each place: 20,000 / n within 6 standard deviations.
    for k, size, alphabet in [("nanoid", 21, 64), ("sha256", 64, 16), ("md5", 32, 16)]:
        share = EACH / alphabet
        for place in range(size):
            counts: dict[str, int] = {}
            for v in few[k]:
                counts[v[place]] = counts.get(v[place], 0) + 1
            if not checks.that(len(counts) == alphabet and all(abs(c - share) < 6 * share**0.5 for c in counts.values()),
                               f"characters of {k} at place {place}", counts):
                break
    all_hold(few["imei"], lambda v: stdnum.imei.is_valid(v) and len(v) == 15 and v[:2] == "00", "IMEIs are test numbers", last_changed)
    all_hold(few["real_imei"], lambda v: stdnum.imei.is_valid(v) and v[:2] == "35", "IMEIs of phones", last_changed)
    all_hold(few["issn"], lambda v: stdnum.issn.is_valid(v) and v[4] == "-", "ISSNs have check digits", last_changed)
    all_hold(few["short_code"], lambda v: re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}", v) is not None, "short codes", lambda v: "I" + v)


def books() -> None:
    for locale in LOCALES:
        columns = {
            "isbn13": {"provider": "id.isbn13"},
            "isbn10": {"provider": "id.isbn10"},
            "hyphens13": {"provider": "id.isbn13", "hyphens": True},
            "hyphens10": {"provider": "id.isbn10", "hyphens": True},
        }
        found = columns_of(columns, f"books_{locale}", EACH, locale=locale)
        isbn = stdnum.isbn
        all_hold(found["isbn13"], lambda v: isbn.isbn_type(v) == "ISBN13", f"ISBNs of {locale}", last_changed)
        all_hold(found["isbn10"], lambda v: isbn.isbn_type(v) == "ISBN10", f"ISBNs of ten digits of {locale}", last_changed)
        all_hold(found["hyphens13"], lambda v: isbn.format(v.replace("-", "")) == v and v.split("-")[1] in GROUPS[locale],
                 f"hyphens of {locale} stand as the ranges say", lambda v: v.replace("-", "", 1))
        all_hold(found["hyphens10"], lambda v: isbn.format(v.replace("-", "")) == v, f"hyphens of ten digits of {locale}",
                 lambda v: v.replace("-", "", 1))
        checks.that(any(v.endswith("X") for v in found["isbn10"]), "some check digits are X")


arguments = parse(parser(__doc__.splitlines()[0]))
identifiers()
books()
checks.end()
