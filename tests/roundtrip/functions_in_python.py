#!/usr/bin/env python3
"""Every function of the language × types × null × constants, row by row against Python, DuckDB and python-stdnum.

Functions of texts are asked of a dictionary-coded column, of a computed one and of constants, in all combinations of
operands that the rows hold, nulls among them. The definitions are those of expression_model.py; letters are compared
with DuckDB's as well, check digits with python-stdnum's. Functions of time have tables of their own.
"""

import json
import math

import expression_model as model
from checks import Checks, generate, need, parse, parser, run
from expression_model import BOOLEAN, DATE, INTEGER, NUMBER, STRING, decimal_type

need("duckdb", "stdnum")

import duckdb  # noqa: E402  (only now is it known to be there)
from stdnum import iban, isbn, luhn  # noqa: E402
from stdnum.iso7064 import mod_97_10  # noqa: E402

ROWS = 1500
ULPS = 5  # elementary functions: ours are good to 2 units in the last place (tan to 5), libm's to 1

TEXTS = [
    *("", "a", "ab", "Ab-cd", "a,b,,d", "straße ÑANDÚ", "o'brien", "\t x ", "12", "-3.5", "7992739871", "ana@x.es"),
    None,
]
OPERANDS = {
    "i": ({"choice": [-9, -2, -1, 0, 1, 2, 3, 40, None], "type": "integer"}, INTEGER),
    "n": ({"distribution": "integer", "min": -7, "max": 7}, INTEGER),
    "d": ({"distribution": "uniform", "min": -5, "max": 5, "decimals": 2, "missing": 0.1}, decimal_type(2)),
    "x": ({"distribution": "normal", "mean": 0, "sd": 300, "missing": 0.1}, NUMBER),
    "p": ({"choice": [True, False, None]}, BOOLEAN),
    "s": ({"choice": TEXTS}, STRING),
    "w": ({"choice": ["", "a", ",", "-", "b", "x y", "ñ", None]}, STRING),
    "u": ({"expression": "s || ''"}, STRING),
    "v": ({"expression": "if(n > 0, 'AB12', '') || to_text(n * n)"}, STRING),
    "day": (
        {"distribution": "uniform", "type": "date", "min": "2019-12-20", "max": "2020-03-10", "missing": 0.1},
        DATE,
    ),
}


def number_function(function, defined=lambda x: True):
    def value(x):
        try:
            return model.finite(function(x)) if defined(x) else None
        except OverflowError:
            return None

    return value


# Name -> Python's function of typed arguments, the kinds of each argument, the kind of the result.
# "text" stands for s, u and a literal, "number" for i, d and x, "any" for a column of each type.
TEXT, COUNT, OTHER = "text", "count", "other"
TABLE = {
    "lower": (model.lower, [TEXT], STRING),
    "upper": (model.upper, [TEXT], STRING),
    "title": (model.title, [TEXT], STRING),
    "trim": (model.trim, [TEXT], STRING),
    "length": (len, [TEXT], INTEGER),
    "ascii": (model.ascii_of, [TEXT], STRING),
    "slug": (model.slug, [TEXT], STRING),
    "to_number": (model.to_number, [TEXT], NUMBER),
    "left": (model.left, [TEXT, COUNT], STRING),
    "right": (model.right, [TEXT, COUNT], STRING),
    "substr": (model.substr, [TEXT, COUNT, COUNT], STRING),
    "lpad": (model.lpad, [TEXT, COUNT, OTHER], STRING),
    "rpad": (model.rpad, [TEXT, COUNT, OTHER], STRING),
    "replace": (model.replace, [TEXT, OTHER, OTHER], STRING),
    "split_part": (model.split_part, [TEXT, OTHER, COUNT], STRING),
    "starts_with": (str.startswith, [TEXT, OTHER], BOOLEAN),
    "ends_with": (str.endswith, [TEXT, OTHER], BOOLEAN),
    "contains": (str.__contains__, [TEXT, OTHER], BOOLEAN),
    "luhn": (model.luhn, [TEXT], STRING),
    "mod11": (model.mod11, [TEXT], STRING),
    "mod97": (model.mod97, [TEXT], STRING),
    "iban_check": (model.iban_check, [TEXT], STRING),
    "sqrt": (number_function(math.sqrt, lambda x: x >= 0), ["number"], NUMBER),
    "exp": (number_function(math.exp), ["number"], NUMBER),
    "ln": (number_function(math.log, lambda x: x > 0), ["number"], NUMBER),
    "log10": (number_function(math.log10, lambda x: x > 0), ["number"], NUMBER),
    "sin": (math.sin, ["number"], NUMBER),
    "cos": (math.cos, ["number"], NUMBER),
    "tan": (math.tan, ["number"], NUMBER),
    "atan2": (math.atan2, ["number", "number"], NUMBER),
    "pow": (model.power, ["number", "number"], NUMBER),
}
ROUGH = {"exp", "ln", "log10", "sin", "cos", "tan", "atan2", "pow"}
# Written out because their types follow their arguments'.
TYPED = {
    f"{name}({column})": (name, column) for name in ("sign", "trunc") for column in ("i", "d", "x")
} | {f"mod({a}, {b})": ("mod", a, b) for a in ("i", "d", "x") for b in ("n", "d", "x")}
ELSEWHERE = {
    # expressions_in_sql.py
    "if", "coalesce", "abs", "round", "floor", "ceil", "least", "greatest", "clip", "now", "today",
    # time_functions.py
    "year", "month", "day", "weekday", "hour", "minute", "second", "add_workdays", "days_between", "years_between",
    "date_trunc", "format_date", "make_date", "years", "months", "days", "hours", "minutes", "seconds",
    # families.py, against window functions
    "child_number", "child_count", "previous", "next", "first", "running_sum",
    # aggregates.py
    "count", "sum", "avg", "min", "max",
}


def choices(kind: str) -> list[tuple[str, tuple, object]]:
    """Text, type and value in a row of what may stand for an argument."""
    columns = {"text": ["s", "u", "v"], COUNT: ["i", "n"], OTHER: ["w"], "number": ["i", "d", "x"]}[kind]
    made = [(name, OPERANDS[name][1], lambda row, name=name: row[name]) for name in columns]
    literal = {"text": ("'Ab-cd'", STRING, "Ab-cd"), COUNT: ("2", INTEGER, 2), OTHER: ("'-'", STRING, "-"),
               "number": ("1.5", decimal_type(1), 15)}[kind]
    made.append((literal[0], literal[1], lambda row: literal[2]))
    made.append(("null", literal[1], lambda row: None))
    return made


def calls():
    """Expression, kind of its result, function of a row, and whether the last bits may differ."""
    for name, (function, kinds, result) in TABLE.items():
        combinations = [[]]
        for kind in kinds:
            combinations = [before + [choice] for before in combinations for choice in choices(kind)]
        for arguments in combinations:
            def value(row, function=function, arguments=arguments, kinds=kinds):
                values = [of(row) for _, _, of in arguments]
                if any(one is None for one in values):
                    return None
                if kinds[0] == "number":
                    values = [model.as_float(one, kind) for one, (_, kind, _) in zip(values, arguments)]
                return function(*values)

            yield f"{name}({', '.join(text for text, _, _ in arguments)})", result, value, name in ROUGH
    for text, (name, *columns) in TYPED.items():
        kinds = [OPERANDS[column][1] for column in columns]
        result = model.arithmetic_type("%", *kinds) if name == "mod" else INTEGER

        def value(row, name=name, columns=columns, kinds=kinds):
            values = [row[column] for column in columns]
            if any(one is None for one in values):
                return None
            if name == "mod":
                return model.arithmetic("%", values[0], kinds[0], values[1], kinds[1])
            number = model.exact(values[0], kinds[0])
            return (number > 0) - (number < 0) if name == "sign" else math.trunc(number)

        yield text, result, value, False
    for column, (_, kind) in OPERANDS.items():
        def as_text(row, column=column, kind=kind):
            return None if row[column] is None else model.text_of(row[column], kind)

        yield f"to_text({column})", STRING, as_text, False
        yield f"concat('<', {column}, null, s)", STRING, (
            lambda row, f=as_text: "<" + (f(row) or "") + (row["s"] or "")
        ), False
        yield f"count_filled({column}, i, null)", INTEGER, (
            lambda row, column=column: (row[column] is not None) + (row["i"] is not None)
        ), False
        yield f"hash({column})", INTEGER, (
            lambda row, column=column, kind=kind: model.hash_of((row[column], kind))
        ), False
        yield f"hash({column}, s, null, 2.50)", INTEGER, (
            lambda row, column=column, kind=kind: model.hash_of(
                (row[column], kind), (row["s"], STRING), (None, STRING), (250, decimal_type(2))
            )
        ), False
    for a, b, kind in (("i", "n", INTEGER), ("d", "i", decimal_type(2)), ("s", "w", STRING), ("s", "u", STRING)):
        def unless(row, a=a, b=b):
            same = row[b] is not None and row[a] is not None and (
                model.compare(row[a], OPERANDS[a][1], row[b], OPERANDS[b][1]) == 0
            )
            return None if same else row[a]

        yield f"nullif({a}, {b})", kind, unless, False
    for column in ("s", "u"):
        for pattern, ours, theirs in (
            ("[a-z]+", "<\\0>", r"<\g<0>>"),
            ("(.)-(.)", "\\2\\\\\\1", r"\2\\\1"),
            ("^", "^", "^"),
        ):
            yield f"regexp_replace({column}, '{pattern}', '{ours}')", STRING, (
                lambda row, column=column, pattern=pattern, theirs=theirs: (
                    None if row[column] is None else model.re.sub(pattern, theirs, row[column])
                )
            ), False
    yield "row_number()", INTEGER, lambda row: row["row"], False
    yield "pi()", NUMBER, lambda row: math.pi, False
    yield "to_number(i)", INTEGER, lambda row: row["i"], False
    yield "to_number(d)", decimal_type(2), lambda row: row["d"], False


def close(found: str, wanted: float) -> bool:
    return abs(float(found) - wanted) <= ULPS * math.ulp(wanted)


def table(checks: Checks, arguments) -> None:
    asked = list(calls())
    columns = {name: column for name, (column, _) in OPERANDS.items()}
    columns.update({f"f{place}": {"expression": text} for place, (text, _, _, _) in enumerate(asked)})
    schema = {"synthgen": 1, "seed": 3, "tables": {"t": {"rows": ROWS, "columns": columns}}}
    file = arguments.work / "functions.json"
    file.write_text(json.dumps(schema, ensure_ascii=False), encoding="utf-8")
    folder = generate(arguments.program, file, arguments.work / "functions")
    _, lines = model.read_csv((folder / "t.csv").read_text(encoding="utf-8"))
    checks.equal(len(lines), ROWS, "all rows are read")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["tables"]["t"]["columns"]
    rows = []
    for place, line in enumerate(lines):
        row = {name: model.parse_value(line[at], kind) for at, (name, (_, kind)) in enumerate(OPERANDS.items())}
        rows.append({**row, "row": place + 1})
    compared = 0
    for place, (text, kind, value, rough) in enumerate(asked):
        type_text = kind[0] + (f"({kind[1]})" if kind[0] == "decimal" else "")
        checks.equal(manifest[f"f{place}"]["type"], type_text, f"the type of {text}")
        wrong = []
        for number, row in enumerate(rows):
            one = value(row)
            wanted = None if one is None else model.text_of(one, kind)
            found = lines[number][len(OPERANDS) + place]
            compared += 1
            if found != wanted and not (rough and found is not None and wanted is not None and close(found, one)):
                wrong.append((row, found, wanted))
        checks.that(not wrong, f"{text} is what Python says", f"{len(wrong)} rows, such as {wrong[0]}" if wrong else "")
    names = run(arguments.program, "list", "functions").stdout.decode("utf-8").split("\n")
    listed = {line.split("(")[0].strip().split(" ")[0] for line in names if line.strip()}
    draws = {line.split()[0] for line in run(arguments.program, "list", "distributions").stdout.decode().splitlines()}
    covered = {text.split("(")[0] for text, _, _, _ in asked}
    missing = listed - draws - covered - ELSEWHERE
    checks.that(not missing, "every function of the language is in a table", sorted(missing))
    print(f"{len(asked)} calls of {len(covered)} functions, {compared} cells")


def letters(checks: Checks, arguments) -> None:
    """Every letter up to U+2FFF, and the scripts with case beyond."""
    codes = [*range(0x20, 0x3000), *range(0xA640, 0xA7D0), *range(0x10400, 0x10450)]
    codes = [code for code in codes if code not in (0x22, 0x2028, 0x2029)]
    texts = ["a" + "".join(map(chr, codes[at : at + 64])) + "." for at in range(0, len(codes), 64)]
    columns = {
        "s": {"sequence": 1, "hidden": True},
        "u": {"expression": "upper(t)"},
        "l": {"expression": "lower(t)"},
    }
    cases = " ".join(f"when {place} then '{text.replace(chr(39), chr(39) * 2)}'" for place, text in enumerate(texts, 1))
    columns = {"s": columns["s"], "t": {"expression": f"case s {cases} end"}, "u": columns["u"], "l": columns["l"]}
    schema = {"synthgen": 1, "tables": {"t": {"rows": len(texts), "columns": columns}}}
    file = arguments.work / "letters.json"
    file.write_text(json.dumps(schema), encoding="utf-8")
    folder = generate(arguments.program, file, arguments.work / "letters")
    _, lines = model.read_csv((folder / "t.csv").read_bytes().decode("utf-8"))
    session = duckdb.connect()
    wrong_python, wrong_duck = [], []
    for text, upper, lower in lines:
        theirs = session.execute("select upper(?), lower(?)", [text, text]).fetchall()[0]
        for place, c in enumerate(text):
            mapped = (upper[place], lower[place])
            # Polytonic Greek with iota below: Python knows only the mapping to two letters.
            if mapped != (model.upper(c), model.lower(c)) and not 0x1F80 <= ord(c) < 0x2000:
                wrong_python.append((c, mapped))
            # utf8proc, on which DuckDB stands, gives ß and the Georgian letters capitals of their own choice.
            if c not in "ß" and mapped != (theirs[0][place], theirs[1][place]):
                wrong_duck.append((f"U+{ord(c):04X}", mapped, theirs[0][place], theirs[1][place]))
    checks.that(not wrong_python, "each letter has Python's simple case mapping", wrong_python[:5])
    checks.that(not wrong_duck, "each letter has DuckDB's case mapping", (len(wrong_duck), wrong_duck[:8]))


def check_digits(checks: Checks, arguments) -> None:
    columns = {
        "card": {"expression": "to_text(integer(100000000000000, 999999999999999))"},
        "book": {"expression": "to_text(integer(100000000, 999999999))"},
        "account": {"expression": "to_text(integer(100000000000000000, 999999999999999999))"},
        "a": {"expression": "card || luhn(card)"},
        "b": {"expression": "book || mod11(book)"},
        "c": {"expression": "'DE' || iban_check('DE' || account) || account"},
        "d": {"expression": "'LEI' || account || mod97('LEI' || account)"},
    }
    schema = {"synthgen": 1, "seed": 9, "tables": {"t": {"rows": 500, "columns": columns}}}
    file = arguments.work / "digits.json"
    file.write_text(json.dumps(schema), encoding="utf-8")
    folder = generate(arguments.program, file, arguments.work / "digits")
    _, lines = model.read_csv((folder / "t.csv").read_text(encoding="utf-8"))
    for name, column, valid in (
        ("luhn", 3, luhn.is_valid),
        ("mod11", 4, isbn.is_valid),
        ("iban_check", 5, lambda number: iban.is_valid(number, check_country=False)),
        ("mod97", 6, mod_97_10.is_valid),
    ):
        wrong = [line[column] for line in lines if not valid(line[column])]
        checks.that(not wrong, f"numbers with the digits of {name} are valid for python-stdnum", wrong[:3])
    changed = [line[3][:-1] + str((int(line[3][-1]) + 1) % 10) for line in lines]
    checks.that(not any(map(luhn.is_valid, changed)), "a wrong digit would be found")


def main() -> None:
    arguments = parse(parser(__doc__.splitlines()[0]))
    checks = Checks()
    table(checks, arguments)
    letters(checks, arguments)
    check_digits(checks, arguments)
    checks.end()


if __name__ == "__main__":
    main()
