#!/usr/bin/env python3
"""Judges the providers of companies from the files as written, by code that is not ours.

Tax numbers by python-stdnum; domains are derived again from the names, names are taken apart by the patterns and words
of the data files, job titles are looked up in them. Every judgement is passed a second time on a copy that was damaged
on purpose, of which it must find every row. Seeds are fixed.
"""

import collections
import email.headerregistry
import math
import pathlib
import re
import unicodedata
import urllib.parse

from checks import Checks, need, parse, parser, run

need("duckdb", "stdnum")

import plain_numbers  # noqa: E402, F401  (before the modules of stdnum, which it speeds up)
from stdnum.de import vat as de_vat  # noqa: E402  (only now are they known to be there)
from stdnum.es import cif, nif  # noqa: E402
from stdnum.gb import vat as gb_vat  # noqa: E402
from stdnum.us import ein  # noqa: E402

from locale_tables import LOCALES, ROWS, generated, schema_file, table  # noqa: E402

SUFFIX = {"en_US": ".com", "en_GB": ".co.uk", "es_ES": ".es", "de_DE": ".de"}
# As the order of 2008 assigns them, written down a second time.
LETTERS = {
    "S.L.": "B", "S.L.U.": "B", "S.L.P.": "B", "S.L.L.": "B", "S.A.": "A", "S.A.U.": "A", "S.A.L.": "A",
    "S. Coop.": "F", "C.B.": "E", "S.C.": "J", "A.I.E.": "V", "S. Com.": "D",
}  # fmt: skip
GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})


def of(provider: str, **more) -> dict:
    return {"provider": f"company.{provider}", **more}


def label_of(name: str, form: str | None, locale: str) -> str:
    """The name as it stands in a domain, derived again."""
    bare = name.removesuffix(form).strip() if form else name
    if locale == "de_DE":
        bare = bare.translate(GERMAN)
    bare = "".join(c for c in unicodedata.normalize("NFKD", bare.replace("’", "'")) if ord(c) < 128).lower()
    return "-".join(re.findall("[a-z0-9]+", bare))[:63].rstrip("-")


class Names:
    """Names taken apart by the patterns: which there are, and with which trades an industry goes."""

    def __init__(self, locale: str) -> None:
        kinds: dict[str, set[str]] = collections.defaultdict(set)
        self.industries: dict[str, set[str]] = collections.defaultdict(set)
        for word in table(locale, "company_words"):
            kinds[word["kind"]].add(word["word"])
            if word["kind"] == "trade":
                self.industries[word["word"]] |= set(word["industry"].split(","))
        for city in table(locale, "cities"):
            kinds["city"].add(city["city"].split(" (")[0].split("/")[0])
        self.forms = {row["form"]: set(row["industry"].split(",")) for row in table(locale, "legal_forms")}
        kinds["form"] = set(self.forms)
        # Long words first: "Wealth Management" before "Wealth".
        choice = {k: "|".join(re.escape(w) for w in sorted(v, key=len, reverse=True)) for k, v in kinds.items()}
        self.patterns = []
        for row in table(locale, "company_patterns"):
            slots: list[str] = []

            def group(match: re.Match, slots: list[str] = slots) -> str:
                slots.append(match.group(1))
                return f"({choice[match.group(1)]})"

            parts = re.split(r"(\{\w+\})", row["pattern"])
            pattern = "".join(re.sub(r"\{(\w+)\}", group, p) if p.startswith("{") else re.escape(p) for p in parts)
            if locale == "es_ES":
                pattern = pattern.replace(r"\ y\ ", r"\ (?:y(?!\ (?:I|Í|Hi[^e]|Hí))|e(?=\ (?:I|Í|Hi[^e]|Hí)))\ ")
            self.patterns.append((re.compile(pattern), slots))

    def fault(self, name: str, form: str, industry: str) -> str | None:
        """What is wrong with a name; it may fit several patterns, of which one must be right in everything."""
        why = "fits no pattern"
        for pattern, slots in self.patterns:
            found = pattern.fullmatch(name)
            if found is None:
                continue
            words = [w for w, slot in zip(found.groups(), slots) if slot != "form"]
            trades = [w for w, slot in zip(found.groups(), slots) if slot == "trade"]
            if found.groups()[slots.index("form")] != form:
                why = "ends with another form"
            elif len(set(words)) < len(words):
                why = "has a word twice"
            elif not all({industry, "*"} & self.industries[trade] for trade in trades):
                why = f"has a trade that is not of {industry}"
            elif not {industry, "*"} & self.forms[form]:
                why = f"has a form that is not of {industry}"
            else:
                return None
        return why


def tax_fault(locale: str, number: str, form: str) -> str | None:
    if locale == "es_ES":
        if not (re.fullmatch(r"[A-HJUV]\d{8}", number) and cif.is_valid(number) and nif.is_valid(number)):
            return "is no CIF"
        if number[0] != LETTERS[form]:
            return f"has the letter of another form than {form}"
        return None if 1 <= int(number[1:3]) <= 52 else "is of no province"
    if locale == "de_DE":
        return None if re.fullmatch(r"DE[1-9]\d{8}", number) and de_vat.is_valid(number) else "is no USt-IdNr"
    if locale == "en_GB":
        return None if re.fullmatch(r"GB\d{9}", number) and gb_vat.is_valid(number) else "is no VAT number"
    return None if re.fullmatch(r"\d\d-\d{7}", number) and ein.is_valid(number) else "is no EIN"


def damaged_digit(text: str) -> str:
    """The last digit is another one."""
    at = max(i for i, c in enumerate(text) if c.isdigit())
    return text[:at] + str((int(text[at]) + 1) % 10) + text[at + 1 :]


def company(checks: Checks, program: pathlib.Path, work: pathlib.Path, locale: str) -> None:
    columns = {p: of(p) for p in ["name", "legal_form", "industry", "domain", "url", "email", "tax_id", "job_title"]}
    columns["real"] = of("domain", realistic=True)
    columns["real_email"] = of("email", realistic=True)
    columns["sex"] = {"provider": "person.gender"}
    rows = generated(program, work, f"company_{locale}", ROWS, columns, locale)
    checks.that(all(None not in row and "" not in row for row in rows), f"{locale}: no cell of a company is empty")
    # Nearly all rows differ in something else than what a question asks of: ask once of each.
    names = Names(locale)
    of_name = {(r[0], r[1], r[2]) for r in rows}
    faults = {k: f for k in of_name if (f := names.fault(*k))}
    checks.that(not faults, f"{locale}: a name is made of its patterns, words, industry and form", list(faults.items())[:3])
    checks.that(len(of_name) > 20_000, f"{locale}: there are many names", len(of_name))
    sample = sorted(of_name)[:: max(1, len(of_name) // 2000)]
    other = next(iter(names.forms))
    for what, damage in {
        "another form": lambda n, f, i: (n, other if f != other else list(names.forms)[1], i),
        "no form": lambda n, f, i: (n.removesuffix(f).strip(), f, i),
        "an unknown word": lambda n, f, i: ("Contoso " + n, f, i),
    }.items():
        checks.that(all(names.fault(*damage(*k)) for k in sample), f"{locale}: names with {what} are found")

    labels: dict[tuple[str, str], str] = {}

    def web_fault(row: tuple) -> str | None:
        label = labels.get(row[:2]) or labels.setdefault(row[:2], label_of(row[0], row[1], locale))
        if not re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", label) or row[3] != label + ".example":
            return f"domain {row[3]} of {row[0]}"
        if row[8] != label + SUFFIX[locale]:
            return f"realistic domain {row[8]} of {row[0]}"
        if row[4] != "https://www." + row[3]:
            return f"url {row[4]}"
        for address, domain in ((row[5], row[3]), (row[9], row[8])):
            box, _, rest = address.partition("@")
            if rest != domain or box not in boxes:
                return f"e-mail {address}"
        return None

    boxes = {row["mailbox"] for row in table(locale, "company_mailboxes")}
    wrong = [f for row in rows if (f := web_fault(row))]
    checks.that(not wrong, f"{locale}: domain, address and mailbox follow from the name in {len(rows)} rows", wrong[:3])
    for row in rows[:1000]:
        parsed = email.headerregistry.Address(addr_spec=row[5])
        if not (parsed.domain == row[3] and parsed.username == row[5].split("@")[0]):
            checks.that(False, f"{locale}: a parser of e-mail agrees", row[5])
        if urllib.parse.urlsplit(row[4])[:2] != ("https", "www." + row[3]):
            checks.that(False, f"{locale}: a parser of addresses agrees", row[4])
    shifted = [row[:3] + rows[(i + 1) % 1000][3:6] + row[6:] for i, row in enumerate(rows[:1000])]
    found = sum(web_fault(row) is not None for row in shifted)
    same = sum(row == rows[i] for i, row in enumerate(shifted))
    checks.that(found >= 1000 - same - 25, f"{locale}: domains of the next row are found", (found, same))

    wrong = [(row[6], f) for row in rows if (f := tax_fault(locale, row[6], row[1]))]
    checks.that(not wrong, f"{locale}: every tax number is right in {len(rows)} rows", wrong[:3])
    bad = [row[6] for row in rows[:2000] if not tax_fault(locale, damaged_digit(row[6]), row[1])]
    # An EIN has no check digit: there the prefix is damaged.
    if locale == "en_US":
        bad = [row[6] for row in rows[:2000] if not tax_fault(locale, "07" + row[6][2:], row[1])]
    checks.that(not bad, f"{locale}: damaged tax numbers are found", bad[:3])

    titles = collections.defaultdict(set)
    for job in table(locale, "job_titles"):
        for sex in "FM":
            title = job["title_female"] if sex == "F" and "title_female" in job else job["title"]
            titles[title, sex].add(job["industry"])
    of_title = collections.Counter((row[7], row[10], row[2]) for row in rows)
    wrong = [k for k in of_title if not {k[2], "*"} & titles[k[0], k[1]]]
    checks.that(not wrong, f"{locale}: a job title is of the industry and of the person's gender", wrong[:3])
    own = sum(n for k, n in of_title.items() if k[2] in titles[k[0], k[1]])
    # Six of ten titles are of the industry itself: binomial, with ten standard errors for titles that are of both.
    checks.that(abs(own / ROWS - 0.6) < 0.005, f"{locale}: six of ten titles are of the industry", own / ROWS)
    every = {row["industry"] for row in table(locale, "industries")}
    swapped = [(t, s, i) for t, s, own_of in [(k[0], k[1], titles[k[0], k[1]]) for k in of_title] if "*" not in own_of
               for i in every - own_of]  # fmt: skip
    checks.that(
        swapped and all(not {i, "*"} & titles[t, s] for t, s, i in swapped),
        f"{locale}: titles of another industry are found",
    )
    shares = {row["industry"]: float(row["weight"]) for row in table(locale, "industries")}
    total = sum(shares.values())
    drawn = collections.Counter(row[2] for row in rows)
    for name, weight in shares.items():
        share = weight / total
        error = math.sqrt(share * (1 - share) / ROWS)
        # 4.5 standard errors: of 60 industries in four locales one in a thousand runs fails by chance; seeds are fixed.
        checks.that(abs(drawn[name] / ROWS - share) < 4.5 * error, f"{locale}: share of {name}", drawn[name])


def numbers(checks: Checks, program: pathlib.Path, work: pathlib.Path) -> None:
    """The same number under its several names, and none twice."""
    for locale, other, own in [("es_ES", "cif", "ES"), ("de_DE", "ust_idnr", ""), ("en_GB", "vat_id", ""), ("en_US", "ein", "")]:
        columns = {"a": of("tax_id", unique=True), "b": of(other, unique=True)}
        if locale != "en_US":
            columns["c"] = of("vat_id", unique=True)
        rows = generated(program, work, f"numbers_{locale}", ROWS, columns, locale)
        checks.that(all(row[0] == row[1] for row in rows), f"{locale}: {other} is the tax number of the company")
        if locale != "en_US":
            checks.that(all(row[2] == own + row[0] for row in rows), f"{locale}: the VAT number is the tax number")
        checks.equal(len({row[0] for row in rows}), ROWS, f"{locale}: all unique tax numbers differ")
    done = run(program, "check", schema_file(work, "many", 5_200_001, {"a": of("cif", unique=True)}, "es_ES"))
    checks.that(
        all(part in done.stdout for part in (b"SG2143", b"5200001", b"5200000")),
        "more unique numbers than there are is an error with both numbers",
        done.stdout,
    )


def bound(checks: Checks, program: pathlib.Path, work: pathlib.Path) -> None:
    """Names and domains of the user's, and locales by row."""
    given = ["Müller Bau GmbH", "Ärzte & Söhne GmbH & Co. KG", "Straßenbau Weiß UG (haftungsbeschränkt)", "Ohne Form", "日本"]
    rows = generated(
        program, work, "bound_name", 10_000,
        {"firm": {"choice": given}, **{p: of(p) for p in ["name", "legal_form", "domain", "email"]}},
        "de_DE", entities={"company": {"name": "=firm"}},
    )  # fmt: skip
    expected = {
        given[0]: ("GmbH", "mueller-bau.example"), given[1]: ("GmbH & Co. KG", "aerzte-soehne.example"),
        given[2]: ("UG (haftungsbeschränkt)", "strassenbau-weiss.example"), given[3]: (None, "ohne-form.example"),
        given[4]: (None, None),
    }  # fmt: skip
    checks.equal({row[0] for row in rows}, set(given), "all bound names occur")
    for firm, name, form, domain, mail in rows:
        if name != firm or (form, domain) != expected[firm] or (mail is None) != (domain is None):
            checks.that(False, "form, domain and e-mail follow a bound name", (firm, form, domain, mail))
        elif mail is not None and mail.split("@")[1] != domain:
            checks.that(False, "an e-mail follows a bound name", mail)
    rows = generated(
        program, work, "bound_domain", 10_000,
        {"site": {"choice": ["acme.example", "ajax.example"], "missing": 0.1}, "email": of("email"), "url": of("url")},
        "en_US", entities={"company": {"domain": "=site"}},
    )  # fmt: skip
    right = all(
        (mail is None and url is None) if site is None else (mail.endswith("@" + site) and url == "https://www." + site)
        for site, mail, url in rows
    )
    checks.that(right, "an e-mail and an address follow a bound domain")
    columns = {"lang": {"choice": LOCALES, "missing": 0.1}}
    columns |= {p: of(p) for p in ["name", "legal_form", "industry", "tax_id", "domain"]}
    rows = generated(program, work, "by_row", 100_000, columns, "en_US", entities={"company": {"locale": "=lang"}})
    names = {locale: Names(locale) for locale in LOCALES}
    wrong = []
    for lang, name, form, industry, tax, domain in rows:
        if lang is None:
            if {name, form, industry, tax, domain} != {None}:
                wrong.append((lang, name))
        elif names[lang].fault(name, form, industry) or tax_fault(lang, tax, form):
            wrong.append((lang, name, tax))
        elif domain != label_of(name, form, lang) + ".example":
            wrong.append((lang, domain))
    checks.that(not wrong, "a company is of the locale of its row", wrong[:3])
    checks.that({row[0] for row in rows} == {None, *LOCALES}, "all locales occur")


def main() -> None:
    arguments = parse(parser(__doc__))
    checks = Checks()
    for locale in LOCALES:
        company(checks, arguments.program, arguments.work, locale)
    numbers(checks, arguments.program, arguments.work)
    bound(checks, arguments.program, arguments.work)
    checks.end()


if __name__ == "__main__":
    main()
