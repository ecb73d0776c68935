"""The expression language a second time, in Python: values, types and functions as docs/language.md defines them.

Nothing here is taken from the program: texts are Python's, numbers are exact integers and fractions or the floats of
IEEE 754, letters come from unicodedata. A value is a Python value or None; a decimal is its scaled integer. A function
gives None where it has no value. Types are pairs of a kind and a number of decimals.
"""

import calendar
import datetime
import fractions
import math
import re
import unicodedata

LEAST, MOST = -(2**63), 2**63 - 1
MOST_DECIMAL = 10**18 - 1
LONGEST_TEXT = 1 << 20
EPOCH = datetime.date(1970, 1, 1)

INTEGER, NUMBER, STRING, BOOLEAN, DATE = (
    (kind, 0) for kind in ("integer", "number", "string", "boolean", "date")
)


def decimal_type(scale: int) -> tuple[str, int]:
    return ("decimal", scale)


def whole(value: int) -> int | None:
    return value if LEAST <= value <= MOST else None


def scaled(value: int) -> int | None:
    return value if abs(value) <= MOST_DECIMAL else None


def finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def kept(value: int, kind: tuple[str, int]) -> int | None:
    return whole(value) if kind[0] == "integer" else scaled(value)


# ---- conversions


def exact(value, kind) -> fractions.Fraction:
    """The number that a value is."""
    return fractions.Fraction(value, 10 ** kind[1]) if kind[0] == "decimal" else fractions.Fraction(value)


def as_float(value, kind) -> float:
    return value if kind[0] == "number" else float(exact(value, kind))


def half_away(value: fractions.Fraction) -> int:
    size = abs(value)
    rounded = (2 * size.numerator + size.denominator) // (2 * size.denominator)
    return -rounded if value < 0 else rounded


def written(value: float) -> fractions.Fraction:
    """What the shortest decimal form of a float says; whole numbers beyond 2**53 keep their own digits."""
    return fractions.Fraction(value) if abs(value) >= 2**53 else fractions.Fraction(repr(value))


def convert(value, kind, to):
    """Between numbers; half away from zero where digits are lost."""
    if value is None or kind == to:
        return value
    if to[0] == "number":
        return as_float(value, kind)
    number = written(value) if kind[0] == "number" else exact(value, kind)
    return kept(half_away(number * 10 ** to[1]), to)


def text_of(value, kind) -> str:
    """As a file holds it."""
    if kind[0] == "boolean":
        return "true" if value else "false"
    if kind[0] == "number":
        return repr(value)
    if kind[0] == "decimal" and kind[1] > 0:
        digits = str(abs(value)).rjust(kind[1] + 1, "0")
        return ("-" if value < 0 else "") + digits[: -kind[1]] + "." + digits[-kind[1] :]
    if kind[0] == "date":
        return value.isoformat()
    return str(value)


def bounded(text: str) -> str | None:
    return text if len(text.encode()) <= LONGEST_TEXT else None


# ---- operators on values that are not null


def arithmetic_type(operator: str, a, b):
    if operator == "//":
        return INTEGER
    if operator in "/^" or "number" in (a[0], b[0]):
        return NUMBER
    if a == b == INTEGER:
        return INTEGER
    scale = a[1] + b[1] if operator == "*" else max(a[1], b[1])
    return decimal_type(scale) if scale <= 18 else NUMBER


def power(x: float, y: float) -> float | None:
    """Correctly rounded for small whole exponents."""
    if y == int(y) and abs(y) <= 32:
        if x == 0:  # zero has a sign, which fractions have not
            return None if y < 0 else math.pow(x, y)
        try:
            return float(fractions.Fraction(x) ** int(y))
        except OverflowError:
            return None
    if (x < 0 and y != int(y)) or (x == 0 and y < 0):
        return None
    try:
        return finite(x**y)
    except OverflowError:
        return None


def arithmetic(operator: str, x, a, y, b):
    kind = arithmetic_type(operator, a, b)
    if kind != NUMBER and "number" not in (a[0], b[0]):
        p, q = exact(x, a), exact(y, b)
        if operator in ("//", "%"):
            if q == 0:
                return None
            if operator == "//":
                return whole(math.floor(p / q))
            result = p - q * math.trunc(p / q)
        else:
            result = p + q if operator == "+" else p - q if operator == "-" else p * q
        return kept(int(result * 10 ** kind[1]), kind)
    p, q = as_float(x, a), as_float(y, b)
    if operator == "^":
        return power(p, q)
    if operator in ("/", "//", "%") and q == 0:
        return None
    if operator == "//":
        return whole(math.floor(p / q))
    if operator == "%":
        return math.fmod(p, q)
    return finite(p + q if operator == "+" else p - q if operator == "-" else p * q if operator == "*" else p / q)


def compare(x, a, y, b) -> int:
    """-1, 0 or 1. A decimal beside a number is the number that it is written as; integers are compared exactly."""
    if a[0] == "string":
        x, y = x.encode(), y.encode()
    elif a[0] in ("integer", "decimal", "number"):
        if "number" in (a[0], b[0]):
            x = as_float(x, a) if a[0] == "decimal" else fractions.Fraction(x)
            y = as_float(y, b) if b[0] == "decimal" else fractions.Fraction(y)
        else:
            x, y = exact(x, a), exact(y, b)
    return (x > y) - (x < y)


def is_like(text: str, pattern: str) -> bool:
    expression = ""
    at = 0
    while at < len(pattern):
        if pattern[at] == "\\" and at + 1 < len(pattern):
            at += 1
            expression += re.escape(pattern[at])
        else:
            expression += {"%": ".*", "_": "."}.get(pattern[at], re.escape(pattern[at]))
        at += 1
    return re.fullmatch(expression, text, re.DOTALL) is not None


# ---- functions of texts


def simple(mapped: str, character: str) -> str:
    """Unicode's simple mapping keeps one character one character."""
    return mapped if len(mapped) == 1 else character


def upper(text: str) -> str:
    return "".join(simple(c.upper(), c) for c in text)


def lower(text: str) -> str:
    return "".join("i" if c == "İ" else simple(c.lower(), c) for c in text)


def is_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNM"


def title(text: str) -> str:
    made = ""
    for place, c in enumerate(text):
        first = is_word(c) and not (place > 0 and is_word(text[place - 1]))
        made += simple(c.title(), c) if first else lower(c)
    return made


BLANKS = " \t\n\v\f\r\x85" + "".join(
    chr(code) for code in range(0x80, 0x3001) if unicodedata.category(chr(code)) in ("Zs", "Zl", "Zp")
)


def trim(text: str) -> str:
    return text.strip(BLANKS)


def left(text: str, count: int) -> str:
    return text[: max(0, count if count >= 0 else len(text) + count)]


def right(text: str, count: int) -> str:
    keep = max(0, count if count >= 0 else len(text) + count)
    return text[max(0, len(text) - keep) :]


def substr(text: str, begin: int, length: int | None = None) -> str | None:
    if length is not None and length < 0:
        return None
    end = None if length is None else max(0, begin - 1 + length)
    return text[max(0, begin - 1) : end]


def replace(text: str, old: str, new: str) -> str | None:
    return bounded(text.replace(old, new) if old else text)


def filled(text: str, length: int, fill: str) -> tuple[str, str] | None:
    """The text cut to the length, and what is missing."""
    if length > LONGEST_TEXT and fill:
        return None
    missing = length - len(text)
    return text[: max(0, length)], (fill * missing)[:missing] if missing > 0 else ""


def lpad(text: str, length: int, fill: str = " ") -> str | None:
    parts = filled(text, length, fill)
    return None if parts is None else bounded(parts[1] + parts[0])


def rpad(text: str, length: int, fill: str = " ") -> str | None:
    parts = filled(text, length, fill)
    return None if parts is None else bounded(parts[0] + parts[1])


def split_part(text: str, separator: str, place: int) -> str | None:
    if place == 0:
        return None
    parts = text.split(separator) if separator else [text]
    index = place - 1 if place > 0 else len(parts) + place
    return parts[index] if 0 <= index < len(parts) else ""


OWN_LETTERS = {"ß": "ss", "æ": "ae", "Æ": "AE", "ø": "o", "Ø": "O", "œ": "oe", "Œ": "OE", "ł": "l", "Ł": "L"}
UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}


def ascii_of(text: str, german: bool = False) -> str:
    """For Latin letters; tables of other scripts are checked in the unit tests."""
    made = ""
    for c in text:
        if german and c in UMLAUTS:
            made += UMLAUTS[c]
        elif c in OWN_LETTERS:
            made += OWN_LETTERS[c]
        else:
            made += "".join(d for d in unicodedata.normalize("NFKD", c) if ord(d) < 128)
    return made


def slug(text: str, german: bool = False) -> str:
    return re.sub(r"[^a-z0-9]+", "-", ascii_of(text, german).lower()).strip("-")


def to_number(text: str) -> float | None:
    if not re.fullmatch(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?", trim(text)):
        return None
    return finite(float(trim(text)))


# ---- dates


def make_date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except (ValueError, OverflowError):
        return None


def move_date(date: datetime.date, count: int, unit: str) -> datetime.date | None:
    """Months keep the day, or take the month's last."""
    try:
        if unit == "days":
            return date + datetime.timedelta(days=count)
        months = date.year * 12 + date.month - 1 + count * (12 if unit == "years" else 1)
        last = calendar.monthrange(months // 12, months % 12 + 1)[1]
        return datetime.date(months // 12, months % 12 + 1, min(date.day, last))
    except (ValueError, OverflowError, calendar.IllegalMonthError):
        return None


def days_between(a: datetime.date, b: datetime.date) -> int:
    return (b - a).days


def years_between(a: datetime.date, b: datetime.date) -> int:
    if b < a:
        return -years_between(b, a)
    return b.year - a.year - ((b.month, b.day) < (a.month, a.day))


def add_workdays(date: datetime.date, count: int) -> datetime.date | None:
    try:
        while count != 0:
            date += datetime.timedelta(days=1 if count > 0 else -1)
            if date.isoweekday() < 6:
                count -= 1 if count > 0 else -1
        return date
    except OverflowError:
        return None


def date_trunc(unit: str, date: datetime.date) -> datetime.date:
    if unit == "week":
        return date - datetime.timedelta(days=date.isoweekday() - 1)
    month = {"year": 1, "quarter": (date.month - 1) // 3 * 3 + 1}.get(unit, date.month)
    return date if unit == "day" else date.replace(month=month, day=1)


# ---- check digits


def luhn(text: str) -> str | None:
    if not re.fullmatch("[0-9]+", text):
        return None
    doubled = [int(c) * (2 - place % 2) for place, c in enumerate(reversed(text))]
    return str(-sum(value // 10 + value % 10 for value in doubled) % 10)


def mod11(text: str) -> str | None:
    if not re.fullmatch("[0-9]+", text):
        return None
    check = -sum(int(c) * (2 + place % 9) for place, c in enumerate(reversed(text))) % 11
    return "X" if check == 10 else str(check)


def mod97(text: str) -> str | None:
    if not re.fullmatch("[0-9A-Z]+", text):
        return None
    return f"{98 - int(''.join(str(int(c, 36)) for c in text)) * 100 % 97:02d}"


def iban_check(text: str) -> str | None:
    return mod97(text[2:] + text[:2]) if re.fullmatch("[A-Z]{2}[0-9A-Z]+", text) else None


# ---- hash, as docs/language.md defines it

WORD = 2**64 - 1


def mix(state: int, word: int) -> int:
    z = ((state ^ (word & WORD)) + 0x9E3779B97F4A7C15) & WORD
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & WORD
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & WORD
    return z ^ (z >> 31)


def words_of(value, kind) -> list[int]:
    if value is None:
        return [0, 0, 0]
    if kind[0] == "string":
        data = value.encode()
        return [2, len(data)] + [int.from_bytes(data[at : at + 8], "little") for at in range(0, len(data), 8)]
    if kind[0] == "boolean":
        return [3, int(value), 0]
    if kind[0] == "date":
        return [4, (value - EPOCH).days, 0]
    if kind[0] == "number":
        if value == math.trunc(value) and LEAST <= value <= MOST:
            return [1, int(value), 0]
        form = repr(abs(value))
        digits, _, exponent = form.partition("e")
        before, _, after = digits.partition(".")
        number, power_of_ten = int(before + after), int(exponent or 0) - len(after)
        while number % 10 == 0:
            number, power_of_ten = number // 10, power_of_ten + 1
        return [1, number if value > 0 else -number, power_of_ten]
    scale = kind[1]
    while scale > 0 and value % 10 == 0:
        value, scale = value // 10, scale - 1
    return [1, value, -scale]


def hash_of(*typed) -> int:
    """Of pairs of a value and its type."""
    state = 0
    for value, kind in typed:
        digest = 0
        for word in words_of(value, kind):
            digest = mix(digest, word)
        state = mix(state, digest)
    return state >> 1


# ---- files


def read_csv(text: str) -> tuple[list[str], list[list[str | None]]]:
    """Header and rows; an empty field without quotes is a null."""
    field = re.compile(r'("(?:[^"]|"")*"|[^,\n]*)([,\n])')
    rows: list[list[str | None]] = [[]]
    for match in field.finditer(text):
        raw = match.group(1)
        rows[-1].append(raw[1:-1].replace('""', '"') if raw.startswith('"') else raw or None)
        if match.group(2) == "\n":
            rows.append([])
    return rows[0], rows[1:-1]


def parse_value(text: str | None, kind):
    if text is None:
        return None
    if kind[0] in ("integer", "decimal"):
        return int(text.replace(".", ""))
    if kind[0] == "number":
        return float(text)
    if kind[0] == "boolean":
        return text == "true"
    return datetime.date.fromisoformat(text) if kind[0] == "date" else text
