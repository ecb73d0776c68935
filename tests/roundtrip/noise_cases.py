"""A case or more of every operator of noise: a column to damage, and which of its cells the operator can damage, told a
second time by what the manual says of it. noise_rates.py counts what is hit of them."""

import dataclasses
import decimal
import re
import typing

ROWS = 200_000
# A tenth of the cells, so that rates are seen to be of those that are not null.
MISSING = 0.1

Eligible = typing.Callable[[str], bool]


@dataclasses.dataclass
class Variant:
    """One operator on one column of its own, or on several where it damages rows.

    source    of the column
    eligible  whether a text of the clean CSV, not null, can be damaged
    type      of the column as DuckDB reads it; empty where the operator makes texts of it
    """

    operator: str
    source: dict
    eligible: Eligible
    keys: dict = dataclasses.field(default_factory=dict)
    type: str = "VARCHAR"


@dataclasses.dataclass
class RowVariant:
    """eligible  whether the texts of a row can be damaged; None where null."""

    operator: str
    sources: list[dict]
    eligible: typing.Callable[[tuple], bool]
    keys: dict = dataclasses.field(default_factory=dict)
    types: tuple = ()


TEXTS = [
    "Anna Schmidt",
    "Zoë O'Neill",
    "plain",
    "12 Main Street",
    "Río Tajo 7, 2",
    "x",
    "A",
    "",
    "1234",
    "11",
    "two  blanks",
    "tab\tinside",
    "ALL CAPS",
    "42 Elm Avenue, Apt. 3",
    "Núñez, Ana",
    "von der Heide",
    "日本",
    "naïve café",
    "Maria del Carmen Soto",
    "ha ha",
    "Jean-Luc Picard",
    "a.b",
    "necessary",
]
TEXT = {"choice": TEXTS, "missing": MISSING}
# Characters that the manual calls punctuation and that TEXTS have.
MARKS = ",.'-"


def words(text: str) -> list[str]:
    return text.split()


def has_case(text: str) -> bool:
    return any(len(other) == 1 and other != c for c in text for other in (c.lower(), c.upper()))


def changes_by(method: typing.Callable[[str], str]) -> Eligible:
    return lambda text: method(text) != text


def has_gap_but_tab(text: str) -> bool:
    return re.search(r"\S[^\S\t]\s*\S", text) is not None


def initials_change(text: str) -> bool:
    """A word that is no particle and no initial stands before the last, or anywhere behind a comma."""
    behind = text.split(", ", 1)[1].split() if ", " in text else words(text)[:-1]
    return any(w.lower() not in ("von", "der", "del") and not w.endswith(".") and w[0].isalpha() for w in behind)


def always(_: str) -> bool:
    return True


def not_zero(text: str) -> bool:
    return decimal.Decimal(text) != 0


INTEGER = {"distribution": "integer", "min": -20, "max": 2000, "missing": MISSING}
DECIMAL = {"distribution": "uniform", "min": -2, "max": 3, "decimals": 2, "missing": MISSING}
MONEY = {"distribution": "uniform", "min": 0, "max": 2000, "decimals": 2, "missing": MISSING}
NUMBER = {"choice": [0.0, 1.5, -2.25, 1e6, 5.0, 1234.5, 0.1], "type": "number", "missing": MISSING}
DATE = {"distribution": "uniform", "type": "date", "min": "1969-12-01", "max": "1971-12-31", "missing": MISSING}
MOMENT = {"distribution": "uniform", "type": "timestamp", "min": "2023-01-01", "max": "2023-12-31", "missing": MISSING}
WALL = {**MOMENT, "type": "datetime"}
CLOCK = {"distribution": "uniform", "type": "time", "min": "00:00", "max": "23:59:59", "missing": MISSING}
FLAG = {"distribution": "bernoulli", "p": 0.3, "missing": MISSING}
STATUS = {"choice": {"new": 5, "open": 3, "closed": 2}, "missing": MISSING}
UUID = {"provider": "id.uuid4", "missing": MISSING}


def day_is_month(text: str) -> bool:
    return int(text[8:10]) <= 12 and text[8:10] != text[5:7]


def neighbours_differ(text: str) -> bool:
    return any(a != b for a, b in zip(text, text[1:]))


def is_no_multiple(step: str) -> Eligible:
    return lambda text: decimal.Decimal(text) % decimal.Decimal(step) != 0


WHOLE = {"distribution": "integer", "min": 0, "max": 120, "missing": MISSING}

CELLS = [
    Variant("typo", TEXT, lambda t: t != ""),
    Variant(
        "typo", TEXT, lambda t: t != "", {"shares": {"substitute": 1, "insert": 1}, "per_cell": 2, "position": "end"}
    ),
    Variant("typo", TEXT, lambda t: len(set(t)) > 1, {"shares": {"transpose": 1}}),
    Variant(
        "typo",
        {"choice": ["Berlin", "Köln", "x1", ""], "missing": MISSING},
        lambda t: t != "",
        {"kind": "keyboard", "layout": "de"},
    ),
    Variant(
        "typo", {"choice": ["Bill Smith 01", "rn", "日本"], "missing": MISSING}, lambda t: t != "日本", {"kind": "ocr"}
    ),
    Variant(
        "typo", {"choice": ["Philip Knight", "日本"], "missing": MISSING}, lambda t: t != "日本", {"kind": "phonetic"}
    ),
    Variant(
        "typo",
        {"choice": ["It is necessary", "accommodate", "Berlin", "unnecessaryy"], "missing": MISSING},
        lambda t: t in ("It is necessary", "accommodate"),
        {"kind": "misspelling", "locale": "en_US"},
    ),
    Variant("typo", INTEGER, always, type="BIGINT"),
    Variant("typo", MONEY, always, {"kind": "keyboard", "layout": "us"}, type="DECIMAL(18,2)"),
    Variant("typo", DATE, always, type="DATE"),
    Variant("typo", MOMENT, always, type="TIMESTAMPTZ"),
    Variant("typo", CLOCK, always, type="TIME"),
    Variant("case", TEXT, has_case),
    Variant("case", TEXT, lambda t: any(len(c.upper()) == 1 and c.upper() != c for c in t), {"to": "upper"}),
    Variant("case", TEXT, changes_by(str.lower), {"to": "lower"}),
    Variant(
        "case",
        TEXT,
        changes_by(lambda t: re.sub(r"\w+", lambda w: w[0][:1].upper() + w[0][1:].lower(), t)),
        {"to": "title"},
    ),
    Variant("case", {"choice": ["Ab c", "ab", "ABC", "1a B"]}, lambda t: t not in ("Ab c",), {"to": "first"}),
    Variant("whitespace", TEXT, lambda t: t != ""),
    *(Variant("whitespace", TEXT, lambda t: t != "", {"kind": kind}) for kind in ("leading", "trailing")),
    *(
        Variant("whitespace", TEXT, lambda t: len(words(t)) > 1, {"kind": kind})
        for kind in ("double", "missing", "nbsp")
    ),
    Variant("whitespace", TEXT, has_gap_but_tab, {"kind": "tab"}),
    Variant("truncate", TEXT, lambda t: len(t) > 6, {"length": 6}),
    Variant("truncate", TEXT, lambda t: len(t) > 3, {"min": 3, "max": 9}),
    Variant("abbreviate", TEXT, initials_change, {"initials": True}),
    Variant(
        "abbreviate",
        TEXT,
        lambda t: re.search(r"\b(street|avenue)\b", t, re.I) is not None,
        {"words": {"Street": ["St", "St."], "avenue": "Ave"}},
    ),
    Variant("encoding", TEXT, lambda t: not t.isascii()),
    Variant("encoding", TEXT, lambda t: not t.isascii(), {"from": "windows-1252", "to": "utf-8"}),
    Variant("encoding", TEXT, lambda t: not t.isascii(), {"to": "mac-roman"}),
    Variant("swap_words", TEXT, lambda t: any(a != b for a, b in zip(words(t), words(t)[1:]))),
    Variant("punctuation", TEXT, lambda t: t != ""),
    Variant("punctuation", TEXT, lambda t: words(t) != [], {"kind": "add"}),
    *(
        Variant("punctuation", TEXT, lambda t: any(m in t for m in MARKS), {"kind": kind})
        for kind in ("drop", "replace")
    ),
    Variant("missing", TEXT, always),
    Variant("missing", TEXT, lambda t: t != "", {"token": ""}),
    Variant("missing", TEXT, always, {"token": ["", "x", None]}),
    Variant("missing", INTEGER, lambda t: t != "-1", {"token": -1}, type="BIGINT"),
    Variant("missing", INTEGER, always, {"token": "N/A"}, type=""),
    Variant("missing", DATE, always, type="DATE"),
    Variant("missing", FLAG, always, type="BOOLEAN"),
    Variant("missing", UUID, always, type="UUID"),
    Variant("outlier", INTEGER, not_zero, type="BIGINT"),
    Variant("outlier", MONEY, not_zero, {"factor": 100, "sign": "positive"}, type="DECIMAL(18,2)"),
    Variant("outlier", NUMBER, always, {"sd": 8}, type="DOUBLE"),
    Variant(
        "outlier",
        INTEGER,
        always,
        {"sd": {"distribution": "uniform", "min": 5, "max": 9}, "sign": "negative"},
        type="BIGINT",
    ),
    Variant("unit", INTEGER, not_zero, type="BIGINT"),
    Variant("unit", NUMBER, not_zero, {"factors": [1000, 2.20462262185]}, type="DOUBLE"),
    Variant("unit", DECIMAL, not_zero, {"factor": 0.1}, type="DECIMAL(18,2)"),
    Variant("digit", INTEGER, always, type="BIGINT"),
    Variant("digit", NUMBER, always, {"kind": "replace"}, type="DOUBLE"),
    Variant("digit", WHOLE, neighbours_differ, {"kind": "transpose"}, type="BIGINT"),
    Variant("digit", WHOLE, lambda t: len(t) > 1, {"kind": "drop"}, type="BIGINT"),
    Variant("digit", WHOLE, lambda t: t != "0", {"kind": "double"}, type="BIGINT"),
    Variant("digit", TEXT, lambda t: any(c.isdigit() for c in t)),
    Variant("jitter", DECIMAL, always, {"sd": 0.01}, type="DECIMAL(18,2)"),
    Variant("jitter", NUMBER, not_zero, {"relative_sd": 0.02}, type="DOUBLE"),
    Variant("jitter", INTEGER, not_zero, {"relative_sd": "=0.01"}, type="BIGINT"),
    Variant("round_to", INTEGER, is_no_multiple("5"), {"step": 5}, type="BIGINT"),
    Variant("round_to", DECIMAL, is_no_multiple("0.25"), {"step": 0.25}, type="DECIMAL(18,2)"),
    Variant("round_to", NUMBER, is_no_multiple("1"), {"step": 1}, type="DOUBLE"),
    Variant("sign", INTEGER, not_zero, type="BIGINT"),
    Variant("sign", DECIMAL, not_zero, type="DECIMAL(18,2)"),
    Variant("sign", NUMBER, not_zero, type="DOUBLE"),
    Variant("swap_day_month", DATE, day_is_month, type="DATE"),
    Variant("swap_day_month", MOMENT, day_is_month, type="TIMESTAMPTZ"),
    Variant("swap_day_month", WALL, day_is_month, type="TIMESTAMP"),
    Variant("shift", DATE, always, {"by": ["1 year", "-1 day"]}, type="DATE"),
    Variant("shift", WALL, always, {"by": "90 minutes"}, type="TIMESTAMP"),
    Variant(
        "shift",
        MOMENT,
        always,
        {"by": {"distribution": "uniform", "min": 1, "max": 9, "unit": "days"}},
        type="TIMESTAMPTZ",
    ),
    Variant("format_drift", DATE, always, {"formats": ["%d/%m/%Y", "%-d %b %y"]}, type=""),
    Variant("format_drift", CLOCK, always, {"formats": "%I:%M:%S %p"}, type=""),
    Variant("format_drift", MONEY, always, {"formats": "1234,5"}, type=""),
    Variant("format_drift", MONEY, lambda t: len(t) > 6, {"formats": "1,234.5"}, type=""),
    Variant("epoch", DATE, lambda t: t != "1970-01-01", type="DATE"),
    Variant("epoch", DATE, always, {"value": ["1970-01-01", "1970-01-02"]}, type="DATE"),
    Variant("epoch", MOMENT, always, {"value": "1900-01-01"}, type="TIMESTAMPTZ"),
    Variant("mislabel", STATUS, always),
    Variant(
        "mislabel", STATUS, lambda t: t != "closed", {"matrix": {"new": {"open": 3, "closed": 1}, "open": {"new": 1}}}
    ),
    Variant("mislabel", FLAG, always, type="BOOLEAN"),
    Variant("mislabel", NUMBER, always, type="DOUBLE"),
    Variant("synonym", STATUS, lambda t: t != "open", {"table": {"new": ["fresh", "neu"], "closed": "zu"}}),
    Variant("type_drift", WHOLE, always, type=""),
    Variant("type_drift", FLAG, always, type=""),
    Variant("type_drift", MONEY, always, {"kind": "unit_suffix", "text": ["kg", "%"]}, type=""),
    Variant("type_drift", NUMBER, lambda t: abs(float(t)) >= 1000, {"kind": "thousands_separator"}, type=""),
    Variant("type_drift", DECIMAL, always, {"kind": "currency"}, type=""),
    Variant("replace", TEXT, lambda t: re.search("[aeiou]", t) is not None, {"pattern": "[aeiou]", "with": "*"}),
    Variant("replace", TEXT, lambda t: re.search("[aeiou]", t) is not None, {"pattern": "([aeiou])", "with": "\\1\\1"}),
    Variant("replace", TEXT, lambda t: re.sub("[a-z]+", "", t) not in (t, ""), {"pattern": "[a-z]+", "with": ""}),
]

NAMES = [{"choice": ["Kim", "Lee", ""], "missing": 0.2}, {"choice": ["Kim", "Ruiz", ""], "missing": 0.2}]


def any_filled(row: tuple) -> bool:
    return any(cell is not None for cell in row)


ON_ROWS = [
    RowVariant("block", [TEXT, DATE, {**INTEGER, "missing": 0.6}], any_filled, types=("VARCHAR", "DATE", "BIGINT")),
    RowVariant("block", [{**STATUS, "missing": 0.5}] * 2, any_filled, types=("VARCHAR",) * 2),
    RowVariant("incomplete", [{**STATUS, "missing": 0.5}] * 3, any_filled, types=("VARCHAR",) * 3),
    RowVariant("swap_columns", NAMES, lambda row: row[0] != row[1], types=("VARCHAR",) * 2),
    RowVariant("swap_columns", [WHOLE, WHOLE], lambda row: row[0] != row[1], types=("BIGINT",) * 2),
    RowVariant("swap_columns", [STATUS, WHOLE], any_filled, types=("VARCHAR", "")),
]


def column_names(number: int, variant: Variant | RowVariant) -> list[str]:
    if isinstance(variant, Variant):
        return [f"c{number}_{variant.operator}"]
    return [f"r{number}_{variant.operator}_{k}" for k in range(len(variant.sources))]


def columns_and_types(variants: list) -> typing.Iterator[tuple[Variant | RowVariant, list[str], list[str]]]:
    for number, variant in enumerate(variants):
        types = [variant.type] if isinstance(variant, Variant) else list(variant.types)
        yield variant, column_names(number, variant), types


def schema_of(variants: list, rate: float, exact: bool) -> dict:
    columns: dict[str, dict] = {}
    noise = []
    for variant, names, _ in columns_and_types(variants):
        sources = [variant.source] if isinstance(variant, Variant) else variant.sources
        columns |= dict(zip(names, sources))
        noise.append({"operator": variant.operator, "columns": names, "rate": rate, **variant.keys, "name": names[0]})
        if exact:
            noise[-1]["exact"] = True
    table = {"rows": ROWS, "columns": columns, "noise": noise}
    return {"synthgen": 1, "seed": 11, "tables": {"t": table}}
