#!/usr/bin/env python3
"""Accounts, cards, vehicles by outside judges: python-stdnum for check digits and structures, and the data files.

Every question is asked again of a damaged copy, in which it must find the damage.
"""

import collections
import datetime
import json
import pathlib
import re
import sys

from checks import TOP, Checks, generate, need, parse, parser, run

need("stdnum", "duckdb")
import duckdb  # noqa: E402
import plain_numbers  # noqa: E402, F401  (before the modules of stdnum, which it speeds up)
import stdnum.bic  # noqa: E402
import stdnum.es.ccc  # noqa: E402
import stdnum.iban  # noqa: E402
import stdnum.lei  # noqa: E402
import stdnum.luhn  # noqa: E402
import stdnum.us.rtn  # noqa: E402

DATA = TOP / "src/provider/data"
LOCALES = ["en_US", "en_GB", "es_ES", "de_DE"]
EACH = 10_000
checks = Checks()


def table(path: str) -> list[dict[str, str]]:
    """A data file as records."""
    names: list[str] = []
    rows = []
    for line in (DATA / path).read_text().splitlines():
        if line.startswith("#") and not rows:
            names = line[2:].split("\t")
        else:
            rows.append(dict(zip(names, line.split("\t"), strict=True)))
    return rows


IBAN = {row["country"]: row for row in table("any_locale/iban.txt")}


def columns_of(schema: dict, name: str, rows_file: str = "t.csv") -> dict[str, list[str | None]]:
    """The columns of table t of a schema."""
    path = arguments.work / f"{name}.json"
    path.write_text(json.dumps(schema))
    out = generate(arguments.program, path, arguments.work / name, "--format", "csv", "--force")
    read = duckdb.sql(
        f"select * from read_csv('{out / rows_file}', all_varchar = true, header = true, delim = ',', quote = '\"')"
    )
    return {c: v.tolist() for c, v in read.fetchnumpy().items()}


def one_table(columns: dict, rows: int, **more: object) -> dict:
    document = {"synthgen": 1, "seed": 9, "tables": {"t": {"rows": rows, "columns": columns}}}
    for key, value in more.items():
        (document["tables"]["t"] if key == "entities" else document)[key] = value
    return document


def all_hold(values: list, judge, sentence: str, damage) -> None:
    """Every value passes; a damaged one does not."""
    bad = [v for v in values if v is None or not judge(v)]
    checks.that(values and not bad, sentence, bad[:5])
    hurt = [damage(v) for v in values[:200]]
    checks.that(all(not judge(v) for v in hurt), f"the judge finds the damage: {sentence}",
                [v for v in hurt if judge(v)][:5])


def digit_changed(place: int):
    """Another digit at a place."""
    def change(text: str) -> str:
        at = place % len(text)
        return text[:at] + str((int(text[at], 36) + 1) % 10) + text[at + 1 :]
    return change


# National check digits, told anew from the standards.
def mod97(text: str) -> int:
    return int("".join(str(int(c, 36)) for c in text)) % 97


def weighted(digits: str, weights: list[int]) -> int:
    return sum(int(d) * weights[i % len(weights)] for i, d in enumerate(digits))


def rib(b: str) -> bool:
    return (89 * int(b[:5]) + 15 * int(b[5:10]) + 3 * int(b[10:21]) + int(b[21:])) % 97 == 0


def cin(b: str) -> bool:
    odd = dict(zip("0123456789", [1, 0, 5, 7, 9, 13, 15, 17, 19, 21], strict=True))
    total = sum(odd[c] if i % 2 == 0 else int(c) for i, c in enumerate(b[1:]))
    return b[0] == chr(ord("A") + total % 26)


def iso11_10(digits: str) -> bool:
    """ISO 7064, hybrid system mod 11,10, check digit last."""
    product = 10
    for d in digits[:-1]:
        total = (product + int(d)) % 10 or 10
        product = total * 2 % 11
    return (product + int(digits[-1])) % 10 == 1


NATIONAL = {
    "BE": lambda b: int(b[:10]) % 97 == int(b[10:]) % 97 and 1 <= int(b[10:]) <= 97,
    "ES": lambda b: stdnum.es.ccc.is_valid(b),
    "FR": rib,
    "MC": rib,
    "IT": cin,
    "SM": cin,
    "NO": lambda b: weighted(b, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0,
    "CZ": lambda b: weighted(b[10:], [6, 3, 7, 9, 10, 5, 8, 4, 2, 1]) % 11 == 0,
    "SK": lambda b: weighted(b[10:], [6, 3, 7, 9, 10, 5, 8, 4, 2, 1]) % 11 == 0,
    "FI": lambda b: stdnum.luhn.is_valid(b),
    "EE": lambda b: (weighted(b[2:15][::-1], [7, 3, 1]) + int(b[15])) % 10 == 0,
    "HR": lambda b: iso11_10(b[:7]) and iso11_10(b[7:]),
    "HU": lambda b: weighted(b[:8], [9, 7, 3, 1]) % 10 == 0 and weighted(b[8:], [9, 7, 3, 1]) % 10 == 0,
    "PL": lambda b: weighted(b[:8], [3, 9, 7, 1, 3, 9, 7, 1]) % 10 == 0,
    "TN": lambda b: int(b) % 97 == 0,
    "MR": lambda b: int(b) % 97 == 0,
} | {c: lambda b: mod97(b) == 1 for c in ["BA", "ME", "MK", "PT", "RS", "SI", "TL", "XK"]}


def ibans_of_all_countries() -> None:
    registry = set(re.findall(r"^(\w\w) country", (pathlib.Path(stdnum.iban.__file__).parent / "iban.dat").read_text(),
                              re.MULTILINE))
    checks.equal(set(IBAN), registry, "data/any_locale/iban.txt has the countries of the registry")
    with_rule = {c for c, row in IBAN.items() if row["rule"] != "-"}
    checks.equal(set(NATIONAL), with_rule, "every country with national check digits is judged")
    columns = {c: {"provider": "finance.iban", "country": c, "entity": c} for c in IBAN}
    columns |= {f"bic_{c}": {"provider": "finance.swift", "country": c, "entity": c} for c in IBAN}
    found = columns_of(one_table(columns, 3_000), "countries")
    for c in IBAN:
        values = found[c]
        judge = lambda v, c=c: v[:2] == c and stdnum.iban.is_valid(v)
        all_hold(values, judge, f"IBANs of {c} have structure, length and check digits", digit_changed(-2 if c in "MU SC BR" else -1))
        if c in NATIONAL:
            all_hold([v[4:] for v in values], NATIONAL[c], f"IBANs of {c} have national check digits",
                     digit_changed(7 if c == "PL" else -1))
        checks.that(len(set(values)) > 0.98 * 3_000, f"IBANs of {c} hardly repeat", len(set(values)))
        checks.that(all(stdnum.bic.is_valid(b) and b[4:6] == c and b[7] == "0" for b in found[f"bic_{c}"]),
                    f"BICs of {c} are test codes of the country")
        if IBAN[c]["structure"].startswith("4!a"):
            checks.that(all(i[4:8] == b[:4] for i, b in zip(values, found[f"bic_{c}"], strict=True)),
                        f"IBAN and BIC of {c} name the same bank")
    checks.that(not NATIONAL["FR"]("20041010050500013M02606"[:10] + "00000000000" + "99"), "the RIB judge can say no")


def accounts_of_locales() -> None:
    iban = stdnum.iban
    for locale in LOCALES:
        for kind in ["safe", "real"]:
            more = {"realistic": True} if kind == "real" else {}
            columns = {
                "bank": {"provider": "finance.bank_name", **more},
                "bic": {"provider": "finance.swift", **more},
                "bic11": {"provider": "finance.swift", "branch": True, **more},
                "account": {"provider": "finance.account_number", **more},
                "other": {"provider": "finance.account_number", "entity": "payee", **more},
            }
            if locale != "en_US":
                columns["iban"] = {"provider": "finance.iban", **more}
                columns["grouped"] = {"provider": "finance.iban", "grouped": True, **more}
            if locale == "en_US":
                columns["routing"] = {"provider": "finance.routing_number", **more}
            if locale == "en_GB":
                columns["sort"] = {"provider": "finance.sort_code", **more}
            found = columns_of(one_table(columns, EACH, locale=locale), f"{locale}_{kind}")
            country = locale[3:]
            banks = {b["name"]: b for b in table(f"{locale}/banks_{kind}.txt")}
            checks.equal(set(found["bank"]), set(banks), f"every {kind} bank of {locale} has accounts")
            checks.that(all(b == banks[n]["bic"] for n, b in zip(found["bank"], found["bic"], strict=True)),
                        f"{kind} banks of {locale} have their BIC")
            all_hold(found["bic11"], lambda v: stdnum.bic.is_valid(v) and v[4:6] == country and len(v) == 11,
                     f"BICs of {locale} have eleven characters", lambda v: v[:4] + "0" + v[5:])
            checks.that(all((b[7] == "0") == (kind == "safe") for b in found["bic"]), f"{kind} BICs of {locale}")
            checks.that(sum(a == b for a, b in zip(found["account"], found["other"], strict=True)) < 3,
                        "another entity has another account")
            if locale == "en_US":
                all_hold(found["routing"], stdnum.us.rtn.is_valid, "routing numbers have check digits", digit_changed(3))
                checks.that(all(r[:8] == banks[n]["code"] for n, r in zip(found["bank"], found["routing"], strict=True)),
                            "routing numbers are the bank's")
                if kind == "safe":
                    checks.that(all(13 <= int(r[:2]) <= 20 for r in found["routing"]), "nobody has these routing numbers")
                all_hold(found["account"], lambda v: re.fullmatch(r"\d{10}", v) is not None, "US account numbers",
                         lambda v: v + "0")
                continue
            all_hold(found["iban"], lambda v: iban.is_valid(v) and v[:2] == country, f"{kind} IBANs of {locale}",
                     digit_changed(-1))
            checks.that(all(iban.format(v) == g for v, g in zip(found["iban"], found["grouped"], strict=True)),
                        "IBANs in groups of four")
            checks.that(all(banks[n]["code"] == v[4 : 4 + len(banks[n]["code"])]
                            for n, v in zip(found["bank"], found["iban"], strict=True)),
                        f"IBANs of {locale} hold the bank's code")
            part = {"ES": slice(4, None), "DE": slice(12, None), "GB": slice(14, None)}[country]
            checks.that(all(v[part] == a for v, a in zip(found["iban"], found["account"], strict=True)),
                        f"account numbers of {locale} are those of the IBANs")
            if country == "ES":
                all_hold(found["account"], stdnum.es.ccc.is_valid, "account numbers of Spain are CCCs", digit_changed(-1))
            if country == "GB":
                checks.that(all(v[8:14] == s.replace("-", "") and re.fullmatch(r"\d\d-\d\d-\d\d", s)
                                for v, s in zip(found["iban"], found["sort"], strict=True)), "sort codes are those of the IBANs")


def countries_by_row() -> None:
    """A million rows whose country a column tells."""
    columns = {
        "country": {"choice": {"ES": 4, "GB": 3, "DE": 2, "US": 1}, "missing": 0.01},
        "iban": {"provider": "finance.iban", "unique": True},
        "bic": {"provider": "finance.swift"},
        "bank": {"provider": "finance.bank_name"},
        "account": {"provider": "finance.account_number", "unique": True},
        "currency": {"provider": "finance.currency"},
        "amount": {"provider": "finance.amount_text"},
        "plate": {"provider": "vehicle.plate", "unique": True},
        "make": {"provider": "vehicle.make"},
    }
    schema = one_table(columns, 1_000_000, entities={"address": {"country": "=country"}})
    path = arguments.work / "by_row.json"
    path.write_text(json.dumps(schema))
    out = generate(arguments.program, path, arguments.work / "by_row", "--format", "csv")
    sql = duckdb.sql
    sql(f"create table t as select * from read_csv('{out}/t.csv', all_varchar = true, header = true)")

    def none(condition: str, sentence: str, damage: str) -> None:
        checks.equal(sql(f"select count(*) from t where {condition}").fetchall()[0][0], 0, sentence)
        hurt = sql(f"select count(*) from (select * replace ({damage}) from t limit 1000) t where {condition}").fetchall()[0][0]
        checks.that(hurt > 50, f"the damage is found: {sentence}", hurt)

    none("(iban is null) != (country is null or country = 'US')", "IBANs are null where there is none", "null as iban")
    none("iban[:2] != country", "IBANs are of the row's country", "'FR' || iban[3:] as iban")
    none("bic[5:6] is distinct from country", "BICs are of the row's country", "'ABCDFR20' as bic")
    none("country = 'GB' and iban[5:8] != bic[:4]", "IBANs and BICs name the same bank", "'XXXXGB20' as bic")
    none("currency is distinct from (case country when 'US' then 'USD' when 'GB' then 'GBP' when null then null "
         "when 'ES' then 'EUR' when 'DE' then 'EUR' end)", "currencies are the country's", "'CHF' as currency")
    form = {"US": r"\$[0-9,]+\.\d\d", "GB": r"£[0-9,]+\.\d\d", "ES": r"[0-9.]+,\d\d €", "DE": r"[0-9.]+,\d\d €"}
    for country, pattern in form.items():
        none(f"country = '{country}' and not regexp_full_match(amount, '{pattern}')",
             f"amounts of {country} are written so", "'7' as amount")
    for column in ["iban", "account", "plate"]:
        twice = sql(f"select count({column}) - count(distinct {column}) from t").fetchall()[0][0]
        checks.equal(twice, 0, f"no {column} occurs twice in a million rows")
    banks = {loc: {b["name"] for b in table(f"{loc}/banks_safe.txt")} for loc in LOCALES}
    found = collections.defaultdict(set)
    for country, bank in sql("select distinct country, bank from t where country is not null").fetchall():
        found[country].add(bank)
    for loc in LOCALES:
        checks.equal(found[loc[3:]], banks[loc], f"banks of {loc}")


def cards() -> None:
    columns = {
        "number": {"provider": "finance.credit_card"},
        "network": {"provider": "finance.credit_card_network"},
        "cvv": {"provider": "finance.credit_card_cvv"},
        "expiry": {"provider": "finance.credit_card_expiry"},
        "grouped": {"provider": "finance.credit_card", "grouped": True},
        "real": {"provider": "finance.credit_card", "realistic": True, "entity": "real"},
        "single": {"provider": "finance.credit_card", "unique": True, "entity": "single"},
        "real network": {"provider": "finance.credit_card_network", "entity": "real"},
        "single network": {"provider": "finance.credit_card_network", "entity": "single"},
        "amex": {"provider": "finance.credit_card", "network": "amex", "entity": "other"},
        "lei": {"provider": "finance.lei", "unique": True},
    }
    rows = 1_000_000
    found = columns_of(one_table(columns, rows, reference_time="2025-06-30T00:00:00Z"), "cards")
    networks = {n["name"]: n for n in table("any_locale/card_networks.txt")}

    def begins(number: str, ranges: str) -> bool:
        for part in ranges.split():
            low, _, high = part.partition("-")
            if int(low) <= int(number[: len(low)]) <= int(high or low):
                return True
        return False

    def judge(row: tuple[str, str], kind: str) -> bool:
        number, network = row
        record = networks[network]
        return len(number) == int(record["length"]) and begins(number, record[kind]) and stdnum.luhn.is_valid(number)

    for column, kind in [("number", "test"), ("real", "real"), ("single", "test")]:
        network = "network" if column == "number" else f"{column} network"
        pairs = list(zip(found[column], found[network], strict=True))[: rows // 10]
        all_hold(pairs, lambda p, kind=kind: judge(p, kind), f"cards ({column}) have length, beginning and check digit of "
                 "their network", lambda p: (digit_changed(-1)(p[0]), p[1]))
        all_hold(pairs, lambda p: judge(p, "real") if kind == "real" else judge(p, "test"),
                 f"cards ({column}) belong to their network", lambda p: (p[0], "JCB" if p[1] != "JCB" else "Visa"))
    counts = collections.Counter(found["network"])
    weights = {n: float(r["weight"]) for n, r in networks.items()}
    for name, weight in weights.items():
        share = weight / sum(weights.values())
        checks.that(abs(counts[name] - rows * share) < 5 * (rows * share * (1 - share)) ** 0.5, f"share of {name}",
                    counts[name] / rows)
    checks.that(all(len(c) == int(networks[n]["cvv"]) and c.isdigit()
                    for c, n in zip(found["cvv"], found["network"], strict=True)), "verification values have their length")
    checks.that(all(g.replace(" ", "") == n for g, n in zip(found["grouped"], found["number"], strict=True)),
                "a card is the same in groups")
    checks.equal(len(set(found["single"])), rows, "no unique card occurs twice")
    checks.equal(len(set(found["lei"])), rows, "no unique LEI occurs twice")
    all_hold(found["amex"][:EACH], lambda v: judge((v, "American Express"), "test"), "cards of a network that is asked for",
             digit_changed(0))
    all_hold(found["lei"][:EACH], stdnum.lei.is_valid, "LEIs have check digits", digit_changed(-1))
    months = {(m, y) for y in range(25, 31) for m in range(1, 13) if (25, 7) <= (y, m) <= (30, 6)}
    seen = {(int(e[:2]), int(e[3:])) for e in set(found["expiry"])}
    checks.equal(seen, months, "cards expire within the five years after the reference time, in every month")


def vin_is_right(vin: str) -> bool:
    """49 CFR 565.15: letters count by their place in A…H, J…R, S…Z."""
    value = {c: i for i, c in enumerate("0123456789")}
    for first, letters in [(1, "ABCDEFGH"), (1, "JKLMN"), (2, "STUVWXYZ")]:
        value |= {c: first + i for i, c in enumerate(letters)}
    value |= {"P": 7, "R": 9}
    if not re.fullmatch(r"[A-HJ-NPR-Z0-9]{17}", vin):
        return False
    total = sum(value[c] * w for c, w in zip(vin, [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2], strict=True))
    return vin[8] == "0123456789X"[total % 11]


def characters_of_serials(vins: list[str]) -> list[int]:
    """How many different characters each place has that is of the serial number: of three of them none is."""
    return [len({vin[place] for vin in vins}) for place in [*range(3, 8), *range(10, 17)]]


PLATES = {
    "es_ES": r"\d{4} [BCDFGHJKLM][BCDFGHJKLMNPRSTVWXYZ]{2}",
    "en_GB": r"[A-PR-Y][A-HJ-PR-Y]\d\d [A-HJ-PR-Z]{3}",
    "de_DE": r"[A-ZÖÜÄ]{1,3}-(?!HJ |KZ |NS |SA |SS |SD )[A-Z]{1,2} [1-9]\d{0,3}",
    "en_US": r"[A-Z0-9]{1,7}([ -][A-Z0-9]{2,6})?",
}


def vehicles() -> None:
    for locale in LOCALES:
        columns = {k: {"provider": f"vehicle.{k}"} for k in ["vin", "make", "model", "year", "fuel", "color", "plate"]}
        columns["single"] = {"provider": "vehicle.vin", "unique": True, "entity": "other"}
        columns["plate2"] = {"provider": "vehicle.plate", "unique": True, "entity": "other"}
        # Of 10^9 equally likely plates 250,000 drawn anew would repeat some thirty times: that none does is still told.
        rows = 250_000 if locale == "de_DE" else 100_000
        found = columns_of(one_table(columns, rows, locale=locale), f"vehicles_{locale}")
        all_hold(found["vin"], vin_is_right, f"VINs of {locale}", lambda v: v[:8] + ("X" if v[8] != "X" else "0") + v[9:])
        codes = "ABCDEFGHJKLMNPRSTVWXY123456789"
        checks.that(all(codes[(int(y) - 1980) % 30] == v[9] for v, y in zip(found["vin"], found["year"], strict=True)),
                    "VINs tell the year")
        years = sorted({int(y) for y in found["year"]})
        checks.equal(years, list(range(2000, 2025)), "years of manufacture up to the year before the reference time")
        pairs = {(r["make"], r["model"]) for r in table(f"{locale}/vehicle_makes.txt")}
        checks.that(set(zip(found["make"], found["model"], strict=True)) <= pairs, "models are of their make")
        # Whether fuel, model, maker's code and year go together providers_sense.py judges.
        fuels = {f["fuel"] for f in table(f"{locale}/fuels.txt")}
        checks.equal(set(found["fuel"]), fuels, "fuels")
        all_hold(found["plate"], lambda v: re.fullmatch(PLATES[locale], v) is not None, f"plates of {locale}",
                 lambda v: v + "!")
        if locale == "de_DE":
            checks.that(all(len(v.replace("-", "").replace(" ", "")) <= 8 for v in found["plate"]), "at most 8 characters")
        if locale == "en_GB":
            checks.that(all(int(p[2:4]) % 50 == max(int(y), 2002) % 50 for p, y in zip(found["plate"], found["year"], strict=True)),
                        "plates of Great Britain tell the year")
        checks.equal(len(set(found["plate2"])), rows, f"no unique plate of {locale} occurs twice")
        # Of 9·10^14 serial numbers so few drawn anew would not repeat either: that unique ones are a permutation tells
        # serial_draw_test.cpp. Here, that each place of the serial number is written, and takes whatever it may.
        all_hold(found["single"][:EACH], vin_is_right, f"unique VINs of {locale}", lambda v: v[:-1] + "?")
        checks.equal(characters_of_serials(found["single"]), [33] * 5 + [23] + [10] * 6, f"serial numbers of {locale}")
        checks.that(characters_of_serials([v[:10] + "A" + v[11:] for v in found["single"]]) != [33] * 5 + [23] + [10] * 6,
                    "a place that says nothing is found")
        colors = {c["color"] for c in table(f"{locale}/vehicle_colors.txt")}
        checks.equal(set(found["color"]), colors, "colours")


def money() -> None:
    for locale in LOCALES:
        columns = {
            "code": {"provider": "finance.currency"},
            "any": {"provider": "finance.currency", "any": True},
            "any_name": {"provider": "finance.currency_name", "any": True},
            "symbol": {"provider": "finance.currency_symbol"},
            "name": {"provider": "finance.currency_name"},
            "amount": {"provider": "finance.amount_text", "least": 5, "most": 2_000_000},
        }
        found = columns_of(one_table(columns, EACH, locale=locale), f"money_{locale}")
        record = table(f"{locale}/currency.txt")[0]
        for column in ["code", "symbol", "name"]:
            checks.equal(set(found[column]), {record[column]}, f"{column} of {locale}")
        currencies = {(c["code"], c["name"]) for c in table("any_locale/currencies.txt")}
        checks.that(set(zip(found["any"], found["any_name"], strict=True)) <= currencies, "currencies have their names")
        checks.that(len(set(found["any"])) == len(currencies), "all currencies occur")

        def read(text: str, record=record) -> float:
            bare = text.removeprefix(record["symbol"]) if record["position"] == "before" else text.removesuffix(" " + record["symbol"])
            assert bare != text
            whole, cents = bare.split(record["decimal"])
            groups = whole.split(record["thousands"])
            assert len(cents) == 2 and len(groups[0]) <= 3 and all(len(g) == 3 for g in groups[1:])
            return int("".join(groups)) + int(cents) / 100

        values = [read(a) for a in found["amount"]]
        mean = sum(values) / len(values)
        # The standard error of the mean of 10,000 uniform values over 2 million is 5,774.
        checks.that(min(values) >= 5 and max(values) <= 2e6 and abs(mean - 1_000_002) < 5 * 5_774, "amounts are uniform", mean)


def same_bytes() -> None:
    columns = {
        "country": {"choice": ["ES", "GB", "DE", "US"]},
        "iban": {"provider": "finance.iban", "unique": True},
        "bic": {"provider": "finance.swift"},
        "card": {"provider": "finance.credit_card"},
        "amount": {"provider": "finance.amount_text"},
        "plate": {"provider": "vehicle.plate"},
        "vin": {"provider": "vehicle.vin"},
        "fuel": {"provider": "vehicle.fuel"},
    }
    schema = one_table(columns, 20_000, entities={"address": {"country": "=country"}})
    path = arguments.work / "same.json"
    path.write_text(json.dumps(schema))
    whole = generate(arguments.program, path, arguments.work / "same_1", "--threads", 1) / "t.csv"
    for more in [("--threads", 2), ("--threads", 7)]:
        other = generate(arguments.program, path, arguments.work / f"same_{more[1]}t", *more) / "t.csv"
        checks.equal(other.read_bytes() == whole.read_bytes(), True, f"same bytes with {more}")
    # In a shuffled table the same rows stand elsewhere.
    schema["tables"]["t"]["shuffle"] = True
    path = arguments.work / "shuffled.json"
    path.write_text(json.dumps(schema))
    shuffled = generate(arguments.program, path, arguments.work / "shuffled") / "t.csv"
    checks.equal(sorted(shuffled.read_bytes().splitlines()), sorted(whole.read_bytes().splitlines()), "shuffled rows")
    shards = arguments.work / "shards"
    for i in (1, 2, 3):
        done = run(arguments.program, "generate", arguments.work / "same.json", "-o", shards, "--shard", f"{i}/3", "--progress", "never")
        checks.equal(done.returncode, 0, "a shard is made")
    lines = [line for f in sorted((shards / "t").glob("shard-*.csv")) for line in f.read_bytes().splitlines()]
    done = run(arguments.program, "merge", shards)
    checks.equal(done.returncode, 0, "shards are merged")
    header = whole.read_bytes().splitlines()[0]
    checks.equal([line for line in lines if line != header], whole.read_bytes().splitlines()[1:], "shards joined")


arguments = parse(parser(__doc__.splitlines()[0]))
ibans_of_all_countries()
accounts_of_locales()
countries_by_row()
cards()
vehicles()
money()
same_bytes()
checks.end()
