#!/usr/bin/env python3
"""Every continuous distribution as dates, timestamps, datetimes and times of day, against SciPy.

Each kind is drawn with its places as dates or times, or as durations from an origin, freely and truncated, 100,000
values each. Values are those of the law, rounded to the grid on which they are written; a truncated one is rounded
first and then given to lie within the bounds. Chi-square over 60 ranges of the grid, alike under the law, at
significance 1e-6 with a fixed seed; a law that is moved by 5 units and stretched by a fifth must be told from it.
"""

import dataclasses
import json

from checks import Checks, generate, need, parse, parser

need("numpy", "scipy", "pyarrow")

import numpy  # noqa: E402  (only now are they known to be there)
import pyarrow.csv  # noqa: E402
import scipy.stats as s  # noqa: E402

ROWS = 100_000
SIGNIFICANCE = 1e-6
SEED = 77
RANGES = 60


@dataclasses.dataclass
class Times:
    """A type of times: its middle, the unit in which laws are written below, and the step of its grid, as numpy's."""

    type: str
    base: str
    unit: str
    unit_text: str
    step: str
    keys: dict

    def at(self, units: float) -> str:
        """A place so many units from the middle, as a schema writes it."""
        moment = numpy.datetime64(self.base, "s") + numpy.timedelta64(int(units), self.unit)
        text = str(moment)
        if self.type == "date":
            return text[:10]
        return text + "Z" if self.type == "timestamp" else text[11:] if self.type == "time" else text

    def steps(self, moments):
        """Steps from the middle."""
        return (moments - numpy.datetime64(self.base)).astype(f"timedelta64[{self.step}]").astype(int)

    @property
    def steps_a_unit(self) -> int:
        return int(numpy.timedelta64(1, self.unit) / numpy.timedelta64(1, self.step))


TYPES = [
    Times("date", "2024-07-01", "D", "days", "D", {}),
    Times("timestamp", "2024-07-01T12:00:00", "h", "hours", "s", {}),
    Times("datetime", "2024-02-29T12:00:00", "m", "minutes", "ms", {"precision": 3}),
    Times("time", "2024-01-01T12:00:00", "m", "minutes", "s", {}),
]


def bins(edges: list, weights: list):
    return s.rv_histogram((weights, edges), density=False)


def laws(times: Times) -> dict[str, tuple[dict, object]]:
    """Each law in units from the middle. Durations count from `origin`, 30 units before it."""
    at = times.at

    def last(units: float) -> str:
        return f"{units} {times.unit_text}"

    origin = {"origin": at(-30)}
    sd, mean = 25, 40
    sigma = numpy.sqrt(numpy.log1p((sd / mean) ** 2))
    beta_pert = (1 + 4 * 50 / 150, 1 + 4 * 100 / 150)
    return {
        "normal": ({"mean": at(0), "sd": last(30)}, s.norm(0, 30)),
        "normal from": ({"mean": last(35), "sd": last(30), **origin}, s.norm(5, 30)),
        "student_t": ({"df": 4, "location": at(0), "scale": last(20)}, s.t(4, 0, 20)),
        "logistic": ({"location": at(0), "scale": last(20)}, s.logistic(0, 20)),
        "laplace": ({"location": at(0), "scale": last(20)}, s.laplace(0, 20)),
        "gumbel": ({"location": at(0), "scale": last(20)}, s.gumbel_r(0, 20)),
        "gumbel from": ({"location": last(20), "scale": last(20), **origin}, s.gumbel_r(-10, 20)),
        "triangular": ({"low": at(-60), "mode": at(-10), "high": at(90)}, s.triang(1 / 3, -60, 150)),
        "pert": ({"low": at(-60), "mode": at(-10), "high": at(90)}, s.beta(*beta_pert, -60, 150)),
        "beta": ({"alpha": 2, "beta": 0.7, "low": at(-60), "high": at(90)}, s.beta(2, 0.7, -60, 150)),
        "beta from": ({"alpha": 2, "beta": 3, "low": last(0), "high": last(90), **origin}, s.beta(2, 3, -30, 90)),
        "histogram": ({"edges": [at(-60), at(0), at(90)], "weights": [2, 1]}, bins([-60, 0, 90], [2, 1])),
        "quantiles": (
            {"probabilities": [0, 0.3, 1], "values": [at(-60), at(10), at(90)]},
            bins([-60, 10, 90], [0.3, 0.7]),
        ),
        "exponential": ({"mean": last(mean), **origin}, s.expon(-30, mean)),
        "gamma": ({"shape": 2, "scale": last(20), **origin}, s.gamma(2, -30, 20)),
        "gamma by mean": ({"mean": last(mean), "sd": last(sd), **origin}, s.gamma((mean / sd) ** 2, -30, sd**2 / mean)),
        "lognormal": ({"median": last(40), "sigma": 0.5, **origin}, s.lognorm(0.5, -30, 40)),
        "lognormal by mean": (
            {"mean": last(mean), "sd": last(sd), **origin},
            s.lognorm(sigma, -30, mean * numpy.exp(-(sigma**2) / 2)),
        ),
        "weibull": ({"shape": 1.5, "scale": last(40), **origin}, s.weibull_min(1.5, -30, 40)),
        "pareto": ({"alpha": 3, "scale": last(25), **origin}, s.pareto(3, -30, 25)),
        "inverse_gaussian": (
            {"mean": last(mean), "shape": last(80), **origin},
            s.invgauss(mean / 80, -30, 80),
        ),
    }


@dataclasses.dataclass
class Test:
    column: dict
    law: object
    low: float  # bounds in steps from the middle, or infinite
    high: float


def tests(times: Times) -> dict[str, Test]:
    k = times.steps_a_unit
    # Of a time of day the day's ends are bounds.
    ends = (-43_200, 43_199) if times.type == "time" else (-numpy.inf, numpy.inf)
    made = {}
    for name, (parameters, law) in laws(times).items():
        column = {"distribution": name.split()[0], "type": times.type, **times.keys, **parameters}
        made[name] = Test(column, law, *ends)
        bounds = {"min": times.at(-20), "max": times.at(35)}
        made[name + ", cut"] = Test({**column, **bounds}, law, -20 * k, 35 * k)
    made["normal, far out"] = Test({**made["normal"].column, "min": times.at(180)}, s.norm(0, 30), 180 * k, ends[1])
    made["weibull, far out"] = Test(
        {**made["weibull"].column, "min": times.at(250)}, s.weibull_min(1.5, -30, 40), 250 * k, ends[1]
    )
    return made


def chi_square(steps, test: Test, times: Times, faulty: bool) -> float:
    k = times.steps_a_unit
    survival = test.law.sf
    edge_below, edge_above = test.low - 0.5, test.high + 0.5
    # Shares above, which keep their digits far out on the upper side.
    top, bottom = survival(edge_below / k), survival(edge_above / k)
    edges = k * test.law.isf(top - (top - bottom) * numpy.arange(1, RANGES) / RANGES)
    edges = numpy.unique(numpy.floor(edges) + 0.5)
    edges = edges[(edges > edge_below) & (edges < edge_above)]
    found = numpy.bincount(numpy.searchsorted(edges, steps), minlength=len(edges) + 1)
    if faulty:
        survival = lambda x: test.law.sf((x - 5) / 1.2)  # noqa: E731
    above = survival(numpy.concatenate([[edge_below], edges, [edge_above]]) / k)
    expected = -numpy.diff(above) / (above[0] - above[-1]) * len(steps)
    if (found[expected <= 0] > 0).any():
        return 0.0
    kept = expected > 0
    return s.chisquare(found[kept], expected[kept] * found.sum() / expected[kept].sum()).pvalue


def check_type(checks: Checks, arguments, times: Times) -> None:
    known = tests(times)
    columns = {f"c{i}": test.column for i, test in enumerate(known.values())}
    schema = {"synthgen": 1, "seed": SEED, "tables": {"t": {"rows": ROWS, "columns": columns}}}
    file = arguments.work / f"{times.type}s.json"
    file.write_text(json.dumps(schema), encoding="utf-8")
    out = generate(arguments.program, file, arguments.work / times.type) / "t.csv"
    types = {name: pyarrow.string() for name in columns}
    table = pyarrow.csv.read_csv(out, convert_options=pyarrow.csv.ConvertOptions(column_types=types))
    out.unlink()
    prefix = times.base[:11] if times.type == "time" else ""
    for column, (name, test) in zip(columns, known.items()):
        where = f"{times.type}, {name}"
        cells = table.column(column).to_numpy(zero_copy_only=False)
        if not checks.that((cells != "").all(), f"{where}: no nulls"):
            continue
        moments = numpy.array([prefix + cell.rstrip("Z") for cell in cells], dtype=f"datetime64[{times.step}]")
        steps = times.steps(moments)
        checks.that((steps >= test.low).all() and (steps <= test.high).all(), f"{where}: within its bounds")
        p = chi_square(steps, test, times, faulty=False)
        checks.that(p > SIGNIFICANCE, f"{where}: has its law", f"p = {p}")
        p = chi_square(steps, test, times, faulty=True)
        checks.that(p < SIGNIFICANCE, f"{where}: the test finds a faulty law", f"p = {p}")


def check_rows(checks: Checks, arguments) -> None:
    """Origins, places, widths and bounds that differ by row: where each value lies in its own row's law."""
    columns = {
        "anchor": {"distribution": "uniform", "type": "date", "min": "2020-01-01", "max": "2024-12-31"},
        "k": {"distribution": "integer", "min": 1, "max": 5},
        "wait": {
            "distribution": "exponential", "type": "timestamp", "mean": "=3600 * k", "origin": "=anchor + 1",
            "max": "=anchor + 1 + hours(6)",
        },
        "visit": {
            "distribution": "normal", "type": "date", "mean": "=anchor + 30", "sd": "=10 * k", "min": "=anchor",
            "max": "=anchor + 50",
        },
        "shaped": {
            "distribution": "weibull", "type": "datetime", "shape": "=k", "scale": "=86400 * 9", "origin": "=anchor"
        },
    }  # fmt: skip
    schema = {"synthgen": 1, "seed": SEED, "tables": {"t": {"rows": ROWS, "columns": columns}}}
    file = arguments.work / "rows.json"
    file.write_text(json.dumps(schema), encoding="utf-8")
    out = generate(arguments.program, file, arguments.work / "rows") / "t.csv"
    table = pyarrow.csv.read_csv(out)
    out.unlink()
    k = table.column("k").to_numpy()
    anchor = table.column("anchor").to_numpy().astype("datetime64[s]").astype(int)
    jitter = numpy.random.default_rng(SEED).random(ROWS) - 0.5

    def steps(name: str, step: int):
        return (table.column(name).to_numpy().astype("datetime64[s]").astype(int) - anchor) // step

    def lies(law, values, low, high):
        """The share of the law below a value, which is spread over its step, given the bounds."""
        below, above = law.cdf(low - 0.5), law.cdf(high + 0.5)
        return (law.cdf(values + jitter) - below) / (above - below)

    for stretch in (1, 1.1):
        shares = {
            "wait": lies(s.expon(86400, 3600 * k * stretch), steps("wait", 1), 86400.5, 86400 + 6 * 3600),
            "visit": lies(s.norm(30, 10 * k * stretch), steps("visit", 86400), 0, 50),
            "shaped": lies(s.weibull_min(k, 0, 86400 * 9 * stretch), steps("shaped", 1), 0.5, numpy.inf),
        }
        for name, share in shares.items():
            p = s.kstest(share, "uniform").pvalue
            if stretch == 1:
                checks.that(p > SIGNIFICANCE, f"{name} has the law of its row", f"p = {p}")
            else:
                checks.that(p < SIGNIFICANCE, f"{name}: the test finds a law that is 10% wider", f"p = {p}")


def main() -> None:
    arguments = parse(parser(__doc__.splitlines()[0]))
    checks = Checks()
    for times in TYPES:
        check_type(checks, arguments, times)
    check_rows(checks, arguments)
    checks.end()


if __name__ == "__main__":
    main()
