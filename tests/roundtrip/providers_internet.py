#!/usr/bin/env python3
"""Judges the providers of the internet from the files as written, by the parsers of Python's library.

10,000 rows of each in each locale, by ipaddress, urllib, the codec of IDNA and http; the reserved ranges by default and
public ones when realistic. Every judgement is passed a second time on values that were damaged on purpose, of which it
must find every one. Seeds are fixed.
"""

import base64
import collections
import http
import ipaddress
import pathlib
import re
import urllib.parse

from checks import Checks, generate, need, parse, parser

need("duckdb")

from locale_tables import LOCALES, generated, schema_file, table  # noqa: E402  (only now is DuckDB there)

ROWS = 10_000
DOCUMENTATION = [ipaddress.ip_network(n) for n in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")]
DOCUMENTATION6 = ipaddress.ip_network("2001:db8::/32")
WORDS = {row["word"] for row in table("any_locale", "web_words")}
AGENTS = {row["user_agent"] for row in table("any_locale", "user_agents")}
PORTS = {row["port"] for row in table("any_locale", "ports")}
BCRYPT = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")


def is_host(name: str) -> bool:
    """A domain name by RFC 1123, which the codec of IDNA leaves as it is."""
    try:
        same = name.encode("idna").decode("ascii") == name
    except UnicodeError:
        return False
    return same and len(name) <= 253 and name.count(".") >= 1 and all(LABEL.fullmatch(x) for x in name.split("."))


def safe_domain(name: str, locale: str) -> bool:
    return is_host(name) and name.endswith(".example") and name.count(".") == 1


def real_domain(name: str, locale: str) -> bool:
    tops = [row["top_level_domain"] for row in table(locale, "top_level_domains")]
    return is_host(name) and any(name.endswith("." + top) for top in tops) and not name.endswith(".example")


def url(text: str, locale: str) -> bool:
    parts = urllib.parse.urlsplit(text)
    host = (parts.hostname or "").removeprefix("www.")
    return (
        parts.scheme == "https"
        and safe_domain(host, locale)
        and re.fullmatch(r"/[a-z]+/[a-z]+-[a-z]+", parts.path) is not None
        and urllib.parse.urlunsplit(parts) == text
        and urllib.parse.quote(parts.path) == parts.path
    )


def real_url(text: str, locale: str) -> bool:
    parts = urllib.parse.urlsplit(text)
    return parts.scheme == "https" and real_domain((parts.hostname or "").removeprefix("www."), locale)


def hostname(text: str, locale: str) -> bool:
    role, _, domain = text.partition(".")
    return is_host(text) and re.fullmatch(r"[a-z0-9]+-\d\d", role) is not None and safe_domain(domain, locale)


def ipv4(text: str) -> ipaddress.IPv4Address | None:
    try:
        address = ipaddress.IPv4Address(text)
    except ValueError:
        return None
    return address if str(address) == text and address.packed[3] not in (0, 255) else None


def safe_ipv4(text: str, locale: str) -> bool:
    address = ipv4(text)
    return address is not None and any(address in network for network in DOCUMENTATION)


def real_ipv4(text: str, locale: str) -> bool:
    address = ipv4(text)
    return address is not None and address.is_global and not address.is_multicast and not address.is_reserved


def ipv6(text: str) -> ipaddress.IPv6Address | None:
    """Only in the form of RFC 5952, in which Python writes them."""
    try:
        address = ipaddress.IPv6Address(text)
    except ValueError:
        return None
    return address if str(address) == text else None


def safe_ipv6(text: str, locale: str) -> bool:
    address = ipv6(text)
    return address is not None and address in DOCUMENTATION6


def real_ipv6(text: str, locale: str) -> bool:
    address = ipv6(text)
    return address is not None and address.is_global and address not in DOCUMENTATION6


def mac(separator: str, local: bool):
    def judge(text: str, locale: str) -> bool:
        small = separator == ":"
        form = separator.join(["[0-9a-f]{2}" if small else "[0-9A-F]{2}"] * 6)
        if re.fullmatch(form, text) is None:
            return False
        first = int(text[:2], 16)
        return first & 1 == 0 and bool(first & 2) == local

    return judge


def bcrypt(text: str, locale: str) -> bool:
    """16 bytes of salt and 23 of hash: bits behind them in the last characters are zero."""
    match = re.fullmatch(r"\$2b\$12\$([./A-Za-z0-9]{22})([./A-Za-z0-9]{31})", text)
    return (
        match is not None
        and BCRYPT.index(match.group(1)[-1]) % 16 == 0
        and BCRYPT.index(match.group(2)[-1]) % 4 == 0
    )


def argon2id(text: str, locale: str) -> bool:
    match = re.fullmatch(r"\$argon2id\$v=19\$m=65536,t=3,p=4\$([^$]{22})\$([^$]{43})", text)
    if match is None:
        return False
    try:
        salt = base64.b64decode(match.group(1) + "==", validate=True)
        value = base64.b64decode(match.group(2) + "=", validate=True)
    except ValueError:
        return False
    again = [base64.b64encode(part).decode().rstrip("=") for part in (salt, value)]
    return len(salt) == 16 and len(value) == 32 and again == [match.group(1), match.group(2)]


def status(text: str, locale: str) -> bool:
    # Python 3.11 has no name for 413 and 422 as RFC 9110 calls them, but knows the numbers.
    return text.isdigit() and int(text) in {int(each) for each in http.HTTPStatus}


# A column, its judge, and values that the judge must find.
CASES = {
    "domain": ({}, safe_domain, ["amberacorn.com", "a_b.example", "example", "-a.example", "über.example"]),
    "domain real": ({"realistic": True}, real_domain, ["amberacorn.example", "a..com", "amber.c"]),
    "hostname": ({}, hostname, ["www-1.a.example", "www-01.a.com", "-01.a.example"]),
    "url": ({}, url, ["http://a.example/b/c-d", "https://a.com/b/c-d", "https://a.example/b c/d-e", "https:///b/c-d"]),
    "url real": ({"realistic": True}, real_url, ["https://a.example/b/c-d", "https://com/b"]),
    "slug": ({}, lambda t, _: len(t.split("-")) == 3 and set(t.split("-")) <= WORDS, ["a-b-c", "amber-acorn", ""]),
    "tld": ({}, lambda t, _: is_host("a." + t), [".com", "", "c m"]),
    "ipv4": ({}, safe_ipv4, ["192.0.3.1", "192.0.2.01", "192.0.2.256", "192.0.2.0", "10.0.0.1"]),
    "ipv4 real": ({"realistic": True}, real_ipv4, ["10.0.0.1", "192.0.2.1", "224.0.0.1", "127.0.0.1", "1.2.3", "100.64.0.1"]),
    "ipv6": ({}, safe_ipv6, ["2001:db8:0:0:0:0:0:1", "2001:DB8::1", "2001:db9::1", "2001:db8::0001", "2001:db8:::1"]),
    "ipv6 real": ({"realistic": True}, real_ipv6, ["2001:db8::1", "fe80::1", "::1"]),
    "mac": ({}, mac(":", True), ["00:1a:2b:3c:4d:5e", "03:1a:2b:3c:4d:5e", "02-1a-2b-3c-4d-5e", "02:1A:2B:3C:4D:5E"]),
    "mac real": ({"realistic": True, "separator": "hyphen"}, mac("-", False), ["02-1A-2B-3C-4D-5E", "01-1A-2B-3C-4D-5E"]),
    "mac bare": ({"separator": "none"}, mac("", True), ["02:1a:2b:3c:4d:5e", "021A2B3C4D5"]),
    "user_agent": ({}, lambda t, _: t in AGENTS, ["Mozilla/5.0"]),
    "http_method": ({}, lambda t, _: t in {"GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"}, ["get", "X"]),
    "http_status": ({}, status, ["299", "OK", "20"]),
    "port": ({}, lambda t, _: t in PORTS, ["0", "65536", "https"]),
    "port dynamic": ({"range": "dynamic"}, lambda t, _: 49152 <= int(t) <= 65535, ["443", "65536"]),
    "port registered": ({"range": "registered"}, lambda t, _: 1024 <= int(t) <= 49151, ["443", "49152"]),
    "port any": ({"range": "any"}, lambda t, _: 1 <= int(t) <= 65535, ["0", "65536"]),
    "password_hash": ({}, bcrypt, ["$2b$12$" + "a" * 53, "$2a$12$" + "." * 53, "$2b$12$" + "." * 52]),
    "password_hash argon2id": (
        {"algorithm": "argon2id"}, argon2id,
        ["$argon2id$v=19$m=65536,t=3,p=4$" + "A" * 22 + "$" + "A" * 42 + "B", "$2b$12$" + "." * 53],
    ),
}  # fmt: skip


def columns() -> dict:
    return {name: {"provider": f"internet.{name.split(' ')[0]}", **more} for name, (more, _, _) in CASES.items()}


def judge_forms(checks: Checks, program: pathlib.Path, work: pathlib.Path) -> None:
    for locale in LOCALES:
        cells = generated(program, work, f"forms_{locale}", ROWS, columns(), locale)
        checks.equal(len(cells), ROWS, f"{locale}: all rows are there")
        for (name, (_, judge, bad)), values in zip(CASES.items(), zip(*cells)):
            wrong = [value for value in values if value is None or not judge(value, locale)]
            checks.equal(wrong[:3], [], f"{locale}: {name} is what it should be in every row")
            checks.equal([value for value in bad if judge(value, locale)], [], f"{locale}: damaged {name} is found")
            checks.that(len(set(values)) > 2, f"{locale}: {name} varies")


def judge_shares(checks: Checks, program: pathlib.Path, work: pathlib.Path) -> None:
    """Lists by their weights, and ranges without a hole: 10,000 draws, within 5 standard errors."""
    cells = generated(program, work, "shares", ROWS, columns(), "en_US")
    found = dict(zip(CASES, zip(*cells)))
    for name, topic, column in [
        ("http_method", "http_methods", "method"), ("http_status", "http_statuses", "status"), ("port", "ports", "port"),
        ("user_agent", "user_agents", "user_agent"),
    ]:  # fmt: skip
        rows = table("any_locale", topic)
        total = sum(float(row["weight"]) for row in rows)
        counts = collections.Counter(found[name])
        for row in rows:
            share = float(row["weight"]) / total
            error = (ROWS * share * (1 - share)) ** 0.5
            # Of a few expected, a normal error is too strict: three more are let pass.
            off = abs(counts[row[column]] - ROWS * share)
            checks.that(off < 5 * error + 3, f"{name} {row[column]} has its share", (counts[row[column]], ROWS * share))
    networks = collections.Counter(text.rsplit(".", 1)[0] for text in found["ipv4"])
    checks.that(len(networks) == 3 and min(networks.values()) > 3000, "each network for documentation is used", networks)
    checks.equal(len(set(found["ipv4"])), 3 * 254, "every address of them occurs")
    firsts = {text.split(".")[0] for text in found["ipv4 real"]}
    wanted = {str(n) for n in range(1, 224)} - {"10", "127"}
    checks.equal(firsts, wanted, "public addresses begin with every number that they can")
    shortened = sum("::" in text for text in found["ipv6"])
    # A third, and a few more whose random groups are zero.
    checks.that(abs(shortened - ROWS / 3) < 5 * (ROWS * 2 / 9) ** 0.5 + 5, "a third of IPv6 has ::", shortened)
    for name in ("password_hash", "password_hash argon2id", "mac"):
        checks.equal(len(set(found[name])), ROWS, f"no {name} occurs twice")


def judge_bytes(checks: Checks, program: pathlib.Path, work: pathlib.Path) -> None:
    more = {f"unique {n}": {"provider": f"internet.{n}", "unique": True} for n in ("domain", "url", "mac", "ipv6", "slug")}
    schema = schema_file(work, "bytes", 30_000, {**columns(), **more}, "de_DE")
    wanted = (generate(program, schema, work / "one", "--threads", 1) / "t.csv").read_bytes()
    for threads in (2, 7):
        found = (generate(program, schema, work / f"threads{threads}", "--threads", threads) / "t.csv").read_bytes()
        checks.that(found == wanted, f"{threads} threads write the same bytes")
    for shard in (1, 2, 3):
        generate(program, schema, work / "shards", "--shard", f"{shard}/3")
    parts = sorted((work / "shards/t").glob("shard-*.csv"))
    joined = b"".join(part.read_bytes() for part in parts)
    checks.that(len(parts) == 3 and joined == wanted, "three shards joined are the same bytes", parts)


def main() -> None:
    arguments = parse(parser(__doc__))
    checks = Checks()
    judge_forms(checks, arguments.program, arguments.work)
    judge_shares(checks, arguments.program, arguments.work)
    judge_bytes(checks, arguments.program, arguments.work)
    checks.end()


if __name__ == "__main__":
    main()
