#!/usr/bin/env python3
"""Judges the providers of articles, studies and health from the files as written, by code that is not ours.

Article numbers by python-stdnum; products, prices, adjectives, degrees, diagnoses and laboratory values by the data
files; money by a second reading of how a country writes it. Every judgement is passed a second time on a copy that was
damaged on purpose, of which it must find every row. Seeds are fixed.
"""

import collections
import math
import pathlib
import re
import unicodedata

from checks import Checks, need, parse, parser

need("duckdb", "stdnum")

import plain_numbers  # noqa: E402, F401  (before the modules of stdnum, which it speeds up)
from stdnum import ean  # noqa: E402  (only now are they known to be there)

from locale_tables import LOCALES, ROWS, generated, table  # noqa: E402

SUSPECTS = 2000
GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})
# "GS1 company prefix", GS1, written down a second time: three digits of an EAN-13.
PREFIXES = {
    "en_US": [*range(1, 20), *range(30, 40), *range(60, 140)],
    "en_GB": [*range(500, 510)],
    "es_ES": [*range(840, 850)],
    "de_DE": [*range(400, 441)],
}


def columns_of(domain: str, names: str, **more) -> dict:
    return {name: {"provider": f"{domain}.{name}", **more} for name in names.split()}


def judge(checks: Checks, sentence: str, rows: list, fault, damages: dict) -> None:
    """Every different row has no fault, and every damaged copy of some of them has one."""
    different = sorted(set(rows), key=str)
    wrong = [(row, why) for row in different if (why := fault(*row))]
    checks.that(not wrong, f"{sentence}, in {len(rows)} rows", wrong[:3])
    some = different[:: max(1, len(different) // SUSPECTS)]
    for name, damage in damages.items():
        # A damage gives nothing where it would leave a row that is right.
        damaged = [other for row in some if (other := damage(*row)) is not None]
        passed = [row for row in damaged if not fault(*row)]
        checks.that(damaged and not passed, f"{sentence}: {name} is found", passed[:3] or "no row was damaged")


def shares(checks: Checks, what: str, drawn: collections.Counter, weights: dict[object, float], rows: int) -> None:
    total = sum(weights.values())
    for value, weight in sorted(weights.items(), key=lambda item: -item[1])[:20]:
        share = weight / total
        error = math.sqrt(share * (1 - share) / rows)
        # 4.5 standard errors: of these hundreds of questions one in a thousand runs fails by chance; seeds are fixed.
        checks.that(abs(drawn[value] / rows - share) < 4.5 * error, f"{what}: share of {value}", drawn[value] / rows)


def form_of(adjective: dict[str, str], gender: str, locale: str) -> str:
    if locale == "de_DE":
        return adjective[{"m": "masculine", "f": "feminine", "n": "neuter", "p": "plural"}[gender]]
    if locale == "es_ES":
        return adjective[{"m": "adjective", "f": "feminine", "mp": "plural", "fp": "feminine_plural"}[gender]]
    return adjective["adjective"]


def cents(text: str) -> int:
    whole, _, part = text.partition(".")
    return int(whole) * 100 + int((part + "00")[:2])


MONEY = {
    "en_US": r"\$(\d{1,3}(?:,\d{3})*)\.(\d\d)",
    "en_GB": r"£(\d{1,3}(?:,\d{3})*)\.(\d\d)",
    "es_ES": r"(\d{1,3}(?:\.\d{3})*),(\d\d) €",
    "de_DE": r"(\d{1,3}(?:\.\d{3})*),(\d\d) €",
}


def price_fault(locale: str, price: str, text: str) -> str | None:
    found = re.fullmatch(MONEY[locale], text)
    if found is None or not re.fullmatch(r"\d+\.\d\d", price):
        return "is not written as money"
    return None if int(re.sub(r"\D", "", found.group(1)) + found.group(2)) == cents(price) else "is another price"


def articles(checks: Checks, program: pathlib.Path, work: pathlib.Path, locale: str) -> None:
    names = "product product_name category price price_text sku color color_hex ean13 ean8"
    columns = columns_of("commerce", names)
    columns["real13"] = {"provider": "commerce.ean13", "realistic": True}
    columns["real8"] = {"provider": "commerce.ean8", "realistic": True}
    rows = generated(program, work, f"articles_{locale}", ROWS, columns, locale)
    checks.that(all(None not in row and "" not in row for row in rows), f"{locale}: no cell of an article is empty")
    products = {row["product"]: row for row in table(locale, "products")}
    adjectives = table(locale, "product_adjectives")
    names_of = collections.defaultdict(set)
    for product, row in products.items():
        for adjective in adjectives:
            if adjective["categories"] == "*" or row["category"] in adjective["categories"].split(","):
                form = form_of(adjective, row.get("gender", ""), locale)
                names_of[product].add(f"{product} {form}" if locale == "es_ES" else f"{form[0].upper()}{form[1:]} {product}")

    others = list(products)

    def product_fault(product: str, name: str, category: str) -> str | None:
        if product not in products or products[product]["category"] != category:
            return "is not of the category"
        return None if name in names_of[product] else "has an adjective that does not suit or agree"

    def other_category(product: str, name: str, category: str):
        return (product, name, next(p["category"] for p in products.values() if p["category"] != category))

    judge(
        checks, f"{locale}: a product is of its category and its name agrees", [row[:3] for row in rows], product_fault,
        {
            "another category": other_category,
            "another product": lambda p, n, c: (others[others.index(p) - 1], n, products[others[others.index(p) - 1]]["category"]),
            "another ending": lambda p, n, c: (p, n + "s", c),
        },
    )  # fmt: skip
    weights = {p: float(r["weight"]) for p, r in products.items()}
    shares(checks, f"{locale}: products", collections.Counter(row[0] for row in rows), weights, ROWS)

    def range_fault(product: str, price: str) -> str | None:
        row = products[product]
        return None if cents(row["low"]) <= cents(price) <= cents(row["high"]) else "is out of its range"

    judge(
        checks, f"{locale}: a price is within the range of the product", [(row[0], row[3]) for row in rows], range_fault,
        {
            "a cent too much": lambda p, _: (p, f"{(cents(products[p]['high']) + 1) / 100:.2f}"),
            "a cent too little": lambda p, _: (p, f"{(cents(products[p]['low']) - 1) / 100:.2f}"),
        },
    )  # fmt: skip
    judge(
        checks, f"{locale}: the price as a text is the price", [(row[3], row[4]) for row in rows],
        lambda price, text: price_fault(locale, price, text),
        {
            "another digit": lambda p, t: (p, re.sub(r"\d(?=\D*$)", lambda m: str((int(m.group()) + 1) % 10), t)),
            "no sign": lambda p, t: (p, t.strip("$£€ ")),
            "another group": lambda p, t: (p, t.replace(",", "'").replace(".", "'")),
        },
    )  # fmt: skip

    def sku_fault(category: str, sku: str) -> str | None:
        plain = category.translate(GERMAN) if locale == "de_DE" else category
        plain = unicodedata.normalize("NFKD", plain)
        letters = "".join(c for c in plain if c.isascii() and c.isalpha())[:3].upper()
        return None if re.fullmatch(rf"{letters}-\d{{8}}", sku) else "is no SKU of the category"

    judge(
        checks, f"{locale}: a SKU begins as its category", [(row[2], row[5]) for row in rows[:200_000]], sku_fault,
        {"another beginning": lambda c, s: (c, "QQQ" + s[3:]), "a digit less": lambda c, s: (c, s[:-1])},
    )  # fmt: skip
    colors = {row["color"]: row["hex"] for row in table(locale, "colors")}
    judge(
        checks, f"{locale}: a color has its number", [row[6:8] for row in rows],
        lambda color, number: None if colors.get(color) == number and re.fullmatch("#[0-9A-F]{6}", number) else "differs",
        {"another number": lambda c, n: (c, "#010203"), "small letters": lambda c, n: (c, n.lower() + "a")},
    )  # fmt: skip
    weights = {row["color"]: float(row["weight"]) for row in table(locale, "colors")}
    shares(checks, f"{locale}: colors", collections.Counter(row[6] for row in rows), weights, ROWS)

    def ean_fault(number: str, digits: int, prefixes: list[int]) -> str | None:
        if not (re.fullmatch(rf"\d{{{digits}}}", number) and ean.is_valid(number)):
            return "has a wrong check digit"
        return None if int(number[:3]) in prefixes else "has another prefix"

    short = [*range(100, 140)] if locale == "en_US" else PREFIXES[locale]
    asked = [(8, 13, [*range(200, 300)]), (9, 8, [*range(200, 300)]), (10, 13, PREFIXES[locale]), (11, 8, short)]
    for at, digits, prefixes in asked:
        judge(
            checks, f"{locale}: {list(columns)[at]}", [(row[at],) for row in rows[:100_000]],
            lambda number, digits=digits, prefixes=prefixes: ean_fault(number, digits, prefixes),
            {
                "another digit": lambda n: (n[:5] + str((int(n[5]) + 1) % 10) + n[6:],),
                "two digits changed over": lambda n: (n[:5] + n[6] + n[5] + n[7:],)
                if (int(n[5]) - int(n[6])) % 5  # else the check digit stays right
                else None,
                "another prefix": lambda n: ("9" + n[1:],),
            },
        )  # fmt: skip
        found = {int(row[at][:3]) for row in rows}
        checks.equal(found, set(prefixes), f"{locale}: all prefixes of {list(columns)[at]} occur")


def unique(checks: Checks, program: pathlib.Path, work: pathlib.Path) -> None:
    columns = {
        "ean13": {"provider": "commerce.ean13", "unique": True},
        "real": {"provider": "commerce.ean13", "unique": True, "realistic": True},
        "ean8": {"provider": "commerce.ean8", "unique": True},
        "sku": {"provider": "commerce.sku", "unique": True},
        "record": {"provider": "health.medical_record_number", "unique": True},
        "insurance": {"provider": "health.insurance_number", "unique": True},
    }
    rows = generated(program, work, "unique", ROWS, columns, "de_DE")
    for at, name in enumerate(columns):
        checks.equal(len({row[at] for row in rows}), ROWS, f"all unique {name} differ")
    checks.that(all(ean.is_valid(row[2]) for row in rows), "all numbers of eight digits are right")


def studies(checks: Checks, program: pathlib.Path, work: pathlib.Path, locale: str) -> None:
    columns = columns_of("education", "university university_city degree degree_abbreviation degree_level")
    rows = generated(program, work, f"studies_{locale}", ROWS, columns, locale)
    seats = {(row["university"], row["city"]) for row in table(locale, "universities")}
    degrees = {(row["degree"], row["abbreviation"], row["level"]) for row in table(locale, "degrees")}
    cities = sorted({seat[1] for seat in seats})
    levels = sorted({degree[2] for degree in degrees})
    judge(
        checks, f"{locale}: a university is in its city", [row[:2] for row in rows],
        lambda *row: None if row in seats else "is elsewhere",
        {"another city": lambda u, c: (u, cities[cities.index(c) - 1])},
    )  # fmt: skip
    judge(
        checks, f"{locale}: a degree has its abbreviation and level", [row[2:] for row in rows],
        lambda *row: None if row in degrees else "is another one",
        {"another level": lambda d, a, v: (d, a, levels[levels.index(v) - 1]), "no point": lambda d, a, v: (d, a + ".", v)},
    )  # fmt: skip
    weights = {row["university"]: float(row["weight"]) for row in table(locale, "universities")}
    shares(checks, f"{locale}: universities", collections.Counter(row[0] for row in rows), weights, ROWS)
    weights = {row["degree"]: float(row["weight"]) for row in table(locale, "degrees")}
    shares(checks, f"{locale}: degrees", collections.Counter(row[2] for row in rows), weights, ROWS)


def insurance_check(number: str) -> int:
    """Of a letter and eight digits, after the description of the GKV-Spitzenverband: the second way of counting."""
    digits = [int(c) for c in f"{ord(number[0]) - 64:02d}{number[1:9]}"]
    return sum(sum(divmod(d * w, 10)) for d, w in zip(digits, [1, 2] * 5)) % 10


def patients(checks: Checks, program: pathlib.Path, work: pathlib.Path, locale: str) -> None:
    names = "icd10 icd10_name lab_test lab_unit lab_range lab_value lab_flag blood_type medication medical_record_number"
    columns = columns_of("health", names)
    columns["sex"] = {"provider": "person.gender"}
    rows = generated(program, work, f"patients_{locale}", ROWS, columns, locale)
    checks.that(all(None not in row and "" not in row for row in rows), f"{locale}: no cell of a patient is empty")
    codes = {(row["code"], row["name"]): row["gender"] for row in table(locale, "icd10")}
    every = list(codes)
    checks.equal(len({code for code, _ in codes}), len(codes), f"{locale}: the data file has each code once")
    bad = [code for code, _ in codes if not re.fullmatch(r"[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?", code)]
    checks.that(not bad, f"{locale}: codes have the form of ICD-10", bad)

    def diagnosis_fault(code: str, name: str, sex: str) -> str | None:
        if (code, name) not in codes:
            return "is another condition"
        return None if codes[code, name] in ("*", sex) else "is not of the gender"

    judge(
        checks, f"{locale}: a code has its name and suits the gender", [(row[0], row[1], row[10]) for row in rows],
        diagnosis_fault,
        {
            "another name": lambda c, n, s: (c, every[every.index((c, n)) - 1][1], s),
            "the other gender": lambda c, n, s: None if codes[c, n] == "*" else (c, n, "M" if s == "F" else "F"),
        },
    )  # fmt: skip
    # Among the conditions that one may have at any age from 18 to 90 each has its share, whatever the ages.
    always = [r for r in table(locale, "icd10") if int(r["from_age"]) <= 18 and int(r["to_age"]) >= 90]
    weights = {r["code"]: float(r["weight"]) for r in always if r["gender"] != "M"}
    women = collections.Counter(row[0] for row in rows if row[10] == "F" and row[0] in weights)
    shares(checks, f"{locale}: diagnoses of women", women, weights, sum(women.values()))

    tests = {(row["test"], row["gender"]): row for row in table(locale, "lab_tests")}
    comma = locale in ("es_ES", "de_DE")

    def test_of(test: str, sex: str) -> dict[str, str] | None:
        return tests.get((test, sex)) or tests.get((test, "*"))

    def lab_fault(test: str, unit: str, span: str, value: str, flag: str, sex: str) -> str | None:
        row = test_of(test, sex)
        if row is None or row["unit"] != unit:
            return "is not of the gender or unit"
        if span != f"{row['low']}–{row['high']}".replace(".", "," if comma else "."):
            return "has another range"
        low, high, number = float(row["low"]), float(row["high"]), float(value)
        if flag != ("L" if number < low else "H" if number > high else "N"):
            return "has another flag"
        digits = max(len(text.partition(".")[2]) for text in (row["low"], row["high"]))
        if round(number, digits) != number or number < 0 or number > high + 0.4 * (high - low) + 0.5 * 10**-digits:
            return "is no plausible value"
        return "is more than all" if unit == "%" and high <= 100 < number else None

    judge(
        checks, f"{locale}: a laboratory value has its unit, range and flag", [row[2:7] + (row[10],) for row in rows],
        lab_fault,
        {
            "another unit": lambda t, u, r, v, f, s: (t, u + "/x", r, v, f, s),
            "another range": lambda t, u, r, v, f, s: (t, u, "1–2" if r != "1–2" else "1–3", v, f, s),
            "another flag": lambda t, u, r, v, f, s: (t, u, r, v, "H" if f == "L" else "L", s),
            "an absurd value": lambda t, u, r, v, f, s: (t, u, r, str(float(v) + 10 * float(test_of(t, s)["high"])), "H", s),
        },
    )  # fmt: skip
    share = sum(row[6] == "N" for row in rows) / ROWS
    # Of four added uniform numbers 95.6% lie within two deviations; ranges that begin at 0 have no values below, and
    # the rounding of coarse ones takes in half a step more at each end.
    checks.that(0.95 < share < 0.99, f"{locale}: most laboratory values are within the range", share)
    for flag in "LH":
        checks.that(any(row[6] == flag for row in rows), f"{locale}: some are {flag}")
    types = {row["type"]: float(row["weight"]) for row in table(locale, "blood_types")}
    drawn = collections.Counter(row[7] for row in rows)
    checks.that(set(drawn) <= set(types), f"{locale}: blood types are those of the data", set(drawn) - set(types))
    shares(checks, f"{locale}: blood types", drawn, types, ROWS)
    # What is prescribed follows the diagnosis: providers_sense.py judges that.
    drugs = {row["name"] for row in table(locale, "medication")}
    checks.that({row[8] for row in rows} <= drugs, f"{locale}: medicines are those of the data")
    checks.that(all(re.fullmatch(r"MRN\d{8}", row[9]) for row in rows), f"{locale}: numbers of records")
    if locale != "de_DE":
        return
    numbers = generated(program, work, "insured", 100_000, {"n": {"provider": "health.insurance_number"}}, locale)

    def insurance_fault(number: str) -> str | None:
        if not re.fullmatch(r"[A-Z]\d{9}", number):
            return "has another form"
        return None if insurance_check(number) == int(number[9]) else "has a wrong check digit"

    checks.equal(insurance_fault("A123456780"), None, "the example of the GKV-Spitzenverband is right")
    judge(
        checks, "numbers of insured people", numbers, insurance_fault,
        {"another digit": lambda n: (n[:4] + str((int(n[4]) + 1) % 10) + n[5:],), "no letter": lambda n: ("0" + n[1:],)},
    )  # fmt: skip


def by_row(checks: Checks, program: pathlib.Path, work: pathlib.Path) -> None:
    columns = {"lang": {"choice": LOCALES, "missing": 0.1}}
    for name in ["commerce.product", "commerce.price_text", "education.degree", "health.icd10", "commerce.ean13"]:
        more = {"realistic": True} if name == "commerce.ean13" else {}
        columns[name] = {"provider": name, "locale": "=lang", **more}
    rows = generated(program, work, "by_row", 100_000, columns, "en_US")
    known = {
        locale: (
            {r["product"] for r in table(locale, "products")},
            {r["degree"] for r in table(locale, "degrees")},
            {r["code"] for r in table(locale, "icd10")},
        )
        for locale in LOCALES
    }

    def fault(lang, product, price, degree, code, number) -> str | None:
        if lang is None:
            return None if {product, price, degree, code, number} == {None} else "has a value without a locale"
        products, degrees, codes = known[lang]
        right = product in products and degree in degrees and code in codes and re.fullmatch(MONEY[lang], price)
        return None if right and int(number[:3]) in PREFIXES[lang] else "is of another locale"

    judge(
        checks, "all is of the locale of its row", rows, fault,
        {
            "another locale": lambda lang, *rest: (LOCALES[LOCALES.index(lang) - 1], *rest) if lang else None,
            "no locale": lambda lang, *rest: (None, *rest) if lang else None,
        },
    )  # fmt: skip


def main() -> None:
    arguments = parse(parser(__doc__))
    checks = Checks()
    for locale in LOCALES:
        articles(checks, arguments.program, arguments.work, locale)
        studies(checks, arguments.program, arguments.work, locale)
        patients(checks, arguments.program, arguments.work, locale)
    unique(checks, arguments.program, arguments.work)
    by_row(checks, arguments.program, arguments.work)
    checks.end()


if __name__ == "__main__":
    main()
