#!/usr/bin/env python3
"""What the operators on texts make of texts of every kind, judged by Python.

Every cell is hit. Of `encoding`, `truncate` with one length, `case` and `replace` Python computes the same cell by its
own codecs, strings and regular expressions; of the others it checks what must stay the same.
"""

import collections
import csv
import itertools
import json
import pathlib
import random
import re

from checks import Checks, generate, parse, parser

CODECS = {
    "windows-1252": "cp1252",
    "iso-8859-1": "latin-1",
    "iso-8859-15": "iso8859-15",
    "ibm850": "cp850",
    "mac-roman": "mac-roman",
}
ENCODINGS = ["utf-8", *CODECS]
MARKS = set(".,;:!?'\"-_/\\()[]&@¡¿·«»–—‘’“”„…")


def upper_half(name: str) -> list[str]:
    """Characters of the bytes 0x80 to 0xFF; as browsers do, C1 controls where windows-1252 has none."""
    texts = []
    for byte in range(0x80, 0x100):
        try:
            texts.append(bytes([byte]).decode(CODECS[name]))
        except UnicodeDecodeError:
            texts.append(chr(byte))
    return texts


UPPER_HALVES = {name: upper_half(name) for name in CODECS}


def encoded(text: str, name: str) -> bytes:
    if name == "utf-8":
        return text.encode()
    half = UPPER_HALVES[name]
    return bytes(
        ord(c) if ord(c) < 0x80 else half.index(c) + 0x80 if c in half else ord("?") for c in text
    )


def decoded(data: bytes, name: str) -> str:
    if name == "utf-8":
        return data.decode(errors="replace")
    return "".join(chr(b) if b < 0x80 else UPPER_HALVES[name][b - 0x80] for b in data)


def texts() -> list[str]:
    """Every character to U+2FFF in groups, bytes of single-byte encodings that follow each other in any way, emoji,
    and words."""
    drawn = random.Random(6)
    made = []
    codes = [chr(c) for c in range(1, 0x3000)]
    drawn.shuffle(codes)
    made += ["".join(codes[i : i + 7]) for i in range(0, len(codes), 7)]
    for half in UPPER_HALVES.values():
        made += ["".join(drawn.choice(half) for _ in range(12)) for _ in range(300)]
    letters = "abcABC ñÉß ,.-'  ’😀顧é "
    made += ["".join(drawn.choice(letters) for _ in range(drawn.randint(1, 24))) for _ in range(2000)]
    made += ["Maria del Carmen Soto", "12 Main Street, Apt. 4", "x", "ñ", "😀", "."]
    return made


def table(folder: pathlib.Path, program: pathlib.Path, columns: dict[str, dict]) -> list[dict]:
    """The texts, damaged in one column for each operator given; rows by column name, `text` is clean."""
    names = list(columns)
    schema = {
        "synthgen": 1,
        "name": "texts",
        "tables": {
            "texts": {
                "data": {"columns": ["text"], "rows": [[t] for t in texts()]},
                "columns": {name: {"expression": "text"} for name in names},
                "noise": [{"rate": 1, "columns": [name], **columns[name]} for name in names],
            }
        },
    }
    path = folder / "texts.json"
    path.write_text(json.dumps(schema), encoding="utf-8")
    generate(program, path, folder / "out")
    with open(folder / "out" / "texts.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def blanks_of(text: str) -> list[str]:
    """The words between Unicode's white space; Python counts four separators of ASCII as such too."""
    return [word for word in re.split(r"[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+", text) if word]


def simple(text: str, of: str) -> str:
    """Mapped character by character where the mapping gives one character."""
    return "".join(m if len(m := getattr(c, of)()) == 1 else c for c in text)


def check_encodings(checks: Checks, program: pathlib.Path, folder: pathlib.Path) -> None:
    pairs = [(a, b) for a, b in itertools.product(ENCODINGS, ENCODINGS) if a != b]
    columns = {f"{a} {b}": {"operator": "encoding", "from": a, "to": b} for a, b in pairs}
    rows = table(folder, program, columns)
    checks.equal(len(rows), len(texts()), "every text comes back as a row")
    for a, b in pairs:
        wrong = [
            (row["text"], row[f"{a} {b}"], wanted)
            for row in rows
            if row[f"{a} {b}"] != (wanted := decoded(encoded(row["text"], a), b))
        ]
        checks.that(not wrong, f"a text in {a} read as {b} is what Python reads", wrong[:3])


def check_operators(checks: Checks, program: pathlib.Path, folder: pathlib.Path) -> None:
    columns = {
        "lower": {"operator": "case", "to": "lower"},
        "cut": {"operator": "truncate", "length": 5},
        "drawn": {"operator": "truncate", "min": 2, "max": 4},
        "blank": {"operator": "whitespace"},
        "words": {"operator": "swap_words"},
        "drop": {"operator": "punctuation", "kind": "drop"},
        "add": {"operator": "punctuation", "kind": "add"},
        "mark": {"operator": "punctuation", "kind": "replace"},
        "replaced": {"operator": "replace", "pattern": "([aé])([^ ])", "with": "\\2<\\1>"},
        "initials": {"operator": "abbreviate", "initials": True},
    }
    rows = table(folder, program, columns)

    def every(name: str, sentence: str, holds) -> None:
        wrong = [(row["text"], row[name]) for row in rows if not holds(row["text"], row[name])]
        checks.that(not wrong, sentence, wrong[:3])

    # Greek's capital sigma at the end of a word is a rule of whole texts, and other versions of Unicode know more
    # letters: what differs is left to functions_in_python.py, which compares every character.
    latin = re.compile(r"[\x01-\u02ff]*")
    every(
        "lower",
        "case makes small letters as Python does",
        lambda text, made: not latin.fullmatch(text) or made == simple(text, "lower").replace("İ", "i"),
    )
    every("cut", "truncate keeps the first five characters", lambda text, made: made == text[:5])
    every(
        "drawn",
        "truncate draws a length between two",
        lambda text, made: text.startswith(made) and (made == text if len(text) <= 2 else 2 <= len(made) <= 4 and made != text),
    )
    every(
        "blank",
        "whitespace changes blanks only, and every text",
        lambda text, made: made != text and "".join(blanks_of(made)) == "".join(blanks_of(text)),
    )
    every(
        "words",
        "swap_words changes two neighbours only",
        lambda text, made: swaps(blanks_of(text), blanks_of(made)),
    )
    every(
        "drop",
        "punctuation drops one mark where there is one",
        lambda text, made: one_dropped(text, made)
        if len(text) > 1 and any(c in MARKS for c in text)
        else made == text,
    )
    every(
        "add",
        "punctuation adds one mark behind a word where there is one",
        lambda text, made: added_behind_word(text, made) if blanks_of(text) else made == text,
    )
    every(
        "mark",
        "punctuation replaces one mark where there is one",
        lambda text, made: one_replaced(text, made) if any(c in MARKS for c in text) else made == text,
    )
    every(
        "replaced",
        "replace writes every match as Python does",
        lambda text, made: made == re.sub("([aé])([^ ])", r"\2<\1>", text),
    )
    every(
        "initials",
        "abbreviate keeps the last name",
        lambda text, made: made == text or blanks_of(made)[-1] == blanks_of(text)[-1] or "," in text or "." in text,
    )
    checks.equal(
        collections.Counter(row["initials"] for row in rows)["M. del C. Soto"], 1, "a Spanish name gets its initials"
    )


def swaps(before: list[str], after: list[str]) -> bool:
    """Whether two neighbours that differ, if there are any, have changed places."""
    differing = [i for i, (a, b) in enumerate(zip(before, after)) if a != b]
    if all(a == b for a, b in zip(before, before[1:])):
        return before == after
    if len(before) != len(after) or len(differing) != 2 or differing[1] != differing[0] + 1:
        return False
    i = differing[0]
    return before[i] == after[i + 1] and before[i + 1] == after[i]


def one_dropped(text: str, made: str) -> bool:
    return any(c in MARKS and text[:i] + text[i + 1 :] == made for i, c in enumerate(text))


def added_behind_word(text: str, made: str) -> bool:
    places = [i for i in range(1, len(text) + 1) if blanks_of(text[i - 1]) and not (i < len(text) and blanks_of(text[i]))]
    return any(made[:i] == text[:i] and made[i + 1 :] == text[i:] and made[i] in ".,?:!;" for i in places)


def one_replaced(text: str, made: str) -> bool:
    for i, c in enumerate(text):
        if c not in MARKS or not made.startswith(text[:i]) or not made.endswith(text[i + 1 :]):
            continue
        other = made[i : len(made) - len(text[i + 1 :])]
        if other != c and 1 <= len(other) <= 3:
            return True
    return False


def main() -> None:
    arguments = parse(parser(__doc__))
    checks = Checks()
    for name, check in (("encodings", check_encodings), ("operators", check_operators)):
        folder = arguments.work / name
        folder.mkdir()
        check(checks, arguments.program, folder)
    checks.end()


if __name__ == "__main__":
    main()
