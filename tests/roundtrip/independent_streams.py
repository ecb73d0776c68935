#!/usr/bin/env python3
"""Computes cells from scratch, from the design's words alone, and compares them with the file.

A second implementation, in another language and one cell at a time where the program works in lanes: Philox4x32-10
(Salmon, Moraes, Dror, Shaw 2011) keyed by SHA-256 of names and counted by row. What it takes from the design:

  key      first 8 bytes of SHA-256("synthgen stream 1", seed as 64-bit little-endian, then table, column and purpose,
           each after its length as 64-bit little-endian); two 32-bit little-endian words
  counter  row >> s (low, high word), attempt 0, block 0; s = 1 for 64-bit draws, 2 for 32-bit, 3 for 16-bit, 0 for
           whole blocks; the row's low bits choose the lane
  u        (2·(x >> 12) + 1)·2⁻⁵³
  bounded  floor(x·n / 2^width)
  choice   32 bits against the cumulated weights, in units of 2⁻³², rounded to nearest
  permute  Fisher and Yates's shuffle up to 4,096 places, eight Feistel rounds beyond (ARCHITECTURE.md)
  rates    a first stage of 16 bits (32 in boolean columns) against the rate's digits; a tie is decided by 64 bits
"""

import csv
import datetime
import hashlib
import json
import math
import struct
import uuid
from fractions import Fraction

from checks import Checks, generate, need, parse, parser

need("scipy", "numpy")

import numpy  # noqa: E402  (only now is it known to be there)
import scipy.stats  # noqa: E402

ROWS = 5000
PARENTS = 137
SEED = 0xFEDCBA9876543210
MASK32 = 0xFFFFFFFF
PERMUTED = (1, 2, 3, 10, 300, 4096, 4097, 5000)

WEIGHTS = [1, 2.5, 0, 7, 0.125, 3]
TOGETHER = [[1, 0.3, -0.2, 0.1], [0.3, 1, 0.5, 0.4], [-0.2, 0.5, 1, 0], [0.1, 0.4, 0, 1]]

SCHEMA = {
    "synthgen": 1,
    "seed": SEED,
    "tables": {
        "parents": {
            "rows": PARENTS,
            "primary_key": "key",
            "columns": {
                "key": {"sequence": {"start": 1000, "step": 3}},
                "size": {"distribution": "integer", "min": 1, "max": 100},
            },
        },
        "cells": {
            "rows": ROWS,
            "columns": {
                "sequence": {"sequence": {"start": -7, "step": 11}},
                "integer": {"distribution": "integer", "min": -40, "max": 123456789012},
                "widest": {"distribution": "integer", "min": -9223372036854775807, "max": 9223372036854775807},
                "integer_row": {"distribution": "integer", "min": "=integer_row_low", "max": 1000},
                "integer_row_low": {"distribution": "integer", "min": 0, "max": 999},
                "uniform": {"distribution": "uniform", "min": 0, "max": 1},
                "decimal": {"distribution": "uniform", "min": -1.5, "max": 2.25, "decimals": 3},
                "day": {"distribution": "uniform", "type": "date", "min": "1999-12-31", "max": "2024-02-29"},
                "instant": {
                    "distribution": "uniform",
                    "type": "timestamp",
                    "min": "2020-01-01",
                    "max": "2020-01-08T12:00:00Z",
                },
                "plain": {"choice": ["p", "q", "r", "s", "t", "u", "v"]},
                "weighted": {"choice": [{"value": f"w{i}", "weight": w} for i, w in enumerate(WEIGHTS)]},
                "weighted_row": {"choice": {"a": "=integer_row_low", "b": "=1000 - integer_row_low"}},
                "flag": {"distribution": "bernoulli", "p": 0.3},
                "flag_row": {"distribution": "bernoulli", "p": "=integer_row_low / 1000"},
                "id": {"provider": "id.uuid4"},
                "parent": {"references": "parents.key"},
                "parent_size": {"expression": "parent.size"},
                "missing": {"sequence": 0, "missing": 0.2},
                "missing_half": {"sequence": 0, "missing": 0.5},
                "missing_row": {"sequence": 0, "missing": "=integer_row_low / 1000"},
                "missing_parent": {"references": "parents.key", "missing": 0.2},
                "normal": {"distribution": "normal", "mean": 0, "sd": 1},
                "height": {"distribution": "normal", "mean": 170, "sd": 9.5, "decimals": 4},
                "truncated": {"distribution": "normal", "mean": 10, "sd": 4, "min": 8, "max": 15},
                "lognormal": {"distribution": "lognormal", "median": 40, "sigma": 0.6},
                "wait": {"distribution": "exponential", "mean": 3.5},
                "count": {"distribution": "poisson", "mean": 6.25},
                "drawn": {"expression": "normal(2, 3) + 100 * uniform(0, 1)"},
            },
        },
        # Sizes on both sides of 4,096, where permutations change their construction.
        **{
            f"permuted{size}": {
                "rows": size,
                "columns": {"unique": {"distribution": "integer", "min": 0, "max": size - 1, "unique": True}},
            }
            for size in PERMUTED
        },
        "sparse": {
            "rows": 50,
            "columns": {"unique": {"distribution": "integer", "min": 0, "max": 2**62 - 1, "unique": True}},
        },
        "shared": {
            "rows": ROWS,
            "columns": {
                "class": {"choice": {"a": 0.9, "b": 0.1}, "exact": True},
                "part": {"choice": ["x", "y", "z"], "exact": {"within": "class"}},
                "one": {"references": "big.key", "unique": True},
            },
        },
        "big": {"rows": 2 * ROWS, "columns": {"key": {"sequence": 0}}},
        "together": {
            "rows": ROWS,
            "columns": {
                "a": {"distribution": "normal", "mean": 3, "sd": 2},
                "b": {"distribution": "lognormal", "median": 40, "sigma": 0.6},
                "c": {"choice": {"low": 5, "middle": 3, "high": 2}},
                "d": {"distribution": "bernoulli", "p": 0.3},
                "e": {"distribution": "exponential", "mean": 3.5},
                "f": {"distribution": "logistic", "location": 0, "scale": 1},
            },
            "correlations": [
                {"measure": "latent", "columns": ["d", "a", "c", "b"], "matrix": TOGETHER},
                {"measure": "latent", "copula": "student_t", "df": 4, "pairs": [["f", "e", -0.6]]},
            ],
        },
        "cells2": {
            "rows": ROWS,
            "primary_key": "key",
            "columns": {"key": {"sequence": 1}, "boss": {"references": "cells2.key"}},
        },
    },
}


def philox(counter: tuple[int, int, int, int], key: tuple[int, int]) -> tuple[int, int, int, int]:
    """One block, as in the paper: ten rounds, the key raised by the Weyl constants between them."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(10):
        first = 0xD2511F53 * c0
        second = 0xCD9E8D57 * c2
        c0, c1, c2, c3 = second >> 32 ^ c1 ^ k0, second & MASK32, first >> 32 ^ c3 ^ k1, first & MASK32
        k0 = k0 + 0x9E3779B9 & MASK32
        k1 = k1 + 0xBB67AE85 & MASK32
    return c0, c1, c2, c3


class Stream:
    """Draws of one purpose of one column."""

    def __init__(self, table: str, column: str, purpose: str) -> None:
        hashed = b"synthgen stream 1" + struct.pack("<Q", SEED)
        for text in (table, column, purpose):
            raw = text.encode()
            hashed += struct.pack("<Q", len(raw)) + raw
        self.key = struct.unpack("<II", hashlib.sha256(hashed).digest()[:8])

    def block(self, counter: int) -> tuple[int, int, int, int]:
        return philox((counter & MASK32, counter >> 32, 0, 0), self.key)

    def bits64(self, row: int) -> int:
        words = self.block(row >> 1)
        return words[2] | words[3] << 32 if row & 1 else words[0] | words[1] << 32

    def bits32(self, row: int) -> int:
        return self.block(row >> 2)[row & 3]

    def bits16(self, row: int) -> int:
        return self.block(row >> 3)[row >> 1 & 3] >> 16 * (row & 1) & 0xFFFF

    def u(self, row: int) -> float:
        return (2 * (self.bits64(row) >> 12) + 1) * 2.0**-53


class Permutation:
    """A keyed permutation of 0 … size − 1: a shuffled table, or from 4,097 on eight Feistel rounds."""

    def __init__(self, stream: Stream, size: int) -> None:
        self.size = size
        self.table = None
        if size <= 4096:
            self.table = list(range(size))
            for i in range(size - 1, 0, -1):
                other = stream.bits64(i) * (i + 1) >> 64
                self.table[i], self.table[other] = self.table[other], self.table[i]
            return
        self.left = math.isqrt(size - 1) + 1
        self.right = -(-size // self.left)
        self.keys = [stream.bits64(round_) for round_ in range(8)]

    def share(self, round_: int, half: int, size: int) -> int:
        mixed = (half ^ self.keys[round_] & MASK32) * 0x85EBCA6B & MASK32
        mixed = ((mixed ^ mixed >> 15) + (self.keys[round_] >> 32)) * 0xC2B2AE35 & MASK32
        return mixed * size >> 32

    def __getitem__(self, place: int) -> int:
        if self.table is not None:
            return self.table[place]
        while True:
            left, right = divmod(place, self.right)
            for round_ in range(0, 8, 2):
                left = (left + self.share(round_, right, self.left)) % self.left
                right = (right + self.share(round_ + 1, left, self.right)) % self.right
            place = left * self.right + right
            if place < self.size:
                return place


def hit(rate: float, first: Stream, ties: Stream, row: int, width: int) -> bool:
    """True with the probability `rate`: its first `width` binary digits against a draw, the rest against another."""
    exact = Fraction(rate)
    if exact <= 0 or exact >= 1:
        return exact >= 1
    digits, rest = divmod(exact * 2**width, 1)
    bits = first.bits16(row) if width == 16 else first.bits32(row)
    if bits != digits:
        return bits < digits
    return ties.bits64(row) < rest * 2**64


def grid(low: str, high: str, decimals: int) -> tuple[int, int]:
    """Scaled bounds of [low, high): least value, and how many there are."""
    scale = 10**decimals
    least = math.ceil(Fraction(low) * scale)
    return least, math.ceil(Fraction(high) * scale) - least


def read(file) -> dict[str, list[str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        header, *rows = csv.reader(lines)
    return {name: [row[i] for row in rows] for i, name in enumerate(header)}


def compare(checks: Checks, found: list[str], wanted: list, name: str) -> None:
    wrong = [(row, a, str(b)) for row, (a, b) in enumerate(zip(found, wanted)) if a != str(b)]
    checks.that(
        len(found) == len(wanted) and not wrong,
        f"{name}: {len(wanted)} cells computed apart are the file's",
        f"{len(wrong)} differ, first (row, found, wanted): {wrong[:3]}",
    )


def compare_near(checks: Checks, found: list[str], wanted, tolerance: float, name: str) -> None:
    """`tolerance` is relative to the value or, near zero, to 1."""
    far = numpy.abs(numpy.array(found, dtype=float) - wanted) / numpy.maximum(1, numpy.abs(wanted))
    checks.that(
        len(found) == len(wanted) and far.max() <= tolerance,
        f"{name}: within {tolerance} of SciPy's quantile",
        f"{far.max()} away at row {far.argmax()}",
    )


def check_exact(checks: Checks, cells: dict[str, list[str]], parents: dict[str, list[str]]) -> None:
    rows = range(ROWS)

    def value(column: str, width: int) -> list[int]:
        stream = Stream("cells", column, f"value/{width}")
        return [stream.bits64(row) if width == 64 else stream.bits32(row) for row in rows]

    compare(checks, cells["sequence"], [-7 + 11 * row for row in rows], "sequence")
    compare(checks, cells["integer"], [-40 + (x * (123456789012 + 41) >> 64) for x in value("integer", 64)], "integer")
    compare(
        checks,
        cells["widest"],
        [-(2**63 - 1) + (x * (2**64 - 1) >> 64) for x in value("widest", 64)],
        "integer over all of 64 bits",
    )
    lows = [x * 1000 >> 64 for x in value("integer_row_low", 64)]
    compare(
        checks,
        cells["integer_row"],
        [low + (x * (1001 - low) >> 64) for x, low in zip(value("integer_row", 64), lows)],
        "integer with a bound by row",
    )
    stream = Stream("cells", "uniform", "value/64")
    compare(checks, cells["uniform"], [repr(stream.u(row)) for row in rows], "uniform number")
    least, count = grid("-1.5", "2.25", 3)
    compare(
        checks,
        cells["decimal"],
        [decimal_text(least + (x * count >> 64), 3) for x in value("decimal", 64)],
        "uniform decimal",
    )
    first = datetime.date(1999, 12, 31)
    days = (datetime.date(2024, 2, 29) - first).days + 1
    compare(
        checks, cells["day"], [first + datetime.timedelta(x * days >> 32) for x in value("day", 32)], "uniform date"
    )
    seconds = int(7.5 * 86400)
    start = datetime.datetime(2020, 1, 1)
    compare(
        checks,
        cells["instant"],
        [(start + datetime.timedelta(seconds=x * seconds >> 64)).isoformat() + "Z" for x in value("instant", 64)],
        "uniform timestamp",
    )
    compare(checks, cells["plain"], ["pqrstuv"[x * 7 >> 32] for x in value("plain", 32)], "choice without weights")
    ends = [
        round_half_up(Fraction(sum(WEIGHTS[: i + 1])) / Fraction(sum(WEIGHTS)) * 2**32) for i in range(len(WEIGHTS))
    ]
    compare(
        checks,
        cells["weighted"],
        [f"w{next(i for i, end in enumerate(ends) if x < end)}" for x in value("weighted", 32)],
        "choice with weights",
    )
    compare(
        checks,
        cells["weighted_row"],
        [
            "a" if (Fraction(x) + Fraction(1, 2)) / 2**32 * 1000 < low else "b"
            for x, low in zip(value("weighted_row", 32), lows)
        ],
        "choice with weights by row",
    )

    def flags(column: str, rate_of, owner: str = "value", width: int = 32) -> list[bool]:
        first = Stream("cells", column, f"{owner}/{width}")
        ties = Stream("cells", column, f"{owner} tie/64")
        return [hit(rate_of(row), first, ties, row, width) for row in rows]

    compare(checks, cells["flag"], ["true" if yes else "false" for yes in flags("flag", lambda row: 0.3)], "bernoulli")
    compare(
        checks,
        cells["flag_row"],
        ["true" if yes else "false" for yes in flags("flag_row", lambda row: lows[row] / 1000)],
        "bernoulli by row",
    )
    for column, rate_of in (
        ("missing", lambda row: 0.2),
        ("missing_half", lambda row: 0.5),
        ("missing_row", lambda row: lows[row] / 1000),
    ):
        nulls = flags(column, rate_of, "null", 16)
        compare(checks, cells[column], ["" if null else row for row, null in zip(rows, nulls)], column)

    stream = Stream("cells", "id", "value/128")
    ids = []
    for row in rows:
        raw = bytearray(struct.pack("<4I", *stream.block(row)))
        raw[6] = raw[6] & 0x0F | 0x40
        raw[8] = raw[8] & 0x3F | 0x80
        ids.append(uuid.UUID(bytes=bytes(raw)))
    compare(checks, cells["id"], ids, "uuid4")

    stream = Stream("cells", "parent", "pick/64")
    picks = [stream.bits64(row) * PARENTS >> 64 for row in rows]
    compare(checks, cells["parent"], [1000 + 3 * pick for pick in picks], "reference")
    stream = Stream("parents", "size", "value/64")
    sizes = [1 + (stream.bits64(row) * 100 >> 64) for row in range(PARENTS)]
    compare(checks, parents["size"], sizes, "a column of the parents")
    compare(checks, cells["parent_size"], [sizes[pick] for pick in picks], "a parent's cell")
    stream = Stream("cells", "missing_parent", "pick/64")
    nulls = flags("missing_parent", lambda row: 0.2, "null", 16)
    compare(
        checks,
        cells["missing_parent"],
        ["" if null else 1000 + 3 * (stream.bits64(row) * PARENTS >> 64) for row, null in zip(rows, nulls)],
        "reference with missing ones",
    )


def check_permutations(checks: Checks, out) -> None:
    for size in PERMUTED:
        order = Permutation(Stream(f"permuted{size}", "unique", "permutation/64"), size)
        compare(
            checks,
            read(out / f"permuted{size}.csv")["unique"],
            [order[row] for row in range(size)],
            f"a permutation of {size}",
        )
    order = Permutation(Stream("sparse", "unique", "permutation/64"), 2**62)
    compare(checks, read(out / "sparse.csv")["unique"], [order[row] for row in range(50)], "a permutation of 2^62")

    shared = read(out / "shared.csv")
    order = Permutation(Stream("shared", "one", "permutation/64"), 2 * ROWS)
    compare(checks, shared["one"], [order[row] for row in range(ROWS)], "one-to-one references")
    order = Permutation(Stream("shared", "class", "permutation/64"), ROWS)
    places = [order[row] for row in range(ROWS)]
    first = ROWS * 9 // 10
    compare(checks, shared["class"], ["a" if place < first else "b" for place in places], "an exact choice")
    # 4,500 rows of a in three equal parts; 500 of b in 167, 167 and 166.
    strata = [
        (0, Permutation(Stream("shared", "part", "permutation 1/64"), first), (1500, 3000)),
        (first, Permutation(Stream("shared", "part", "permutation 2/64"), ROWS - first), (167, 334)),
    ]
    parts = []
    for place in places:
        begin, inner, ends = strata[place >= first]
        parts.append("xyz"[sum(inner[place - begin] >= end for end in ends)])
    compare(checks, shared["part"], parts, "an exact choice within another")


def round_half_up(x: Fraction) -> int:
    return math.floor(x + Fraction(1, 2))


def decimal_text(scaled: int, decimals: int) -> str:
    text = f"{abs(scaled):0{decimals + 1}d}"
    return ("-" if scaled < 0 else "") + text[:-decimals] + "." + text[-decimals:]


def check_quantiles(checks: Checks, cells: dict[str, list[str]]) -> None:
    def u(column: str, purpose: str = "value/64"):
        stream = Stream("cells", column, purpose)
        return numpy.array([stream.u(row) for row in range(ROWS)])

    # The tables' tolerance is 1e-9 (engine.md); SciPy's own is below 1e-14.
    normal = scipy.stats.norm
    compare_near(checks, cells["normal"], normal.ppf(u("normal")), 1e-9, "normal")
    compare_near(checks, cells["lognormal"], 40 * numpy.exp(0.6 * normal.ppf(u("lognormal"))), 1e-9, "lognormal")
    compare_near(checks, cells["wait"], scipy.stats.expon.ppf(u("wait"), scale=3.5), 1e-9, "exponential")
    low, high = (8 - 10) / 4, (15 - 10) / 4
    compare_near(
        checks,
        cells["truncated"],
        10 + 4 * scipy.stats.truncnorm.ppf(u("truncated"), low, high),
        1e-8,
        "truncated normal",
    )
    # Rounded to four digits: equal wherever 1e-8 does not cross a half.
    exact = (170 + 9.5 * normal.ppf(u("height"))) * 10000
    sure = numpy.abs(exact - numpy.floor(exact) - 0.5) > 1e-4
    checks.that(sure.sum() > 0.99 * ROWS, "almost all heights are away from a half", sure.sum())
    wanted = numpy.floor(exact + 0.5).astype(int)
    found = [int(cell.replace(".", "")) for cell in cells["height"]]
    compare(
        checks, [str(x) for x, s in zip(found, sure) if s], [x for x, s in zip(wanted, sure) if s], "normal decimal"
    )
    checks.that(all(len(cell.split(".")[1]) == 4 for cell in cells["height"]), "a decimal shows all of its digits")
    # Poisson by inversion: the least k whose share at or below reaches u.
    compare(checks, cells["count"], scipy.stats.poisson.ppf(u("count"), 6.25).astype(int), "poisson")
    drawn = 2 + 3 * normal.ppf(u("drawn", "call 1/64")) + 100 * u("drawn", "call 2/64")
    compare_near(checks, cells["drawn"], drawn, 1e-9, "two draws in an expression")


def check_together(checks: Checks, cells: dict[str, list[str]]) -> None:
    """Correlated columns: scores of each column's own stream, times the Cholesky factor in the order of the table."""

    def u(column: str, purpose: str = "value/64"):
        stream = Stream("together", column, purpose)
        return numpy.array([stream.u(row) for row in range(ROWS)])

    normal = scipy.stats.norm
    listed = ["d", "a", "c", "b"]
    order = ["a", "b", "c", "d"]
    matrix = numpy.array([[TOGETHER[listed.index(x)][listed.index(y)] for y in order] for x in order])
    z = numpy.linalg.cholesky(matrix) @ numpy.array([normal.ppf(u(column)) for column in order])
    compare_near(checks, cells["a"], 3 + 2 * z[0], 1e-8, "correlated normal")
    compare_near(checks, cells["b"], 40 * numpy.exp(0.6 * z[1]), 1e-8, "correlated lognormal")
    names = numpy.array(["low", "middle", "high"])
    places = (normal.cdf(z[2]) >= 0.5).astype(int) + (normal.cdf(z[2]) >= 0.8)
    compare(checks, cells["c"], list(names[places]), "correlated choice")
    compare(checks, cells["d"], ["true" if high else "false" for high in normal.sf(z[3]) < 0.3], "correlated boolean")
    factor = numpy.linalg.cholesky(numpy.array([[1, -0.6], [-0.6, 1]]))
    spread = numpy.sqrt(4 / scipy.stats.chi2.ppf(u("e", "copula spread/64"), 4))
    t = factor @ numpy.array([normal.ppf(u("e")), normal.ppf(u("f"))]) * spread
    student = scipy.stats.t(4)
    # Upper shares, whose digits the exponential needs.
    compare_near(checks, cells["e"], -3.5 * numpy.log(student.sf(t[0])), 1e-7, "exponential by Student's copula")
    logistic = numpy.log(student.cdf(t[1]) / student.sf(t[1]))
    compare_near(checks, cells["f"], logistic, 1e-7, "logistic by Student's copula")


def main() -> None:
    arguments = parse(parser(__doc__.splitlines()[0]))
    checks = Checks()
    # Known answers of Random123, the authors' own library.
    checks.equal(philox((0, 0, 0, 0), (0, 0)), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8), "Philox of zeros")
    checks.equal(
        philox((MASK32,) * 4, (MASK32,) * 2), (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD), "Philox of ones"
    )
    schema = arguments.work / "streams.json"
    schema.write_text(json.dumps(SCHEMA), encoding="utf-8")
    out = generate(arguments.program, schema, arguments.work / "streams")
    cells = read(out / "cells.csv")
    check_exact(checks, cells, read(out / "parents.csv"))
    check_quantiles(checks, cells)
    check_permutations(checks, out)
    check_together(checks, read(out / "together.csv"))
    stream = Stream("cells2", "boss", "pick/64")
    compare(
        checks,
        read(out / "cells2.csv")["boss"],
        ["", *[1 + (stream.bits64(row) * row >> 64) for row in range(1, ROWS)]],
        "reference to an earlier row",
    )
    checks.end()


if __name__ == "__main__":
    main()
