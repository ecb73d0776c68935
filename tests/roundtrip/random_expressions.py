#!/usr/bin/env python3
"""Two hundred random expressions of the whole language without draws, against expression_model.py.

Trees are drawn by a seeded generator, evaluated in Python row by row, and written as text with no more parentheses than
the language's precedence asks for, so that precedence is tested too. Results must be equal to the last digit. The
elementary functions, which a machine may round differently by a unit in the last place, stand inside a rounding to
six digits.
"""

import collections
import json
import math
import random
import re

import expression_model as model
from checks import Checks, generate, parse, parser
from expression_model import BOOLEAN, DATE, INTEGER, NUMBER, STRING, decimal_type

EXPRESSIONS = 200
ROWS = 300
SEED = 20240229
DEPTH = 4

OPERANDS = {
    "i": ({"distribution": "integer", "min": -9, "max": 9, "missing": 0.1}, INTEGER),
    "j": ({"distribution": "integer", "min": -3, "max": 3}, INTEGER),
    "big": ({"distribution": "integer", "min": -4000000000, "max": 4000000000, "missing": 0.05}, INTEGER),
    "d": ({"distribution": "uniform", "min": -50, "max": 50, "decimals": 2, "missing": 0.1}, decimal_type(2)),
    "e": ({"distribution": "uniform", "min": -2, "max": 2, "decimals": 1}, decimal_type(1)),
    "x": ({"distribution": "normal", "mean": 0, "sd": 100, "missing": 0.1}, NUMBER),
    "y": ({"choice": [0.5, -1.25, 3.0, 1e-3, 0.1], "type": "number"}, NUMBER),
    "p": ({"choice": [True, False, None]}, BOOLEAN),
    "q": ({"distribution": "bernoulli", "p": 0.4}, BOOLEAN),
    "s": ({"choice": ["", "a", "Ab", "abc def", "b-2", "a%b", "ñandú", "O'Brien", "ΑΣΩ ж", " x ", None]}, STRING),
    "t": ({"choice": ["a", "ab", "Straße", "zz", "12", "-3.5", "1e3", "ES-0042"]}, STRING),
    "u": ({"expression": "s || '/' || t || to_text(j)"}, STRING),
    "day": (
        {"distribution": "uniform", "type": "date", "min": "2019-12-20", "max": "2020-03-10", "missing": 0.1},
        DATE,
    ),
    "dag": ({"distribution": "uniform", "type": "date", "min": "2020-02-01", "max": "2020-03-10"}, DATE),
}

OR, AND, NOT, COMPARISON, JOIN, SUM, PRODUCT, UNARY, POWER, ATOM = range(10)


class Node:
    """A part of an expression: its text, how tightly its outermost operator binds, and its value in a row."""

    def __init__(self, kind, text, level, value):
        self.kind, self.text, self.level, self.value = kind, text, level, value

    def at(self, level: int) -> str:
        return self.text if self.level >= level else f"({self.text})"


def strict(function, *nodes):
    """The function's value where no argument is null."""

    def value(row):
        values = [node.value(row) for node in nodes]
        return None if any(one is None for one in values) else function(*values)

    return value


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def common(*nodes):
    kinds = [node.kind for node in nodes]
    if kinds[0][0] not in ("integer", "decimal", "number"):
        return kinds[0]
    if NUMBER in kinds:
        return NUMBER
    scale = max(kind[1] for kind in kinds)
    return INTEGER if all(kind == INTEGER for kind in kinds) else decimal_type(scale)


class Generator:
    def __init__(self, seed: int):
        self.random = random.Random(seed)
        self.used: collections.Counter = collections.Counter()

    def pick(self, *choices):
        return self.random.choice(choices)

    # ---- leaves

    def column(self, *kinds) -> Node:
        name = self.pick(*[name for name, (_, kind) in OPERANDS.items() if kind in kinds])
        return Node(OPERANDS[name][1], name, ATOM, lambda row: row[name])

    def literal(self, kind) -> Node:
        value = {
            "integer": lambda: self.pick(0, 1, 2, 3, 7, 10, 100),
            "decimal": lambda: self.pick(5, 125, 250, 9999, 1000),
            "number": lambda: self.pick(0.5, 1e3, 2.5e-3, 1.5e0),
            "string": lambda: self.pick("", "a", "ab", "x-", "ß", "it's", "Ñ é"),
            "boolean": lambda: self.pick(True, False),
            "date": lambda: self.pick(*(model.EPOCH.replace(year=2020, month=m, day=n) for m, n in ((1, 31), (2, 29)))),
        }[kind[0]]()
        if kind[0] == "string":
            text = quoted(value)
        elif kind[0] == "date":
            text = f"date '{value}'"
        elif kind[0] == "number":
            text = f"{value:e}"
        else:
            text = model.text_of(value, kind)
        return Node(kind, text, ATOM, lambda row: value)

    def one_of(self, *names: str) -> Node:
        name = self.pick(*names)
        return Node(OPERANDS[name][1], name, ATOM, lambda row: row[name])

    def call(self, name: str, kind, function, *nodes) -> Node:
        self.used[name] += 1
        return Node(kind, f"{name}({', '.join(node.text for node in nodes)})", ATOM, strict(function, *nodes))

    # ---- by kind

    def any(self, depth: int) -> Node:
        return self.pick(self.numeric, self.text, self.boolean, self.date)(depth)

    def numeric(self, depth: int) -> Node:
        return self.pick(self.integer, self.decimal, self.number)(depth)

    def arithmetic(self, operator: str, a: Node, b: Node) -> Node:
        level = {"+": SUM, "-": SUM, "^": POWER}.get(operator, PRODUCT)
        kind = model.arithmetic_type(operator, a.kind, b.kind)
        left, right = (ATOM, UNARY) if operator == "^" else (level, level + 1)
        self.used[operator] += 1
        return Node(
            kind,
            f"{a.at(left)} {operator} {b.at(right)}",
            level,
            strict(lambda x, y: model.arithmetic(operator, x, a.kind, y, b.kind), a, b),
        )

    def negated(self, a: Node) -> Node:
        self.used["unary -"] += 1
        kept = (lambda x: -x) if a.kind == NUMBER else (lambda x: model.kept(-x, a.kind))
        return Node(a.kind, "-" + a.at(UNARY), UNARY, strict(kept, a))

    def same(self, make, depth: int) -> Node:
        """What takes values of any one type and gives one of them."""
        a, b = make(depth - 1), make(depth - 1)
        kind = common(a, b)

        def of(node, row):
            return model.convert(node.value(row), node.kind, kind)

        form = self.pick("if", "coalesce", "case", "simple case", "nullif", "least", "greatest", "if null")
        self.used[form] += 1
        if form in ("if", "if null"):
            condition = self.boolean(depth - 1)
            if form == "if null":
                return Node(
                    a.kind, f"if({condition.text}, {a.text}, null)", ATOM,
                    lambda row: a.value(row) if condition.value(row) else None,
                )
            return Node(
                kind, f"if({condition.text}, {a.text}, {b.text})", ATOM,
                lambda row: of(a if condition.value(row) else b, row),
            )
        if form == "coalesce":
            def first(row):
                value = of(a, row)
                return of(b, row) if value is None else value
            return Node(kind, f"coalesce({a.text}, {b.text})", ATOM, first)
        if form == "case":
            one, two = self.boolean(depth - 1), self.boolean(depth - 1)
            return Node(
                kind, f"case when {one.text} then {a.text} when {two.text} then {b.text} end", ATOM,
                lambda row: of(a, row) if one.value(row) else of(b, row) if two.value(row) else None,
            )
        if form == "simple case":
            subject, match = self.integer(depth - 1), self.literal(INTEGER)
            return Node(
                kind, f"case {subject.text} when {match.text} then {a.text} else {b.text} end", ATOM,
                lambda row: of(a if subject.value(row) == match.value(row) else b, row),
            )
        if form == "nullif" or a.kind == BOOLEAN:
            def unless(row):
                x, y = a.value(row), b.value(row)
                return None if x is None or (y is not None and model.compare(x, a.kind, y, b.kind) == 0) else x
            return Node(a.kind, f"nullif({a.text}, {b.text})", ATOM, unless)
        sign = 1 if form == "greatest" else -1

        def extreme(row):
            x, y = of(a, row), of(b, row)
            if x is None or y is None:
                return None
            return x if model.compare(x, kind, y, kind) * sign >= 0 else y

        return Node(kind, f"{form}({a.text}, {b.text})", ATOM, extreme)

    def integer(self, depth: int) -> Node:
        if depth <= 0:
            return self.pick(self.column, self.column, self.literal)(INTEGER)
        form = self.random.randrange(13)
        if form < 4:
            operator = self.pick("+", "-", "*", "%", "//")
            b = self.numeric(depth - 1) if operator == "//" else self.integer(depth - 1)
            return self.arithmetic(operator, self.integer(depth - 1), b)
        if form == 4:
            return self.negated(self.integer(depth - 1))
        if form == 5:
            a = self.integer(depth - 1)
            return self.call("abs", INTEGER, lambda x: model.whole(abs(x)), a)
        if form == 6:
            a = self.numeric(depth - 1)
            return self.call("sign", INTEGER, lambda x: (x > 0) - (x < 0), a)
        if form == 7:
            return self.call("length", INTEGER, len, self.text(depth - 1))
        if form == 8:
            a = self.pick(self.decimal, self.number, self.integer)(depth - 1)
            name, function = self.pick(("floor", math.floor), ("ceil", math.ceil), ("trunc", math.trunc))
            return self.call(name, INTEGER, lambda x: model.whole(function(model.exact(x, a.kind))), a)
        if form == 9:
            a = self.numeric(depth - 1)
            return self.call("round", INTEGER, lambda x: model.convert(x, a.kind, INTEGER), a)
        if form == 10:
            nodes = [self.any(depth - 1) for _ in range(self.random.randrange(1, 4))]
            text = ", ".join(node.text for node in nodes)
            if self.random.random() < 0.5:
                self.used["count_filled"] += 1
                return Node(
                    INTEGER, f"count_filled({text}, null)", ATOM,
                    lambda row: sum(node.value(row) is not None for node in nodes),
                )
            self.used["hash"] += 1
            return Node(
                INTEGER, f"hash({text})", ATOM,
                lambda row: model.hash_of(*((node.value(row), node.kind) for node in nodes)),
            )
        if form == 11:
            if self.random.random() < 0.5:
                return self.date_part(depth)
            if self.random.random() < 0.3:
                self.used["row_number"] += 1
                return Node(INTEGER, "row_number()", ATOM, lambda row: row["row"])
            a, b = self.date(depth - 1), self.date(depth - 1)
            self.used["date - date"] += 1
            return Node(INTEGER, f"{a.at(SUM)} - {b.at(PRODUCT)}", SUM, strict(lambda x, y: (x - y).days, a, b))
        return self.same(self.integer, depth)

    def date_part(self, depth: int) -> Node:
        a = self.date(depth - 1)
        name = self.pick("year", "month", "day", "weekday", "days_between", "years_between")
        if name.endswith("between"):
            return self.call(name, INTEGER, getattr(model, name), a, self.date(depth - 1))
        part = {"weekday": lambda x: x.isoweekday()}.get(name, lambda x: getattr(x, name))
        return self.call(name, INTEGER, part, a)

    def decimal(self, depth: int) -> Node:
        if depth <= 0:
            if self.random.random() < 0.6:
                return self.column(decimal_type(1), decimal_type(2))
            return self.literal(decimal_type(self.pick(1, 2, 3)))
        form = self.random.randrange(8)
        if form < 3:
            a, b = self.decimal(depth - 1), self.pick(self.decimal, self.integer)(depth - 1)
            operator = self.pick("+", "-", "*", "%")
            if operator == "*" and a.kind[1] + b.kind[1] > 8:
                operator = "+"
            return self.arithmetic(operator, a, b)
        if form == 3:
            return self.negated(self.decimal(depth - 1))
        if form == 4:
            a = self.decimal(depth - 1)
            return self.call("abs", a.kind, abs, a)
        if form == 5:
            a, digits = self.numeric(depth - 1), self.pick(1, 2, 4)
            kind = decimal_type(digits)
            node = self.call("round", kind, lambda x: model.convert(x, a.kind, kind), a)
            return Node(kind, f"round({a.text}, {digits})", ATOM, node.value)
        if form == 6:
            return self.elementary(depth)
        return self.same(self.decimal, depth)

    def elementary(self, depth: int) -> Node:
        """A function whose last bit is no matter of agreement, rounded."""
        name = self.pick("exp", "ln", "log10", "sin", "cos", "tan", "atan2", "pow", "sqrt")
        kind = decimal_type(6)
        # Small arguments where results grow fast: six digits must lie well within a double's sixteen.
        grows = name in ("exp", "pow")
        a = self.one_of("e", "j") if grows else self.pick(self.integer, self.decimal)(0)
        self.used[name] += 1

        def rounded(value):
            return None if value is None else model.convert(value, NUMBER, kind)

        if name in ("atan2", "pow"):
            b = self.one_of("e", "j") if grows else self.decimal(0)
            function = math.atan2 if name == "atan2" else model.power
            return Node(
                kind, f"round({name}({a.text}, {b.text}), 6)", ATOM,
                strict(lambda x, y: rounded(function(model.as_float(x, a.kind), model.as_float(y, b.kind))), a, b),
            )

        def one(value):
            x = model.as_float(value, a.kind)
            if (name in ("ln", "log10") and x <= 0) or (name == "sqrt" and x < 0):
                return None
            if name == "exp" and x > 709:
                return None
            return rounded({"ln": math.log}.get(name, getattr(math, name, None))(x))

        return Node(kind, f"round({name}({a.text}), 6)", ATOM, strict(one, a))

    def number(self, depth: int) -> Node:
        if depth <= 0:
            return self.pick(self.column, self.column, self.literal)(NUMBER)
        form = self.random.randrange(9)
        if form < 2:
            return self.arithmetic("/", self.numeric(depth - 1), self.numeric(depth - 1))
        if form < 4:
            return self.arithmetic(self.pick("+", "-", "*", "%"), self.number(depth - 1), self.numeric(depth - 1))
        if form == 4:
            exponent = self.random.randrange(4)
            return self.arithmetic(
                "^", self.numeric(depth - 1), Node(INTEGER, str(exponent), ATOM, lambda row: exponent)
            )
        if form == 5:
            return self.call("to_number", NUMBER, model.to_number, self.text(depth - 1))
        if form == 6:
            a = self.number(depth - 1)
            return self.call("sqrt", NUMBER, lambda x: math.sqrt(x) if x >= 0 else None, a)
        if form == 7:
            return self.negated(self.number(depth - 1))
        return self.same(self.number, depth)

    def text(self, depth: int) -> Node:
        if depth <= 0:
            return self.pick(self.column, self.column, self.literal)(STRING)
        form = self.random.randrange(12)
        if form < 2:
            parts = [self.text(depth - 1), self.any(depth - 1)]
            self.random.shuffle(parts)
            self.used["||"] += 1
            return Node(
                STRING, " || ".join(part.at(SUM) for part in parts), JOIN,
                strict(lambda *v: model.bounded("".join(model.text_of(x, n.kind) for x, n in zip(v, parts))), *parts),
            )
        if form < 4:
            name = self.pick("lower", "upper", "title", "trim")
            return self.call(name, STRING, getattr(model, name), self.text(depth - 1))
        if form == 4:
            # Letters of Greek and Cyrillic have tables of their own, which the model does not know.
            a = Node(STRING, "t", ATOM, lambda row: row["t"])
            name, function = self.pick(("ascii", model.ascii_of), ("slug", model.slug))
            return self.call(name, STRING, function, a)
        if form == 5:
            name = self.pick("left", "right", "substr", "substr")
            nodes = [self.text(depth - 1), self.integer(0)]
            if name == "substr" and self.random.random() < 0.7:
                nodes.append(self.integer(0))
            return self.call(name, STRING, getattr(model, name), *nodes)
        if form == 6:
            name = self.pick("lpad", "rpad")
            nodes = [self.text(depth - 1), self.integer(0)] + [self.text(0) for _ in range(self.random.randrange(2))]
            return self.call(name, STRING, getattr(model, name), *nodes)
        if form == 7:
            if self.random.random() < 0.5:
                return self.call("replace", STRING, model.replace, self.text(depth - 1), self.text(0), self.text(0))
            nodes = [self.text(depth - 1), self.text(0), self.integer(0)]
            return self.call("split_part", STRING, model.split_part, *nodes)
        if form == 8:
            a = self.any(depth - 1)
            return self.call("to_text", STRING, lambda x: model.text_of(x, a.kind), a)
        if form == 9:
            parts = [self.any(depth - 1) for _ in range(self.random.randrange(1, 4))]
            self.used["concat"] += 1

            def joined(row):
                values = [(part.value(row), part.kind) for part in parts]
                return model.bounded("".join(model.text_of(x, kind) for x, kind in values if x is not None))

            return Node(STRING, f"concat({', '.join(part.text for part in parts)})", ATOM, joined)
        if form == 10:
            if self.random.random() < 0.5:
                name = self.pick("luhn", "mod11", "mod97", "iban_check")
                a = self.integer(depth - 1)
                prefix = "DE" if name == "iban_check" else ""
                self.used[name] += 1
                return Node(
                    STRING, f"{name}({quoted(prefix)} || {a.at(SUM)})", ATOM,
                    strict(lambda x: getattr(model, name)(prefix + str(x)), a),
                )
            a = self.text(depth - 1)
            pattern, with_ours, with_python = self.pick(
                ("[0-9]+", "<\\0>", r"<\g<0>>"),
                ("(.)-(.)", "\\2-\\1", r"\2-\1"),
                ("[aeiou]", "*", "*"),
                ("a|^b", "", ""),
            )
            self.used["regexp_replace"] += 1
            return Node(
                STRING, f"regexp_replace({a.text}, {quoted(pattern)}, {quoted(with_ours)})", ATOM,
                strict(lambda x: model.bounded(re.sub(pattern, with_python, x)), a),
            )
        return self.same(self.text, depth)

    def boolean(self, depth: int) -> Node:
        if depth <= 0:
            return self.column(BOOLEAN)
        form = self.random.randrange(10)
        if form < 2:
            word = self.pick("and", "or")
            level = AND if word == "and" else OR
            a, b = self.boolean(depth - 1), self.boolean(depth - 1)
            deciding = word == "or"
            self.used[word] += 1

            def value(row):
                values = (a.value(row), b.value(row))
                return deciding if deciding in values else None if None in values else not deciding

            return Node(BOOLEAN, f"{a.at(level + 1)} {word} {b.at(level + 1)}", level, value)
        if form == 2:
            a = self.boolean(depth - 1)
            self.used["not"] += 1
            return Node(BOOLEAN, f"not {a.at(NOT)}", NOT, strict(lambda x: not x, a))
        if form < 5:
            make = self.pick(self.numeric, self.text, self.date)
            a, b = make(depth - 1), make(depth - 1)
            operator, holds = self.pick(
                ("=", lambda c: c == 0), ("!=", lambda c: c != 0), ("<>", lambda c: c != 0), ("<", lambda c: c < 0),
                ("<=", lambda c: c <= 0), (">", lambda c: c > 0), (">=", lambda c: c >= 0),
            )
            self.used[operator] += 1
            return Node(
                BOOLEAN, f"{a.at(JOIN)} {operator} {b.at(JOIN)}", COMPARISON,
                strict(lambda x, y: holds(model.compare(x, a.kind, y, b.kind)), a, b),
            )
        if form == 5:
            a, negated = self.any(depth - 1), self.pick(True, False)
            self.used["is null"] += 1
            return Node(
                BOOLEAN, f"{a.at(JOIN)} is {'not ' if negated else ''}null", COMPARISON,
                lambda row: (a.value(row) is None) != negated,
            )
        if form == 6:
            a, low, high = (self.numeric(depth - 1) for _ in range(3))
            negated = self.pick("", "not ")
            self.used["between"] += 1

            def within(row):
                x, p, q = a.value(row), low.value(row), high.value(row)
                above = None if x is None or p is None else model.compare(x, a.kind, p, low.kind) >= 0
                below = None if x is None or q is None else model.compare(x, a.kind, q, high.kind) <= 0
                value = False if False in (above, below) else None if None in (above, below) else True
                return value if value is None or not negated else not value

            return Node(
                BOOLEAN, f"{a.at(JOIN)} {negated}between {low.at(JOIN)} and {high.at(JOIN)}", COMPARISON, within
            )
        if form == 7:
            make = self.pick(self.integer, self.text)
            a, items, negated = make(depth - 1), [make(0) for _ in range(3)], self.pick("", "not ")
            self.used["in"] += 1

            def found(row):
                x = a.value(row)
                tests = [
                    None if x is None or item.value(row) is None
                    else model.compare(x, a.kind, item.value(row), item.kind) == 0
                    for item in items
                ]
                value = True if True in tests else None if None in tests else False
                return value if value is None or not negated else not value

            return Node(
                BOOLEAN, f"{a.at(JOIN)} {negated}in ({', '.join(item.text for item in items)})", COMPARISON, found
            )
        if form == 8:
            a = self.text(depth - 1)
            if self.random.random() < 0.5:
                name, function = self.pick(
                    ("starts_with", str.startswith), ("ends_with", str.endswith), ("contains", str.__contains__)
                )
                return self.call(name, BOOLEAN, function, a, self.text(0))
            word, test = self.pick(("like", model.is_like), ("matches", lambda x, y: re.fullmatch(y, x, re.ASCII)))
            pattern = self.pick("a%", "_b%", "%\\%%", "%") if word == "like" else self.pick("[a-z]+", "a.*", "[0-9-]*")
            self.used[word] += 1
            return Node(
                BOOLEAN, f"{a.at(JOIN)} {word} {quoted(pattern)}", COMPARISON,
                strict(lambda x: bool(test(x, pattern)), a),
            )
        return self.same(self.boolean, depth)

    def date(self, depth: int) -> Node:
        if depth <= 0:
            return self.pick(self.column, self.column, self.literal)(DATE)
        if self.random.random() < 0.6:
            a, b = self.date(depth - 1), self.one_of("i", "j")
            operator = self.pick("+", "-")
            sign = 1 if operator == "+" else -1
            self.used["date + days"] += 1
            return Node(
                DATE, f"{a.at(SUM)} {operator} {b.text}", SUM,
                strict(lambda x, y: model.EPOCH.fromordinal(x.toordinal() + sign * y), a, b),
            )
        form = self.random.randrange(5)
        if form == 0:
            return self.call("add_workdays", DATE, model.add_workdays, self.date(depth - 1), self.one_of("i", "j"))
        if form == 1:
            a, unit = self.date(depth - 1), self.pick("year", "quarter", "month", "week", "day")
            self.used["date_trunc"] += 1
            return Node(
                DATE, f"date_trunc('{unit}', {a.text})", ATOM, strict(lambda x: model.date_trunc(unit, x), a)
            )
        if form == 2:
            a, b, unit = self.date(depth - 1), self.pick("i", "j", "2"), self.pick("days", "months", "years")
            self.used[unit] += 1

            def moved(row):
                x, n = a.value(row), 2 if b == "2" else row[b]
                return None if x is None or n is None else model.move_date(x, n, unit)

            return Node(DATE, f"{a.at(SUM)} + {unit}({b})", SUM, moved)
        if form == 3:
            nodes = [self.integer(0) for _ in range(3)]
            nodes[0] = Node(INTEGER, "2000 + j", SUM, lambda row: 2000 + row["j"])
            return self.call("make_date", DATE, model.make_date, *nodes)
        return self.same(self.date, depth)


def main() -> None:
    arguments = parse(parser(__doc__.splitlines()[0]))
    checks = Checks()
    generator = Generator(SEED)
    nodes: list[Node] = []
    while len(nodes) < EXPRESSIONS:
        node = generator.any(DEPTH)
        # A leaf alone shows nothing, and the file must be readable where a row holds nulls only.
        if node.level < ATOM or "(" in node.text or " " in node.text:
            nodes.append(node)
    columns = {name: column for name, (column, _) in OPERANDS.items()}
    columns.update({f"f{place}": {"expression": node.text} for place, node in enumerate(nodes)})
    schema = {"synthgen": 1, "seed": 5, "tables": {"t": {"rows": ROWS, "columns": columns}}}
    file = arguments.work / "random.json"
    file.write_text(json.dumps(schema, ensure_ascii=False, indent=1), encoding="utf-8")
    folder = generate(arguments.program, file, arguments.work / "random")
    header, lines = model.read_csv((folder / "t.csv").read_text(encoding="utf-8"))
    checks.equal(header, list(columns), "the columns are read")
    checks.equal(len(lines), ROWS, "all rows are read")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["tables"]["t"]["columns"]
    rows = []
    for place, line in enumerate(lines):
        row = {name: model.parse_value(line[at], kind) for at, (name, (_, kind)) in enumerate(OPERANDS.items())}
        rows.append({**row, "row": place + 1})
    compared = nulls = 0
    seen = set()
    for place, node in enumerate(nodes):
        kind = node.kind[0] + (f"({node.kind[1]})" if node.kind[0] == "decimal" else "")
        checks.equal(manifest[f"f{place}"]["type"], kind, f"the type of {node.text}")
        wrong = []
        for number, row in enumerate(rows):
            value = node.value(row)
            wanted = None if value is None else model.text_of(value, node.kind)
            found = lines[number][len(OPERANDS) + place]
            compared += 1
            nulls += wanted is None
            seen.add(wanted)
            if found != wanted:
                wrong.append((row, found, wanted))
        checks.that(
            not wrong,
            f"{node.text} is what the model says",
            f"{len(wrong)} rows differ, such as {wrong[0]}" if wrong else "",
        )
    # Agreement on nothing but nulls, or on a handful of values, would show little.
    checks.that(nulls < compared * 0.5, "most cells hold a value", f"{nulls} of {compared} are null")
    checks.that(len(seen) > compared / 20, "cells hold many different values", len(seen))
    wanted_words = {"+", "-", "*", "/", "//", "%", "^", "||", "and", "or", "not", "between", "in", "like", "matches"}
    wanted_words |= {"is null", "if", "coalesce", "case", "simple case", "nullif", "least", "greatest", "unary -"}
    missing = wanted_words - set(generator.used)
    checks.that(not missing, "every operator stands in some expression", sorted(missing))
    print(f"{len(nodes)} expressions, {compared} cells, {len(seen)} different values, {nulls} nulls, "
          f"{len(generator.used)} operators and functions")
    checks.end()


if __name__ == "__main__":
    main()
