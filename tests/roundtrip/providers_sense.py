#!/usr/bin/env python3
"""Judges whether what the providers of a row say goes together: vehicles, diagnoses and medicines, jobs, articles.

Everything is read anew from the data files, by code that is not ours, and asked of 100,000 rows in each locale. Each
question is asked again of rows that were damaged on purpose, of which it must find every one. Seeds are fixed.
"""

import collections
import datetime
import pathlib
import re

from checks import Checks, generate, need, parse, parser, run

need("duckdb")

from locale_tables import LOCALES, generated, schema_file, table  # noqa: E402  (only now is it known to be there)

ROWS = 100_000
NOW = datetime.date(2025, 1, 1)  # the reference time of a document that says none
LETTERS = "ABCDEFGHJKLMNPRSTVWXY123456789"


def judge(checks: Checks, sentence: str, rows: list, fault, damages: dict) -> None:
    """Every different row has no fault, and every damaged copy of some of them has one."""
    different = sorted(set(rows), key=str)
    wrong = [(row, why) for row in different if (why := fault(*row))]
    checks.that(rows and not wrong, f"{sentence}, in {len(rows)} rows", wrong[:3])
    some = different[:: max(1, len(different) // 2000)]
    for name, damage in damages.items():
        damaged = [other for row in some if (other := damage(*row)) is not None]
        passed = [row for row in damaged if not fault(*row)]
        checks.that(damaged and not passed, f"{sentence}: {name} is found", passed[:3] or "no row was damaged")


def in_years(spans: str, year: int) -> bool:
    """Whether "1998-2005 2013-" has the year; an empty text has every year."""
    bounds = [span.partition("-")[::2] for span in spans.split()]
    return not bounds or any(int(a or 0) <= year <= int(b or 9999) for a, b in bounds)


def of_year(words: str, year: int) -> set[str]:
    """Of "diesel hybrid:2020-" the words that hold in the year."""
    return {word.partition(":")[0] for word in words.split() if in_years(word.partition(":")[2], year)}


def codes_of_makers(region: str) -> dict:
    """World manufacturer identifiers, as they stand in the file, by make and model; of all other models by None."""
    codes = {}
    for row in sorted(table("any_locale", "vehicle_makers"), key=lambda row: row["region"] != "*"):
        if row["region"] in ("*", region):
            for model in row["models"].split(","):
                codes[row["make"], None if model == "*" else model] = row["wmi"]
    return codes


def far_from(drawn: collections.Counter, weights: dict) -> dict:
    """What is not as frequent as its weight says: the shares drawn and asked for."""
    total = sum(weights.values())
    return {k: (drawn[k] / ROWS, w / total) for k, w in weights.items()
            if abs(drawn[k] / ROWS - w / total) > max(0.0013, 0.1 * w / total)}  # fmt: skip


def vehicles(checks: Checks, program: pathlib.Path, work: pathlib.Path, locale: str) -> None:
    names = ["make", "model", "year", "fuel", "vin"]
    columns = {name: {"provider": f"vehicle.{name}"} for name in names}
    rows = [(a, b, int(c), d, e) for a, b, c, d, e in generated(program, work, f"cars_{locale}", ROWS, columns, locale)]
    models = {(row["make"], row["model"]): row for row in table(locale, "vehicle_makes")}
    kinds = {row["fuel"]: row["kind"] for row in table(locale, "fuels")}
    makers = codes_of_makers("na" if locale == "en_US" else "eu")

    def fault(make, model, year, fuel, vin) -> str | None:
        row = models.get((make, model))
        if row is None or not in_years(row["sold"], year):
            return "was not sold then"
        if kinds[fuel] not in of_year(row["fuels"], year):
            return "was not offered with that"
        if vin[:3] not in of_year(makers.get((make, model)) or makers[make, None], year):
            return "has the code of another maker"
        return None if LETTERS[(year - 1980) % 30] == vin[9] else "tells another year"

    every = list(models)

    def too_early(make, model, year, fuel, vin):
        first = min(int(span.partition("-")[0]) for span in models[make, model]["sold"].split())
        return (make, model, first - 1, fuel, vin[:9] + LETTERS[(first - 1 - 1980) % 30] + vin[10:])

    def wrong_fuel(make, model, year, fuel, vin):
        none = [f for f, kind in kinds.items() if kind not in of_year(models[make, model]["fuels"], year)]
        return (make, model, year, none[0], vin) if none else None

    judge(checks, f"{locale}: make, model, year, fuel and number of a vehicle go together", rows, fault, {
        "a year before the model": too_early,
        "another maker's model": lambda a, b, c, d, e: (a, next(m for k, m in every if k != a), c, d, e),
        "a fuel that it never had": wrong_fuel,
        "another maker's number": lambda a, b, c, d, e: (a, b, c, d, "ZZZ" + e[3:]),
        "another year's number": lambda a, b, c, d, e: (a, b, c, d, e[:9] + LETTERS[(c - 1979) % 30] + e[10:]),
    })  # fmt: skip
    # What was fitted is what was asked: shares of ages exactly, of models and fuels as near as the years allow. The
    # bounds are four standard errors of 100,000 rows at a share of 1% and at 50%, and a tenth of the share for the fit.
    for what, at, weights in (
        ("models", slice(0, 2), {key: float(row["weight"]) for key, row in models.items()}),
        ("fuels", 3, {row["fuel"]: float(row["weight"]) for row in table(locale, "fuels")}),
    ):
        drawn = collections.Counter(row[at] for row in rows)
        far = far_from(drawn, weights)
        checks.that(not far, f"{locale}: {what} are as frequent as in the data", far)
        total = sum(weights.values())
        missed = [k for k, w in weights.items() if w >= total / 100 and k not in far_from(drawn, weights | {k: 3 * w})]
        checks.equal(missed, [], f"{locale}: {what} that should be three times as frequent are found")
    ages = collections.Counter(NOW.year - 1 - row[2] for row in rows)
    checks.equal(sorted(ages), list(range(25)), f"{locale}: vehicles are of each of 25 years")


def age_of(birth: str) -> int:
    day = datetime.date.fromisoformat(birth)
    return NOW.year - day.year - ((NOW.month, NOW.day) < (day.month, day.day))


def patients(checks: Checks, program: pathlib.Path, work: pathlib.Path, locale: str) -> None:
    ages = {"min_age": 0, "max_age": 100}
    columns = {
        "sex": {"provider": "person.gender"},
        "birth": {"provider": "person.birth_date", **ages},
        "code": {"provider": "health.icd10", **ages},
        "name": {"provider": "health.icd10_name", **ages},
        "drug": {"provider": "health.medication", **ages},
    }
    rows = generated(program, work, f"patients_{locale}", ROWS, columns, locale)
    rows = [(sex, age_of(birth), *rest) for sex, birth, *rest in rows]
    codes = {row["code"]: row for row in table(locale, "icd10")}
    drugs = {row["name"]: row["for"].split() for row in table(locale, "medication")}
    own = {c for c in codes if any(c.startswith(p) for of in drugs.values() for p in of)}

    def fault(sex, age, code, name, drug) -> str | None:
        row = codes.get(code)
        if row is None or row["name"] != name:
            return "is another condition"
        if row["gender"] not in ("*", sex):
            return "is not of the gender"
        if not int(row["from_age"]) <= age <= int(row["to_age"]):
            return "is not of the age"
        good = any(code.startswith(p) for p in drugs[drug]) if code in own else "*" in drugs[drug]
        return None if good else "is not treated so"

    def other_drug(sex, age, code, name, drug):
        no = [d for d, of in drugs.items() if "*" not in of and not any(code.startswith(p) for p in of)]
        return (sex, age, code, name, no[0])

    def other_age(sex, age, code, name, drug):
        row = codes[code]
        if row["to_age"] != "120":
            return (sex, int(row["to_age"]) + 1, code, name, drug)
        return (sex, int(row["from_age"]) - 1, code, name, drug) if row["from_age"] != "0" else None

    judge(checks, f"{locale}: diagnosis, gender, age and medicine go together", rows, fault, {
        "the other gender": lambda s, a, c, n, d: None if codes[c]["gender"] == "*" else ("MF"[s == "M"], a, c, n, d),
        "another age": other_age,
        "a medicine for something else": other_drug,
    })  # fmt: skip
    # Beyond the tables: what anybody knows.
    judge(checks, f"{locale}: no man is pregnant, no woman has a prostate, no child is demented",
          [row[:3] for row in rows],
          lambda s, a, c: "is absurd" if (s == "M" and c[0] == "O") or (s == "F" and c.startswith(("N40", "C61")))
          or (a < 18 and c.startswith(("F0", "G30", "N40", "C"))) or (a > 60 and c.startswith(("O", "J21"))) else None,
          {"a pregnant man": lambda s, a, c: ("M", 30, "O80"), "a demented child": lambda s, a, c: (s, 7, "F03.9")})
    young = sum(row[1] < 18 for row in rows)
    checks.that(young > ROWS / 10, f"{locale}: there are children among them", young)
    idle = [drug for drug, of in drugs.items() if "*" not in of and not any(c.startswith(p) for c in codes for p in of)]
    checks.that(not idle, f"{locale}: every medicine is prescribed for something", idle)
    # The rarest are expected less than ten times in so many rows.
    checks.that(len(set(drugs) - {row[4] for row in rows}) < 5, f"{locale}: nearly all are prescribed to somebody")


def bound(checks: Checks, program: pathlib.Path, work: pathlib.Path) -> None:
    """Gender and birth date of columns that are no providers."""
    columns = {
        "sex": {"choice": ["F", "M"]},
        "birth": {"choice": [f"{year}-07-15" for year in range(1930, 2025)], "type": "date", "missing": 0.1},
        "code": {"provider": "health.icd10"},
    }
    entities = {"person": {"gender": "=sex", "birth_date": "=birth"}}
    rows = generated(program, work, "bound", ROWS, columns, "en_GB", entities=entities)
    codes = {row["code"]: row for row in table("en_GB", "icd10")}

    def fault(sex, birth, code) -> str | None:
        if birth is None or code is None:
            return None if birth == code else "is null alone"
        row = codes[code]
        fits = int(row["from_age"]) <= age_of(birth) <= int(row["to_age"]) and row["gender"] in ("*", sex)
        return None if fits else "is not of the gender and age"

    judge(checks, "diagnoses of people whose gender and birth date are bound", rows, fault, {
        "another birth date": lambda s, b, c: (s, "2023-06-01", "F03") if b else None,
        "a diagnosis of nobody": lambda s, b, c: (s, None, c or "I10"),
    })  # fmt: skip


def jobs(checks: Checks, program: pathlib.Path, work: pathlib.Path, locale: str) -> None:
    columns = {
        "sex": {"provider": "person.gender"},
        "industry": {"provider": "company.industry"},
        "title": {"provider": "company.job_title"},
        "department": {"provider": "company.department"},
    }
    rows = generated(program, work, f"jobs_{locale}", ROWS, columns, locale)
    known = collections.defaultdict(set)
    for row in table(locale, "job_titles"):
        for sex, title in (("M", row["title"]), ("F", row.get("title_female", row["title"]))):
            known[sex, title] |= {(row["industry"], d) for d in row["departments"].split("; ")}
    departments = {row["department"] for row in table(locale, "departments")}

    def fault(sex, industry, title, department) -> str | None:
        of = known[sex, title]
        return None if {("*", department), (industry, department)} & of else "is not of the department or industry"

    def elsewhere(sex, industry, title, department):
        return (sex, industry, title, min(departments - {d for _, d in known[sex, title]}))

    judge(checks, f"{locale}: industry, job title, its form and department go together", rows, fault, {
        "another department": elsewhere,
        "another form": lambda s, i, t, d: None if ("MF"[s == "M"], t) in known else ("MF"[s == "M"], i, t, d),
        "another industry": lambda s, i, t, d: None if ("*", d) in known[s, t] else (s, "none", t, d),
    } if locale in ("es_ES", "de_DE") else {"another department": elsewhere})  # fmt: skip
    checks.equal({row[3] for row in rows}, departments, f"{locale}: every department has somebody")


def texts(checks: Checks, program: pathlib.Path, work: pathlib.Path, locale: str) -> None:
    """How often a text says this and that in place of the: in edited prose of the language a tenth as often, or less."""
    columns = {"t": {"provider": "text.sentence"}}
    words = collections.Counter()
    for (text,) in generated(program, work, f"texts_{locale}", ROWS, columns, locale):
        words.update(re.findall(r"[^\W\d_]+", text.lower()))
    plain, pointing = {
        "es_ES": ("el la los las un una unos unas", "este esta estos estas ese esa esos esas aquel aquella"),
        "de_DE": ("der die das den dem ein eine einen", "dieser diese dieses diesen diesem"),
        "en_US": ("the a an", "this that these those"),
        "en_GB": ("the a an", "this that these those"),
    }[locale]
    share = sum(words[w] for w in pointing.split()) / sum(words[w] for w in plain.split())
    # The tables give about a twentieth in Spanish and German and a sixth in English.
    checks.that(0 < share < (0.25 if locale.startswith("en") else 0.1), f"{locale}: few demonstratives", share)


def same_bytes(checks: Checks, program: pathlib.Path, work: pathlib.Path) -> None:
    columns = {"lang": {"choice": LOCALES, "missing": 0.05}}
    names = "vehicle.make vehicle.model vehicle.fuel vehicle.vin health.icd10 health.medication company.job_title"
    for name in [*names.split(), "company.department", "text.sentence"]:
        columns[name.replace(".", "_")] = {"provider": name, "locale": "=lang"}
    columns["year"] = {"provider": "vehicle.year"}
    path = schema_file(work, "same", 20_000, columns, "en_US")
    whole = (generate(program, path, work / "same_1", "--threads", 1) / "t.csv").read_bytes()
    for threads in (2, 7):
        other = generate(program, path, work / f"same_{threads}", "--threads", threads) / "t.csv"
        checks.that(other.read_bytes() == whole, f"same bytes with {threads} threads")
    for shard in (1, 2, 3):
        done = run(program, "generate", path, "-o", work / "shards", "--shard", f"{shard}/3", "--progress", "never")
        checks.equal(done.returncode, 0, "a shard is made")
    header = whole.splitlines()[0]
    lines = [line for f in sorted((work / "shards/t").glob("shard-*.csv")) for line in f.read_bytes().splitlines()]
    checks.that([line for line in lines if line != header] == whole.splitlines()[1:], "shards joined are the whole")
    path = schema_file(work, "shuffled", 20_000, columns, "en_US", shuffle=True)
    shuffled = (generate(program, path, work / "shuffled") / "t.csv").read_bytes()
    checks.that(sorted(shuffled.splitlines()) == sorted(whole.splitlines()), "shuffled rows are the same")


def main() -> None:
    arguments = parse(parser(__doc__.splitlines()[0]))
    checks = Checks()
    for locale in LOCALES:
        for part in (vehicles, patients, jobs, texts):
            part(checks, arguments.program, arguments.work, locale)
    bound(checks, arguments.program, arguments.work)
    same_bytes(checks, arguments.program, arguments.work)
    checks.end()


if __name__ == "__main__":
    main()
