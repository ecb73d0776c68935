#!/usr/bin/env python3
"""Judges the providers of addresses from the files as written, derived again from the data files.

A million rows of each locale: every city is in one of its states, every postal code is of its city and of the country's
form, coordinates are near the centre, time zones exist, and whole addresses are put together again from their parts.
Every judgement is passed a second time on a copy that was damaged on purpose, of which it must find every row. Then
addresses whose country, city, state and postal code are bound by row, and the same bytes by any way of generating.
Seeds are fixed.
"""

import collections
import math
import pathlib
import random
import re
import zoneinfo

from checks import Checks, generate, need, parse, parser

need("duckdb")

from locale_tables import LOCALES, ROWS, generated, schema_file, table  # noqa: E402  (only now is DuckDB there)

COUNTRIES = {
    "en_US": ("United States", "US"), "en_GB": ("United Kingdom", "GB"),
    "es_ES": ("España", "ES"), "de_DE": ("Deutschland", "DE"),
}  # fmt: skip
# A British postcode in full, as the Royal Mail's Programmers' Guide has it.
INWARD = "[0-9][ABD-HJLNP-UW-Z]{2}"
CODE = {"en_US": r"\d{5}", "en_GB": rf"[A-Z]{{1,2}}[0-9][0-9A-Z]? {INWARD}", "es_ES": r"\d{5}", "de_DE": r"\d{5}"}
NUMBER = {"en_US": r"\d{1,5}", "en_GB": r"\d{1,3}[AB]?", "es_ES": r"\d{1,3}", "de_DE": r"\d{1,3}[a-d]?"}
FLAT = {
    "en_US": r"(Apt|Unit|Suite) \d+[A-D]?", "en_GB": r"(Flat|Apartment) (\d+[AB]?|[A-D])",
    "es_ES": r"(bajo|\d+\.º|ático)( ([A-D]|izda\.|dcha\.|\d\.ª))?",
    "de_DE": r"((EG|\d\. OG|DG)( (links|rechts|Mitte))?|Whg\. \d+)",
}  # fmt: skip
PARTS = [
    "street", "street_number", "secondary", "street_address", "city", "state", "state_code", "postal_code", "country",
    "country_code", "latitude", "longitude", "timezone", "full",
]  # fmt: skip
DEGREE = 111.195  # kilometres


def columns_of(locale: str) -> dict:
    columns = {part: {"provider": f"address.{part}"} for part in PARTS}
    columns["flat_full"] = {"provider": "address.full", "secondary": True}
    columns["flat_line"] = {"provider": "address.street_address", "secondary": True}
    if locale == "es_ES":
        columns["region"] = {"provider": "address.province"}
    if locale == "en_GB":
        columns["region"] = {"provider": "address.county"}
    return columns


class Judge:
    """What the data files say of a locale."""

    def __init__(self, locale: str) -> None:
        self.locale = locale
        self.places: dict[tuple[str, str], dict] = {}
        existing = (
            {(r["city"], r["state_code"]): set(r["postal_codes"].split(",")) for r in table(locale, "postal_codes")}
            if locale == "de_DE"
            else {}
        )
        for row in table(locale, "cities"):
            place = {**row, "existing": existing.get((row["city"], row["state_code"]))}
            place["outward"] = set(row["postal_from"].split(",")) if locale == "en_GB" else None
            # Half of the radius at 3,000 people a square kilometre, at most 5 km; and a metre for rounding.
            place["reach"] = min(0.5 * math.sqrt(float(row["population"]) / (3000 * math.pi)), 5) + 0.002
            place["centre"] = (float(row["latitude"]), float(row["longitude"]))
            self.places[row["city"], row["state_code"]] = place
        self.streets = self.street_names()
        self.zones = {(r["state_code"], r["city"]): r["timezone"] for r in table(locale, "timezones")}
        self.code = re.compile(CODE[locale])
        self.number = re.compile(NUMBER[locale])
        self.flat = re.compile(FLAT[locale])

    def street_names(self) -> set[str]:
        if self.locale == "de_DE":
            return {row["name"] for row in table(self.locale, "streets")}
        kinds = table(self.locale, "street_kinds")
        names = set()
        for row in table(self.locale, "streets"):
            for wanted in row["kinds"].split(","):
                if wanted == "-":
                    names.add(row["stem"])
                    continue
                fitting = [k["kind"] for k in kinds if k.get("any", "yes") == "yes"] if wanted == "*" else [wanted]
                for kind in fitting:
                    names.add(f"{kind} {row['stem']}" if self.locale == "es_ES" else f"{row['stem']} {kind}")
        return names

    def postal_code_fault(self, code: str, place: dict) -> bool:
        if self.code.fullmatch(code) is None:
            return True
        if place["outward"] is not None:
            return code.split(" ")[0] not in place["outward"]
        if place["existing"] is not None:
            return code not in place["existing"]
        if self.locale == "es_ES" and code[:2] != place["province_prefix"]:
            return True
        return not place["postal_from"] <= code <= place["postal_to"]

    def lines(self, row: dict, place: dict, flat: bool) -> tuple[str, str]:
        number, street, code, city = row["street_number"], row["street"], row["postal_code"], row["city"]
        if self.locale == "en_US":
            line = f"{number} {street}" + (f", {row['secondary']}" if flat else "")
            return line, f"{line}, {city}, {row['state_code']} {code}"
        if self.locale == "en_GB":
            line = (f"{row['secondary']}, " if flat else "") + f"{number} {street}"
            return line, f"{line}, {city}, {code}"
        line = f"{street}, {number}" if self.locale == "es_ES" else f"{street} {number}"
        line += f", {row['secondary']}" if flat else ""
        end = f", {place['province']}" if self.locale == "es_ES" and place["province"] != city else ""
        return line, f"{line}, {code} {city}{end}"

    def fault(self, row: dict) -> str | None:
        """What is wrong with a row; None where nothing is."""
        if any(not cell for cell in row.values()):
            return "empty"
        place = self.places.get((row["city"], row["state_code"]))
        if place is None or place["state"] != row["state"]:
            return "city"
        if self.postal_code_fault(row["postal_code"], place):
            return "postal_code"
        if (row["country"], row["country_code"]) != COUNTRIES[self.locale]:
            return "country"
        if row["street"] not in self.streets:
            return "street"
        if self.number.fullmatch(row["street_number"]) is None:
            return "number"
        if self.flat.fullmatch(row["secondary"]) is None:
            return "secondary"
        latitude, longitude = place["centre"]
        north = (float(row["latitude"]) - latitude) * DEGREE
        east = (float(row["longitude"]) - longitude) * DEGREE * math.cos(math.radians(latitude))
        if math.hypot(north, east) > place["reach"]:
            return "coordinates"
        zone = self.zones.get((row["state_code"], row["city"])) or self.zones[row["state_code"], "*"]
        if row["timezone"] != zone:
            return "timezone"
        if self.lines(row, place, False) != (row["street_address"], row["full"]):
            return "full"
        if self.lines(row, place, True) != (row["flat_line"], row["flat_full"]):
            return "flat"
        if "region" in row and row["region"] != place["province" if self.locale == "es_ES" else "county"]:
            return "region"
        return None


def damaged(row: dict, what: str, judge: Judge, other: dict) -> dict:
    """The row with a fault of this kind."""
    row = dict(row)
    if what == "city":  # a city in another state
        row["state"], row["state_code"] = other["state"], other["state_code"]
    elif what == "postal_code":
        row["postal_code"] = other["postal_code"]
    elif what == "inward":  # letters that no second half has
        row["postal_code"] = row["postal_code"][:-1] + ("O" if judge.locale == "en_GB" else "")
    elif what == "coordinates":
        row["latitude"] = str(float(row["latitude"]) + 0.1)
    elif what == "timezone":
        row["timezone"] = "Europe/Paris"
    elif what == "full":
        row["full"] = row["full"].replace(row["street"], row["street"][:-1])
    elif what == "flat":
        row["flat_full"] = row["full"]
    elif what == "street":
        row["street"] = row["street"] + "x"
    elif what == "number":
        row["street_number"] = "{number}"
    elif what == "secondary":
        row["secondary"] = row["street"]
    elif what == "country":
        row["country_code"] = "FR"
    elif what == "empty":
        row["street"] = None
    return row


KINDS = [
    "city", "postal_code", "inward", "coordinates", "timezone", "full", "flat", "street", "number", "secondary",
    "country", "empty",
]  # fmt: skip


def judge_locale(checks: Checks, program: pathlib.Path, work: pathlib.Path, locale: str) -> None:
    judge = Judge(locale)
    columns = columns_of(locale)
    cells = generated(program, work, f"million_{locale}", ROWS, columns, locale)
    checks.equal(len(cells), ROWS, f"{locale}: a million rows")
    names = list(columns)
    faults: collections.Counter = collections.Counter()
    first: dict[str, dict] = {}
    cities: collections.Counter = collections.Counter()
    states: dict[str, set] = collections.defaultdict(set)
    kept = []
    last_city = ""
    for cell in cells:
        row = dict(zip(names, cell))
        fault = judge.fault(row)
        if fault is not None:
            faults[fault] += 1
            first.setdefault(fault, row)
        cities[row["city"], row["state_code"]] += 1
        states[row["city"]].add(row["state_code"])
        if len(kept) < 400 and row["city"] != last_city:
            kept.append(row)
            last_city = row["city"]
    checks.equal(dict(faults), {}, f"{locale}: nothing is wrong with any of a million addresses; first {first}")
    wanted = collections.defaultdict(set)
    for city, state in judge.places:
        wanted[city].add(state)
    checks.that(
        all(found <= wanted[city] for city, found in states.items()), f"{locale}: no city in a state that it is not in"
    )
    # Shares of the cities: Pearson's statistic over those with at least 20 expected, as a z below 5.
    people = {key: float(place["population"]) for key, place in judge.places.items()}
    total = sum(people.values())
    terms = [
        (cities[key] - ROWS * n / total) ** 2 / (ROWS * n / total)
        for key, n in people.items()
        if ROWS * n / total >= 20
    ]
    z = (sum(terms) - len(terms)) / math.sqrt(2 * len(terms))
    checks.that(len(terms) > 100 and z < 5, f"{locale}: cities are as frequent as they have inhabitants", z)
    checks.that(all(zone in zoneinfo.available_timezones() for zone in judge.zones.values()), f"{locale}: zones exist")

    rng = random.Random(3)
    for kind in KINDS:
        missed = 0
        tried = 0
        for row in kept:
            other = rng.choice(kept)
            if kind in ("city", "postal_code") and other["state_code"] == row["state_code"]:
                continue
            bad = damaged(row, kind, judge, other)
            if kind == "city" and (bad["city"], bad["state_code"]) in judge.places:
                continue
            tried += 1
            missed += judge.fault(bad) is None
        checks.that(tried > 50 and missed == 0, f"{locale}: every row damaged by {kind} is found", (tried, missed))


def judge_bound(checks: Checks, program: pathlib.Path, work: pathlib.Path) -> None:
    """Country, city, state and postal code from columns, by row."""
    judges = {COUNTRIES[locale][1]: Judge(locale) for locale in LOCALES}
    locale_of = {COUNTRIES[locale][1]: locale for locale in LOCALES}
    names = {"Spain": "ES", "Alemania": "DE", "GB": "GB", "USA": "US"}
    columns = {"land": {"choice": list(names)}, **columns_of("")}
    rows = generated(
        program, work, "by_country", 200_000, columns, "en_US", entities={"address": {"country": "=land"}}
    )
    faults = 0
    for cells in rows:
        row = dict(zip(columns, cells))
        code = names[row.pop("land")]
        faults += row["country"] not in names  # as bound
        row["country"] = COUNTRIES[locale_of[code]][0]
        faults += judges[code].fault(row) is not None
    checks.equal((len(rows), faults), (200_000, 0), "with a country by row each address is one of its country")

    for key in ("city", "state", "postal_code"):
        places = [(code, place) for code, judge in judges.items() for place in list(judge.places.values())[::7]]
        values = []
        for code, place in places:
            value = place[key] if key != "postal_code" else place["postal_from"].split(",")[0]
            if key == "postal_code" and place["existing"] is not None:
                value = min(place["existing"])
            values.append((code, value + " 1AA" if key == "postal_code" and code == "GB" else value))
        values = sorted(set(values))
        path = work / f"{key}s.csv"
        path.write_text("code,value\n" + "".join(f'{c},"{v}"\n' for c, v in values), encoding="utf-8")
        columns = {
            "land": {"sample": {"file": f"{key}s.csv", "column": "code", "as": "pair"}},
            "given": {"sample": {"file": f"{key}s.csv", "column": "value", "as": "pair"}, "type": "string"},
            **columns_of(""),
        }
        bound = {"address": {"country": "=land", key: "=given"}}
        rows = generated(program, work, f"by_{key}", 100_000, columns, "en_US", entities=bound)
        faults = 0
        for cells in rows:
            row = dict(zip(columns, cells))
            code = row.pop("land")
            given = row.pop("given")
            faults += row[key] != given
            row["country"] = COUNTRIES[locale_of[code]][0]
            faults += judges[code].fault(row) is not None
        checks.equal((len(rows), faults), (100_000, 0), f"with a {key} by row each address is there and whole")
        checks.that(len(values) > 20, f"many a {key} was bound", len(values))


def judge_bytes(checks: Checks, program: pathlib.Path, work: pathlib.Path) -> None:
    """The same bytes by any number of threads, in any pieces, in shards."""
    columns = {"land": {"choice": ["ES", "DE", "GB", "US"], "missing": 0.05}, **columns_of("")}
    bound = {"address": {"country": "=land"}}
    schema = schema_file(work, "bytes", 30_000, columns, "en_US", entities=bound)
    wanted = (generate(program, schema, work / "one", "--threads", 1) / "t.csv").read_bytes()
    for threads in (2, 7):
        found = (generate(program, schema, work / f"threads{threads}", "--threads", threads) / "t.csv").read_bytes()
        checks.that(found == wanted, f"{threads} threads write the same bytes")
    found = (generate(program, schema, work / "memory", "--max-memory", "64MB", "--threads", 3) / "t.csv").read_bytes()
    checks.that(found == wanted, "little memory holds the same bytes")
    for shard in (1, 2, 3):
        generate(program, schema, work / "shards", "--shard", f"{shard}/3")
    parts = sorted((work / "shards/t").glob("shard-*.csv"))
    joined = b"".join(part.read_bytes() for part in parts)
    checks.that(len(parts) == 3 and joined == wanted, "three shards joined are the same bytes", parts)


def main() -> None:
    arguments = parse(parser(__doc__))
    checks = Checks()
    for locale in LOCALES:
        judge_locale(checks, arguments.program, arguments.work, locale)
    judge_bound(checks, arguments.program, arguments.work)
    judge_bytes(checks, arguments.program, arguments.work)
    checks.end()


if __name__ == "__main__":
    main()
