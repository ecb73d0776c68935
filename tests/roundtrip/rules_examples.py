#!/usr/bin/env python3
"""The rules of examples/insurance and examples/taxes, translated to SQL by hand: DuckDB finds no row that breaks one.

So do the functional dependencies and the monotone tax of taxes, and what both schemas say of shares stays as said. CSV
and Parquet are asked alike, 200,000 rows each.
"""

import json

from checks import EXAMPLES, Checks, generate, need, parse, parser, writes_parquet

need("numpy", "scipy", "pyarrow", "duckdb")

import scipy.stats  # noqa: E402  (only now is it known to be there)

from rules_runs import SIGNIFICANCE, broken, chi_square, holds, opened  # noqa: E402

ROWS = 200_000

# The n-th working day after a day: whole weeks of five, and two days more for each weekend that is passed. Counted from
# Friday where the day lies in a weekend.
WORKDAYS = """create macro workdays(d, n) as (
  case when isodow(d) > 5 then workdays_from(d::date - (isodow(d) - 5)::int, n) else workdays_from(d::date, n) end)"""
WORKDAYS_FROM = """create macro workdays_from(d, n) as (
  d + (n // 5 * 7 + n % 5 + case when isodow(d) + n % 5 > 5 then 2 else 0 end)::int)"""

# Of exact decimals, rounded to cents as `filed_rate` is.
RATE = (
    "round(if(cover = 'full', \"full\", liability)::decimal(9, 0) * case limits when '25/50' then 0.94 "
    "when '30/60' then 0.97 when '50/100' then 1.00 when '100/300' then 1.08 else 1.17 end::decimal(3, 2) * "
    "if(good_student, 0.90, 1.00)::decimal(3, 2) * if(paid_in_full, 0.94, 1.00)::decimal(3, 2), 2)"
)
# Table with its parents -> name of the rule -> condition; null passes.
INSURANCE = {
    "agencies": {"code_is_checked": "code % 11 = 0"},
    "policies join rates using (rate_class)": {
        "age_of_class": "age between age_from and age_to",
        "licensed_from_16": "years_licensed <= age - 16",
        "students_are_young": "age <= 24 or not good_student",
        "cover_by_owner": "case when car_value < 4000 then financing = 'owned' and cover = 'liability' "
        "else financing = 'owned' or cover = 'full' end",
        "lease_of_new_cars": "financing <> 'lease' or model_year >= 2020",
        "state_minimum": "state <> 'TX' or limits not like '25/%'",
        "deductible_of_full_cover": (
            "case when cover = 'full' then deductible is not null and deductible * 4 <= car_value "
            "else deductible is null end"
        ),
        "filed_rate": f"filed_rate = {RATE}",
        "premium_by_table": "annual_premium between 0.7 * filed_rate and 1.5 * filed_rate",
        "one_way_to_pay": "not (paid_in_full and automatic_debit)",
        "start_after_application": "starts_on >= applied_on and starts_on <= applied_on + 60",
        "end_by_term": (
            "case when cancelled then ends_on >= starts_on + 10 and ends_on < starts_on + to_months(term_months) "
            "else ends_on = starts_on + to_months(term_months) end"
        ),
        "claim_within_term": "claim_on >= starts_on and claim_on < ends_on",
        "claim_is_complete": (
            "case when claim_on is null then coalesce(reported_on::text, claim_type, claim_amount::text) is null "
            "else reported_on is not null and claim_type is not null and claim_amount is not null "
            "and reported_on between claim_on and workdays(claim_on, 20) end"
        ),
        "own_damage": (
            "case when cover = 'liability' then claim_type = 'liability' "
            "else claim_type = 'liability' or claim_amount <= car_value - deductible end"
        ),
        "within_limit": "claim_type <> 'liability' or claim_amount <= 1000 * split_part(limits, '/', 2)::int",
    },
}
TAXES = {
    "returns r join places p on r.zip = p.zip join brackets b on r.bracket = b.bracket": {
        "zip_in_state": "p.state = r.state and p.city = r.city",
        "bracket_of_salary": "b.state = r.state and salary >= over and salary < up_to",
        "tax": "tax = round(base + b.rate * (salary - over), 2)",
        "deferral_limit": "deferrals <= salary and deferrals <= case when age >= 50 then 30500 else 23000 end",
        "interest_phased_out": "salary < 95000 or student_interest is null",
        "withheld_near_tax": "withheld between 0.8 * tax and 1.3 * tax",
        "filed_in_time": "extension = (filed_on > case when r.state = 'VA' then date '2025-05-01' else date '2025-04-15' end)",
        "refund": "refund = greatest(withheld - tax, 0)",
        "refund_of_excess": (
            "case when withheld > tax then refunded_on is not null and "
            "refunded_on between workdays(filed_on, 5) and filed_on + 60 else refunded_on is null end"
        ),
        "no_more_than_the_top_rate": "tax <= 0.123 * salary",
    },
}
# Questions that count what should not be there.
DEPENDENCIES = {
    "a zip code lies in one city": (
        "select count(*) from (select zip from returns group by zip having count(distinct city) > 1)"
    ),
    "a zip code lies in one state": (
        "select count(*) from (select zip from returns group by zip having count(distinct state) > 1)"
    ),
    "a city lies in one state": (
        "select count(*) from (select city from returns group by city having count(distinct state) > 1)"
    ),
    "who earns more pays no less in the same state": (
        "select count(*) from (select tax < lag(tax) over (partition by state order by salary, tax) as less "
        "from returns) where less"
    ),
    "Texans have no return, and all others one": (
        "select count(*) from returns where case when state = 'TX' then coalesce(withheld::text, extension::text, "
        "filed_on::text, refund::text, refunded_on::text) is not null or tax <> 0 "
        "else withheld is null or extension is null or filed_on is null or refund is null end"
    ),
    "of one salary there is one tax in a state": (
        "select count(*) from (select state, salary from returns group by all having count(distinct tax) > 1)"
    ),
}


def main() -> None:
    arguments = parse(parser(__doc__.splitlines()[0]))
    program, work, checks = arguments.program, arguments.work, Checks()
    endings = ["csv", "parquet"] if writes_parquet(program, work) else ["csv"]
    examples = {"insurance": ("policies", INSURANCE), "taxes": ("returns", TAXES)}
    for example, (big, rules) in examples.items():
        for ending in endings:
            out = work / f"{example}_{ending}"
            generate(
                program, EXAMPLES / example / "schema.json", out, "-f", ending, "--rows", f"{big}={ROWS}", "--clean"
            )
            manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
            entries = {
                name: rule for table in manifest["tables"].values() for name, rule in table.get("rules", {}).items()
            }
            for twin in ("", "clean"):
                session = opened(out, ending, twin)
                session.execute(WORKDAYS_FROM)
                session.execute(WORKDAYS)
                told = f"{example}, {ending}{', clean' * bool(twin)}"
                count = session.execute(f"select count(*) from {big}").fetchone()[0]
                checks.equal(count, ROWS, f"{told}: the row count is exact")
                for source, conditions in rules.items():
                    for name, condition in conditions.items():
                        on_purpose = 0 if twin else entries.get(name, {}).get("violations", 0)
                        found = broken(session, source, condition)
                        checks.equal(found, on_purpose, f"{told}: no row breaks {name} but those that are to")
                if example == "taxes":
                    for sentence, question in DEPENDENCIES.items():
                        checks.equal(session.execute(question).fetchone()[0], 0, f"{told}: {sentence}")
                if example == "insurance":
                    losses = broken(session, "policies", "claim_type = 'liability' or claim_amount <= 0.75 * car_value")
                    checks.that(losses > 0, f"{told}: some cars are a total loss")
                    checks.equal(entries["worth_repairing"]["broken"], losses, f"{told}: total losses are counted")
            if example == "insurance":
                planned = entries["premium_by_table"]["violations"]
                p = scipy.stats.binomtest(planned, ROWS, 0.004).pvalue
                checks.that(
                    p > SIGNIFICANCE, f"{example}, {ending}: four premiums in a thousand leave the corridor", planned
                )
            columns = {name for table in manifest["tables"].values() for name in table["columns"]}
            named = {name for conditions in rules.values() for name in conditions} - columns
            checks.that(
                named <= set(entries), f"{example}, {ending}: the manifest tells of every rule", named - set(entries)
            )

    # What no rule targets keeps its shares, whatever depends on it.
    for example, query, law, fault in [
        (
            "insurance",
            "select state, count(*) from policies group by 1 order by 1",
            [27, 10, 11, 16, 11, 25],
            [28, 10, 11, 16, 11, 25],
        ),
        (
            "insurance",
            "select left(rate_class, 1), count(*) from policies group by 1 order by 1",
            [3, 8, 10, 20, 18, 26, 11, 4],
            [3, 8, 10.6, 20, 18, 26, 11, 4],
        ),
        (
            "taxes",
            "select state, count(*) from returns group by 1 order by 1",
            [4, 31, 5, 19, 4, 23, 8, 6],
            [4, 32.2, 5, 19, 4, 23, 8, 6],
        ),
    ]:
        counts = [row[1] for row in opened(work / f"{example}_csv").execute(query).fetchall()]
        holds(checks, f"{example}: {query}", chi_square(counts, law), chi_square(counts, fault))
    checks.end()


if __name__ == "__main__":
    main()
