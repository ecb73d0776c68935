"""Providers of an entity agree still where rules have some of them drawn again, and what cannot agree is refused.

Where rules read several columns that are made of the same draws, the rows are those that would have met all rules by
themselves. So each case is judged three times: do the columns agree, by parsers of this script; does every rule hold, by
DuckDB; and is each column, whether a rule reads it or not, distributed as in the rows of a table without rules, of another
seed, that DuckDB filters by them. Each question is asked of a damaged copy as well.

Usage: providers_under_rules.py --program build/bin/synthgen --work FOLDER
"""

import json
import pathlib

from checks import Checks, generate, need, parse, parser, run
from locale_tables import generated, schema_file

ROWS = 2_000
# Rows of the tables that are compared, and of those without rules that are filtered.
MANY = 12_000
PLAIN = 250_000
# A right column falls below this once in ten thousand cases; seeds are fixed, so a pass stays a pass.
LEAST_P = 1e-4
# Bins that hold fewer rows in the filtered table are joined: the chi-square law needs about five in each.
LEAST_IN_BIN = 40
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



def local(mail: str) -> str:
    return mail.split("@")[0]


def digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def dialled(national: str) -> str:
    """A German number as it is dialled from abroad."""
    return "49" + digits(national).removeprefix("0")


PEOPLE = {"first": of("person.first_name"), "last": of("person.last_name"), "name": of("person.full_name"),
          "user": of("person.username"), "mail": of("person.email")}
PLACES = {"city": of("address.city"), "code": of("address.postal_code"), "street": of("address.street"),
          "whole": of("address.full"), "phone": of("person.phone", realistic=True),
          "dialled": of("person.phone", realistic=True, form="e164")}
MONEY = {"bank": of("finance.bank_name"), "iban": of("finance.iban"), "account": of("finance.account_number"),
         "swift": of("finance.swift")}
CARDS = {"network": of("finance.credit_card_network"), "card": of("finance.credit_card"),
         "grouped": of("finance.credit_card", grouped=True), "cvv": of("finance.credit_card_cvv")}


def columns_of(name: str, columns: dict) -> dict:
    return {key: value | {"entity": name} for key, value in columns.items()}


def cards_agree(row: dict) -> bool:
    american = row["network"] == "American Express"
    return (
        row["grouped"].replace(" ", "") == row["card"]
        and american == (row["card"][:2] in ("34", "37"))
        and len(row["cvv"]) == (4 if american else 3)
    )


# Rules on columns that are made of the same draws: columns, rules, what agrees in a row, a damaged row, and columns by
# their bins, as expressions of DuckDB, beside the rules that they follow where these are not all.
SHARED = {
    "user name and e-mail": (
        {"user": of("person.username"), "mail": of("person.email")},
        ["length(user) <= 9", "mail < 'n'"],
        lambda r: local(r["mail"]) == r["user"],
        {"user": "xy"},
        ["length(user)", "mail[1]", "split_part(mail, '@', 2)"],
    ),
    "e-mail and user name, in the other order": (
        {"mail": of("person.email"), "user": of("person.username"), "name": of("person.full_name")},
        ["length(user) <= 9", "mail < 'n'"],
        lambda r: local(r["mail"]) == r["user"],
        {"user": "xy"},
        ["length(user)", "mail[1]", "length(name)"],
    ),
    "all of a person": (
        PEOPLE,
        ["first < 'M'", "last > 'F'", "length(name) < 16", "mail like '%.%@%'"],
        lambda r: local(r["mail"]) == r["user"] and r["first"] in r["name"] and r["last"] in r["name"],
        {"last": "Xylander"},
        ["first[1]", "last[1]", "length(name)", "length(user)"],
    ),
    # Nothing is drawn for them, or nothing that helps: the columns that they are bound to give way.
    "what a bound entity says": (
        {"sex": {"choice": {"F": 4, "M": 6}}, "town": {"choice": {"Berlin": 4, "Hamburg": 3, "Köln": 2, "Bonn": 1}},
         "gender": of("person.gender"), "state": of("address.state"), "first": of("person.first_name")},
        ["gender = 'F'", "state > 'C'"],
        lambda r: r["sex"] == r["gender"] and (r["town"] == "Hamburg") == (r["state"] == "Hamburg"),
        {"gender": "X"},
        ["town", "state", "first[1]"],
    ),
    "first name, user name and e-mail of a bound one": (
        {"given": of("person.first_name", entity="source"), "user": of("person.username"), "mail": of("person.email"),
         "gender": of("person.gender")},
        ["given < 'M'", "length(user) <= 10", "mail < 'n'"],
        lambda r: local(r["mail"]) == r["user"],
        {"user": "xy"},
        # A column that the others are bound to is none of their entity: it keeps what its own rule leaves.
        [("given[1]", ["given < 'M'"])],
    ),
    "place, code and telephone": (
        PLACES,
        ["city > 'D'", "code >= '50000'", "phone like '%7'", "length(street) < 14"],
        lambda r: all(r[part] in r["whole"] for part in ("city", "code", "street"))
        and digits(r["dialled"]) == dialled(r["phone"]),
        {"dialled": "+491"},
        ["city[1]", "code[1]", "length(street)", "length(phone)", "phone[-2]"],
    ),
    "a city and a code that few cities have": (
        {"city": of("address.city"), "code": of("address.postal_code"), "state": of("address.state")},
        ["city > 'D'", "code like '97%'"],
        lambda r: r["state"] in ("Bayern", "Baden-Württemberg"),  # 97 is Würzburg, Schweinfurt and around
        {"state": "Berlin"},
        ["code[3]", "city"],
    ),
    "telephone numbers in two forms": (
        {"phone": of("person.phone"), "dialled": of("person.phone", form="e164"),
         "mobile": of("person.mobile_phone"), "mobile2": of("person.mobile_phone", form="international")},
        ["phone like '%7'", "length(dialled) < 14", "mobile > '0160'", "mobile2 like '%1'"],
        lambda r: digits(r["dialled"]) == dialled(r["phone"]) and digits(r["mobile2"]) == dialled(r["mobile"]),
        {"dialled": "+491"},
        ["phone[-2]", "mobile[-2]", "mobile[1:5]", "phone[1:3]"],
    ),
    "two columns of a national number": (
        {"number": of("person.national_id"), "same": of("person.national_id"), "pass": of("person.passport_number")},
        ["number like '%7'", "same < '6'"],
        lambda r: r["number"] == r["same"] and r["number"] != r["pass"],
        {"same": "1"},
        ["number[-2]", "pass[-1]"],
    ),
    "account, IBAN, bank and BIC": (
        MONEY,
        ["iban > 'DE3'", "account > '2'", "bank > 'C'", "swift > 'C'"],
        lambda r: r["iban"].endswith(r["account"]) and r["iban"].startswith("DE"),
        {"account": "9999999998"},
        ["iban[3]", "account[1]", "bank"],
    ),
    "card and network": (
        CARDS,
        ["card like '%7'", "network <> 'Visa'", "cvv > '3'"],
        cards_agree,
        {"cvv": "1"},
        ["network", "card[-2]", "cvv[1]"],
    ),
    "tax number and VAT number": (
        {"tax": of("company.tax_id"), "vat": of("company.vat_id")},
        ["tax < 'DE5'", "vat like '%7'"],
        lambda r: r["tax"] == r["vat"],
        {"vat": "DE1"},
        ["tax[3]", "vat[-2]"],
    ),
    "two people in a row": (
        columns_of("buyer", {"user": of("person.username"), "mail": of("person.email")})
        | columns_of("seller", {"user2": of("person.username"), "mail2": of("person.email")}),
        ["length(user) <= 9", "mail < 'n'", "user2 > 'd'", "length(mail2) < 27", "mail[1] <> mail2[1]"],
        lambda r: local(r["mail"]) == r["user"] and local(r["mail2"]) == r["user2"],
        {"user2": "xy"},
        [],  # the rule between the two gives way by the later, so the pair is not as in filtered rows
    ),
    "a user name with a number": (
        {"user": of("person.username", unique="suffix"), "mail": of("person.email")},
        ["length(user) <= 14", "mail < 'n'"],
        lambda r: r["user"].startswith(local(r["mail"])[:3]),
        {"user": "00"},
        ["mail[1]"],
    ),
}  # fmt: skip
BOUND = {
    "first name, user name and e-mail of a bound one": {"person": {"first_name": "=given"}},
    "what a bound entity says": {"person": {"gender": "=sex"}, "address": {"city": "=town"}},
}
# The expressions of synthgen, where they are not those of DuckDB.
SPELLED = {"mail[1] <> mail2[1]": "left(mail, 1) <> left(mail2, 1)"}


# columns of one entity that cannot agree, and what is said
REFUSED = {
    "two forms of a telephone of which one is real": ({"a": of("person.phone", realistic=True),
                                                       "b": of("person.phone", form="e164")}, "SG2760"),
    "a national number that is unique here alone": ({"a": of("person.national_id", unique=True),
                                                     "b": of("person.national_id")}, "SG2760"),
    "a card that is unique here alone": ({"a": of("finance.credit_card", unique=True),
                                          "b": of("finance.credit_card", grouped=True)}, "SG2760"),
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


def least_p(counts: dict[str, tuple[int, int]]) -> float:
    """The chance that two samples of one law differ as much, by their counts in bins; rare bins are one."""
    from scipy.stats import chi2_contingency

    kept = [pair for pair in counts.values() if pair[1] >= LEAST_IN_BIN]
    rare = [pair for pair in counts.values() if pair[1] < LEAST_IN_BIN]
    if sum(pair[1] for pair in rare) >= LEAST_IN_BIN:
        kept.append((sum(pair[0] for pair in rare), sum(pair[1] for pair in rare)))
    elif any(pair[0] > LEAST_IN_BIN for pair in rare):
        return 0.0  # what filtered rows do not have
    return 1.0 if len(kept) < 2 else float(chi2_contingency(list(zip(*kept))).pvalue)


class Shared:
    """Judges one case of SHARED."""

    def __init__(self, checks: Checks, program: pathlib.Path, work: pathlib.Path, number: int, name: str) -> None:
        import duckdb

        self.checks, self.program, self.work, self.name = checks, program, work, f"{name}"
        self.stem = f"shared_{number}"
        self.columns, self.rules, self.agrees, self.damage, self.bins = SHARED[name]
        self.more = {"entities": BOUND[name]} if name in BOUND else {}
        self.sql = duckdb.connect()
        self.sql.execute("set threads to 2")

    def table(self, name: str, folder: pathlib.Path) -> None:
        self.sql.execute(f"create table {name} as select * from read_csv('{folder}/t.csv', all_varchar = true, header = true)")

    def generated(self, name: str, rows: int, *arguments: object, ruled: bool = True) -> pathlib.Path:
        rules = {"rules": [{"check": SPELLED.get(rule, rule)} for rule in self.rules]} if ruled else {}
        # A column without an entity, whose distribution is told, stands before all and after all.
        columns = {"before": {"choice": {"a": 5, "b": 3, "c": 2}}, **self.columns,
                   "after": {"choice": {"a": 5, "b": 3, "c": 2}}}  # fmt: skip
        schema = schema_file(self.work, f"{self.stem}_{name}", rows, columns, "de_DE", **rules, **self.more)
        return generate(self.program, schema, self.work / f"{self.stem}_{name}", *arguments)

    def broken(self, table: str) -> int:
        """Rows of a table in which some rule does not hold."""
        return self.sql.execute(f"select count(*) from {table} where not ({' and '.join(f'({r})' for r in self.rules)})").fetchone()[0]

    def counts(self, table: str, expression: str, rules: list[str]) -> dict[str, tuple[int, int]]:
        """Rows of a table by bins, beside those of a table without rules in which some hold."""
        rows = self.sql.execute(
            f"with a as (select {expression} as bin, count(*) as n from {table} group by 1),"
            f" b as (select {expression} as bin, count(*) as n from plain where {' and '.join(f'({r})' for r in rules)} group by 1)"
            " select coalesce(a.bin, b.bin)::varchar, coalesce(a.n, 0), coalesce(b.n, 0) from a full join b on a.bin = b.bin"
        )
        return {bin: (a, b) for bin, a, b in rows.fetchall()}

    def judge(self) -> None:
        folder = self.generated("many", MANY)
        self.table("many", folder)
        self.agreement()
        self.checks.equal(self.broken("many"), 0, f"every rule holds: {self.name}")
        self.checks.equal(self.sql.execute("select count(*) from many").fetchone()[0], MANY, f"all rows are there: {self.name}")
        self.margins()
        self.bytes(folder)
        self.verified(folder)

    def agreement(self) -> None:
        names = [d[0] for d in self.sql.execute("select * from many limit 0").description]
        rows = [dict(zip(names, row)) for row in self.sql.execute("select * from many").fetchall()]
        wrong = [row for row in rows if not self.agrees(row)]
        self.checks.that(not wrong, f"columns agree: {self.name}", wrong[:2])
        self.checks.that(not self.agrees(rows[0] | self.damage), f"a row that does not agree is found: {self.name}", rows[0])

    def margins(self) -> None:
        self.table("plain", self.generated("plain", PLAIN, "--seed", 12, ruled=False))
        self.checks.that(0 < self.broken("plain"), f"a row that breaks a rule is found: {self.name}")
        left = PLAIN - self.broken("plain")
        if not self.checks.that(left > 200, f"enough rows of a table without rules meet them: {self.name}", left):
            return
        for of_bin in [*self.bins, "before", "after"]:
            expression, rules = of_bin if isinstance(of_bin, tuple) else (of_bin, self.rules)
            counts = self.counts("many", expression, rules)
            p = least_p(counts)
            self.checks.that(p > LEAST_P, f"{expression} is as in filtered rows: {self.name}", p)
            # The second of its values an eighth more often than it should be.
            common = sorted(counts, key=lambda bin: -counts[bin][1])
            if not self.checks.that(len(common) > 1, f"{expression} varies: {self.name}", counts):
                continue
            self.sql.execute(
                "create or replace table shifted as select * from many union all select * from (select many.* from many,"
                f" range(1000) where ({expression})::varchar = '{common[1]}' limit {MANY // 8})"
            )
            p = least_p(self.counts("shifted", expression, rules))
            self.checks.that(p < LEAST_P, f"a shifted {expression} is found: {self.name}", p)

    def bytes(self, folder: pathlib.Path) -> None:
        whole = (folder / "t.csv").read_bytes()
        ways = {"one thread": ["--threads", 1], "seven threads": ["--threads", 7],
                "small blocks": ["--threads", 2, "--block-rows", 333]}  # fmt: skip
        for way, arguments in ways.items():
            other = self.generated("ways", MANY, "--force", *arguments)
            self.checks.that((other / "t.csv").read_bytes() == whole, f"the same bytes with {way}: {self.name}")
        for shard in (1, 2, 3):
            parts = self.generated("shards", MANY, "--shard", f"{shard}/3")
        joined = b"".join(part.read_bytes() for part in sorted((parts / "t").glob("shard-*.csv")))
        self.checks.that(joined == whole, f"three shards joined are the whole: {self.name}")

    def verified(self, folder: pathlib.Path) -> None:
        """`synthgen verify` reads the rules from the manifest, and tests them by code that draws nothing."""
        done = run(self.program, "verify", folder)
        self.checks.that(done.returncode == 0, f"verify passes: {self.name}", done.stdout[-600:])
        lines = (folder / "t.csv").read_bytes().splitlines(keepends=True)
        plain = self.work / f"{self.stem}_plain" / "t.csv"
        at = self.sql.execute(f"select min(n) from (select row_number() over () as n, * from plain) where not ({self.rules[0]})").fetchone()[0]
        with open(plain, "rb") as file:
            broken = [line for number, line in enumerate(file) if number == at][0]
        (folder / "t.csv").write_bytes(b"".join([*lines[:5], broken, *lines[6:]]))
        done = run(self.program, "verify", folder)
        self.checks.that(done.returncode == 1 and b"SG5028" in done.stdout + done.stderr,
                         f"verify finds a row that breaks a rule: {self.name}", done.stdout[-600:])  # fmt: skip


def nulls(checks: Checks, program: pathlib.Path, work: pathlib.Path) -> None:
    """What is null was drawn before: rules that a null meets make no more of them, and those that want none leave none."""
    columns = {"user": of("person.username", missing=0.4), "mail": of("person.email", missing=0.3),
               "phone": of("person.phone", missing=0.2), "dialled": of("person.phone", form="e164", missing=0.2)}  # fmt: skip
    cases = {
        "left as they are": (["length(user) <= 7", "mail < 'f'", "phone like '%7'", "dialled like '%27'"],
                             {"user": 0.4, "mail": 0.3, "phone": 0.2, "dialled": 0.2}),
        "refused": (["length(user) <= 7", "mail < 'f' and mail is not null", "phone is not null", "dialled like '%27'"],
                    {"user": 0.4, "mail": 0, "phone": 0, "dialled": 0.2}),
        "demanded": (["length(user) <= 7", "mail is null", "phone like '%7'", "dialled is null"],
                     {"user": 0.4, "mail": 1, "phone": 0.2, "dialled": 1}),
    }  # fmt: skip
    for number, (name, (rules, wanted)) in enumerate(cases.items()):
        rows = generated(program, work, f"nulls_{number}", MANY, columns, "de_DE", rules=[{"check": r} for r in rules])
        for k, (column, share) in enumerate(wanted.items()):
            found = sum(row[k] is None for row in rows)
            # Five standard deviations of a binomial; none where the share is certain.
            room = 5 * (MANY * share * (1 - share)) ** 0.5
            checks.that(abs(found - MANY * share) <= room, f"nulls of {column}, {name}", found)
        agree = [row for row in rows if row[0] is not None and row[1] is not None and row[1].split("@")[0] != row[0]]
        checks.that(not agree, f"the others agree: {name}", agree[:2])


def plans(checks: Checks, program: pathlib.Path, work: pathlib.Path) -> None:
    """`plan` names the columns that are drawn again together."""
    columns = {"user": of("person.username"), "mail": of("person.email"), "other": of("person.email", entity="other")}
    rules = [{"check": rule} for rule in ("length(user) <= 9", "mail < 'n'", "other < 'n'")]
    done = run(program, "plan", schema_file(work, "plan", ROWS, columns, "de_DE", rules=rules))
    lines = [line for line in done.stdout.decode().splitlines() if "  changes " in line]
    checks.that(len(lines) == 3 and lines[0].endswith("changes user together with mail")
                and lines[1].endswith("changes mail together with user") and lines[2].endswith("changes other"),
                "the plan tells what is drawn again together", lines)  # fmt: skip


def main() -> None:
    arguments = parse(parser(__doc__))
    program, work = arguments.program, arguments.work
    need("duckdb", "scipy")
    checks = Checks()
    for number, name in enumerate(SHARED):
        Shared(checks, program, work, number, name).judge()
    nulls(checks, program, work)
    plans(checks, program, work)
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
