"""Providers of an entity agree still where rules have some of them drawn again, and what cannot agree is refused.

Usage: providers_under_rules.py --program build/bin/synthgen --work FOLDER
"""

import json
import pathlib

from checks import Checks, parse, parser, run
from locale_tables import generated

ROWS = 2_000
YEARS = "ABCDEFGHJKLMNPRSTVWXY123456789"


def of(name: str, **more) -> dict:
    return {"provider": name, **more}


# columns, rules, whether a row agrees, and the row damaged
CASES = {
    "user name and e-mail": (
        {"user": of("person.username"), "mail": of("person.email"), "name": of("person.full_name")},
        ["length(user) <= 9", "name < 'N'"],
        lambda user, mail, name: mail.split("@")[0] == user and len(user) <= 9 and name < "N",
        lambda user, mail, name: (user + "x", mail, name),
    ),
    "parts and whole of an address": (
        {"code": of("address.postal_code"), "whole": of("address.full"), "street": of("address.street"),
         "city": of("address.city")},
        ["code >= '50000'", "length(street) < 12", "city > 'D'"],
        lambda code, whole, street, city: all(part in whole for part in (code, street, city)) and code >= "50000"
        and len(street) < 12 and city > "D",
        lambda code, whole, street, city: (code[1:] + "x", whole, street, city),
    ),
    "year and number of a vehicle": (
        {"year": of("vehicle.year"), "vin": of("vehicle.vin")},
        ["year >= 2015"],
        lambda year, vin: int(year) >= 2015 and YEARS[(int(year) - 1980) % 30] == vin[9],
        lambda year, vin: (str(int(year) - 1), vin),
    ),
    "network and number of a card": (
        {"network": of("finance.credit_card_network"), "card": of("finance.credit_card")},
        ["network != 'Visa'"],
        lambda network, card: network != "Visa" and (network == "American Express") == (card[:2] in ("34", "37")),
        lambda network, card: ("Visa", card),
    ),
    "account and IBAN": (
        {"bank": of("finance.bank_name"), "iban": of("finance.iban"), "account": of("finance.account_number")},
        ["account > '5'", "bank > 'C'"],
        lambda bank, iban, account: iban.endswith(account) and account > "5" and bank > "C",
        lambda bank, iban, account: (bank, iban, account[::-1] + "0"),
    ),
    "tax number and VAT number": (
        {"tax": of("company.tax_id"), "vat": of("company.vat_id")},
        ["tax < 'DE5'"],
        lambda tax, vat: tax == vat and tax < "DE5",
        lambda tax, vat: (tax + "0", vat),
    ),
    "gender and title": (
        {"gender": of("person.gender"), "title": of("person.title"), "first": of("person.first_name")},
        ["gender = 'F'", "first < 'M'"],
        lambda gender, title, first: gender == "F" and title != "Herr" and first < "M",
        lambda gender, title, first: (gender, "Herr", first),
    ),
}  # fmt: skip

# columns of one entity that cannot agree, and what is said
REFUSED = {
    "an account with a unique IBAN": ({"a": of("finance.iban", unique=True), "b": of("finance.account_number")}, "SG2760"),
    "two networks of a card": ({"a": of("finance.credit_card", network="visa"),
                                "b": of("finance.credit_card_network")}, "SG2760"),
    "banks of two countries": ({"a": of("finance.iban", country="FR"), "b": of("finance.bank_name")}, "SG2760"),
    "banks of two locales": ({"a": of("finance.bank_name", locale="de_DE"),
                              "b": of("finance.iban", locale="es_ES")}, "SG2722"),
    "branches that differ": ({"a": of("finance.sort_code", locale="en_GB", unique=True)}, "SG2144"),
    "departments of rows' locales": ({"l": {"choice": ["es_ES", "de_DE"]},
                                      "a": of("company.department", locale="=l", unique=True)}, "SG2144"),
    "an IBAN with a number put to it": ({"a": of("finance.iban", unique="suffix")}, "SG2750"),
    "an entity by row": ({"a": of("person.first_name", entity="=x")}, "SG2721"),
}  # fmt: skip


def main() -> None:
    arguments = parse(parser(__doc__))
    program, work = arguments.program, arguments.work
    checks = Checks()
    for number, (name, (columns, rules, agrees, damage)) in enumerate(CASES.items()):
        rows = generated(program, work, f"case_{number}", ROWS, columns, "de_DE", rules=[{"check": r} for r in rules])
        wrong = [row for row in rows if not agrees(*row)]
        checks.that(len(rows) == ROWS and not wrong, f"{name} agree under rules", wrong[:3])
        checks.that(not agrees(*damage(*rows[0])), f"a damaged row is found: {name}", rows[0])
    for number, (name, (columns, code)) in enumerate(REFUSED.items()):
        path = pathlib.Path(work) / f"refused_{number}.json"
        path.write_text(json.dumps({"synthgen": 1, "locale": "de_DE", "tables": {"t": {"rows": 8, "columns": columns}}}))
        done = run(program, "check", path)
        checks.that(done.returncode == 3 and code.encode() in done.stdout, f"{name}: {code}", done.stdout[:300])
    columns = {"p{i}": of("person.first_name", repeat=3), "m{i}": of("person.email", repeat=3)}
    rows = generated(program, work, "repeated", ROWS, columns, "en_US")
    same = sum(len(set(row[:3])) < 3 for row in rows)
    checks.that(same < ROWS // 10, "columns that repeat makes are persons of their own", same)
    checks.that(all(row[3 + k].split("@")[0] != row[3 + (k + 1) % 3].split("@")[0] for row in rows[:200] for k in range(3)),
                "each with an address of his own")  # fmt: skip
    checks.end()


if __name__ == "__main__":
    main()
