#!/usr/bin/env python3
"""Declared correlations, over 1,000,000 rows of files as written.

1. A grid: eight margins times themselves, four Pearson correlations. Where SciPy's quantile functions say that the two
   distributions can have the correlation, the written values have it within 4 standard errors, and both margins pass
   their tests of fit; where they cannot, the schema is refused and names the range that SciPy finds.
2. The other measures: spearman, kendall and latent, mixtures, truncated and by-row columns, columns with nulls.
3. Student's copula: the joint tails P(U > u, V > u) at 0.99 and 0.999 are the exact ones within 4 standard errors, and
   those of a Gaussian copula with the same latent correlation are not.

The seed is fixed. A standard error is that of the sample's own influence values, so heavy tails widen it.
"""

import json
import math
import subprocess

from checks import Checks, generate, need, parse, parser

need("numpy", "scipy", "pyarrow")

import numpy  # noqa: E402  (only now are they known to be there)
import pyarrow.csv  # noqa: E402
import scipy.integrate  # noqa: E402
import scipy.special  # noqa: E402
import scipy.stats  # noqa: E402

ROWS = 1_000_000
SIGNIFICANCE = 1e-6
STANDARD_ERRORS = 4
SEED = 52


class Margin:
    """A column, its quantile function, and its test of fit."""

    def __init__(self, column, quantile, fits, number=None):
        self.column = column
        self.quantile = quantile
        self.fits = fits
        self.number = number or (lambda values: values)


def continuous(law):
    """Kolmogorov and Smirnov's p, at each 16th value: both functions rise, so that D is at most 16/n more than that."""

    def p(values):
        n = len(values)
        places = numpy.arange(0, n, 16)
        shares = law.cdf(numpy.sort(values)[places])
        distance = max((shares - places / n).max(), ((places + 1) / n - shares).max())
        return scipy.stats.kstwo.sf(distance, n)

    return p


def counted(shares):
    """Of whole values from 0 on; the last share is that of all greater ones."""

    def p(values):
        found = numpy.bincount(numpy.minimum(values.astype(int), len(shares) - 1), minlength=len(shares))
        return scipy.stats.chisquare(found, numpy.array(shares) * len(values)).pvalue

    return p


FIRST_DAY = 19723  # 2024-01-01
LEVELS = {"none": 5, "school": 3, "college": 1, "doctorate": 1}


def margins():
    s = scipy.stats
    poisson = [s.poisson.pmf(k, 0.7) for k in range(6)]
    places = {name: place for place, name in enumerate(LEVELS)}
    ends = numpy.cumsum(list(LEVELS.values())) / sum(LEVELS.values())
    return {
        "normal": Margin(
            {"distribution": "normal", "mean": 10, "sd": 2}, s.norm(10, 2).ppf, continuous(s.norm(10, 2))
        ),
        "lognormal": Margin(
            {"distribution": "lognormal", "mu": 0, "sigma": 1}, s.lognorm(1).ppf, continuous(s.lognorm(1))
        ),
        "beta": Margin(
            {"distribution": "beta", "alpha": 0.5, "beta": 0.5}, s.beta(0.5, 0.5).ppf, continuous(s.beta(0.5, 0.5))
        ),
        "exponential": Margin(
            {"distribution": "exponential", "mean": 95}, s.expon(scale=95).ppf, continuous(s.expon(scale=95))
        ),
        "poisson": Margin(
            {"distribution": "poisson", "mean": 0.7},
            s.poisson(0.7).ppf,
            counted(poisson + [1 - sum(poisson)]),
        ),
        "bernoulli": Margin(
            {"distribution": "bernoulli", "p": 0.1},
            s.bernoulli(0.1).ppf,
            counted([0.9, 0.1]),
            lambda values: values.astype(float),
        ),
        "choice": Margin(
            {"choice": LEVELS},
            lambda u: numpy.searchsorted(ends[:-1], u).astype(float),
            counted([w / sum(LEVELS.values()) for w in LEVELS.values()]),
            lambda values: numpy.array([places[v] for v in values], dtype=float),
        ),
        "date": Margin(
            {"distribution": "uniform", "type": "date", "min": "2024-01-01", "max": "2024-12-31"},
            lambda u: numpy.floor(numpy.minimum(u * 366, 365.5)),
            counted([1 / 366] * 366),
            lambda values: values.astype("datetime64[D]").astype(int).astype(float) - FIRST_DAY,
        ),
    }


class Reach:
    """Least and greatest correlation of two margins, by their quantile functions at many probabilities."""

    def __init__(self, all_margins):
        # By scores, so that probabilities are finer towards both ends, where quantiles run away.
        z = numpy.linspace(-8.2, 8.2, 164_001)
        self.weight = scipy.stats.norm.pdf(z)
        self.weight /= self.weight.sum()
        self.scaled = {}
        for name, margin in all_margins.items():
            values = margin.quantile(scipy.stats.norm.cdf(z))
            law = getattr(margin.quantile, "__self__", None)
            if law is not None:
                values[z > 0] = law.isf(scipy.stats.norm.sf(z[z > 0]))
            values = values - (values * self.weight).sum()
            self.scaled[name] = values / math.sqrt((values * values * self.weight).sum())

    def between(self, a, b):
        x, y = self.scaled[a], self.scaled[b]
        return (x * y[::-1] * self.weight).sum(), (x * y * self.weight).sum()


def correlation_and_error(x, y):
    """Pearson's r, and its standard error by the influence of each row."""
    x = (x - x.mean()) / x.std()
    y = (y - y.mean()) / y.std()
    r = (x * y).mean()
    return r, (x * y - r * (x * x + y * y) / 2).std() / math.sqrt(len(x))


def ranks(x):
    return scipy.stats.rankdata(x)


def schema_of(tables):
    return {"synthgen": 1, "seed": SEED, "tables": tables}


class Files:
    def __init__(self, arguments):
        self.arguments = arguments

    def columns(self, name, tables):
        """The written columns of a schema of one table."""
        path = self.arguments.work / f"{name}.json"
        path.write_text(json.dumps(schema_of(tables)))
        out = self.arguments.work / f"{name}.csv"
        generate(self.arguments.program, path, out)
        table = pyarrow.csv.read_csv(out)
        out.unlink()
        return {c: table.column(c) for c in table.column_names}

    def refusals(self, name, tables):
        """What `check` says of a schema, as text."""
        path = self.arguments.work / f"{name}.json"
        path.write_text(json.dumps(schema_of(tables)))
        done = subprocess.run([self.arguments.program, "check", path, "--format", "json"], capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr


def check_grid(files, checks):
    all_margins = margins()
    names = list(all_margins)
    pairs = [(a, b) for i, a in enumerate(names) for b in names[i:]]
    reach = Reach(all_margins)
    ranges = {pair: reach.between(*pair) for pair in pairs}
    worst = 0.0
    tested = 0
    for rho in (-0.6, -0.2, 0.3, 0.8):
        # Next to the end of the range no rounding decides what the schema must be told.
        good = [p for p in pairs if ranges[p][0] + 0.002 < rho < ranges[p][1] - 0.002]
        bad = [p for p in pairs if not ranges[p][0] - 0.002 < rho < ranges[p][1] + 0.002]
        columns = {}
        groups = []
        for a, b in good:
            left, right = f"{a}_{b}_1", f"{a}_{b}_2"
            columns[left] = all_margins[a].column
            columns[right] = all_margins[b].column
            groups.append({"measure": "pearson", "pairs": [[left, right, rho]]})
        written = files.columns("grid", {"t": {"rows": ROWS, "columns": columns, "correlations": groups}})
        for a, b in good:
            values = []
            for margin, column in ((all_margins[a], f"{a}_{b}_1"), (all_margins[b], f"{a}_{b}_2")):
                numbers = margin.number(written[column].to_numpy())
                values.append(numbers)
                p = margin.fits(numbers)
                checks.that(p > SIGNIFICANCE, f"{column} at {rho} has its distribution", f"p = {p}")
            r, error = correlation_and_error(*values)
            worst = max(worst, abs(r - rho) / error)
            tested += 1
            checks.that(
                abs(r - rho) <= STANDARD_ERRORS * error,
                f"{a} and {b} correlate by {rho}",
                f"found {r}, {(r - rho) / error:.2f} standard errors off",
            )
            checks.that(
                abs(r - 0.97 * rho) > STANDARD_ERRORS * error or error > 0.0015,
                f"the test would see a correlation of {a} and {b} that is 3% too small",
            )
        for a, b in bad:
            code, text = files.refusals(
                "bad",
                {
                    "t": {
                        "rows": 10,
                        "columns": {"x": all_margins[a].column, "y": all_margins[b].column},
                        "correlations": [{"measure": "pearson", "pairs": [["x", "y", rho]]}],
                    }
                },
            )
            told = "SG2315" in text and code == 3
            low, high = ranges[(a, b)]
            if told:
                found = text[text.index("allow ") + 6 :].split("\n")[0].split('"')[0].split()
                told = abs(float(found[0]) - low) < 0.002 and abs(float(found[2].rstrip(",.")) - high) < 0.002
            checks.that(told, f"{rho} of {a} and {b} is refused with {low:.4f} to {high:.4f}", text)
    print(f"grid: {tested} pairs, at most {worst:.2f} standard errors from what is declared", flush=True)


def joint_tail(u, rho, df):
    """P(U > u, V > u) of Student's copula: given one value the other is Student's t of one more degree."""
    q = scipy.stats.t.isf(1 - u, df)

    def given(x):
        scale = math.sqrt((df + x * x) / (df + 1) * (1 - rho * rho))
        return scipy.stats.t.pdf(x, df) * scipy.stats.t.sf((q - rho * x) / scale, df + 1)

    return scipy.integrate.quad(given, q, numpy.inf, epsabs=1e-13, epsrel=1e-10)[0]


def gaussian_tail(u, rho):
    q = scipy.stats.norm.isf(1 - u)
    return scipy.integrate.quad(
        lambda x: scipy.stats.norm.pdf(x) * scipy.stats.norm.sf((q - rho * x) / math.sqrt(1 - rho * rho)),
        q,
        numpy.inf,
    )[0]


def check_tails(files, checks):
    uniform = {"distribution": "uniform", "min": 0, "max": 1}
    columns = {}
    groups = []
    cases = [("student_t", 4, 0.5), ("student_t", 3, -0.3), ("student_t", 10, 0.7), ("gaussian", 0, 0.5)]
    for i, (copula, df, rho) in enumerate(cases):
        columns[f"x{i}"] = uniform
        columns[f"y{i}"] = uniform
        group = {"measure": "latent", "copula": copula, "pairs": [[f"x{i}", f"y{i}", rho]]}
        if df:
            group["df"] = df
        groups.append(group)
    written = files.columns("tails", {"t": {"rows": ROWS, "columns": columns, "correlations": groups}})
    for i, (copula, df, rho) in enumerate(cases):
        x, y = written[f"x{i}"].to_numpy(), written[f"y{i}"].to_numpy()
        checks.that(scipy.stats.kstest(x, "uniform").pvalue > SIGNIFICANCE, f"{copula} {df}: x is uniform")
        checks.that(scipy.stats.kstest(y, "uniform").pvalue > SIGNIFICANCE, f"{copula} {df}: y is uniform")
        for u in (0.99, 0.999):
            exact = joint_tail(u, rho, df) if df else gaussian_tail(u, rho)
            for side, found in (("upper", ((x > u) & (y > u)).mean()), ("lower", ((x < 1 - u) & (y < 1 - u)).mean())):
                error = math.sqrt(exact * (1 - exact) / ROWS)
                checks.that(
                    abs(found - exact) <= STANDARD_ERRORS * error,
                    f"{copula} copula, df {df}, {rho}: the joint {side} tail at {u}",
                    f"found {found}, exact {exact:.6g}, {(found - exact) / error:.2f} standard errors off",
                )
                if df and rho > 0:
                    checks.that(
                        abs(found - gaussian_tail(u, rho)) > STANDARD_ERRORS * error,
                        f"a Gaussian copula in place of df {df} would be seen at {u}",
                    )


def rank_error(x, y):
    """Spearman's r, and its standard error by the influence of each row (with the ranks as the influence sees them)."""
    x, y = ranks(x) / len(x), ranks(y) / len(y)
    r, _ = correlation_and_error(x, y)
    # The influence of a row is its own term and what it does to the ranks of others: the mean of y over rows above x.
    order = numpy.argsort(x, kind="stable")
    above_x = numpy.empty(len(x))
    above_x[order] = numpy.cumsum(y[order][::-1])[::-1] / len(x)
    order = numpy.argsort(y, kind="stable")
    above_y = numpy.empty(len(x))
    above_y[order] = numpy.cumsum(x[order][::-1])[::-1] / len(x)
    scale = x.std() * y.std()
    influence = (x * y + above_x + above_y) / scale
    if len(numpy.unique(x)) == len(x) and len(numpy.unique(y)) == len(y):
        return r, influence.std() / math.sqrt(len(x))
    # Ties: the variances move, too; a bound on both parts together.
    return r, max(influence.std(), 1.0) / math.sqrt(len(x))


def check_measures(files, checks):
    """Other measures, other columns: each pair as declared, by SciPy's own functions."""
    normal = {"distribution": "normal", "mean": 0, "sd": 1}
    mixture = {
        "mixture": [
            {"weight": 0.5, "distribution": "normal", "mean": 0, "sd": 1},
            {"weight": 0.5, "distribution": "normal", "mean": 6, "sd": 1},
        ]
    }
    inflated = {"mixture": [{"weight": 0.4, "constant": 0}, {"weight": 0.6, "distribution": "exponential", "mean": 10}]}
    truncated = {"distribution": "normal", "mean": 0, "sd": 1, "min": 0.5, "max": 2}
    far = {"distribution": "normal", "mean": 0, "sd": 1, "min": 8, "max": 9}
    student = {"copula": "student_t", "df": 4}
    cases = [
        # name, columns, measure, correlation, further keys
        ("spearman", normal, {"distribution": "gamma", "shape": 2, "scale": 3}, "spearman", 0.5, {}),
        ("spearman of counts", {"distribution": "poisson", "mean": 1}, {"choice": LEVELS}, "spearman", 0.4, {}),
        ("spearman below 0", normal, {"distribution": "bernoulli", "p": 0.3}, "spearman", -0.35, {}),
        ("spearman of t", normal, {"distribution": "lognormal", "mu": 0, "sigma": 2}, "spearman", 0.6, student),
        ("spearman of counts of t", normal, {"distribution": "poisson", "mean": 1}, "spearman", -0.4, student),
        ("pearson of a mixture", mixture, normal, "pearson", 0.6, {}),
        ("pearson of two mixtures", mixture, inflated, "pearson", 0.5, {}),
        ("pearson of a zero-inflated column", inflated, inflated, "pearson", -0.2, {}),
        ("pearson truncated", truncated, {"distribution": "exponential", "mean": 1, "max": 2}, "pearson", 0.7, {}),
        ("pearson far out", far, truncated, "pearson", 0.3, {}),
        ("pearson rounded", {**normal, "decimals": 0}, {**normal, "decimals": 0}, "pearson", 0.5, {}),
        ("pearson of t", normal, {"distribution": "lognormal", "mu": 0, "sigma": 0.5}, "pearson", 0.4, student),
        ("pearson 0 of t", {"distribution": "exponential", "mean": 1}, {"distribution": "exponential", "mean": 1},
         "pearson", 0.0, student),
        ("pearson with nulls", {**normal, "missing": 0.3}, {**normal, "missing": 0.1}, "pearson", 0.6, {}),
        ("pearson of times", {"distribution": "normal", "type": "timestamp", "mean": "2024-06-01", "sd": "30 days"},
         {"distribution": "calendar", "min": "2024-01-01", "max": "2024-12-31", "weekdays": [1, 1, 1, 1, 1, 0, 0]},
         "pearson", 0.5, {}),
        ("heavy tails", {"distribution": "student_t", "df": 5}, {"distribution": "student_t", "df": 6}, "pearson", 0.5,
         student),
        ("rare", {"distribution": "bernoulli", "p": 0.002}, {"distribution": "normal", "mean": 0, "sd": 1}, "pearson",
         0.12, {}),
    ]
    columns, groups = {}, []
    for i, (_, a, b, measure, rho, more) in enumerate(cases):
        columns[f"a{i}"], columns[f"b{i}"] = a, b
        groups.append({"measure": measure, "pairs": [[f"a{i}", f"b{i}", rho]], **more})
    written = files.columns("measures", {"t": {"rows": ROWS, "columns": columns, "correlations": groups}})
    places = {name: place for place, name in enumerate(LEVELS)}

    def numbers(column):
        if pyarrow.types.is_string(column.type):
            return numpy.array([places[v] for v in column.to_pylist()], dtype=float)
        if pyarrow.types.is_temporal(column.type):
            return column.to_numpy().astype("datetime64[s]").astype(numpy.int64).astype(float)
        return column.to_numpy().astype(float)

    for i, (name, _, _, measure, rho, _) in enumerate(cases):
        x, y = numbers(written[f"a{i}"]), numbers(written[f"b{i}"])
        whole = ~(numpy.isnan(x) | numpy.isnan(y))
        x, y = x[whole], y[whole]
        r, error = rank_error(x, y) if measure == "spearman" else correlation_and_error(x, y)
        if measure == "spearman":
            r = scipy.stats.spearmanr(x, y).statistic
        checks.that(
            abs(r - rho) <= STANDARD_ERRORS * error,
            f"{name}: {rho}",
            f"found {r}, {(r - rho) / error:.2f} standard errors off",
        )
        checks.that(error < 0.01, f"{name}: the standard error is small enough to see something", error)


def check_kendall(files, checks):
    """Kendall's tau over 200,000 rows; its standard error is at most sqrt(2 (1 - tau²) / n)."""
    columns, groups, wanted = {}, [], []
    for i, (tau, more) in enumerate([(0.5, {}), (-0.3, {}), (0.4, {"copula": "student_t", "df": 3})]):
        columns[f"a{i}"] = {"distribution": "normal", "mean": 0, "sd": 1}
        columns[f"b{i}"] = {"distribution": "exponential", "mean": 1}
        groups.append({"measure": "kendall", "pairs": [[f"a{i}", f"b{i}", tau]], **more})
        wanted.append(tau)
    written = files.columns("kendall", {"t": {"rows": 200_000, "columns": columns, "correlations": groups}})
    for i, tau in enumerate(wanted):
        found = scipy.stats.kendalltau(written[f"a{i}"].to_numpy(), written[f"b{i}"].to_numpy()).statistic
        error = math.sqrt(2 * (1 - tau * tau) / 200_000)
        checks.that(abs(found - tau) <= STANDARD_ERRORS * error, f"kendall {tau}", f"found {found}")


def check_given(files, checks):
    """Within rows of equal parameters the correlation is the declared one."""
    columns = {
        "grade": {"choice": {"clerk": 5, "director": 3}},
        "salary": {"distribution": "normal", "mean": "=if(grade = 'director', 9500, 2900)",
                   "sd": "=if(grade = 'director', 900, 300)"},
        "bonus": {"distribution": "uniform", "min": 0, "max": "=if(grade = 'director', 5000, 500)"},
        "hours": {"cases": {"clerk": {"distribution": "gamma", "mean": 38, "sd": 4},
                            "director": {"distribution": "lognormal", "median": 55, "sigma": 0.2}}, "of": "grade"},
    }
    groups = [{"measure": "spearman", "given": "parameters",
               "pairs": [["salary", "bonus", 0.5], ["salary", "hours", 0.3], ["bonus", "hours", -0.2]]}]
    written = files.columns("given", {"t": {"rows": ROWS, "columns": columns, "correlations": groups}})
    grade = written["grade"].to_numpy()
    for value in ("clerk", "director"):
        rows = grade == value
        for a, b, rho in groups[0]["pairs"]:
            x, y = written[a].to_numpy()[rows], written[b].to_numpy()[rows]
            r, error = rank_error(x, y)
            checks.that(
                abs(r - rho) <= STANDARD_ERRORS * error,
                f"among {value}s {a} and {b} have {rho}",
                f"found {r}, {(r - rho) / error:.2f} standard errors off",
            )


def check_missing(files, checks):
    """What is missing depends on the values: the rest has what is declared, within the tolerance that is promised."""
    columns = {
        "age": {"distribution": "normal", "mean": 50, "sd": 12},
        "income": {"distribution": "lognormal", "median": 30000, "sigma": 0.5, "missing": "=age > 60"},
        "debt": {"distribution": "exponential", "mean": 5000, "missing": "=if(age < 40, 0.5, 0.1)"},
    }
    wanted = {("age", "income"): 0.5, ("age", "debt"): 0.3, ("income", "debt"): 0.4}
    groups = [{"measure": "pearson", "pairs": [[a, b, r] for (a, b), r in wanted.items()]}]
    written = files.columns("missing", {"t": {"rows": ROWS, "columns": columns, "correlations": groups}})
    values = {name: column.to_numpy() for name, column in written.items()}
    for (a, b), rho in wanted.items():
        whole = ~(numpy.isnan(values[a]) | numpy.isnan(values[b]))
        r, error = correlation_and_error(values[a][whole], values[b][whole])
        checks.that(abs(r - rho) <= 0.005 + STANDARD_ERRORS * error, f"{a} and {b} with nulls by value: {rho}", r)


def main():
    arguments = parse(parser(__doc__.splitlines()[0]))
    checks = Checks()
    files = Files(arguments)
    check_kendall(files, checks)
    check_given(files, checks)
    check_missing(files, checks)
    check_measures(files, checks)
    check_tails(files, checks)
    check_grid(files, checks)
    checks.end()


if __name__ == "__main__":
    main()
