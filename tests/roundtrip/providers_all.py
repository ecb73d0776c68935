#!/usr/bin/env python3
"""Every provider that the program lists, in every locale that has it, and with a locale by row: no cell is empty, every
text is tidy Unicode of its domain's characters, and bytes are the same by threads, blocks and shards. A locale that
lacks a provider is an error that names those that have it. What a value means is judged by the scripts of the domains."""

import csv
import dataclasses
import datetime
import json
import pathlib
import re
import sys
import unicodedata
import uuid

from checks import Checks, generate, parse, parser, run

csv.field_size_limit(1 << 24)

ROWS = 10_000
SPARE = ROWS // 10  # rows of the runs whose bytes are compared

LETTER = r"A-Za-zÀ-ÖØ-öø-ɏ"
DIGIT = r"0-9"
# What the cells of a domain are made of. A provider of its own line has narrower characters than its domain.
DOMAINS = {
    "person": rf"[{LETTER}{DIGIT} .,'’()@_+/ªº·-]+",
    "address": rf"[{LETTER}{DIGIT} .,'’()/&#ªº·_+-]+",
    "internet": r"[!-~ ]+",  # ASCII: names of hosts, addresses, agents of browsers
    "company": rf"[{LETTER}{DIGIT} .,:;'’()@&/+%ªº·_-]+",
    "commerce": rf"[{LETTER}{DIGIT} .,:;'’()&/+%€£$\u00a0\u202fªº·#_\"-]+",
    "education": rf"[{LETTER}{DIGIT} .,:;'’()&/+ªº·-]+",
    "health": rf"[{LETTER}{DIGIT} .,:;'’()&/+%µ²³<>^*=≥≤°ªº·\[\]–−-]+",
    "finance": rf"[{LETTER}{DIGIT} .,:'’()&/+*€£$\u00a0\u202f·-]+",
    "id": rf"[{LETTER}{DIGIT} .:/+_-]+",
    "vehicle": rf"[{LETTER}{DIGIT} .,:'’()&/+!·-]+",
    "text": rf"[{LETTER}{DIGIT} .,?!;:'’¿¡-]+",
    "file": r"[A-Za-z0-9 ._/\\:+-]+",
}
NARROWER = {
    "person.gender": r"[FMX]",
    "address.country_code": r"[A-Z]{2}",
    "text.word": rf"[{LETTER}-]+",
    "text.words": rf"[{LETTER}-]+( [{LETTER}-]+)*",
    "text.sentence": rf"[A-ZÀ-ÖØ-Þ¿¡][{LETTER} ,;:'’-]*[.?!]",
    "text.paragraph": rf"([A-ZÀ-ÖØ-Þ¿¡][{LETTER} ,;:'’-]*[.?!]( |$))+",
    "text.title": rf"[A-ZÀ-ÖØ-Þ][{LETTER} '’-]*",
    "file.extension": r"[a-z0-9]+",
    "file.mime": r"[a-z]+/[a-z0-9.+-]+",
    "file.name": r"[a-z0-9_-]+\.[a-z0-9]+",
    "file.path": r"(/[a-z0-9_.-]+){3,}|([A-Z]:|\\\\[a-z]+)(\\[A-Za-z0-9_.-]+){3,}",
    "file.size": r"[1-9][0-9]*",
}
# Words of templates, programs and programmers that no cell consists of, and some that none holds.
WHOLE = {"null", "NULL", "none", "None", "nan", "NaN", "todo", "tbd", "n/a", "N/A", "-", "?", "foo", "bar", "unknown", "default"}
WITHIN = re.compile(r"[{}<>\x00-\x1f\x7f-\x9f\ufffd\ufeff]|  |\blorem\b|placeholder|undefined|%[sd]|\$\{", re.I)
# Classes of words, as the patterns of sentences and companies write them.
TOKENS = re.compile(r"\b[A-Z]+_[A-Z0-9_]+\b|\b(DET|THING|AGENT|VERB|PLACE|PERSON|WORD|CITY|NAME|FAMILY)S?\b")
ALLOWED_WITHIN = {"health": "<>"}  # results of laboratories: < 5


@dataclasses.dataclass
class Provider:
    name: str
    locales: list[str] = dataclasses.field(default_factory=list)  # none: it is not localized
    options: dict[str, list[object]] = dataclasses.field(default_factory=dict)  # values to try
    entity: bool = False
    kind: str = "string"
    example: dict = dataclasses.field(default_factory=dict)
    variants: dict[str, dict] = dataclasses.field(default_factory=dict)  # by label: options
    locale_with: str = ""  # the option without which no locale changes anything
    locale_not_beside: str = ""  # the option that decides alone

    @property
    def domain(self) -> str:
        return self.name.split(".")[0]

    def by_locale(self, column: dict) -> bool:
        return (self.locale_with == "" or column.get(self.locale_with) is True) and self.locale_not_beside not in column


def text_of(program: pathlib.Path, *arguments: object) -> str:
    done = run(program, *arguments)
    if done.returncode != 0:
        sys.exit(f"FAILED: {' '.join(map(str, arguments))}\n{done.stderr.decode('utf-8', 'replace')}")
    return done.stdout.decode("utf-8")


def option_values(meaning: str) -> list[object]:
    """What to try of an option, from "(one of posix, windows; posix without it)" and the like."""
    if found := re.search(r"\(one of (.+?); \S+ without it\)", meaning):
        return found.group(1).split(", ")
    if found := re.search(r"\(whole number from (-?\d+) to (-?\d+); (-?\d+) without it\)", meaning):
        return sorted({int(found.group(1)), int(found.group(2))})
    return [True] if "(true or false;" in meaning else []


def described(program: pathlib.Path, name: str) -> Provider:
    """The page of a provider: sections, and in them keys of two to four blanks with texts that go on below."""
    provider = Provider(name)
    section, key, entries = "", "", {}
    for line in text_of(program, "describe", "provider", name).splitlines():
        if re.match(r"  \S", line):
            section = line.strip()
        elif found := re.match(r"    (\S+)\s+(\S.*)", line):
            key = f"{section}/{found.group(1)}"
            entries[key] = found.group(2)
            if section == "example":
                entries["example"] = entries.get("example", "") + line.strip()
        elif line.strip() and key:
            entries[key] += " " + line.strip()
            if section == "example":
                entries["example"] += line.strip()
    for key, text in entries.items():
        if key == "also/locales":
            provider.locales = text.split(";")[0].split(", ")
        elif key == "also/type":
            provider.kind = text
        elif key == "keys beside it/locale":
            if found := re.search(r'With "(\w+)" only', text):
                provider.locale_with = found.group(1)
            if found := re.search(r'Not beside "(\w+)"', text):
                provider.locale_not_beside = found.group(1)
        elif key == "keys beside it/entity":
            provider.entity = True
        elif key.startswith("keys beside it/") and not key.endswith("/locale"):
            provider.options[key.split("/")[1]] = option_values(text)
    provider.example = json.loads(entries["example"])
    return provider


def providers_of(program: pathlib.Path) -> list[Provider]:
    names = re.findall(r"^  ([a-z]+\.\w+)\s", text_of(program, "list", "providers"), re.M)
    return [described(program, name) for name in names]


def locales_of(program: pathlib.Path) -> list[str]:
    return re.findall(r"^  ([a-z]{2}_[A-Z]{2})\s", text_of(program, "list", "locales"), re.M)


def columns_of(provider: Provider) -> dict[str, dict]:
    """The provider as it is, and with each value of each option about an entity of its own, as columns."""
    columns = {provider.name: {"provider": provider.name}}
    for label, more in provider.variants.items():
        columns[label] = {"provider": provider.name, **more}
        if provider.entity:
            columns[label]["entity"] = f"of {label}"
    return columns


def find_variants(program: pathlib.Path, work: pathlib.Path, provider: Provider) -> None:
    """Each value of each option, and the example's. What does not go by itself, as a least age above the greatest that
    is the default, is left out: whole numbers only."""
    own = {k: v for k, v in provider.example.items() if k in provider.options}
    if own:
        provider.variants[f"{provider.name}|example"] = own
    for option, values in provider.options.items():
        for value in values:
            label = f"{provider.name}|{option}={value}"
            column = {"provider": provider.name, option: value}
            if isinstance(value, int) and not isinstance(value, bool):
                done = run(program, "check", write(work / "variant.json", {"x": column}, ROWS))
                if done.returncode != 0:
                    continue
            provider.variants[label] = {option: value}


def write(path: pathlib.Path, columns: dict[str, dict], rows: int, locale: str | None = None) -> pathlib.Path:
    schema = {"synthgen": 1, "name": "all", "seed": 99, "tables": {"t": {"rows": rows, "columns": columns}}}
    if locale is not None:
        schema["locale"] = locale
    path.write_text(json.dumps(schema, ensure_ascii=False), encoding="utf-8")
    return path


def read(path: pathlib.Path) -> dict[str, list[str]]:
    """The columns of a CSV file; bytes that are no UTF-8 end the script."""
    with open(path, encoding="utf-8", errors="strict", newline="") as lines:
        rows = list(csv.reader(lines))
    return {name: [row[at] for row in rows[1:]] for at, name in enumerate(rows[0])}


def fault_of(name: str, cell: str) -> str | None:
    """What is wrong with a cell of the provider."""
    domain = name.split(".")[0]
    if cell == "":
        return "is empty"
    if cell != cell.strip():
        return "begins or ends with a blank"
    if cell in WHOLE:
        return "is no value"
    found = WITHIN.search(cell)
    if found and found.group() not in ALLOWED_WITHIN.get(domain, ""):
        return f"holds {found.group()!r}"
    if domain not in ("id", "vehicle", "internet") and (mark := re.search(r"\b(TODO|XXX)\b", cell)):  # there by chance
        return f"holds {mark.group()}"
    if domain in ("text", "company") and (token := TOKENS.search(cell)):
        return f"holds the pattern's {token.group()}"
    if not unicodedata.is_normalized("NFC", cell):
        return "is not composed (NFC)"
    if not re.fullmatch(NARROWER.get(name, DOMAINS[domain]), cell):
        other = re.sub(DOMAINS[domain].rstrip("+"), "", cell)
        return f"has characters or a form that its domain does not: {other!r}"
    return None


def typed_fault_of(kind: str, cell: str) -> str | None:
    """The same where the column is no text."""
    try:
        {"uuid": uuid.UUID, "date": datetime.date.fromisoformat, "boolean": ["false", "true"].index}.get(kind, float)(cell)
    except ValueError:
        return f"is no {kind}"
    return None


def judge_cells(checks: Checks, provider: Provider, label: str, cells: list[str]) -> None:
    faults = []
    for cell in set(cells):
        text = provider.kind == "string"
        fault = fault_of(provider.name, cell) if text or cell == "" else typed_fault_of(provider.kind, cell)
        if fault is not None:
            faults.append(f"{cell!r} {fault}")
    checks.that(not faults, f"every cell of {label} is whole and tidy", f"{len(faults)} different ones: {faults[:4]}")


def judge_locale(checks: Checks, program: pathlib.Path, work: pathlib.Path, locale: str, providers: list[Provider]) -> None:
    """All providers of a locale in one table: a person, an address, a company."""
    here = [provider for provider in providers if not provider.locales or locale in provider.locales]
    columns, owners = {}, {}
    for provider in here:
        for label, column in columns_of(provider).items():
            columns[label] = column
            owners[label] = provider
    schema = write(work / f"{locale}.json", columns, ROWS, locale)
    table = read(generate(program, schema, work / locale, "--threads", 2) / "t.csv")
    checks.equal(list(table), list(columns), f"{locale}: every column is written")
    for label, cells in table.items():
        judge_cells(checks, owners[label], f"{label} in {locale}", cells)
        checks.equal(len(cells), ROWS, f"{label} in {locale} has all rows")


def by_row(providers: list[Provider], first: int = 0) -> tuple[dict[str, dict], dict[str, Provider]]:
    """Each localized provider by itself, with a locale by row, from the `first` that it has, that is sometimes null."""
    columns, owners = {}, {}
    for provider in providers:
        if len(provider.locales) <= first:
            continue
        lang = language_of(provider, first)
        columns.setdefault(lang, {"choice": provider.locales[first:], "missing": 0.05})
        for label, column in columns_of(provider).items():
            if not provider.by_locale(column):
                continue
            columns[label] = {**column, "locale": f"={lang}"}
            if provider.entity:
                columns[label]["entity"] = f"of {label}"
            owners[label] = provider
    return columns, owners


def language_of(provider: Provider, first: int) -> str:
    return "lang_" + "_".join(provider.locales[first:])


def judge_by_row(
    checks: Checks, program: pathlib.Path, work: pathlib.Path, providers: list[Provider], first: int
) -> None:
    columns, owners = by_row(providers, first)
    schema = write(work / "by_row.json", columns, ROWS)
    table = read(generate(program, schema, work / "by_row", "--threads", 2) / "t.csv")
    for label, provider in owners.items():
        languages = table[language_of(provider, first)]
        wrong = [i for i, language in enumerate(languages) if (language == "") != (table[label][i] == "")]
        checks.that(not wrong, f"{label} by row is null where its locale is, and only there", f"rows {wrong[:5]}")
        judge_cells(checks, provider, f"{label} by row", [cell for cell in table[label] if cell != ""])


def judge_bytes(checks: Checks, program: pathlib.Path, work: pathlib.Path, providers: list[Provider]) -> None:
    """The same bytes however a run is cut."""
    columns, _ = by_row(providers)
    for provider in providers:
        columns.update({label: column for label, column in columns_of(provider).items() if label not in columns})
    schema = write(work / "bytes.json", columns, SPARE)
    whole = (generate(program, schema, work / "whole", "--threads", 1) / "t.csv").read_bytes()
    for name, flags in {
        "three threads": ["--threads", 3],
        "blocks of 77 rows": ["--threads", 2, "--block-rows", 77],
        "blocks of 1,024 rows": ["--threads", 3, "--block-rows", 1024],
    }.items():
        out = work / name.replace(" ", "_").replace(",", "")
        bytes_ = (generate(program, schema, out, *flags) / "t.csv").read_bytes()
        checks.that(bytes_ == whole, f"{name} give the same bytes", first_difference(whole, bytes_))
    for number in (1, 2, 3):
        generate(program, schema, work / "shards", "--shard", f"{number}/3")
    parts = sorted((work / "shards/t").glob("shard-*.csv"))
    joined = b"".join(part.read_bytes() for part in parts)
    checks.that(joined == whole, "three shards joined give the same bytes", first_difference(whole, joined))
    # More rows leave the first ones as they were: nothing here is unique or exact.
    longer = (generate(program, schema, work / "longer", "--rows", f"t={SPARE + 77}") / "t.csv").read_bytes()
    checks.that(longer.startswith(whole), "more rows leave the first as they were", first_difference(whole, longer))


def first_difference(a: bytes, b: bytes) -> str:
    """The column and the row where two CSV files begin to differ."""
    one, other = (list(csv.reader(x.decode("utf-8", "replace").splitlines())) for x in (a, b))
    for row, (left, right) in enumerate(zip(one, other)):
        for column, (x, y) in enumerate(zip(left, right)):
            if x != y:
                return f"row {row - 1} of {one[0][column]}: {x!r} and {y!r}"
    return f"{len(one)} and {len(other)} lines"


def judge_lacking(checks: Checks, program: pathlib.Path, work: pathlib.Path, providers: list[Provider]) -> None:
    """A locale that lacks a provider is refused by those that have it; an unknown one by all there are."""
    every = locales_of(program)
    checks.that(len(every) >= 4, "the program lists its locales", every)
    for provider in providers:
        if not provider.locales:
            continue
        checks.that(set(provider.locales) <= set(every), f"{provider.name} has locales of the list", provider.locales)
        for locale in [one for one in every if one not in provider.locales] + ["xx_XX"]:
            asked = {"own": {"provider": provider.name, "locale": locale}}
            if provider.locale_with:
                asked["own"][provider.locale_with] = True
            done = run(program, "check", write(work / "lacking.json", asked, 1))
            message = done.stderr.decode("utf-8") + done.stdout.decode("utf-8")
            checks.that(done.returncode not in (0, 1) or "error[" in message, f"{provider.name} is refused in {locale}")
            known = provider.locales if locale in every else every
            checks.that(
                "error[SG" in message and all(one in message for one in known) and locale in message,
                f"where {locale} lacks {provider.name}, the error names those that have it",
                message,
            )


def judge_the_judge(checks: Checks) -> None:
    """Damaged cells are found, each by its fault."""
    for name, cell in [
        ("person.first_name", ""),
        ("person.first_name", " Ana"),
        ("person.first_name", "Ana\u0301"),
        ("person.first_name", "Ana  María"),
        ("person.first_name", "Ana\tMaría"),
        ("person.first_name", "{first}"),
        ("person.first_name", "null"),
        ("person.first_name", "Ana\u0007"),
        ("person.first_name", "Анна"),
        ("person.gender", "FM"),
        ("text.sentence", "the door is open."),
        ("text.sentence", "The THING_F is open."),
        ("text.sentence", "The THING is open."),
        ("text.sentence", "The door is open"),
        ("text.paragraph", "The door is open. the door is open."),
        ("file.name", "report"),
        ("file.path", "srv/report.pdf"),
        ("internet.email", "josé@example.com"),
        ("company.name", "PATTERN_A Ltd"),
    ]:
        checks.that(fault_of(name, cell) is not None, f"a damaged cell of {name} is found: {cell!r}")
    for name, cell in [
        ("person.first_name", "María José"),
        ("text.paragraph", "The door is open. Who is it?"),
        ("file.path", "/srv/files/report_2020-01.pdf"),
        ("file.path", "\\\\nas\\public\\a\\report.pdf"),
    ]:
        checks.equal(fault_of(name, cell), None, f"a good cell of {name} passes: {cell!r}")


def main() -> None:
    arguments = parse(parser(__doc__))
    checks = Checks()
    judge_the_judge(checks)
    providers = providers_of(arguments.program)
    for provider in providers:
        find_variants(arguments.program, arguments.work, provider)
    checks.that(len(providers) >= 10, "the program lists providers", [provider.name for provider in providers])
    for locale in locales_of(arguments.program):
        judge_locale(checks, arguments.program, arguments.work, locale, providers)
    judge_by_row(checks, arguments.program, arguments.work, providers, 0)
    # Without the first locale, whose number a row of a null locale has.
    judge_by_row(checks, arguments.program, arguments.work, providers, 1)
    judge_bytes(checks, arguments.program, arguments.work, providers)
    judge_lacking(checks, arguments.program, arguments.work, providers)
    print(f"{len(providers)} providers")
    checks.end()


if __name__ == "__main__":
    main()
