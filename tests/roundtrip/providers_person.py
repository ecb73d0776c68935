#!/usr/bin/env python3
"""Judges the providers of people from the files as written, by code that is not ours.

Numbers of countries by python-stdnum, e-mail addresses by Python's parser; user names, ages and telephone numbers are
derived again from the names, the birth dates and the data files: the addresses of many rows. Names are counted
against the weights of the data files in many rows of each locale. Every judgement is passed a second time on a copy that was damaged on purpose,
of which it must find every row. Seeds are fixed.
"""

import os
import csv
import datetime
import email.errors
import email.headerregistry
import functools
import json
import math
import pathlib
import re
import unicodedata

from checks import Checks, generate, need, parse, parser, run

need("duckdb", "stdnum")

import duckdb  # noqa: E402  (only now are they known to be there)
import plain_numbers  # noqa: E402, F401  (before the modules of stdnum, which it speeds up)
from stdnum.de import idnr  # noqa: E402
from stdnum.es import dni, nie  # noqa: E402
from stdnum.gb import nhs  # noqa: E402
from stdnum.iso7064 import mod_11_10  # noqa: E402
from stdnum.us import itin, ssn  # noqa: E402

DATA = pathlib.Path(__file__).resolve().parents[2] / "src/provider/data"
LOCALES = ["en_US", "en_GB", "es_ES", "de_DE"]
TODAY = datetime.date(2024, 2, 29)  # the hardest of all for ages
# A million in the long tests; a quarter of it sees what CI has to see.
ROWS = int(os.environ.get("SYNTHGEN_ROWS", "250000"))


def table(locale: str, topic: str) -> list[dict[str, str]]:
    lines = (DATA / locale / f"{topic}.txt").read_text(encoding="utf-8").splitlines()
    comments = [line for line in lines if line.startswith("#")]
    names = comments[-1].removeprefix("# ").split("\t")
    return [dict(zip(names, line.split("\t"))) for line in lines if line and not line.startswith("#")]


def schema_of(work: pathlib.Path, name: str, rows: int, columns: dict, locale: str, **more) -> pathlib.Path:
    """The file of a schema with a table of these columns."""
    schema = work / f"{name}.json"
    schema.write_text(
        json.dumps(
            {
                "synthgen": 1,
                "seed": 11,
                "locale": locale,
                "reference_time": TODAY.isoformat() + "T12:00:00Z",
                "tables": {"t": {"rows": rows, **more, "columns": columns}},
            }
        ),
        encoding="utf-8",
    )
    return schema


def rows_of(program: pathlib.Path, work: pathlib.Path, name: str, rows: int, columns: dict, locale: str, **more) -> list:
    """The rows of a table of these columns, as tuples of texts; None where a cell is null."""
    folder = generate(program, schema_of(work, name, rows, columns, locale, **more), work / name)
    return duckdb.execute(f"select * from read_csv('{folder}/t.csv', all_varchar = true, header = true)").fetchall()


def of(provider: str, **more) -> dict:
    return {"provider": f"person.{provider}", **more}


# --- user names and e-mail addresses, derived again ------------------------------------------------------------------

GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
TWO_DIGITS = re.compile("[0-9]{2}")
OWN_LETTERS = str.maketrans(
    {"ß": "ss", "ł": "l", "Ł": "L", "ı": "i", "ø": "o", "Ø": "O", "đ": "d", "æ": "ae", "Æ": "AE", "’": "'"}
)


def ascii_of(name: str, locale: str) -> str:
    if locale == "de_DE":
        name = unicodedata.normalize("NFC", name).translate(GERMAN)
    bare = unicodedata.normalize("NFKD", name.translate(OWN_LETTERS))
    return "".join(c for c in bare if ord(c) < 128).lower()


@functools.cache
def folded(name: str, locale: str, first: bool) -> str:
    plain = ascii_of(name, locale)
    whole = re.sub("[^a-z0-9]", "", plain)
    if first and len(whole) > 10:
        words = re.findall("[a-z0-9']+", plain)
        whole = words[0].replace("'", "")
    return whole[:28]


def may_be_called(user: str, first: str, last: str, locale: str) -> bool:
    """Whether a person of these names may have this user name: as it is, or before two digits."""
    f, l = folded(first, locale, True), folded(last, locale, False)
    numbered = TWO_DIGITS.fullmatch(user[-2:]) is not None
    if not f or not l:
        return numbered and user[:-2] == (f or l or "user")
    i, j = f[0], l[0]
    if user in (f"{f}.{l}", f"{i}{l}", f"{f}{l}", f"{i}.{l}", f"{f}_{l}", f"{l}.{f}"):
        return True
    return numbered and user[:-2] in (f"{f}.{l}", f"{i}{l}", f"{f}{l}", f"{f}{j}")


def faults_of_logins(rows: list, locale: str, domains: set[str]) -> int:
    """Rows (first, last, user, mail) whose user name does not follow from the names, or whose address from it."""
    faults = 0
    for first, last, user, mail in rows:
        local, at, domain = mail.partition("@")
        good = at and may_be_called(user, first, last, locale) and local == user and domain in domains
        faults += not good
    return faults


def faults_of_addresses(mails: list[str]) -> int:
    faults = 0
    for mail in mails:
        try:
            address = email.headerregistry.Address(addr_spec=mail)
            faults += address.addr_spec != mail or not re.fullmatch("[a-z0-9._]{1,64}", address.username)
        except (ValueError, email.errors.MessageError):
            faults += 1
    return faults


def check_logins(checks: Checks, program: pathlib.Path, work: pathlib.Path) -> None:
    columns = {name: of(name) for name in ("first_name", "last_name", "username", "email")}
    for locale in LOCALES:
        rows = rows_of(program, work, f"logins_{locale}", ROWS // 4, columns, locale)
        safe = {row["domain"] for row in table(locale, "email_domains_safe")}
        checks.equal(safe, {"example.com", "example.org", "example.net"}, f"{locale}: the domains are those of RFC 2606")
        checks.equal(faults_of_logins(rows, locale, safe), 0, f"{locale}: every user name and address is of the names")
        checks.equal(faults_of_addresses([row[3] for row in rows[:20000]]), 0, f"{locale}: a parser takes the addresses")
        shifted = [(a, b, c, d) for (a, b, _, _), (_, _, c, d) in zip(rows[:2000], rows[1000:3000]) if a != c]
        found = faults_of_logins(shifted, locale, safe)
        checks.that(found > 1950, f"{locale}: names of other rows are found", found)
        checks.equal(faults_of_addresses([row[3].replace("@", "@@") for row in rows[:100]]), 100, "broken addresses are found")
        real = rows_of(program, work, f"real_{locale}", 20000, {**columns, "email": of("email", realistic=True)}, locale)
        domains = {row["domain"] for row in table(locale, "email_domains_real")}
        checks.equal(faults_of_logins(real, locale, domains), 0, f"{locale}: realistic domains are those of the list")
        checks.that({row[3].partition("@")[2] for row in real} == domains, f"{locale}: every domain of the list comes")
    hard = ["Jürgen", "Ñuñez", "O'Brien", "de la Cruz", "李", "", "  ", "Łukasz", "Hans-Joachim Maria", "x" * 90, "Ana 2"]
    columns = {"f": {"choice": hard, "missing": 0.1}, "l": {"choice": hard, "missing": 0.1}}
    columns |= {"u": of("username"), "m": of("email", domain="acme.example"), "n": of("full_name")}
    bound = {"entities": {"person": {"first_name": "=f", "last_name": "=l"}}}
    for locale in LOCALES:
        rows = rows_with_empty_texts(program, work, f"hard_{locale}", columns, locale, bound)
        some = [row for row in rows if row[0] is not None and row[1] is not None]
        checks.equal(len(some) < len(rows), True, "some names are null")
        nulls = [row for row in rows if (row[0] is None or row[1] is None) and row[2:] != (None, None, None)]
        checks.equal(nulls[:1], [], f"{locale}: what follows from a null is null")
        checks.equal(faults_of_logins([r[:4] for r in some], locale, {"acme.example"}), 0, f"{locale}: bound names are followed")
        checks.equal(faults_of_addresses([r[3] for r in some]), 0, f"{locale}: addresses of bound names are addresses")
        if locale != "es_ES":
            wrong = [r for r in some if (r[4] or "") != " ".join(x for x in r[:2] if x)]
            checks.equal(wrong[:1], [], f"{locale}: the full name is made of the bound ones")


def rows_with_empty_texts(program: pathlib.Path, work: pathlib.Path, name: str, columns: dict, locale: str, more: dict) -> list:
    """As rows_of, but an empty text is none of the nulls: CSV has "" for it."""
    rows_of(program, work, name, 5000, columns, locale, **more)
    kept = []
    with open(work / name / "t.csv", encoding="utf-8", newline="") as file:
        text = file.read().replace('""', '"\u0001"')  # an empty text, before the reader forgets the quotes
        for row in list(csv.reader(text.splitlines()))[1:]:
            kept.append(tuple(None if cell == "" else cell.replace("\u0001", "") for cell in row))
    return kept


# --- names ------------------------------------------------------------------------------------------------------------


def deviations(counts: dict[str, int], whole: int, weights: dict[str, float]) -> list[tuple[str, float]]:
    """Of the twenty most frequent names: how many standard errors their count is from what the data file says."""
    total = sum(weights.values())
    found = []
    for name in sorted(weights, key=weights.get, reverse=True)[:20]:
        p = weights[name] / total
        found.append((name, (counts.get(name, 0) - whole * p) / math.sqrt(whole * p * (1 - p))))
    return found


def check_names(checks: Checks, program: pathlib.Path, work: pathlib.Path) -> None:
    for locale in LOCALES:
        columns = {name: of(name) for name in ("gender", "first_name", "last_name", "full_name", "initials", "title")}
        if locale == "es_ES":
            columns["second_last_name"] = of("second_last_name")
        sample = rows_of(program, work, f"names_{locale}", ROWS, columns, locale)[:100_000]
        counted = lambda what: duckdb.execute(  # noqa: E731
            f"select {what}, count(*) from read_csv('{work}/names_{locale}/t.csv', all_varchar = true) group by all"
        ).fetchall()
        lists = {
            g: {r["name"]: float(r["weight"]) for r in table(locale, f"given_{w}")} for g, w in (("F", "female"), ("M", "male"))
        }
        family = {r["name"]: float(r["weight"]) for r in table(locale, "family")}
        pairs = counted("gender, first_name")
        checks.equal([p for p in pairs if p[1] not in lists[p[0]]], [], f"{locale}: the first name is of the gender's list")
        only = {g: set(lists[g]) - set(lists["M" if g == "F" else "F"]) for g in "FM"}
        swapped = [p for p in pairs if p[1] in only[p[0]]]
        found = sum(p[1] not in lists["M" if p[0] == "F" else "F"] for p in swapped)
        checks.that(found == len(swapped) > 100, "exchanged genders are found", (found, len(swapped)))
        for g in "FM":
            counts = {name: n for gender, name, n in pairs if gender == g}
            whole = sum(counts.values())
            found = deviations(counts, whole, lists[g])
            checks.that(max(abs(z) for _, z in found) < 4, f"{locale}: frequent first names ({g}) are within 4 errors", found)
            first = max(lists[g], key=lists[g].get)
            damaged_counts = counts | {first: round(counts[first] * 0.9)}
            found = deviations(damaged_counts, whole, lists[g])
            checks.that(max(abs(z) for _, z in found) > 4, "a lack of a tenth is found")
        for column in ("last_name", "second_last_name")[: 1 + (locale == "es_ES")]:
            counts = dict(counted(column))
            found = deviations(counts, ROWS, family)
            checks.that(max(abs(z) for _, z in found) < 4, f"{locale}: frequent last names are within 4 errors", found)
            checks.equal(set(counts) - set(family), set(), f"{locale}: last names are of the list")
        wrong = [r for r in sample if r[3] != " ".join(r[1:3] + r[6:])]
        checks.equal(wrong[:1], [], f"{locale}: the full name is made of the names")
        wrong = [r for r in sample if r[4] != "".join(n[0] for n in r[1:3] + r[6:]).upper()]
        checks.equal(wrong[:1], [], f"{locale}: the initials are those of the names")
        if locale == "es_ES":  # the two are drawn apart: a first that is frequent says nothing about the second
            share = family["García"] / sum(family.values())
            both = dict(counted("last_name = 'García' and second_last_name = 'García'"))[True]
            error = math.sqrt(ROWS * share**2)
            checks.that(abs(both - ROWS * share**2) < 4 * error, "García García is as frequent as by chance", both)
        titles = {(r["title"], r["gender"]) for r in table(locale, "titles")}
        wrong = [t for t in counted("title, gender") if t[:2] not in titles and (t[0], "*") not in titles]
        checks.equal(wrong, [], f"{locale}: the title fits the gender")


# --- birth dates ------------------------------------------------------------------------------------------------------


def age_on(day: datetime.date, born: datetime.date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def check_births(checks: Checks, program: pathlib.Path, work: pathlib.Path) -> None:
    weights = {int(r["age"]): float(r["weight"]) for r in table("any_locale", "ages")}
    for least, most in ((18, 90), (0, 100), (40, 40)):
        ages = {} if (least, most) == (18, 90) else {"min_age": least, "max_age": most}
        columns = {"born": of("birth_date", **ages), "age": of("age", **ages)}
        rows = rows_of(program, work, f"births_{least}", 200_000, columns, "en_US")
        born = [(datetime.date.fromisoformat(a), int(b)) for a, b in rows]
        pairs = set(born)
        checks.equal(sum(age_on(TODAY, a) != b for a, b in pairs), 0, "the age follows from the birth date")
        checks.equal(sum(age_on(TODAY, a + datetime.timedelta(366)) == b for a, b in pairs), 0, "other birth dates are found")
        checks.that(all(least <= b <= most for _, b in born), f"ages are from {least} to {most}")
        total = sum(weights[a] for a in range(least, most + 1))
        square = 0.0
        counts: dict[int, int] = {}
        for _, b in born:
            counts[b] = counts.get(b, 0) + 1
        for a in range(least, most + 1):
            wanted = len(born) * weights[a] / total
            square += (counts.get(a, 0) - wanted) ** 2 / wanted
        k = most - least
        checks.that(square < k + 5 * math.sqrt(2 * k) + 25, "ages are as frequent as the data file says", (square, k))
    columns = {"b": {"distribution": "uniform", "type": "date", "min": "1910-01-01", "max": "2026-01-01", "missing": 0.1}}
    columns |= {"age": of("age"), "again": of("birth_date")}
    rows = rows_of(program, work, "births_bound", 50_000, columns, "en_US", entities={"person": {"birth_date": "=b"}})
    wanted = lambda b: None if b is None or b > TODAY.isoformat() else age_on(TODAY, datetime.date.fromisoformat(b))  # noqa: E731
    checks.equal([r for r in rows if (None if r[1] is None else int(r[1])) != wanted(r[0])][:1], [], "bound dates give ages")
    checks.equal([r for r in rows if r[0] != r[2]][:1], [], "a bound birth date is the column itself")


# --- telephones -------------------------------------------------------------------------------------------------------

DRAMA = {
    "en_GB": r"0(?:113|114|115|116|117|118|121|131|141|151|161)4960\d{3}|02079460\d{3}|01914980\d{3}|02896496\d{3}|"
    r"02920180\d{3}|01632960\d{3}",
    "de_DE": r"03023125\d{3}|06990009\d{3}|04066969\d{3}|02214710\d{3}|08999998\d{3}",
}
DRAMA_MOBILE = {
    "en_GB": r"07700900\d{3}",
    "de_DE": r"017139200\d\d|0176040690\d\d|01522881738[6]|015228895456|015254599371|01729925904|01729968532|01729973185|"
    r"01729973186|01729980752|01749091317|01749464308",
    "es_ES": r"75\d{7}",
}
COUNTRY = {"en_US": "1", "en_GB": "44", "es_ES": "34", "de_DE": "49"}
WRITTEN = {
    "en_US": r"\(\d{3}\) \d{3}-\d{4}",
    "en_GB": r"0\d{2} \d{4} \d{4}|0\d{3} \d{3} \d{4}|0\d{4} \d{6}",
    "es_ES": r"\d{3} \d{3} \d{3}|\d{2} \d{3} \d{2} \d{2}",
    "de_DE": r"0\d{2,4} \d{4,9}",
}


def fault_of_phone(locale: str, prefixes: set[str], number: str, realistic: bool) -> bool:
    """number: digits only, as dialled in the country"""
    prefix = next((p for p in prefixes if number.startswith(p)), None)
    rest = number[len(prefix) :] if prefix is not None else ""
    if not realistic:
        if locale == "en_US":
            return prefix is None or not re.fullmatch(r"55501\d\d", rest)
        if locale == "es_ES":
            return not re.fullmatch(r"940\d{6}", number)
        if locale == "de_DE" and prefix is not None and re.fullmatch(r"0\d{5,6}", rest):
            # Nobody has it; where there are drama numbers, those are to be taken.
            return prefix in ("030", "040", "069", "089", "0221")
        of_none = locale == "en_GB" and number.startswith("01632")
        return not re.fullmatch(DRAMA[locale], number) or (prefix is None and not of_none)
    if prefix is None:
        return True
    if locale == "en_US":
        return not re.fullmatch(r"[2-9]\d{6}", rest) or rest[1:3] == "11" or rest.startswith("555")
    lengths = {"en_GB": {11}, "es_ES": {9}, "de_DE": set(range(9, 13))}[locale]
    return len(number) not in lengths or rest[0] in "01"


def check_phones(checks: Checks, program: pathlib.Path, work: pathlib.Path) -> None:
    for locale in LOCALES:
        cities: dict[str, set[str]] = {}
        for row in table(locale, "cities"):
            cities.setdefault(row["city"], set()).update(row["phone_prefix"].split(","))
        columns = {"city": {"provider": "address.city"}}
        for form in ("national", "international", "e164"):
            columns |= {form: of("phone", form=form), f"m_{form}": of("mobile_phone", form=form)}
        columns |= {"real": of("phone", realistic=True, entity="real")}
        columns |= {"m_real": of("mobile_phone", realistic=True, entity="real")}
        columns |= {"real_city": {"provider": "address.city", "entity": "real"}}
        rows = rows_of(program, work, f"phones_{locale}", 100_000, columns, locale)

        def dialled(number: str, form: str) -> str:
            digits = re.sub("[^0-9]", "", number)
            if form == "national":
                return digits
            assert number.startswith("+" + COUNTRY[locale]), number
            return ("0" if locale in ("en_GB", "de_DE") else "") + digits.removeprefix(COUNTRY[locale])

        for place, form in ((1, "national"), (3, "international"), (5, "e164"), (7, "national")):
            pairs = {(r[9 if place == 7 else 0], r[place]) for r in rows}
            wrong = [p for p in pairs if fault_of_phone(locale, cities[p[0]], dialled(p[1], form), place == 7)]
            checks.equal(wrong[:1], [], f"{locale}: {form} numbers are of the city and of the range ({place})")
        some = list(zip(rows[:20_000], rows[1:]))
        other = [fault_of_phone(locale, cities[b[9]], dialled(a[7], "national"), True) for a, b in some]
        checks.that(sum(other) > 0.5 * len(some), f"{locale}: numbers of other cities are found", sum(other) / len(some))
        checks.equal([r for r in rows if not re.fullmatch(r"\+\d{10,13}", r[5])][:1], [], f"{locale}: E.164 is + and digits")
        checks.equal([r for r in rows if not re.fullmatch(WRITTEN[locale], r[1])][:1], [], f"{locale}: as written at home")
        checks.equal([r for r in rows if not re.fullmatch(WRITTEN[locale], r[7])][:1], [], f"{locale}: as written at home")
        for place, form in ((2, "national"), (4, "international"), (6, "e164")):
            if locale == "en_US":
                pairs = {(r[0], r[place]) for r in rows}
                wrong = [p for p in pairs if fault_of_phone(locale, cities[p[0]], dialled(p[1], form), False)]
            else:
                numbers = {r[place] for r in rows}
                wrong = [n for n in numbers if not re.fullmatch(DRAMA_MOBILE[locale], dialled(n, form))]
            checks.equal(wrong[:1], [], f"{locale}: {form} mobile numbers are of the range")
        if locale != "en_US":
            start = {"en_GB": r"07[45789]\d{8}", "es_ES": r"(?:6\d|7[1-4])\d{7}", "de_DE": r"01[567]\d{8,9}"}[locale]
            wrong = [r for r in rows if not re.fullmatch(start, dialled(r[8], "national"))]
            checks.equal(wrong[:1], [], f"{locale}: realistic mobile numbers are of the operators")


# --- numbers of countries ---------------------------------------------------------------------------------------------


def nino_of(number: str, realistic: bool) -> bool:
    if not realistic:
        return re.fullmatch(r"QQ\d{6}[A-D]", number) is not None
    letters = re.fullmatch(r"([A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z])\d{6}[A-D]", number)
    return letters is not None and letters[1] not in ("BG", "GB", "KN", "NK", "NT", "TN", "ZZ")


def steuer_id_of(number: str, realistic: bool) -> bool:
    if realistic:
        return idnr.is_valid(number)
    counts = sorted(number[:10].count(d) for d in set(number[:10]))
    return re.fullmatch(r"0\d{10}", number) is not None and counts == [1] * 8 + [2] and mod_11_10.is_valid(number)


def ssn_of(number: str, realistic: bool) -> bool:
    form = re.fullmatch(r"(\d{3})-(\d{2})-(\d{4})", number)
    if form is None or form[2] == "00" or form[3] == "0000":
        return False
    if realistic:
        return ssn.is_valid(number)
    return (form[1] == "666" or form[1] >= "900") and not itin.is_valid(number) and not ssn.is_valid(number)


JUDGES = {
    "dni": ("es_ES", lambda n, real: dni.is_valid(n) and len(n) == 9 and (n < "80") == real and (real or n >= "90")),
    "nie": ("es_ES", lambda n, real: nie.is_valid(n) and len(n) == 9 and (real or n.startswith("Z9"))),
    "ssn": ("en_US", ssn_of),
    "nino": ("en_GB", nino_of),
    "nhs_number": ("en_GB", lambda n, real: nhs.is_valid(n) and n.isdigit() and n.startswith("999") != real),
    "steuer_id": ("de_DE", steuer_id_of),
}
OF_COUNTRY = {"en_US": "ssn", "en_GB": "nino", "es_ES": "dni", "de_DE": "steuer_id"}
PASSPORT = {
    "en_US": r"A\d{8}",
    "en_GB": r"[1-9]\d{8}",
    "es_ES": r"P[A-Z]{2}\d{6}",
    "de_DE": r"[CFGHJK][0-9CFGHJKLMNPRTVWXYZ]{8}",
}
CHECKED = {"dni", "nie", "nhs_number", "steuer_id"}


def damaged(number: str) -> str:
    """With another digit: the last but the check character."""
    at = max(i for i in range(len(number) - 1) if number[i].isdigit())
    return number[:at] + str((int(number[at]) + 1) % 10) + number[at + 1 :]


def check_numbers(checks: Checks, program: pathlib.Path, work: pathlib.Path) -> None:
    for name, (locale, judge) in JUDGES.items():
        columns = {"safe": of(name), "real": of(name, realistic=True), "each": of(name, unique=True)}
        if OF_COUNTRY[locale] == name:
            columns["of_country"] = of("national_id")
            columns["of_country_real"] = of("national_id", realistic=True, entity="real")
        rows = rows_of(program, work, f"number_{name}", 100_000, columns, locale)
        for place, column in enumerate(columns):
            real = "real" in column
            wrong = [r[place] for r in rows if not judge(r[place], real)]
            checks.equal(wrong[:3], [], f"{name}: {column} numbers are right")
            if name in CHECKED:
                found = sum(not judge(damaged(r[place]), real) for r in rows[:5000])
                checks.equal(found, 5000, f"{name}: a wrong digit is found")
        checks.equal(len({r[2] for r in rows}), len(rows), f"{name}: unique numbers differ")
        checks.that(len({r[1] for r in rows}) > 0.99 * len(rows), f"{name}: realistic numbers are many")
    # All that there are: 900,000 NHS numbers for tests, each once.
    rows = rows_of(program, work, "all_nhs", 900_000, {"n": of("nhs_number", unique=True)}, "en_GB")
    checks.equal(len(set(rows)), 900_000, "all NHS numbers of the range differ")
    checks.equal(sum(not nhs.is_valid(r[0]) for r in rows[:50_000]), 0, "all NHS numbers of the range are right")
    # As a sum over the ten digits that is a multiple of 11, which is what is_valid() asks, of all of them in SQL.
    weighted = " + ".join(f"{10 - i} * substr(n, {i + 1}, 1)::int" for i in range(10))
    right = f"regexp_full_match(n, '999[0-9]{{7}}') and ({weighted}) % 11 = 0"

    def right_in_sql(of_number: str) -> list[tuple]:
        table_of = f"(select {of_number} as n from read_csv('{work}/all_nhs/t.csv', all_varchar = true))"
        return duckdb.execute(f"select count(*) filter ({right}) from {table_of}").fetchall()

    checks.equal(right_in_sql("n"), [(900_000,)], "all NHS numbers of the range are right in SQL")
    other = "n[:5] || (n[6]::int + 1) % 10 || n[7:]"
    checks.equal(right_in_sql(other), [(0,)], "another digit is found in SQL")
    tax = {"n": of("steuer_id", unique=True)}
    folder = generate(program, schema_of(work, "all_steuer", 16_329_600 // 16, tax, "de_DE"), work / "all_steuer")
    asked = f"select count(distinct n) from read_csv('{folder}/t.csv', all_varchar = true)"
    checks.equal(duckdb.execute(asked).fetchall(), [(16_329_600 // 16,)], "a sixteenth of the tax numbers for tests differ")
    columns = {"lang": {"choice": LOCALES, "missing": 0.05}, "n": of("national_id"), "u": of("national_id", unique=True, entity="other")}
    columns |= {"p": of("passport_number"), "pu": of("passport_number", unique=True, entity="other")}
    rows = rows_of(program, work, "by_row", 100_000, columns, "en_US",
                   entities={"person": {"locale": "=lang"}, "other": {"locale": "=lang"}})
    null = [r for r in rows if r[0] is None]
    checks.that(null and all(r[1:] == (None,) * 4 for r in null), "without a locale there is no number")
    some = [r for r in rows if r[0] is not None]
    for place in (1, 2):
        wrong = [r for r in some if not JUDGES[OF_COUNTRY[r[0]]][1](r[place], False)]
        checks.equal(wrong[:1], [], "numbers are those of the row's country")
    for place in (3, 4):
        wrong = [r for r in some if not re.fullmatch(PASSPORT[r[0]], r[place])]
        checks.equal(wrong[:1], [], "passports are those of the row's country")
    checks.equal([len({r[c] for r in some}) for c in (2, 4)], [len(some)] * 2, "unique numbers of all countries differ")


# --- the same bytes ---------------------------------------------------------------------------------------------------


def check_bytes(checks: Checks, program: pathlib.Path, work: pathlib.Path) -> None:
    names = "gender first_name last_name full_name initials title birth_date age username email phone mobile_phone"
    columns = {"lang": {"choice": LOCALES, "missing": 0.05}} | {n: of(n) for n in names.split()}
    columns |= {n: of(n) for n in ("national_id", "passport_number")} | {"u": of("national_id", unique=True, entity="other")}
    whole = rows_of(program, work, "bytes", 40_000, columns, "en_US", entities={"person": {"locale": "=lang"}})
    schema = work / "bytes.json"
    wanted = (work / "bytes/t.csv").read_bytes()
    for threads in (1, 2, 7):
        found = generate(program, schema, work / f"threads_{threads}", "--threads", threads)
        checks.equal((found / "t.csv").read_bytes() == wanted, True, f"the same bytes with {threads} threads")
    empty = [n for place, n in enumerate(columns) if all(r[place] is None for r in whole)]
    checks.equal(empty, [], "every column has values")
    folder = work / "joined"
    for part in (1, 2, 3):
        generate(program, schema, folder, "--shard", f"{part}/3")
    done = run(program, "merge", folder)
    checks.equal(done.returncode, 0, "three shards are merged")
    parts = [part.read_bytes() for part in sorted((folder / "t").glob("*.csv"))]
    header = wanted.splitlines(keepends=True)[0]
    joined = parts[0] + b"".join(part.removeprefix(header) for part in parts[1:])
    checks.equal(len(parts) == 3 and joined == wanted, True, "three shards have the same bytes")
    shuffled = json.loads(schema.read_text(encoding="utf-8"))
    shuffled["tables"]["t"]["shuffle"] = True
    (work / "shuffled.json").write_text(json.dumps(shuffled), encoding="utf-8")
    found = generate(program, work / "shuffled.json", work / "shuffled") / "t.csv"
    lines = found.read_bytes().splitlines()
    checks.that(sorted(lines) == sorted(wanted.splitlines()) and lines != wanted.splitlines(), "shuffled rows are the same")


# --- characters -------------------------------------------------------------------------------------------------------

NAME = r"[^\W\d_]+(?:[ '-][^\W\d_]+)*"
CHARACTERS = {
    "gender": r"[FM]",
    "first_name": NAME,
    "last_name": NAME,
    "full_name": NAME,
    "initials": r"[^\W\d_a-z]{2,3}",
    "title": r"[^\W\d_ª]+[.ª]*(?:[ -][^\W\d_]+\.?)*",
    "birth_date": r"\d{4}-\d\d-\d\d",
    "age": r"\d{1,3}",
    "username": r"[a-z0-9._]+",
    "email": r"[a-z0-9._]+@example\.(?:com|org|net)",
    "phone": r"[0-9() -]+",
    "mobile_phone": r"[0-9() -]+",
    "national_id": r"[A-Z0-9-]+",
    "passport_number": r"[A-Z0-9]{9}",
}


def check_characters(checks: Checks, program: pathlib.Path, work: pathlib.Path) -> None:
    for locale in LOCALES:
        rows = rows_of(program, work, f"characters_{locale}", 10_000, {n: of(n) for n in CHARACTERS}, locale)
        for place, (name, pattern) in enumerate(CHARACTERS.items()):
            wrong = [r[place] for r in rows if r[place] is None or not re.fullmatch(pattern, r[place])]
            checks.equal(wrong[:3], [], f"{locale}: {name} has the characters of its kind")
        text = (work / f"characters_{locale}/t.csv").read_bytes()
        checks.equal(text.decode("utf-8").count("{"), 0, f"{locale}: UTF-8 without placeholders")


def main() -> None:
    arguments = parse(parser(__doc__))
    checks = Checks()
    for part in (check_characters, check_numbers, check_births, check_phones, check_bytes, check_names, check_logins):
        part(checks, arguments.program, arguments.work)
    checks.end()


if __name__ == "__main__":
    main()
